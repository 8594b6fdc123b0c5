"""Readiness means safety: what takes time is known before the first request is served."""

import asyncio
from collections.abc import Callable

import asyncpg
import pytest

from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.parts.batches import Batches
from app.migrations.running import background, locks
from app.migrations.running.runner import Runner
from tests.integration.migrating import until
from tests.support.servers import connected

MakeLegacy = Callable[..., str]
COMING_UNFILLED = """
    SELECT count(*) FROM appointments
    WHERE end_time > now() + interval '2 days' AND (starts_at IS NULL OR calendar_id IS NULL)"""
INSERT_COMING = """
    INSERT INTO appointments (business_id, title, start_time, end_time)
    SELECT 1, 'coming', day, day + interval '1 hour'
    FROM generate_series(now()::timestamp(0) + interval '3 days', now()::timestamp(0) + interval '40 days',
                         interval '1 hour') day"""


async def host(make: MakeLegacy) -> str:
    """A host with history in the lower ids and coming appointments in the highest."""
    url = make(businesses=20, appointments_per_business=50)
    async with connected(url) as connection:
        await connection.execute(
            "UPDATE appointments SET start_time = start_time - interval '9 years',"
            " end_time = end_time - interval '9 years'"
        )
        await connection.execute(INSERT_COMING)
    return url


async def with_tables(make: MakeLegacy) -> str:
    """The host with all tables and triggers: adding a column would wait for any open transaction."""
    url = await host(make)
    steps = tuple(step for step in STEPS if step.name != "126_fill_coming")
    assert not (await Runner(url, None, steps).run("ready")).failed
    return url


async def test_coming_appointments_are_filled_before_the_service_is_ready(
    legacy_database: MakeLegacy,
) -> None:
    url = await host(legacy_database)
    await apply_migrations(url, until="ready")
    async with connected(url) as connection:
        assert await connection.fetchval(COMING_UNFILLED) == 0
        assert await connection.fetchval("SELECT count(*) FROM appointments WHERE starts_at IS NULL") > 0
        taken = await connection.fetchval(
            "SELECT count(*) FROM appointments a JOIN busy_intervals i ON i.id = a.busy_interval_id"
            " WHERE a.title = 'coming' AND i.footprint = tstzrange(a.starts_at, a.ends_at)"
        )
        assert taken == 37 * 24 + 1


async def test_a_locked_row_of_the_past_does_not_hold_readiness_up(legacy_database: MakeLegacy) -> None:
    url = await with_tables(legacy_database)
    migrations = Migrations(url)
    async with connected(url) as holder, connected(url) as connection:
        await holder.execute("BEGIN")
        await holder.execute("SELECT FROM appointments WHERE id = 1 FOR UPDATE")
        await migrations.start()
        assert await migrations.wait_ready(60)
        assert await connection.fetchval(COMING_UNFILLED) == 0
        await holder.execute("ROLLBACK")
    await migrations.stop()


async def test_a_locked_row_does_not_stop_the_fill_of_all_others(legacy_database: MakeLegacy) -> None:
    url = await host(legacy_database)
    await apply_migrations(url, until="ready")
    async with connected(url) as holder, connected(url) as connection:
        await holder.execute("BEGIN")
        await holder.execute("SELECT FROM appointments WHERE id = 1 FOR UPDATE")
        work = asyncio.create_task(apply_migrations(url))
        left = "SELECT count(*) = 1 FROM appointments WHERE starts_at IS NULL"
        await asyncio.wait_for(until(lambda: connection.fetchval(left)), 60)
        assert not work.done()
        await holder.execute("ROLLBACK")
        await work
        assert await connection.fetchval("SELECT count(*) FROM appointments WHERE starts_at IS NULL") == 0


async def test_a_locked_coming_row_holds_readiness_up_and_nothing_else(
    legacy_database: MakeLegacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "BUDGET_SECONDS", 0.5)
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.2, 0.2))
    url = await with_tables(legacy_database)
    migrations = Migrations(url)
    async with connected(url) as holder, connected(url) as connection:
        await holder.execute("SET application_name = 'open form'")
        await holder.execute("BEGIN")
        await holder.execute("SELECT FROM appointments ORDER BY id DESC LIMIT 1 FOR UPDATE")
        await migrations.start()

        async def told() -> bool:
            return any("open form" in sentence for _, sentence in migrations.state.failed)

        await asyncio.wait_for(until(told), 60)
        assert not migrations.state.ready
        assert await connection.fetchval(COMING_UNFILLED) == 1
        await holder.execute("ROLLBACK")
        assert await migrations.wait_ready(60)
        assert await connection.fetchval(COMING_UNFILLED) == 0
    await migrations.stop()


async def test_a_full_disk_is_not_ready_and_goes_on_when_there_is_room(
    legacy_database: MakeLegacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.2, 0.2))
    url = await host(legacy_database)
    await apply_migrations(url, until="ready")
    async with connected(url) as connection:
        # The server's own error, raised where the first byte of a coming appointment would be written.
        await connection.execute("DELETE FROM migrations_applied WHERE name = '126_fill_coming'")
        await connection.execute("ALTER TABLE appointments DISABLE TRIGGER luach_appointment_written")
        await connection.execute(INSERT_COMING)
        await connection.execute("ALTER TABLE appointments ENABLE TRIGGER luach_appointment_written")
        await connection.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left' USING ERRCODE = '53100'; END $$"
        )
        await connection.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON busy_intervals EXECUTE FUNCTION full_disk()"
        )
        migrations = Migrations(url)
        await migrations.start()

        async def told() -> bool:
            return any("No space left" in sentence for _, sentence in migrations.state.failed)

        await asyncio.wait_for(until(told), 60)
        assert not migrations.state.ready
        await connection.execute("DROP TRIGGER full_disk ON busy_intervals")
        assert await migrations.wait_ready(60)
        assert await connection.fetchval(COMING_UNFILLED) == 0
        await migrations.stop()


async def test_a_sweep_finds_unfilled_rows_by_an_index_and_comes_each_minute(
    legacy_database: MakeLegacy,
) -> None:
    url = legacy_database(businesses=20, appointments_per_business=50)
    await apply_migrations(url)
    assert background.SWEEP_SECONDS <= 60
    (fill,) = next(step for step in STEPS if step.name == "116_fill_instants").parts
    assert isinstance(fill, Batches)
    async with connected(url) as connection:
        sought = f"EXPLAIN SELECT EXISTS (SELECT FROM appointments t WHERE {fill.pending})"  # noqa: S608
        plan = [row[0] for row in await connection.fetch(sought)]
        assert any("idx_appointments_unfilled" in line for line in plan), plan


async def test_old_code_that_inserts_a_taken_time_meanwhile_is_seen(legacy_database: MakeLegacy) -> None:
    """The trigger completes rows that old code writes between the fill and readiness."""
    url = await host(legacy_database)
    await apply_migrations(url, until="ready")
    async with connected(url) as connection:
        await connection.execute(INSERT_COMING)
        assert await connection.fetchval(COMING_UNFILLED) == 0
        with pytest.raises(asyncpg.ExclusionViolationError):
            await connection.execute(
                "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind)"
                " SELECT business_id, calendar_id, footprint, 'time_off' FROM busy_intervals"
                " WHERE lower(footprint) > now() AND exclusive LIMIT 1"
            )
