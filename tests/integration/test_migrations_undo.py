"""The way back: what the export holds, and a host that is as it was."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.migrations import STEPS, apply_migrations
from tests.integration.migrating import fingerprint
from tests.integration.test_migration_115 import command
from tests.support.servers import PostgresServer, connected, database_name

MakeLegacy = Callable[..., str]


def schema(server: PostgresServer, url: str) -> str:
    """The definition of every object of the database."""
    dump = server.run("pg_dump", "--schema-only", "-d", database_name(url))
    return "\n".join(line for line in dump.splitlines() if not line.startswith("\\"))


async def exported(url: str, name: str, file: Path) -> list[dict[str, Any]]:
    code, out = await command(url, "undo", name, "--yes-lose-data", "--export", str(file))
    assert code == 0, out
    return [json.loads(line) for line in file.read_text().splitlines()]  # noqa: ASYNC240


async def test_the_undo_export_holds_the_calendar_of_every_appointment(
    legacy_database: MakeLegacy, tmp_path: Path
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=10)
    await apply_migrations(url)
    async with connected(url) as connection:
        await connection.execute("INSERT INTO business_calendars (business_id, name) VALUES (1, 'second')")
        await connection.execute(
            "UPDATE appointments SET calendar_id = (SELECT max(id) FROM business_calendars) WHERE id = 3"
        )
        rows = await connection.fetch("SELECT id, calendar_id FROM appointments ORDER BY id")
    lines = await exported(url, "115", tmp_path / "export.jsonl")
    kept = {
        line["row"]["id"]: line["row"]["calendar_id"] for line in lines if line["table"] == "appointments"
    }
    assert kept == {row["id"]: row["calendar_id"] for row in rows}


@pytest.mark.parametrize("change", ["", "ALTER TABLE business_settings DROP COLUMN booking_window_days"])
async def test_undo_of_everything_leaves_the_host_as_it_was(
    legacy_database: MakeLegacy, postgres: PostgresServer, tmp_path: Path, change: str
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=10)
    async with connected(url) as connection:
        if change:
            await connection.execute(change)
        before = schema(postgres, url)
        rows = await connection.fetch("SELECT * FROM appointments ORDER BY id")
        await apply_migrations(url)
        await exported(url, "all", tmp_path / "export.jsonl")
        assert schema(postgres, url) == before
        assert [*map(tuple, await connection.fetch("SELECT * FROM appointments ORDER BY id"))] == [
            *map(tuple, rows)
        ]
    assert set(await apply_migrations(url)) == {step.name for step in STEPS}


async def test_undo_keeps_a_column_and_an_extension_that_the_host_had(
    legacy_database: MakeLegacy, postgres: PostgresServer, tmp_path: Path
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=10)
    async with connected(url) as connection:
        await connection.execute("CREATE EXTENSION btree_gist")
        before, bytes_before = schema(postgres, url), await fingerprint(connection)
        await apply_migrations(url)
        await exported(url, "all", tmp_path / "export.jsonl")
        assert schema(postgres, url) == before
        assert await fingerprint(connection) == bytes_before
