"""Recurring appointments: an RFC 5545 RRULE on the local wall clock, all instances or none."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rrulestr
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import BookingRefused, FieldError, SeriesRefused
from app.models import AppointmentSeries
from app.scheduling.appointments import appointment_out
from app.scheduling.audit import record
from app.scheduling.booking import insert_appointment
from app.scheduling.claims import take_first
from app.scheduling.hours import WallKind, instant, wall_kind
from app.scheduling.places import Place, asked_duration, locate
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy, SeriesFailure, SeriesIn, SeriesOut
from app.tenancy.principal import Author, BusinessId

MAX_INSTANCES = 100


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
    places = await locate(session, business, calendar_ids, wanted.starts_at, lasting)
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
    for start in starts:
        here = await locate(session, business, calendar_ids, start, lasting)
        try:
            place, interval = await take_first(session, business, here, lasting, now)
        except BookingRefused as refused:
            failures.append(_failure(here[0], refused))
            continue
        row = await insert_appointment(
            session, business, details, place, interval, author, series_id=series.id
        )
        await record(session, row, "booked", author, now)
        booked.append(appointment_out(row, place.setup.name, zone, chosen_by=chosen_by))
    if failures:
        raise SeriesRefused(failures=tuple(failures), count=len(failures), of=len(starts))
    return SeriesOut(id=series.id, rrule=wanted.rrule, appointments=booked, skipped=skipped)


def instances(rule: str, first: datetime, zone: ZoneInfo) -> tuple[list[datetime], list[datetime]]:
    """The instants of a recurrence from its first wall time on, and the wall times that do not exist.

    RFC 5545, 3.3.10: an instance whose local time a clock change skips is left out. FieldError `bad_rrule`
    for a rule that cannot be read, and for one without COUNT or UNTIL or of more than MAX_INSTANCES.
    """
    walls = list(islice(_parsed(rule, first), MAX_INSTANCES + 1))
    if not walls or len(walls) > MAX_INSTANCES:
        raise FieldError("bad_rrule", pointer="/rrule", max=MAX_INSTANCES)
    skipped = [wall for wall in walls if wall_kind(wall, zone) is WallKind.GAP]
    return [instant(wall, zone) for wall in walls if wall not in skipped], skipped


def _parsed(rule: str, first: datetime) -> rrule:
    try:
        parsed = rrulestr(rule, dtstart=first, ignoretz=True)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise FieldError("bad_rrule", pointer="/rrule", max=MAX_INSTANCES) from error
    # A rule finer than a day would be a loop over minutes, and EXDATE lines belong to a set, not to a rule.
    if not isinstance(parsed, rrule) or parsed._freq > 3:  # type: ignore[attr-defined]
        raise FieldError("bad_rrule", pointer="/rrule", max=MAX_INSTANCES)
    return parsed


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
