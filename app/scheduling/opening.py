"""Opening hours and booking settings, of a business and of its calendars."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Text, cast, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.holidays import check_country
from app.core.scheduling.hours import WeeklyHours
from app.core.scheduling.setup import problem_of, read_zone, weekly_hours
from app.core.scheduling.zones import find_zone
from app.core.stored_json import read_json
from app.customers.countries import check_phone_country, phone_country
from app.db.models.businesses import Business, BusinessBookingSettings, BusinessSettings
from app.db.models.calendars import BusinessCalendar, CalendarSettings
from app.db.ownership import lock_business
from app.errors import FieldError, UnknownBusiness, UnknownCalendar
from app.scheduling.loading import known_business_zone
from app.scheduling.shared_time import check_shared_time, move_time
from app.scheduling.zone_changes import follow_zone_change
from app.schemas.opening import (
    BusinessSettingsChange,
    BusinessSettingsOut,
    CalendarSettingsChange,
    CalendarSettingsOut,
    HoursWarning,
    WeeklyJson,
)

# Kept in a table of our own: a host's business_settings has no such columns.
_OWN_FIELDS = (
    "max_per_day",
    "grid",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "holiday_country",
    "holiday_eve_closes",
    "country",
    "withheld_may_name_number",
    "closed_dates_keep_evening",
)

# Columns with other names than the fields of the API.
_BUSINESS_COLUMNS = {
    "opening_hours": "opening_hours_json",
    "always_open": "allow_24_7",
    "slot_step_minutes": "slot_size_min",
    "min_notice_minutes": "min_notice_min",
    "buffer_before_minutes": "buffer_before_min",
    "buffer_after_minutes": "buffer_after_min",
}

_CALENDAR_COLUMNS = {"slot_step_minutes": "slot_step_min", "min_notice_minutes": "min_notice_min"}

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
        opening_hours=_readable_json(row.opening_hours_json),
        always_open=bool(row.allow_24_7),
        slot_step_minutes=row.slot_size_min,
        min_notice_minutes=row.min_notice_min,
        booking_window_days=row.booking_window_days,
        require_phone_before_booking=bool(row.require_phone_before_booking),
        **{field: getattr(own, _BUSINESS_COLUMNS.get(field, field), None) for field in _OWN_FIELDS},
        country_in_force=phone_country(own.country if own else None, row.timezone),
        **_hours_in_force(row),
    )


async def change_business_settings(
    session: AsyncSession,
    business: BusinessId,
    change: BusinessSettingsChange,
    now: datetime,
    *,
    if_match: str | None = None,
) -> BusinessSettingsOut:
    """Change the given settings. With another zone, opening hours move and appointments stay where they are.

    Raises FieldError for an unknown zone and for hours that break a rule, UnknownBusiness,
    PreconditionFailed, NotReady.
    """
    await lock_business(session, business)
    if if_match is not None:
        (await business_settings(session, business)).require(if_match)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    zone = find_zone(fields["timezone"]) if "timezone" in fields else None
    # Where the zone was unknown, a trigger notes that the wall-clock times are to be read in this one.
    moves = zone is not None and await known_business_zone(session, business) not in (None, zone)
    if "opening_hours" in fields:
        fields["opening_hours"] = _weekly_json(fields["opening_hours"])
    if fields.get("holiday_country") is not None:
        fields["holiday_country"] = check_country(fields["holiday_country"])
    if fields.get("country") is not None:
        fields["country"] = check_phone_country(fields["country"])
    own = {field: fields.pop(field) for field in _OWN_FIELDS if field in fields}
    if fields:
        await _store(session, business, _columns(fields, _BUSINESS_COLUMNS))
    if moves:
        await follow_zone_change(session, business, now)
    if own:
        values = _columns(own, _BUSINESS_COLUMNS)
        upsert = insert(BusinessBookingSettings).values(business_id=business, **values)
        await session.execute(upsert.on_conflict_do_update(index_elements=["business_id"], set_=values))
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
        opening_hours=_readable_json(row.opening_hours),
        slot_step_minutes=own and own.slot_step_min,
        min_notice_minutes=own and own.min_notice_min,
        booking_window_days=own and own.booking_window_days,
        max_per_day=own and own.max_per_day,
        grid=own and own.grid,
        capacity=own.capacity if own else 1,
        kind=own and own.kind,
        in_use=bool(own and own.in_use),
        party_max=own and own.party_max,
        time_of=own and own.time_of,
        **_hours_in_force(row),
    )


async def change_calendar_settings(
    session: AsyncSession,
    business: BusinessId,
    calendar_id: int,
    change: CalendarSettingsChange,
    now: datetime,
    *,
    if_match: str | None = None,
) -> CalendarSettingsOut:
    """Raises UnknownCalendar, PreconditionFailed, FieldError for hours that break a rule and for calendars
    that cannot share their time."""
    await lock_business(session, business)
    present = await calendar_settings(session, business, calendar_id)
    present.require(if_match, id=calendar_id)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    time_of = fields.get("time_of", present.time_of)
    if {"time_of", "capacity"} & fields.keys():
        capacity = fields.get("capacity", present.capacity)
        await check_shared_time(session, business, calendar_id, time_of, capacity)
    if "opening_hours" in fields:
        fields["opening_hours"] = _weekly_json(fields["opening_hours"])
    if fields:
        values = _columns(fields, _CALENDAR_COLUMNS)
        upsert = insert(CalendarSettings).values(calendar_id=calendar_id, **values)
        await session.execute(upsert.on_conflict_do_update(index_elements=["calendar_id"], set_=values))
    if "time_of" in fields:
        await move_time(session, business, calendar_id, time_of, now)
    return await calendar_settings(session, business, calendar_id)


def _columns(fields: dict[str, Any], columns: Mapping[str, str]) -> dict[str, Any]:
    return {columns.get(field, field): value for field, value in fields.items()}


def _readable_json(stored: str | None) -> WeeklyJson | None:
    """The stored hours, or None where there are none or they cannot be read; `problem` says why."""
    try:
        return _weekly_json(stored and read_json(stored))
    except FieldError:
        return None


def _weekly_json(value: object) -> WeeklyJson | None:
    return None if value is None else WeeklyHours.parse(value, pointer="/opening_hours").to_json()


def _hours_in_force(row: Any) -> dict[str, Any]:
    zone, problem = read_zone(row.timezone)
    try:
        weekly, source = weekly_hours(row, zone)
    except FieldError as error:
        return {"hours_in_force": None, "hours_source": None, "problem": problem_of(error), "warnings": []}
    long = weekly.long_windows()
    return {
        "hours_in_force": weekly.to_json(),
        "hours_source": source,
        "problem": problem,
        "warnings": [HoursWarning(pointer=pointer, window_minutes=length) for pointer, length in long],
    }
