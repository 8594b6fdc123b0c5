"""Opening hours and booking settings of a business and of its calendars."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, WithJsonSchema

from app.core.scheduling.hours import DAY_MINUTES, MAX_WINDOWS_A_DAY
from app.core.scheduling.policy import MAX_NOTICE_MIN, MAX_PER_DAY, MAX_WINDOW_DAYS, Grid
from app.core.scheduling.setup import HoursSource
from app.schemas.calendars import Buffer
from app.schemas.common import (
    ClockOut,
    Id,
    Input,
    Output,
    ShortText,
    Storable,
    Versioned,
    WallTime,
    example,
    optional,
)
from app.schemas.tenancy import Zone

_DAYS = {"sun": "Sunday", "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday"}
_DAYS |= {"fri": "Friday", "sat": "Saturday"}

_WINDOWS: dict[str, Any] = {"type": "array", "items": {"x-shared": "Window"}, "maxItems": MAX_WINDOWS_A_DAY}

SHARED_SCHEMAS: dict[str, dict[str, Any]] = {
    "Window": {
        "type": "array",
        "items": {"type": "string", "pattern": "^[0-2]?[0-9]:[0-5][0-9]$"},
        "minItems": 2,
        "maxItems": 2,
        "description": "Start and end, as times of day. An end not after the start is on the next day; 24:00 "
        "is the midnight that ends the day.",
        "examples": [["09:00", "17:00"]],
    },
    "WeeklyHours": {
        "type": "object",
        "properties": {
            day: {
                "type": "array",
                "items": {"$ref": "#/components/schemas/Window"},
                "maxItems": MAX_WINDOWS_A_DAY,
                "description": f"The windows of {name}; left out: closed.",
            }
            for day, name in _DAYS.items()
        },
        "additionalProperties": False,
        "description": "Windows by the day of the week on which they start; a missing day is closed.",
        "examples": [{"sun": [["09:00", "17:00"]], "fri": [["08:00", "13:00"]]}],
    },
}
"""Schemas of the API's document that fields refer to by `x-shared`."""

WeeklyJson = Annotated[dict[str, list[list[str]]], WithJsonSchema({"x-shared": "WeeklyHours"})]

WindowsJson = Annotated[list[list[str]], WithJsonSchema(_WINDOWS)]

GridName = Literal[Grid.OPENING_START, Grid.HOUR_ALIGNED]

SlotStep = Annotated[int, Field(ge=1, le=DAY_MINUTES, description="Minutes between slots.", examples=[30])]

Notice = Annotated[int, Field(ge=0, le=MAX_NOTICE_MIN, description="Minutes.", examples=[120])]

WindowDays = Annotated[
    int, Field(ge=0, le=MAX_WINDOW_DAYS, description="Days ahead; 0 is today only.", examples=[30])
]

MaxPerDay = Annotated[int, Field(ge=1, le=MAX_PER_DAY)]

Capacity = Annotated[int, Field(ge=1, le=1000, description="Customers at the same time: a group.")]

CalendarKind = Literal["person", "place", "thing", "class"]

InUse = Annotated[
    bool,
    Field(
        description="Whether services may take an inactive calendar: a room or a machine that nobody books "
        "alone."
    ),
]

CalendarPartyMax = Annotated[
    int, Field(ge=1, le=1000, description="The largest party that has room: the seats of a table.")
]

Country = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=8),
    Storable,
    Field(description="Closed on its public holidays; `IL`, or a part of a country: `US-NY`."),
]

PhoneCountry = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=8),
    Storable,
    Field(
        description="The country in which phone numbers without an international prefix are read: two "
        "letters of ISO 3166. Null: the country of the business's zone.",
        examples=["IL"],
    ),
]

WithheldMayName = Annotated[
    bool | None,
    Field(
        description="Whether a caller who withholds their number may find appointments by a number that they "
        "name. By default they may not."
    ),
]

KeepEvening = Annotated[
    bool | None,
    Field(
        description="Whether an opening of the evening before goes on past midnight into a closed date or a "
        "public holiday. Otherwise, and by default, it ends at midnight."
    ),
]

# Any: the rules for hours, with their exact pointers, stand in scheduling.hours.
WeeklyIn = Annotated[
    Any,
    WithJsonSchema({"anyOf": [{"x-shared": "WeeklyHours"}, {"type": "null"}]}),
]


