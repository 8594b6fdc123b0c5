"""Searches: dates, limit, part of the day and nearness, and the instants that these select.

Dates are local dates in the calendar's zone.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self, TypeVar
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import ONE_DAY
from app.core.scheduling.intervals import seconds
from app.core.scheduling.policy import EARLIEST, LATEST, MINUTE, Agenda, clamped_date
from app.core.scheduling.runs import Between
from app.core.scheduling.zones import local_date, midnight
from app.errors import FieldError

MAX_RANGE_DAYS = 100

_ALTERNATIVE_SPAN = timedelta(days=14)

_DAY = 24 * 60 * MINUTE

T = TypeVar("T")


class PartOfDay(StrEnum):
    """Wall-clock parts of a day: `between` is [from, to), where a `to` of 00:00 is the end of the day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"

    @property
    def between(self) -> Between:
        return _PARTS[self]


_PARTS = {
    PartOfDay.MORNING: (time(5), time(12)),
    PartOfDay.AFTERNOON: (time(12), time(17)),
    PartOfDay.EVENING: (time(17), time(0)),
}


@dataclass(frozen=True, slots=True)
class Search:
    """A search for starts on the local dates first..last (inclusive), narrowed by the other fields.

    `since`: none before this instant (to continue a search). `between`: wall-clock [from, to) of
    the start; a `to` not after `from` is past midnight. `near`: nearest first, to an instant or to a wall
    time on any day; without it, in order of time. `limit`: at most that many, the first ones or, with
    `spread`, some that lie evenly from the first to the last.
    FieldError `date_out_of_range`, `end_before_start`, `range_too_long`, `too_small`.
    """

    first: date
    last: date
    limit: int | None = None
    since: datetime | None = None
    between: Between | None = None
    near: datetime | time | None = None
    spread: bool = False

    def __post_init__(self) -> None:
        for name, day in (("first", self.first), ("last", self.last)):
            if not EARLIEST <= day <= LATEST:
                raise FieldError("date_out_of_range", pointer=f"/{name}", min=EARLIEST, max=LATEST)
        if self.last < self.first:
            raise FieldError("end_before_start", pointer="/last")
        if (self.last - self.first).days >= MAX_RANGE_DAYS:
            raise FieldError("range_too_long", pointer="/last", max=MAX_RANGE_DAYS)
        if self.limit is not None and self.limit < 1:
            raise FieldError("too_small", pointer="/limit", min=1)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def shortened(self, days: int) -> Self:
        """The same search of its first `days` at most."""
        return replace(self, last=self.first + min(timedelta(days=days - 1), self.last - self.first))

    def narrowed(self, middle: date, days: int) -> Self:
        """The same search of its dates around `middle`, half of `days` before and after it."""
        middle, reach = min(max(middle, self.first), self.last), timedelta(days=days // 2)
        first, last = middle - min(reach, middle - self.first), middle + min(reach, self.last - middle)
        return replace(self, first=first, last=last)


@lru_cache(maxsize=4096)
def day_bounds(first: date, last: date, zone: ZoneInfo) -> tuple[int, int, bool]:
    """[low, high) of the local dates first..last, and whether every second in it has such a date.

    Where the clock goes back across midnight, as in St John's until 2011, some seconds have another date.
    """
    low, low_again = _begins(first, zone)
    high, high_again = _begins(last + ONE_DAY, zone)
    return low, high_again, low == low_again and high == high_again


def _begins(day: date, zone: ZoneInfo) -> tuple[int, int]:
    """The first second of a date, and the second from which on it lasts."""
    first, second = midnight(day, zone), midnight(day, zone, fold=1)
    if first > second:
        # Midnight is skipped: the date begins at the end of the gap.
        first = second + bisect_left(range(second, first), True, key=lambda at: local_date(at, zone) >= day)
        return first, first
    back = first < second and local_date(second - 1, zone) < day
    return first, second if back else first


def zone_of(agendas: Iterable[Agenda]) -> ZoneInfo:
    """The zone of the first calendar whose hours can be read; calendars of one business share it."""
    return next((agenda.hours.zone for agenda in agendas if agenda.hours), ZoneInfo("UTC"))


def distance(near: datetime | time, zone: ZoneInfo) -> Callable[[int], tuple[int, int]]:
    """Sort key of nearness, the earlier first among equals. Wall times are compared on a 24-hour circle."""
    if isinstance(near, datetime):
        at = seconds(near)
        return lambda start: (abs(start - at), start)
    target = (near.hour * 60 + near.minute) * MINUTE

    def round_the_clock(start: int) -> tuple[int, int]:
        local = datetime.fromtimestamp(start, zone)
        apart = abs((local.hour * 60 + local.minute) * MINUTE - target)
        return min(apart, _DAY - apart), start

    return round_the_clock


def around(start: datetime, agenda: Agenda, now: datetime, *, limit: int = 3) -> Search:
    """The search for alternatives to a refused start: nearest first, two weeks before and after its date.

    The dates are kept within today and the last day that can be booked, and so is the date itself.
    """
    zone = zone_of((agenda,))
    today, end = now.astimezone(zone).date(), agenda.policy.last_date(now, zone)
    middle = max(min(clamped_date(start, zone), end), today)
    first = max(middle - _ALTERNATIVE_SPAN, today)
    last = min(middle, LATEST - _ALTERNATIVE_SPAN) + _ALTERNATIVE_SPAN
    return Search(first, max(min(last, end), first), limit=limit, near=start)


def later(search: Search) -> Search:
    """The search for the first slot after a search that found none."""
    first = min(search.last + ONE_DAY, LATEST)
    last = min(first + timedelta(days=MAX_RANGE_DAYS - 1), LATEST)
    return replace(search, first=first, last=last, limit=1, since=None, near=None, spread=False)


def spread(items: Sequence[T], count: int) -> list[T]:
    """At most `count` of the items, evenly spaced from the first to the last."""
    if count >= len(items):
        return list(items)
    if count <= 1:
        return list(items[:count])
    return [items[i * (len(items) - 1) // (count - 1)] for i in range(count)]
