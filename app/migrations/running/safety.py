"""The objects that keep a time from being given twice: keys, the overlap constraint and triggers.

A dump that was restored half way, or a constraint dropped by hand, leaves the tracking table as it was. So a
start looks for these objects themselves, in the statement that reads the tracking table.
"""

from dataclasses import dataclass
from typing import Literal

from app.migrations.parts.functions import Trigger
from app.migrations.parts.steps import Step
from app.migrations.parts.tables import Table


@dataclass(frozen=True)
class SafetyObject:
    """A key, exclusion constraint or trigger that `step` made on `table`."""

    step: str
    kind: Literal["key", "constraint", "trigger"]
    table: str
    name: str

    @property
    def problem(self) -> str:
        return f"{self.name} of {self.table} is missing or disabled. Run `python -m app.migrations repair`."


def safety_objects(steps: tuple[Step, ...]) -> tuple[SafetyObject, ...]:
    """The objects without which the results of `steps` are not safe; the host's own keys are not among
    them."""
    found = []
    for step in steps:
        for part in step.parts:
            if isinstance(part, Table) and not part.kept:
                for name, definition in {**part.keys, **part.constraints}.items():
                    if definition.startswith("PRIMARY KEY"):
                        found.append(SafetyObject(step.name, "key", part.name, name))
                    elif definition.startswith(("EXCLUDE", "UNIQUE")):
                        found.append(SafetyObject(step.name, "constraint", part.name, name))
            elif isinstance(part, Trigger) and step.gate:
                found.append(SafetyObject(step.name, "trigger", part.table, part.name))
    return tuple(found)
