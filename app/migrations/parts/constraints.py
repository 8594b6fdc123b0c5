"""The part that adds a constraint to a table of our own that exists."""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.steps import Connection, PartKind, Todo

_VALIDATED = "SELECT convalidated FROM pg_constraint WHERE conrelid = to_regclass($1) AND conname = $2"


@dataclass(frozen=True)
class Constraint:
    """A CHECK or FOREIGN KEY. It is added NOT VALID and then validated, which blocks no writer."""

    kind: ClassVar[PartKind] = "tx"
    table: str
    name: str
    definition: str
    lock: str = "SHARE ROW EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        validated = await connection.fetchval(_VALIDATED, self.table, self.name)
        if validated is None:
            return [[sql] for sql in self.sql()]
        return [] if validated else [[self.sql()[-1]]]

    def sql(self) -> tuple[str, ...]:
        return (
            f"ALTER TABLE {self.table} ADD CONSTRAINT {self.name} {self.definition} NOT VALID",
            f"ALTER TABLE {self.table} VALIDATE CONSTRAINT {self.name}",
        )

    def undo(self) -> tuple[str, ...]:
        return (f"ALTER TABLE {self.table} DROP CONSTRAINT {self.name}",)
