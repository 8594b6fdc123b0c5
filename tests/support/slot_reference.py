"""A second computation of free slots, minute by minute, to compare the engine with.

It shares no code with `app`: openings become a set of open minutes, and every start is tried against it.
Its rules are those of docs/decisions/slot-engine.md, on the grid from the opening's start. A case is a
mapping in the form of tests/data/slots.json.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Case = dict[str, Any]
Minutes = set[int]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def free_starts(case: Case) -> list[str]:
    """UTC starts that can be booked, ascending, as `2026-06-10T06:00:00Z`."""
    open_minutes = opened(case)
    taken = {minute for start, end in case.get("busy_utc", ()) for minute in span(start, end)}
    before, after = case.get("buffer_before_min", 0), case.get("buffer_after_min", 0)
    earliest = datetime.fromisoformat(case["now_utc"]) + timedelta(minutes=case.get("min_notice_min", 0))
    found = []
    for start in candidates(open_minutes, case["slot_step_min"]):
        end = start + case["duration_min"]
        fits = open_minutes.issuperset(range(start, end))
        clear = taken.isdisjoint(range(start - before, end + after))
        if fits and clear and instant(start) >= earliest and in_range(case, start, end):
            found.append(instant(start).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return found


def candidates(open_minutes: Minutes, step: int) -> Iterator[int]:
    """Minutes on the grid: every `step` minutes from the first minute of an opening to its last."""
    for minute in sorted(open_minutes):
        if minute - 1 not in open_minutes:
            first = minute
        if (minute - first) % step == 0:
            yield minute


def in_range(case: Case, start: int, end: int) -> bool:
    if "query_utc" in case:
        whole = span(*case["query_utc"])
        return whole.start <= start and end <= whole.stop
    first, last = (date.fromisoformat(text) for text in case["range_local"])
    return first <= instant(start).astimezone(ZoneInfo(case["timezone"])).date() <= last


def opened(case: Case) -> Minutes:
    """Every open minute, counted from 1970."""
    if "members_open_utc" in case:
        members = [
            {minute for start, end in member for minute in span(start, end)}
            for member in case["members_open_utc"]
        ]
        return set.union(*members) if case["combine"] == "union" else set.intersection(*members)
    if "open_intervals_utc" in case:
        return {minute for start, end in case["open_intervals_utc"] for minute in span(start, end)}
    return {minute for day in dates(case) for minute in opened_on(day, case)}


def dates(case: Case) -> list[date]:
    """The local dates asked for, with two more on each side for openings that run past midnight."""
    first, last = (date.fromisoformat(text) for text in case["range_local"])
    return [first + timedelta(days=n) for n in range(-2, (last - first).days + 3)]


def opened_on(day: date, case: Case) -> Minutes:
    """Open minutes of the windows that begin on `day`."""
    weekly = case["opening_hours"].get(DAYS[day.weekday()], [])
    zone = ZoneInfo(case["timezone"])
    found: Minutes = set()
    for opens, closes in case.get("date_overrides", {}).get(day.isoformat(), weekly):
        ends_on = day if closes > opens else day + timedelta(days=1)
        found.update(range(wall(day, opens, zone), wall(ends_on, closes, zone)))
    return found


def wall(day: date, text: str, zone: ZoneInfo) -> int:
    """The minute of a wall-clock time; `fold=0` reads gaps and repeated times as RFC 5545 does."""
    hour, minute = (int(part) for part in text.split(":"))
    at = datetime(day.year, day.month, day.day, hour % 24, minute, tzinfo=zone, fold=0)
    return minute_of(at + timedelta(days=1) if hour == 24 else at)


def span(start: str, end: str) -> range:
    return range(*(minute_of(datetime.fromisoformat(text)) for text in (start, end)))


def minute_of(at: datetime) -> int:
    return int(at.timestamp()) // 60


def instant(minute: int) -> datetime:
    return datetime.fromtimestamp(minute * 60, UTC)
