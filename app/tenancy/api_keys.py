"""Bearer keys: shown once, stored as a SHA-256 hash, found by one look-up in a unique index.

A key has 256 bits of randomness, so one round of SHA-256 is enough: slow hashes protect guessable secrets.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Principal, Role
from app.db.models.access import ApiKey
from app.db.query import Query, Reader
from app.errors import BusinessInactive, FieldError, Forbidden, Unauthenticated, UnknownKey
from app.schemas.tenancy import KeyIn, KeyOut

PREFIX = "luach_"

_SHOWN = len(PREFIX) + 6

_USE_IS_NOTED_EVERY = timedelta(hours=1)

_LOOK_UP = Query(
    """
    SELECT k.id, k.business_id, k.role, k.name, k.expires_at, k.last_used_at, b.is_active
    FROM api_keys k LEFT JOIN business b ON b.id = k.business_id
    WHERE k.key_hash = :key_hash AND k.revoked_at IS NULL
    """
)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A new key. `secret` is stored nowhere, so it can only be shown now."""

    key: KeyOut
    secret: str


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


async def create_key(
    session: AsyncSession,
    business: BusinessId | None,
    role: Role,
    name: str,
    *,
    expires_at: datetime | None = None,
) -> NewKey:
    """Make a key. `business` is None for a system administrator and given for every other role."""
    secret = PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        business_id=business,
        role=role.value,
        name=name,
        prefix=secret[:_SHOWN],
        key_hash=_hash(secret),
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    await session.refresh(row)
    return NewKey(KeyOut.model_validate(row), secret)


async def issue_key(session: AsyncSession, business: BusinessId, wanted: KeyIn, now: datetime) -> NewKey:
    """Make a key of a business from a request. Raises FieldError `in_the_past`."""
    if wanted.expires_at is not None and wanted.expires_at <= now:
        raise FieldError("in_the_past", pointer="/expires_at")
    return await create_key(session, business, Role(wanted.role), wanted.name, expires_at=wanted.expires_at)


async def principal_of(reader: Reader, secret: str, now: datetime) -> tuple[Principal, bool]:
    """The holder of `secret`, and whether to call `note_use`. Raises Unauthenticated, BusinessInactive."""
    rows = await _LOOK_UP.rows(reader, key_hash=_hash(secret))
    if not rows or (rows[0]["expires_at"] is not None and rows[0]["expires_at"] <= now):
        raise Unauthenticated
    (row,) = rows
    if row["is_active"] is False:
        raise BusinessInactive
    business = None if row["business_id"] is None else BusinessId(row["business_id"])
    unnoted = row["last_used_at"] is None or row["last_used_at"] < now - _USE_IS_NOTED_EVERY
    principal = Principal(row["id"], Role(row["role"]), business, row["name"], row["expires_at"])
    return principal, unnoted


async def note_use(session: AsyncSession, key_id: int, now: datetime) -> None:
    await session.execute(
        update(ApiKey)
        .where(
            ApiKey.id == key_id,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - _USE_IS_NOTED_EVERY),
        )
        .values(last_used_at=now)
    )


async def list_keys(session: AsyncSession, business: BusinessId | None) -> list[KeyOut]:
    """The keys of a business, or those of system administrators; revoked ones too, newest first."""
    rows = await session.scalars(
        select(ApiKey)
        .where(ApiKey.business_id.is_not_distinct_from(business))
        .order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
    )
    return [KeyOut.model_validate(row) for row in rows]


async def revoke_key(
    session: AsyncSession,
    business: BusinessId | None,
    key_id: int,
    now: datetime,
    *,
    revoker: Role | None = None,
) -> None:
    """Revoke a key; revoking it again changes nothing.

    Raises UnknownKey, and Forbidden when an admin revokes an owner's key.
    """
    row = await session.scalar(
        select(ApiKey).where(ApiKey.id == key_id, ApiKey.business_id.is_not_distinct_from(business))
    )
    if row is None:
        raise UnknownKey(id=key_id)
    if revoker is Role.ADMIN and row.role == Role.OWNER:
        raise Forbidden(role=revoker.value, permission=Role.OWNER.value)
    row.revoked_at = row.revoked_at or now
