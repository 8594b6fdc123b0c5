"""The application as its own process, as an operator starts it."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import httpx

ROOT = Path(__file__).parents[2]
# A child must not take settings from this environment.
CLEAN = {
    name: value for name, value in os.environ.items() if not name.startswith(("LUACH_", "DATABASE_", "DB_"))
}
PATIENCE = 150.0


class Child:
    """A server process; `lines` is what it has written so far, to standard error."""

    def __init__(self, *command: str, **environment: str) -> None:
        self.lines: list[str] = []
        self.process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**CLEAN, "LUACH_LOG_FORMAT": "json", **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.lines.append(line.rstrip("\n"))

    def address(self) -> str:
        """The address on which it listens, once its log says so."""
        return str(self.event("listening")["address"])

    def printed(self, beginning: str, count: int) -> list[str]:
        """The lines with that beginning, once there are `count` of them."""
        deadline = time.monotonic() + PATIENCE
        while len(lines := [line for line in self.lines if line.startswith(beginning)]) < count:
            assert time.monotonic() < deadline, "\n".join(self.lines)
            time.sleep(0.01)
        return lines

    def event(self, name: str) -> dict[str, Any]:
        """The first log line of that event, once it is written."""
        deadline = time.monotonic() + PATIENCE
        while True:
            for line in self.lines:
                if line.startswith("{") and (told := json.loads(line))["event"] == name:
                    return cast("dict[str, Any]", told)
            assert self.process.poll() is None, "\n".join(self.lines)
            assert time.monotonic() < deadline, "\n".join(self.lines)
            time.sleep(0.01)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._reader.join(10)
        assert self.process.stderr is not None
        self.process.stderr.close()


@contextlib.contextmanager
def served(**environment: str) -> Iterator[Child]:
    """`uvicorn app.main:app` on a free port; stopped at the end of the block."""
    child = Child("-m", "uvicorn", "app.main:app", "--port", "0", **environment)
    try:
        yield child
    finally:
        child.stop()


def printed_key(child: Child, role: str) -> str:
    """The demo business's key of that role, as the first start prints it."""
    return child.printed(f"  {role}  luach_", 1)[0].split()[-1]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def until_ready(address: str, seconds: float = PATIENCE) -> httpx.Response:
    """The answer of /readyz once it is 200, within so many seconds."""
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(httpx.TransportError):
            answer = httpx.get(f"{address}/readyz")
            if answer.status_code == 200:
                return answer
        assert time.monotonic() < deadline, "not ready in time"
        time.sleep(0.05)
