"""Writes of tools: repeated calls write once, and one conversation writes a limited number of times."""

import hashlib
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta

from pydantic import BaseModel
from sqlalchemy.dialects.postgresql import insert

from app.db.models.access import ToolConversation
from app.errors import IdempotencyOutdated, LimitReached
from app.schemas.tools import ToolOutput
from app.tenancy.idempotency import (
    KEPT_FOR,
    StoredAnswer,
    earlier_answer,
    fingerprint_of,
    forget_answer,
    keep_answer,
)
from app.tooling.caller import Caller
from app.tooling.contract import AnyTool, ToolContext

DERIVED_FOR = timedelta(minutes=10)

CONVERSATION_LASTS = timedelta(hours=24)

# The table also holds the keys of HTTP requests, and these cannot contain a TAB.
_PREFIX = "tool\t"


async def write_once(
    context: ToolContext, tool: AnyTool, given: BaseModel, work: Callable[[], Awaitable[ToolOutput]]
) -> ToolOutput:
    """Run a write, or replay its answer to the same caller while the answer is still true.

    An explicit key is kept for a day; if its answer is no longer true, the call is refused. Without a key the
    call itself is the key for ten minutes; if its answer is no longer true, the work is done again: a time
    that was booked, cancelled and asked for again is booked again. A caller without phone number and
    conversation cannot be told from others, so without a key their calls are never replays.

    Raises LimitReached, IdempotencyOutdated, and the errors of `work`.
    """
    explicit = context.caller.idempotency_key
    content = json.dumps(given.model_dump(mode="json"), sort_keys=True)
    key = _explicit_key(context.caller, explicit) if explicit else _implied_key(context.caller, tool, content)
    if key is None:
        await _count(context, tool)
        return await work()
    fingerprint = fingerprint_of("TOOL", tool.name, content.encode())
    session, business = context.session, context.business
    earlier = await earlier_answer(session, business, key, fingerprint, context.now)
    if earlier is not None:
        answer = tool.output.model_validate_json(earlier.body)
        if await tool.still_true(context, answer):
            return answer.model_copy(update={"replayed": True})
        if explicit:
            raise IdempotencyOutdated
        await forget_answer(session, business, key)
        session.expunge_all()
    await _count(context, tool)
    answer = await work()
    stored = StoredAnswer(200, answer.model_dump_json(), None)
    kept_for = KEPT_FOR if explicit else DERIVED_FOR
    await keep_answer(session, business, key, fingerprint, stored, context.now, kept_for=kept_for)
    return answer


def _explicit_key(caller: Caller, key: str) -> str:
    """The key that a platform gave, within this caller; within its API key if nothing else tells callers."""
    owners = caller.owners if caller.is_known else (f"key {caller.principal.key_id}",)
    return _hash("explicit", caller.channel, *owners, key)


def _implied_key(caller: Caller, tool: AnyTool, content: str) -> str | None:
    if not caller.is_known:
        return None
    return _hash("implied", caller.channel, *caller.owners, tool.name, content)


def _hash(*parts: str) -> str:
    return _PREFIX + hashlib.sha256(json.dumps(parts).encode()).hexdigest()


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
