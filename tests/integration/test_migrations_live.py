"""Old code at work before, during and after the migrations: nothing of it fails, all of it is completed."""

import asyncio
import random
from collections.abc import Callable

import asyncpg

from app.migrations import apply_migrations
from app.migrations.registry import STEPS
from app.migrations.running.inspection import verify_steps
from tests.support.servers import connected

MakeLegacy = Callable[..., str]
BOOK = """
    INSERT INTO appointments (business_id, title, start_time, end_time)
    SELECT $1, 'live', t, t + interval '30 minutes'
    FROM (SELECT timestamp '2027-01-04 09:00' + $2 * interval '15 minutes' AS t) d"""
MOVE = """
    UPDATE appointments
    SET start_time = start_time + interval '7 minutes', end_time = end_time + interval '7 minutes'
    WHERE id = $1"""
CANCEL = "UPDATE appointments SET status = 'cancelled' WHERE id = $1"
# What is wrong in any row that either code wrote: unlinked, without instants, at another time than its wall
# clock says, or taking other time than its own.
WRONG = """
    SELECT a.id, a.title, a.status, a.starts_at, a.start_time, i.footprint
    FROM appointments a JOIN business b ON b.id = a.business_id
    LEFT JOIN business_settings s ON s.tenant_id = a.business_id
    LEFT JOIN busy_intervals i ON i.id = a.busy_interval_id
    WHERE a.calendar_id IS NULL OR a.starts_at IS NULL
       OR a.starts_at <> luach_instant(a.start_time, luach_zone(s.timezone))
       OR a.ends_at <> CASE WHEN luach_instant(a.end_time, luach_zone(s.timezone)) > a.starts_at
                                 OR a.end_time <= a.start_time
                            THEN luach_instant(a.end_time, luach_zone(s.timezone))
                            -- Its start is in a gap.
                            ELSE a.starts_at + (a.end_time - a.start_time) END
       OR (i.id IS NOT NULL) <> (a.status NOT IN ('cancelled', 'no_show') AND a.ends_at > a.starts_at)
       OR lower(i.footprint) <> a.starts_at OR upper(i.footprint) <> a.ends_at
       OR i.calendar_id <> a.calendar_id"""


async def old_code(url: str, seed: int, stop: asyncio.Event) -> int:
    """Books, moves and cancels without knowing us, until `stop`; returns how many statements it ran."""
    random_ = random.Random(seed)  # noqa: S311
    count = 0
    # An application that keeps prepared statements over DDL gets one error for each, with or without us.
    connection = await asyncpg.connect(url, statement_cache_size=0)
    try:
        while not stop.is_set():
            kind = random_.random()
            if kind < 0.4:
                await connection.execute(BOOK, random_.randint(1, 60), random_.randint(0, 40))
            elif kind < 0.95:
                await connection.execute(random_.choice((MOVE, CANCEL)), random_.randint(1, 3000))
            else:
                await connection.execute("INSERT INTO business (name) VALUES ('new while migrating')")
            count += 1
    finally:
        await connection.close()
    return count


async def test_old_code_writing_all_along_never_fails_and_ends_up_complete(
    legacy_database: MakeLegacy,
) -> None:
    url = legacy_database(businesses=60, appointments_per_business=50)
    stop = asyncio.Event()
    writers = [asyncio.create_task(old_code(url, seed, stop)) for seed in range(4)]
    await asyncio.sleep(0.2)
    assert {step.name for step in STEPS} == set(await apply_migrations(url))
    await asyncio.sleep(0.3)
    stop.set()
    assert all(count > 20 for count in await asyncio.gather(*writers))
    async with connected(url) as connection:
        assert await connection.fetch(WRONG) == []
        without_default = await connection.fetchval(
            "SELECT count(*) FROM business WHERE id NOT IN"
            " (SELECT business_id FROM business_calendars WHERE type_key = 'default')"
        )
        assert without_default == 0
        loose = await connection.fetchval(
            "SELECT count(*) FROM busy_intervals WHERE id NOT IN"
            " (SELECT busy_interval_id FROM appointments WHERE busy_interval_id IS NOT NULL)"
        )
        assert loose == 0
    assert await verify_steps(url, STEPS) == []


async def test_old_code_waits_half_a_second_at_most_for_time_that_is_being_booked(own_database: str) -> None:
    async with connected(own_database) as booking, connected(own_database) as old:
        number = await booking.fetchval("INSERT INTO business (name) VALUES ('x') RETURNING id")
        await booking.execute("BEGIN")
        await booking.execute(
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind)"
            " SELECT business_id, id, tstzrange('2027-01-04 07:00+00', '2027-01-04 08:00+00'), 'appointment'"
            " FROM business_calendars WHERE business_id = $1",
            number,
        )
        await asyncio.wait_for(old.execute(BOOK, number, 0), 5)
        await booking.execute("COMMIT")
        exclusive = await old.fetch("SELECT exclusive FROM busy_intervals WHERE business_id = $1", number)
        assert sorted(row["exclusive"] for row in exclusive) == [False, True]
        assert await old.fetch(WRONG) == []


async def test_old_code_in_a_deadlock_with_itself_over_time_goes_on(own_database: str) -> None:
    async with connected(own_database) as one, connected(own_database) as other:
        number = await one.fetchval("INSERT INTO business (name) VALUES ('x') RETURNING id")
        for connection, slot in ((one, 0), (other, 4)):
            await connection.execute("BEGIN")
            await connection.execute(BOOK, number, slot)
        await asyncio.gather(one.execute(BOOK, number, 4), other.execute(BOOK, number, 0))
        await one.execute("COMMIT")
        await other.execute("COMMIT")
        count = "SELECT count(busy_interval_id) FROM appointments WHERE business_id = $1"
        assert await one.fetchval(count, number) == 4
