"""The runner: one leader at a time, each step tracked by itself, and a failure stops only its dependents."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import asyncpg
import structlog

from app.errors import LuachError
from app.migrations.parts.batches import Batches
from app.migrations.parts.steps import Connection, Part, Step, dependency_order
from app.migrations.parts.tables import ConcurrentIndex, Unexpected
from app.migrations.running import tracking
from app.migrations.running.backfill import run_batches
from app.migrations.running.concurrent import build_index
from app.migrations.running.failures import Failure, classify_failure
from app.migrations.running.leader import HOLDER, Leader, LeadLost
from app.migrations.running.locks import Stopped, sleep_unless_stopped, with_lock_retries
from app.migrations.running.session import Fenced, Session, open_connection
from app.migrations.running.tracking import TrackedStep, TrackedSteps

log = structlog.get_logger("luach.migrations")

Until = Literal["ready", "all"]

# The errors that fail a step. Any other is a fault of this program and ends the run.
ERRORS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # Raised by the driver for a connection that was cut in the middle of a statement.
    asyncpg.InternalClientError,
    OSError,
    LuachError,
    Unexpected,
)

_POLL_SECONDS = (0.3, 1.0)

_TELL_HOLDER_AFTER = 5.0

# Tries of a whole step. Its parts resume where they were, so a lost connection costs a second.
_TRIES = 3

_RECONNECTS = 60


@dataclass(frozen=True)
class Report:
    """The result of one run. `failed` and `blocked` map a step's name to a sentence."""

    applied: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)


def pending_steps(
    steps: tuple[Step, ...], rows: TrackedSteps, until: Until, again: frozenset[str] = frozenset()
) -> list[Step]:
    """The steps to run, in order; `again` names done steps to run once more."""
    return [
        step
        for step in dependency_order(steps)
        if step.name in again or (row := rows.get(step.name)) is None or row.status != "done"
        if step.gate or until == "all"
    ]


class Runner:
    """Runs `steps` on one database. `changed` is called with every new state of the tracking table."""

    def __init__(
        self,
        url: str,
        direct_url: str | None,
        steps: tuple[Step, ...],
        *,
        stopping: asyncio.Event | None = None,
        changed: Callable[[TrackedSteps], None] = lambda _: None,
    ) -> None:
        self.url = url
        self.direct_url = direct_url
        self.steps = steps
        self.stopping = stopping or asyncio.Event()
        self._changed = changed
        self._reconnects = 0

    async def run(self, until: Until = "all", again: frozenset[str] = frozenset()) -> Report:
        """Apply the pending steps, or wait while another process does. Failed steps are tried once per call;
        `again` names done steps to run once more."""
        while True:
            try:
                return await self._run(until, again)
            except (LeadLost, Fenced):
                log.warning("migration_lead_lost")
            except Stopped:
                return Report()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                # A server that answered before is restarting. One that never answered is the caller's
                # problem.
                self._reconnects -= 1
                if self._reconnects < 0 or classify_failure(error).verdict != "retry":
                    raise
                await asyncio.sleep(1.0)

    async def _run(self, until: Until, again: frozenset[str]) -> Report:
        leader = await self._await_lead(until, again)
        if leader is None:
            return Report()
        self._reconnects = _RECONNECTS
        try:
            return await leader.during(self._lead(until, again))
        finally:
            await leader.release()

    async def _await_lead(self, until: Until, again: frozenset[str]) -> Leader | None:
        """The lead as soon as it is free; None when nothing is pending or the server is a standby."""
        begun, told = time.monotonic(), 0.0
        watch: Connection | None = None
        try:
            while True:
                if watch is None or watch.is_closed():
                    watch = await open_connection(self.url)
                rows = await tracking.read_tracked_steps(watch)
                self._changed(rows)
                standby = any(row.standby for row in rows.values())
                if not pending_steps(self.steps, rows, until, again):
                    return None
                if standby or await watch.fetchval("SELECT pg_is_in_recovery()"):
                    log.warning("migration_standby", pending=len(pending_steps(self.steps, rows, until)))
                    return None
                if leader := await Leader.acquire(self.url):
                    return leader
                waited = time.monotonic() - begun
                if waited - told > _TELL_HOLDER_AFTER:
                    told = waited
                    holder = await watch.fetchrow(HOLDER)
                    log.info(
                        "migration_waiting", seconds=round(waited), leader=dict(holder) if holder else None
                    )
                await sleep_unless_stopped(self.stopping, random.uniform(*_POLL_SECONDS))  # noqa: S311
        finally:
            if watch is not None:
                await watch.close(timeout=5)

    async def _lead(self, until: Until, again: frozenset[str]) -> Report:
        watch = await open_connection(self.url)
        session: Session | None = None
        try:
            epoch = await tracking.raise_epoch(watch)
            session = Session(self.url, self.direct_url, epoch, self.stopping)
            return await _Lead(self, session, watch).run(until, again)
        finally:
            for open_one in (session, watch):
                if open_one is not None:
                    with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
                        await open_one.close()

    def tell(self, rows: TrackedSteps) -> None:
        self._changed(rows)


