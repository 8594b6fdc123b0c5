"""Luach attached to the database of a running system, checked line by line, and a first booking in it.

    .venv/bin/python examples/adopt.py --businesses 1000 --appointments 100

The host's database is made on an embedded PostgreSQL of its own, or in the empty one of `--database-url`.
Exit code 0: every check passed. 1: a check failed, or the given database is not empty.
"""

import argparse
import asyncio
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import httpx
from rich.console import Console

from app.db.engine import asyncpg_dsn
from app.embedded import server as embedded

ROOT = Path(__file__).parents[1]
HOST_SQL = ROOT / "tests" / "data" / "host"
PATIENCE_SECONDS = 900.0
SENTENCE = "שלום, אני רוצה לקבוע פגישת ייעוץ השבוע"

# The host's own columns by table, the key first.
HOST_COLUMNS = {
    "business": "id, name, business_type, phone_number, whatsapp_number, whatsapp_enabled, is_active,"
    " working_hours, created_at, updated_at",
    "business_settings": "tenant_id, phone_number, email, address, timezone, slot_size_min, allow_24_7,"
    " opening_hours_json::text, booking_window_days, min_notice_min, require_phone_before_booking,"
    " updated_at",
    "appointments": "id, business_id, title, description, start_time, end_time, location, status,"
    " appointment_type, priority, contact_name, contact_phone, contact_email, notes, source, auto_generated,"
    " created_at, updated_at",
}
WRONG_DEFAULTS = """
    SELECT count(*) FROM business b LEFT JOIN business_settings s ON s.tenant_id = b.id
    WHERE (SELECT array_agg(c.default_duration_minutes) FROM business_calendars c
           WHERE c.business_id = b.id AND c.type_key = 'default')
          IS DISTINCT FROM ARRAY[coalesce(s.slot_size_min, 60)]"""
UNLINKED = """
    SELECT count(*) FROM appointments a
    WHERE NOT EXISTS (SELECT FROM business_calendars c
                      WHERE c.id = a.calendar_id AND c.business_id = a.business_id
                        AND c.type_key = 'default')"""
OLD_INSERT = """
    INSERT INTO appointments (business_id, title, start_time, end_time, status)
    VALUES (1, 'תור מהמערכת הקיימת', '2027-05-04 09:00', '2027-05-04 09:45', 'scheduled') RETURNING id"""
SERVED = """
    SELECT a.calendar_id = c.id AND a.busy_interval_id IS NOT NULL
           AND a.starts_at = '2027-05-04 06:00+00'
    FROM appointments a JOIN business_calendars c ON c.business_id = a.business_id AND c.type_key = 'default'
    WHERE a.id = $1"""
NEW_BUSINESS = "INSERT INTO business (name) VALUES ('עסק חדש') RETURNING id"


class Report:
    """Prints the checks; `failed` is set once one of them fails."""

    def __init__(self) -> None:
        self.console = Console(soft_wrap=True, highlight=False)
        self.failed = False

    def part(self, title: str) -> None:
        self.console.print(f"\n[bold]{title}[/]")

    def saw(self, what: str, value: object) -> None:
        self.console.print(f"        {what}: {value}", markup=False)

    def check(self, what: str, held: bool) -> None:
        self.failed |= not held
        self.console.print(f"  {'[green]ok  [/]' if held else '[bold red]FAIL[/]'}  {what}")


@contextmanager
def database(given: str | None) -> Iterator[str]:
    """The given address, or that of an embedded PostgreSQL which is removed afterwards."""
    if given is not None:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="luach-adopt-"))
    server = embedded.start(folder)
    try:
        yield server.url
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def make_host(host: "asyncpg.Connection", businesses: int, appointments: int) -> None:
    """The host's tables and rows as they stand before migration 115."""
    await host.execute(f"SET host.businesses = '{businesses}'")
    await host.execute(f"SET host.appointments_per_business = '{appointments}'")
    for name in ("schema.sql", "fill.sql"):
        await host.execute((HOST_SQL / name).read_text(encoding="utf-8"), timeout=PATIENCE_SECONDS)


async def fingerprint(host: "asyncpg.Connection") -> dict[str, str]:
    """By table, the md5 of every byte in the host's own columns."""
    found = {}
    for table, columns in HOST_COLUMNS.items():
        key = columns.partition(",")[0]
        digest = f"md5(string_agg(md5(t::text), '' ORDER BY t.{key}))"
        query = f"SELECT {digest} FROM (SELECT {columns} FROM {table}) t"  # noqa: S608
        found[table] = await host.fetchval(query, timeout=PATIENCE_SECONDS)
    return found


