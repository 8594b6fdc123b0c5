"""Slot mathematics: the answer to one case (`solve`), and what it costs (run as a program).

`solve(case)` takes a case in the form of the slot vectors (weekly hours, instants or members; busy time,
step, duration, buffers, notice) and returns the UTC starts that the production engine offers.

    python -m benchmarks.slots [--rounds 100]

times ten calendars over thirty days with 3,000 busy intervals on a 15-minute grid, CPU time of one process.
"""

import argparse
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # for whoever loads this file by its path

from app.core.scheduling.hours import DAY_NAMES, Hours, OpeningHours, WeeklyHours
from app.core.scheduling.intervals import Interval, moment, seconds, seconds_up
from app.core.scheduling.policy import Agenda, Busy, Policy, footprint
from app.core.scheduling.search import MAX_RANGE_DAYS, Search
from app.core.scheduling.slices import finish
from app.core.scheduling.slots import find_slots, plan, why_empty
from app.core.scheduling.zones import find_zone
from tests.support.hours import FixedHours, free_time, intersect_all, parse_overrides, union_all

Case = dict[str, Any]


def solve(case: Case) -> list[str]:
    """UTC starts, ascending, as `2026-06-10T06:00:00Z`."""
    agenda, now = agenda_of(case), _instant(case["now_utc"])
    starts = [
        slot.start for search in _searches(case) for slot in finish(find_slots({0: agenda}, search, now))
    ]
    if "query_utc" in case:
        since, until = (_instant(text) for text in case["query_utc"])
        lasting = timedelta(minutes=case["duration_min"])
        starts = [start for start in starts if since <= start and start + lasting <= until]
    return [start.strftime("%Y-%m-%dT%H:%M:%SZ") for start in starts]


def agenda_of(case: Case) -> Agenda:
    """The case's hours, rules and busy time in the engine's form."""
    policy = Policy(
        duration_min=case["duration_min"],
        slot_step_min=case["slot_step_min"],
        buffer_before_min=case.get("buffer_before_min", 0),
        buffer_after_min=case.get("buffer_after_min", 0),
        min_notice_min=case.get("min_notice_min", 0),
    )
    return Agenda(_hours(case), policy, _busy(case))


def _hours(case: Case) -> Hours:
    zone = find_zone(case["timezone"])
    if "opening_hours" in case:
        overrides = parse_overrides(case.get("date_overrides"))
        return OpeningHours(WeeklyHours.parse(case["opening_hours"]), zone, overrides)
    if "open_intervals_utc" in case:
        return FixedHours(zone, _intervals(case["open_intervals_utc"]))
    combine = {"union": union_all, "intersection": intersect_all}[case["combine"]]
    return FixedHours(zone, combine(_intervals(member) for member in case["members_open_utc"]))


def _busy(case: Case) -> list[Busy]:
    rows = [footprint(_instant(start), _instant(end)) for start, end in case.get("busy_utc", ())]
    if case.get("buffer_policy") != "additive":
        return rows
    # the cases give busy time without its own buffers; a stored footprint contains them
    before, after = case["existing_buffer_before_min"] * 60, case["existing_buffer_after_min"] * 60
    return [(start - before, end + after, counts) for start, end, counts in rows]


def _searches(case: Case) -> list[Search]:
    """The case's local dates (its query's, where it has one), cut by the limit on a search's length."""
    first, last = (date.fromisoformat(text) for text in case["range_local"])
    if "query_utc" in case:
        zone = find_zone(case["timezone"])
        first, last = (_instant(text).astimezone(zone).date() for text in case["query_utc"])
    firsts = [first + timedelta(days=i) for i in range(0, (last - first).days + 1, MAX_RANGE_DAYS)]
    return [Search(day, min(last, day + timedelta(days=MAX_RANGE_DAYS - 1))) for day in firsts]


def _intervals(rows: Sequence[Sequence[str]]) -> list[Interval]:
    return [(seconds_up(_instant(start)), seconds(_instant(end))) for start, end in rows]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


CALENDARS, DAYS, BUSY = 10, 30, 3000
ZONE = ZoneInfo("Asia/Jerusalem")
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SEARCH = Search(date(2026, 11, 23), date(2026, 12, 22))
POLICY = Policy(duration_min=30, slot_step_min=15)
WINDOWS = [["08:00", "13:00"], ["14:00", "20:00"]]

Rows = dict[int, list[tuple[datetime, datetime]]]


def workload() -> tuple[Hours, Rows]:
    """Hours of two windows on every day, and 300 footprints for each calendar within 08:00-20:00."""
    dice = random.Random(115)  # noqa: S311 - a load that repeats, not a secret
    hours = OpeningHours(WeeklyHours.parse(dict.fromkeys(DAY_NAMES, WINDOWS)), ZONE)
    first = datetime(2026, 11, 23, tzinfo=ZONE).astimezone(UTC)
    times = [first + timedelta(days=day, minutes=5 * step) for day in range(DAYS) for step in range(96, 236)]

    def rows() -> list[tuple[datetime, datetime]]:
        starts = dice.sample(times, BUSY // CALENDARS)
        return [(start, start + timedelta(minutes=dice.choice((15, 20, 30)))) for start in starts]

    return hours, {key: rows() for key in range(CALENDARS)}


def jobs() -> dict[str, Callable[[], int]]:
    """The timed functions by name; each returns the number of its results."""
    hours, rows = workload()

    def triples() -> dict[int, list[Busy]]:
        return {key: [footprint(start, end) for start, end in each] for key, each in rows.items()}

    agendas = {key: Agenda(hours, POLICY, busy) for key, busy in triples().items()}
    three = replace(SEARCH, limit=3)
    nearest = replace(three, near=clock(10, 30))
    each = agendas.values()
    return {
        "free intervals only": lambda: sum(len(free_time(agenda, SEARCH, NOW)) for agenda in each),
        "each calendar's own list": lambda: sum(sum(map(len, plan(a, SEARCH, NOW).runs())) for a in each),
        "the same as datetimes": lambda: sum(
            len([moment(start) for run in plan(a, SEARCH, NOW).runs() for start in run]) for a in each
        ),
        "pool: every slot and who is free": lambda: len(finish(find_slots(agendas, SEARCH, NOW))),
        "pool: first 3": lambda: len(finish(find_slots(agendas, three, NOW))),
        "pool: 3 nearest to 10:30": lambda: len(finish(find_slots(agendas, nearest, NOW))),
        "why each day is empty (all are looked at)": lambda: len(finish(why_empty(agendas, SEARCH, NOW))),
        "rows of datetimes to footprints": lambda: sum(len(busy) for busy in triples().values()),
    }


def measure(job: Callable[[], int], rounds: int) -> list[float]:
    """The CPU time of each round in ms, ascending."""
    job()
    taken = []
    for _ in range(rounds):
        begin = time.process_time_ns()
        job()
        taken.append((time.process_time_ns() - begin) / 1e6)
    return sorted(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description="CPU time of the slot mathematics")
    parser.add_argument("--rounds", type=int, default=100)
    rounds = parser.parse_args().rounds
    print(
        f"{CALENDARS} calendars x {DAYS} days, {BUSY} busy intervals, 15-minute grid; CPU ms, {rounds} rounds"
    )
    print(f"{'what':44} {'found':>6} {'median':>7} {'p95':>7}")
    for name, job in jobs().items():
        taken = measure(job, rounds)
        p95 = taken[math.ceil(0.95 * len(taken)) - 1]
        print(f"{name:44} {job():6} {statistics.median(taken):7.2f} {p95:7.2f}")


if __name__ == "__main__":
    main()
