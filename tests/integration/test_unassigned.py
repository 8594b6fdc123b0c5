"""The customers of what SQL wrote: the host's rows, its later edits, and those of processes before us."""

from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from app.customers import unassigned
from app.migrations import apply_migrations
from app.runtime import upkeep
from app.runtime.upkeep import run_round
from tests.support import factories
from tests.support.factories import House, Service, body, local
from tests.support.servers import connected

CUSTOMERS = "/api/calendar/customers"
INSERT = """
    INSERT INTO appointments (business_id, title, start_time, end_time, contact_name, contact_phone)
    VALUES ($1, 'תספורת', $4::text::timestamp, $4::text::timestamp + interval '1 hour', $2, $3)
    RETURNING id"""
CUSTOMER = """
    SELECT c.name, c.phone_e164 FROM appointment_details d JOIN customers c ON c.id = d.customer_id
    WHERE d.appointment_id = $1"""
DANA, RON = ("דנה לוי", "+972501234567"), ("רון לוי", "+972501234567")

Customer = tuple[str | None, str | None] | None


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database) as service:
        yield service


async def by_host(
    host: asyncpg.Connection,
    house: House,
    name: str | None,
    phone: str | None,
    start: str = "2027-01-12 11:00",
) -> int:
    number: int = await host.fetchval(INSERT, house.id, name, phone, start)
    return number


async def customers(host: asyncpg.Connection, *appointments: int) -> list[Customer]:
    found: list[Customer] = []
    for each in appointments:
        row = await host.fetchrow(CUSTOMER, each)
        found.append((row["name"], row["phone_e164"]) if row else None)
    return found


async def test_what_old_code_writes_and_edits_has_its_customer_within_one_round(alone: Service) -> None:
    house = await alone.house()
    booked = await house.booked(local(12, "09:00"), customer_phone="050-1234567")
    async with connected(alone.database_url) as host:
        assert await host.fetchval("SELECT count(*) FROM unassigned_appointments") == 0
        same = await by_host(host, house, "דָּנָה לֵוִי", "+972 50 123 4567")
        short = await by_host(host, house, "דנה", "0501234567")
        other = await by_host(host, house, "רון לוי", "050-1234567")
        nobody = await by_host(host, house, "שרה", "call me")
        none = await by_host(host, house, "שרה", None)
        unnamed = await by_host(host, house, None, "03-1234567")
        whose = await by_host(host, house, None, "050-1234567")
        await run_round(alone.state)
        assert await customers(host, booked["id"], same, short, other) == [DANA, DANA, DANA, RON]
        assert await customers(host, nobody, none, unnamed) == [None, None, (None, "+97231234567")]
        # Two people have that number, so nobody can tell.
        assert await customers(host, whose) == [None]
        assert await host.fetchval("SELECT count(*) FROM customers") == 3
        # The host's later edits: another name, another number, no number, another business, and away.
        await host.execute("UPDATE appointments SET contact_name = 'רון לוי' WHERE id = $1", same)
        await host.execute("UPDATE appointments SET contact_phone = '052-7654321' WHERE id = $1", short)
        await host.execute("UPDATE appointments SET contact_phone = NULL WHERE id = $1", other)
        await host.execute("UPDATE appointments SET contact_name = 'דנה לוי' WHERE id = $1", whose)
        await host.execute("DELETE FROM appointments WHERE id = $1", unnamed)
        await run_round(alone.state)
        assert await customers(host, same, short, other, whose) == [RON, ("דנה", "+972527654321"), None, DANA]
        gone = "SELECT count(*) FROM appointment_details WHERE appointment_id = $1"
        assert await host.fetchval(gone, unnamed) == 0
        # What is no contact notes nothing.
        await host.execute("UPDATE appointments SET notes = 'x', status = 'done' WHERE id = $1", same)
        assert await host.fetchval("SELECT count(*) FROM unassigned_appointments") == 0
    shown = body(await house.viewer.get(f"/api/calendar/appointments/{same}"))
    assert body(await house.viewer.get(f"{CUSTOMERS}/{shown['customer_id']}"))["name"] == "רון לוי"


