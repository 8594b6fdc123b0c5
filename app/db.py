"""Engines, the transaction, and which constraint was violated.

Ways in (docs/decisions/two-ways-in.md): `transaction()` gives a session whose work is committed or undone as
one; on the hot path, `read()` and `write()` give a bare connection of the driver.
"""

import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, nullcontext, suppress
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
    """A row by column name or position."""

    def __getitem__(self, column: Any, /) -> Any: ...


class Query:
    """One statement with `:named` parameters, straight through the driver.

    SQLAlchemy's work on every execute is three times the driver's own. In a session it runs on the session's
    connection and in its transaction, so it sees what was flushed there. JSON comes and goes as text:
    `read_json`.
    """

    def __init__(self, sql: str) -> None:
        self._names: list[str] = []
        self.positional = _PARAMETER.sub(self._number, sql)

    def _number(self, parameter: re.Match[str]) -> str:
        if parameter[1] not in self._names:
            self._names.append(parameter[1])
        return f"${self._names.index(parameter[1]) + 1}"

    async def rows(self, reader: Reader, **parameters: object) -> Sequence[Row]:
        driver = await _driver_of(reader) if isinstance(reader, AsyncSession) else reader
        return await driver.fetch(self.positional, *[parameters[name] for name in self._names])

    async def one(self, reader: Reader, **parameters: object) -> Row:
        """The row of a statement that always has one."""
        return (await self.rows(reader, **parameters))[0]

    async def first(self, reader: Reader, **parameters: object) -> Row | None:
        """The first row, if there is one."""
        rows = await self.rows(reader, **parameters)
        return rows[0] if rows else None


async def _driver_of(session: AsyncSession) -> ReadConnection:
    raw = await (await session.connection()).get_raw_connection()
    return cast("ReadConnection", raw.driver_connection)


@asynccontextmanager
async def atomic(reader: Reader) -> AsyncIterator[None]:
    """All of the block's statements or none: a transaction, or a savepoint within the one that is open.

    In SQL of our own: the driver's object of a transaction whose BEGIN was cancelled goes on believing in it.
    """
    driver = await _driver_of(reader) if isinstance(reader, AsyncSession) else reader
    begin, commit, undo = _SAVEPOINT if driver.is_in_transaction() else _TRANSACTION
    try:
        await driver.execute(begin)
        yield
        # A failure that was swallowed inside turns COMMIT into ROLLBACK, and the server only mentions it.
        if await driver.execute(commit) != commit.split(" ", maxsplit=1)[0]:
            raise InternalClientError("a statement of the transaction had failed: nothing was committed")
    except Exception:
        await _undo(driver, undo)
        raise
    except BaseException:
        # Cancelled in the middle of a statement: nobody knows what the server has heard of it.
        _drop(driver)
        raise


_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")
_SAVEPOINT = ("SAVEPOINT part", "RELEASE SAVEPOINT part", "ROLLBACK TO SAVEPOINT part")


async def _undo(driver: ReadConnection, undo: str) -> None:
    try:
        if not driver.is_closed() and driver.is_in_transaction():
            await driver.execute(undo)
    except UNREACHABLE:
        _drop(driver)  # what failed before is what is to be told


def _drop(driver: ReadConnection) -> None:
    with suppress(DriverInterfaceError):  # dropped already, further inside
        driver.terminate()


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
