"""Free starts: of one calendar (`plan`), of several at once (`find_slots`), and why none (`why_empty`).

How the parts fit for a caller that does the I/O:

    search = Search(first, last, limit=3)           or around(...) for alternatives, later(...) to look on
    (load every footprint that can meet it: see workload.py)
    slots = finish(find_slots(agendas, search, now))  `agendas`: calendar id -> Agenda with that busy time
    reasons = finish(why_empty(agendas, search, now)) for each day on which no calendar has a slot

Both are work in slices: many calendars on a fine grid take long, and others may be let through meanwhile.

Starts are epoch seconds in `Plan`, UTC datetimes in `Slot`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
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
from app.core.scheduling.runs import WallConditions, days_of, grid_runs
from app.core.scheduling.search import Search, day_bounds, distance, spread, zone_of
from app.core.scheduling.slices import SLICE, Slices

_ALIGNMENTS = (60, 30, 20, 15, 10, 5)

_KEYS_PER_SLICE = 1000
"""A key of nearness costs as much as several steps of a grid."""


_NO_CONDITIONS = WallConditions(ZoneInfo("UTC"))


class Slot(NamedTuple):
    """A free start (UTC) and the calendars that are free then, in the order in which they were given."""

    start: datetime
    calendars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One calendar's free time for one search: the sweep that agrees with `policy.judge`.

    A start fits if it lies in [low, high), its appointment in one interval of `free`, and it meets the
    `conditions`. `grids`: see `hours.Openings`.
    """

    policy: Policy
    grids: Sequence[Interval] = ()
    free: Sequence[Interval] = ()
    low: int = 0
    high: int = 0
    conditions: WallConditions = _NO_CONDITIONS

    def runs(self) -> Iterator[range]:
        """Free starts on the grid, ascending. Lazy: whoever stops reading stops the work."""
        step, duration = self.policy.slot_step_min * MINUTE, self.policy.duration
        found = grid_runs(self.grids, self.free, step, duration, self.low, self.high)
        return chain.from_iterable(map(self.conditions.kept, found)) if self.conditions else found

    def wanted(self, search: Search) -> Iterator[range]:
        """The free starts among which those of the search are."""
        if search.limit is None or search.spread or isinstance(search.near, time):
            return self.runs()
        if search.near is None:
            return _first(self.runs(), search.limit)
        return self._around(seconds_up(search.near), search.limit)

    def _around(self, at: int, limit: int) -> Iterator[range]:
        """The first `limit` starts from `at` on, and the last `limit` before it."""
        yield from _first(replace(self, low=max(self.low, at)).runs(), limit)
        before = list(replace(self, high=min(self.high, at)).runs())
        yield from _first((run[::-1] for run in reversed(before)), limit)

    def fitting(self, starts: Sequence[int]) -> Iterator[int]:
        """Those of the ascending `starts`, on this calendar's grid or off it, that fit."""
        for a, b in self.free:
            i = bisect_left(starts, max(a, self.low))
            j = bisect_right(starts, min(b - self.policy.duration, self.high - 1))
            here = starts[i:j]
            yield from filter(self.conditions.met, here) if self.conditions else here


def _first(runs: Iterable[range], limit: int) -> Iterator[range]:
    """The first `limit` starts of the runs."""
    for run in runs:
        yield run[:limit]
        limit -= len(run)
        if limit <= 0:
            return


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
    full = full_days(agenda, hours.zone)
    low, high, conditions = _conditions(replace(search, last=last), hours.zone, full, agenda.sessions)
    low = max(low, policy.soonest(now), low if search.since is None else seconds_up(search.since))
    return Plan(policy, _anchor_grids(openings.grids, policy, hours.zone), free, low, high, conditions)


def _conditions(
    search: Search,
    zone: ZoneInfo,
    full: frozenset[date] = frozenset(),
    sessions: frozenset[int] = frozenset(),
) -> tuple[int, int, WallConditions]:
    """Bounds [low, high) of the starts on the search's dates, and the conditions on a start within them."""
    low, high, exact = day_bounds(search.first, search.last, zone)
    dates = None if exact else (search.first, search.last)
    return low, high, WallConditions(zone, search.between, dates, full, sessions)


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


def find_slots(agendas: Mapping[int, Agenda], search: Search, now: datetime) -> Slices[list[Slot]]:
    """Free starts of several calendars together. Each is on the grid of one of its calendars at least."""
    plans: dict[int, Plan] = {}
    for key, agenda in agendas.items():
        plans[key] = plan(agenda, search, now)
        yield
    return (yield from slots_of(plans, search, zone_of(agendas.values())))


