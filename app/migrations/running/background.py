"""Migrations of a running service: one query if nothing is pending, otherwise a background task."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, replace

import asyncpg
import structlog

from app.db.failures import UNREACHABLE
from app.migrations.parts.batches import Batches
from app.migrations.parts.steps import Step
from app.migrations.registry import STEPS
from app.migrations.running.failures import classify_failure
from app.migrations.running.runner import Runner
from app.migrations.running.safety import safety_objects
from app.migrations.running.session import open_connection
from app.migrations.running.step_pass import ERRORS
from app.migrations.running.tracking import TrackedSteps, Tracking, is_done, read_tracking

log = structlog.get_logger("luach.migrations")

_RETRY_SECONDS = (2.0, 60.0)

# A sweep reads a few indexes, and `business` once. Until it comes, a row that a trigger could not complete
# takes no time.
SWEEP_SECONDS = 60.0


@dataclass(frozen=True)
class MigrationState:
    """The progress of migrations. `waiting` are the pending gate steps; `background` are the other pending
    steps; `failed` has (step, sentence) of each failure and of each missing object that keeps bookings safe.
    `ready` means that no gate step is pending and no such object is missing."""

    ready: bool
    waiting: tuple[str, ...]
    background: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    standby: bool = False


def migration_state(steps: tuple[Step, ...], tracking: Tracking, rows: TrackedSteps) -> MigrationState:
    left = [step for step in steps if not is_done(step, rows)]
    waiting = tuple(step.name for step in left if step.gate)
    failed = tuple(
        (step.name, rows[step.name].error or "")
        for step in left
        if step.name in rows and rows[step.name].status == "failed"
    )
    unsafe = tuple((one.step, one.problem) for one in tracking.missing(rows))
    return MigrationState(
        not waiting and not unsafe,
        waiting,
        tuple(step.name for step in left if not step.gate),
        failed + unsafe,
        any(row.standby for row in rows.values()),
    )


class Migrations:
    """The migrations of one service process. After `await start()`, `state` says whether it is ready."""

    def __init__(self, url: str, direct_url: str | None = None, *, steps: tuple[Step, ...] = STEPS) -> None:
        self._steps = steps
        self._stopping = asyncio.Event()
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.url = url
        self.state = migration_state(self._steps, Tracking(), {})
        self._rows: TrackedSteps = {}
        self._refusal: tuple[tuple[str, str], ...] = ()
        self._objects = safety_objects(steps)
        self._runner = Runner(url, direct_url, self._steps, stopping=self._stopping, changed=self._see)

    async def start(self) -> None:
        """Read the tracking table once, and start the background task.

        Raises the errors of `UNREACHABLE`. Any other refusal of the server is logged and shown in `state`,
        and the background task goes on trying.
        """
        try:
            connection = await open_connection(self.url)
            try:
                self._see(*await read_tracking(connection, self._objects))
            finally:
                await connection.close(timeout=5)
        except UNREACHABLE:
            raise
        except asyncpg.PostgresError as error:
            self._tell_refusal(error)
        self._task = asyncio.create_task(self._live(), name="luach-migrations")
        self._task.add_done_callback(_tell_fault)

    async def wait_ready(self, seconds: float) -> bool:
        """Wait for the gate steps; returns whether they were done in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.state.ready:
                    self._moved.clear()
                    await self._moved.wait()
        return self.state.ready

    async def stop(self, grace: float = 10.0) -> None:
        """Stop after the current batch, or after `grace` seconds without finishing it."""
        self._stopping.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=grace)
            self._task.cancel()
            await asyncio.wait({self._task})

    def _see(self, tracking: Tracking, rows: TrackedSteps) -> None:
        """Take a new reading of the tracking table. A refusal of the whole run stays in `state` until a step
        moves or none is left: the next try reads the table before it is refused again."""
        before, state = self.state, migration_state(self._steps, tracking, rows)
        if rows != self._rows or (state.ready and not state.background):
            self._refusal = ()
        self._rows = rows
        self.state = replace(state, failed=self._refusal + state.failed)
        self._moved.set()
        unsafe = tracking.missing(rows)
        if unsafe and before.failed != self.state.failed:
            log.error("migration_unsafe", problems=[one.problem for one in unsafe])
        if self.state.standby and not before.standby:
            log.warning("migration_standby", problem="the server is a standby: reads are served, writes fail")

    def _tell_refusal(self, error: Exception) -> None:
        """Log an error that stopped a whole run, and show it in `state`."""
        failure = classify_failure(error)
        log.error("migration_refused", sqlstate=failure.sqlstate, error=failure.sentence, hint=failure.hint)
        sentence = ". ".join(filter(None, (failure.sentence, failure.hint)))
        self._refusal = (("migrations_applied", sentence),)
        self.state = replace(self.state, failed=self._refusal)
        self._moved.set()

    async def _live(self) -> None:
        """Run until nothing is pending and all is safe, then sweep at random intervals around
        `SWEEP_SECONDS`."""
        await self._work()
        while not await self._sleep(SWEEP_SECONDS * random.uniform(0.5, 1.5)):  # noqa: S311
            await self._work()
            with contextlib.suppress(*ERRORS):
                await self.sweep()

    async def _work(self) -> None:
        """Try failed and blocked steps again with increasing delays; poll a standby at a constant rate."""
        shortest, longest = _RETRY_SECONDS
        seconds = shortest
        while not self.state.ready or self.state.background:
            report = None
            try:
                report = await self._runner.run()
            except ERRORS as error:
                self._tell_refusal(error)
            if (self.state.ready and not self.state.background) or await self._sleep(seconds):
                return
            untried = report is not None and not (report.failed or report.blocked)
            seconds = shortest if untried else min(seconds * 2, longest)

    async def sweep(self) -> None:
        """Look for the safety objects, and run the backfill steps again that have pending rows, such as those
        that a trigger could not complete."""
        connection = await open_connection(self.url)
        try:
            self._see(*await read_tracking(connection, self._objects))
            if self.state.standby:
                return
            owed = [
                step.name
                for step in self._steps
                for part in step.parts
                if isinstance(part, Batches) and await part.todo(connection)
            ]
        finally:
            await connection.close(timeout=5)
        if owed:
            log.info("migration_sweep", steps=owed)
            await self._runner.run(again=frozenset(owed))

    async def _sleep(self, seconds: float) -> bool:
        """Sleep; returns whether the process is asked to stop."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


def _tell_fault(task: asyncio.Task[None]) -> None:
    """Log an unexpected exception of the task: without it the service would wait in silence."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("migration_task_ended", error=repr(error), exc_info=error)
