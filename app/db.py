"""Engines, the transaction, and which constraint was violated.

Two ways in (docs/decisions/two-ways-in.md): `transaction()` gives a session whose work is committed or
undone as one; `read()` gives a connection in AUTOCOMMIT for single statements on the hot path.
"""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from asyncpg import InterfaceError as DriverInterfaceError
from asyncpg import (
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    PostgresConnectionError,
    TooManyConnectionsError,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import (
    AsyncConnection,
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
    TooManyConnectionsError,
    DriverInterfaceError,
    OSError,
)
"""What is raised when the database cannot be reached or has no connection to give."""

_QUOTED_CONSTRAINT = re.compile(r'constraint "([^"]+)"')
_SHARD_SUFFIX = re.compile(r"_\d+$")


def asyncpg_dsn(url: str) -> str:
    """The address as libpq spells it, which is what asyncpg reads (sslmode, host=/socket/dir and all)."""
    return "postgresql://" + url.partition("://")[2]


@dataclass(frozen=True, slots=True)
class Database:
    """The engines of one process."""

    writer: AsyncEngine
    reader: AsyncEngine
    sessions: async_sessionmaker[AsyncSession]

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session: committed when the block ends, undone when it raises. The only caller of commit."""
        async with self.sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection in AUTOCOMMIT: each statement stands alone, none may write."""
        async with self.reader.connect() as connection:
            yield connection

    async def close(self) -> None:
        await self.writer.dispose()
        await self.reader.dispose()


def connect(url: str, *, pool_size: int = 10, pooler: str = "none") -> Database:
    """Make the engines for `url` (`postgresql://...`); nothing is opened before the first use."""
    arguments: dict[str, Any] = {"dsn": asyncpg_dsn(url), "server_settings": {"application_name": "luach"}}
    if pooler == "transaction":
        # A pooled server does not know the statements that another client prepared, nor accept our settings.
        arguments |= {"statement_cache_size": 0, "prepared_statement_cache_size": 0}
    else:
        arguments["server_settings"] |= {"timezone": "UTC", "jit": "off"}
    options: dict[str, Any] = {
        "connect_args": arguments,
        "pool_size": pool_size,
        "max_overflow": 0,
        "pool_timeout": 10,
        # An error's text is logged; the customers' names among a statement's parameters are not.
        "hide_parameters": True,
        "json_deserializer": _read_json,
    }
    writer = create_async_engine("postgresql+asyncpg://", pool_pre_ping=True, **options)
    # Nothing to reset: AUTOCOMMIT leaves no transaction behind, and a ROLLBACK a request costs a round trip.
    reader = create_async_engine(
        "postgresql+asyncpg://", isolation_level="AUTOCOMMIT", pool_reset_on_return=None, **options
    )
    return Database(writer, reader, async_sessionmaker(writer, expire_on_commit=False))


def _read_json(text: str) -> Any:
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
