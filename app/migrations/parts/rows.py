"""Rows of the catalog and of the tracking tables, read by name and typed."""

from collections.abc import Callable
from typing import TypeVar

from app.migrations.parts.steps import Connection

_Row = TypeVar("_Row")


async def fetch_rows(
    connection: Connection, row: Callable[..., _Row], sql: str, *values: object
) -> list[_Row]:
    """The rows of a statement. `row` is a `NamedTuple`; TypeError if its fields are not the columns."""
    return [row(**dict(record)) for record in await connection.fetch(sql, *values)]


async def fetch_first(
    connection: Connection, row: Callable[..., _Row], sql: str, *values: object
) -> _Row | None:
    """The first row of a statement, or None if there is none."""
    rows = await fetch_rows(connection, row, sql, *values)
    return rows[0] if rows else None
