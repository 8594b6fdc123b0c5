"""Listening sockets: `luach serve` binds its own, and every server's are found again by asking the kernel."""

import asyncio
import errno
import os
import socket
import stat
from contextlib import ExitStack
from pathlib import Path

from app.errors import ConfigurationError

BACKLOG = 2048

# Every descriptor of this process, on Linux and macOS.
_DESCRIPTORS = Path("/dev/fd")

_POLL_SECONDS = 0.05

_EVERY_INTERFACE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen on every address of `host`. Raises ConfigurationError."""
    with ExitStack() as undo:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
            sockets = [
                # It listens at once: two sockets that are only bound may share a port.
                undo.enter_context(socket.create_server(address[:2], family=family, backlog=BACKLOG))
                for family, _, _, _, address in found
            ]
        except OSError as error:
            raise ConfigurationError(_problem(host, port, error)) from None
        undo.pop_all()
        return sockets


def _problem(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this machine: choose another with --host or LUACH_HOST."
    problem = (
        "is taken by another program: stop it, or"
        if error.errno == errno.EADDRINUSE
        else f"cannot be used ({error.strerror}):"
    )
    return f"Port {port} on {host} {problem} choose another port with --port or LUACH_PORT."


async def wait_until_listening() -> str:
    """The http address of this process, as soon as one of its sockets listens.

    A server such as uvicorn binds its socket after the application's start and tells it nothing.
    """
    while (address := _listening_address()) is None:  # noqa: ASYNC110 - the kernel signals nothing
        await asyncio.sleep(_POLL_SECONDS)
    return address


def _listening_address() -> str | None:
    for entry in os.listdir(_DESCRIPTORS):
        try:
            if stat.S_ISSOCK(os.fstat(int(entry)).st_mode):
                with socket.socket(fileno=os.dup(int(entry))) as candidate:
                    if _listens(candidate):
                        return _address(candidate)
        except OSError:
            continue  # closed meanwhile
    return None


def _listens(candidate: socket.socket) -> bool:
    return candidate.family in {socket.AF_INET, socket.AF_INET6} and bool(
        candidate.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN)
    )


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    host = _EVERY_INTERFACE.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
