"""/api/calendar/routing-rules, and where a sentence would go: /api/calendar/resolve"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.routers.deps import DEFAULT_LIMIT, Cursor, IfMatch, Limit, ManagerOf, ReaderOf, SessionDep
from app.routers.once import OnceDep
from app.routing import rules
from app.schemas.calendars import ChannelScope, RuleChange, RuleIn, RuleOut
from app.schemas.common import Id, Page

router = APIRouter(prefix="/api/calendar/routing-rules", tags=["routing rules"])

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


@router.post("", status_code=201, response_model=RuleOut)
async def create_rule(wanted: RuleIn, business: ManagerOf, session: SessionDep, once: OnceDep) -> Response:
    """Make a rule for one of the business's calendars."""
    return await once(
        business,
        lambda: rules.create_rule(session, business, wanted),
        location=lambda made: f"{router.prefix}/{made.id}",
        versioned=True,
    )


@router.get("/{rule_id}")
async def get_rule(rule_id: RuleId, business: ReaderOf, session: SessionDep, response: Response) -> RuleOut:
    """One rule; its version is the ETag."""
    found = await rules.get_rule(session, business, rule_id)
    response.headers["ETag"] = found.etag
    return found


@router.patch("/{rule_id}")
async def change_rule(
    rule_id: RuleId,
    change: RuleChange,
    business: ManagerOf,
    session: SessionDep,
    response: Response,
    if_match: IfMatch = None,
) -> RuleOut:
    """Change the given fields."""
    changed = await rules.change_rule(session, business, rule_id, change, if_match=if_match)
    response.headers["ETag"] = changed.etag
    return changed


@router.delete("/{rule_id}", status_code=204)
async def delete_rule(
    rule_id: RuleId, business: ManagerOf, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Delete a rule."""
    await rules.delete_rule(session, business, rule_id, if_match=if_match)
