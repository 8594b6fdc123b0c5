"""/api/calendar/routing-rules"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.routing import replays, rules
from app.routing import rule_warnings as warnings
from app.routing import suggestions as lessons
from app.schemas.calendars import ChannelScope, RuleChange, RuleIn, RuleOut, RuleSaved, RuleWarning
from app.schemas.common import Id, Page
from app.schemas.inquiries import ReplayIn, ReplayOut, SuggestionsOut
from app.web.deps import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    LanguageOf,
    Limit,
    ManagerOf,
    NowDep,
    ReaderOf,
    SessionDep,
    StateDep,
    with_etag,
)
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/routing-rules", tags=["routing rules"])

RuleId = Annotated[Id, Path()]


@router.get("")
async def list_rules(
    business: ReaderOf,
    session: SessionDep,
    calendar_id: Id | None = None,
    channel_scope: ChannelScope | None = None,
    is_active: bool | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[RuleOut]:
    """The business's routing rules, the highest priority first."""
    return await rules.list_rules(
        session,
        business,
        calendar_id=calendar_id,
        channel_scope=channel_scope,
        is_active=is_active,
        limit=limit,
        cursor=cursor,
    )


@router.post("", status_code=201, response_model=RuleSaved)
async def create_rule(
    wanted: RuleIn,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    once: OnceDep,
    language: LanguageOf,
) -> Response:
    """Make a rule for one of the business's calendars; `warnings` say what may lead astray."""

    async def work() -> RuleSaved:
        made = await rules.create_rule(session, business, wanted, max_keywords=state.settings.max_keywords)
        return await warnings.add_warnings(session, state.rules, business, made, language)

    answer = await once(business, work, location=lambda made: f"{router.prefix}/{made.id}")
    answer.headers["ETag"] = RuleSaved.model_validate_json(bytes(answer.body)).etag
    return answer


@router.get("/warnings")
async def list_rule_warnings(
    business: ReaderOf,
    session: SessionDep,
    state: StateDep,
    now: NowDep,
    language: LanguageOf,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[RuleWarning]:
    """Possible mistakes in the active rules, such as keywords that have not matched for 30 days."""
    await state.journal.flush()
    return await warnings.list_warnings(
        session, state.rules, business, now, language, limit=limit, cursor=cursor
    )


@router.get("/suggestions")
async def suggest_keywords(
    business: ManagerOf,
    state: StateDep,
    at_least: Annotated[int, Query(ge=1, le=1000, description="Inquiries that a keyword must decide.")] = 2,
) -> SuggestionsOut:
    """Keywords that would have decided inquiries which were corrected, or answered after a question."""
    await state.journal.flush()
    async with state.database.transaction() as session:
        job = await lessons.prepare_suggestions(session, state.rules, business, at_least)
    return await lessons.run_suggestions(job, state.rules.threads)


@router.post("/replay")
async def replay_inquiries(wanted: ReplayIn, business: ManagerOf, state: StateDep) -> ReplayOut:
    """Answer the last inquiries by edited rules, and show the differences. Nothing is saved."""
    await state.journal.flush()
    async with state.database.transaction() as session:
        job = await replays.prepare_replay(
            session, state.rules, business, wanted, max_keywords=state.settings.max_keywords
        )
    # Without a connection: others need it while this thinks.
    return await replays.run_replay(job, state.rules.threads)


@router.get("/{rule_id}")
async def get_rule(rule_id: RuleId, business: ReaderOf, session: SessionDep, response: Response) -> RuleOut:
    """One rule; its version is the ETag."""
    return with_etag(response, await rules.get_rule(session, business, rule_id))


@router.patch("/{rule_id}")
async def change_rule(
    rule_id: RuleId,
    change: RuleChange,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    response: Response,
    language: LanguageOf,
    if_match: IfMatch = None,
) -> RuleSaved:
    """Change the given fields; `warnings` say what may lead astray."""
    changed = await rules.change_rule(
        session,
        business,
        rule_id,
        change,
        if_match=if_match,
        max_keywords=state.settings.max_keywords,
    )
    saved = await warnings.add_warnings(session, state.rules, business, changed, language)
    return with_etag(response, saved)


@router.put("/{rule_id}")
async def replace_rule(
    rule_id: RuleId,
    wanted: RuleIn,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    response: Response,
    language: LanguageOf,
    if_match: IfMatch = None,
) -> RuleSaved:
    """Give a rule these fields. One that is left out gets its default; PATCH keeps it."""
    change = RuleChange.model_validate(wanted.model_dump())
    return await change_rule(rule_id, change, business, session, state, response, language, if_match)


@router.delete("/{rule_id}", status_code=204)
async def delete_rule(
    rule_id: RuleId, business: ManagerOf, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Delete a rule."""
    await rules.delete_rule(session, business, rule_id, if_match=if_match)
