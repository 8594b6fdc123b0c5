"""Old code's appointments: both ends in one zone, the right calendar, and the slot size of a new business."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from tests.integration.test_migrations_old_code import at, business, instant, old_insert, row
from tests.support.servers import connected

# Zone, the first wall-clock time that occurs twice, and its second reading.
FOLDS = [
    (zone, datetime.fromisoformat(wall), datetime.fromisoformat(second))
    for zone, wall, second in (
        ("Asia/Jerusalem", "2026-10-25T01:00", "2026-10-24T23:00+00:00"),
        ("America/New_York", "2026-11-01T01:00", "2026-11-01T06:00+00:00"),
        ("Europe/Dublin", "2026-10-25T01:00", "2026-10-25T01:00+00:00"),
        ("Australia/Lord_Howe", "2026-04-05T01:30", "2026-04-04T15:00+00:00"),
    )
]


async def set_zone(connection: asyncpg.Connection, number: int, zone: str) -> None:
    await connection.execute("UPDATE business_settings SET timezone = $2 WHERE tenant_id = $1", number, zone)


@pytest.mark.parametrize("column", ["start_time", "end_time"])
async def test_both_ends_are_read_in_the_present_zone(shared_database: str, column: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        appointment = await old_insert(connection, number, at(10), at(11))
        await set_zone(connection, number, "America/New_York")
        edit = at(9, 30) if column == "start_time" else at(11, 30)
        move = f"UPDATE appointments SET {column} = $2 WHERE id = $1"  # noqa: S608
        await connection.execute(move, appointment, edit)
        found = await row(connection, appointment)
        zone = ZoneInfo("America/New_York")
        assert found["starts_at"] == found["start_time"].replace(tzinfo=zone)
        assert found["ends_at"] == found["end_time"].replace(tzinfo=zone)
        assert (found["footprint"].lower, found["footprint"].upper) == (found["starts_at"], found["ends_at"])


async def test_a_change_of_status_alone_moves_nothing_after_a_change_of_zone(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        appointment = await old_insert(connection, number, at(10), at(11))
        await set_zone(connection, number, "America/New_York")
        await connection.execute("UPDATE appointments SET status = 'confirmed' WHERE id = $1", appointment)
        found = await row(connection, appointment)
        assert (found["starts_at"], found["ends_at"]) == (instant(10), instant(11))


@pytest.mark.parametrize(("zone", "day", "second"), FOLDS)
async def test_an_end_in_the_second_hour_of_a_fold_follows_its_start(
    shared_database: str, zone: str, day: datetime, second: datetime
) -> None:
    """Luach booked the second reading of `day`; old code then moves the end to 45 minutes later."""
    async with connected(shared_database) as connection:
        number = await business(connection, zone)
        appointment = await connection.fetchval(
            "INSERT INTO appointments (business_id, title, start_time, end_time, starts_at, ends_at,"
            " calendar_id)"
            " SELECT $1, 'x', $2::timestamp, $2::timestamp + interval '30 minutes', $3::timestamptz,"
            " $3::timestamptz + interval '30 minutes', id"
            " FROM business_calendars WHERE business_id = $1 RETURNING id",
            number,
            day,
            second,
        )
        await connection.execute(
            "UPDATE appointments SET end_time = start_time + interval '45 minutes' WHERE id = $1", appointment
        )
        found = await row(connection, appointment)
        assert (found["starts_at"], found["ends_at"]) == (second, second + timedelta(minutes=45))
        await connection.execute(
            "UPDATE appointments SET end_time = start_time + interval '3 hours' WHERE id = $1", appointment
        )
        found = await row(connection, appointment)
        assert (found["starts_at"], found["ends_at"]) == (second, second + timedelta(hours=3))


@pytest.mark.parametrize("slot", [15, 45])
async def test_the_settings_of_a_new_business_bring_its_slot_size(shared_database: str, slot: int) -> None:
    duration = "SELECT default_duration_minutes FROM business_calendars WHERE business_id = $1"
    async with connected(shared_database) as connection:
        number = await business(connection, None)
        assert await connection.fetchval(duration, number) == 60
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, slot_size_min) VALUES ($1, $2)", number, slot
        )
        assert await connection.fetchval(duration, number) == slot
        await connection.execute(
            "UPDATE business_settings SET slot_size_min = slot_size_min * 2 WHERE tenant_id = $1", number
        )
        assert await connection.fetchval(duration, number) == 2 * slot


@pytest.mark.parametrize("slot", [0, -15, None])
async def test_a_slot_size_that_is_none_changes_nothing(shared_database: str, slot: int | None) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection, None)
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, slot_size_min) VALUES ($1, $2)", number, slot
        )
        duration = "SELECT default_duration_minutes FROM business_calendars WHERE business_id = $1"
        assert await connection.fetchval(duration, number) == 60


async def test_a_default_calendar_that_somebody_changed_keeps_its_duration(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection, None)
        await connection.execute(
            "UPDATE business_calendars SET default_duration_minutes = 25, updated_at = clock_timestamp()"
            " WHERE business_id = $1",
            number,
        )
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, slot_size_min) VALUES ($1, 45)", number
        )
        duration = "SELECT default_duration_minutes FROM business_calendars WHERE business_id = $1"
        assert await connection.fetchval(duration, number) == 25


async def test_a_business_without_a_default_links_to_its_active_calendar_of_the_highest_priority(
    shared_database: str,
) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        await connection.execute(
            "UPDATE business_calendars SET type_key = 'moving', priority = 3 WHERE business_id = $1", number
        )
        await connection.execute(
            "INSERT INTO business_calendars (business_id, name, priority, is_active) VALUES"
            " ($1, 'closed', 99, FALSE), ($1, 'first', 7, TRUE), ($1, 'same', 7, TRUE)",
            number,
        )
        appointment = await old_insert(connection, number, at(10), at(11))
        name = (
            "SELECT c.name FROM appointments a JOIN business_calendars c ON c.id = a.calendar_id"
            " WHERE a.id = $1"
        )
        assert await connection.fetchval(name, appointment) == "first"


@pytest.mark.parametrize("zone", ["CET", "EET", "MET", "WET", "EST5EDT", "Europe/Berlin"])
@pytest.mark.parametrize("day", ["2027-01-15T10:00", "2027-07-15T10:00"])
async def test_zones_with_the_name_of_an_abbreviation_are_read_with_their_summer_time(
    shared_database: str, zone: str, day: str
) -> None:
    start = datetime.fromisoformat(day)
    async with connected(shared_database) as connection:
        number = await business(connection, zone)
        appointment = await old_insert(connection, number, start, start + timedelta(hours=1))
        found = await row(connection, appointment)
        assert found["starts_at"] == start.replace(tzinfo=ZoneInfo(zone))
        assert found["ends_at"] == (start + timedelta(hours=1)).replace(tzinfo=ZoneInfo(zone))
