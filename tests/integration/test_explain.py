"""The hot statements find their rows by index among a million, whatever plan the server chooses."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.db.query import Command
from app.runtime.upkeep import run_round
from app.scheduling.calendar_rows import COUNTED
from app.scheduling.claims import _CLEAR, _IN_THE_WAY
from app.scheduling.loading import _DAYS, _SETUPS
from app.tenancy.api_keys import _LOOK_UP
from tests.support import factories
from tests.support.desk import SERIES, WAITLIST, away, confirm, free, held, time_off_of, waits
from tests.support.factories import APPOINTMENTS, OVERRIDES, SETTINGS, body, local, made, problem
from tests.support.servers import PostgresServer, connected

ONE_MAJOR = True
ROWS = 1_000_000
CALENDARS = 1000
SINCE = datetime(2027, 1, 12, tzinfo=UTC)
LARGE = {
    *("busy_intervals", "appointments", "business_calendars", "api_keys", "opening_hours_overrides"),
    "waitlist_entries",
}

DROPPED = ["idx_appointments_calendar_starts", "idx_appointments_business_starts"]
# Without triggers and foreign keys, and with the large indexes built at the end: a third of the time.
FILL = f"""
INSERT INTO business (name, phone_number)
    SELECT 'עסק ' || i, '+97250' || i FROM generate_series(1, {CALENDARS}) i;
SET session_replication_role = replica;
INSERT INTO api_keys (business_id, role, name, prefix, key_hash)
    SELECT id, 'agent', 'k', 'luach_', sha256(id::text::bytea) FROM business;
INSERT INTO opening_hours_overrides (business_id, calendar_id, day, windows)
    SELECT business_id, id, '2027-01-01'::date + d, '[]' FROM business_calendars, generate_series(0, 9) d;
INSERT INTO waitlist_entries (business_id, calendar_id, wanted, customer_name, status)
    SELECT c.business_id, CASE WHEN n % 3 > 0 THEN c.id END, tstzrange(at, at + interval '9 hours'), 'רון',
           CASE WHEN n % 10 = 0 THEN 'waiting' ELSE 'booked' END
    FROM business_calendars c, generate_series(0, 99) n,
         LATERAL (SELECT timestamptz '2027-01-12 06:00+00' + n * interval '1 day' AS at) at;
