"""Schemas of stored inquiries: what customers asked for, replays, and suggested keywords."""

from typing import Annotated, Literal

from pydantic import FailFast, Field

from app.core.routing.model import Decision, Strictness
from app.core.routing.reviewing.replay import ChangeKind
from app.schemas.calendars import Question, RuleChange
from app.schemas.common import Id, Input, InstantOut, Output, ShortText, example, optional
from app.schemas.routing import EvidenceOut
from app.schemas.scheduling import InquiryIn, Phone

InquiryId = Annotated[int, Field(ge=1, le=2**53 - 1, examples=[4503599627370497])]

MeantBy = Literal["staff", "answer", "booking"]


class ResolveIn(InquiryIn):
    """The customer's words. For an answer to a question, also the `candidates` that the question offered, in
    their order, and its `inquiry_id` as `answers_id`."""

    candidates: list[Id] = Field(
        [], max_length=50, description="The candidates of the question that this answers."
    )
    answers_id: InquiryId | None = Field(None, description="The inquiry that led to the question.")


class InquiryOut(Output):
    """An inquiry and its decision. `intent_text` is null if only the words that matched are stored.

    `answers_id`: the inquiry whose question this one answers. `meant_calendar_id`: the calendar that turned
    out to be meant, known from `meant_by`: staff, the customer's answer, or a booking in the conversation.
    """

    id: InquiryId
    created_at: InstantOut = Field(validation_alias="at")
    expires_at: InstantOut
    channel: str
    intent_text: str | None
    service_label: str | None
    decision: Decision
    reason: str
    calendar_id: Id | None
    candidates: list[Id]
    rule_ids: list[Id] = Field(description="The rules that spoke for the answer.")
    evidence: list[EvidenceOut]
    intent: str
    language: str
    rules_version: str
    algorithm_version: str
    answers_id: InquiryId | None
    meant_calendar_id: Id | None
    meant_by: MeantBy | None


class EraseIn(Input):
    """The inquiries to erase: exactly one of the three.

    `conversation` and `customer_phone` are what came with the inquiry as `Luach-Conversation` and
    `Luach-Caller-Phone`.
    """

    model_config = example(customer_phone="050-1234567")

    customer_phone: Phone | None = None
    conversation: Annotated[ShortText, Field(min_length=1)] | None = None
    everything: bool = Field(False, description="All inquiries of the business.")


class ErasedOut(Output):
    erased: int


class RuleEdit(RuleChange):
    """An edited rule, not saved. With an `id`, fields left out keep their value; without, the rule is new."""

    id: Id | None = None


class ReplayIn(Input):
    """Edits that are not saved. `strictness` and `default_question` default to the business's own."""

    model_config = example(upsert=[{"calendar_id": 1, "match_keywords": ["מנוף"]}], limit=500)

    # Of 1,000 edits with 600 bad keywords each, the first is enough.
    upsert: Annotated[list[RuleEdit], FailFast()] = Field([], max_length=1000)
    delete: list[Id] = Field([], max_length=1000)
    strictness: Strictness = optional()
    default_question: Question | None = optional()
    limit: int = Field(1000, ge=1, le=1000, description="The number of inquiries, the newest ones.")


class ReplayOutcome(Output):
    decision: Decision
    reason: str
    calendar_id: Id | None
    candidates: list[Id]
    question: str | None


class ReplayChange(Output):
    """An inquiry that the edited rules would answer differently."""

    inquiry_id: InquiryId
    created_at: InstantOut
    channel: str
    intent_text: str
    service_label: str | None
    kind: ChangeKind
    before: ReplayOutcome
    after: ReplayOutcome


class CalendarCounts(Output):
    """Numbers of inquiries that the present and the edited rules send to a calendar; null: a question."""

    calendar_id: Id | None
    before: int
    after: int


class ReplayOut(Output):
    """The effect of the edits. Answers to questions are left out, because they depend on the question.

    `without_text`: the number of inquiries whose text is not stored. `not_reached`: the number of the oldest
    ones, for which the time was too short.
    """

    replayed: int
    without_text: int
    not_reached: int
    changed: int
    kinds: dict[str, int]
    calendars: list[CalendarCounts]
    changes: list[ReplayChange] = Field(description="The newest 200.")


class MeantIn(Input):
    """The calendar that an inquiry should have gone to; null takes it back."""

    model_config = example(calendar_id=1)

    calendar_id: Id | None


class MeantOut(Output):
    id: InquiryId
    meant_calendar_id: Id | None
    meant_by: MeantBy | None


class SuggestionExample(Output):
    inquiry_id: InquiryId
    intent_text: str


class SuggestionOut(Output):
    """A keyword that would have decided `inquiries` of them. Accept it by editing the rule."""

    calendar_id: Id
    calendar_name: str
    keyword: str
    rule_id: Id | None = Field(description="The calendar's rule to add it to; null: there is none.")
    inquiries: int
    examples: list[SuggestionExample]


class SuggestionsOut(Output):
    """`known`: the number of inquiries, stored with their text, that were corrected or answered after a
    question; `undecided`: the number of those that today's rules still do not route correctly."""

    known: int
    undecided: int
    suggestions: list[SuggestionOut]
