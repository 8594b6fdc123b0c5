"""The directory of a business's customers: list, read, add and change them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, tuple_, union
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.customers.names import UNNAMED, name_key
from app.core.principal import BusinessId
from app.core.scheduling.statuses import CANCELLED, NO_SHOW, spellings
from app.customers.numbers import read_number
from app.customers.people import refuse_if_gone
from app.customers.phones import E164
from app.db.failures import UNIQUE_VIOLATION, read_violation
from app.db.models.customers import Customer, CustomerPhone
from app.db.paging import decode_cursor, encode_cursor
from app.db.query import Query
from app.errors import CustomerExists, FieldError, UnknownCustomer
from app.schemas.common import Page
from app.schemas.customers import CustomerChange, CustomerIn, CustomerOut

SHORTEST_DIGITS = 3
"""Digits that a search needs before it looks into phone numbers."""


class _Counts(NamedTuple):
    customer_id: int
    appointments: int
    no_shows: int
    late_cancellations: int


_COUNTS = Query(
    """
    SELECT d.customer_id, count(*) AS appointments,
           count(*) FILTER (WHERE lower(a.status) = :no_show) AS no_shows,
           count(*) FILTER (WHERE lower(a.status) = ANY (CAST(:cancelled AS text[])) AND EXISTS (
               SELECT FROM appointment_audit h
               WHERE h.business_id = a.business_id AND h.appointment_id = a.id AND h.action = 'cancelled'
                 AND h.at > a.starts_at - interval '24 hours')) AS late_cancellations
    FROM appointment_details d
    JOIN appointments a ON a.id = d.appointment_id AND a.business_id = d.business_id
    WHERE d.business_id = :business AND d.customer_id = ANY (CAST(:customers AS bigint[]))
    GROUP BY d.customer_id
    """,
    _Counts,
)


_COUNTED_STATUSES: dict[str, object] = {"no_show": NO_SHOW, "cancelled": list(spellings(CANCELLED))}


async def list_customers(
    session: AsyncSession,
    business: BusinessId,
    *,
    q: str | None,
    phone: str | None,
    blocked: bool | None,
    for_staff: bool,
    limit: int,
    cursor: str | None,
) -> Page[CustomerOut]:
    """Customers in order of their names, those without one first. Raises FieldError."""
    query = select(Customer).where(
        Customer.business_id == business, Customer.merged_into.is_(None), Customer.erased_at.is_(None)
    )
    if q is not None:
        query = query.where(_found_by(q))
    if phone is not None:
        query = query.where(Customer.id.in_(_of_number(business, await _number(session, business, phone))))
    if blocked is not None:
        query = query.where(Customer.blocked_at.is_not(None) if blocked else Customer.blocked_at.is_(None))
    if cursor is not None:
        after = decode_cursor(cursor, (str, int), bits=64)
        query = query.where(tuple_(Customer.name_key, Customer.id) > after)
    rows = (await session.scalars(query.order_by(Customer.name_key, Customer.id).limit(limit + 1))).all()
    last = rows[limit - 1] if len(rows) > limit else None
    shown = await _shown(session, business, rows[:limit], for_staff=for_staff)
    return Page.of(shown, encode_cursor((last.name_key, last.id)) if last else None)


async def get_customer(
    session: AsyncSession, business: BusinessId, customer_id: int, *, for_staff: bool
) -> CustomerOut:
    """Raises UnknownCustomer, CustomerMerged, CustomerErased."""
    row = await _row(session, business, customer_id)
    (shown,) = await _shown(session, business, [row], for_staff=for_staff)
    return shown


async def add_customer(
    session: AsyncSession, business: BusinessId, wanted: CustomerIn, now: datetime
) -> CustomerOut:
    """Raises FieldError, CustomerExists."""
    row = Customer(business_id=business, name=None, phone_e164=None)
    row.created_at = now
    session.add(row)
    fields = wanted.model_dump()
    await _set(session, row, fields, now)
    return await _store(session, row, fields)


async def change_customer(
    session: AsyncSession,
    business: BusinessId,
    customer_id: int,
    change: CustomerChange,
    now: datetime,
    *,
    if_match: str | None,
) -> CustomerOut:
    """Raises the errors of `get_customer`, PreconditionFailed, FieldError, CustomerExists."""
    row = await locked_customer(session, business, customer_id)
    (shown,) = await _shown(session, business, [row], for_staff=True)
    shown.require(if_match, id=customer_id)
    fields = change.model_dump(exclude_unset=True)
    await _set(session, row, fields, now)
    return await _store(session, row, fields)


async def locked_customer(session: AsyncSession, business: BusinessId, customer_id: int) -> Customer:
    """A customer's row, locked for a change. Raises UnknownCustomer, CustomerMerged, CustomerErased."""
    return await _row(session, business, customer_id, lock=True)


async def _row(
    session: AsyncSession, business: BusinessId, customer_id: int, *, lock: bool = False
) -> Customer:
    query = select(Customer).where(Customer.business_id == business, Customer.id == customer_id)
    row = await session.scalar(query.with_for_update(key_share=True) if lock else query)
    if row is None:
        raise UnknownCustomer(id=customer_id)
    refuse_if_gone(row.id, row.merged_into, row.erased_at)
    return row


