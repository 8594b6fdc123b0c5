"""However many requests of one business wait for something, another business is answered."""

import asyncio

import httpx
import pytest

from app.core.principal import BusinessId
from tests.support.doors import MCP
from tests.support.factories import CALENDARS, RULES, SETTINGS, House, Service, body
from tests.support.servers import connected

ONE_MAJOR = True

MANY = 25


async def answered(caller: House, path: str) -> httpx.Response:
    async with asyncio.timeout(8):  # less than a pool's timeout
        return await caller.viewer.get(path)


@pytest.mark.parametrize("path", [RULES, CALENDARS, "/api/calendar/slots"])
async def test_requests_that_wait_for_a_lock_leave_connections_to_others(service: Service, path: str) -> None:
    house, other = await service.house(), await service.house()
    body(await answered(other, path))
    async with connected(service.database_url) as host:
        async with host.transaction():
            await host.execute("SELECT FROM business_settings WHERE tenant_id = $1 FOR UPDATE", house.id)
            await host.execute("SELECT FROM business WHERE id = $1 FOR UPDATE", house.id)
            await host.execute(
                "SELECT FROM business_booking_settings WHERE business_id = $1 FOR UPDATE", house.id
            )
            waiting = [
                asyncio.create_task(house.owner.patch(SETTINGS, {"min_notice_minutes": number}))
                for number in range(MANY)
            ]
            await asyncio.wait(waiting, timeout=0.5)
            assert not any(task.done() for task in waiting)
            body(await answered(other, path))
        answers = await asyncio.gather(*waiting)
    assert {answer.status_code for answer in answers} == {200}


async def test_calls_over_mcp_count_as_well(service: Service) -> None:
    house = await service.house()
    places = service.state.limit.places(BusinessId(house.id))
    message = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-11-25"}
    taken = 0
    while not places.locked():
        await places.acquire()
        taken += 1
    call = asyncio.create_task(house.agent.post(MCP, message, headers=headers))
    await asyncio.wait({call}, timeout=0.5)
    assert not call.done()
    for _ in range(taken):
        places.release()
    assert (await call).status_code == 200
