"""Itineraries: services back to back with one leading calendar, as demands for calendars' time.

Each calendar that can lead has an itinerary of its own, because lengths, windows and prices may be its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.core.scheduling.needs import (
    Need,
    NeedCandidate,
    NeedWindow,
    NeedWindows,
    OfferedService,
    Price,
    merge_windows,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """Services that a customer comes for, in this order, then add-ons, for a party of some size."""

    services: tuple[OfferedService, ...]
    addons: tuple[OfferedService, ...] = ()
    party_size: int = 1

    @property
    def parts(self) -> tuple[OfferedService, ...]:
        return (*self.services, *self.addons)

    @property
    def calendar_ids(self) -> tuple[int, ...]:
        """Every calendar that may be needed, each once."""
        needs = (need for part in self.parts for need in part.needs)
        return tuple(dict.fromkeys(each.calendar_id for need in needs for each in need.candidates))


class DemandChoice(NamedTuple):
    """A calendar that can meet a demand, and when it is taken, in minutes from the visit's start."""

    calendar_id: int
    windows: NeedWindows
    priority: int


@dataclass(frozen=True, slots=True)
class Demand:
    """One calendar's time for a visit, from any of the choices. Buffers of None are the calendar's."""

    choices: tuple[DemandChoice, ...]
    role: str | None = None
    before_min: int | None = None
    after_min: int | None = None

    @property
    def calendar_ids(self) -> tuple[int, ...]:
        return tuple(choice.calendar_id for choice in self.choices)


class ItineraryPart(NamedTuple):
    """One service of an itinerary: its start and length in minutes, and what it costs."""

    service: OfferedService
    start_min: int
    duration_min: int
    price: Price | None


@dataclass(frozen=True, slots=True)
class Itinerary:
    """A visit with one leading calendar. The first demand is for this calendar's own time."""

    lead: int
    priority: int
    parts: tuple[ItineraryPart, ...]
    demands: tuple[Demand, ...]

    @property
    def duration_min(self) -> int:
        return self.parts[-1].start_min + self.parts[-1].duration_min

    @property
    def price(self) -> Price | None:
        """The sum of the parts that have a price; None where none has, or where currencies differ."""
        prices = [part.price for part in self.parts if part.price is not None]
        if len({price.currency for price in prices}) != 1:
            return None
        total = sum(price.amount_minor for price in prices)
        return Price(total, prices[0].currency, any(price.is_from for price in prices))


def itineraries(visit: Visit, leads: Iterable[int] | None = None) -> list[Itinerary]:
    """The itineraries of the calendars that can lead every part, the highest priority first, then by id.

    `leads`: those that the customer accepts; None: anybody.
    """
    accepted = None if leads is None else frozenset(leads)
    found = []
    for candidate in visit.services[0].lead.candidates:
        who = candidate.calendar_id
        as_leads = [_lead_of(part, who) for part in visit.parts]
        if (accepted is None or who in accepted) and None not in as_leads:
            found.append(_itinerary(visit, candidate, [each for each in as_leads if each is not None]))
    return sorted(found, key=lambda each: (-each.priority, each.lead))


def _lead_of(part: OfferedService, calendar_id: int) -> NeedCandidate | None:
    candidates = part.lead.candidates
    if not candidates:
        return NeedCandidate(calendar_id)
    return next((each for each in candidates if each.calendar_id == calendar_id), None)


def _itinerary(visit: Visit, first: NeedCandidate, leads: Sequence[NeedCandidate]) -> Itinerary:
    parts, start = [], 0
    for service, lead in zip(visit.parts, leads, strict=True):
        minutes = lead.duration_min if lead.duration_min is not None else service.duration_min
        parts.append(ItineraryPart(service, start, minutes, _price(service, lead)))
        start += minutes
    demands = [_lead_demand(parts, leads)]
    for part, end in zip(parts, _ends(visit, parts), strict=True):
        _join(demands, [_demand(part, need, end) for need in part.service.needs[1:]])
    return Itinerary(first.calendar_id, first.priority, tuple(parts), tuple(demands))


def _ends(visit: Visit, parts: Sequence[ItineraryPart]) -> list[int]:
    """The minute up to which each part keeps what it needs throughout: the last service, for add-ons too."""
    ends = [part.start_min + part.duration_min for part in parts]
    ends[len(visit.services) - 1] = ends[-1]
    return ends


def _price(service: OfferedService, lead: NeedCandidate) -> Price | None:
    if service.price is None or lead.price_minor is None:
        return service.price
    return service.price._replace(amount_minor=lead.price_minor)


def _lead_demand(parts: Sequence[ItineraryPart], leads: Sequence[NeedCandidate]) -> Demand:
    windows = [
        window
        for part, lead in zip(parts, leads, strict=True)
        for window in _windows(lead.windows, part.start_min, part.start_min + part.duration_min)
    ]
    choice = DemandChoice(leads[0].calendar_id, merge_windows(windows), leads[0].priority)
    before, after = parts[0].service.buffer_before_min, parts[-1].service.buffer_after_min
    return Demand((choice,), parts[0].service.lead.role, before, after)


def _demand(part: ItineraryPart, need: Need, end: int) -> Demand:
    choices = (
        DemandChoice(each.calendar_id, _windows(each.windows, part.start_min, end), each.priority)
        for each in need.candidates
    )
    service = part.service
    return Demand(tuple(choices), need.role, service.buffer_before_min, service.buffer_after_min)


def _windows(own: NeedWindows, start: int, end: int) -> NeedWindows:
    """The windows of a part that begins at `start`, in minutes of the visit."""
    if own:
        return tuple(window.shifted(start) for window in own)
    return (NeedWindow(start, end),) if start < end else ()


def _join(demands: list[Demand], of_part: Iterable[Demand]) -> None:
    """Add a part's demands; one that the calendar of an earlier part can meet too is joined to that one.

    A customer who has colour and then a cut keeps one chair. The leading demand is never joined, and two
    demands of one part stay two: a move with two movers.
    """
    earlier = list(range(1, len(demands)))
    for new in of_part:
        for i in earlier:
            common = _common(demands[i], new)
            if common:
                demands[i] = Demand(common, new.role, demands[i].before_min, new.after_min)
                earlier.remove(i)
                break
        else:
            demands.append(new)


def _common(one: Demand, other: Demand) -> tuple[DemandChoice, ...]:
    """The calendars that can meet both demands of one role, each with the windows of both."""
    if one.role is None or one.role != other.role:
        return ()
    own = {choice.calendar_id: choice for choice in one.choices}
    return tuple(
        DemandChoice(
            each.calendar_id,
            merge_windows([*own[each.calendar_id].windows, *each.windows]),
            own[each.calendar_id].priority,
        )
        for each in other.choices
        if each.calendar_id in own
    )
