"""/api/calendar/slots"""

from datetime import date, time
from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.reception import choose
from app.routers.deps import NowDep, ReadDep, ReaderOf
from app.scheduling.availability import MAX_CALENDARS, SlotQuery, search_slots
from app.scheduling.search import PartOfDay
from app.schemas.calendars import ChannelScope, Duration
from app.schemas.common import CustomerText, Id, Instant, ShortText
from app.schemas.scheduling import InquiryIn, SlotsOut

router = APIRouter(prefix="/api/calendar", tags=["slots"])


@router.get("/slots", response_model=SlotsOut)
async def find_slots(
    business: ReaderOf,
    reader: ReadDep,
    now: NowDep,
    calendar_id: Annotated[
        list[Id], Query(max_length=MAX_CALENDARS, description="Repeat it to search several.")
    ] = [],  # noqa: B006 - FastAPI copies defaults
    date_from: Annotated[date | None, Query(description="Local date; left out: today.")] = None,
    date_to: Annotated[date | None, Query(description="Inclusive; left out: two weeks.")] = None,
    duration_minutes: Annotated[Duration | None, Query()] = None,
    part_of_day: PartOfDay | None = None,
    near: Annotated[time | None, Query(description="Wall time; the nearest come first.")] = None,
    not_before: Annotated[Instant | None, Query(description="`more_from` of the last answer.")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 20,
    spread: Annotated[bool, Query(description="Choose the `limit` slots evenly over the range.")] = False,
    type_key: Annotated[ShortText | None, Query(description="A pool: the calendars of this type.")] = None,
    tag: Annotated[ShortText | None, Query(description="A pool: the calendars with this tag.")] = None,
    intent_text: Annotated[CustomerText, Query(description="Finds the calendar if none is named.")] = "",
    service_label: Annotated[ShortText | None, Query()] = None,
    channel: ChannelScope = "all",
) -> Response:
    """Free starts in order of time; where there are none, why, and the next free one."""
    inquiry = InquiryIn(intent_text=intent_text, service_label=service_label, channel=channel)
    chosen = await choose(reader, business, tuple(calendar_id), inquiry, type_key=type_key, tag=tag)
    query = SlotQuery(
        chosen.calendar_ids,
        date_from,
        date_to,
        duration_minutes,
        part_of_day,
        near,
        not_before,
        limit,
        spread,
    )
    found = await search_slots(reader, business, query, chosen.chosen_by, now)
    return Response(found.model_dump_json(), media_type="application/json")
