"""What goes into routing and what comes out: plain frozen values, no I/O.

Ids are opaque: any hashable value (a bigint of the database, a string of a benchmark) passes unchanged.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

ALGORITHM_VERSION = "1"

CHANNEL_SCOPES = ("all", "calls", "whatsapp", "web", "api", "sms", "email")
"""Values of `channel_scope`; an inquiry's channel is one of them too ("all" = not known)."""

QUESTION_MAX_LENGTH = 500

Strictness = Literal["normal", "strict"]

Decision = Literal["routed", "ask", "default"]

Intent = Literal["booking", "cancellation", "reschedule", "complaint", "question"]

Source = Literal["keyword", "label", "service_label", "name", "meaning", "example"]

Reason = Literal[
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


@dataclass(frozen=True, slots=True)
class Calendar:
    """A bookable calendar as routing sees it. Higher `priority` comes first."""

    id: Hashable
    name: str
    type_key: str | None = None
    priority: int = 0
    tags: tuple[str, ...] = ()
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """These labels and keywords, on this channel, mean that calendar."""

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
    """What the customer asked. `service_label` is what an agent already understood, if anything."""

    text: str
    service_label: str | None = None
    channel: str = "all"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a calendar. `start`, `end`: half-open code-point span of the raw text.

    For source "service_label" the span is that of the label.
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
    """A calendar that was not chosen and why; `weight` is its best evidence before it lost, or 0."""

    calendar_id: Hashable
    why: str
    weight: float
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Negation:
    """A word that takes back what it spans: half-open code-point spans of the raw text."""

    start: int
    end: int
    matched: str
    kind: str


@dataclass(frozen=True, slots=True)
class LabelResolution:
    """What `service_label` meant: the calendars it matched, best first (empty: it said nothing)."""

    label: str
    calendar_ids: tuple[Hashable, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer of routing, with its reasons.

    `decision` "routed" names one calendar by evidence, "default" names the only one there is, "ask" carries
    a question with `candidates` in the order to offer them. `intent` other than "booking" says what the
    customer wants instead of a new appointment. `confidence` and `threshold` are in 0..1.
    """

    decision: Decision
    reason: Reason
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
