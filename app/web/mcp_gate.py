"""/mcp, the endpoint of the Model Context Protocol. It takes the API's keys; the first call loads the SDK."""

import asyncio
import importlib
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import Unauthenticated
from app.runtime.state import State
from app.web.boundary import MAX_BODY_BYTES
from app.web.callers import caller_of
from app.web.deps import identify, state_of
from app.web.errors import problem_response

PATH = "/mcp"

METADATA = "/.well-known/oauth-protected-resource"

CALLER = "luach.caller"

router = APIRouter(include_in_schema=False)


class McpDoor:
    """The SDK's session manager, started by the first call and closed with the application."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._running: asyncio.Task[None] | None = None
        self._manager: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._closing = asyncio.Event()

    async def app(self) -> ASGIApp:
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="luach-mcp")
        await asyncio.wait({self._running, self._manager}, return_when=asyncio.FIRST_COMPLETED)
        if not self._manager.done():
            self._running.result()
        return cast("ASGIApp", self._manager.result().handle_request)

    async def close(self) -> None:
        self._closing.set()
        if self._running is not None:
            await asyncio.wait({self._running})

    async def _run(self) -> None:
        # In a thread, so that other requests go on while the SDK is imported.
        server = await asyncio.to_thread(importlib.import_module, "app.web.mcp_server")
        state = self._state
        manager = server.http_manager(
            state.toolbox,
            state.clock,
            lambda scope: scope[CALLER],
            state.settings.public_url,
            MAX_BODY_BYTES,
        )
        async with manager.run():
            self._manager.set_result(manager)
            await self._closing.wait()


class Gate:
    """Authenticates a call and passes it to the SDK; a 401 names the page about keys."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            principal = await identify(request, _key(request))
        except Unauthenticated:
            challenge = f'Bearer resource_metadata="{_base(request)}{METADATA}{PATH}"'
            answer = problem_response(
                request, 401, "unauthenticated", headers={"WWW-Authenticate": challenge}
            )
            await answer(scope, receive, send)
            return
        scope[CALLER] = caller_of(principal, request.headers)
        # The SDK compares header values with the body; the parser keeps trailing space (RFC 9110, 5.5).
        scope["headers"] = [(name, value.strip(b" \t")) for name, value in scope["headers"]]
        door: McpDoor = request.app.state.mcp
        async with state_of(request).limit.places(principal.business):
            await (await door.app())(scope, receive, send)


@router.get(METADATA + PATH)
@router.get(METADATA)
async def protected_resource(request: Request) -> JSONResponse:
    """RFC 9728. No authorization server is named: keys are made by `luach keys create`."""
    base = _base(request)
    return JSONResponse(
        {
            "resource": base + PATH,
            "resource_name": "Luach",
            "bearer_methods_supported": ["header"],
            "resource_documentation": f"{base}/docs",
        }
    )


def mount(app: FastAPI) -> None:
    """Add the route: exact, because a mount would redirect /mcp, and POST only, because a GET never ends."""
    app.router.routes.append(Route(PATH, endpoint=Gate(), methods=["POST"], name="mcp"))


def _key(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key.strip() if scheme.lower() == "bearer" and key.strip() else None


def _base(request: Request) -> str:
    return (state_of(request).settings.public_url or str(request.base_url)).rstrip("/")
