"""Booking, holding and moving services: what `booking` and `holds` do for a calendar's plain time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from app.core.principal import BusinessId
from app.core.scheduling.booked_visits import BookedVisit
from app.core.scheduling.claimed_times import VisitClaims, claims_of
from app.core.scheduling.policy import Reason
from app.core.scheduling.request import MovingAppointment, VisitStartRequest
from app.core.scheduling.visits import VisitRefusal
from app.core.stored_json import read_json
from app.db.models.appointments import Appointment
from app.db.query import Command, Query, Reader
from app.errors import FieldError
from app.scheduling.booking_statements import BookedRow
from app.scheduling.ledger import Booking
from app.scheduling.places import Place
from app.scheduling.several_claims import CLAIM_SEVERAL, several_values, write_whole
from app.scheduling.visit_availability import locate_visit, visit_refusal
from app.scheduling.visit_occupying import place_of, take_visit
from app.schemas.scheduling import AppointmentIn, HoldIn, RescheduleIn
from app.schemas.visits import VisitIn


@dataclass(frozen=True, slots=True)
class VisitClaimWriter:
    """Writes the claims of services alone: a hold where `expires_at` is given, else of a moved appointment.

    A hold expires at the start of its slot at the latest.
    """

    business: BusinessId
    expires_at: datetime | None = None
    note: str | None = None
    holder: str | None = None

    async def write_claims(
        self, reader: Reader, place: Place, claims: VisitClaims, visit: BookedVisit
    ) -> int | None:
        """The id of the leading interval."""
        values = several_values(self.business, claims, place.start, place.end)
        if self.expires_at is not None:
            values |= {
                "kind": "hold",
                "expires_at": min(self.expires_at, place.start),
                "note": self.note,
                "holder": self.holder,
                "visit": json.dumps(visit.to_json()),
            }
        row = await write_whole(reader, CLAIM_SEVERAL, **values)
        return row and row.id


class _Details(NamedTuple):
    items: str
    party_size: int
    price_minor: int | None
    currency: str | None
    calendar_id: int | None


_BOOKED_SERVICES = Query(
    """
    SELECT d.items::text, d.party_size, d.price_minor, d.currency, a.calendar_id
    FROM appointment_details d JOIN appointments a ON a.id = d.appointment_id
    WHERE d.appointment_id = :id AND d.business_id = :business AND a.business_id = :business
      AND d.service_id IS NOT NULL AND d.session_id IS NULL
    """,
    _Details,
)

_TELL = Command(
    """
    UPDATE appointment_details SET items = CAST(:items AS jsonb), price_minor = :price_minor,
        currency = :currency, updated_at = CAST(:now AS timestamptz)
    WHERE appointment_id = :id AND business_id = :business
    """
)


async def book_visit(
    reader: Reader, booking: Booking, calendar_ids: Sequence[int], now: datetime, holder: str | None
) -> tuple[Place, BookedVisit, BookedRow]:
    """Book services with the first choice of calendars that can be had. Raises the errors of `take_visit`."""
    wanted = booking.wanted
    request = _request(booking.business, wanted, calendar_ids, wanted.starts_at, now, holder)
    if not wanted.override:
        return await take_visit(reader, request, booking)
    located = await locate_visit(reader, request)
    fit = located.plans.override(located.start)
    if fit is None:
        raise await visit_refusal(reader, request, located, VisitRefusal(Reason.CALENDAR_UNAVAILABLE))
    place, visit = place_of(fit, located), BookedVisit.of(fit, located.loaded.visit)
    row = await booking.write_claims(reader, place, claims_of(fit), visit)
    if row is None:  # nothing stands in the way of claims that exclude nobody
        raise await visit_refusal(reader, request, located, VisitRefusal(Reason.SLOT_TAKEN))
    return place, visit, row


async def hold_visit(
    reader: Reader,
    business: BusinessId,
    wanted: HoldIn,
    calendar_ids: Sequence[int],
    writer: VisitClaimWriter,
    now: datetime,
) -> tuple[Place, BookedVisit, int]:
    """Keep everything that services need at a start. Raises the errors of `take_visit`."""
    request = _request(business, wanted, calendar_ids, wanted.starts_at, now, writer.holder)
    return await take_visit(reader, request, writer)


async def move_visit(
    reader: Reader,
    row: Appointment,
    visit: BookedVisit,
    moving: MovingAppointment,
    wanted: RescheduleIn,
    to: tuple[int, datetime],
    now: datetime,
    holder: str | None,
) -> tuple[Place, int]:
    """Move the claims of booked services: the place, and the id of the new leading interval.

    What was told of prices holds, unless another calendar leads. Raises the errors of `take_visit`.
    """
    if wanted.duration_minutes is not None:
        raise FieldError("either_or", pointer="/duration_minutes", one="duration_minutes", other="services")
    calendar_id, starts_at = to
    business = BusinessId(row.business_id)
    request = VisitStartRequest(
        business=business,
        calendar_ids=(calendar_id,),
        service_ids=visit.service_ids,
        addon_ids=visit.addon_ids,
        party_size=visit.party_size,
        starts_at=starts_at,
        now=now,
        moving=moving,
        holder=holder,
        hold_id=wanted.hold_id,
    )
    writer = VisitClaimWriter(business)
    place, moved, interval = await take_visit(reader, request, writer, leaving=moving.interval)
    told = moved.priced_as(visit) if calendar_id == visit.calendar_id else moved
    await _TELL.run(
        reader,
        id=row.id,
        business=business,
        items=json.dumps(told.items),
        price_minor=told.price and told.price.amount_minor,
        currency=told.price and told.price.currency,
        now=now,
    )
    return place, interval


async def booked_services(reader: Reader, business: BusinessId, appointment_id: int) -> BookedVisit | None:
    """The services of an appointment; None where it has none, or is in a session of a class."""
    row = await _BOOKED_SERVICES.first(reader, business=business, id=appointment_id)
    if row is None or row.calendar_id is None:
        return None
    return BookedVisit.stored(
        row.calendar_id, row.party_size, read_json(row.items), row.price_minor, row.currency
    )


def check_services(wanted: VisitIn, *others: str) -> None:
    """FieldError for fields that go with services only, and for `others`, which do not go with them."""
    if wanted.service_ids:
        for field in others:
            if getattr(wanted, field) is not None:
                raise FieldError("either_or", pointer=f"/{field}", one=field, other="service_ids")
    elif wanted.addon_ids or wanted.party_size > 1:
        raise FieldError("missing", pointer="/service_ids")


def _request(
    business: BusinessId,
    wanted: AppointmentIn | HoldIn,
    calendar_ids: Sequence[int],
    starts_at: datetime | None,
    now: datetime,
    holder: str | None,
) -> VisitStartRequest:
    if starts_at is None:
        raise FieldError("missing", pointer="/starts_at")
    return VisitStartRequest(
        business=business,
        calendar_ids=calendar_ids,
        service_ids=tuple(wanted.service_ids),
        addon_ids=tuple(wanted.addon_ids),
        party_size=wanted.party_size,
        starts_at=starts_at,
        now=now,
        holder=holder,
    )
