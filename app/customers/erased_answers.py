"""Names and numbers in the stored answers of requests with an idempotency key.

An answer stays without them, so that no request is done again.
"""

import json
from collections.abc import Set
from typing import Any, NamedTuple

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


NO_TITLE = "—"
"""The title of an erased customer's appointment: the old one often was their name."""

# What an answer says of a customer in their own or somebody else's words, and what stands there afterwards.
_FREE_TEXTS: dict[str, Any] = {
    "title": NO_TITLE,
    "customer_name": None,
    "customer_phone": None,
    "customer_email": None,
    "notes": None,
    "note": None,
    "cancel_reason": None,
    "metadata": {},
}


class ContactTexts(NamedTuple):
    """The texts that tell who a customer was, and nobody else.

    Names are compared whole, numbers and e-mail addresses wherever they stand.
    """

    names: Set[str]
    addresses: Set[str]

    def are_in(self, text: str) -> bool:
        return text in self.names or any(address in text for address in self.addresses)


async def erase_from_answers(
    session: AsyncSession, business: BusinessId, contact: ContactTexts, phones: Set[str]
) -> None:
    """Take what the business's stored answers tell of a customer out of them, and keys with a number away."""
    await _REMOVE_KEYS.run(session, business=business, texts=sorted(phones))
    quoted = [json.dumps(name, ensure_ascii=False) for name in contact.names]
    inside = [json.dumps(address, ensure_ascii=False)[1:-1] for address in contact.addresses]
    for answer in await _ANSWERS.rows(session, business=business, texts=[*quoted, *inside]):
        body = json.dumps(without_contact(json.loads(answer.body), contact), ensure_ascii=False)
        await _CHANGE_ANSWER.run(session, business=business, key=answer.key, body=body)


def without_contact(value: Any, contact: ContactTexts) -> Any:
    """A value of JSON in which every object that names the customer has lost its free texts."""
    if isinstance(value, list):
        return [without_contact(each, contact) for each in value]
    if isinstance(value, str):
        return _without_texts(value, contact)
    if not isinstance(value, dict):
        return value
    theirs = any(isinstance(each, str) and contact.are_in(each) for each in value.values())
    return {
        name: _FREE_TEXTS[name] if theirs and name in _FREE_TEXTS else without_contact(each, contact)
        for name, each in value.items()
    }


def _without_texts(text: str, contact: ContactTexts) -> str:
    # The longest first: a name within a longer one would leave a rest of it.
    for told in sorted({*contact.names, *contact.addresses}, key=len, reverse=True):
        text = text.replace(told, "")
    return text
