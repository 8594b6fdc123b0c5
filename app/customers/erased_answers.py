"""Names and numbers in the stored answers of requests with an idempotency key.

An answer stays without them, so that no request is done again.
"""

import json
from collections.abc import Collection
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.query import Command, Query


class _Answer(NamedTuple):
    key: str
    body: str


_ANSWERS = Query(
    """
    SELECT key, body FROM idempotency_keys k
    WHERE k.business_id = :business AND EXISTS (
        SELECT FROM unnest(CAST(:texts AS text[])) AS told (text) WHERE position(told.text IN k.body) > 0)
    """,
    _Answer,
)

_CHANGE_ANSWER = Command(
    "UPDATE idempotency_keys SET body = :body WHERE business_id = :business AND key = :key"
)

# A key that holds a number cannot stay; a repeated request is then a new one.
_REMOVE_KEYS = Command(
    """
    DELETE FROM idempotency_keys k
    WHERE k.business_id = :business AND EXISTS (
        SELECT FROM unnest(CAST(:texts AS text[])) AS told (text) WHERE position(told.text IN k.key) > 0)
    """
)


async def erase_from_answers(
    session: AsyncSession, business: BusinessId, names: Collection[str], phones: Collection[str]
) -> None:
    """Take names and numbers out of the business's stored answers that have a number or a whole name."""
    await _REMOVE_KEYS.run(session, business=business, texts=sorted(phones))
    quoted = [json.dumps(name, ensure_ascii=False) for name in names]
    numbers = [_inside(phone) for phone in phones]
    # The longest first: a name within a longer one would leave a rest of it.
    texts = sorted(map(_inside, {*names, *phones}), key=len, reverse=True)
    for answer in await _ANSWERS.rows(session, business=business, texts=[*quoted, *numbers]):
        body = answer.body
        for text in texts:
            body = body.replace(text, "")
        await _CHANGE_ANSWER.run(session, business=business, key=answer.key, body=body)


def _inside(text: str) -> str:
    """A text as it stands within a string of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]
