"""The part that creates an extension of the server, in a schema of its own."""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.steps import Connection, PartKind, Todo

# No cell's tables lie here, so the end of a cell (DROP SCHEMA ... CASCADE) cannot take the extension away
# from the others, and their overlap constraints with it. A default operator class is found in any schema.
SCHEMA = "luach_extensions"

_HOME = """
    SELECT EXISTS (SELECT FROM pg_class c
                   WHERE c.relname = 'busy_intervals' AND c.relnamespace = e.extnamespace)
           AND (n.nspname <> current_schema()
                OR EXISTS (SELECT FROM pg_class c
                           WHERE c.relname = 'busy_intervals' AND c.relnamespace <> e.extnamespace))
           AND pg_has_role(e.extowner, 'USAGE')
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = $1"""


@dataclass(frozen=True)
class Extension:
    """An extension of the server. One that exists is left alone, unless it lies in one cell of several and
    belongs to this role: then it is moved."""

    kind: ClassVar[PartKind] = "tx"
    name: str
    table: str = ""
    lock: str = "none on existing tables"

    async def todo(self, connection: Connection) -> Todo:
        in_a_cell = await connection.fetchval(_HOME, self.name)
        if in_a_cell is False:
            return []
        there = await connection.fetchval(
            "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = $1)", SCHEMA
        )
        make_schema, make = self.sql()
        if in_a_cell:
            make = f"ALTER EXTENSION {self.name} SET SCHEMA {SCHEMA}"
        return [[make]] if there else [[make_schema, make]]

    def sql(self) -> tuple[str, ...]:
        return (f"CREATE SCHEMA {SCHEMA}", f"CREATE EXTENSION {self.name} SCHEMA {SCHEMA}")

    def undo(self) -> tuple[str, ...]:
        """Nothing: it may be the host's. See `remove`."""
        return ()

    def added(self, statements: list[str]) -> list[str]:
        """The extension's name, if `statements` create it."""
        return [self.name] if self.sql()[1] in statements else []

    def remove(self, names: list[str]) -> tuple[str, ...]:
        """The statements that remove what `added` named, unless others use it."""
        return (f"DROP EXTENSION {self.name}", f"DROP SCHEMA {SCHEMA}") if self.name in names else ()
