"""Free starts of services: loaded in one statement, computed in memory; and the refusal of a start."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from app.core.principal import BusinessId
from app.core.scheduling.estimate import check_size, steps_per_day
from app.core.scheduling.hours import ONE_DAY
from app.core.scheduling.policy import LATEST, Reason, clamped_date
from app.core.scheduling.request import VisitRequest, VisitStartRequest
from app.core.scheduling.search import Search, around, later
from app.core.scheduling.setup import CalendarSetup
from app.core.scheduling.slots import Slot
from app.core.scheduling.visits import VisitPlans, VisitRefusal
from app.db.query import Reader
from app.errors import BookingRefused
from app.scheduling.availability import (
    ALTERNATIVES,
    DEFAULT_DAYS,
    SlotQuery,
    light_days,
    next_since,
    search_of,
)
from app.scheduling.heavy import HeavyWork
from app.scheduling.loading import business_zone
from app.scheduling.places import read_start
from app.scheduling.turns import in_turns
from app.scheduling.visit_loading import LoadedVisit, load_visit, plans_of
from app.schemas.scheduling import (
    ChosenBy,
    DayWithoutSlots,
    ReadAs,
    SlotOut,
    SlotsOut,
)
from app.schemas.visits import CalendarNamed, MissingNeed, SlotOption, price_out


class LocatedVisit(NamedTuple):
    """A start of services, what decides about it, and how it was read where it had no offset."""

    loaded: LoadedVisit
    plans: VisitPlans
    start: datetime
    read_as: ReadAs | None

    @property
    def leads(self) -> list[CalendarSetup]:
        return [self.loaded.days[lead].setup for lead in self.plans.plans]


async def locate_visit(reader: Reader, request: VisitStartRequest) -> LocatedVisit:
    """Raises the errors of `load_visit`, and FieldError for a start that cannot be read."""
    # Its date in the business's zone may be one day earlier or later than the date as written.
    day = request.starts_at.date()
    first, last = day - ONE_DAY, day + ONE_DAY
    loaded = await load_visit(reader, request, first, last)
    setups = [each.setup for each in loaded.days.values()]
    zone = setups[0].zone if setups else await business_zone(reader, request.business)
    start, read_as = read_start(request.starts_at, zone)
    return LocatedVisit(loaded, await plans_of(loaded, request, first, last), start, read_as)


async def search_visits(
    reader: Reader,
    business: BusinessId,
    query: SlotQuery,
    chosen_by: ChosenBy,
    now: datetime,
    heavy: HeavyWork,
) -> SlotsOut:
    """Free starts of services, or why there are none and the next free one.

    Raises the errors of `load_visit`, SearchTooLarge, TooManyAtOnce.
    """
    request = VisitRequest(
        business=business,
        calendar_ids=query.calendar_ids,
        service_ids=query.service_ids,
        addon_ids=query.addon_ids,
        party_size=query.party_size,
        now=now,
        moving=query.moving,
        holder=query.holder,
    )
    # The local date is known once the zone is; until then it may be one day earlier or later.
    first = max(query.date_from or now.date(), now.date()) - ONE_DAY
    last = (query.date_to or min(first, LATEST) + timedelta(days=DEFAULT_DAYS)) + ONE_DAY
    loaded = await load_visit(reader, request, first, last)
    setups = [each.setup for each in loaded.days.values()]
    zone = setups[0].zone if setups else await business_zone(reader, business)
    search = search_of(query, zone, now)
    with heavy.place(business, check_size(steps_per_day(setups) * search.days)):
        plans = await plans_of(loaded, request, search.first, search.last)
        found = await _find(plans, request, search)
        empty = {} if found else await in_turns(plans.why_empty(search, now))
    following = () if found else await _search_on(reader, request, later(search), setups)
    return SlotsOut(
        slots=slots_out(found, plans),
        timezone=zone.key,
        date_from=search.first,
        date_to=search.last,
        calendars=[CalendarNamed(id=lead, name=loaded.days[lead].setup.name) for lead in plans.plans],
        chosen_by=chosen_by,
        duration_minutes=next((each.itinerary.duration_min for each in plans.plans.values()), 0),
        next_since=next_since(found, query),
        empty_days=[DayWithoutSlots(day=day, reason=reason.value) for day, reason in empty.items()],
        next_free=next(iter(following), None),
    )


async def visit_refusal(
    reader: Reader, request: VisitStartRequest, located: LocatedVisit, refusal: VisitRefusal
) -> BookingRefused:
    """The error for a start of services, with the need that is missing and the nearest free slots."""
    free: Sequence[SlotOut] = ()
    if request.with_alternatives and located.plans.plans:
        first = next(iter(located.plans.plans.values()))
        search = around(located.start, first.agenda, request.now, limit=ALTERNATIVES)
        middle = clamped_date(located.start, located.plans.zone)
        search = search.narrowed(middle, light_days(located.leads))
        free = await _search_on(reader, request, search, located.leads, narrowed=True)
    problem = next((each.setup.problem for each in located.loaded.days.values() if each.setup.problem), None)
    missing = _missing(refusal, located)
    return BookingRefused(refusal.reason.value, alternatives=tuple(free), missing=missing, problem=problem)


def _missing(refusal: VisitRefusal, located: LocatedVisit) -> MissingNeed | None:
    if refusal.itinerary is None or refusal.demand is None or refusal.reason is not Reason.SLOT_TAKEN:
        return None
    demand = refusal.itinerary.demands[refusal.demand]
    known = located.loaded.days
    return MissingNeed(
        role=demand.role,
        calendars=[CalendarNamed(id=each, name=known[each].setup.name) for each in demand.calendar_ids],
    )


async def _search_on(
    reader: Reader,
    request: VisitRequest,
    search: Search,
    setups: Sequence[CalendarSetup],
    *,
    narrowed: bool = False,
) -> list[SlotOut]:
    """The slots of a search of our own accord, which is never heavy work."""
    if not setups:
        return []
    if not narrowed:
        search = search.shortened(light_days(setups))
    loaded = await load_visit(reader, request, search.first, search.last)
    plans = await plans_of(loaded, request, search.first, search.last)
    return slots_out(await _find(plans, request, search), plans)


async def _find(plans: VisitPlans, request: VisitRequest, search: Search) -> list[Slot]:
    """The slots of a search, without the one where a moving appointment already is."""
    found = await in_turns(plans.find(search, request.now))
    moving = request.moving
    if moving is None:
        return found
    return [
        slot for slot in found if (slot.start, slot.calendars) != (moving.starts_at, (moving.calendar_id,))
    ]


def slots_out(slots: Iterable[Slot], plans: VisitPlans) -> list[SlotOut]:
    """Slots with the offset of the business's zone; each option says who, until when and for how much."""
    out = []
    for start, leads in slots:
        options = [_option(lead, start, plans) for lead in leads]
        out.append(
            SlotOut(
                starts_at=start.astimezone(plans.zone),
                ends_at=options[0].ends_at,
                calendar_id=leads[0],
                calendar_ids=list(leads),
                options=options,
            )
        )
    return out


def _option(lead: int, start: datetime, plans: VisitPlans) -> SlotOption:
    plan = plans.plans[lead]
    (own,) = plan.options[0]
    minutes = plan.itinerary.duration_min
    return SlotOption(
        calendar_id=lead,
        name=own.setup.name,
        duration_minutes=minutes,
        ends_at=(start + timedelta(minutes=minutes)).astimezone(plans.zone),
        price=price_out(plan.itinerary.price),
    )
