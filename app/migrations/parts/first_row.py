"""The part that inserts the first row of one of our tables."""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.steps import Connection, PartKind, Todo


@dataclass(frozen=True)
class FirstRow:
    """The first row of one of our tables. A table that has any row is left alone."""

    kind: ClassVar[PartKind] = "tx"
    table: str
    values: str
    lock: str = "ROW EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        there = await connection.fetchval("SELECT to_regclass($1) IS NOT NULL", self.table)
        if there and await connection.fetchval(f"SELECT EXISTS (SELECT FROM {self.table})"):  # noqa: S608
            return []
        return [list(self.sql())]

    def sql(self) -> tuple[str, ...]:
        return (f"INSERT INTO {self.table} {self.values} ON CONFLICT DO NOTHING",)

    def undo(self) -> tuple[str, ...]:
        return (f"DELETE FROM {self.table}",)  # noqa: S608
