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

PartKind = Literal["tx", "concurrent_index", "batches", "zones"]

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
    behind a ready service. `one_transaction`: on a small host the step runs in exactly one transaction, in
    the order in which it is listed, whatever `gate` and `follows` say. `release`: the release of the data
    that the step loads; where the tracking table has an older one, the step is pending again.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    after: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    gate: bool = True
    one_transaction: bool = False
    release: str = ""

    @property
    def migration(self) -> int:
        return int(self.name.partition("_")[0])

    @property
    def checksum(self) -> str:
        """The release of the step's data, or else a digest of its statements with white space collapsed, so
        that reformatting changes nothing."""
        if self.release:
            return self.release
        text = "\n".join(" ".join(sql.split()) for part in self.parts for sql in part.sql())
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def dependency_order(steps: Iterable[Step], *, small: bool = False) -> Iterator[Step]:
    """Gate steps first, then background steps; each after its `after` and `follows`, otherwise as listed.

    `small`: the order on a small host. Raises ValueError when steps wait for each other.
    """

    def early(step: Step) -> bool:
        return small and step.one_transaction

    waiting = sorted(steps, key=lambda step: not (step.gate or early(step)))
    while waiting:
        names = {step.name for step in waiting}
        ready = next(
            (s for s in waiting if not names & {*s.after, *(() if early(s) else s.follows)}),
            None,
        )
        if ready is None:
            raise ValueError(f"steps wait for each other: {sorted(names)}")
        waiting.remove(ready)
        yield ready


def with_required_steps(chosen: Iterable[Step], steps: Iterable[Step]) -> tuple[Step, ...]:
    """`chosen` and all that they require, in the order of `steps`."""
    by_name = {step.name: step for step in steps}
    names: set[str] = set()
    left = [step.name for step in chosen]
    while left:
        name = left.pop()
        if name not in names:
            names.add(name)
            left += by_name[name].after
    return tuple(step for name, step in by_name.items() if name in names)
