"""Route an inquiry by a business's own rules: load, compile (cached by content), decide."""

import hashlib
from collections.abc import Hashable, Sequence
from functools import lru_cache
from typing import cast

from app.db import Query, Reader, read_json
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

_CALENDARS = Query(
    """
    SELECT id, name, type_key, priority, allowed_tags::text FROM business_calendars
    WHERE business_id = :business AND is_active ORDER BY priority DESC, id
    """
)
_RULES = Query(
    """
    SELECT id, calendar_id, match_labels::text, match_keywords::text, channel_scope, when_ambiguous_ask,
           question_text, priority
    FROM calendar_routing_rules WHERE business_id = :business AND is_active
    """
)


async def active_calendars(reader: Reader, business: BusinessId) -> tuple[Calendar, ...]:
    """The calendars that can be booked, the highest priority first, then the lowest id."""
    return tuple(
        Calendar(row["id"], row["name"], row["type_key"], row["priority"], _texts(row["allowed_tags"]))
        for row in await _CALENDARS.rows(reader, business=business)
    )


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
    return tuple(
        Rule(
            row["id"],
            row["calendar_id"],
            _texts(row["match_labels"]),
            _texts(row["match_keywords"]),
            row["channel_scope"],
            bool(row["when_ambiguous_ask"]),
            row["question_text"],
            row["priority"],
        )
        for row in await _RULES.rows(reader, business=business)
    )


def _texts(stored: str) -> tuple[str, ...]:
    """A JSON list of texts; a host's row may hold anything."""
    values = read_json(stored)
    return tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()


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
