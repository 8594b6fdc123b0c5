"""Free slots of a business's calendars: loaded in one statement, computed in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from app.core.principal import BusinessId
from app.core.scheduling.estimate import LEAST_STEPS_PER_DAY, check_size, steps_per_day
from app.core.scheduling.hours import ONE_DAY
from app.core.scheduling.policy import EARLIEST, LATEST, clamped_date
from app.core.scheduling.request import MovingAppointment, TimeRequest
from app.core.scheduling.search import PartOfDay, Search, around, later
from app.core.scheduling.setup import CalendarSetup
from app.core.scheduling.slots import Slot
from app.core.scheduling.workload import CalendarDays, Workload
from app.db.query import Reader
from app.errors import FieldError
from app.scheduling.heavy import HEAVY_STEPS, HeavyWork
from app.scheduling.loading import CALENDAR_DAYS_PER_BATCH, calendar_days, load_days, load_setups
from app.scheduling.turns import in_turns
from app.schemas.scheduling import ChosenBy, DayWithoutSlots, SlotOut, SlotsOut
from app.schemas.visits import CalendarNamed

DEFAULT_DAYS = 14

ALTERNATIVES = 3

_SLOTS = TypeAdapter(list[SlotOut])

_CALLERS_NAMES = {"/first": "/date_from", "/last": "/date_to"}


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """A search for slots. Dates are local dates of the business; without them, two weeks from today.

    A `date_from` in the past means today. A search for an appointment that is `moving` does not find where it
    already is.
    """

    calendar_ids: tuple[int, ...]
    date_from: date | None = None
    date_to: date | None = None
    duration_min: int | None = None
    part_of_day: PartOfDay | None = None
    near: time | None = None
    since: datetime | None = None
    limit: int = 20
    spread: bool = False
    """Choose `limit` slots evenly from all free ones, instead of the first ones."""
    moving: MovingAppointment | None = None
    holder: str | None = None
    service_ids: tuple[int, ...] = ()
    addon_ids: tuple[int, ...] = ()
    party_size: int = 1


async def search_slots(
    reader: Reader,
    business: BusinessId,
    query: SlotQuery,
    chosen_by: ChosenBy,
    now: datetime,
    heavy: HeavyWork,
) -> SlotsOut:
    """Free starts, or why there are none and the next free one.

    Raises UnknownCalendar, FieldError, SearchTooLarge, TooManyAtOnce.
    """
    # The local date is known once the zone is; until then it may be one day earlier or later.
    yesterday, tomorrow = now.date() - ONE_DAY, now.date() + ONE_DAY
    first = max(query.date_from or yesterday, yesterday)
    last = query.date_to or min(max(first, tomorrow), LATEST) + timedelta(days=DEFAULT_DAYS)
    request = TimeRequest(
        business=business,
        calendar_ids=query.calendar_ids,
        duration_min=query.duration_min,
        now=now,
        moving=query.moving,
        holder=query.holder,
    )
    days: list[CalendarDays] = []
    size = calendar_days(request, first, last)
    if size <= CALENDAR_DAYS_PER_BATCH:
        days = await load_days(reader, request, first, last)
        setups = [each.setup for each in days]
    else:
        # The estimate comes before anything of that size is read.
        check_size(size * LEAST_STEPS_PER_DAY)
        setups = await load_setups(reader, business, query.calendar_ids, first, last)
    search = search_of(query, setups[0].zone, now)
    with heavy.place(business, check_size(steps_per_day(setups) * search.days)):
        days = days or await load_days(reader, request, first, last)
        return await _search_loaded(reader, request, query, search, days, chosen_by)


async def _search_loaded(
    reader: Reader,
    request: TimeRequest,
    query: SlotQuery,
    search: Search,
    days: list[CalendarDays],
    chosen_by: ChosenBy,
) -> SlotsOut:
    now, setups = request.now, [each.setup for each in days]
    workload = await in_turns(Workload.of(days, query.duration_min))
    found = await _find(workload, request, search)
    empty = {} if found else await in_turns(workload.why_empty(search, now))
    following = None if found else await _next(reader, request, search, setups)
    return SlotsOut(
        slots=slots_out(found, setups, query.duration_min),
        timezone=setups[0].zone.key,
        date_from=search.first,
        date_to=search.last,
        calendars=[CalendarNamed(id=setup.id, name=setup.name) for setup in setups],
        chosen_by=chosen_by,
        duration_minutes=query.duration_min or setups[0].policy.duration_min,
        next_since=next_since(found, query),
        empty_days=[DayWithoutSlots(day=day, reason=reason.value) for day, reason in empty.items()],
        next_free=following,
    )


async def alternatives(
    reader: Reader, request: TimeRequest, setups: Sequence[CalendarSetup], start: datetime
) -> tuple[SlotOut, ...]:
    """The nearest free slots to a start that was refused in all of the calendars."""
    search = around(start, setups[0].agenda((), request.duration_min), request.now, limit=ALTERNATIVES)
    search = search.narrowed(clamped_date(start, setups[0].zone), light_days(setups))
    # The dates searched may lie far from the refused start, and have hours of their own.
    days = await load_days(reader, request, search.first, search.last)
    workload = await in_turns(Workload.of(days, request.duration_min))
    found = await _find(workload, request, search)
    return tuple(slots_out(found, setups, request.duration_min))


async def _find(workload: Workload, request: TimeRequest, search: Search) -> list[Slot]:
    """The slots of a search, without the one where a moving appointment already is."""
    limit = search.limit
    if request.moving is None or limit is None:
        return await in_turns(workload.find(search, request.now))
    found = await in_turns(workload.find(replace(search, limit=limit + 1), request.now))
    away = [
        Slot(start, tuple(each for each in calendars if not request.is_home(each, start)))
        for start, calendars in found
    ]
    return [slot for slot in away if slot.calendars][:limit]


def slots_out(slots: Iterable[Slot], setups: Sequence[CalendarSetup], asked_for: int | None) -> list[SlotOut]:
    """Slots with the offset of the calendars' zone; `asked_for`: minutes, or each calendar's own."""
    zone = setups[0].zone
    lasting = {setup.id: timedelta(minutes=asked_for or setup.policy.duration_min) for setup in setups}
    # pydantic builds one list from plain values in half the time of building each part.
    return _SLOTS.validate_python(
        [
            {
                "starts_at": start.astimezone(zone),
                "ends_at": (start + lasting[calendars[0]]).astimezone(zone),
                "calendar_id": calendars[0],
                "calendar_ids": calendars,
            }
            for start, calendars in slots
        ]
    )


def search_of(query: SlotQuery, zone: ZoneInfo, now: datetime) -> Search:
    """The search from today where an earlier date was asked for.

    Raises FieldError, among them `date_passed` where all dates are past.
    """
    today = now.astimezone(zone).date()
    first = query.date_from or today
    if EARLIEST <= first < today:
        if query.date_to is not None and first <= query.date_to < today:
            raise FieldError("date_passed", pointer="/date_from", today=today)
        first = today
    last = query.date_to or min(first, LATEST) + timedelta(days=DEFAULT_DAYS - 1)
    between = query.part_of_day.between if query.part_of_day else None
    try:
        return Search(first, last, query.limit, query.since, between, query.near, query.spread)
    except FieldError as error:
        error.pointer = _CALLERS_NAMES.get(error.pointer or "", error.pointer)
        raise


def next_since(found: list[Slot], query: SlotQuery) -> datetime | None:
    if query.near is not None or query.spread or not found or len(found) < query.limit:
        return None
    return found[-1].start + timedelta(minutes=1)


def light_days(setups: Sequence[CalendarSetup]) -> int:
    """The days that are searched of our own accord: what nobody asked for is never heavy work."""
    return max(HEAVY_STEPS // steps_per_day(setups), 2)


async def _next(
    reader: Reader, request: TimeRequest, search: Search, setups: Sequence[CalendarSetup]
) -> SlotOut | None:
    onward = later(search).shortened(light_days(setups))
    days = await load_days(reader, request, onward.first, onward.last)
    workload = await in_turns(Workload.of(days, request.duration_min))
    found = await _find(workload, request, onward)
    return next(iter(slots_out(found, [each.setup for each in days], request.duration_min)), None)
