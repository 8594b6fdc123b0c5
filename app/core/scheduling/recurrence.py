"""Recurrence rules of RFC 5545, 3.3.10, expanded on the wall clock.

Understood: FREQ from DAILY to YEARLY, INTERVAL, COUNT or UNTIL (one of them), BYMONTH, BYMONTHDAY, BYDAY,
BYHOUR, BYMINUTE, BYSETPOS, WKST. Rules come from outside, so the expansion is bounded: it looks at each day
up to HORIZON_DAYS at most once, and a rule without any instance ends as well.
"""

import re
from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import takewhile
from typing import Self
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import DAY_NAMES
from app.core.scheduling.policy import MAX_WINDOW_DAYS
from app.core.scheduling.zones import WallKind, instant, wall_kind
from app.errors import FieldError

MAX_INSTANCES = 100

HORIZON_DAYS = MAX_WINDOW_DAYS
"""The longest booking window."""

_WEEKDAYS = {name[:2].upper(): number for number, name in enumerate(DAY_NAMES)}

_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")

_NUMBERS = {"BYMONTH": (1, 12), "BYHOUR": (0, 23), "BYMINUTE": (0, 59)}

_SIGNED = {"BYMONTHDAY": 31, "BYSETPOS": 366}

_KNOWN = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST", *_NUMBERS, *_SIGNED}

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}", re.ASCII)

_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", re.ASCII)

_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?", re.ASCII)


