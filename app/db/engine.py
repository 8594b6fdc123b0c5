"""Engines, the transaction, and which constraint was violated.

Ways in (docs/decisions/two-ways-in.md): `transaction()` gives a session whose work is committed or undone as
one; on the hot path, `read()` and `write()` give a bare connection of the driver.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any
from weakref import WeakSet

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.core.stored_json import read_json
from app.db.instants import read_times_within_bounds
from app.db.query import ReadConnection, driver_of
from app.db.transaction import atomic

POOL_SECONDS = 10.0
"""How long to wait for a free connection, as long as the database is not silent."""

CONNECT_SECONDS = 2.5
"""How long the server may take to accept a new connection."""

STATEMENT_SECONDS = 30

SERVER_LIMITS = {
    "lock_timeout": "2s",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "idle_in_transaction_session_timeout": "30s",
}
"""The server's limits on the connections that requests and upkeep use. What they end is undone, and its
request is answered with 503. Migrations have connections of their own, with limits of their own."""


class DatabaseSilent(ConnectionError):
    """The database does not answer: a connection is not even tried until it does."""


class OpenConnections:
    """Every open connection of one process to the database, and whether the database is silent.

    `answers` counts blocks of statements that the database has answered: whoever sees it grow knows that the
    database is at work.
    """

    def __init__(self) -> None:
        self.silent = False
        self.answers = 0
        self._open: WeakSet[asyncpg.Connection[asyncpg.Record]] = WeakSet()
        self._waits: set[asyncio.Timeout] = set()

    def add(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._open.add(connection)

    @asynccontextmanager
    async def wait_for_one(self) -> AsyncIterator[None]:
        """For the block that waits for a connection.

        Raises DatabaseSilent, and TimeoutError after POOL_SECONDS or when the database falls silent.
        """
        if self.silent:
            raise DatabaseSilent("the database does not answer")
        async with asyncio.timeout(POOL_SECONDS) as limit:
            self._waits.add(limit)
            try:
                yield
            finally:
                self._waits.discard(limit)

    def drop_all(self) -> None:
        """Cut all connections. Whatever waits for an answer or for a connection raises at once."""
        for connection in tuple(self._open):
            connection.terminate()
        self._open.clear()
        for limit in self._waits:
            if not limit.expired():
                limit.reschedule(0)  # a time that has passed


def asyncpg_dsn(url: str) -> str:
    """The address as libpq spells it, which is what asyncpg reads (sslmode, host=/socket/dir and all)."""
    return "postgresql://" + url.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Database:
    """The connections of one process."""

    writer: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    pool: "asyncpg.Pool[asyncpg.Record]"
    connections: OpenConnections

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session: committed when the block ends, undone when it raises.

        The transaction is the driver's own, so that a `Query` is inside it too.
        """
        async with self.sessions() as session:
            async with self.connections.wait_for_one():
                driver = await driver_of(session)
            async with atomic(driver):
                yield session
                await session.flush()
            self.connections.answers += 1

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadConnection]:
        """A bare connection: each statement stands alone, and reads."""
        await self.pool  # opens it at the first use, and then costs nothing
        async with self.connections.wait_for_one():
            connection = await self.pool.acquire()
        try:
            yield connection
            self.connections.answers += 1
        finally:
            await self.pool.release(connection)

    @asynccontextmanager
    async def write(self, *, whole: bool) -> AsyncIterator[ReadConnection]:
        """A bare connection whose statements are one transaction or, unless `whole`, one each."""
        async with self.read() as connection, atomic(connection) if whole else nullcontext():
            yield connection

    async def close(self) -> None:
        await self.writer.dispose()
        if self.pool.get_size():  # a pool that was never opened cannot be closed
            self.pool.terminate()


def connect(url: str, *, pool_size: int = 10, pooler: str = "none") -> Database:
    """Make the pools for `url` (`postgresql://...`) in a running event loop; nothing is opened yet."""
    arguments: dict[str, Any] = {
        "dsn": asyncpg_dsn(url),
        "timeout": CONNECT_SECONDS,
        "server_settings": {"application_name": "luach"},
    }
    unprepared: dict[str, Any] = {}
    if pooler == "transaction":
        # A pooled server does not know the statements that another client prepared, nor accept our settings.
        arguments |= {"statement_cache_size": 0, "command_timeout": STATEMENT_SECONDS}
        unprepared["prepared_statement_cache_size"] = 0
    else:
        arguments["server_settings"] |= {"timezone": "UTC", "jit": "off", **SERVER_LIMITS}
    writer = create_async_engine(
        "postgresql+asyncpg://",
        # Transactions are begun and ended by `atomic`; SQLAlchemy only runs statements.
        isolation_level="AUTOCOMMIT",
        connect_args=arguments | unprepared,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_SECONDS,
        # An error's text is logged; the customers' names among a statement's parameters are not.
        hide_parameters=True,
        json_deserializer=read_json,
    )
    event.listen(writer.sync_engine, "checkout", _refuse_closed)
    connections = OpenConnections()

    async def prepare(made: "asyncpg.Connection[asyncpg.Record]") -> None:
        connections.add(made)
        await read_times_within_bounds(made)

    event.listen(writer.sync_engine, "connect", lambda made, _record: made.run_async(prepare))
    pool = asyncpg.create_pool(
        **arguments, min_size=0, max_size=pool_size, init=prepare, reset=_leave_no_transaction
    )
    return Database(writer, async_sessionmaker(writer, expire_on_commit=False), pool, connections)


def _refuse_closed(connection: Any, record: object, proxy: object) -> None:  # noqa: ARG001 - SQLAlchemy's shape
    # The driver has seen the server close it; asking the server on every checkout would cost a round trip.
    # One left within a transaction would make a savepoint of the next: nothing of that would be committed.
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise DisconnectionError


async def _leave_no_transaction(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    # Single statements leave nothing behind, and the driver's own reset costs a round trip a request.
    if connection.is_in_transaction():
        await connection.execute("ROLLBACK")
