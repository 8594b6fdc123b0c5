"""`Idempotency-Key`: a request that makes something may be repeated; it is done once.

The answer is stored in the transaction of the work itself, so that a key without its work, or work without
its key, cannot exist. Failures are not stored: repeating them tries again. Keys live for a day, as Stripe's
do; the header follows draft-ietf-httpapi-idempotency-key-header-07.
"""

import hashlib
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Query, Reader
from app.errors import IdempotencyConflict, IdempotencyInFlight
from app.models import IdempotencyKey, ToolConversation
from app.tenancy.principal import BusinessId

KEPT_FOR = timedelta(hours=24)

# Only to tell "in flight" from "done" without waiting; what guards the work is the key's row.
_TRY_LOCK = Query(
    "SELECT pg_try_advisory_xact_lock(hashtext(current_schema() || :scope), hashtext(:key)) AS ours"
)
_FIND = Query(
    """
    SELECT fingerprint, status, body, location, expires_at FROM idempotency_keys
    WHERE business_id = :business AND key = :key
    """
)
_KEEP = Query(
    """
    INSERT INTO idempotency_keys (business_id, key, fingerprint, status, body, location, expires_at)
    VALUES (:business, :key, :fingerprint, :status, :body, :location, :expires_at)
    ON CONFLICT DO NOTHING RETURNING key
    """
)
_FORGET = Query("DELETE FROM idempotency_keys WHERE business_id = :business AND key = :key")


class StoredAnswer(NamedTuple):
    status: int
    body: str
    location: str | None


def fingerprint_of(method: str, path: str, body: bytes) -> bytes:
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).digest()


async def earlier_answer(
    reader: Reader, business: BusinessId, key: str, fingerprint: bytes, now: datetime
) -> StoredAnswer | None:
    """The stored answer of the same request, or None when it is the first. In the work's transaction.

    Raises IdempotencyInFlight while the first is at work, IdempotencyConflict if the request is another.
    """
    if not (await _TRY_LOCK.one(reader, scope=f" luach {business}", key=key))["ours"]:
        raise IdempotencyInFlight
    row = await _FIND.first(reader, business=business, key=key)
    if row is None:
        return None
    if row["expires_at"] <= now:
        await forget_answer(reader, business, key)
        return None
    if row["fingerprint"] != fingerprint:
        raise IdempotencyConflict
    return StoredAnswer(row["status"], row["body"], row["location"])


async def keep_answer(
    reader: Reader,
    business: BusinessId,
    key: str,
    fingerprint: bytes,
    answer: StoredAnswer,
    now: datetime,
    *,
    kept_for: timedelta = KEPT_FOR,
) -> None:
    """Store the answer in the transaction that made it true. Raises IdempotencyInFlight."""
    stored = await _KEEP.first(
        reader,
        business=business,
        key=key,
        fingerprint=fingerprint,
        status=answer.status,
        body=answer.body,
        location=answer.location,
        expires_at=now + kept_for,
    )
    if stored is None:
        raise IdempotencyInFlight


async def forget_answer(reader: Reader, business: BusinessId, key: str) -> None:
    """What the answer told of no longer stands: the same request is a new one."""
    await _FORGET.rows(reader, business=business, key=key)


async def forget_old_answers(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Delete answers past their day; how many. For the background."""
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
    return len(removed.all())


async def forget_old_conversations(session: AsyncSession, now: datetime) -> None:
    """Delete what conversations wrote that are over. For the background."""
    await session.execute(delete(ToolConversation).where(ToolConversation.expires_at <= now))
