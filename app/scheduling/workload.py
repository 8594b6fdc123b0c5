"""What takes calendars' time, by seat: the second of the two statements of a search.

A calendar of capacity n is n seats. An appointment or hold takes one of them; time off and external events
take all. Each seat is an agenda of its own, so listing and judging need no other rule for groups.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.db import Query, Reader
from app.scheduling.policy import RANK, Agenda, Busy, Reason, judge
from app.scheduling.queries import CalendarSetup
from app.scheduling.search import Search, reach
from app.scheduling.slots import Slot, find_slots

_BUSY = Query(
    """
    SELECT calendar_id, floor(extract(epoch FROM lower(footprint)))::bigint AS starts,
           ceil(extract(epoch FROM upper(footprint)))::bigint AS ends,
           CASE WHEN kind IN ('appointment', 'hold')
                THEN floor(extract(epoch FROM coalesce(starts_at, lower(footprint))))::bigint END AS counts,
           CASE WHEN kind IN ('appointment', 'hold') THEN seat END AS seat
    FROM busy_intervals
    WHERE calendar_id = ANY (:calendars) AND footprint && tstzrange(:since, :until)
      AND (expires_at IS NULL OR expires_at > :now) AND id IS DISTINCT FROM CAST(:without AS bigint)
    """
)

_Taken = tuple[int, int, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Workload:
    """Agendas by position; `seats` says which calendar's which seat stands at a position."""

    agendas: dict[int, Agenda]
    seats: tuple[tuple[int, int], ...]

    def find(self, search: Search, now: datetime) -> list[Slot]:
        """Free starts; a slot names each calendar once, in the order in which they were given."""
        found = find_slots(self.agendas, search, now)
        return [slot._replace(calendars=self._calendars(slot.calendars)) for slot in found]

    def judge(self, calendar_id: int, start: datetime, now: datetime) -> tuple[list[int], Reason | None]:
        """The seats of a calendar in which a start is free or, if none is, the reason that came closest."""
        verdicts = {
            seat: judge(start, self.agendas[position], now)
            for position, (calendar, seat) in enumerate(self.seats)
            if calendar == calendar_id
        }
        free = [seat for seat, reason in verdicts.items() if reason is None]
        reasons = [reason for reason in verdicts.values() if reason is not None]
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
    taken: dict[int, list[_Taken]] = {setup.id: [] for setup in setups}
    for row in rows:
        taken[row["calendar_id"]].append((row["starts"], row["ends"], row["counts"], row["seat"]))
    seats = [(setup, seat) for setup in setups for seat in range(setup.capacity)]
    return Workload(
        {
            position: setup.agenda(_of_seat(taken[setup.id], seat, setup.capacity), duration_min)
            for position, (setup, seat) in enumerate(seats)
        },
        tuple((setup.id, seat) for setup, seat in seats),
    )


def _of_seat(taken: list[_Taken], seat: int, capacity: int) -> list[Busy]:
    """What takes one seat. The others' appointments take no time of it, yet count towards the day's most."""
    if capacity == 1:
        return [(start, end, counts_at) for start, end, counts_at, _ in taken]
    return [
        (start, end if its_seat is None or its_seat == seat else start, counts_at)
        for start, end, counts_at, its_seat in taken
    ]
