"""Book, move and cancel, each in one transaction. Time is claimed first, so a refusal wrote nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import AlreadyCancelled, FieldError, NotReady, UnknownAppointment
from app.models import Appointment
from app.scheduling.appointments import CANCELLED, appointment_out
from app.scheduling.audit import record, snapshot
from app.scheduling.claims import claim, claim_beside, lock_count, release, take_first
from app.scheduling.holds import take_hold
from app.scheduling.places import Place, asked_duration, locate, refusal
from app.scheduling.policy import MAX_DURATION_MIN, Reason
from app.scheduling.waitlist import mark_booked, offer
from app.scheduling.workload import load_workload
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy, RescheduleIn
from app.tenancy.principal import Author, BusinessId

APPOINTMENTS = cast("Table", Appointment.__table__)


async def book(
    session: AsyncSession,
    business: BusinessId,
    wanted: AppointmentIn,
    calendar_ids: Sequence[int],
    *,
    chosen_by: ChosenBy,
    author: Author,
    now: datetime,
) -> AppointmentOut:
    """Book a start in the first of the calendars that can take it, or what a hold keeps.

    Raises UnknownCalendar, UnknownHold, HoldExpired, FieldError, and BookingRefused with alternatives.
    """
    if wanted.hold_id is not None:
        _check_only_hold(wanted)
        place, interval = await take_hold(session, business, wanted.hold_id, now)
    else:
        place, interval = await _take(session, business, wanted, calendar_ids, now)
    if place.setup.phone_required and wanted.customer_phone is None:
        raise FieldError("phone_required", pointer="/customer_phone")
    row = await insert_appointment(session, business, wanted, place, interval, author)
    await record(
        session, row, "overridden" if wanted.override and wanted.hold_id is None else "booked", author, now
    )
    if wanted.hold_id is not None:
        await mark_booked(session, business, wanted.hold_id, row.id)
    return appointment_out(
        row, place.setup.name, place.setup.zone, read_as=place.read_as, chosen_by=chosen_by
    )


async def reschedule(
    session: AsyncSession,
    business: BusinessId,
    appointment_id: int,
    wanted: RescheduleIn,
    *,
    author: Author,
    now: datetime,
) -> AppointmentOut:
    """Move an appointment; until the new time is its own, it keeps the old one.

    Raises UnknownAppointment, AlreadyCancelled, UnknownCalendar, FieldError, BookingRefused.
    """
    row = await _row_for_change(session, business, appointment_id)
    if row.starts_at is None or row.ends_at is None:
        raise NotReady(waiting="116_fill_instants")
    before, was = snapshot(row), (row.calendar_id, row.starts_at, row.ends_at)
    calendar_id = wanted.calendar_id or row.calendar_id
    if calendar_id is None:
        raise FieldError("missing", pointer="/calendar_id")
    lasting = wanted.duration_minutes or _whole_minutes(row.starts_at, row.ends_at)
    (place,) = await locate(session, business, [calendar_id], wanted.starts_at, lasting)
    if place.policy.max_per_day or calendar_id != row.calendar_id:
        # Both at once: the time that is left behind may be offered on the other calendar.
        await lock_count(session, {calendar_id, row.calendar_id or calendar_id})
    row.busy_interval_id = await _move_claim(session, business, place, row.busy_interval_id, now)
    row.calendar_id = calendar_id
    for field, value in times_of(place).items():
        setattr(row, field, value)
    await _touch(session, row)
    await record(session, row, "moved", author, now, before=before)
    await offer(session, business, *was, now)
    return appointment_out(row, place.setup.name, place.setup.zone, read_as=place.read_as)


async def cancel(
    session: AsyncSession,
    business: BusinessId,
    appointment_id: int,
    reason: str | None,
    *,
    author: Author,
    now: datetime,
) -> None:
    """Cancel an appointment; its time is free at once, or offered to whoever waits for it.

    Raises UnknownAppointment, AlreadyCancelled.
    """
    row = await _row_for_change(session, business, appointment_id)
    before = snapshot(row)
    await release(session, row.busy_interval_id)
    row.status, row.busy_interval_id = CANCELLED[0], None
    if reason:
        row.notes = f"{row.notes}\n{reason}" if row.notes else reason
    await _touch(session, row)
    await record(session, row, "cancelled", author, now, before=before)
    await offer(session, business, row.calendar_id, row.starts_at, row.ends_at, now)


async def insert_appointment(
    session: AsyncSession,
    business: BusinessId,
    wanted: AppointmentIn,
    place: Place,
    interval: int,
    author: Author,
    *,
    series_id: int | None = None,
) -> Appointment:
    """The appointment's row, once its time is claimed."""
    row = Appointment(
        business_id=business,
        calendar_id=place.setup.id,
        busy_interval_id=interval,
        series_id=series_id,
        title=wanted.title or wanted.customer_name,
        status="scheduled",
        contact_name=wanted.customer_name,
        contact_phone=wanted.customer_phone,
        contact_email=wanted.customer_email,
        notes=wanted.notes,
        source=author.source,
        auto_generated=False,
        **times_of(place),
    )
    # The table, not the class: the ORM's own insert costs as much again as the statement.
    values = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    statement = insert(APPOINTMENTS).values(**values).returning(APPOINTMENTS.c.id, APPOINTMENTS.c.created_at)
    row.id, row.created_at = (await session.execute(statement)).one()
    return row


