"""Old code and appointments that claim several calendars, and calendars that take another one's time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.migrations import Migrations
from tests.integration.test_migrations_old_code import at, instant, old_insert, row
from tests.support.servers import connected

MOVE = "UPDATE appointments SET start_time = $2, end_time = $3 WHERE id = $1"


@dataclass(frozen=True)
class Shop:
    """A business with a doctor, who is the default calendar, and two rooms."""

    connection: asyncpg.Connection
    id: int
    doctor: int
    room: int
    laser: int

    async def booked(self, claims: Sequence[tuple[int, datetime, datetime]]) -> int:
        """An appointment with the doctor from 10 to 11, stored as Luach does, with claims on other calendars;
        its footprint has a buffer of ten minutes after it."""
        lead = await self.connection.fetchval(
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, starts_at, ends_at, seat)"
            " VALUES ($1, $2, tstzrange($3, $4), 'appointment', $3, $5, 3) RETURNING id",
            self.id,
            self.doctor,
            instant(10),
            instant(11, 10),
            instant(11),
        )
        for calendar, since, until in claims:
            await self.connection.execute(
                "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, claim_id, starts_at)"
                " VALUES ($1, $2, tstzrange($3, $4), 'appointment', $5, $3)",
                self.id,
                calendar,
                since,
                until,
                lead,
            )
        appointment: int = await self.connection.fetchval(
            "INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, starts_at,"
            " ends_at, busy_interval_id) VALUES ($1, $2, 'x', $3, $4, $5, $6, $7) RETURNING id",
            self.id,
            self.doctor,
            at(10),
            at(11),
            instant(10),
            instant(11),
            lead,
        )
        return appointment

    async def taken(self, calendar: int, hour: int, minute: int = 0) -> None:
        """Half an hour of a calendar, taken by somebody else."""
        await self.connection.execute(
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind)"
            " VALUES ($1, $2, tstzrange($3, $4), 'time_off')",
            self.id,
            calendar,
            instant(hour, minute),
            instant(hour, minute) + timedelta(minutes=30),
        )

    async def claims(self, appointment: int) -> list[tuple[int, datetime, datetime, bool]]:
        """The further claims of an appointment: calendar, since, until, whether they are exclusive."""
        rows = await self.connection.fetch(
            "SELECT b.* FROM busy_intervals b JOIN appointments a ON a.busy_interval_id = b.claim_id"
            " WHERE a.id = $1 ORDER BY b.calendar_id, b.footprint",
            appointment,
        )
        assert all(each["starts_at"] == each["footprint"].lower for each in rows)
        return [
            (each["calendar_id"], each["footprint"].lower, each["footprint"].upper, each["exclusive"])
            for each in rows
        ]

    async def intervals(self) -> int:
        """The number of all intervals of the business."""
        count: int = await self.connection.fetchval(
            "SELECT count(*) FROM busy_intervals WHERE business_id = $1", self.id
        )
        return count

    async def take_time_of(self, calendar: int, other: int | None) -> None:
        await self.connection.execute(
            "INSERT INTO calendar_settings (calendar_id, time_of) VALUES ($1, $2)"
            " ON CONFLICT (calendar_id) DO UPDATE SET time_of = $2",
            calendar,
            other,
        )


async def shop(connection: asyncpg.Connection, zone: str = "Asia/Jerusalem") -> Shop:
    number = await connection.fetchval("INSERT INTO business (name) VALUES ('מרפאה') RETURNING id")
    await connection.execute(
        "INSERT INTO business_settings (tenant_id, timezone) VALUES ($1, $2)", number, zone
    )
    rooms = await connection.fetch(
        "INSERT INTO business_calendars (business_id, name) VALUES ($1, 'room'), ($1, 'laser') RETURNING id",
        number,
    )
    doctor = await connection.fetchval(
        "SELECT id FROM business_calendars WHERE business_id = $1 AND type_key = 'default'", number
    )
    return Shop(connection, number, doctor, *(each["id"] for each in rooms))


async def test_a_move_by_old_code_takes_every_claim_along(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)
        one = await here.booked(
            [(here.room, instant(9, 45), instant(11, 15)), (here.laser, instant(10, 15), instant(10, 45))]
        )
        await connection.execute(MOVE, one, at(14), at(15))
        assert await here.claims(one) == [
            (here.room, instant(13, 45), instant(15, 15), True),
            (here.laser, instant(14, 15), instant(14, 45), True),
        ]
        lead = await row(connection, one)
        assert (lead["footprint"].upper, lead["exclusive"], lead["seat"]) == (instant(15, 10), True, 3)
        assert await here.intervals() == 3


@pytest.mark.parametrize(
    ("end", "until"),
    [((11, 30), (11, 45)), ((10, 45), (11, 0)), ((10, 5), (10, 20))],
    ids=["longer", "shorter", "very short"],
)
async def test_another_length_moves_the_end_of_what_reached_to_the_end(
    shared_database: str, end: tuple[int, int], until: tuple[int, int]
) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)
        one = await here.booked(
            [
                (here.room, instant(10), instant(11, 15)),
                (here.laser, instant(10), instant(10, 30)),
                (here.laser, instant(10, 40), instant(11)),
            ]
        )
        await connection.execute(MOVE, one, at(10), at(*end))
        room, first, second = await here.claims(one)
        assert room == (here.room, instant(10), instant(*until), True)
        assert first == (here.laser, instant(10), instant(10, 30), True)
        # One that would end before it begins keeps its length.
        expected = at(*end) - at(10) + instant(10)
        assert second[2] == (expected if expected > instant(10, 40) else instant(11))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE appointments SET status = 'cancelled' WHERE id = $1",
        "UPDATE appointments SET status = 'no_show' WHERE id = $1",
        "UPDATE appointments SET end_time = start_time WHERE id = $1",
        "DELETE FROM appointments WHERE id = $1",
    ],
)
async def test_every_claim_goes_with_an_appointment_that_old_code_ends(
    shared_database: str, change: str
) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)
        one = await here.booked([(here.room, instant(10), instant(11))])
        await connection.execute(change, one)
        assert await here.intervals() == 0


async def test_a_change_of_anything_else_leaves_the_claims_alone(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)
        one = await here.booked([(here.room, instant(10), instant(11))])
        ids = "SELECT array_agg(id ORDER BY id) FROM busy_intervals WHERE business_id = $1"
        before = await connection.fetchval(ids, here.id)
        await connection.execute(
            "UPDATE appointments SET title = 'y', status = 'completed' WHERE id = $1", one
        )
        assert await connection.fetchval(ids, here.id) == before


@pytest.mark.parametrize("of", ["doctor", "room"])
async def test_a_claim_whose_time_is_taken_blocks_beside_it_and_the_others_stay_exclusive(
    shared_database: str, of: str
) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)
        one = await here.booked(
            [(here.room, instant(10), instant(11)), (here.laser, instant(10), instant(11))]
        )
        # The doctor's appointment has seat 3, the time off seat 0.
        await connection.execute("UPDATE busy_intervals SET seat = 0 WHERE business_id = $1", here.id)
        await here.taken(getattr(here, of), 14, 30)
        await connection.execute(MOVE, one, at(14), at(15))
        assert (await row(connection, one))["exclusive"] is (of == "room")
        assert await here.claims(one) == [
            (here.room, instant(14), instant(15), of == "doctor"),
            (here.laser, instant(14), instant(15), True),
        ]


async def test_a_claim_whose_time_is_about_to_be_taken_does_not_hold_up_old_code(
    own_database: str,
) -> None:
    async with connected(own_database) as connection, connected(own_database) as other:
        here = await shop(connection)
        one = await here.booked([(here.room, instant(10), instant(11))])
        undecided = other.transaction()
        await undecided.start()
        await Shop(other, here.id, here.doctor, here.room, here.laser).taken(here.room, 14)
        await connection.execute(MOVE, one, at(14), at(15))
        await undecided.rollback()
        assert await here.claims(one) == [(here.room, instant(14), instant(15), False)]
        assert (await row(connection, one))["exclusive"] is True


async def test_the_claims_stay_behind_when_old_code_gives_an_appointment_to_another_business(
    shared_database: str,
) -> None:
    async with connected(shared_database) as connection:
        here, there = await shop(connection), await shop(connection)
        one = await here.booked([(here.room, instant(10), instant(11))])
        await connection.execute("UPDATE appointments SET business_id = $2 WHERE id = $1", one, there.id)
        assert (await here.intervals(), await there.intervals()) == (0, 1)


@pytest.mark.parametrize("session_zone", ["UTC", "Asia/Jerusalem", "America/New_York"])
async def test_a_claim_keeps_its_distance_over_a_change_of_the_clocks(
    shared_database: str, session_zone: str
) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection, "Asia/Jerusalem")
        await connection.execute(f"SET timezone = '{session_zone}'")
        one = await here.booked([(here.room, instant(9, 30), instant(11))])
        # To a day of winter time, half a year later.
        wall = datetime(2027, 12, 7, 10)  # noqa: DTZ001
        await connection.execute(MOVE, one, wall, wall + timedelta(hours=1))
        start = datetime(2027, 12, 7, 8, tzinfo=UTC)
        assert await here.claims(one) == [
            (here.room, start - timedelta(minutes=30), start + timedelta(hours=1), True)
        ]


@pytest.mark.parametrize("moved", [True, False])
async def test_a_sweep_completes_the_claims_of_a_change_that_failed(own_database: str, moved: bool) -> None:
    async with connected(own_database) as connection:
        here = await shop(connection)
        one = await here.booked(
            [(here.room, instant(9, 45), instant(11, 15)), (here.laser, instant(10), instant(10, 30))]
        )
        await connection.execute("ALTER TABLE busy_intervals RENAME TO gone")
        if moved:
            await connection.execute(MOVE, one, at(14), at(15, 30))
        else:
            await connection.execute("UPDATE appointments SET status = 'cancelled' WHERE id = $1", one)
        await connection.execute("ALTER TABLE gone RENAME TO busy_intervals")
        assert (await row(connection, one))["starts_at"] is None
        await here.taken(here.laser, 14)
        await Migrations(own_database).sweep()
        lead = await row(connection, one)
        if not moved:
            assert (lead["busy_interval_id"], await here.intervals()) == (None, 1)
            return
        assert (lead["footprint"].lower, lead["footprint"].upper) == (instant(14), instant(15, 40))
        assert (lead["seat"], lead["exclusive"]) == (3, True)
        assert await here.claims(one) == [
            (here.room, instant(13, 45), instant(15, 45), True),
            (here.laser, instant(14), instant(14, 30), False),
        ]
        assert await here.intervals() == 4


async def test_claims_follow_an_appointment_that_is_read_in_another_zone(own_database: str) -> None:
    async with connected(own_database) as connection:
        here = await shop(connection, "Eastern Standard Time")  # unknown: read as Asia/Jerusalem
        coming = datetime.now(UTC).date() + timedelta(days=7)
        shift = timedelta(days=(coming - instant(10).date()).days)
        one = await here.booked([(here.room, instant(9, 45), instant(11, 15))])
        plain = await old_insert(connection, here.id, at(16), at(17))
        await connection.execute(
            "UPDATE appointments SET start_time = start_time + $2, end_time = end_time + $2"
            " WHERE business_id = $1",
            here.id,
            shift,
        )
        kept = (await row(connection, plain))["busy_interval_id"]
        await connection.execute(
            "UPDATE business_settings SET timezone = 'UTC' WHERE tenant_id = $1", here.id
        )
        await Migrations(own_database).sweep()
        wall = (at(10) + shift).replace(tzinfo=UTC)
        lead = await row(connection, one)
        assert lead["starts_at"] == lead["footprint"].lower == wall
        assert await here.claims(one) == [
            (here.room, wall - timedelta(minutes=15), wall + timedelta(minutes=75), True)
        ]
        assert (await row(connection, plain))["busy_interval_id"] == kept
        assert await here.intervals() == 3


async def test_two_calendars_of_one_person_are_not_booked_twice_by_old_code(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        here = await shop(connection)  # the room and the laser stand for two calendars of one person
        await here.take_time_of(here.laser, here.room)
        insert = (
            "INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time)"
            " VALUES ($1, $2, 'x', $3, $4) RETURNING id"
        )
        first = await connection.fetchval(insert, here.id, here.laser, at(10), at(11))
        second = await connection.fetchval(insert, here.id, here.room, at(10, 30), at(11, 30))
        of = "SELECT b.calendar_id, b.for_calendar_id, b.exclusive FROM busy_intervals b JOIN appointments a"
        of = f"{of} ON a.busy_interval_id = b.id WHERE a.id = $1"

        async def taken_by(appointment: int) -> tuple[object, ...]:
            (found,) = await connection.fetch(of, appointment)
            return tuple(found)

        assert await taken_by(first) == (here.room, here.laser, True)
        assert await taken_by(second) == (here.room, None, False)
        assert (await row(connection, first))["calendar_id"] == here.laser
        with pytest.raises(asyncpg.ExclusionViolationError):
            await here.taken(here.room, 10, 15)
        await connection.execute("UPDATE appointments SET calendar_id = $2 WHERE id = $1", first, here.doctor)
        assert await taken_by(first) == (here.doctor, None, True)


async def test_a_sweep_takes_the_time_of_the_other_calendar_too(own_database: str) -> None:
    async with connected(own_database) as connection:
        here = await shop(connection)
        await here.take_time_of(here.doctor, here.room)
        await connection.execute("ALTER TABLE busy_intervals RENAME TO gone")
        one = await old_insert(connection, here.id, at(10), at(11))
        await connection.execute("ALTER TABLE gone RENAME TO busy_intervals")
        await Migrations(own_database).sweep()
        assert (await row(connection, one))["calendar_id"] == here.doctor
        (found,) = await connection.fetch("SELECT * FROM busy_intervals WHERE business_id = $1", here.id)
        assert (found["calendar_id"], found["for_calendar_id"]) == (here.room, here.doctor)
