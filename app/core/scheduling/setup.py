"""A calendar's rules, read from what the database stores."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from app.core.principal import BusinessId
from app.core.scheduling.holidays import holiday_overrides, is_holiday
from app.core.scheduling.hours import (
    OpeningHours,
    WeeklyHours,
    Windows,
    default_hours,
    meet_windows,
    parse_date,
    parse_windows,
)
from app.core.scheduling.policy import EARLIEST, LATEST, Agenda, Busy, Grid, Policy
from app.core.scheduling.zones import find_zone
from app.core.stored_json import read_json
from app.errors import FieldError, UnknownCalendar

T = TypeVar("T")

HoursSource = Literal["calendar", "opening_hours", "always_open", "working_hours"]
"""The column that weekly hours come from; `always_open` is the host's allow_24_7."""

DEFAULT_ZONE = "Asia/Jerusalem"

DEFAULT_SLOT_MIN = 60
"""What migration 115 takes for a business without a slot size."""

# A window of an earlier date may reach into the first date, and an appointment past the last one.
_MARGIN = timedelta(days=9)


@dataclass(frozen=True, slots=True)
class CalendarSetup:
    """The rules of one calendar. `hours` is None where the stored ones cannot be read; `problem` says why.

    `country` is the one that the business chose for phone numbers. `in_use`: services may claim the calendar
    although it is inactive. `time_of`: the calendar whose time it takes, if not its own.
    """

    id: int
    business: BusinessId
    name: str
    is_active: bool
    zone: ZoneInfo
    hours: OpeningHours | None
    problem: str | None
    policy: Policy
    phone_required: bool
    country: str | None
    capacity: int = 1
    party_max: int | None = None
    in_use: bool = False
    time_of: int | None = None

    @property
    def diary(self) -> int:
        """The calendar whose time is taken."""
        return self.id if self.time_of is None else self.time_of

    @property
    def serves(self) -> bool:
        """Whether a service may claim it."""
        return self.is_active or self.in_use

    def agenda(self, busy: Sequence[Busy], duration_min: int | None) -> Agenda:
        """The agenda for appointments of `duration_min` (None: the calendar's own length)."""
        return Agenda(self.hours if self.is_active else None, self.policy.lasting(duration_min), busy)


class StoredSetup(NamedTuple):
    """All that the database says of a calendar's rules, one field per column (`loading._SETUP_COLUMNS`)."""

    id: int
    business_id: int
    name: str
    is_active: bool
    default_duration_minutes: int | None
    buffer_before_minutes: int | None
    buffer_after_minutes: int | None
    working_hours: str | None
    timezone: str | None
    slot_size_min: int | None
    allow_24_7: bool | None
    opening_hours_json: str | None
    booking_window_days: int | None
    min_notice_min: int | None
    require_phone_before_booking: bool | None
    opening_hours: str | None
    slot_step_min: int | None
    own_notice_min: int | None
    own_window_days: int | None
    max_per_day: int | None
    business_max_per_day: int | None
    grid: str | None
    capacity: int
    party_max: int | None
    in_use: bool
    time_of: int | None
    buffer_before_min: int | None
    buffer_after_min: int | None
    holiday_country: str | None
    holiday_eve_closes: time | None
    closed_dates_keep_evening: bool | None
    country: str | None
    overrides: str | None


def with_margin(first: date, last: date) -> tuple[date, date]:
    """The dates whose hours can matter to first..last, kept within the calendar's bounds."""
    return max(first, EARLIEST + _MARGIN) - _MARGIN, min(last, LATEST) + _MARGIN


def in_order(found: Mapping[int, T], calendar_ids: Sequence[int]) -> list[T]:
    """The values found, in the order of `calendar_ids`. Raises UnknownCalendar for one that is missing."""
    for calendar_id in calendar_ids:
        if calendar_id not in found:
            raise UnknownCalendar(id=calendar_id)
    return [found[calendar_id] for calendar_id in calendar_ids]


class StoredHours(Protocol):
    """The four columns that may hold weekly hours; JSON as text."""

    @property
    def opening_hours(self) -> str | None: ...
    @property
    def allow_24_7(self) -> bool | None: ...
    @property
    def opening_hours_json(self) -> str | None: ...
    @property
    def working_hours(self) -> str | None: ...


