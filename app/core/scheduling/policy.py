"""The rules of one calendar about starts, and the one judge of a start.

An `Agenda` holds everything that decides about a calendar's starts: hours, policy and busy time. `judge` says
whether a start can be booked and, if not, why. Booking calls it; listing (`slots.Plan`) is a sweep over the
same rules, which tests compare with it. The judge ignores the grid: a start between two slots may be booked.

Busy time: triples `(start, end, counts_at)` in epoch seconds. `[start, end)` is a live footprint, its own
buffers inside (the caller leaves out holds that have expired at `now`); `counts_at` is the start of the
appointment itself if it counts towards `max_per_day`, else None. An empty footprint takes no time but
counts. `footprint` makes one from datetimes.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self
from zoneinfo import ZoneInfo

from app.core.scheduling.hours import DAY_MINUTES, Hours
from app.core.scheduling.intervals import Interval, merge, seconds, seconds_up
from app.core.scheduling.zones import local_date
from app.errors import FieldError

MINUTE = 60

MAX_DURATION_MIN = 7 * DAY_MINUTES

MAX_BUFFER_MIN = DAY_MINUTES

MAX_NOTICE_MIN = 366 * DAY_MINUTES

MAX_WINDOW_DAYS = 3660

MAX_PER_DAY = 10_000

# Dates outside are typing mistakes (2207 for 2027) or a zero read as an epoch. Near the ends of
# Python's own range, shifting a time by its offset could overflow.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)

_EARLIEST_SECOND, _LATEST_SECOND = (
    (day - date(1970, 1, 1)).days * DAY_MINUTES * MINUTE for day in (EARLIEST, LATEST)
)

Busy = tuple[int, int, int | None]


class Grid(StrEnum):
    """The point from which the steps between slots are counted.

    `opening_start`: the start of the opening. `hour_aligned`: the first time in the opening whose wall-clock
    minute is a multiple of the step's largest divisor among 60, 30, 20, 15, 10 and 5.
    """

    OPENING_START = "opening_start"
    HOUR_ALIGNED = "hour_aligned"


class Reason(StrEnum):
    """Reasons why a start cannot be booked, in the order in which the judge checks them.

    A start with a later reason came closer to being bookable.
    """

    CALENDAR_UNAVAILABLE = "calendar_unavailable"  # its hours cannot be read, so no time is known to be free
    PAST_DATE = "past_date"
    TOO_SOON = "too_soon"
    TOO_FAR = "too_far"
    CLOSED_DAY = "closed_day"
    OUT_OF_HOURS = "out_of_hours"
    DAY_FULL = "day_full"
    SLOT_TAKEN = "slot_taken"


RANK = {reason: rank for rank, reason in enumerate(Reason)}

# lowest and highest value of each number; None in Policy means "no such limit"
_BOUNDS = {
    "duration_min": (1, MAX_DURATION_MIN),
    "slot_step_min": (1, DAY_MINUTES),
    "buffer_before_min": (0, MAX_BUFFER_MIN),
    "buffer_after_min": (0, MAX_BUFFER_MIN),
    "min_notice_min": (0, MAX_NOTICE_MIN),
    "booking_window_days": (0, MAX_WINDOW_DAYS),
    "max_per_day": (1, MAX_PER_DAY),
    "business_max_per_day": (1, MAX_PER_DAY),
}


@dataclass(frozen=True, slots=True)
class Policy:
    """Rules about starts, in minutes and local days. FieldError `out_of_range`, pointer `/<field>`.

    `booking_window_days` counts local days from today in the calendar's zone: 0 is today only. `max_per_day`
    counts the calendar's appointments whose start lies on the local day, `business_max_per_day` those of all
    calendars of the business. A session of a class counts once, however many come.
    """

    duration_min: int = 60
    slot_step_min: int = 15
    buffer_before_min: int = 0
    buffer_after_min: int = 0
    min_notice_min: int = 0
    booking_window_days: int | None = None
    max_per_day: int | None = None
    business_max_per_day: int | None = None
    grid: Grid = Grid.OPENING_START

    def __post_init__(self) -> None:
        optional = {item.name for item in fields(self) if item.default is None}
        for name, (low, high) in _BOUNDS.items():
            value = getattr(self, name)
            if value is None and name in optional:
                continue
            if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
                raise FieldError("out_of_range", pointer=f"/{name}", min=low, max=high)

    def lasting(self, duration_min: int | None) -> Self:
        """The same rules for an asked-for duration; None keeps the calendar's own."""
        return self if duration_min is None else replace(self, duration_min=duration_min)

    @property
    def duration(self) -> int:
        """Seconds."""
        return self.duration_min * MINUTE

    @property
    def before(self) -> int:
        """Seconds."""
        return self.buffer_before_min * MINUTE

    @property
    def after(self) -> int:
        """Seconds."""
        return self.buffer_after_min * MINUTE

    def soonest(self, now: datetime) -> int:
        """The first second (inclusive) at which a start is neither past nor too soon."""
        return seconds_up(now) + self.min_notice_min * MINUTE

    def last_date(self, now: datetime, zone: ZoneInfo) -> date:
        """The last local date that may be booked."""
        if self.booking_window_days is None:
            return LATEST
        return min(LATEST, now.astimezone(zone).date() + timedelta(days=self.booking_window_days))

    def days_ahead(self) -> int:
        """Local days after a start's date that its appointment may reach into."""
        return -(-self.duration_min // DAY_MINUTES) + 1


@dataclass(frozen=True, slots=True)
class Agenda:
    """Everything that decides about one calendar's starts. `hours=None`: unreadable, so nothing is free.

    `sessions`: starts of a class that count already, so that one more customer adds nothing to the day.
    `business_starts`: starts that count towards `business_max_per_day`, this calendar's among them.
    """

    hours: Hours | None
    policy: Policy
    busy: Sequence[Busy] = ()
    sessions: frozenset[int] = frozenset()
    business_starts: Sequence[int] = ()


def footprint(start: datetime, end: datetime, counts_at: datetime | None = None) -> Busy:
    """A busy triple from aware datetimes, rounded outwards to whole seconds."""
    return seconds(start), seconds_up(end), None if counts_at is None else seconds(counts_at)


def start_second(start: datetime, *, pointer: str = "/starts_at") -> int:
    """Epoch second of an asked-for start. FieldError `not_whole_minute`."""
    if start.second or start.microsecond:
        raise FieldError("not_whole_minute", pointer=pointer)
    return seconds(start)


def clamped_date(start: datetime, zone: ZoneInfo) -> date:
    """Local date of a start, brought within EARLIEST..LATEST."""
    return local_date(min(max(seconds(start), _EARLIEST_SECOND), _LATEST_SECOND - 1), zone)


def judge(start: datetime, agenda: Agenda, now: datetime) -> Reason | None:
    """None if an appointment may be booked at this aware `start`, else the first reason against it.

    `agenda.busy` must hold every footprint that can meet an appointment on the start's local date, buffers
    and all. FieldError `not_whole_minute`.
    """
    second, policy = start_second(start), agenda.policy
    if agenda.hours is None:
        return Reason.CALENDAR_UNAVAILABLE
    if second < seconds_up(now):
        return Reason.PAST_DATE
    if second < policy.soonest(now):
        return Reason.TOO_SOON
    zone = agenda.hours.zone
    if second >= _LATEST_SECOND or local_date(second, zone) > policy.last_date(now, zone):
        return Reason.TOO_FAR
    return _judge_hours(second, policy, agenda.hours) or _judge_busy(second, agenda, zone)


def _judge_hours(second: int, policy: Policy, hours: Hours) -> Reason | None:
    day = local_date(second, hours.zone)
    merged = hours.openings(day, day + timedelta(days=policy.days_ahead())).merged
    i = bisect_right(merged, second, key=lambda opening: opening[0]) - 1
    if i >= 0 and second + policy.duration <= merged[i][1]:
        return None
    return Reason.OUT_OF_HOURS if day in open_dates(merged, hours.zone) else Reason.CLOSED_DAY


def open_dates(merged: Iterable[Interval], zone: ZoneInfo) -> frozenset[date]:
    """The local dates that some opening touches."""
    spans = ((local_date(a, zone), local_date(b - 1, zone)) for a, b in merged)
    return frozenset(day + timedelta(days=i) for day, last in spans for i in range((last - day).days + 1))


def _judge_busy(second: int, agenda: Agenda, zone: ZoneInfo) -> Reason | None:
    policy = agenda.policy
    if second not in agenda.sessions and local_date(second, zone) in full_days(agenda, zone):
        return Reason.DAY_FULL
    end = second + policy.duration
    taken = any(a < end and second < b for a, b in blocked_times(agenda))
    return Reason.SLOT_TAKEN if taken else None


def blocked_times(agenda: Agenda) -> list[Interval]:
    """Times at which the appointment itself may not lie, as a merged list.

    Its footprint [s - before, e + after) meets [a, b) exactly when [s, e) meets [a - after, b + before).
    """
    before, after = agenda.policy.before, agenda.policy.after
    return merge([(a - after, b + before) for a, b, _ in agenda.busy if a < b])


def full_days(agenda: Agenda, zone: ZoneInfo) -> frozenset[date]:
    """The local dates that already hold as many appointments as the calendar or its business takes."""
    policy = agenda.policy
    own = (at for _, _, at in agenda.busy if at is not None)
    return _full(own, policy.max_per_day, zone) | _full(
        agenda.business_starts, policy.business_max_per_day, zone
    )


def _full(starts: Iterable[int], limit: int | None, zone: ZoneInfo) -> frozenset[date]:
    if limit is None:
        return frozenset()
    counts = Counter(local_date(at, zone) for at in starts)
    return frozenset(day for day, count in counts.items() if count >= limit)
