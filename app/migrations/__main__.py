"""`python -m app.migrations`: the operator's commands beside the automatic run at start-up.

Without a command it runs `up`.

Exit codes: 0 done or nothing to do; 1 a step failed or is blocked; 2 wrong usage or refused; 3 steps are
pending (`status`, `plan`); 4 drift (`verify`) or a refused statement (`lint`).
"""

import asyncio
import json
import signal
from collections.abc import Coroutine
from dataclasses import asdict, is_dataclass
from datetime import UTC
from pathlib import Path
from typing import Annotated, Any, TypeVar

import asyncpg
import typer

from app.clock import utc_now
from app.errors import LuachError
from app.logs import configure_logging
from app.migrations.parts.steps import Step, with_required_steps
from app.migrations.registry import STEPS
from app.migrations.running import inspection
from app.migrations.running.lint import lint_steps
from app.migrations.running.runner import Runner
from app.migrations.running.session import open_connection
from app.migrations.running.step_pass import Report
from app.migrations.running.tracking import find_tracking
from app.migrations.running.undo import UndoRefused, steps_to_undo, undo_steps
from app.settings import read_settings

T = TypeVar("T")

FAILED, REFUSED, PENDING, DRIFT = 1, 2, 3, 4

app = typer.Typer(add_completion=False, help=__doc__)

Url = Annotated[str | None, typer.Option("--database-url", help="Default: DATABASE_URL.")]

DirectUrl = Annotated[
    str | None, typer.Option("--direct-url", help="Past the pooler. Default: MIGRATIONS_DATABASE_URL.")
]

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]

Only = Annotated[
    int | None, typer.Option("--only", help="This migration, e.g. 115; `up` and `plan` add what it requires.")
]


def _urls(url: str | None, direct_url: str | None) -> tuple[str, str | None]:
    settings = read_settings()
    configure_logging(settings.log_format, settings.log_level)
    found = url or settings.database_url
    if found is None:
        raise typer.BadParameter("set DATABASE_URL or give --database-url")
    return found, direct_url or settings.migrations_database_url


def _steps(only: int | None) -> tuple[Step, ...]:
    steps = tuple(step for step in STEPS if only in (None, step.migration))
    if not steps:
        raise typer.BadParameter(f"there is no migration {only}", param_hint="--only")
    return steps


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except UndoRefused as refused:
        typer.echo(f"Refused: {refused}", err=True)
        raise typer.Exit(REFUSED) from refused
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, LuachError) as error:
        typer.echo(f"Failed: {error}", err=True)
        raise typer.Exit(FAILED) from error


def _show(as_json: bool, data: object, lines: list[str]) -> None:
    if as_json:
        typer.echo(json.dumps(_plain(data), ensure_ascii=False, indent=2, default=str))
    else:
        typer.echo("\n".join(lines))


def _plain(data: object) -> object:
    if is_dataclass(data) and not isinstance(data, type):
        return asdict(data)
    if isinstance(data, list):
        return [_plain(item) for item in data]
    return data


async def _apply(
    url: str, direct_url: str | None, steps: tuple[Step, ...], until: str, again: frozenset[str] = frozenset()
) -> Report:
    """Run the steps. SIGTERM and Ctrl-C end the run after the current batch."""
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    runner = Runner(url, direct_url, steps, stopping=stopping)
    return await runner.run("ready" if until == "ready" else "all", again)


def _end(as_json: bool, report: Report) -> None:
    lines = [f"applied  {name}" for name in report.applied]
    lines += [f"failed   {name}: {sentence}" for name, sentence in report.failed.items()]
    lines += [f"blocked  {name}: {cause}" for name, cause in report.blocked.items()]
    _show(as_json, report, lines or ["nothing to do"])
    if report.failed or report.blocked:
        raise typer.Exit(FAILED)


@app.callback(invoke_without_command=True)
def bare_command(context: typer.Context) -> None:
    if context.invoked_subcommand is None:
        up_command()


@app.command("up")
def up_command(
    database_url: Url = None,
    direct_url: DirectUrl = None,
    only: Only = None,
    until: Annotated[str, typer.Option(help="'ready' stops before the background steps.")] = "all",
    as_json: AsJson = False,
) -> None:
    """Apply the pending steps. Waits while another process migrates."""
    url, direct_url = _urls(database_url, direct_url)
    steps = with_required_steps(_steps(only), STEPS)
    _end(as_json, _run(_apply(url, direct_url, steps, until)))


