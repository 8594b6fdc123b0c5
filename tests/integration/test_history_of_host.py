"""Changes of an appointment by the host's own code stand in its history, and never fail because of it."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from app.migrations import apply_migrations
from app.migrations.registry import STEPS
from app.migrations.running.inspection import verify_steps
from tests.support.factories import Json
from tests.support.servers import connected

INSERT = """
    INSERT INTO appointments (business_id, title, start_time, end_time, status)
    VALUES ($1, 'תספורת', $2::text::timestamp, $2::text::timestamp + interval '1 hour', $3) RETURNING id"""
LATER = "UPDATE appointments SET start_time = start_time + interval '5 minutes'"
ELEVEN = "2027-01-12 11:00"


async def lines(connection: asyncpg.Connection, appointment: int) -> list[Json]:
    rows = await connection.fetch(
        "SELECT * FROM appointment_audit WHERE appointment_id = $1 ORDER BY id", appointment
    )
    return [
        {
            **dict(row),
            "before": row["before"] and json.loads(row["before"]),
            "after": row["after"] and json.loads(row["after"]),
        }
        for row in rows
    ]


async def actions(connection: asyncpg.Connection, appointment: int) -> list[str]:
    return [line["action"] for line in await lines(connection, appointment)]


async def business(connection: asyncpg.Connection) -> int:
    number: int = await connection.fetchval("INSERT INTO business (name) VALUES ('דנה') RETURNING id")
    await connection.execute("INSERT INTO business_settings (tenant_id) VALUES ($1)", number)
    return number


@pytest.fixture
async def host(own_database: str) -> AsyncIterator[asyncpg.Connection]:
    async with connected(own_database) as connection:
        yield connection


async def test_each_change_of_the_host_leaves_a_line(host: asyncpg.Connection) -> None:
    number = await business(host)
    one = await host.fetchval(INSERT, number, ELEVEN, "scheduled")
    for change in (
        "start_time = start_time + interval '1 hour', end_time = end_time + interval '1 hour'",
        "status = 'confirmed'",
        "end_time = end_time + interval '15 minutes', status = 'rescheduled'",
        "status = 'CANCELLED'",
        "status = 'scheduled'",
        "status = 'no_show'",
    ):
        await host.execute(f"UPDATE appointments SET {change} WHERE id = $1", one)  # noqa: S608
    await host.execute("DELETE FROM appointments WHERE id = $1", one)
    found = await lines(host, one)
    assert [line["action"] for line in found] == [
        *("booked", "moved", "changed", "moved", "cancelled", "changed", "changed", "deleted")
    ]
    assert {(line["actor"], line["channel"], line["business_id"]) for line in found} == {
        ("host", "host", number)
    }
    assert [line["before"] for line in found[1:]] == [line["after"] for line in found[:-1]]
    assert (found[0]["before"], found[-1]["after"]) == (None, None)
    assert found[0]["after"] == {
        "calendar_id": found[0]["after"]["calendar_id"],
        "starts_at": "2027-01-12T09:00:00+00:00",
        "ends_at": "2027-01-12T10:00:00+00:00",
        "status": "scheduled",
    }
    assert found[3]["after"]["ends_at"] == "2027-01-12T11:15:00+00:00"
    assert sorted(line["at"] for line in found) == [line["at"] for line in found]


@pytest.mark.parametrize(
    "change",
    [
        "title = 'אחר', notes = 'x', contact_phone = '1'",
        "start_time = start_time, status = status",
        "updated_at = now()",
        "calendar_id = calendar_id",
    ],
)
async def test_what_is_no_change_of_it_leaves_none(host: asyncpg.Connection, change: str) -> None:
    one = await host.fetchval(INSERT, await business(host), ELEVEN, "scheduled")
    await host.execute(f"UPDATE appointments SET {change} WHERE id = $1", one)  # noqa: S608
    assert await actions(host, one) == ["booked"]


async def test_a_deleted_calendar_is_no_change_of_its_appointments(host: asyncpg.Connection) -> None:
    number = await business(host)
    one = await host.fetchval(INSERT, number, ELEVEN, "scheduled")
    await host.execute("DELETE FROM business_calendars WHERE business_id = $1", number)
    assert await actions(host, one) == ["booked"]


async def test_an_appointment_that_changes_hands_leaves_one_history_and_begins_another(
    host: asyncpg.Connection,
) -> None:
    first, second = await business(host), await business(host)
    one = await host.fetchval(INSERT, first, ELEVEN, "scheduled")
    await host.execute("UPDATE appointments SET business_id = $2 WHERE id = $1", one, second)
    told = [(line["business_id"], line["action"]) for line in await lines(host, one)]
    assert told == [(first, "booked"), (first, "deleted"), (second, "booked")]
    (line,) = [line for line in await lines(host, one) if line["business_id"] == second]
    assert line["before"] is None


async def test_a_business_can_be_deleted_with_all_it_has(host: asyncpg.Connection) -> None:
    number = await business(host)
    await host.fetchval(INSERT, number, ELEVEN, "scheduled")
    async with host.transaction():
        await host.execute("DELETE FROM appointments WHERE business_id = $1", number)
        await host.execute("DELETE FROM business_settings WHERE tenant_id = $1", number)
        await host.execute("DELETE FROM business WHERE id = $1", number)
    count = "SELECT count(*) FROM appointment_audit WHERE business_id = $1"
    assert await host.fetchval(count, number) == 0


async def test_what_is_undone_leaves_no_line(host: asyncpg.Connection) -> None:
    number = await business(host)
    transaction = host.transaction()
    await transaction.start()
    one = await host.fetchval(INSERT, number, ELEVEN, "scheduled")
    await transaction.rollback()
    assert await lines(host, one) == []


async def test_the_host_goes_on_when_the_history_is_out_of_reach(host: asyncpg.Connection) -> None:
    number = await business(host)
    for table in ("appointment_audit", "freed_times", "waitlist_entries"):
        await host.execute(f"ALTER TABLE {table} RENAME TO gone")
        one = await host.fetchval(INSERT, number, ELEVEN, "scheduled")
        await host.execute("UPDATE appointments SET status = 'cancelled' WHERE id = $1", one)
        await host.execute("DELETE FROM appointments WHERE id = $1", one)
        await host.execute(f"ALTER TABLE gone RENAME TO {table}")
    await host.execute("ALTER TABLE appointments ALTER COLUMN status TYPE text")
    await host.execute("ALTER TABLE appointments DROP COLUMN location")
    one = await host.fetchval(INSERT, number, ELEVEN, "scheduled")
    assert await actions(host, one) == ["booked"]
    await host.execute("ALTER TABLE appointments DROP COLUMN status")
    await host.execute(f"{LATER} WHERE id = $1", one)
    assert await actions(host, one) == ["booked", "moved"]


async def test_the_host_waits_half_a_second_at_most_for_its_history(own_database: str) -> None:
    async with connected(own_database) as blocker, connected(own_database) as old:
        number = await business(old)
        await blocker.execute("BEGIN")
        await blocker.execute("LOCK TABLE appointment_audit IN ACCESS EXCLUSIVE MODE")
        one = await asyncio.wait_for(old.fetchval(INSERT, number, ELEVEN, "scheduled"), 5)
        await blocker.execute("ROLLBACK")
        assert await lines(old, one) == []
        assert await old.fetchval("SELECT busy_interval_id FROM appointments WHERE id = $1", one)


async def test_code_with_few_rights_and_no_search_path_is_told_of(host: asyncpg.Connection) -> None:
    number = await business(host)
    role = f"old_code_{number}_{abs(hash(id(host))) % 10**9}"
    await host.execute(f"CREATE ROLE {role}")
    await host.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON appointments, business TO {role}")
    await host.execute(f"GRANT USAGE ON appointments_id_seq TO {role}")
    try:
        await host.execute(f"SET ROLE {role}")
        await host.execute("SET search_path = ''")
        await host.execute("SET timezone = 'America/New_York'")
        one = await host.fetchval(INSERT.replace("appointments", "public.appointments"), number, ELEVEN, "x")
        await host.execute("RESET ALL")
        await host.execute("RESET ROLE")
        (told,) = await lines(host, one)
        assert told["after"]["starts_at"] == "2027-01-12T09:00:00+00:00"
    finally:
        await host.execute("RESET ROLE")
        await host.execute(f"DROP OWNED BY {role}")
        await host.execute(f"DROP ROLE {role}")


async def test_a_migration_tells_of_nothing_that_it_fills_in(legacy_database: Any) -> None:
    url = legacy_database(businesses=20, appointments_per_business=20)
    await apply_migrations(url)
    async with connected(url) as connection:
        assert await connection.fetchval("SELECT count(*) FROM appointment_audit") == 0
        # A sweep that is owed, and one that links what lost its calendar.
        await connection.execute("UPDATE appointments SET starts_at = NULL, ends_at = NULL WHERE id % 7 = 0")
        await connection.execute("UPDATE appointments SET calendar_id = NULL WHERE id % 5 = 0")
        await connection.execute(
            "DELETE FROM migrations_applied WHERE name IN ('116_fill_instants', '115_link_appointments')"
        )
        await apply_migrations(url)
        owed = "SELECT count(*) FROM appointments WHERE starts_at IS NULL OR calendar_id IS NULL"
        assert await connection.fetchval(owed) == 0
        assert await connection.fetchval("SELECT count(*) FROM appointment_audit") == 0
        assert await connection.fetchval("SELECT count(*) FROM freed_times") == 0
    assert await verify_steps(url, STEPS) == []


async def test_the_step_keeps_words_that_a_later_one_has_added(host: asyncpg.Connection) -> None:
    await host.execute("ALTER TABLE appointment_audit DROP CONSTRAINT appointment_audit_action_check")
    await host.execute(
        "ALTER TABLE appointment_audit ADD CONSTRAINT appointment_audit_action_check"
        " CHECK (action IN ('booked', 'moved', 'cancelled', 'overridden', 'later'))"
    )
    (widen,) = [
        part
        for step in STEPS
        for part in step.parts
        if type(part).__name__ == "MoreWords" and part.table == "appointment_audit"
    ]
    for transaction in await widen.todo(host):
        for sql in transaction:
            await host.execute(sql)
    assert await widen.todo(host) == []
    definition = await host.fetchval(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'appointment_audit_action_check'"
    )
    for word in ("booked", "overridden", "later", "changed", "deleted"):
        assert f"'{word}'" in definition


async def test_under_load_every_change_of_the_host_is_told_once(own_database: str) -> None:
    async with connected(own_database) as connection:
        numbers = [await business(connection) for _ in range(4)]

    async def old_code(number: int) -> int:
        changes = 0
        async with connected(own_database) as mine:
            for turn in range(40):
                day = f"2027-02-{turn % 28 + 1:02} {9 + turn % 8:02}:00"
                one = await mine.fetchval(INSERT, numbers[(number + turn) % 4], day, "scheduled")
                await mine.execute(f"{LATER} WHERE id = $1", one)
                await mine.execute("UPDATE appointments SET status = 'cancelled' WHERE id = $1", one)
                changes += 3
        return changes

    made_changes = sum(await asyncio.gather(*(old_code(number) for number in range(8))))
    async with connected(own_database) as connection:
        assert await connection.fetchval("SELECT count(*) FROM appointment_audit") == made_changes
        wrong = await connection.fetchval(
            "SELECT count(*) FROM appointments a WHERE ARRAY['booked', 'moved', 'cancelled']::text[] <>"
            " (SELECT array_agg(h.action::text ORDER BY h.id) FROM appointment_audit h"
            " WHERE h.appointment_id = a.id)"
        )
        assert wrong == 0
