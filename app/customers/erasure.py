"""The erasure of a customer: name, numbers, e-mail address and notes go, times, prices and statuses stay.

Other people of the same number stay as they are. Erasing is refused while numbers of the business are still
to be read: an appointment that nobody has read yet would stay behind.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.customers.names import match_name
from app.core.principal import BusinessId
from app.customers.erased_answers import NO_TITLE, ContactTexts, erase_from_answers
from app.customers.numbers import business_country, customer_of
from app.customers.people import people_of, refuse_if_gone
from app.customers.phones import E164, read_phone
from app.db.models.customers import Customer, CustomerPhone
from app.db.query import Command, Query
from app.errors import NotReady, UnknownCustomer
from app.schemas.customers import ErasedCustomer


class _Unread(NamedTuple):
    unread: bool


class _Contact(NamedTuple):
    id: int
    contact_name: str | None
    contact_phone: str | None
    contact_email: str | None
    customer_id: int | None
    e164: str | None


class _Waiting(NamedTuple):
    id: int
    customer_name: str
    customer_phone: str | None
    appointment_id: int | None


class _Id(NamedTuple):
    id: int


_UNREAD = Query(
    """
    SELECT EXISTS (SELECT FROM appointments a
                   WHERE a.business_id = :business AND a.id < (SELECT before_id FROM phone_backlog)
                     AND a.contact_phone IS NOT NULL AND NOT EXISTS (
                         SELECT FROM appointment_phones p
                         WHERE p.appointment_id = a.id AND p.read_from = a.contact_phone))
           OR EXISTS (SELECT FROM unread_phones u JOIN appointments a ON a.id = u.appointment_id
                      WHERE a.business_id = :business) AS unread
    """,
    _Unread,
)

_APPOINTMENTS = Query(
    """
    SELECT a.id, a.contact_name, a.contact_phone, a.contact_email, d.customer_id, p.e164
    FROM appointments a
    LEFT JOIN appointment_details d ON d.appointment_id = a.id AND d.business_id = a.business_id
    LEFT JOIN appointment_phones p ON p.appointment_id = a.id AND p.business_id = a.business_id
    WHERE a.business_id = :business AND a.id IN (
        SELECT appointment_id FROM appointment_details
        WHERE business_id = :business AND customer_id = CAST(:customer AS bigint)
        UNION
        SELECT appointment_id FROM appointment_phones
        WHERE business_id = :business AND e164 = ANY (CAST(:numbers AS text[])))
    """,
    _Contact,
)

_CLEAR_APPOINTMENTS = Command(
    """
    UPDATE appointments SET title = :title, contact_name = NULL, contact_phone = NULL, contact_email = NULL,
        notes = NULL, luach_writes = coalesce(luach_writes, 0) + 1,
        updated_at = timezone('UTC', statement_timestamp())
    WHERE id = ANY (CAST(:ids AS integer[]))
    """
)

_CLEAR_DETAILS = Command(
    """
    UPDATE appointment_details SET metadata = '{}', cancel_reason = NULL, updated_at = now()
    WHERE business_id = :business
      AND (customer_id = CAST(:customer AS bigint) OR appointment_id = ANY (CAST(:ids AS bigint[])))
    """
)

_FORGET_NUMBERS = Command(
    "DELETE FROM appointment_phones WHERE appointment_id = ANY (CAST(:ids AS bigint[]))"
)

# The note of a hold stays on the interval when the hold becomes an appointment.
_CLEAR_NOTES = Command(
    """
    UPDATE busy_intervals b SET note = NULL
    WHERE b.business_id = :business AND b.note IS NOT NULL AND b.kind IN ('hold', 'appointment')
      AND (b.id IN (SELECT busy_interval_id FROM appointments WHERE id = ANY (CAST(:ids AS integer[])))
           OR EXISTS (SELECT FROM unnest(CAST(:texts AS text[])) AS told (text)
                      WHERE position(lower(told.text) IN lower(b.note)) > 0))
    """
)

_WAITING = Query(
    """
    SELECT id, customer_name, customer_phone, appointment_id FROM waitlist_entries
    WHERE business_id = :business AND (customer_phone IS NOT NULL OR appointment_id IS NOT NULL)
    """,
    _Waiting,
)

_REMOVE_WAITING = Command("DELETE FROM waitlist_entries WHERE id = ANY (CAST(:ids AS bigint[]))")

_REMOVE_INQUIRIES = Query(
    """
    DELETE FROM routing_inquiries i
    WHERE i.business_id = :business
      AND (i.customer = ANY (CAST(:hashes AS text[]))
           OR EXISTS (SELECT FROM unnest(CAST(:texts AS text[])) AS told (text)
                      WHERE position(lower(told.text) IN lower(i.intent_text)) > 0))
    RETURNING i.id
    """,
    _Id,
)


@dataclass
class _Traces:
    """The texts that tell who a customer was. `own_numbers`: numbers that nobody else has."""

    names: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    emails: set[str] = field(default_factory=set)
    numbers: set[E164] = field(default_factory=set)
    own_numbers: set[E164] = field(default_factory=set)

    @property
    def texts(self) -> list[str]:
        return sorted(self.names | self.phones | self.emails)


async def erase_customer(
    session: AsyncSession, business: BusinessId, customer_id: int, now: datetime
) -> ErasedCustomer:
    """Erase all that tells who a customer was.

    Raises UnknownCustomer, CustomerMerged, CustomerErased, NotReady.
    """
    rows = await _locked(session, business, customer_id)
    if (await _UNREAD.one(session, business=business)).unread:
        raise NotReady(waiting="phone numbers that are still to be read")
    traces = await _traces_of(session, business, rows)
    appointments = await _theirs(session, business, customer_id, traces)
    for contact in appointments:
        traces.names |= {contact.contact_name} if contact.contact_name else set()
        traces.phones |= {contact.contact_phone} if contact.contact_phone else set()
        traces.emails |= {contact.contact_email} if contact.contact_email else set()
    ids = [contact.id for contact in appointments]
    texts = traces.texts
    await _CLEAR_NOTES.run(session, business=business, ids=ids, texts=texts)
    await _FORGET_NUMBERS.run(session, ids=ids)
    await _CLEAR_APPOINTMENTS.run(session, ids=ids, title=NO_TITLE)
    await _CLEAR_DETAILS.run(session, business=business, customer=customer_id, ids=ids)
    waiting = await _remove_waiting(session, business, customer_id, traces, ids)
    hashes = [customer_of(business, number) for number in sorted(traces.own_numbers)]
    inquiries = await _REMOVE_INQUIRIES.rows(session, business=business, hashes=hashes, texts=texts)
    told = ContactTexts(traces.names, traces.emails | await _own_phones(session, business, traces))
    await erase_from_answers(session, business, told, traces.phones)
    await session.execute(delete(CustomerPhone).where(CustomerPhone.customer_id.in_(row.id for row in rows)))
    for row in rows:
        _clear(row, now)
    await session.flush()
    return ErasedCustomer(
        id=customer_id,
        erased_at=now,
        appointments=len(ids),
        waitlist_entries=waiting,
        inquiries=len(inquiries),
    )


async def _locked(session: AsyncSession, business: BusinessId, customer_id: int) -> list[Customer]:
    """The customer's row and those merged into it, locked also against bookings that are going on."""
    rows = await session.scalars(
        select(Customer)
        .where(
            Customer.business_id == business,
            (Customer.id == customer_id) | (Customer.merged_into == customer_id),
        )
        .order_by(Customer.id)
        .with_for_update()
    )
    found = list(rows)
    for row in found:
        if row.id == customer_id:
            refuse_if_gone(row.id, row.merged_into, row.erased_at)
            return found
    raise UnknownCustomer(id=customer_id)


