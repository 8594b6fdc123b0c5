"""Hosts as they are: busy, half migrated, with rows that contradict us, without the tables we expect."""

import asyncio
import time
from collections.abc import Callable

import asyncpg
import pytest
import structlog

from app.migrations import STEPS, apply_migrations
from app.migrations.parts.batches import Batches
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Column, ConcurrentIndex, Index, Table
from app.migrations.running import locks
from app.migrations.running.inspection import verify_steps
from app.migrations.running.preflight import HostRefused
from app.migrations.running.runner import Runner
from tests.integration.migrating import until
from tests.support.servers import PostgresServer, connected

MakeLegacy = Callable[..., str]
ONLY_115 = tuple(step for step in STEPS if step.migration == 115)


async def test_a_lock_held_by_others_is_waited_for_in_short_tries(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=20, appointments_per_business=5)
    async with connected(url) as holder, connected(url) as reader:
        await holder.execute("SET application_name = 'nightly report'")
        await holder.execute("BEGIN")
        await holder.execute("SELECT count(*) FROM appointments")
        with structlog.testing.capture_logs() as logs:
            work = asyncio.create_task(apply_migrations(url))
            waits: list[float] = []
            while len([line for line in logs if line["event"] == "migration_retry"]) < 4:
                begun = time.perf_counter()
                await reader.fetch("SELECT id FROM appointments LIMIT 1")
                waits.append(time.perf_counter() - begun)
                await asyncio.sleep(0.005)
            await holder.execute("COMMIT")
            assert set(await work) == {step.name for step in STEPS}
        retries = [line for line in logs if line["event"] == "migration_retry"]
        assert all(line["table"] == "appointments" for line in retries)
        assert any("nightly report" in blocker for line in retries for blocker in line["blockers"])
        assert len(waits) > 50, "readers went on between the tries"


async def test_the_time_for_a_lock_is_bounded_and_the_holder_named(
    legacy_database: MakeLegacy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "BUDGET_SECONDS", 0.5)
    url = legacy_database(businesses=5, appointments_per_business=5)
    async with connected(url) as holder:
        await holder.execute("SET application_name = 'stuck client'")
        await holder.execute("BEGIN")
        await holder.execute("LOCK TABLE appointments IN ACCESS SHARE MODE")
        report = await Runner(url, None, STEPS).run()
        assert set(report.failed) == {"115_appointments_calendar_id"}
        assert "stuck client" in report.failed["115_appointments_calendar_id"]
        assert "117_api_keys_table" in report.applied
        await holder.execute("COMMIT")
    assert "115_appointments_calendar_id" in await apply_migrations(url)


async def test_a_lone_autovacuum_is_displaced_by_one_longer_try(
    legacy_database: MakeLegacy, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "AUTOVACUUM_SECONDS", 0.5)
    url = legacy_database(businesses=400, appointments_per_business=100)
    postgres.psql(postgres.admin_url, "-c", "ALTER SYSTEM SET autovacuum_naptime = '1s'")
    postgres.psql(postgres.admin_url, "-c", "SELECT pg_reload_conf()")
    try:
        async with connected(url) as connection:
            # The slowest there is: 100 ms of sleep for every page.
            await connection.execute(
                "ALTER TABLE appointments SET (autovacuum_vacuum_threshold = 0,"
                " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                " autovacuum_vacuum_cost_limit = 1)"
            )
            await connection.execute("UPDATE appointments SET notes = 'x'")
            running = (
                "SELECT count(*) FROM pg_stat_activity a JOIN pg_locks l ON l.pid = a.pid AND l.granted"
                " WHERE a.backend_type = 'autovacuum worker' AND l.relation = 'appointments'::regclass"
            )
            async with asyncio.timeout(30):
                await until(lambda: connection.fetchval(running))
            with structlog.testing.capture_logs() as logs:
                report = await Runner(url, None, tuple(s for s in STEPS if s.migration in (1, 115))).run()
            assert report.failed == {}
            assert any(line["event"] == "migration_waits_for_autovacuum" for line in logs)
    finally:
        postgres.psql(postgres.admin_url, "-c", "ALTER SYSTEM RESET autovacuum_naptime")
        postgres.psql(postgres.admin_url, "-c", "SELECT pg_reload_conf()")


