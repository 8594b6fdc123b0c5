"""The caller of a tool, read from the key and the headers of a request."""

from typing import Annotated, get_args

from fastapi import Header, Request
from starlette.datastructures import Headers

from app.core.principal import Principal
from app.schemas.calendars import ChannelScope
from app.sentences.languages import match_language
from app.tooling import Caller
from app.web.deps import PrincipalDep

CONVERSATION, CHANNEL, PHONE = "Luach-Conversation", "Luach-Channel", "Luach-Caller-Phone"

LONGEST = 255


def caller_of(principal: Principal, headers: Headers) -> Caller:
    """The caller of a request. A header that is too long or means nothing is as if it were not there."""
    channel = _read(headers, CHANNEL) or "all"
    return Caller(
        principal=principal,
        language=match_language(headers.get("Accept-Language")),
        channel=channel if channel in get_args(ChannelScope) else "all",
        conversation=_read(headers, CONVERSATION),
        phone=_read(headers, PHONE),
        idempotency_key=_read(headers, "Idempotency-Key"),
    )


def _read(headers: Headers, name: str) -> str | None:
    value = headers.get(name, "").strip()
    return value if value.isprintable() and 0 < len(value) <= LONGEST else None


async def caller_dep(
    principal: PrincipalDep,
    request: Request,
    conversation: Annotated[
        str | None,
        Header(alias=CONVERSATION, description="Tells one talk from another; limits what it writes."),
    ] = None,
    channel: Annotated[
        str | None, Header(alias=CHANNEL, description="Such as `calls` or `whatsapp`.")
    ] = None,
    phone: Annotated[
        str | None, Header(alias=PHONE, description="The customer's own number: only their appointments.")
    ] = None,
) -> Caller:
    """The caller of a request. The parameters document the headers; `caller_of` reads them."""
    del conversation, channel, phone
    return caller_of(principal, request.headers)
