"""Services: what customers ask for, its length and price, and the calendars that it needs."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from app.core.scheduling.needs import MAX_NEED_WINDOWS
from app.core.scheduling.policy import MAX_DURATION_MIN
from app.schemas.calendars import Buffer, Duration, Keywords
from app.schemas.common import (
    Id,
    Input,
    InstantOut,
    Int32,
    LongText,
    Name,
    Output,
    Storable,
    Tag,
    Versioned,
    etag_of,
    example,
    optional,
)

MAX_NEEDS = 8

MAX_CANDIDATES = 100

ServiceKind = Literal["appointment", "addon"]

PriceKind = Literal["none", "fixed", "from"]

ServiceWarningCode = Literal["need_without_calendar", "keyword_shared"]

ServiceDuration = Annotated[
    int,
    Field(
        ge=0,
        le=MAX_DURATION_MIN,
        description="The length of the service in minutes. 0 is for add-ons that take no time.",
        examples=[45],
    ),
]

Amount = Annotated[
    int,
    Field(
        ge=0, le=10**12, description="In minor units of the currency: 8000 is 80.00 shekels.", examples=[8000]
    ),
]

Currency = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_upper=True, min_length=3, max_length=3),
    Storable,
    Field(description="A currency of ISO 4217.", examples=["ILS"]),
]

NeedWindowMinutes = Annotated[list[Int32], Field(min_length=2, max_length=2)]

WindowsMinutes = Annotated[
    list[NeedWindowMinutes],
    Field(
        max_length=MAX_NEED_WINDOWS,
        description="The parts of the service in which the calendar is taken, in minutes from its start. A "
        "part may begin before the service (below 0) and end after it. Null: throughout.",
        examples=[[[0, 30], [75, 105]]],
    ),
]

PartyMax = Annotated[int, Field(ge=1, le=1000, description="The largest party that may book it at once.")]

MetadataKey = Annotated[str, StringConstraints(min_length=1, max_length=40), Storable]

MetadataValue = Annotated[str, StringConstraints(max_length=500), Storable]

ServiceMetadata = Annotated[
    dict[MetadataKey, MetadataValue],
    Field(max_length=50, description="Values of your own, such as ids of another system."),
]


class PriceIn(Input):
    """A price: none, a fixed one, or the least that it costs (`from`)."""

    kind: PriceKind = "none"
    amount: Amount | None = Field(None, description="In minor units of the currency; null without a price.")
    currency: Currency | None = None


class ServicePrice(Output):
    """A price in minor units of its currency; `amount` and `currency` are null where `kind` is `none`."""

    kind: PriceKind
    amount: int | None
    currency: str | None


class CandidateIn(Input):
    """A calendar that can fill the need. What is left out is as the service says.

    `duration_minutes` and `price_amount` are for calendars of the first need only.
    """

    calendar_id: Id
    duration_minutes: Duration | None = Field(None, description="The length of the service in this calendar.")
    price_amount: Amount | None = Field(
        None, description="The price in this calendar, in the currency of the service."
    )
    windows_minutes: WindowsMinutes | None = None
    priority: Int32 = Field(0, description="Where any calendar will do, the highest is taken first.")


class NeedIn(Input):
    """One calendar that the service takes, and those that may be it."""

    role: Tag | None = Field(None, description="A word for people, such as stylist.", examples=["stylist"])
    windows_minutes: WindowsMinutes | None = None
    calendars: list[CandidateIn] = Field(default_factory=list, max_length=MAX_CANDIDATES)


def _one_need() -> list[NeedIn]:
    return [NeedIn()]


Needs = Annotated[
    list[NeedIn],
    Field(max_length=MAX_NEEDS, description="The calendar of the first need is the appointment's."),
]


class ServiceIn(Input):
    """A new service. Two movers are two needs with the same calendars."""

    model_config = example(
        name="תספורת", duration_minutes=30, price={"kind": "fixed", "amount": 8000, "currency": "ILS"}
    )

    name: Name = Field(examples=["תספורת"])
    description: LongText | None = None
    kind: ServiceKind = Field(
        "appointment", description="`appointment`: booked by itself. `addon`: added to a service."
    )
    duration_minutes: ServiceDuration
    buffer_before_minutes: Buffer | None = Field(None, description="Null: as each calendar does.")
    buffer_after_minutes: Buffer | None = Field(None, description="Null: as each calendar does.")
    needs: Needs = Field(default_factory=_one_need)
    price: PriceIn = Field(default_factory=PriceIn)
    party_max: PartyMax = 1
    match_labels: Keywords = Field(default_factory=list, description="Labels of agents that mean it.")
    match_keywords: Keywords = Field(default_factory=list, description="Words of customers that mean it.")
    priority: Int32 = 0
    is_active: bool = True
    metadata: ServiceMetadata = Field(default_factory=dict)


class ServiceChange(Input):
    """Changes of a service; a field left out stays as it is. `needs`, `price` and `metadata` are replaced
    whole."""

    model_config = example(duration_minutes=45, priority=1)

    name: Name = optional()
    description: LongText | None = optional()
    kind: ServiceKind = optional()
    duration_minutes: ServiceDuration = optional()
    buffer_before_minutes: Buffer | None = optional()
    buffer_after_minutes: Buffer | None = optional()
    needs: Needs = optional()
    price: PriceIn = optional()
    party_max: PartyMax = optional()
    match_labels: Keywords = optional()
    match_keywords: Keywords = optional()
    priority: Int32 = optional()
    is_active: bool = optional()
    metadata: ServiceMetadata = optional()


class CandidateOut(Output):
    """A calendar that can fill a need. Null: as the service says."""

    calendar_id: Id
    duration_minutes: int | None
    price_amount: int | None
    windows_minutes: list[list[int]] | None
    priority: int


class NeedOut(Output):
    """One calendar that the service takes, and those that may be it, the highest priority first."""

    role: str | None
    windows_minutes: list[list[int]] | None
    calendars: list[CandidateOut]


class ServiceWarning(Output):
    """A reason why a service may not be found or booked as it was meant; it is stored all the same."""

    code: ServiceWarningCode
    message: str
    pointer: str = Field(description="Into the service.", examples=["/needs/0/calendars"])
    other_service_id: Id | None = Field(description="The first service that has the same word.")


class ServiceOut(Versioned):
    """A service. `needs` are in order: the calendar of the first is the appointment's."""

    id: Id
    name: str
    description: str | None
    kind: ServiceKind
    duration_minutes: int
    buffer_before_minutes: int | None
    buffer_after_minutes: int | None
    needs: list[NeedOut]
    price: ServicePrice
    party_max: int
    match_labels: list[str]
    match_keywords: list[str]
    priority: int
    is_active: bool
    metadata: dict[str, str]
    warnings: list[ServiceWarning] = Field(description="Empty while the service is off.")
    created_at: InstantOut
    updated_at: InstantOut

    @property
    def etag(self) -> str:
        """The service's own: warnings also depend on other services and on calendars."""
        return etag_of(self.model_dump_json(exclude={"warnings"}))
