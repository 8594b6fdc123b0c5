"""The Model Context Protocol: who gets in, what is listed, which clients it works with."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from agents.mcp import MCPServerStreamableHttp, MCPUtil
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.models.test import TestModel

from app.web.mcp_server import INSTRUCTIONS, PROMPT
from tests.support.conformance import TOOLBOX, listening
from tests.support.doors import MCP, Mode, mcp_client
from tests.support.factories import House, Service, body, problem
from tests.support.source import ROOT
from tests.support.tools import TOOLS_BY_NAME

REVISIONS: dict[Mode, str] = {"auto": "2026-07-28", "legacy": "2025-11-25"}
LISTED = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
PLAIN = {"Accept": "application/json, text/event-stream"}
READABLE = [name for name, tool in TOOLS_BY_NAME.items() if tool.permission.value == "read"]


@pytest.mark.parametrize("mode", REVISIONS)
async def test_the_official_client_lists_and_calls_in_both_revisions(
    service: Service, house: House, mode: Mode
) -> None:
    async with mcp_client(service, house.agent.key, mode) as client:
        assert client.protocol_version == REVISIONS[mode]
        assert client.instructions == INSTRUCTIONS
        listed = (await client.list_tools()).tools
        assert [tool.name for tool in listed] == list(TOOLS_BY_NAME)
        found = await client.call_tool("calendar_find_slots", {"date_from": "tomorrow"})
        assert not found.is_error
        (text,) = found.content
        without_nulls = {k: v for k, v in found.structured_content.items() if v is not None}
        assert json.loads(text.text) == without_nulls  # type: ignore[union-attr]
        wrong = await client.call_tool("calendar_find_slots", {"date_from": "someday"})
        assert wrong.is_error
        assert wrong.structured_content["problem"]["code"] == "bad_date"
        with pytest.raises(MCPError) as caught:
            await client.call_tool("calendar_delete_everything", {})
        assert caught.value.code == -32602


async def test_a_key_sees_what_its_role_may_call_and_is_refused_the_rest(
    service: Service, house: House
) -> None:
    async with mcp_client(service, house.viewer.key) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == READABLE
        refused = await client.call_tool("calendar_hold_slot", {"slot_id": "s_x"})
        assert refused.is_error
        assert refused.structured_content["problem"]["code"] == "forbidden"


async def test_instructions_are_short_and_the_prompt_names_the_way(service: Service, house: House) -> None:
    assert len(INSTRUCTIONS) <= 400
    async with mcp_client(service, house.agent.key) as client:
        (prompt,) = (await client.list_prompts()).prompts
        assert prompt.name == PROMPT
        got = await client.get_prompt(PROMPT, {"request": "צריך הובלה"})
        said = got.messages[0].content.text  # type: ignore[union-attr]
        assert "צריך הובלה" in said
        order = [said.index(name) for name in ("calendar_resolve_target", "calendar_hold_slot", "read its")]
        assert order == sorted(order)
        assert said.index("read its") < said.index("calendar_create_appointment")
        assert set(re.findall(r"calendar_[a-z_]+", said + INSTRUCTIONS)) <= set(TOOLS_BY_NAME)
        with pytest.raises(MCPError):
            await client.get_prompt("nothing", {})


@pytest.mark.parametrize("authorization", [None, "Bearer ", "Bearer luach_wrong", "Basic x"])
async def test_without_a_key_there_is_a_challenge_that_leads_to_the_metadata(
    service: Service, authorization: str | None
) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    answer = await service.client.post(MCP, json=LISTED, headers={**PLAIN, **headers})
    problem(answer, 401, "unauthenticated")
    address = re.findall(r'resource_metadata="([^"]+)"', answer.headers["www-authenticate"])[0]
    metadata = body(await service.client.get(address))
    assert metadata["resource"] == MCP
    assert metadata["bearer_methods_supported"] == ["header"]


async def test_it_is_one_address_and_posted_to(service: Service, house: House) -> None:
    for method in ("GET", "DELETE", "PUT"):
        answer = await house.agent.request(method, MCP)
        problem(answer, 405, "method_not_allowed")
        assert answer.headers["allow"] == "POST"
    assert (await house.agent.post(f"{MCP}/", LISTED, headers=PLAIN)).headers["location"] == MCP


async def test_other_hosts_and_origins_are_refused(service: Service, house: House) -> None:
    for address in ("http://evil.example/mcp", "http://localhost.evil.example/mcp"):
        assert (await house.agent.post(address, LISTED, headers=PLAIN)).status_code == 421
    foreign = {**PLAIN, "Origin": "http://evil.example"}
    assert (await house.agent.post(MCP, LISTED, headers=foreign)).status_code == 403
    own = {**PLAIN, "Origin": "http://localhost:3000"}
    assert (await house.agent.post(MCP, LISTED, headers=own)).status_code == 200


async def test_nothing_is_kept_between_requests(service: Service, house: House) -> None:
    """No handshake, no session: any worker may answer any request."""
    answer = await house.agent.post(MCP, LISTED, headers=PLAIN)
    assert len(body(answer)["result"]["tools"]) == len(TOOLS_BY_NAME)
    assert "mcp-session-id" not in answer.headers
    assert answer.headers["content-type"] == "application/json"


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b'{"jsonrpc":"2.0"}', b"\xff", b"[" * 5000])
async def test_what_is_no_request_is_a_fault_of_the_caller(
    service: Service, house: House, raw: bytes
) -> None:
    headers = {**PLAIN, "Content-Type": "application/json"}
    answer = await house.agent.request("POST", MCP, content=raw, headers=headers)
    assert 400 <= answer.status_code < 500


async def test_a_body_that_is_too_large_is_refused(service: Service, house: House) -> None:
    huge = {**LISTED, "params": {"x": "x" * 1_000_001}}
    assert (await house.agent.post(MCP, huge, headers=PLAIN)).status_code == 413


async def test_the_sdk_is_not_imported_before_the_first_call() -> None:
    code = "import sys, app.main; sys.exit(any(name.partition('.')[0] == 'mcp' for name in sys.modules))"
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, cwd=ROOT)
    assert await process.wait() == 0


@pytest.fixture
async def address(service: Service) -> AsyncIterator[str]:
    """The application on a port of its own, for clients that need a network."""
    config = uvicorn.Config(service.app, port=0, lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())
    await listening(server)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/mcp"
    server.should_exit = True
    await serving


async def test_openai_agents_lists_and_calls(address: str, house: House) -> None:
    params: Any = {"url": address, "headers": {"Authorization": f"Bearer {house.agent.key}"}}
    async with MCPServerStreamableHttp(params=params) as server:
        listed = await server.list_tools()
        assert [tool.name for tool in listed] == list(TOOLS_BY_NAME)
        for tool in listed:
            function = MCPUtil.to_function_tool(tool, server, convert_schemas_to_strict=True)
            assert function.strict_json_schema
        answer: Any = await server.call_tool("calendar_find_slots", {})
        assert json.loads(answer.content[0].text)["status"] == "ok"


async def test_pydantic_ai_calls_every_tool_with_whatever_its_schema_allows(
    address: str, house: House
) -> None:
    """Arguments made up from the schemas are refused or done, never a fault of ours."""
    toolset = MCPToolset(address, headers={"Authorization": f"Bearer {house.agent.key}"}, max_retries=50)
    for seed in range(3):
        agent = Agent(
            TestModel(seed=seed), toolsets=[toolset.filtered(lambda _, tool: tool.name in READABLE)]
        )
        async with agent:
            done = await agent.run("x")
        assert "calendar_list" in str(done.output)


@pytest.mark.skipif(
    not (TOOLBOX / "node_modules" / ".bin" / "mcp-inspector").exists() or shutil.which("npm") is None,
    reason="the inspector is not installed; `make mcp-conformance` brings it",
)
async def test_the_inspector_lists_and_calls(address: str, house: House) -> None:
    bin_ = TOOLBOX / "node_modules" / ".bin"
    key = f"Authorization: Bearer {house.agent.key}"
    for method in (("tools/list", "--strict"), ("tools/call", "--tool-name", "calendar_list")):
        process = await asyncio.create_subprocess_exec(
            *(bin_ / "mcp-inspector", "--cli", address, "--transport", "http", "--header", key),
            *("--method", *method),
            env={**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        output, trouble = await process.communicate()
        assert process.returncode == 0, trouble.decode()
        assert b"calendar" in output


async def test_the_same_tools_are_served_on_standard_input_and_output(service: Service, house: House) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": service.database_url,
        "LUACH_KEY": house.agent.key or "",
        "PYTHONPATH": str(ROOT),
    }
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "app.cli", "mcp", "--language", "ru"], env=environment
    )
    async with Client(stdio_client(command)) as client:
        assert [tool.name for tool in (await client.list_tools()).tools] == list(TOOLS_BY_NAME)
        listed = await client.call_tool("calendar_list", {})
        assert listed.structured_content["say"].startswith("Можно записаться")


def test_without_a_key_the_command_says_what_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "LUACH_KEY"}
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "mcp"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 1
    assert "LUACH_KEY" in done.stderr
    assert not done.stdout
