"""Ready times: the starts of a visit at which a calendar can meet a demand.

Sets of starts are merged half-open intervals of whole epoch seconds. A calendar is taken in windows of the
visit, so free time becomes starts by arithmetic: shifted by a window's offset, shortened by its length.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

from app.core.scheduling.intervals import Interval, intersect, merge, subtract
from app.core.scheduling.itineraries import Demand, DemandChoice
from app.core.scheduling.needs import NeedWindow
from app.core.scheduling.policy import MINUTE, Busy
from app.core.scheduling.seats import by_seat
from app.core.scheduling.setup import CalendarSetup
from app.core.scheduling.workload import CalendarDays

_ALWAYS: Interval = (-(1 << 62), 1 << 62)

_ANY_SIZE = 1 << 30


class SeatGroup(NamedTuple):
    """Seats of a calendar, and the starts at which each of them is free."""

    seats: tuple[int, ...]
    starts: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class Option:
    """A calendar that can meet a demand: the starts at which it can, and what it takes then.

    `takes` is the number of its seats that are taken together; `booked` has the ascending times of what was
    booked in it.
    """

    setup: CalendarSetup
    windows: tuple[NeedWindow, ...]
    before: int
    after: int
    takes: int
    priority: int
    groups: tuple[SeatGroup, ...]
    starts: Sequence[Interval]
    booked: Sequence[int]

    def free_seats(self, start: int) -> list[int]:
        """The seats that are free for a visit that starts then, in order."""
        return sorted(seat for group in self.groups if has_start(group.starts, start) for seat in group.seats)

    def taken_at(self, start: int) -> list[Interval]:
        """The windows of a visit that starts then."""
        return [(start + window.start * MINUTE, start + window.end * MINUTE) for window in self.windows]

    def rank(self, day: Interval) -> tuple[int, int, int, int]:
        """The order in which calendars are chosen for a visit on a day, the least first.

        The smallest that is large enough for the party, the highest priority, the least booked on that day,
        the lowest id.
        """
        booked = bisect_left(self.booked, day[1]) - bisect_left(self.booked, day[0])
        size = _ANY_SIZE if self.setup.party_max is None else self.setup.party_max
        return size, -self.priority, booked, self.setup.id


def has_start(starts: Sequence[Interval], start: int) -> bool:
    i = bisect_right(starts, start, key=lambda interval: interval[0]) - 1
    return i >= 0 and start < starts[i][1]


def find_option(
    days: CalendarDays,
    demand: Demand,
    choice: DemandChoice,
    visit: Interval,
    dates: tuple[date, date],
    party: int,
    seats: int,
) -> Option | None:
    """The calendar of a choice, for visits that start on local dates; None where it cannot be used at all.

    `visit`: the minutes of the visit that opening hours must hold, (0, length). What a calendar keeps before
    and after, as buffers do, may lie outside them. `party`: the people for whom it must be large enough.
    `seats`: those that a calendar with several seats and no size of its own gives them.
    """
    setup = days.setup
    if not setup.serves or setup.hours is None or party > (setup.party_max or _ANY_SIZE):
        return None
    takes = seats if setup.capacity > 1 and setup.party_max is None else 1
    before = setup.policy.buffer_before_min if demand.before_min is None else demand.before_min
    after = setup.policy.buffer_after_min if demand.after_min is None else demand.after_min
    first, last = dates
    ahead = timedelta(days=visit[1] // (24 * 60) + 2)
    open_starts = _open_starts(setup.hours.openings(first, last + ahead).merged, choice.windows, visit)
    groups = [
        SeatGroup(
            numbers,
            subtract(open_starts, _blocked_starts(busy, choice.windows, before * MINUTE, after * MINUTE)),
        )
        for numbers, busy in by_seat(days.taken, setup.capacity)
    ]
    booked = sorted(each.start for each in days.taken if each.seat is not None)
    return Option(
        setup,
        choice.windows,
        before * MINUTE,
        after * MINUTE,
        takes,
        choice.priority,
        tuple(groups),
        _together(groups, takes),
        booked,
    )


def _open_starts(
    openings: Iterable[Interval], windows: Iterable[NeedWindow], visit: Interval
) -> list[Interval]:
    """The starts at which every window, as far as it lies within the visit, lies in one opening."""
    openings, starts = list(openings), [_ALWAYS]
    for window in windows:
        begin, end = max(window.start, visit[0]) * MINUTE, min(window.end, visit[1]) * MINUTE
        if begin < end:
            starts = intersect(starts, merge((a - begin, b - end + 1) for a, b in openings))
    return starts


def _blocked_starts(
    busy: Sequence[Busy], windows: Sequence[NeedWindow], before: int, after: int
) -> list[Interval]:
    """The starts at which the footprint of a window meets a busy interval."""
    return merge(
        (a - window.end * MINUTE - after + 1, b - window.start * MINUTE + before)
        for window in windows
        for a, b, _ in busy
        if a < b
    )


def _together(groups: Sequence[SeatGroup], count: int) -> list[Interval]:
    """The starts at which `count` seats of the groups are free together."""
    if count == 1:
        return merge(interval for group in groups for interval in group.starts)
    changes: dict[int, int] = {}
    for group in groups:
        for begin, end in group.starts:
            changes[begin] = changes.get(begin, 0) + len(group.seats)
            changes[end] = changes.get(end, 0) - len(group.seats)
    moments = sorted(changes)
    free = accumulate(changes[at] for at in moments)
    return merge(
        (at, until) for at, until, seats in zip(moments, moments[1:], free, strict=False) if seats >= count
    )
