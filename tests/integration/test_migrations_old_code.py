"""Code of the host that knows nothing of us: what it writes is completed, and never fails because of us."""

from datetime import UTC, datetime

import asyncpg
import pytest

from tests.support.servers import connected

DAY = datetime(2027, 5, 3)  # noqa: DTZ001
SUMMER = 3  # Asia/Jerusalem in May


async def business(connection: asyncpg.Connection, zone: str | None = "Asia/Jerusalem") -> int:
    number: int = await connection.fetchval("INSERT INTO business (name) VALUES ('דנה') RETURNING id")
    if zone is not None:
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, timezone) VALUES ($1, $2)", number, zone
        )
    return number


async def old_insert(
    connection: asyncpg.Connection, number: int, start: datetime, end: datetime, status: str = "scheduled"
) -> int:
    appointment: int = await connection.fetchval(
        """
        INSERT INTO appointments (business_id, title, start_time, end_time, status)
        VALUES ($1, 'תספורת', $2, $3, $4) RETURNING id""",
        number,
        start,
        end,
        status,
    )
    return appointment


async def row(connection: asyncpg.Connection, appointment: int) -> asyncpg.Record:
    found = await connection.fetchrow(
        """
        SELECT a.*, c.type_key, c.business_id AS owner, i.footprint, i.exclusive, i.seat
        FROM appointments a LEFT JOIN business_calendars c ON c.id = a.calendar_id
        LEFT JOIN busy_intervals i ON i.id = a.busy_interval_id WHERE a.id = $1""",
        appointment,
    )
    assert found is not None
    return found


def at(hour: int, minute: int = 0) -> datetime:
    return DAY.replace(hour=hour, minute=minute)


def instant(hour: int, minute: int = 0) -> datetime:
    return datetime(2027, 5, 3, hour - SUMMER, minute, tzinfo=UTC)


