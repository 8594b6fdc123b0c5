"""Half-open intervals `[start, end)` of whole epoch seconds, and the arithmetic of lists of them.

Integers are fast enough for ten calendars of thirty days in a few milliseconds; `seconds`, `seconds_up` and
`moment` convert from and to aware datetimes. A list called *merged* is ascending, and no two of its intervals
overlap or touch. `merge` drops empty and inverted intervals.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

Interval = tuple[int, int]

_NEVER = -(1 << 62)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def seconds(moment: datetime) -> int:
    """The last whole second not after an aware datetime. ValueError if it is naive."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime is not an instant")
    # Not timestamp(): as a float, the last microsecond of a second is rounded up, from the year 2242 on.
    since = moment - _EPOCH
    return since.days * 86_400 + since.seconds


def seconds_up(moment: datetime) -> int:
    """The first whole second not before an aware datetime. ValueError if it is naive."""
    return seconds(moment) + (moment.microsecond > 0)


def moment(epoch: int) -> datetime:
    return datetime.fromtimestamp(epoch, UTC)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as a merged list, in which intervals that overlapped or touched are one."""
    out: list[Interval] = []
    begin = end = _NEVER
    for a, b in sorted(intervals):
        if a > end:
            if begin < end:
                out.append((begin, end))
            begin, end = a, b
        elif b > end:
            end = b
    if begin < end:
        out.append((begin, end))
    return out


def subtract(whole: Sequence[Interval], cuts: Sequence[Interval]) -> list[Interval]:
    """The time of `whole` that is not in `cuts`. Both merged; so is the result."""
    out: list[Interval] = []
    i, n = 0, len(cuts)
    for start, end in whole:
        while i < n and cuts[i][1] <= start:
            i += 1
        j = i
        while j < n and cuts[j][0] < end:
            if cuts[j][0] > start:
                out.append((start, cuts[j][0]))
            start = cuts[j][1]
            j += 1
        if start < end:
            out.append((start, end))
    return out


def intersect(left: Sequence[Interval], right: Sequence[Interval]) -> list[Interval]:
    """The time that lies in both. Both merged; so is the result."""
    out: list[Interval] = []
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            out.append((start, end))
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1
    return out


def clip(whole: Sequence[Interval], start: int, end: int) -> list[Interval]:
    """The part of a merged list in [start, end); nothing if that range is empty."""
    if start >= end:
        return []
    i = bisect_right(whole, start, key=lambda interval: interval[1])
    j = bisect_left(whole, end, key=lambda interval: interval[0])
    inside = list(whole[i:j])
    if inside:
        inside[0] = max(inside[0][0], start), inside[0][1]
        inside[-1] = inside[-1][0], min(inside[-1][1], end)
    return inside
