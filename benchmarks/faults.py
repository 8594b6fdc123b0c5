"""Customers on two servers while PostgreSQL and the servers are killed with -9, and an audit afterwards.

    python -m benchmarks.faults [--seconds 60 | --operations 1000000] [--clients 32] [--calendars 10]
                                [--every 3] [--host-rows 20000]

Two uvicorn processes adopt the database of a host on one embedded PostgreSQL with its durable settings, while
the host's old code goes on writing. In turn the first server, PostgreSQL (the postmaster and all its
processes) and the second server are killed and started again. Meanwhile the owner revokes keys and changes
the zone of the business. Every
answer goes into a ledger. When everything is up again, the database is compared with it. Exit code 1 on a
violation.
"""

import argparse
import asyncio
import logging
import sys
import time
from collections import Counter
from datetime import datetime, timedelta

import asyncpg
import structlog
import uvloop

from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import connect
from app.scheduling.calendars import create_calendar
from app.scheduling.opening import change_business_settings, change_calendar_settings
from app.scheduling.zone_changes import SETTLING_TIME, set_wall_clocks
from app.schemas.calendars import CalendarIn
from app.schemas.opening import BusinessSettingsChange, CalendarSettingsChange
from app.tenancy.api_keys import create_key
from benchmarks.faults_audit import audit, read, summary
from benchmarks.faults_clients import DAYS, Customer, Shop
from benchmarks.faults_host import OldCode, audit_host, make_host, read_host
from benchmarks.faults_house import SERVERS, House, running
from benchmarks.faults_ledger import Hold, Ledger
from benchmarks.faults_owner import Owner

PROGRAMS = 2
"""Connections of the host's old code."""

BUFFERS = (5, 10)
SEATS = 3
CHECKED_HOLDS = 60


async def adopt(
    house: House, business: int, ledger: Ledger, done: asyncio.Event, group: asyncio.TaskGroup
) -> list[OldCode]:
    """Start old code and then the servers, and kill one of them and PostgreSQL during the adoption."""
    opens = first_day()
    programs = [OldCode(house.url, business, opens, 96 * DAYS, ledger, seed) for seed in range(PROGRAMS)]
    for program in programs:
        group.create_task(program.live(done))
    house.servers = [house.serve(number) for number in range(SERVERS)]
    for victim in ("server 1", "PostgreSQL"):
        await asyncio.sleep(1)
        await house.kill(victim)
    return programs


def first_day() -> datetime:
    """The first moment that anybody asks for: midnight in a day that has not begun anywhere."""
    return utc_now().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=2)


async def open_shop(
    url: str, business: BusinessId, calendars: int
) -> tuple[Shop, str, dict[int, tuple[int, int]]]:
    """Open the business around the clock: the shop, its owner's key, and its calendars' buffers.

    The first calendar is the default one, in which old code writes; the second has buffers, the third seats.
    """
    database = connect(url, pool_size=1)
    try:
        async with database.transaction() as session:
            always = BusinessSettingsChange(always_open=True, slot_step_minutes=15, booking_window_days=400)
            await change_business_settings(session, business, always, utc_now())
            key = (await create_key(session, business, Role.AGENT, "customers")).secret
            owner = (await create_key(session, business, Role.OWNER, "owner")).secret
            default = await _default_calendar(url, business)
            buffers: dict[int, tuple[int, int]] = {default: (0, 0)}
            for number in range(1, calendars):
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
                    await change_calendar_settings(session, business, made.id, seats, utc_now())
    finally:
        await database.close()
    return Shop(business, key, list(buffers), first_day()), owner, buffers


async def _default_calendar(url: str, business: int) -> int:
    """Give the calendar that the adoption made appointments of 15 minutes; its id."""
    connection = await asyncpg.connect(url)
    try:
        made: int = await connection.fetchval(
            "UPDATE business_calendars SET default_duration_minutes = 15 WHERE business_id = $1 RETURNING id",
            business,
        )
        return made
    finally:
        await connection.close()


async def kill_in_turn(house: House, done: asyncio.Event, every: float) -> None:
    """Kill one process after another until `done` is set, each at least once."""
    victims = ["server 1", "PostgreSQL", "server 2"]
    count = 0
    while count < len(victims) or not done.is_set():
        await asyncio.sleep(every)
        await house.kill(victims[count % len(victims)])
        count += 1


