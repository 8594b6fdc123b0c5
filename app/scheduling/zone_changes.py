"""Changes of a business's zone: appointments keep their instants, and their wall-clock times are rewritten.

The host's screens show `start_time` and `end_time`. Those of coming appointments are rewritten: the nearest
batch in the transaction of the change, the others by upkeep, one batch per transaction.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.query import Command, Query
from app.errors import NotReady
from app.scheduling.loading import business_zone

BATCH_SIZE = 500

SETTLING_TIME = timedelta(minutes=1)
"""After this long, no request that read the zone before the change is still booking."""


class _Id(NamedTuple):
    id: int


class _Change(NamedTuple):
    business_id: int
    changed_at: datetime
    due_at: datetime
    after_start: datetime
    after_id: int


class _Times(NamedTuple):
    """An appointment's instants, and what the host's columns hold (with a zone where they hold instants)."""

    id: int
    starts_at: datetime
    ends_at: datetime
    start_time: datetime
    end_time: datetime


_UNFILLED = Query(
    "SELECT id FROM appointments WHERE business_id = :business AND starts_at IS NULL LIMIT 1", _Id
)

_NOTE = Command(
    """
    INSERT INTO zone_changes (business_id, changed_at, due_at, after_start)
    VALUES (:business, :now, :now, :now)
    ON CONFLICT (business_id) DO UPDATE SET changed_at = :now, due_at = :now, after_start = :now, after_id = 0
    """
)

_NEXT = Query(
    """
    SELECT business_id, changed_at, due_at, after_start, after_id FROM zone_changes
    WHERE business_id = :business
       OR (CAST(:business AS integer) IS NULL AND due_at <= :now
           AND business_id <> ALL (CAST(:served AS integer[])))
    ORDER BY business_id LIMIT 1 FOR UPDATE SKIP LOCKED
    """,
    _Change,
)

_COMING = Query(
    """
    SELECT id, starts_at, ends_at, start_time, end_time FROM appointments
    WHERE business_id = :business AND starts_at >= :start AND (starts_at, id) > (:start, :id)
      AND ends_at < '9000-01-01'
    ORDER BY starts_at, id LIMIT :limit
    """,
    _Times,
)

# The trigger for old code would read a changed wall clock as a move. It ignores a row whose instant changes
# too, so the instant goes a microsecond away and comes back within the transaction.
_AWAY = Query(
    """
    UPDATE appointments a
    SET start_time = n.start_time, end_time = n.end_time, starts_at = a.starts_at + interval '1 microsecond',
        luach_writes = coalesce(a.luach_writes, 0) + 1, updated_at = timezone('UTC', clock_timestamp())
    FROM unnest(CAST(:ids AS integer[]), CAST(:instants AS timestamptz[]), CAST(:starts AS timestamp[]),
                CAST(:ends AS timestamp[])) AS n(id, starts_at, start_time, end_time)
    WHERE a.id = n.id AND a.starts_at = n.starts_at
    RETURNING a.id
    """,
    _Id,
)

_BACK = Command(
    """
    UPDATE appointments
    SET starts_at = starts_at - interval '1 microsecond', luach_writes = luach_writes + 1
    WHERE id = ANY (CAST(:ids AS integer[]))
    """
)

_GO_ON = Command(
    """
    UPDATE zone_changes SET due_at = :due, after_start = :start, after_id = :id WHERE business_id = :business
    """
)

_DONE = Command("DELETE FROM zone_changes WHERE business_id = :business")

_REREAD_TWICE = Command("DELETE FROM zone_rereads WHERE NOT due AND passes > 1")

_REREAD_ONCE = Command("UPDATE zone_rereads SET due = TRUE WHERE NOT due AND passes = 1 AND since <= :before")


async def follow_zone_change(session: AsyncSession, business: BusinessId, now: datetime) -> None:
    """Rewrite the nearest appointments' wall-clock times in the transaction of the change.

    `set_wall_clocks` does the others. Raises NotReady while some appointments have no instants yet, because
    they would be read in the new zone.
    """
    if await _UNFILLED.first(session, business=business) is not None:
        raise NotReady(waiting="116_fill_instants")
    await _NOTE.run(session, business=business, now=now)
    await set_wall_clocks(session, (), now, business)


async def set_wall_clocks(
    session: AsyncSession,
    served: Collection[BusinessId],
    now: datetime,
    business: BusinessId | None = None,
) -> BusinessId | None:
    """Rewrite the next batch of a business's wall-clock times (None: of any business that is not `served`).

    Returns the business, None if no batch is due. Upkeep calls this. A second pass after SETTLING_TIME finds
    what was being booked during the change.
    """
    change = await _NEXT.first(session, business=business, served=list(served), now=now)
    if change is None:
        return None
    owner = BusinessId(change.business_id)
    start, after = change.after_start, change.after_id
    rows = await _COMING.rows(session, business=owner, start=start, id=after, limit=BATCH_SIZE)
    await _rewrite(session, rows, await business_zone(session, owner))
    settled = change.changed_at + SETTLING_TIME
    if len(rows) == BATCH_SIZE:
        last = rows[-1]
        due, start, after = change.due_at, last.starts_at, last.id
    elif change.due_at < settled:
        due, start, after = settled, change.changed_at, 0
    else:
        await _DONE.run(session, business=owner)
        return owner
    await _GO_ON.run(session, business=owner, due=due, start=start, id=after)
    return owner


async def settle_rereads(session: AsyncSession, now: datetime) -> None:
    """Let appointments whose zone got other periods (migration 128) be read once more after SETTLING_TIME,
    and forget the businesses where that is done. Upkeep calls this."""
    await _REREAD_TWICE.run(session)
    await _REREAD_ONCE.run(session, before=now - SETTLING_TIME)


async def _rewrite(session: AsyncSession, rows: Sequence[_Times], zone: ZoneInfo) -> None:
    new = [
        (row.id, row.starts_at, *walls)
        for row in rows
        # A host that stores instants in these columns has no wall clock to rewrite.
        if row.start_time.tzinfo is None
        if (walls := _walls(row, zone)) != (row.start_time, row.end_time)
    ]
    if not new:
        return
    ids, instants, starts, ends = map(list, zip(*new, strict=True))
    there = await _AWAY.rows(session, ids=ids, instants=instants, starts=starts, ends=ends)
    await _BACK.run(session, ids=[row.id for row in there])


def _walls(row: _Times, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = row.starts_at.astimezone(zone), row.ends_at.astimezone(zone)
    return start.replace(tzinfo=None), end.replace(tzinfo=None)
