"""A business's own examples: sentences of customers with the calendar that each was really about."""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.core.routing.matching.matcher import id_order
from app.core.routing.words.text import tokenize

ENOUGH = 10
"""So many different examples a calendar needs before it is ever suggested."""

MOST_OF_A_CALENDAR = 200

MOST_EXAMPLES = 4_000

MOST_CALENDARS = 40


class Example(NamedTuple):
    """`id` is whatever finds the example again; it does not take part in learning."""

    text: str
    calendar_id: Hashable
    id: Hashable = None


class Near(NamedTuple):
    """An example that a text is like, in 0..1."""

    example: Example
    likeness: float


@dataclass(frozen=True, slots=True)
class Lesson:
    """The usable examples in an order of their own, and the calendars that have enough of them.

    Examples of a calendar with fewer stay: they show what the others are not.
    """

    examples: tuple[Example, ...]
    calendars: tuple[Hashable, ...]

    @property
    def version(self) -> str:
        """Of what is said and for which calendar: equal lessons have equal versions everywhere. Reads all."""
        return digest(repr([(example.text, example.calendar_id) for example in self.examples]))[:16]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the examples say of a text. All numbers are in 0..1.

    `share`: how much it looks like this calendar's examples and not like the others'; `runner_up`: the same
    of the next calendar; `known`: how much of the text any example has said; `nearest`: this calendar's
    examples that are most like it, best first.
    """

    calendar_id: Hashable
    share: float
    runner_up: float
    known: float
    nearest: tuple[Near, ...]
    version: str


class Learned(Protocol):
    """What was learned from a lesson; app/routing/example_model.py makes it."""

    @property
    def version(self) -> str: ...

    def suggest(self, text: str) -> Suggestion | None: ...


def lesson_of(examples: Iterable[Example], calendars: Sequence[Hashable]) -> Lesson | None:
    """What can be learned from; None where fewer than two of `calendars` have enough, or too many do.

    The order of neither argument matters; of too many examples the same ones stay however they are given.
    """
    of_calendar = usable_examples(examples, calendars)
    enough = [calendar for calendar, given in of_calendar.items() if len(given) >= ENOUGH]
    if not 2 <= len(enough) <= MOST_CALENDARS:
        return None
    most = min(MOST_OF_A_CALENDAR, MOST_EXAMPLES // len(of_calendar))
    kept = [example for given in of_calendar.values() for example in _some(given, most)]
    return Lesson(tuple(sorted(kept, key=_order)), tuple(sorted(enough, key=id_order)))


def usable_examples(
    examples: Iterable[Example], calendars: Iterable[Hashable]
) -> dict[Hashable, list[Example]]:
    """By calendar. A sentence counts once, however it is written; one given for two calendars not at all."""
    wanted = set(calendars)
    by_words: dict[tuple[str, ...], list[Example]] = defaultdict(list)
    for example in examples:
        words = tokenize(example.text).words
        if words and example.calendar_id in wanted:
            by_words[words].append(example)
    of_calendar: dict[Hashable, list[Example]] = defaultdict(list)
    for same in by_words.values():
        if len({example.calendar_id for example in same}) == 1:
            of_calendar[same[0].calendar_id].append(min(same, key=_order))
    return of_calendar


def _some(given: list[Example], most: int) -> list[Example]:
    return given if len(given) <= most else sorted(given, key=lambda example: digest(example.text))[:most]


def _order(example: Example) -> tuple[str, str, str]:
    return id_order(example.calendar_id), example.text, id_order(example.id)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
