"""Start-up migrations on real servers: an empty database, an adopted host, several processes, failures."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Table
from app.migrations.running.runner import Runner
from tests.integration.migrating import (
    BACKGROUND,
    FILL_STEPS,
    child,
    fingerprint,
    output,
    until,
    value_when_there,
)
from tests.support.servers import PostgresServer, connected, database_name, sqlalchemy_url

NAMES = {step.name for step in STEPS}
SEED_STEPS = {
    "115_business_calendars_table",
    "115_calendar_routing_rules_table",
    "115_appointments_calendar_id",
    "115_default_calendars",
    "115_link_appointments",
}
MakeLegacy = Callable[..., str]


async def test_an_empty_database_gets_everything_once(empty_database: str) -> None:
    assert set(await apply_migrations(empty_database)) == NAMES
    assert NAMES >= SEED_STEPS
    assert await apply_migrations(sqlalchemy_url(empty_database)) == []
    async with connected(empty_database) as connection:
        statuses = await connection.fetch("SELECT DISTINCT status FROM migrations_applied")
        assert [row["status"] for row in statuses] == ["done"]


async def test_gates_alone_make_ready_and_leave_the_backfills(empty_database: str) -> None:
    applied = await apply_migrations(empty_database, until="ready")
    assert set(applied) == {step.name for step in STEPS if step.gate}
    migrations = Migrations(empty_database)
    await migrations.start()
    assert migrations.state.ready
    assert {"115_link_appointments", "116_fill_instants"} < set(BACKGROUND)
    assert set(migrations.state.background) == set(BACKGROUND)
    await migrations.stop()


async def test_a_host_is_adopted_without_changing_a_byte_of_it(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=1000, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        assert set(await apply_migrations(url)) == NAMES
        assert await fingerprint(connection) == before
        wrong_defaults = await connection.fetchval(
            """
            SELECT count(*) FROM business b LEFT JOIN business_settings s ON s.tenant_id = b.id
            WHERE (SELECT array_agg(c.default_duration_minutes) FROM business_calendars c
                   WHERE c.business_id = b.id AND c.type_key = 'default')
                  IS DISTINCT FROM ARRAY[coalesce(s.slot_size_min, 60)]"""
        )
        assert wrong_defaults == 0
        unlinked = await connection.fetchval(
            """
            SELECT count(*) FROM appointments a LEFT JOIN business_calendars c ON c.id = a.calendar_id
            WHERE c.business_id IS DISTINCT FROM a.business_id OR a.starts_at IS NULL OR a.ends_at IS NULL"""
        )
        assert unlinked == 0


async def test_every_live_appointment_takes_its_time_and_no_other(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=40, appointments_per_business=30)
    await apply_migrations(url)
    async with connected(url) as connection:
        wrong = await connection.fetch(
            """
            SELECT a.title, a.status, i.footprint
            FROM appointments a LEFT JOIN busy_intervals i ON i.id = a.busy_interval_id
            WHERE CASE WHEN a.status IN ('cancelled', 'no_show') OR a.ends_at <= a.starts_at
                  THEN i.id IS NOT NULL
                  ELSE i.footprint IS DISTINCT FROM tstzrange(a.starts_at, a.ends_at)
                       OR i.calendar_id <> a.calendar_id OR i.kind <> 'appointment' END"""
        )
        assert wrong == []
        loose = await connection.fetchval(
            "SELECT count(*) FROM busy_intervals WHERE id NOT IN"
            " (SELECT busy_interval_id FROM appointments WHERE busy_interval_id IS NOT NULL)"
        )
        assert loose == 0
        shared = await connection.fetch(
            """
            SELECT a.title, i.exclusive FROM appointments a JOIN busy_intervals i ON i.id = a.busy_interval_id
            WHERE a.title LIKE 'overlap, %' AND a.business_id = 20 ORDER BY a.id"""
        )
        assert [tuple(row) for row in shared] == [
            ("overlap, the first", True),
            ("overlap, the second", False),
        ]


async def test_a_start_with_nothing_to_do_is_one_statement(
    own_database: str, postgres: PostgresServer
) -> None:
    postgres.psql(
        own_database, "-c", f"ALTER DATABASE {database_name(own_database)} SET log_statement = 'all'"
    )
    folder = postgres.psql(postgres.admin_url, "-c", "SHOW data_directory").strip()
    log = Path(folder).parent / "server.log"
    before = log.stat().st_size
    migrations = Migrations(own_database)
    await migrations.start()
    await migrations.stop()
    # Only this database logs its statements, so other tests of the run are not counted.
    said = log.read_bytes()[before:].decode()
    statements = re.findall(r"LOG:  (?:statement|execute [^:]*): *\n?(.*)", said)
    assert len(statements) == 1, said
    assert "migrations_applied" in said


async def test_four_processes_at_once_apply_each_step_once(empty_database: str) -> None:
    processes = [await child(empty_database) for _ in range(4)]
    applied = [name for process in processes for name in await output(process)]
    assert sorted(applied) == sorted(NAMES)


async def test_a_killed_process_is_followed_by_one_that_resumes(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=200, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        process = await child(url)
        resumable = "SELECT \"cursor\" FROM migrations_applied WHERE name = '116_fill_instants'"
        await until(lambda: value_when_there(connection, resumable))
        process.kill()
        await process.communicate()
        begun = await connection.fetchval(resumable)
        assert begun
        applied = await apply_migrations(url)
        assert applied[-len(BACKGROUND) :] == BACKGROUND
        assert await connection.fetchval("SELECT count(*) FROM appointments WHERE starts_at IS NULL") == 0
        rows_done = f"SELECT sum(rows_done) FROM migrations_applied WHERE name IN {FILL_STEPS}"  # noqa: S608
        total = await connection.fetchval("SELECT count(*) FROM appointments")
        assert await connection.fetchval(rows_done) == total
        assert await fingerprint(connection) == before


async def test_a_failed_step_is_undone_alone_and_only_its_dependents_wait(empty_database: str) -> None:
    good = Table("good", columns={"id": "bigserial CONSTRAINT good_pkey PRIMARY KEY"})
    bad = Table("bad", columns={"id": "bigserial CONSTRAINT bad_pkey PRIMARY KEY", "x": "no_such_type"})
    late = Table("late", columns={"id": "bigserial CONSTRAINT late_pkey PRIMARY KEY"})
    steps = (
        Step("201_bad", "fails at its second table", (good, bad)),
        Step("202_needs_bad", "waits", (late,), after=("201_bad",)),
        Step("203_needs_that", "waits too", (late,), after=("202_needs_bad",)),
        Step("204_free", "goes on", (late,)),
    )
    report = await Runner(empty_database, None, steps).run()
    assert report.applied == ("204_free",)
    assert report.failed == {"201_bad": 'type "no_such_type" does not exist'}
    assert report.blocked == {
        "202_needs_bad": "waits for 201_bad",
        "203_needs_that": "waits for 202_needs_bad",
    }
    async with connected(empty_database) as connection:
        assert await connection.fetchval("SELECT to_regclass('bad')") is None
        ((status, sqlstate),) = await connection.fetch(
            "SELECT status, sqlstate FROM migrations_applied WHERE name = '201_bad'"
        )
        assert (status, sqlstate) == ("failed", "42704")
        await connection.execute("CREATE DOMAIN no_such_type AS text")
    again = await Runner(empty_database, None, steps).run()
    assert again.applied == ("201_bad", "202_needs_bad", "203_needs_that")


async def test_readiness_names_what_it_waits_for_while_the_port_is_open(empty_database: str) -> None:
    migrations = Migrations(empty_database)
    await migrations.start()
    assert not migrations.state.ready
    assert set(migrations.state.waiting) == {step.name for step in STEPS if step.gate}
    assert await migrations.wait_ready(30)
    assert migrations.state.waiting == ()
    await migrations.stop()


async def test_a_failed_gate_step_is_tried_again_while_the_process_lives(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE api_keys (unexpected text)")
        migrations = Migrations(empty_database)
        await migrations.start()

        async def settled() -> bool:
            return bool(migrations.state.failed) and len(migrations.state.waiting) == 1

        await asyncio.wait_for(until(settled), 30)
        assert not migrations.state.ready
        assert migrations.state.waiting == ("117_api_keys_table",)
        ((name, sentence),) = migrations.state.failed
        assert name == "117_api_keys_table"
        assert "key column" in sentence
        await connection.execute("DROP TABLE api_keys")
        assert await migrations.wait_ready(60)
        await migrations.stop()
