"""Bearer keys: shown once, stored as a SHA-256 hash, found by one look-up in a unique index.

A key has 256 bits of randomness, so one round of SHA-256 is enough: slow hashes protect guessable secrets.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Principal, Role
from app.core.scheduling.setup import read_zone
from app.db.models.access import ApiKey
from app.db.paging import page_by_time
from app.db.query import Query, Reader
from app.errors import BusinessInactive, FieldError, Forbidden, LastOwnerKey, Unauthenticated, UnknownKey
from app.schemas.common import Page
from app.schemas.tenancy import KeyIn, KeyOut

PREFIX = "luach_"

_SHOWN = len(PREFIX) + 6

_USE_IS_NOTED_EVERY = timedelta(hours=1)


class KeyId(NamedTuple):
    id: int


class KeyHolder(NamedTuple):
    """A key that is not revoked, with its business's `is_active` and `timezone` as the host has them."""

    id: int
    business_id: int | None
    role: str
    name: str
    expires_at: datetime | None
    last_used_at: datetime | None
    is_active: bool | None
    timezone: str | None


_LOOK_UP = Query(
    """
    SELECT k.id, k.business_id, k.role, k.name, k.expires_at, k.last_used_at, b.is_active, s.timezone
    FROM api_keys k LEFT JOIN business b ON b.id = k.business_id
    LEFT JOIN business_settings s ON s.tenant_id = k.business_id
    WHERE k.key_hash = :key_hash AND k.revoked_at IS NULL
    """,
    KeyHolder,
)

_LIVE = "k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > :now)"

_CONFIRM = Query("SELECT k.id FROM api_keys k WHERE k.id = :key_id AND k.revoked_at IS NULL FOR SHARE", KeyId)

# In the order of ids, so that two revocations cannot wait for each other; the second one sees the first.
_LOCK_FOR_REVOCATION = Query(
    f"""
    SELECT k.id FROM api_keys k
    WHERE k.id IN (:key_id, :revoker_id)
       OR k.business_id IS NOT DISTINCT FROM :business_id AND k.role IN ('owner', 'system_admin') AND {_LIVE}
    ORDER BY k.id FOR NO KEY UPDATE
    """,  # noqa: S608 - our own words
    KeyId,
)

_OTHER_OWNERS = Query(
    f"""
    SELECT k.id FROM api_keys k
    WHERE k.business_id IS NOT DISTINCT FROM :business_id AND k.role = :role AND k.id <> :key_id AND {_LIVE}
    """,  # noqa: S608 - our own words
    KeyId,
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
    row = await _LOOK_UP.first(reader, key_hash=_hash(secret))
    if row is None or (row.expires_at is not None and row.expires_at <= now):
        raise Unauthenticated
    if row.is_active is False:
        raise BusinessInactive
    business = None if row.business_id is None else BusinessId(row.business_id)
    zone = UTC if business is None else read_zone(row.timezone)[0]
    unnoted = row.last_used_at is None or row.last_used_at < now - _USE_IS_NOTED_EVERY
    return Principal(row.id, Role(row.role), business, row.name, row.expires_at, zone), unnoted


async def note_use(session: AsyncSession, key_id: int, now: datetime) -> None:
    await session.execute(
        update(ApiKey)
        .where(
            ApiKey.id == key_id,
            or_(ApiKey.last_used_at.is_(None), ApiKey.last_used_at < now - _USE_IS_NOTED_EVERY),
        )
        .values(last_used_at=now)
    )


async def list_keys(
    session: AsyncSession, business: BusinessId | None, *, limit: int, cursor: str | None = None
) -> Page[KeyOut]:
    """The keys of a business, or those of system administrators; revoked ones too, newest first."""
    query = select(ApiKey).where(ApiKey.business_id.is_not_distinct_from(business))
    rows, next_cursor = await page_by_time(
        session, query, ApiKey.created_at, ApiKey.id, newest_first=True, limit=limit, cursor=cursor
    )
    return Page.of([KeyOut.model_validate(row) for row in rows], next_cursor)


async def get_key(session: AsyncSession, business: BusinessId, key_id: int) -> KeyOut:
    """A key of a business. Raises UnknownKey."""
    row = await session.scalar(select(ApiKey).where(ApiKey.id == key_id, ApiKey.business_id == business))
    if row is None:
        raise UnknownKey(id=key_id)
    return KeyOut.model_validate(row)


async def confirm_key(session: AsyncSession, principal: Principal) -> None:
    """Keep the caller's key from being revoked until the transaction ends.

    A request may have been let in before a revocation that is committed now. Raises Unauthenticated then.
    """
    if await _CONFIRM.first(session, key_id=principal.key_id) is None:
        raise Unauthenticated


async def revoke_key(
    session: AsyncSession,
    business: BusinessId | None,
    key_id: int,
    now: datetime,
    *,
    revoker: Principal | None = None,
) -> None:
    """Revoke a key; revoking it again changes nothing. `revoker` is None for an operator at the database.

    Raises UnknownKey, LastOwnerKey, Unauthenticated if the revoker's own key was revoked meanwhile, and
    Forbidden when an admin revokes an owner's key.
    """
    revoker_id = None if revoker is None else revoker.key_id
    await _LOCK_FOR_REVOCATION.rows(
        session, key_id=key_id, revoker_id=revoker_id, business_id=business, now=now
    )
    if revoker is not None:
        await confirm_key(session, revoker)
    row = await session.scalar(
        select(ApiKey).where(ApiKey.id == key_id, ApiKey.business_id.is_not_distinct_from(business))
    )
    if row is None:
        raise UnknownKey(id=key_id)
    if revoker is not None and revoker.role is Role.ADMIN and row.role == Role.OWNER:
        raise Forbidden(role=revoker.role.value, permission=Role.OWNER.value)
    if row.revoked_at is not None:
        return
    if row.role in {Role.OWNER, Role.SYSTEM_ADMIN} and not await _OTHER_OWNERS.rows(
        session, business_id=business, role=row.role, key_id=key_id, now=now
    ):
        raise LastOwnerKey
    row.revoked_at = now
