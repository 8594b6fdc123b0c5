"""Slots and appointments."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.core.scheduling.policy import Reason
from app.schemas.calendars import ChannelScope, Duration
from app.schemas.common import (
    BigId,
    CustomerText,
    Id,
    Input,
    Instant,
    InstantOut,
    LocalDate,
    LongText,
    Metadata,
    Name,
    Output,
    ShortText,
    StartTime,
    Storable,
    StoredAsUtc,
    Versioned,
    WallTime,
    example,
)
from app.schemas.services import ServicePrice
from app.schemas.visits import (
    AddonIds,
    BookedServiceOut,
    CalendarNamed,
    PartySize,
    ServiceIds,
    SlotOption,
    VisitIn,
)

Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=64), Storable]

Email = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=255, pattern=r"^[^@\s]+@[^@\s]+$"), Storable
]

ChosenBy = Literal["given", "pool", "only_calendar", "inquiry", "highest_priority", "service"]
"""How the calendar was found: named by the caller, of a pool, the sole active one, routed from the inquiry,
the active one with the highest priority (then the lowest id), or of those that do the service."""


class InquiryIn(Input):
    """The customer's request: their words, and the service's label if it is known."""

    model_config = example(intent_text="שלום, צריך הובלה ביום שלישי", channel="calls")

    intent_text: CustomerText = Field("", examples=["שלום, צריך הובלה ביום שלישי"])
    service_label: ShortText | None = Field(None, description="A label of the business's rules, if known.")
    channel: ChannelScope = "all"


class SlotsWanted(Input):
    """The query of a search for free times."""

    calendar_id: list[Id] = Field([], max_length=50, description="Repeat it to search several.")
    appointment_id: Id | None = Field(
        None, description="The appointment to be moved: its own time is free to it, its length is kept."
    )
    date_from: LocalDate | None = Field(None, description="Local date; left out or past: today.")
    date_to: LocalDate | None = Field(None, description="Inclusive; left out: two weeks.")
    duration_minutes: Duration | None = None
    part_of_day: Literal["morning", "afternoon", "evening"] | None = None
    near_time: WallTime | None = Field(None, description="Time of day; the nearest come first.")
    since: Instant | None = Field(None, description="`next_since` of the answer before.")
    limit: int = Field(20, ge=1, le=500)
    spread: bool = Field(False, description="Choose the `limit` slots evenly over the range.")
    type_key: ShortText | None = Field(None, description="A pool: the calendars of this type.")
    tag: ShortText | None = Field(None, description="A pool: the calendars with this tag.")
    service_id: ServiceIds = Field([], description="Repeat it for several back to back, in order.")
    addon_id: AddonIds = Field([], description="Repeat it for several.")
    party_size: PartySize = 1
    intent_text: CustomerText = Field("", description="Finds the calendar if none is named.")
    service_label: ShortText | None = None
    channel: ChannelScope = "all"


class SlotOut(Output):
    """A free start. Times carry the offset of the calendar's zone."""

    starts_at: datetime
    ends_at: datetime
    calendar_id: Id = Field(description="The first calendar that is free then.")
    calendar_ids: list[Id] = Field(description="All searched calendars that are free then.")
    options: list[SlotOption] = Field([], description="Of services: who can do them then, best choice first.")


class DayWithoutSlots(Output):
    """A day without a free start; `reason` is the obstacle of the start that came closest to being free."""

    day: date
    reason: Reason = Field(examples=["closed_day"])


class SlotsOut(Output):
    """Free starts in order of time, and why there are none where there are none."""

    slots: list[SlotOut]
    timezone: str
    date_from: date
    date_to: date
    calendars: list[CalendarNamed]
    chosen_by: ChosenBy
    duration_minutes: int
    next_since: datetime | None = Field(description="Give it back as `since` for more; null: no more.")
    empty_days: list[DayWithoutSlots] = Field(description="Only when no slot was found.")
    next_free: SlotOut | None = Field(description="The first slot after an empty range.")


class Target(Input):
    """The calendars to use: one calendar, a pool, or the calendar that the inquiry routes to."""

    calendar_id: Id | None = Field(None, description="Left out: a pool, the sole one, or by the inquiry.")
    type_key: ShortText | None = Field(None, description="A pool: the first calendar of this type.")
    tag: ShortText | None = Field(None, description="A pool: the first calendar with this tag.")
    intent_text: CustomerText | None = None
    service_label: ShortText | None = None
    channel: ChannelScope = "all"


