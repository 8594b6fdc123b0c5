"""Bookings as they are written: busy interval, appointment, phone number and history line, in one statement.

One statement is atomic by itself and costs one round trip instead of five. In a database
sharded by Citus, two INSERTs in a transaction would be faster; only this file would change.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.core.principal import Author, BusinessId
from app.customers.countries import phone_country
from app.customers.numbers import StoredPhone, stored_phone
from app.db.query import Query, Reader
from app.errors import FieldError
from app.scheduling.claims import INTERVAL_COLUMNS, INTERVAL_VALUES, interval_values, take_up_hold
from app.scheduling.history import snapshot
from app.scheduling.places import Place
from app.schemas.scheduling import AppointmentIn


class BookedRow(NamedTuple):
    """The values that the database gave a new appointment."""

    id: int
    created_at: datetime | None


_BOOKED = """
    booked AS (
        INSERT INTO appointments (
            business_id, calendar_id, busy_interval_id, series_id, title, status, contact_name,
            contact_phone, contact_email, notes, source, auto_generated, starts_at, ends_at, start_time,
            end_time, luach_writes)
        SELECT CAST(:business AS integer), CAST(:calendar AS integer), claimed.id, CAST(:series AS bigint),
               :title, :status, CAST(:contact_name AS varchar), CAST(:contact_phone AS varchar),
               CAST(:contact_email AS varchar), CAST(:notes AS text), :source, FALSE,
               CAST(:starts_at AS timestamptz), CAST(:ends_at AS timestamptz),
               CAST(:start_time AS timestamp), CAST(:end_time AS timestamp), 1
        FROM claimed RETURNING id, created_at
    ), phone AS (
        INSERT INTO appointment_phones (appointment_id, business_id, e164, country, read_from)
        SELECT booked.id, CAST(:business AS integer), CAST(:e164 AS varchar), CAST(:phone_country AS varchar),
               CAST(:contact_phone AS varchar)
        FROM booked WHERE CAST(:contact_phone AS varchar) IS NOT NULL
        ON CONFLICT (appointment_id) DO UPDATE SET business_id = EXCLUDED.business_id, e164 = EXCLUDED.e164,
            country = EXCLUDED.country, read_from = EXCLUDED.read_from
    ), told AS (
        INSERT INTO appointment_audit (business_id, appointment_id, at, action, actor, channel, after)
        SELECT CAST(:business AS integer), booked.id, CAST(:now AS timestamptz), :action, :actor, :channel,
               CAST(:after AS jsonb)
        FROM booked
    )
    SELECT id, created_at FROM booked"""

_BOOK = Query(
    f"""
    WITH claimed AS (
        INSERT INTO busy_intervals ({INTERVAL_COLUMNS}) VALUES ({INTERVAL_VALUES})
        ON CONFLICT DO NOTHING RETURNING id
    ), {_BOOKED}""",  # noqa: S608 - our own columns
    BookedRow,
)

_BOOK_HELD = Query(f"WITH claimed AS (SELECT CAST(:interval AS bigint) AS id), {_BOOKED}", BookedRow)


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """An appointment about to be written; its fields are named as the columns."""

    calendar_id: int
    title: str
    status: str
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    notes: str | None
    source: str
    starts_at: datetime
    ends_at: datetime
    id: int = 0
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking that has no place yet. It is the `ClaimWriter` that writes itself to one."""

    business: BusinessId
    wanted: AppointmentIn
    author: Author
    now: datetime
    series_id: int | None = None

    async def write(self, reader: Reader, place: Place, seat: int) -> BookedRow | None:
        """Claim the place and write the appointment; None where it is taken. FieldError `phone_required`."""
        interval = interval_values(self.business, place, seat)
        return await _BOOK.first(reader, **(self._values(place, "booked") | interval))

    @property
    def is_hold(self) -> bool:
        return False

    async def take_up(self, reader: Reader, place: Place, hold_id: int, now: datetime) -> BookedRow | None:
        """Write it for the interval of a hold; None where the hold is gone. FieldError `phone_required`."""
        taken = await take_up_hold(reader, self.business, hold_id, now)
        return None if taken is None else await self.write_held(reader, place, hold_id)

    async def write_override(self, reader: Reader, place: Place) -> BookedRow:
        """Write it over whatever is there: staff's explicit override, which excludes nobody."""
        interval = interval_values(self.business, place, 0) | {"exclusive": False}
        return await _BOOK.one(reader, **(self._values(place, "overridden") | interval))

    async def write_held(self, reader: Reader, place: Place, interval: int) -> BookedRow:
        """Write it for the interval of a hold that was taken up."""
        return await _BOOK_HELD.one(reader, **self._values(place, "booked"), interval=interval)

    def appointment(self, place: Place, row: BookedRow) -> NewAppointment:
        """The appointment that was written."""
        return self._appointment(place, row.id, row.created_at)

    def _appointment(self, place: Place, id_: int = 0, created_at: datetime | None = None) -> NewAppointment:
        wanted = self.wanted
        return NewAppointment(
            place.setup.id,
            wanted.title or wanted.customer_name,
            "scheduled",
            wanted.customer_name,
            wanted.customer_phone,
            wanted.customer_email,
            wanted.notes,
            self.author.source,
            place.start,
            place.end,
            id_,
            created_at,
        )

    def _phone(self, place: Place) -> StoredPhone | None:
        text = self.wanted.customer_phone
        if text is None:
            return None
        return stored_phone(text, phone_country(place.setup.country, place.setup.zone.key))

    def _values(self, place: Place, action: str) -> dict[str, object]:
        if place.setup.phone_required and self.wanted.customer_phone is None:
            raise FieldError("phone_required", pointer="/customer_phone")
        new = self._appointment(place)
        phone = self._phone(place)
        return {
            "business": self.business,
            "calendar": new.calendar_id,
            "series": self.series_id,
            "title": new.title,
            "status": new.status,
            "contact_name": new.contact_name,
            "contact_phone": new.contact_phone,
            "e164": phone and phone.e164,
            "phone_country": phone and phone.country,
            "contact_email": new.contact_email,
            "notes": new.notes,
            "source": new.source,
            **times_of(place),
            "now": self.now,
            "action": action,
            "actor": self.author.actor,
            "channel": self.author.channel,
            "after": json.dumps(snapshot(new)),
        }


def times_of(place: Place) -> dict[str, datetime]:
    """The time columns: instants, and wall-clock times for the host's code."""
    zone = place.setup.zone
    return {
        "starts_at": place.start,
        "ends_at": place.end,
        "start_time": place.start.astimezone(zone).replace(tzinfo=None),
        "end_time": place.end.astimezone(zone).replace(tzinfo=None),
    }
