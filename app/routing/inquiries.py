"""Stored inquiries: list, read, correct and erase them, and delete them after their retention."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import delete, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.customers.numbers import read_number
from app.db.models.routing import RoutingInquiry
from app.db.ownership import require_calendar
from app.db.paging import decode_cursor, encode_cursor
from app.db.query import Command, Query
from app.errors import FieldError, UnknownInquiry
from app.routing.resolving import conversation_of, customer_of
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
    if cursor is not None:
        query = query.where(tuple_(RoutingInquiry.at, RoutingInquiry.id) < _before(cursor))
    query = query.order_by(RoutingInquiry.at.desc(), RoutingInquiry.id.desc()).limit(limit + 1)
    rows = (await session.scalars(query)).all()
    data = [InquiryOut.model_validate(row) for row in rows[:limit]]
    last = data[-1] if len(rows) > limit else None
    return Page(
        data=data,
        has_more=last is not None,
        next_cursor=last and encode_cursor((str(last.at), str(last.id))),
    )


def _before(cursor: str) -> tuple[datetime, int]:
    at, inquiry_id = decode_cursor(cursor, (str, str))
    try:
        before, number = datetime.fromisoformat(str(at)), int(inquiry_id)
    except ValueError:
        raise FieldError("bad_cursor", pointer="/cursor") from None
    if before.tzinfo is None or abs(number) >= 2**63:
        raise FieldError("bad_cursor", pointer="/cursor")
    return before, number


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
