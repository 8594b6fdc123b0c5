"""Merging customers: two rows that turned out to be one person."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.customers.directory import get_customer
from app.customers.people import refuse_if_gone
from app.db.models.appointments import AppointmentDetails
from app.db.models.customers import Customer, CustomerPhone
from app.errors import FieldError, UnknownCustomer
from app.schemas.customers import CustomerOut


async def merge_customers(
    session: AsyncSession, business: BusinessId, customer_id: int, others: Sequence[int], now: datetime
) -> CustomerOut:
    """Merge the `others` into a customer, who gets their appointments, numbers, notes and blocks.

    The rows of the others stay as further names, so that a booking under one finds this customer.
    Raises UnknownCustomer, CustomerMerged, CustomerErased, FieldError.
    """
    if customer_id in others:
        raise FieldError("not_allowed", pointer="/from", expected="other customers")
    rows = await _locked(session, business, [customer_id, *others])
    kept, gone = rows[customer_id], [rows[each] for each in dict.fromkeys(others)]
    ids = [row.id for row in gone]
    for row in gone:
        row.merged_into = kept.id
    # Before the kept row takes a name or a number of theirs: the pair is unique among those not merged.
    await session.flush()
    for row in gone:
        _take_over(kept, row)
    kept.updated_at = now
    await session.flush()
    # Whoever was merged into one of them before: one step is enough to find who replaced them.
    await session.execute(update(Customer).where(Customer.merged_into.in_(ids)).values(merged_into=kept.id))
    await _move_phones(session, kept, gone)
    await session.execute(
        update(AppointmentDetails)
        .where(AppointmentDetails.business_id == business, AppointmentDetails.customer_id.in_(ids))
        .values(customer_id=kept.id)
    )
    return await get_customer(session, business, kept.id, for_staff=True)


async def _locked(
    session: AsyncSession, business: BusinessId, customer_ids: Sequence[int]
) -> dict[int, Customer]:
    """The rows by id, locked in the order of their ids, also against bookings that are going on."""
    rows = await session.scalars(
        select(Customer)
        .where(Customer.business_id == business, Customer.id.in_(customer_ids))
        .order_by(Customer.id)
        .with_for_update()
    )
    found = {row.id: row for row in rows}
    for each in customer_ids:
        if each not in found:
            raise UnknownCustomer(id=each)
        refuse_if_gone(each, found[each].merged_into, found[each].erased_at)
    return found


def _take_over(kept: Customer, gone: Customer) -> None:
    """Take over whatever the kept row lacks, and the other's notes. A blocked customer stays blocked."""
    kept.name_key, kept.name = (kept.name_key, kept.name) if kept.name else (gone.name_key, gone.name)
    kept.email = kept.email or gone.email
    kept.language = kept.language or gone.language
    kept.notes = "\n".join(filter(None, (kept.notes, gone.notes))) or None
    kept.extra = {**gone.extra, **kept.extra}
    if gone.blocked_at is not None and kept.blocked_at is None:
        kept.blocked_at, kept.blocked_reason = gone.blocked_at, gone.blocked_reason
    gone.email = gone.notes = gone.language = gone.blocked_reason = gone.blocked_at = None
    gone.extra = {}


async def _move_phones(session: AsyncSession, kept: Customer, gone: Sequence[Customer]) -> None:
    """Give the kept row all numbers. The others keep theirs too, which leads from number and name to them."""
    ids = [row.id for row in gone]
    further = await session.scalars(
        select(CustomerPhone.phone_e164).where(CustomerPhone.customer_id.in_(ids)).distinct()
    )
    numbers = {*further, *(row.phone_e164 for row in gone if row.phone_e164)}
    if kept.phone_e164 is None and numbers:
        kept.phone_e164 = min(numbers)
        await session.flush()
    theirs = [(row.id, row.phone_e164) for row in gone if row.phone_e164]
    new = sorted({*theirs, *((kept.id, number) for number in numbers)})
    if new:
        rows = [
            {"business_id": kept.business_id, "phone_e164": number, "customer_id": customer}
            for customer, number in new
        ]
        await session.execute(insert(CustomerPhone).values(rows).on_conflict_do_nothing())
    await session.execute(
        delete(CustomerPhone).where(
            CustomerPhone.customer_id == kept.id, CustomerPhone.phone_e164 == kept.phone_e164
        )
    )
