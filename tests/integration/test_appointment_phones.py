"""Numbers are stored in E.164: what Luach writes at once, what SQL writes within one round."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from app.customers import unread_phones
from app.migrations import apply_migrations
from app.runtime import upkeep
from app.runtime.upkeep import run_round
from tests.support import factories
from tests.support.desk import confirm, held
from tests.support.factories import APPOINTMENTS, SETTINGS, House, Service, body, local, made, problem
from tests.support.servers import connected

ONE_MAJOR = True

INSERT = """
    INSERT INTO appointments (business_id, title, start_time, end_time, contact_phone)
    VALUES ($1, 'תספורת', $3::text::timestamp, $3::text::timestamp + interval '1 hour', $2) RETURNING id"""
CHANGE = "UPDATE appointments SET contact_phone = $2 WHERE id = $1"
SERIES = f"{APPOINTMENTS}/series"


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database) as service:
        yield service


async def numbers(service: Service, *appointments: int) -> list[object]:
    """The stored numbers of appointments; `unread` where there is none for the text that they have."""
    async with connected(service.database_url) as connection:
        rows = await connection.fetch(
            """SELECT a.id, p.e164 FROM appointments a JOIN appointment_phones p ON p.appointment_id = a.id
               WHERE p.read_from = a.contact_phone AND p.business_id = a.business_id"""
        )
    found = {row["id"]: row["e164"] for row in rows}
    return [found.get(each, "unread") for each in appointments]


async def by_host(
    connection: asyncpg.Connection, house: House, phone: str | None, start: str = "2027-01-12 11:00"
) -> int:
    number: int = await connection.fetchval(INSERT, house.id, phone, start)
    return number


async def count(connection: asyncpg.Connection, table: str) -> int:
    rows: int = await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
    return rows


@pytest.mark.parametrize(
    ("settings", "phone", "number"),
    [
        ({}, "03-1234567", "+97231234567"),
        ({}, "+1 212 555 0147", "+12125550147"),
        ({}, "two: 050-1234567, 052-7654321", None),
        ({"timezone": "Asia/Dubai"}, "050 123 4567", "+971501234567"),
        ({"timezone": "Asia/Dubai", "country": "IL"}, "050 123 4567", "+972501234567"),
        ({"timezone": "Europe/Moscow"}, "8 (495) 123-45-67", "+74951234567"),
        ({"timezone": "UTC"}, "050-1234567", None),
        ({"timezone": "UTC"}, "00972501234567", "+972501234567"),
    ],
)
async def test_a_booking_is_read_in_the_country_of_its_business(
    service: Service, settings: dict[str, str], phone: str, number: str | None
) -> None:
    house = await service.house(**settings)
    booked = await house.booked("2027-01-12T10:00:00Z", customer_phone=phone)
    assert await numbers(service, booked["id"]) == [number]


async def test_whatever_books_stores_the_number(service: Service) -> None:
    house = await service.house()
    kept = await held(house, local(12, "09:00"))
    taken_up = body(await confirm(house, kept["id"], customer_phone="050-1234567"), 201)
    over = await made(
        house.owner,
        APPOINTMENTS,
        {
            "starts_at": local(12, "09:00"),
            "customer_name": "רון",
            "customer_phone": "052-7654321",
            "override": True,
        },
    )
    wanted = {
        "rrule": "FREQ=WEEKLY;COUNT=2",
        "starts_at": local(13, "09:00"),
        "customer_name": "דנה",
        "customer_phone": "03-1234567",
    }
    series = await made(house.agent, SERIES, wanted)
    without = await house.booked(local(14, "09:00"))
    ids = [taken_up["id"], over["id"], *(each["id"] for each in series["appointments"]), without["id"]]
    assert await numbers(service, *ids) == [
        "+972501234567",
        "+972527654321",
        "+97231234567",
        "+97231234567",
        "unread",
    ]
    async with connected(service.database_url) as connection:
        assert not await connection.fetchval(
            "SELECT count(*) FROM unread_phones WHERE appointment_id = ANY ($1)", ids
        )


async def test_what_old_code_writes_or_changes_is_read_within_one_round(alone: Service) -> None:
    house, american = await alone.house(), await alone.house(timezone="America/New_York")
    booked = await house.booked(local(12, "09:00"), customer_phone="050-1234567")
    async with connected(alone.database_url) as host:
        one = await by_host(host, house, "03-1234567")
        there = await by_host(host, american, "(212) 555-0147")
        none = await by_host(host, house, None)
        words = await by_host(host, house, "call me")
        assert await numbers(alone, one, there, words) == ["unread"] * 3
        await run_round(alone.state)
        assert await numbers(alone, one, there, none, words) == [
            "+97231234567",
            "+12125550147",
            "unread",
            None,
        ]
        # In the shop's own words, to another number, to none, to another business, and away.
        await host.execute("UPDATE appointments SET notes = 'קומה 3', status = 'done' WHERE id = $1", one)
        assert await count(host, "unread_phones WHERE appointment_id IS NOT NULL") == 0
        await host.execute(CHANGE, booked["id"], "052-7654321")
        await host.execute(CHANGE, one, None)
        await host.execute("UPDATE appointments SET business_id = $2 WHERE id = $1", words, american.id)
        await host.execute(CHANGE, words, "212 555 0147")
        assert await numbers(alone, booked["id"], one, words) == ["unread"] * 3
        await host.execute("DELETE FROM appointments WHERE id = $1", there)
        await run_round(alone.state)
        assert await numbers(alone, booked["id"], one, words, there) == [
            "+972527654321",
            "unread",
            "+12125550147",
            "unread",
        ]
        assert await count(host, "appointment_phones") == 2
        assert await count(host, "unread_phones WHERE appointment_id IS NOT NULL") == 0


async def test_what_is_unreadable_is_not_read_again(alone: Service) -> None:
    house = await alone.house()
    async with connected(alone.database_url) as host:
        await by_host(host, house, "---")
        await run_round(alone.state)
        async with alone.state.database.transaction() as session:
            assert await unread_phones.read_next_phones(session) == 0


async def test_the_hosts_rows_are_read_behind_the_ready_service_the_newest_first(
    legacy_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    host_database = legacy_database(businesses=5, appointments_per_business=40)
    await apply_migrations(host_database)
    monkeypatch.setattr(unread_phones, "BATCH_SIZE", 50)
    monkeypatch.setattr(upkeep, "PHONES_BATCHES", 1)
    async with factories.running(host_database) as service, connected(host_database) as host:
        total = await count(host, "appointments WHERE contact_phone IS NOT NULL")
        assert total > 50, "the host has rows to read"
        await run_round(service.state)
        newest = await host.fetchval("SELECT max(id) FROM appointments WHERE contact_phone IS NOT NULL")
        assert await count(host, "appointment_phones") <= 50
        assert await numbers(service, newest) != ["unread"]
        # Whatever changes meanwhile goes before the rest.
        oldest = await host.fetchval("SELECT min(id) FROM appointments")
        await host.execute(CHANGE, oldest, "+97231234567")
        await run_round(service.state)
        assert await numbers(service, oldest) == ["+97231234567"]
        monkeypatch.setattr(upkeep, "PHONES_BATCHES", 10_000)
        await run_round(service.state)
        assert await count(host, "appointment_phones") == await count(
            host, "appointments WHERE contact_phone IS NOT NULL"
        )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE business_settings SET timezone = 'Asia/Dubai' WHERE tenant_id = $1",
        "UPDATE business_booking_settings SET country = 'AE' WHERE business_id = $1",
        "INSERT INTO business_booking_settings (business_id, country) VALUES ($1, 'AE')"
        " ON CONFLICT (business_id) DO UPDATE SET country = 'AE'",
    ],
)
async def test_numbers_are_read_again_when_the_country_changes(alone: Service, change: str) -> None:
    house = await alone.house(max_per_day=100)
    other = await alone.house()
    national = await house.booked(local(12, "09:00"), customer_phone="050 123 4567")
    whole = await house.booked(local(12, "10:00"), customer_phone="+972501234567")
    elsewhere = await other.booked(local(12, "09:00"), customer_phone="050 123 4567")
    async with connected(alone.database_url) as host:
        await run_round(alone.state)
        await host.execute(change, house.id)
        await run_round(alone.state)
        assert await numbers(alone, national["id"], whole["id"], elsewhere["id"]) == [
            "+971501234567",
            "+972501234567",
            "+972501234567",
        ]


async def test_a_booking_that_had_read_the_earlier_country_is_read_again_too(alone: Service) -> None:
    house = await alone.house()
    body(await house.owner.patch(SETTINGS, {"country": "AE"}))
    booked = await house.booked(local(12, "09:00"), customer_phone="050 123 4567")
    async with connected(alone.database_url) as host:
        await run_round(alone.state)
        await host.execute(
            "UPDATE appointment_phones SET e164 = '+972501234567', country = 'IL' WHERE appointment_id = $1",
            booked["id"],
        )
        await run_round(alone.state)
        assert await numbers(alone, booked["id"]) == ["+971501234567"]
        await host.execute("UPDATE unread_phones SET noted_at = noted_at - interval '61 seconds'")
        await run_round(alone.state)
        assert await count(host, "unread_phones") == 0


async def test_an_id_that_is_used_again_has_its_own_number(alone: Service) -> None:
    house = await alone.house()
    await house.booked(local(12, "09:00"), customer_phone="050-1234567")
    async with connected(alone.database_url) as host:
        await host.execute("TRUNCATE appointments RESTART IDENTITY CASCADE")
        await host.execute("DELETE FROM busy_intervals")
        booked = await house.booked(local(12, "09:00"), customer_phone="052-7654321")
        assert await numbers(alone, booked["id"]) == ["+972527654321"]


async def test_two_processes_do_not_read_at_once(alone: Service) -> None:
    house = await alone.house()
    async with connected(alone.database_url) as host:
        one = await by_host(host, house, "03-1234567")
        async with alone.state.database.transaction() as first:
            assert await unread_phones.read_next_phones(first) > 0
            async with alone.state.database.transaction() as second:
                assert await unread_phones.read_next_phones(second) == 0
        assert await numbers(alone, one) == ["+97231234567"]


async def test_a_column_that_the_host_alters_fails_none_of_its_statements(alone: Service) -> None:
    house = await alone.house()
    async with connected(alone.database_url) as host, connected(alone.database_url) as old_session:
        one = await by_host(old_session, house, "03-1234567")
        await host.execute("ALTER TABLE appointments ALTER COLUMN contact_phone TYPE text")
        await old_session.reload_schema_state()
        two = await by_host(old_session, house, "03-1234567", "2027-01-12 13:00")
        await old_session.execute(CHANGE, one, "03-7654321")
        await run_round(alone.state)
        assert await numbers(alone, one, two) == ["+97237654321", "+97231234567"]


async def test_the_country_is_that_of_the_zone_unless_the_business_chooses(house: House) -> None:
    found = body(await house.viewer.get(SETTINGS))
    assert (found["country"], found["country_in_force"]) == (None, "IL")
    found = body(await house.owner.patch(SETTINGS, {"country": " ae "}))
    assert (found["country"], found["country_in_force"]) == ("AE", "AE")
    found = body(await house.owner.patch(SETTINGS, {"country": None, "timezone": "UTC"}))
    assert (found["country"], found["country_in_force"]) == (None, None)
    for wrong in ("XX", "I", "", "ISR", "ישראל", "AQ"):
        problem(await house.owner.patch(SETTINGS, {"country": wrong}), 422, "bad_country", "/country")
