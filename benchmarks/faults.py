"""Customers on two servers while PostgreSQL and the servers are killed with -9; then the books are checked.

    python -m benchmarks.faults [--seconds 60] [--clients 32] [--calendars 10] [--every 3]

Two uvicorn processes share one embedded PostgreSQL with its durable settings. In turn the first server,
PostgreSQL (the postmaster and all its processes) and the second server are killed and started again. Every
answer goes into a ledger; when everything is up again, the database is held against it. Exit code 1 on a
violation.
"""

import argparse
import asyncio
import contextlib
import json
import logging
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import asyncpg
import structlog
import uvloop

from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import connect
from app.embedded import server as embedded
from app.migrations import apply_migrations
from app.scheduling.calendars import create_calendar
from app.scheduling.opening import change_business_settings, change_calendar_settings
from app.schemas.calendars import CalendarIn
from app.schemas.opening import BusinessSettingsChange, CalendarSettingsChange
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business
from benchmarks.faults_audit import audit, read, summary
from benchmarks.faults_clients import Customer, Shop
from benchmarks.faults_ledger import Hold, Ledger
from tests.support.children import Child, free_port, until_ready

SERVERS = 2
BUFFERS = (5, 10)
SEATS = 3
CHECKED_HOLDS = 60


@dataclass
class House:
    """The processes under test. `recoveries`: seconds from a kill until both servers say they are ready."""

    folder: Path
    ports: list[int] = field(default_factory=lambda: [free_port() for _ in range(SERVERS)])
    servers: list[Child] = field(default_factory=list)
    shares: list[embedded.EmbeddedPostgres] = field(default_factory=list)
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    crashes: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.shares[-1].url

    async def start_postgres(self) -> None:
        settings = {"max_connections": "100", "shared_buffers": "256MB"}
        self.shares.append(await asyncio.to_thread(embedded.start, self.folder, settings=settings))

    def serve(self, number: int) -> Child:
        command = ("-m", "uvicorn", "app.main:app", "--port", str(self.ports[number]))
        quiet = ("--log-level", "warning", "--no-access-log")
        return Child(*command, *quiet, DATABASE_URL=self.url, LUACH_DEMO="false", LUACH_LOG_LEVEL="error")

    async def until_ready(self) -> None:
        for port in self.ports:
            await asyncio.to_thread(until_ready, f"http://127.0.0.1:{port}")

    async def kill(self, victim: str) -> None:
        """Kill one with -9, start it again, and wait until everything is ready."""
        began = time.monotonic()
        if victim == "PostgreSQL":
            kill_postgres(self.shares[-1].cluster)
            await self.start_postgres()
        else:
            number = int(victim[-1]) - 1
            self.servers[number].process.kill()
            await asyncio.to_thread(self._bury, self.servers[number])
            self.servers[number] = self.serve(number)
        await self.until_ready()
        self.recoveries[victim].append(time.monotonic() - began)

    def close(self) -> None:
        for server in self.servers:
            self._bury(server)
        for share in self.shares:
            share.stop()

    def _bury(self, server: Child) -> None:
        server.stop()
        for line in server.lines:
            if "request_crashed" in line:
                self.crashes.append(json.loads(line)["exception"].strip().rpartition("\n")[2])


def kill_postgres(cluster: Path) -> None:
    """-9 for the postmaster, which can start no more, and then for all that it had started."""
    postmaster = int((cluster / "postmaster.pid").read_text().partition("\n")[0])
    started = [pid for pid, parent in _parents() if parent == postmaster]
    os.kill(postmaster, signal.SIGKILL)
    for pid in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parents() -> list[tuple[int, int]]:
    """(process, its parent) for all that there are."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            found.append((int(stat.parent.name), int(fields[1])))
    return found


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[House]:
    """PostgreSQL with every migration applied, and the servers, all ready; gone at the end."""
    house = House(_fresh_folder())
    try:
        await house.start_postgres()
        await apply_migrations(house.url)
        house.servers = [house.serve(number) for number in range(SERVERS)]
        await house.until_ready()
        yield house
    finally:
        await asyncio.to_thread(house.close)
        shutil.rmtree(house.folder, ignore_errors=True)


def _fresh_folder() -> Path:
    """A name that nobody has; the embedded PostgreSQL makes the folder for its own account."""
    folder = Path(tempfile.mkdtemp(prefix="luach-faults-"))
    folder.rmdir()
    return folder


async def open_shop(url: str, calendars: int) -> tuple[Shop, dict[int, tuple[int, int]]]:
    """An always open business, and its calendars' buffers; the second has some, the third has seats."""
    database = connect(url, pool_size=1)
    try:
        async with database.transaction() as session:
            business = BusinessId((await create_business(session, BusinessIn(name="faults"))).id)
            always = BusinessSettingsChange(always_open=True, slot_size_min=15, booking_window_days=400)
            await change_business_settings(session, business, always, utc_now())
            key = (await create_key(session, business, Role.AGENT, "customers")).secret
            buffers: dict[int, tuple[int, int]] = {}
            for number in range(calendars):
                before, after = BUFFERS if number == 1 else (0, 0)
                wanted = CalendarIn(
                    name=f"calendar {number}",
                    default_duration_minutes=15,
                    buffer_before_minutes=before,
                    buffer_after_minutes=after,
                )
                made = await create_calendar(session, business, wanted)
                buffers[made.id] = before, after
                if number == 2:
                    seats = CalendarSettingsChange(capacity=SEATS)
                    await change_calendar_settings(session, business, made.id, seats)
    finally:
        await database.close()
    tomorrow = utc_now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Shop(business, key, list(buffers), tomorrow), buffers


