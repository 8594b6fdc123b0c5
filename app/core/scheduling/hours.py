"""Opening hours: wall-clock windows of a week and of single dates, as instants.

Shape of the weekly hours (the host's `opening_hours_json`): `{"sun": [["09:00", "17:00"]], "fri": [["20:00",
"02:00"]]}`. Keys `sun`..`sat`; a missing day, null or `[]` is closed; several windows a day may stand in
any order and overlap; `24:00` is allowed as an end, and `23:59` means it; an end before its start lies on the
next local day; a window whose end equals its start is refused. A date override replaces the windows that
*start* on its date: a window that began the evening before stays, but for closed dates (see `OpeningHours`).

Instants follow RFC 5545, 3.3.5: a wall time that a clock change skips takes the UTC offset before the gap,
one that occurs twice is its first occurrence.

Errors: `FieldError` with the rule and a JSON pointer: `not_an_object`, `unknown_day`, `not_a_list`,
`too_long`, `not_a_window`, `empty_window`, `bad_time`, `bad_date`, `bad_time_range`, `unknown_zone`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, Protocol, Self
from zoneinfo import ZoneInfo

from app.core.scheduling.intervals import Interval, intersect, merge
from app.core.scheduling.zones import local_date, midnight
from app.errors import FieldError

DAY_MINUTES = 24 * 60

MAX_WINDOWS_A_DAY = 24

LONG_WINDOW_MINUTES = 16 * 60
"""A window of this length or more may be a mistake: its start and end may have been swapped."""

# An opening that has run for longer than this restarts its grid at each local midnight (see `Openings`).
ANCHOR_DAYS = 2

ONE_DAY = timedelta(days=1)

_EPOCH_DAY = date(1970, 1, 1).toordinal()

DAY_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")  # in the order of date.weekday()

_TIME = re.compile(r"(?:[01]?[0-9]|2[0-3]):[0-5][0-9]|24:00")

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_ISRAEL = frozenset({"Asia/Jerusalem", "Asia/Tel_Aviv", "Israel"})


class Window(NamedTuple):
    """One opening of a date, in minutes from its local midnight; an end above 1440 lies on the next date."""

    start: int
    end: int


Windows = tuple[Window, ...]


def parse_windows(value: object, *, pointer: str = "") -> Windows:
    """The windows of one date from `[["09:00", "17:00"], ...]`; null or `[]` is closed."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise FieldError("not_a_list", pointer=pointer)
    if len(value) > MAX_WINDOWS_A_DAY:
        raise FieldError("too_long", pointer=pointer, max=MAX_WINDOWS_A_DAY)
    return tuple(sorted(_window(item, f"{pointer}/{i}") for i, item in enumerate(value)))


def _window(value: object, pointer: str) -> Window:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise FieldError("not_a_window", pointer=pointer)
    start, end = (_minutes(text, f"{pointer}/{i}") for i, text in enumerate(value))
    if start == DAY_MINUTES:
        raise FieldError("bad_time", pointer=f"{pointer}/0")
    if start == end:
        raise FieldError("empty_window", pointer=pointer)
    if end == DAY_MINUTES - 1:  # forms without 24:00 write the end of the day so
        end = DAY_MINUTES
    return Window(start, end if end > start else end + DAY_MINUTES)


def _minutes(text: object, pointer: str) -> int:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise FieldError("bad_time", pointer=pointer)
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def meet_windows(first: Windows, second: Windows) -> Windows:
    """The time of a date that lies in windows of both."""
    both = intersect(merge(first), merge(second))
    return tuple(Window(start, end) for start, end in both)


def windows_json(windows: Windows) -> list[list[str]]:
    """The JSON form that `parse_windows` reads."""
    return [[_clock(w.start), _clock(w.end)] for w in windows]


def _clock(minutes: int) -> str:
    minutes = minutes - DAY_MINUTES if minutes > DAY_MINUTES else minutes
    return f"{minutes // 60:02}:{minutes % 60:02}"


def parse_date(text: object, *, pointer: str = "") -> date:
    """A date written `YYYY-MM-DD`. FieldError `bad_date`."""
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise FieldError("bad_date", pointer=pointer)


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """The windows of the seven weekdays, Monday first (the order of `date.weekday()`)."""

    days: tuple[Windows, ...]

    @classmethod
    def parse(cls, value: object, *, pointer: str = "") -> Self:
        """From the host's JSON shape, decoded; null is closed all week."""
        week = {} if value is None else value
        if not isinstance(week, Mapping):
            raise FieldError("not_an_object", pointer=pointer)
        for key in week:
            if key not in DAY_NAMES:
                raise FieldError("unknown_day", pointer=_child(pointer, key))
        return cls(tuple(parse_windows(week.get(day), pointer=f"{pointer}/{day}") for day in DAY_NAMES))

    @classmethod
    def always(cls) -> Self:
        """Open around the clock, every day."""
        return cls(((Window(0, DAY_MINUTES),),) * 7)

    def long_windows(self) -> list[tuple[str, int]]:
        """Windows that may be a mistake: pointers into `to_json`, and minutes. A whole day is meant."""
        return [
            (f"/{day}/{number}", window.end - window.start)
            for day, windows in zip(DAY_NAMES, self.days, strict=True)
            for number, window in enumerate(windows)
            if window.end - window.start >= LONG_WINDOW_MINUTES and window != Window(0, DAY_MINUTES)
        ]

    def to_json(self) -> dict[str, list[list[str]]]:
        """The shape that `parse` reads, Sunday first; closed days are left out."""
        week = zip(DAY_NAMES, self.days, strict=True)
        sunday_first = sorted(week, key=lambda item: (DAY_NAMES.index(item[0]) + 1) % 7)
        return {day: windows_json(windows) for day, windows in sunday_first if windows}


