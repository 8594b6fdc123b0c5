"""asyncpg connections for migrations, and the transaction of every change.

SQLAlchemy is not used: a statement of the extended protocol inside the leader's open transaction keeps a
snapshot, and CREATE INDEX CONCURRENTLY waits for every snapshot.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from app.errors import LuachError
from app.migrations.parts.steps import Connection
from app.migrations.running.tracking import Tracking

APPLICATION = "luach-migrations"

# Arguments of SQLAlchemy that libpq does not know.
_SQLALCHEMY_ONLY = {"prepared_statement_cache_size", "prepared_statement_name_func", "async_fallback"}


class Fenced(LuachError):
    """Another process leads, so this transaction must not commit."""

    code = "migration_fenced"


def dsn(url: str) -> str:
    """The URL in libpq's form, from `postgresql+asyncpg://` and SQLAlchemy's arguments."""
    parts = urlsplit(url)
    query = [
        ("sslmode" if key == "ssl" else key, value)
        for key, value in parse_qsl(parts.query)
        if key not in _SQLALCHEMY_ONLY
    ]
    # Not by urlunsplit: it drops the empty host of `postgresql://postgres@/db?host=/folder`.
    tail = f"?{urlencode(query)}" if query else ""
    return f"postgresql://{parts.netloc}{urlunsplit(('', '', parts.path, '', ''))}{tail}"


async def open_connection(url: str, application: str = APPLICATION) -> Connection:
    """A connection that also works through PgBouncer: no prepared statement outlives its transaction."""
    return await asyncpg.connect(
        dsn(url), statement_cache_size=0, server_settings={"application_name": application}
    )


class Session:
    """The leader's working connection. Every commit checks the leader's epoch first."""

    def __init__(
        self, url: str, direct_url: str | None, tracking: Tracking, epoch: int, stopping: asyncio.Event
    ) -> None:
        self.url = url
        self.direct_url = direct_url
        self.tracking = tracking
        self.epoch = epoch
        self.stopping = stopping
        self._connection: Connection | None = None
        self._watches_client = False

    async def connection(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await open_connection(self.url)
            self._watches_client = await _can_watch_client(self._connection)
        return self._connection

    def drop(self) -> None:
        """Close a connection that may be lost; the next use opens another."""
        if self._connection is not None:
            self._connection.terminate()

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            # Not terminate(): it would leave the server side of a cancelled statement running.
            await self._connection.close(timeout=5)

    @asynccontextmanager
    async def transaction(
        self, step: str, *, lock_ms: int = 250, statement_ms: int = 60_000
    ) -> AsyncIterator[Connection]:
        """One transaction with short timeouts that commits only while this process leads.

        Its last statement locks the leader's row until the commit. A new leader must write that row first, so
        it either waits for this commit or makes this transaction raise Fenced.
        """
        connection = await self.connection()
        async with connection.transaction():
            # One round trip for all settings.
            await connection.execute("; ".join(self._settings(step, lock_ms, statement_ms)))
            yield connection
            if not await self.tracking.leads(connection, self.epoch):
                raise Fenced(epoch=self.epoch)

    def _settings(self, step: str, lock_ms: int, statement_ms: int) -> list[str]:
        settings = [
            # Any PostgreSQL accepts two-part names. Citus needs them to forward the settings to its nodes
            # and to allow triggers.
            "SET LOCAL citus.propagate_set_commands = 'local'",
            "SET LOCAL citus.enable_unsafe_triggers = on",
            f"SET LOCAL lock_timeout = {lock_ms}",
            f"SET LOCAL statement_timeout = {statement_ms}",
            "SET LOCAL idle_in_transaction_session_timeout = '60s'",
            f"SET LOCAL application_name = '{APPLICATION}:{step}'",
        ]
        if self._watches_client:
            # Otherwise a killed process's statement runs to its end and keeps its row locks.
            settings.append("SET LOCAL client_connection_check_interval = '500ms'")
        return settings


async def _can_watch_client(connection: Connection) -> bool:
    """Whether the server accepts `client_connection_check_interval`; some systems do not."""
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL client_connection_check_interval = '500ms'")
    except asyncpg.PostgresError:
        return False
    return True
