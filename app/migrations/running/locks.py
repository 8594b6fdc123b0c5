"""Retries with short lock timeouts: other statements queue behind a waiting ALTER TABLE."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from typing import NamedTuple

import asyncpg
import structlog

from app.errors import LuachError
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection
from app.migrations.running.failures import classify_failure
from app.migrations.running.session import Session

log = structlog.get_logger("luach.migrations")

BUDGET_SECONDS = 600.0

# Statements behind ours wait as long as ours does, so the first tries are the shortest.
_LADDER_MS = (100, 100, 200, 200, 250)

# Autovacuum yields only to a statement that has waited for deadlock_timeout; before that it may end by
# itself.
AUTOVACUUM_SECONDS = 60.0

_AUTOVACUUM = "autovacuum worker"

_BLOCKERS = """
    SELECT DISTINCT a.pid, a.application_name AS application, a.backend_type,
           extract(epoch FROM now() - a.xact_start)::int AS seconds
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.granted AND l.locktype = 'relation' AND l.pid <> pg_backend_pid()
      AND l.relation IN (SELECT to_regclass(trim(name)) FROM unnest(string_to_array($1, ',')) name)
      AND (l.mode NOT IN ('AccessShareLock', 'RowShareLock') OR $2 = 'ACCESS EXCLUSIVE'
           OR $2 = 'ROW' AND l.mode = 'RowShareLock')"""


class LockBudgetSpent(LuachError):
    """No lock within the time budget. The message names the holders; they are never terminated."""

    code = "migration_lock_budget"

    def __str__(self) -> str:
        table, seconds, by = (self.params[name] for name in ("table", "seconds", "by"))
        return f"no lock on {table} within {seconds} s; held by {by}"


class Stopped(LuachError):
    """The process was asked to stop."""

    code = "migration_stopped"


class Blocker(NamedTuple):
    """A session that holds a conflicting lock, and the age of its transaction in seconds."""

    pid: int
    application: str
    backend_type: str
    seconds: int | None

    def __str__(self) -> str:
        return f"{self.application or self.backend_type} (pid {self.pid}, {self.seconds or 0} s)"


async def blockers(connection: Connection, table: str, lock: str = "ACCESS EXCLUSIVE") -> list[Blocker]:
    """The sessions that block `lock` on `table` (comma-separated names); with "ROW", those that may hold row
    locks."""
    return await fetch_rows(connection, Blocker, _BLOCKERS, table, lock)


async def with_lock_retries(
    session: Session,
    step: str,
    table: str,
    attempt: Callable[[int], Awaitable[None]],
    *,
    lock: str = "ACCESS EXCLUSIVE",
) -> None:
    """Call `attempt(lock_ms)` until it succeeds. Raises LockBudgetSpent after `BUDGET_SECONDS`."""
    deadline = time.monotonic() + BUDGET_SECONDS
    tries = 0
    longer: int | None = None
    while True:
        try:
            return await attempt(longer or _LADDER_MS[min(tries, len(_LADDER_MS) - 1)])
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            if classify_failure(error).verdict != "retry":
                raise
            tries += 1
            held = []
            if isinstance(error, asyncpg.LockNotAvailableError):
                held = await blockers(await session.connection(), table, lock)
            await _pause(session, step, table, tries, deadline, error, held)
            longer = None
            if held and all(blocker.backend_type == _AUTOVACUUM for blocker in held):
                longer = await _outwait(session, step, table)


async def _outwait(session: Session, step: str, table: str) -> int | None:
    """Wait for autovacuum to end. If it does not, return the lock timeout (ms) that makes it yield."""
    log.info("migration_waits_for_autovacuum", step=step, table=table, at_most_s=AUTOVACUUM_SECONDS)
    until = time.monotonic() + AUTOVACUUM_SECONDS
    connection = await session.connection()
    while time.monotonic() < until:
        held = await blockers(connection, table, "SHARE ROW EXCLUSIVE")
        if not any(blocker.backend_type == _AUTOVACUUM for blocker in held):
            return None
        await sleep_unless_stopped(session.stopping, 1.0)
    milliseconds = await connection.fetchval(
        "SELECT setting::int FROM pg_settings WHERE name = 'deadlock_timeout'"
    )
    return int(milliseconds) + 300


async def _pause(
    session: Session,
    step: str,
    table: str,
    tries: int,
    deadline: float,
    error: Exception,
    held: list[Blocker],
) -> None:
    if time.monotonic() > deadline:
        by = ", ".join(map(str, held)) or "nobody any more"
        raise LockBudgetSpent(table=table, seconds=BUDGET_SECONDS, by=by) from error
    seconds = min(0.05 * 2**tries, 5.0) * random.uniform(0.5, 1.5)  # noqa: S311
    log.info(
        "migration_retry",
        step=step,
        table=table,
        tries=tries,
        reason=str(error).splitlines()[0] if str(error) else type(error).__name__,
        blockers=[str(blocker) for blocker in held],
        again_in_ms=round(seconds * 1000),
    )
    await sleep_unless_stopped(session.stopping, seconds)


async def sleep_unless_stopped(stopping: asyncio.Event, seconds: float) -> None:
    """Sleep. Raises Stopped as soon as the process is asked to stop."""
    try:
        await asyncio.wait_for(stopping.wait(), seconds)
    except TimeoutError:
        return
    raise Stopped
