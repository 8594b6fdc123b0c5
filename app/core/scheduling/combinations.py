"""Combinations: for each demand of a visit a calendar and its seats, no two of them at odds."""

from collections.abc import Iterable, Sequence
from itertools import combinations, islice
from typing import NamedTuple

from app.core.scheduling.intervals import Interval
from app.core.scheduling.ready import Option, has_start

MAX_TRIES = 1000
"""Choices that are tried for one start. Eight demands with as many calendars each take some dozens."""


class ChosenCalendar(NamedTuple):
    """A calendar chosen for a demand, and the seats that are taken in it."""

    option: Option
    seats: tuple[int, ...]


Combination = tuple[ChosenCalendar, ...]


class MissingDemand(NamedTuple):
    """The demand, by its position, that no calendar can meet beside the others."""

    position: int


def find_combination(
    demands: Sequence[Sequence[Option]], start: int, day: Interval
) -> Combination | MissingDemand:
    """The combination for a visit that starts at a second of a day, in the order of choice.

    Demands with the fewest calendars choose first, so that two movers of whom one can also drive both find
    work. The answer depends on what is free alone: whoever asks twice is told the same.
    """
    fitting = []
    for position, options in enumerate(demands):
        free = [option for option in options if has_start(option.starts, start)]
        if not free:
            return MissingDemand(position)
        fitting.append(sorted(free, key=lambda option: option.rank(day)) if len(free) > 1 else free)
    order = sorted(range(len(fitting)), key=lambda position: (len(fitting[position]), position))
    search = _Choosing(fitting, order, start)
    if search.choose(0):
        return tuple(search.chosen[position] for position in range(len(fitting)))
    return MissingDemand(order[search.furthest])


class _Choosing:
    """The search for a combination, demand after demand, going back where one finds nothing."""

    def __init__(self, fitting: Sequence[Sequence[Option]], order: Sequence[int], start: int) -> None:
        self.fitting, self.order, self.start = fitting, order, start
        self.chosen: dict[int, ChosenCalendar] = {}
        self.furthest = 0
        self._tries = 0

    def choose(self, depth: int) -> bool:
        """Choose for the demands from this one on; whether all of them found a calendar."""
        if depth == len(self.order):
            return True
        self.furthest = max(self.furthest, depth)
        position = self.order[depth]
        for option in self.fitting[position]:
            for seats in self._seats(option, self._is_wanted_later(option, depth)):
                self._tries += 1
                if self._tries > MAX_TRIES:
                    return False
                self.chosen[position] = ChosenCalendar(option, seats)
                if self.choose(depth + 1):
                    return True
                del self.chosen[position]
        return False

    def _is_wanted_later(self, option: Option, depth: int) -> bool:
        return any(
            other.setup.diary == option.setup.diary
            for position in self.order[depth + 1 :]
            for other in self.fitting[position]
        )

    def _seats(self, option: Option, every: bool) -> Iterable[tuple[int, ...]]:
        """The lowest free seats that no chosen demand takes then; with `every`, all such sets of seats."""
        mine = option.taken_at(self.start)
        rivals = {
            seat
            for other in self.chosen.values()
            if other.option.setup.diary == option.setup.diary
            and _overlap(mine, other.option.taken_at(self.start))
            for seat in other.seats
        }
        free = [seat for seat in option.free_seats(self.start) if seat not in rivals]
        return islice(combinations(free, option.takes), None if every else 1)


def _overlap(one: Sequence[Interval], other: Sequence[Interval]) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)
