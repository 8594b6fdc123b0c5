"""Wall-clock times are read in one way: by the triggers, by the fill and by the service, whatever the zone
data of PostgreSQL are, and whatever another release of the service has left in the database."""

import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import asyncpg
import pytest

from app.core.scheduling.zones import find_zone, instant
from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.parts.zone_data import TZDATA_RELEASE
from app.migrations.parts.zone_periods import all_zone_periods
from app.migrations.running import inspection
from app.migrations.running.undo import steps_to_undo
from app.runtime.upkeep import run_round
from tests.integration.migrating import FILL_STEPS
from tests.integration.test_migrations_old_code import business, old_insert, row
from tests.integration.test_migrations_operator import command
from tests.support import factories
from tests.support.factories import APPOINTMENTS, SETTINGS, House, Service, body, problem
from tests.support.servers import connected

WALL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001
DAY_SECONDS = 86_400
HOUR = timedelta(hours=1)
RANDOM_TIMES = 40
# Names that PostgreSQL takes for abbreviations, and zones whose rules changed in a release that one of
# the two may not have yet.
DISPUTED = ["CET", "EET", "MET", "WET", "America/Winnipeg", "America/Rainy_River", "America/Inuvik"]
DISPUTED += ["America/Havana", "EST5EDT", "Africa/Casablanca", "Europe/Dublin", "Asia/Gaza"]
# Two times that an older release may read otherwise: one of each half of the year.
HOURS = ["2027-01-13T10:00:00", "2027-07-14T10:00:00"]
ELSEWHERE = "America/Winnipeg"
OTHER_DATA = """
    UPDATE zone_offsets SET utc_offsets = ARRAY(SELECT o + $2 FROM unnest(utc_offsets) o)
    WHERE zone = ANY($1)"""
MARK = "UPDATE migrations_applied SET checksum = $1 WHERE name IN ('128_zone_offsets', '128_read_again')"


