"""Dates on which the business, or one of its calendars, keeps other hours."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.scheduling import date_overrides
from app.schemas.common import LocalDate, Page
from app.schemas.opening import DateOverrideIn, DateOverrideOut
from app.web.deps import DEFAULT_LIMIT, CalendarId, Cursor, Limit, ManagerOf, ReaderOf, SessionDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["opening hours"])

DateFrom = Annotated[LocalDate | None, Query(description="Local date.", examples=["2027-01-01"])]

DateTo = Annotated[LocalDate | None, Query(description="Local date, inclusive.", examples=["2027-12-31"])]


@router.get("/date-overrides")
async def list_business_overrides(
    business: ReaderOf,
    session: SessionDep,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[DateOverrideOut]:
    """Dates on which the whole business keeps other hours, in their order."""
    return await date_overrides.list_overrides(
        session, business, None, date_from=date_from, date_to=date_to, limit=limit, cursor=cursor
    )


@router.get("/date-overrides/{day}")
async def get_business_override(day: LocalDate, business: ReaderOf, session: SessionDep) -> DateOverrideOut:
    """The own hours of a date."""
    return await date_overrides.get_override(session, business, None, day)


@router.put("/date-overrides/{day}")
async def set_business_override(
    day: LocalDate, wanted: DateOverrideIn, business: ManagerOf, session: SessionDep
) -> DateOverrideOut:
    """Give a date its own hours; `windows: []` closes the business on it."""
    return await date_overrides.set_override(session, business, None, day, wanted)


@router.delete("/date-overrides/{day}", status_code=204)
async def remove_business_override(day: LocalDate, business: ManagerOf, session: SessionDep) -> None:
    """The weekly hours hold again on that date."""
    await date_overrides.remove_override(session, business, None, day)


@router.get("/calendars/{calendar_id}/date-overrides")
async def list_calendar_overrides(
    calendar_id: CalendarId,
    business: ReaderOf,
    session: SessionDep,
    date_from: DateFrom = None,
    date_to: DateTo = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[DateOverrideOut]:
    """Dates on which this calendar keeps other hours; they go before the business's."""
    return await date_overrides.list_overrides(
        session, business, calendar_id, date_from=date_from, date_to=date_to, limit=limit, cursor=cursor
    )


@router.get("/calendars/{calendar_id}/date-overrides/{day}")
async def get_calendar_override(
    calendar_id: CalendarId, day: LocalDate, business: ReaderOf, session: SessionDep
) -> DateOverrideOut:
    """The own hours of a date in this calendar."""
    return await date_overrides.get_override(session, business, calendar_id, day)


@router.put("/calendars/{calendar_id}/date-overrides/{day}")
async def set_calendar_override(
    calendar_id: CalendarId, day: LocalDate, wanted: DateOverrideIn, business: ManagerOf, session: SessionDep
) -> DateOverrideOut:
    """Give a date its own hours in this calendar; `windows: []` closes it."""
    return await date_overrides.set_override(session, business, calendar_id, day, wanted)


@router.delete("/calendars/{calendar_id}/date-overrides/{day}", status_code=204)
async def remove_calendar_override(
    calendar_id: CalendarId, day: LocalDate, business: ManagerOf, session: SessionDep
) -> None:
    """The weekly hours hold again on that date."""
    await date_overrides.remove_override(session, business, calendar_id, day)
