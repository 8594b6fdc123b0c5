"""Offers from the waiting list: a slot that comes free is held for the first entry that it suits.

An offer is a hold. When it expires unused, its entry expires too, and the slot is offered to the next.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.policy import LATEST, MAX_DURATION_MIN
from app.core.scheduling.request import TimeRequest
from app.core.scheduling.search import MAX_RANGE_DAYS, Search
from app.core.scheduling.workload import Workload
from app.db.models.appointments import BusyInterval, WaitlistEntry
from app.db.query import Command, Query, Reader
from app.scheduling.claims import IntervalWriter, ReleasedTime, claim
from app.scheduling.count_locks import limited_counts, try_lock_counts
from app.scheduling.loading import load_days, load_setups
from app.scheduling.places import Place
from app.scheduling.shared_time import BOOKED_CALENDAR
from app.scheduling.turns import in_turns

OFFER_LASTS = timedelta(minutes=30)

_BATCH_SIZE = 50

_TRIES = 20
"""Slots that are tried for one entry: somebody may take the first ones meanwhile."""

_LONGEST = timedelta(minutes=MAX_DURATION_MIN)

_TOUCHING = timedelta(seconds=1)


class _Waiting(NamedTuple):
    id: int
    since: datetime
    until: datetime
    duration_minutes: int | None


# Entries for this calendar, for a pool that it belongs to, or for any calendar.
_WAITING = Query(
    """
    SELECT w.id, lower(w.wanted) AS since, upper(w.wanted) AS until, w.duration_minutes
    FROM business_calendars c JOIN waitlist_entries w ON w.business_id = c.business_id
    WHERE c.id = :calendar AND w.business_id = :business AND w.status = 'waiting'
      AND w.id > :after AND w.wanted && tstzrange(:since, :until)
      AND (w.calendar_id = c.id
           OR (w.calendar_id IS NULL AND c.is_active AND (w.type_key IS NULL OR w.type_key = c.type_key)
               AND (w.tag IS NULL OR c.allowed_tags ? w.tag)))
    ORDER BY w.id LIMIT :limit
    """,
    _Waiting,
)

_LATER = Command(
    """
    INSERT INTO freed_times (business_id, calendar_id, span, after_id)
    VALUES (:business, :calendar, tstzrange(:since, :until), :after)
    """
)

_ANSWER = Command(
    """
    UPDATE waitlist_entries SET status = :status, appointment_id = CAST(:appointment AS bigint)
    WHERE business_id = :business AND hold_id = :hold AND status = 'offered'
    """
)

# The offer had expired, and somebody else booked the time and removed the hold.
_EXPIRE_GONE = text(
    """
    UPDATE waitlist_entries SET status = 'expired' WHERE id IN (
        SELECT w.id FROM waitlist_entries w
        WHERE w.status = 'offered' AND NOT EXISTS (SELECT FROM busy_intervals b WHERE b.id = w.hold_id)
        FOR UPDATE SKIP LOCKED)"""
)


# Literals: with parameters, a generic plan neither uses the partial index nor expects few rows.
_OFFERED = WaitlistEntry.status == literal_column("'offered'")
_TURN = (
    func.row_number()
    .over(partition_by=WaitlistEntry.business_id, order_by=(BusyInterval.expires_at, WaitlistEntry.id))
    .label("turn")
)


async def mark_booked(reader: Reader, business: BusinessId, hold_id: int, appointment_id: int) -> None:
    """Close the offer behind a hold: the customer booked it."""
    await _ANSWER.run(reader, business=business, hold=hold_id, status="booked", appointment=appointment_id)


async def mark_declined(reader: Reader, business: BusinessId, hold_id: int) -> None:
    """Close the offer behind a hold: the customer declined it."""
    await _ANSWER.run(reader, business=business, hold=hold_id, status="expired", appointment=None)


async def offer(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int | None,
    starts_at: datetime | None,
    ends_at: datetime | None,
    now: datetime,
    *,
    after: int = 0,
) -> None:
    """Offer time that has come free to the waiting list, in the transaction that freed it.

    In the order in which they joined, each entry behind `after` gets the first slot that meets the freed
    time and suits it. One batch of entries is tried; `freed_times` keeps the rest.
    """
    if calendar_id is None or starts_at is None or ends_at is None or ends_at <= now:
        return
    freed = max(starts_at, now), ends_at
    entries = await _WAITING.rows(
        session,
        business=business,
        calendar=calendar_id,
        since=freed[0],
        until=freed[1],
        after=after,
        limit=_BATCH_SIZE,
    )
    if not entries:
        return
    later = {"business": business, "calendar": calendar_id, "since": starts_at, "until": ends_at}
    day = freed[0].date()
    (setup,) = await load_setups(session, business, [calendar_id], day, day)
    if not await try_lock_counts(session, limited_counts([setup])):
        # The lock's holder may be about to take the time that this transaction has just released.
        await _LATER.run(session, **later, after=after)
        return
    for entry in entries:
        place = Place(setup, setup.policy.lasting(entry.duration_minutes), freed[0])
        search = _slots_that_meet(freed, (entry.since, entry.until), place)
        if search is not None:
            await _hold_for(session, business, entry.id, place, search, now)
    if len(entries) == _BATCH_SIZE:
        await _LATER.run(session, **later, after=entries[-1].id)


async def offer_all(
    session: AsyncSession,
    business: BusinessId,
    own: ReleasedTime,
    freed: Iterable[ReleasedTime],
    now: datetime,
) -> None:
    """Offer an appointment's own time, and that of further calendars that came free with it."""
    others = {each for each in freed if each.calendar_id != own.calendar_id}
    for each in [own, *sorted(others, key=lambda each: (each.calendar_id or 0, str(each.starts_at)))]:
        await offer(session, business, *each, now)


