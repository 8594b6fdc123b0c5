"""Opening hours and booking settings, of the business and of a calendar."""

from fastapi import APIRouter

from app.scheduling import opening
from app.schemas.opening import (
    BusinessSettingsChange,
    BusinessSettingsOut,
    CalendarSettingsChange,
    CalendarSettingsOut,
)
from app.web.deps import CalendarId, ManagerOf, NowDep, ReaderOf, SessionDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["opening hours"])


@router.get("/settings")
async def get_business_settings(business: ReaderOf, session: SessionDep) -> BusinessSettingsOut:
    """The zone, the weekly hours in force and the booking settings of the business."""
    return await opening.business_settings(session, business)


@router.patch("/settings")
async def change_business_settings(
    change: BusinessSettingsChange, business: ManagerOf, session: SessionDep, now: NowDep
) -> BusinessSettingsOut:
    """Change the given settings. In another zone the opening hours move; appointments stay where they are."""
    return await opening.change_business_settings(session, business, change, now)


@router.get("/calendars/{calendar_id}/settings")
async def get_calendar_settings(
    calendar_id: CalendarId, business: ReaderOf, session: SessionDep
) -> CalendarSettingsOut:
    """The calendar's own values of the business's settings, and the weekly hours in force."""
    return await opening.calendar_settings(session, business, calendar_id)


@router.patch("/calendars/{calendar_id}/settings")
async def change_calendar_settings(
    calendar_id: CalendarId, change: CalendarSettingsChange, business: ManagerOf, session: SessionDep
) -> CalendarSettingsOut:
    """Change the given settings; null goes back to the business's."""
    return await opening.change_calendar_settings(session, business, calendar_id, change)
