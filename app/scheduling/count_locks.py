"""Locks on the counts of appointments per day, which no constraint of the database holds."""

from collections.abc import Iterable
from typing import NamedTuple

from app.db.query import Command, Query, Reader


class Lock(NamedTuple):
    """Whether an advisory lock was granted."""

    granted: bool


_LOCK = Command("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :calendar)")

_TRY_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :calendar) AS granted",
    Lock,
)


async def lock_count(reader: Reader, calendar_ids: Iterable[int]) -> None:
    """Lock the count of these calendars' appointments per day until the transaction ends.

    No constraint holds `max_per_day`, so whoever counts a day's appointments must book before another counts.
    Call it once for all calendars: it locks them in order, so that two transactions cannot deadlock.
    """
    for calendar_id in sorted(set(calendar_ids)):
        await _LOCK.run(reader, calendar=calendar_id)


async def try_lock_count(reader: Reader, calendar_id: int) -> bool:
    """Take one lock without waiting; for a transaction that has written and may hold up the lock's holder."""
    return (await _TRY_LOCK.one(reader, calendar=calendar_id)).granted
