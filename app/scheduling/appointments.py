"""Reading appointments: one, those that start in a range, a series, or a customer's coming ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import BigInteger, func, literal, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.policy import EARLIEST, LATEST
from app.core.scheduling.setup import read_zone
from app.core.scheduling.statuses import (
    KNOWN_STATUSES,
    OVER_SPELLINGS,
    is_cancelled,
    is_over,
    spellings,
)
from app.core.scheduling.zones import shown
from app.customers.numbers import appointments_of_number, business_country
from app.customers.phones import E164
from app.db.models.appointments import Appointment
from app.db.models.businesses import BusinessSettings
from app.db.models.calendars import BusinessCalendar
from app.db.paging import decode_cursor, encode_cursor
from app.errors import AlreadyCancelled, AppointmentOver, FieldError, UnknownAppointment
from app.scheduling.history import Changeable
from app.schemas.common import Page
from app.schemas.scheduling import AppointmentOut, ChosenBy, ReadAs

MAX_RANGE_DAYS = 400

STILL_FOUND = timedelta(hours=1)
"""The time after its start for which a customer who is late finds an appointment."""

NOT_OVER = func.lower(func.coalesce(Appointment.status, "")).not_in(OVER_SPELLINGS)
"""The condition of `is_over` in SQL, negated."""

_WITH_NAMES = (
    select(Appointment, BusinessCalendar.name, BusinessSettings.timezone)
    .outerjoin(BusinessCalendar, BusinessCalendar.id == Appointment.calendar_id)
    .outerjoin(BusinessSettings, BusinessSettings.tenant_id == Appointment.business_id)
)


class Shown(Changeable, Protocol):
    """The columns of an appointment that are shown, of a stored row or one just written."""

    @property
    def id(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def contact_name(self) -> str | None: ...
    @property
    def contact_phone(self) -> str | None: ...
    @property
    def contact_email(self) -> str | None: ...
    @property
    def notes(self) -> str | None: ...
    @property
    def source(self) -> str | None: ...
    @property
    def created_at(self) -> datetime | None: ...


def appointment_out(
    row: Shown,
    calendar_name: str | None,
    zone: ZoneInfo,
    *,
    read_as: ReadAs | None = None,
    chosen_by: ChosenBy | None = None,
) -> AppointmentOut:
    """An appointment as the API shows it, its times in the business's zone."""
    return AppointmentOut(
        id=row.id,
        calendar_id=row.calendar_id,
        calendar_name=calendar_name,
        starts_at=shown(row.starts_at, zone),
        ends_at=shown(row.ends_at, zone),
        timezone=zone.key,
        status=row.status,
        title=row.title,
        customer_name=row.contact_name,
        customer_phone=row.contact_phone,
        customer_email=row.contact_email,
        notes=row.notes,
        source=row.source,
        created_at=row.created_at,
        read_as=read_as,
        chosen_by=chosen_by,
    )


async def get_appointment(session: AsyncSession, business: BusinessId, appointment_id: int) -> AppointmentOut:
    """Raises UnknownAppointment."""
    query = _WITH_NAMES.where(Appointment.business_id == business, Appointment.id == appointment_id)
    found = (await session.execute(query)).one_or_none()
    if found is None:
        raise UnknownAppointment(id=appointment_id)
    row, name, timezone = found
    return appointment_out(row, name, read_zone(timezone)[0])


class Concluding(Protocol):
    """The columns of an appointment that say whether it is over."""

    @property
    def id(self) -> int: ...
    @property
    def status(self) -> str | None: ...


def refuse_if_over(row: Concluding) -> None:
    """Raise AlreadyCancelled or AppointmentOver where the appointment takes no time any more."""
    if is_cancelled(row.status):
        raise AlreadyCancelled(id=row.id)
    if is_over(row.status):
        raise AppointmentOver(id=row.id)


