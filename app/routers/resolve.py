"""/api/calendar/resolve"""

from typing import Annotated

from fastapi import APIRouter, Query

from app.routers.deps import ReadDep, ReaderOf
from app.routing.inquiries import resolve_inquiry
from app.schemas.routing import ResolutionOut
from app.schemas.scheduling import InquiryIn

router = APIRouter(prefix="/api/calendar", tags=["routing"])


@router.post("/resolve")
async def resolve(
    inquiry: InquiryIn,
    business: ReaderOf,
    reader: ReadDep,
    explain: Annotated[bool, Query(description="Also say why each other calendar lost.")] = False,
) -> ResolutionOut:
    """Which calendar a sentence means, with its evidence, or the question to ask. Nothing is stored."""
    return await resolve_inquiry(reader, business, inquiry, explain=explain)