@app.command("plan")
def plan_command(database_url: Url = None, only: Only = None, as_json: AsJson = False) -> None:
    """Show what `up` would run: locks, tables and row counts."""
    url, _ = _urls(database_url, None)
    planned = _run(inspection.plan_steps(url, with_required_steps(_steps(only), STEPS)))
    lines = []
    for step in planned:
        lines.append(
            f"{step.step}  ({'before ready' if step.gate else 'behind a ready service'}) {step.what}"
        )
        for part in step.parts:
            rows = f", about {part.rows} rows" if part.rows is not None else ""
            lines.append(f"    {part.kind}: {part.lock} on {part.table or '-'}{rows}")
            lines += [f"        {' '.join(sql.split())[:100]}" for sql in part.statements]
    _show(as_json, planned, lines or ["nothing to do"])
    if planned:
        raise typer.Exit(PENDING)


@app.command("status")
def status_command(
    database_url: Url = None,
    history: Annotated[bool, typer.Option("--history", help="Every event of every step.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show each step's state, duration and error."""
    url, _ = _urls(database_url, None)
    states = _run(inspection.step_statuses(url, STEPS, history=history))
    lines = []
    for one in states:
        took = f"{one.ms} ms" if one.ms is not None else "-"
        lines.append(f"{one.status:8} {one.step:36} {took:>10} {one.rows:>10} rows")
        lines += [f"         {text}" for text in (one.error, one.hint) if text]
        lines += [f"         {e['at']} {e['event']} {e['detail']}" for e in one.history]
    _show(as_json, states, lines)
    if any(one.status in ("failed", "blocked") for one in states):
        raise typer.Exit(FAILED)
    if any(one.status in ("pending", "running") for one in states):
        raise typer.Exit(PENDING)


@app.command("verify")
def verify_command(database_url: Url = None, only: Only = None, as_json: AsJson = False) -> None:
    """Compare the database with the result of the applied steps."""
    url, _ = _urls(database_url, None)
    findings = _run(inspection.verify_steps(url, _steps(only)))
    lines = [f"{'drift' if f.drift else 'note '}  {f.step}: {f.problem}" for f in findings]
    _show(as_json, findings, lines or ["all as it should be"])
    if inspection.steps_with_drift(findings):
        raise typer.Exit(DRIFT)


@app.command("repair")
def repair_command(
    database_url: Url = None,
    direct_url: DirectUrl = None,
    accept: Annotated[bool, typer.Option("--accept", help="Accept changed definitions as applied.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run the steps again whose result `verify` found missing, and those that failed."""
    url, direct_url = _urls(database_url, direct_url)
    if accept:
        _run(_accept(url))
    again = frozenset(inspection.steps_with_drift(_run(inspection.verify_steps(url, STEPS))))
    _end(as_json, _run(_apply(url, direct_url, STEPS, "all", again)))


async def _accept(url: str) -> None:
    connection = await open_connection(url)
    try:
        tracking = await find_tracking(connection)
        await connection.executemany(
            tracking.sql("UPDATE migrations_applied SET checksum = $2 WHERE name = $1 AND status = 'done'"),
            [(step.name, step.checksum) for step in STEPS],
        )
    finally:
        await connection.close(timeout=5)


@app.command("undo")
def undo_command(
    name: Annotated[str, typer.Argument(help="A step's name, or a migration's number, e.g. 115.")],
    database_url: Url = None,
    direct_url: DirectUrl = None,
    yes_lose_data: Annotated[
        bool, typer.Option("--yes-lose-data", help="Without it, only list the steps.")
    ] = False,
    export: Annotated[Path | None, typer.Option(help="The file for the dropped rows.")] = None,
    as_json: AsJson = False,
) -> None:
    """Undo steps and all that depend on them, newest first. The dropped rows are exported before."""
    url, direct_url = _urls(database_url, direct_url)
    try:
        steps = steps_to_undo(STEPS, name)
    except UndoRefused as refused:
        raise typer.BadParameter(str(refused)) from refused
    names = [step.name for step in steps]
    if not yes_lose_data:
        _show(as_json, names, ["would undo, in this order (give --yes-lose-data to do it):", *names])
        raise typer.Exit(REFUSED)
    stamp = utc_now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = export or Path(f"luach-undo-{name}-{stamp}.jsonl")
    rows = _run(undo_steps(url, direct_url, steps, target))
    done = {"undone": names, "export": str(target), "rows": rows}
    _show(as_json, done, [f"undone   {one}" for one in names] + [f"exported {rows} rows to {target}"])


@app.command("lint")
def lint_command(as_json: AsJson = False) -> None:
    """Check the migrations' SQL for statements that would block a live database."""
    problems = lint_steps(STEPS)
    _show(as_json, problems, [f"{step}: {problem}" for step, problem in problems] or ["nothing refused"])
    if problems:
        raise typer.Exit(DRIFT)


if __name__ == "__main__":
    app(prog_name="python -m app.migrations")
