"""Free slots of a business's calendars: load in two statements, compute in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.errors import FieldError
from app.scheduling.policy import LATEST, Agenda
from app.scheduling.queries import CalendarSetup, Reader, load_busy, load_setups
from app.scheduling.search import PartOfDay, Search, around, later, reach
from app.scheduling.slots import Slot, find_slots, why_empty
from app.schemas.scheduling import CalendarNamed, ChosenBy, DayWithoutSlots, SlotOut, SlotsOut
from app.tenancy.principal import BusinessId

DEFAULT_DAYS = 14
MAX_CALENDARS = 50
ALTERNATIVES = 3
_CALLERS_NAMES = {"/first": "/date_from", "/last": "/date_to"}


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is searched. Dates are local dates of the business; without them, two weeks from today."""

    calendar_ids: tuple[int, ...]
    date_from: date | None = None
    date_to: date | None = None
    duration_min: int | None = None
    part_of_day: PartOfDay | None = None
    near: time | None = None
    not_before: datetime | None = None
    limit: int = 20


async def search_slots(
    reader: Reader, business: BusinessId, query: SlotQuery, chosen_by: ChosenBy, now: datetime
) -> SlotsOut:
    """Free starts; where there are none, why, and the next free one. Raises UnknownCalendar, FieldError."""
    today = now.date()
    first, last = query.date_from or today, query.date_to or query.date_from or today
    setups = await load_setups(
        reader, business, query.calendar_ids, first, min(last, LATEST) + timedelta(days=DEFAULT_DAYS)
    )
    search = _search(query, setups[0], now)
    agendas = await load_agendas(reader, setups, search, query.duration_min, now)
    found = find_slots(agendas, search, now)
    empty = why_empty(agendas, search, now) if not found else {}
    following = None if found else await _next(reader, business, query, search, now)
    zone, lasting = setups[0].zone, _durations(setups, query.duration_min)
    return SlotsOut(
        slots=[slot_out(slot, setups[0], lasting[slot.calendars[0]]) for slot in found],
        timezone=zone.key,
        date_from=search.first,
        date_to=search.last,
        calendars=[CalendarNamed(id=setup.id, name=setup.name) for setup in setups],
        chosen_by=chosen_by,
        duration_minutes=lasting[setups[0].id],
        more_from=_more_from(found, search, query),
        empty_days=[DayWithoutSlots(day=day, reason=reason.value) for day, reason in empty.items()],
        next_free=following,
    )


async def load_agendas(
    reader: Reader,
    setups: Sequence[CalendarSetup],
    search: Search,
    duration_min: int | None,
    now: datetime,
    *,
    without: int | None = None,
) -> dict[int, Agenda]:
    """What decides about the calendars' starts within a search; `without` leaves one busy interval out."""
    bare = [setup.agenda((), duration_min) for setup in setups]
    since, until = reach(search, bare)
    busy = await load_busy(reader, [setup.id for setup in setups], since, until, now, without=without)
    return {setup.id: setup.agenda(busy[setup.id], duration_min) for setup in setups}


async def alternatives(
    reader: Reader,
    setup: CalendarSetup,
    start: datetime,
    duration_min: int | None,
    now: datetime,
    *,
    without: int | None = None,
) -> tuple[SlotOut, ...]:
    """The nearest free slots to a refused start."""
    search = around(start, setup.agenda((), duration_min), now, limit=ALTERNATIVES)
    # The dates searched may lie far from the refused start, and have hours of their own.
    (setup,) = await load_setups(reader, setup.business, [setup.id], search.first, search.last)
    agendas = await load_agendas(reader, [setup], search, duration_min, now, without=without)
    lasting = duration_min or setup.policy.duration_min
    return tuple(slot_out(slot, setup, lasting) for slot in find_slots(agendas, search, now))


def slot_out(slot: Slot, setup: CalendarSetup, duration_min: int) -> SlotOut:
    """A slot with the offset of the calendar's zone."""
    return SlotOut(
        starts_at=slot.start.astimezone(setup.zone),
        ends_at=(slot.start + timedelta(minutes=duration_min)).astimezone(setup.zone),
        calendar_id=slot.calendars[0],
        calendar_ids=list(slot.calendars),
    )


def _search(query: SlotQuery, setup: CalendarSetup, now: datetime) -> Search:
    first = query.date_from or now.astimezone(setup.zone).date()
    last = query.date_to or min(first, LATEST) + timedelta(days=DEFAULT_DAYS - 1)
    between = query.part_of_day.between if query.part_of_day else None
    try:
        return Search(first, last, query.limit, query.not_before, between, query.near)
    except FieldError as error:
        error.pointer = _CALLERS_NAMES.get(error.pointer or "", error.pointer)
        raise


def _durations(setups: Sequence[CalendarSetup], asked_for: int | None) -> Mapping[int, int]:
    return {setup.id: asked_for or setup.policy.duration_min for setup in setups}


def _more_from(found: list[Slot], search: Search, query: SlotQuery) -> datetime | None:
    if query.near is not None or len(found) < (search.limit or 0) or not found:
        return None
    return found[-1].start + timedelta(minutes=1)


async def _next(
    reader: Reader, business: BusinessId, query: SlotQuery, search: Search, now: datetime
) -> SlotOut | None:
    onward = later(search)
    setups = await load_setups(reader, business, query.calendar_ids, onward.first, onward.last)
    agendas = await load_agendas(reader, setups, onward, query.duration_min, now)
    found = find_slots(agendas, onward, now)
    if not found:
        return None
    return slot_out(found[0], setups[0], _durations(setups, query.duration_min)[found[0].calendars[0]])
