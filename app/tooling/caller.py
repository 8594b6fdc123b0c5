"""The caller of a tool, and the appointments that they may use."""

import hashlib
from dataclasses import dataclass, replace

from app.core.principal import BusinessId, Principal
from app.customers.numbers import read_number
from app.customers.phones import E164
from app.db.query import Reader
from app.sentences.languages import Language

NOBODY = "nobody"
"""The owner of ids that no caller may use."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The holder of a key and the customer they act for: from the credential and the transport, never from a
    model.

    `conversation` names one conversation. `phone` is the customer's number as the line shows it: None where
    the transport says nothing about it; a text that is no number means that the customer withholds it.
    `number` is what `phone` means in the business's country; `with_number` reads it.
    """

    principal: Principal
    language: Language | None = None
    channel: str = "all"
    conversation: str | None = None
    phone: str | None = None
    idempotency_key: str | None = None
    number: E164 | None = None

    @property
    def is_fenced(self) -> bool:
        """Whether only the customer's own appointments can be reached.

        True where the line shows numbers, even if this customer withholds theirs. A telephone call always
        does: without a number it is an anonymous call.
        """
        return self.phone is not None or self.channel == "calls"

    @property
    def is_known(self) -> bool:
        """Whether a number or a conversation tells this customer from others."""
        return self.number is not None or bool(self.conversation)

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners whose appointment ids the caller may use: their number and their conversation.

        A caller with neither shares ids with all such callers of the business on an open line, and may use
        none on a fenced one.
        """
        phone = (f"phone {self.number}",) if self.number else ()
        conversation = (f"conversation {self.conversation}",) if self.conversation else ()
        return (*phone, *conversation) or (() if self.is_fenced else ("",))

    @property
    def holder(self) -> str | None:
        """The holder of the caller's holds: a SHA-256 hash of their conversation, else of their number.

        None for a caller who cannot be told from others: no hold is theirs.
        """
        return hashlib.sha256(self.owners[-1].encode()).hexdigest() if self.is_known else None

    @property
    def id_owner(self) -> str:
        """The owner of the appointment ids that are given to this caller."""
        return next(iter(self.owners), NOBODY)


async def with_number(reader: Reader, business: BusinessId, caller: Caller) -> Caller:
    """The caller with the number that their phone means in the business's country."""
    return replace(caller, number=await read_number(reader, business, caller.phone))