async def test_a_new_business_has_its_default_calendar_whoever_inserts_it(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        calendars = await connection.fetch("SELECT * FROM business_calendars WHERE business_id = $1", number)
        assert [(c["type_key"], c["name"], c["priority"]) for c in calendars] == [
            ("default", "לוח ברירת מחדל", 1)
        ]


async def test_an_old_insert_is_linked_timed_and_takes_its_time(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        found = await row(connection, await old_insert(connection, number, at(10), at(11)))
        assert (found["owner"], found["type_key"]) == (number, "default")
        assert (found["starts_at"], found["ends_at"]) == (instant(10), instant(11))
        assert (found["footprint"].lower, found["footprint"].upper) == (instant(10), instant(11))
        assert found["exclusive"]


async def test_an_old_insert_over_another_blocks_beside_it(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        await old_insert(connection, number, at(10), at(11))
        second = await row(connection, await old_insert(connection, number, at(10, 30), at(11, 30)))
        assert (second["exclusive"], second["footprint"].lower) == (False, instant(10, 30))


@pytest.mark.parametrize(
    ("status", "end"),
    [
        ("cancelled", 11),
        ("canceled", 11),
        ("no_show", 11),
        ("CANCELLED", 11),
        ("scheduled", 10),
        ("scheduled", 9),
    ],
)
async def test_what_takes_no_time_gets_instants_and_no_interval(
    shared_database: str, status: str, end: int
) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        found = await row(connection, await old_insert(connection, number, at(10), at(end), status))
        assert (found["starts_at"], found["ends_at"]) == (instant(10), instant(end))
        assert found["busy_interval_id"] is None


async def test_an_old_update_moves_cancels_and_revives_the_interval(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        one = await old_insert(connection, number, at(10), at(11))
        await connection.execute(
            "UPDATE appointments SET start_time = $2, end_time = $3 WHERE id = $1", one, at(14), at(15)
        )
        moved = await row(connection, one)
        assert (moved["starts_at"], moved["footprint"].lower, moved["footprint"].upper) == (
            instant(14),
            instant(14),
            instant(15),
        )
        await connection.execute("UPDATE appointments SET status = 'cancelled' WHERE id = $1", one)
        assert (await row(connection, one))["busy_interval_id"] is None
        await connection.execute("UPDATE appointments SET status = 'scheduled' WHERE id = $1", one)
        assert (await row(connection, one))["footprint"].lower == instant(14)
        count = "SELECT count(*) FROM busy_intervals WHERE business_id = $1"
        assert await connection.fetchval(count, number) == 1
        await connection.execute("DELETE FROM appointments WHERE id = $1", one)
        assert await connection.fetchval(count, number) == 0


async def test_an_old_update_of_anything_else_leaves_the_interval_alone(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        one = await old_insert(connection, await business(connection), at(10), at(11))
        before = await row(connection, one)
        await connection.execute("UPDATE appointments SET title = 'אחר', notes = 'x' WHERE id = $1", one)
        await connection.execute("UPDATE appointments SET status = 'completed' WHERE id = $1", one)
        after = await row(connection, one)
        assert after["busy_interval_id"] == before["busy_interval_id"]


async def test_an_appointment_moved_to_another_business_goes_to_its_default(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        one = await old_insert(connection, await business(connection), at(10), at(11))
        other = await business(connection, "Europe/London")
        await connection.execute("UPDATE appointments SET business_id = $2 WHERE id = $1", one, other)
        found = await row(connection, one)
        assert found["owner"] == other
        assert found["starts_at"] == datetime(2027, 5, 3, 9, tzinfo=UTC)


async def test_buffers_of_a_booking_survive_an_old_reschedule(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        calendar = await connection.fetchval(
            "SELECT id FROM business_calendars WHERE business_id = $1", number
        )
        interval = await connection.fetchval(
            """
            INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, seat)
            VALUES ($1, $2, tstzrange($3, $4), 'appointment', 2) RETURNING id""",
            number,
            calendar,
            instant(9, 45),
            instant(11, 10),
        )
        one = await connection.fetchval(
            """
            INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time,
                                      starts_at, ends_at, busy_interval_id)
            VALUES ($1, $2, 'x', $3, $4, $5, $6, $7) RETURNING id""",
            number,
            calendar,
            at(10),
            at(11),
            instant(10),
            instant(11),
            interval,
        )
        assert (await row(connection, one))["busy_interval_id"] == interval, "new code is left alone"
        await connection.execute(
            "UPDATE appointments SET start_time = $2, end_time = $3 WHERE id = $1", one, at(12), at(13)
        )
        found = await row(connection, one)
        assert (found["footprint"].lower, found["footprint"].upper) == (instant(11, 45), instant(13, 10))
        assert found["seat"] == 2


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Asia/Jerusalem", datetime(2027, 3, 26, 2, 30), datetime(2027, 3, 26, 0, 30)),  # noqa: DTZ001
        ("Asia/Jerusalem", datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 24, 22, 30)),  # noqa: DTZ001
        ("America/New_York", datetime(2026, 11, 1, 1, 30), datetime(2026, 11, 1, 5, 30)),  # noqa: DTZ001
        ("Australia/Lord_Howe", datetime(2027, 4, 4, 1, 45), datetime(2027, 4, 3, 14, 45)),  # noqa: DTZ001
        ("Europe/London", datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 11)),  # noqa: DTZ001
        ("Nowhere/At_All", datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 9)),  # noqa: DTZ001
        ("UTC+3", datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 9)),  # noqa: DTZ001
        ("", datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 9)),  # noqa: DTZ001
        (None, datetime(2027, 7, 1, 12), datetime(2027, 7, 1, 9)),  # noqa: DTZ001
    ],
)
async def test_wall_clock_times_follow_rfc_5545_in_the_business_zone(
    shared_database: str, zone: str | None, local: datetime, utc: datetime
) -> None:
    async with connected(shared_database) as connection:
        one = await old_insert(connection, await business(connection, zone), local, local)
        assert (await row(connection, one))["starts_at"] == utc.replace(tzinfo=UTC)


