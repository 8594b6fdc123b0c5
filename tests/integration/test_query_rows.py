"""Rows of queries: typed, and with the columns that the database reports."""

import importlib
import pkgutil
from datetime import datetime
from typing import Any, NamedTuple, get_args, get_type_hints

import pytest

import app
from app.db.query import Command, Query
from tests.support.factories import Service

ONE_MAJOR = True


class Counted(NamedTuple):
    number: int
    at: datetime


COUNTED = Query("SELECT :number::int AS number, now() AS at", Counted)


async def test_a_row_is_read_by_name(service: Service) -> None:
    async with service.database.read() as reader:
        row = await COUNTED.one(reader, number=7)
        assert (row.number, row.at.tzinfo is not None) == (7, True)
        assert await Query("SELECT 1 AS number, now() AS at WHERE FALSE", Counted).first(reader) is None


async def test_a_statement_of_another_width_is_refused(service: Service) -> None:
    async with service.database.read() as reader:
        with pytest.raises(TypeError):
            await Query("SELECT 1 AS number", Counted).rows(reader)


async def test_every_query_s_row_has_the_columns_of_its_statement(service: Service) -> None:
    queries = [each for each in statements() if isinstance(each, Query)]
    assert queries
    async with service.database.read() as reader:
        for query in queries:
            statement = await reader.prepare(query.positional)
            reported = [attribute.name for attribute in statement.get_attributes()]
            assert columns_of(query.row) == reported, query.positional


async def test_no_command_returns_rows(service: Service) -> None:
    commands = [each for each in statements() if not isinstance(each, Query)]
    assert commands
    async with service.database.read() as reader:
        for command in commands:
            statement = await reader.prepare(command.positional)
            kinds = {attribute.type.name for attribute in statement.get_attributes()}
            assert kinds <= {"void"}, command.positional


def statements() -> list[Command]:
    """Those that stand in a module of the application, alone or as an attribute of something that does."""
    names = [module.name for module in pkgutil.walk_packages(app.__path__, "app.")]
    named = [vars(importlib.import_module(name)) for name in names if not name.endswith("__main__")]
    values = [value for module in named for value in module.values()]
    inner = [value for each in values for value in getattr(each, "__dict__", {}).values()]
    return [each for each in (*values, *inner) if isinstance(each, Command)]


def columns_of(row: Any) -> list[str]:
    """The names of the fields; a field that is a row itself stands for its own fields."""
    found: list[str] = []
    for name, kind in get_type_hints(row).items():
        rows = [each for each in (kind, *get_args(kind)) if hasattr(each, "_fields")]
        found += columns_of(rows[0]) if rows else [name]
    return found
