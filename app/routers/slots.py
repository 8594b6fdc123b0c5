"""/api/calendar/slots"""

from fastapi import APIRouter, Request, Response

from app.core.scheduling.request import MovingAppointment
from app.core.scheduling.search import PartOfDay
from app.errors import FieldError
from app.reception import Chosen, choose
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.moving import load_moving
from app.scheduling.visit_availability import search_visits
from app.scheduling.visit_booking import booked_services
from app.schemas.scheduling import InquiryIn, SlotsOut, SlotsWanted
from app.schemas.visits import VisitIn
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
        visit = _services_of(wanted)
        if wanted.appointment_id is not None:
            moving = await load_moving(reader, business, wanted.appointment_id)
            named = named or _calendar_of(moving, wanted)
            booked = await booked_services(reader, business, wanted.appointment_id)
            if booked is not None and not visit.service_ids:
                visit = VisitIn(**booked.asked_for())
            duration = duration or (None if visit.service_ids else moving.minutes)
        if visit.service_ids:
            chosen = Chosen(named, "given" if named else "service")
        else:
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
            service_ids=tuple(visit.service_ids),
            addon_ids=tuple(visit.addon_ids),
            party_size=visit.party_size,
        )
        search = search_visits if visit.service_ids else search_slots
        found = await search(reader, business, query, chosen.chosen_by, state.clock(), state.heavy)
    # Serialised once, and not validated again: it was made a moment ago.
    return Response(found.model_dump_json(), media_type="application/json")


def _services_of(wanted: SlotsWanted) -> VisitIn:
    """The services of a search. FieldError for fields that do not go with services."""
    for field in ("duration_minutes", "type_key", "tag"):
        if wanted.service_id and getattr(wanted, field) is not None:
            raise FieldError("either_or", pointer=f"/{field}", one=field, other="service_id")
    if not wanted.service_id and (wanted.addon_id or wanted.party_size > 1):
        raise FieldError("missing", pointer="/service_id")
    services = {"service_ids": wanted.service_id} if wanted.service_id else {}
    return VisitIn(**services, addon_ids=wanted.addon_id, party_size=wanted.party_size)


def _calendar_of(moving: MovingAppointment, wanted: SlotsWanted) -> tuple[int, ...]:
    """The calendar of an appointment that is to be moved, unless the search says where to."""
    says_where = wanted.type_key or wanted.tag or wanted.intent_text or wanted.service_label
    return () if says_where or moving.calendar_id is None else (moving.calendar_id,)
