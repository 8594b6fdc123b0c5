"""The tracking tables: one row per step, the history of steps, and the leader's row.

A host may have a table of its own under one of these names. Then all three bear a prefix.
"""

import json
import os
import socket
from dataclasses import dataclass, replace
from typing import NamedTuple

import asyncpg
import structlog

from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection, Step
from app.migrations.parts.tables import Table, column_names
from app.migrations.running.safety import SafetyObject

log = structlog.get_logger("luach.migrations")

PREFIX = "luach_"

APPLIED = Table(
    "migrations_applied",
    columns={
        "name": "varchar(64) CONSTRAINT migrations_applied_pkey PRIMARY KEY",
        "status": "varchar(16) NOT NULL",
        "checksum": "varchar(64)",
        "attempts": "integer DEFAULT 0 NOT NULL",
        "epoch": "bigint DEFAULT 0 NOT NULL",
        "cursor": "bigint",
        "rows_done": "bigint DEFAULT 0 NOT NULL",
        "started_at": "timestamptz",
        "finished_at": "timestamptz",
        "duration_ms": "bigint",
        "sqlstate": "varchar(5)",
        "error": "text",
        "hint": "text",
    },
    constraints={
        "migrations_applied_status_check": "CHECK (status IN ('running', 'done', 'failed', 'blocked'))"
    },
)

HISTORY = Table(
    "migrations_history",
    columns={
        "id": "bigserial CONSTRAINT migrations_history_pkey PRIMARY KEY",
        "at": "timestamptz DEFAULT now() NOT NULL",
        "name": "varchar(64) NOT NULL",
        "event": "varchar(16) NOT NULL",
        "epoch": "bigint NOT NULL",
        "detail": "jsonb DEFAULT '{}'::jsonb NOT NULL",
    },
)

LEADER = Table(
    "migrations_leader",
    columns={
        "id": "integer CONSTRAINT migrations_leader_pkey PRIMARY KEY",
        "epoch": "bigint NOT NULL",
        "owner": "varchar(255) NOT NULL",
        "since": "timestamptz DEFAULT now() NOT NULL",
    },
    constraints={"migrations_leader_id_check": "CHECK (id = 1)"},
)

_TABLES = (APPLIED, HISTORY, LEADER)

# The only statement of a start without pending steps.
_READ = """
    SELECT name, status, checksum, attempts, "cursor", rows_done, duration_ms,
           sqlstate, error, hint, pg_is_in_recovery() AS standby,
           array_to_string(ARRAY(SELECT wanted.place
                 FROM unnest($1::text[], $2::text[], $3::text[])
                      WITH ORDINALITY AS wanted (kind, relation, label, place)
                 WHERE NOT CASE wanted.kind
                     WHEN 'trigger' THEN EXISTS (
                         SELECT FROM pg_trigger t WHERE t.tgrelid = to_regclass(wanted.relation)
                         AND t.tgname = wanted.label AND t.tgenabled IN ('O', 'A'))
                     ELSE EXISTS (
                         SELECT FROM pg_constraint c JOIN pg_index i ON i.indexrelid = c.conindid
                         WHERE c.conrelid = to_regclass(wanted.relation) AND i.indisvalid
                         AND CASE wanted.kind WHEN 'key' THEN c.contype = 'p'
                                              ELSE c.conname = wanted.label END)
                     END), ',') AS missing
    FROM migrations_applied"""


class TrackedStep(NamedTuple):
    """One step's row of `migrations_applied`, and what all rows share: `standby`, whether the server is in
    recovery, and `missing`, the numbers (from 1, with commas between) of the safety objects that do
    not exist."""

    name: str
    status: str
    checksum: str | None
    attempts: int
    cursor: int | None
    rows_done: int
    duration_ms: int | None
    sqlstate: str | None
    error: str | None
    hint: str | None
    standby: bool
    missing: str


TrackedSteps = dict[str, TrackedStep]


def is_done(step: Step, rows: TrackedSteps) -> bool:
    """Whether the step is done, with data of its own release or a newer one."""
    row = rows.get(step.name)
    return row is not None and row.status == "done" and (row.checksum or "") >= step.release


