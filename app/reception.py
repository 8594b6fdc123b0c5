"""Where routing and scheduling meet: which calendar is meant when none is named."""

from dataclasses import dataclass
from typing import cast

from app.errors import NoActiveCalendar
from app.routing.inquiries import Reader, active_calendars, route
from app.schemas.scheduling import ChosenBy, InquiryIn
from app.tenancy.principal import BusinessId


@dataclass(frozen=True, slots=True)
class Target:
    """The calendars to search or book in, and how they were found."""

    calendar_ids: tuple[int, ...]
    chosen_by: ChosenBy


async def choose_calendar(
    reader: Reader, business: BusinessId, calendar_ids: tuple[int, ...], inquiry: InquiryIn | None
) -> Target:
    """The named calendars; else the sole active one; else the one the inquiry routes to; else the first.

    First is the highest priority, then the lowest id. Raises NoActiveCalendar. Whether a named id is the
    business's own is checked where the calendar is loaded.
    """
    if calendar_ids:
        return Target(tuple(dict.fromkeys(calendar_ids)), "given")
    calendars = await active_calendars(reader, business)
    if not calendars:
        raise NoActiveCalendar
    first = cast("int", calendars[0].id)
    if len(calendars) == 1:
        return Target((first,), "only_calendar")
    if inquiry is not None and (inquiry.intent_text or inquiry.service_label):
        resolution = await route(reader, business, calendars, inquiry)
        if resolution.decision == "routed":
            return Target((cast("int", resolution.calendar_id),), "inquiry")
    return Target((first,), "highest_priority")
