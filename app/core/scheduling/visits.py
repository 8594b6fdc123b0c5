"""Visits: the starts at which services can be done, and the one judge of such a start.

The leading calendar's own judge decides on notice, window, hours and the most per day; its time and that of
every other demand is a set of starts (`ready`). Listing and booking share both, and choose by the same
`find_combination`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.scheduling.combinations import ChosenCalendar, Combination, MissingDemand, find_combination
from app.core.scheduling.intervals import Interval, intersect, merge, seconds
from app.core.scheduling.itineraries import Itinerary, Visit, itineraries
from app.core.scheduling.policy import RANK, Agenda, Reason, judge
from app.core.scheduling.ready import Option, find_option
from app.core.scheduling.search import Search, zone_of
from app.core.scheduling.seats import sessions
from app.core.scheduling.slices import SLICE, Slices
from app.core.scheduling.slots import Plan, Slot, plan, reasons_of_days, slots_of
from app.core.scheduling.workload import CalendarDays
from app.core.scheduling.zones import local_date, midnight


class Fit(NamedTuple):
    """A way in which a visit can be done at a start."""

    itinerary: Itinerary
    start: datetime
    combination: Combination


class VisitRefusal(NamedTuple):
    """The reason against a start and, where calendars are missing, the position of their demand."""

    reason: Reason
    itinerary: Itinerary | None = None
    demand: int | None = None


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """An itinerary with what decides about its starts.

    `agenda` has the leading calendar's rules and counts, but none of its taken time: that is in `options`,
    one list per demand. `starts`: those at which each demand by itself has an option. `disjoint`: no calendar
    is in two demands, so that at each of these starts there is a combination.
    """

    itinerary: Itinerary
    agenda: Agenda
    options: tuple[tuple[Option, ...], ...]
    starts: Sequence[Interval]
    disjoint: bool

    def judge(self, start: datetime, now: datetime) -> Fit | VisitRefusal:
        """The way to begin at an aware start, or why it cannot be. FieldError `not_whole_minute`."""
        reason = judge(start, self.agenda, now)
        if reason is not None:
            return VisitRefusal(reason, self.itinerary)
        found = self._combination(seconds(start))
        if isinstance(found, MissingDemand):
            return VisitRefusal(Reason.SLOT_TAKEN, self.itinerary, found.position)
        return Fit(self.itinerary, start, found)

    def override(self, start: datetime) -> Fit | None:
        """The way to begin whatever is taken then: the best combination, or the first calendars of all.

        None where a demand has no calendar at all.
        """
        at = seconds(start)
        found = self._combination(at)
        if isinstance(found, MissingDemand):
            if not all(self.options):
                return None
            day = self._day(at)
            best = (min(options, key=lambda option: option.rank(day)) for options in self.options)
            found = tuple(ChosenCalendar(option, tuple(range(option.takes))) for option in best)
        return Fit(self.itinerary, start, found)

    def sweep(self, search: Search, now: datetime) -> Slices[Plan]:
        """The free starts of a search, as a plan of the leading calendar."""
        whole = plan(self.agenda, search, now)
        length = whole.policy.duration
        possible = merge((a, b - length + 1) for a, b in whole.free)
        found = replace(whole, free=_as_free(intersect(possible, self.starts), length))
        if self.disjoint:
            return found
        kept, looked_at = [], 0
        for run in found.runs():
            for start in run:
                if not isinstance(self._combination(start), MissingDemand):
                    kept.append((start, start + 1))
                looked_at += 1
                if looked_at % _COMBINATIONS_PER_SLICE == 0:
                    yield
        return replace(found, free=_as_free(kept, length))

    def rank(self, start: int) -> tuple[int, int, int, int]:
        """The order of choice among leading calendars at a start, the least first."""
        (lead,) = self.options[0]
        return lead.rank(self._day(start))

    def _combination(self, start: int) -> Combination | MissingDemand:
        return find_combination(self.options, start, self._day(start))

    def _day(self, start: int) -> Interval:
        """The first second of the start's local date, and of the next one."""
        zone = zone_of((self.agenda,))
        day = local_date(start, zone)
        return midnight(day, zone), midnight(day + timedelta(days=1), zone)


_COMBINATIONS_PER_SLICE = SLICE // 64
"""A combination costs as much as many steps of a grid."""


def _as_free(starts: Iterable[Interval], length: int) -> list[Interval]:
    """Sets of starts as the free time in which a plan finds them: each start's time fits in one interval."""
    return [(a, b - 1 + length) for a, b in starts]


