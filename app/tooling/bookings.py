"""Bookings by tools, and the appointments that a conversation booked.

These are its customer's under any phone number.
"""

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.customers.numbers import business_country
from app.customers.phones import read_phone, same_number
from app.db.models.access import ConversationBooking
from app.errors import BookingRefused, HoldUsed
from app.scheduling.appointments import appointments_at, get_appointment
from app.scheduling.booking import book
from app.scheduling.loading import business_zone
from app.schemas.scheduling import AppointmentIn, AppointmentOut, ChosenBy
from app.tooling.contract import ToolContext

REMEMBERED_FOR = timedelta(hours=24)


async def remember_booking(context: ToolContext, appointment_id: int) -> None:
    """Note that the caller's conversation booked an appointment."""
    if context.caller.conversation is None:
        return
    row = {
        "business_id": context.business,
        "conversation": _hash(context.caller.conversation),
        "appointment_id": appointment_id,
        "expires_at": context.now + REMEMBERED_FOR,
    }
    await context.session.execute(insert(ConversationBooking).values(row).on_conflict_do_nothing())


async def booked_in_conversation(context: ToolContext) -> list[int]:
    """The ids of the appointments that the caller's conversation booked."""
    if context.caller.conversation is None:
        return []
    query = select(ConversationBooking.appointment_id).where(
        ConversationBooking.business_id == context.business,
        ConversationBooking.conversation == _hash(context.caller.conversation),
        ConversationBooking.expires_at > context.now,
    )
    return list(await context.session.scalars(query))


async def book_or_find(
    context: ToolContext, wanted: AppointmentIn, calendar_ids: Sequence[int], chosen_by: ChosenBy
) -> tuple[AppointmentOut, bool]:
    """The new appointment and False, or the same customer's earlier one at that time and True.

    Raises the errors of `book`.
    """
    session, business, author, now = context.session, context.business, context.author, context.now
    try:
        booked = await book(
            session,
            business,
            wanted,
            calendar_ids,
            chosen_by=chosen_by,
            author=author,
            now=now,
            holder=context.caller.holder,
        )
    except (BookingRefused, HoldUsed) as refusal:
        own = await _own_booking(context, wanted, calendar_ids, refusal)
        if own is None:
            raise
        return own, True
    return booked, False


async def _own_booking(
    context: ToolContext,
    wanted: AppointmentIn,
    calendar_ids: Sequence[int],
    refusal: BookingRefused | HoldUsed,
) -> AppointmentOut | None:
    """The customer's appointment under the same name that takes the time that was refused.

    It is theirs if it has the number that the line shows, or if their conversation booked it.
    """
    session, business, number = context.session, context.business, context.caller.number
    booked = await booked_in_conversation(context)
    if isinstance(refusal, HoldUsed):
        there = [await get_appointment(session, business, refusal.appointment_id)]
    elif refusal.reason == "slot_taken" and wanted.starts_at is not None:
        starts_at = wanted.starts_at
        if starts_at.tzinfo is None:
            starts_at = starts_at.replace(tzinfo=await business_zone(session, business))
        there = await appointments_at(session, business, calendar_ids, starts_at)
    else:
        return None
    country = await business_country(session, business)
    return next(
        (
            each
            for each in there
            if each.customer_name == wanted.customer_name
            and (each.id in booked or same_number(number, read_phone(each.customer_phone, country)))
        ),
        None,
    )


def _hash(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()
