"""What would run, and whether what ran is still there. Reads only."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

import asyncpg

from app.migrations.parts.batches import Batches
from app.migrations.parts.host import for_host
from app.migrations.parts.steps import Connection, Part, Step, in_order
from app.migrations.parts.tables import ConcurrentIndex, Unexpected
from app.migrations.running import tracking
from app.migrations.running.connect import connect
from app.migrations.running.tracking import Rows

_ESTIMATE = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = to_regclass($1)"


@dataclass(frozen=True)
class PlannedPart:
    """`rows`: how many rows of `table` it will look at, by the planner's statistics."""

    kind: str
    table: str
    lock: str
    rows: int | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Planned:
    step: str
    what: str
    gate: bool
    waits_for: tuple[str, ...]
    parts: tuple[PlannedPart, ...]


@dataclass(frozen=True)
class Finding:
    """`problem` is drift where `drift`; otherwise a note that needs no action."""

    step: str
    problem: str
    drift: bool = True


@dataclass(frozen=True)
class Status:
    step: str
    status: str
    gate: bool
    attempts: int = 0
    rows: int = 0
    ms: int | None = None
    error: str | None = None
    hint: str | None = None
    history: tuple[dict[str, object], ...] = field(default=(), compare=False)


async def plan(url: str, steps: tuple[Step, ...]) -> list[Planned]:
    """The pending steps in the order in which they would run, with what each would do now."""
    connection = await connect(url)
    try:
        rows = await tracking.read(connection)
        left = [step for step in in_order(steps) if not _done(step, rows)]
        return [await _planned(connection, step, rows) for step in left]
    finally:
        await connection.close(timeout=5)


async def _planned(connection: Connection, step: Step, rows: Rows) -> Planned:
    parts = [await _planned_part(connection, part) for part in step.parts]
    waits_for = tuple(name for name in step.after if name not in rows or rows[name].status != "done")
    return Planned(step.name, step.title, step.gate, waits_for, tuple(p for p in parts if p.statements))


async def _planned_part(connection: Connection, part: Part) -> PlannedPart:
    try:
        todo = await part.todo(connection)
        statements = tuple(sql for transaction in todo for sql in transaction)
    except asyncpg.PostgresError:
        # It stands on what an earlier pending step makes.
        statements = tuple([await for_host(connection, sql) for sql in part.sql()])
    rows = await connection.fetchval(_ESTIMATE, part.table) if isinstance(part, Batches) else None
    return PlannedPart(part.kind, part.table, part.lock, rows, statements)


async def status(url: str, steps: tuple[Step, ...], *, history: bool = False) -> list[Status]:
    """Every step as the tracking table has it, unknown ones of other versions included."""
    connection = await connect(url)
    try:
        rows = await tracking.read(connection)
        known = [_status(step, rows) for step in in_order(steps)]
        names = {step.name for step in steps}
        known += [
            Status(name, f"{row.status} (unknown)", False) for name, row in rows.items() if name not in names
        ]
        if not history or not rows:
            return known
        events = await connection.fetch(
            "SELECT name, at, event, epoch, detail FROM migrations_history ORDER BY id"
        )
        return [
            Status(
                **{k: v for k, v in asdict(one).items() if k != "history"},
                history=tuple(
                    {
                        "at": e["at"].isoformat(),
                        "event": e["event"],
                        "epoch": e["epoch"],
                        "detail": e["detail"],
                    }
                    for e in events
                    if e["name"] == one.step
                ),
            )
            for one in known
        ]
    finally:
        await connection.close(timeout=5)


def _status(step: Step, rows: Rows) -> Status:
    row = rows.get(step.name)
    if row is None:
        return Status(step.name, "pending", step.gate)
    return Status(
        step.name,
        row.status,
        step.gate,
        attempts=row.attempts,
        rows=row.rows_done,
        ms=row.duration_ms,
        error=row.error,
        hint=row.hint,
    )


async def verify(url: str, steps: tuple[Step, ...]) -> list[Finding]:
    """What applied steps should have left in the catalog and in the rows, and did not."""
    connection = await connect(url)
    try:
        rows = await tracking.read(connection)
        findings: list[Finding] = []
        for step in in_order(steps):
            if _done(step, rows):
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
        impossible = part.index.impossible if isinstance(part, ConcurrentIndex) and not todo else None
        if impossible and await connection.fetchval(impossible):
            note = "a unique index is left out because rows contradict it: " + part.sql()[0]
            findings.append(Finding(step.name, note, drift=False))
    return findings


def drifted(findings: Iterable[Finding]) -> set[str]:
    """Names of the steps that `repair` would run again."""
    return {finding.step for finding in findings if finding.drift}


def _done(step: Step, rows: Rows) -> bool:
    return step.name in rows and rows[step.name].status == "done"


def _brief(sql: str) -> str:
    """The statement on one line, at most 120 characters."""
    line = " ".join(sql.split())
    return line if len(line) <= 120 else f"{line[:117]}..."
