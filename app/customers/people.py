"""The customers of a business: those who share a phone number, and the one whom a booking is for."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.customers.names import Person, Unmatched, match_name, name_key
from app.core.principal import BusinessId
from app.customers.phones import E164
from app.db.query import Query, Reader
from app.errors import CustomerBlocked, CustomerErased, CustomerMerged, FieldError, UnknownCustomer


class _Known(NamedTuple):
    """A customer under one of the names that they are known by."""

    id: int
    name: str | None
    blocked: bool


# The row of a merged customer stays as a further name of the one who replaced them; its numbers are in
# customer_phones. Each branch has an index.
_PEOPLE = Query(
    """
    SELECT k.id, found.name, k.blocked_at IS NOT NULL AS blocked
    FROM (
        SELECT id, merged_into, name FROM customers
        WHERE business_id = :business AND phone_e164 = :number AND merged_into IS NULL
        UNION
        SELECT c.id, c.merged_into, c.name FROM customer_phones p JOIN customers c ON c.id = p.customer_id
        WHERE p.business_id = :business AND p.phone_e164 = :number
    ) found
    JOIN customers k ON k.id = coalesce(found.merged_into, found.id)
    """,
    _Known,
)


class _Added(NamedTuple):
    id: int


_ADD = Query(
    """
    INSERT INTO customers (business_id, name, name_key, phone_e164, email)
    VALUES (:business, :name, :key, :number, :email)
    ON CONFLICT (business_id, phone_e164, name_key) WHERE phone_e164 IS NOT NULL AND merged_into IS NULL
    DO UPDATE SET updated_at = now() RETURNING id
    """,
    _Added,
)


class StoredCustomer(NamedTuple):
    """A customer as bookings need one."""

    id: int
    name: str | None
    phone_e164: str | None
    email: str | None
    blocked_at: datetime | None
    merged_into: int | None
    erased_at: datetime | None


_FIND = Query(
    """
    SELECT id, name, phone_e164, email, blocked_at, merged_into, erased_at FROM customers
    WHERE business_id = :business AND id = CAST(:id AS bigint)
    """,
    StoredCustomer,
)


async def find_customer(reader: Reader, business: BusinessId, customer_id: int) -> StoredCustomer:
    """A customer by id. Raises UnknownCustomer, CustomerMerged, CustomerErased."""
    row = await _FIND.first(reader, business=business, id=customer_id)
    if row is None:
        raise UnknownCustomer(id=customer_id)
    refuse_if_gone(row.id, row.merged_into, row.erased_at)
    return row


def refuse_if_gone(customer_id: int, merged_into: int | None, erased_at: datetime | None) -> None:
    """Raise CustomerMerged or CustomerErased for a customer who can no longer be used."""
    if merged_into is not None:
        raise CustomerMerged(id=customer_id, customer_id=merged_into)
    if erased_at is not None:
        raise CustomerErased(id=customer_id)


async def people_of(reader: Reader, business: BusinessId, number: E164) -> list[Person]:
    """The people of a number, each under every name that they are known by."""
    return [Person(row.id, row.name) for row in await _PEOPLE.rows(reader, business=business, number=number)]


async def add_person(
    session: AsyncSession, business: BusinessId, number: E164, name: str | None, email: str | None
) -> int:
    """Add somebody new, or find whoever was added under the same number and name meanwhile; their id."""
    values = {"business": business, "number": number, "name": name, "key": name_key(name), "email": email}
    return (await _ADD.one(session, **values)).id


async def known_customer(
    reader: Reader, business: BusinessId, number: E164, name: str | None, *, allow_blocked: bool = False
) -> int | None:
    """The customer whom a name means among the people of a number; None for somebody new.

    Raises CustomerBlocked, and FieldError `which_customer` where no name is told and several are known.
    """
    rows = await _PEOPLE.rows(reader, business=business, number=number)
    meant = match_name(name, [Person(row.id, row.name) for row in rows])
    if meant is Unmatched.UNCLEAR:
        raise FieldError("which_customer", pointer="/customer_name")
    if isinstance(meant, Unmatched):
        return None
    if not allow_blocked and any(row.blocked for row in rows if row.id == meant.id):
        raise CustomerBlocked(id=meant.id)
    return meant.id


async def only_customer(reader: Reader, business: BusinessId, number: E164) -> int | None:
    """The one customer of a number; None for nobody. FieldError `which_customer` for several."""
    return await known_customer(reader, business, number, None, allow_blocked=True)
