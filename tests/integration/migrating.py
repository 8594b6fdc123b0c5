"""Helpers of the migration tests: fingerprints of the host's rows, child processes, a count of statements."""

import asyncio
import hashlib
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import asyncpg

from app.migrations.parts.steps import dependency_order
from app.migrations.registry import STEPS

T = TypeVar("T")
ROOT = Path(__file__).parents[2]
BACKGROUND = [step.name for step in dependency_order(STEPS) if not step.gate]
"""The steps behind a ready service, in the order in which they run."""
FILL_STEPS = ("116_fill_instants", "126_fill_coming")
"""The steps that fill appointments; each row is filled by one of them."""
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


async def fingerprint(connection: asyncpg.Connection) -> dict[str, str]:
    """A digest of every byte that the host's columns hold, by table."""
    digests = {}
    for table, columns in HOST_COLUMNS.items():
        rows = await connection.fetch(f"SELECT t::text FROM (SELECT {columns} FROM {table} ORDER BY 1) t")  # noqa: S608
        digests[table] = hashlib.sha256("\n".join(row[0] for row in rows).encode()).hexdigest()
    return digests


async def child(url: str, code: str | None = None) -> asyncio.subprocess.Process:
    """Another process that migrates `url`, printing the names it applied as one line."""
    code = code or (
        "import asyncio, sys\nfrom app.migrations import apply_migrations\n"
        "print(*asyncio.run(apply_migrations(sys.argv[1])))"
    )
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, url),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )


async def output(process: asyncio.subprocess.Process) -> list[str]:
    """Names printed by a child that must have ended well; its log lines are not names."""
    out, err = await process.communicate()
    assert process.returncode == 0, err.decode()
    last = out.decode().splitlines()[-1] if out.strip() else ""
    return [word for word in last.split() if word[:3].isdigit()]


async def value_when_there(connection: asyncpg.Connection, sql: str) -> object:
    try:
        return await connection.fetchval(sql)
    except asyncpg.UndefinedTableError:
        return None


async def until(look: Callable[[], Awaitable[T]]) -> T:
    """The result of `look`, called until it is true."""
    while not (found := await look()):  # noqa: ASYNC110 (it happens in another process)
        await asyncio.sleep(0.005)
    return found
