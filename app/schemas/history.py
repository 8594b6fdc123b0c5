"""The history of appointments."""

from pydantic import Field

from app.schemas.common import Id, InstantOut, Output, StoredInJson


class AppointmentState(Output):
    """The parts of an appointment whose changes the history keeps: no contact data, which may be erased.

    `customer_id` and `fields`, the names of the changed fields, belong to changes by `PATCH`.
    """

    calendar_id: Id | None = None
    starts_at: StoredInJson = None
    ends_at: StoredInJson = None
    status: str | None = None
    customer_id: int | None = None
    fields: list[str] | None = None


class AuditOut(Output):
    """One change of an appointment. `action`: booked, overridden, moved, cancelled, changed, deleted."""

    created_at: InstantOut = Field(validation_alias="at")
    action: str
    actor: str
    channel: str
    before: AppointmentState | None
    after: AppointmentState | None
