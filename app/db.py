"""Engines, the transaction, and which constraint was violated.

Two ways in (docs/decisions/two-ways-in.md): `transaction()` gives a session whose work is committed or
undone as one; `read()` gives a bare connection for single statements on the hot path.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

import asyncpg
from asyncpg import (
    InsufficientResourcesError,
    InternalClientError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    OperatorInterventionError,
    PostgresConnectionError,
)
from asyncpg import InterfaceError as DriverInterfaceError
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

EXCLUSION_VIOLATION = "23P01"
UNIQUE_VIOLATION = "23505"
FOREIGN_KEY_VIOLATION = "23503"

UNREACHABLE: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    PoolTimeout,
    PostgresConnectionError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    InsufficientResourcesError,
    # Shutting down, or starting up after a crash.
    OperatorInterventionError,
    DriverInterfaceError,
    # What asyncpg says of a connection that was cut in the middle of its work.
    InternalClientError,
    OSError,
)
"""What is raised when the database cannot be reached or has no connection to give."""

POOL_TIMEOUT = 10.0
"""Seconds to wait for a free connection."""

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")
_QUOTED_CONSTRAINT = re.compile(r'constraint "([^"]+)"')
_SHARD_SUFFIX = re.compile(r"_\d+$")


def asyncpg_dsn(url: str) -> str:
    """The address as libpq spells it, which is what asyncpg reads (sslmode, host=/socket/dir and all)."""
    return "postgresql://" + url.partition("://")[2]


if TYPE_CHECKING:  # the class takes its parameter in the stubs only
    ReadConnection: TypeAlias = PoolConnectionProxy[asyncpg.Record]
else:
    ReadConnection = PoolConnectionProxy
Reader: TypeAlias = ReadConnection | AsyncSession
"""Either way in: what only reads, by `Query`, takes both."""


class Row(Protocol):
    """A row by column name."""

    def __getitem__(self, column: str, /) -> Any: ...


class Query:
    """One statement that reads, with `:named` parameters, straight through the driver.

    SQLAlchemy's work on every execute is three times the driver's own. In a session it reads on the session's
    connection, so it sees what was flushed there. JSON comes as text: `read_json`.
    """

    def __init__(self, sql: str) -> None:
        self._names: list[str] = []
        self.positional = _PARAMETER.sub(self._number, sql)

    def _number(self, parameter: re.Match[str]) -> str:
        if parameter[1] not in self._names:
            self._names.append(parameter[1])
        return f"${self._names.index(parameter[1]) + 1}"

    async def rows(self, reader: Reader, **parameters: object) -> Sequence[Row]:
        if isinstance(reader, AsyncSession):
            raw = await (await reader.connection()).get_raw_connection()
            reader = cast("ReadConnection", raw.driver_connection)
        return await reader.fetch(self.positional, *[parameters[name] for name in self._names])


@dataclass(frozen=True, slots=True)
class Database:
    """The connections of one process."""

    writer: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]
    pool: "asyncpg.Pool[asyncpg.Record]"

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session: committed when the block ends, undone when it raises. The only caller of commit."""
        async with self.sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[ReadConnection]:
        """A bare connection: each statement stands alone, none may write."""
        await self.pool  # opens it at the first use, and then costs nothing
        async with self.pool.acquire(timeout=POOL_TIMEOUT) as connection:
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
        connect_args=arguments | unprepared,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT,
        # An error's text is logged; the customers' names among a statement's parameters are not.
        hide_parameters=True,
        json_deserializer=read_json,
    )
    event.listen(writer.sync_engine, "checkout", _refuse_closed)
    # Nothing to reset: single statements leave nothing behind, and a reset costs a round trip a request.
    pool = asyncpg.create_pool(**arguments, min_size=0, max_size=pool_size, reset=_nothing_to_reset)
    return Database(writer, async_sessionmaker(writer, expire_on_commit=False), pool)


def _refuse_closed(connection: Any, record: object, proxy: object) -> None:  # noqa: ARG001 - SQLAlchemy's shape
    # The driver has seen the server close it; asking the server on every checkout would cost a round trip.
    if connection.driver_connection.is_closed():
        raise DisconnectionError


async def _nothing_to_reset(connection: object) -> None:
    pass


def read_json(text: str) -> Any:
    """The value, or the text itself where PostgreSQL takes what Python does not (5,000 digits, say)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


@dataclass(frozen=True, slots=True)
class Violation:
    """What the database refused: `sqlstate`, and the constraint's name as our migrations gave it."""

    sqlstate: str
    constraint: str | None


def violated(error: DBAPIError) -> Violation | None:
    """Read a refusal. On a sharded node the name carries `_<digits>`, or stands in the message only."""
    origin = error.orig.__cause__ if error.orig is not None else None
    sqlstate = getattr(error.orig, "sqlstate", None) or getattr(origin, "sqlstate", None)
    if sqlstate is None:
        return None
    name = getattr(origin, "constraint_name", None)
    if name is None and (quoted := _QUOTED_CONSTRAINT.search(str(origin))):
        name = quoted.group(1)
    return Violation(sqlstate, _SHARD_SUFFIX.sub("", name) if name else None)
