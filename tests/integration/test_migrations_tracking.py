"""The tracking tables beside a host's own tables of the same names, and a start that the server refuses."""

import asyncio

import asyncpg
import pytest
import structlog

from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.running import background
from app.migrations.running.inspection import step_statuses, verify_steps
from tests.integration.migrating import until
from tests.support.servers import PostgresServer, connected, database_name

NAMES = {step.name for step in STEPS}
HOSTS_OWN = [
    pytest.param(
        "CREATE TABLE migrations_applied (name text PRIMARY KEY, applied_at timestamptz)", id="names"
    ),
    pytest.param("CREATE TABLE migrations_applied (id serial PRIMARY KEY, migration text)", id="ids"),
    pytest.param("CREATE TABLE migrations_applied (name integer, status integer)", id="same words"),
    pytest.param("CREATE VIEW migrations_applied AS SELECT 'a'::text AS name", id="view"),
    pytest.param("CREATE TYPE migrations_applied AS ENUM ('a')", id="type"),
    pytest.param("CREATE TABLE migrations_applied ()", id="no columns"),
    pytest.param("CREATE TABLE migrations_leader (name text)", id="leader"),
    pytest.param("CREATE TABLE migrations_history (id integer)", id="history"),
]


async def columns_of(connection: asyncpg.Connection) -> list[str]:
    """Every column of every relation named like a tracking table without the prefix."""
    rows = await connection.fetch(
        "SELECT c.relname || '.' || a.attname AS name FROM pg_class c"
        " JOIN pg_attribute a ON a.attrelid = c.oid"
        " WHERE c.relname LIKE 'migrations\\_%' AND c.relkind IN ('r', 'v') AND attnum > 0 ORDER BY 1"
    )
    return [row["name"] for row in rows]


@pytest.mark.parametrize("own", HOSTS_OWN)
async def test_a_hosts_table_of_that_name_stays_and_ours_stand_beside_it(
    empty_database: str, own: str
) -> None:
    async with connected(empty_database) as connection:
        await connection.execute(own)
        before = await columns_of(connection)
        assert set(await apply_migrations(empty_database)) == NAMES
        assert await columns_of(connection) == before
        statuses = "SELECT DISTINCT status FROM luach_migrations_applied"
        assert [row["status"] for row in await connection.fetch(statuses)] == ["done"]
    assert await apply_migrations(empty_database) == [], "found again"
    assert {one.status for one in await step_statuses(empty_database, STEPS, history=True)} == {"done"}
    assert await verify_steps(empty_database, STEPS) == []
    migrations = Migrations(empty_database)
    await migrations.start()
    assert migrations.state.ready
    await migrations.stop()


async def test_ours_are_found_again_when_the_host_has_dropped_its_own(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE migrations_applied (id integer)")
        await apply_migrations(empty_database)
        await connection.execute("DROP TABLE migrations_applied")
        assert await apply_migrations(empty_database) == []


async def test_a_start_that_is_refused_says_why_and_goes_on_trying(
    own_database: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.1, 0.1))
    role = f"reader_{database_name(own_database)}"
    postgres.psql(own_database, "-c", f"CREATE ROLE {role} LOGIN")
    migrations = Migrations(own_database.replace("postgres@", f"{role}@"))
    try:
        with structlog.testing.capture_logs() as logs:
            await migrations.start()
        assert not migrations.state.ready
        ((subject, sentence),) = migrations.state.failed
        assert subject == "migrations_applied"
        assert "permission denied" in sentence
        assert "GRANT" in sentence
        refusals = [line for line in logs if line["event"] == "migration_refused"]
        assert any("GRANT" in (line["hint"] or "") for line in refusals)
        postgres.psql(own_database, "-c", f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}")
        assert await migrations.wait_ready(30)
        assert migrations.state.failed == ()
    finally:
        await migrations.stop()
        postgres.psql(own_database, "-c", f"DROP OWNED BY {role}", "-c", f"DROP ROLE {role}")


async def test_a_table_whose_select_is_revoked_in_a_running_host_is_told(
    empty_database: str, postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The host's own table, unreadable for our role, is no reason to stop."""
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.1, 0.1))
    role = f"owner_{database_name(empty_database)}"
    postgres.psql(
        empty_database,
        *("-c", f"CREATE ROLE {role} LOGIN"),
        *("-c", f"GRANT CREATE ON SCHEMA public TO {role}"),
        *("-c", f"GRANT CREATE ON DATABASE {database_name(empty_database)} TO {role}"),
        *("-c", "CREATE TABLE migrations_applied (name text, status text)"),
    )
    migrations = Migrations(empty_database.replace("postgres@", f"{role}@"))
    try:
        await migrations.start()
        assert await asyncio.wait_for(until(lambda: migrations.wait_ready(1)), 60)
    finally:
        await migrations.stop()
        postgres.psql(empty_database, "-c", f"DROP OWNED BY {role}", "-c", f"DROP ROLE {role}")
