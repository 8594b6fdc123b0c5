"""Every AI tool through the three doors, 16 calls at once: p50 and p95 in milliseconds.

    python -m benchmarks.tools [--calls 400] [--at-once 16]

HTTP and MCP go to a server in a process of its own; Python calls run in this one. The doors take turns,
so that a disturbance of the machine affects all three. MCP is asked in its newest revision, by the same
client as HTTP: the difference is the server's.
"""

import argparse
import asyncio
import itertools
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from mcp_types import CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY

from app.ai_tools import TOOLS
from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import Database, connect
from app.embedded import server as embedded
from app.migrations import apply_migrations
from app.routing.journal import Journal
from app.routing.rules import create_rule
from app.routing.ruleset import RulesCache
from app.scheduling.calendars import create_calendar
from app.scheduling.heavy import HeavyWork
from app.scheduling.opening import change_business_settings
from app.schemas.calendars import CalendarIn, RuleIn
from app.schemas.opening import BusinessSettingsChange
from app.schemas.scheduling import SlotOut
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key, principal_of
from app.tenancy.businesses import create_business
from app.tooling import Caller, Toolbox
from app.tooling.ids import Signer
from benchmarks.scheduling import percentile, serving

Json = dict[str, Any]
Door = Callable[[str, Json], Awaitable[Json]]
DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
REVISION = "2026-07-28"
ENVELOPE = {
    PROTOCOL_VERSION_META_KEY: REVISION,
    CLIENT_INFO_META_KEY: {"name": "benchmark", "version": "1"},
    CLIENT_CAPABILITIES_META_KEY: {},
}


class Setting(NamedTuple):
    key: str
    calendars: list[int]
    signer: Signer


async def furnish(database: Database, toolbox: Toolbox) -> Setting:
    """A business with a calendar and a rule for each door, open round the clock."""
    async with database.transaction() as session:
        business = BusinessId((await create_business(session, BusinessIn(name="benchmark"))).id)
        hours = {day: [["00:00", "24:00"]] for day in DAYS}
        change = BusinessSettingsChange(opening_hours=hours, slot_step_minutes=15, booking_window_days=365)
        await change_business_settings(session, business, change, utc_now())
        calendars = []
        for name in ("הובלות", "ניקיון", "ייעוץ"):
            wanted = CalendarIn(name=name, default_duration_minutes=15)
            calendars.append((await create_calendar(session, business, wanted)).id)
            await create_rule(session, business, RuleIn(calendar_id=calendars[-1], match_keywords=[name]))
        key = (await create_key(session, business, Role.AGENT, "benchmark")).secret
        return Setting(key, calendars, await toolbox.signer(session, business))


def slots(setting: Setting, calendar: int) -> Iterator[str]:
    """Ids of free slots in order of time, from the day after tomorrow."""
    first = datetime.combine(utc_now().date() + timedelta(days=2), datetime.min.time(), UTC)
    for number in itertools.count():
        start = first + number * timedelta(minutes=15)
        end = start + timedelta(minutes=15)
        slot = SlotOut(starts_at=start, ends_at=end, calendar_id=calendar, calendar_ids=[calendar])
        yield setting.signer.slot(slot)


def over_http(client: httpx.AsyncClient) -> Door:
    async def call(tool: str, arguments: Json) -> Json:
        answer: Json = (await client.post(f"/api/ai/tools/{tool}", json=arguments)).json()
        return answer

    return call


def over_mcp(client: httpx.AsyncClient) -> Door:
    async def call(tool: str, arguments: Json) -> Json:
        headers = {
            "Accept": "application/json, text/event-stream",
            "MCP-Protocol-Version": REVISION,
            "Mcp-Method": "tools/call",
            "Mcp-Name": tool,
        }
        params = {"name": tool, "arguments": arguments, "_meta": ENVELOPE}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        answer = (await client.post("/mcp", json=message, headers=headers)).json()
        structured: Json = answer["result"]["structuredContent"]
        return structured

    return call


def in_python(toolbox: Toolbox, caller: Caller) -> Door:
    async def call(tool: str, arguments: Json) -> Json:
        answer = await toolbox.call(caller, tool, arguments, now=utc_now())
        return answer.model_dump(mode="json")

    return call


