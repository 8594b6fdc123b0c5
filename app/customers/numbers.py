"""The phone numbers of a business's customers: reading them in its country, and what is stored of each."""

import hashlib
from typing import NamedTuple

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.customers.countries import phone_country
from app.customers.phones import E164, phone_reading
from app.db.engine import Database
from app.db.models.appointments import Appointment, AppointmentPhone
from app.db.query import Command, Query, Reader

NO_COUNTRY = "ZZ"
"""The country stored with a number that was read without one; ISO 3166 leaves this code to its users."""


class _Country(NamedTuple):
    country: str | None
    timezone: str | None


_COUNTRY = Query(
    """
    SELECT e.country, s.timezone
    FROM business b
    LEFT JOIN business_settings s ON s.tenant_id = b.id
    LEFT JOIN business_booking_settings e ON e.business_id = b.id
    WHERE b.id = :business
    """,
    _Country,
)


class _MayName(NamedTuple):
    withheld_may_name_number: bool | None


_MAY_NAME = Query(
    "SELECT withheld_may_name_number FROM business_booking_settings WHERE business_id = :business", _MayName
)


_STORE = Command(
    """
    INSERT INTO appointment_phones (appointment_id, business_id, e164, country, read_from)
    VALUES (:appointment, :business, :e164, :country, :read_from)
    ON CONFLICT (appointment_id) DO UPDATE SET business_id = EXCLUDED.business_id, e164 = EXCLUDED.e164,
        country = EXCLUDED.country, read_from = EXCLUDED.read_from
    """
)

_FORGET = Command("DELETE FROM appointment_phones WHERE appointment_id = :appointment")


class StoredPhone(NamedTuple):
    """The reading of a text in `appointment_phones`; the fields are its columns."""

    e164: E164 | None
    country: str | None
    read_from: str


def stored_phone(text: str, country: str | None) -> StoredPhone:
    """A text as it is read in a country, with the country only where it had a part in the reading."""
    number, by_country = phone_reading(text, country)
    return StoredPhone(number, (country or NO_COUNTRY) if by_country else None, text)


async def business_country(reader: Reader, business: BusinessId) -> str | None:
    """The country in which the business's phone numbers are read; None where nothing says one."""
    row = await _COUNTRY.first(reader, business=business)
    return None if row is None else phone_country(row.country, row.timezone)


async def read_number(source: Database | Reader, business: BusinessId, text: str | None) -> E164 | None:
    """The number that a text means for a business. Its country is loaded only where the text needs it."""
    number, by_country = phone_reading(text, None)
    if not by_country:
        return number
    if isinstance(source, Database):
        async with source.read() as reader:
            country = await business_country(reader, business)
    else:
        country = await business_country(source, business)
    return phone_reading(text, country).number


async def may_name_number(reader: Reader, business: BusinessId) -> bool:
    """Whether a caller who withholds their number may find appointments by one that they name."""
    row = await _MAY_NAME.first(reader, business=business)
    return bool(row and row.withheld_may_name_number)


async def store_phone(
    session: AsyncSession, business: BusinessId, appointment_id: int, text: str | None
) -> None:
    """Store the reading of an appointment's new phone number."""
    if text is None:
        await _FORGET.run(session, appointment=appointment_id)
        return
    phone = stored_phone(text, await business_country(session, business))
    await _STORE.run(session, appointment=appointment_id, business=business, **phone._asdict())


def customer_of(business: BusinessId, number: E164 | None) -> str | None:
    """The hash of a phone number, as inquiries store it."""
    return stored_hash(business, "phone", number)


def stored_hash(business: BusinessId, kind: str, value: str | None) -> str | None:
    """A value that can be found and not read; the same value of another business has another hash."""
    return hashlib.sha256(f"{business} {kind} {value}".encode()).hexdigest() if value else None


def appointments_of_number(business: BusinessId, number: E164, country: str | None) -> Select[int]:
    """The ids of the appointments with a number, for a business whose country is `country`.

    A reading of an earlier text, or in an earlier country, is nobody's until upkeep has read it again.
    """
    return (
        select(AppointmentPhone.appointment_id)
        .join(
            Appointment,
            and_(
                Appointment.id == AppointmentPhone.appointment_id,
                Appointment.business_id == AppointmentPhone.business_id,
                Appointment.contact_phone == AppointmentPhone.read_from,
            ),
        )
        .where(
            AppointmentPhone.business_id == business,
            AppointmentPhone.e164 == number,
            or_(AppointmentPhone.country.is_(None), AppointmentPhone.country == (country or NO_COUNTRY)),
        )
    )
