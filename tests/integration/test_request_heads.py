"""`luach serve` reads 64 KB of a request's line and headers, and not more."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from tests.support.children import Child, free_port

LIMIT = 64 * 1024

NEVER_ENDS = 4 << 20

POST = b"POST /livez HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def address() -> Iterator[tuple[str, int]]:
    """A `luach serve` whose database never answers; /livez does."""
    served = Child(
        *("-m", "app.cli", "serve", "--port", str(free_port())), DATABASE_URL="postgresql://x@127.0.0.1:1/x"
    )
    try:
        found = urlsplit(served.address())
        yield found.hostname or "", found.port or 0
    finally:
        served.stop()


def answer_to(address: tuple[str, int], *parts: bytes) -> bytes:
    """All that the server sends until it closes the connection or has been silent for a second."""
    with socket.create_connection(address, timeout=60) as connection:
        try:
            for part in parts:
                connection.sendall(part)
        except ConnectionError:
            return b"closed"
        connection.settimeout(1)
        received = b""
        try:
            while piece := connection.recv(65536):
                received += piece
        except TimeoutError:
            return received
        except ConnectionError:
            return received or b"closed"
        return received + b"closed"


def get(*headers: bytes, path: bytes = b"/livez") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: x\r\n" + b"".join(headers) + b"\r\n"


LONG_HEADS = {
    "one header": [get(b"X: " + b"x" * LIMIT + b"\r\n")],
    "many headers": [get(*[b"X-%d: y\r\n" % i for i in range(LIMIT // 6)])],
    "an address": [get(path=b"/livez?" + b"x" * LIMIT)],
    "a second request": [get(), get(b"X: " + b"x" * LIMIT + b"\r\n")],
    "in small pieces": [b"GET /livez HTTP/1.1\r\nX: ", *[b"x" * 1000] * (LIMIT // 1000 + 1), b"\r\n\r\n"],
}


@pytest.mark.parametrize("parts", LONG_HEADS.values(), ids=LONG_HEADS)
def test_a_longer_head_is_refused_and_the_connection_closed(
    address: tuple[str, int], parts: list[bytes]
) -> None:
    received = answer_to(address, *parts)
    head, _, rest = received[received.index(b"HTTP/1.1 431") :].partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    assert rest.endswith(b"closed")
    assert json.loads(rest.removesuffix(b"closed"))["code"] == "headers_too_large"


ENDLESS = {
    "a header": [b"GET /livez HTTP/1.1\r\nX: ", b"x" * NEVER_ENDS],
    "a name": [b"GET /livez HTTP/1.1\r\n", b"x" * NEVER_ENDS],
    "an address": [b"GET /", b"x" * NEVER_ENDS],
    "headers": [b"GET /livez HTTP/1.1\r\n", b"X: y\r\n" * (NEVER_ENDS // 6)],
    "a trailer": [POST, b"0\r\nX: ", b"x" * NEVER_ENDS],
    "trailers": [POST, b"0\r\n", b"X: y\r\n" * (NEVER_ENDS // 6)],
    "a chunk's extension": [POST, b"1;", b"x" * NEVER_ENDS],
}


@pytest.mark.parametrize("parts", ENDLESS.values(), ids=ENDLESS)
def test_what_never_ends_closes_the_connection(address: tuple[str, int], parts: list[bytes]) -> None:
    assert answer_to(address, *parts).endswith(b"closed")


def test_heads_below_the_limit_are_served_one_after_the_other(address: tuple[str, int]) -> None:
    near = get(b"X: " + b"x" * (LIMIT - 100) + b"\r\n")
    assert answer_to(address, near, near, near).count(b"HTTP/1.1 200") == 3


def test_a_long_body_does_not_count(address: tuple[str, int]) -> None:
    whole = b"POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (2 * LIMIT)
    chunks = POST + b"400\r\n" + b"x" * 1024 + b"\r\n"
    received = answer_to(address, whole, b"x" * (2 * LIMIT), chunks, b"0\r\n\r\n", get())
    assert received.count(b"HTTP/1.1 405") == 2
    assert received.count(b"HTTP/1.1 200") == 1
