"""Parts that relax constraints of our own tables. Never used on a table of the host."""

import re
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from app.migrations.parts.rows import fetch_first
from app.migrations.parts.steps import Connection, PartKind, Todo

_NOT_NULL = """
    SELECT attnotnull FROM pg_attribute
    WHERE attrelid = to_regclass($1) AND attname = $2 AND NOT attisdropped"""

_CHECK = """
    SELECT pg_get_constraintdef(oid) AS definition, convalidated FROM pg_constraint
    WHERE conrelid = to_regclass($1) AND conname = $2"""


class _CheckRow(NamedTuple):
    definition: str
    convalidated: bool


@dataclass(frozen=True)
class Nullable:
    """DROP NOT NULL on a column. It changes the catalog only and scans nothing."""

    kind: ClassVar[PartKind] = "tx"
    table: str
    column: str
    lock: str = "ACCESS EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        needed = await connection.fetchval(_NOT_NULL, self.table, self.column)
        return [] if needed is False else [list(self.sql())]

    def sql(self) -> tuple[str, ...]:
        return (f"ALTER TABLE {self.table} ALTER COLUMN {self.column} DROP NOT NULL",)

    def undo(self) -> tuple[str, ...]:
        """Nothing: rows may hold NULL by now."""
        return ()


@dataclass(frozen=True)
class MoreWords:
    """More allowed words in a CHECK constraint of the form `column IN (...)`.

    The constraint keeps its name and its present words, which a later migration may have added. It is added
    NOT VALID and then validated, which blocks nobody.
    """

    kind: ClassVar[PartKind] = "tx"
    table: str
    column: str
    constraint: str
    words: tuple[str, ...]
    lock: str = "ACCESS EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        found = await fetch_first(connection, _CheckRow, _CHECK, self.table, self.constraint)
        there = tuple(re.findall(r"'([^']*)'", found.definition)) if found else ()
        validate = [f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {self.constraint}"]
        if found is None or not set(self.words) <= set(there):
            drop = [f"ALTER TABLE {self.table} DROP CONSTRAINT {self.constraint}"] if found else []
            return [[*drop, self._add(tuple(dict.fromkeys((*there, *self.words))))], validate]
        return [] if found.convalidated else [validate]

    def _add(self, words: tuple[str, ...]) -> str:
        listed = ", ".join(f"'{word}'" for word in words)
        return (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.constraint} "
            f"CHECK ({self.column} IN ({listed})) NOT VALID"
        )

    def sql(self) -> tuple[str, ...]:
        return (
            f"ALTER TABLE {self.table} DROP CONSTRAINT {self.constraint}",
            self._add(self.words),
            f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {self.constraint}",
        )

    def undo(self) -> tuple[str, ...]:
        """Nothing: rows may hold the new words by now."""
        return ()