class _Lead:
    """One leader's pass over the steps. `watch` is a second connection for reading, and for recording
    failures whatever the state of the working one."""

    def __init__(self, runner: Runner, session: Session, watch: Connection) -> None:
        self.runner, self.session, self.watch = runner, session, watch
        self.rows: TrackedSteps = {}
        self.applied: list[str] = []
        self.failed: dict[str, str] = {}
        self.blocked: dict[str, str] = {}

    async def run(self, until: Until, again: frozenset[str]) -> Report:
        await self._refresh()
        todo = pending_steps(self.runner.steps, self.rows, until, again)
        if todo:
            log.info("migration_started", steps=[step.name for step in todo], epoch=self.session.epoch)
        for step in todo:
            if self.session.stopping.is_set():
                break
            if cause := await self._cause(step):
                await self._block(step, cause)
            elif not await self._try(step):
                break
            await self._refresh()
        log.info(
            "migration_finished",
            applied=len(self.applied),
            failed=list(self.failed),
            blocked=list(self.blocked),
        )
        return Report(tuple(self.applied), self.failed, self.blocked)

    async def _refresh(self) -> None:
        self.rows = await tracking.read_tracked_steps(self.watch)
        self.runner.tell(self.rows)

    async def _cause(self, step: Step) -> str | None:
        """The reason why the step cannot run now, or None."""
        for name in step.after:
            row = self.rows.get(name)
            if row is None or row.status != "done":
                return f"waits for {name}"
        for table in step.needs:
            if not await self.watch.fetchval("SELECT to_regclass($1) IS NOT NULL", table):
                return f"base table {table} is missing"
        return None

    async def _block(self, step: Step, cause: str) -> None:
        self.blocked[step.name] = cause
        row = self.rows.get(step.name)
        log.warning("migration_step_blocked", step=step.name, cause=cause)
        if row is None or (row.status, row.error) != ("blocked", cause):
            await tracking.record_failure(self.watch, step, self.session.epoch, "blocked", error=cause)

    async def _try(self, step: Step) -> bool:
        """Run one step; returns False if no other step can succeed either."""
        begun = time.monotonic()
        row = self.rows.get(step.name)
        log.info("migration_step_started", step=step.name, what=step.title, gate=step.gate)
        for tries_left in reversed(range(_TRIES)):
            try:
                rows = await self._apply(step, row)
                milliseconds = round((time.monotonic() - begun) * 1000)
                async with self.session.transaction(step.name) as connection:
                    await tracking.record_success(connection, step.name, self.session.epoch, milliseconds)
                break
            except (Fenced, LeadLost, Stopped):
                raise
            except ERRORS as error:
                failure = classify_failure(error)
                if failure.verdict != "retry" or not tries_left:
                    return await self._fail(step, failure)
                log.info("migration_retry", step=step.name, reason=failure.sentence)
                if failure.sqlstate is None:
                    self.session.drop()
                await sleep_unless_stopped(self.session.stopping, 1.0)
        self.applied.append(step.name)
        log.info("migration_step_done", step=step.name, ms=milliseconds, rows=rows)
        return True

    async def _apply(self, step: Step, row: TrackedStep | None) -> int:
        async with self.session.transaction(step.name) as connection:
            await tracking.record_start(connection, step, self.session.epoch)
        rows = 0
        for part in step.parts:
            if isinstance(part, Batches):
                rows += await run_batches(self.session, step.name, part, row.cursor if row else None)
            elif isinstance(part, ConcurrentIndex):
                await build_index(self.session, step.name, part)
            else:
                await run_transactions(self.session, step.name, part)
        return rows

    async def _fail(self, step: Step, failure: Failure) -> bool:
        self.failed[step.name] = failure.sentence
        log.error(
            "migration_step_failed",
            step=step.name,
            sqlstate=failure.sqlstate,
            error=failure.sentence,
            hint=failure.hint,
        )
        with contextlib.suppress(asyncpg.PostgresError):
            await tracking.record_failure(
                self.watch,
                step,
                self.session.epoch,
                "failed",
                error=failure.sentence,
                sqlstate=failure.sqlstate,
                hint=failure.hint,
            )
        return failure.verdict != "stop"


async def run_transactions(session: Session, step: str, part: Part) -> None:
    """Run the missing transactions of the part, each with lock retries."""
    for statements in await part.todo(await session.connection()):

        async def attempt(lock_ms: int, statements: list[str] = statements) -> None:
            async with session.transaction(step, lock_ms=lock_ms, statement_ms=1_800_000) as connection:
                for sql in statements:
                    await connection.execute(sql)

        await with_lock_retries(session, step, part.table, attempt, lock=part.lock)
