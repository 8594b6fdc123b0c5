"""`Idempotency-Key` where a secret is made: the work is done once, and the secret is shown once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.runtime.upkeep import run_round
from app.tenancy.idempotency import KEPT_FOR
from tests.support import factories
from tests.support.desk import all_at_once, statuses, until_somebody_waits, with_key
from tests.support.factories import CALENDARS, NOW, Caller, House, Json, Service, body, problem
from tests.support.servers import connected

ONE_MAJOR = True

BUSINESSES = "/api/businesses"


def keys_of(house: House) -> str:
    return f"{BUSINESSES}/{house.id}/keys"


async def counted(service: Service) -> list[int]:
    tables = "business", "business_calendars", "api_keys", "idempotency_keys", "operator_idempotency_keys"
    async with connected(service.database_url) as connection:
        return [await connection.fetchval(f"SELECT count(*) FROM {table}") for table in tables]  # noqa: S608


async def kept_bodies(service: Service) -> str:
    async with connected(service.database_url) as connection:
        rows = await connection.fetch(
            "SELECT body FROM idempotency_keys UNION ALL SELECT body FROM operator_idempotency_keys"
        )
    return " ".join(row["body"] for row in rows)


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=20) as service:
        yield service


async def test_a_business_is_made_once_and_its_secret_shown_once(alone: Service) -> None:
    operator = await alone.system_admin()
    wanted = {"name": "עסק", "timezone": "Europe/Athens"}
    first = await with_key(operator, BUSINESSES, wanted, "k")
    made = body(first, 201)
    assert first.headers["location"] == f"{BUSINESSES}/{made['id']}"
    assert "idempotency-replayed" not in first.headers
    before = await counted(alone)
    for again in (
        await with_key(operator, BUSINESSES, wanted, "k"),
        await with_key(await alone.system_admin(), BUSINESSES, dict(reversed(wanted.items())), "k"),
    ):
        repeated = body(again, 201)
        assert repeated["owner_key"].pop("secret") is None
        assert repeated == {
            **made,
            "owner_key": {name: value for name, value in made["owner_key"].items() if name != "secret"},
        }
        assert again.headers["idempotency-replayed"] == "true"
        assert again.headers["location"] == first.headers["location"]
    before[2] += 1  # the second operator's own key
    assert await counted(alone) == before
    body(await Caller(alone.client, made["owner_key"]["secret"]).get(CALENDARS))
    assert made["owner_key"]["secret"] not in await kept_bodies(alone)


async def test_a_key_is_made_once_and_its_secret_shown_once(alone: Service) -> None:
    house = await alone.house()
    wanted: Json = {"role": "agent", "name": "טלפון", "expires_at": (NOW + timedelta(hours=1)).isoformat()}
    first = await with_key(house.owner, keys_of(house), wanted, "k")
    made = body(first, 201)
    assert first.headers["location"] == f"{keys_of(house)}/{made['id']}"
    before = await counted(alone)
    # Also when the key that was made has ended by then.
    for later in (timedelta(0), timedelta(hours=2)):
        alone.clock.now = NOW + later
        again = await with_key(house.owner, keys_of(house), wanted, "k")
        assert body(again, 201) == {**made, "secret": None}
        assert again.headers["idempotency-replayed"] == "true"
    assert await counted(alone) == before
    assert made["secret"] not in await kept_bodies(alone)
    other = await with_key(house.owner, keys_of(house), {"role": "agent", "name": "אחר"}, "other")
    assert body(other, 201)["secret"] != made["secret"]


async def test_another_request_under_the_same_key_is_refused(alone: Service) -> None:
    operator, house = await alone.system_admin(), await alone.house()
    body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)
    body(await with_key(house.owner, keys_of(house), {"role": "agent", "name": "x"}, "k"), 201)
    before = await counted(alone)
    problem(await with_key(operator, BUSINESSES, {"name": "אחר"}, "k"), 422, "idempotency_conflict")
    changed = await with_key(house.owner, keys_of(house), {"role": "viewer", "name": "x"}, "k")
    problem(changed, 422, "idempotency_conflict")
    assert await counted(alone) == before
    # An operator's keys and a business's are apart: neither learns of the other's.
    body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)
    body(await with_key(operator, keys_of(house), {"role": "agent", "name": "x"}, "only here"), 201)


async def test_a_replay_needs_the_role_too(alone: Service) -> None:
    operator, house = await alone.system_admin(), await alone.house()
    body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)
    problem(await with_key(house.owner, BUSINESSES, {"name": "עסק"}, "k"), 403, "forbidden")
    partner = {"role": "owner", "name": "שותף"}
    body(await with_key(house.owner, keys_of(house), partner, "o"), 201)
    problem(await with_key(house.admin, keys_of(house), partner, "o"), 403, "forbidden")
    problem(await with_key(house.agent, keys_of(house), partner, "o"), 403, "forbidden")
    other = await alone.house()
    problem(await with_key(other.owner, keys_of(house), partner, "o"), 404, "unknown_business")


async def test_what_failed_leaves_no_key_behind(alone: Service) -> None:
    operator = await alone.system_admin()
    before = await counted(alone)
    wanted = {"name": "עסק", "timezone": "Mars/Olympus"}
    problem(await with_key(operator, BUSINESSES, wanted, "k"), 422, "unknown_zone", "/timezone")
    nobody = f"{BUSINESSES}/{2**31 - 1}/keys"
    problem(await with_key(operator, nobody, {"role": "agent", "name": "x"}, "k"), 404, "unknown_business")
    assert await counted(alone) == before
    body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)


async def test_of_ten_that_share_a_key_one_makes_a_business(alone: Service) -> None:
    operator = await alone.system_admin()
    before = await counted(alone)
    answers = await all_at_once(*(with_key(operator, BUSINESSES, {"name": "עסק"}, "k") for _ in range(10)))
    assert set(statuses(answers)) <= {201, 409}
    for answer in answers:
        if answer.status_code == 409:
            problem(answer, 409, "idempotency_in_flight")
    shown = [answer for answer in answers if "idempotency-replayed" not in answer.headers]
    assert statuses(shown)[201] == 1
    assert [now - was for now, was in zip(await counted(alone), before, strict=True)] == [1, 1, 1, 0, 1]


async def test_while_the_first_is_at_work_the_second_is_told_so(alone: Service) -> None:
    operator = await alone.system_admin()
    body(await operator.get(BUSINESSES))  # remembers the caller: its key is not noted under the lock
    async with connected(alone.database_url) as blocker:
        transaction = blocker.transaction()
        await transaction.start()
        await blocker.execute("LOCK TABLE business IN SHARE MODE")
        first = asyncio.create_task(with_key(operator, BUSINESSES, {"name": "עסק"}, "k"))
        await until_somebody_waits(alone)
        second = await with_key(operator, BUSINESSES, {"name": "עסק"}, "k")
        problem(second, 409, "idempotency_in_flight")
        await transaction.rollback()
    body(await first, 201)


async def test_an_operators_key_is_kept_for_a_day(alone: Service) -> None:
    operator = await alone.system_admin()
    made = body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)
    alone.clock.now = NOW + KEPT_FOR - timedelta(microseconds=1)
    await run_round(alone.state)
    assert body(await with_key(operator, BUSINESSES, {"name": "עסק"}, "k"), 201)["id"] == made["id"]
    alone.clock.now = NOW + KEPT_FOR
    assert body(await with_key(operator, BUSINESSES, {"name": "אחר"}, "k"), 201)["id"] != made["id"]
    alone.clock.now += KEPT_FOR
    await run_round(alone.state)
    assert (await counted(alone))[-1] == 0
