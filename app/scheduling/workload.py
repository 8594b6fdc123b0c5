"""What takes calendars' time, by seat: the second of the two statements of a search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import Query, Reader
from app.scheduling.policy import RANK, Agenda, Reason, judge
from app.scheduling.queries import CalendarSetup
from app.scheduling.search import Search, reach
from app.scheduling.seats import Taken, by_seat
from app.scheduling.slots import Slot, find_slots

_BUSY = Query(
    """
    SELECT calendar_id, floor(extract(epoch FROM lower(footprint)))::bigint AS starts,
           ceil(extract(epoch FROM upper(footprint)))::bigint AS ends,
           CASE WHEN kind IN ('appointment', 'hold')
                THEN floor(extract(epoch FROM coalesce(starts_at, lower(footprint))))::bigint END AS counts,
           CASE WHEN kind NOT IN ('appointment', 'hold') THEN NULL
                WHEN exclusive THEN seat ELSE -1 END AS seat
    FROM busy_intervals
    WHERE calendar_id = ANY (:calendars) AND footprint && tstzrange(:since, :until)
      AND (expires_at IS NULL OR expires_at > :now) AND id IS DISTINCT FROM CAST(:without AS bigint)
    """
)


@dataclass(frozen=True, slots=True)
class Workload:
    """Agendas by position; `seats` says which calendar's which seats stand at a position."""

    agendas: dict[int, Agenda]
    seats: tuple[tuple[int, tuple[int, ...]], ...]

    def find(self, search: Search, now: datetime) -> list[Slot]:
        """Free starts; a slot names each calendar once, in the order in which they were given."""
        found = find_slots(self.agendas, search, now)
        return [slot._replace(calendars=self._calendars(slot.calendars)) for slot in found]

    def judge(self, calendar_id: int, start: datetime, now: datetime) -> tuple[list[int], Reason | None]:
        """The seats of a calendar in which a start is free or, if none is, the reason that came closest."""
        free: list[int] = []
        reasons = []
        for position, (calendar, seats) in enumerate(self.seats):
            if calendar != calendar_id:
                continue
            reason = judge(start, self.agendas[position], now)
            if reason is None:
                free.extend(seats)
            else:
                reasons.append(reason)
        return free, None if free else max(reasons, key=RANK.__getitem__)

    def _calendars(self, positions: Iterable[int]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self.seats[position][0] for position in positions))


async def load_workload(
    reader: Reader,
    setups: Sequence[CalendarSetup],
    search: Search,
    duration_min: int | None,
    now: datetime,
    *,
    without: int | None = None,
) -> Workload:
    """What decides about the calendars' starts within a search.

    Left out: holds that have expired at `now`, and the interval `without` (an appointment being moved).
    """
    since, until = reach(search, [setup.agenda((), duration_min) for setup in setups])
    rows = await _BUSY.rows(
        reader,
        calendars=[setup.id for setup in setups],
        since=since,
        until=until,
        now=now,
        without=without,
    )
    taken: dict[int, list[Taken]] = {setup.id: [] for setup in setups}
    for row in rows:
        taken[row["calendar_id"]].append(Taken(row["starts"], row["ends"], row["counts"], row["seat"]))
    agendas: dict[int, Agenda] = {}
    seats: list[tuple[int, tuple[int, ...]]] = []
    for setup in setups:
        for numbers, busy in by_seat(taken[setup.id], setup.capacity):
            agendas[len(seats)] = setup.agenda(busy, duration_min)
            seats.append((setup.id, numbers))
    return Workload(agendas, tuple(seats))
