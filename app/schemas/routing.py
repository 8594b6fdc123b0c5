"""Schemas of routing: its settings, the resolution of an inquiry, and the explanation."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from app.core.routing.model import Decision, DecisionReason, ExampleMode, Intent, Source, Strictness
from app.schemas.calendars import Question
from app.schemas.common import Id, Input, Output, Versioned, example, optional

InquiryStorage = Literal["text", "spans", "off"]

RetentionDays = Annotated[int, Field(ge=1, le=365, description="Days that an inquiry is kept.")]


class RoutingSettingsChange(Input):
    """Changes of settings; a field left out stays as it is.

    `inquiry_storage` counts for new inquiries: store the customer's words (`text`), only the words that
    matched a rule (`spans`), or nothing (`off`). `inquiry_retention_days` counts for stored ones too.
    """

    model_config = example(strictness="strict", default_question="לאיזה שירות?", inquiry_retention_days=30)

    strictness: Strictness = optional()
    default_question: Question | None = optional()
    inquiry_storage: InquiryStorage = optional()
    examples: ExampleMode = optional()
    inquiry_retention_days: RetentionDays = optional()


def _off_where_never_set(stored: object) -> object:
    return "off" if stored is None else stored


class RoutingSettingsOut(Versioned):
    """`default_question` is asked if nothing shows which calendar is meant; null: one of the names."""

    strictness: Strictness
    default_question: str | None
    inquiry_storage: InquiryStorage
    inquiry_retention_days: int
    examples: Annotated[ExampleMode, BeforeValidator(_off_where_never_set)]


class EvidenceOut(Output):
    """One reason for a calendar; `start` and `end` are a half-open span of the text as it was sent."""

    rule_id: Id | None
    calendar_id: Id
    source: Source
    keyword: str
    matched: str
    start: int
    end: int
    how: str
    weight: float


class LoserOut(Output):
    """A calendar that was not chosen, and why."""

    calendar_id: Id
    why: str
    weight: float
    start: int | None
    end: int | None


class NegationOut(Output):
    """Words that negate or correct a service: a half-open span of the text."""

    start: int
    end: int
    matched: str
    kind: str


class LabelOut(Output):
    """The calendars that `service_label` matched, best first."""

    label: str
    calendar_ids: tuple[Id, ...]


class ProposedOut(Output):
    """The calendar that the business's examples suggest; `used`: it became the answer."""

    calendar_id: Id
    confidence: float
    evidence: list[EvidenceOut]
    used: bool


class Explanation(Output):
    """Everything that spoke for or against a calendar, on request. `message` is `reason` in words."""

    message: str
    losers: list[LoserOut]
    negations: list[NegationOut]
    label: LabelOut | None
    threshold: float
    algorithm_version: str
    rules_version: str = Field(description="Changes with every active calendar and rule.")
    examples: ProposedOut | None = Field(
        None, description="The examples' suggestion; null: none, or examples are off."
    )


class Candidate(Output):
    id: Id
    name: str


class ResolutionOut(Output):
    """A calendar (`routed`, or `default`: the only one there is) or a question (`ask`) with candidates.

    An `intent` other than `booking` is what the customer wants instead of a new appointment.
    """

    decision: Decision
    reason: DecisionReason
    calendar_id: Id | None
    calendar_name: str | None
    needs_clarification: bool
    question: str | None
    candidates: list[Candidate] = Field(description="In the order to offer them.")
    intent: Intent
    language: str
    confidence: float
    evidence: list[EvidenceOut]
    explanation: Explanation | None = None
    inquiry_id: int | None = Field(None, description="The id of the stored inquiry; null: it is not stored.")
