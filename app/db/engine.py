"""Engines, the transaction, and which constraint was violated.

Ways in (docs/decisions/two-ways-in.md): `transaction()` gives a session whose work is committed or undone as
one; on the hot path, `read()` and `write()` give a bare connection of the driver.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

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
from app.db.query import ReadConnection
from app.db.transaction import atomic

POOL_TIMEOUT = 10.0
"""Seconds to wait for a free connection."""


def asyncpg_dsn(url: str) -> str:
    """The address as libpq spells it, which is what asyncpg reads (sslmode, host=/socket/dir and all)."""
    return "postgresql://" + url.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Database:
    """The connections of one process."""

    writer: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    pool: "asyncpg.Pool[asyncpg.Record]"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session: committed when the block ends, undone when it raises.

        The transaction is the driver's own, so that a `Query` is inside it too.
        """
        async with self.sessions() as session, atomic(session):
            yield session
            await session.flush()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadConnection]:
        """A bare connection: each statement stands alone, and reads."""
        await self.pool  # opens it at the first use, and then costs nothing
        async with self.pool.acquire(timeout=POOL_TIMEOUT) as connection:
            yield connection

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
    arguments: dict[str, Any] = {"dsn": asyncpg_dsn(url), "server_settings": {"application_name": "luach"}}
    unprepared: dict[str, Any] = {}
    if pooler == "transaction":
        # A pooled server does not know the statements that another client prepared, nor accept our settings.
        arguments["statement_cache_size"] = 0
        unprepared["prepared_statement_cache_size"] = 0
    else:
        arguments["server_settings"] |= {"timezone": "UTC", "jit": "off"}
    writer = create_async_engine(
        "postgresql+asyncpg://",
        # Transactions are begun and ended by `atomic`; SQLAlchemy only runs statements.
        isolation_level="AUTOCOMMIT",
        connect_args=arguments | unprepared,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        # An error's text is logged; the customers' names among a statement's parameters are not.
        hide_parameters=True,
        json_deserializer=read_json,
    )
    event.listen(writer.sync_engine, "checkout", _refuse_closed)
    pool = asyncpg.create_pool(**arguments, min_size=0, max_size=pool_size, reset=_leave_no_transaction)
    return Database(writer, async_sessionmaker(writer, expire_on_commit=False), pool)


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
