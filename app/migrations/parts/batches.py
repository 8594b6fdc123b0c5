"""The part that changes rows in batches of keys."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection, PartKind, Todo

# Below this number of pending rows, only these are visited; above it, the whole table in key order.
FEW = 20_000


class _KeyRow(NamedTuple):
    key: int


@dataclass(frozen=True)
class Batches:
    """A change of rows, one transaction per batch.

    `pending` is a condition on `table` (alias t) for rows that still need it. Each of `statements` gets the
    keys of the batch as $1 (an array) and changes only pending rows, so that a batch may run twice.
    `analyze_before` and `analyze_after` are targets of ANALYZE. `writes` is the table that the
    statements write, if it is another. `always_selective`: visit pending rows only, however many there are.
    """

    kind: ClassVar[PartKind] = "batches"
    table: str
    pending: str
    statements: tuple[str, ...]
    writes: str = ""
    key: str = "id"
    analyze_before: tuple[str, ...] = ()
    analyze_after: tuple[str, ...] = ()
    lock: str = "ROW EXCLUSIVE"
    always_selective: bool = False

    async def todo(self, connection: Connection) -> Todo:
        exists = f"SELECT EXISTS (SELECT FROM {self.table} t WHERE {self.pending})"  # noqa: S608
        pending = await connection.fetchval(await adapt_to_host(connection, exists))
        return [[await adapt_to_host(connection, sql) for sql in self.statements]] if pending else []

    async def selective(self, connection: Connection) -> bool:
        """Whether to visit pending rows only: `always_selective`, or fewer than `FEW` are pending."""
        if self.always_selective:
            return True
        some = f"SELECT count(*) FROM (SELECT FROM {self.table} t WHERE {self.pending} LIMIT {FEW}) p"  # noqa: S608
        count: int = await connection.fetchval(await adapt_to_host(connection, some))
        return count < FEW

    async def keys(self, connection: Connection, after: int, size: int, *, only_pending: bool) -> list[int]:
        """The next `size` keys above `after`. Without `only_pending` it never reads an index full of dead
        entries."""
        pending = f"AND {self.pending}" if only_pending else ""
        following = (
            f"SELECT t.{self.key} AS key FROM {self.table} t WHERE t.{self.key} > $1::bigint {pending} "  # noqa: S608
            f"ORDER BY t.{self.key} LIMIT {size}"
        )
        rows = await fetch_rows(connection, _KeyRow, await adapt_to_host(connection, following), after)
        return [row.key for row in rows]

    async def lock_free(self, connection: Connection, keys: list[int]) -> list[int]:
        """Lock and return those of `keys` that nobody else has locked. A sweep returns to the others."""
        if self.writes:
            return keys
        free = (
            f"SELECT t.{self.key} AS key FROM {self.table} t WHERE t.{self.key} = ANY($1) "  # noqa: S608
            f"ORDER BY t.{self.key} FOR NO KEY UPDATE SKIP LOCKED"
        )
        rows = await fetch_rows(connection, _KeyRow, await adapt_to_host(connection, free), keys)
        return [row.key for row in rows]

    def sql(self) -> tuple[str, ...]:
        return self.statements

    def undo(self) -> tuple[str, ...]:
        """Nothing: the filled columns and tables are dropped by the undo of earlier steps."""
        return ()
