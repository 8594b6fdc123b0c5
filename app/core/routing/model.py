"""Inputs and results of routing: plain frozen values.

Ids are opaque: any hashable value (an integer of the database, a string of a benchmark) passes unchanged.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

ALGORITHM_VERSION = "1"


QUESTION_MAX_LENGTH = 500

Strictness = Literal["normal", "strict"]

ExampleMode = Literal["off", "shadow", "on"]
"""Use of a business's examples: none, only noted beside the answer of the rules, or as an answer."""

Decision = Literal["routed", "ask", "default"]

Intent = Literal["booking", "cancellation", "reschedule", "complaint", "question"]

Source = Literal["keyword", "label", "service_label", "name", "meaning", "example"]

DecisionReason = Literal[
    "single_match",
    "label_match",
    "priority",
    "longest_phrase",
    "stronger_match",
    "self_correction",
    "only_calendar",
    "two_calendars",
    "label_text_conflict",
    "negated_only",
    "not_a_booking",
    "not_offered",
    "no_match",
    "below_threshold",
    "answer",
    "examples",
    "no_calendar",
]


AUTOMATIC_NAME = "לוח ברירת מחדל"
"""The name that the database gives to the default calendar of a new business."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A bookable calendar. A higher `priority` comes first."""

    id: Hashable
    name: str
    type_key: str | None = None
    priority: int = 0
    tags: tuple[str, ...] = ()
    is_active: bool = True

    @property
    def is_automatic(self) -> bool:
        """Whether this is the default calendar as the database made it, and not renamed since."""
        return self.type_key == "default" and self.name == AUTOMATIC_NAME


@dataclass(frozen=True, slots=True)
class Rule:
    """Labels and keywords that mean a calendar, on one channel or on all of them."""

    id: Hashable
    calendar_id: Hashable
    labels: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    channel_scope: str = "all"
    when_ambiguous_ask: bool = False
    question_text: str | None = None
    priority: int = 0
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The customer's request. `service_label` is the service that an agent has understood, if any.

    `channel` is "all" where it is not known.
    """

    text: str
    service_label: str | None = None
    channel: str = "all"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a calendar. `start`, `end`: half-open span of the raw text, in code points.

    For the source "service_label" it is a span of the label. `weight` is in 0..1.
    """

    rule_id: Hashable | None
    calendar_id: Hashable
    source: Source
    keyword: str
    matched: str
    start: int
    end: int
    how: str
    weight: float


@dataclass(frozen=True, slots=True)
class Loser:
    """A calendar that was not chosen, and why. `weight` is that of its best evidence, or 0 without any."""

    calendar_id: Hashable
    why: str
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Negation:
    """Words that negate or correct a service: a half-open span of the raw text, in code points."""

    start: int
    end: int
    matched: str
    kind: str


@dataclass(frozen=True, slots=True)
class LabelResolution:
    """The calendars that `service_label` matched, best first; empty where it matched none."""

    label: str
    calendar_ids: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer of routing, with its reasons.

    `decision`: "routed" names one calendar by evidence, "default" names the only active calendar, "ask"
    carries a question and its `candidates` in the order to offer them. An `intent` other than "booking" is
    what the customer wants instead of a new appointment. `confidence` and `threshold` are in 0..1.
    """

    decision: Decision
    reason: DecisionReason
    calendar_id: Hashable | None
    candidates: tuple[Hashable, ...]
    intent: Intent
    language: str
    confidence: float
    threshold: float
    question: str | None = None
    evidence: tuple[Evidence, ...] = ()
    losers: tuple[Loser, ...] = ()
    negations: tuple[Negation, ...] = ()
    label: LabelResolution | None = None
    algorithm_version: str = ALGORITHM_VERSION
