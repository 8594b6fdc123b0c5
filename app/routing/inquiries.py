"""Stored inquiries: list, read, correct and erase them, and delete them after their retention."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.customers.numbers import customer_of, read_number
from app.db.models.routing import RoutingInquiry
from app.db.ownership import require_calendar
from app.db.paging import page_by_time
from app.db.query import Command, Query
from app.errors import FieldError, UnknownInquiry
from app.routing.resolving import conversation_of
from app.schemas.common import Page
from app.schemas.inquiries import EraseIn, InquiryOut, MeantIn, MeantOut


async def correct_inquiry(
    session: AsyncSession, business: BusinessId, inquiry_id: int, meant: MeantIn
) -> MeantOut:
    """Set the calendar that was meant; None takes it back. Raises UnknownInquiry, FieldError."""
    row = await session.get(RoutingInquiry, (business, inquiry_id), with_for_update=True)
    if row is None:
        raise UnknownInquiry(id=inquiry_id)
    if meant.calendar_id is not None:
        await require_calendar(session, business, meant.calendar_id, pointer="/calendar_id")
    row.meant_calendar_id = meant.calendar_id
    row.meant_by = None if meant.calendar_id is None else "staff"
    return MeantOut.model_validate(row)


FORGET_BATCH_SIZE = 1000


class _InquiryKey(NamedTuple):
    business_id: int
    id: int


_OLD = Query(
    """
    SELECT business_id, id FROM routing_inquiries WHERE expires_at <= :now
    ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
    """,
    _InquiryKey,
)

_FORGET = Command(
    """
    DELETE FROM routing_inquiries i
    USING unnest(:businesses::integer[], :ids::bigint[]) AS old (business_id, id)
    WHERE i.business_id = old.business_id AND i.id = old.id
    """
)


async def list_inquiries(
    session: AsyncSession,
    business: BusinessId,
    *,
    decision: str | None = None,
    calendar_id: int | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[InquiryOut]:
    """The newest first. Raises FieldError `bad_cursor`."""
    query = select(RoutingInquiry).where(RoutingInquiry.business_id == business)
    if decision is not None:
        query = query.where(RoutingInquiry.decision == decision)
    if calendar_id is not None:
        query = query.where(RoutingInquiry.calendar_id == calendar_id)
    rows, next_cursor = await page_by_time(
        session,
        query,
        RoutingInquiry.at,
        RoutingInquiry.id,
        newest_first=True,
        limit=limit,
        cursor=cursor,
    )
    return Page.of([InquiryOut.model_validate(row) for row in rows], next_cursor)


async def get_inquiry(session: AsyncSession, business: BusinessId, inquiry_id: int) -> InquiryOut:
    """Raises UnknownInquiry."""
    row = await session.get(RoutingInquiry, (business, inquiry_id))
    if row is None:
        raise UnknownInquiry(id=inquiry_id)
    return InquiryOut.model_validate(row)


async def erase_inquiry(session: AsyncSession, business: BusinessId, inquiry_id: int) -> None:
    """Raises UnknownInquiry."""
    row = await session.get(RoutingInquiry, (business, inquiry_id))
    if row is None:
        raise UnknownInquiry(id=inquiry_id)
    await session.delete(row)


async def erase_inquiries(session: AsyncSession, business: BusinessId, whose: EraseIn) -> int:
    """Erase inquiries and return their number. Raises FieldError `either_or`, `phone_required`."""
    given = [whose.customer_phone is not None, whose.conversation is not None, whose.everything]
    if sum(given) != 1:
        others = "conversation or everything"
        raise FieldError("either_or", pointer="/customer_phone", one="customer_phone", other=others)
    theirs = delete(RoutingInquiry).where(RoutingInquiry.business_id == business)
    if whose.customer_phone is not None:
        customer = customer_of(business, await read_number(session, business, whose.customer_phone))
        if customer is None:
            raise FieldError("phone_required", pointer="/customer_phone")
        theirs = theirs.where(RoutingInquiry.customer == customer)
    if whose.conversation is not None:
        theirs = theirs.where(RoutingInquiry.conversation == conversation_of(business, whose.conversation))
    erased = await session.execute(theirs.returning(RoutingInquiry.id))
    return len(erased.all())


async def forget_old_inquiries(session: AsyncSession, now: datetime) -> int:
    """Delete at most `FORGET_BATCH_SIZE` inquiries whose retention is over, and return their number."""
    # Trap: in one statement the planner may read the whole table for a handful of rows.
    old = await _OLD.rows(session, now=now, limit=FORGET_BATCH_SIZE)
    if old:
        await _FORGET.run(session, businesses=[row.business_id for row in old], ids=[row.id for row in old])
    return len(old)
