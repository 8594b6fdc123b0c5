"""Keyset pages: a cursor is the sort key of the last row shown, opaque to the client."""

import base64
import binascii
import json
from typing import Any, TypeVar

from sqlalchemy import Select, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import FieldError
from app.schemas.common import Output, Page

Shown = TypeVar("Shown", bound=Output)


def encode_cursor(key: tuple[int | str, ...]) -> str:
    return base64.urlsafe_b64encode(json.dumps(key, separators=(",", ":")).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, kinds: tuple[type, ...], *, bits: int = 32) -> tuple[int | str, ...]:
    """The key inside `cursor`, checked against `kinds` and the size of ids. FieldError `bad_cursor`."""
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        key = None
    if not isinstance(key, list) or [type(part) for part in key] != list(kinds):
        raise FieldError("bad_cursor", pointer="/cursor")
    # The driver refuses to send longer integers than the column holds.
    if any(isinstance(part, int) and abs(part) >= 2 ** (bits - 1) for part in key):
        raise FieldError("bad_cursor", pointer="/cursor")
    return tuple(key)


async def page_by_priority(
    session: AsyncSession,
    query: Select[Any],
    model: Any,
    shown: type[Shown],
    *,
    limit: int,
    cursor: str | None,
) -> Page[Shown]:
    """A page of `model` (it has `priority` and `id`): the highest priority first, then the lowest id."""
    if cursor is not None:
        priority, after = decode_cursor(cursor, (int, int))
        query = query.where(
            or_(model.priority < priority, and_(model.priority == priority, model.id > after))
        )
    query = query.order_by(model.priority.desc(), model.id).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    more = len(rows) > limit
    data = [shown.model_validate(row) for row in rows[:limit]]
    last = rows[limit - 1] if more else None
    return Page(data=data, has_more=more, next_cursor=last and encode_cursor((last.priority, last.id)))
