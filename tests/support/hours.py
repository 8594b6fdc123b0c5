"""Open time in the forms in which slot cases give it, and the free time behind slots."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import Openings, Windows, parse_date, parse_windows
from app.core.scheduling.intervals import Interval, clip, intersect, merge
from app.core.scheduling.policy import Agenda
from app.core.scheduling.search import Search
from app.core.scheduling.slots import plan


def parse_overrides(value: Mapping[str, object] | None) -> dict[date, Windows]:
    """Windows by date from `{"2026-12-01": [["10:00", "14:00"]], "2026-12-02": []}`."""
    return {
        parse_date(day): parse_windows(windows, pointer=f"/{day}") for day, windows in (value or {}).items()
    }


@dataclass(frozen=True, slots=True)
class FixedHours:
    """Open time given as instants, such as the common hours of several calendars."""

    zone: ZoneInfo
    intervals: Sequence[Interval]

    def openings(self, first: date, last: date) -> Openings:  # noqa: ARG002 - instants need no dates
        merged = merge(self.intervals)
        return Openings(merged, merged)


def union_all(lists: Iterable[Iterable[Interval]]) -> list[Interval]:
    """The time that lies in any of the lists (which need not be merged)."""
    return merge(interval for intervals in lists for interval in intervals)


def intersect_all(lists: Iterable[Iterable[Interval]]) -> list[Interval]:
    """The time that lies in every one of the lists (which need not be merged)."""
    return reduce(intersect, [merge(intervals) for intervals in lists])


def free_time(agenda: Agenda, search: Search, now: datetime) -> list[Interval]:
    """Merged epoch seconds in which an appointment may lie, up to the end of the last date.

    Grid, duration, `between` and full days play no part.
    """
    found = plan(agenda, search, now)
    return clip(found.free, found.low, found.high)
