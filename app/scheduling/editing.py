"""Editing appointments: contact, notes, customer, metadata and status. `booking.reschedule` moves them."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.core.scheduling.statuses import CANCELLED, COMPLETED, NO_SHOW, is_cancelled, is_over, may_become
from app.customers.numbers import read_number, store_phone
from app.customers.people import add_person, find_customer, known_customer
from app.db.models.appointments import Appointment, AppointmentDetails
from app.db.query import Query
from app.errors import StatusRefused
from app.scheduling.appointments import get_appointment, locked_appointment
from app.scheduling.booking import end, touch
from app.scheduling.claims import ReleasedTime, release
from app.scheduling.details import details_of
from app.scheduling.history import record, snapshot
from app.scheduling.waitlist_offers import offer_all
from app.schemas.editing import AppointmentChange
from app.schemas.scheduling import AppointmentOut

# The names of the API for the columns of the host.
_COLUMNS = {
    "title": "title",
    "notes": "notes",
    "customer_name": "contact_name",
    "customer_phone": "contact_phone",
    "customer_email": "contact_email",
}


class _Interval(NamedTuple):
    id: int


# The visit is over, so its time is nobody else's concern: beside whatever is there.
_TAKE_TIME_AGAIN = Query(
    """
    INSERT INTO busy_intervals (business_id, calendar_id, footprint, starts_at, ends_at, kind, exclusive)
    SELECT business_id, calendar_id, tstzrange(starts_at, ends_at), starts_at, ends_at, 'appointment', FALSE
    FROM appointments WHERE id = CAST(:id AS bigint) AND calendar_id IS NOT NULL AND starts_at < ends_at
    RETURNING id
    """,
    _Interval,
)


async def change_appointment(
    session: AsyncSession,
    business: BusinessId,
    appointment_id: int,
    change: AppointmentChange,
    *,
    by_staff: bool,
    author: Author,
    now: datetime,
    if_match: str | None,
) -> AppointmentOut:
    """Change the given fields of an appointment.

    Raises UnknownAppointment, PreconditionFailed, StatusRefused, UnknownCustomer, CustomerMerged,
    CustomerErased.
    """
    row = await locked_appointment(session, business, appointment_id)
    shown = await get_appointment(session, business, appointment_id)
    shown.require(if_match, id=appointment_id)
    details = await details_of(session, row)
    before = snapshot(row) | {"customer_id": details.customer_id}
    fields = change.model_dump(exclude_unset=True, exclude={"status", "cancel_reason"})
    await _set_fields(session, business, row, details, fields)
    after = change.status
    if fields:
        await touch(session, row)
        kept = {"customer_id": details.customer_id, "fields": sorted(fields)}
        await record(session, row, "changed", author, now, before=before, more=kept)
    if after is not None and after != (row.status or "").lower():
        if not may_become(row.status, after, by_staff=by_staff):
            raise StatusRefused(before=row.status or "scheduled", after=after)
        await _set_status(session, business, row, after, change.cancel_reason, author=author, now=now)
    await session.flush()
    return await get_appointment(session, business, appointment_id)


async def _set_fields(
    session: AsyncSession,
    business: BusinessId,
    row: Appointment,
    details: AppointmentDetails,
    fields: dict[str, Any],
) -> None:
    # Trap: nothing here may flush the row. `touch` counts the write as ours, and must be part of it.
    was = row.contact_name, row.contact_phone
    if "metadata" in fields:
        details.extra = fields["metadata"]
    if fields.get("customer_id") is not None:
        known = await find_customer(session, business, fields["customer_id"])
        theirs = {
            "customer_name": known.name,
            "customer_phone": known.phone_e164,
            "customer_email": known.email,
        }
        fields = {**{field: value for field, value in theirs.items() if value is not None}, **fields}
    for field, column in _COLUMNS.items():
        if field in fields:
            setattr(row, column, fields[field])
    if row.contact_phone != was[1]:
        # Before the row itself: what is read already is not noted for upkeep.
        await store_phone(session, business, row.id, row.contact_phone)
    if "customer_id" in fields:
        details.customer_id = fields["customer_id"]
    elif (row.contact_name, row.contact_phone) != was:
        details.customer_id = await _customer_of(session, business, row)


async def _customer_of(session: AsyncSession, business: BusinessId, row: Appointment) -> int | None:
    """The customer whom the contact fields mean, added where they are new; None without a number."""
    number = await read_number(session, business, row.contact_phone)
    if number is None:
        return None
    known = await known_customer(session, business, number, row.contact_name, allow_blocked=True)
    return known or await add_person(session, business, number, row.contact_name, row.contact_email)


async def _set_status(
    session: AsyncSession,
    business: BusinessId,
    row: Appointment,
    status: str,
    reason: str | None,
    *,
    author: Author,
    now: datetime,
) -> None:
    """Set a status that the present one may become, and take or free the time as it says."""
    took_time = not is_over(row.status)
    freed: list[ReleasedTime] = []
    if is_cancelled(status):
        freed = await end(session, row, reason, author=author, now=now)
    else:
        before = snapshot(row)
        if status == NO_SHOW:
            freed = await release(session, row.busy_interval_id)
            row.busy_interval_id = None
        row.status = status
        if not took_time and status == COMPLETED:
            interval = await _TAKE_TIME_AGAIN.first(session, id=row.id)
            row.busy_interval_id = interval and interval.id
        await touch(session, row)
        await record(session, row, "changed", author, now, before=before)
    if took_time and status in (CANCELLED, NO_SHOW):
        own = ReleasedTime(row.calendar_id, row.starts_at, row.ends_at)
        await offer_all(session, business, own, freed, now)
