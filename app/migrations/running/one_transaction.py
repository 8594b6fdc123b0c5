"""Steps that run in one transaction, their record included, where the host's tables are small."""

import time

import structlog

from app.errors import LuachError
from app.migrations.parts.batches import Batches
from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.steps import Connection, Part, Step
from app.migrations.parts.tables import ConcurrentIndex
from app.migrations.running.backfill import START, rows_of_tag
from app.migrations.running.locks import with_lock_retries
from app.migrations.running.session import Session

log = structlog.get_logger("luach.migrations")

# Linking this many appointments in one statement took 0.14 s, and building their index 4 ms.
SMALL_ROWS = 10_000

_TABLES = ("business", "appointments")


class RowsInUse(LuachError):
    """Others write or have locked rows of the step, so one transaction cannot complete it now."""

    code = "migration_rows_in_use"


async def is_small(connection: Connection) -> bool:
    """Whether `business` and `appointments` have at most `SMALL_ROWS` rows each.

    A missing table has none; one that cannot be read counts as large."""
    for table in _TABLES:
        readable = await connection.fetchval("SELECT has_table_privilege(to_regclass($1), 'SELECT')", table)
        if readable is None:
            continue
        if not readable:
            return False
        some = f"SELECT count(*) FROM (SELECT FROM {table} LIMIT {SMALL_ROWS + 1}) t"  # noqa: S608
        if await connection.fetchval(some) > SMALL_ROWS:
            return False
    return True


async def run_in_one_transaction(session: Session, step: Step) -> int:
    """Apply the step and record it as done; returns the number of changed rows.

    Raises RowsInUse, with nothing changed, if others write or have locked rows of the step.
    """
    begun = time.monotonic()
    rows = 0

    async def attempt(lock_ms: int) -> None:
        nonlocal rows
        async with session.transaction(step.name, lock_ms=lock_ms) as connection:
            await session.tracking.record_start(connection, step, session.epoch)
            rows = sum([await _apply(session, connection, step, part) for part in step.parts])
            milliseconds = round((time.monotonic() - begun) * 1000)
            await session.tracking.record_success(connection, step.name, session.epoch, milliseconds)

    tables = ", ".join(dict.fromkeys(part.table for part in step.parts if part.table))
    await with_lock_retries(session, step.name, tables, attempt)
    return rows


async def _apply(session: Session, connection: Connection, step: Step, part: Part) -> int:
    if isinstance(part, Batches):
        return await _change_rows(session, connection, step, part)
    for transaction in await part.todo(connection):
        for sql in transaction:
            plain = sql.replace(" CONCURRENTLY", "") if isinstance(part, ConcurrentIndex) else sql
            await connection.execute(plain)
    return 0


async def _change_rows(session: Session, connection: Connection, step: Step, part: Batches) -> int:
    keys = await part.keys(connection, START, 2 * SMALL_ROWS, only_pending=True)
    if len(await part.lock_free(connection, keys)) < len(keys):
        raise RowsInUse
    changed = 0
    for sql in part.statements:
        changed = rows_of_tag(await connection.execute(await adapt_to_host(connection, sql), keys))
    # Old code goes on inserting. Batches take what has arrived since, and tell a row that cannot be changed.
    if await part.todo(connection):
        raise RowsInUse
    await session.tracking.record_progress(connection, step.name, None, changed)
    return changed
