"""/api/calendar/routing-settings: how careful routing is, and what is kept of inquiries"""

from fastapi import APIRouter

from app.routing import settings
from app.schemas.routing import RoutingSettingsChange, RoutingSettingsOut
from app.web.deps import ManagerOf, ReaderOf, SessionDep, StateDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/routing-settings", tags=["routing"])


@router.get("")
async def get_routing_settings(business: ReaderOf, session: SessionDep) -> RoutingSettingsOut:
    """The settings in force."""
    return await settings.get_routing_settings(session, business)


@router.patch("")
async def change_routing_settings(
    change: RoutingSettingsChange, business: ManagerOf, session: SessionDep, state: StateDep
) -> RoutingSettingsOut:
    """Change the given settings; they count from the next sentence on."""
    return await settings.change_routing_settings(session, state.rules.models, business, change)
