"""Requests for time: the one value that a search, a booking and a refusal hand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.principal import BusinessId


@dataclass(frozen=True, slots=True)
class MovingAppointment:
    """An appointment that is being moved, where it is now. Its own time is not in its way.

    `interval` is the id of its busy interval, if it takes time; `minutes` its length, rounded up.
    `starts_at` and `minutes` are None where the host's row holds a time out of bounds, such as `infinity`.
    """

    interval: int | None
    calendar_id: int | None
    starts_at: datetime | None
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRequest:
    """A wish for an appointment of some length in any of several calendars of a business.

    `duration_min` is in minutes; None means each calendar's own. Holds that have expired at `now` do not
    count, nor does the time of an appointment that is `moving`. Holds of the `holder` (a conversation or a
    caller) and the hold `hold_id` are the request's own: they are not in its way.
    """

    business: BusinessId
    calendar_ids: Sequence[int]
    duration_min: int | None
    now: datetime
    moving: MovingAppointment | None = None
    holder: str | None = None
    hold_id: int | None = None

    def is_home(self, calendar_id: int, start: datetime) -> bool:
        """Whether the moving appointment is already there, with the same length."""
        moving = self.moving
        return moving is not None and (moving.calendar_id, moving.starts_at, moving.minutes) == (
            calendar_id,
            start,
            self.duration_min,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest(TimeRequest):
    """A wish for one start. A `starts_at` without an offset is wall time in the calendars' zone.

    `with_alternatives`: a refusal names the nearest free slots.
    """

    starts_at: datetime
    with_alternatives: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRequest(TimeRequest):
    """A wish for services, one after the other, then add-ons, for a party.

    `calendar_ids` are those that may lead; none means anybody. `duration_min` is that of the services.
    """

    service_ids: Sequence[int]
    addon_ids: Sequence[int] = ()
    party_size: int = 1
    duration_min: None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitStartRequest(VisitRequest):
    """A wish for one start of services, as in `StartRequest`."""

    starts_at: datetime
    with_alternatives: bool = True
