"""Recurring appointments: an RFC 5545 RRULE on the local wall clock, all instances or none."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import BookingRefused, FieldError, SeriesRefused
from app.models import AppointmentSeries
from app.scheduling.appointments import appointment_out
from app.scheduling.claims import take_first
from app.scheduling.ledger import Booking
from app.scheduling.places import Place, asked_duration, locate
from app.scheduling.policy import start_second
from app.scheduling.recurrence import instances
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy, SeriesFailure, SeriesIn, SeriesOut
from app.tenancy.principal import Author, BusinessId


async def book_series(
    session: AsyncSession,
    business: BusinessId,
    wanted: SeriesIn,
    calendar_ids: Sequence[int],
    *,
    chosen_by: ChosenBy,
    author: Author,
    now: datetime,
) -> SeriesOut:
    """Book every instance, each in the first calendar that can take it.

    Raises SeriesRefused with the instances that cannot be booked (none is), UnknownCalendar, FieldError.
    """
    lasting = asked_duration(wanted.starts_at, None, wanted.duration_minutes)
    places, _ = await locate(session, business, calendar_ids, wanted.starts_at, lasting, now)
    start_second(places[0].start)
    zone = places[0].setup.zone
    if places[0].setup.phone_required and wanted.customer_phone is None:
        raise FieldError("phone_required", pointer="/customer_phone")
    first = places[0].start.astimezone(zone).replace(tzinfo=None)
    starts, skipped = instances(wanted.rrule, first, zone)
    series = AppointmentSeries(
        business_id=business, rrule=wanted.rrule, starts_local=first, timezone=zone.key
    )
    session.add(series)
    await session.flush()
    booked: list[AppointmentOut] = []
    failures: list[SeriesFailure] = []
    details = AppointmentIn(**wanted.model_dump(exclude={"rrule"}))
    booking = Booking(business, details, author, now, series.id)
    insert = booking.insert(session)
    for start in starts:
        try:
            place, row = await take_first(session, business, calendar_ids, start, lasting, now, insert)
        except BookingRefused as refused:
            here = replace(places[0], start=start)
            failures.append(_failure(here, refused))
            continue
        made = booking.appointment(place, row)
        booked.append(appointment_out(made, place.setup.name, zone, chosen_by=chosen_by))
    if failures:
        raise SeriesRefused(failures=tuple(failures), count=len(failures), of=len(starts))
    return SeriesOut(id=series.id, rrule=wanted.rrule, appointments=booked, skipped=skipped)


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
