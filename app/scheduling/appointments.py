"""Reading appointments: one, a series, or a customer's coming ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, Row, and_, func, literal, select, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.setup import read_zone
from app.core.scheduling.statuses import (
    OVER_SPELLINGS,
    is_cancelled,
    is_over,
)
from app.core.scheduling.zones import shown
from app.customers.numbers import appointments_of_number, business_country
from app.customers.phones import E164
from app.db.models.appointments import Appointment, AppointmentDetails
from app.db.models.businesses import BusinessSettings
from app.db.models.calendars import BusinessCalendar
from app.errors import AlreadyCancelled, AppointmentOver, UnknownAppointment
from app.scheduling.history import Changeable
from app.schemas.scheduling import AppointmentOut, ChosenBy, ReadAs
from app.schemas.visits import booked_out, price_out, stored_price

STILL_FOUND = timedelta(hours=1)
"""The time after its start for which a customer who is late finds an appointment."""

NOT_OVER = func.lower(func.coalesce(Appointment.status, "")).not_in(OVER_SPELLINGS)
"""The condition of `is_over` in SQL, negated."""

SHOWN = (
    select(Appointment, BusinessCalendar.name, BusinessSettings.timezone, AppointmentDetails)
    .outerjoin(BusinessCalendar, BusinessCalendar.id == Appointment.calendar_id)
    .outerjoin(BusinessSettings, BusinessSettings.tenant_id == Appointment.business_id)
    .outerjoin(
        AppointmentDetails,
        and_(
            AppointmentDetails.appointment_id == Appointment.id,
            # The host may use an id again, for another business.
            AppointmentDetails.business_id == Appointment.business_id,
        ),
    )
)


class Shown(Changeable, Protocol):
    """The columns of an appointment that are shown, of a stored row or one just written."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def contact_name(self) -> str | None: ...
    @property
    def contact_phone(self) -> str | None: ...
    @property
    def contact_email(self) -> str | None: ...
    @property
    def notes(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def series_id(self) -> int | None: ...
    @property
    def created_at(self) -> datetime | None: ...
    @property
    def updated_at(self) -> datetime | None: ...


class ShownDetails(Protocol):
    """The columns of an appointment's details that are shown."""

    @property
    def customer_id(self) -> int | None: ...
    @property
    def items(self) -> list[dict[str, Any]]: ...
    @property
    def party_size(self) -> int: ...
    @property
    def price_minor(self) -> int | None: ...
    @property
    def currency(self) -> str | None: ...
    @property
    def session_id(self) -> int | None: ...
    @property
    def hold_id(self) -> int | None: ...
    @property
    def extra(self) -> dict[str, str]: ...
    @property
    def cancel_reason(self) -> str | None: ...
    @property
    def cancelled_at(self) -> datetime | None: ...
    @property
    def cancelled_by(self) -> str | None: ...


def appointment_out(
    row: Shown,
    calendar_name: str | None,
    zone: ZoneInfo,
    details: ShownDetails | None,
    *,
    read_as: ReadAs | None = None,
    chosen_by: ChosenBy | None = None,
) -> AppointmentOut:
    """An appointment as the API shows it, its times in the business's zone."""
    cancelled = details if is_cancelled(row.status) else None
    return AppointmentOut(
        id=row.id,
        calendar_id=row.calendar_id,
        calendar_name=calendar_name,
        starts_at=shown(row.starts_at, zone),
        ends_at=shown(row.ends_at, zone),
        timezone=zone.key,
        status=row.status,
        title=row.title,
        customer_id=details and details.customer_id,
        customer_name=row.contact_name,
        customer_phone=row.contact_phone,
        customer_email=row.contact_email,
        notes=row.notes,
        metadata=details.extra if details else {},
        source=row.source,
        series_id=row.series_id,
        services=booked_out(details.items, zone) if details else [],
        party_size=details.party_size if details else 1,
        price=stored_price(details.price_minor, details.currency) if details else price_out(None),
        session_id=details and details.session_id,
        hold_id=details and details.hold_id,
        cancel_reason=cancelled and cancelled.cancel_reason,
        cancelled_at=shown(cancelled.cancelled_at, zone) if cancelled else None,
        cancelled_by=cancelled and cancelled.cancelled_by,
        created_at=row.created_at,
        updated_at=row.updated_at,
        read_as=read_as,
        chosen_by=chosen_by,
    )


def read_shown(found: Row[Appointment, str, str | None, AppointmentDetails]) -> AppointmentOut:
    """A row of `SHOWN` as the API shows it."""
    row, name, timezone, details = found
    return appointment_out(row, name, read_zone(timezone)[0], details)


async def get_appointment(session: AsyncSession, business: BusinessId, appointment_id: int) -> AppointmentOut:
    """Raises UnknownAppointment."""
    query = SHOWN.where(Appointment.business_id == business, Appointment.id == appointment_id)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise UnknownAppointment(id=appointment_id)
    return read_shown(found)


async def locked_appointment(session: AsyncSession, business: BusinessId, appointment_id: int) -> Appointment:
    """An appointment's row, locked for a change. Raises UnknownAppointment."""
    row = await session.scalar(
        select(Appointment)
        .where(Appointment.business_id == business, Appointment.id == appointment_id)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise UnknownAppointment(id=appointment_id)
    return row


class Concluding(Protocol):
    """The columns of an appointment that say whether it is over."""

    @property
    def id(self) -> int: ...
    @property
    def status(self) -> str | None: ...


def refuse_if_over(row: Concluding) -> None:
    """Raise AlreadyCancelled or AppointmentOver where the appointment takes no time any more."""
    if is_cancelled(row.status):
        raise AlreadyCancelled(id=row.id)
    if is_over(row.status):
        raise AppointmentOver(id=row.id)


async def appointments_of_series(
    session: AsyncSession, business: BusinessId, series_id: int
) -> list[AppointmentOut]:
    """The appointments of a series as they stand, in order of time."""
    query = SHOWN.where(Appointment.business_id == business, Appointment.series_id == series_id)
    rows = await session.execute(query.order_by(Appointment.starts_at, Appointment.id))
    return [read_shown(row) for row in rows]


async def upcoming_of_customer(
    session: AsyncSession,
    business: BusinessId,
    number: E164 | None,
    appointment_ids: Sequence[int],
    now: datetime,
    *,
    limit: int,
) -> list[AppointmentOut]:
    """The customer's coming appointments and those that began within the last hour, the next first.

    Theirs are those under their number and those with the given ids.
    """
    # One list of ids, not two conditions: OR would read all coming appointments of the business.
    theirs = [select(func.unnest(literal(appointment_ids, ARRAY(BigInteger))))]
    if number is not None:
        country = await business_country(session, business)
        theirs.append(appointments_of_number(business, number, country))
    query = SHOWN.where(
        Appointment.business_id == business,
        Appointment.starts_at >= now - STILL_FOUND,
        NOT_OVER,
        Appointment.id.in_(union_all(*theirs)),
    )
    rows = await session.execute(query.order_by(Appointment.starts_at, Appointment.id).limit(limit))
    return [read_shown(row) for row in rows]


async def appointments_at(
    session: AsyncSession, business: BusinessId, calendar_ids: Sequence[int], starts_at: datetime
) -> list[AppointmentOut]:
    """The appointments of the calendars that start at an instant and are not over."""
    query = SHOWN.where(
        Appointment.business_id == business,
        Appointment.calendar_id.in_(calendar_ids),
        Appointment.starts_at == starts_at,
        NOT_OVER,
    )
    rows = await session.execute(query.order_by(Appointment.id))
    return [read_shown(row) for row in rows]
