"""/api/calendar/calendars"""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.scheduling import calendars
from app.schemas.calendars import CalendarChange, CalendarIn, CalendarOut, Provider
from app.schemas.common import Page, ShortText
from app.web.deps import (
    DEFAULT_LIMIT,
    CalendarId,
    Cursor,
    IfMatch,
    Limit,
    ManagerOf,
    ReaderOf,
    SessionDep,
    with_etag,
)
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/calendars", tags=["calendars"])


@router.get("")
async def list_calendars(
    business: ReaderOf,
    session: SessionDep,
    is_active: bool | None = None,
    provider: Provider | None = None,
    type_key: ShortText | None = None,
    tag: Annotated[ShortText | None, Query(description="Calendars that allow this tag.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[CalendarOut]:
    """The business's calendars, the highest priority first."""
    return await calendars.list_calendars(
        session,
        business,
        is_active=is_active,
        provider=provider,
        type_key=type_key,
        tag=tag,
        limit=limit,
        cursor=cursor,
    )


@router.post("", status_code=201, response_model=CalendarOut)
async def create_calendar(
    wanted: CalendarIn, business: ManagerOf, session: SessionDep, once: OnceDep
) -> Response:
    """Make a calendar."""
    return await once(
        business,
        lambda: calendars.create_calendar(session, business, wanted),
        location=lambda made: f"{router.prefix}/{made.id}",
        versioned=True,
    )


@router.get("/{calendar_id}")
async def get_calendar(
    calendar_id: CalendarId, business: ReaderOf, session: SessionDep, response: Response
) -> CalendarOut:
    """One calendar; its version is the ETag."""
    return with_etag(response, await calendars.get_calendar(session, business, calendar_id))


@router.patch("/{calendar_id}")
async def change_calendar(
    calendar_id: CalendarId,
    change: CalendarChange,
    business: ManagerOf,
    session: SessionDep,
    response: Response,
    if_match: IfMatch = None,
) -> CalendarOut:
    """Change the given fields."""
    changed = await calendars.change_calendar(session, business, calendar_id, change, if_match=if_match)
    return with_etag(response, changed)


@router.put("/{calendar_id}")
async def replace_calendar(
    calendar_id: CalendarId,
    wanted: CalendarIn,
    business: ManagerOf,
    session: SessionDep,
    response: Response,
    if_match: IfMatch = None,
) -> CalendarOut:
    """Give a calendar these fields. One that is left out gets its default; PATCH keeps it."""
    change = CalendarChange.model_validate(wanted.model_dump())
    changed = await calendars.change_calendar(session, business, calendar_id, change, if_match=if_match)
    return with_etag(response, changed)


@router.delete("/{calendar_id}", status_code=204)
async def deactivate_calendar(
    calendar_id: CalendarId, business: ManagerOf, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Deactivate a calendar: its appointments and rules stay. The last active one is refused."""
    await calendars.deactivate_calendar(session, business, calendar_id, if_match=if_match)
