"""Parts that create tables, columns, indexes and extensions, each compared with the catalog first.

IF NOT EXISTS is never used: it takes the lock even when there is nothing to do, keeps an invalid index and
accepts a column without its foreign key.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from app.migrations.parts.rows import fetch_first, fetch_rows
from app.migrations.parts.steps import Connection, PartKind, Todo

_COLUMNS = """
    SELECT attname FROM pg_attribute
    WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped"""

_CONSTRAINTS = """
    SELECT conname, convalidated, contype::text FROM pg_constraint WHERE conrelid = to_regclass($1)"""

_KEY = re.compile(r"CONSTRAINT (\w+) (PRIMARY KEY|UNIQUE)")

_FOREIGN_KEY = """
    SELECT conname, convalidated, contype::text FROM pg_constraint
    WHERE conrelid = to_regclass($1) AND contype = 'f' AND conkey = ARRAY[
        (SELECT attnum FROM pg_attribute WHERE attrelid = to_regclass($1) AND attname = $2)]"""

_INDEX = """
    SELECT i.indisvalid AND i.indisready AS valid, i.indrelid = to_regclass($2) AS on_table,
           ARRAY(SELECT pg_get_indexdef(i.indexrelid, k, true)
                 FROM generate_series(1, i.indnkeyatts) k) AS keys
    FROM pg_index i WHERE i.indexrelid = to_regclass($1)"""


class _ColumnRow(NamedTuple):
    attname: str


class _ConstraintRow(NamedTuple):
    conname: str
    convalidated: bool
    contype: str


class _IndexRow(NamedTuple):
    """`valid`: usable by queries; `on_table`: on the table that was asked for."""

    valid: bool
    on_table: bool
    keys: list[str]


class Unexpected(ValueError):
    """An object of this name exists with another definition."""


@dataclass(frozen=True)
class Index:
    """An index. `keys` are columns or expressions as PostgreSQL prints them.

    `impossible` is SQL for one boolean: whether the present rows contradict the index, which is then left
    out."""

    name: str
    table: str
    keys: tuple[str, ...]
    unique: bool = False
    where: str | None = None
    impossible: str | None = None

    def create(self, concurrently: bool) -> str:
        what = "UNIQUE INDEX" if self.unique else "INDEX"
        how = " CONCURRENTLY" if concurrently else ""
        where = f" WHERE {self.where}" if self.where else ""
        return f"CREATE {what}{how} {self.name} ON {self.table} ({', '.join(self.keys)}){where}"


@dataclass(frozen=True)
class ConcurrentIndex:
    """An index built without blocking writers. An invalid one from a failed build is dropped first.

    `only` is SQL for one boolean: whether this host needs the index.
    """

    kind: ClassVar[PartKind] = "concurrent_index"
    index: Index
    only: str | None = None
    lock: str = "SHARE UPDATE EXCLUSIVE"

    @property
    def table(self) -> str:
        return self.index.table

    async def todo(self, connection: Connection) -> Todo:
        index = self.index
        if self.only and not await connection.fetchval(self.only):
            return []
        found = await fetch_first(connection, _IndexRow, _INDEX, index.name, index.table)
        if found is None:
            if index.impossible and await connection.fetchval(index.impossible):
                return []
            return [list(self.sql())]
        if not found.on_table or tuple(found.keys) != index.keys:
            raise Unexpected(f"index {index.name} exists with another definition: {found.keys}")
        return [] if found.valid else [[*self.undo(), *self.sql()]]

    def sql(self) -> tuple[str, ...]:
        return (self.index.create(concurrently=True),)

    def undo(self) -> tuple[str, ...]:
        return (f"DROP INDEX CONCURRENTLY {self.index.name}",)


@dataclass(frozen=True)
class Table:
    """A table. If it exists, missing columns, constraints and indexes are added.

    `locks`: the tables that its foreign keys lock while it is created. `aliases`: other names that a column
    may have on a host. `kept`: the table may be the host's, so only columns are added and undo leaves it
    alone."""

    kind: ClassVar[PartKind] = "tx"
    name: str
    columns: Mapping[str, str]
    constraints: Mapping[str, str] = field(default_factory=dict)
    indexes: tuple[Index, ...] = ()
    locks: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    kept: bool = False

    @property
    def table(self) -> str:
        return ", ".join(self.locks) or self.name

    @property
    def lock(self) -> str:
        return "SHARE ROW EXCLUSIVE" if self.locks else "none on existing tables"

    @property
    def parts(self) -> "tuple[Table | ConcurrentIndex, ...]":
        """The table, then its indexes as parts of their own: a table that existed before gets them without
        blocking its writers."""
        return (self, *(ConcurrentIndex(index) for index in self.indexes))

    @property
    def keys(self) -> Mapping[str, str]:
        """The keys that stand in a column's definition, as constraints of the table."""
        found = ((column, _KEY.search(definition)) for column, definition in self.columns.items())
        return {match[1]: f"{match[2]} ({column})" for column, match in found if match}

    async def todo(self, connection: Connection) -> Todo:
        have = await column_names(connection, self.name)
        if not have:
            return [list(self.sql())]
        missing: Todo = [
            [f"ALTER TABLE {self.name} ADD COLUMN {column} {_addable(definition)}"]
            for column, definition in self.columns.items()
            if column not in have and self.aliases.get(column) not in have
        ]
        return missing if self.kept else missing + await self._constraints(connection)

    async def _constraints(self, connection: Connection) -> Todo:
        rows = await fetch_rows(connection, _ConstraintRow, _CONSTRAINTS, self.name)
        have = {row.conname: row.convalidated for row in rows}
        keyed = any(row.contype == "p" for row in rows)
        missing: Todo = []
        for name, definition in {**self.keys, **self.constraints}.items():
            if definition.startswith("PRIMARY KEY") and keyed:
                continue
            if name not in have:
                later = " NOT VALID" if definition.startswith(("CHECK", "FOREIGN KEY")) else ""
                missing.append([f"ALTER TABLE {self.name} ADD CONSTRAINT {name} {definition}{later}"])
            if not have.get(name, not definition.startswith(("CHECK", "FOREIGN KEY"))):
                missing.append([f"ALTER TABLE {self.name} VALIDATE CONSTRAINT {name}"])
        return missing

    def sql(self) -> tuple[str, ...]:
        lines = [f"{column} {definition}" for column, definition in self.columns.items()]
        lines += [f"CONSTRAINT {name} {definition}" for name, definition in self.constraints.items()]
        body = ",\n    ".join(lines)
        return (
            f"CREATE TABLE {self.name} (\n    {body}\n)",
            *(index.create(concurrently=False) for index in self.indexes),
        )

    def undo(self) -> tuple[str, ...]:
        return () if self.kept else (f"DROP TABLE {self.name}",)

    def added(self, statements: list[str]) -> list[str]:
        """The columns that `statements` add to a kept table."""
        found = (re.match(rf"ALTER TABLE {self.name} ADD COLUMN (\w+)", sql) for sql in statements)
        return [match[1] for match in found if match] if self.kept else []

    def remove(self, names: list[str]) -> tuple[str, ...]:
        """The statements that remove the columns that `added` named."""
        return tuple(f"ALTER TABLE {self.name} DROP COLUMN {name}" for name in names if name in self.columns)


