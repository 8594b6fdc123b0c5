"""Opening hours, date overrides and booking settings, of a business and of its calendars."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, cast, delete, func, literal, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.holidays import check_country
from app.core.scheduling.hours import WeeklyHours, parse_windows, windows_json
from app.core.scheduling.setup import problem_of, read_zone, weekly_hours
from app.core.scheduling.zones import find_zone
from app.customers.countries import check_phone_country, phone_country
from app.db.models.businesses import Business, BusinessBookingSettings, BusinessSettings
from app.db.models.calendars import BusinessCalendar, CalendarSettings, OpeningHoursOverride
from app.db.ownership import require_calendar
from app.errors import FieldError, UnknownBusiness, UnknownCalendar, UnknownOverride
from app.scheduling.loading import known_business_zone
from app.scheduling.zone_changes import follow_zone_change
from app.schemas.opening import (
    BusinessSettingsChange,
    BusinessSettingsOut,
    CalendarSettingsChange,
    CalendarSettingsOut,
    DateOverrideIn,
    DateOverrideOut,
    HoursWarning,
)

MAX_OVERRIDE_DAYS = 1000

_ONE_A_DAY = (
    OpeningHoursOverride.business_id,
    func.coalesce(OpeningHoursOverride.calendar_id, text("0")),
    OpeningHoursOverride.day,
)

# Kept in a table of our own: a host's business_settings has no such columns.
_OWN_FIELDS = (
    "max_per_day",
    "grid",
    "buffer_before_min",
    "buffer_after_min",
    "holiday_country",
    "holiday_eve_closes",
    "country",
    "withheld_may_name_number",
    "closed_dates_keep_evening",
)

_OF_BUSINESS = (
    Business.working_hours,
    BusinessSettings.timezone,
    BusinessSettings.slot_size_min,
    BusinessSettings.allow_24_7,
    cast(BusinessSettings.opening_hours_json, Text).label("opening_hours_json"),
    BusinessSettings.booking_window_days,
    BusinessSettings.min_notice_min,
    BusinessSettings.require_phone_before_booking,
)


async def business_settings(session: AsyncSession, business: BusinessId) -> BusinessSettingsOut:
    """Raises UnknownBusiness."""
    query = select(*_OF_BUSINESS, literal(None).label("opening_hours"))
    query = query.outerjoin_from(Business, BusinessSettings, BusinessSettings.tenant_id == Business.id)
    own = await session.get(BusinessBookingSettings, business, populate_existing=True)
    row = (await session.execute(query.where(Business.id == business))).one_or_none()
    if row is None:
        raise UnknownBusiness(id=business)
    zone, _ = read_zone(row.timezone)
    return BusinessSettingsOut(
        timezone=zone.key,
        slot_size_min=row.slot_size_min,
        min_notice_min=row.min_notice_min,
        booking_window_days=row.booking_window_days,
        require_phone_before_booking=bool(row.require_phone_before_booking),
        **{field: getattr(own, field, None) for field in _OWN_FIELDS},
        country_in_force=phone_country(own.country if own else None, row.timezone),
        **_hours_in_force(row),
    )


async def change_business_settings(
    session: AsyncSession, business: BusinessId, change: BusinessSettingsChange, now: datetime
) -> BusinessSettingsOut:
    """Change the given settings. With another zone, opening hours move and appointments stay where they are.

    Raises FieldError for an unknown zone and for hours that break a rule, UnknownBusiness, NotReady.
    """
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    zone = find_zone(fields["timezone"]) if "timezone" in fields else None
    # Where the zone was unknown, a trigger notes that the wall-clock times are to be read in this one.
    moves = zone is not None and await known_business_zone(session, business) not in (None, zone)
    if "opening_hours" in fields:
        fields["opening_hours_json"] = _weekly_json(fields.pop("opening_hours"))
    if "always_open" in fields:
        fields["allow_24_7"] = fields.pop("always_open")
    if await session.get(Business, business) is None:
        raise UnknownBusiness(id=business)
    if fields.get("holiday_country") is not None:
        fields["holiday_country"] = check_country(fields["holiday_country"])
    if fields.get("country") is not None:
        fields["country"] = check_phone_country(fields["country"])
    own = {field: fields.pop(field) for field in _OWN_FIELDS if field in fields}
    if fields:
        await _store(session, business, fields)
    if moves:
        await follow_zone_change(session, business, now)
    if own:
        upsert = insert(BusinessBookingSettings).values(business_id=business, **own)
        await session.execute(upsert.on_conflict_do_update(index_elements=["business_id"], set_=own))
    return await business_settings(session, business)


async def _store(session: AsyncSession, business: BusinessId, fields: dict[str, Any]) -> None:
    """Without ON CONFLICT (tenant_id): a host's unique key may be business_id (migration 119)."""
    change = update(BusinessSettings).where(BusinessSettings.tenant_id == business).values(**fields)
    if (await session.scalars(change.returning(BusinessSettings.tenant_id))).first() is not None:
        return
    new = insert(BusinessSettings).values(tenant_id=business, **fields)
    await session.execute(new.on_conflict_do_nothing())
    # Another request may have inserted the row meanwhile.
    await session.execute(change)


