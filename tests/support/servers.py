"""PostgreSQL servers for tests: one per major and run, shared by the workers, removed at the run's end."""

import asyncio
import contextlib
import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

import asyncpg

from app.embedded import programs as embedded_programs
from app.embedded import server as embedded
from app.errors import ConfigurationError
from tests.support.source import ROOT

# No test cuts the power, so durability is off; tests with many parallel requests need 300 connections.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "300",
}
RUN_FOLDER = "luach-tests-"
ROOMY = 4 << 30  # bytes; a container's /dev/shm often has 64 MiB
HOST_SQL = ROOT / "tests" / "data" / "host"


def scratch() -> Path:
    """The folder of test servers' data: in memory where there is room (initdb in 0.5 s instead of 1.5)."""
    memory = Path("/dev/shm")  # noqa: S108 (a fresh name is made below it)
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOMY:
        return memory
    return Path(tempfile.gettempdir())


def remove_abandoned() -> None:
    """Stop and remove the servers of test runs that were killed; those still in use stay."""
    for folder in scratch().glob(f"{RUN_FOLDER}*"):
        # Several runs may come to the same folder, and its own run may be removing it right now.
        with contextlib.suppress(ConfigurationError, OSError):
            if (folder / "users.lock").exists() and embedded.start(folder).stop():
                shutil.rmtree(folder, ignore_errors=True)


def available_binaries() -> dict[int, Path]:
    """Major → folder of programs, in the order in which the application prefers them."""
    found: dict[int, Path] = {}
    for bindir in embedded_programs.program_folders():
        found.setdefault(embedded_programs.program_major(bindir), bindir)
    return found


class PostgresServer:
    """A running server of one major. Blocking calls: each is one short client program."""

    def __init__(self, data_dir: Path, bindir: Path) -> None:
        self._server = embedded.start(data_dir, settings=SETTINGS, bindir=bindir)
        self._templates: dict[str, str] = {}
        self.major = self._server.major
        self.bindir = bindir
        self.admin_url = self.url_of("postgres")

    def url_of(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={quote(str(self._server.socket_folder))}&port=5432"

    def create_database(self, name: str | None = None, template: str | None = None) -> str:
        """URL of a new database; `template` is the URL of an unused database to clone."""
        name = name or f"t_{uuid.uuid4().hex[:16]}"
        # Nobody can be connected to template0; wal_log copies without the two checkpoints of file_copy.
        origin = database_name(template) if template else "template0"
        self.run("createdb", "-T", origin, "--strategy=wal_log", name)
        return self.url_of(name)

    def drop_database(self, url: str) -> None:
        self.run("dropdb", "--force", "--if-exists", database_name(url))

    def template(self, key: str, fill: Callable[[str], Awaitable[object]]) -> str:
        """URL of the database that `fill(url)` made once for this worker under `key`."""
        if key not in self._templates:
            url = self.create_database()
            asyncio.run(_awaited(fill, url))
            self._templates[key] = url
        return self._templates[key]

    def psql(self, url: str, *arguments: str | Path) -> str:
        """Run psql in one session that stops at the first error; returns its unaligned output."""
        session = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database_name(url))
        return self.run("psql", *session, *arguments)

    def run(self, program: str, *arguments: str | Path) -> str:
        where = ("-h", str(self._server.socket_folder), "-p", "5432", "-U", "postgres")
        done = subprocess.run(
            [self.bindir / program, *where, *arguments],
            capture_output=True,
            text=True,
            check=False,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
        if done.returncode:
            raise RuntimeError(f"{program} {arguments}: {done.stderr.strip()}")
        return done.stdout

    def stop(self) -> bool:
        return self._server.stop()


async def _awaited(fill: Callable[[str], Awaitable[object]], url: str) -> None:
    await fill(url)


def database_name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    """A bare connection that is closed afterwards; an unclosed one fails the next test."""
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


def sqlalchemy_url(url: str) -> str:
    return url.replace("postgresql://", "postgresql+asyncpg://", 1)


def load_legacy(
    server: PostgresServer, url: str, *, businesses: int = 100, appointments_per_business: int = 20
) -> None:
    """Fill `url` with the host system's tables and rows as they stand before migration 115."""
    sizes = (
        f"SET host.businesses = '{businesses}'",
        f"SET host.appointments_per_business = '{appointments_per_business}'",
    )
    commands = [part for size in sizes for part in ("-c", size)]
    server.psql(url, *commands, "-f", HOST_SQL / "schema.sql", "-f", HOST_SQL / "fill.sql")