class CustomerFields(Input):
    """The customer of an appointment, and notes about it.

    `customer_id` or `customer_name`; with neither, the one customer who is known by the number.
    """

    customer_id: BigId | None = Field(
        None, description="A known customer; their name and phone are filled in."
    )
    customer_phone: Phone | None = Field(None, examples=["+972501234567"])
    customer_name: Name | None = Field(None, validate_default=True, examples=["דנה לוי"])
    customer_email: Email | None = None
    title: Name | None = Field(None, description="Left out: the customer's name.")
    notes: LongText | None = None
    metadata: Metadata | None = Field(None, description="Keys and values of your own.")
    allow_blocked: bool = Field(False, description="Also for a blocked customer: for those who manage.")

    @field_validator("customer_name")
    @classmethod
    def _names_somebody(cls, name: str | None, known: ValidationInfo) -> str | None:
        # Validated here, so that a missing name is told together with the other broken rules.
        if name is None and not (known.data.get("customer_id") or known.data.get("customer_phone")):
            raise PydanticCustomError("missing", "is required")
        return name


class AppointmentIn(Target, VisitIn, CustomerFields):
    """A time to be booked, or a hold to be taken up.

    `starts_at` without an offset means the wall clock of the calendar.
    """

    model_config = example(
        calendar_id=1,
        starts_at="2027-01-12T10:00:00+02:00",
        customer_name="דנה לוי",
        customer_phone="+972501234567",
        channel="calls",
    )

    starts_at: StartTime | None = Field(None, examples=["2027-01-12T10:00:00+02:00"])
    ends_at: StartTime | None = None
    duration_minutes: Duration | None = Field(None, description="Left out: the calendar's own.")
    hold_id: int | None = Field(None, ge=1, le=2**63 - 1, description="Instead of a start.")
    override: bool = Field(False, description="Book over busy time or closed hours: for those who manage.")


class HoldIn(Target, VisitIn):
    """A start to be kept for some minutes."""

    model_config = example(calendar_id=1, starts_at="2027-01-12T10:00:00+02:00", hold_minutes=5)

    starts_at: StartTime = Field(examples=["2027-01-12T10:00:00+02:00"])
    duration_minutes: Duration | None = None
    hold_minutes: Annotated[int, Field(ge=1, le=60, description="How long it is kept.")] = 5
    note: ShortText | None = None


class RescheduleIn(Input):
    """A new time for an appointment, or a hold of it.

    The appointment keeps its length, and its calendar unless another is given.
    """

    model_config = example(starts_at="2027-01-12T13:00:00+02:00")

    starts_at: StartTime | None = None
    duration_minutes: Duration | None = None
    calendar_id: Id | None = None
    hold_id: int | None = Field(None, ge=1, le=2**63 - 1, description="Instead of a start.")
    channel: ChannelScope = "all"


class CancelIn(Input):
    model_config = example(reason="הלקוח חולה")

    reason: LongText | None = None
    channel: ChannelScope = "all"


class ReadAs(Output):
    """The reading of a time without an offset."""

    timezone: str
    occurs: Literal["once", "twice"] = Field(
        description="'twice': the clock is set back; the first was taken."
    )


class HoldOut(Output):
    """A kept slot. Book it with `hold_id` before `expires_at`; after that anybody may have it."""

    id: int
    calendar_id: Id
    calendar_name: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    expires_at: InstantOut
    note: str | None = None
    services: list[BookedServiceOut] = Field(default_factory=list, description="Those that it is kept for.")
    party_size: int = Field(1, description="The people who come.")
    price: ServicePrice | None = Field(None, description="Of all services together; null: without services.")
    read_as: ReadAs | None = None
    chosen_by: ChosenBy | None = None


class SeriesFailure(Output):
    """An instance that cannot be booked."""

    starts_at: datetime
    ends_at: datetime
    reason: Reason
    alternatives: list[SlotOut]


class AppointmentOut(Versioned):
    """An appointment. `starts_at` and `ends_at` carry the offset of the business's zone."""

    id: Id
    calendar_id: Id | None
    calendar_name: str | None
    starts_at: datetime | None
    ends_at: datetime | None
    timezone: str
    status: str | None
    title: str
    customer_id: int | None = Field(
        description="Null where no number is known; for the host's rows, not yet."
    )
    customer_name: str | None
    customer_phone: str | None
    customer_email: str | None
    notes: str | None
    metadata: dict[str, str] = Field(description="Keys and values of your own.")
    source: str | None
    series_id: int | None
    services: list[BookedServiceOut] = Field(description="As they were booked, add-ons last.")
    party_size: int = Field(description="The people who come.")
    price: ServicePrice = Field(description="Of all services together, as it was told.")
    session_id: int | None
    hold_id: int | None = Field(description="The hold that became this appointment.")
    cancel_reason: str | None
    cancelled_at: InstantOut | None = Field(description="When Luach cancelled it; null for the host's own.")
    cancelled_by: str | None = Field(description="The role and name of the key that cancelled it.")
    created_at: StoredAsUtc
    updated_at: StoredAsUtc
    read_as: ReadAs | None = None
    chosen_by: ChosenBy | None = None
