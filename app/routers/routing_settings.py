"""/api/calendar/routing-settings: how careful routing is, and what is kept of inquiries"""

from fastapi import APIRouter, Response

from app.routing import settings
from app.schemas.routing import RoutingSettingsChange, RoutingSettingsOut
from app.web.deps import IfMatch, ManagerOf, ReaderOf, SessionDep, StateDep, with_etag
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/routing-settings", tags=["routing"])


@router.get("")
async def get_routing_settings(
    business: ReaderOf, session: SessionDep, response: Response
) -> RoutingSettingsOut:
    """The settings in force; their ETag."""
    return with_etag(response, await settings.get_routing_settings(session, business))


@router.patch("")
async def change_routing_settings(
    change: RoutingSettingsChange,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    response: Response,
    if_match: IfMatch = None,
) -> RoutingSettingsOut:
    """Change the given settings; they count from the next sentence on."""
    changed = await settings.change_routing_settings(
        session, state.rules.models, business, change, if_match=if_match
    )
    return with_etag(response, changed)
