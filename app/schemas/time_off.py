"""Time off of a calendar."""

from pydantic import Field

from app.schemas.common import Input, Instant, InstantOut, Output, ShortText, example


class TimeOffIn(Input):
    """A stretch in which the calendar takes nobody. Instants, with offset."""

    model_config = example(starts_at="2027-01-12T10:00:00+02:00", ends_at="2027-01-14T10:00:00+02:00")

    starts_at: Instant = Field(examples=["2027-01-12T10:00:00+02:00"])
    ends_at: Instant = Field(examples=["2027-01-14T10:00:00+02:00"])
    note: ShortText | None = None


class TimeOffOut(Output):
    id: int
    starts_at: InstantOut
    ends_at: InstantOut
    note: str | None