async def finish(ledger: Ledger, done: asyncio.Event, seconds: float, operations: int) -> None:
    """Set `done` after `seconds` and, where `operations` are wanted, not before these are done."""
    began = time.monotonic()
    while time.monotonic() < began + seconds or ledger.operations() < operations:  # noqa: ASYNC110
        await asyncio.sleep(0.2)
    done.set()


async def settle(url: str) -> None:
    """Do what upkeep does a minute after a change of zone; it may be doing it at the same time."""
    database = connect(url, pool_size=2)
    try:
        async with database.read() as reader:
            while await reader.fetchval("SELECT count(*) FROM zone_changes"):
                async with database.transaction() as session:
                    await set_wall_clocks(session, (), utc_now() + 2 * SETTLING_TIME)
    finally:
        await database.close()


async def check_holds(house: House, shop: Shop, ledger: Ledger) -> tuple[int, int]:
    """Ask for the times of the first and the last remaining holds: only expired ones may give them up.

    Half of them are made to expire first, because a run may be shorter than the shortest hold. Returns
    how many expired and how many live ones were asked for.
    """
    left = [hold for hold in ledger.holds.values() if not hold.gone]
    left = [*left[:CHECKED_HOLDS], *left[CHECKED_HOLDS:][-CHECKED_HOLDS:]]
    await _age(house.url, left[::2])
    customer = Customer(0, house.ports, shop, ledger)
    wanted = Counter(state for booking in ledger.bookings.values() for state in booking.possible())
    wanted.update(hold.state for hold in ledger.holds.values())
    default, buffered, group = shop.calendars[:3]
    expired = live = 0
    for hold in left:
        if hold.expires_at <= utc_now():
            if await customer.confirm(hold):
                ledger.violations.append(f"hold {hold.key} was booked after it had expired")
            # At times that nobody else asks for, out of reach of old code and of neighbours' buffers.
            if wanted[hold.state] == 1 and hold.state.calendar_id not in {default, buffered}:
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


async def run(
    seconds: float, clients: int, calendars: int, every: float, *, host_rows: int, operations: int = 0
) -> tuple[Ledger, str]:
    """Run the benchmark: the violations found, and a report."""
    ledger, done = Ledger(), asyncio.Event()
    async with running() as house:
        business = BusinessId(await make_host(house.url, host_rows))
        async with asyncio.TaskGroup() as group:
            programs = await adopt(house, business, ledger, done, group)
            adopted = ledger.operations()
            shop, owner_key, buffers = await open_shop(house.url, business, calendars)
            began = time.monotonic()
            for number in range(1, clients + 1):
                group.create_task(Customer(number, house.ports, shop, ledger).live(done))
            owner = Owner(house.ports, business, owner_key, ledger)
            group.create_task(owner.live(done, every))
            group.create_task(kill_in_turn(house, done, every))
            group.create_task(finish(ledger, done, seconds, operations))
        took = time.monotonic() - began
        expired, live = await check_holds(house, shop, ledger)
        await settle(house.url)
        found = await read(house.url, shop.id, buffers)
        ledger.violations += audit(found, ledger)
        ledger.violations += audit_host(
            await read_host(house.url, business), programs, {shop.calendars[2]: SEATS}
        )
    ledger.violations += [f"a request crashed: {crash}" for crash in house.crashes]
    kills = [
        f"{victim}: {len(each)} kills, ready again after {min(each):.1f}-{max(each):.1f} s"
        for victim, each in house.recoveries.items()
    ]
    rows = (
        f"{len(found.appointments):,} appointments of customers and {len(found.host_rows):,} of old code, "
        f"{len(found.history):,} lines of history"
    )
    report = [
        f"{clients} clients, {SERVERS} servers, {calendars} calendars, {took:.0f} s",
        f"a host with {host_rows:,} appointments was adopted during {adopted} writes of its old code",
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
    parser.add_argument("--operations", type=int, default=0, help="go on until so many are done")
    parser.add_argument("--host-rows", type=int, default=20_000, help="appointments that the host has before")
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--calendars", type=int, default=10, help="3 at least")
    parser.add_argument("--every", type=float, default=3, help="seconds between a recovery and the next kill")
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    ledger, report = uvloop.run(run(**vars(options)))
    print(report)
    sys.exit(1 if ledger.violations else 0)


if __name__ == "__main__":
    main()
