"""Taking a calendar's time and giving it back. The database keeps the invariant.

No two exclusive footprints of one calendar and seat overlap: `busy_intervals_no_overlap`. An interval is
inserted with ON CONFLICT DO NOTHING: no row means that somebody else has the time. A plain INSERT would
deadlock in storms; this loser neither waits in one nor loses its transaction, in which the alternatives are
read.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import Range, insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import BusyInterval
from app.scheduling.places import Place, refusal
from app.scheduling.policy import RANK, Reason
from app.scheduling.workload import load_workload
from app.tenancy.principal import BusinessId


async def claim(
    session: AsyncSession,
    business: BusinessId,
    place: Place,
    seats: Iterable[int],
    now: datetime,
    *,
    expires_at: datetime | None = None,
    note: str | None = None,
) -> int | None:
    """The id of the new busy interval, in the first of the `seats` that can be had; None where all are taken.

    With `expires_at` it is a hold, else an appointment's.
    """
    for seat in seats:
        interval = await _insert(session, business, place, seat, expires_at, note)
        if interval is None and await _clear_expired(session, place, now):
            interval = await _insert(session, business, place, seat, expires_at, note)
        if interval is not None:
            return interval
    return None


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
    workload = await load_workload(session, setups, places[0].day, duration_min, now)
    reasons = []
    for place in places:
        seats, reason = workload.judge(place.setup.id, place.start, now)
        interval = await claim(session, business, place, seats, now, expires_at=expires_at, note=note)
        if interval is not None:
            return place, interval
        reasons.append(reason or Reason.SLOT_TAKEN)
    raise await refusal(session, places, max(reasons, key=RANK.__getitem__), now)


async def claim_beside(session: AsyncSession, business: BusinessId, place: Place) -> int:
    """The id of a busy interval over whatever is there: staff's explicit override, which excludes nobody."""
    values = _values(business, place, 0) | {"exclusive": False}
    made = await session.execute(insert(BusyInterval).values(**values).returning(BusyInterval.id))
    return made.scalar_one()


async def release(session: AsyncSession, interval: int | None) -> None:
    """Give the time back."""
    if interval is not None:
        await session.execute(delete(BusyInterval).where(BusyInterval.id == interval))


async def _insert(
    session: AsyncSession,
    business: BusinessId,
    place: Place,
    seat: int,
    expires_at: datetime | None,
    note: str | None,
) -> int | None:
    values = _values(business, place, seat)
    if expires_at is not None:
        values |= {"kind": "hold", "expires_at": expires_at, "note": note}
    statement = insert(BusyInterval).values(**values).on_conflict_do_nothing().returning(BusyInterval.id)
    return (await session.execute(statement)).scalar_one_or_none()


def _values(business: BusinessId, place: Place, seat: int) -> dict[str, object]:
    return {
        "business_id": business,
        "calendar_id": place.setup.id,
        "footprint": Range(*place.footprint),
        "starts_at": place.start,
        "ends_at": place.end,
        "kind": "appointment",
        "seat": seat,
    }


async def _clear_expired(session: AsyncSession, place: Place, now: datetime) -> bool:
    """Remove the expired holds in the way: an expired hold never blocks, not even for a moment."""
    removed = await session.execute(
        delete(BusyInterval)
        .where(
            BusyInterval.calendar_id == place.setup.id,
            BusyInterval.footprint.overlaps(Range(*place.footprint)),
            BusyInterval.expires_at <= now,
        )
        .returning(BusyInterval.id)
    )
    return bool(removed.all())