def wall_times(zone: str, rng: random.Random) -> list[datetime]:
    """Every edge of a gap or fold with the seconds around it, and some times between."""
    periods = all_zone_periods()[zone]
    edges = {edge + step for column in periods[:2] for edge in column[2:-1] for step in (-1, 0, 1)}
    others = {rng.uniform(DAY_SECONDS, 130 * 365 * DAY_SECONDS) // 1 for _ in range(RANDOM_TIMES)}
    return [WALL_EPOCH + timedelta(seconds=seconds) for seconds in sorted(edges | others)]


def second_reading(wall: datetime, zone: ZoneInfo) -> datetime:
    """The later of two instants in a fold, else the only reading: a gap has no second one."""
    return max(instant(wall, zone), wall.replace(tzinfo=zone, fold=1).astimezone(UTC))


async def test_every_zone_is_read_in_sql_as_in_python(shared_database: str) -> None:
    rng = random.Random(11)  # noqa: S311
    sql = """
        SELECT luach_instant(wall, $1), luach_later_instant(wall, $1)
        FROM unnest($2::timestamp[]) WITH ORDINALITY AS each (wall, place) ORDER BY place"""
    async with connected(shared_database) as connection:
        count = 0
        for name in sorted(available_timezones()):
            zone, walls = find_zone(name), wall_times(name, rng)
            count += len(walls)
            read = [tuple(each) for each in await connection.fetch(sql, name, walls)]
            assert read == [(instant(wall, zone), second_reading(wall, zone)) for wall in walls], name
    assert count > 100_000


async def test_sql_and_python_know_the_same_zones(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        known = {each[0] for each in await connection.fetch("SELECT zone FROM zone_offsets")}
    assert known == available_timezones()


@pytest.mark.parametrize(
    "far",
    ["infinity", "-infinity", "294276-12-31 23:59:59", "4713-01-01 BC", "9999-12-31 23:59:59", "0001-01-01"],
)
@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Tokyo"])
async def test_times_that_are_none_fail_no_write(shared_database: str, far: str, zone: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection, zone)
        appointment = await connection.fetchval(
            "INSERT INTO appointments (business_id, title, start_time, end_time)"
            " VALUES ($1, 'x', ($2::text)::timestamp, ($2::text)::timestamp) RETURNING id",
            number,
            far,
        )
        read = await connection.fetchval(
            "SELECT starts_at IS NOT NULL FROM appointments WHERE id = $1", appointment
        )
        assert read


@pytest.mark.parametrize("start", HOURS)
@pytest.mark.parametrize("zone", DISPUTED)
async def test_what_old_code_booked_is_taken(service: Service, zone: str, start: str) -> None:
    house = await service.house(always_open=True, timezone=zone)
    wall = datetime.fromisoformat(start)
    async with connected(service.database_url) as connection:
        found = await row(connection, await old_insert(connection, house.id, wall, wall + HOUR))
    assert found["starts_at"] == instant(wall, ZoneInfo(zone))
    refused = problem(await house.booking(start, duration_minutes=60), 409, "slot_taken")
    assert start not in {slot["starts_at"][:19] for slot in refused["alternatives"]}


@pytest.mark.parametrize("zone", DISPUTED)
async def test_the_fill_reads_as_the_trigger_does(shared_database: str, zone: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection, zone)
        made = [
            await old_insert(connection, number, wall, wall + HOUR)
            for wall in map(datetime.fromisoformat, HOURS)
        ]
        before = [await row(connection, appointment) for appointment in made]
        forget = "UPDATE appointments SET starts_at = NULL, ends_at = NULL WHERE business_id = $1"
        await connection.execute(forget, number)
        await apply_again(shared_database, FILL_STEPS[0])
        after = [await row(connection, appointment) for appointment in made]
        names = "starts_at", "ends_at", "footprint", "exclusive"
        assert [[each[name] for name in names] for each in after] == [
            [each[name] for name in names] for each in before
        ]


async def apply_again(url: str, *names: str) -> None:
    migrations = Migrations(url)
    report = await migrations._runner.run(again=frozenset(names))
    assert not report.failed, report.failed


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=5) as service:
        assert await service.state.migrations.wait_ready(60)
        yield service


async def settled(service: Service, **settings: object) -> House:
    """A business whose wall-clock times nobody rewrites any more."""
    house = await service.house(always_open=True, **settings)
    await pass_minutes(service, 4)
    return house


async def pass_minutes(service: Service, minutes: int) -> None:
    for _ in range(minutes):
        service.clock.now += timedelta(minutes=1)
        await run_round(service.state)


async def change_data(
    connection: asyncpg.Connection, *zones: str, mark: str = "2001a", by: int = 3600
) -> None:
    """Zone data of another release: some zones have another offset."""
    await connection.execute(OTHER_DATA, list(zones), by)
    await connection.execute(MARK, mark)


async def tracked(connection: asyncpg.Connection) -> set[str]:
    sql = "SELECT checksum FROM migrations_applied WHERE name IN ('128_zone_offsets', '128_read_again')"
    return {each[0] for each in await connection.fetch(sql)}


async def test_a_start_mends_the_data_of_another_release(own_database: str) -> None:
    """All appointments follow their wall clock: neighbours stay neighbours, with buffers and seats."""
    async with connected(own_database) as connection:
        await change_data(connection, ELSEWHERE)
        number, other = await business(connection, ELSEWHERE), await business(connection, "America/Chicago")
        wall = datetime.fromisoformat(HOURS[0])
        made = [
            await old_insert(connection, number, wall + each * HOUR, wall + (each + 1) * HOUR)
            for each in range(6)
        ]
        untouched = await row(connection, await old_insert(connection, other, wall, wall + HOUR))
        buffered = await connection.fetchval(
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, seat, starts_at, ends_at)"
            " SELECT $1, id, tstzrange($2::timestamptz - interval '10 minutes', $3), 'appointment', 4, $2, $3"
            " FROM business_calendars WHERE business_id = $1 RETURNING id",
            number,
            before_start := instant(wall + 8 * HOUR, ZoneInfo(ELSEWHERE)) - HOUR,
            before_start + HOUR,
        )
        booked = await connection.fetchval(
            "INSERT INTO appointments (business_id, title, start_time, end_time, starts_at, ends_at,"
            " busy_interval_id, luach_writes) VALUES ($1, 'x', $2, $3, $4, $5, $6, 1) RETURNING id",
            *(number, wall + 8 * HOUR, wall + 9 * HOUR, before_start, before_start + HOUR, buffered),
        )
        was = [await row(connection, appointment) for appointment in made]
        assert {each["starts_at"] for each in was} != {instant(wall, ZoneInfo(ELSEWHERE))}
        await apply_migrations(own_database, until="ready")
        after = [await row(connection, appointment) for appointment in (*made, booked)]
        starts = [instant(each["start_time"], ZoneInfo(ELSEWHERE)) for each in after]
        assert [each["starts_at"] for each in after] == starts
        assert [each["ends_at"] for each in after] == [start + HOUR for start in starts]
        assert [each["busy_interval_id"] for each in after] == [
            *(each["busy_interval_id"] for each in was),
            buffered,
        ]
        assert all(each["exclusive"] for each in after)
        assert [each["footprint"].lower for each in after[:-1]] == starts[:-1]
        assert after[-1]["footprint"].lower == starts[-1] - timedelta(minutes=10)
        assert after[-1]["seat"] == 4
        assert await row(connection, untouched["id"]) == untouched
        assert await tracked(connection) == {TZDATA_RELEASE}


