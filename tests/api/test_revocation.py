"""Revoked keys: refused at once where they manage, and within 100 ms everywhere, in every process.

A second application on the same database stands for another process: they share nothing else.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from app.core.principal import BusinessId, Principal, Role
from app.tenancy.api_keys import create_key
from app.tenancy.callers import Callers
from tests.api.operations import IDS, MANAGERS, OPERATIONS, OPERATORS, Operation
from tests.support import factories
from tests.support.factories import CALENDARS, SLOTS, Caller, House, Service, body, problem
from tests.support.servers import connected

BUSINESSES = "/api/businesses"
REFUSED_WITHIN = 0.1
MANAGING = [each for each in OPERATIONS if each.may <= MANAGERS | OPERATORS]
UNKNOWN = 2**31 - 1


@dataclass(frozen=True)
class Pair:
    """A business and a key of it, in two processes."""

    house: House
    here: Service
    elsewhere: Service

    def at_elsewhere(self, caller: Caller) -> Caller:
        return replace(caller, client=self.elsewhere.client)

    async def key(self, role: Role) -> tuple[Caller, int]:
        async with self.here.database.transaction() as session:
            made = await create_key(session, BusinessId(self.house.id), role, "to be revoked")
        return Caller(self.here.client, made.secret), made.key.id

    async def revoke(self, key_id: int) -> None:
        body(await self.house.owner.delete(f"{BUSINESSES}/{self.house.id}/keys/{key_id}"), 204)


@pytest.fixture
async def pair(service: Service, house: House) -> AsyncIterator[Pair]:
    async with factories.running(service.database_url) as elsewhere:
        yield Pair(house, service, elsewhere)


@pytest.mark.parametrize("operation", MANAGING, ids=str)
async def test_nothing_that_manages_is_done_with_a_key_that_another_process_revoked(
    pair: Pair, operation: Operation
) -> None:
    ids = {**dict.fromkeys(IDS, UNKNOWN), "{business}": pair.house.id}
    caller, key_id = await pair.key(Role.OWNER)
    stale = pair.at_elsewhere(caller)
    body(await stale.get(CALENDARS))
    await pair.revoke(key_id)
    problem(await operation.by(stale, ids), 401, "unauthenticated")


async def test_a_switched_off_business_manages_nothing_in_another_process(pair: Pair) -> None:
    stale = pair.at_elsewhere(pair.house.owner)
    body(await stale.get(CALENDARS))
    operator = await pair.here.system_admin()
    body(await operator.patch(f"{BUSINESSES}/{pair.house.id}", {"is_active": False}))
    problem(await stale.post(CALENDARS, {"name": "x"}), 403, "business_inactive")


@pytest.mark.parametrize("role", [Role.VIEWER, Role.AGENT, Role.ADMIN, Role.OWNER])
@pytest.mark.parametrize("path", [CALENDARS, SLOTS, "/api/ai/tools"])
async def test_a_revoked_key_is_refused_within_100_ms_in_another_process(
    pair: Pair, role: Role, path: str
) -> None:
    caller, key_id = await pair.key(role)
    stale = pair.at_elsewhere(caller)
    busy = asyncio.create_task(_keep_busy(stale, path))
    await asyncio.sleep(0.02)
    await pair.revoke(key_id)
    await asyncio.sleep(REFUSED_WITHIN)
    problem(await stale.get(path), 401, "unauthenticated")
    busy.cancel()


async def _keep_busy(caller: Caller, path: str) -> None:
    while True:
        await caller.get(path)
        await asyncio.sleep(0.005)


async def test_a_revoked_key_is_refused_at_once_by_the_process_that_revoked_it(pair: Pair) -> None:
    for _ in range(15):
        caller, key_id = await pair.key(Role.OWNER)
        body(await caller.get(CALENDARS))
        await asyncio.gather(pair.revoke(key_id), *(caller.get(CALENDARS) for _ in range(4)))
        problem(await caller.get(CALENDARS), 401, "unauthenticated")


async def test_a_key_that_is_revoked_while_it_makes_a_key_makes_none(pair: Pair) -> None:
    """Its request was let in before the revocation was committed, and went on afterwards."""
    caller, key_id = await pair.key(Role.OWNER)
    keys = f"{BUSINESSES}/{pair.house.id}/keys"
    async with connected(pair.here.database_url) as connection:
        before = await connection.fetchval("SELECT max(id) FROM api_keys")
        async with connection.transaction():
            await connection.execute("UPDATE api_keys SET revoked_at = now() WHERE id = $1", key_id)
            making = asyncio.create_task(caller.post(keys, {"role": "owner", "name": "late"}))
            await asyncio.wait({making}, timeout=1)
        problem(await making, 401, "unauthenticated")
        assert await connection.fetchval("SELECT max(id) FROM api_keys") == before


async def test_a_look_up_that_began_before_a_revocation_is_not_remembered() -> None:
    callers, principal = Callers(), Principal(1, Role.AGENT, BusinessId(1), "agent")
    begun = callers.start_look_up()
    callers.forget_all()
    callers.remember("luach_x", principal, begun)
    assert callers.find("luach_x", factories.NOW) is None
    callers.remember("luach_x", principal, callers.start_look_up())
    assert callers.find("luach_x", factories.NOW) == principal


@pytest.mark.parametrize("role", [Role.ADMIN, Role.OWNER, Role.SYSTEM_ADMIN])
async def test_a_holder_who_may_manage_is_never_remembered(role: Role) -> None:
    callers = Callers()
    business = None if role is Role.SYSTEM_ADMIN else BusinessId(1)
    callers.remember("luach_x", Principal(1, role, business, "x"), callers.start_look_up())
    assert callers.find("luach_x", factories.NOW) is None


async def test_a_holder_is_remembered_for_less_than_100_ms_from_the_look_up_on() -> None:
    seconds = 0.0
    callers = Callers(lambda: seconds)
    principal = Principal(1, Role.AGENT, BusinessId(1), "agent")
    begun = callers.start_look_up()
    seconds = 0.04
    callers.remember("luach_x", principal, begun)
    assert callers.find("luach_x", factories.NOW) == principal
    seconds = 0.09
    assert callers.find("luach_x", factories.NOW) is None


async def test_the_last_owner_key_of_a_business_is_not_revoked(pair: Pair) -> None:
    keys = f"{BUSINESSES}/{pair.house.id}/keys"
    (owner,) = [key["id"] for key in body(await pair.house.owner.get(keys))["data"] if key["role"] == "owner"]
    operator = await pair.here.system_admin()
    for caller in (pair.house.owner, operator):
        problem(await caller.delete(f"{keys}/{owner}"), 409, "last_owner_key")
    expired = {"role": "owner", "name": "short", "expires_at": "2027-01-11T08:00:00Z"}
    body(await pair.house.owner.post(keys, expired), 201)
    pair.here.clock.now = factories.NOW.replace(year=factories.NOW.year + 1)
    problem(await operator.delete(f"{keys}/{owner}"), 409, "last_owner_key")
    body(await operator.post(keys, {"role": "owner", "name": "new"}), 201)
    body(await operator.delete(f"{keys}/{owner}"), 204)
    body(await operator.delete(f"{keys}/{owner}"), 204)


async def test_two_owners_who_revoke_each_other_leave_one(pair: Pair) -> None:
    for _ in range(5):
        house = await pair.here.house()
        keys = f"{BUSINESSES}/{house.id}/keys"
        other = body(await house.owner.post(keys, {"role": "owner", "name": "other"}), 201)
        own = next(key["id"] for key in body(await house.owner.get(keys))["data"] if key["name"] == "owner")
        answers = await asyncio.gather(
            house.owner.delete(f"{keys}/{other['id']}"),
            Caller(pair.elsewhere.client, other["secret"]).delete(f"{keys}/{own}"),
        )
        assert sorted(answer.status_code for answer in answers) in ([204, 401], [204, 409])
