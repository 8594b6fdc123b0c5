"""/api/calendar/inquiries: what customers asked for, as it is kept"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response

from app.core.routing.model import Decision
from app.routing import inquiries
from app.schemas.common import Id, Page
from app.schemas.inquiries import ErasedOut, EraseIn, InquiryId, InquiryOut, MeantIn, MeantOut
from app.web.deps import DEFAULT_LIMIT, BookerOf, Cursor, Limit, ManagerOf, SessionDep, StateDep
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst


async def flush_journal(state: StateDep) -> None:
    """Store what this process has answered before it is read."""
    await state.journal.flush()


router = APIRouter(
    route_class=KeyFirst,
    prefix="/api/calendar/inquiries",
    tags=["inquiries"],
    dependencies=[Depends(flush_journal)],
)

InquiryPath = Annotated[InquiryId, Path()]


@router.get("")
async def list_inquiries(
    business: ManagerOf,
    session: SessionDep,
    decision: Decision | None = None,
    calendar_id: Id | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[InquiryOut]:
    """Inquiries and what was decided, the newest first."""
    return await inquiries.list_inquiries(
        session, business, decision=decision, calendar_id=calendar_id, limit=limit, cursor=cursor
    )


@router.post("/erase", response_model=ErasedOut)
async def erase_inquiries(
    whose: EraseIn, business: ManagerOf, session: SessionDep, once: OnceDep
) -> Response:
    """Erase all inquiries of a customer, of a conversation, or of the business."""

    async def work() -> ErasedOut:
        return ErasedOut(erased=await inquiries.erase_inquiries(session, business, whose))

    return await once(business, work, status=200)


@router.get("/{inquiry_id}")
async def get_inquiry(inquiry_id: InquiryPath, business: ManagerOf, session: SessionDep) -> InquiryOut:
    """One inquiry."""
    return await inquiries.get_inquiry(session, business, inquiry_id)


@router.delete("/{inquiry_id}", status_code=204)
async def erase_inquiry(inquiry_id: InquiryPath, business: ManagerOf, session: SessionDep) -> None:
    """Erase one inquiry."""
    await inquiries.erase_inquiry(session, business, inquiry_id)


@router.put("/{inquiry_id}/meant-calendar")
async def correct_inquiry(
    inquiry_id: InquiryPath, meant: MeantIn, business: BookerOf, session: SessionDep
) -> MeantOut:
    """Say which calendar an inquiry should have gone to. The rules stay; suggestions learn from it."""
    return await inquiries.correct_inquiry(session, business, inquiry_id, meant)
