"""Parts that create functions and triggers."""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.steps import Connection, PartKind, Todo

_SOURCE = """
    SELECT prosrc FROM pg_proc
    WHERE proname = $1 AND pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
      AND oidvectortypes(proargtypes) = $2"""

_TRIGGER = "SELECT tgenabled::text FROM pg_trigger WHERE tgrelid = to_regclass($1) AND tgname = $2"

# Firing for ordinary sessions: by default, or always.
_ENABLED = ("O", "A")


@dataclass(frozen=True)
class Function:
    """A function in our schema. `arguments` are types only, as PostgreSQL prints them."""

    kind: ClassVar[PartKind] = "tx"
    name: str
    arguments: str
    returns: str
    attributes: str
    body: str
    language: str = "plpgsql"
    table: str = ""
    lock: str = "none on existing tables"

    @property
    def signature(self) -> str:
        return f"{self.name}({self.arguments})"

    async def todo(self, connection: Connection) -> Todo:
        found = await connection.fetchval(_SOURCE, self.name, self.arguments)
        if found == await adapt_to_host(connection, self.body):
            return []
        return [[await adapt_to_host(connection, sql) for sql in self.sql()]]

    def sql(self) -> tuple[str, ...]:
        create = (
            f"CREATE OR REPLACE FUNCTION {self.signature} RETURNS {self.returns} LANGUAGE {self.language} "
            f"{self.attributes} AS $luach${self.body}$luach$"
        )
        if self.returns != "trigger":
            return (create,)
        # A trigger function runs with its owner's rights, so no other role may attach it to a table.
        return (create, f"REVOKE EXECUTE ON FUNCTION {self.signature} FROM PUBLIC")

    def undo(self) -> tuple[str, ...]:
        return (f"DROP FUNCTION {self.signature}",)


@dataclass(frozen=True)
class NewBody:
    """A new body for a function that an earlier step created. Undo of the earlier step drops it."""

    kind: ClassVar[PartKind] = "tx"
    function: Function
    lock: str = "none on existing tables"
    table: str = ""

    async def todo(self, connection: Connection) -> Todo:
        return await self.function.todo(connection)

    def sql(self) -> tuple[str, ...]:
        return self.function.sql()

    def undo(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Trigger:
    """A trigger for each row. `when` is such as "BEFORE INSERT OR UPDATE", `only` a condition on our columns.

    Neither may name a column of the host: that would make the host's ALTER TYPE or DROP COLUMN fail.
    """

    kind: ClassVar[PartKind] = "tx"
    name: str
    table: str
    when: str
    function: str
    only: str = ""
    lock: str = "SHARE ROW EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        enabled = await connection.fetchval(_TRIGGER, self.table, self.name)
        if enabled is None:
            return [list(self.sql())]
        return [] if enabled in _ENABLED else [[f"ALTER TABLE {self.table} ENABLE TRIGGER {self.name}"]]

    def sql(self) -> tuple[str, ...]:
        only = f"WHEN ({self.only}) " if self.only else ""
        return (
            f"CREATE TRIGGER {self.name} {self.when} ON {self.table} "
            f"FOR EACH ROW {only}EXECUTE FUNCTION {self.function}()",
        )

    def undo(self) -> tuple[str, ...]:
        return (f"DROP TRIGGER {self.name} ON {self.table}",)