def times_of(place: Place) -> dict[str, Any]:
    """Instants for us, wall-clock times for the host's code."""
    zone = place.setup.zone
    return {
        "starts_at": place.start,
        "ends_at": place.end,
        "start_time": place.start.astimezone(zone).replace(tzinfo=None),
        "end_time": place.end.astimezone(zone).replace(tzinfo=None),
    }


def _check_only_hold(wanted: AppointmentIn) -> None:
    for field in ("starts_at", "ends_at", "duration_minutes"):
        if getattr(wanted, field) is not None:
            raise FieldError("either_or", pointer=f"/{field}", one=field, other="hold_id")


async def _take(
    session: AsyncSession,
    business: BusinessId,
    wanted: AppointmentIn,
    calendar_ids: Sequence[int],
    now: datetime,
) -> tuple[Place, int]:
    if wanted.starts_at is None:
        raise FieldError("missing", pointer="/starts_at")
    lasting = asked_duration(wanted.starts_at, wanted.ends_at, wanted.duration_minutes)
    places = await locate(session, business, calendar_ids, wanted.starts_at, lasting)
    if wanted.override:
        return places[0], await claim_beside(session, business, places[0])
    return await take_first(session, business, places, lasting, now)


async def _move_claim(
    session: AsyncSession, business: BusinessId, place: Place, interval: int | None, now: datetime
) -> int:
    lasting = place.policy.duration_min
    workload = await load_workload(session, [place.setup], place.day, lasting, now, without=interval)
    seats, reason = workload.judge(place.setup.id, place.start, now)
    if reason is not None:
        raise await refusal(session, [place], reason, lasting, now, without=interval)
    savepoint = await session.begin_nested()
    await release(session, interval)
    claimed = await claim(session, business, place, seats, now)
    if claimed is None:
        await savepoint.rollback()
        raise await refusal(session, [place], Reason.SLOT_TAKEN, lasting, now, without=interval)
    await savepoint.commit()
    return claimed


def _whole_minutes(start: datetime, end: datetime) -> int:
    """The length that an appointment of old code keeps when it is moved: rounded up, one minute at least."""
    return min(max(-((start - end) // timedelta(minutes=1)), 1), MAX_DURATION_MIN)


async def _touch(session: AsyncSession, row: Appointment) -> None:
    row.updated_at = func.timezone("UTC", func.clock_timestamp())
    await session.flush()


async def _row_for_change(session: AsyncSession, business: BusinessId, appointment_id: int) -> Appointment:
    row = await session.scalar(
        select(Appointment)
        .where(Appointment.business_id == business, Appointment.id == appointment_id)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise UnknownAppointment(id=appointment_id)
    if row.status in CANCELLED:
        raise AlreadyCancelled(id=appointment_id)
    return row
