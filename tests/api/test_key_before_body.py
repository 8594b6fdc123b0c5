"""Without a valid key nothing of a body is read, on any route that takes one."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.support.factories import APPOINTMENTS, CALENDARS, TOOLS, House, Service, problem

MCP = "/mcp"

JSON = {"Content-Type": "application/json"}

INVALID_KEYS = [
    {},
    {"Authorization": "Bearer luach_" + "x" * 40},
    {"Authorization": "Basic eDp5"},
    {"Authorization": "Bearer"},
]


class Pieces:
    """A body that notes how much of it was read."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while self.left > 0:
            piece = min(self.left, 10_000)
            self.left -= piece
            self.read += piece
            yield b"[" * piece


async def send(
    service: Service, method: str, path: str, content: Pieces, headers: dict[str, str]
) -> httpx.Response:
    return await service.client.request(method, path, content=content, headers=JSON | headers)


@pytest.mark.parametrize("headers", INVALID_KEYS)
@pytest.mark.parametrize("path", [CALENDARS, APPOINTMENTS, f"{TOOLS}/calendar_list", MCP])
async def test_a_body_is_not_read_without_a_valid_key(
    service: Service, path: str, headers: dict[str, str]
) -> None:
    sent = Pieces(5_000_000)
    problem(await send(service, "POST", path, sent, headers), 401, "unauthenticated")
    assert sent.read <= 10_000  # the test's transport hands over the first piece before it is asked


async def test_every_operation_that_takes_a_body_asks_for_the_key_first(service: Service) -> None:
    document = service.app.openapi()
    taking = [
        (method, path)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]
    assert len(taking) > 20
    for method, path in taking:
        sent = Pieces(2_000_000)
        answer = await send(service, method.upper(), re.sub(r"{[^}]+}", "1", path), sent, {})
        problem(answer, 401, "unauthenticated")
        assert sent.read <= 10_000, (method, path)


async def test_a_key_is_looked_up_once_for_a_request(
    service: Service, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = []
    find = service.state.callers.find

    def counted(key: str, *more: object) -> object:
        looked_up.append(key)
        return find(key, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(type(service.state.callers), "find", lambda _, *given: counted(*given))
    assert (await house.owner.post(CALENDARS, {"name": "x"})).status_code == 201
    assert len(looked_up) == 1