async def _traces_of(session: AsyncSession, business: BusinessId, rows: Sequence[Customer]) -> _Traces:
    traces = _Traces()
    ids = [row.id for row in rows]
    further = await session.scalars(
        select(CustomerPhone.phone_e164).where(CustomerPhone.customer_id.in_(ids))
    )
    traces.names = {row.name for row in rows if row.name}
    traces.emails = {row.email for row in rows if row.email}
    traces.numbers = {E164(row.phone_e164) for row in rows if row.phone_e164} | {E164(n) for n in further}
    traces.phones = {*traces.numbers, *(number.removeprefix("+") for number in traces.numbers)}
    for number in traces.numbers:
        people = await people_of(session, business, number)
        if {person.id for person in people} <= set(ids):
            traces.own_numbers.add(number)
    return traces


async def _theirs(
    session: AsyncSession, business: BusinessId, customer_id: int, traces: _Traces
) -> list[_Contact]:
    """The customer's appointments: those assigned to them, and those not assigned yet that will be."""
    rows = await _APPOINTMENTS.rows(
        session, business=business, customer=customer_id, numbers=sorted(traces.numbers)
    )
    people = {number: await people_of(session, business, number) for number in traces.numbers}
    found = []
    for row in rows:
        if row.customer_id is None and row.e164 is not None:
            meant = match_name(row.contact_name, people[E164(row.e164)])
            if getattr(meant, "id", None) == customer_id:
                found.append(row)
        elif row.customer_id == customer_id:
            found.append(row)
    return found


async def _own_phones(session: AsyncSession, business: BusinessId, traces: _Traces) -> set[str]:
    """The texts of numbers that nobody else has."""
    country = await business_country(session, business)
    return {text for text in traces.phones if read_phone(text, country) in traces.own_numbers}


async def _remove_waiting(
    session: AsyncSession,
    business: BusinessId,
    customer_id: int,
    traces: _Traces,
    appointment_ids: Iterable[int],
) -> int:
    country = await business_country(session, business)
    people = {number: await people_of(session, business, number) for number in traces.numbers}
    theirs, booked = [], set(appointment_ids)
    for row in await _WAITING.rows(session, business=business):
        number = read_phone(row.customer_phone, country)
        meant = match_name(row.customer_name, people[number]) if number in people else None
        if getattr(meant, "id", None) == customer_id or row.appointment_id in booked:
            theirs.append(row)
    traces.names |= {row.customer_name for row in theirs}
    traces.phones |= {row.customer_phone for row in theirs if row.customer_phone}
    await _REMOVE_WAITING.run(session, ids=[row.id for row in theirs])
    return len(theirs)


def _clear(row: Customer, now: datetime) -> None:
    row.name = row.phone_e164 = row.email = row.language = row.notes = row.blocked_reason = None
    row.name_key, row.extra = "", {}
    row.erased_at = row.updated_at = now
