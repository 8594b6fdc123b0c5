"""The database in trouble under a running service: a plain refusal that says to try again, and recovery."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.support import factories
from tests.support.factories import APPOINTMENTS, CALENDARS, SLOTS, House, Service, body, local, problem
from tests.support.servers import PostgresServer, connected

ONE_MAJOR = True


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=4) as service:
        yield service


@pytest.fixture
async def shop(alone: Service) -> House:
    return await alone.house()


async def test_a_lock_that_does_not_come_is_a_reason_to_try_again(alone: Service, shop: House) -> None:
    place = f"{CALENDARS}/{shop.default_calendar}"
    async with connected(alone.database_url) as connection, connection.transaction():
        await connection.execute(
            "SELECT 1 FROM business_calendars WHERE id = $1 FOR UPDATE", shop.default_calendar
        )
        answer = await shop.owner.patch(place, {"priority": 5})
        problem(answer, 503, "database_unavailable")
        assert answer.headers["retry-after"]
    assert body(await shop.owner.get(place))["priority"] != 5
    body(await shop.owner.patch(place, {"priority": 5}))


@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": "one"}], ids=["bare", "with a key"])
async def test_a_booking_that_waits_for_a_lock_is_a_reason_to_try_again(
    alone: Service, shop: House, key: dict[str, str]
) -> None:
    """Its statements go straight through the driver, whose errors are its own."""
    wanted = {"calendar_id": shop.default_calendar, "starts_at": local(12, "10:00"), "customer_name": "x"}
    async with connected(alone.database_url) as connection, connection.transaction():
        await connection.execute(
            "SELECT 1 FROM business_calendars WHERE id = $1 FOR UPDATE", shop.default_calendar
        )
        answer = await shop.agent.post(APPOINTMENTS, wanted, headers=key)
        problem(answer, 503, "database_unavailable")
        assert answer.headers["retry-after"]
    body(await shop.agent.post(APPOINTMENTS, wanted, headers=key), 201)


async def test_connections_that_are_cut_heal_by_themselves(alone: Service, shop: House) -> None:
    cut = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()"""
    for _ in range(3):
        await asyncio.gather(*(shop.viewer.get(SLOTS) for _ in range(4)))
        async with connected(alone.database_url) as connection:
            assert await connection.fetchval(cut) > 0
        answers = await asyncio.gather(
            *(shop.viewer.get(SLOTS) for _ in range(4)), *(shop.viewer.get(CALENDARS) for _ in range(4))
        )
        assert {answer.status_code for answer in answers} <= {200, 503}
        for _ in range(4):
            if (await shop.viewer.get(SLOTS)).status_code == 200:
                break
        body(await shop.viewer.get(SLOTS))
        body(await shop.viewer.get(CALENDARS))


async def test_a_database_that_is_gone_is_said_to_be(
    alone: Service, shop: House, postgres: PostgresServer
) -> None:
    postgres.drop_database(alone.database_url)
    assert body(await alone.anonymous.get("/livez")) == {"status": "live"}
    answer = await alone.anonymous.get("/readyz")
    assert (answer.status_code, answer.json()["database"]) == (503, "unreachable")
    for _ in range(3):
        refused = await shop.agent.post(CALENDARS, {"name": "x"})
        problem(refused, 503, "database_unavailable")
    problem(await shop.booking(local(12, "10:00")), 503, "database_unavailable")
