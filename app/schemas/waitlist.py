"""The waiting list."""

from typing import Literal

from pydantic import Field

from app.schemas.calendars import Duration, TypeKey
from app.schemas.common import Id, Input, Instant, InstantOut, LongText, Name, Output, Tag, example
from app.schemas.scheduling import Phone

WaitlistStatus = Literal["waiting", "offered", "booked", "expired", "removed"]


class WaitlistIn(Input):
    """A customer who waits for a slot in [since, until): in a calendar, in a pool, or wherever it may be."""

    model_config = example(
        calendar_id=1,
        since="2027-01-12T08:00:00+02:00",
        until="2027-01-12T18:00:00+02:00",
        customer_name="דנה לוי",
    )

    calendar_id: Id | None = Field(None, description="Left out: a pool, or any active calendar.")
    type_key: TypeKey | None = Field(None, description="A pool: the calendars of this type.")
    tag: Tag | None = Field(None, description="A pool: the calendars with this tag.")
    since: Instant = Field(examples=["2027-01-12T08:00:00+02:00"])
    until: Instant = Field(examples=["2027-01-12T18:00:00+02:00"])
    duration_minutes: Duration | None = Field(None, description="Left out: the calendar's own.")
    customer_name: Name
    customer_phone: Phone | None = None
    notes: LongText | None = None


class WaitlistOut(Output):
    """`offered`: `hold_id` keeps a slot for the customer; book it with that hold before it expires."""

    id: int
    calendar_id: Id | None = Field(description="Null: any of the pool; the hold says which it is.")
    type_key: str | None
    tag: str | None
    since: InstantOut | None
    until: InstantOut | None
    duration_minutes: int | None
    customer_name: str
    customer_phone: str | None
    notes: str | None
    status: WaitlistStatus
    hold_id: int | None
    appointment_id: int | None
    created_at: InstantOut
