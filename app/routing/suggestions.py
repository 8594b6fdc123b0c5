"""Keywords that would have decided stored inquiries, suggested from corrections and answered questions."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.model import Inquiry
from app.core.routing.reviewing.suggest import (
    KeywordSuggestion,
    LabelledInquiry,
    find_undecided,
    suggest_keywords,
)
from app.db.models.routing import RoutingInquiry
from app.routing.ruleset import CurrentRules, RulesCache
from app.routing.threads import BusinessThreads
from app.schemas.inquiries import SuggestionExample, SuggestionOut, SuggestionsOut

MAX_INQUIRIES = 1000

# For finding the undecided inquiries, and for trying words after that.
SECONDS = 2.0, 3.0

MAX_EXAMPLES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SuggestionJob:
    """The input of a search for keywords, which runs without the database. `rows`: the newest first."""

    business: BusinessId
    current: CurrentRules
    rows: tuple[RoutingInquiry, ...]
    at_least: int


async def prepare_suggestions(
    session: AsyncSession, rules: RulesCache, business: BusinessId, at_least: int
) -> SuggestionJob:
    """The newest inquiries whose text is stored and whose calendar is known."""
    known = (
        select(RoutingInquiry)
        .where(
            RoutingInquiry.business_id == business,
            RoutingInquiry.answers_id.is_(None),
            RoutingInquiry.intent_text.is_not(None),
            func.coalesce(RoutingInquiry.meant_calendar_id, RoutingInquiry.calendar_id).is_not(None),
        )
        .order_by(RoutingInquiry.at.desc(), RoutingInquiry.id.desc())
        .limit(MAX_INQUIRIES)
    )
    rows = tuple(await session.scalars(known))
    return SuggestionJob(business, await rules.current(session, business), rows, at_least)


async def run_suggestions(job: SuggestionJob, threads: BusinessThreads) -> SuggestionsOut:
    """Search for keywords in a thread, at most for the sum of `SECONDS`."""
    return await threads.run(job.business, _search, job, asyncio.get_running_loop().time)


def _search(job: SuggestionJob, seconds: Callable[[], float]) -> SuggestionsOut:
    compiled, strictness = job.current.compiled, job.current.settings.strictness
    lessons = [_labelled_inquiry(row) for row in job.rows]
    # Only corrected and clarified inquiries teach; routed ones show which words are used elsewhere too.
    taught = [number for number, row in enumerate(job.rows) if row.meant_calendar_id in compiled.by_id]
    looking, trying = SECONDS
    teaching = [lessons[number] for number in taught]
    open_among = find_undecided(compiled, teaching, strictness, _time_limit(seconds, looking))
    still_open = [taught[number] for number in open_among]
    found = suggest_keywords(
        *(compiled, lessons, still_open),
        strictness=strictness,
        at_least=job.at_least,
        go_on=_time_limit(seconds, trying),
    )
    return SuggestionsOut(
        known=len(taught),
        undecided=len(still_open),
        suggestions=[_out(compiled, job.rows, suggestion) for suggestion in found],
    )


def _time_limit(seconds: Callable[[], float], limit: float) -> Callable[[], bool]:
    deadline = seconds() + limit
    return lambda: seconds() < deadline


def _labelled_inquiry(row: RoutingInquiry) -> LabelledInquiry:
    # Without the label: the words alone have to decide.
    calendar = row.calendar_id if row.meant_calendar_id is None else row.meant_calendar_id
    return LabelledInquiry(Inquiry(row.intent_text or "", None, row.channel), calendar)


def _out(
    compiled: CompiledRules, rows: tuple[RoutingInquiry, ...], suggestion: KeywordSuggestion
) -> SuggestionOut:
    calendar = compiled.by_id[suggestion.calendar_id]
    return SuggestionOut.model_validate(
        {
            "calendar_id": calendar.id,
            "calendar_name": calendar.name,
            "keyword": suggestion.keyword,
            "rule_id": _rule_of(compiled, suggestion),
            "inquiries": len(suggestion.lessons),
            "examples": [
                SuggestionExample(inquiry_id=rows[number].id, intent_text=rows[number].intent_text or "")
                for number in suggestion.lessons[:MAX_EXAMPLES_SHOWN]
            ],
        }
    )


def _rule_of(compiled: CompiledRules, suggestion: KeywordSuggestion) -> object:
    """The rule to add the keyword to: for all channels if possible, near priority 0, the oldest."""
    own = [rule for rule in compiled.rules if rule.calendar_id == suggestion.calendar_id]
    own.sort(key=lambda rule: (rule.channel_scope != "all", abs(rule.priority)))
    return own[0].id if own else None
