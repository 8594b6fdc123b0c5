"""The tracking tables: one row per step, the history of steps, and the leader's row."""

import json
import os
import socket
from dataclasses import dataclass

import asyncpg

from app.migrations.parts.steps import Connection, Step
from app.migrations.parts.tables import Table

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

# The only statement of a start without pending steps.
READ = """
    SELECT name, status, checksum, attempts, "cursor", rows_done, started_at, finished_at, duration_ms,
           sqlstate, error, hint, pg_is_in_recovery() AS standby
    FROM migrations_applied"""


@dataclass(frozen=True)
class TrackedStep:
    """One step's row of `migrations_applied`. `standby`: whether the server is in recovery."""

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


TrackedSteps = dict[str, TrackedStep]

_FIELDS = tuple(TrackedStep.__dataclass_fields__)


async def read_tracked_steps(connection: Connection) -> TrackedSteps:
    """The tracked steps by name; empty when the table does not exist."""
    try:
        records = await connection.fetch(READ)
    except asyncpg.UndefinedTableError:
        return {}
    return {record["name"]: TrackedStep(**{field: record[field] for field in _FIELDS}) for record in records}


async def raise_epoch(connection: Connection) -> int:
    """Create missing tracking tables, increase the epoch and return it. Requires the leader's lock."""
    for table in (APPLIED, HISTORY, LEADER):
        for transaction in await table.todo(connection):
            async with connection.transaction():
                for sql in transaction:
                    await connection.execute(sql)
    await connection.execute(
        "INSERT INTO migrations_leader (id, epoch, owner) VALUES (1, 0, '') ON CONFLICT DO NOTHING"
    )
    epoch: int = await connection.fetchval(
        "UPDATE migrations_leader SET epoch = epoch + 1, owner = $1, since = now() RETURNING epoch",
        f"{socket.gethostname()}:{os.getpid()}",
    )
    return epoch


async def record_start(connection: Connection, step: Step, epoch: int) -> None:
    await connection.execute(
        """
        INSERT INTO migrations_applied AS m (name, status, checksum, attempts, epoch, started_at)
        VALUES ($1, 'running', $2, 1, $3, clock_timestamp())
        ON CONFLICT (name) DO UPDATE
        SET status = 'running', checksum = excluded.checksum, attempts = m.attempts + 1,
            epoch = excluded.epoch, started_at = excluded.started_at, finished_at = NULL""",
        step.name,
        step.checksum,
        epoch,
    )
    await record_event(connection, step.name, "started", epoch)


async def record_progress(connection: Connection, name: str, cursor: int | None, rows: int) -> None:
    await connection.execute(
        'UPDATE migrations_applied SET "cursor" = $2, rows_done = rows_done + $3 WHERE name = $1',
        name,
        cursor,
        rows,
    )


async def record_success(connection: Connection, name: str, epoch: int, milliseconds: int) -> None:
    await connection.execute(
        """
        UPDATE migrations_applied
        SET status = 'done', finished_at = clock_timestamp(), duration_ms = $2, "cursor" = NULL,
            sqlstate = NULL, error = NULL, hint = NULL
        WHERE name = $1""",
        name,
        milliseconds,
    )
    await record_event(connection, name, "done", epoch, ms=milliseconds)


async def record_failure(
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
        """
        INSERT INTO migrations_applied (name, status, checksum, epoch, finished_at, sqlstate, error, hint)
        VALUES ($1, $2, $3, $4, clock_timestamp(), $5, $6, $7)
        ON CONFLICT (name) DO UPDATE
        SET status = excluded.status, epoch = excluded.epoch, finished_at = excluded.finished_at,
            sqlstate = excluded.sqlstate, error = excluded.error, hint = excluded.hint""",
        step.name,
        status,
        step.checksum,
        epoch,
        sqlstate,
        error,
        hint,
    )
    await record_event(connection, step.name, status, epoch, error=error, sqlstate=sqlstate)


async def record_event(connection: Connection, name: str, event: str, epoch: int, **detail: object) -> None:
    await connection.execute(
        "INSERT INTO migrations_history (name, event, epoch, detail) VALUES ($1, $2, $3, $4)",
        name,
        event,
        epoch,
        json.dumps(detail, ensure_ascii=False),
    )
