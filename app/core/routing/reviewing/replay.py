"""The effect of edited rules: the same inquiries answered by the rules before and after, compared."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.model import Inquiry, Resolution, Rule, Strictness

ChangeKind = Literal["routed_elsewhere", "now_routed", "now_asked", "asked_otherwise"]


@dataclass(frozen=True, slots=True)
class ReplaySide:
    """The rules and settings of one side of the comparison."""

    compiled: CompiledRules
    strictness: Strictness = "normal"
    default_question: str | None = None

    def resolve(self, inquiry: Inquiry) -> Resolution:
        return route_inquiry(
            self.compiled, inquiry, strictness=self.strictness, default_question=self.default_question
        )


@dataclass(frozen=True, slots=True)
class ReplayComparison:
    """The answers of both sides to one inquiry. `kind` is None if the customer would notice no difference."""

    before: Resolution
    after: Resolution
    kind: ChangeKind | None


def apply_edits(
    rules: Iterable[Rule], upsert: Iterable[Rule], delete: Iterable[Hashable]
) -> tuple[Rule, ...]:
    """The rules after edits: `upsert` replaces those of the same id or is added, `delete` names ids."""
    result = {rule.id: rule for rule in rules} | {rule.id: rule for rule in upsert}
    gone = set(delete)
    return tuple(rule for id_, rule in result.items() if id_ not in gone)


def replay_inquiries(
    before: ReplaySide, after: ReplaySide, inquiries: Sequence[Inquiry], go_on: Callable[[], bool]
) -> list[ReplayComparison]:
    """Answer the inquiries by both sides, in order, until `go_on` returns False."""
    found = []
    for inquiry in inquiries:
        if not go_on():
            break
        one, two = before.resolve(inquiry), after.resolve(inquiry)
        found.append(ReplayComparison(one, two, _change_kind(one, two)))
    return found


def _change_kind(before: Resolution, after: Resolution) -> ChangeKind | None:
    if before.calendar_id is not None and after.calendar_id is not None:
        return None if before.calendar_id == after.calendar_id else "routed_elsewhere"
    if before.calendar_id is None and after.calendar_id is None:
        same = (before.candidates, before.question) == (after.candidates, after.question)
        return None if same else "asked_otherwise"
    return "now_asked" if after.calendar_id is None else "now_routed"
