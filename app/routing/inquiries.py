"""Route an inquiry by a business's own rules: load, compile (cached by content), decide."""

import hashlib
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import cast

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.models import BusinessCalendar, CalendarRoutingRule
from app.routing.followup import as_offered, follow_up
from app.routing.matcher import CompiledRules, compile_rules
from app.routing.model import Calendar, Inquiry, Resolution, Rule
from app.routing.resolver import resolve
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

Reader = AsyncConnection | AsyncSession

_CALENDARS = (
    select(
        BusinessCalendar.id,
        BusinessCalendar.name,
        BusinessCalendar.type_key,
        BusinessCalendar.priority,
        BusinessCalendar.allowed_tags,
    )
    .where(BusinessCalendar.business_id == bindparam("business"), BusinessCalendar.is_active)
    .order_by(BusinessCalendar.priority.desc(), BusinessCalendar.id)
)
_RULES = select(
    CalendarRoutingRule.id,
    CalendarRoutingRule.calendar_id,
    CalendarRoutingRule.match_labels,
    CalendarRoutingRule.match_keywords,
    CalendarRoutingRule.channel_scope,
    CalendarRoutingRule.when_ambiguous_ask,
    CalendarRoutingRule.question_text,
    CalendarRoutingRule.priority,
).where(CalendarRoutingRule.business_id == bindparam("business"), CalendarRoutingRule.is_active)


async def active_calendars(reader: Reader, business: BusinessId) -> tuple[Calendar, ...]:
    """The calendars that can be booked, the highest priority first, then the lowest id."""
    rows = await reader.execute(_CALENDARS, {"business": business})
    return tuple(Calendar(r.id, r.name, r.type_key, r.priority, tuple(r.allowed_tags)) for r in rows)


async def route(
    reader: Reader, business: BusinessId, calendars: tuple[Calendar, ...], inquiry: InquiryIn
) -> Resolution:
    """The pure core's answer for an inquiry among the active `calendars` of the business."""
    compiled = _compiled(calendars, await _rules(reader, business))
    return resolve(compiled, Inquiry(inquiry.intent_text, inquiry.service_label, inquiry.channel))


async def resolve_inquiry(
    reader: Reader, business: BusinessId, inquiry: InquiryIn, *, explain: bool = False
) -> ResolutionOut:
    """Where an inquiry goes and why; nothing is stored."""
    calendars = await active_calendars(reader, business)
    rules = await _rules(reader, business)
    answer = resolve(
        _compiled(calendars, rules), Inquiry(inquiry.intent_text, inquiry.service_label, inquiry.channel)
    )
    return _out(answer, calendars, rules, explain=explain)


async def resolve_answer(
    reader: Reader,
    business: BusinessId,
    candidates: Sequence[int],
    answer: InquiryIn,
    *,
    explain: bool = False,
) -> ResolutionOut:
    """What the customer's answer to a question means that offered `candidates`, in that order."""
    calendars = await active_calendars(reader, business)
    rules = await _rules(reader, business)
    meant = follow_up(_compiled(calendars, rules), candidates, answer.intent_text, channel=answer.channel)
    return _out(meant, calendars, rules, explain=explain)


def _out(
    answer: Resolution, calendars: tuple[Calendar, ...], rules: tuple[Rule, ...], *, explain: bool
) -> ResolutionOut:
    names = {calendar.id: calendar.name for calendar in calendars}
    # "The first one" is the first that the customer heard.
    offered = as_offered(_compiled(calendars, rules), answer.candidates, answer.question)
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
        explanation=_explanation(answer, calendars, rules) if explain else None,
    )


async def _rules(reader: Reader, business: BusinessId) -> tuple[Rule, ...]:
    rows = await reader.execute(_RULES, {"business": business})
    return tuple(
        Rule(
            r.id,
            r.calendar_id,
            tuple(r.match_labels),
            tuple(r.match_keywords),
            r.channel_scope,
            bool(r.when_ambiguous_ask),
            r.question_text,
            r.priority,
        )
        for r in rows
    )


@lru_cache(maxsize=512)
def _compiled(calendars: tuple[Calendar, ...], rules: tuple[Rule, ...]) -> CompiledRules:
    # Keyed by content: a changed rule is another key, in every process, the moment it is read.
    return compile_rules(calendars, rules)


def _explanation(answer: Resolution, calendars: tuple[Calendar, ...], rules: tuple[Rule, ...]) -> Explanation:
    return Explanation(
        losers=[LoserOut.model_validate(item) for item in answer.losers],
        negations=[NegationOut.model_validate(item) for item in answer.negations],
        label=LabelOut.model_validate(answer.label) if answer.label else None,
        threshold=answer.threshold,
        algorithm_version=answer.algorithm_version,
        rules_version=hashlib.sha256(repr((calendars, rules)).encode()).hexdigest()[:12],
    )


def _id(value: Hashable | None) -> int | None:
    return cast("int | None", value)
