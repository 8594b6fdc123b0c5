"""Inputs and outputs of the AI tools.

Inputs are closed and flat. None has a field for the tenant, the zone or the caller: these come from the
credential and the transport.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from app.schemas.calendars import ChannelScope, Duration
from app.schemas.common import (
    CustomerText,
    Id,
    Input,
    LongText,
    Name,
    ShortText,
    StartTime,
    Storable,
    WallTime,
    example,
)
from app.schemas.routing import Candidate
from app.schemas.scheduling import ReadAs
from app.schemas.visits import CalendarNamed

Token = Annotated[str, StringConstraints(strip_whitespace=True, max_length=100)]

Day = Annotated[str, Field(max_length=10)]


Retry = Literal["same", "changed", "after", "never"]


class ToolProblem(BaseModel):
    """A reason why nothing was done. `message` is for the model, `field` a JSON pointer into the arguments.

    `retry`: the same call again, a changed one, the same after `retry_after_seconds` seconds, or none.
    """

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    code: str
    message: str
    field: str | None = None
    retry: Retry
    retry_after_seconds: int | None = None
    suggestions: list["Suggestion"] = []


class Suggestion(BaseModel):
    """A tool to call instead; with `slot_id`, a time that is free."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    tool: str
    why: str
    slot_id: str | None = None
    say: str | None = None


class ToolOutput(BaseModel):
    """The envelope of every answer; a tool adds its own fields, which are null where they do not apply.

    `not_possible` and `needs_input` are ordinary outcomes; `error` is a fault of the call. `say` can be
    spoken to the customer as it stands. `problem` is null only when `status` is `ok`.
    """

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    status: Literal["ok", "needs_input", "not_possible", "error"] = "ok"
    say: str | None = None
    problem: ToolProblem | None = None
    explain: list[str] = []


class ToolInput(Input):
    """For optional fields, absent, null and empty mean the same: models mix them up."""

    @model_validator(mode="before")
    @classmethod
    def _without_the_empty(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        spare = {name for name, field in cls.model_fields.items() if not field.is_required()}
        return {key: value for key, value in given.items() if key not in spare or value not in (None, "")}


class DayPart(StrEnum):
    ANY = "any"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SaidPhone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64), Storable]
"""What a model gives as a phone number; `N/A` and the like are common."""


class CalendarListInput(ToolInput):
    model_config = example()


class CalendarEntry(CalendarNamed):
    type_key: str | None
    allowed_tags: list[str]


class CalendarListOutput(ToolOutput):
    calendars: list[CalendarEntry] | None = None
    sole_calendar_id: Id | None = None
    timezone: str | None = None
    today: date | None = None


class CalendarResolveTargetInput(ToolInput):
    model_config = example(intent_text="צריך הובלה ביום שלישי")

    intent_text: CustomerText = Field(description="The customer's own words, untranslated.")
    service_label: ShortText = Field("", description="The service, if known.")
    clarification_id: Token | None = Field(None, description="Of the question these words answer.")
    channel: ChannelScope = "all"
    explain: bool = False


class CalendarResolveTargetOutput(ToolOutput):
    calendar_id: Id | None = None
    calendar_name: str | None = None
    candidates: list[Candidate] | None = None
    question: str | None = None
    clarification_id: str | None = None
    intent: str | None = None
    reason: str | None = None


class CalendarFindSlotsInput(ToolInput):
    model_config = example(calendar_id=1, date_from="tomorrow")

    calendar_id: Id | None = Field(None, description="Null: found from intent_text.")
    intent_text: CustomerText = Field("", description="The customer's words.")
    appointment_id: Token | None = Field(None, description="Of the one to move.")
    date_from: Day = Field("today", description="YYYY-MM-DD, today, tomorrow, sun..sat (the next), +3d.")
    date_to: Day | None = Field(None, description="Inclusive. Null: two weeks.")
    near_time: WallTime | None = Field(None, description="16:00: nearest first.")
    part_of_day: DayPart = DayPart.ANY
    duration_minutes: Duration | None = Field(None, description="Null: the calendar's.")
    max_results: Annotated[int, Field(ge=1, le=10)] = 3
    explain: bool = False


