"""Businesses: making, listing and changing them, and acting for one."""

from datetime import UTC
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Principal
from app.core.scheduling.setup import read_zone
from app.core.scheduling.zones import find_zone
from app.db.models.businesses import Business, BusinessSettings
from app.db.paging import decode_cursor, encode_cursor
from app.db.query import Query, Reader
from app.errors import BusinessInactive, UnknownBusiness
from app.schemas.common import Page
from app.schemas.tenancy import BusinessChange, BusinessIn, BusinessOut


class _ActingRow(NamedTuple):
    is_active: bool | None
    timezone: str | None


_ACTING = Query(
    """
    SELECT b.is_active, s.timezone
    FROM business b LEFT JOIN business_settings s ON s.tenant_id = b.id
    WHERE b.id = :business
    """,
    _ActingRow,
)


async def act_for(reader: Reader, principal: Principal, business_id: int) -> Principal:
    """A system administrator as one who acts for a business.

    Raises Forbidden for other roles, UnknownBusiness, BusinessInactive.
    """
    business = BusinessId(business_id)
    acting = principal.acting_for(business, UTC)
    row = await _ACTING.first(reader, business=business) if 0 < business_id < 2**31 else None
    if row is None:
        raise UnknownBusiness(id=business_id)
    if row.is_active is False:
        raise BusinessInactive
    return acting.acting_for(business, read_zone(row.timezone)[0])


async def create_business(session: AsyncSession, wanted: BusinessIn) -> BusinessOut:
    """Make a business with its settings; a database trigger adds its default calendar.

    Raises FieldError `unknown_zone`.
    """
    find_zone(wanted.timezone)
    business = Business(**wanted.model_dump(exclude={"timezone"}))
    session.add(business)
    await session.flush()
    session.add(BusinessSettings(tenant_id=business.id, timezone=wanted.timezone))
    await session.flush()
    await session.refresh(business)
    return BusinessOut.model_validate(business)


async def list_businesses(session: AsyncSession, *, limit: int, cursor: str | None) -> Page[BusinessOut]:
    query = select(Business).order_by(Business.id).limit(limit + 1)
    if cursor is not None:
        (after,) = decode_cursor(cursor, (int,))
        query = query.where(Business.id > after)
    rows = (await session.scalars(query)).all()
    shown = [BusinessOut.model_validate(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Page(data=shown, has_more=more, next_cursor=encode_cursor((shown[-1].id,)) if more else None)


async def get_business(session: AsyncSession, business: BusinessId) -> BusinessOut:
    """Raises UnknownBusiness."""
    return BusinessOut.model_validate(await _row(session, business))


async def change_business(session: AsyncSession, business: BusinessId, change: BusinessChange) -> BusinessOut:
    """Raises UnknownBusiness."""
    row = await _row(session, business)
    for field, value in change.model_dump(exclude_unset=True).items():
        setattr(row, field, value)
    await session.flush()
    return BusinessOut.model_validate(row)


async def _row(session: AsyncSession, business: BusinessId) -> Business:
    row = await session.get(Business, business)
    if row is None:
        raise UnknownBusiness(id=business)
    return row
