"""Services in searches and bookings: those that are asked for, and those that were booked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import Field

from app.core.scheduling.needs import Price
from app.schemas.common import BigId, Id, Input, Output
from app.schemas.services import ServiceKind, ServicePrice

MAX_SERVICES = 5

MAX_ADDONS = 10

ServiceIds = Annotated[
    list[BigId],
    Field(
        min_length=1,
        max_length=MAX_SERVICES,
        description="One service, or several back to back, in order. Left out: a booking without services.",
    ),
]

AddonIds = Annotated[list[BigId], Field(max_length=MAX_ADDONS, description="Add-ons to the services.")]

PartySize = Annotated[int, Field(ge=1, le=1000, description="The people who come, of services.")]


class VisitIn(Input):
    """Services to be booked. `calendar_id` is then the one that leads, which is with whom; none: anybody."""

    service_ids: ServiceIds = Field(default_factory=list)
    addon_ids: AddonIds = Field(default_factory=list)
    party_size: PartySize = 1


class CalendarNamed(Output):
    id: Id = Field(description="The calendar's id.")
    name: str = Field(description="The calendar's name.")


class MissingNeed(Output):
    """The need of a service that nobody can fill at a refused start, and the calendars that could."""

    role: str | None = Field(description="The need's word for people, such as `room`; null: it has none.")
    calendars: list[CalendarNamed] = Field(description="The calendars that could fill it.")


class SlotOption(Output):
    """A calendar that can lead the services at a slot: the length and the price are its own."""

    calendar_id: Id = Field(description="The calendar that leads.")
    name: str = Field(description="The calendar's name.")
    duration_minutes: int = Field(description="The length of all services together, in minutes.")
    ends_at: datetime = Field(description="The end of the last service.")
    price: ServicePrice = Field(description="The price of all services together.")


class BookedServiceOut(Output):
    """A service of an appointment, as it was booked."""

    service_id: int = Field(description="The service's id.")
    name: str = Field(description="The service's name then.")
    kind: ServiceKind = Field(description="`addon` for add-ons.")
    calendar_ids: list[int] = Field(description="The leading calendar, then the others that are needed.")
    starts_at: datetime = Field(description="The start of this service.")
    ends_at: datetime = Field(description="The end of this service.")
    price_minor: int | None = Field(description="In minor units of the currency of the appointment's price.")


def price_out(price: Price | None) -> ServicePrice:
    """A price as the API shows it."""
    if price is None:
        return ServicePrice(kind="none", amount=None, currency=None)
    kind = "from" if price.is_from else "fixed"
    return ServicePrice(kind=kind, amount=price.amount_minor, currency=price.currency)


def stored_price(amount: int | None, currency: str | None) -> ServicePrice:
    """The price of an appointment as its details hold it."""
    return price_out(None if amount is None or currency is None else Price(amount, currency))


def booked_out(items: Iterable[dict[str, Any]], zone: ZoneInfo) -> list[BookedServiceOut]:
    """The services of an appointment, their times in the business's zone."""
    found = (BookedServiceOut.model_validate(item) for item in items)
    return [
        each.model_copy(
            update={
                "starts_at": each.starts_at.astimezone(zone),
                "ends_at": each.ends_at.astimezone(zone),
            }
        )
        for each in found
    ]
