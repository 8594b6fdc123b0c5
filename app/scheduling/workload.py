"""Calendars with what takes their time, by seat: all that a search or a booking reads, in one statement."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.db import Query, Reader, Row
from app.scheduling.policy import (
    EARLIEST,
    LATEST,
    MAX_BUFFER_MIN,
    MAX_DURATION_MIN,
    RANK,
    Agenda,
    Reason,
    judge,
)
from app.scheduling.queries import (
    DEFAULT_SLOT_MIN,
    SETUP_COLUMNS,
    SETUP_TABLES,
    SETUP_WIDTH,
    CalendarSetup,
    Stored,
    in_order,
    read_setup,
    with_margin,
)
from app.scheduling.search import MAX_RANGE_DAYS, Search
from app.scheduling.seats import Taken, by_seat
from app.scheduling.slots import Slot, find_slots
from app.tenancy.principal import BusinessId

_LONGEST = timedelta(days=MAX_RANGE_DAYS + 1)
# Local dates are asked for before the zone is known: no clock on earth is further from UTC than these.
_EASTMOST, _WESTMOST = timedelta(hours=14), timedelta(hours=12)

# What is read is never less than what can matter: the longest of the durations and buffers that may hold.
_DAYS = Query(
    f"""
    SELECT {SETUP_COLUMNS}, taken.starts, taken.ends, taken.counts, taken.seats
    FROM {SETUP_TABLES}
    CROSS JOIN LATERAL (
        SELECT array_agg(floor(extract(epoch FROM lower(i.footprint)))::bigint) AS starts,
               array_agg(ceil(extract(epoch FROM upper(i.footprint)))::bigint) AS ends,
               array_agg(CASE WHEN i.kind IN ('appointment', 'hold') THEN floor(
                   extract(epoch FROM coalesce(i.starts_at, lower(i.footprint))))::bigint END) AS counts,
               array_agg(CASE WHEN i.kind NOT IN ('appointment', 'hold') THEN NULL
                              WHEN i.exclusive THEN i.seat ELSE -1 END) AS seats
        FROM busy_intervals i
        WHERE i.calendar_id = c.id
          AND i.footprint && tstzrange(
              CAST(:low AS timestamptz) - make_interval(mins => least({MAX_BUFFER_MIN}, greatest(
                  0, c.buffer_before_minutes, e.buffer_before_min))),
              CAST(:high AS timestamptz) + make_interval(mins => least({MAX_BUFFER_MIN}, greatest(
                  0, c.buffer_after_minutes, e.buffer_after_min)) + least({MAX_DURATION_MIN}, greatest(
                  {DEFAULT_SLOT_MIN}, CAST(:duration AS integer), c.default_duration_minutes, k.slot_step_min,
                  s.slot_size_min))))
          AND (i.expires_at IS NULL OR i.expires_at > :now) AND i.id IS DISTINCT FROM CAST(:without AS bigint)
    ) taken
    WHERE c.business_id = :business AND c.id = ANY (:calendars)
    """  # noqa: S608 - our own columns and numbers
)


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A calendar's setup, and what takes its time around some dates."""

    setup: CalendarSetup
    taken: Sequence[Taken]


@dataclass(frozen=True, slots=True)
class Workload:
    """Agendas by position; `seats` says which calendar's which seats stand at a position."""

    agendas: dict[int, Agenda]
    seats: tuple[tuple[int, tuple[int, ...]], ...]

    @classmethod
    def of(cls, days: Iterable[CalendarDays], duration_min: int | None) -> "Workload":
        """What decides about starts of appointments of `duration_min` (None: each calendar's own)."""
        agendas: dict[int, Agenda] = {}
        seats: list[tuple[int, tuple[int, ...]]] = []
        for each in days:
            for numbers, busy in by_seat(each.taken, each.setup.capacity):
                agendas[len(seats)] = each.setup.agenda(busy, duration_min)
                seats.append((each.setup.id, numbers))
        return cls(agendas, tuple(seats))

    def find(self, search: Search, now: datetime) -> list[Slot]:
        """Free starts; a slot names each calendar once, in the order in which they were given."""
        found = find_slots(self.agendas, search, now)
        if len(self.seats) == 1:
            only = (self.seats[0][0],)
            return [Slot(slot.start, only) for slot in found]
        return [slot._replace(calendars=self._calendars(slot.calendars)) for slot in found]

    def judge(self, calendar_id: int, start: datetime, now: datetime) -> tuple[list[int], Reason | None]:
        """The seats of a calendar in which a start is free or, if none is, the reason that came closest."""
        free: list[int] = []
        reasons = []
        for position, (calendar, seats) in enumerate(self.seats):
            if calendar != calendar_id:
                continue
            reason = judge(start, self.agendas[position], now)
            if reason is None:
                free.extend(seats)
            else:
                reasons.append(reason)
        return free, None if free else max(reasons, key=RANK.__getitem__)

    def _calendars(self, positions: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.seats[position][0] for position in positions))


async def load_days(
    reader: Reader,
    business: BusinessId,
    calendar_ids: Sequence[int],
    first: date,
    last: date,
    now: datetime,
    *,
    duration_min: int | None = None,
    without: int | None = None,
) -> list[CalendarDays]:
    """Calendars in the order of `calendar_ids`, with all that can matter to starts on first..last.

    The dates are local ones in whatever zone the business has. Left out: holds that have expired at `now`,
    and the interval `without` (an appointment being moved). Raises UnknownCalendar.
    """
    # Dates out of reach are refused by whoever searches; here they must only do no harm.
    first = min(max(first, EARLIEST), LATEST)
    last = min(max(last, first), first + _LONGEST, LATEST)
    since, until = with_margin(first, last)
    rows = await _DAYS.rows(
        reader,
        business=business,
        calendars=list(calendar_ids),
        since=since,
        until=until,
        low=datetime.combine(first, time(), UTC) - _EASTMOST,
        high=datetime.combine(last, time(), UTC) + timedelta(days=1) + _WESTMOST,
        duration=duration_min,
        now=now,
        without=without,
    )
    found = {row["id"]: _calendar_days(row, since, until) for row in rows}
    return in_order(found, calendar_ids)


def _calendar_days(row: Row, since: date, until: date) -> CalendarDays:
    setup = read_setup(Stored(*row[:SETUP_WIDTH]), since, until)
    if row["starts"] is None:
        return CalendarDays(setup, ())
    return CalendarDays(setup, list(map(Taken, row["starts"], row["ends"], row["counts"], row["seats"])))
