"""What edited rules would change: the same inquiries by the rules before and after, compared."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.core.routing.deciding.resolver import resolve
from app.core.routing.matching.matcher import CompiledRules
from app.core.routing.model import Inquiry, Resolution, Rule, Strictness

Kind = Literal["routed_elsewhere", "now_routed", "now_asked", "asked_otherwise"]


@dataclass(frozen=True, slots=True)
class Side:
    """Rules and settings to decide by."""

    compiled: CompiledRules
    strictness: Strictness = "normal"
    default_question: str | None = None

    def resolve(self, inquiry: Inquiry) -> Resolution:
        return resolve(
            self.compiled, inquiry, strictness=self.strictness, default_question=self.default_question
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """One inquiry by both; `kind` is None where the customer would notice nothing."""

    before: Resolution
    after: Resolution
    kind: Kind | None


def edited(rules: Iterable[Rule], upsert: Iterable[Rule], delete: Iterable[Hashable]) -> tuple[Rule, ...]:
    """The rules with some put in the place of those with their id, or added, and some taken away."""
    result = {rule.id: rule for rule in rules} | {rule.id: rule for rule in upsert}
    gone = set(delete)
    return tuple(rule for id_, rule in result.items() if id_ not in gone)


def replay(
    before: Side, after: Side, inquiries: Sequence[Inquiry], go_on: Callable[[], bool]
) -> list[Replayed]:
    """Each inquiry by both sides, in order, for as long as `go_on` allows."""
    found = []
    for inquiry in inquiries:
        if not go_on():
            break
        one, two = before.resolve(inquiry), after.resolve(inquiry)
        found.append(Replayed(one, two, _kind(one, two)))
    return found


def _kind(before: Resolution, after: Resolution) -> Kind | None:
    if before.calendar_id is not None and after.calendar_id is not None:
        return None if before.calendar_id == after.calendar_id else "routed_elsewhere"
    if before.calendar_id is None and after.calendar_id is None:
        same = (before.candidates, before.question) == (after.candidates, after.question)
        return None if same else "asked_otherwise"
    return "now_asked" if after.calendar_id is None else "now_routed"
