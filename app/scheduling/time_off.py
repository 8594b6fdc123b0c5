"""Time off: periods in which a calendar cannot be booked, whatever its hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.appointments import BusyInterval
from app.db.ownership import require_calendar
from app.db.paging import page_by_time
from app.errors import FieldError, UnknownTimeOff
from app.scheduling.loading import business_zone
from app.scheduling.shared_time import diary_of
from app.scheduling.waitlist_offers import offer
from app.schemas.common import Page
from app.schemas.time_off import TimeOffIn, TimeOffOut

MAX_LENGTH = timedelta(days=400)


async def add_time_off(
    session: AsyncSession, business: BusinessId, calendar_id: int, wanted: TimeOffIn
) -> TimeOffOut:
    """Add a period; appointments that lie in it stay. Raises UnknownCalendar, FieldError."""
    if wanted.ends_at <= wanted.starts_at:
        raise FieldError("end_before_start", pointer="/ends_at")
    if wanted.ends_at - wanted.starts_at > MAX_LENGTH:
        raise FieldError("range_too_long", pointer="/ends_at", max=MAX_LENGTH.days)
    await require_calendar(session, business, calendar_id)
    diary = await diary_of(session, calendar_id)
    row = BusyInterval(
        business_id=business,
        calendar_id=diary,
        for_calendar_id=None if diary == calendar_id else calendar_id,
        footprint=Range(wanted.starts_at, wanted.ends_at),
        starts_at=wanted.starts_at,
        ends_at=wanted.ends_at,
        kind="time_off",
        exclusive=False,
        note=wanted.note,
    )
    session.add(row)
    await session.flush()
    return _out(row, await business_zone(session, business))


async def list_time_off(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int,
    *,
    since: datetime | None,
    until: datetime | None,
    limit: int,
    cursor: str | None,
) -> Page[TimeOffOut]:
    """Periods that meet [since, until), in order of time. Raises UnknownCalendar, FieldError."""
    if since is not None and until is not None and until <= since:
        raise FieldError("end_before_start", pointer="/until")
    await require_calendar(session, business, calendar_id)
    query = select(BusyInterval).where(
        _of(calendar_id),
        BusyInterval.footprint.overlaps(Range(since, until)),
        BusyInterval.kind == "time_off",
    )
    rows, next_cursor = await page_by_time(
        session, query, BusyInterval.starts_at, BusyInterval.id, limit=limit, cursor=cursor
    )
    zone = await business_zone(session, business)
    return Page.of([_out(row, zone) for row in rows], next_cursor)


async def get_time_off(
    session: AsyncSession, business: BusinessId, calendar_id: int, time_off_id: int
) -> TimeOffOut:
    """One period. Raises UnknownTimeOff."""
    row = await session.scalar(select(BusyInterval).where(*_own(business, calendar_id, time_off_id)))
    if row is None:
        raise UnknownTimeOff(id=time_off_id)
    return _out(row, await business_zone(session, business))


async def remove_time_off(
    session: AsyncSession, business: BusinessId, calendar_id: int, time_off_id: int, now: datetime
) -> None:
    """Remove a period and offer its time to the waiting list. Raises UnknownTimeOff."""
    removed = await session.execute(
        delete(BusyInterval)
        .where(*_own(business, calendar_id, time_off_id))
        .returning(BusyInterval.starts_at, BusyInterval.ends_at)
    )
    row = removed.one_or_none()
    if row is None:
        raise UnknownTimeOff(id=time_off_id)
    await offer(session, business, calendar_id, row.starts_at, row.ends_at, now)


def _of(calendar_id: int) -> ColumnElement[bool]:
    """Whether an interval was taken for this calendar; one condition for each index."""
    own = and_(BusyInterval.calendar_id == calendar_id, BusyInterval.for_calendar_id.is_(None))
    return or_(own, BusyInterval.for_calendar_id == calendar_id)


def _own(business: BusinessId, calendar_id: int, time_off_id: int) -> tuple[ColumnElement[bool], ...]:
    return (
        BusyInterval.business_id == business,
        _of(calendar_id),
        BusyInterval.id == time_off_id,
        BusyInterval.kind == "time_off",
    )


def _out(row: BusyInterval, zone: ZoneInfo) -> TimeOffOut:
    shown = TimeOffOut.model_validate(row)
    times = {"starts_at": shown.starts_at.astimezone(zone), "ends_at": shown.ends_at.astimezone(zone)}
    return shown.model_copy(update=times)
