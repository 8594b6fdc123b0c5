"""`python -m app.migrations` as an operator uses it."""

import asyncio
import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.migrations import STEPS, Migrations, apply_migrations
from tests.integration.migrating import ROOT, fingerprint
from tests.support.servers import connected

ONE_MAJOR = True

MakeLegacy = Callable[..., str]
ALL = [step.name for step in STEPS]


async def command(url: str, *arguments: str) -> tuple[int, str]:
    """Exit code and standard output of one command."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app.migrations", *arguments, "--database-url", url),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode() or err.decode()


async def as_json(url: str, *arguments: str) -> tuple[int, Any]:
    code, out = await command(url, *arguments, "--json")
    return code, json.loads(out)


async def test_plan_names_locks_tables_and_rows_and_changes_nothing(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=30, appointments_per_business=10)
    code, planned = await as_json(url, "plan")
    assert code == 3
    assert {step["step"] for step in planned} == set(ALL)
    parts = {step["step"]: step["parts"] for step in planned}
    assert parts["001_business_table"] == []
    column, index = parts["115_appointments_calendar_id"]
    assert (column["lock"], column["table"]) == ("ACCESS EXCLUSIVE", "appointments")
    assert (index["kind"], index["lock"]) == ("concurrent_index", "SHARE UPDATE EXCLUSIVE")
    (link,) = parts["115_link_appointments"]
    assert link["rows"] == 30 * 10 + 11
    async with connected(url) as connection:
        assert await connection.fetchval("SELECT to_regclass('migrations_applied')") is None


async def test_up_then_status_then_nothing_to_do(empty_database: str) -> None:
    assert (await command(empty_database, "status"))[0] == 3
    code, report = await as_json(empty_database, "up")
    assert (code, set(report["applied"]), report["failed"]) == (0, set(ALL), {})
    assert await command(empty_database, "up") == (0, "nothing to do\n")
    assert await command(empty_database, "plan") == (0, "nothing to do\n")
    code, states = await as_json(empty_database, "status", "--history")
    assert code == 0
    assert {state["status"] for state in states} == {"done"}
    assert [event["event"] for event in states[0]["history"]] == ["started", "done"]


async def test_a_failure_shows_in_exit_code_and_status(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE TABLE api_keys (unexpected text)")
    assert (await command(empty_database, "up"))[0] == 1
    code, states = await as_json(empty_database, "status")
    (failed,) = (state for state in states if state["status"] == "failed")
    assert (code, failed["step"]) == (1, "117_api_keys_table")


async def test_what_was_dropped_by_hand_is_found_and_repaired(own_database: str) -> None:
    assert await command(own_database, "verify") == (0, "all as it should be\n")
    async with connected(own_database) as connection:
        await connection.execute("ALTER TABLE business_calendars DROP COLUMN buffer_after_minutes")
        await connection.execute("DROP INDEX idx_appointments_calendar_starts")
        await connection.execute("DROP TRIGGER luach_appointment_written ON appointments")
        await connection.execute("ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_no_overlap")
        await connection.execute(
            "CREATE OR REPLACE FUNCTION luach_zone(text) RETURNS text LANGUAGE sql AS 'SELECT $1'"
        )
        code, findings = await as_json(own_database, "verify")
        assert code == 4
        drift = " ".join(finding["problem"] for finding in findings)
        for name in (
            "buffer_after_minutes",
            "idx_appointments_calendar_starts",
            "luach_appointment_written",
            "busy_intervals_no_overlap",
            "luach_zone",
        ):
            assert name in drift
        code, report = await as_json(own_database, "repair")
        assert (code, set(report["applied"])) == (0, {finding["step"] for finding in findings})
        assert await command(own_database, "verify") == (0, "all as it should be\n")


async def test_a_changed_definition_is_a_note_that_repair_accepts(own_database: str) -> None:
    async with connected(own_database) as connection:
        await connection.execute(
            "UPDATE migrations_applied SET checksum = 'old' WHERE name = '117_api_keys_table'"
        )
        code, findings = await as_json(own_database, "verify")
        assert (code, [finding["drift"] for finding in findings]) == (0, [False])
        assert await apply_migrations(own_database) == []
        await command(own_database, "repair", "--accept")
        assert await as_json(own_database, "verify") == (0, [])


async def test_undo_needs_the_flag_exports_and_leaves_the_host_as_it_was(
    legacy_database: MakeLegacy, tmp_path: Path
) -> None:
    url = legacy_database(businesses=20, appointments_per_business=10)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        shape = (
            "SELECT string_agg(attname, ',' ORDER BY attnum) FROM pg_attribute"
            " WHERE attrelid = 'appointments'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        columns = await connection.fetchval(shape)
        await apply_migrations(url)
        code, names = await as_json(url, "undo", "115")
        assert code == 2
        assert names.index("115_link_appointments") < names.index("115_default_calendars")
        assert names[-1] == "115_business_calendars_table"
        assert await connection.fetchval("SELECT to_regclass('business_calendars') IS NOT NULL")
        export = tmp_path / "export.jsonl"
        code, done = await as_json(url, "undo", "115", "--yes-lose-data", "--export", str(export))
        assert code == 0
        lines = [json.loads(line) for line in export.read_text().splitlines()]
        assert len(lines) == done["rows"]
        assert sum(line["table"] == "business_calendars" for line in lines) == 20
        assert stat.S_IMODE(export.stat().st_mode) == 0o600
        assert await connection.fetchval(shape) == columns
        assert await fingerprint(connection) == before
        leftovers = "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'luach%'"
        assert await connection.fetchval(leftovers) == 0
        await connection.execute("INSERT INTO business (name) VALUES ('after')")
        assert set(await apply_migrations(url)) == set(names)
        assert (await command(url, "verify"))[0] == 0


async def test_undo_of_something_unknown_is_wrong_usage(own_database: str) -> None:
    code, _ = await command(own_database, "undo", "999", "--yes-lose-data")
    assert code == 2


async def test_status_shows_steps_of_a_newer_version_without_stumbling(own_database: str) -> None:
    async with connected(own_database) as connection:
        await connection.execute(
            "INSERT INTO migrations_applied (name, status) VALUES ('999_future', 'done')"
        )
    code, states = await as_json(own_database, "status")
    assert (code, states[-1]["status"]) == (0, "done (unknown)")
    assert await apply_migrations(own_database) == []


async def test_a_straggler_is_completed_by_the_sweep(own_database: str) -> None:
    async with connected(own_database) as connection:
        await connection.execute("INSERT INTO business (name) VALUES ('x')")
        await connection.execute("ALTER TABLE busy_intervals RENAME TO gone")
        await connection.execute(
            "INSERT INTO appointments (business_id, title, start_time, end_time)"
            " SELECT id, 'x', '2027-05-03 10:00', '2027-05-03 11:00' FROM business"
        )
        await connection.execute("ALTER TABLE gone RENAME TO busy_intervals")
        owed = "SELECT count(*) FROM appointments WHERE calendar_id IS NULL OR busy_interval_id IS NULL"
        assert await connection.fetchval(owed) == 1
        migrations = Migrations(own_database)
        await migrations.start()
        assert migrations.state.ready
        await migrations.sweep()
        await migrations.stop()
        assert await connection.fetchval(owed) == 0
