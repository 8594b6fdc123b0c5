"""Who calls a tool: the key's holder, and what the transport knows of the conversation."""

from typing import get_args

from starlette.datastructures import Headers

from app.schemas.calendars import ChannelScope
from app.speech import tongue_of
from app.tenancy.principal import Principal
from app.tooling import Caller

CONVERSATION, CHANNEL, PHONE = "Luach-Conversation", "Luach-Channel", "Luach-Caller-Phone"
LONGEST = 255


def caller_of(principal: Principal, headers: Headers) -> Caller:
    """The caller of a request. A header that is too long or means nothing is as if it were not there."""
    channel = _read(headers, CHANNEL) or "all"
    return Caller(
        principal=principal,
        language=tongue_of(headers.get("Accept-Language")),
        channel=channel if channel in get_args(ChannelScope) else "all",
        conversation=_read(headers, CONVERSATION),
        phone=_read(headers, PHONE),
        idempotency_key=_read(headers, "Idempotency-Key"),
    )


def _read(headers: Headers, name: str) -> str | None:
    value = headers.get(name, "").strip()
    return value if value.isprintable() and 0 < len(value) <= LONGEST else None