async def test_old_code_may_have_an_empty_search_path_and_few_rights(own_database: str) -> None:
    async with connected(own_database) as connection:
        number = await business(connection)
        role = f"old_code_{number}_{abs(hash(own_database)) % 10**9}"
        await connection.execute(f"CREATE ROLE {role}")
        await connection.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON appointments, business TO {role}")
        await connection.execute(f"GRANT USAGE ON appointments_id_seq, business_id_seq TO {role}")
        try:
            await connection.execute(f"SET ROLE {role}")
            await connection.execute("SET search_path = ''")
            one = await connection.fetchval(
                """
                INSERT INTO public.appointments (business_id, title, start_time, end_time)
                VALUES ($1, 'x', $2, $3) RETURNING id""",
                number,
                at(10),
                at(11),
            )
            second = await connection.fetchval("INSERT INTO public.business (name) VALUES ('x') RETURNING id")
            await connection.execute("RESET ROLE")
            await connection.execute("RESET search_path")
            assert (await row(connection, one))["footprint"].lower == instant(10)
            calendars = "SELECT count(*) FROM business_calendars WHERE business_id = $1"
            assert await connection.fetchval(calendars, second) == 1
        finally:
            await connection.execute("RESET ROLE")
            await connection.execute(f"DROP OWNED BY {role}")
            await connection.execute(f"DROP ROLE {role}")


async def test_old_code_goes_on_when_our_tables_are_out_of_reach(own_database: str) -> None:
    async with connected(own_database) as connection:
        number = await business(connection)
        await connection.execute("ALTER TABLE busy_intervals RENAME TO gone")
        one = await old_insert(connection, number, at(10), at(11))
        await connection.execute("UPDATE appointments SET end_time = $2 WHERE id = $1", one, at(12))
        other = await business(connection)
        await connection.execute("ALTER TABLE gone RENAME TO busy_intervals")
        await connection.execute("ALTER TABLE business_calendars RENAME TO gone")
        await business(connection)
        assert await connection.fetchval("SELECT end_time FROM appointments WHERE id = $1", one) == at(12)
        assert other


async def test_the_host_may_still_change_its_own_columns(own_database: str) -> None:
    async with connected(own_database) as connection:
        number = await business(connection)
        await connection.execute("ALTER TABLE appointments ALTER COLUMN start_time TYPE timestamptz")
        await connection.execute("ALTER TABLE appointments ALTER COLUMN end_time TYPE timestamptz")
        await connection.execute("ALTER TABLE appointments ALTER COLUMN status TYPE text")
        await connection.execute("ALTER TABLE appointments DROP COLUMN location")
        one = await old_insert(connection, number, instant(10), instant(11))
        assert (await row(connection, one))["footprint"].lower == instant(10)
        await connection.execute("ALTER TABLE appointments DROP COLUMN status")
        await connection.execute(
            "INSERT INTO appointments (business_id, title, start_time, end_time)"
            " VALUES ($1, 'x', now(), now())",
            number,
        )


@pytest.mark.parametrize(
    "change",
    [
        "ALTER COLUMN status TYPE varchar(100)",
        "DROP COLUMN status",
        "ALTER COLUMN start_time TYPE timestamptz",
        "ALTER COLUMN business_id TYPE bigint",
    ],
)
async def test_a_session_goes_on_after_the_host_has_changed_a_column(own_database: str, change: str) -> None:
    """The session keeps the trigger's plans, although a column changes its type or is dropped."""
    async with connected(own_database) as connection:
        number = await business(connection)
        one = await old_insert(connection, number, at(10), at(11))
        await connection.execute("UPDATE appointments SET title = 'before' WHERE id = $1", one)
        await connection.execute(f"ALTER TABLE appointments {change}")
        await connection.execute("UPDATE appointments SET title = 'after' WHERE id = $1", one)
        await connection.execute("UPDATE appointments SET end_time = $2 WHERE id = $1", one, at(12))
        (found,) = await connection.fetch("SELECT title, end_time FROM appointments WHERE id = $1", one)
        assert tuple(found) == ("after", at(12))


async def test_a_deleted_calendar_leaves_its_appointments_without_one(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        number = await business(connection)
        one = await old_insert(connection, number, at(10), at(11))
        await connection.execute("DELETE FROM business_calendars WHERE business_id = $1", number)
        found = await row(connection, one)
        assert (found["calendar_id"], found["busy_interval_id"]) == (None, None)
