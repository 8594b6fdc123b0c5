"""Runs: starts at equal steps, as ranges of epoch seconds, and the wall-clock conditions on them.

A day of a one-minute grid is one range instead of 1,440 numbers: conditions cut ranges by arithmetic and look
at single starts only where the clock changes within a run.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import DAY_MINUTES, ONE_DAY
from app.core.scheduling.intervals import Interval
from app.core.scheduling.policy import MINUTE

DAY_SECONDS = DAY_MINUTES * MINUTE

Between = tuple[time, time]


def grid_runs(
    grids: Sequence[Interval], free: Sequence[Interval], step: int, duration: int, low: int, high: int
) -> Iterator[range]:
    """Grid starts in [low, high) whose appointment lies in one free interval, ascending; none is empty."""
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
            if run := range(anchor + skipped, min(stop, end), step):
                yield run
            i += 1


def part_of(run: range, low: int, high: int) -> range:
    """The starts of an ascending run that lie in [low, high)."""
    begin, end = (max(0, -((run.start - at) // run.step)) for at in (low, high))
    return run[begin:end]


def days_of(run: range, zone: ZoneInfo) -> Iterator[tuple[date, int, range]]:
    """The local dates of an ascending run: each date, the second of its 00:00, and the starts on it.

    Where the clock changes within the run, each start is returned alone.
    """
    first, last = datetime.fromtimestamp(run[0], zone), datetime.fromtimestamp(run[-1], zone)
    if first.utcoffset() != last.utcoffset():
        for at in run:
            local = datetime.fromtimestamp(at, zone)
            yield local.date(), at - _clock_second(local.time()), range(at, at + 1)
        return
    day, begin = first.date(), run[0] - _clock_second(first.time())
    while begin <= run[-1]:
        if part := part_of(run, begin, begin + DAY_SECONDS):
            yield day, begin, part
        day, begin = day + ONE_DAY, begin + DAY_SECONDS


@dataclass(frozen=True, slots=True)
class WallConditions:
    """Conditions on the wall clock of a start.

    `between`: [from, to) of its time, where a `to` not after `from` is past midnight. `dates`: its first and
    last date. `full`: dates that it must not have, unless it is one of the `sessions`.
    """

    zone: ZoneInfo
    between: Between | None = None
    dates: tuple[date, date] | None = None
    full: frozenset[date] = frozenset()
    sessions: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        """Whether there is any condition."""
        return self.between is not None or self.dates is not None or bool(self.full)

    def kept(self, run: range) -> Iterator[range]:
        """The parts of a run that meet the conditions, ascending; none is empty."""
        if not self:
            yield run
            return
        for day, midnight, part in days_of(run, self.zone):
            for allowed in self._allowed(day, part):
                for low, high in self._clock_seconds():
                    if piece := part_of(allowed, midnight + low, midnight + high):
                        yield piece

    def met(self, start: int) -> bool:
        """Whether a start meets the conditions."""
        return any(self.kept(range(start, start + 1)))

    def _allowed(self, day: date, part: range) -> Iterable[range]:
        """The starts of one date that its count of appointments allows."""
        if self.dates is not None and not self.dates[0] <= day <= self.dates[1]:
            return ()
        if day not in self.full:
            return (part,)
        return (range(at, at + 1) for at in sorted(self.sessions) if at in part)

    def _clock_seconds(self) -> tuple[Interval, ...]:
        """The times of day that are meant, in seconds of the wall clock."""
        if self.between is None:
            return ((0, DAY_SECONDS),)
        begin, end = map(_clock_second, self.between)
        return ((begin, end),) if begin < end else ((0, end), (begin, DAY_SECONDS))


def _clock_second(clock: time) -> int:
    """The first whole second of the day that is not before a time."""
    return (clock.hour * 60 + clock.minute) * MINUTE + clock.second + (clock.microsecond > 0)
