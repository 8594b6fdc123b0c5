"""Processes that use the embedded server, and looking at and killing those that are the server."""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.support.servers import connected

REPOSITORY = Path(__file__).parents[3]
QUICK = {"fsync": "off"}
STRANGER = 54321  # a user id that has nothing to do with the server
AS_ROOT = os.geteuid() == 0


class User:
    """A child process that starts and stops the embedded server of `data_dir`."""

    def __init__(self, data_dir: Path, uid: int | None, *options: str, contained: bool = False) -> None:
        identity = () if uid is None else ("--uid", str(uid))
        # Docker's root may not look into other users' processes.
        wrapper = ("setpriv", "--bounding-set=-sys_ptrace") if contained else ()
        program = (sys.executable, "-m", "tests.integration.embedded.user")
        self.process = subprocess.Popen(
            [*wrapper, *program, str(data_dir), *identity, *options],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def tell(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, object]:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        assert ready, "no answer within a minute"
        heard: dict[str, object] = json.loads(self.process.stdout.readline())
        return heard

    def ask(self, command: str) -> dict[str, object]:
        self.tell(command)
        return self.hear()

    def kill(self) -> None:
        """SIGKILL to the process and the programs it is running, the server excepted: that has left it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def state(pid: object) -> str:
    """The kernel's letter for a process, Z for one that is dead but not reaped, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def lives(pid: object) -> bool:
    return state(pid) not in ("", "Z")


def family(postmaster: object) -> list[int]:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [int(str(postmaster)), *map(int, children)]


def kill_server(postmaster: object) -> None:
    if not lives(postmaster):
        return
    pids = family(postmaster)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(lives(pid) for pid in pids))


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline, "did not happen within 30 seconds"
        time.sleep(0.002)


async def value(url: object, query: str) -> object:
    async with connected(str(url)) as connection:
        return await connection.fetchval(query)
