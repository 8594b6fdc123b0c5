"""Recurring appointments: an RFC 5545 RRULE on the local wall clock, all instances or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.core.scheduling.estimate import check_size, steps_per_day
from app.core.scheduling.policy import start_second
from app.core.scheduling.recurrence import instances
from app.core.scheduling.request import StartRequest
from app.core.scheduling.zones import find_zone, instant
from app.db.models.appointments import Appointment, AppointmentSeries
from app.errors import BookingRefused, FieldError, NotReady, SeriesRefused, UnknownSeries
from app.scheduling.appointments import NOT_OVER, appointment_out, appointments_of_series
from app.scheduling.booked_customers import with_customer
from app.scheduling.booking import end
from app.scheduling.booking_statements import BookedRow
from app.scheduling.claims import ReleasedTime
from app.scheduling.heavy import HeavyWork
from app.scheduling.ledger import Booking
from app.scheduling.occupying import take_first
from app.scheduling.places import Place, locate
from app.scheduling.waitlist_offers import offer_all
from app.schemas.scheduling import AppointmentIn, ChosenBy, SeriesFailure
from app.schemas.series import SeriesCancelIn, SeriesCancelled, SeriesIn, SeriesOut, SeriesShown

FAILURES_WITH_ALTERNATIVES = 5

_DAYS_PER_INSTANCE = 3
"""As many as `places.locate` reads."""


async def book_series(
    session: AsyncSession,
    business: BusinessId,
    wanted: SeriesIn,
    calendar_ids: Sequence[int],
    *,
    chosen_by: ChosenBy,
    author: Author,
    now: datetime,
    heavy: HeavyWork,
) -> SeriesOut:
    """Book every instance, each in the first calendar that can take it.

    Raises SeriesRefused with the instances that cannot be booked (none is), UnknownCalendar, FieldError,
    SearchTooLarge, TooManyAtOnce, and the errors of `with_customer`.
    """
    wanted = await with_customer(session, business, wanted)
    request = StartRequest(
        business=business,
        calendar_ids=calendar_ids,
        starts_at=wanted.starts_at,
        duration_min=wanted.duration_minutes,
        now=now,
    )
    places, _ = await locate(session, request)
    start_second(places[0].start)
    zone = places[0].setup.zone
    if places[0].setup.phone_required and wanted.customer_phone is None:
        raise FieldError("phone_required", pointer="/customer_phone")
    first = places[0].start.astimezone(zone).replace(tzinfo=None)
    starts, skipped = instances(wanted.rrule, first, zone)
    steps = check_size(steps_per_day(place.setup for place in places) * _DAYS_PER_INSTANCE * len(starts))
    series = AppointmentSeries(
        business_id=business, rrule=wanted.rrule, starts_local=first, timezone=zone.key
    )
    session.add(series)
    await session.flush()
    details = AppointmentIn(**wanted.model_dump(exclude={"rrule"}))
    booking = Booking(business, details, author, now, series.id)
    with heavy.place(business, steps):
        booked = await _book_each(session, request, places[0], starts, booking)
    return SeriesOut(
        id=series.id,
        rrule=wanted.rrule,
        appointments=[
            appointment_out(
                booking.appointment(place, row),
                place.setup.name,
                zone,
                booking.details(row),
                chosen_by=chosen_by,
            )
            for place, row in booked
        ],
        skipped=skipped,
        read_as=places[0].read_as,
    )


async def _book_each(
    session: AsyncSession, request: StartRequest, first: Place, starts: Sequence[datetime], booking: Booking
) -> list[tuple[Place, BookedRow]]:
    """The place and row of every instance. Raises SeriesRefused."""
    booked: list[tuple[Place, BookedRow]] = []
    failures: list[SeriesFailure] = []
    for start in starts:
        # Each search for alternatives takes longer than all else.
        with_alternatives = len(failures) < FAILURES_WITH_ALTERNATIVES
        one = replace(request, starts_at=start, with_alternatives=with_alternatives)
        try:
            booked.append(await take_first(session, one, booking))
        except BookingRefused as refused:
            failures.append(_failure(replace(first, start=start), refused))
    if failures:
        raise SeriesRefused(failures=tuple(failures), count=len(failures), of=len(starts))
    return booked


async def get_series(session: AsyncSession, business: BusinessId, series_id: int) -> SeriesShown:
    """A series with its appointments as they stand, in order of time. Raises UnknownSeries."""
    row = await _row(session, business, series_id)
    return SeriesShown(
        id=row.id,
        rrule=row.rrule,
        starts_at=instant(row.starts_local, find_zone(row.timezone)),
        timezone=row.timezone,
        created_at=row.created_at,
        appointments=await appointments_of_series(session, business, series_id),
    )


async def cancel_series(
    session: AsyncSession,
    business: BusinessId,
    series_id: int,
    wanted: SeriesCancelIn,
    *,
    author: Author,
    now: datetime,
) -> SeriesCancelled:
    """Cancel the appointments of a series from `wanted.since` on, all or none. Raises UnknownSeries."""
    await _row(session, business, series_id)
    since = wanted.since or now
    rows = (
        await session.scalars(
            select(Appointment)
            .where(
                Appointment.business_id == business,
                Appointment.series_id == series_id,
                or_(Appointment.starts_at >= since, Appointment.starts_at.is_(None)),
                NOT_OVER,
            )
            .order_by(Appointment.id)
            .with_for_update(key_share=True)
        )
    ).all()
    if any(row.starts_at is None for row in rows):
        raise NotReady(waiting="116_fill_instants")
    freed = [await end(session, row, wanted.reason, author=author, now=now) for row in rows]
    # After all are cancelled: two adjacent ones make room for a longer appointment.
    for row, times in zip(rows, freed, strict=True):
        own = ReleasedTime(row.calendar_id, row.starts_at, row.ends_at)
        await offer_all(session, business, own, times, now)
    ended = {row.id for row in rows}
    shown = await appointments_of_series(session, business, series_id)
    return SeriesCancelled(id=series_id, cancelled=[one for one in shown if one.id in ended])


async def _row(session: AsyncSession, business: BusinessId, series_id: int) -> AppointmentSeries:
    query = select(AppointmentSeries).where(
        AppointmentSeries.business_id == business, AppointmentSeries.id == series_id
    )
    row = await session.scalar(query)
    if row is None:
        raise UnknownSeries(id=series_id)
    return row


def _failure(place: Place, refused: BookingRefused) -> SeriesFailure:
    zone = place.setup.zone
    return SeriesFailure.model_validate(
        {
            "starts_at": place.start.astimezone(zone),
            "ends_at": (place.start + timedelta(minutes=place.policy.duration_min)).astimezone(zone),
            "reason": refused.reason,
            "alternatives": refused.alternatives,
        }
    )