@dataclass(frozen=True)
class Tracking:
    """The tracking tables of one schema, found by `read_tracking`. `prefix` stands before their names;
    `objects` are looked for whenever they are read."""

    prefix: str = ""
    objects: tuple[SafetyObject, ...] = ()

    def sql(self, text: str) -> str:
        """`text` with the names of the tables as they are in this schema."""
        return text.replace("migrations_", f"{self.prefix}migrations_")

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(
            replace(
                table,
                name=self.sql(table.name),
                columns={name: self.sql(definition) for name, definition in table.columns.items()},
                constraints={self.sql(name): text for name, text in table.constraints.items()},
            )
            for table in _TABLES
        )

    async def read(self, connection: Connection) -> TrackedSteps:
        """The tracked steps by name. Raises asyncpg's errors, such as for a missing table."""
        rows = await fetch_rows(
            connection,
            TrackedStep,
            self.sql(_READ),
            [one.kind for one in self.objects],
            [one.table for one in self.objects],
            [one.name for one in self.objects],
        )
        return {row.name: row for row in rows}

    def missing(self, rows: TrackedSteps) -> list[SafetyObject]:
        """The objects of done steps that do not exist."""
        numbers = next(iter(rows.values())).missing if rows else ""
        found = (self.objects[int(number) - 1] for number in numbers.split(",") if number)
        return [one for one in found if one.step in rows and rows[one.step].status == "done"]

    async def raise_epoch(self, connection: Connection) -> int:
        """Create missing tracking tables, increase the epoch and return it. Requires the leader's lock."""
        for table in self.tables:
            for transaction in await table.todo(connection):
                async with connection.transaction():
                    for sql in transaction:
                        await connection.execute(sql)
        await connection.execute(
            self.sql(
                "INSERT INTO migrations_leader (id, epoch, owner) VALUES (1, 0, '') ON CONFLICT DO NOTHING"
            )
        )
        epoch: int = await connection.fetchval(
            self.sql(
                "UPDATE migrations_leader SET epoch = epoch + 1, owner = $1, since = now() RETURNING epoch"
            ),
            f"{socket.gethostname()}:{os.getpid()}",
        )
        return epoch

    async def leads(self, connection: Connection, epoch: int) -> bool:
        """Whether `epoch` is the leader's. Locks the leader's row until the commit."""
        sql = self.sql("SELECT 1 FROM migrations_leader WHERE epoch = $1 FOR SHARE")
        return await connection.fetchval(sql, epoch) is not None

    async def record_start(self, connection: Connection, step: Step, epoch: int) -> None:
        await connection.execute(
            self.sql("""
            INSERT INTO migrations_applied AS m (name, status, checksum, attempts, epoch, started_at)
            VALUES ($1, 'running', $2, 1, $3, clock_timestamp())
            ON CONFLICT (name) DO UPDATE
            SET status = 'running', checksum = excluded.checksum, attempts = m.attempts + 1,
                epoch = excluded.epoch, started_at = excluded.started_at, finished_at = NULL"""),
            step.name,
            step.checksum,
            epoch,
        )
        await self.record_event(connection, step.name, "started", epoch)

    async def record_progress(self, connection: Connection, name: str, cursor: int | None, rows: int) -> None:
        await connection.execute(
            self.sql(
                'UPDATE migrations_applied SET "cursor" = $2, rows_done = rows_done + $3 WHERE name = $1'
            ),
            name,
            cursor,
            rows,
        )

    async def record_success(self, connection: Connection, name: str, epoch: int, milliseconds: int) -> None:
        await connection.execute(
            self.sql("""
            UPDATE migrations_applied
            SET status = 'done', finished_at = clock_timestamp(), duration_ms = $2, "cursor" = NULL,
                sqlstate = NULL, error = NULL, hint = NULL
            WHERE name = $1"""),
            name,
            milliseconds,
        )
        await self.record_event(connection, name, "done", epoch, ms=milliseconds)

    async def record_failure(
        self,
        connection: Connection,
        step: Step,
        epoch: int,
        status: str,
        *,
        error: str,
        sqlstate: str | None = None,
        hint: str | None = None,
    ) -> None:
        """Record that the step failed, or is `blocked` for the reason in `error`."""
        await connection.execute(
            self.sql("""
            INSERT INTO migrations_applied (name, status, checksum, epoch, finished_at, sqlstate, error, hint)
            VALUES ($1, $2, $3, $4, clock_timestamp(), $5, $6, $7)
            ON CONFLICT (name) DO UPDATE
            SET status = excluded.status, epoch = excluded.epoch, finished_at = excluded.finished_at,
                sqlstate = excluded.sqlstate, error = excluded.error, hint = excluded.hint"""),
            step.name,
            status,
            step.checksum,
            epoch,
            sqlstate,
            error,
            hint,
        )
        await self.record_event(connection, step.name, status, epoch, error=error, sqlstate=sqlstate)

    async def record_event(
        self, connection: Connection, name: str, event: str, epoch: int, **detail: object
    ) -> None:
        await connection.execute(
            self.sql("INSERT INTO migrations_history (name, event, epoch, detail) VALUES ($1, $2, $3, $4)"),
            name,
            event,
            epoch,
            json.dumps(detail, ensure_ascii=False),
        )


async def read_tracking(
    connection: Connection, objects: tuple[SafetyObject, ...] = ()
) -> tuple[Tracking, TrackedSteps]:
    """The tracking tables, and the tracked steps by name: none when the tables do not exist.

    One statement where the tables have their own names.
    """
    tracking = Tracking(objects=objects)
    try:
        return tracking, await tracking.read(connection)
    except (asyncpg.UndefinedTableError, asyncpg.UndefinedColumnError, asyncpg.InsufficientPrivilegeError):
        tracking = await find_tracking(connection, objects)
    if await connection.fetchval("SELECT to_regclass($1) IS NULL", tracking.sql(APPLIED.name)):
        return tracking, {}
    return tracking, await tracking.read(connection)


async def find_tracking(connection: Connection, objects: tuple[SafetyObject, ...] = ()) -> Tracking:
    """The names of the tracking tables, present or future: with a prefix on a host that has a table, view or
    type of its own under one of them."""
    prefixed = Tracking(PREFIX, objects)
    if await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", prefixed.sql(APPLIED.name)):
        return prefixed
    for table in _TABLES:
        taken = "SELECT to_regclass($1) IS NOT NULL OR to_regtype($1) IS NOT NULL"
        columns = await column_names(connection, table.name)
        if await connection.fetchval(taken, table.name) and not columns >= table.columns.keys():
            log.warning("migration_table_of_host", table=table.name, prefix=PREFIX)
            return prefixed
    return Tracking(objects=objects)