async def test_an_invalid_index_is_dropped_and_built_again(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=5, appointments_per_business=5)
    async with connected(url) as connection, connected(url) as holder:
        await connection.execute("ALTER TABLE appointments ADD COLUMN calendar_id integer")
        await holder.execute("BEGIN")
        await holder.execute("UPDATE appointments SET title = title WHERE id = 1")
        await connection.execute("SET lock_timeout = '200ms'")
        with pytest.raises(asyncpg.LockNotAvailableError):
            await connection.execute(
                "CREATE INDEX CONCURRENTLY idx_appointments_calendar_id ON appointments (calendar_id)"
            )
        await holder.execute("ROLLBACK")
        valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = 'idx_appointments_calendar_id'::regclass"
        assert await connection.fetchval(valid) is False
        await apply_migrations(url)
        assert await connection.fetchval(valid) is True
        key = (
            "SELECT confdeltype::text, convalidated FROM pg_constraint"
            " WHERE conname = 'appointments_calendar_id_fkey'"
        )
        assert [tuple(row) for row in await connection.fetch(key)] == [("n", True)], (
            "the found column got its key"
        )


async def test_a_foreign_index_under_our_name_is_refused_not_replaced(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=5, appointments_per_business=5)
    async with connected(url) as connection:
        await connection.execute("CREATE INDEX idx_appointments_calendar_id ON appointments (title)")
        report = await Runner(url, None, STEPS).run()
        assert "another definition" in report.failed["115_appointments_calendar_id"]
        assert await connection.fetchval("SELECT to_regclass('idx_appointments_calendar_id') IS NOT NULL")


async def test_duplicate_defaults_are_kept_and_the_higher_priority_wins(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=4, appointments_per_business=5)
    calendars = next(
        part
        for step in ONLY_115
        for part in step.parts
        if isinstance(part, Table) and part.name == "business_calendars"
    )
    async with connected(url) as connection:
        await connection.execute(calendars.sql()[0])
        await connection.execute(
            """
            INSERT INTO business_calendars (business_id, name, type_key, priority) VALUES
            (1, 'low', 'default', 1), (1, 'high', 'default', 5), (1, 'high too', 'default', 5),
            (2, 'other', 'moving', 9)"""
        )
        await apply_migrations(url)
        names = await connection.fetch(
            "SELECT DISTINCT c.name FROM appointments a JOIN business_calendars c ON c.id = a.calendar_id"
            " WHERE a.business_id = 1"
        )
        assert [row["name"] for row in names] == ["high"]
        defaults = "SELECT count(*) FROM business_calendars WHERE business_id = $1 AND type_key = 'default'"
        assert await connection.fetchval(defaults, 1) == 3
        assert await connection.fetchval(defaults, 2) == 0, "a business with a calendar gets no other"
        assert await connection.fetchval(defaults, 3) == 1
        linked = await connection.fetch(
            "SELECT DISTINCT c.name FROM appointments a LEFT JOIN business_calendars c"
            " ON c.id = a.calendar_id WHERE a.business_id = 2"
        )
        assert [row["name"] for row in linked] == ["other"]
        notes = [finding for finding in await verify_steps(url, STEPS) if "left out" in finding.problem]
        assert [note.drift for note in notes] == [False]


async def test_missing_base_tables_block_and_do_not_fail(
    empty_database: str, postgres: PostgresServer
) -> None:
    report = await Runner(empty_database, None, ONLY_115).run()
    assert report.applied == ()
    assert report.failed == {}
    assert report.blocked["115_business_calendars_table"] == "waits for 001_business_table"
    detached = tuple(
        Step(s.name, s.title, s.parts, tuple(a for a in s.after if a.startswith("115")), (), s.needs, s.gate)
        for s in ONLY_115
    )
    report = await Runner(empty_database, None, detached).run()
    assert report.blocked["115_business_calendars_table"] == "base table business is missing"
    await apply_migrations(empty_database)
    async with connected(empty_database) as connection:
        statuses = await connection.fetch("SELECT DISTINCT status FROM migrations_applied")
        assert [row["status"] for row in statuses] == ["done"]


