"""Occupying places: a claim with what is released for it, and the first calendar that can take it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from app.core.scheduling.own_holds import Room, find_room
from app.core.scheduling.policy import RANK, Reason
from app.core.scheduling.request import StartRequest
from app.core.scheduling.workload import Workload
from app.db.query import Command, Query, Reader
from app.db.transaction import atomic
from app.scheduling.claims import ClaimWriter, WrittenT, claim, release
from app.scheduling.count_locks import limited_counts, lock_counts
from app.scheduling.places import Place, locate, refusal
from app.scheduling.turns import Turns


class _Meeting(NamedTuple):
    meets: bool


_MEETS = Query(
    """
    SELECT calendar_id = :calendar AND footprint && tstzrange(:since, :until) AS meets
    FROM busy_intervals WHERE id = :id
    """,
    _Meeting,
)

# Their time is offered to the waiting list in the background.
_GIVE_UP = Command(
    """
    WITH gone AS (
        DELETE FROM busy_intervals
        WHERE (id = ANY (CAST(:ids AS bigint[])) OR claim_id = ANY (CAST(:ids AS bigint[]))) AND kind = 'hold'
        RETURNING business_id, calendar_id, starts_at, ends_at
    )
    INSERT INTO freed_times (business_id, calendar_id, span, after_id)
    SELECT business_id, calendar_id, tstzrange(starts_at, ends_at), 0 FROM gone
    """
)


async def take_first(
    reader: Reader, request: StartRequest, writer: ClaimWriter[WrittenT]
) -> tuple[Place, WrittenT]:
    """Claim a start in the first of the calendars that can take it: the place, and what was written there.

    Raises UnknownCalendar, FieldError, BookingRefused.
    """
    places, workload = await locate(reader, request)
    limited = limited_counts(place.setup for place in places)
    if not limited:
        return await _take(reader, request, places, workload, writer)
    async with atomic(reader):
        await lock_counts(reader, limited)
        # Counted before the lock, another's appointment may be missing.
        places, workload = await locate(reader, request)
        return await _take(reader, request, places, workload, writer)


async def occupy(
    reader: Reader,
    place: Place,
    room: Room,
    now: datetime,
    writer: ClaimWriter[WrittenT],
    *,
    leaving: int | None = None,
) -> WrittenT | None:
    """Claim the room of a place: what was written, or None where it is taken.

    The interval `leaving` of a moved appointment and the holds that the room gives up are released if the
    place can be had, and only then. The interval is released before only where it is itself in the way:
    whoever waits for a place must not have released a time that others wait for, or swaps deadlock.
    """
    if room.takes_up is not None:
        written = await writer.take_up(reader, place, room.takes_up, now)
    elif room.gives_up or await _meets(reader, place, leaving):
        return await _exchange(reader, place, room, now, writer, leaving)
    else:
        written = await claim(reader, place, room.seats, now, writer)
    await release(reader, leaving if written is not None else None)
    return written


async def _meets(reader: Reader, place: Place, interval: int | None) -> bool:
    """Whether the footprint of a place meets an interval."""
    if interval is None:
        return False
    since, until = place.footprint
    row = await _MEETS.first(reader, id=interval, calendar=place.setup.diary, since=since, until=until)
    return row is not None and row.meets


async def _exchange(
    reader: Reader,
    place: Place,
    room: Room,
    now: datetime,
    writer: ClaimWriter[WrittenT],
    leaving: int | None,
) -> WrittenT | None:
    """Release what is in the way and claim the place; all of it is undone where the place is taken."""
    try:
        async with atomic(reader):
            await release(reader, leaving)
            await give_up(reader, room.gives_up)
            written = await claim(reader, place, room.seats, now, writer)
            if written is None:
                raise _PlaceTaken
            return written
    except _PlaceTaken:
        return None


async def give_up(reader: Reader, hold_ids: Sequence[int]) -> None:
    """Release holds for whose time the request that owns them has another use."""
    if hold_ids:
        await _GIVE_UP.run(reader, ids=list(hold_ids))


class _PlaceTaken(Exception):
    """The place is taken: the savepoint that released other time for it is undone."""


async def _take(
    reader: Reader,
    request: StartRequest,
    places: Sequence[Place],
    workload: Workload,
    writer: ClaimWriter[WrittenT],
) -> tuple[Place, WrittenT]:
    reasons, turns = [], Turns()
    for place in places:
        await turns.pause()
        room, reason = find_room(workload, place.setup.id, place.start, request.now, is_hold=writer.is_hold)
        written = await occupy(reader, place, room, request.now, writer)
        if written is not None:
            return place, written
        reasons.append(reason or Reason.SLOT_TAKEN)
    raise await refusal(reader, request, places, max(reasons, key=RANK.__getitem__))