async def pass_on_expired(session: AsyncSession, now: datetime) -> int:
    """Pass a batch of expired offers on to the next in line; how many there were. Upkeep calls it.

    The batch has one offer of each business, then the second of each, and so on.
    """
    await session.execute(_EXPIRE_GONE)
    expired = (
        select(WaitlistEntry.id, BusyInterval.expires_at, _TURN)
        .join(BusyInterval, BusyInterval.id == WaitlistEntry.hold_id)
        .where(_OFFERED, BusyInterval.kind == "hold", BusyInterval.expires_at <= now)
        .subquery()
    )
    size: ColumnElement[int] = literal_column(str(_BATCH_SIZE))
    batch = select(expired.c.id).order_by(expired.c.turn, expired.c.expires_at).limit(size)
    run_out = await session.execute(
        select(WaitlistEntry, BusyInterval)
        .join(BusyInterval, BusyInterval.id == WaitlistEntry.hold_id)
        .where(
            WaitlistEntry.id.in_(batch),
            *(_OFFERED, BusyInterval.kind == "hold"),
            BusyInterval.expires_at <= now,
        )
        .order_by(WaitlistEntry.calendar_id, WaitlistEntry.id)
        # Locks both rows, and so skips an offer that is being booked at this moment.
        .with_for_update(skip_locked=True)
    )
    rows = run_out.all()
    for entry, held in rows:
        entry.status = "expired"
        await session.flush()
        freed = await take_back(session, held.id)
        if freed is not None:
            await offer(session, BusinessId(entry.business_id), *freed, now)
    return len(rows)


async def take_back(session: AsyncSession, hold_id: int | None) -> ReleasedTime | None:
    """Remove a hold; the time it kept, or None where it was removed or booked already."""
    removed = await session.execute(
        delete(BusyInterval)
        .where(BusyInterval.id == hold_id, BusyInterval.kind == "hold")
        .returning(BOOKED_CALENDAR, BusyInterval.starts_at, BusyInterval.ends_at)
    )
    row = removed.one_or_none()
    return row and ReleasedTime(*row)


def _slots_that_meet(
    freed: tuple[datetime, datetime], wanted: tuple[datetime, datetime], place: Place
) -> tuple[datetime, datetime] | None:
    """[low, high) of the appointments that lie in `wanted` and whose footprint meets the freed one."""
    before, after = (edge - own for edge, own in zip(place.footprint, (place.start, place.end), strict=True))
    around, length = after - before, place.end - place.start
    reach = around + length - _TOUCHING
    low = max(freed[0] - reach, wanted[0])
    high = min(freed[1] + reach, wanted[1])
    return (low, high) if high - low >= length else None


async def _hold_for(
    session: AsyncSession,
    business: BusinessId,
    entry_id: int,
    place: Place,
    between: tuple[datetime, datetime],
    now: datetime,
) -> None:
    """Hold the first free slot in the range for an entry, unless another transaction has the entry locked."""
    low, high = between
    first = low.astimezone(place.setup.zone).date()
    last = min(high.astimezone(place.setup.zone).date(), first + timedelta(days=MAX_RANGE_DAYS - 1), LATEST)
    if first > last:  # beyond the last day that can be booked
        return
    search, lasting = Search(first, last, _TRIES, low), place.policy.duration_min
    request = TimeRequest(business=business, calendar_ids=(place.setup.id,), duration_min=lasting, now=now)
    days = await load_days(session, request, first, last)
    workload = await in_turns(Workload.of(days, lasting))
    for slot in await in_turns(workload.find(search, now)):
        here = replace(place, start=slot.start)
        entry = await _still_waiting(session, entry_id) if here.end <= high else None
        if entry is None:
            return
        seats, _ = workload.judge(place.setup.id, slot.start, now)
        writer = IntervalWriter(business, now + OFFER_LASTS, "waitlist")
        hold = await claim(session, here, seats, now, writer)
        if hold is not None:
            entry.status, entry.hold_id = "offered", hold
            await session.flush()
            return


async def _still_waiting(session: AsyncSession, entry_id: int) -> WaitlistEntry | None:
    return await session.scalar(
        select(WaitlistEntry)
        .where(WaitlistEntry.id == entry_id, WaitlistEntry.status == "waiting")
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
