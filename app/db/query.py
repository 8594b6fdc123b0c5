"""Statements with named parameters, run on the driver's connection."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy.ext.asyncio import (
    AsyncSession,
)

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")

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