async def test_a_merged_customer_s_name_is_still_theirs_in_what_the_host_writes(alone: Service) -> None:
    house = await alone.house()
    kept = await house.booked(local(12, "09:00"), customer_phone=DANA[1])
    wrong = await house.booked(local(12, "10:00"), customer_phone=DANA[1], customer_name="דנה לביא")
    place = f"{CUSTOMERS}/{kept['customer_id']}/merge"
    body(await house.owner.post(place, {"from": [wrong["customer_id"]]}))
    async with connected(alone.database_url) as host:
        again = await by_host(host, house, "דנה לביא", "050-1234567")
        await run_round(alone.state)
        assert await customers(host, again) == [DANA]


async def test_a_booking_of_a_process_before_us_has_its_customer_within_one_round(alone: Service) -> None:
    house = await alone.house()
    async with connected(alone.database_url) as older:
        booked = await older.fetchval(
            """
            INSERT INTO appointments (business_id, title, start_time, end_time, starts_at, ends_at,
                contact_name, contact_phone, luach_writes)
            VALUES ($1, 'x', '2027-01-12 11:00', '2027-01-12 12:00', '2027-01-12 11:00+02',
                '2027-01-12 12:00+02', 'דנה לוי', '050-1234567', 1) RETURNING id""",
            house.id,
        )
        await run_round(alone.state)
        assert await customers(older, booked) == [DANA]


async def test_a_host_that_adopts_gains_customers_while_old_code_goes_on(
    legacy_database: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = legacy_database(businesses=3, appointments_per_business=40)
    async with connected(url) as host:
        await host.execute(
            """
            UPDATE appointments SET contact_name = 'איש ' || id % 7,
                contact_phone = '050-12345' || (10 + id % 5)"""
        )
        await host.execute("UPDATE appointments SET contact_phone = 'x' WHERE id % 10 = 0")
    await apply_migrations(url)
    monkeypatch.setattr(unassigned, "BATCH_SIZE", 7)
    monkeypatch.setattr(upkeep, "CUSTOMERS_BATCHES", 5)
    async with factories.running(url) as service, connected(url) as host:
        for number in range(8):
            # Old code goes on between the rounds, with a new row and with an edit of an old one.
            await host.execute(
                """
                INSERT INTO appointments
                    (business_id, title, start_time, end_time, contact_name, contact_phone)
                SELECT min(id), 'x', date '2031-01-01' + $1::int, date '2031-01-01' + $1::int, 'חדש',
                    '03-1234567'
                FROM business""",
                number,
            )
            await host.execute("UPDATE appointments SET contact_name = 'אחר' WHERE id = $1", 1 + number)
            await run_round(service.state)
        for _ in range(3):
            await run_round(service.state)
        assert await host.fetchval("SELECT count(*) FROM unassigned_appointments") == 0
        wrong = await host.fetchval(
            """
            SELECT count(*) FROM appointments a
            LEFT JOIN appointment_phones p ON p.appointment_id = a.id AND p.read_from = a.contact_phone
            LEFT JOIN appointment_details d ON d.appointment_id = a.id
            LEFT JOIN customers c ON c.id = d.customer_id AND c.business_id = a.business_id
            WHERE (c.name, c.phone_e164) IS DISTINCT FROM (a.contact_name, p.e164)
              AND (p.e164 IS NOT NULL OR d.customer_id IS NOT NULL)"""
        )
        assert wrong == 0
        assert (
            await host.fetchval("SELECT count(*) FROM appointment_details WHERE customer_id IS NOT NULL")
            > 100
        )
        people = "SELECT business_id, phone_e164, name_key, count(*) FROM customers GROUP BY 1, 2, 3"
        assert all(row["count"] == 1 for row in await host.fetch(people))