class _Bad(ValueError):
    """The text is not a rule that this module understands."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """`by_day`: pairs of ordinal (0: each) and weekday (Monday 0). `until`: UTC, wall time, or whole day."""

    frequency: str
    interval: int
    count: int | None
    until: datetime | date | None
    week_start: int
    by_day: frozenset[tuple[int, int]]
    numbers: dict[str, frozenset[int]]

    @classmethod
    def parse(cls, rule: str, *, pointer: str = "/rrule") -> Self:
        """From `FREQ=WEEKLY;COUNT=6`, in any case of letters. FieldError `bad_rrule`."""
        try:
            return cls._of(_parts(rule))
        except ValueError as error:
            raise _bad(pointer) from error

    @classmethod
    def _of(cls, parts: dict[str, str]) -> Self:
        frequency = parts.get("FREQ", "")
        if frequency not in _FREQUENCIES or ("COUNT" in parts) == ("UNTIL" in parts):
            raise _Bad
        by_day = frozenset(_ordinal_day(item) for item in _items(parts, "BYDAY"))
        if frequency in {"DAILY", "WEEKLY"} and any(ordinal for ordinal, _ in by_day):
            raise _Bad
        numbers = {
            name: frozenset(_number(item, *_bounds(name)) for item in _items(parts, name))
            for name in (*_NUMBERS, *_SIGNED)
        }
        if frequency == "WEEKLY" and numbers["BYMONTHDAY"]:
            raise _Bad
        return cls(
            frequency,
            _number(parts.get("INTERVAL", "1"), 1, 10_000),
            _number(parts["COUNT"], 1, MAX_INSTANCES) if "COUNT" in parts else None,
            _until(parts["UNTIL"]) if "UNTIL" in parts else None,
            _weekday(parts.get("WKST", "MO")),
            by_day,
            numbers,
        )

    def walls(self, first: datetime) -> Iterator[datetime]:
        """Wall times from `first` on, ascending, up to the horizon; the caller applies COUNT and UNTIL."""
        times = [
            time(hour, minute)
            for hour in sorted(self.numbers["BYHOUR"] or {first.hour})
            for minute in sorted(self.numbers["BYMINUTE"] or {first.minute})
        ]
        for days in self._periods(first.date()):
            walls = [
                datetime.combine(day, at) for day in days if self._fits(day, first.date()) for at in times
            ]
            yield from (wall for wall in self._at_positions(walls) if wall >= first)

    def _periods(self, first: date) -> Iterator[list[date]]:
        """The days of each year, month, week or day in which instances may lie."""
        begin, horizon = self._begin(first), first + timedelta(days=HORIZON_DAYS)
        while begin <= horizon:
            end = self._next(begin, 1)
            yield [begin + timedelta(days=i) for i in range((end - begin).days)]
            begin = self._next(begin, self.interval)

    def _begin(self, first: date) -> date:
        if self.frequency == "YEARLY":
            return first.replace(month=1, day=1)
        if self.frequency == "MONTHLY":
            return first.replace(day=1)
        back = (first.weekday() - self.week_start) % 7 if self.frequency == "WEEKLY" else 0
        return first - timedelta(days=back)

    def _next(self, begin: date, steps: int) -> date:
        if self.frequency in {"DAILY", "WEEKLY"}:
            return begin + timedelta(days=steps * (7 if self.frequency == "WEEKLY" else 1))
        months = begin.year * 12 + begin.month - 1 + steps * (12 if self.frequency == "YEARLY" else 1)
        return date(min(months // 12, date.max.year), months % 12 + 1, 1)

    def _fits(self, day: date, first: date) -> bool:
        months, days = self.numbers["BYMONTH"], self.numbers["BYMONTHDAY"]
        weekdays = self.by_day
        if not days and not weekdays:
            # Parts that the rule leaves out are taken from its first instance.
            if self.frequency == "WEEKLY":
                weekdays = frozenset({(0, first.weekday())})
            elif self.frequency != "DAILY":
                days = frozenset({first.day})
                months = months or (frozenset({first.month}) if self.frequency == "YEARLY" else months)
        length = monthrange(day.year, day.month)[1]
        return (
            (not months or day.month in months)
            and (not days or day.day in days or day.day - length - 1 in days)
            and (not weekdays or any(self._is_nth(day, ordinal, each) for ordinal, each in weekdays))
        )

    def _is_nth(self, day: date, ordinal: int, weekday: int) -> bool:
        if day.weekday() != weekday:
            return False
        if ordinal == 0:
            return True
        place, length = day.day, monthrange(day.year, day.month)[1]
        if self.frequency == "YEARLY" and not self.numbers["BYMONTH"]:
            place, length = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        return ordinal in {(place - 1) // 7 + 1, -((length - place) // 7 + 1)}

    def _at_positions(self, walls: list[datetime]) -> list[datetime]:
        positions = self.numbers["BYSETPOS"]
        if not positions:
            return walls
        count = len(walls)
        return [wall for i, wall in enumerate(walls) if i + 1 in positions or i - count in positions]

    def reaches(self, wall: datetime, zone: ZoneInfo) -> bool:
        """Whether a wall time is not after UNTIL."""
        if self.until is None:
            return True
        if not isinstance(self.until, datetime):
            return wall.date() <= self.until
        return (instant(wall, zone) if self.until.tzinfo else wall) <= self.until


def instances(
    rule: str, first: datetime, zone: ZoneInfo, *, pointer: str = "/rrule"
) -> tuple[list[datetime], list[datetime]]:
    """The instants of a recurrence from its first wall time on, and the wall times that do not exist.

    Local times that a clock change skips are left out and not counted (RFC 5545, 3.3.10). FieldError
    `bad_rrule` for a rule without COUNT or UNTIL, for none or more than MAX_INSTANCES instances, and for
    one that goes on beyond HORIZON_DAYS.
    """
    recurrence = Recurrence.parse(rule, pointer=pointer)
    starts: list[datetime] = []
    skipped: list[datetime] = []
    for wall in takewhile(lambda each: recurrence.reaches(each, zone), recurrence.walls(first)):
        if len(starts) == recurrence.count:
            break
        if wall_kind(wall, zone) is WallKind.GAP:
            skipped.append(wall)
            continue
        starts.append(instant(wall, zone))
        if len(starts) > MAX_INSTANCES:
            raise _bad(pointer)
    if not starts or len(starts) < (recurrence.count or 0) or _beyond(recurrence.until, first):
        raise _bad(pointer)
    return starts, skipped


def _beyond(until: datetime | date | None, first: datetime) -> bool:
    day = until.date() if isinstance(until, datetime) else until
    return day is not None and day > first.date() + timedelta(days=HORIZON_DAYS)


def _parts(rule: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in rule.upper().removeprefix("RRULE:").split(";")]
    parts = {name: value for name, _, value in pairs}
    if len(parts) < len(pairs) or not parts.keys() <= _KNOWN:
        raise _Bad
    return parts


def _items(parts: dict[str, str], name: str) -> list[str]:
    return parts[name].split(",") if name in parts else []


def _bounds(name: str) -> tuple[int, int]:
    return _NUMBERS.get(name) or (-_SIGNED[name], _SIGNED[name])


def _number(text: str, low: int, high: int) -> int:
    if not _NUMBER.fullmatch(text) or not low <= int(text) <= high or (low < 0 and int(text) == 0):
        raise _Bad
    return int(text)


def _ordinal_day(text: str) -> tuple[int, int]:
    found = _BYDAY.fullmatch(text)
    if found is None or (found[1] and not 1 <= abs(int(found[1])) <= 53):
        raise _Bad
    return int(found[1] or 0), _WEEKDAYS[found[2]]


def _weekday(text: str) -> int:
    if text not in _WEEKDAYS:
        raise _Bad
    return _WEEKDAYS[text]


def _until(text: str) -> datetime | date:
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise _Bad
    if found[2] is None:
        return date.fromisoformat(f"{text[:4]}-{text[4:6]}-{text[6:]}")
    wall = datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S")  # noqa: DTZ007 - a wall time
    return wall.replace(tzinfo=UTC) if found[3] else wall


def _bad(pointer: str) -> FieldError:
    return FieldError("bad_rrule", pointer=pointer, max=MAX_INSTANCES)
