"""Stored answers of requests with an idempotency key: a repeated request is answered, not done again.

The answer is stored in the transaction of the work, so neither exists without the other. Failures are not
stored: a repeated request tries again. Keys live for a day, as Stripe's do; the header follows
draft-ietf-httpapi-idempotency-key-header-07.
"""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.access import ConversationBooking, IdempotencyKey, OperatorIdempotencyKey, ToolConversation
from app.db.query import Command, Query, Reader
from app.errors import IdempotencyConflict, IdempotencyInFlight

KEPT_FOR = timedelta(hours=24)


class _Lock(NamedTuple):
    ours: bool


class _StoredRow(NamedTuple):
    fingerprint: bytes
    status: int
    body: str
    location: str | None
    expires_at: datetime


class _KeptKey(NamedTuple):
    key: str


# Only tells "in flight" from "done" without waiting; the row of the key protects the work.
_TRY_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || :scope), hashtext(:key)) AS ours",
    _Lock,
)


class _Answers:
    """The statements on one table of stored answers; a key is unique within the columns `whose`."""

    def __init__(self, table: str, *whose: str) -> None:
        columns = (*whose, "key", "fingerprint", "status", "body", "location", "expires_at")
        values = ", ".join(f":{column}" for column in columns)
        this = " AND ".join(f"{column} = :{column}" for column in (*whose, "key"))
        self.find = Query(
            f"SELECT fingerprint, status, body, location, expires_at FROM {table} WHERE {this}",  # noqa: S608 - our own columns
            _StoredRow,
        )
        self.keep = Query(
            f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608 - our own columns
            " ON CONFLICT DO NOTHING RETURNING key",
            _KeptKey,
        )
        self.forget = Command(f"DELETE FROM {table} WHERE {this}")  # noqa: S608 - our own columns


_OF_BUSINESSES = _Answers("idempotency_keys", "business_id")

_OF_OPERATORS = _Answers("operator_idempotency_keys")

Scope = BusinessId | None
"""The business within which a key is unique; None for the requests of system administrators."""


class StoredAnswer(NamedTuple):
    status: int
    body: str
    location: str | None


def fingerprint_of(method: str, path: str, body: bytes) -> bytes:
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).digest()


async def earlier_answer(
    reader: Reader, scope: Scope, key: str, fingerprint: bytes, now: datetime
) -> StoredAnswer | None:
    """The stored answer of this request, or None if it is the first. Runs in the work's transaction.

    Raises IdempotencyInFlight while the first is being processed, and IdempotencyConflict if the key
    belongs to a different request.
    """
    whose = "operators" if scope is None else scope
    if not (await _TRY_LOCK.one(reader, scope=f" luach {whose}", key=key)).ours:
        raise IdempotencyInFlight
    row = await _answers(scope).find.first(reader, business_id=scope, key=key)
    if row is None:
        return None
    if row.expires_at <= now:
        await forget_answer(reader, scope, key)
        return None
    if row.fingerprint != fingerprint:
        raise IdempotencyConflict
    return StoredAnswer(row.status, row.body, row.location)


async def keep_answer(
    reader: Reader,
    scope: Scope,
    key: str,
    fingerprint: bytes,
    answer: StoredAnswer,
    now: datetime,
    *,
    kept_for: timedelta = KEPT_FOR,
) -> None:
    """Store the answer in the transaction that made it true. Raises IdempotencyInFlight."""
    stored = await _answers(scope).keep.first(
        reader,
        business_id=scope,
        key=key,
        fingerprint=fingerprint,
        status=answer.status,
        body=answer.body,
        location=answer.location,
        expires_at=now + kept_for,
    )
    if stored is None:
        raise IdempotencyInFlight


async def forget_answer(reader: Reader, scope: Scope, key: str) -> None:
    """Delete the answer of a key whose statement no longer holds: the same request is done again."""
    await _answers(scope).forget.run(reader, business_id=scope, key=key)


async def forget_old_answers(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Delete up to `limit` expired answers and return their number. For upkeep."""
    old = (
        select(IdempotencyKey.business_id, IdempotencyKey.key)
        .where(IdempotencyKey.expires_at <= now)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .subquery()
    )
    removed = await session.execute(
        delete(IdempotencyKey)
        .where(IdempotencyKey.business_id == old.c.business_id, IdempotencyKey.key == old.c.key)
        .returning(IdempotencyKey.key)
    )
    of_operators = delete(OperatorIdempotencyKey).where(OperatorIdempotencyKey.expires_at <= now)
    await session.execute(of_operators)
    return len(removed.all())


async def forget_old_conversations(session: AsyncSession, now: datetime) -> None:
    """Delete the counts and bookings of expired conversations. For upkeep."""
    await session.execute(delete(ToolConversation).where(ToolConversation.expires_at <= now))
    await session.execute(delete(ConversationBooking).where(ConversationBooking.expires_at <= now))


def _answers(scope: Scope) -> _Answers:
    return _OF_OPERATORS if scope is None else _OF_BUSINESSES
