"""Book, move and cancel. The database keeps the invariant: `busy_intervals_no_overlap`.

An interval is inserted with ON CONFLICT DO NOTHING: no row means that somebody else has the time. The loser
neither waits in a deadlock nor loses its transaction, in which the alternatives are read. The interval comes
first and the appointment second, so a refusal has written nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import AlreadyCancelled, BookingRefused, FieldError, NotReady, UnknownAppointment
from app.models import Appointment, BusyInterval
from app.scheduling.appointments import appointment_out
from app.scheduling.availability import alternatives, load_agendas
from app.scheduling.hours import WallKind, instant, wall_kind
from app.scheduling.policy import MAX_DURATION_MIN, Policy, Reason, judge
from app.scheduling.queries import CalendarSetup, load_setups
from app.scheduling.search import Search
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy, ReadAs, RescheduleIn
from app.tenancy.principal import BusinessId

CANCELLED = ("cancelled", "canceled")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an appointment is to lie."""

    setup: CalendarSetup
    policy: Policy
    start: datetime
    read_as: ReadAs | None

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.policy.duration_min)


async def book(
    session: AsyncSession,
    business: BusinessId,
    wanted: AppointmentIn,
    calendar_id: int,
    *,
    chosen_by: ChosenBy,
    source: str,
    now: datetime,
) -> AppointmentOut:
    """Book a start. Raises UnknownCalendar, FieldError, and BookingRefused with alternatives."""
    place = await _place(session, business, calendar_id, wanted.starts_at, _asked_duration(wanted))
    if place.setup.phone_required and wanted.customer_phone is None:
        raise FieldError("phone_required", pointer="/customer_phone")
    await _judge(session, place, now)
    interval = await _claim(session, business, place)
    if interval is None:
        raise await _refusal(session, place, Reason.SLOT_TAKEN, now)
    row = Appointment(
        business_id=business,
        calendar_id=calendar_id,
        busy_interval_id=interval,
        title=wanted.title or wanted.customer_name,
        status="scheduled",
        contact_name=wanted.customer_name,
        contact_phone=wanted.customer_phone,
        contact_email=wanted.customer_email,
        notes=wanted.notes,
        source=source,
        auto_generated=False,
    )
    _lay(row, place)
    session.add(row)
    await session.flush()
    await session.refresh(row, ["created_at"])
    return appointment_out(
        row, place.setup.name, place.setup.zone, read_as=place.read_as, chosen_by=chosen_by
    )


async def reschedule(
    session: AsyncSession, business: BusinessId, appointment_id: int, wanted: RescheduleIn, *, now: datetime
) -> AppointmentOut:
    """Move an appointment; until the new time is its own, it keeps the old one.

    Raises UnknownAppointment, AlreadyCancelled, UnknownCalendar, FieldError, BookingRefused.
    """
    row = await _row_for_change(session, business, appointment_id)
    if row.starts_at is None or row.ends_at is None:
        raise NotReady(waiting="116_fill_instants")
    lasting = wanted.duration_minutes or _minutes(row.starts_at, row.ends_at)
    calendar_id = wanted.calendar_id or row.calendar_id
    if calendar_id is None:
        raise FieldError("missing", pointer="/calendar_id")
    place = await _place(session, business, calendar_id, wanted.starts_at, lasting)
    await _judge(session, place, now, without=row.busy_interval_id)
    savepoint = await session.begin_nested()
    await _release(session, row.busy_interval_id)
    interval = await _claim(session, business, place)
    if interval is None:
        await savepoint.rollback()
        raise await _refusal(session, place, Reason.SLOT_TAKEN, now, without=row.busy_interval_id)
    await savepoint.commit()
    row.calendar_id, row.busy_interval_id = calendar_id, interval
    _lay(row, place)
    await _touch(session, row)
    return appointment_out(row, place.setup.name, place.setup.zone, read_as=place.read_as)


async def cancel(
    session: AsyncSession, business: BusinessId, appointment_id: int, reason: str | None
) -> None:
    """Cancel an appointment; its time is free at once. Raises UnknownAppointment, AlreadyCancelled."""
    row = await _row_for_change(session, business, appointment_id)
    await _release(session, row.busy_interval_id)
    row.status, row.busy_interval_id = CANCELLED[0], None
    if reason:
        row.notes = f"{row.notes}\n{reason}" if row.notes else reason
    await _touch(session, row)


