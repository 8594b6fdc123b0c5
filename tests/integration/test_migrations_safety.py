"""The objects that safety rests on: each start and each sweep looks for them. Without one: not ready."""

import pytest

from app.migrations import Migrations, apply_migrations
from app.migrations.registry import STEPS
from app.migrations.running import background
from app.migrations.running.inspection import verify_steps
from tests.integration.test_migrations_operator import command
from tests.support.servers import PostgresServer, connected, database_name

DAMAGES = [
    pytest.param(
        "ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_no_overlap",
        "busy_intervals_no_overlap",
        id="overlap",
    ),
    pytest.param(
        "ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_pkey CASCADE",
        "busy_intervals_pkey",
        id="key",
    ),
    pytest.param(
        "ALTER TABLE business_calendars DROP CONSTRAINT business_calendars_pkey CASCADE",
        "business_calendars_pkey",
        id="key that others refer to",
    ),
    pytest.param(
        "ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey",
        "idempotency_keys_pkey",
        id="key of two",
    ),
    pytest.param(
        "DROP TRIGGER luach_appointment_written ON appointments", "luach_appointment_written", id="trigger"
    ),
    pytest.param(
        "ALTER TABLE appointments DISABLE TRIGGER luach_appointment_deleted",
        "luach_appointment_deleted",
        id="disabled",
    ),
    pytest.param(
        "ALTER TABLE business DISABLE TRIGGER USER", "luach_business_default_calendar", id="disabled all"
    ),
    pytest.param("DROP TABLE busy_intervals CASCADE", "busy_intervals_no_overlap", id="table"),
]


@pytest.mark.parametrize(("damage", "name"), DAMAGES)
async def test_what_is_missing_is_not_ready_until_repaired(
    own_database: str, monkeypatch: pytest.MonkeyPatch, damage: str, name: str
) -> None:
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.1, 0.1))
    async with connected(own_database) as connection:
        await connection.execute(damage)
    migrations = Migrations(own_database)
    await migrations.start()
    assert not migrations.state.ready
    sentences = " ".join(sentence for _, sentence in migrations.state.failed)
    assert name in sentences
    assert "python -m app.migrations repair" in sentences
    code, out = await command(own_database, "repair")
    assert code == 0, out
    assert await migrations.wait_ready(30)
    await migrations.stop()
    assert [finding for finding in await verify_steps(own_database, STEPS) if finding.drift] == []


async def test_what_goes_missing_is_seen_by_the_next_sweep(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "_RETRY_SECONDS", (0.1, 0.1))
    migrations = Migrations(own_database)
    await migrations.start()
    assert migrations.state.ready
    async with connected(own_database) as connection:
        await connection.execute("ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_no_overlap")
    await migrations.sweep()
    assert not migrations.state.ready
    await migrations.stop()


async def test_an_index_that_is_no_longer_valid_counts_as_missing(
    own_database: str, postgres: PostgresServer
) -> None:
    async with connected(own_database) as connection:
        await connection.execute(
            "UPDATE pg_index SET indisvalid = FALSE WHERE indexrelid = 'busy_intervals_no_overlap'::regclass"
        )
    migrations = Migrations(own_database)
    await migrations.start()
    assert not migrations.state.ready
    await migrations.stop()


async def test_a_database_without_damage_is_ready(own_database: str) -> None:
    assert await apply_migrations(own_database) == []
    migrations = Migrations(own_database)
    await migrations.start()
    assert migrations.state.ready
    assert migrations.state.failed == ()
    await migrations.stop()
    assert database_name(own_database)
