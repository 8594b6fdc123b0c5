"""Bare asyncpg connections for migrations, and the transaction that every change runs in.

SQLAlchemy is not used here: any statement of the extended protocol inside the leader's open transaction keeps
a snapshot, and CREATE INDEX CONCURRENTLY waits for every snapshot.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import asyncpg

from app.errors import LuachError
from app.migrations.parts.steps import Connection

APPLICATION = "luach-migrations"

# `ssl` is SQLAlchemy's spelling; the others are its own and mean nothing to the server.
_SQLALCHEMY_ONLY = {"prepared_statement_cache_size", "prepared_statement_name_func", "async_fallback"}


class Fenced(LuachError):
    """Another process took over the lead, so this transaction must not commit."""

    code = "migration_fenced"


def dsn(url: str) -> str:
    """The address in libpq's form; `postgresql+asyncpg://` and SQLAlchemy's arguments are translated."""
    parts = urlsplit(url)
    query = [
        ("sslmode" if key == "ssl" else key, value)
        for key, value in parse_qsl(parts.query)
        if key not in _SQLALCHEMY_ONLY
    ]
    # Put together by hand: urlunsplit drops the empty host of `postgresql://postgres@/db?host=/folder`.
    tail = f"?{urlencode(query)}" if query else ""
    return f"postgresql://{parts.netloc}{urlunsplit(('', '', parts.path, '', ''))}{tail}"


async def connect(url: str, application: str = APPLICATION) -> Connection:
    """A connection that works through PgBouncer too: no prepared statement outlives its transaction."""
    return await asyncpg.connect(
        dsn(url), statement_cache_size=0, server_settings={"application_name": application}
    )


class Session:
    """The leader's working connection. Whatever it commits is checked against the leader's epoch first."""

    def __init__(self, url: str, direct_url: str | None, epoch: int, stopping: asyncio.Event) -> None:
        self.url = url
        self.direct_url = direct_url
        self.epoch = epoch
        self.stopping = stopping
        self._connection: Connection | None = None
        self._watches_client = False

    async def connection(self) -> Connection:
        if self._connection is None or self._connection.is_closed():
            self._connection = await connect(self.url)
            self._watches_client = await _can_watch_client(self._connection)
        return self._connection

    def drop(self) -> None:
        """Give up a connection that may be lost: the next work opens another."""
        if self._connection is not None:
            self._connection.terminate()

    async def close(self) -> None:
        if self._connection is not None and not self._connection.is_closed():
            # terminate() where a cancelled statement left the connection in doubt would leak its server side.
            await self._connection.close(timeout=5)

    @asynccontextmanager
    async def transaction(
        self, step: str, *, lock_ms: int = 250, statement_ms: int = 60_000
    ) -> AsyncIterator[Connection]:
        """One transaction under short timeouts that commits only while this process leads.

        The fence is read last and locks the leader's row until the commit, so a successor, who must write
        that row first, starts after it or makes this transaction fail.
        """
        connection = await self.connection()
        async with connection.transaction():
            # One round trip: on a busy machine each costs more than all of these settings.
            await connection.execute("; ".join(self._settings(step, lock_ms, statement_ms)))
            yield connection
            row = await connection.fetchval(
                "SELECT 1 FROM migrations_leader WHERE epoch = $1 FOR SHARE", self.epoch
            )
            if row is None:
                raise Fenced(epoch=self.epoch)

    def _settings(self, step: str, lock_ms: int, statement_ms: int) -> list[str]:
        settings = [
            # Two-part names are accepted by every PostgreSQL; with Citus they make the rest reach the nodes
            # and let the triggers in.
            "SET LOCAL citus.propagate_set_commands = 'local'",
            "SET LOCAL citus.enable_unsafe_triggers = on",
            f"SET LOCAL lock_timeout = {lock_ms}",
            f"SET LOCAL statement_timeout = {statement_ms}",
            "SET LOCAL idle_in_transaction_session_timeout = '60s'",
            f"SET LOCAL application_name = '{APPLICATION}:{step}'",
        ]
        if self._watches_client:
            # Without it a statement of a killed process runs to its end, holding its row locks.
            settings.append("SET LOCAL client_connection_check_interval = '500ms'")
        return settings


async def _can_watch_client(connection: Connection) -> bool:
    """Servers on some systems refuse `client_connection_check_interval`."""
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL client_connection_check_interval = '500ms'")
    except asyncpg.PostgresError:
        return False
    return True
