"""Schemas of examples: sentences of customers per calendar, and a report about their use."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.routing.examples.examples import MAX_EXAMPLES_PER_CALENDAR
from app.core.routing.model import ExampleMode
from app.schemas.common import Id, Input, InstantOut, Output, Storable, example

ExampleText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000), Storable
]


class ExamplesIn(Input):
    """All examples of the calendar; they replace the previous ones."""

    model_config = example(texts=["הכלב נהיה שטיח, צריך לקצר לו את השיער", "הפרווה שלו כולה קשרים"])

    texts: Annotated[list[ExampleText], Field(max_length=MAX_EXAMPLES_PER_CALENDAR)]


class ExamplesOut(Output):
    calendar_id: Id
    texts: list[str]


class CalendarTaught(Output):
    """A calendar and the number of its different examples; with `enough` of them it takes part."""

    id: Id
    name: str
    examples: int


class ShadowOut(Output):
    """Numbers of stored inquiries: left open by the rules, answered by the examples (in `shadow`: would have
    been), and of these known to be right or wrong."""

    left_open: int
    answered: int
    right: int
    wrong: int


class ExamplesReport(Output):
    """`learned_at` is null until there are two calendars with `enough` examples; `installed`: this server
    has the extra `learn`. `examples` counts only once two calendars have enough."""

    mode: ExampleMode
    installed: bool
    learned_at: InstantOut | None
    enough: int
    calendars: list[CalendarTaught]
    answers: ShadowOut
