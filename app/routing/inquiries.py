"""Route an inquiry by a business's own rules."""

from collections.abc import Hashable, Sequence
from typing import cast

from app.db import Query, Reader
from app.routing.current import CurrentRules, current_rules, texts
from app.routing.followup import as_offered
from app.routing.model import Calendar, Inquiry, Resolution
from app.schemas.routing import (
    Candidate,
    EvidenceOut,
    Explanation,
    LabelOut,
    LoserOut,
    NegationOut,
    ResolutionOut,
)
from app.schemas.scheduling import InquiryIn
from app.tenancy.principal import BusinessId

_CALENDARS = Query(
    """
    SELECT id, name, type_key, priority, allowed_tags::text FROM business_calendars
    WHERE business_id = :business AND is_active ORDER BY priority DESC, id
    """
)


async def active_calendars(reader: Reader, business: BusinessId) -> tuple[Calendar, ...]:
    """The calendars that can be booked, the highest priority first, then the lowest id."""
    return tuple(
        Calendar(row["id"], row["name"], row["type_key"], row["priority"], texts(row["allowed_tags"]))
        for row in await _CALENDARS.rows(reader, business=business)
    )


async def resolve_inquiry(
    reader: Reader, business: BusinessId, inquiry: InquiryIn, *, explain: bool = False
) -> ResolutionOut:
    """Where an inquiry goes and why; nothing is stored."""
    current = await current_rules(reader, business)
    return _out(current, current.resolve(as_inquiry(inquiry)), explain=explain)


async def resolve_answer(
    reader: Reader,
    business: BusinessId,
    candidates: Sequence[int],
    answer: InquiryIn,
    *,
    explain: bool = False,
) -> ResolutionOut:
    """What the customer's answer to a question means that offered `candidates`, in that order."""
    current = await current_rules(reader, business)
    return _out(current, current.follow_up(tuple(candidates), as_inquiry(answer)), explain=explain)


def as_inquiry(given: InquiryIn) -> Inquiry:
    return Inquiry(given.intent_text, given.service_label, given.channel)


def _out(current: CurrentRules, answer: Resolution, *, explain: bool) -> ResolutionOut:
    names = {calendar.id: calendar.name for calendar in current.compiled.calendars}
    # "The first one" is the first that the customer heard.
    offered = as_offered(current.compiled, answer.candidates, answer.question)
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
        explanation=_explanation(answer, current.version) if explain else None,
    )


def _explanation(answer: Resolution, rules_version: str) -> Explanation:
    return Explanation(
        losers=[LoserOut.model_validate(item) for item in answer.losers],
        negations=[NegationOut.model_validate(item) for item in answer.negations],
        label=LabelOut.model_validate(answer.label) if answer.label else None,
        threshold=answer.threshold,
        algorithm_version=answer.algorithm_version,
        rules_version=rules_version,
    )


def _id(value: Hashable | None) -> int | None:
    return cast("int | None", value)
