"""The queue `freed_times`: time that came free where no request can offer it to the waiting list.

Triggers fill it when hours, settings or dates change or the host's code releases time, and an offer that
finds a long line leaves the rest there.
"""

from collections.abc import Collection
from contextlib import suppress
from datetime import UTC, datetime, time
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.policy import LATEST
from app.db.query import Query
from app.errors import UnknownCalendar
from app.scheduling.waitlist_offers import offer

_FAR = datetime.combine(LATEST, time(), UTC)


class _FreedTime(NamedTuple):
    """A row of freed_times; an end of the span that is None is open."""

    business_id: int
    calendar_id: int
    since: datetime | None
    until: datetime | None
    after_id: int


# What the time covers goes with it: a business that changes its hours ten times is asked once.
_NEXT_FREED = Query(
    """
    WITH next AS (
        SELECT business_id, calendar_id, span, after_id FROM freed_times
        WHERE business_id <> ALL (CAST(:served AS integer[]))
        ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
    ), taken AS (
        DELETE FROM freed_times WHERE id IN (
            SELECT f.id FROM freed_times f JOIN next n
                ON f.business_id = n.business_id AND f.calendar_id = n.calendar_id
                AND f.span <@ n.span AND f.after_id >= n.after_id
            FOR UPDATE OF f SKIP LOCKED)
    )
    SELECT business_id, calendar_id, lower(span) AS since, upper(span) AS until, after_id FROM next
    """,
    _FreedTime,
)


async def offer_freed(
    session: AsyncSession, served: Collection[BusinessId], now: datetime
) -> BusinessId | None:
    """Offer the oldest freed time of the queue `freed_times` that is not of the businesses `served`.

    Returns its business, None where there is no such time. Upkeep calls this.
    """
    freed = await _NEXT_FREED.first(session, served=list(served))
    if freed is None:
        return None
    business = BusinessId(freed.business_id)
    with suppress(UnknownCalendar):  # deleted meanwhile
        await offer(
            session,
            business,
            freed.calendar_id,
            freed.since or now,
            freed.until or _FAR,
            now,
            after=freed.after_id,
        )
    return business
