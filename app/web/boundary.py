"""The outermost layer of every request: its id, its size limit, its log line, and what nobody else caught."""

import logging
import re
import sys
import time
import uuid

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import ConfigurationError
from app.web.conditional import as_get, without_needless_body
from app.web.errors import problem_response

log = structlog.get_logger("luach.http")

_WRITTEN = logging.getLogger("luach.http")

MAX_BODY_BYTES = 128 * 1024
"""Parsing that much JSON takes 2 ms, in which no other request is served."""

MAX_RULES_BODY_BYTES = 1_000_000
"""For the addresses that take thousands of keywords or examples."""

_RULES = re.compile(r"/api/calendar/(routing-rules(/.*)?|calendars/[^/]+/examples)")

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}")


def max_body_bytes(path: str) -> int:
    """The largest body that an address takes."""
    return MAX_RULES_BODY_BYTES if _RULES.fullmatch(path) else MAX_BODY_BYTES


class Boundary:
    """Pure ASGI, so that a request pays for one function call and no task."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, _in_one_sentence(send))
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(self.app, scope, receive, send).run()


def _in_one_sentence(send: Send) -> Send:
    """A start that fails because of the configuration is told by its sentence, not by a traceback."""

    async def tell(message: Message) -> None:
        error = sys.exception()  # Starlette sends the message while it handles the error
        if message["type"] == "lifespan.startup.failed" and isinstance(error, ConfigurationError):
            message = {**message, "message": str(error)}
        await send(message)

    return tell


class _Exchange:
    """One request and its answer."""

    def __init__(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        self.app, self.scope, self._receive, self._send = app, scope, receive, send
        given = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode(
            "latin-1"
        )
        self.request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        self.began = time.perf_counter()
        self.received = 0
        self.max_body = max_body_bytes(scope["path"])
        self.status = 0

    async def run(self) -> None:
        self.scope.setdefault("state", {})["request_id"] = self.request_id
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=self.request_id)
        try:
            await self.app(as_get(self.scope), self.receive, without_needless_body(self.scope, self.send))
        except Exception as error:
            log.error("request_crashed", path=self.scope["path"], exc_info=error)
            if not self.status:
                answer = problem_response(Request(self.scope), 500, "internal")
                await answer(self.scope, self._receive, self.send)
        finally:
            self._write_line()

    async def receive(self) -> Message:
        message = await self._receive()
        self.received += len(message.get("body", b""))
        if self.received > self.max_body:
            raise HTTPException(413)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message["headers"], *self._headers()]
        await self._send(message)

    def _headers(self) -> list[tuple[bytes, bytes]]:
        headers = [
            (b"x-request-id", self.request_id.encode()),
            (b"x-content-type-options", b"nosniff"),
        ]
        if self.scope["path"].startswith("/api/"):
            headers.append((b"cache-control", b"no-store"))
        return headers

    def _write_line(self) -> None:
        if not _WRITTEN.isEnabledFor(logging.INFO):
            return
        route = self.scope.get("route")
        log.info(
            "request",
            method=self.scope["method"],
            route=getattr(route, "path", self.scope["path"]),
            status=self.status,
            ms=round((time.perf_counter() - self.began) * 1000, 1),
        )
