"""Bookings as they are written: busy interval, appointment, phone number, customer and history line."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from app.core.customers.names import name_key
from app.core.principal import Author, BusinessId
from app.core.scheduling.booked_visits import BookedVisit
from app.core.scheduling.claimed_times import VisitClaims
from app.customers.countries import phone_country
from app.customers.numbers import StoredPhone, stored_phone
from app.customers.people import known_customer
from app.customers.phones import E164
from app.db.query import Query, Reader
from app.errors import FieldError
from app.scheduling.booking_statements import BOOK, BOOK_HELD, BOOK_SEVERAL, BOOK_WITH_DETAILS, BookedRow
from app.scheduling.claims import interval_values, take_up_hold
from app.scheduling.history import snapshot
from app.scheduling.places import Place
from app.scheduling.several_claims import several_values, write_whole
from app.schemas.scheduling import AppointmentIn


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
    series_id: int | None
    id: int = 0
    created_at: datetime | None = None

    @property
    def updated_at(self) -> datetime | None:
        """The time of writing: the database fills both columns with it."""
        return self.created_at


@dataclass(frozen=True, slots=True)
class NewDetails:
    """The details of a new appointment; its fields are named as in the model."""

    customer_id: int | None
    hold_id: int | None
    extra: dict[str, str] = field(default_factory=dict)
    session_id: int | None = None
    party_size: int = 1
    items: list[dict[str, Any]] = field(default_factory=list)
    price_minor: int | None = None
    currency: str | None = None
    cancel_reason: str | None = None
    cancelled_at: datetime | None = None
    cancelled_by: str | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """A booking that has no place yet. It is the `ClaimWriter` that writes itself to one."""

    business: BusinessId
    wanted: AppointmentIn
    author: Author
    now: datetime
    series_id: int | None = None
    visit: BookedVisit | None = None

    async def write(self, reader: Reader, place: Place, seat: int) -> BookedRow | None:
        """Claim the place and write the appointment; None where it is taken.

        Raises CustomerBlocked, FieldError `phone_required`.
        """
        statement, values = await self._statement(reader, place, "booked")
        return await statement.first(reader, **(values | interval_values(self.business, place, seat)))

    @property
    def is_hold(self) -> bool:
        return False

    async def write_claims(
        self, reader: Reader, place: Place, claims: VisitClaims, visit: BookedVisit
    ) -> BookedRow | None:
        """Claim all that a visit needs and write it; None where a part is taken. Raises as `write` does."""
        booking = replace(self, visit=visit)
        columns = booking._columns(place, "overridden" if self.wanted.override else "booked")
        columns |= await booking._details(reader, columns)
        exclusive = {"exclusive": not self.wanted.override}
        if len(claims.times) > 1:
            several = several_values(self.business, claims, place.start, place.end)
            return await write_whole(reader, BOOK_SEVERAL, **(columns | several | exclusive))
        (only,) = claims.times
        interval = interval_values(self.business, place, only.seat)
        interval |= {"since": only.since, "until": only.until}
        return await BOOK_WITH_DETAILS.first(reader, **(columns | interval | exclusive))

    async def take_up(self, reader: Reader, place: Place, hold_id: int, now: datetime) -> BookedRow | None:
        """Write it for the interval of a hold; None where the hold is gone. Raises the errors of `write`."""
        taken = await take_up_hold(reader, self.business, hold_id, now)
        if taken is None:
            return None
        return await replace(self, visit=BookedVisit.read(taken.visit)).write_held(reader, place, hold_id)

    async def write_override(self, reader: Reader, place: Place) -> BookedRow:
        """Write it over whatever is there: staff's explicit override, which excludes nobody."""
        statement, values = await self._statement(reader, place, "overridden")
        interval = interval_values(self.business, place, 0) | {"exclusive": False}
        return await statement.one(reader, **(values | interval))

    async def write_held(self, reader: Reader, place: Place, interval: int) -> BookedRow:
        """Write it for the interval of a hold that was taken up."""
        columns = self._columns(place, "booked")
        details = await self._details(reader, columns, hold_id=interval)
        return await BOOK_HELD.one(reader, **columns, **details, interval=interval)

    def appointment(self, place: Place, row: BookedRow) -> NewAppointment:
        """The appointment that was written."""
        return self._appointment(place, row.id, row.created_at)

    def details(self, row: BookedRow) -> NewDetails:
        """The details that were written, or would have been."""
        visit = self.visit
        return NewDetails(
            row.customer_id,
            row.hold_id,
            self.wanted.metadata or {},
            party_size=visit.party_size if visit else 1,
            items=list(visit.items) if visit else [],
            price_minor=visit.price.amount_minor if visit and visit.price else None,
            currency=visit.price.currency if visit and visit.price else None,
        )

    async def _statement(
        self, reader: Reader, place: Place, action: str
    ) -> tuple[Query[BookedRow], dict[str, object]]:
        """The statement of a booking that claims its own time, and its parameters without the interval's."""
        columns = self._columns(place, action)
        if (
            self.visit is None
            and columns["e164"] is None
            and self.wanted.customer_id is None
            and not self.wanted.metadata
        ):
            return BOOK, columns
        return BOOK_WITH_DETAILS, columns | await self._details(reader, columns)

    async def _details(
        self, reader: Reader, columns: dict[str, object], *, hold_id: int | None = None
    ) -> dict[str, object]:
        """The parameters of the customer and the details. Raises CustomerBlocked."""
        wanted, number = self.wanted, columns["e164"]
        customer = wanted.customer_id
        if customer is None and number is not None:
            customer = await known_customer(
                reader,
                self.business,
                E164(str(number)),
                wanted.customer_name,
                allow_blocked=wanted.allow_blocked,
            )
        return {
            "customer": customer,
            "name_key": name_key(wanted.customer_name),
            "hold": hold_id,
            "metadata": json.dumps(wanted.metadata or {}),
            **_visit_columns(self.visit),
        }

    def _appointment(self, place: Place, id_: int = 0, created_at: datetime | None = None) -> NewAppointment:
        wanted = self.wanted
        return NewAppointment(
            calendar_id=place.setup.id,
            title=wanted.title or wanted.customer_name or "",
            status="scheduled",
            contact_name=wanted.customer_name,
            contact_phone=wanted.customer_phone,
            contact_email=wanted.customer_email,
            notes=wanted.notes,
            source=self.author.source,
            starts_at=place.start,
            ends_at=place.end,
            series_id=self.series_id,
            id=id_,
            created_at=created_at,
        )

    def _phone(self, place: Place) -> StoredPhone | None:
        text = self.wanted.customer_phone
        if text is None:
            return None
        return stored_phone(text, phone_country(place.setup.country, place.setup.zone.key))

    def _columns(self, place: Place, action: str) -> dict[str, object]:
        """The parameters of the appointment, its phone number and its history line."""
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


def _visit_columns(visit: BookedVisit | None) -> dict[str, object]:
    price = visit.price if visit else None
    return {
        "service": visit.service_ids[0] if visit else None,
        "party_size": visit.party_size if visit else 1,
        "items": json.dumps(visit.items if visit else []),
        "price_minor": price.amount_minor if price else None,
        "currency": price.currency if price else None,
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