async def column_names(connection: Connection, table: str) -> set[str]:
    """The columns of a table; none if there is no such table."""
    return {row.attname for row in await fetch_rows(connection, _ColumnRow, _COLUMNS, table)}


def _addable(definition: str) -> str:
    """The definition for ADD COLUMN: NOT NULL needs a default when the table has rows."""
    if "PRIMARY KEY" in definition or definition.startswith(("serial", "bigserial")):
        raise Unexpected(f"a key column ({definition}) is missing from an existing table")
    return definition if "DEFAULT" in definition else definition.replace(" NOT NULL", "")


@dataclass(frozen=True)
class Column:
    """A nullable column on an existing table: no rewrite, no scan, a lock of milliseconds.

    `references` is such as `table(column) ON DELETE SET NULL`. A key inside ADD COLUMN needs no scan either.
    """

    kind: ClassVar[PartKind] = "tx"
    table: str
    name: str
    type: str
    references: str | None = None
    lock: str = "ACCESS EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        have = await column_names(connection, self.table)
        if self.name not in have:
            return [list(self.sql())]
        if self.references is None:
            return []
        key = await fetch_first(connection, _ConstraintRow, _FOREIGN_KEY, self.table, self.name)
        if key is not None and key.convalidated:
            return []
        name = key.conname if key else self._key_name
        validate = [f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {name}"]
        if key is not None:
            return [validate]
        add = f"ADD CONSTRAINT {name} FOREIGN KEY ({self.name}) REFERENCES {self.references} NOT VALID"
        return [[f"ALTER TABLE {self.table} {add}"], validate]

    @property
    def _key_name(self) -> str:
        return f"{self.table}_{self.name}_fkey"

    def sql(self) -> tuple[str, ...]:
        key = f" CONSTRAINT {self._key_name} REFERENCES {self.references}" if self.references else ""
        return (f"ALTER TABLE {self.table} ADD COLUMN {self.name} {self.type}{key}",)

    def undo(self) -> tuple[str, ...]:
        return (f"ALTER TABLE {self.table} DROP COLUMN {self.name}",)