def _child(pointer: str, key: object) -> str:
    """Pointer to a made-up key: escaped (RFC 6901), or its parent's if it is long or unprintable."""
    if not isinstance(key, str) or len(key) > 40 or not key.isprintable():
        return pointer
    return f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}"


def default_hours(
    working_hours: str | None, zone: ZoneInfo, *, pointer: str = "/working_hours"
) -> WeeklyHours:
    """Weekly hours of a host that has only `business.working_hours`, such as `08:00-18:00`.

    They hold on the zone's working week: Sunday to Thursday in Israel, Monday to Friday elsewhere.
    FieldError `bad_time_range`.
    """
    parts = [part.strip() for part in (working_hours or "").split("-")]
    if len(parts) != 2 or not all(_TIME.fullmatch(part) for part in parts) or parts[0] == "24:00":
        raise FieldError("bad_time_range", pointer=pointer)
    working = (0, 1, 2, 3, 6) if zone.key in _ISRAEL else (0, 1, 2, 3, 4)
    windows = (_window(parts, pointer),)
    return WeeklyHours(tuple(windows if day in working else () for day in range(7)))


class Openings(NamedTuple):
    """Open time as instants. `merged`: the openings; `grids`: the same time, cut where a grid starts anew.

    The grid starts with its opening. An opening that began more than two local days ago (24/7 is the
    common one) starts anew at each local midnight, so that a day's slots do not depend on the query.
    """

    merged: Sequence[Interval]
    grids: Sequence[Interval]


class Hours(Protocol):
    """A source of open time."""

    @property
    def zone(self) -> ZoneInfo: ...

    def openings(self, first: date, last: date) -> Openings:
        """Openings that meet the local dates first..last (inclusive), extended as far as the grid needs."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class OpeningHours:
    """Weekly hours in a zone, with the dates on which other hours hold. Equal only to itself.

    `closed` are dates that are closed from midnight to midnight: a window of the evening before ends at
    midnight.
    """

    weekly: WeeklyHours
    zone: ZoneInfo
    overrides: Mapping[date, Windows] = field(default_factory=dict)
    closed: frozenset[date] = frozenset()

    def on(self, day: date) -> Windows:
        """The windows that start on a local date."""
        windows = self.overrides.get(day)
        if windows is None:
            windows = self.weekly.days[day.weekday()]
        if self.closed and day + ONE_DAY in self.closed:
            return tuple(Window(start, min(end, DAY_MINUTES)) for start, end in windows)
        return windows

    def openings(self, first: date, last: date) -> Openings:
        return _openings(self, first, last)


# The same dates are asked for again and again; the hours of this object never change.
@lru_cache(maxsize=4096)
def _openings(hours: OpeningHours, first: date, last: date) -> Openings:
    # One day more than the grid rule looks back, so that an opening cut off here is known to be older.
    start = first - timedelta(days=ANCHOR_DAYS + 1)
    days = (start + timedelta(days=i) for i in range((last - start).days + 1))
    merged = merge(_instants(hours.zone, day, window) for day in days for window in hours.on(day))
    return Openings(merged, [cut for opening in merged for cut in _cut(opening, hours.zone)])


def _instants(zone: ZoneInfo, day: date, window: Window) -> Interval:
    return _wall_second(zone, day, window.start), _wall_second(zone, day, window.end)


def _wall_second(zone: ZoneInfo, day: date, minutes: int) -> int:
    """`instant` of a date and minutes of its wall clock, in integers for speed."""
    if minutes >= DAY_MINUTES:
        day, minutes = day + ONE_DAY, minutes - DAY_MINUTES
    wall = datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)  # noqa: DTZ001 - a wall time
    offset = zone.utcoffset(wall) or timedelta()
    return (day.toordinal() - _EPOCH_DAY) * 86400 + minutes * 60 - offset.days * 86400 - offset.seconds


def _cut(opening: Interval, zone: ZoneInfo) -> Iterable[Interval]:
    start, end = opening
    if end - start <= ANCHOR_DAYS * DAY_MINUTES * 60:
        return [opening]
    day = local_date(start, zone) + timedelta(days=ANCHOR_DAYS + 1)
    edges = [start]
    while (at := midnight(day, zone)) < end:
        edges.append(at)
        day += ONE_DAY
    edges.append(end)
    return [(a, b) for a, b in pairwise(edges) if a < b]
