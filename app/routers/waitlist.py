"""/api/calendar/waitlist"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.scheduling import waitlist
from app.schemas.common import Id, Page
from app.schemas.waitlist import WaitlistIn, WaitlistOut, WaitlistStatus
from app.web.deps import DEFAULT_LIMIT, BookerOf, Cursor, Limit, NowDep, ReaderOf, SessionDep
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/waitlist", tags=["waiting list"])

EntryId = Annotated[int, Path(ge=1, le=2**63 - 1)]


@router.post("", status_code=201, response_model=WaitlistOut)
async def join_waitlist(
    wanted: WaitlistIn, business: BookerOf, session: SessionDep, now: NowDep, once: OnceDep
) -> Response:
    """Wait for a slot: one that comes free is held for the first in line (`offered`, with `hold_id`)."""
    return await once(
        business,
        lambda: waitlist.join(session, business, wanted, now),
        location=lambda made: f"{router.prefix}/{made.id}",
    )


@router.get("")
async def list_waitlist(
    business: ReaderOf,
    session: SessionDep,
    calendar_id: Id | None = None,
    status: WaitlistStatus | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[WaitlistOut]:
    """Those who wait, first come first; of a calendar: those who wait for that one only."""
    return await waitlist.list_entries(
        session, business, calendar_id=calendar_id, status=status, limit=limit, cursor=cursor
    )


@router.get("/{entry_id}")
async def get_waitlist_entry(entry_id: EntryId, business: ReaderOf, session: SessionDep) -> WaitlistOut:
    """One entry, whatever its status."""
    return await waitlist.get_entry(session, business, entry_id)


@router.delete("/{entry_id}", status_code=204)
async def leave_waitlist(entry_id: EntryId, business: BookerOf, session: SessionDep, now: NowDep) -> None:
    """Wait no longer; an offer passes on to the next in line."""
    await waitlist.leave(session, business, entry_id, now)
