"""Free starts: of one calendar (`plan`), of several at once (`find_slots`), and why none (`why_empty`).

How the parts fit for a caller that does the I/O:

    search = Search(first, last, limit=3)      or around(...) for alternatives, later(...) to look on
    (load every footprint that can meet it: see workload.py)
    slots = find_slots(agendas, search, now)   `agendas`: calendar id -> Agenda with that busy time
    reasons = why_empty(agendas, search, now)  for each day on which no calendar has a slot

Starts are epoch seconds in `Plan`, UTC datetimes in `Slot`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import nsmallest
from itertools import chain, islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import Hours
from app.core.scheduling.intervals import Interval, moment, seconds_up, subtract
from app.core.scheduling.policy import (
    MINUTE,
    RANK,
    Agenda,
    Grid,
    Policy,
    Reason,
    blocked_times,
    full_days,
    open_dates,
)
from app.core.scheduling.search import Keep, Search, distance, start_bounds, zone_of
from app.core.scheduling.zones import local_date

_ALIGNMENTS = (60, 30, 20, 15, 10, 5)


class Slot(NamedTuple):
    """A free start (UTC) and the calendars that are free then, in the order in which they were given."""

    start: datetime
    calendars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One calendar's free time for one search: the sweep that agrees with `policy.judge`.

    A start fits if it lies in [low, high), its appointment in one interval of `free`, and every `keep` holds.
    `grids`: see `hours.Openings`.
    """

    policy: Policy
    grids: Sequence[Interval] = ()
    free: Sequence[Interval] = ()
    low: int = 0
    high: int = 0
    keeps: tuple[Keep, ...] = ()

    def starts(self) -> Iterator[int]:
        """Free starts on the grid, ascending. Lazy: whoever stops reading stops the work."""
        found = chain.from_iterable(grid_runs(self.grids, self.free, self.policy, self.low, self.high))
        return self._kept(found)

    def around(self, at: int, limit: int | None) -> Iterator[int]:
        """Free starts on the grid: the first `limit` from `at` on, and the last `limit` before it."""
        yield from islice(replace(self, low=max(self.low, at)).starts(), limit)
        before = list(grid_runs(self.grids, self.free, self.policy, self.low, min(self.high, at)))
        yield from islice(self._kept(chain.from_iterable(map(reversed, reversed(before)))), limit)

    def fitting(self, starts: Sequence[int]) -> Iterator[int]:
        """Those of the ascending `starts`, on this calendar's grid or off it, that fit."""
        for a, b in self.free:
            i = bisect_left(starts, max(a, self.low))
            j = bisect_right(starts, min(b - self.policy.duration, self.high - 1))
            yield from self._kept(iter(starts[i:j]))

    def _kept(self, starts: Iterator[int]) -> Iterator[int]:
        for keep in self.keeps:
            starts = filter(keep, starts)
        return starts


def plan(agenda: Agenda, search: Search, now: datetime) -> Plan:
    """The free time of a calendar; empty if its hours are unreadable or the dates are beyond its window."""
    policy, hours = agenda.policy, agenda.hours
    if hours is None:
        return Plan(policy)
    first, last = search.first, min(search.last, policy.last_date(now, hours.zone))
    if last < first:
        return Plan(policy)
    openings = hours.openings(first, last + timedelta(days=policy.days_ahead()))
    free = subtract(openings.merged, blocked_times(agenda))
    low, high, keeps = start_bounds(search.between, first, last, hours.zone)
    if full := full_days(agenda, hours.zone):
        keeps = (*keeps, lambda start: local_date(start, hours.zone) not in full)
    low = max(low, policy.soonest(now), low if search.since is None else seconds_up(search.since))
    return Plan(policy, _anchor_grids(openings.grids, policy, hours.zone), free, low, high, keeps)


def _anchor_grids(grids: Sequence[Interval], policy: Policy, zone: ZoneInfo) -> list[Interval]:
    """The stretches of the grid, each from its first step on: the first whole (or aligned) minute in it."""
    unit = MINUTE
    if policy.grid is Grid.HOUR_ALIGNED:
        unit *= next((u for u in _ALIGNMENTS if policy.slot_step_min % u == 0), 1)
    anchored = ((start + -_wall(start, zone) % unit, end) for start, end in grids)
    return [(start, end) for start, end in anchored if start < end]


def _wall(start: int, zone: ZoneInfo) -> int:
    """Seconds since the wall clock's last hour. Offsets are not whole hours everywhere."""
    local = datetime.fromtimestamp(start, zone)
    return local.minute * MINUTE + local.second


