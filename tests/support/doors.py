"""The three doors of a tool as one function each: name and arguments in, JSON out."""

import contextlib
from collections.abc import AsyncIterator
from typing import Any, Literal

import httpx2
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from app.tenancy.api_keys import principal_of
from app.tooling import Caller
from tests.support.factories import TOOLS, Json, Service
from tests.support.factories import Caller as KeyHolder

MCP = "http://localhost/mcp"
Mode = Literal["auto", "legacy"]


@contextlib.asynccontextmanager
async def mcp_client(
    service: Service, key: str | None, mode: Mode = "auto", **headers: str
) -> AsyncIterator[Client]:
    """The official client on the application in this process; "auto" is the newest revision."""
    transport = httpx2.ASGITransport(service.app)
    given = {"Authorization": f"Bearer {key}", **headers}
    async with (
        httpx2.AsyncClient(transport=transport, headers=given) as http,
        Client(streamable_http_client(MCP, http_client=http), mode=mode) as client,
    ):
        yield client


async def by_http(service: Service, holder: KeyHolder, tool: str, arguments: Json, **headers: str) -> Json:
    answer: Json = (await holder.post(f"{TOOLS}/{tool}", arguments, headers=headers)).json()
    return answer


async def by_mcp(service: Service, holder: KeyHolder, tool: str, arguments: Json, **headers: str) -> Json:
    async with mcp_client(service, holder.key, "auto", **headers) as client:
        result = await client.call_tool(tool, arguments)
    assert result.is_error == (result.structured_content["status"] == "error")
    answer: Json = result.structured_content
    return answer


async def by_python(service: Service, holder: KeyHolder, tool: str, arguments: Json, **headers: Any) -> Json:
    caller = await python_caller(service, holder)
    answer = await service.state.toolbox.call(caller, tool, arguments, now=service.clock.now)
    return answer.model_dump(mode="json")


async def python_caller(service: Service, holder: KeyHolder, **context: Any) -> Caller:
    async with service.database.read() as connection:
        principal, _ = await principal_of(connection, holder.key or "", service.clock.now)
    return Caller(principal, **context)