def weekly_hours(row: StoredHours, zone: ZoneInfo) -> tuple[WeeklyHours, HoursSource]:
    """The weekly hours in force and their source. Raises FieldError where they cannot be read."""
    if row.opening_hours is not None:
        return _parse_weekly(row.opening_hours, "/opening_hours"), "calendar"
    if row.allow_24_7:
        return WeeklyHours.always(), "always_open"
    if row.opening_hours_json is not None:
        return _parse_weekly(row.opening_hours_json, "/opening_hours_json"), "opening_hours"
    return _working_hours(row.working_hours, zone), "working_hours"


# Parsing is cached by the stored text, so that a search pays for a look-up only.
_working_hours = lru_cache(maxsize=1024)(default_hours)


@lru_cache(maxsize=4096)
def _parse_weekly(stored: str, pointer: str) -> WeeklyHours:
    """Weekly hours from the JSON text that the database holds."""
    return WeeklyHours.parse(read_json(stored), pointer=pointer)


@lru_cache(maxsize=1024)
def read_zone(name: str | None) -> tuple[ZoneInfo, str | None]:
    """The zone of that name, or the default zone and a problem where the name is not a zone."""
    try:
        return find_zone(name or DEFAULT_ZONE), None
    except FieldError:
        return ZoneInfo(DEFAULT_ZONE), f"timezone: {name!r} is not an IANA time zone"


def problem_of(error: FieldError) -> str:
    """One line for the admin about a stored value that breaks a rule."""
    return f"{(error.pointer or '').lstrip('/')}: {error.rule}"


@lru_cache(maxsize=4096)
def read_setup(row: StoredSetup, first: date, last: date) -> CalendarSetup:
    """The setup that the stored values mean. Cached by the stored values."""
    zone, problem = read_zone(row.timezone)
    hours, policy = None, Policy()
    if problem is None:
        try:
            weekly, _ = weekly_hours(row, zone)
            overrides, closed = _overrides(row, weekly, first, last)
            hours = OpeningHours(weekly, zone, overrides, closed)
            policy = _policy(row)
        except FieldError as error:
            hours, problem = None, problem_of(error)
    return CalendarSetup(
        row.id,
        BusinessId(row.business_id),
        row.name,
        row.is_active,
        zone,
        hours,
        problem,
        policy,
        bool(row.require_phone_before_booking),
        row.country,
        row.capacity,
        row.party_max,
        row.in_use,
        row.time_of,
    )


def _overrides(
    row: StoredSetup, weekly: WeeklyHours, first: date, last: date
) -> tuple[Mapping[date, Windows], frozenset[date]]:
    """The windows of dates with hours of their own, and the dates that are closed from midnight on.

    A holiday is replaced by the business's own date, and that by the calendar's. In a calendar with weekly
    hours of its own, a date of the business only shortens these hours.
    """
    found: dict[date, Windows] = {}
    if row.holiday_country is not None:
        found |= holiday_overrides(row.holiday_country, row.holiday_eve_closes, weekly, first, last)
    closed = {day for day in found if is_holiday(row.holiday_country or "", day)}
    stored: list[list[Any]] = read_json(row.overrides) if row.overrides else []
    for calendar_id, text, value in sorted(stored, key=lambda item: item[0] is not None):
        day, windows = parse_date(text), parse_windows(value, pointer=f"/overrides/{text}")
        (closed.discard if windows else closed.add)(day)
        if calendar_id is None and row.opening_hours is not None:
            windows = meet_windows(weekly.days[day.weekday()], windows)
        found[day] = windows
    return found, frozenset() if row.closed_dates_keep_evening else frozenset(closed)


def _policy(row: StoredSetup) -> Policy:
    step = row.slot_step_min or row.slot_size_min or DEFAULT_SLOT_MIN
    return Policy(
        duration_min=row.default_duration_minutes or step,
        slot_step_min=step,
        buffer_before_min=_first_of(row.buffer_before_minutes, row.buffer_before_min) or 0,
        buffer_after_min=_first_of(row.buffer_after_minutes, row.buffer_after_min) or 0,
        min_notice_min=_first_of(row.own_notice_min, row.min_notice_min) or 0,
        booking_window_days=_first_of(row.own_window_days, row.booking_window_days),
        max_per_day=row.max_per_day,
        business_max_per_day=row.business_max_per_day,
        grid=Grid(row.grid or Grid.OPENING_START),
    )


def _first_of(own: int | None, of_business: int | None) -> int | None:
    return own if own is not None else of_business