class SlotOffer(BaseModel):
    """A free start; book or hold it by its `slot_id`."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    slot_id: str
    starts_at: datetime
    ends_at: datetime
    calendar_id: Id
    say: str


class CalendarFindSlotsOutput(ToolOutput):
    slots: list[SlotOffer] | None = None
    timezone: str | None = None
    today: date | None = None
    calendars: list[CalendarNamed] | None = None
    chosen_by: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    next_date_from: date | None = None
    why_empty: list[str] | None = None


class CalendarHoldSlotInput(ToolInput):
    model_config = example(slot_id="s_AAAAAgHInogAtDGdLTTCQg")

    slot_id: Token


class CalendarHoldSlotOutput(ToolOutput):
    hold_id: str | None = None
    expires_at: datetime | None = None
    calendar_id: Id | None = None
    calendar_name: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    replayed: bool = False


class CalendarReleaseHoldInput(ToolInput):
    model_config = example(hold_id="h_AAAAAAAAAAAAAAAAAAA")

    hold_id: Token


class CalendarReleaseHoldOutput(ToolOutput):
    replayed: bool = False


class CalendarCreateAppointmentInput(ToolInput):
    model_config = example(slot_or_hold_id="s_AAAAAgHInogAtDGdLTTCQg", customer_name="דנה לוי")

    slot_or_hold_id: Token | None = Field(None, description="Best: a hold_id or slot_id.")
    starts_at: StartTime | None = Field(None, description="Only without one.")
    calendar_id: Id | None = Field(None, description="With starts_at. Null: found from intent_text.")
    intent_text: CustomerText = ""
    customer_name: Name
    customer_phone: SaidPhone | None = None
    notes: LongText = ""


class CalendarCreateAppointmentOutput(ToolOutput):
    appointment_id: str | None = None
    calendar_id: Id | None = None
    calendar_name: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str | None = None
    chosen_by: str | None = None
    read_as: ReadAs | None = None
    replayed: bool = False


class CalendarFindAppointmentsInput(ToolInput):
    model_config = example(customer_phone="050-1234567")

    customer_phone: SaidPhone | None = Field(None, description="Null: the caller's.")


class AppointmentEntry(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    appointment_id: str
    calendar_id: Id | None
    calendar_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    customer_name: str | None
    say: str


class CalendarFindAppointmentsOutput(ToolOutput):
    appointments: list[AppointmentEntry] | None = None
    timezone: str | None = None


class CalendarRescheduleAppointmentInput(ToolInput):
    model_config = example(
        appointment_id="a_AAAAAAAAAAAAAAAAAAA", new_slot_id="s_AAAAAgHInogAtDGdLTTCQg", preview=True
    )

    appointment_id: Token
    new_slot_id: Token = Field(description="A slot_id or a hold_id.")
    preview: bool = Field(description="True: only say what would happen.")


class CalendarRescheduleAppointmentOutput(ToolOutput):
    appointment_id: str | None = None
    old_starts_at: datetime | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    calendar_id: Id | None = None
    calendar_name: str | None = None
    preview: bool | None = None
    replayed: bool = False


class CalendarCancelAppointmentInput(ToolInput):
    model_config = example(appointment_id="a_AAAAAAAAAAAAAAAAAAA", preview=True)

    appointment_id: Token
    preview: bool = Field(description="True: only say what would happen.")
    reason: LongText = ""


class CalendarCancelAppointmentOutput(ToolOutput):
    appointment_id: str | None = None
    starts_at: datetime | None = None
    calendar_name: str | None = None
    preview: bool | None = None
    replayed: bool = False
