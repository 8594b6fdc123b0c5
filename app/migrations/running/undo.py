"""Undo of steps, newest first, after an export of the dropped rows. Never automatic."""

import asyncio
import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import asyncpg
import structlog

from app.errors import LuachError
from app.migrations.parts.extensions import Extension
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection, Part, Step, dependency_order
from app.migrations.parts.tables import Column, ConcurrentIndex, Table
from app.migrations.running.concurrent import direct_connection
from app.migrations.running.leader import Leader
from app.migrations.running.locks import with_lock_retries
from app.migrations.running.session import Session, open_connection
from app.migrations.running.tracking import find_tracking

log = structlog.get_logger("luach.migrations")

_GONE = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedObjectError,
    asyncpg.UndefinedColumnError,
    asyncpg.UndefinedFunctionError,
    # An extension that others use by now.
    asyncpg.DependentObjectsStillExistError,
)


class _AddedRow(NamedTuple):
    """`names` is JSON: a list of texts."""

    names: str


class UndoRefused(LuachError):
    """Nothing was changed; `params['reason']` says why."""

    code = "migration_undo_refused"

    def __str__(self) -> str:
        return str(self.params["reason"])


def steps_to_undo(steps: tuple[Step, ...], name: str) -> list[Step]:
    """The named step, or all steps of a migration's number, with all that depend on them; newest first.

    `all` names every step."""
    wanted = {
        step.name for step in steps if name in ("all", step.name, str(step.migration), f"{step.migration:03}")
    }
    if not wanted:
        raise UndoRefused(reason=f"there is no step or migration {name}")
    while more := {s.name for s in steps if wanted & set(s.after)} - wanted:
        wanted |= more
    return [step for step in reversed(list(dependency_order(steps))) if step.name in wanted]


async def undo_steps(url: str, direct_url: str | None, steps: list[Step], export: Path) -> int:
    """Export, then undo the steps; returns the number of exported rows. The host's tables stay."""
    leader = await Leader.acquire(url)
    if leader is None:
        raise UndoRefused(reason="another process migrates this database; stop the service first")
    try:
        return await leader.during(_undo_steps(url, direct_url, steps, export))
    finally:
        await leader.release()


async def _undo_steps(url: str, direct_url: str | None, steps: list[Step], export: Path) -> int:
    watch = await open_connection(url)
    session: Session | None = None
    try:
        tracking = await find_tracking(watch)
        epoch = await tracking.raise_epoch(watch)
        session = Session(url, direct_url, tracking, epoch, asyncio.Event())
        rows = await _export(session, steps, export)
        for step in steps:
            added = await _added(watch, session, step)
            for part in reversed(step.parts):
                await _undo_part(session, step, part, added)
            async with session.transaction(step.name) as connection:
                await connection.execute(
                    tracking.sql("DELETE FROM migrations_applied WHERE name = $1"), step.name
                )
                await tracking.record_event(
                    connection, step.name, "undone", session.epoch, export=str(export)
                )
            log.info("migration_step_undone", step=step.name)
        if not await watch.fetchval(tracking.sql("SELECT count(*) FROM migrations_applied")):
            # Nothing of ours is left that they could tell of.
            for table in tracking.tables:
                await watch.execute(f"DROP TABLE {table.name}")
        return rows
    finally:
        await watch.close(timeout=5)
        if session is not None:
            await session.close()


async def _added(watch: Connection, session: Session, step: Step) -> list[str]:
    """The host's columns and extensions that the step has added since it was last undone."""
    rows = await fetch_rows(
        watch,
        _AddedRow,
        session.tracking.sql("""
        SELECT detail ->> 'names' AS names FROM migrations_history
        WHERE name = $1 AND event = 'added' AND id > coalesce(
            (SELECT max(id) FROM migrations_history WHERE name = $1 AND event = 'undone'), 0)"""),
        step.name,
    )
    return [name for row in rows for name in json.loads(row.names)]


async def _undo_part(session: Session, step: Step, part: Part, added: list[str]) -> None:
    statements = part.undo() + (part.remove(added) if isinstance(part, Table | Extension) else ())
    for sql in statements:
        if isinstance(part, ConcurrentIndex):
            async with direct_connection(session, step.name) as alone:
                with contextlib.suppress(*_GONE):
                    await alone.execute(sql)
            continue

        async def attempt(lock_ms: int, sql: str = sql) -> None:
            async with session.transaction(step.name, lock_ms=lock_ms) as connection:
                await connection.execute(sql)

        with contextlib.suppress(*_GONE):
            await with_lock_retries(session, step.name, part.table, attempt)


async def _export(session: Session, steps: Iterable[Step], export: Path) -> int:
    """Write one JSON object per line, `{"table": ..., "row": {...}}`, to a file of mode 0600."""
    tables = [part for step in steps for part in step.parts if isinstance(part, Table) and not part.kept]
    count = 0
    with os.fdopen(
        os.open(export, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        async with session.transaction("undo", statement_ms=0) as connection:
            for table in tables:
                if not await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", table.name):
                    continue
                async for row in connection.cursor(f"SELECT to_jsonb(t)::text FROM {table.name} t"):  # noqa: S608
                    line = {"table": table.name, "row": json.loads(row[0])}
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                    count += 1
            for host_table, columns in _columns_of_appointments(steps).items():
                names = ", ".join(f"'{name}', t.{name}" for name in ("id", *columns))
                rows = f"SELECT jsonb_build_object({names})::text FROM {host_table} t"  # noqa: S608
                async for row in connection.cursor(rows):
                    file.write(json.dumps({"table": host_table, "row": json.loads(row[0])}) + "\n")
                    count += 1
    return count


def _columns_of_appointments(steps: Iterable[Step]) -> dict[str, list[str]]:
    """Our columns of the host's `appointments`, which stays."""
    columns = [
        part.name
        for step in steps
        for part in step.parts
        if isinstance(part, Column) and part.table == "appointments"
    ]
    return {"appointments": columns} if columns else {}
