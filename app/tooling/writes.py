"""Writes of tools: repeated calls write once, and one conversation writes a limited number of times."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert

from app.db.models.access import ToolConversation
from app.errors import LimitReached
from app.schemas.tools import ToolOutput
from app.tenancy.idempotency import StoredAnswer, earlier_answer, fingerprint_of, forget_answer, keep_answer
from app.tooling.contract import AnyTool, ToolContext

DERIVED_FOR = timedelta(minutes=10)

CONVERSATION_LASTS = timedelta(hours=24)


async def write_once(
    context: ToolContext, tool: AnyTool, given: BaseModel, work: Callable[[], Awaitable[ToolOutput]]
) -> ToolOutput:
    """Run a write, or replay its answer when it is asked for again. Raises LimitReached and what work raises.

    A key that the caller gave is kept for a day and replays whatever happened since. Without one the call is
    its own key for ten minutes, as long as what it made still stands: a time that was booked, cancelled and
    asked for again is booked again.
    """
    given_key = getattr(given, "idempotency_key", "") or context.caller.idempotency_key
    content = json.dumps(given.model_dump(mode="json", exclude={"idempotency_key"}), sort_keys=True).encode()
    key = f"tool {given_key}" if given_key else _derive_key(context, tool, content)
    if key is None:
        await _count(context, tool)
        return await work()
    fingerprint = fingerprint_of("TOOL", tool.name, content)
    session, business = context.session, context.business
    earlier = await earlier_answer(session, business, key, fingerprint, context.now)
    if earlier is not None:
        answer = tool.output.model_validate_json(earlier.body)
        if given_key or await tool.still_true(context, answer):
            return answer.model_copy(update={"replayed": True})
        await forget_answer(session, business, key)
        session.expunge_all()
    await _count(context, tool)
    answer = await work()
    stored = StoredAnswer(200, answer.model_dump_json(), None)
    kept_for = timedelta(hours=24) if given_key else DERIVED_FOR
    await keep_answer(session, business, key, fingerprint, stored, context.now, kept_for=kept_for)
    return answer


def _derive_key(context: ToolContext, tool: AnyTool, content: bytes) -> str | None:
    talk = context.caller.conversation
    if talk is None and tool.anonymous:
        return None
    scope = talk or f"key {context.caller.principal.key_id}"
    return f"tool {hashlib.sha256(b'|'.join((scope.encode(), tool.name.encode(), content))).hexdigest()}"


async def _count(context: ToolContext, tool: AnyTool) -> None:
    """Count a write of this conversation; the count rolls back with the transaction. Raises LimitReached."""
    talk = context.caller.conversation
    if talk is None or tool.cap is None:
        return
    row = {
        "business_id": context.business,
        "conversation": hashlib.sha256(talk.encode()).hexdigest(),
        "tool": tool.name,
    }
    one_more = (
        insert(ToolConversation)
        .values(**row, writes=1, expires_at=context.now + CONVERSATION_LASTS)
        .on_conflict_do_update(
            index_elements=list(row),
            set_={"writes": ToolConversation.writes + 1},
            where=ToolConversation.writes < tool.cap,
        )
        .returning(ToolConversation.writes)
    )
    if (await context.session.execute(one_more)).scalar_one_or_none() is None:
        raise LimitReached(max=tool.cap)
