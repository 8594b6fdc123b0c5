"""Workloads: calendars together with the time taken in them, seat by seat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.core.scheduling.policy import (
    RANK,
    Agenda,
    Reason,
    judge,
)
from app.core.scheduling.search import Search
from app.core.scheduling.seats import NOTHING_COUNTED, BusinessCount, OwnHold, TakenTime, by_seat, sessions
from app.core.scheduling.setup import (
    CalendarSetup,
)
from app.core.scheduling.slices import Slices
from app.core.scheduling.slots import Slot, find_slots, why_empty


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """A calendar's setup and the footprints around some dates; own holds, by id, are not among these."""

    setup: CalendarSetup
    taken: Sequence[TakenTime]
    own_holds: Sequence[OwnHold] = ()
    business_count: BusinessCount = NOTHING_COUNTED


@dataclass(frozen=True, slots=True)
class Workload:
    """Agendas by position; `seats` holds the calendar and its seats at each position.

    `own_days`: the calendars, by id, in which the request has holds of its own; `positions`: those of each.
    """

    agendas: dict[int, Agenda]
    seats: tuple[tuple[int, tuple[int, ...]], ...]
    duration_min: int | None
    own_days: Mapping[int, CalendarDays]
    positions: dict[int, list[int]]

    @classmethod
    def of(cls, days: Iterable[CalendarDays], duration_min: int | None) -> "Slices[Workload]":
        """The workload for appointments of `duration_min` minutes (None: each calendar's own length)."""
        agendas: dict[int, Agenda] = {}
        seats: list[tuple[int, tuple[int, ...]]] = []
        own_days: dict[int, CalendarDays] = {}
        positions: dict[int, list[int]] = {}
        for each in days:
            if each.own_holds or each.business_count.own_holds:
                own_days[each.setup.id] = each
            started = sessions(each.taken) if each.setup.capacity > 1 else frozenset()
            for numbers, busy in by_seat(each.taken, each.setup.capacity):
                agenda = each.setup.agenda(busy, duration_min)
                agendas[len(seats)] = replace(
                    agenda, sessions=started, business_starts=each.business_count.starts
                )
                positions.setdefault(each.setup.id, []).append(len(seats))
                seats.append((each.setup.id, numbers))
            yield
        return cls(agendas, tuple(seats), duration_min, own_days, positions)

    def find(self, search: Search, now: datetime) -> Slices[list[Slot]]:
        """Free starts; a slot names each calendar once, in the order in which they were given."""
        found = yield from find_slots(self.agendas, search, now)
        if len(self.seats) == 1:
            only = (self.seats[0][0],)
            return [Slot(slot.start, only) for slot in found]
        named = []
        for slot in found:
            named.append(slot._replace(calendars=self._calendars(slot.calendars)))
            yield
        return named

    def why_empty(self, search: Search, now: datetime) -> Slices[dict[date, Reason]]:
        """The reason of each date on which no calendar has a slot."""
        return why_empty(self.agendas, search, now)

    def judge(self, calendar_id: int, start: datetime, now: datetime) -> tuple[list[int], Reason | None]:
        """The seats of a calendar in which a start is free or, if none is, the reason that came closest."""
        free: list[int] = []
        reasons = []
        for position in self.positions[calendar_id]:
            reason = judge(start, self.agendas[position], now)
            if reason is None:
                free.extend(self.seats[position][1])
            else:
                reasons.append(reason)
        return free, None if free else max(reasons, key=RANK.__getitem__)

    def _calendars(self, positions: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.seats[position][0] for position in positions))
