"""The key before the body, and a place for the request among those of its business.

FastAPI reads and parses a body first, and the holder of the key afterwards.
"""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.security.base import SecurityBase

from app.web.deps import holder_of, state_of


class KeyFirst(APIRoute):
    """A route that finds the holder of the key before its body is read, and waits for a place.

    A test asks every route.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        if not (_needs_key(self.dependant) or "security" in (self.openapi_extra or {})):
            return handle

        async def handle_known(request: Request) -> Response:
            holder = await holder_of(request)
            async with state_of(request).limit.places(holder.business):
                return await handle(request)

        return handle_known


def _needs_key(dependant: Dependant) -> bool:
    return isinstance(dependant.call, SecurityBase) or any(map(_needs_key, dependant.dependencies))
