"""Requests for time: the one value that a search, a booking and a refusal hand on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.principal import BusinessId


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRequest:
    """A wish for an appointment of some length in any of several calendars of a business.

    `duration_min` is in minutes; None means each calendar's own. Holds that have expired at `now` do not
    count, nor does the busy interval `without` (that of an appointment being moved).
    """

    business: BusinessId
    calendar_ids: Sequence[int]
    duration_min: int | None
    now: datetime
    without: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRequest(TimeRequest):
    """A wish for one start. A `starts_at` without an offset is wall time in the calendars' zone."""

    starts_at: datetime
