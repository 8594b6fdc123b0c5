"""/api/calendar/slots"""

from fastapi import APIRouter, Request, Response

from app.core.scheduling.request import MovingAppointment
from app.core.scheduling.search import PartOfDay
from app.reception import choose
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.moving import load_moving
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
        named, duration, moving = tuple(wanted.calendar_id), wanted.duration_minutes, None
        if wanted.appointment_id is not None:
            moving = await load_moving(reader, business, wanted.appointment_id)
            named = named or _calendar_of(moving, wanted)
            duration = duration or moving.minutes
        chosen = await choose(
            reader, state.rules, business, named, inquiry, type_key=wanted.type_key, tag=wanted.tag
        )
        query = SlotQuery(
            chosen.calendar_ids,
            wanted.date_from,
            wanted.date_to,
            duration,
            PartOfDay(wanted.part_of_day) if wanted.part_of_day else None,
            wanted.near_time,
            wanted.since,
            wanted.limit,
            wanted.spread,
            moving,
        )
        found = await search_slots(reader, business, query, chosen.chosen_by, state.clock(), state.heavy)
    # Serialised once, and not validated again: it was made a moment ago.
    return Response(found.model_dump_json(), media_type="application/json")


def _calendar_of(moving: MovingAppointment, wanted: SlotsWanted) -> tuple[int, ...]:
    """The calendar of an appointment that is to be moved, unless the search says where to."""
    says_where = wanted.type_key or wanted.tag or wanted.intent_text or wanted.service_label
    return () if says_where or moving.calendar_id is None else (moving.calendar_id,)
