"""/api/calendar/calendars/{calendar_id}/time-off"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.scheduling import time_off
from app.schemas.common import Instant
from app.schemas.time_off import TimeOffIn, TimeOffOut
from app.web.deps import CalendarId, ManagerOf, NowDep, ReaderOf, SessionDep
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
        location=lambda _: f"/api/calendar/calendars/{calendar_id}/time-off",
    )


@router.get("")
async def list_time_off(
    calendar_id: CalendarId,
    business: ReaderOf,
    session: SessionDep,
    since: Annotated[Instant, Query(description="An instant, with offset.")],
    until: Annotated[Instant, Query(description="An instant, with offset; not included.")],
) -> list[TimeOffOut]:
    """The calendar's time off that meets the range."""
    return await time_off.list_time_off(session, business, calendar_id, since, until)


@router.delete("/{time_off_id}", status_code=204)
async def remove_time_off(
    calendar_id: CalendarId, time_off_id: TimeOffId, business: ManagerOf, session: SessionDep, now: NowDep
) -> None:
    """The stretch can be booked again."""
    await time_off.remove_time_off(session, business, calendar_id, time_off_id, now)
