"""What customers asked for, as it is kept."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from app.schemas.common import Id, Input, Output, ShortText, example
from app.schemas.routing import EvidenceOut
from app.schemas.scheduling import Phone

InquiryId = Annotated[int, Field(ge=1, le=2**53 - 1, examples=[4503599627370497])]
MeantBy = Literal["staff", "answer", "booking"]


class InquiryOut(Output):
    """An inquiry and what was decided. `intent_text` is null where only the words that matched are kept.

    `answers_id`: the inquiry whose question this one answers. `meant_calendar_id`: the calendar that was
    meant after all; `meant_by` who knows: staff, the customer's answer, or a booking in the conversation.
    """

    id: InquiryId
    at: datetime
    expires_at: datetime
    channel: str
    intent_text: str | None
    service_label: str | None
    decision: Literal["routed", "ask", "default"]
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
    """Whose inquiries are to be erased: exactly one of the three.

    `conversation` and `customer_phone` are what came with the inquiry as `Luach-Conversation` and
    `Luach-Caller-Phone`.
    """

    model_config = example(customer_phone="050-1234567")

    customer_phone: Phone | None = None
    conversation: Annotated[ShortText, Field(min_length=1)] | None = None
    everything: bool = Field(False, description="All inquiries of the business.")


class ErasedOut(Output):
    erased: int
