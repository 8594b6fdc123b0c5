"""/api/calendar/slots"""

from fastapi import APIRouter, Request, Response

from app.core.scheduling.search import PartOfDay
from app.reception import choose
from app.scheduling.availability import SlotQuery, search_slots
from app.schemas.scheduling import InquiryIn, SlotsOut, SlotsWanted
from app.web.deps import KEY_REQUIRED, reading, state_of
from app.web.key_first import KeyFirst
from app.web.query_models import parameters_of, read_query

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar", tags=["slots"])


@router.get("/slots", response_model=SlotsOut, openapi_extra=parameters_of(SlotsWanted) | KEY_REQUIRED)
async def find_slots(request: Request) -> Response:
    """Free starts in order of time; where there are none, why, and the next free one."""
    business = await reading(request)
    state, wanted = state_of(request), read_query(request, SlotsWanted)
    inquiry = InquiryIn(
        intent_text=wanted.intent_text, service_label=wanted.service_label, channel=wanted.channel
    )
    async with state.database.read() as reader:
        named = tuple(wanted.calendar_id)
        chosen = await choose(
            reader, state.rules, business, named, inquiry, type_key=wanted.type_key, tag=wanted.tag
        )
        query = SlotQuery(
            chosen.calendar_ids,
            wanted.date_from,
            wanted.date_to,
            wanted.duration_minutes,
            PartOfDay(wanted.part_of_day) if wanted.part_of_day else None,
            wanted.near,
            wanted.not_before,
            wanted.limit,
            wanted.spread,
        )
        found = await search_slots(reader, business, query, chosen.chosen_by, state.clock())
    # Serialised once, and not validated again: it was made a moment ago.
    return Response(found.model_dump_json(), media_type="application/json")
