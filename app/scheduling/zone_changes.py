"""A business's zone changes: appointments stay where they are in time, and the host's wall clock is set anew.

`start_time` and `end_time` are what the host's screens show. Those of coming appointments are rewritten, the
nearest in the transaction of the change, the others by the background, so much at a time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.query import Query, Row
from app.errors import NotReady
from app.scheduling.loading import business_zone

AT_ONCE = 500

SETTLED = timedelta(minutes=1)
"""After that nobody is still booking who read the zone before it was changed."""

_OWED = Query("SELECT 1 FROM appointments WHERE business_id = :business AND starts_at IS NULL LIMIT 1")

_NOTE = Query(
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
       OR (CAST(:business AS integer) IS NULL AND due_at <= :now)
    ORDER BY business_id LIMIT 1 FOR UPDATE SKIP LOCKED
    """
)

_COMING = Query(
    """
    SELECT id, starts_at, ends_at, start_time, end_time FROM appointments
    WHERE business_id = :business AND starts_at >= :start AND (starts_at, id) > (:start, :id)
      AND ends_at < '9000-01-01'
    ORDER BY starts_at, id LIMIT :limit
    """
)

# Old code's trigger would read a changed wall clock as a move. It leaves alone what changes an instant, so
# that goes a microsecond away and comes back; nobody sees it in between.
_AWAY = Query(
    """
    UPDATE appointments a
    SET start_time = n.start_time, end_time = n.end_time, starts_at = a.starts_at + interval '1 microsecond',
        luach_writes = coalesce(a.luach_writes, 0) + 1, updated_at = timezone('UTC', clock_timestamp())
    FROM unnest(CAST(:ids AS integer[]), CAST(:instants AS timestamptz[]), CAST(:starts AS timestamp[]),
                CAST(:ends AS timestamp[])) AS n(id, starts_at, start_time, end_time)
    WHERE a.id = n.id AND a.starts_at = n.starts_at
    RETURNING a.id
    """
)

_BACK = Query(
    """
    UPDATE appointments
    SET starts_at = starts_at - interval '1 microsecond', luach_writes = luach_writes + 1
    WHERE id = ANY (CAST(:ids AS integer[]))
    """
)

_GO_ON = Query(
    """
    UPDATE zone_changes SET due_at = :due, after_start = :start, after_id = :id WHERE business_id = :business
    """
)

_DONE = Query("DELETE FROM zone_changes WHERE business_id = :business")


async def zone_changed(session: AsyncSession, business: BusinessId, now: datetime) -> None:
    """Set the wall clock of the nearest appointments, and leave the others to `set_wall_clocks`.

    In the transaction of the change. Raises NotReady while appointments have no instants yet: they would be
    read in the new zone.
    """
    if await _OWED.first(session, business=business) is not None:
        raise NotReady(waiting="116_fill_instants")
    await _NOTE.rows(session, business=business, now=now)
    await set_wall_clocks(session, now, business)


async def set_wall_clocks(session: AsyncSession, now: datetime, business: BusinessId | None = None) -> bool:
    """Set the wall clock of the next appointments of a business; False where none is due.

    For the background, any business. A second pass, when the change has settled, finds what was being booked.
    """
    change = await _NEXT.first(session, business=business, now=now)
    if change is None:
        return False
    whose = BusinessId(change["business_id"])
    start, after = change["after_start"], change["after_id"]
    rows = await _COMING.rows(session, business=whose, start=start, id=after, limit=AT_ONCE)
    await _rewrite(session, rows, await business_zone(session, whose))
    settled = change["changed_at"] + SETTLED
    if len(rows) == AT_ONCE:
        last = rows[-1]
        due, start, after = change["due_at"], last["starts_at"], last["id"]
    elif change["due_at"] < settled:
        due, start, after = settled, change["changed_at"], 0
    else:
        await _DONE.rows(session, business=whose)
        return True
    await _GO_ON.rows(session, business=whose, due=due, start=start, id=after)
    return True


async def _rewrite(session: AsyncSession, rows: Sequence[Row], zone: ZoneInfo) -> None:
    new = [
        (row["id"], row["starts_at"], *walls)
        for row in rows
        # A host that stores instants there has no wall clock to set.
        if row["start_time"].tzinfo is None
        if (walls := _walls(row, zone)) != (row["start_time"], row["end_time"])
    ]
    if not new:
        return
    ids, instants, starts, ends = map(list, zip(*new, strict=True))
    there = await _AWAY.rows(session, ids=ids, instants=instants, starts=starts, ends=ends)
    await _BACK.rows(session, ids=[row["id"] for row in there])


def _walls(row: Row, zone: ZoneInfo) -> tuple[datetime, datetime]:
    start, end = row["starts_at"], row["ends_at"]
    return start.astimezone(zone).replace(tzinfo=None), end.astimezone(zone).replace(tzinfo=None)
