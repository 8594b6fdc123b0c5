"""The routing of an inquiry by a business's rules, and the notes for the journal of inquiries."""

import secrets
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from app.core.principal import BusinessId
from app.core.routing.deciding.followup import order_as_asked
from app.core.routing.examples.gaps import ExampleOutcome
from app.core.routing.model import ALGORITHM_VERSION, Calendar, Inquiry
from app.core.stored_json import texts
from app.customers.numbers import customer_of, stored_hash
from app.customers.phones import E164
from app.db.query import Query, Reader
from app.routing.journal import InquiryNote, MeantNote, Note
from app.routing.ruleset import CurrentRules
from app.schemas.routing import (
    Candidate,
    EvidenceOut,
    Explanation,
    LabelOut,
    LoserOut,
    NegationOut,
    ProposedOut,
    ResolutionOut,
)
from app.schemas.scheduling import InquiryIn
from app.sentences.languages import Language
from app.sentences.problems import routing_text

# Many clients read JSON numbers as floating point, which is exact up to 2^53.
MAX_INQUIRY_ID = 2**53 - 1


class _CalendarRow(NamedTuple):
    id: int
    name: str
    type_key: str | None
    priority: int
    allowed_tags: str


_CALENDARS = Query(
    """
    SELECT id, name, type_key, priority, allowed_tags::text FROM business_calendars
    WHERE business_id = :business AND is_active ORDER BY priority DESC, id
    """,
    _CalendarRow,
)


async def active_calendars(reader: Reader, business: BusinessId) -> tuple[Calendar, ...]:
    """The calendars that can be booked, the highest priority first, then the lowest id."""
    return tuple(
        Calendar(row.id, row.name, row.type_key, row.priority, texts(row.allowed_tags))
        for row in await _CALENDARS.rows(reader, business=business)
    )


@dataclass(frozen=True, slots=True)
class InquiryContext:
    """The data stored with an inquiry's words. `answers_id`: the inquiry whose question it answers."""

    at: datetime
    conversation: str | None = None
    number: E164 | None = None
    answers_id: int | None = None


class ResolvedInquiry(NamedTuple):
    """An answer, and the notes to add to the journal once it is committed. A dry run has none."""

    out: ResolutionOut
    notes: tuple[Note, ...] = ()


def resolve_inquiry(
    current: CurrentRules,
    business: BusinessId,
    inquiry: InquiryIn,
    customer: InquiryContext | None = None,
    *,
    language: Language = "en",
) -> ResolvedInquiry:
    """Route an inquiry. Without a `customer` it is a dry run, with an explanation."""
    decided = current.decide(as_inquiry(inquiry))
    return _with_notes(current, business, inquiry, decided, customer, language)


def resolve_answer(
    current: CurrentRules,
    business: BusinessId,
    candidates: Sequence[int],
    answer: InquiryIn,
    customer: InquiryContext | None = None,
    *,
    language: Language = "en",
) -> ResolvedInquiry:
    """Route the customer's answer to a question that offered `candidates`, in that order."""
    meant = current.follow_up(tuple(candidates), as_inquiry(answer))
    return _with_notes(current, business, answer, ExampleOutcome(meant, None), customer, language)


def _with_notes(
    current: CurrentRules,
    business: BusinessId,
    inquiry: InquiryIn,
    decided: ExampleOutcome,
    customer: InquiryContext | None,
    language: Language = "en",
) -> ResolvedInquiry:
    out = _out(current, decided, language if customer is None else None)
    if customer is None or current.settings.inquiry_storage == "off":
        return ResolvedInquiry(out)
    out = out.model_copy(update={"inquiry_id": 1 + secrets.randbelow(MAX_INQUIRY_ID)})
    proposed = decided.proposed.calendar_id if decided.proposed else None
    notes: list[Note] = [
        InquiryNote({**_row(current, business, inquiry, out, customer), "proposed_calendar_id": proposed})
    ]
    if customer.answers_id is not None and out.decision == "routed" and out.calendar_id is not None:
        meant = MeantNote(business, out.calendar_id, "answer", customer.at, inquiry_id=customer.answers_id)
        notes.append(meant)
    return ResolvedInquiry(out, tuple(notes))


def _row(
    current: CurrentRules,
    business: BusinessId,
    inquiry: InquiryIn,
    out: ResolutionOut,
    customer: InquiryContext,
) -> dict[str, Any]:
    """The columns of RoutingInquiry."""
    settings = current.settings
    return {
        "business_id": business,
        "id": out.inquiry_id,
        "at": customer.at,
        "expires_at": customer.at + timedelta(days=settings.inquiry_retention_days),
        "channel": inquiry.channel,
        "intent_text": inquiry.intent_text if settings.inquiry_storage == "text" else None,
        "service_label": inquiry.service_label,
        "decision": out.decision,
        "reason": out.reason,
        "calendar_id": out.calendar_id,
        "candidates": [candidate.id for candidate in out.candidates],
        "rule_ids": sorted({found.rule_id for found in out.evidence if found.rule_id is not None}),
        "evidence": [found.model_dump() for found in out.evidence],
        "intent": out.intent,
        "language": out.language,
        "rules_version": current.version,
        "algorithm_version": ALGORITHM_VERSION,
        "answers_id": customer.answers_id,
        "conversation": conversation_of(business, customer.conversation),
        "customer": customer_of(business, customer.number),
    }


def conversation_of(business: BusinessId, conversation: str | None) -> str | None:
    """The hash of a conversation's name, as it is stored: it can be found and not read."""
    return stored_hash(business, "conversation", conversation)


def as_inquiry(given: InquiryIn) -> Inquiry:
    return Inquiry(given.intent_text, given.service_label, given.channel)


def _out(current: CurrentRules, decided: ExampleOutcome, explain_in: Language | None) -> ResolutionOut:
    answer = decided.answer
    names = {calendar.id: calendar.name for calendar in current.compiled.calendars}
    # "The first one" means the first that the customer heard.
    offered = order_as_asked(current.compiled, answer.candidates, answer.question)
    return ResolutionOut(
        decision=answer.decision,
        reason=answer.reason,
        calendar_id=_id(answer.calendar_id),
        calendar_name=names.get(answer.calendar_id),
        needs_clarification=answer.decision == "ask",
        question=answer.question,
        candidates=[Candidate(id=cast("int", id_), name=names[id_]) for id_ in offered],
        intent=answer.intent,
        language=answer.language,
        confidence=answer.confidence,
        evidence=[EvidenceOut.model_validate(item) for item in answer.evidence],
        explanation=_explanation(decided, current.version, explain_in) if explain_in else None,
    )


def _explanation(decided: ExampleOutcome, rules_version: str, language: Language) -> Explanation:
    answer = decided.answer
    return Explanation(
        message=routing_text(answer.reason, language),
        losers=[LoserOut.model_validate(item) for item in answer.losers],
        negations=[NegationOut.model_validate(item) for item in answer.negations],
        label=LabelOut.model_validate(answer.label) if answer.label else None,
        threshold=answer.threshold,
        algorithm_version=answer.algorithm_version,
        rules_version=rules_version,
        examples=_proposal(decided),
    )


def _proposal(decided: ExampleOutcome) -> ProposedOut | None:
    proposed = decided.proposed
    if proposed is None or proposed.calendar_id is None:
        return None
    return ProposedOut(
        calendar_id=cast("int", proposed.calendar_id),
        confidence=proposed.confidence,
        evidence=[EvidenceOut.model_validate(item) for item in proposed.evidence],
        used=decided.answer is proposed,
    )


def _id(value: Hashable | None) -> int | None:
    return cast("int | None", value)
