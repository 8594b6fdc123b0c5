"""Locks on the counts of appointments per day, which no constraint of the database holds."""

from collections.abc import Iterable
from typing import NamedTuple

from app.core.scheduling.setup import CalendarSetup
from app.db.query import Command, Query, Reader


class Lock(NamedTuple):
    """Whether an advisory lock was granted."""

    granted: bool


_LOCK = Command("SELECT pg_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :count)")

_TRY_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || ' luach count'), :count) AS granted",
    Lock,
)


def limited_counts(setups: Iterable[CalendarSetup]) -> set[int]:
    """The counts per day that bookings in these calendars must keep within a limit.

    A calendar's count has the calendar's id, a business's the negated id of the business.
    """
    setups = list(setups)
    own = {setup.id for setup in setups if setup.policy.max_per_day}
    return own | {-setup.business for setup in setups if setup.policy.business_max_per_day}


async def lock_counts(reader: Reader, counts: Iterable[int]) -> None:
    """Lock counts of appointments per day until the transaction ends.

    No constraint holds `max_per_day`, so whoever counts a day's appointments must book before another counts.
    Call it once for all counts: it locks them in order, so that two transactions cannot deadlock.
    """
    for count in sorted(set(counts)):
        await _LOCK.run(reader, count=count)


async def try_lock_counts(reader: Reader, counts: Iterable[int]) -> bool:
    """Lock counts without waiting; for a transaction that has written and may hold up the locks' holder."""
    for count in sorted(set(counts)):
        if not (await _TRY_LOCK.one(reader, count=count)).granted:
            return False
    return True
