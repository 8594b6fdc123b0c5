"""Migrations behind a listening server: one query where nothing is pending, a background task otherwise."""

import asyncio
import contextlib
import random
from dataclasses import dataclass

import structlog

from app.migrations.parts.batches import Batches
from app.migrations.parts.steps import Step
from app.migrations.registry import STEPS
from app.migrations.running import tracking
from app.migrations.running.connect import connect
from app.migrations.running.runner import ERRORS, Runner
from app.migrations.running.tracking import Rows

log = structlog.get_logger("luach.migrations")

_RETRY_SECONDS = (2.0, 60.0)

# A look costs one index scan of appointments, in one process of many at a time.
SWEEP_SECONDS = 3600.0


@dataclass(frozen=True)
class State:
    """`waiting`: gate steps not applied yet; `ready` is that there are none. `background`: other steps not
    applied yet. `failed`: (step, sentence) of the last try."""

    ready: bool
    waiting: tuple[str, ...]
    background: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


def state_of(steps: tuple[Step, ...], rows: Rows) -> State:
    left = [step for step in steps if step.name not in rows or rows[step.name].status != "done"]
    waiting = tuple(step.name for step in left if step.gate)
    failed = tuple(
        (step.name, rows[step.name].error or "")
        for step in left
        if step.name in rows and rows[step.name].status == "failed"
    )
    return State(not waiting, waiting, tuple(step.name for step in left if not step.gate), failed)


class Migrations:
    """For a server's lifespan: `await start()`, then `state` says whether requests may be served."""

    def __init__(self, url: str, direct_url: str | None = None, *, steps: tuple[Step, ...] = STEPS) -> None:
        self._steps = steps
        self._stopping = asyncio.Event()
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.url = url
        self.state = state_of(self._steps, {})
        self._runner = Runner(url, direct_url, self._steps, stopping=self._stopping, changed=self._see)

    async def start(self) -> None:
        """One SELECT; where it finds something pending, the work begins in the background at once."""
        connection = await connect(self.url)
        try:
            self._see(await tracking.read(connection))
        finally:
            await connection.close(timeout=5)
        self._task = asyncio.create_task(self._live(), name="luach-migrations")
        self._task.add_done_callback(_tell_fault)

    async def wait_ready(self, seconds: float) -> bool:
        """Whether every gate step is done within so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not self.state.ready:
                    self._moved.clear()
                    await self._moved.wait()
        return self.state.ready

    async def stop(self, grace: float = 10.0) -> None:
        """Finish the batch at hand and end; after `grace` seconds, end without finishing it."""
        self._stopping.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=grace)
            self._task.cancel()
            await asyncio.wait({self._task})

    def _see(self, rows: Rows) -> None:
        self.state = state_of(self._steps, rows)
        self._moved.set()

    async def _live(self) -> None:
        """Run until nothing is pending, then look for stragglers now and then."""
        await self._work()
        while not await self._sleep(SWEEP_SECONDS * random.uniform(0.5, 1.5)):  # noqa: S311
            with contextlib.suppress(*ERRORS):
                await self.sweep()

    async def _work(self) -> None:
        """Failed and blocked steps are tried again, ever more slowly; a standby is looked at steadily."""
        shortest, longest = _RETRY_SECONDS
        seconds = shortest
        while self.state.waiting or self.state.background:
            report = None
            try:
                report = await self._runner.run()
            except ERRORS as error:
                log.exception("migration_run_failed", error=str(error))
            if not (self.state.waiting or self.state.background) or await self._sleep(seconds):
                return
            untried = report is not None and not (report.failed or report.blocked)
            seconds = shortest if untried else min(seconds * 2, longest)

    async def sweep(self) -> None:
        """Rows that a trigger could not complete (see m116_sql) are completed by their step, run again."""
        connection = await connect(self.url)
        try:
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
        """Whether the process is asked to end meanwhile."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)
        return self._stopping.is_set()


def _tell_fault(task: asyncio.Task[None]) -> None:
    """A fault of this program must not end the task in silence: the service would wait for ever."""
    if not task.cancelled() and (error := task.exception()) is not None:
        log.critical("migration_task_ended", error=repr(error), exc_info=error)
