"""HEAD and `If-None-Match`: answers without their body (RFC 9110, 9.3.2 and 13.1.2)."""

from starlette.datastructures import Headers
from starlette.types import Message, Scope, Send

_OF_THE_BODY = {b"content-length", b"content-type"}


def as_get(scope: Scope) -> Scope:
    """The scope of the GET whose headers a HEAD request asks for; another request's own scope."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def without_needless_body(scope: Scope, send: Send) -> Send:
    """A `send` that leaves the body out for HEAD, and for a GET whose client has this version (304)."""
    known = Headers(scope=scope).get("if-none-match") if scope["method"] in {"GET", "HEAD"} else None
    if scope["method"] != "HEAD" and known is None:
        return send
    empty = scope["method"] == "HEAD"

    async def send_less(message: Message) -> None:
        nonlocal empty
        if message["type"] == "http.response.start":
            if known is not None and message["status"] == 200 and _names(known, message):
                empty = True
                kept = [pair for pair in message["headers"] if pair[0].lower() not in _OF_THE_BODY]
                message = {**message, "status": 304, "headers": kept}
        elif empty:
            message = {**message, "body": b""}
        await send(message)

    return send_less


def _names(if_none_match: str, start: Message) -> bool:
    """Whether the header names the version of the answer; the comparison is the weak one."""
    etag = Headers(raw=start["headers"]).get("etag")
    if etag is None:
        return False
    given = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return "*" in given or etag.removeprefix("W/") in given
