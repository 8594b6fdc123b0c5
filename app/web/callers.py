"""The caller of a tool, read from the key and the headers of a request."""

from typing import Annotated, get_args

from fastapi import Header, Request
from starlette.datastructures import Headers

from app.core.principal import Principal
from app.errors import FieldError
from app.schemas.calendars import ChannelScope
from app.sentences.languages import match_language
from app.tooling import Caller
from app.web.deps import PrincipalDep
from app.web.idempotent import read_key

CONVERSATION, CHANNEL, PHONE = "Luach-Conversation", "Luach-Channel", "Luach-Caller-Phone"

LONGEST = 255

_CHANNELS = get_args(ChannelScope)

_UNFILLED = ("{{", "${")
"""Signs of a template whose variable the platform did not fill in: the same text for every customer."""


def caller_of(principal: Principal, headers: Headers) -> Caller:
    """The caller of a request.

    Raises FieldError for an unknown channel, for a conversation that cannot be told from others, and for an
    idempotency key that cannot be stored: all three decide what the caller may do.
    """
    return Caller(
        principal=principal,
        language=match_language(headers.get("Accept-Language")),
        channel=_read_channel(headers),
        conversation=_read_conversation(headers),
        phone=_read_phone(headers),
        idempotency_key=read_key(headers.get("Idempotency-Key")),
    )


def _read_channel(headers: Headers) -> str:
    channel = headers.get(CHANNEL, "").strip().lower() or "all"
    if channel not in _CHANNELS:
        raise FieldError("not_allowed", pointer=f"/{CHANNEL}", expected=", ".join(_CHANNELS))
    return channel


def _read_conversation(headers: Headers) -> str | None:
    if CONVERSATION not in headers:
        return None
    conversation = headers[CONVERSATION].strip(" ")
    pointer = f"/{CONVERSATION}"
    if not conversation:
        raise FieldError("too_short", pointer=pointer, min=1)
    if len(conversation) > LONGEST:
        raise FieldError("too_long", pointer=pointer, max=LONGEST)
    if not conversation.isprintable() or any(sign in conversation for sign in _UNFILLED):
        raise FieldError("invalid", pointer=pointer)
    return conversation


def _read_phone(headers: Headers) -> str | None:
    """The header's text. For several headers, or for one that no line sends, the empty text: no number."""
    given = headers.getlist(PHONE)
    if not given:
        return None
    phone = given[0].strip(" ")
    return phone if len(given) == 1 and len(phone) <= LONGEST and phone.isprintable() else ""


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
