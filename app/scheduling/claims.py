"""Taking a calendar's time and giving it back. The database keeps the invariant.

No two exclusive footprints of one calendar and seat overlap: `busy_intervals_no_overlap`. An interval is
inserted with ON CONFLICT DO NOTHING: no row means that somebody else has the time. A plain INSERT would
deadlock in storms; this loser neither waits in one nor loses its transaction, in which the alternatives are
read.
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import Table, delete, select, text
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import BusyInterval
from app.scheduling.places import Place, refusal
from app.scheduling.policy import RANK, Reason
from app.scheduling.workload import load_workload
from app.tenancy.principal import BusinessId

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :calendar)")

# The table, not the class: the ORM's own insert costs as much again as the statement.
BUSY = cast("Table", BusyInterval.__table__)


async def lock_count(session: AsyncSession, calendar_ids: Iterable[int]) -> None:
    """Count calendars' days alone until the transaction ends. All in one call: in order, nobody deadlocks.

    No constraint holds `max_per_day`, so who counts a day's appointments must book before another counts.
    """
    for calendar_id in sorted(set(calendar_ids)):
        await session.execute(_LOCK, {"calendar": calendar_id})


async def claim(
    session: AsyncSession,
    business: BusinessId,
    place: Place,
    seats: Sequence[int],
    now: datetime,
    *,
    expires_at: datetime | None = None,
    note: str | None = None,
) -> int | None:
    """The id of the new busy interval, in one of the `seats` that can be had; None where all are taken.

    With `expires_at` it is a hold, else an appointment's.
    """
    if not seats:
        return None
    kept = {"kind": "hold", "expires_at": expires_at, "note": note} if expires_at is not None else {}
    values = _values(business, place) | kept
    # The lowest seat first, so that whole seats stay free for long; then anywhere, for the sake of a crowd.
    first, *others = seats
    turn = secrets.randbelow(len(others) + 1)
    interval = await _insert_first(session, values, [first, *others[turn:], *others[:turn]])
    if interval is not None:
        return interval
    await _clear_expired(session, place, now)
    # Whoever removed what was in the way, we or another: what is free now is tried again.
    taken = await _taken_seats(session, place)
    return await _insert_first(session, values, [seat for seat in seats if seat not in taken])


async def take_first(
    session: AsyncSession,
    business: BusinessId,
    places: Sequence[Place],
    duration_min: int | None,
    now: datetime,
    *,
    expires_at: datetime | None = None,
    note: str | None = None,
) -> tuple[Place, int]:
    """Judge and claim one start in the first calendar that can take it. Raises BookingRefused."""
    setups = [place.setup for place in places]
    await lock_count(session, [setup.id for setup in setups if setup.policy.max_per_day])
    workload = await load_workload(session, setups, places[0].day, duration_min, now)
    reasons = []
    for place in places:
        seats, reason = workload.judge(place.setup.id, place.start, now)
        interval = await claim(session, business, place, seats, now, expires_at=expires_at, note=note)
        if interval is not None:
            return place, interval
        reasons.append(reason or Reason.SLOT_TAKEN)
    raise await refusal(session, places, max(reasons, key=RANK.__getitem__), duration_min, now)


async def claim_beside(session: AsyncSession, business: BusinessId, place: Place) -> int:
    """The id of a busy interval over whatever is there: staff's explicit override, which excludes nobody."""
    values = _values(business, place) | {"exclusive": False}
    made = await session.execute(insert(BUSY).values(**values).returning(BUSY.c.id))
    interval: int = made.scalar_one()
    return interval


async def release(session: AsyncSession, interval: int | None) -> None:
    """Give the time back."""
    if interval is not None:
        await session.execute(delete(BusyInterval).where(BusyInterval.id == interval))


async def _insert_first(session: AsyncSession, values: dict[str, object], seats: Iterable[int]) -> int | None:
    for seat in seats:
        statement = insert(BUSY).values(**values, seat=seat).on_conflict_do_nothing()
        made = await session.execute(statement.returning(BUSY.c.id))
        interval: int | None = made.scalar_one_or_none()
        if interval is not None:
            return interval
    return None


def _values(business: BusinessId, place: Place) -> dict[str, object]:
    return {
        "business_id": business,
        "calendar_id": place.setup.id,
        "footprint": Range(*place.footprint),
        "starts_at": place.start,
        "ends_at": place.end,
        "kind": "appointment",
    }


async def _taken_seats(session: AsyncSession, place: Place) -> set[int]:
    taken = await session.scalars(
        select(BusyInterval.seat).where(
            BusyInterval.calendar_id == place.setup.id,
            BusyInterval.footprint.overlaps(Range(*place.footprint)),
            BusyInterval.exclusive,
        )
    )
    return set(taken)


async def _clear_expired(session: AsyncSession, place: Place, now: datetime) -> None:
    """Remove the expired holds in the way: an expired hold never blocks, not even for a moment."""
    await session.execute(
        delete(BusyInterval).where(
            BusyInterval.calendar_id == place.setup.id,
            BusyInterval.footprint.overlaps(Range(*place.footprint)),
            BusyInterval.expires_at <= now,
        )
    )
