"""The AI tools over the Model Context Protocol, revisions 2026-07-28 and 2025-11-25; no tool logic.

Importing the SDK takes most of a second, so this module is imported by the first call and not before.
"""

import logging
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

import mcp_types as types
from mcp.server.caching import CacheHint
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError

from app import __version__
from app.ai_tools import TOOLS
from app.clock import Clock
from app.db.engine import Database
from app.errors import Forbidden, UnknownTool
from app.routing.journal import Journal
from app.routing.ruleset import RulesCache
from app.scheduling.heavy import HeavyWork
from app.schemas.tools import ToolOutput
from app.sentences.languages import Language
from app.tenancy.api_keys import principal_of
from app.tooling import Caller, Toolbox
from app.tooling.dialects import annotations, input_schema, output_schema

INSTRUCTIONS = """Books appointments. 1. calendar_resolve_target with the customer's own words; if it asks, \
ask them. 2. calendar_find_slots; offer two or three. 3. calendar_hold_slot; read its `say` back. 4. On yes, \
calendar_create_appointment with the hold_id. Never invent a time or id. Only status ok means done; then say \
`say`. On not_possible offer problem.suggestions."""

PROMPT = "schedule_appointment"

_STEPS = """Schedule an appointment for the customer.
1. Call calendar_list once. If there is more than one calendar, call calendar_resolve_target with the
   customer's own words, untranslated; while it answers needs_input, ask what `say` asks and call it again
   with the answer and clarification_id.
2. Call calendar_find_slots and offer two or three of the slots. Never name a time that it did not give.
3. When the customer picks one, call calendar_hold_slot, read its `say` back and wait for a clear yes.
4. On yes, ask for the name and, if needed, the phone number, and call calendar_create_appointment with the
   hold_id. On no, call calendar_release_hold.
5. Say that it is booked only if status is ok, in the words of `say`.
   On not_possible offer problem.suggestions."""

_FRESH = CacheHint(ttl_ms=300_000, scope="private")

Context = ServerRequestContext[Any, Any]

CallerOf = Callable[[Context], Awaitable[Caller]]


def http_manager(
    toolbox: Toolbox,
    clock: Clock,
    caller_in: Callable[[MutableMapping[str, Any]], Caller],
    public_url: str | None,
    max_body: int,
) -> StreamableHTTPSessionManager:
    """The manager of stateless JSON over POST. `caller_in` reads the caller from a request's ASGI scope."""
    logging.getLogger("mcp").setLevel(logging.WARNING)

    async def caller_of(context: Context) -> Caller:
        request: Any = context.request
        return caller_in(request.scope)

    return StreamableHTTPSessionManager(
        _server(toolbox, clock, caller_of),
        json_response=True,
        stateless=True,
        security_settings=_security_settings(public_url),
        max_request_body_size=max_body,
    )


async def serve_stdio(database: Database, clock: Clock, key: str, language: Language | None) -> None:
    """Serve one client on standard input and output; the process is one conversation."""
    conversation = uuid.uuid4().hex

    async def caller_of(context: Context) -> Caller:  # noqa: ARG001 - a `CallerOf`
        async with database.read() as connection:
            principal, _ = await principal_of(connection, key, clock())
        return Caller(principal, language=language, conversation=conversation)

    journal = Journal(database)
    server = _server(Toolbox(TOOLS, database, journal, RulesCache(), HeavyWork()), clock, caller_of)
    try:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())
    finally:
        await journal.flush()


def _server(toolbox: Toolbox, clock: Clock, caller_of: CallerOf) -> Server[Any]:
    async def list_tools(
        context: Context,
        params: types.PaginatedRequestParams | None,  # noqa: ARG001 - all fit on one page
    ) -> types.ListToolsResult:
        caller = await caller_of(context)
        return types.ListToolsResult(
            tools=[
                types.Tool(
                    name=tool.name,
                    description=tool.description,
                    input_schema=input_schema(tool),
                    output_schema=output_schema(tool),
                    annotations=types.ToolAnnotations.model_validate(annotations(tool)),
                )
                for tool in toolbox.allowed_to(caller.principal)
            ]
        )

    async def call(context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        caller = await caller_of(context)
        try:
            answer = await toolbox.call(caller, params.name, params.arguments or {}, now=clock())
        except UnknownTool:
            raise MCPError(types.INVALID_PARAMS, f"There is no tool {params.name!r}.") from None
        except Forbidden as error:
            answer = toolbox.forbidden(params.name, error, caller.language)
        return _result(answer)

    async def list_prompts(
        context: Context,  # noqa: ARG001 - the SDK's shape
        params: types.PaginatedRequestParams | None,  # noqa: ARG001 - the SDK's shape
    ) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=[_PROMPT])

    async def get_prompt(
        context: Context,  # noqa: ARG001 - the SDK's shape
        params: types.GetPromptRequestParams,
    ) -> types.GetPromptResult:
        if params.name != PROMPT:
            raise MCPError(types.INVALID_PARAMS, f"There is no prompt {params.name!r}.")
        words = (params.arguments or {}).get("request")
        said = f"{_STEPS}\n\nThe customer said: {words}" if words else _STEPS
        message = types.PromptMessage(role="user", content=types.TextContent(text=said))
        return types.GetPromptResult(description=_PROMPT.description, messages=[message])

    return Server(
        "luach",
        version=__version__,
        title="Luach",
        instructions=INSTRUCTIONS,
        cache_hints={"tools/list": _FRESH, "prompts/list": _FRESH},
        on_list_tools=list_tools,
        on_call_tool=call,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )


_PROMPT = types.Prompt(
    name=PROMPT,
    title="Schedule an appointment",
    description="From the customer's words to a booked time, one step after the other.",
    arguments=[types.PromptArgument(name="request", description="What the customer said.", required=False)],
)


def _result(answer: ToolOutput) -> types.CallToolResult:
    """The complete answer as structured content, and without nulls as text, which most models read."""
    return types.CallToolResult(
        content=[types.TextContent(text=answer.model_dump_json(exclude_none=True))],
        structured_content=answer.model_dump(mode="json"),
        is_error=answer.status == "error",
    )


def _security_settings(public_url: str | None) -> TransportSecuritySettings:
    """The allowed hosts, against DNS rebinding: this machine's own names and the public one."""
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    if public_url is not None:
        hosts.append(urlsplit(public_url).netloc)
    named = [name for host in hosts for name in (host, f"{host}:*")]
    origins = [f"{scheme}://{name}" for scheme in ("http", "https") for name in named]
    return TransportSecuritySettings(allowed_hosts=named, allowed_origins=origins)