def _asked_duration(wanted: AppointmentIn) -> int | None:
    if wanted.ends_at is None:
        return wanted.duration_minutes
    if wanted.duration_minutes is not None:
        raise FieldError("either_or", pointer="/ends_at", one="ends_at", other="duration_minutes")
    if (wanted.ends_at.tzinfo is None) != (wanted.starts_at.tzinfo is None):
        raise FieldError("zone_needed", pointer="/ends_at")
    if wanted.ends_at <= wanted.starts_at:
        raise FieldError("end_before_start", pointer="/ends_at")
    return _minutes(wanted.starts_at, wanted.ends_at)


def _minutes(start: datetime, end: datetime) -> int:
    minutes, rest = divmod(end - start, timedelta(minutes=1))
    if rest or not 0 < minutes <= MAX_DURATION_MIN:
        raise FieldError("bad_duration", pointer="/ends_at", max=MAX_DURATION_MIN)
    return minutes


async def _place(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int,
    starts_at: datetime,
    duration_min: int | None,
) -> _Place:
    if not 1971 <= starts_at.year <= 2999:
        raise FieldError("date_out_of_range", pointer="/starts_at")
    day = starts_at.date()
    (setup,) = await load_setups(session, business, [calendar_id], day, day)
    start, read_as = _read_start(starts_at, setup)
    return _Place(setup, setup.policy.lasting(duration_min), start, read_as)


def _read_start(starts_at: datetime, setup: CalendarSetup) -> tuple[datetime, ReadAs | None]:
    """The instant that is meant, and how a time without an offset was read."""
    if starts_at.tzinfo is not None:
        return starts_at.astimezone(UTC), None
    kind = wall_kind(starts_at, setup.zone)
    if kind is WallKind.GAP:
        raise FieldError("nonexistent_time", pointer="/starts_at", zone=setup.zone.key)
    occurs = "twice" if kind is WallKind.FOLD else "once"
    return instant(starts_at, setup.zone), ReadAs(timezone=setup.zone.key, occurs=occurs)


async def _judge(session: AsyncSession, place: _Place, now: datetime, *, without: int | None = None) -> None:
    day = place.start.astimezone(place.setup.zone).date()
    agendas = await load_agendas(
        session, [place.setup], Search(day, day), place.policy.duration_min, now, without=without
    )
    reason = judge(place.start, agendas[place.setup.id], now)
    if reason is not None:
        raise await _refusal(session, place, reason, now, without=without)


async def _refusal(
    session: AsyncSession, place: _Place, reason: Reason, now: datetime, *, without: int | None = None
) -> BookingRefused:
    free = await alternatives(
        session, place.setup, place.start, place.policy.duration_min, now, without=without
    )
    return BookingRefused(reason.value, alternatives=free, problem=place.setup.problem)


async def _claim(session: AsyncSession, business: BusinessId, place: _Place) -> int | None:
    """The id of the new busy interval, or None where the time is taken."""
    before = timedelta(minutes=place.policy.buffer_before_min)
    after = timedelta(minutes=place.policy.buffer_after_min)
    claim = insert(BusyInterval).values(
        business_id=business,
        calendar_id=place.setup.id,
        footprint=Range(place.start - before, place.end + after),
        starts_at=place.start,
        ends_at=place.end,
        kind="appointment",
    )
    claimed: int | None = await session.scalar(claim.on_conflict_do_nothing().returning(BusyInterval.id))
    return claimed


async def _release(session: AsyncSession, interval: int | None) -> None:
    if interval is not None:
        await session.execute(delete(BusyInterval).where(BusyInterval.id == interval))


def _lay(row: Appointment, place: _Place) -> None:
    """Instants for us, wall-clock times for the host's code."""
    zone = place.setup.zone
    row.starts_at, row.ends_at = place.start, place.end
    row.start_time = place.start.astimezone(zone).replace(tzinfo=None)
    row.end_time = place.end.astimezone(zone).replace(tzinfo=None)


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