async def timed(door: Door, tool: str, calls: list[Json], at_once: int) -> tuple[list[float], list[Json]]:
    """The durations of the calls in ms, ascending, and the answers in the order of the calls."""
    gate, took = asyncio.Semaphore(at_once), []

    async def one(arguments: Json) -> Json:
        async with gate:
            began = time.perf_counter()
            answer = await door(tool, arguments)
            took.append((time.perf_counter() - began) * 1000)
        assert answer["status"] == "ok", answer
        return answer

    answers = await asyncio.gather(*(one(arguments) for arguments in calls))
    return sorted(took), answers


def plan(
    tool: str, count: int, calendar: int, free: Iterator[str], known: dict[str, list[Json]]
) -> list[Json]:
    """The arguments of `count` calls; `known` holds the answers of earlier tools."""
    who = {"customer_name": "דנה לוי", "customer_phone": "0501234567"}
    holds, booked = known.get("calendar_hold_slot", []), known.get("calendar_create_appointment", [])
    if tool == "calendar_hold_slot":
        # Half are released, half are booked.
        return [{"slot_id": next(free)} for _ in range(2 * count)]
    made: dict[str, Callable[[int], Json]] = {
        "calendar_list": lambda _: {},
        "calendar_resolve_target": lambda n: {"intent_text": f"שלום, אני צריך הובלות דחוף {n}"},
        "calendar_find_slots": lambda n: {"calendar_id": calendar, "date_from": f"+{n % 20}d"},
        "calendar_release_hold": lambda n: {"hold_id": holds[n]["hold_id"]},
        "calendar_create_appointment": lambda n: {"slot_or_hold_id": holds[count + n]["hold_id"], **who},
        "calendar_find_appointments": lambda n: {"customer_phone": f"05{n:08}"},
        "calendar_reschedule_appointment": lambda n: {
            "appointment_id": booked[n]["appointment_id"],
            "new_slot_id": next(free),
            "preview": False,
        },
        "calendar_cancel_appointment": lambda n: {
            "appointment_id": booked[n]["appointment_id"],
            "preview": False,
        },
    }
    return [made[tool](number) for number in range(count)]


async def measure(url: str, count: int, at_once: int) -> None:
    database = connect(url, pool_size=10)
    toolbox = Toolbox(TOOLS, database, Journal(database), RulesCache(), HeavyWork())
    setting = await furnish(database, toolbox)
    async with database.read() as connection:
        principal, _ = await principal_of(connection, setting.key, utc_now())
    headers = {"Authorization": f"Bearer {setting.key}"}
    async with (
        serving(url) as address,
        httpx.AsyncClient(base_url=address, headers=headers, timeout=60) as client,
    ):
        doors = {
            "Python": in_python(toolbox, Caller(principal)),
            "HTTP": over_http(client),
            "MCP": over_mcp(client),
        }
        places = dict(zip(doors, setting.calendars, strict=True))
        free = {name: slots(setting, place) for name, place in places.items()}
        known: dict[str, dict[str, list[Json]]] = {name: {} for name in doors}
        for door in doors.values():
            await timed(door, "calendar_list", [{}] * 50, at_once)
        print(f"| tool | {' | '.join(f'{name} p50 | p95' for name in doors)} | MCP / HTTP |")
        for tool in (each.name for each in TOOLS):
            cells, medians = [], []
            for name, door in doors.items():
                calls = plan(tool, count, places[name], free[name], known[name])
                took, known[name][tool] = await timed(door, tool, calls, at_once)
                medians.append(percentile(took, 0.5))
                cells.append(f"{medians[-1]:.1f} | {percentile(took, 0.95):.1f}")
            print(f"| `{tool}` | {' | '.join(cells)} | {medians[2] / medians[1]:.2f} |", flush=True)
    await database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--calls", type=int, default=400, help="calls of each tool through each door")
    parser.add_argument("--at-once", type=int, default=16)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="luach-benchmark-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL's own account has to enter it where this runs as root.
        Path(folder).chmod(0o755)
        server = embedded.start(Path(folder) / "data")
        try:
            asyncio.run(apply_migrations(server.url))
            asyncio.run(measure(server.url, given.calls, given.at_once))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