def grid_runs(
    grids: Sequence[Interval], free: Sequence[Interval], policy: Policy, low: int, high: int
) -> Iterator[range]:
    """Grid starts in [low, high) whose appointment lies in one free interval, as ranges, ascending."""
    step, duration = policy.slot_step_min * MINUTE, policy.duration
    g, count = 0, len(grids)
    for a, b in free:
        stop = min(b - duration + 1, high)
        start = max(a, low)
        if start >= stop:
            continue
        while g < count and grids[g][1] <= start:
            g += 1
        i = g
        while i < count and grids[i][0] < stop:
            anchor, end = grids[i]
            skipped = max(0, -((anchor - start) // step)) * step
            yield range(anchor + skipped, min(stop, end), step)
            i += 1


def find_slots(agendas: Mapping[int, Agenda], search: Search, now: datetime) -> list[Slot]:
    """Free starts of several calendars together. Each is on the grid of one of its calendars at least."""
    plans = {key: plan(agenda, search, now) for key, agenda in agendas.items()}
    starts = _wanted_starts(plans.values(), search, zone_of(agendas.values()))
    if len(plans) == 1:
        (only,) = plans
        return [Slot(moment(start), (only,)) for start in starts]
    owners: dict[int, list[int]] = {start: [] for start in starts}
    in_order = sorted(starts)
    for key, each in plans.items():
        for start in each.fitting(in_order):
            owners[start].append(key)
    return [Slot(moment(start), tuple(keys)) for start, keys in owners.items()]


def _wanted_starts(plans: Collection[Plan], search: Search, zone: ZoneInfo) -> list[int]:
    """The starts of all plans, each once, in the order of the search; as many as it wants."""
    if search.near is None:
        return sorted({start for each in plans for start in islice(each.starts(), search.limit)})[
            : search.limit
        ]
    if isinstance(search.near, datetime):
        found = {start for each in plans for start in each.around(seconds_up(search.near), search.limit)}
    else:
        found = {start for each in plans for start in each.starts()}
    return nsmallest(search.limit or len(found), found, key=distance(search.near, zone))


def why_empty(agendas: Mapping[int, Agenda], search: Search, now: datetime) -> dict[date, Reason]:
    """For each date on which no calendar has a slot: the reason against the start that came closest."""
    search = replace(search, since=None, limit=None)
    by_calendar = [_day_reasons(agenda, search, now) for agenda in agendas.values()]
    days = (search.first + timedelta(days=i) for i in range((search.last - search.first).days + 1))
    empty = (day for day in days if by_calendar and all(day in reasons for reasons in by_calendar))
    return {day: max((reasons[day] for reasons in by_calendar), key=RANK.__getitem__) for day in empty}


def _day_reasons(agenda: Agenda, search: Search, now: datetime) -> dict[date, Reason]:
    """The reason of each date without a slot; dates with one are left out."""
    days = [search.first + timedelta(days=i) for i in range((search.last - search.first).days + 1)]
    if agenda.hours is None:
        return dict.fromkeys(days, Reason.CALENDAR_UNAVAILABLE)
    zone = agenda.hours.zone
    free = {local_date(start, zone) for start in plan(agenda, search, now).starts()}
    reason = _reason_of_day(agenda, agenda.hours, search, now)
    return {day: reason(day) for day in days if day not in free}


def _reason_of_day(agenda: Agenda, hours: Hours, search: Search, now: datetime) -> Callable[[date], Reason]:
    policy, zone = agenda.policy, hours.zone
    openings = hours.openings(search.first, search.last + timedelta(days=policy.days_ahead()))
    low, high, keeps = start_bounds(search.between, search.first, search.last, zone)
    grids = _anchor_grids(openings.grids, policy, zone)
    empty_calendar = Plan(policy, grids, openings.merged, low, high, keeps)
    # ascending, so the last start of each date remains: the one furthest from `now`
    latest = {local_date(start, zone): start for start in empty_calendar.starts()}
    opened, full = open_dates(openings.merged, zone), full_days(agenda, zone)
    today, last_date, soonest = now.astimezone(zone).date(), policy.last_date(now, zone), policy.soonest(now)

    def reason(day: date) -> Reason:
        if day < today:
            return Reason.PAST_DATE
        if day > last_date:
            return Reason.TOO_FAR
        start = latest.get(day)
        if start is None:
            return Reason.OUT_OF_HOURS if day in opened else Reason.CLOSED_DAY
        if start >= soonest:
            return Reason.DAY_FULL if day in full else Reason.SLOT_TAKEN
        return Reason.TOO_SOON if start >= seconds_up(now) else Reason.PAST_DATE

    return reason
