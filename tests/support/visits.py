"""Calendars of one day in UTC, in the engine's form, for tests of visits. Times are minutes from midnight."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from app.core.principal import BusinessId
from app.core.scheduling.hours import OpeningHours, WeeklyHours, Window
from app.core.scheduling.intervals import seconds
from app.core.scheduling.policy import Policy
from app.core.scheduling.seats import TakenTime
from app.core.scheduling.setup import CalendarSetup
from app.core.scheduling.workload import CalendarDays

ZONE = ZoneInfo("UTC")
DAY = date(2027, 1, 11)
MIDNIGHT = datetime.combine(DAY, time(), UTC)
ZERO = seconds(MIDNIGHT)
NOW = MIDNIGHT - timedelta(days=1)
STEP = 15


def clock(text: str) -> datetime:
    """A time of the day, written `09:30`."""
    return datetime.combine(DAY, time.fromisoformat(text), UTC)


def days_of(
    number: int,
    *,
    open_at: Iterable[tuple[int, int]] = ((540, 1020),),
    busy: Iterable[tuple[int, int, int | None]] = (),
    before: int = 0,
    after: int = 0,
    **setup: Any,
) -> CalendarDays:
    """A calendar that is open at the same times every day; `busy`: spans, each with the seat it takes."""
    hours = OpeningHours(WeeklyHours((tuple(Window(*span) for span in open_at),) * 7), ZONE)
    policy = Policy(slot_step_min=STEP, buffer_before_min=before, buffer_after_min=after)
    known: dict[str, Any] = {
        "id": number,
        "business": BusinessId(1),
        "name": f"calendar {number}",
        "is_active": True,
        "zone": ZONE,
        "hours": hours,
        "problem": None,
        "policy": policy,
        "phone_required": False,
        "country": None,
    }
    taken = [TakenTime(ZERO + a * 60, ZERO + b * 60, ZERO + a * 60, seat) for a, b, seat in busy]
    return CalendarDays(CalendarSetup(**(known | setup)), taken)
