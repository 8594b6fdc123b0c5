"""Taking a calendar's time and giving it back. The database keeps the invariant.

No two exclusive footprints of one calendar and seat overlap: `busy_intervals_no_overlap`. An interval is
inserted with ON CONFLICT DO NOTHING: no row means that somebody else has the time. A plain INSERT would
deadlock in storms; this loser neither waits in one nor loses its transaction, in which the alternatives are
read.
"""

import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from app.core.principal import BusinessId
from app.core.scheduling.policy import RANK, Reason
from app.core.scheduling.workload import Workload
from app.db.query import Command, Query, Reader, Row
from app.db.transaction import atomic
from app.scheduling.places import Place, locate, refusal


class Lock(NamedTuple):
    """Whether an advisory lock was granted."""

    granted: bool


class Obstacle(NamedTuple):
    """An exclusive interval that meets a footprint."""

    seat: int
    expired: bool | None


_LOCK = Command("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :calendar)")

_TRY_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :calendar) AS granted",
    Lock,
)

_RELEASE = Command("DELETE FROM busy_intervals WHERE id = :id")

_IN_THE_WAY = Query(
    """
    SELECT seat, expires_at <= :now AS expired FROM busy_intervals
    WHERE calendar_id = :calendar AND footprint && tstzrange(:since, :until) AND exclusive
    """,
    Obstacle,
)

_CLEAR = Command(
    """
    DELETE FROM busy_intervals
    WHERE calendar_id = :calendar AND footprint && tstzrange(:since, :until) AND expires_at <= :now
    """
)

INTERVAL_COLUMNS = (
    "business_id, calendar_id, footprint, starts_at, ends_at, kind, exclusive, seat, expires_at, note"
)

INTERVAL_VALUES = """
    CAST(:business AS integer), CAST(:calendar AS integer), tstzrange(:since, :until),
    CAST(:starts_at AS timestamptz), CAST(:ends_at AS timestamptz), :kind, :exclusive,
    CAST(:seat AS smallint), CAST(:expires_at AS timestamptz), :note"""

_INSERT = Query(
    f"""INSERT INTO busy_intervals ({INTERVAL_COLUMNS}) VALUES ({INTERVAL_VALUES})
        ON CONFLICT DO NOTHING RETURNING id"""  # noqa: S608 - our own columns
)

Insert = Callable[[Place, int], Awaitable[Row | None]]
"""Inserts the interval of a place in one seat, with whatever belongs to it; None where it is taken."""


class Taken(NamedTuple):
    """A place that is ours, and the row that its insertion returned."""

    place: Place
    row: Row


def interval_values(business: BusinessId, place: Place, seat: int) -> dict[str, object]:
    """The parameters of an appointment's interval."""
    since, until = place.footprint
    return {
        "business": business,
        "calendar": place.setup.id,
        "since": since,
        "until": until,
        "starts_at": place.start,
        "ends_at": place.end,
        "kind": "appointment",
        "exclusive": True,
        "seat": seat,
        "expires_at": None,
        "note": None,
    }


def insert_interval(
    reader: Reader, business: BusinessId, *, expires_at: datetime | None = None, note: str | None = None
) -> Insert:
    """Inserts the interval alone: a hold with `expires_at`, else an appointment's."""
    kept = {"kind": "hold", "expires_at": expires_at, "note": note} if expires_at is not None else {}

    async def insert(place: Place, seat: int) -> Row | None:
        return await _INSERT.first(reader, **(interval_values(business, place, seat) | kept))

    return insert


async def take_first(
    reader: Reader,
    business: BusinessId,
    calendar_ids: Sequence[int],
    starts_at: datetime,
    duration_min: int | None,
    now: datetime,
    insert: Insert,
) -> Taken:
    """Judge and take one start in the first calendar that can take it.

    Raises UnknownCalendar, FieldError, BookingRefused.
    """
    places, workload = await locate(reader, business, calendar_ids, starts_at, duration_min, now)
    limited = [place.setup.id for place in places if place.policy.max_per_day]
    if not limited:
        return await _take(reader, places, workload, duration_min, now, insert)
    async with atomic(reader):
        await lock_count(reader, limited)
        # Counted before the lock, another's appointment may be missing.
        places, workload = await locate(reader, business, calendar_ids, starts_at, duration_min, now)
        return await _take(reader, places, workload, duration_min, now, insert)


async def lock_count(reader: Reader, calendar_ids: Iterable[int]) -> None:
    """Count calendars' days alone until the transaction ends. All in one call: in order, nobody deadlocks.

    No constraint holds `max_per_day`, so who counts a day's appointments must book before another counts.
    """
    for calendar_id in sorted(set(calendar_ids)):
        await _LOCK.run(reader, calendar=calendar_id)


async def try_lock_count(reader: Reader, calendar_id: int) -> bool:
    """The same, but without waiting: for who has written already, and may be waited for in turn."""
    return (await _TRY_LOCK.one(reader, calendar=calendar_id)).granted


async def claim(
    reader: Reader, place: Place, seats: Sequence[int], now: datetime, insert: Insert
) -> Row | None:
    """What the insertion in one of the free `seats` returned; None where all are taken by now."""
    if not seats:
        return None
    # The lowest seat first, so that whole seats stay free for long; then anywhere, for the sake of a crowd.
    first, *others = seats
    turn = secrets.randbelow(len(others) + 1)
    row = await _insert_first(place, [first, *others[turn:], *others[:turn]], insert)
    if row is not None:
        return row
    free = await _clear_expired(reader, place, seats, now)
    return await _insert_first(place, free, insert)


async def release(reader: Reader, interval: int | None) -> None:
    """Give the time back."""
    if interval is not None:
        await _RELEASE.run(reader, id=interval)


async def _take(
    reader: Reader,
    places: Sequence[Place],
    workload: Workload,
    duration_min: int | None,
    now: datetime,
    insert: Insert,
) -> Taken:
    reasons = []
    for place in places:
        seats, reason = workload.judge(place.setup.id, place.start, now)
        row = await claim(reader, place, seats, now, insert)
        if row is not None:
            return Taken(place, row)
        reasons.append(reason or Reason.SLOT_TAKEN)
    raise await refusal(reader, places, max(reasons, key=RANK.__getitem__), duration_min, now)


async def _insert_first(place: Place, seats: Iterable[int], insert: Insert) -> Row | None:
    for seat in seats:
        row = await insert(place, seat)
        if row is not None:
            return row
    return None


async def _clear_expired(reader: Reader, place: Place, seats: Sequence[int], now: datetime) -> list[int]:
    """Those of the seats that nothing live takes: an expired hold never blocks, not even for a moment.

    Whoever removed what was in the way, we or another: what is free now is tried again.
    """
    since, until = place.footprint
    there: dict[str, object] = {"calendar": place.setup.id, "since": since, "until": until, "now": now}
    rows = await _IN_THE_WAY.rows(reader, **there)
    if any(row.expired for row in rows):
        await _CLEAR.run(reader, **there)
    taken = {row.seat for row in rows if not row.expired}
    return [seat for seat in seats if seat not in taken]
