"""The waiting list: a customer waits for a range of time; a slot that comes free is held for the first.

An offer is a hold. When it expires unused, its entry has had its turn and the slot goes to the next.
"""

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import FieldError, UnknownWaitlistEntry
from app.models import BusyInterval, WaitlistEntry
from app.scheduling.claims import claim, release
from app.scheduling.places import Place
from app.scheduling.queries import CalendarSetup, load_setups
from app.scheduling.search import Search
from app.scheduling.workload import load_workload
from app.schemas.waitlist import WaitlistIn, WaitlistOut
from app.tenancy.principal import BusinessId

OFFER_LASTS = timedelta(minutes=30)
MAX_WAIT = timedelta(days=100)
_TRIED_AT_ONCE = 20


async def join(
    session: AsyncSession, business: BusinessId, wanted: WaitlistIn, calendar_id: int, now: datetime
) -> WaitlistOut:
    """Wait for a slot in [since, until). Raises UnknownCalendar, FieldError."""
    since, until = max(wanted.since, now), wanted.until
    if until <= since:
        raise FieldError("end_before_start", pointer="/until")
    if until - since > MAX_WAIT:
        raise FieldError("range_too_long", pointer="/until", max=MAX_WAIT.days)
    day = since.date()
    await load_setups(session, business, [calendar_id], day, day)
    row = WaitlistEntry(
        business_id=business,
        calendar_id=calendar_id,
        wanted=Range(since, until),
        duration_minutes=wanted.duration_minutes,
        customer_name=wanted.customer_name,
        customer_phone=wanted.customer_phone,
        notes=wanted.notes,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return waitlist_out(row)


async def list_entries(
    session: AsyncSession, business: BusinessId, *, calendar_id: int | None, status: str | None, limit: int
) -> list[WaitlistOut]:
    """Those who wait, first come first."""
    query = select(WaitlistEntry).where(WaitlistEntry.business_id == business)
    if calendar_id is not None:
        query = query.where(WaitlistEntry.calendar_id == calendar_id)
    if status is not None:
        query = query.where(WaitlistEntry.status == status)
    rows = await session.scalars(query.order_by(WaitlistEntry.id).limit(limit))
    return [waitlist_out(row) for row in rows]


async def leave(session: AsyncSession, business: BusinessId, entry_id: int, now: datetime) -> None:
    """Wait no longer; an offer passes on to the next. Raises UnknownWaitlistEntry."""
    row = await session.scalar(
        select(WaitlistEntry)
        .where(WaitlistEntry.business_id == business, WaitlistEntry.id == entry_id)
        .with_for_update()
    )
    if row is None or row.status not in {"waiting", "offered"}:
        raise UnknownWaitlistEntry(id=entry_id)
    row.status = "removed"
    await session.flush()
    await _pass_on(session, row, now)


async def mark_booked(session: AsyncSession, business: BusinessId, hold_id: int, appointment_id: int) -> None:
    """The customer took what was offered."""
    await session.execute(
        update(WaitlistEntry)
        .where(
            WaitlistEntry.business_id == business,
            WaitlistEntry.hold_id == hold_id,
            WaitlistEntry.status == "offered",
        )
        .values(status="booked", appointment_id=appointment_id)
    )


async def offer(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> None:
    """Hold time that has come free for the first who waits for it, in the transaction that freed it."""
    if calendar_id is None or starts_at is None or ends_at is None or ends_at <= now:
        return
    entries = await session.scalars(
        select(WaitlistEntry)
        .where(
            WaitlistEntry.business_id == business,
            WaitlistEntry.calendar_id == calendar_id,
            WaitlistEntry.status == "waiting",
            WaitlistEntry.wanted.overlaps(Range(starts_at, ends_at)),
        )
        .order_by(WaitlistEntry.id)
        .limit(_TRIED_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    waiting = entries.all()
    if not waiting:
        return
    day = starts_at.date()
    (setup,) = await load_setups(session, business, [calendar_id], day, day)
    for entry in waiting:
        if await _offered(session, business, setup, entry, (starts_at, ends_at), now):
            return


async def pass_on_expired(session: AsyncSession, now: datetime) -> int:
    """Offers that ran out go to the next in line; how many did. For the background, over all businesses."""
    run_out = await session.scalars(
        select(WaitlistEntry)
        .outerjoin(BusyInterval, BusyInterval.id == WaitlistEntry.hold_id)
        .where(
            WaitlistEntry.status == "offered",
            or_(BusyInterval.id.is_(None), BusyInterval.expires_at <= now),
        )
        .limit(_TRIED_AT_ONCE)
        .with_for_update(skip_locked=True, of=WaitlistEntry)
    )
    rows = run_out.all()
    for row in rows:
        row.status = "expired"
        await session.flush()
        await _pass_on(session, row, now)
    return len(rows)


def waitlist_out(row: WaitlistEntry) -> WaitlistOut:
    return WaitlistOut(
        id=row.id,
        calendar_id=row.calendar_id,
        since=row.wanted.lower,
        until=row.wanted.upper,
        duration_minutes=row.duration_minutes,
        customer_name=row.customer_name,
        customer_phone=row.customer_phone,
        notes=row.notes,
        status=row.status,
        hold_id=row.hold_id,
        appointment_id=row.appointment_id,
        created_at=row.created_at,
    )


async def _pass_on(session: AsyncSession, entry: WaitlistEntry, now: datetime) -> None:
    held = await session.get(BusyInterval, entry.hold_id) if entry.hold_id is not None else None
    if held is None or held.kind != "hold":
        return
    times = held.starts_at, held.ends_at
    await release(session, held.id)
    await offer(session, BusinessId(entry.business_id), entry.calendar_id, *times, now)


async def _offered(
    session: AsyncSession,
    business: BusinessId,
    setup: CalendarSetup,
    entry: WaitlistEntry,
    freed: tuple[datetime, datetime],
    now: datetime,
) -> bool:
    """Whether a slot that meets the freed time and suits the entry could be held for it."""
    low, high = max(freed[0], entry.wanted.lower or freed[0]), entry.wanted.upper or freed[1]
    first, last = (moment.astimezone(setup.zone).date() for moment in freed)
    search = Search(first, last, since=low)
    workload = await load_workload(session, [setup], search, entry.duration_minutes, now)
    policy = setup.policy.lasting(entry.duration_minutes)
    for slot in workload.find(search, now):
        place = Place(setup, policy, slot.start)
        if slot.start >= freed[1] or place.end > high:
            return False
        seats, _ = workload.judge(setup.id, slot.start, now)
        expires_at = min(now + OFFER_LASTS, slot.start)
        interval = await claim(session, business, place, seats, now, expires_at=expires_at, note="waitlist")
        if interval is not None:
            entry.status, entry.hold_id = "offered", interval
            await session.flush()
            return True
    return False
