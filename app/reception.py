"""The choice of calendars for a request: routing finds them, scheduling searches or books in them."""

from dataclasses import dataclass
from typing import cast

from app.core.principal import BusinessId
from app.core.routing.model import Calendar
from app.db.query import Reader
from app.errors import FieldError, NoActiveCalendar
from app.routing.resolving import active_calendars, as_inquiry
from app.routing.ruleset import RulesCache
from app.schemas.scheduling import AppointmentIn, ChosenBy, InquiryIn, Target
from app.schemas.visits import VisitIn


@dataclass(frozen=True, slots=True)
class Chosen:
    """The calendars to search or book in, in the order in which to try them, and the way they were found.

    There are none for a hold, which has a calendar already, and for services that anybody may do.
    """

    calendar_ids: tuple[int, ...]
    chosen_by: ChosenBy


async def choose_for(reader: Reader, rules: RulesCache, business: BusinessId, wanted: Target) -> Chosen:
    """`choose` for an input that names its hold, its calendar, its pool or its inquiry."""
    if isinstance(wanted, AppointmentIn) and wanted.hold_id is not None:
        return Chosen((), "given")
    named = (wanted.calendar_id,) if wanted.calendar_id is not None else ()
    if isinstance(wanted, VisitIn) and wanted.service_ids:
        return Chosen(named, "given" if named else "service")
    inquiry = InquiryIn(
        intent_text=wanted.intent_text or "", service_label=wanted.service_label, channel=wanted.channel
    )
    return await choose(reader, rules, business, named, inquiry, type_key=wanted.type_key, tag=wanted.tag)


async def choose(
    reader: Reader,
    rules: RulesCache,
    business: BusinessId,
    calendar_ids: tuple[int, ...],
    inquiry: InquiryIn,
    *,
    type_key: str | None = None,
    tag: str | None = None,
) -> Chosen:
    """The named calendars; else a pool; else the sole active one; else by the inquiry; else the first.

    A pool is every active calendar of a `type_key` or with a `tag`. First is the highest priority, then the
    lowest id. Raises NoActiveCalendar, FieldError `empty_pool`. Whether a named id is the business's own is
    checked where the calendar is loaded.
    """
    if calendar_ids:
        return Chosen(tuple(dict.fromkeys(calendar_ids)), "given")
    if type_key is not None or tag is not None:
        return Chosen(_pool(await active_calendars(reader, business), type_key, tag), "pool")
    if not inquiry.intent_text and not inquiry.service_label:
        return _first(await active_calendars(reader, business))
    current = await rules.current(reader, business)
    first = _first(current.compiled.calendars)
    if first.chosen_by == "only_calendar":
        return first
    resolution = await rules.threads.run_for_text(
        business, inquiry.intent_text, current.resolve, as_inquiry(inquiry)
    )
    return Chosen((_id(resolution.calendar_id),), "inquiry") if resolution.decision == "routed" else first


def _first(calendars: tuple[Calendar, ...]) -> Chosen:
    if not calendars:
        raise NoActiveCalendar
    return Chosen((_id(calendars[0].id),), "only_calendar" if len(calendars) == 1 else "highest_priority")


def _pool(calendars: tuple[Calendar, ...], type_key: str | None, tag: str | None) -> tuple[int, ...]:
    members = tuple(
        _id(calendar.id)
        for calendar in calendars
        if (type_key is None or calendar.type_key == type_key) and (tag is None or tag in calendar.tags)
    )
    if not members:
        raise FieldError("empty_pool", pointer="/type_key" if type_key is not None else "/tag")
    return members


def _id(value: object) -> int:
    return cast("int", value)
