"""Statements with named parameters, run on the driver's connection."""

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar, cast, overload

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy.ext.asyncio import AsyncSession

if TYPE_CHECKING:  # the class takes its parameter in the stubs only
    ReadConnection: TypeAlias = PoolConnectionProxy[asyncpg.Record]
else:
    ReadConnection = PoolConnectionProxy

Reader: TypeAlias = ReadConnection | AsyncSession
"""A connection of the driver, or a session: a `Query` and a `Command` run on both."""


RowType = TypeVar("RowType")

NamedRow = TypeVar("NamedRow", bound=NamedTuple)

_PARAMETER = re.compile(r"(?<![:\w]):(\w+)")


class Command:
    """One statement with `:named` parameters that returns no rows.

    SQLAlchemy's work per statement takes three times as long as the driver's own, so statements go straight
    to the driver. In a session, a statement runs on the session's connection and in its transaction, and
    therefore sees what was flushed there. JSON is sent and received as text; see `read_json`.
    """

    def __init__(self, sql: str) -> None:
        self._names: list[str] = []
        self.positional = _PARAMETER.sub(self._number, sql)

    def _number(self, parameter: re.Match[str]) -> str:
        if parameter[1] not in self._names:
            self._names.append(parameter[1])
        return f"${self._names.index(parameter[1]) + 1}"

    async def run(self, reader: Reader, **parameters: object) -> None:
        await self._records(reader, parameters)

    async def _records(self, reader: Reader, parameters: dict[str, object]) -> list[asyncpg.Record]:
        driver = await driver_of(reader) if isinstance(reader, AsyncSession) else reader
        return await driver.fetch(self.positional, *[parameters[name] for name in self._names])


class Query(Command, Generic[RowType]):
    """A statement that returns rows of one type.

    `row` is a `NamedTuple` with one field per column, in the order of the columns; a test compares the names
    with those that the database reports. `read` makes the row in another way where it is not that simple.
    """

    @overload
    def __init__(self: "Query[NamedRow]", sql: str, row: type[NamedRow]) -> None: ...
    @overload
    def __init__(
        self, sql: str, row: type[RowType], *, read: Callable[[asyncpg.Record], RowType]
    ) -> None: ...
    def __init__(self, sql: str, row: Any, *, read: Callable[[Any], Any] | None = None) -> None:
        super().__init__(sql)
        self.row = row
        # `_make` is the cheapest way from a record to a named tuple, and it refuses another width.
        self._read: Callable[[Iterable[Any]], RowType] = read or row._make

    async def rows(self, reader: Reader, **parameters: object) -> list[RowType]:
        return [self._read(each) for each in await self._records(reader, parameters)]

    async def one(self, reader: Reader, **parameters: object) -> RowType:
        """The row of a statement that always returns one."""
        return (await self.rows(reader, **parameters))[0]

    async def first(self, reader: Reader, **parameters: object) -> RowType | None:
        """The first row, or None if there is none."""
        rows = await self.rows(reader, **parameters)
        return rows[0] if rows else None


async def driver_of(session: AsyncSession) -> ReadConnection:
    """The driver's connection under a session."""
    raw = await (await session.connection()).get_raw_connection()
    return cast("ReadConnection", raw.driver_connection)