async def list_appointments(
    session: AsyncSession,
    business: BusinessId,
    since: datetime,
    until: datetime,
    *,
    calendar_id: int | None = None,
    status: str | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[AppointmentOut]:
    """Appointments that start in [since, until), in order of time. Raises FieldError."""
    if until <= since:
        raise FieldError("end_before_start", pointer="/until")
    if (until - since).days > MAX_RANGE_DAYS:
        raise FieldError("range_too_long", pointer="/until", max=MAX_RANGE_DAYS)
    query = _WITH_NAMES.where(
        Appointment.business_id == business, Appointment.starts_at >= since, Appointment.starts_at < until
    )
    if calendar_id is not None:
        query = query.where(Appointment.calendar_id == calendar_id)
    if status is not None:
        if status.lower() not in KNOWN_STATUSES:
            raise FieldError("not_allowed", pointer="/status", expected=", ".join(KNOWN_STATUSES))
        query = query.where(func.lower(Appointment.status).in_(spellings(status)))
    if cursor is not None:
        query = query.where(tuple_(Appointment.starts_at, Appointment.id) > _after(cursor))
    query = query.order_by(Appointment.starts_at, Appointment.id).limit(limit + 1)
    rows = (await session.execute(query)).all()
    data = [appointment_out(row, name, read_zone(timezone)[0]) for row, name, timezone in rows[:limit]]
    last = data[-1] if len(rows) > limit else None
    return Page(
        data=data,
        has_more=last is not None,
        next_cursor=last and encode_cursor((str(last.starts_at), last.id)),
    )


async def appointments_of_series(
    session: AsyncSession, business: BusinessId, series_id: int
) -> list[AppointmentOut]:
    """The appointments of a series as they stand, in order of time."""
    query = _WITH_NAMES.where(Appointment.business_id == business, Appointment.series_id == series_id)
    rows = await session.execute(query.order_by(Appointment.starts_at, Appointment.id))
    return [appointment_out(row, name, read_zone(timezone)[0]) for row, name, timezone in rows]


async def upcoming_of_customer(
    session: AsyncSession,
    business: BusinessId,
    number: E164 | None,
    appointment_ids: Sequence[int],
    now: datetime,
    *,
    limit: int,
) -> list[AppointmentOut]:
    """The customer's coming appointments and those that began within the last hour, the next first.

    Theirs are those under their number and those with the given ids.
    """
    # One list of ids, not two conditions: OR would read all coming appointments of the business.
    theirs = [select(func.unnest(literal(appointment_ids, ARRAY(BigInteger))))]
    if number is not None:
        country = await business_country(session, business)
        theirs.append(appointments_of_number(business, number, country))
    query = _WITH_NAMES.where(
        Appointment.business_id == business,
        Appointment.starts_at >= now - STILL_FOUND,
        NOT_OVER,
        Appointment.id.in_(union_all(*theirs)),
    )
    rows = await session.execute(query.order_by(Appointment.starts_at, Appointment.id).limit(limit))
    return [appointment_out(row, name, read_zone(timezone)[0]) for row, name, timezone in rows]


async def appointments_at(
    session: AsyncSession, business: BusinessId, calendar_ids: Sequence[int], starts_at: datetime
) -> list[AppointmentOut]:
    """The appointments of the calendars that start at an instant and are not over."""
    query = _WITH_NAMES.where(
        Appointment.business_id == business,
        Appointment.calendar_id.in_(calendar_ids),
        Appointment.starts_at == starts_at,
        NOT_OVER,
    )
    rows = await session.execute(query.order_by(Appointment.id))
    return [appointment_out(row, name, read_zone(timezone)[0]) for row, name, timezone in rows]


def _after(cursor: str) -> tuple[datetime, int]:
    starts_at, appointment_id = decode_cursor(cursor, (str, int))
    try:
        after = datetime.fromisoformat(str(starts_at))
    except ValueError:
        raise FieldError("bad_cursor", pointer="/cursor") from None
    if after.tzinfo is None or not EARLIEST <= after.date() <= LATEST:
        raise FieldError("bad_cursor", pointer="/cursor")
    return after, int(appointment_id)
