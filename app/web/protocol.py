"""HTTP/1.1 with a limit on the head of a request, for `luach serve`.

httptools has no limit of its own, and uvicorn sets none with it: a head without an end is kept in memory as
long as the client sends. The head is the request line and the headers.
"""

import uuid

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.schemas.problems import Problem
from app.sentences.problems import problem_text

MAX_HEAD_BYTES = 64 * 1024

LINGER_SECONDS = 2.0
"""The time in which what a refused client still sends is read and dropped."""

MEDIA_TYPE = b"application/problem+json"


class LimitedHttpProtocol(HttpToolsProtocol):
    """A connection that answers a longer head with 431 and is closed.

    Two counts, because a header reaches `on_header` only when it is complete: the bytes of the complete parts
    of the head, trailers included, and those of chunks in which the parser completed nothing at all.
    """

    _head = 0
    _silent = 0
    _heard = False
    _refused = False

    def data_received(self, data: bytes) -> None:
        if self._refused:
            return
        self._heard = False
        super().data_received(data)
        self._silent = 0 if self._heard else self._silent + len(data)
        if self._silent > MAX_HEAD_BYTES:
            self._refuse()

    def on_message_begin(self) -> None:
        self._heard, self._head = True, 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if self._fits(len(url)):
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._fits(len(name) + len(value)):
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if not self._refused:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._heard = True
        if not self._refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._heard = True
        if not self._refused:
            super().on_message_complete()

    def _fits(self, size: int) -> bool:
        """Whether the head fits with a further part of `size` bytes; if not, it is refused."""
        self._heard = True
        self._head += size
        if self._head > MAX_HEAD_BYTES:
            self._refuse()
        return not self._refused

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._refused:
            self._answer_and_close()

    def _refuse(self) -> None:
        if not self._refused:
            self._refused = True
            self._answer_and_close()

    def _answer_and_close(self) -> None:
        """Answer 431 and close, unless answers to earlier requests of the connection are under way."""
        if self.transport.is_closing() or (self.cycle is not None and not self.cycle.response_complete):
            return
        self.transport.write(_answer())
        if self.transport.can_write_eof():
            self.transport.write_eof()
        # Closed with bytes unread, the connection would be reset, and the client could lose the answer.
        self.loop.call_later(LINGER_SECONDS, self.transport.close)


def _answer() -> bytes:
    title = problem_text("headers_too_large", "en", {})
    body = Problem(
        type="/problems/headers_too_large",
        title=title,
        status=431,
        detail=title,
        code="headers_too_large",
        request_id=uuid.uuid4().hex,
    ).model_dump_json(exclude_none=True)
    content = body.encode()
    head = (
        STATUS_LINE[431],
        b"content-type: " + MEDIA_TYPE,
        b"content-length: %d" % len(content),
        b"connection: close",
    )
    return head[0] + b"\r\n".join(head[1:]) + b"\r\n\r\n" + content