async def test_no_time_is_given_twice_while_the_data_are_of_another_release(alone: Service) -> None:
    house = await settled(alone, timezone=ELSEWHERE)
    start = HOURS[0]
    wall = datetime.fromisoformat(start)
    async with connected(alone.database_url) as connection:
        await change_data(connection, ELSEWHERE)
        await old_insert(connection, house.id, wall, wall + HOUR)
        problem(await house.booking(start, duration_minutes=60), 503, "zone_data_differ")
        later = await booked_walls(connection, house)
        assert later == [wall]
        async with factories.running(alone.database_url) as second:
            assert await second.state.migrations.wait_ready(60)
            for service in (alone, second):
                caller = House(house.id, house.default_calendar, *callers(service, house))
                problem(await caller.booking(start, duration_minutes=60), 409, "slot_taken")
            await house.booked((wall + HOUR).isoformat(), duration_minutes=60)
        assert await booked_walls(connection, house) == [wall, wall + HOUR]


def callers(service: Service, house: House) -> list[factories.Caller]:
    mine = (house.owner, house.admin, house.agent, house.viewer)
    return [factories.Caller(service.client, caller.key) for caller in mine]


async def booked_walls(connection: asyncpg.Connection, house: House) -> list[datetime]:
    sql = "SELECT start_time FROM appointments WHERE business_id = $1 ORDER BY start_time"
    return [each[0] for each in await connection.fetch(sql, house.id)]