@dataclass(frozen=True, slots=True)
class VisitPlans:
    """The plans of a visit, one for each calendar that can lead it, the highest priority first."""

    plans: Mapping[int, VisitPlan]
    zone: ZoneInfo

    @classmethod
    def of(
        cls,
        visit: Visit,
        days: Mapping[int, CalendarDays],
        dates: tuple[date, date],
        leads: Iterable[int] | None = None,
    ) -> "Slices[VisitPlans]":
        """The plans for visits that start on local dates. `days`: all calendars that may be needed, by id."""
        plans = {}
        for itinerary in itineraries(visit, leads):
            found = _plan_of(itinerary, days, dates, visit.party_size)
            if found is not None:
                plans[itinerary.lead] = found
            yield
        return cls(plans, zone_of(found.agenda for found in plans.values()))

    def find(self, search: Search, now: datetime) -> Slices[list[Slot]]:
        """Free starts; a slot names the calendars that can lead then, in the order of choice."""
        plans = {}
        for lead, each in self.plans.items():
            plans[lead] = yield from each.sweep(search, now)
            yield
        found = yield from slots_of(plans, search, self.zone)
        return [slot._replace(calendars=self._in_order(slot)) for slot in found]

    def judge(self, start: datetime, now: datetime) -> Fit | VisitRefusal:
        """The way to begin at a start with the first calendar in the order of choice that can lead then.

        Otherwise the refusal that came closest: of two alike, the one in which the leading calendar is free.
        """
        closest = VisitRefusal(Reason.CALENDAR_UNAVAILABLE)
        at = seconds(start)
        for each in sorted(self.plans.values(), key=lambda each: each.rank(at)):
            verdict = each.judge(start, now)
            if isinstance(verdict, Fit):
                return verdict
            if closest.itinerary is None or _closeness(verdict) > _closeness(closest):
                closest = verdict
        return closest

    def override(self, start: datetime) -> Fit | None:
        """The way to begin with the first calendar in the order of choice, whatever is taken then."""
        at = seconds(start)
        in_order = sorted(self.plans.values(), key=lambda each: each.rank(at))
        return next(filter(None, (each.override(start) for each in in_order)), None)

    def why_empty(self, search: Search, now: datetime) -> Slices[dict[date, Reason]]:
        """The reason of each date on which no calendar can lead the visit."""
        search = replace(search, since=None)
        plans = {}
        for lead, each in self.plans.items():
            plans[lead] = yield from each.sweep(search, now)
        pairs = ((each.agenda, plans[lead]) for lead, each in self.plans.items())
        return (yield from reasons_of_days(pairs, search, now))

    def _in_order(self, slot: Slot) -> tuple[int, ...]:
        at = seconds(slot.start)
        return tuple(sorted(slot.calendars, key=lambda lead: self.plans[lead].rank(at)))


def _closeness(refusal: VisitRefusal) -> tuple[int, int]:
    return RANK[refusal.reason], refusal.demand or 0


def _plan_of(
    itinerary: Itinerary, days: Mapping[int, CalendarDays], dates: tuple[date, date], party: int
) -> VisitPlan | None:
    """The plan of an itinerary; None where its leading calendar cannot be used at all."""
    visit = 0, itinerary.duration_min
    options = []
    for position, demand in enumerate(itinerary.demands):
        seats = party if position == 0 else 1
        found = (
            find_option(days[choice.calendar_id], demand, choice, visit, dates, party, seats)
            for choice in demand.choices
        )
        options.append(tuple(option for option in found if option is not None))
    if not options[0]:
        return None
    ready = [merge(interval for option in each for interval in option.starts) for each in options]
    diaries = [{option.setup.diary for option in each} for each in options]
    disjoint = sum(map(len, diaries)) == len(set().union(*diaries))
    lead = days[itinerary.lead]
    return VisitPlan(
        itinerary, _lead_agenda(lead, itinerary), tuple(options), reduce(intersect, ready), disjoint
    )


def _lead_agenda(days: CalendarDays, itinerary: Itinerary) -> Agenda:
    """The leading calendar's rules and counts. An empty interval takes no time, yet counts."""
    setup = days.setup
    starts = [each.counts_at for each in days.taken if each.counts_at is not None]
    in_class = sessions(days.taken) if setup.capacity > 1 else frozenset()
    counted = [(at, at, at) for at in (in_class or starts)]
    agenda = Agenda(setup.hours, setup.policy.lasting(itinerary.duration_min), counted)
    return replace(agenda, sessions=in_class, business_starts=days.business_count.starts)
