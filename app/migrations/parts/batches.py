"""Parts that fill or change rows, in batches of keys, behind live traffic."""

from dataclasses import dataclass
from typing import ClassVar

from app.migrations.parts.host import for_host
from app.migrations.parts.steps import Connection, Kind, Todo

# Fewer rows than this are found by `pending` alone; more are walked in the order of the key.
FEW = 20_000


@dataclass(frozen=True)
class Batches:
    """`pending`: which rows of `table` (called t) still need it. `statements`: each gets the batch's keys as
    $1 (an array) and changes only rows that are still pending, so that a batch may run twice."""

    kind: ClassVar[Kind] = "batches"
    table: str
    pending: str
    statements: tuple[str, ...]
    writes: str = ""
    key: str = "id"
    analyze_before: tuple[str, ...] = ()
    analyze_after: tuple[str, ...] = ()
    lock: str = "ROW EXCLUSIVE"

    async def todo(self, connection: Connection) -> Todo:
        exists = f"SELECT EXISTS (SELECT FROM {self.table} t WHERE {self.pending})"  # noqa: S608
        pending = await connection.fetchval(await for_host(connection, exists))
        return [[await for_host(connection, sql) for sql in self.statements]] if pending else []

    async def few(self, connection: Connection) -> bool:
        """Whether so few rows are pending that walking the whole table would be a waste."""
        some = f"SELECT count(*) FROM (SELECT FROM {self.table} t WHERE {self.pending} LIMIT {FEW}) p"  # noqa: S608
        count: int = await connection.fetchval(await for_host(connection, some))
        return count < FEW

    async def keys(self, connection: Connection, after: int, size: int, *, only_pending: bool) -> list[int]:
        """The next keys in order. Walking ignores `pending`: an index on it would be full of dead entries."""
        pending = f"AND {self.pending}" if only_pending else ""
        following = (
            f"SELECT t.{self.key} FROM {self.table} t WHERE t.{self.key} > $1::bigint {pending} "  # noqa: S608
            f"ORDER BY t.{self.key} LIMIT {size}"
        )
        rows = await connection.fetch(await for_host(connection, following), after)
        return [row[0] for row in rows]

    def sql(self) -> tuple[str, ...]:
        return self.statements

    def undo(self) -> tuple[str, ...]:
        """Nothing: what it filled goes with the columns and tables of the earlier steps."""
        return ()
