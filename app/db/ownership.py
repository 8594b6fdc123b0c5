"""The check that a calendar belongs to a business, and the lock of a business's settings."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.businesses import Business
from app.db.models.calendars import BusinessCalendar
from app.errors import FieldError, UnknownBusiness, UnknownCalendar


async def require_calendar(
    session: AsyncSession, business: BusinessId, calendar_id: int, *, pointer: str | None = None
) -> None:
    """Raise unless the calendar is the business's own; another's answers as one that does not exist.

    A calendar that the request's path names raises UnknownCalendar; one that its body names, at `pointer`,
    raises FieldError `unknown_calendar`.
    """
    own = select(BusinessCalendar.id).where(
        BusinessCalendar.business_id == business, BusinessCalendar.id == calendar_id
    )
    if await session.scalar(own) is not None:
        return
    if pointer is not None:
        raise FieldError("unknown_calendar", pointer=pointer, id=calendar_id)
    raise UnknownCalendar(id=calendar_id)


async def lock_business(session: AsyncSession, business: BusinessId) -> None:
    """Let nobody else change the business's settings until the transaction ends. Raises UnknownBusiness."""
    own = select(Business.id).where(Business.id == business).with_for_update(key_share=True)
    if await session.scalar(own) is None:
        raise UnknownBusiness(id=business)
