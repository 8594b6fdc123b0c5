"""The `Idempotency-Key` header of routes that create something."""

import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel, TypeAdapter

from app.db.query import Reader
from app.errors import FieldError
from app.schemas.common import etag_of
from app.tenancy.idempotency import Scope, StoredAnswer, earlier_answer, fingerprint_of, keep_answer
from app.web.deps import NowDep, SessionDep

Made = TypeVar("Made", bound=BaseModel)

MAX_KEY = 255

_DESCRIPTION = "The same key and body: the same answer, and the work is done once."

IdempotencyHeader = Annotated[str | None, Header(alias="Idempotency-Key", description=_DESCRIPTION)]

KEY_ACCEPTED: dict[str, object] = {
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": _DESCRIPTION,
            "schema": {"anyOf": [{"type": "string"}, {"type": "null"}], "title": "Idempotency-Key"},
        }
    ]
}
"""For the OpenAPI document of a route that reads the header itself."""


class Once:
    """Runs the work of a request, or replays the stored answer of its key.

    With a key, the work and its answer are stored in one transaction, which is the `reader`'s.
    """

    def __init__(self, request: Request, reader: Reader, now: datetime, key: str | None) -> None:
        self.request, self.reader, self.now, self.key = request, reader, now, key

    async def __call__(
        self,
        scope: Scope,
        work: Callable[[], Awaitable[Made]],
        *,
        location: Callable[[Made], str],
        versioned: bool = False,
        kept: Callable[[Made], Made] = lambda made: made,
    ) -> Response:
        """201 with what was made, its Location, and its ETag where it is `versioned`.

        `kept`: what is stored of it for a replay, where that is less than what is shown.
        """
        if self.key is None:
            made = await work()
            return self._answer(made.model_dump_json(), location(made), versioned=versioned)
        if not 0 < len(self.key) <= MAX_KEY or not self.key.isprintable():
            raise FieldError("too_long", pointer="/Idempotency-Key", max=MAX_KEY)
        fingerprint = fingerprint_of(self.request.method, self.request.url.path, await self._body())
        earlier = await earlier_answer(self.reader, scope, self.key, fingerprint, self.now)
        if earlier is not None:
            return self._answer(earlier.body, earlier.location, versioned=versioned, replayed=True)
        made = await work()
        answer = StoredAnswer(201, kept(made).model_dump_json(), location(made))
        await keep_answer(self.reader, scope, self.key, fingerprint, answer, self.now)
        return self._answer(made.model_dump_json(), answer.location, versioned=versioned)

    async def _body(self) -> bytes:
        # Requests that differ only in white space or in the order of keys are the same.
        parsed = TypeAdapter(object).validate_json(await self.request.body())
        return json.dumps(parsed, sort_keys=True).encode()

    @staticmethod
    def _answer(body: str, location: str | None, *, versioned: bool, replayed: bool = False) -> Response:
        response = Response(body, 201, media_type="application/json")
        if location:
            response.headers["Location"] = location
        if versioned:
            response.headers["ETag"] = etag_of(body)
        if replayed:
            response.headers["Idempotency-Replayed"] = "true"
        return response


async def once_dep(request: Request, session: SessionDep, now: NowDep, key: IdempotencyHeader = None) -> Once:
    return Once(request, session, now, key)


OnceDep = Annotated[Once, Depends(once_dep)]
