"""Rows of calendars: their rules, what takes their time, and what counts towards the business's day."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from app.core.scheduling.policy import MAX_BUFFER_MIN, MAX_DURATION_MIN
from app.core.scheduling.seats import UNSEATED, BusinessCount, OwnHold, TakenTime
from app.core.scheduling.setup import DEFAULT_SLOT_MIN, StoredSetup, read_setup
from app.core.scheduling.workload import CalendarDays
from app.core.scheduling.zones import FIRST_MOMENT
from app.db.query import Query

# The columns of `StoredSetup`.
SETUP_COLUMNS = """
    c.id, c.business_id, c.name, c.is_active, c.default_duration_minutes, c.buffer_before_minutes,
    c.buffer_after_minutes, b.working_hours, s.timezone, s.slot_size_min, s.allow_24_7,
    s.opening_hours_json::text, s.booking_window_days, s.min_notice_min, s.require_phone_before_booking,
    k.opening_hours::text, k.slot_step_min, k.min_notice_min AS own_notice_min,
    k.booking_window_days AS own_window_days, k.max_per_day, e.max_per_day AS business_max_per_day,
    coalesce(k.grid, e.grid) AS grid, coalesce(k.capacity, 1) AS capacity,
    k.party_max, coalesce(k.in_use, FALSE) AS in_use, k.time_of,
    e.buffer_before_min, e.buffer_after_min, e.holiday_country, e.holiday_eve_closes,
    e.closed_dates_keep_evening, e.country,
    (SELECT jsonb_agg(jsonb_build_array(o.calendar_id, o.day, o.windows))::text
     FROM opening_hours_overrides o
     WHERE o.business_id = c.business_id AND (o.calendar_id IS NULL OR o.calendar_id = c.id)
       AND o.day BETWEEN :since AND :until) AS overrides"""

RULES_TABLES = """
    JOIN business b ON b.id = c.business_id
    LEFT JOIN business_settings s ON s.tenant_id = c.business_id
    LEFT JOIN business_booking_settings e ON e.business_id = c.business_id
    LEFT JOIN calendar_settings k ON k.calendar_id = c.id"""

SETUP_TABLES = f"business_calendars c {RULES_TABLES}"


class StoredDays(NamedTuple):
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


def read_days(values: Sequence[Any]) -> StoredDays:
    """The values of `DAYS_COLUMNS` as a row."""
    width = len(StoredSetup._fields)
    return StoredDays(StoredSetup._make(values[:width]), *values[width:])


# The calendar's buffers in minutes, whatever is stored there.
_BEFORE, _AFTER = (
    f"least({MAX_BUFFER_MIN}, greatest(0, coalesce(c.{own}, e.{of_business})))"
    for own, of_business in (
        ("buffer_before_minutes", "buffer_before_min"),
        ("buffer_after_minutes", "buffer_after_min"),
    )
)

_TAKEN_COLUMNS = "taken.starts, taken.ends, taken.counts, taken.seats, taken.own_holds"

DAYS_COLUMNS = f"{SETUP_COLUMNS}, {_TAKEN_COLUMNS}"

# The longest that anything asked for may reach beyond its start, in minutes.
LENGTH = f"""least({MAX_DURATION_MIN}, greatest({DEFAULT_SLOT_MIN}, CAST(:duration AS integer),
    c.default_duration_minutes, k.slot_step_min, s.slot_size_min))"""


def taken_time(before: str, after: str) -> str:
    """The laterals that read what takes a calendar's time from `:low` to `:high`.

    `before` and `after`: the minutes that a booking may reach beyond its start, apart from buffers, in SQL.
    The range read covers these, and the buffers on both sides of it and of what it may meet. The host's code
    knows no buffers, so appointments that are stored without any get the calendar's. A booking counts once,
    by the interval that leads its claims, and for the calendar that was booked.
    """
    return f"""
    CROSS JOIN LATERAL (SELECT {_BEFORE} AS before, {_AFTER} AS after) buffers
    CROSS JOIN LATERAL (
        SELECT array_agg(floor(extract(epoch FROM lower(i.footprint)))::bigint
                         - CASE WHEN i.bare THEN 60 * buffers.before ELSE 0 END) AS starts,
               array_agg(ceil(extract(epoch FROM upper(i.footprint)))::bigint
                         + CASE WHEN i.bare THEN 60 * buffers.after ELSE 0 END) AS ends,
               array_agg(CASE WHEN i.kind IN ('appointment', 'hold') AND i.claim_id IS NULL
                                   AND coalesce(i.for_calendar_id, i.calendar_id) = c.id THEN
                   floor(extract(epoch FROM greatest(
                   coalesce(i.starts_at, lower(i.footprint)), '{FIRST_MOMENT.isoformat()}Z')))::bigint
                   END) AS counts,
               array_agg(CASE WHEN i.kind NOT IN ('appointment', 'hold') THEN NULL
                              WHEN i.exclusive THEN i.seat ELSE {UNSEATED} END) AS seats,
               CASE WHEN CAST(:holder AS text) IS NOT NULL OR CAST(:hold AS bigint) IS NOT NULL THEN
                   array_agg(CASE WHEN i.kind = 'hold'
                                       AND (i.holder = :holder OR CAST(:hold AS bigint) IN (i.id, i.claim_id))
                                  THEN coalesce(i.claim_id, i.id) END) END AS own_holds
        FROM (
            SELECT b.*, buffers.before + buffers.after > 0 AND b.kind = 'appointment'
                        AND b.footprint = tstzrange(coalesce(b.starts_at, lower(b.footprint)),
                                                    coalesce(b.ends_at, upper(b.footprint))) AS bare
            FROM busy_intervals b
            WHERE b.calendar_id = coalesce(k.time_of, c.id)
              AND b.footprint && tstzrange(
                  CAST(:low AS timestamptz)
                      - make_interval(mins => buffers.before + buffers.after + {before}),
                  CAST(:high AS timestamptz)
                      + make_interval(mins => buffers.before + buffers.after + {after}))
              AND (b.expires_at IS NULL OR b.expires_at > :now)
              AND coalesce(CAST(:without AS bigint) NOT IN (b.id, b.claim_id), TRUE)
        ) i
    ) taken"""  # noqa: S608 - our own columns and numbers


class CountedStart(NamedTuple):
    """A start that counts for the business, in epoch seconds, and the id of an own hold."""

    start: int
    own_hold: int | None


COUNTED = Query(
    """
    SELECT floor(extract(epoch FROM coalesce(i.starts_at, lower(i.footprint))))::bigint AS start,
           CASE WHEN i.kind = 'hold' AND (i.holder = CAST(:holder AS text) OR i.id = CAST(:hold AS bigint))
                THEN i.id END AS own_hold
    FROM business_calendars c
    LEFT JOIN calendar_settings k ON k.calendar_id = c.id
    JOIN busy_intervals i ON i.calendar_id = c.id
    WHERE c.business_id = :business AND i.kind IN ('appointment', 'hold')
      AND i.claim_id IS NULL
      AND i.footprint && tstzrange(CAST(:low AS timestamptz), CAST(:high AS timestamptz))
      AND (i.expires_at IS NULL OR i.expires_at > :now)
      AND i.id IS DISTINCT FROM CAST(:without AS bigint)
    GROUP BY c.id, start, own_hold, CASE WHEN coalesce(k.capacity, 1) = 1 THEN i.id END
    """,
    CountedStart,
)


def business_count(rows: Sequence[CountedStart]) -> BusinessCount:
    held = [
        OwnHold(row.own_hold, TakenTime(row.start, row.start, row.start, None))
        for row in rows
        if row.own_hold is not None
    ]
    return BusinessCount([row.start for row in rows if row.own_hold is None], held)


def read_calendar_days(row: StoredDays, count: BusinessCount, since: date, until: date) -> CalendarDays:
    setup = read_setup(row.setup, since, until)
    if row.starts is None:
        return CalendarDays(setup, (), business_count=count)
    taken = list(map(TakenTime, row.starts, row.ends, row.counts, row.seats))
    if row.own_holds is None:
        return CalendarDays(setup, taken, business_count=count)
    held = [OwnHold(id_, time) for id_, time in zip(row.own_holds, taken, strict=True) if id_ is not None]
    others = [time for id_, time in zip(row.own_holds, taken, strict=True) if id_ is None]
    return CalendarDays(setup, others, tuple(sorted(held)), count)
