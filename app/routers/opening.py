"""Opening hours and booking settings, of the business and of a calendar."""

from fastapi import APIRouter, Response

from app.scheduling import opening
from app.schemas.opening import (
    BusinessSettingsChange,
    BusinessSettingsOut,
    CalendarSettingsChange,
    CalendarSettingsOut,
)
from app.web.deps import CalendarId, IfMatch, ManagerOf, NowDep, ReaderOf, SessionDep, with_etag
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["opening hours"])


@router.get("/settings")
async def get_business_settings(
    business: ReaderOf, session: SessionDep, response: Response
) -> BusinessSettingsOut:
    """The zone, the weekly hours in force and the booking settings of the business; their ETag."""
    return with_etag(response, await opening.business_settings(session, business))


@router.patch("/settings")
async def change_business_settings(
    change: BusinessSettingsChange,
    business: ManagerOf,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: IfMatch = None,
) -> BusinessSettingsOut:
    """Change the given settings. In another zone the opening hours move; appointments stay where they are."""
    changed = await opening.change_business_settings(session, business, change, now, if_match=if_match)
    return with_etag(response, changed)


@router.get("/calendars/{calendar_id}/settings")
async def get_calendar_settings(
    calendar_id: CalendarId, business: ReaderOf, session: SessionDep, response: Response
) -> CalendarSettingsOut:
    """The calendar's own values of the business's settings, and the weekly hours in force; their ETag."""
    return with_etag(response, await opening.calendar_settings(session, business, calendar_id))


@router.patch("/calendars/{calendar_id}/settings")
async def change_calendar_settings(
    calendar_id: CalendarId,
    change: CalendarSettingsChange,
    business: ManagerOf,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: IfMatch = None,
) -> CalendarSettingsOut:
    """Change the given settings; null goes back to the business's."""
    changed = await opening.change_calendar_settings(
        session, business, calendar_id, change, now, if_match=if_match
    )
    return with_etag(response, changed)
