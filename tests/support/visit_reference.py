"""A second computation of what a visit can have, minute by minute, to compare the engine with.

It shares no code with `app`. Times are minutes from one midnight; each demand is a list of choices, each a
calendar with the windows that it is taken in. Every assignment of calendars and seats is tried.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

Span = tuple[int, int]


@dataclass(frozen=True)
class ReferenceCalendar:
    """`busy`: spans with the seat that each takes, None for all of them."""

    open: list[Span]
    busy: list[tuple[int, int, int | None]]
    capacity: int = 1
    before: int = 0
    after: int = 0
    party_max: int | None = None


@dataclass(frozen=True)
class ReferenceChoice:
    calendar: int
    windows: list[Span]


@dataclass(frozen=True)
class ReferenceVisit:
    """The first demand is the leading calendar's."""

    minutes: int
    demands: list[list[ReferenceChoice]]
    party: int = 1


Taken = tuple[int, tuple[int, ...], list[Span]]


def can_begin(visit: ReferenceVisit, calendars: dict[int, ReferenceCalendar], start: int) -> bool:
    """Whether some assignment of calendars and seats lets the visit begin at a minute."""
    lead = calendars[visit.demands[0][0].calendar]
    if not any(a <= start and start + visit.minutes <= b for a, b in lead.open):
        return False
    ways = [
        [way for choice in demand for way in seatings(visit, calendars, choice, number == 0, start)]
        for number, demand in enumerate(visit.demands)
    ]
    return any(at_peace(assignment) for assignment in product(*ways))


def seatings(
    visit: ReferenceVisit,
    calendars: dict[int, ReferenceCalendar],
    choice: ReferenceChoice,
    leads: bool,
    start: int,
) -> Iterator[Taken]:
    """Each set of seats of a calendar that is free for its windows."""
    calendar = calendars[choice.calendar]
    if visit.party > (calendar.party_max or visit.party):
        return
    windows = [(start + a, start + b) for a, b in choice.windows]
    within = [(max(a, start), min(b, start + visit.minutes)) for a, b in windows]
    if not all(a >= b or any(c <= a and b <= d for c, d in calendar.open) for a, b in within):
        return
    minutes = {m for a, b in windows for m in range(a - calendar.before, b + calendar.after)}
    free = [
        seat
        for seat in range(calendar.capacity)
        if minutes.isdisjoint(
            m for a, b, taken in calendar.busy if taken in (None, seat) for m in range(a, b)
        )
    ]
    count = visit.party if leads and calendar.capacity > 1 and calendar.party_max is None else 1
    for seats in combinations(free, count):
        yield choice.calendar, seats, windows


def at_peace(assignment: tuple[Taken, ...]) -> bool:
    """Whether no seat is taken by two demands at the same time."""
    return not any(
        one[0] == other[0]
        and set(one[1]) & set(other[1])
        and any(a < d and c < b for a, b in one[2] for c, d in other[2])
        for one, other in combinations(assignment, 2)
    )
