"""Calendars that take another calendar's time, such as two calendars of one person."""

from datetime import datetime

from asyncpg import ExclusionViolationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.appointments import BusyInterval
from app.db.models.calendars import CalendarSettings
from app.db.ownership import require_calendar
from app.db.query import Command
from app.errors import FieldError

BOOKED_CALENDAR = func.coalesce(BusyInterval.for_calendar_id, BusyInterval.calendar_id).label("calendar_id")
"""The calendar that an interval was taken for, whichever calendar's time it takes."""

# A booking that commits meanwhile is met at most this often; each try sees those of before.
_TRIES = 5

_CLEAR_EXPIRED = Command(
    "DELETE FROM busy_intervals WHERE calendar_id IN (:calendar, :taken) AND expires_at <= :now"
)

# What is left of the calendar's time goes to the calendar whose time it takes now. Where that time is taken,
# it blocks beside what is there.
_MOVE_TIME = Command(
    """
    UPDATE busy_intervals b
    SET calendar_id = CAST(:taken AS integer),
        for_calendar_id = nullif(CAST(:calendar AS integer), CAST(:taken AS integer)),
        exclusive = b.exclusive AND NOT EXISTS (
            SELECT FROM busy_intervals o
            WHERE o.calendar_id = CAST(:taken AS integer) AND o.footprint && b.footprint AND o.exclusive
              AND o.seat = b.seat)
    WHERE b.business_id = :business AND upper(b.footprint) > :now
      AND b.calendar_id <> CAST(:taken AS integer)
      AND (b.for_calendar_id = CAST(:calendar AS integer)
           OR b.calendar_id = CAST(:calendar AS integer) AND b.for_calendar_id IS NULL)
    """
)


async def diary_of(session: AsyncSession, calendar_id: int) -> int:
    """The calendar whose time this one takes, mostly itself."""
    own = select(CalendarSettings.time_of).where(CalendarSettings.calendar_id == calendar_id)
    return await session.scalar(own) or calendar_id


async def check_shared_time(
    session: AsyncSession, business: BusinessId, calendar_id: int, time_of: int | None, capacity: int
) -> None:
    """Raise FieldError unless the calendar may take the time of `time_of` (None: its own) with that capacity.

    A calendar whose time another one takes does not itself take a third one's, and neither is a group. The
    caller has locked the business.
    """
    takers = select(CalendarSettings.calendar_id).where(CalendarSettings.time_of == calendar_id).limit(1)
    gives = await session.scalar(takers) is not None
    if capacity > 1 and (gives or time_of is not None):
        raise FieldError("group_shares_time", pointer="/capacity")
    if time_of is None:
        return
    if time_of == calendar_id:
        raise FieldError("own_time", pointer="/time_of")
    await require_calendar(session, business, time_of, pointer="/time_of")
    if gives:
        raise FieldError("time_is_taken_by_others", pointer="/time_of")
    other = await session.get(CalendarSettings, time_of, populate_existing=True)
    if other is not None and other.time_of is not None:
        raise FieldError("takes_other_time", pointer="/time_of")
    if other is not None and other.capacity > 1:
        raise FieldError("group_shares_time", pointer="/time_of")


async def move_time(
    session: AsyncSession, business: BusinessId, calendar_id: int, time_of: int | None, now: datetime
) -> None:
    """Let what the calendar has taken from now on take the time of `time_of` (None: its own)."""
    taken = calendar_id if time_of is None else time_of
    there = {"calendar": calendar_id, "taken": taken, "now": now}
    for left in reversed(range(_TRIES)):
        try:
            async with session.begin_nested():
                await _CLEAR_EXPIRED.run(session, **there)
                await _MOVE_TIME.run(session, business=business, **there)
        except ExclusionViolationError:
            if not left:
                raise
        else:
            return