async def test_settings_keyed_by_business_id_serve_as_well(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=8, appointments_per_business=5)
    async with connected(url) as connection:
        await connection.execute("ALTER TABLE business_settings RENAME COLUMN tenant_id TO business_id")
        report = await Runner(url, None, STEPS).run()
        assert (report.failed, report.blocked) == ({}, {})
        wrong = await connection.fetchval(
            """
            SELECT count(*) FROM business_calendars c LEFT JOIN business_settings s USING (business_id)
            WHERE c.default_duration_minutes <> coalesce(s.slot_size_min, 60)"""
        )
        assert wrong == 0
        zones = await connection.fetchval(
            """
            SELECT count(*) FROM appointments a JOIN business_settings s USING (business_id)
            WHERE a.title LIKE '%לקוח%' AND a.starts_at <> a.start_time AT TIME ZONE s.timezone"""
        )
        assert zones == 0


async def test_rows_that_cannot_be_changed_fail_the_step_and_are_counted(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE things (id integer PRIMARY KEY, done boolean)")
        await connection.execute("INSERT INTO things SELECT n, FALSE FROM generate_series(1, 10) n")
        fill = Batches(
            "things",
            pending="NOT t.done",
            statements=("UPDATE things SET done = TRUE WHERE id = ANY($1) AND NOT done AND id <> 7",),
        )
        report = await Runner(empty_database, None, (Step("201_fill", "fill", (fill,)),)).run()
        assert report.failed == {"201_fill": "1 or more rows of things could not be changed"}
        assert await connection.fetchval("SELECT count(*) FROM things WHERE done") == 9


async def test_a_missing_right_comes_with_the_grant(
    legacy_database: MakeLegacy, postgres: PostgresServer
) -> None:
    url = legacy_database(businesses=3, appointments_per_business=1)
    role = "weak_" + url.partition("@/")[2].partition("?")[0]
    postgres.psql(url, "-c", f"CREATE ROLE {role} LOGIN", "-c", f"GRANT CREATE ON SCHEMA public TO {role}")
    try:
        with pytest.raises(HostRefused, match=f"GRANT postgres TO {role};"):
            await apply_migrations(url.replace("postgres@", f"{role}@"))
    finally:
        postgres.psql(url, "-c", f"DROP OWNED BY {role}", "-c", f"DROP ROLE {role}")


async def test_a_read_only_server_stops_everything(
    legacy_database: MakeLegacy, postgres: PostgresServer
) -> None:
    url = legacy_database(businesses=3, appointments_per_business=1)
    await apply_migrations(url, until="ready")
    extra = (
        *STEPS,
        Step("201_a", "a", (Table("a", columns={"id": "bigserial CONSTRAINT a_pkey PRIMARY KEY"}),)),
        Step("202_b", "b", (Table("b", columns={"id": "bigserial CONSTRAINT b_pkey PRIMARY KEY"}),)),
    )
    name = url.partition("@/")[2].partition("?")[0]
    postgres.psql(url, "-c", f"ALTER DATABASE {name} SET default_transaction_read_only = on")
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await Runner(url, None, extra).run()


async def test_an_index_waits_for_old_snapshots_and_blocks_nobody(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=20, appointments_per_business=5)
    steps = (
        Step("201_index", "x", (ConcurrentIndex(Index("idx_title", "appointments", ("title",))),)),
        Step("202_column", "y", (Column("appointments", "extra", "text"),), follows=("201_index",)),
    )
    async with connected(url) as holder, connected(url) as writer:
        await holder.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await holder.execute("SELECT count(*) FROM business")
        work = asyncio.create_task(Runner(url, None, steps).run())
        building = "SELECT count(*) FROM pg_stat_progress_create_index"
        await until(lambda: writer.fetchval(building))
        for _ in range(5):
            await writer.execute("UPDATE appointments SET title = title || '.' WHERE id = 1")
        assert not work.done()
        await holder.execute("COMMIT")
        assert (await work).applied == ("201_index", "202_column")
