"""Migration 115 as its own page promises it: the command, the log, one transaction per step, the way back."""

import asyncio
import os
import sys
from collections.abc import Callable

import asyncpg
import pytest
import structlog

from app.migrations import STEPS, MigrationFailed, apply_migrations
from app.migrations.running.one_transaction import SMALL_ROWS
from tests.integration.migrating import ROOT
from tests.support.servers import connected

MakeLegacy = Callable[..., str]
FIVE = [step.name for step in STEPS if step.migration == 115]


async def command(url: str, *arguments: str) -> tuple[int, str]:
    """Exit code and output of `python -m app.migrations`, which gets its database from the environment."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.migrations", *arguments),
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode()


async def transactions_of(connection: asyncpg.Connection, step: str) -> set[int]:
    """The transactions that wrote the step's tracking row and its history."""
    rows = await connection.fetch(
        "SELECT xmin::text::bigint AS x FROM migrations_applied WHERE name = $1"
        " UNION SELECT xmin::text::bigint FROM migrations_history WHERE name = $1",
        step,
    )
    return {row["x"] for row in rows}


async def test_the_bare_command_applies_everything(empty_database: str) -> None:
    code, out = await command(empty_database)
    assert code == 0, out
    assert all(f"applied  {step.name}" in out for step in STEPS)
    assert (await command(empty_database))[1].endswith("nothing to do\n")


async def test_apply_migrations_takes_the_database_from_the_settings(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert set(await apply_migrations()) == {step.name for step in STEPS}


async def test_apply_migrations_raises_when_a_step_failed_and_has_applied_the_others(
    empty_database: str,
) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE api_keys (unexpected text)")
        with pytest.raises(MigrationFailed, match="117_api_keys_table") as raised:
            await apply_migrations(empty_database)
        assert set(FIVE) <= set(raised.value.report.applied)
        await connection.execute("DROP TABLE api_keys")
    assert "117_api_keys_table" in await apply_migrations(empty_database)


@pytest.mark.parametrize("number", ["115", "117", "121"])
async def test_only_one_migration_brings_what_it_requires(empty_database: str, number: str) -> None:
    code, out = await command(empty_database, "up", "--only", number)
    assert code == 0, out
    names = [step.name for step in STEPS if step.migration == int(number)]
    assert all(f"applied  {name}" in out for name in names)
    assert "116_busy_intervals_table" not in out


async def test_the_log_says_that_115_began_and_is_complete_with_its_steps_between(
    legacy_database: MakeLegacy,
) -> None:
    url = legacy_database(businesses=20, appointments_per_business=10)
    with structlog.testing.capture_logs() as logs:
        await apply_migrations(url)
    said = [
        (line["event"], line.get("step") or line.get("migration"))
        for line in logs
        if line["event"] in ("migration_begun", "migration_complete", "migration_step_done")
    ]
    began, complete = said.index(("migration_begun", 115)), said.index(("migration_complete", 115))
    assert said[began + 1 : complete] == [("migration_step_done", name) for name in FIVE]


async def test_on_a_large_host_115_is_complete_only_after_its_last_step(
    legacy_database: MakeLegacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.migrations.running.one_transaction.SMALL_ROWS", 100)
    url = legacy_database(businesses=20, appointments_per_business=10)
    with structlog.testing.capture_logs() as logs:
        await apply_migrations(url)
    said = [(line["event"], line.get("step") or line.get("migration")) for line in logs]
    complete = said.index(("migration_complete", 115))
    assert said.index(("migration_begun", 115)) < said.index(("migration_step_started", FIVE[0]))
    assert all(said.index(("migration_step_done", name)) < complete for name in FIVE)


async def test_on_a_small_host_each_step_of_115_is_one_transaction(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=100, appointments_per_business=SMALL_ROWS // 100 - 1)
    async with connected(url) as connection:
        await apply_migrations(url, until="ready")
        await apply_migrations(url)
        transactions = [await transactions_of(connection, name) for name in FIVE]
        assert [len(one) for one in transactions] == [1] * 5
        assert len(set.union(*transactions)) == 5
        made = await connection.fetch(
            "SELECT relname, xmin::text::bigint AS x FROM pg_class WHERE relname = ANY($1)",
            ["business_calendars", "calendar_routing_rules", "idx_appointments_calendar_id"],
        )
        by_name = {row["relname"]: row["x"] for row in made}
        assert by_name["business_calendars"] in transactions[0]
        assert by_name["calendar_routing_rules"] in transactions[1]
        assert by_name["idx_appointments_calendar_id"] in transactions[2]
        calendars = await connection.fetch("SELECT DISTINCT xmin::text::bigint AS x FROM business_calendars")
        assert {row["x"] for row in calendars} == transactions[3]


async def test_only_115_on_a_small_host_links_in_one_transaction(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=30, appointments_per_business=20)
    async with connected(url) as connection:
        assert (await command(url, "up", "--only", "115"))[0] == 0
        linked = await connection.fetch("SELECT DISTINCT xmin::text::bigint AS x FROM appointments")
        assert {row["x"] for row in linked} == await transactions_of(connection, FIVE[4])
        assert await connection.fetchval("SELECT count(*) FROM appointments WHERE calendar_id IS NULL") == 0


async def test_a_locked_row_of_a_small_host_is_left_to_the_batches(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=10, appointments_per_business=5)
    async with connected(url) as holder, connected(url) as connection:
        await apply_migrations(url, until="ready")
        await holder.execute("BEGIN")
        await holder.execute("SELECT FROM appointments WHERE id = 1 FOR UPDATE")
        work = asyncio.create_task(apply_migrations(url))
        left = "SELECT count(*) FROM appointments WHERE calendar_id IS NULL"
        async with asyncio.timeout(60):
            while await connection.fetchval(left) != 1:  # noqa: ASYNC110 (it happens in another process)
                await asyncio.sleep(0.05)
        assert not work.done()
        await holder.execute("ROLLBACK")
        await work
        assert await connection.fetchval(left) == 0


async def test_a_failed_step_of_a_small_host_leaves_nothing_behind(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=10, appointments_per_business=5)
    async with connected(url) as connection:
        await connection.execute("CREATE INDEX idx_appointments_calendar_id ON appointments (title)")
        with pytest.raises(MigrationFailed, match="another definition"):
            await apply_migrations(url)
        column = (
            "SELECT count(*) FROM pg_attribute WHERE attrelid = 'appointments'::regclass AND attname = $1"
        )
        assert await connection.fetchval(column, "calendar_id") == 0
        await connection.execute("DROP INDEX idx_appointments_calendar_id")
        assert FIVE[4] in await apply_migrations(url)
