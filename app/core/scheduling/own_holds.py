"""Own holds: time that is kept for whoever asks for time, and therefore not in their way."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.core.scheduling.intervals import seconds
from app.core.scheduling.policy import Reason
from app.core.scheduling.seats import BusinessCount, OwnHold
from app.core.scheduling.slices import finish
from app.core.scheduling.workload import CalendarDays, Workload
from app.core.scheduling.zones import local_date


class Room(NamedTuple):
    """Room for a start in a calendar: free seats, or an own hold that keeps exactly this time.

    `gives_up`: own holds that must be released before one of the seats can be taken.
    """

    seats: Sequence[int]
    takes_up: int | None = None
    gives_up: tuple[int, ...] = ()


def find_room(
    workload: Workload, calendar_id: int, start: datetime, now: datetime, *, is_hold: bool
) -> tuple[Room, Reason | None]:
    """The room for a start, or the reason why there is none.

    An own hold of exactly this time is taken up. Otherwise own holds are given up only where nothing is free
    beside them. Another hold (`is_hold`) takes up none; in a class it is for one more person, and leaves own
    holds of the same session.
    """
    days = workload.own_days.get(calendar_id)
    if days is None:
        seats, reason = workload.judge(calendar_id, start, now)
        return Room(seats), reason
    exact = None if is_hold else _exact(days, start, workload.duration_min)
    if exact is not None:
        return Room((), takes_up=exact), None
    own, everywhere = days.own_holds, days.business_count.own_holds
    seats, beside = _judge(workload, days, own, everywhere, start, now)
    if seats:
        return Room(seats), None
    at = seconds(start)
    staying = [hold for hold in own if is_hold and days.setup.capacity > 1 and hold.time.counts_at == at]
    seats, reason = _judge(workload, days, staying, staying, start, now)
    if not seats:
        return Room(()), reason
    given = _in_the_way(days, own, at, seats[0], workload.duration_min)
    if beside is Reason.DAY_FULL:
        given |= _on_the_day([*own, *everywhere], at, days.setup.zone)
    return Room(seats[:1], gives_up=tuple(sorted(given - {hold.id for hold in staying}))), None


def _exact(days: CalendarDays, start: datetime, duration_min: int | None) -> int | None:
    """The first own hold that keeps this start, with this length and these buffers."""
    at = seconds(start)
    footprint = _footprint(days, at, duration_min)
    same = (
        hold.id
        for hold in days.own_holds
        if hold.time.counts_at == at and (hold.time.start, hold.time.end) == footprint
    )
    return next(same, None)


def _judge(
    workload: Workload,
    days: CalendarDays,
    counted: Sequence[OwnHold],
    in_business: Sequence[OwnHold],
    start: datetime,
    now: datetime,
) -> tuple[list[int], Reason | None]:
    """The seats, or the reason against the start, if these own holds of the calendar and business count."""
    held = [hold.time.counts_at for hold in in_business if hold.time.counts_at is not None]
    count = BusinessCount([*days.business_count.starts, *held])
    time = [*days.taken, *(hold.time for hold in counted)]
    taken = CalendarDays(days.setup, time, business_count=count)
    alone = finish(Workload.of([taken], workload.duration_min))
    return alone.judge(days.setup.id, start, now)


def _on_the_day(holds: Sequence[OwnHold], at: int, zone: ZoneInfo) -> set[int]:
    day = local_date(at, zone)
    return {
        hold.id
        for hold in holds
        if hold.time.counts_at is not None and local_date(hold.time.counts_at, zone) == day
    }


def _in_the_way(
    days: CalendarDays, holds: Sequence[OwnHold], at: int, seat: int, duration_min: int | None
) -> set[int]:
    since, until = _footprint(days, at, duration_min)
    return {
        hold.id
        for hold in holds
        if hold.time.seat == seat and hold.time.start < until and since < hold.time.end
    }


def _footprint(days: CalendarDays, at: int, duration_min: int | None) -> tuple[int, int]:
    policy = days.setup.policy.lasting(duration_min)
    return at - policy.before, at + policy.duration + policy.after
