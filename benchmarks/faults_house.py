"""The processes under test: two servers and their embedded PostgreSQL. Each can be killed with -9."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

from app.embedded import server as embedded
from tests.support.children import Child, free_port, until_ready

SERVERS = 2
PATIENCE_SECONDS = 300.0
"""A server that adopts a large host on a busy machine needs minutes."""


@dataclass
class House:
    """The processes under test. `recoveries`: seconds from a kill until both servers say they are ready."""

    folder: Path
    ports: list[int] = field(default_factory=lambda: [free_port() for _ in range(SERVERS)])
    servers: list[Child] = field(default_factory=list)
    shares: list[embedded.EmbeddedPostgres] = field(default_factory=list)
    recoveries: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    crashes: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.shares[-1].url

    async def start_postgres(self) -> None:
        settings = {"max_connections": "100", "shared_buffers": "256MB"}
        self.shares.append(await asyncio.to_thread(embedded.start, self.folder, settings=settings))

    def serve(self, number: int) -> Child:
        command = ("-m", "uvicorn", "app.main:app", "--port", str(self.ports[number]))
        quiet = ("--log-level", "warning", "--no-access-log")
        return Child(*command, *quiet, DATABASE_URL=self.url, LUACH_DEMO="false", LUACH_LOG_LEVEL="error")

    async def until_ready(self) -> None:
        for port in self.ports:
            await asyncio.to_thread(until_ready, f"http://127.0.0.1:{port}", PATIENCE_SECONDS)

    async def kill(self, victim: str) -> None:
        """Kill a process with -9, start it again, and wait until everything is ready."""
        began = time.monotonic()
        if victim == "PostgreSQL":
            kill_postgres(self.shares[-1].cluster)
            await self.start_postgres()
        else:
            number = int(victim[-1]) - 1
            self.servers[number].process.kill()
            await asyncio.to_thread(self._bury, self.servers[number])
            self.servers[number] = self.serve(number)
        await self.until_ready()
        self.recoveries[victim].append(time.monotonic() - began)

    def close(self) -> None:
        for server in self.servers:
            self._bury(server)
        for share in self.shares:
            share.stop()

    def _bury(self, server: Child) -> None:
        server.stop()
        for line in server.lines:
            if "request_crashed" in line:
                self.crashes.append(json.loads(line)["exception"].strip().rpartition("\n")[2])


def kill_postgres(cluster: Path) -> None:
    """Kill the postmaster with -9, so that it starts nothing more, and then all its children."""
    postmaster = int((cluster / "postmaster.pid").read_text().partition("\n")[0])
    started = [pid for pid, parent in _parents() if parent == postmaster]
    os.kill(postmaster, signal.SIGKILL)
    for pid in started:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def _parents() -> list[tuple[int, int]]:
    """Pairs of pids of all processes: (process, its parent)."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text().rpartition(") ")[2].split()
            found.append((int(stat.parent.name), int(fields[1])))
    return found


@contextlib.asynccontextmanager
async def running() -> AsyncIterator[House]:
    """PostgreSQL with its durable settings, without tables and servers; stopped at the end of the block."""
    house = House(_fresh_folder())
    try:
        await house.start_postgres()
        yield house
    finally:
        await asyncio.to_thread(house.close)
        shutil.rmtree(house.folder, ignore_errors=True)


def _fresh_folder() -> Path:
    """A path that does not exist yet; the embedded PostgreSQL makes the folder for its own account."""
    folder = Path(tempfile.mkdtemp(prefix="luach-faults-"))
    folder.rmdir()
    return folder
