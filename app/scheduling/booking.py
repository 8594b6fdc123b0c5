"""Booking, moving and cancelling appointments. Time is claimed first, so a refusal has written nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.core.scheduling.own_holds import find_room
from app.core.scheduling.policy import Reason
from app.core.scheduling.request import MovingAppointment, StartRequest
from app.core.scheduling.statuses import CANCELLED
from app.core.scheduling.workload import Workload
from app.db.models.appointments import Appointment
from app.db.query import Reader
from app.errors import FieldError
from app.scheduling.appointments import (
    appointment_out,
    get_appointment,
    locked_appointment,
    refuse_if_over,
)
from app.scheduling.booked_customers import with_customer
from app.scheduling.booking_statements import BookedRow
from app.scheduling.claims import IntervalWriter, ReleasedTime, claimed_times, release
from app.scheduling.count_locks import limited_counts, lock_counts
from app.scheduling.details import details_of
from app.scheduling.history import record, snapshot
from app.scheduling.holds import kept_start, take_hold
from app.scheduling.ledger import Booking, times_of
from app.scheduling.moving import as_moving
from app.scheduling.occupying import occupy, take_first
from app.scheduling.places import Place, asked_duration, locate, refusal
from app.scheduling.visit_booking import book_visit, booked_services, check_services, move_visit
from app.scheduling.waitlist_offers import mark_booked, offer_all
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy, RescheduleIn


async def book(
    reader: Reader,
    business: BusinessId,
    wanted: AppointmentIn,
    calendar_ids: Sequence[int],
    *,
    chosen_by: ChosenBy,
    author: Author,
    now: datetime,
    holder: str | None = None,
) -> AppointmentOut:
    """Book a start in the first of the calendars that can take it, or the time that a hold keeps.

    Holds of the `holder` are not in the way: one of exactly this time is taken up, others are released.
    A start is booked by one statement; taking up a hold needs a transaction around it.
    Raises UnknownCalendar, UnknownHold, HoldExpired, HoldUsed, FieldError, UnknownCustomer, CustomerMerged,
    CustomerErased, CustomerBlocked, and BookingRefused with alternatives.
    """
    wanted = await with_customer(reader, business, wanted)
    booking = Booking(business, wanted, author, now)
    check_services(wanted, "ends_at", "duration_minutes", "type_key", "tag", "hold_id")
    if wanted.hold_id is not None:
        _check_only_hold(wanted, ("starts_at", "ends_at", "duration_minutes"))
        booking, place, row = await _book_held(reader, booking, wanted.hold_id, now)
    elif wanted.service_ids:
        place, visit, row = await book_visit(reader, booking, calendar_ids, now, holder)
        booking = replace(booking, visit=visit)
    else:
        place, row = await _book_start(reader, booking, calendar_ids, now, holder)
    return appointment_out(
        booking.appointment(place, row),
        place.setup.name,
        place.setup.zone,
        booking.details(row),
        read_as=place.read_as,
        chosen_by=chosen_by,
    )


async def reschedule(
    session: AsyncSession,
    business: BusinessId,
    appointment_id: int,
    wanted: RescheduleIn,
    *,
    author: Author,
    now: datetime,
    holder: str | None = None,
) -> AppointmentOut:
    """Move an appointment to a start, or to the time that a hold keeps. It keeps its old time until then.

    Holds of the `holder` are not in the way, as in `book`.
    Raises UnknownAppointment, AlreadyCancelled, AppointmentOver, UnknownCalendar, UnknownHold, HoldExpired,
    HoldUsed, FieldError, BookingRefused.
    """
    row = await _row_for_change(session, business, appointment_id)
    moving = as_moving(row)
    before, was = snapshot(row), (row.calendar_id, row.starts_at, row.ends_at)
    calendar_id, starts_at = await _destination(session, business, wanted, moving, now)
    visit = await booked_services(session, business, appointment_id)
    freed = await claimed_times(session, moving.interval)
    if visit is not None:
        to = calendar_id, starts_at
        place, interval = await move_visit(session, row, visit, moving, wanted, to, now, holder)
    else:
        place, interval = await _move_plain(
            session, row, moving, wanted, (calendar_id, starts_at), now, holder
        )
    row.busy_interval_id, row.calendar_id = interval, calendar_id
    for field, value in times_of(place).items():
        setattr(row, field, value)
    await touch(session, row)
    await record(session, row, "moved", author, now, before=before)
    if wanted.hold_id is not None:
        await mark_booked(session, business, wanted.hold_id, row.id)
    await offer_all(session, business, ReleasedTime(*was), freed, now)
    moved = await get_appointment(session, business, row.id)
    return moved.model_copy(update={"read_as": place.read_as})


async def _move_plain(
    session: AsyncSession,
    row: Appointment,
    moving: MovingAppointment,
    wanted: RescheduleIn,
    to: tuple[int, datetime],
    now: datetime,
    holder: str | None,
) -> tuple[Place, int]:
    """Move the time of an appointment without services: the place, and the id of the new interval."""
    calendar_id, starts_at = to
    request = StartRequest(
        business=BusinessId(row.business_id),
        calendar_ids=(calendar_id,),
        starts_at=starts_at,
        duration_min=wanted.duration_minutes or moving.minutes,
        now=now,
        moving=moving,
        holder=holder,
        hold_id=wanted.hold_id,
    )
    (place,), workload = await locate(session, request)
    counts = limited_counts([place.setup])
    if calendar_id != row.calendar_id:
        # Lock both calendars at once: the old time may be offered to the waiting list of its calendar.
        counts |= {calendar_id, row.calendar_id or calendar_id}
    if counts:
        await lock_counts(session, counts)
        (place,), workload = await locate(session, request)
    return place, await _move_claim(session, request, moving, place, workload)


async def cancel(
    session: AsyncSession,
    business: BusinessId,
    appointment_id: int,
    reason: str | None,
    *,
    author: Author,
    now: datetime,
) -> None:
    """Cancel an appointment; its time is free at once, or offered to the waiting list.

    Raises UnknownAppointment, AlreadyCancelled, AppointmentOver.
    """
    row = await _row_for_change(session, business, appointment_id)
    freed = await end(session, row, reason, author=author, now=now)
    own = ReleasedTime(row.calendar_id, row.starts_at, row.ends_at)
    await offer_all(session, business, own, freed, now)


async def end(
    session: AsyncSession, row: Appointment, reason: str | None, *, author: Author, now: datetime
) -> list[ReleasedTime]:
    """Cancel a locked appointment and release its time, which the caller offers to the waiting list."""
    before = snapshot(row)
    freed = await release(session, row.busy_interval_id)
    details = await details_of(session, row)
    row.status, row.busy_interval_id = CANCELLED, None
    details.cancel_reason, details.cancelled_at, details.cancelled_by = reason, now, author.actor
    await touch(session, row)
    await record(session, row, "cancelled", author, now, before=before)
    return freed


def _check_only_hold(wanted: AppointmentIn | RescheduleIn, others: Sequence[str]) -> None:
    for field in others:
        if getattr(wanted, field) is not None:
            raise FieldError("either_or", pointer=f"/{field}", one=field, other="hold_id")


async def _book_held(
    reader: Reader, booking: Booking, hold_id: int, now: datetime
) -> tuple[Booking, Place, BookedRow]:
    place, visit = await take_hold(reader, booking.business, hold_id, now)
    booking = replace(booking, visit=visit)
    row = await booking.write_held(reader, place, hold_id)
    await mark_booked(reader, booking.business, hold_id, row.id)
    return booking, place, row


async def _book_start(
    reader: Reader, booking: Booking, calendar_ids: Sequence[int], now: datetime, holder: str | None
) -> tuple[Place, BookedRow]:
    wanted = booking.wanted
    if wanted.starts_at is None:
        raise FieldError("missing", pointer="/starts_at")
    request = StartRequest(
        business=booking.business,
        calendar_ids=calendar_ids,
        starts_at=wanted.starts_at,
        duration_min=await asked_duration(reader, booking.business, wanted.starts_at, wanted),
        now=now,
        holder=holder,
    )
    if not wanted.override:
        return await take_first(reader, request, booking)
    (place, *_), _ = await locate(reader, request)
    return place, await booking.write_override(reader, place)


async def _destination(
    reader: Reader, business: BusinessId, wanted: RescheduleIn, moving: MovingAppointment, now: datetime
) -> tuple[int, datetime]:
    """The calendar and start to move to. Raises UnknownHold, HoldExpired, HoldUsed, FieldError."""
    if wanted.hold_id is not None:
        _check_only_hold(wanted, ("starts_at", "calendar_id", "duration_minutes"))
        return await kept_start(reader, business, wanted.hold_id, now)
    if wanted.starts_at is None:
        raise FieldError("missing", pointer="/starts_at")
    calendar_id = wanted.calendar_id or moving.calendar_id
    if calendar_id is None:
        raise FieldError("missing", pointer="/calendar_id")
    return calendar_id, wanted.starts_at


async def _move_claim(
    reader: Reader, request: StartRequest, moving: MovingAppointment, place: Place, workload: Workload
) -> int:
    """Release the time of the moving appointment and claim the new place; the new interval's id."""
    room, reason = find_room(workload, place.setup.id, place.start, request.now, is_hold=False)
    if reason is None:
        writer = IntervalWriter(request.business)
        interval = await occupy(reader, place, room, request.now, writer, leaving=moving.interval)
        if interval is not None:
            return interval
    raise await refusal(reader, request, [place], reason or Reason.SLOT_TAKEN)


async def touch(session: AsyncSession, row: Appointment) -> None:
    """Store a change of a locked appointment as one of ours."""
    row.luach_writes = (row.luach_writes or 0) + 1
    row.updated_at = func.timezone("UTC", func.clock_timestamp())
    await session.flush()
    await session.refresh(row, ["updated_at"])


async def _row_for_change(session: AsyncSession, business: BusinessId, appointment_id: int) -> Appointment:
    row = await locked_appointment(session, business, appointment_id)
    refuse_if_over(row)
    return row
