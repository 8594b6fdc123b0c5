"""The `Idempotency-Key` header of routes that must not be repeated by accident."""

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


def read_key(text: str | None) -> str | None:
    """The key of an Idempotency-Key header. Raises FieldError for one that cannot be stored."""
    pointer = "/Idempotency-Key"
    if text is None:
        return None
    if not text.strip():
        raise FieldError("too_short", pointer=pointer, min=1)
    if len(text) > MAX_KEY:
        raise FieldError("too_long", pointer=pointer, max=MAX_KEY)
    if not text.isprintable():
        raise FieldError("invalid", pointer=pointer)
    return text


class Once:
    """Runs the work of a request, or replays the stored answer of its key.

    With a key, the work and its answer are stored in one transaction, which is the `reader`'s.
    """

    def __init__(self, request: Request, reader: Reader, now: datetime, key: str | None) -> None:
        self.request, self.reader, self.now, self.key = request, reader, now, read_key(key)

    async def __call__(
        self,
        scope: Scope,
        work: Callable[[], Awaitable[Made]],
        *,
        location: Callable[[Made], str] | None = None,
        status: int = 201,
        versioned: bool = False,
        kept: Callable[[Made], Made] = lambda made: made,
    ) -> Response:
        """The answer about what was made, with its `location`, and with its ETag if it is `versioned`.

        `kept` gives the part that is stored for a replay, where not all may be stored.
        """
        if self.key is None:
            made = await work()
            shown = StoredAnswer(status, made.model_dump_json(), location(made) if location else None)
            return _respond(shown, versioned=versioned)
        fingerprint = fingerprint_of(self.request.method, self.request.url.path, await self._body())
        earlier = await earlier_answer(self.reader, scope, self.key, fingerprint, self.now)
        if earlier is not None:
            return _respond(earlier, versioned=versioned, replayed=True)
        made = await work()
        shown = StoredAnswer(status, made.model_dump_json(), location(made) if location else None)
        stored = shown._replace(body=kept(made).model_dump_json())
        await keep_answer(self.reader, scope, self.key, fingerprint, stored, self.now)
        return _respond(shown, versioned=versioned)

    async def _body(self) -> bytes:
        # Requests that differ only in white space or in the order of keys are the same.
        body = await self.request.body()
        parsed = TypeAdapter(object).validate_json(body) if body else None
        return json.dumps(parsed, sort_keys=True).encode()


def _respond(answer: StoredAnswer, *, versioned: bool, replayed: bool = False) -> Response:
    response = Response(answer.body, answer.status, media_type="application/json")
    if answer.location:
        response.headers["Location"] = answer.location
    if versioned:
        response.headers["ETag"] = etag_of(answer.body)
    if replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response


async def once_dep(request: Request, session: SessionDep, now: NowDep, key: IdempotencyHeader = None) -> Once:
    return Once(request, session, now, key)


OnceDep = Annotated[Once, Depends(once_dep)]
