"""Examples of a business: sentences of customers, each with the calendar that was meant."""

import hashlib
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from app.core.routing.matching.compiler import id_order
from app.core.routing.words.text import tokenize

MIN_EXAMPLES = 10
"""Different examples that a calendar needs before it is suggested."""

MAX_EXAMPLES_PER_CALENDAR = 200

MAX_EXAMPLES = 4_000

MAX_CALENDARS = 40


class Example(NamedTuple):
    """A sentence and its calendar. `id` identifies the example and does not take part in training."""

    text: str
    calendar_id: Hashable
    id: Hashable = None


class SimilarExample(NamedTuple):
    """An example and how similar a text is to it, in 0..1."""

    example: Example
    likeness: float


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """The usable examples in a canonical order, and the calendars that have enough of them.

    Examples of the other calendars are kept as counterexamples.
    """

    examples: tuple[Example, ...]
    calendars: tuple[Hashable, ...]

    @property
    def version(self) -> str:
        """A hash of all texts and their calendars: equal training sets have equal versions everywhere."""
        return digest(repr([(example.text, example.calendar_id) for example in self.examples]))[:16]


@dataclass(frozen=True, slots=True)
class CalendarSuggestion:
    """The calendar whose examples a text resembles most. All numbers are in 0..1.

    `share`: how far the text resembles this calendar's examples and not the others'; `runner_up`: the share
    of the second calendar; `known`: the part of the text that occurs in any example; `nearest`: this
    calendar's most similar examples, best first.
    """

    calendar_id: Hashable
    share: float
    runner_up: float
    known: float
    nearest: tuple[SimilarExample, ...]
    version: str


class ExampleModel(Protocol):
    """A model trained on a training set: app/routing/example_model.py."""

    @property
    def version(self) -> str: ...

    def suggest(self, text: str) -> CalendarSuggestion | None: ...


def training_set_of(examples: Iterable[Example], calendars: Sequence[Hashable]) -> TrainingSet | None:
    """The examples to train on; None unless 2 to 40 of `calendars` have enough of them.

    The order of the arguments does not matter, not even for which examples are kept where there are too many.
    """
    of_calendar = usable_examples(examples, calendars)
    enough = [calendar for calendar, given in of_calendar.items() if len(given) >= MIN_EXAMPLES]
    if not 2 <= len(enough) <= MAX_CALENDARS:
        return None
    most = min(MAX_EXAMPLES_PER_CALENDAR, MAX_EXAMPLES // len(of_calendar))
    kept = [example for given in of_calendar.values() for example in _sample(given, most)]
    return TrainingSet(tuple(sorted(kept, key=_order)), tuple(sorted(enough, key=id_order)))


def usable_examples(
    examples: Iterable[Example], calendars: Iterable[Hashable]
) -> dict[Hashable, list[Example]]:
    """Examples by calendar. Different spellings of one sentence count once; one of two calendars does not."""
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


def _sample(given: list[Example], most: int) -> list[Example]:
    return given if len(given) <= most else sorted(given, key=lambda example: digest(example.text))[:most]


def _order(example: Example) -> tuple[str, str, str]:
    return id_order(example.calendar_id), example.text, id_order(example.id)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
