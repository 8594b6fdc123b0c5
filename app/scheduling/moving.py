"""Appointments that are to be moved: what a search for their new time knows of them."""

from datetime import datetime, timedelta
from typing import NamedTuple, Protocol

from app.core.principal import BusinessId
from app.core.scheduling.policy import MAX_DURATION_MIN
from app.core.scheduling.request import MovingAppointment
from app.core.scheduling.zones import bounded
from app.db.query import Query, Reader
from app.errors import NotReady, UnknownAppointment
from app.scheduling.appointments import refuse_if_over
from app.scheduling.history import Changeable


class Movable(Changeable, Protocol):
    """The columns of an appointment that say where it is."""

    @property
    def id(self) -> int: ...
    @property
    def busy_interval_id(self) -> int | None: ...


class _Whereabouts(NamedTuple):
    id: int
    status: str | None
    busy_interval_id: int | None
    calendar_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None


_FIND = Query(
    """
    SELECT id, status, busy_interval_id, calendar_id, starts_at, ends_at FROM appointments
    WHERE business_id = :business AND id = CAST(:id AS bigint)
    """,
    _Whereabouts,
)


async def load_moving(reader: Reader, business: BusinessId, appointment_id: int) -> MovingAppointment:
    """The appointment to search a new time for.

    Raises UnknownAppointment, AlreadyCancelled, AppointmentOver, NotReady.
    """
    row = await _FIND.first(reader, business=business, id=appointment_id)
    if row is None:
        raise UnknownAppointment(id=appointment_id)
    return as_moving(row)


def as_moving(row: Movable) -> MovingAppointment:
    """A stored appointment that is to be moved. Raises AlreadyCancelled, AppointmentOver, NotReady."""
    refuse_if_over(row)
    if row.starts_at is None or row.ends_at is None:
        raise NotReady(waiting="116_fill_instants")
    starts_at, minutes = bounded(row.starts_at), _whole_minutes(row)
    return MovingAppointment(row.busy_interval_id, row.calendar_id, starts_at, minutes)


def _whole_minutes(row: Movable) -> int | None:
    """The length of an appointment in whole minutes, rounded up; the host's code may write seconds.

    None where a time is out of bounds: the calendar's own length is taken.
    """
    start, end = bounded(row.starts_at), bounded(row.ends_at)
    if start is None or end is None:
        return None
    return min(max(-((start - end) // timedelta(minutes=1)), 1), MAX_DURATION_MIN)
