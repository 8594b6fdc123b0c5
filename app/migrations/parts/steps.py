"""What a migration is made of: steps, each a list of parts whose state is read from the catalog.

A part answers one question, `todo`: which transactions of which statements are missing right now. Nothing
means present. Probing, applying, planning and verifying are all that one question, so they cannot disagree.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias

import asyncpg

# A string: the class takes its parameter in the stubs only.
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record]"

Kind = Literal["tx", "concurrent_index", "batches"]

Todo = list[list[str]]


class Part(Protocol):
    """One thing a step makes. `table` is the relation whose lock it takes, `lock` that lock's mode."""

    kind: ClassVar[Kind]

    @property
    def table(self) -> str: ...

    @property
    def lock(self) -> str: ...

    async def todo(self, connection: Connection) -> Todo:
        """The missing transactions, each a list of statements; empty when everything is there."""
        ...

    def sql(self) -> tuple[str, ...]:
        """Every statement it runs on a database that has nothing of it."""
        ...

    def undo(self) -> tuple[str, ...]:
        """The statements that take it away, each in its own transaction."""
        ...


@dataclass(frozen=True)
class Step:
    """One tracked unit. `after`: steps without which it cannot run. `follows`: run before it where they are
    pending too, but not needed. `gate`: requests are refused until it is done; the others run behind a ready
    service. `needs`: relations that must exist, or the step waits as blocked."""

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
        """Of the statements with white space collapsed, so that reformatting is no change."""
        text = "\n".join(" ".join(sql.split()) for part in self.parts for sql in part.sql())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def in_order(steps: Iterable[Step]) -> Iterator[Step]:
    """Gate steps first, then the background; each after what it needs or follows, else as listed."""
    waiting = sorted(steps, key=lambda step: not step.gate)
    while waiting:
        names = {step.name for step in waiting}
        ready = next((s for s in waiting if not names & {*s.after, *s.follows}), None)
        if ready is None:
            raise ValueError(f"steps wait for each other: {sorted(names)}")
        waiting.remove(ready)
        yield ready
