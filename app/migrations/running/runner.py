"""The runner: one process leads and applies the pending steps, the others wait for it."""

import asyncio
import contextlib
import random
import time
from collections.abc import Callable

import asyncpg
import structlog

from app.migrations.parts.rows import fetch_first
from app.migrations.parts.steps import Connection, Step
from app.migrations.running.failures import classify_failure
from app.migrations.running.leader import HOLDER, HolderRow, Leader, LeadLost
from app.migrations.running.locks import Stopped, sleep_unless_stopped
from app.migrations.running.preflight import require_suitable_host
from app.migrations.running.safety import safety_objects
from app.migrations.running.session import Fenced, Session, open_connection
from app.migrations.running.step_pass import Report, StepPass, Until, pending_steps
from app.migrations.running.tracking import TrackedSteps, Tracking, find_tracking, read_tracking

log = structlog.get_logger("luach.migrations")

_POLL_SECONDS = (0.3, 1.0)

_TELL_HOLDER_AFTER = 5.0

_RECONNECTS = 60


class Runner:
    """Runs `steps` on one database. `changed` is called with every new state of the tracking table."""

    def __init__(
        self,
        url: str,
        direct_url: str | None,
        steps: tuple[Step, ...],
        *,
        stopping: asyncio.Event | None = None,
        changed: Callable[[Tracking, TrackedSteps], None] = lambda *_: None,
    ) -> None:
        self.url = url
        self.direct_url = direct_url
        self.steps = steps
        self.stopping = stopping or asyncio.Event()
        self._objects = safety_objects(steps)
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
                tracking, rows = await read_tracking(watch, self._objects)
                self._changed(tracking, rows)
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
                    holder = await fetch_first(watch, HolderRow, HOLDER)
                    log.info(
                        "migration_waiting",
                        seconds=round(waited),
                        leader=holder._asdict() if holder else None,
                    )
                await sleep_unless_stopped(self.stopping, random.uniform(*_POLL_SECONDS))  # noqa: S311
        finally:
            if watch is not None:
                await watch.close(timeout=5)

    async def _lead(self, until: Until, again: frozenset[str]) -> Report:
        watch = await open_connection(self.url)
        session: Session | None = None
        try:
            await require_suitable_host(watch)
            tracking = await find_tracking(watch, self._objects)
            epoch = await tracking.raise_epoch(watch)
            session = Session(self.url, self.direct_url, tracking, epoch, self.stopping)
            return await StepPass(self.steps, session, watch, self._changed).run(until, again)
        finally:
            for open_one in (session, watch):
                if open_one is not None:
                    with contextlib.suppress(asyncpg.PostgresError, OSError, TimeoutError):
                        await open_one.close()
