"""Execution of `ConcurrentIndex`, with cleanup after failed builds."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import structlog

from app.migrations.parts.steps import Connection
from app.migrations.parts.tables import ConcurrentIndex
from app.migrations.running.failures import classify_failure
from app.migrations.running.locks import Stopped, blockers, sleep_unless_stopped
from app.migrations.running.session import APPLICATION, Session, open_connection

log = structlog.get_logger("luach.migrations")

# CREATE INDEX CONCURRENTLY waits for all older snapshots, such as a backup's, and blocks nobody.
BUDGET_SECONDS = 7200.0

_TELL_SECONDS = 10.0

_STILL_BUILDING = """
    SELECT pid FROM pg_stat_progress_create_index
    WHERE index_relid = to_regclass($1) AND datname = current_database()"""


async def build_index(session: Session, step: str, part: ConcurrentIndex) -> None:
    """Build the index, or wait for a build that a dead process left running, until a valid one exists."""
    deadline = time.monotonic() + BUDGET_SECONDS
    while True:
        try:
            async with direct_connection(session, step) as connection:
                todo = await part.todo(connection)
                if not todo:
                    return
                if not await connection.fetchval(_STILL_BUILDING, part.index.name):
                    for sql in todo[0]:
                        await _execute(session, step, part, connection, sql)
                    continue
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            if classify_failure(error).verdict != "retry" or time.monotonic() > deadline:
                raise
            log.info("migration_retry", step=step, table=part.table, reason=str(error).splitlines()[0])
        await sleep_unless_stopped(session.stopping, 0.5)


@asynccontextmanager
async def direct_connection(session: Session, step: str) -> AsyncIterator[Connection]:
    """A connection for statements that cannot run in a transaction.

    It bypasses the pooler if the direct address is known. Behind transaction pooling a SET would reach other
    clients, so it is left out there.
    """
    connection = await open_connection(session.direct_url or session.url, f"{APPLICATION}:{step}")
    try:
        if connection.get_server_pid() == await connection.fetchval("SELECT pg_backend_pid()"):
            for setting in ("lock_timeout", "statement_timeout"):
                await connection.execute(f"SET {setting} = 0")
        else:
            log.warning("migration_pooled_without_direct_url", step=step)
        yield connection
    finally:
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError):
            await connection.close(timeout=5)


async def _execute(
    session: Session, step: str, part: ConcurrentIndex, connection: Connection, sql: str
) -> None:
    begun = time.monotonic()
    task = asyncio.ensure_future(connection.execute(sql))
    stop = asyncio.ensure_future(session.stopping.wait())
    try:
        while not task.done():
            await asyncio.wait({task, stop}, timeout=_TELL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                break
            if stop.done():
                raise Stopped
            held = await blockers(await session.connection(), part.table)
            log.info(
                "migration_index_building",
                step=step,
                index=part.index.name,
                seconds=round(time.monotonic() - begun),
                beside=[str(b) for b in held],
            )
        await task
    finally:
        for running in (task, stop):
            running.cancel()
        with contextlib.suppress(asyncio.CancelledError, asyncpg.PostgresError):
            await task
