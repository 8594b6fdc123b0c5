"""Loading what a search or a booking reads: calendars' rules and what takes their time, in one statement."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import asyncpg

from app.core.principal import BusinessId
from app.core.scheduling.policy import (
    EARLIEST,
    LATEST,
    MAX_BUFFER_MIN,
    MAX_DURATION_MIN,
)
from app.core.scheduling.request import TimeRequest
from app.core.scheduling.search import MAX_RANGE_DAYS
from app.core.scheduling.seats import NOTHING_COUNTED, UNSEATED, BusinessCount, OwnHold, TakenTime
from app.core.scheduling.setup import (
    DEFAULT_SLOT_MIN,
    CalendarSetup,
    StoredSetup,
    in_order,
    read_setup,
    read_zone,
    with_margin,
)
from app.core.scheduling.workload import CalendarDays
from app.core.scheduling.zones import FIRST_MOMENT
from app.db.query import Query, Reader

_LONGEST_SEARCH = timedelta(days=MAX_RANGE_DAYS + 1)

CALENDAR_DAYS_PER_BATCH = 750
"""Days of calendars that one statement reads; other requests run between two statements. 50 calendars for two
weeks are one batch."""

_SETUPS_PER_BATCH = 250

# Local dates are asked for before the zone is known; no zone is further from UTC than these.
_EASTMOST, _WESTMOST = timedelta(hours=14), timedelta(hours=12)

# The columns of `StoredSetup`.
_SETUP_COLUMNS = """
    c.id, c.business_id, c.name, c.is_active, c.default_duration_minutes, c.buffer_before_minutes,
    c.buffer_after_minutes, b.working_hours, s.timezone, s.slot_size_min, s.allow_24_7,
    s.opening_hours_json::text, s.booking_window_days, s.min_notice_min, s.require_phone_before_booking,
    k.opening_hours::text, k.slot_step_min, k.min_notice_min AS own_notice_min,
    k.booking_window_days AS own_window_days, k.max_per_day, e.max_per_day AS business_max_per_day,
    coalesce(k.grid, e.grid) AS grid, coalesce(k.capacity, 1) AS capacity,
    e.buffer_before_min, e.buffer_after_min, e.holiday_country, e.holiday_eve_closes,
    e.closed_dates_keep_evening, e.country,
    (SELECT jsonb_agg(jsonb_build_array(o.calendar_id, o.day, o.windows))::text
     FROM opening_hours_overrides o
     WHERE o.business_id = c.business_id AND (o.calendar_id IS NULL OR o.calendar_id = c.id)
       AND o.day BETWEEN :since AND :until) AS overrides"""

_SETUP_TABLES = """
    business_calendars c
    JOIN business b ON b.id = c.business_id
    LEFT JOIN business_settings s ON s.tenant_id = c.business_id
    LEFT JOIN business_booking_settings e ON e.business_id = c.business_id
    LEFT JOIN calendar_settings k ON k.calendar_id = c.id"""

_SETUPS = Query(
    f"""SELECT {_SETUP_COLUMNS} FROM {_SETUP_TABLES}
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


class _StoredDays(NamedTuple):
    """A calendar's setup, and its footprints as lists of the same length (None: there are none).

    Epoch seconds; see `TakenTime` for what each list holds. `own_holds`: ids of the request's own holds, None
    for every other footprint; no list where the request can have no holds.
    """

    setup: StoredSetup
    starts: list[int] | None
    ends: list[int]
    counts: list[int | None]
    seats: list[int | None]
    own_holds: list[int | None] | None


def _read_days(record: asyncpg.Record) -> _StoredDays:
    values = tuple(record)
    width = len(StoredSetup._fields)
    return _StoredDays(StoredSetup._make(values[:width]), *values[width:])


# The calendar's buffers in minutes, whatever is stored there.
_BEFORE, _AFTER = (
    f"least({MAX_BUFFER_MIN}, greatest(0, coalesce(c.{own}, e.{of_business})))"
    for own, of_business in (
        ("buffer_before_minutes", "buffer_before_min"),
        ("buffer_after_minutes", "buffer_after_min"),
    )
)

# The host's code knows no buffers, so appointments that are stored without any get the calendar's. The range
# read covers the longest duration, and the buffers on both sides of it and of what it may meet.
_DAYS = Query(
    f"""
    SELECT {_SETUP_COLUMNS}, taken.starts, taken.ends, taken.counts, taken.seats, taken.own_holds
    FROM {_SETUP_TABLES}
    CROSS JOIN LATERAL (SELECT {_BEFORE} AS before, {_AFTER} AS after) buffers
    CROSS JOIN LATERAL (
        SELECT array_agg(floor(extract(epoch FROM lower(i.footprint)))::bigint
                         - CASE WHEN i.bare THEN 60 * buffers.before ELSE 0 END) AS starts,
               array_agg(ceil(extract(epoch FROM upper(i.footprint)))::bigint
                         + CASE WHEN i.bare THEN 60 * buffers.after ELSE 0 END) AS ends,
               array_agg(CASE WHEN i.kind IN ('appointment', 'hold') THEN floor(extract(epoch FROM greatest(
                   coalesce(i.starts_at, lower(i.footprint)), '{FIRST_MOMENT.isoformat()}Z')))::bigint
                   END) AS counts,
               array_agg(CASE WHEN i.kind NOT IN ('appointment', 'hold') THEN NULL
                              WHEN i.exclusive THEN i.seat ELSE {UNSEATED} END) AS seats,
               CASE WHEN CAST(:holder AS text) IS NOT NULL OR CAST(:hold AS bigint) IS NOT NULL THEN
                   array_agg(CASE WHEN i.kind = 'hold' AND (i.holder = :holder OR i.id = :hold)
                                  THEN i.id END) END AS own_holds
        FROM (
            SELECT b.*, buffers.before + buffers.after > 0 AND b.kind = 'appointment'
                        AND b.footprint = tstzrange(coalesce(b.starts_at, lower(b.footprint)),
                                                    coalesce(b.ends_at, upper(b.footprint))) AS bare
            FROM busy_intervals b
            WHERE b.calendar_id = c.id
              AND b.footprint && tstzrange(
                  CAST(:low AS timestamptz) - make_interval(mins => buffers.before + buffers.after),
                  CAST(:high AS timestamptz) + make_interval(mins => buffers.before + buffers.after
                      + least({MAX_DURATION_MIN}, greatest(
                          {DEFAULT_SLOT_MIN}, CAST(:duration AS integer), c.default_duration_minutes,
                          k.slot_step_min, s.slot_size_min))))
              AND (b.expires_at IS NULL OR b.expires_at > :now)
              AND b.id IS DISTINCT FROM CAST(:without AS bigint)
        ) i
    ) taken
    WHERE c.business_id = :business AND c.id = ANY (:calendars)
    """,  # noqa: S608 - our own columns and numbers
    _StoredDays,
    read=_read_days,
)


