"""Where an inquiry goes, and why, and how careful a business wants that to be."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from app.core.routing.model import Decision, ExampleMode, Strictness
from app.schemas.calendars import Question
from app.schemas.common import Id, Input, Output, example, optional

InquiryStorage = Literal["text", "spans", "off"]

RetentionDays = Annotated[int, Field(ge=1, le=365, description="Days that an inquiry is kept.")]


class RoutingSettingsChange(Input):
    """What is to change; a field left out stays as it is.

    `inquiry_storage` counts for inquiries to come: the customer's words (`text`), only the words that matched
    a rule (`spans`), or nothing (`off`). `inquiry_retention_days` counts for those that are stored too.
    """

    model_config = example(strictness="strict", default_question="לאיזה שירות?", inquiry_retention_days=30)

    strictness: Strictness = optional()
    default_question: Question | None = optional()
    inquiry_storage: InquiryStorage = optional()
    examples: ExampleMode = optional()
    inquiry_retention_days: RetentionDays = optional()


def _off_where_never_set(stored: object) -> object:
    return "off" if stored is None else stored


class RoutingSettingsOut(Output):
    """`default_question` is asked where nothing tells which calendar is meant; null: the calendars' names."""

    strictness: Strictness
    default_question: str | None
    inquiry_storage: InquiryStorage
    inquiry_retention_days: int
    examples: Annotated[ExampleMode, BeforeValidator(_off_where_never_set)]


class EvidenceOut(Output):
    """One reason for a calendar; `start` and `end` are half-open positions in the text as it was sent."""

    rule_id: Id | None
    calendar_id: Id
    source: str
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
    """Words that take back what they span."""

    start: int
    end: int
    matched: str
    kind: str


class LabelOut(Output):
    """The calendars that `service_label` matched, best first."""

    label: str
    calendar_ids: tuple[Id, ...]


class ProposedOut(Output):
    """What the business's examples say where the rules left a gap; `used`: it became the answer."""

    calendar_id: Id
    confidence: float
    evidence: list[EvidenceOut]
    used: bool


class Explanation(Output):
    """Only when asked for: all that spoke for or against a calendar. `message` is `reason` in words."""

    message: str
    losers: list[LoserOut]
    negations: list[NegationOut]
    label: LabelOut | None
    threshold: float
    algorithm_version: str
    rules_version: str = Field(description="Changes whenever a calendar or rule that counts does.")
    examples: ProposedOut | None = Field(None, description="What examples say; null: nothing, or off.")


class Candidate(Output):
    id: Id
    name: str


class ResolutionOut(Output):
    """A calendar (`routed`, or `default`: the only one there is) or a question (`ask`) with candidates.

    `intent` other than `booking` says what the customer wants instead of a new appointment.
    """

    decision: Decision
    reason: str
    calendar_id: Id | None
    calendar_name: str | None
    needs_clarification: bool
    question: str | None
    candidates: list[Candidate] = Field(description="In the order to offer them.")
    intent: str
    language: str
    confidence: float
    evidence: list[EvidenceOut]
    explanation: Explanation | None = None
    inquiry_id: int | None = Field(None, description="Under which it is kept; null: it is not.")
