"""A host whose business_settings is keyed by business_id: Luach and the host's old code both work on it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import pytest

from app.core.principal import BusinessId, Role
from app.migrations import STEPS, apply_migrations
from app.migrations.running.inspection import plan_steps, verify_steps
from app.migrations.running.undo import steps_to_undo, undo_steps
from app.tenancy.api_keys import create_key
from tests.integration.migrating import HOST_COLUMNS
from tests.support.factories import (
    APPOINTMENTS,
    SETTINGS,
    SLOTS,
    WEEK,
    Caller,
    Service,
    body,
    local,
    made,
    running,
)
from tests.support.servers import connected

MakeLegacy = Callable[..., str]
STEP = "119_settings_key"
AFTER = "128_zone_mended"
"""It needs the key, so it is undone with it."""
OUT_OF_STEP = "SELECT count(*) FROM business_settings WHERE tenant_id IS DISTINCT FROM business_id"
COLUMNS = """
    SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'business_settings'::regclass AND attnum > 0 AND NOT attisdropped"""
OURS = """
    SELECT tgname FROM pg_trigger WHERE tgrelid = 'business_settings'::regclass AND tgname LIKE 'luach_set%'
    UNION ALL SELECT proname FROM pg_proc WHERE proname = 'luach_settings_key'
    UNION ALL SELECT indexname FROM pg_indexes WHERE indexname = 'idx_business_settings_tenant'"""


@pytest.fixture
async def host(legacy_database: MakeLegacy) -> str:
    """URL of a host with data, its settings keyed by business_id; business 10 has none."""
    url = legacy_database(businesses=12, appointments_per_business=5)
    async with connected(url) as connection:
        await connection.execute("ALTER TABLE business_settings RENAME COLUMN tenant_id TO business_id")
    return url


@pytest.fixture
async def adopted(host: str) -> str:
    await apply_migrations(host)
    return host


@pytest.fixture
async def service(adopted: str) -> AsyncIterator[Service]:
    async with running(adopted) as running_service:
        yield running_service


async def caller(service: Service, business: int) -> Caller:
    async with service.database.transaction() as session:
        key = await create_key(session, BusinessId(business), Role.OWNER, "owner")
    return Caller(service.client, key.secret)


async def host_rows(connection: asyncpg.Connection) -> list[str]:
    columns = HOST_COLUMNS["business_settings"].replace("tenant_id", "business_id")
    rows = await connection.fetch(
        f"SELECT t::text FROM (SELECT {columns} FROM business_settings) t ORDER BY 1"  # noqa: S608
    )
    return [row[0] for row in rows]


async def both_keys(connection: asyncpg.Connection, timezone: str) -> list[tuple[int, int]]:
    found = await connection.fetch(
        "SELECT business_id, tenant_id FROM business_settings WHERE timezone = $1 ORDER BY 1", timezone
    )
    return [tuple(row) for row in found]


async def new_business(connection: asyncpg.Connection) -> int:
    number: int = await connection.fetchval("INSERT INTO business (name) VALUES ('דנה') RETURNING id")
    return number


async def test_the_second_key_comes_with_every_row_and_changes_no_byte_of_the_host(host: str) -> None:
    async with connected(host) as connection:
        before, shape = await host_rows(connection), await connection.fetchval(COLUMNS)
        (planned,) = [step for step in await plan_steps(host, STEPS) if step.step == STEP]
        assert [part.kind for part in planned.parts] == ["tx", "concurrent_index", "batches"]
        assert planned.gate
        assert set(await apply_migrations(host)) == {step.name for step in STEPS}
        assert await connection.fetchval(COLUMNS) == f"{shape},tenant_id"
        assert len(before) > 5
        assert await connection.fetchval(OUT_OF_STEP) == 0
        assert await host_rows(connection) == before
        assert await apply_migrations(host) == []
        assert await verify_steps(host, STEPS) == []


async def test_a_host_with_tenant_id_gets_nothing_and_undo_leaves_its_key(
    legacy_database: MakeLegacy, tmp_path: Path
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=1)
    async with connected(url) as connection:
        # Even one that has a business_id of its own beside it, meaning something else.
        await connection.execute("ALTER TABLE business_settings ADD COLUMN business_id integer")
        shape = await connection.fetchval(COLUMNS)
        await apply_migrations(url)
        assert await connection.fetch(OURS) == []
        assert await verify_steps(url, STEPS) == []
        await undo_steps(url, None, steps_to_undo(STEPS, STEP), tmp_path / "undone.jsonl")
        assert await connection.fetchval(COLUMNS) == shape
        assert await connection.fetchval("SELECT count(*) FROM business_settings WHERE tenant_id > 0") == 5
        assert await apply_migrations(url) == [STEP, AFTER]


async def test_undo_takes_the_second_key_away_and_a_start_brings_it_back(host: str, tmp_path: Path) -> None:
    async with connected(host) as connection:
        before, shape = await host_rows(connection), await connection.fetchval(COLUMNS)
        await apply_migrations(host)
        await undo_steps(host, None, steps_to_undo(STEPS, STEP), tmp_path / "undone.jsonl")
        assert await connection.fetchval(COLUMNS) == shape
        assert await connection.fetch(OURS) == []
        assert await host_rows(connection) == before
        assert await verify_steps(host, STEPS) == []
        assert await apply_migrations(host) == [STEP, AFTER]
        assert await connection.fetchval(OUT_OF_STEP) == 0


async def test_what_was_lost_is_drift_and_comes_back(adopted: str) -> None:
    async with connected(adopted) as connection:
        await connection.execute("DROP TRIGGER luach_settings_key ON business_settings")
        await connection.execute("UPDATE business_settings SET tenant_id = NULL WHERE business_id = 1")
        findings = await verify_steps(adopted, STEPS)
        assert {finding.step for finding in findings} == {STEP}
        await connection.execute("DELETE FROM migrations_applied WHERE name = $1", STEP)
        assert await apply_migrations(adopted) == [STEP]
        assert await verify_steps(adopted, STEPS) == []
        assert await connection.fetchval(OUT_OF_STEP) == 0


@pytest.mark.parametrize("business", [1, 10], ids=["with settings", "without settings"])
async def test_settings_slots_and_booking_work_over_the_api(service: Service, business: int) -> None:
    owner = await caller(service, business)
    change = {
        "opening_hours": WEEK,
        "timezone": "Asia/Jerusalem",
        "slot_step_minutes": 20,
        "min_notice_minutes": 0,
    }
    body(await owner.get(SETTINGS))
    for _ in range(2):
        changed = body(await owner.patch(SETTINGS, {**change, "booking_window_days": 90}))
        assert (changed["slot_step_minutes"], changed["booking_window_days"]) == (20, 90)
    assert body(await owner.get(SETTINGS)) == changed
    dates = {"date_from": "2027-01-11", "date_to": "2027-01-11"}
    slots = body(await owner.get(SLOTS, params=dates))["slots"]
    assert slots
    booked = await made(owner, APPOINTMENTS, {"starts_at": slots[0]["starts_at"], "customer_name": "דנה לוי"})
    assert booked["timezone"] == "Asia/Jerusalem"
    assert body(await owner.get(f"{APPOINTMENTS}/{booked['id']}"))["starts_at"] == booked["starts_at"]
    left = body(await owner.get(SLOTS, params=dates))["slots"]
    assert slots[0]["starts_at"] not in [slot["starts_at"] for slot in left]
    async with connected(service.database_url) as connection:
        count = "SELECT count(*) FROM business_settings WHERE business_id = $1 AND tenant_id = $1"
        assert await connection.fetchval(count, business) == 1


async def test_a_business_that_the_api_makes_has_its_settings_under_the_hosts_key(service: Service) -> None:
    house = await service.house(slot_step_minutes=30)
    assert (await house.booked(local(11, "09:00")))["starts_at"] == local(11, "09:00")
    async with service.database.transaction() as session:
        key = await create_key(session, None, Role.SYSTEM_ADMIN, "operator")
    admin = Caller(service.client, key.secret)
    made_one = await made(admin, "/api/businesses", {"name": "סטודיו", "timezone": "Pacific/Apia"})
    async with connected(service.database_url) as connection:
        assert await both_keys(connection, "Pacific/Apia") == [(made_one["id"], made_one["id"])]
        old = "SELECT slot_size_min FROM business_settings WHERE business_id = $1"
        assert await connection.fetchval(old, house.id) == 30


async def test_old_code_makes_and_changes_businesses_that_the_api_serves(service: Service) -> None:
    async with connected(service.database_url) as connection:
        number = await new_business(connection)
        await connection.execute(
            "INSERT INTO business_settings (business_id, timezone) VALUES ($1, 'Pacific/Apia')", number
        )
        owner = await caller(service, number)
        assert body(await owner.get(SETTINGS))["timezone"] == "Pacific/Apia"
        await connection.execute(
            """
            INSERT INTO business_settings (business_id, timezone) VALUES ($1, 'Asia/Tokyo')
            ON CONFLICT (business_id) DO UPDATE SET timezone = excluded.timezone""",
            number,
        )
        assert body(await owner.get(SETTINGS))["timezone"] == "Asia/Tokyo"
        change = (
            "UPDATE business_settings SET timezone = 'Europe/Rome', slot_size_min = 25 WHERE business_id = $1"
        )
        await connection.execute(change, number)
        found = body(await owner.get(SETTINGS))
        assert (found["timezone"], found["slot_step_minutes"]) == ("Europe/Rome", 25)
        await connection.execute("DELETE FROM business_settings WHERE business_id = $1", number)
        assert body(await owner.get(SETTINGS))["slot_step_minutes"] is None


async def test_first_changes_at_the_same_time_end_in_one_row(service: Service) -> None:
    async with connected(service.database_url) as connection:
        number = await new_business(connection)
        owner = await caller(service, number)
        answers = await asyncio.gather(
            *(owner.patch(SETTINGS, {"slot_step_minutes": n}) for n in range(10, 18))
        )
        assert [answer.status_code for answer in answers] == [200] * 8
        count = "SELECT count(*) FROM business_settings WHERE business_id = $1 AND tenant_id = $1"
        assert await connection.fetchval(count, number) == 1


async def test_old_code_may_copy_and_rename_rows_whatever_tenant_id_they_carry(adopted: str) -> None:
    async with connected(adopted) as connection:
        first, second, third = [await new_business(connection) for _ in range(3)]
        await connection.execute(
            "INSERT INTO business_settings (business_id, timezone) VALUES ($1, 'Pacific/Apia')", first
        )
        await connection.execute(
            "CREATE TEMPORARY TABLE copy AS SELECT * FROM business_settings WHERE business_id = $1", first
        )
        await connection.execute("UPDATE copy SET business_id = $1", second)
        await connection.execute("INSERT INTO business_settings SELECT * FROM copy")
        assert await both_keys(connection, "Pacific/Apia") == [(first, first), (second, second)]
        await connection.execute(
            "UPDATE business_settings SET business_id = $2 WHERE business_id = $1", second, third
        )
        assert await both_keys(connection, "Pacific/Apia") == [(first, first), (third, third)]


async def test_a_key_with_a_default_of_its_own_takes_what_we_write(host: str) -> None:
    async with connected(host) as connection:
        await connection.execute("CREATE SEQUENCE settings_numbers")
        default = (
            "ALTER TABLE business_settings ALTER COLUMN business_id SET DEFAULT nextval('settings_numbers')"
        )
        await connection.execute(default)
        await apply_migrations(host)
        number = await new_business(connection)
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, timezone) VALUES ($1, 'Pacific/Apia')", number
        )
        assert await both_keys(connection, "Pacific/Apia") == [(number, number)]


async def test_the_trigger_stops_no_statement_and_no_alter_of_the_host(adopted: str) -> None:
    async with connected(adopted) as connection:
        await connection.execute("ALTER TABLE business_settings ALTER COLUMN business_id TYPE bigint")
        await connection.execute("ALTER TABLE business_settings DROP COLUMN min_notice_min")
        await connection.execute("ALTER TABLE business_settings RENAME COLUMN business_id TO owner")
        number = await new_business(connection)
        await connection.execute("INSERT INTO business_settings (owner) VALUES ($1)", number)
        await connection.execute("UPDATE business_settings SET slot_size_min = 5 WHERE owner = $1", number)
        size = "SELECT slot_size_min FROM business_settings WHERE owner = $1"
        assert await connection.fetchval(size, number) == 5
