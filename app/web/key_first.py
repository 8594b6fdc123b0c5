"""The key before the body: FastAPI reads and parses a body first, and the holder of the key afterwards."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase

from app.web.deps import holder_of


class KeyFirst(APIRoute):
    """A route that finds the holder of the key before its body is read. A test asks every route."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if self.body_field is None or not _needs_key(self.dependant):
            return handle

        async def handle_known(request: Request) -> Response:
            await holder_of(request)
            return await handle(request)

        return handle_known


def _needs_key(dependant: Dependant) -> bool:
    return isinstance(dependant.call, SecurityBase) or any(map(_needs_key, dependant.dependencies))
