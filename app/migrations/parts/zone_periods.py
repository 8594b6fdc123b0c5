"""The periods of every zone on its wall clock, as Python's zoneinfo reads them with the tzdata package.

Periods cover `FIRST_YEAR` to `HORIZON_YEAR`, the dates that appointments are made for. Wall times before and
after them are read with the nearest period.
"""

import math
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib import resources
from typing import NamedTuple
from zoneinfo import ZoneInfo, available_timezones

FIRST_YEAR, HORIZON_YEAR = 1970, 2100

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_DAY = 86_400

# Some days earlier, because a date begins earlier in the east.
_FIRST = int((datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds()) - 3 * _DAY

_HORIZON = int((datetime(HORIZON_YEAR, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())

# Python's years. Wall times outside have the offset 0, so that no arithmetic overflows.
_YEAR_1, _YEAR_10000 = -62_135_596_800.0, 253_402_300_800.0

# No rule of a zone sets the clocks twice within this time.
_PROBE = 28 * _DAY

# Weekdays of the Gregorian calendar repeat after 28 years, as long as every fourth year is a leap year: from
# 1901 to 2099.
_CYCLE = 10_227 * _DAY


class ZonePeriods(NamedTuple):
    """One zone's periods, in order; three lists of one length.

    `first_from` and `later_from`: where the period begins on the wall clock, in seconds since 1970-01-01
    00:00 of that clock, for the first and for the later reading of a wall time that occurs twice (`fold` 0
    and 1 of PEP 495). `utc_offsets`: seconds east of Greenwich.
    """

    first_from: list[float]
    later_from: list[float]
    utc_offsets: list[int]


@lru_cache(maxsize=1)
def all_zone_periods() -> dict[str, ZonePeriods]:
    """The periods of every zone by its name. Takes about a second."""
    folder = resources.files("tzdata") / "zoneinfo"
    by_data: dict[bytes, ZonePeriods] = {}
    found = {}
    for name in sorted(available_timezones()):
        data = (folder / name).read_bytes()
        if data not in by_data:
            by_data[data] = _periods(ZoneInfo(name), *_read_tzif(data))
        found[name] = by_data[data]
    return found


def _read_tzif(data: bytes) -> tuple[list[int], bool]:
    """The transitions of a TZif file (RFC 8536), and whether a yearly rule follows the last of them."""
    start = 0
    for size in (4, 8):  # version 1 comes first, and is skipped
        isut, isstd, leap, times, types, chars = struct.unpack(">6l", data[start + 20 : start + 44])
        body = start + 44
        start = body + times * (size + 1) + types * 6 + chars + leap * (size + 4) + isstd + isut
    return list(struct.unpack(f">{times}q", data[body : body + 8 * times])), b"," in data[start:]


def _periods(zone: ZoneInfo, transitions: list[int], ruled: bool) -> ZonePeriods:
    if ruled:
        transitions = transitions + list(_ruled(zone, max(transitions, default=_FIRST)))
    transitions = [at for at in transitions if at > _FIRST]
    before = _offset(zone, transitions[0] - 1 if transitions else _FIRST)
    periods = ZonePeriods([-math.inf, _YEAR_1], [-math.inf, _YEAR_1], [0, before])
    for at in transitions:
        after = _offset(zone, at)
        if after != before:
            # A skipped wall time belongs to the period before it, a repeated one to both.
            periods.first_from.append(float(at + max(before, after)))
            periods.later_from.append(float(at + min(before, after)))
            periods.utc_offsets.append(after)
            before = after
    periods.first_from.append(_YEAR_10000)
    periods.later_from.append(_YEAR_10000)
    periods.utc_offsets.append(0)
    return periods


def _ruled(zone: ZoneInfo, last: int) -> Iterator[int]:
    """The transitions after `last` that follow the zone's yearly rule."""
    cycle = list(_probed(zone, last, last + _CYCLE))
    while cycle and cycle[0] < _HORIZON:
        yield from (at for at in cycle if at < _HORIZON)
        cycle = [at + _CYCLE for at in cycle]


def _probed(zone: ZoneInfo, low: int, end: int) -> Iterator[int]:
    before = _offset(zone, low)
    while low < end:
        high = min(low + _PROBE, end)
        after = _offset(zone, high)
        if after != before:
            yield _change(zone, low, high)
        low, before = high, after


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The first second of low..high that has another offset than `low`."""
    before = _offset(zone, low)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, middle) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, at: int) -> int:
    offset = datetime.fromtimestamp(at, zone).utcoffset() or timedelta()
    return offset.days * _DAY + offset.seconds