class HoursWarning(Output):
    """A window of the weekly hours that may be a mistake; it holds all the same."""

    code: Literal["long_window"] = "long_window"
    pointer: str = Field(description="Into `hours_in_force`.", examples=["/fri/0"])
    window_minutes: int = Field(description="The window's length: 16 hours or more.")


class BusinessSettingsChange(Input):
    """Changes of settings; a field left out stays as it is. `opening_hours` null: as the host's
    `working_hours` says."""

    model_config = example(
        opening_hours={"sun": [["08:00", "12:00"], ["16:00", "20:00"]], "fri": [["08:00", "13:00"]]},
        slot_step_minutes=30,
        min_notice_minutes=120,
    )

    timezone: Zone = optional()
    opening_hours: WeeklyIn = optional()
    always_open: bool = optional()
    slot_step_minutes: SlotStep = optional()
    min_notice_minutes: Notice = optional()
    booking_window_days: WindowDays = optional()
    require_phone_before_booking: bool = optional()
    max_per_day: MaxPerDay | None = optional()
    grid: GridName | None = optional()
    buffer_before_minutes: Buffer | None = optional()
    buffer_after_minutes: Buffer | None = optional()
    holiday_country: Country | None = optional()
    holiday_eve_closes: WallTime | None = optional()
    closed_dates_keep_evening: KeepEvening = optional()
    country: PhoneCountry | None = optional()
    withheld_may_name_number: WithheldMayName = optional()


class BusinessSettingsOut(Versioned):
    """The settings of a business. `opening_hours` are its own; `hours_in_force` are the weekly hours that
    hold, and `hours_source` says where they come from.

    `problem` says why the stored hours or zone cannot be read: then nothing can be booked.
    """

    timezone: str
    opening_hours: WeeklyJson | None
    always_open: bool
    hours_in_force: WeeklyJson | None
    hours_source: HoursSource | None
    problem: str | None
    warnings: list[HoursWarning]
    slot_step_minutes: int | None
    min_notice_minutes: int | None
    booking_window_days: int | None
    require_phone_before_booking: bool
    max_per_day: int | None
    grid: GridName | None
    buffer_before_minutes: int | None
    buffer_after_minutes: int | None
    holiday_country: str | None
    holiday_eve_closes: ClockOut | None
    closed_dates_keep_evening: KeepEvening
    country: str | None
    country_in_force: str | None = Field(description="`country`, or the country of the zone.")
    withheld_may_name_number: WithheldMayName


class CalendarSettingsChange(Input):
    """Changes of a calendar's own values; null means 'as the business does'.

    `max_per_day` is the calendar's own limit, and holds beside that of all the business's calendars together.
    """

    model_config = example(opening_hours={"tue": [["10:00", "14:00"]]}, max_per_day=6)

    opening_hours: WeeklyIn = optional()
    slot_step_minutes: SlotStep | None = optional()
    min_notice_minutes: Notice | None = optional()
    booking_window_days: WindowDays | None = optional()
    max_per_day: MaxPerDay | None = optional()
    grid: GridName | None = optional()
    capacity: Capacity = optional()
    kind: CalendarKind | None = optional()
    in_use: InUse = optional()
    party_max: CalendarPartyMax | None = optional()
    time_of: Id | None = optional()


class CalendarSettingsOut(Versioned):
    """The calendar's own values; null means 'as the business does'. `hours_in_force` are the weekly hours
    that hold."""

    opening_hours: WeeklyJson | None
    slot_step_minutes: int | None
    min_notice_minutes: int | None
    booking_window_days: int | None
    max_per_day: int | None
    grid: GridName | None
    capacity: int
    kind: CalendarKind | None = Field(description="The kind of thing that the calendar stands for.")
    in_use: InUse
    party_max: int | None
    time_of: Id | None
    hours_in_force: WeeklyJson | None
    hours_source: HoursSource | None
    problem: str | None
    warnings: list[HoursWarning]


class DateOverrideIn(Input):
    """The hours of one date instead of the weekly ones; an empty list is closed."""

    model_config = example(windows=[["08:00", "12:00"]], note="ערב חג")

    windows: Annotated[list[Any], WithJsonSchema(_WINDOWS)]
    note: ShortText | None = Field(None, examples=["ערב חג"])


class DateOverrideOut(Output):
    day: date
    windows: WindowsJson
    note: str | None
