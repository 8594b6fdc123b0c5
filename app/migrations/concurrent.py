"""Builds an index while the table is in use, and clears away what a failed build left."""

import asyncio
import contextlib
import time

import asyncpg
import structlog

from app.migrations.connect import APPLICATION, Connection, Session, connect
from app.migrations.failures import judge
from app.migrations.locks import Stopped, blockers, sleep
from app.migrations.schema import ConcurrentIndex

log = structlog.get_logger("luach.migrations")
# It waits for every snapshot that is older, also of a backup or a report; it makes nobody else wait.
BUDGET_SECONDS = 7200.0
_TELL_SECONDS = 10.0
_OTHERS_BUILDING = """
    SELECT pid FROM pg_stat_progress_create_index WHERE relid = to_regclass($1) AND pid <> pg_backend_pid()"""


async def build_index(session: Session, step: str, part: ConcurrentIndex) -> None:
    """Until a valid index of this definition is there. A build left running by a dead process is awaited."""
    deadline = time.monotonic() + BUDGET_SECONDS
    connection = await _open(session, step)
    try:
        while todo := await part.todo(connection):
            try:
                if await connection.fetch(_OTHERS_BUILDING, part.table):
                    await sleep(session.stopping, 0.5)
                    continue
                for sql in todo[0]:
                    await _execute(session, step, part, connection, sql)
            except asyncpg.PostgresError as error:
                if judge(error).verdict != "retry" or time.monotonic() > deadline:
                    raise
                await sleep(session.stopping, 1.0)
                if connection.is_closed():
                    connection = await _open(session, step)
    finally:
        with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
            await connection.close(timeout=5)


async def _open(session: Session, step: str) -> Connection:
    """A direct connection where there is one: settings cannot be kept through a transaction pooler."""
    connection = await connect(session.direct_url or session.url, f"{APPLICATION}:{step}")
    if connection.get_server_pid() == await connection.fetchval("SELECT pg_backend_pid()"):
        for setting in ("lock_timeout", "statement_timeout", "idle_session_timeout"):
            await connection.execute(f"SET {setting} = 0")
    else:
        log.warning("migration_pooled_without_direct_url", step=step)
    return connection


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
