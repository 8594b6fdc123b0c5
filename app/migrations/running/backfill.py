"""Execution of `Batches`: one transaction per batch with its cursor and counts, sized and paced by time."""

import sys
import time
from dataclasses import dataclass, field
from typing import NamedTuple

import asyncpg
import structlog

from app.errors import LuachError
from app.migrations.parts.batches import Batches
from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.rows import fetch_first
from app.migrations.parts.steps import Connection
from app.migrations.running import locks
from app.migrations.running.locks import (
    LockBudgetSpent,
    Stopped,
    blockers,
    sleep_unless_stopped,
    with_lock_retries,
)
from app.migrations.running.session import Session

log = structlog.get_logger("luach.migrations")

START = -(2**63)

# A live UPDATE of a row waits for at most one batch.
TARGET_SECONDS = 0.08

REST = 0.03

MOST_SWEEPS = 10

FIRST_SIZE, LEAST_SIZE, MOST_SIZE = 500, 50, 5000

# Keys of pending rows that are read at once.
PAGE_SIZE = 50_000

PROGRESS_SECONDS, BAR_SECONDS = 5.0, 0.2

# Limits beyond which a lagging replica is waited for. The patience is bounded: it may lag for other reasons.
LAG_BYTES, LAG_SECONDS, LAG_PATIENCE_SECONDS = 64 * 2**20, 10.0, 600.0

_LAG = """
    SELECT max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn))::bigint AS bytes,
           max(extract(epoch FROM replay_lag))::float AS seconds
    FROM pg_stat_replication"""


class _LagRow(NamedTuple):
    """The lag of the slowest replica; both None without replicas."""

    bytes: int | None
    seconds: float | None


class RowsRemain(LuachError):
    """The statements visited all pending rows and left some unchanged."""

    code = "migration_rows_remain"

    def __str__(self) -> str:
        return f"{self.params['rows']} or more rows of {self.params['table']} could not be changed"


@dataclass
class Progress:
    """Rows done in this run, for the log. The time left comes from the mean rate and the estimated row
    count."""

    step: str
    estimate: int
    rows: int = 0
    begun: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)

    def add(self, rows: int) -> None:
        self.rows += rows
        now = time.monotonic()
        terminal = sys.stderr.isatty()
        if now - self.told < (BAR_SECONDS if terminal else PROGRESS_SECONDS):
            return
        self.told = now
        rate = self.rows / (now - self.begun)
        left = round(max(self.estimate - self.rows, 0) / rate) if rate else None
        if terminal:
            sys.stderr.write(
                f"\r\x1b[2K{progress_bar(self.rows, self.estimate)} {rate:,.0f} rows/s, {left} s left"
            )
            sys.stderr.flush()
            return
        log.info(
            "migration_progress",
            step=self.step,
            rows=self.rows,
            of_about=self.estimate,
            rows_per_s=round(rate),
            seconds_left=left,
        )

    def end(self) -> None:
        """Clear the progress bar from the terminal."""
        if sys.stderr.isatty():
            sys.stderr.write("\r\x1b[2K")


def progress_bar(rows: int, estimate: int, width: int = 30) -> str:
    """E.g. `[#########---------------------]  30 % 300,000 of about 1,000,000`."""
    share = min(rows / estimate, 1.0) if estimate else 0.0
    full = round(share * width)
    return f"[{'#' * full}{'-' * (width - full)}] {share:4.0%} {rows:,} of about {estimate:,}"


async def run_batches(session: Session, step: str, part: Batches, cursor: int | None) -> int:
    """Run batches until a sweep finds nothing; returns the number of changed rows.

    `cursor` is the last key of an interrupted run.
    """
    connection = await session.connection()
    if not await part.todo(connection):
        return 0
    await _analyze(session, step, part.analyze_before)
    estimate = await connection.fetchval(
        "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass($1)", part.table
    )
    progress = Progress(step, estimate)
    statements = [await adapt_to_host(connection, sql) for sql in part.statements]
    walk = _Walk(session, step, part, statements, progress)
    if cursor is not None or not await part.selective(connection):
        await walk.through(START if cursor is None else cursor, only_pending=False)
    await _sweep(session, part, walk)
    progress.end()
    await _analyze(session, step, part.analyze_after)
    return progress.rows


async def _sweep(session: Session, part: Batches, walk: "_Walk") -> None:
    """Process rows written meanwhile until none is found.

    Without a trigger that completes new rows (a run of one migration alone) they keep arriving; after
    `MOST_SWEEPS` sweeps the rest is left and logged.
    """
    for _ in range(MOST_SWEEPS):
        if not await part.todo(await session.connection()):
            return
        before = walk.progress.rows
        walk.locked = 0
        seen = await walk.through(START, only_pending=True)
        if walk.locked:
            await _await_row_locks(session, part, walk)
        elif seen and walk.progress.rows == before:
            raise RowsRemain(table=part.table, rows=seen)
    log.warning("migration_rows_keep_arriving", step=walk.step, table=part.table)