@asynccontextmanager
async def luach(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """A server process on `url`, and a client of it. Its log is shown when a check fails."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as log:
        command = (sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port))
        server = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=environment(url), stdout=log, stderr=log
        )
        try:
            async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
                yield client
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read().decode()[-5000:])
            raise
        finally:
            server.terminate()
            await server.wait()


def environment(url: str) -> dict[str, str]:
    return {**os.environ, "DATABASE_URL": url, "LUACH_DEMO": "false", "NO_COLOR": "1"}


async def adopted(client: httpx.AsyncClient, report: Report) -> None:
    """Wait until requests are served, then until the background steps are done."""
    begun, ready = time.monotonic(), False
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            with suppress(httpx.TransportError):
                answer = await client.get("/readyz")
                state = answer.json()
                if answer.status_code == 200 and not ready:
                    ready = True
                    report.saw("ready for requests after", f"{time.monotonic() - begun:.1f} s")
                if ready and not state["background"]:
                    report.saw("background steps done after", f"{time.monotonic() - begun:.1f} s")
                    report.check("no step failed", not state["failed"])
                    return
            await asyncio.sleep(0.1)


async def check_adoption(host: "asyncpg.Connection", before: dict[str, str], report: Report) -> None:
    report.part("The host's rows")
    wrong = await host.fetchval(WRONG_DEFAULTS)
    report.check(
        f"every business has one default calendar of its own slot size, else 60 ({wrong} without)", wrong == 0
    )
    unlinked = await host.fetchval(UNLINKED)
    report.check(
        f"every appointment is in its business's default calendar ({unlinked} are not)", unlinked == 0
    )
    after = await fingerprint(host)
    for table, digest in before.items():
        report.check(f"{table}: md5 of the host's columns is unchanged, {digest}", after[table] == digest)
    steps = await host.fetch("SELECT name, duration_ms FROM migrations_applied ORDER BY finished_at")
    report.saw("steps (ms)", ", ".join(f"{step['name']} {step['duration_ms']}" for step in steps))

    report.part("The host's code, which knows nothing of Luach")
    number = await host.fetchval(OLD_INSERT)
    served = bool(await host.fetchval(SERVED, number))
    report.check("INSERT without calendar_id: in the default calendar, its instants and time taken", served)
    made = await host.fetchval(NEW_BUSINESS)
    rows = await host.fetch(
        "SELECT name, default_duration_minutes FROM business_calendars WHERE business_id = $1", made
    )
    report.check("INSERT of a business: it has its default calendar", len(rows) == 1)
    report.saw("calendar", dict(rows[0]) if rows else "none")


async def owner_key(url: str) -> str:
    """A key for business 1, made as an operator makes it."""
    command = (sys.executable, "-m", "app.cli", "keys", "create", "--business", "1", "--role", "owner")
    process = await asyncio.create_subprocess_exec(
        *(*command, "--name", "adopt example"), cwd=ROOT, env=environment(url), stdout=subprocess.PIPE
    )
    output, _ = await process.communicate()
    return output.decode().split()[-1]


async def check_booking(client: httpx.AsyncClient, report: Report) -> None:
    report.part("A second calendar, a rule, and a customer")
    wanted = {"name": "ייעוץ", "type_key": "consultations", "priority": 2, "default_duration_minutes": 30}
    calendar = await created(client, "/api/calendar/calendars", wanted)
    rule = {"calendar_id": calendar["id"], "match_labels": ["ייעוץ"], "match_keywords": ["ייעוץ", "התייעצות"]}
    await created(client, "/api/calendar/routing-rules", rule)

    answer = await client.post("/api/calendar/resolve", json={"intent_text": SENTENCE, "channel": "calls"})
    found = answer.json()
    report.saw("customer", SENTENCE)
    report.saw("calendar", found["calendar_name"])
    report.saw("because", [(one["keyword"], one["matched"], one["how"]) for one in found["evidence"]])
    report.check("the sentence goes to the new calendar", found["calendar_id"] == calendar["id"])

    query = {"calendar_id": calendar["id"], "limit": 3}
    slots = (await client.get("/api/calendar/slots", params=query)).json()["slots"]
    report.saw("free", [slot["starts_at"] for slot in slots])
    report.check("there are free times", len(slots) == 3)

    # The first may be too soon by the time it is booked.
    start = slots[-1]["starts_at"]
    booking = {"calendar_id": calendar["id"], "starts_at": start, "customer_name": "דנה לוי"}
    booked = await created(client, "/api/calendar/appointments", booking)
    report.saw("booked", f"appointment {booked['id']}, {booked['starts_at']} to {booked['ends_at']}")
    report.check("the last of them is booked", booked["starts_at"] == start)

    again = await client.post("/api/calendar/appointments", json={**booking, "customer_name": "יוסי כהן"})
    problem = again.json()
    report.check(
        f"booking it again is refused: {again.status_code} {problem['code']}",
        (again.status_code, problem["code"]) == (409, "slot_taken"),
    )
    others = [slot["starts_at"] for slot in problem["alternatives"]]
    report.saw("said to the customer", problem["title"])
    report.saw("offered instead", others)
    report.check("other times are offered", bool(others) and start not in others)


async def created(client: httpx.AsyncClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(path, json=body)
    if answer.status_code != 201:
        raise RuntimeError(f"POST {path}: {answer.status_code} {answer.text}")
    made: dict[str, Any] = answer.json()
    return made


async def adopt(url: str, businesses: int, appointments: int, report: Report) -> None:
    host = await asyncpg.connect(asyncpg_dsn(url))
    try:
        if await host.fetchval("SELECT to_regclass('business') IS NOT NULL"):
            report.check("the given database is empty", False)
            return
        report.part(f"A host with {businesses} businesses and {appointments} appointments each")
        begun = time.monotonic()
        await make_host(host, businesses, appointments)
        rows = await host.fetchval("SELECT count(*) FROM appointments")
        report.saw(f"{rows} appointments made in", f"{time.monotonic() - begun:.1f} s")
        before = await fingerprint(host)
        report.part("Luach starts on it")
        async with luach(url) as client:
            await adopted(client, report)
            await check_adoption(host, before, report)
            client.headers["Authorization"] = f"Bearer {await owner_key(url)}"
            client.headers["Accept-Language"] = "he"
            await check_booking(client, report)
    finally:
        await host.close()


def main() -> int:
    parser = argparse.ArgumentParser(description="Attach Luach to a host's database and check what it did.")
    parser.add_argument("--businesses", type=int, default=1000)
    parser.add_argument("--appointments", type=int, default=100, help="of each business")
    parser.add_argument("--database-url", help="an empty database; left out: an embedded PostgreSQL")
    given = parser.parse_args()
    report = Report()
    with database(given.database_url) as url:
        asyncio.run(adopt(url, given.businesses, given.appointments, report))
    report.part("Something did not hold." if report.failed else "Everything held.")
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
