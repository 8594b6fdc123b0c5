"""Reports on migrations: the plan, the state of each step, and drift. Reads only."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import NamedTuple

import asyncpg

from app.migrations.parts.batches import Batches
from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection, Part, Step, dependency_order
from app.migrations.parts.tables import ConcurrentIndex, Unexpected
from app.migrations.parts.zone_data import ZoneData
from app.migrations.running.preflight import host_problems, require_suitable_host
from app.migrations.running.session import open_connection
from app.migrations.running.tracking import TrackedSteps, is_done, read_tracking

_ESTIMATE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass($1)"


class _EventRow(NamedTuple):
    name: str
    at: datetime
    event: str
    epoch: int
    detail: str | None


@dataclass(frozen=True)
class PlannedPart:
    """A part with its missing statements. `rows` is the estimated row count of `table`, for batches."""

    kind: str
    table: str
    lock: str
    rows: int | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class PlannedStep:
    """A pending step with its pending parts. `waits_for` are required steps that are not done."""

    step: str
    what: str
    gate: bool
    waits_for: tuple[str, ...]
    parts: tuple[PlannedPart, ...]


@dataclass(frozen=True)
class Finding:
    """A difference between a step and the database. Without `drift` it is a note that needs no action."""

    step: str
    problem: str
    drift: bool = True


@dataclass(frozen=True)
class StepStatus:
    """A step as the tracking table has it. `ms` is the duration of its last successful run."""

    step: str
    status: str
    gate: bool
    attempts: int = 0
    rows: int = 0
    ms: int | None = None
    error: str | None = None
    hint: str | None = None
    history: tuple[dict[str, object], ...] = field(default=(), compare=False)


async def plan_steps(url: str, steps: tuple[Step, ...]) -> list[PlannedStep]:
    """The pending steps in the order in which they would run."""
    connection = await open_connection(url)
    try:
        await require_suitable_host(connection)
        _, rows = await read_tracking(connection)
        left = [step for step in dependency_order(steps) if not is_done(step, rows)]
        return [await _plan_step(connection, step, rows) for step in left]
    finally:
        await connection.close(timeout=5)


async def _plan_step(connection: Connection, step: Step, rows: TrackedSteps) -> PlannedStep:
    parts = [await _plan_part(connection, part) for part in step.parts]
    waits_for = tuple(name for name in step.after if name not in rows or rows[name].status != "done")
    return PlannedStep(step.name, step.title, step.gate, waits_for, tuple(p for p in parts if p.statements))


async def _plan_part(connection: Connection, part: Part) -> PlannedPart:
    try:
        todo = await part.todo(connection)
        statements = tuple(sql for transaction in todo for sql in transaction)
    except asyncpg.PostgresError:
        # It depends on an object of an earlier pending step.
        statements = tuple([await adapt_to_host(connection, sql) for sql in part.sql()])
    rows = await connection.fetchval(_ESTIMATE, part.table) if isinstance(part, Batches) else None
    return PlannedPart(part.kind, part.table, part.lock, rows, statements)


async def step_statuses(url: str, steps: tuple[Step, ...], *, history: bool = False) -> list[StepStatus]:
    """The state of each step, and of unknown steps that another version applied."""
    connection = await open_connection(url)
    try:
        tracking, rows = await read_tracking(connection)
        known = [_step_status(step, rows) for step in dependency_order(steps)]
        names = {step.name for step in steps}
        known += [
            StepStatus(name, f"{row.status} (unknown)", False)
            for name, row in rows.items()
            if name not in names
        ]
        if not history or not rows:
            return known
        events = await fetch_rows(
            connection,
            _EventRow,
            tracking.sql("SELECT name, at, event, epoch, detail FROM migrations_history ORDER BY id"),
        )
        return [
            StepStatus(
                **{k: v for k, v in asdict(one).items() if k != "history"},
                history=tuple(
                    {
                        "at": e.at.isoformat(),
                        "event": e.event,
                        "epoch": e.epoch,
                        "detail": e.detail,
                    }
                    for e in events
                    if e.name == one.step
                ),
            )
            for one in known
        ]
    finally:
        await connection.close(timeout=5)


def _step_status(step: Step, rows: TrackedSteps) -> StepStatus:
    row = rows.get(step.name)
    if row is None:
        return StepStatus(step.name, "pending", step.gate)
    return StepStatus(
        step.name,
        row.status,
        step.gate,
        attempts=row.attempts,
        rows=row.rows_done,
        ms=row.duration_ms,
        error=row.error,
        hint=row.hint,
    )


async def verify_steps(url: str, steps: tuple[Step, ...]) -> list[Finding]:
    """Differences between the applied steps and the catalog or the rows."""
    connection = await open_connection(url)
    try:
        _, rows = await read_tracking(connection)
        findings = [Finding("host", problem) for problem in await host_problems(connection)]
        for step in dependency_order(steps):
            if is_done(step, rows):
                findings += await _verify_step(connection, step)
                if rows[step.name].checksum != step.checksum:
                    note = "its definition has changed since it was applied"
                    findings.append(Finding(step.name, note, drift=False))
        return findings
    finally:
        await connection.close(timeout=5)


async def _verify_step(connection: Connection, step: Step) -> list[Finding]:
    findings = []
    for part in step.parts:
        try:
            todo = await part.todo(connection)
        except (asyncpg.PostgresError, Unexpected) as error:
            findings.append(Finding(step.name, str(error).splitlines()[0]))
            continue
        findings += [Finding(step.name, f"missing: {_brief(transaction[-1])}") for transaction in todo]
        if isinstance(part, ZoneData):
            findings += [Finding(step.name, note, drift=False) for note in await part.notes(connection)]
        impossible = part.index.impossible if isinstance(part, ConcurrentIndex) and not todo else None
        if impossible and await connection.fetchval(impossible):
            note = "a unique index is left out because rows contradict it: " + part.sql()[0]
            findings.append(Finding(step.name, note, drift=False))
    return findings


def steps_with_drift(findings: Iterable[Finding]) -> set[str]:
    """The names of the steps that `repair` would run again."""
    return {finding.step for finding in findings if finding.drift}


def _brief(sql: str) -> str:
    """The statement on one line, at most 120 characters."""
    line = " ".join(sql.split())
    return line if len(line) <= 120 else f"{line[:117]}..."
