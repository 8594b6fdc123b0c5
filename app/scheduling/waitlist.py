"""The waiting list: a customer waits for a range of time; a slot that comes free is held for the first.

An offer is a hold. When it expires unused, its entry has had its turn and the slot goes to the next.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import Range
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Query, Reader
from app.errors import FieldError, UnknownWaitlistEntry
from app.models import BusyInterval, WaitlistEntry
from app.scheduling.claims import claim, insert_interval, lock_count
from app.scheduling.places import Place
from app.scheduling.policy import LATEST, MAX_DURATION_MIN
from app.scheduling.queries import business_zone, load_setups
from app.scheduling.search import MAX_RANGE_DAYS, Search
from app.scheduling.workload import Workload, load_days
from app.schemas.waitlist import WaitlistIn, WaitlistOut
from app.tenancy.principal import BusinessId

OFFER_LASTS = timedelta(minutes=30)
MAX_WAIT = timedelta(days=100)
_TRIED_AT_ONCE = 50
_LONGEST = timedelta(minutes=MAX_DURATION_MIN)
_TOUCHING = timedelta(seconds=1)

_ANSWERED = Query(
    """
    UPDATE waitlist_entries SET status = :status, appointment_id = CAST(:appointment AS bigint)
    WHERE business_id = :business AND hold_id = :hold AND status = 'offered'
    """
)
# Somebody booked the time once the offer had run out, and removed it.
_EXPIRE_GONE = text(
    """
    UPDATE waitlist_entries SET status = 'expired' WHERE id IN (
        SELECT w.id FROM waitlist_entries w
        WHERE w.status = 'offered' AND NOT EXISTS (SELECT FROM busy_intervals b WHERE b.id = w.hold_id)
        FOR UPDATE SKIP LOCKED)"""
)


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
    return waitlist_out(row, await business_zone(session, business))


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
    zone = await business_zone(session, business)
    return [waitlist_out(row, zone) for row in rows]


async def leave(session: AsyncSession, business: BusinessId, entry_id: int, now: datetime) -> None:
    """Wait no longer; an offer passes on to the next. Raises UnknownWaitlistEntry."""
    mine = WaitlistEntry.business_id == business, WaitlistEntry.id == entry_id
    # The hold before the entry, as those do who book it: the other way round the two would deadlock.
    held = await _take_back(session, await session.scalar(select(WaitlistEntry.hold_id).where(*mine)))
    row = await session.scalar(select(WaitlistEntry).where(*mine).with_for_update())
    if row is None or row.status not in {"waiting", "offered"}:
        raise UnknownWaitlistEntry(id=entry_id)
    row.status = "removed"
    await session.flush()
    if freed := held or await _take_back(session, row.hold_id):
        await offer(session, business, row.calendar_id, *freed, now)


async def mark_booked(reader: Reader, business: BusinessId, hold_id: int, appointment_id: int) -> None:
    """The customer took what was offered."""
    await _ANSWERED.rows(reader, business=business, hold=hold_id, status="booked", appointment=appointment_id)


async def mark_declined(reader: Reader, business: BusinessId, hold_id: int) -> None:
    """The customer gave back what was offered; they had their turn."""
    await _ANSWERED.rows(reader, business=business, hold=hold_id, status="expired", appointment=None)


async def offer(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
) -> None:
    """Hold time that has come free for those who wait for it, in the transaction that freed it.

    First come, first served: each gets the first slot that meets the freed time and suits them.
    """
    if calendar_id is None or starts_at is None or ends_at is None or ends_at <= now:
        return
    freed = max(starts_at, now), ends_at
    waiting = await session.execute(
        select(WaitlistEntry.id, WaitlistEntry.wanted, WaitlistEntry.duration_minutes)
        .where(
            WaitlistEntry.business_id == business,
            WaitlistEntry.calendar_id == calendar_id,
            WaitlistEntry.status == "waiting",
            WaitlistEntry.wanted.overlaps(Range(*freed)),
        )
        .order_by(WaitlistEntry.id)
        .limit(_TRIED_AT_ONCE)
    )
    entries = waiting.all()
    if not entries:
        return
    days = (freed[0] - _LONGEST).date(), (freed[1] + _LONGEST).date()
    (setup,) = await load_setups(session, business, [calendar_id], *days)
    if setup.policy.max_per_day:
        await lock_count(session, [calendar_id])
    for entry_id, wanted, duration in entries:
        place = Place(setup, setup.policy.lasting(duration), freed[0])
        search = _slots_that_meet(freed, wanted, place)
        if search is not None:
            await _hold_for(session, business, entry_id, place, search, now)


async def pass_on_expired(session: AsyncSession, now: datetime) -> int:
    """Offers that ran out go to the next in line; how many did. For the background, over all businesses."""
    await session.execute(_EXPIRE_GONE)
    run_out = await session.execute(
        select(WaitlistEntry, BusyInterval)
        .join(BusyInterval, BusyInterval.id == WaitlistEntry.hold_id)
        .where(WaitlistEntry.status == "offered", BusyInterval.kind == "hold", BusyInterval.expires_at <= now)
        .order_by(WaitlistEntry.calendar_id, WaitlistEntry.id)
        .limit(_TRIED_AT_ONCE)
        # Both rows: an offer that is being booked at this moment is left to whoever books it.
        .with_for_update(skip_locked=True)
    )
    rows = run_out.all()
    for entry, held in rows:
        entry.status = "expired"
        await session.flush()
        freed = await _take_back(session, held.id)
        if freed is not None:
            await offer(session, BusinessId(entry.business_id), entry.calendar_id, *freed, now)
    return len(rows)


def waitlist_out(row: WaitlistEntry, zone: ZoneInfo) -> WaitlistOut:
    return WaitlistOut(
        id=row.id,
        calendar_id=row.calendar_id,
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


async def _take_back(
    session: AsyncSession, hold_id: int | None
) -> tuple[datetime | None, datetime | None] | None:
    """Remove a hold; its times, or None where it is no hold any more: it ran out, or was booked."""
    removed = await session.execute(
        delete(BusyInterval)
        .where(BusyInterval.id == hold_id, BusyInterval.kind == "hold")
        .returning(BusyInterval.starts_at, BusyInterval.ends_at)
    )
    row = removed.one_or_none()
    return row and (row.starts_at, row.ends_at)


def _slots_that_meet(
    freed: tuple[datetime, datetime], wanted: Range[datetime], place: Place
) -> tuple[datetime, datetime] | None:
    """[low, high) of the appointments that lie in `wanted` and whose footprint meets the freed one."""
    before, after = (edge - own for edge, own in zip(place.footprint, (place.start, place.end), strict=True))
    around, length = after - before, place.end - place.start
    reach = around + length - _TOUCHING
    low = max(freed[0] - reach, wanted.lower or freed[0])
    high = min(freed[1] + reach, wanted.upper or freed[1])
    return (low, high) if high - low >= length else None


async def _hold_for(
    session: AsyncSession,
    business: BusinessId,
    entry_id: int,
    place: Place,
    between: tuple[datetime, datetime],
    now: datetime,
) -> None:
    """Hold the first free slot in the range for an entry, unless another transaction has it at hand."""
    low, high = between
    first = low.astimezone(place.setup.zone).date()
    last = min(high.astimezone(place.setup.zone).date(), first + timedelta(days=MAX_RANGE_DAYS - 1), LATEST)
    search, lasting = Search(first, last, since=low), place.policy.duration_min
    days = await load_days(session, business, [place.setup.id], first, last, now, duration_min=lasting)
    workload = Workload.of(days, lasting)
    for slot in workload.find(search, now):
        here = replace(place, start=slot.start)
        entry = await _still_waiting(session, entry_id) if here.end <= high else None
        if entry is None:
            return
        seats, _ = workload.judge(place.setup.id, slot.start, now)
        expires_at = min(now + OFFER_LASTS, slot.start)
        insert = insert_interval(session, business, expires_at=expires_at, note="waitlist")
        row = await claim(session, here, seats, now, insert)
        if row is not None:
            entry.status, entry.hold_id = "offered", row["id"]
            await session.flush()
            return


async def _still_waiting(session: AsyncSession, entry_id: int) -> WaitlistEntry | None:
    return await session.scalar(
        select(WaitlistEntry)
        .where(WaitlistEntry.id == entry_id, WaitlistEntry.status == "waiting")
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