async def test_bookings_wait_until_appointments_have_been_read_again(alone: Service) -> None:
    house, other = await settled(alone, timezone=ELSEWHERE), await settled(alone)
    async with connected(alone.database_url) as connection:
        await connection.execute(
            "INSERT INTO zone_rereads (business_id, refuse_bookings) VALUES ($1, TRUE)", house.id
        )
        problem(await house.booking(HOURS[0], duration_minutes=60), 503, "zone_data_differ")
        await other.booked(HOURS[0], duration_minutes=60)
        await alone.state.migrations.sweep()
        booked = await house.booked(HOURS[0], duration_minutes=60)
        body(await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel"))
        for _ in range(3):
            await pass_minutes(alone, 2)
            await alone.state.migrations.sweep()
        assert await connection.fetchval("SELECT count(*) FROM zone_rereads") == 0


async def test_a_release_with_older_data_leaves_newer_data_alone(own_database: str) -> None:
    """It books where both agree. `verify` tells it, and `repair` takes its own."""
    async with connected(own_database) as connection:
        await change_data(connection, ELSEWHERE, mark="9999z")
        assert await apply_migrations(own_database) == []
        assert await tracked(connection) == {"9999z"}
        async with factories.running(own_database) as service:
            assert await service.state.migrations.wait_ready(60)
            house, abroad = (
                await service.house(always_open=True),
                await service.house(always_open=True, timezone=ELSEWHERE),
            )
            await house.booked(HOURS[0], duration_minutes=60)
            problem(await abroad.booking(HOURS[0], duration_minutes=60), 503, "zone_data_differ")
        told = [each for each in await inspection.verify_steps(own_database, STEPS) if each.drift]
        assert [each.step for each in told] == ["128_zone_offsets"]
        code, _ = await command(own_database, "repair")
        assert code == 0
        told = await inspection.verify_steps(own_database, STEPS)
        assert [each for each in told if each.drift] == []


async def test_a_zone_that_nobody_knows_is_told(own_database: str) -> None:
    async with connected(own_database) as connection:
        number = await business(connection, "Mars/Olympus_Mons")
        await business(connection, "Asia/Tokyo")
    (note,) = await inspection.verify_steps(own_database, STEPS)
    assert (note.step, note.drift) == ("128_zone_offsets", False)
    assert "Mars/Olympus_Mons" in note.problem
    assert str(number) in note.problem


@pytest.mark.parametrize("by_host", [True, False])
async def test_appointments_of_an_unknown_zone_are_read_again_when_it_is_mended(
    alone: Service, by_host: bool
) -> None:
    house, (start, *_) = await settled(alone), HOURS
    wall, zone = datetime.fromisoformat(start), "America/New_York"
    mend = "UPDATE business_settings SET timezone = $2 WHERE tenant_id = $1"
    async with connected(alone.database_url) as connection:
        await connection.execute(mend, house.id, "Eastern Standard Time")
        appointment = await old_insert(connection, house.id, wall, wall + HOUR)
        refused = await house.booking(start, duration_minutes=60)
        assert refused.status_code == 409
        if by_host:
            await connection.execute(mend, house.id, zone)
        else:
            body(await house.owner.patch(SETTINGS, {"timezone": zone}))
        problem(await house.booking(start, duration_minutes=60), 503, "zone_data_differ")
        await alone.state.migrations.sweep()
        found = await row(connection, appointment)
        assert (found["start_time"], found["end_time"]) == (wall, wall + HOUR)
        assert found["starts_at"] == found["footprint"].lower == instant(wall, ZoneInfo(zone))
        problem(await house.booking(start, duration_minutes=60), 409, "slot_taken")
        await house.booked((wall + HOUR).isoformat(), duration_minutes=60)


@pytest.mark.parametrize(("before", "after"), [(None, "Asia/Tokyo"), ("", "Asia/Tokyo"), ("Asia/Tokyo", "x")])
async def test_a_zone_that_was_known_moves_no_appointment(
    shared_database: str, before: str | None, after: str
) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection, "UTC")
        for zone in (before, after):
            change = "UPDATE business_settings SET timezone = $2 WHERE tenant_id = $1"
            await connection.execute(change, number, zone)
        noted = await connection.fetchval("SELECT count(*) FROM zone_rereads WHERE business_id = $1", number)
        assert noted == 0


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2027-03-26T02:30", "2027-03-26T03:15", 45),
        ("2027-03-26T02:00", "2027-03-26T03:00", 60),
        ("2027-03-26T02:10", "2027-03-26T02:50", 40),
        ("2027-03-26T01:30", "2027-03-26T02:30", 60),
        ("2027-03-26T01:30", "2027-03-26T03:30", 60),
        ("2027-10-31T00:30", "2027-10-31T01:30", 60),
        ("2027-10-31T01:30", "2027-10-31T02:30", 120),
    ],
)
async def test_an_appointment_at_a_change_of_the_clocks_takes_time(
    shared_database: str, start: str, end: str, minutes: int
) -> None:
    """Jerusalem skips 02:00-03:00 in spring and repeats 01:00-02:00 in autumn."""
    walls = datetime.fromisoformat(start), datetime.fromisoformat(end)
    async with connected(shared_database) as connection:
        number = await business(connection)
        appointment = await old_insert(connection, number, *walls)
        for _ in range(2):
            found = await row(connection, appointment)
            assert found["starts_at"] == instant(walls[0], ZoneInfo("Asia/Jerusalem"))
            assert found["ends_at"] - found["starts_at"] == timedelta(minutes=minutes)
            assert (found["footprint"].lower, found["footprint"].upper) == (
                found["starts_at"],
                found["ends_at"],
            )
            forget = "UPDATE appointments SET starts_at = NULL, ends_at = NULL WHERE id = $1"
            await connection.execute(forget, appointment)
            await apply_again(shared_database, FILL_STEPS[0])


def test_undo_of_the_zones_takes_along_what_reads_with_them() -> None:
    names = [step.name for step in steps_to_undo(STEPS, "128")]
    assert {"116_appointment_triggers", *FILL_STEPS} <= set(names)
    assert names[-1] == "128_zone_offsets"
