"""Customers: the people whom a business knows by number and name."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.common import (
    BigId,
    Input,
    InstantOut,
    LongText,
    Metadata,
    Name,
    Output,
    ShortText,
    Storable,
    Versioned,
    example,
    optional,
)
from app.schemas.scheduling import Email, Phone

LanguageTag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=16), Storable]

OtherPhones = Annotated[list[Phone], Field(max_length=20)]


class CustomerIn(Input):
    """A new customer, with a name, a phone number or both."""

    model_config = example(name="דנה לוי", phone="050-1234567", language="he")

    name: Name | None = None
    phone: Phone | None = Field(None, description="In any spelling; stored in E.164.")
    other_phones: OtherPhones = Field(default_factory=list)
    email: Email | None = None
    language: LanguageTag | None = Field(None, examples=["he"])
    notes: LongText | None = Field(None, description="For staff: keys of agents and viewers never see them.")
    blocked: bool = Field(False, description="Bookings are refused, unless staff allow one.")
    blocked_reason: ShortText | None = None
    metadata: Metadata = Field(default_factory=dict, description="Keys and values of your own.")


class CustomerChange(Input):
    """Changes of a customer; a field left out stays as it is, `other_phones` and `metadata` are replaced."""

    model_config = example(blocked=True, blocked_reason="לא הגיע שלוש פעמים")

    name: Name | None = optional()
    phone: Phone | None = optional()
    other_phones: OtherPhones = optional()
    email: Email | None = optional()
    language: LanguageTag | None = optional()
    notes: LongText | None = optional()
    blocked: bool = optional()
    blocked_reason: ShortText | None = optional()
    metadata: Metadata = optional()


class CustomerOut(Versioned):
    """A customer. The three counts are read from the appointments as they stand."""

    id: int
    name: str | None
    phone: str | None = Field(description="In E.164.", examples=["+972501234567"])
    other_phones: list[str] = Field(description="In E.164.")
    email: str | None
    language: str | None
    notes: str | None = Field(description="For keys that manage; null for others.")
    blocked: bool
    blocked_at: InstantOut | None
    blocked_reason: str | None = Field(description="For keys that manage; null for others.")
    metadata: dict[str, str]
    appointments: int = Field(description="All appointments, whatever their status.")
    no_shows: int
    late_cancellations: int = Field(description="Cancelled less than 24 hours before the start, by anybody.")
    created_at: InstantOut
    updated_at: InstantOut


class MergeIn(Input):
    """The customers to merge into this one: they stay as further names and numbers of it."""

    model_config = example(**{"from": [2]})

    others: Annotated[list[BigId], Field(min_length=1, max_length=50)] = Field(alias="from")


class ErasedCustomer(Output):
    """The result of an erasure. Times, prices and statuses of the appointments stay."""

    id: int
    erased_at: InstantOut
    appointments: int = Field(description="Appointments without name, number, e-mail and notes now.")
    waitlist_entries: int
    inquiries: int
