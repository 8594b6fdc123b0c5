"""Lists of appointments: by time, calendar, customer, service, status and words."""

from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Literal

from sqlalchemy import ColumnElement, func, or_, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.policy import EARLIEST, LATEST
from app.core.scheduling.statuses import KNOWN_STATUSES, OPEN_STATUSES, spellings
from app.customers.numbers import appointments_of_number, business_country
from app.customers.phones import read_phone
from app.db.models.appointments import Appointment, AppointmentDetails
from app.db.paging import decode_cursor, encode_cursor
from app.errors import FieldError
from app.scheduling.appointments import SHOWN, read_shown
from app.schemas.common import Page
from app.schemas.scheduling import AppointmentOut

UNRESOLVED = "unresolved"
"""Not a status: appointments that are past and still open, so that somebody has to say how they ended."""

SEARCHED_STATUSES = (*KNOWN_STATUSES, UNRESOLVED)

Order = Literal["starts_at", "-starts_at"]

_FIRST = datetime.combine(EARLIEST, time.min, UTC)

_LAST = datetime.combine(LATEST, time.max, UTC)


@dataclass(frozen=True, slots=True)
class AppointmentFilter:
    """The appointments that are asked for; None: any. They start in [since, until)."""

    since: datetime | None = None
    until: datetime | None = None
    calendar_id: int | None = None
    customer_id: int | None = None
    service_id: int | None = None
    session_id: int | None = None
    phone: str | None = None
    status: str | None = None
    q: str | None = None
    updated_since: datetime | None = None


async def list_appointments(
    session: AsyncSession,
    business: BusinessId,
    wanted: AppointmentFilter,
    now: datetime,
    *,
    order: Order = "starts_at",
    limit: int,
    cursor: str | None = None,
) -> Page[AppointmentOut]:
    """Appointments in order of time. Raises FieldError."""
    since, until = wanted.since or _FIRST, wanted.until or _LAST
    if until <= since:
        raise FieldError("end_before_start", pointer="/until")
    query = SHOWN.where(
        Appointment.business_id == business, Appointment.starts_at >= since, Appointment.starts_at < until
    ).where(*_conditions(wanted, now))
    if wanted.phone is not None:
        country = await business_country(session, business)
        number = read_phone(wanted.phone, country)
        if number is None:
            raise FieldError("bad_phone", pointer="/phone")
        query = query.where(Appointment.id.in_(appointments_of_number(business, number, country)))
    key = tuple_(Appointment.starts_at, Appointment.id)
    backwards = order == "-starts_at"
    if cursor is not None:
        after = _after(cursor)
        query = query.where(key < after if backwards else key > after)
    columns = (Appointment.starts_at, Appointment.id)
    query = query.order_by(*(each.desc() if backwards else each for each in columns))
    rows = (await session.execute(query.limit(limit + 1))).all()
    data = [read_shown(row) for row in rows[:limit]]
    last = data[-1] if len(rows) > limit else None
    return Page.of(data, encode_cursor((str(last.starts_at), last.id)) if last else None)


def _conditions(wanted: AppointmentFilter, now: datetime) -> list[ColumnElement[bool]]:
    equal = (
        (Appointment.calendar_id, wanted.calendar_id),
        (AppointmentDetails.customer_id, wanted.customer_id),
        (AppointmentDetails.service_id, wanted.service_id),
        (AppointmentDetails.session_id, wanted.session_id),
    )
    conditions = [column == value for column, value in equal if value is not None]
    if wanted.status is not None:
        conditions.append(_has_status(wanted.status, now))
    if wanted.q is not None:
        texts = (Appointment.title, Appointment.contact_name, Appointment.contact_phone)
        conditions.append(or_(*(text.icontains(wanted.q, autoescape=True) for text in texts)))
    if wanted.updated_since is not None:
        conditions.append(Appointment.updated_at >= wanted.updated_since.astimezone(UTC).replace(tzinfo=None))
    return conditions


def _has_status(status: str, now: datetime) -> ColumnElement[bool]:
    written = func.lower(func.coalesce(Appointment.status, "scheduled"))
    if status.lower() == UNRESOLVED:
        return written.in_(OPEN_STATUSES) & (Appointment.ends_at <= now)
    if status.lower() not in KNOWN_STATUSES:
        raise FieldError("not_allowed", pointer="/status", expected=", ".join(SEARCHED_STATUSES))
    return written.in_(spellings(status))


def _after(cursor: str) -> tuple[datetime, int]:
    starts_at, appointment_id = decode_cursor(cursor, (str, int))
    try:
        after = datetime.fromisoformat(str(starts_at))
    except ValueError:
        raise FieldError("bad_cursor", pointer="/cursor") from None
    if after.tzinfo is None or not EARLIEST <= after.date() <= LATEST:
        raise FieldError("bad_cursor", pointer="/cursor")
    return after, int(appointment_id)