async def kill_in_turn(house: House, until: float, every: float) -> None:
    """One after another until the monotonic clock says `until`, each of them once at least."""
    victims = ["server 1", "PostgreSQL", "server 2"]
    done = 0
    while done < len(victims) or time.monotonic() + every < until:
        await asyncio.sleep(every)
        await house.kill(victims[done % len(victims)])
        done += 1


async def check_holds(house: House, shop: Shop, ledger: Ledger) -> tuple[int, int]:
    """Ask for the time of the first and the last holds that are left: only expired ones give it up.

    Half of them are made as old as it takes, because a run may be shorter than the shortest hold. Returns
    how many expired and how many live ones were asked for.
    """
    left = [hold for hold in ledger.holds.values() if not hold.gone]
    left = [*left[:CHECKED_HOLDS], *left[CHECKED_HOLDS:][-CHECKED_HOLDS:]]
    await _age(house.url, left[::2])
    customer = Customer(0, house.ports, shop, ledger)
    wanted = Counter(state for booking in ledger.bookings.values() for state in booking.possible())
    wanted.update(hold.state for hold in ledger.holds.values())
    buffered, group = shop.calendars[1:3]
    expired = live = 0
    for hold in left:
        if hold.expires_at <= utc_now():
            if await customer.confirm(hold):
                ledger.violations.append(f"hold {hold.key} was booked after it had expired")
            # Where nobody else has ever asked, and no neighbour's buffer reaches.
            if wanted[hold.state] == 1 and hold.state.calendar_id != buffered:
                expired += 1
                if not await customer.book(hold.state):
                    ledger.violations.append(f"hold {hold.key} of {hold.state} has expired and blocks")
        elif hold.state.calendar_id != group:
            live += 1
            if await customer.book(hold.state) and utc_now() < hold.expires_at:
                ledger.violations.append(f"hold {hold.key} is live and its time was booked")
            await customer.confirm(hold)
    await customer.leave()
    return expired, live


async def _age(url: str, holds: list[Hold]) -> None:
    connection = await asyncpg.connect(url)
    try:
        for hold in holds:
            hold.expires_at = min(hold.expires_at, utc_now() - timedelta(seconds=1))
            await connection.execute(
                "UPDATE busy_intervals SET expires_at = $2 WHERE id = $1 AND kind = 'hold'",
                hold.id,
                hold.expires_at,
            )
    finally:
        await connection.close()


async def run(seconds: float, clients: int, calendars: int, every: float) -> tuple[Ledger, str]:
    """The ledger with every violation found, and a report."""
    ledger = Ledger()
    async with running() as house:
        shop, buffers = await open_shop(house.url, calendars)
        began = time.monotonic()
        customers = [Customer(number, house.ports, shop, ledger) for number in range(1, clients + 1)]
        async with asyncio.TaskGroup() as group:
            for customer in customers:
                group.create_task(customer.live(began + seconds))
            group.create_task(kill_in_turn(house, began + seconds, every))
        took = time.monotonic() - began
        expired, live = await check_holds(house, shop, ledger)
        found = await read(house.url, shop.id, buffers)
        ledger.violations += audit(found, ledger)
    ledger.violations += [f"a request crashed: {crash}" for crash in house.crashes]
    kills = [
        f"{victim}: {len(each)} kills, ready again after {min(each):.1f}-{max(each):.1f} s"
        for victim, each in house.recoveries.items()
    ]
    rows = f"{len(found.appointments):,} appointments, {len(found.history):,} lines of history"
    report = [
        f"{clients} clients, {SERVERS} servers, {calendars} calendars, {took:.0f} s",
        *kills,
        ledger.table(),
        f"operations: {ledger.operations():,} ({ledger.operations() / took:.0f}/s)",
        f"in the database: {rows}; holds asked over: {expired} expired, {live} live",
        summary(ledger.violations),
    ]
    return ledger, "\n".join(report)


def main() -> None:
    parser = argparse.ArgumentParser(
        description="Book while everything is being killed, then check the books."
    )
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--calendars", type=int, default=10, help="3 at least")
    parser.add_argument("--every", type=float, default=3, help="seconds between a recovery and the next kill")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    ledger, report = uvloop.run(run(options.seconds, options.clients, options.calendars, options.every))
    print(report)
    sys.exit(1 if ledger.violations else 0)


if __name__ == "__main__":
    main()
