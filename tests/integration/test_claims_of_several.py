"""The tables of services and customers, and claims of several calendars: what the database itself refuses."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.migrations import STEPS, apply_migrations
from app.migrations.running.inspection import steps_with_drift, verify_steps
from app.migrations.running.runner import Runner
from tests.support.servers import connected

TEN = datetime(2027, 1, 12, 10, tzinfo=UTC)
LONGEST_NAME = 50
# Claims of all rows or none: the lead is the first row.
CLAIM = """
    WITH lead AS MATERIALIZED (SELECT nextval('busy_intervals_id_seq') AS id
    ), claimed AS (
        INSERT INTO busy_intervals (id, claim_id, business_id, calendar_id, footprint, kind)
        SELECT CASE WHEN w.n = 1 THEN lead.id ELSE nextval('busy_intervals_id_seq') END,
               CASE WHEN w.n > 1 THEN lead.id END, $1, w.calendar_id, tstzrange($3, $4), 'appointment'
        FROM unnest($2::int[]) WITH ORDINALITY AS w(calendar_id, n), lead
        ORDER BY w.n ON CONFLICT DO NOTHING RETURNING id)
    SELECT lead.id FROM lead, (SELECT luach_whole(count(*), cardinality($2::int[])) AS ok FROM claimed) w
    WHERE w.ok"""
NAMES = """
    SELECT conname FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
    UNION ALL SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace"""
SERVICE = "INSERT INTO services (business_id, name, duration_minutes) VALUES ($1, 'Cut', 30) RETURNING id"
CHANGES_REFUSED = [
    pytest.param("UPDATE services SET kind = 'course'", "services_kind_check", id="kind"),
    pytest.param("UPDATE services SET duration_minutes = 0", "services_duration_check", id="no length"),
    pytest.param("UPDATE services SET buffer_before_minutes = -1", "services_buffers_check", id="buffer"),
    pytest.param("UPDATE services SET needs = '{}'", "services_needs_check", id="needs"),
    pytest.param("UPDATE services SET price_kind = 'fixed'", "services_price_check", id="no amount"),
    pytest.param("UPDATE services SET price_minor = 1", "services_price_check", id="amount of no price"),
    pytest.param(
        "UPDATE services SET price_kind = 'fixed', price_minor = 1", "services_price_check", id="no currency"
    ),
    pytest.param(
        "UPDATE services SET price_kind = 'fixed', price_minor = -1, currency = 'ILS'",
        "services_price_check",
        id="below nothing",
    ),
    pytest.param("UPDATE services SET party_max = 0", "services_party_check", id="party"),
    pytest.param(
        "UPDATE service_calendars SET need = 1, price_minor = 5", "service_calendars_lead_check", id="lead"
    ),
    pytest.param("UPDATE service_calendars SET need = 8", "service_calendars_need_check", id="needs"),
    pytest.param("UPDATE calendar_settings SET kind = 'animal'", "calendar_settings_kind_check", id="what"),
    pytest.param("UPDATE calendar_settings SET party_max = 0", "calendar_settings_party_check", id="seats"),
    pytest.param(
        "UPDATE calendar_settings SET time_of = calendar_id", "calendar_settings_time_of_check", id="itself"
    ),
    pytest.param("UPDATE customers SET phone_e164 = '050'", "customers_phone_check", id="number"),
    pytest.param("UPDATE customers SET merged_into = id", "customers_merged_check", id="merged"),
    pytest.param("UPDATE class_sessions SET ends_at = starts_at", "class_sessions_span_check", id="span"),
    pytest.param("UPDATE class_sessions SET capacity = 32001", "class_sessions_capacity_check", id="places"),
]


async def shop(connection: asyncpg.Connection, calendars: int) -> tuple[int, list[int]]:
    """A new business with so many calendars."""
    business = await connection.fetchval("INSERT INTO business (name) VALUES ('Shop') RETURNING id")
    rows = await connection.fetch(
        "INSERT INTO business_calendars (business_id, name) SELECT $1, 'c' || n"
        " FROM generate_series(1, $2) n RETURNING id",
        business,
        calendars,
    )
    return business, [row["id"] for row in rows]


async def furnish(connection: asyncpg.Connection, business: int, calendar: int) -> None:
    """One row in each table of services and customers."""
    service = await connection.fetchval(SERVICE, business)
    await connection.execute(
        "INSERT INTO service_calendars (service_id, calendar_id, business_id) VALUES ($1, $2, $3)",
        service,
        calendar,
        business,
    )
    await connection.execute("INSERT INTO calendar_settings (calendar_id) VALUES ($1)", calendar)
    customer = await connection.fetchval(
        "INSERT INTO customers (business_id, phone_e164) VALUES ($1, '+972501234567') RETURNING id", business
    )
    await connection.execute(
        "INSERT INTO customer_phones VALUES ($1, '+972521234567', $2)", business, customer
    )
    await connection.execute(
        "INSERT INTO class_sessions (business_id, service_id, calendar_id, starts_at, ends_at, capacity)"
        " VALUES ($1, $2, $3, $4, $5, 12)",
        business,
        service,
        calendar,
        TEN,
        TEN + timedelta(hours=1),
    )
    await connection.execute(
        "INSERT INTO appointment_details (appointment_id, business_id, customer_id, service_id)"
        " VALUES ($1, $2, $3, $4)",
        -business,  # the details of no appointment that another test has
        business,
        customer,
        service,
    )


async def claim(connection: asyncpg.Connection, business: int, calendars: Sequence[int]) -> int:
    """The id of the lead. Raises PostgresError of SQLSTATE LU001."""
    lead: int = await connection.fetchval(CLAIM, business, calendars, TEN, TEN + timedelta(hours=1))
    return lead


async def taken(connection: asyncpg.Connection, business: int) -> list[int]:
    rows = await connection.fetch(
        "SELECT calendar_id FROM busy_intervals WHERE business_id = $1 ORDER BY calendar_id", business
    )
    return [row["calendar_id"] for row in rows]


async def test_several_calendars_are_claimed_whole_or_not_at_all(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        business, (doctor, room, laser) = await shop(connection, 3)
        await claim(connection, business, [doctor, room])
        for wanted in ([laser, room], [room, laser], [laser, laser]):
            with pytest.raises(asyncpg.PostgresError) as refused:
                await claim(connection, business, wanted)
            assert refused.value.sqlstate == "LU001"
            assert await taken(connection, business) == [doctor, room]


@pytest.mark.parametrize("deleted", ["the lead", "another"])
async def test_all_claims_go_with_their_lead_and_one_other_goes_alone(
    shared_database: str, deleted: str
) -> None:
    async with connected(shared_database) as connection:
        business, (doctor, room, laser) = await shop(connection, 3)
        lead = await claim(connection, business, [doctor, room, laser])
        row = "id = $1" if deleted == "the lead" else f"claim_id = $1 AND calendar_id = {room}"
        await connection.execute(f"DELETE FROM busy_intervals WHERE {row}", lead)  # noqa: S608
        assert await taken(connection, business) == ([] if deleted == "the lead" else [doctor, laser])


async def test_a_session_takes_time_without_an_end_of_its_own(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        business, (studio,) = await shop(connection, 1)
        sql = (
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, expires_at)"
            " VALUES ($1, $2, tstzrange($3, $4), 'session', $5)"
        )
        span = (business, studio, TEN, TEN + timedelta(hours=1))
        with pytest.raises(asyncpg.CheckViolationError, match="busy_intervals_expires_check"):
            await connection.execute(sql, *span, TEN)
        await connection.execute(sql, *span, None)
        with pytest.raises(asyncpg.ExclusionViolationError):
            await connection.execute(sql, *span, None)


@pytest.mark.parametrize(("change", "constraint"), CHANGES_REFUSED)
async def test_a_row_that_means_nothing_is_refused(
    shared_database: str, change: str, constraint: str
) -> None:
    async with connected(shared_database) as connection:
        business, (calendar,) = await shop(connection, 1)
        await furnish(connection, business, calendar)
        own = "calendar_id" if "calendar_settings" in change else "business_id"
        with pytest.raises(asyncpg.CheckViolationError, match=constraint):
            await connection.execute(
                f"{change} WHERE {own} = $1",
                calendar if own == "calendar_id" else business,
            )


async def test_a_number_and_a_name_are_one_customer_until_merged(shared_database: str) -> None:
    new = (
        "INSERT INTO customers (business_id, phone_e164, name_key) VALUES ($1, '+972501234567', $2)"
        " ON CONFLICT (business_id, phone_e164, name_key)"
        " WHERE phone_e164 IS NOT NULL AND merged_into IS NULL DO NOTHING RETURNING id"
    )
    async with connected(shared_database) as connection:
        (business, _), (other, _) = await shop(connection, 1), await shop(connection, 1)
        first = await connection.fetchval(new, business, "dana")
        assert await connection.fetchval(new, business, "dana") is None
        second = await connection.fetchval(new, business, "yossi")
        assert None not in (second, await connection.fetchval(new, other, "dana"))
        await connection.execute("UPDATE customers SET merged_into = $2 WHERE id = $1", first, second)
        assert await connection.fetchval(new, business, "dana") is not None


async def test_the_end_of_a_business_takes_its_services_and_customers_along(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        business, (calendar, room) = await shop(connection, 2)
        await furnish(connection, business, calendar)
        await claim(connection, business, [calendar, room])
        await connection.execute("DELETE FROM business WHERE id = $1", business)
        for table in ("services", "service_calendars", "customers", "customer_phones", "class_sessions"):
            count = f"SELECT count(*) FROM {table} WHERE business_id = $1"  # noqa: S608
            assert await connection.fetchval(count, business) == 0, table


async def test_no_name_of_the_schema_is_longer_than_a_shard_can_carry(shared_database: str) -> None:
    async with connected(shared_database) as connection:
        names = [row[0] for row in await connection.fetch(NAMES)]
    assert [name for name in names if len(name.encode()) > LONGEST_NAME] == []


@pytest.mark.parametrize(
    ("damage", "step"),
    [
        ("ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_claim_id_fkey", "131_claims"),
        ("DROP INDEX idx_busy_intervals_claim", "131_claims"),
        ("DROP FUNCTION luach_whole", "131_claims"),
        (
            "ALTER TABLE calendar_settings DROP CONSTRAINT calendar_settings_party_check",
            "130_calendar_settings_columns",
        ),
        ("ALTER TABLE calendar_settings DROP COLUMN time_of", "130_calendar_settings_columns"),
    ],
)
async def test_what_is_missing_is_seen_and_made_again(own_database: str, damage: str, step: str) -> None:
    async with connected(own_database) as connection:
        await connection.execute(damage)
    assert steps_with_drift(await verify_steps(own_database, STEPS)) == {step}
    report = await Runner(own_database, None, STEPS).run(again=frozenset({step}))
    assert report.applied == (step,)
    assert await verify_steps(own_database, STEPS) == []


async def test_a_constraint_whose_validation_was_interrupted_is_validated(own_database: str) -> None:
    validated = "SELECT convalidated FROM pg_constraint WHERE conname = 'busy_intervals_claim_id_fkey'"
    async with connected(own_database) as connection:
        await connection.execute("ALTER TABLE busy_intervals DROP CONSTRAINT busy_intervals_claim_id_fkey")
        await connection.execute(
            "ALTER TABLE busy_intervals ADD CONSTRAINT busy_intervals_claim_id_fkey FOREIGN KEY (claim_id)"
            " REFERENCES busy_intervals(id) ON DELETE CASCADE NOT VALID"
        )
        assert await connection.fetchval(validated) is False
        await Runner(own_database, None, STEPS).run(again=frozenset({"131_claims"}))
        assert await connection.fetchval(validated) is True
    assert await apply_migrations(own_database) == []
