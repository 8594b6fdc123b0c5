"""Date overrides: dates on which a business or a calendar keeps other hours than its weekly ones."""

from datetime import date

from sqlalchemy import ColumnElement, delete, func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.hours import parse_date, parse_windows, windows_json
from app.db.models.calendars import OpeningHoursOverride
from app.db.ownership import require_calendar
from app.db.paging import decode_cursor, encode_cursor
from app.errors import FieldError, UnknownOverride
from app.schemas.common import Page
from app.schemas.opening import DateOverrideIn, DateOverrideOut

_ONE_PER_DAY = (
    OpeningHoursOverride.business_id,
    func.coalesce(OpeningHoursOverride.calendar_id, text("0")),
    OpeningHoursOverride.day,
)


async def list_overrides(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int | None,
    *,
    date_from: date | None,
    date_to: date | None,
    limit: int,
    cursor: str | None,
) -> Page[DateOverrideOut]:
    """The dates with own hours, in their order, of a calendar or (None) of the whole business.

    Raises UnknownCalendar, FieldError `end_before_start` or `bad_cursor`.
    """
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    if date_from is not None and date_to is not None and date_to < date_from:
        raise FieldError("end_before_start", pointer="/date_to")
    query = select(OpeningHoursOverride).where(*_own(business, calendar_id))
    if date_from is not None:
        query = query.where(OpeningHoursOverride.day >= date_from)
    if date_to is not None:
        query = query.where(OpeningHoursOverride.day <= date_to)
    if cursor is not None:
        (after,) = decode_cursor(cursor, (str,))
        query = query.where(OpeningHoursOverride.day > parse_date(after, pointer="/cursor"))
    rows = (await session.scalars(query.order_by(OpeningHoursOverride.day).limit(limit + 1))).all()
    data = [DateOverrideOut.model_validate(row) for row in rows[:limit]]
    return Page.of(data, encode_cursor((str(data[-1].day),)) if len(rows) > limit else None)


async def get_override(
    session: AsyncSession, business: BusinessId, calendar_id: int | None, day: date
) -> DateOverrideOut:
    """The own hours of a date. Raises UnknownCalendar, UnknownOverride."""
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    found = select(OpeningHoursOverride).where(*_own(business, calendar_id), OpeningHoursOverride.day == day)
    row = await session.scalar(found)
    if row is None:
        raise UnknownOverride(day=day)
    return DateOverrideOut.model_validate(row)


async def set_override(
    session: AsyncSession, business: BusinessId, calendar_id: int | None, day: date, wanted: DateOverrideIn
) -> DateOverrideOut:
    """Give a date its own hours, replacing those it had. Raises UnknownCalendar, FieldError."""
    windows = windows_json(parse_windows(wanted.windows, pointer="/windows"))
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    fields = {"windows": windows, "note": wanted.note}
    upsert = insert(OpeningHoursOverride).values(
        business_id=business, calendar_id=calendar_id, day=day, **fields
    )
    await session.execute(upsert.on_conflict_do_update(index_elements=_ONE_PER_DAY, set_=fields))
    return DateOverrideOut(day=day, windows=windows, note=wanted.note)


async def remove_override(
    session: AsyncSession, business: BusinessId, calendar_id: int | None, day: date
) -> None:
    """Remove a date's own hours; the weekly ones hold again. Raises UnknownCalendar, UnknownOverride."""
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    removed = await session.scalar(
        delete(OpeningHoursOverride)
        .where(*_own(business, calendar_id), OpeningHoursOverride.day == day)
        .returning(OpeningHoursOverride.id)
    )
    if removed is None:
        raise UnknownOverride(day=day)


def _own(business: BusinessId, calendar_id: int | None) -> tuple[ColumnElement[bool], ...]:
    return (
        OpeningHoursOverride.business_id == business,
        OpeningHoursOverride.calendar_id.is_not_distinct_from(calendar_id),
    )