def _found_by(q: str) -> ColumnElement[bool]:
    """Customers with the words in their name, or the digits in their number."""
    key = name_key(q)
    found = [Customer.name_key.contains(key, autoescape=True)] if key != UNNAMED else []
    digits = "".join(filter(str.isdecimal, key)).lstrip("0")
    if len(digits) >= SHORTEST_DIGITS:
        found.append(Customer.phone_e164.contains(digits, autoescape=True))
    return or_(*found) if found else Customer.name_key == UNNAMED


def _of_number(business: BusinessId, number: E164) -> Any:
    return union(
        select(Customer.id).where(Customer.business_id == business, Customer.phone_e164 == number),
        select(CustomerPhone.customer_id).where(
            CustomerPhone.business_id == business, CustomerPhone.phone_e164 == number
        ),
    )


async def _number(
    session: AsyncSession, business: BusinessId, phone: str, *, pointer: str = "/phone"
) -> E164:
    number = await read_number(session, business, phone)
    if number is None:
        raise FieldError("bad_phone", pointer=pointer)
    return number


async def _set(session: AsyncSession, row: Customer, fields: dict[str, Any], now: datetime) -> None:
    """Set the given fields, except the other phones. Raises FieldError."""
    business = BusinessId(row.business_id)
    if "phone" in fields:
        phone = fields["phone"]
        row.phone_e164 = None if phone is None else await _number(session, business, phone)
    if "name" in fields:
        row.name, row.name_key = fields["name"], name_key(fields["name"])
    if row.name is None and row.phone_e164 is None:
        raise FieldError("missing", pointer="/name")
    if "blocked" in fields:
        row.blocked_at = (row.blocked_at or now) if fields["blocked"] else None
    if "metadata" in fields:
        row.extra = fields["metadata"]
    for field in ("email", "language", "notes", "blocked_reason"):
        if field in fields:
            setattr(row, field, fields[field])
    if row.blocked_at is None:
        row.blocked_reason = None
    row.updated_at = now


async def _store(session: AsyncSession, row: Customer, fields: dict[str, Any]) -> CustomerOut:
    business = BusinessId(row.business_id)
    with session.no_autoflush:
        same = await session.scalar(_same_person(row)) if row.phone_e164 else None
    if same is not None:
        raise CustomerExists(customer_id=same)
    try:
        await session.flush()
    except IntegrityError as error:
        # Somebody else added them meanwhile.
        refusal = read_violation(error)
        if refusal and (refusal.sqlstate, refusal.constraint) == (
            UNIQUE_VIOLATION,
            "idx_customers_phone_name",
        ):
            raise CustomerExists(customer_id=None) from error
        raise
    if "other_phones" in fields:
        await _replace_phones(session, row, fields["other_phones"])
    await session.refresh(row)
    (shown,) = await _shown(session, business, [row], for_staff=True)
    return shown


def _same_person(row: Customer) -> Select[int]:
    return select(Customer.id).where(
        Customer.business_id == row.business_id,
        Customer.phone_e164 == row.phone_e164,
        Customer.name_key == row.name_key,
        Customer.merged_into.is_(None),
        Customer.id.is_distinct_from(row.id),
    )


async def _replace_phones(session: AsyncSession, row: Customer, phones: Sequence[str]) -> None:
    business = BusinessId(row.business_id)
    numbers = {
        await _number(session, business, phone, pointer=f"/other_phones/{place}")
        for place, phone in enumerate(phones)
    }
    await session.execute(delete(CustomerPhone).where(CustomerPhone.customer_id == row.id))
    session.add_all(
        CustomerPhone(business_id=business, phone_e164=number, customer_id=row.id)
        for number in sorted(numbers - {row.phone_e164})
    )
    await session.flush()


async def _shown(
    session: AsyncSession, business: BusinessId, rows: Sequence[Customer], *, for_staff: bool
) -> list[CustomerOut]:
    """The customers as the API shows them. Notes and the reason of a block are for staff."""
    ids = [row.id for row in rows]
    counts = {
        each.customer_id: each
        for each in await _COUNTS.rows(session, business=business, customers=ids, **_COUNTED_STATUSES)
    }
    phones = await _other_phones(session, ids)
    return [
        CustomerOut(
            id=row.id,
            name=row.name,
            phone=row.phone_e164,
            other_phones=phones.get(row.id, []),
            email=row.email,
            language=row.language,
            notes=row.notes if for_staff else None,
            blocked=row.blocked_at is not None,
            blocked_at=row.blocked_at,
            blocked_reason=row.blocked_reason if for_staff else None,
            metadata=row.extra,
            appointments=(counted := counts.get(row.id, _Counts(row.id, 0, 0, 0))).appointments,
            no_shows=counted.no_shows,
            late_cancellations=counted.late_cancellations,
            created_at=row.created_at,
            updated_at=row.updated_at,
        )
        for row in rows
    ]


async def _other_phones(session: AsyncSession, customer_ids: Sequence[int]) -> dict[int, list[str]]:
    rows = await session.execute(
        select(CustomerPhone.customer_id, func.array_agg(CustomerPhone.phone_e164))
        .where(CustomerPhone.customer_id.in_(customer_ids))
        .group_by(CustomerPhone.customer_id)
    )
    return {customer: sorted(phones) for customer, phones in rows}
