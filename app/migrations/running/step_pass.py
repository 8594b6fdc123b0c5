"""One pass over the pending steps: each is tracked by itself, and a failure stops only its dependents."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import asyncpg
import structlog

from app.errors import LuachError
from app.migrations.parts.batches import Batches
from app.migrations.parts.extensions import Extension
from app.migrations.parts.steps import Connection, Part, Step, dependency_order
from app.migrations.parts.tables import ConcurrentIndex, Table, Unexpected
from app.migrations.parts.zone_data import ZoneData
from app.migrations.running.backfill import run_batches
from app.migrations.running.concurrent import build_index
from app.migrations.running.failures import Failure, classify_failure
from app.migrations.running.leader import LeadLost
from app.migrations.running.locks import Stopped, sleep_unless_stopped, with_lock_retries
from app.migrations.running.one_transaction import RowsInUse, is_small, run_in_one_transaction
from app.migrations.running.session import Fenced, Session
from app.migrations.running.tracking import TrackedStep, TrackedSteps, Tracking, is_done

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

# Tries of a whole step. Its parts resume where they were, so a lost connection costs a second.
_TRIES = 3


@dataclass(frozen=True)
class Report:
    """The result of one run. `failed` and `blocked` map a step's name to a sentence."""

    applied: tuple[str, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)
    blocked: dict[str, str] = field(default_factory=dict)


class MigrationFailed(LuachError):
    """Steps failed or are blocked; `report` says which, and which were applied."""

    code = "migration_failed"

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(steps=[*report.failed, *report.blocked])

    def __str__(self) -> str:
        problems = {**self.report.failed, **self.report.blocked}
        return "; ".join(f"{step}: {sentence}" for step, sentence in problems.items())


def pending_steps(
    steps: tuple[Step, ...],
    rows: TrackedSteps,
    until: Until,
    again: frozenset[str] = frozenset(),
    *,
    small: bool = False,
) -> list[Step]:
    """The steps to run, in order; `again` names done steps to run once more, `small` is a small host."""
    return [
        step
        for step in dependency_order(steps, small=small)
        if step.name in again or not is_done(step, rows)
        if step.gate or until == "all"
    ]


class StepPass:
    """One leader's pass over `steps`. `watch` is a second connection for reading, and for recording failures
    whatever the state of the working one. `changed` is called with every new state of the tracking table."""

    def __init__(
        self,
        steps: tuple[Step, ...],
        session: Session,
        watch: Connection,
        changed: Callable[[Tracking, TrackedSteps], None],
    ) -> None:
        self.steps, self.session, self.watch, self._changed = steps, session, watch, changed
        self.rows: TrackedSteps = {}
        self.small = False
        self.begun: set[int] = set()
        self.todo: list[Step] = []
        self.applied: list[str] = []
        self.failed: dict[str, str] = {}
        self.blocked: dict[str, str] = {}

    async def run(self, until: Until, again: frozenset[str]) -> Report:
        await self._refresh()
        self.small = await is_small(self.watch)
        self.todo = pending_steps(self.steps, self.rows, until, again, small=self.small)
        if self.todo:
            names = [step.name for step in self.todo]
            log.info("migration_started", steps=names, epoch=self.session.epoch)
        while self.todo:
            step = self.todo.pop(0)
            if self.session.stopping.is_set():
                break
            self._tell_begun(step.migration)
            if cause := await self._cause(step):
                await self._block(step, cause)
            elif not await self._try(step):
                break
            await self._refresh()
            self._tell_complete(step.migration)
        log.info(
            "migration_finished",
            applied=len(self.applied),
            failed=list(self.failed),
            blocked=list(self.blocked),
        )
        return Report(tuple(self.applied), self.failed, self.blocked)

    def _tell_begun(self, number: int) -> None:
        if number not in self.begun:
            self.begun.add(number)
            log.info("migration_begun", migration=number)

    def _tell_complete(self, number: int) -> None:
        steps = [step for step in self.steps if step.migration == number]
        if all(is_done(step, self.rows) for step in steps):
            log.info("migration_complete", migration=number, steps=len(steps))

    async def _refresh(self) -> None:
        self.rows = await self.session.tracking.read(self.watch)
        self._changed(self.session.tracking, self.rows)

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
            await self.session.tracking.record_failure(
                self.watch, step, self.session.epoch, "blocked", error=cause
            )

    async def _try(self, step: Step) -> bool:
        """Run one step; returns False if no other step can succeed either."""
        begun = time.monotonic()
        row = self.rows.get(step.name)
        log.info("migration_step_started", step=step.name, what=step.title, gate=step.gate)
        for tries_left in reversed(range(_TRIES)):
            try:
                rows = await self._apply(step, row)
                break
            except (Fenced, LeadLost, Stopped):
                raise
            except RowsInUse:
                log.info("migration_rows_in_use", step=step.name)
                # As on a large host: its batches leave the locked rows for last, and it runs in its turn.
                self.small = False
                self.todo = list(dependency_order([step, *self.todo]))
                return True
            except ERRORS as error:
                failure = classify_failure(error)
                if failure.verdict != "retry" or not tries_left:
                    return await self._fail(step, failure)
                log.info("migration_retry", step=step.name, reason=failure.sentence)
                if failure.sqlstate is None:
                    self.session.drop()
                await sleep_unless_stopped(self.session.stopping, 1.0)
        self.applied.append(step.name)
        milliseconds = round((time.monotonic() - begun) * 1000)
        log.info("migration_step_done", step=step.name, ms=milliseconds, rows=rows)
        return True

    async def _apply(self, step: Step, row: TrackedStep | None) -> int:
        """Apply the step and record it as done; returns the number of changed rows."""
        if self.small and step.one_transaction:
            return await run_in_one_transaction(self.session, step)
        begun = time.monotonic()
        async with self.session.transaction(step.name) as connection:
            await self.session.tracking.record_start(connection, step, self.session.epoch)
        rows = 0
        for part in step.parts:
            if isinstance(part, Batches):
                rows += await run_batches(self.session, step.name, part, row.cursor if row else None)
            elif isinstance(part, ConcurrentIndex):
                await build_index(self.session, step.name, part)
            elif isinstance(part, ZoneData):
                await _load_zones(self.session, step.name, part)
            else:
                await run_transactions(self.session, step.name, part)
        milliseconds = round((time.monotonic() - begun) * 1000)
        async with self.session.transaction(step.name) as connection:
            await self.session.tracking.record_success(
                connection, step.name, self.session.epoch, milliseconds
            )
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
            await self.session.tracking.record_failure(
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
                if isinstance(part, Table | Extension) and (names := part.added(statements)):
                    await session.tracking.record_event(connection, step, "added", session.epoch, names=names)

        await with_lock_retries(session, step, part.table, attempt, lock=part.lock)


async def _load_zones(session: Session, step: str, part: ZoneData) -> None:
    async with session.transaction(step, statement_ms=60_000) as connection:
        changed = await part.load(connection)
    log.info("migration_zones_loaded", release=part.release, zones=len(changed), names=changed[:20])
