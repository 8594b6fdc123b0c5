"""Recurring appointments."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.schemas.calendars import Duration
from app.schemas.common import Instant, InstantOut, LocalDateTime, Output, StartTime, Storable, example
from app.schemas.scheduling import AppointmentOut, CancelIn, CustomerFields, ReadAs, Target


class SeriesIn(Target, CustomerFields):
    """A recurring appointment. `rrule` is RFC 5545 with COUNT or UNTIL, on the local wall clock."""

    model_config = example(
        calendar_id=1, starts_at="2027-01-12T10:00:00", rrule="FREQ=WEEKLY;COUNT=3", customer_name="דנה לוי"
    )

    starts_at: StartTime = Field(examples=["2027-01-12T10:00:00"])
    rrule: Annotated[str, StringConstraints(strip_whitespace=True, max_length=500), Storable] = Field(
        examples=["FREQ=WEEKLY;COUNT=3"]
    )
    duration_minutes: Duration | None = None


class SeriesOut(Output):
    """`skipped`: local times that do not exist on their day; RFC 5545 leaves them out."""

    id: int
    rrule: str
    appointments: list[AppointmentOut]
    skipped: list[LocalDateTime]
    read_as: ReadAs | None


class SeriesShown(Output):
    """A series as it stands. `starts_at`: its first instance; `timezone`: the zone whose clock it follows."""

    id: int
    rrule: str
    starts_at: InstantOut
    timezone: str
    created_at: InstantOut
    appointments: list[AppointmentOut]


class SeriesCancelIn(CancelIn):
    """Those that start before `since` stay."""

    since: Instant | None = Field(None, description="Left out: now.")


class SeriesCancelled(Output):
    """The appointments that this request cancelled, in order of time."""

    id: int
    cancelled: list[AppointmentOut]
