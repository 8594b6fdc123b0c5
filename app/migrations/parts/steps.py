"""Steps and parts, the elements of a migration.

A part answers one question, `todo`: the transactions that are missing right now, by the catalog and the rows.
Applying, planning and verifying all ask it, so they cannot disagree.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

import asyncpg

# A string, because the class is generic in its stubs only.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

PartKind = Literal["tx", "concurrent_index", "batches"]

Todo = list[list[str]]


class Part(Protocol):
    """One object or change of a step. `table` is the relation that it locks, `lock` the mode of that lock."""

    kind: ClassVar[PartKind]

    @property
    def table(self) -> str: ...

    @property
    def lock(self) -> str: ...

    async def todo(self, connection: Connection) -> Todo:
        """The missing transactions, each a list of statements; empty when nothing is missing."""
        ...

    def sql(self) -> tuple[str, ...]:
        """All statements for a database that has none of it."""
        ...

    def undo(self) -> tuple[str, ...]:
        """The statements that remove it, each in its own transaction."""
        ...


@dataclass(frozen=True)
class Step:
    """One tracked unit of a migration.

    `after`: steps that it requires. `follows`: steps that run before it if they are pending too. `needs`:
    relations without which it is blocked. `gate`: the service is not ready until it is done; other steps run
    behind a ready service.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    after: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gate: bool = True

    @property
    def migration(self) -> int:
        return int(self.name.partition("_")[0])

    @property
    def checksum(self) -> str:
        """A digest of the statements with white space collapsed, so that reformatting changes nothing."""
        text = "\n".join(" ".join(sql.split()) for part in self.parts for sql in part.sql())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def dependency_order(steps: Iterable[Step]) -> Iterator[Step]:
    """Gate steps first, then background steps; each after its `after` and `follows`, otherwise as listed.

    Raises ValueError when steps wait for each other.
    """
    waiting = sorted(steps, key=lambda step: not step.gate)
    while waiting:
        names = {step.name for step in waiting}
        ready = next((s for s in waiting if not names & {*s.after, *s.follows}), None)
        if ready is None:
            raise ValueError(f"steps wait for each other: {sorted(names)}")
        waiting.remove(ready)
        yield ready
