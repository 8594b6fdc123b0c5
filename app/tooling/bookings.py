"""The appointments that a conversation booked, which are its customer's under any phone number."""

import hashlib
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db.models.access import ConversationBooking
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


def _hash(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()