async def calendar_settings(
    session: AsyncSession, business: BusinessId, calendar_id: int
) -> CalendarSettingsOut:
    """Raises UnknownCalendar."""
    query = select(
        *_OF_BUSINESS, cast(CalendarSettings.opening_hours, Text).label("opening_hours"), CalendarSettings
    )
    query = query.select_from(BusinessCalendar).join(Business, Business.id == BusinessCalendar.business_id)
    query = query.outerjoin(BusinessSettings, BusinessSettings.tenant_id == Business.id)
    query = query.outerjoin(CalendarSettings, CalendarSettings.calendar_id == BusinessCalendar.id)
    query = query.where(BusinessCalendar.business_id == business, BusinessCalendar.id == calendar_id)
    row = (await session.execute(query.execution_options(populate_existing=True))).one_or_none()
    if row is None:
        raise UnknownCalendar(id=calendar_id)
    own: CalendarSettings | None = row.CalendarSettings
    return CalendarSettingsOut(
        opening_hours=own and own.opening_hours,
        slot_step_min=own and own.slot_step_min,
        min_notice_min=own and own.min_notice_min,
        booking_window_days=own and own.booking_window_days,
        max_per_day=own and own.max_per_day,
        grid=own and own.grid,
        capacity=own.capacity if own else 1,
        **_hours_in_force(row),
    )


async def change_calendar_settings(
    session: AsyncSession, business: BusinessId, calendar_id: int, change: CalendarSettingsChange
) -> CalendarSettingsOut:
    """Raises UnknownCalendar, FieldError for hours that break a rule."""
    await calendar_settings(session, business, calendar_id)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    if "opening_hours" in fields:
        fields["opening_hours"] = _weekly_json(fields["opening_hours"])
    if fields:
        upsert = insert(CalendarSettings).values(calendar_id=calendar_id, **fields)
        await session.execute(upsert.on_conflict_do_update(index_elements=["calendar_id"], set_=fields))
    return await calendar_settings(session, business, calendar_id)


async def list_overrides(
    session: AsyncSession, business: BusinessId, calendar_id: int | None, first: date, last: date
) -> list[DateOverrideOut]:
    """The dates with own hours in first..last, of a calendar or (None) of the whole business.

    Raises UnknownCalendar, FieldError `end_before_start` or `range_too_long`.
    """
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    if last < first:
        raise FieldError("end_before_start", pointer="/last")
    if (last - first).days >= MAX_OVERRIDE_DAYS:
        raise FieldError("range_too_long", pointer="/last", max=MAX_OVERRIDE_DAYS)
    rows = await session.scalars(
        select(OpeningHoursOverride)
        .where(
            OpeningHoursOverride.business_id == business,
            OpeningHoursOverride.calendar_id.is_not_distinct_from(calendar_id),
            OpeningHoursOverride.day.between(first, last),
        )
        .order_by(OpeningHoursOverride.day)
    )
    return [DateOverrideOut.model_validate(row) for row in rows]


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
    await session.execute(upsert.on_conflict_do_update(index_elements=_ONE_A_DAY, set_=fields))
    return DateOverrideOut(day=day, windows=windows, note=wanted.note)


async def remove_override(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int | None,
    day: date,
) -> None:
    """Remove a date's own hours; the weekly ones hold again. Raises UnknownCalendar, UnknownOverride."""
    if calendar_id is not None:
        await require_calendar(session, business, calendar_id)
    removed = await session.scalar(
        delete(OpeningHoursOverride)
        .where(
            OpeningHoursOverride.business_id == business,
            OpeningHoursOverride.calendar_id.is_not_distinct_from(calendar_id),
            OpeningHoursOverride.day == day,
        )
        .returning(OpeningHoursOverride.id)
    )
    if removed is None:
        raise UnknownOverride(day=day)


def _weekly_json(value: object) -> dict[str, list[list[str]]] | None:
    return None if value is None else WeeklyHours.parse(value, pointer="/opening_hours").to_json()


def _hours_in_force(row: Any) -> dict[str, Any]:
    zone, problem = read_zone(row.timezone)
    try:
        weekly, source = weekly_hours(row, zone)
    except FieldError as error:
        return {"hours": None, "hours_source": None, "problem": problem_of(error), "warnings": []}
    warnings = [HoursWarning(pointer=pointer, minutes=length) for pointer, length in weekly.long_windows()]
    return {"hours": weekly.to_json(), "hours_source": source, "problem": problem, "warnings": warnings}