async def _await_row_locks(session: Session, part: Batches, walk: "_Walk") -> None:
    """Visit the rows that others have locked, again and again, until no row is locked."""
    deadline = time.monotonic() + locks.BUDGET_SECONDS
    pause = 0.1
    while walk.locked:
        held = await blockers(await session.connection(), part.table, "ROW")
        if time.monotonic() > deadline:
            by = ", ".join(map(str, held)) or "nobody any more"
            raise LockBudgetSpent(
                table=f"{walk.locked} rows of {part.table}", seconds=locks.BUDGET_SECONDS, by=by
            )
        log.info(
            "migration_rows_locked",
            step=walk.step,
            table=part.table,
            rows=walk.locked,
            blockers=[str(blocker) for blocker in held],
        )
        await sleep_unless_stopped(session.stopping, pause)
        pause = min(pause * 2, 5.0)
        walk.locked = 0
        await walk.through(START, only_pending=True)


@dataclass
class _Walk:
    session: Session
    step: str
    part: Batches
    statements: list[str]
    progress: Progress
    size: int = FIRST_SIZE
    looked: float = 0.0
    waited: float = 0.0
    locked: int = 0
    page: list[int] = field(default_factory=list)

    async def through(self, cursor: int, *, only_pending: bool) -> int:
        """Run batches from `cursor` to the end of the table; returns the number of visited keys."""
        visited = 0
        self.page = []
        while True:
            if self.session.stopping.is_set():
                raise Stopped
            begun = time.monotonic()
            keys = await self._batch(cursor, only_pending)
            if not keys:
                return visited
            seconds = time.monotonic() - begun
            cursor, visited = keys[-1], visited + len(keys)
            self.size = next_size(self.size, seconds)
            await sleep_unless_stopped(self.session.stopping, max(0.002, seconds * REST))
            await self._let_replicas_catch_up()

    async def _let_replicas_catch_up(self) -> None:
        """Wait while a replica lags, checked once a second. Without the right to see positions, never
        waits."""
        while time.monotonic() - self.looked > 1.0 and self.waited < LAG_PATIENCE_SECONDS:
            self.looked = time.monotonic()
            lag = await fetch_first(await self.session.connection(), _LagRow, _LAG)
            if lag is None or ((lag.bytes or 0) < LAG_BYTES and (lag.seconds or 0.0) < LAG_SECONDS):
                return
            log.info("migration_waits_for_replica", step=self.step, bytes=lag.bytes, seconds=lag.seconds)
            await sleep_unless_stopped(self.session.stopping, 1.1)
            self.waited += 1.1

    async def _batch(self, cursor: int, only_pending: bool) -> list[int]:
        keys: list[int] = []
        done = skipped = 0

        async def attempt(lock_ms: int) -> None:
            nonlocal keys, done, skipped
            async with self.session.transaction(self.step, lock_ms=lock_ms) as connection:
                keys = await self._next_keys(connection, cursor, only_pending)
                if not keys:
                    return
                free = await self.part.lock_free(connection, keys)
                skipped = len(keys) - len(free)
                for sql in self.statements:
                    done = rows_of_tag(await connection.execute(sql, free))
                position = None if only_pending else keys[-1]
                await self.session.tracking.record_progress(connection, self.step, position, done)

        await with_lock_retries(self.session, self.step, self.part.table, attempt, lock=self.part.lock)
        self.locked += skipped
        self.progress.add(done if keys else 0)
        return keys

    async def _next_keys(self, connection: Connection, cursor: int, only_pending: bool) -> list[int]:
        """The next batch of keys. Pending ones are read in pages: each read may cost a scan of the table."""
        if not only_pending:
            return await self.part.keys(connection, cursor, self.size, only_pending=False)
        rest = [key for key in self.page if key > cursor]
        self.page = rest or await self.part.keys(connection, cursor, PAGE_SIZE, only_pending=True)
        return self.page[: self.size]


def next_size(size: int, seconds: float) -> int:
    """The next batch's size: half after a batch above the target time, 1.5 times after one below half of
    it."""
    if seconds > TARGET_SECONDS:
        return max(LEAST_SIZE, size // 2)
    if seconds < TARGET_SECONDS / 2:
        return min(MOST_SIZE, size * 3 // 2)
    return size


def rows_of_tag(status: str) -> int:
    """Rows of a command tag such as `UPDATE 17`, `INSERT 0 17` or `SELECT 17`."""
    return int(status.rsplit(" ", 1)[-1])


async def _analyze(session: Session, step: str, targets: tuple[str, ...]) -> None:
    for target in targets:

        async def attempt(_: int, target: str = target) -> None:
            # SHARE UPDATE EXCLUSIVE blocks only vacuum and DDL, so it may wait longer than other locks.
            async with session.transaction(step, lock_ms=2000, statement_ms=600_000) as connection:
                await connection.execute(f"ANALYZE {target}")

        try:
            await with_lock_retries(session, step, target.split()[0], attempt)
        except asyncpg.InsufficientPrivilegeError as error:
            log.warning("migration_not_analyzed", step=step, table=target, reason=str(error))