DROP INDEX {", ".join(DROPPED)};
INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, starts_at, ends_at)
    SELECT c.business_id, c.id, 'פגישה', t AT TIME ZONE 'UTC', t AT TIME ZONE 'UTC' + interval '1 hour',
           t, t + interval '1 hour'
    FROM business_calendars c, generate_series(0, {ROWS // CALENDARS - 1}) n,
         LATERAL (SELECT timestamptz '2026-12-01 06:00+00' + n * interval '1 hour' AS t) at;
ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_no_overlap;
INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, starts_at, ends_at)
    SELECT business_id, calendar_id, tstzrange(starts_at, ends_at), 'appointment', starts_at, ends_at
    FROM appointments;
"""  # noqa: S608 - our own numbers


@pytest.fixture
async def full(postgres: PostgresServer, migrated_template: str) -> AsyncIterator[str]:
    """URL of a database with a million appointments."""
    url = postgres.create_database(template=migrated_template)
    async with connected(url) as connection:
        constraint = await connection.fetchval(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'busy_intervals_no_overlap'"
        )
        indexes = await connection.fetch(
            "SELECT indexdef FROM pg_indexes WHERE indexname = ANY ($1)", DROPPED
        )
        await connection.execute("SET maintenance_work_mem = '512MB'")
        await connection.execute(FILL)
        await connection.execute(
            f"ALTER TABLE busy_intervals ADD CONSTRAINT busy_intervals_no_overlap {constraint}"
        )
        for index in indexes:
            await connection.execute(index["indexdef"])
        await connection.execute("VACUUM ANALYZE")
    yield url
    postgres.drop_database(url)


def days(calendars: list[int], count: int, without: int | None) -> dict[str, object]:
    return {
        "business": 500,
        "calendars": calendars,
        "since": SINCE.date(),
        "until": SINCE.date() + timedelta(days=count),
        "low": SINCE,
        "high": SINCE + timedelta(days=count),
        "duration": None,
        "now": SINCE,
        "without": without,
        "holder": "x",
        "hold": None,
    }


HOT: list[tuple[Command, dict[str, object]]] = [
    (
        _SETUPS,
        {
            "business": 500,
            "calendars": [500],
            "since": SINCE.date(),
            "until": SINCE.date() + timedelta(days=14),
        },
    ),
    (_DAYS, days([500], 2, None)),
    (_DAYS, days(list(range(500, 510)), 30, 7)),
    (COUNTED, days([500], 2, None)),
    (_IN_THE_WAY, {"calendar": 500, "since": SINCE, "until": SINCE + timedelta(hours=1), "now": SINCE}),
    (_CLEAR, {"calendars": [500], "since": SINCE, "until": SINCE + timedelta(hours=1), "now": SINCE}),
    (_LOOK_UP, {"key_hash": b"x" * 32}),
]


async def test_no_statement_reads_a_large_table_from_end_to_end(postgres: PostgresServer, full: str) -> None:
    """One test: a database of this size is made once, not by each of a run's workers."""
    for statement, parameters in HOT:
        await check_plans(postgres, full, statement, parameters)
    for mode in ("force_custom_plan", "force_generic_plan"):
        await check_operations(full, mode)


async def check_plans(
    postgres: PostgresServer, url: str, statement: Command, parameters: dict[str, object]
) -> None:
    values = [parameters[name] for name in statement._names]
    async with connected(url) as connection:
        plan = await connection.fetchval(f"EXPLAIN (FORMAT JSON) {statement.positional}", *values)
    assert scanned(json.loads(plan)) == set()
    # What the server may change to once a statement has run some times.
    generic = postgres.psql(url, "-c", f"EXPLAIN (GENERIC_PLAN, FORMAT JSON) {statement.positional}")
    assert scanned(json.loads(generic)) == set()


def scanned(plan: Any) -> set[str]:
    """The large tables that a plan reads from end to end."""
    if isinstance(plan, list):
        return {table for part in plan for table in scanned(part)}
    if not isinstance(plan, dict):
        return set()
    found = {table for part in plan.values() for table in scanned(part)}
    if plan.get("Node Type") == "Seq Scan" and plan["Relation Name"] in LARGE:
        found.add(plan["Relation Name"])
    return found


async def check_operations(full: str, mode: str) -> None:
    async with connected(full) as connection:
        name = await connection.fetchval("SELECT current_database()")
        await connection.execute(f"ALTER DATABASE {name} SET plan_cache_mode = {mode}")
    before = await scans(full)
    async with factories.running(full) as service:
        house = await service.house()
        caller = house.owner
        span = {"since": local(12, "00:00"), "until": local(20, "00:00")}
        pool = {"since": local(19, "00:00"), "until": local(20, "00:00")}
        booked = await house.booked(local(12, "10:00"))
        problem(await house.booking(local(12, "10:00")), 409, "slot_taken")
        kept = await held(house, local(13, "10:00"))
        body(await confirm(house, kept["id"]), 201)
        await waits(house, local(12, "00:00"), local(13, "00:00"))
        await made(caller, WAITLIST, {**pool, "customer_name": "רון"})
        body(await caller.get(WAITLIST, params={"limit": 1, "status": "waiting"}))
        body(await caller.patch(SETTINGS, {"slot_step_minutes": 30}))
        body(await caller.put(f"{OVERRIDES}/2027-01-12", {"windows": [["09:00", "12:00"]]}))
        assert len(body(await caller.get(APPOINTMENTS, params=span))["data"]) == 2
        here = {**span, "calendar_id": house.default_calendar, "limit": 1}
        assert body(await caller.get(APPOINTMENTS, params=here))["has_more"]
        place = f"{APPOINTMENTS}/{booked['id']}"
        body(await caller.post(f"{place}/reschedule", {"starts_at": local(14, "10:00")}))
        body(await caller.post(f"{place}/cancel"))
        assert len(body(await caller.get(f"{place}/history"))["data"]) == 3
        off = await away(house, local(17, "00:00"), local(18, "00:00"))
        body(await caller.get(time_off_of(house.default_calendar), params=span))
        body(await caller.delete(f"{time_off_of(house.default_calendar)}/{off['id']}"), 204)
        await free(house, "2027-01-18")
        series = {"starts_at": local(19, "13:00"), "rrule": "FREQ=DAILY;COUNT=2", "customer_name": "x"}
        made_series = await made(caller, SERIES, series)
        body(await caller.get(f"{SERIES}/{made_series['id']}"))
        body(await caller.post(f"{SERIES}/{made_series['id']}/cancel"))
        body(await caller.patch(SETTINGS, {"timezone": "Europe/London"}))
        await run_round(service.state)
    assert await scans(full) == before


async def scans(url: str) -> dict[str, int]:
    """The number of sequential scans of each large table; a connection reports them when it is closed."""
    async with connected(url) as connection:
        rows = await connection.fetch("SELECT relname, seq_scan FROM pg_stat_user_tables")
    return {row["relname"]: row["seq_scan"] for row in rows if row["relname"] in LARGE}
