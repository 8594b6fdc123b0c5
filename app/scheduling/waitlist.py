"""The waiting list: a customer waits for a range of time in a calendar, a pool, or any calendar."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.appointments import WaitlistEntry
from app.db.models.calendars import BusinessCalendar
from app.db.ownership import require_calendar
from app.db.paging import decode_cursor, encode_cursor
from app.errors import FieldError, UnknownWaitlistEntry
from app.scheduling.loading import business_zone
from app.scheduling.waitlist_offers import offer, take_back
from app.schemas.common import Page
from app.schemas.waitlist import WaitlistIn, WaitlistOut

MAX_WAIT = timedelta(days=100)


async def join(session: AsyncSession, business: BusinessId, wanted: WaitlistIn, now: datetime) -> WaitlistOut:
    """Add an entry that waits for a slot in [since, until). Raises UnknownCalendar, FieldError."""
    since, until = max(wanted.since, now), wanted.until
    if until <= since:
        raise FieldError("end_before_start", pointer="/until")
    if until - since > MAX_WAIT:
        raise FieldError("range_too_long", pointer="/until", max=MAX_WAIT.days)
    await _check_place(session, business, wanted)
    row = WaitlistEntry(
        business_id=business,
        wanted=Range(since, until),
        **wanted.model_dump(exclude={"since", "until"}),
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return waitlist_out(row, await business_zone(session, business))


async def list_entries(
    session: AsyncSession,
    business: BusinessId,
    *,
    calendar_id: int | None,
    status: str | None,
    limit: int,
    cursor: str | None,
) -> Page[WaitlistOut]:
    """Entries in the order in which they joined. Raises FieldError `bad_cursor`."""
    query = select(WaitlistEntry).where(WaitlistEntry.business_id == business)
    if calendar_id is not None:
        query = query.where(WaitlistEntry.calendar_id == calendar_id)
    if status is not None:
        query = query.where(WaitlistEntry.status == status)
    if cursor is not None:
        (after,) = decode_cursor(cursor, (int,), bits=64)
        query = query.where(WaitlistEntry.id > after)
    rows = (await session.scalars(query.order_by(WaitlistEntry.id).limit(limit + 1))).all()
    zone = await business_zone(session, business)
    data = [waitlist_out(row, zone) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(data=data, has_more=more, next_cursor=encode_cursor((data[-1].id,)) if more else None)


async def get_entry(session: AsyncSession, business: BusinessId, entry_id: int) -> WaitlistOut:
    """One entry, whatever its status. Raises UnknownWaitlistEntry."""
    row = await session.scalar(
        select(WaitlistEntry).where(WaitlistEntry.business_id == business, WaitlistEntry.id == entry_id)
    )
    if row is None:
        raise UnknownWaitlistEntry(id=entry_id)
    return waitlist_out(row, await business_zone(session, business))


async def leave(session: AsyncSession, business: BusinessId, entry_id: int, now: datetime) -> None:
    """Remove an entry; a slot offered to it passes to the next. Raises UnknownWaitlistEntry."""
    mine = WaitlistEntry.business_id == business, WaitlistEntry.id == entry_id
    # Lock the hold before the entry, in the order in which a booking does, so that they cannot deadlock.
    held = await take_back(session, await session.scalar(select(WaitlistEntry.hold_id).where(*mine)))
    row = await session.scalar(select(WaitlistEntry).where(*mine).with_for_update())
    if row is None or row.status not in {"waiting", "offered"}:
        raise UnknownWaitlistEntry(id=entry_id)
    row.status = "removed"
    await session.flush()
    if freed := held or await take_back(session, row.hold_id):
        await offer(session, business, *freed, now)


def waitlist_out(row: WaitlistEntry, zone: ZoneInfo) -> WaitlistOut:
    return WaitlistOut(
        id=row.id,
        calendar_id=row.calendar_id,
        type_key=row.type_key,
        tag=row.tag,
        since=row.wanted.lower and row.wanted.lower.astimezone(zone),
        until=row.wanted.upper and row.wanted.upper.astimezone(zone),
        duration_minutes=row.duration_minutes,
        customer_name=row.customer_name,
        customer_phone=row.customer_phone,
        notes=row.notes,
        status=row.status,
        hold_id=row.hold_id,
        appointment_id=row.appointment_id,
        created_at=row.created_at,
    )


async def _check_place(session: AsyncSession, business: BusinessId, wanted: WaitlistIn) -> None:
    """Check that the entry names a calendar of the business, or a pool with an active calendar."""
    pool = [name for name in ("type_key", "tag") if getattr(wanted, name) is not None]
    if wanted.calendar_id is not None:
        if pool:
            raise FieldError("either_or", pointer=f"/{pool[0]}", one="calendar_id", other=pool[0])
        await require_calendar(session, business, wanted.calendar_id)
        return
    members = select(BusinessCalendar.id).where(
        BusinessCalendar.business_id == business, BusinessCalendar.is_active
    )
    if wanted.type_key is not None:
        members = members.where(BusinessCalendar.type_key == wanted.type_key)
    if wanted.tag is not None:
        members = members.where(BusinessCalendar.allowed_tags.has_key(wanted.tag))
    if pool and (await session.scalars(members.limit(1))).first() is None:
        raise FieldError("empty_pool", pointer=f"/{pool[0]}")
