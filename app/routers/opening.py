"""Opening hours and booking settings, of the business and of a calendar, with date overrides."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.scheduling import opening
from app.schemas.common import LocalDate
from app.schemas.opening import (
    BusinessSettingsChange,
    BusinessSettingsOut,
    CalendarSettingsChange,
    CalendarSettingsOut,
    DateOverrideIn,
    DateOverrideOut,
)
from app.web.deps import CalendarId, ManagerOf, NowDep, ReaderOf, SessionDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["opening hours"])

First = Annotated[LocalDate, Query(description="Local date.", examples=["2027-01-01"])]

Last = Annotated[LocalDate, Query(description="Local date, inclusive.", examples=["2027-12-31"])]


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


@router.get("/date-overrides")
async def list_business_overrides(
    business: ReaderOf, session: SessionDep, first: First, last: Last
) -> list[DateOverrideOut]:
    """Dates on which the whole business keeps other hours."""
    return await opening.list_overrides(session, business, None, first, last)


@router.put("/date-overrides/{day}")
async def set_business_override(
    day: LocalDate, wanted: DateOverrideIn, business: ManagerOf, session: SessionDep
) -> DateOverrideOut:
    """Give a date its own hours; `windows: []` closes the business on it."""
    return await opening.set_override(session, business, None, day, wanted)


@router.delete("/date-overrides/{day}", status_code=204)
async def remove_business_override(day: LocalDate, business: ManagerOf, session: SessionDep) -> None:
    """The weekly hours hold again on that date."""
    await opening.remove_override(session, business, None, day)


@router.get("/calendars/{calendar_id}/date-overrides")
async def list_calendar_overrides(
    calendar_id: CalendarId, business: ReaderOf, session: SessionDep, first: First, last: Last
) -> list[DateOverrideOut]:
    """Dates on which this calendar keeps other hours; they go before the business's."""
    return await opening.list_overrides(session, business, calendar_id, first, last)


@router.put("/calendars/{calendar_id}/date-overrides/{day}")
async def set_calendar_override(
    calendar_id: CalendarId, day: LocalDate, wanted: DateOverrideIn, business: ManagerOf, session: SessionDep
) -> DateOverrideOut:
    """Give a date its own hours in this calendar; `windows: []` closes it."""
    return await opening.set_override(session, business, calendar_id, day, wanted)


@router.delete("/calendars/{calendar_id}/date-overrides/{day}", status_code=204)
async def remove_calendar_override(
    calendar_id: CalendarId, day: LocalDate, business: ManagerOf, session: SessionDep
) -> None:
    """The weekly hours hold again on that date."""
    await opening.remove_override(session, business, calendar_id, day)