def slots_of(plans: Mapping[int, Plan], search: Search, zone: ZoneInfo) -> Slices[list[Slot]]:
    """The slots of a search in the free time of several plans, as `find_slots`."""
    starts = yield from _wanted_starts(plans.values(), search, zone)
    if len(plans) == 1:
        (only,) = plans
        return [Slot(moment(start), (only,)) for start in starts]
    owners: dict[int, list[int]] = {start: [] for start in starts}
    in_order = sorted(starts)
    for key, each in plans.items():
        for start in each.fitting(in_order):
            owners[start].append(key)
        yield
    return [Slot(moment(start), tuple(keys)) for start, keys in owners.items()]


def _wanted_starts(plans: Collection[Plan], search: Search, zone: ZoneInfo) -> Slices[list[int]]:
    """The starts of all plans, each once, in the order of the search; as many as it wants."""
    found: set[int] = set()
    looked_at = 0
    for each in plans:
        for run in each.wanted(search):
            found.update(run)
            looked_at += len(run)
            if looked_at > SLICE:
                looked_at = 0
                yield
        yield
    if search.near is not None and not search.spread:
        return (yield from _nearest(found, search.limit, distance(search.near, zone)))
    starts = sorted(found)
    if search.limit is None:
        return starts
    if not search.spread:
        return starts[: search.limit]
    starts = spread(starts, search.limit)
    return starts if search.near is None else sorted(starts, key=distance(search.near, zone))


def _nearest(
    found: Iterable[int], limit: int | None, key: Callable[[int], tuple[int, int]]
) -> Slices[list[int]]:
    """The `limit` starts with the lowest keys, ascending by key; None: all."""
    if limit is None:
        return sorted(found, key=key)
    best: list[int] = []
    left = iter(found)
    while some := list(islice(left, max(_KEYS_PER_SLICE, limit))):
        best = nsmallest(limit, chain(best, some), key=key)
        yield
    return best


def why_empty(agendas: Mapping[int, Agenda], search: Search, now: datetime) -> Slices[dict[date, Reason]]:
    """For each date on which no calendar has a slot: the reason against the start that came closest."""
    search = replace(search, since=None)
    pairs = ((agenda, plan(agenda, search, now)) for agenda in agendas.values())
    return (yield from reasons_of_days(pairs, search, now))


def reasons_of_days(
    pairs: Iterable[tuple[Agenda, Plan]], search: Search, now: datetime
) -> Slices[dict[date, Reason]]:
    """`why_empty` of agendas with their plans."""
    by_calendar = []
    for agenda, each in pairs:
        by_calendar.append(_day_reasons(agenda, each, search, now))
        yield
    empty = (day for day in _days(search) if by_calendar and all(day in reasons for reasons in by_calendar))
    return {day: max((reasons[day] for reasons in by_calendar), key=RANK.__getitem__) for day in empty}


def _days(search: Search) -> list[date]:
    return [search.first + timedelta(days=i) for i in range((search.last - search.first).days + 1)]


def _day_reasons(agenda: Agenda, plan: Plan, search: Search, now: datetime) -> dict[date, Reason]:
    """The reason of each date without a slot; dates with one are left out."""
    days = _days(search)
    if agenda.hours is None:
        return dict.fromkeys(days, Reason.CALENDAR_UNAVAILABLE)
    free = _last_starts(plan, agenda.hours.zone)
    reason = _reason_of_day(agenda, agenda.hours, search, now)
    return {day: reason(day) for day in days if day not in free}


def _last_starts(plan: Plan, zone: ZoneInfo) -> dict[date, int]:
    """The last free start of each local date that has one."""
    # Ascending, so the last start of each date remains.
    return {day: part[-1] for run in plan.runs() for day, _, part in days_of(run, zone)}


def _reason_of_day(agenda: Agenda, hours: Hours, search: Search, now: datetime) -> Callable[[date], Reason]:
    policy, zone = agenda.policy, hours.zone
    openings = hours.openings(search.first, search.last + timedelta(days=policy.days_ahead()))
    low, high, conditions = _conditions(search, zone)
    grids = _anchor_grids(openings.grids, policy, zone)
    # The last start of each date in an empty calendar is the one furthest from `now`.
    latest = _last_starts(Plan(policy, grids, openings.merged, low, high, conditions), zone)
    opened, full = open_dates(openings.merged, zone), full_days(agenda, zone)
    today, last_date, soonest = now.astimezone(zone).date(), policy.last_date(now, zone), policy.soonest(now)

    def reason(day: date) -> Reason:
        if day < today:
            return Reason.PAST_DATE
        start = latest.get(day)
        if start is not None and start < soonest:
            return Reason.TOO_SOON if start >= seconds_up(now) else Reason.PAST_DATE
        if day > last_date:
            return Reason.TOO_FAR
        if start is None:
            return Reason.OUT_OF_HOURS if day in opened else Reason.CLOSED_DAY
        return Reason.DAY_FULL if day in full else Reason.SLOT_TAKEN

    return reason
