"""Latency of the resolve endpoint at 10, 100 and 1,000 rules, with and without storing inquiries, in ms.

    python -m benchmarks.resolve [--calls 300] [--at-once 16]

The application runs in this process, without a network, on an embedded PostgreSQL of its own. Sequential
calls give the time of an answer; parallel calls give the process's CPU time per call, notes included.
"""

import argparse
import asyncio
import gc
import json
import shutil
import tempfile
import time
from pathlib import Path

import httpx
from sqlalchemy import text

from app.core.principal import BusinessId, Role
from app.db.engine import Database
from app.embedded import server as embedded
from app.logs import configure_logging
from app.main import create_app
from app.migrations import apply_migrations
from app.routing.settings import change_routing_settings
from app.runtime.state import State
from app.scheduling.calendars import create_calendar
from app.schemas.calendars import CalendarIn
from app.schemas.routing import InquiryStorage, RoutingSettingsChange
from app.schemas.tenancy import BusinessIn
from app.settings import Settings
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business
from benchmarks.scheduling import percentile

SIZES = (10, 100, 1000)
STORAGES: tuple[InquiryStorage, ...] = ("off", "text")
RESOLVE = "/api/calendar/resolve"
WARM_UP = 30


async def furnish(database: Database, rules: int) -> tuple[BusinessId, str]:
    """Make a business of five calendars with `rules` rules of five keywords each; the key of an agent."""
    async with database.transaction() as session:
        business = BusinessId((await create_business(session, BusinessIn(name=f"{rules} rules"))).id)
        calendars = [
            (await create_calendar(session, business, CalendarIn(name=f"צוות {n}"))).id for n in range(5)
        ]
        rows = [
            {
                "business": business,
                "calendar": calendars[number % 5],
                "labels": json.dumps([f"label{number}"]),
                "keywords": json.dumps([f"שירות{number}x{k}" for k in range(5)], ensure_ascii=False),
            }
            for number in range(rules)
        ]
        await session.execute(
            text(
                """INSERT INTO calendar_routing_rules (business_id, calendar_id, match_labels, match_keywords)
                   VALUES (:business, :calendar, CAST(:labels AS jsonb), CAST(:keywords AS jsonb))"""
            ),
            rows,
        )
        await session.execute(text("ANALYZE calendar_routing_rules"))
        return business, (await create_key(session, business, Role.AGENT, "benchmark")).secret


async def ask(client: httpx.AsyncClient, key: str, rules: int, calls: int) -> list[float]:
    """The durations of sequential calls in seconds, ascending."""
    took = []
    for number in range(calls):
        words = {"intent_text": f"שלום, אני צריך שירות{number % rules}x1 מחר בבוקר אם אפשר"}
        begun = time.perf_counter()
        answer = await client.post(RESOLVE, json=words, headers={"Authorization": f"Bearer {key}"})
        took.append(time.perf_counter() - begun)
        if answer.status_code != httpx.codes.OK or answer.json()["decision"] != "routed":
            raise RuntimeError(answer.text)
    return sorted(took)


async def measure(client: httpx.AsyncClient, state: State, calls: int, at_once: int) -> None:
    print(f"{'rules':>6} {'kept':>5} {'p50':>7} {'p95':>7} {'CPU at once':>12}")
    for rules in SIZES:
        business, key = await furnish(state.database, rules)
        for storage in STORAGES:
            async with state.database.transaction() as session:
                wanted = RoutingSettingsChange(inquiry_storage=storage)
                await change_routing_settings(session, state.rules.models, business, wanted)
            await ask(client, key, rules, WARM_UP)
            gc.collect()
            gc.freeze()
            took = await ask(client, key, rules, calls)
            await state.journal.flush()
            begun = time.process_time()
            await asyncio.gather(*(ask(client, key, rules, calls // 4) for _ in range(at_once)))
            await state.journal.flush()
            cpu = (time.process_time() - begun) / (at_once * (calls // 4))
            p50, p95 = (percentile(took, share) * 1e3 for share in (0.5, 0.95))
            print(f"{rules:>6} {storage:>5} {p50:>7.2f} {p95:>7.2f} {cpu * 1e3:>12.2f}")


async def run(url: str, calls: int, at_once: int) -> None:
    app = create_app(Settings(database_url=url, demo=False, log_level="error"))
    await apply_migrations(url)
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://luach", timeout=60) as client,
    ):
        await measure(client, app.state.luach, calls, at_once)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--calls", type=int, default=300)
    parser.add_argument("--at-once", type=int, default=16)
    given = parser.parse_args()
    configure_logging("console", "error")
    folder = Path(tempfile.mkdtemp(prefix="luach-benchmark-"))
    # The server's own account makes the folder again: it could not enter one that root owns.
    shutil.rmtree(folder)
    server = embedded.start(folder)
    try:
        asyncio.run(run(server.url, given.calls, given.at_once))
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
