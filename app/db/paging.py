"""Keyset pages: a cursor is the sort key of the last row shown, opaque to the client."""

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.errors import FieldError


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
    session: AsyncSession, query: Select[Any], model: Any, *, limit: int, cursor: str | None
) -> tuple[Sequence[Any], str | None]:
    """Rows of `model`, highest `priority` first, then lowest `id`, and the cursor of the next page."""
    if cursor is not None:
        priority, after = decode_cursor(cursor, (int, int))
        query = query.where(
            or_(model.priority < priority, and_(model.priority == priority, model.id > after))
        )
    query = query.order_by(model.priority.desc(), model.id).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], last and encode_cursor((last.priority, last.id))


async def page_by_time(
    session: AsyncSession,
    query: Select[Any],
    at: Any,
    id_: Any,
    *,
    newest_first: bool = False,
    limit: int,
    cursor: str | None,
) -> tuple[Sequence[Any], str | None]:
    """Rows in the order of the columns `at` (an instant) and `id_`, and the cursor of the next page."""
    key = tuple_(at, id_)
    if cursor is not None:
        after = _read_moment(cursor)
        query = query.where(key < after if newest_first else key > after)
    order = (at.desc(), id_.desc()) if newest_first else (at, id_)
    rows = (await session.scalars(query.order_by(*order).limit(limit + 1))).all()
    last = rows[limit - 1] if len(rows) > limit else None
    return rows[:limit], last and encode_cursor((str(getattr(last, at.key)), str(getattr(last, id_.key))))


def _read_moment(cursor: str) -> tuple[datetime, int]:
    at, row_id = decode_cursor(cursor, (str, str))
    try:
        moment, number = datetime.fromisoformat(str(at)), int(row_id)
    except ValueError:
        raise FieldError("bad_cursor", pointer="/cursor") from None
    if moment.tzinfo is None or abs(number) >= 2**63:
        raise FieldError("bad_cursor", pointer="/cursor")
    return moment, number
