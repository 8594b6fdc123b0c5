"""Loading what a search or a booking reads: calendars' rules and what takes their time, in one statement."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.principal import BusinessId
from app.core.scheduling.policy import EARLIEST, LATEST
from app.core.scheduling.request import TimeRequest
from app.core.scheduling.search import MAX_RANGE_DAYS
from app.core.scheduling.seats import NOTHING_COUNTED
from app.core.scheduling.setup import (
    CalendarSetup,
    StoredSetup,
    in_order,
    read_setup,
    read_zone,
    with_margin,
)
from app.core.scheduling.workload import CalendarDays
from app.db.query import Query, Reader
from app.scheduling.calendar_rows import (
    COUNTED,
    DAYS_COLUMNS,
    LENGTH,
    SETUP_COLUMNS,
    SETUP_TABLES,
    StoredDays,
    business_count,
    read_calendar_days,
    read_days,
    taken_time,
)

_LONGEST_SEARCH = timedelta(days=MAX_RANGE_DAYS + 1)

CALENDAR_DAYS_PER_BATCH = 750
"""Days of calendars that one statement reads; other requests run between two statements. 50 calendars for two
weeks are one batch."""

_SETUPS_PER_BATCH = 250

# Local dates are asked for before the zone is known; no zone is further from UTC than these.
_EASTMOST, _WESTMOST = timedelta(hours=14), timedelta(hours=12)

_SETUPS = Query(
    f"""SELECT {SETUP_COLUMNS} FROM {SETUP_TABLES}
        WHERE c.business_id = :business AND c.id = ANY (:calendars)""",  # noqa: S608 - our own columns
    StoredSetup,
)


class _Zone(NamedTuple):
    timezone: str | None


_ZONE = Query("SELECT timezone FROM business_settings WHERE tenant_id = :business", _Zone)


async def load_setups(
    reader: Reader, business: BusinessId, calendar_ids: Sequence[int], first: date, last: date
) -> list[CalendarSetup]:
    """The setups of calendars in the order of `calendar_ids`, with the overrides around first..last.

    Raises UnknownCalendar for an id that is not this business's.
    """
    since, until = with_margin(first, last)
    setups: dict[int, CalendarSetup] = {}
    for some in _batches(calendar_ids, _SETUPS_PER_BATCH):
        rows = await _SETUPS.rows(reader, business=business, calendars=some, since=since, until=until)
        setups |= {row.id: read_setup(row, since, until) for row in rows}
    return in_order(setups, calendar_ids)


async def business_zone(reader: Reader, business: BusinessId) -> ZoneInfo:
    """The zone that the business's wall times are read in."""
    row = await _ZONE.first(reader, business=business)
    return read_zone(row and row.timezone)[0]


async def known_business_zone(reader: Reader, business: BusinessId) -> ZoneInfo | None:
    """`business_zone`, but None where a zone is stored that nobody knows."""
    row = await _ZONE.first(reader, business=business)
    zone, problem = read_zone(row and row.timezone)
    return zone if problem is None else None


_DAYS = Query(
    f"""
    SELECT {DAYS_COLUMNS} FROM {SETUP_TABLES} {taken_time("0", LENGTH)}
    WHERE c.business_id = :business AND c.id = ANY (:calendars)
    """,  # noqa: S608 - our own columns
    StoredDays,
    read=lambda record: read_days(tuple(record)),
)


async def load_days(reader: Reader, request: TimeRequest, first: date, last: date) -> list[CalendarDays]:
    """The requested calendars in their order, with everything that can matter to starts on first..last.

    The dates are local ones in whatever zone the business has. Raises UnknownCalendar.
    """
    first, last = bounded_dates(first, last)
    found: dict[int, CalendarDays] = {}
    for some in _batches(request.calendar_ids, CALENDAR_DAYS_PER_BATCH // ((last - first).days + 1)):
        found |= await _load_batch(reader, request, some, first, last)
    return in_order(found, request.calendar_ids)


def calendar_days(request: TimeRequest, first: date, last: date) -> int:
    """The days that `load_days` reads, counted for each calendar."""
    first, last = bounded_dates(first, last)
    return len(request.calendar_ids) * ((last - first).days + 1)


def bounded_dates(first: date, last: date) -> tuple[date, date]:
    """Dates within the calendar's bounds."""
    # The search itself refuses dates out of range; here they must only not overflow.
    first = min(max(first, EARLIEST), LATEST)
    return first, min(max(last, first), first + _LONGEST_SEARCH, LATEST)


def _batches(calendar_ids: Sequence[int], size: int) -> Iterator[list[int]]:
    return (list(calendar_ids[i : i + size]) for i in range(0, len(calendar_ids), size))


async def _load_batch(
    reader: Reader, request: TimeRequest, calendar_ids: list[int], first: date, last: date
) -> dict[int, CalendarDays]:
    span = span_of(request, first, last)
    rows = await _DAYS.rows(reader, **span, calendars=calendar_ids, duration=request.duration_min)
    return await read_rows(reader, rows, span, first, last)


def span_of(request: TimeRequest, first: date, last: date) -> dict[str, object]:
    """The parameters of a request with which the time taken around local dates is read."""
    since, until = with_margin(first, last)
    return {
        "business": request.business,
        "low": datetime.combine(first, time(), UTC) - _EASTMOST,
        "high": datetime.combine(last, time(), UTC) + timedelta(days=1) + _WESTMOST,
        "now": request.now,
        "without": request.moving and request.moving.interval,
        "holder": request.holder,
        "hold": request.hold_id,
        "since": since,
        "until": until,
    }


async def read_rows(
    reader: Reader, rows: Sequence[StoredDays], span: dict[str, object], first: date, last: date
) -> dict[int, CalendarDays]:
    """Stored calendars as the engine takes them, by id, with what counts for their business."""
    # A business without a limit of its own, which most are, pays nothing for it.
    limited = any(row.setup.business_max_per_day is not None for row in rows)
    counted = {name: value for name, value in span.items() if name not in ("since", "until")}
    count = business_count(await COUNTED.rows(reader, **counted)) if limited else NOTHING_COUNTED
    since, until = with_margin(first, last)
    return {row.setup.id: read_calendar_days(row, count, since, until) for row in rows}
