"""/api/calendar/calendars/{calendar_id}/time-off"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.scheduling import time_off
from app.schemas.common import Instant, Page
from app.schemas.time_off import TimeOffIn, TimeOffOut
from app.web.deps import (
    DEFAULT_LIMIT,
    CalendarId,
    Cursor,
    Limit,
    ManagerOf,
    NowDep,
    ReaderOf,
    SessionDep,
)
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(
    route_class=KeyFirst, prefix="/api/calendar/calendars/{calendar_id}/time-off", tags=["opening hours"]
)

TimeOffId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("", status_code=201, response_model=TimeOffOut)
async def add_time_off(
    calendar_id: CalendarId, wanted: TimeOffIn, business: ManagerOf, session: SessionDep, once: OnceDep
) -> Response:
    """Take a stretch out of the calendar; appointments that lie in it stay."""
    return await once(
        business,
        lambda: time_off.add_time_off(session, business, calendar_id, wanted),
        location=lambda made: f"/api/calendar/calendars/{calendar_id}/time-off/{made.id}",
    )


@router.get("")
async def list_time_off(
    calendar_id: CalendarId,
    business: ReaderOf,
    session: SessionDep,
    since: Annotated[Instant | None, Query(description="An instant, with offset.")] = None,
    until: Annotated[Instant | None, Query(description="An instant, with offset; not included.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[TimeOffOut]:
    """The calendar's time off that meets the range, in order of time."""
    return await time_off.list_time_off(
        session, business, calendar_id, since=since, until=until, limit=limit, cursor=cursor
    )


@router.get("/{time_off_id}")
async def get_time_off(
    calendar_id: CalendarId, time_off_id: TimeOffId, business: ReaderOf, session: SessionDep
) -> TimeOffOut:
    """One stretch of time off."""
    return await time_off.get_time_off(session, business, calendar_id, time_off_id)


@router.delete("/{time_off_id}", status_code=204)
async def remove_time_off(
    calendar_id: CalendarId, time_off_id: TimeOffId, business: ManagerOf, session: SessionDep, now: NowDep
) -> None:
    """The stretch can be booked again."""
    await time_off.remove_time_off(session, business, calendar_id, time_off_id, now)
