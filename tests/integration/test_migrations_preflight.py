"""Hosts on which Luach must not begin: it says why and what to do, and makes nothing."""

import asyncio
from collections.abc import Callable, Iterator

import asyncpg
import pytest

from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.running.inspection import plan_steps, verify_steps
from app.migrations.running.preflight import HostRefused
from tests.support.servers import PostgresServer, connected, database_name

MakeLegacy = Callable[..., str]
MADE = "SELECT count(*) FROM pg_class WHERE relname ~ '^(migrations_|luach_migrations_|business_calendars)'"


def with_path(url: str, path: str) -> str:
    return f"{url}&search_path={path}"


@pytest.fixture
def owner(postgres: PostgresServer, legacy_database: MakeLegacy) -> Iterator[tuple[str, str]]:
    """A host whose tables belong to a role without other rights: (URL of that role, its name)."""
    url = legacy_database(businesses=3, appointments_per_business=4)
    role = f"owner_{database_name(url)}"
    postgres.psql(
        url,
        *("-c", f"CREATE ROLE {role} LOGIN", "-c", f"GRANT CREATE ON SCHEMA public TO {role}"),
        *("-c", f"GRANT CREATE ON DATABASE {database_name(url)} TO {role}"),
        *(
            "-c",
            f"ALTER TABLE business OWNER TO {role}",
            "-c",
            f"ALTER TABLE business_settings OWNER TO {role}",
        ),
        *("-c", f"ALTER TABLE appointments OWNER TO {role}"),
    )
    yield url.replace("postgres@", f"{role}@"), role
    postgres.psql(url, "-c", f"DROP OWNED BY {role} CASCADE", "-c", f"DROP ROLE {role}")


async def assert_refused(url: str, match: str) -> None:
    with pytest.raises(HostRefused, match=match):
        await apply_migrations(url)
    with pytest.raises(HostRefused, match=match):
        await plan_steps(url, STEPS)
    async with connected(url) as connection:
        assert await connection.fetchval(MADE) == 0


@pytest.mark.parametrize("path", ["app,prosaas", 'app,"Pro SaaS"', "app,prosaas,public"])
async def test_a_search_path_that_does_not_begin_with_the_hosts_schema_is_refused(
    legacy_database: MakeLegacy, path: str
) -> None:
    url = legacy_database(businesses=3, appointments_per_business=2)
    host = path.split(",")[1]
    async with connected(url) as connection:
        await connection.execute("CREATE SCHEMA app")
        await connection.execute(f"ALTER SCHEMA public RENAME TO {host}")
        await connection.execute("CREATE SCHEMA IF NOT EXISTS public")
        await assert_refused(with_path(url, path), f"SET search_path = {host}, app")
        assert set(await apply_migrations(with_path(url, f"{host},app"))) == {step.name for step in STEPS}
        assert await verify_steps(with_path(url, f"{host},app"), STEPS) == []
        assert (await verify_steps(with_path(url, f"app,{host}"), STEPS))[0].step == "host"


async def test_a_schema_named_like_the_role_is_told(owner: tuple[str, str], postgres: PostgresServer) -> None:
    url, role = owner
    postgres.psql(url, "-c", f"CREATE SCHEMA {role} AUTHORIZATION {role}")
    await assert_refused(url, f"lies in the schema public, but search_path makes new objects in {role}")


async def test_the_service_says_so_and_begins_when_it_is_mended(
    owner: tuple[str, str], postgres: PostgresServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.migrations.running.background._RETRY_SECONDS", (0.1, 0.1))
    url, role = owner
    postgres.psql(url, "-c", "ALTER TABLE appointments OWNER TO postgres")
    migrations = Migrations(url)
    await migrations.start()
    try:
        assert not await migrations.wait_ready(1)
        for _ in range(200):
            ((_, sentence),) = migrations.state.failed
            assert f"GRANT postgres TO {role}" in sentence, "it stands there between the tries too"
            await asyncio.sleep(0.005)
        postgres.psql(url, "-c", f"ALTER TABLE appointments OWNER TO {role}")
        assert await migrations.wait_ready(60)
        assert migrations.state.failed == ()
    finally:
        await migrations.stop()


async def test_membership_in_the_owning_role_is_enough(
    owner: tuple[str, str], postgres: PostgresServer
) -> None:
    url, role = owner
    member = f"member_{role}"
    postgres.psql(url, "-c", f"CREATE ROLE {member} LOGIN IN ROLE {role}")
    try:
        assert set(await apply_migrations(url.replace(f"{role}@", f"{member}@"))) == {s.name for s in STEPS}
    finally:
        postgres.psql(url, "-c", f"DROP OWNED BY {member} CASCADE", "-c", f"DROP ROLE {member}")


async def test_forced_row_level_security_is_refused_and_read_past_without_it(
    owner: tuple[str, str], postgres: PostgresServer
) -> None:
    url, role = owner
    postgres.psql(
        url,
        *("-c", "ALTER TABLE appointments ENABLE ROW LEVEL SECURITY"),
        *("-c", "ALTER TABLE appointments FORCE ROW LEVEL SECURITY"),
        *("-c", "CREATE POLICY own ON appointments USING (business_id = 0)"),
    )
    await assert_refused(url, f"hides rows of appointments from the role {role}")
    postgres.psql(url, "-c", "ALTER TABLE appointments NO FORCE ROW LEVEL SECURITY")
    await apply_migrations(url)
    async with connected(url) as connection:
        assert await connection.fetchval("SELECT count(*) FROM appointments WHERE starts_at IS NULL") == 0


@pytest.mark.parametrize("kind", ["uuid", "text", "numeric"])
async def test_keys_that_are_no_integers_are_refused(empty_database: str, kind: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute(f"CREATE TABLE business (id {kind} PRIMARY KEY, name text)")
    await assert_refused(empty_database, f"The key business.id is of the type {kind}")


async def test_an_appointments_key_of_uuid_is_refused(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=2, appointments_per_business=2)
    async with connected(url) as connection:
        await connection.execute("ALTER TABLE appointments DROP COLUMN id")
        await connection.execute(
            "ALTER TABLE appointments ADD COLUMN id uuid DEFAULT gen_random_uuid() PRIMARY KEY"
        )
    await assert_refused(url, "The key appointments.id is of the type uuid")


async def make_bigint(connection: asyncpg.Connection) -> None:
    for table, column in (
        ("business", "id"),
        ("business_settings", "tenant_id"),
        ("appointments", "id"),
        ("appointments", "business_id"),
    ):
        await connection.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE bigint")


async def test_bigint_keys_work(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=5, appointments_per_business=10)
    async with connected(url) as connection:
        await make_bigint(connection)
        assert set(await apply_migrations(url)) == {step.name for step in STEPS}
        await connection.execute("INSERT INTO business (name) VALUES ('new')")
        await connection.execute(
            "INSERT INTO appointments (business_id, title, start_time, end_time)"
            " SELECT max(id), 'x', '2027-05-03 10:00', '2027-05-03 11:00' FROM business"
        )
        left = "SELECT count(*) FROM appointments WHERE starts_at IS NULL OR calendar_id IS NULL"
        assert await connection.fetchval(left) == 0


async def test_bigint_keys_beyond_our_columns_are_refused(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=2, appointments_per_business=2)
    async with connected(url) as connection:
        await make_bigint(connection)
        await connection.execute("INSERT INTO business (id, name) VALUES (3000000000, 'large')")
    await assert_refused(url, "business.id has grown to 3000000000")
