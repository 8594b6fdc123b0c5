"""The calendars of a business: creating, listing, changing, deactivating."""

from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.failures import UNIQUE_VIOLATION, read_violation
from app.db.models.calendars import BusinessCalendar
from app.db.ownership import lock_business
from app.db.paging import page_by_priority
from app.errors import DefaultCalendarExists, LastActiveCalendar, UnknownCalendar
from app.schemas.calendars import CalendarChange, CalendarIn, CalendarOut
from app.schemas.common import Page


async def create_calendar(session: AsyncSession, business: BusinessId, wanted: CalendarIn) -> CalendarOut:
    """Raises DefaultCalendarExists: a business has one calendar with type_key 'default'."""
    row = BusinessCalendar(business_id=business, **wanted.model_dump())
    session.add(row)
    return await _store(session, row)


async def list_calendars(
    session: AsyncSession,
    business: BusinessId,
    *,
    is_active: bool | None = None,
    provider: str | None = None,
    type_key: str | None = None,
    tag: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[CalendarOut]:
    """The highest priority first, then the lowest id."""
    wanted: list[ColumnElement[bool]] = [BusinessCalendar.business_id == business]
    if is_active is not None:
        wanted.append(BusinessCalendar.is_active.is_(is_active))
    if provider is not None:
        wanted.append(BusinessCalendar.provider == provider)
    if type_key is not None:
        wanted.append(BusinessCalendar.type_key == type_key)
    if tag is not None:
        wanted.append(BusinessCalendar.allowed_tags.contains([tag]))
    query = select(BusinessCalendar).where(*wanted)
    rows, after = await page_by_priority(session, query, BusinessCalendar, limit=limit, cursor=cursor)
    return Page.of([CalendarOut.model_validate(row) for row in rows], after)


async def get_calendar(session: AsyncSession, business: BusinessId, calendar_id: int) -> CalendarOut:
    """Raises UnknownCalendar."""
    return CalendarOut.model_validate(await _row(session, business, calendar_id))


async def change_calendar(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int,
    change: CalendarChange,
    *,
    if_match: str | None,
) -> CalendarOut:
    """Raises UnknownCalendar, PreconditionFailed, LastActiveCalendar, DefaultCalendarExists."""
    row = await _row_for_change(session, business, calendar_id, if_match)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    if fields.get("is_active") is False and row.is_active:
        await _refuse_for_last_active(session, business, row.id)
    for field, value in fields.items():
        setattr(row, field, value)
    return await _store(session, row)


async def deactivate_calendar(
    session: AsyncSession, business: BusinessId, calendar_id: int, *, if_match: str | None
) -> None:
    """A soft delete: appointments and rules stay. Raises as `change_calendar` does."""
    await change_calendar(session, business, calendar_id, CalendarChange(is_active=False), if_match=if_match)


async def _refuse_for_last_active(session: AsyncSession, business: BusinessId, calendar_id: int) -> None:
    # The business row is the lock: two requests that each deactivate one of the last two must not both pass.
    await lock_business(session, business)
    others = await session.scalar(
        select(func.count()).where(
            BusinessCalendar.business_id == business,
            BusinessCalendar.is_active,
            BusinessCalendar.id != calendar_id,
        )
    )
    if not others:
        raise LastActiveCalendar(id=calendar_id)


async def _row(session: AsyncSession, business: BusinessId, calendar_id: int) -> BusinessCalendar:
    row = await session.scalar(
        select(BusinessCalendar).where(
            BusinessCalendar.business_id == business, BusinessCalendar.id == calendar_id
        )
    )
    if row is None:
        raise UnknownCalendar(id=calendar_id)
    return row


async def _row_for_change(
    session: AsyncSession, business: BusinessId, calendar_id: int, if_match: str | None
) -> BusinessCalendar:
    row = await session.scalar(
        select(BusinessCalendar)
        .where(BusinessCalendar.business_id == business, BusinessCalendar.id == calendar_id)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise UnknownCalendar(id=calendar_id)
    CalendarOut.model_validate(row).require(if_match, id=calendar_id)
    return row


async def _store(session: AsyncSession, row: BusinessCalendar) -> CalendarOut:
    if row.id is not None:
        row.updated_at = func.timezone("UTC", func.clock_timestamp())
    try:
        await session.flush()
    except IntegrityError as error:
        refusal = read_violation(error)
        if refusal and (refusal.sqlstate, refusal.constraint) == (
            UNIQUE_VIOLATION,
            "idx_business_calendars_one_default",
        ):
            raise DefaultCalendarExists from error
        raise
    await session.refresh(row)
    return CalendarOut.model_validate(row)