class _Counted(NamedTuple):
    """A start that counts for the business, in epoch seconds, and the id of an own hold."""

    start: int
    own_hold: int | None


_COUNTED = Query(
    """
    SELECT floor(extract(epoch FROM coalesce(i.starts_at, lower(i.footprint))))::bigint AS start,
           CASE WHEN i.kind = 'hold' AND (i.holder = CAST(:holder AS text) OR i.id = CAST(:hold AS bigint))
                THEN i.id END AS own_hold
    FROM business_calendars c
    LEFT JOIN calendar_settings k ON k.calendar_id = c.id
    JOIN busy_intervals i ON i.calendar_id = c.id
    WHERE c.business_id = :business AND i.kind IN ('appointment', 'hold')
      AND i.footprint && tstzrange(CAST(:low AS timestamptz), CAST(:high AS timestamptz))
      AND (i.expires_at IS NULL OR i.expires_at > :now)
      AND i.id IS DISTINCT FROM CAST(:without AS bigint)
    GROUP BY c.id, start, own_hold, CASE WHEN coalesce(k.capacity, 1) = 1 THEN i.id END
    """,
    _Counted,
)


async def load_days(reader: Reader, request: TimeRequest, first: date, last: date) -> list[CalendarDays]:
    """The requested calendars in their order, with everything that can matter to starts on first..last.

    The dates are local ones in whatever zone the business has. Raises UnknownCalendar.
    """
    first, last = _bounded(first, last)
    found: dict[int, CalendarDays] = {}
    for some in _batches(request.calendar_ids, CALENDAR_DAYS_PER_BATCH // ((last - first).days + 1)):
        found |= await _load_batch(reader, request, some, first, last)
    return in_order(found, request.calendar_ids)


def calendar_days(request: TimeRequest, first: date, last: date) -> int:
    """The days that `load_days` reads, counted for each calendar."""
    first, last = _bounded(first, last)
    return len(request.calendar_ids) * ((last - first).days + 1)


def _bounded(first: date, last: date) -> tuple[date, date]:
    # The search itself refuses dates out of range; here they must only not overflow.
    first = min(max(first, EARLIEST), LATEST)
    return first, min(max(last, first), first + _LONGEST_SEARCH, LATEST)


def _batches(calendar_ids: Sequence[int], size: int) -> Iterator[list[int]]:
    return (list(calendar_ids[i : i + size]) for i in range(0, len(calendar_ids), size))


async def _load_batch(
    reader: Reader, request: TimeRequest, calendar_ids: list[int], first: date, last: date
) -> dict[int, CalendarDays]:
    since, until = with_margin(first, last)
    span: dict[str, object] = {
        "business": request.business,
        "low": datetime.combine(first, time(), UTC) - _EASTMOST,
        "high": datetime.combine(last, time(), UTC) + timedelta(days=1) + _WESTMOST,
        "now": request.now,
        "without": request.moving and request.moving.interval,
        "holder": request.holder,
        "hold": request.hold_id,
    }
    rows = await _DAYS.rows(
        reader,
        **span,
        calendars=calendar_ids,
        since=since,
        until=until,
        duration=request.duration_min,
    )
    # A business without a limit of its own, which most are, pays nothing for it.
    limited = any(row.setup.business_max_per_day is not None for row in rows)
    count = _business_count(await _COUNTED.rows(reader, **span)) if limited else NOTHING_COUNTED
    return {row.setup.id: _calendar_days(row, count, since, until) for row in rows}


def _business_count(rows: Sequence[_Counted]) -> BusinessCount:
    held = [
        OwnHold(row.own_hold, TakenTime(row.start, row.start, row.start, None))
        for row in rows
        if row.own_hold is not None
    ]
    return BusinessCount([row.start for row in rows if row.own_hold is None], held)


def _calendar_days(row: _StoredDays, count: BusinessCount, since: date, until: date) -> CalendarDays:
    setup = read_setup(row.setup, since, until)
    if row.starts is None:
        return CalendarDays(setup, (), business_count=count)
    taken = list(map(TakenTime, row.starts, row.ends, row.counts, row.seats))
    if row.own_holds is None:
        return CalendarDays(setup, taken, business_count=count)
    held = [OwnHold(id_, time) for id_, time in zip(row.own_holds, taken, strict=True) if id_ is not None]
    others = [time for id_, time in zip(row.own_holds, taken, strict=True) if id_ is None]
    return CalendarDays(setup, others, tuple(sorted(held)), count)
