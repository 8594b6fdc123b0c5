"""Applies steps: one leader at a time, each step tracked by itself, a failure never taking others along."""

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
from app.migrations.parts.steps import Connection, Part, Step, in_order
from app.migrations.parts.tables import ConcurrentIndex, Unexpected
from app.migrations.running import tracking
from app.migrations.running.backfill import run_batches
from app.migrations.running.concurrent import build_index
from app.migrations.running.connect import Fenced, Session, connect
from app.migrations.running.failures import Failure, judge
from app.migrations.running.leader import HOLDER, Leader, LeadLost
from app.migrations.running.locks import Stopped, patiently, sleep
from app.migrations.running.tracking import Row, Rows

log = structlog.get_logger("luach.migrations")

Until = Literal["ready", "all"]

# What a step may fail with. Anything else is a fault of this program and ends the run.
ERRORS = (
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # What the driver says of a connection that was cut in the middle of its work.
    asyncpg.InternalClientError,
    OSError,
    LuachError,
    Unexpected,
)

_POLL_SECONDS = (0.3, 1.0)

_TELL_HOLDER_AFTER = 5.0

# Of a step as a whole: every part of it picks up where it was, so a lost connection costs a second.
_TRIES = 3

_RECONNECTS = 60


@dataclass(frozen=True)
class Report:
    """What one run did. `failed` and `blocked`: step name → sentence."""

    applied: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)


def pending(
    steps: tuple[Step, ...], rows: Rows, until: Until, again: frozenset[str] = frozenset()
) -> list[Step]:
    """The steps still to do, in the order in which they run; `again` names done ones to run once more."""
    return [
        step
        for step in in_order(steps)
        if step.name in again or (row := rows.get(step.name)) is None or row.status != "done"
        if step.gate or until == "all"
    ]


class Runner:
    """`changed` is told every new state of the tracking table."""

    def __init__(
        self,
        url: str,
        direct_url: str | None,
        steps: tuple[Step, ...],
        *,
        stopping: asyncio.Event | None = None,
        changed: Callable[[Rows], None] = lambda _: None,
    ) -> None:
        self.url = url
        self.direct_url = direct_url
        self.steps = steps
        self.stopping = stopping or asyncio.Event()
        self._changed = changed
        self._reconnects = 0

    async def run(self, until: Until = "all", again: frozenset[str] = frozenset()) -> Report:
        """Apply what is pending, or wait until whoever leads has. Failed steps are tried once; `again` names
        done steps to run once more."""
        while True:
            try:
                return await self._run(until, again)
            except (LeadLost, Fenced):
                log.warning("migration_lead_lost")
            except Stopped:
                return Report()
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                # A server that was there a moment ago is restarting; another is the caller's matter.
                self._reconnects -= 1
                if self._reconnects < 0 or judge(error).verdict != "retry":
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
        """The lead, once it is free and something is left to do; None where nothing is."""
        begun, told = time.monotonic(), 0.0
        watch: Connection | None = None
        try:
            while True:
                if watch is None or watch.is_closed():
                    watch = await connect(self.url)
                rows = await tracking.read(watch)
                self._changed(rows)
                standby = any(row.standby for row in rows.values())
                if not pending(self.steps, rows, until, again):
                    return None
                if standby or await watch.fetchval("SELECT pg_is_in_recovery()"):
                    log.warning("migration_standby", pending=len(pending(self.steps, rows, until)))
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
                await sleep(self.stopping, random.uniform(*_POLL_SECONDS))  # noqa: S311
        finally:
            if watch is not None:
                await watch.close(timeout=5)

    async def _lead(self, until: Until, again: frozenset[str]) -> Report:
        watch = await connect(self.url)
        session: Session | None = None
        try:
            epoch = await tracking.take_over(watch)
            session = Session(self.url, self.direct_url, epoch, self.stopping)
            return await _Lead(self, session, watch).run(until, again)
        finally:
            for open_one in (session, watch):
                if open_one is not None:
                    with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
                        await open_one.close()

    def tell(self, rows: Rows) -> None:
        self._changed(rows)


class _Lead:
    """One leader's pass over the steps. `watch` is a second connection for reading and for writing down
    failures while the working one may be in any state."""

    def __init__(self, runner: Runner, session: Session, watch: Connection) -> None:
        self.runner, self.session, self.watch = runner, session, watch
        self.rows: Rows = {}
        self.applied: list[str] = []
        self.failed: dict[str, str] = {}
        self.blocked: dict[str, str] = {}

    async def run(self, until: Until, again: frozenset[str]) -> Report:
        await self._refresh()
        todo = pending(self.runner.steps, self.rows, until, again)
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
        self.rows = await tracking.read(self.watch)
        self.runner.tell(self.rows)

    async def _cause(self, step: Step) -> str | None:
        """Why the step cannot run now."""
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
            await tracking.stuck(self.watch, step, self.session.epoch, "blocked", error=cause)

    async def _try(self, step: Step) -> bool:
        """False where nothing else can succeed either."""
        begun = time.monotonic()
        row = self.rows.get(step.name)
        log.info("migration_step_started", step=step.name, what=step.title, gate=step.gate)
        for tries_left in reversed(range(_TRIES)):
            try:
                rows = await self._apply(step, row)
                milliseconds = round((time.monotonic() - begun) * 1000)
                async with self.session.transaction(step.name) as connection:
                    await tracking.finished(connection, step.name, self.session.epoch, milliseconds)
                break
            except (Fenced, LeadLost, Stopped):
                raise
            except ERRORS as error:
                failure = judge(error)
                if failure.verdict != "retry" or not tries_left:
                    return await self._fail(step, failure)
                log.info("migration_retry", step=step.name, reason=failure.sentence)
                if failure.sqlstate is None:
                    self.session.drop()
                await sleep(self.session.stopping, 1.0)
        self.applied.append(step.name)
        log.info("migration_step_done", step=step.name, ms=milliseconds, rows=rows)
        return True

    async def _apply(self, step: Step, row: Row | None) -> int:
        async with self.session.transaction(step.name) as connection:
            await tracking.started(connection, step, self.session.epoch)
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
            await tracking.stuck(
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
    """What is missing of the part, each transaction under short lock timeouts until it gets through."""
    for statements in await part.todo(await session.connection()):

        async def attempt(lock_ms: int, statements: list[str] = statements) -> None:
            async with session.transaction(step, lock_ms=lock_ms, statement_ms=1_800_000) as connection:
                for sql in statements:
                    await connection.execute(sql)

        await patiently(session, step, part.table, attempt, lock=part.lock)
