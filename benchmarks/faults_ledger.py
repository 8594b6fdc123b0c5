"""The ledger of the answers that customers got while servers died; the database is compared with it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

UNANSWERED = ("lost", "unavailable")
"""No answer, or a 503: the work may or may not have been done."""


@dataclass(frozen=True)
class State:
    """The calendar and times of an appointment."""

    calendar_id: int
    starts_at: datetime
    cancelled: bool = False


@dataclass
class Change:
    """One request to change an appointment: `moved` to a state, or `cancelled` (`to` None) in its place."""

    action: str
    to: State | None
    answered: bool


@dataclass
class Booking:
    """An appointment as its customer knows it; the first change is the answered booking."""

    key: str
    id: int
    changes: list[Change]

    def possible(self) -> set[State]:
        """Its possible states: that of the last answer, and those of later requests without an answer."""
        states: set[State] = set()
        for change in self.changes:
            after = {replace(state, cancelled=True) for state in states} if change.to is None else {change.to}
            states = after if change.answered else states | after
        return states

    def was_cancelled(self) -> bool:
        """Record the answer "already cancelled": true only if an unanswered cancellation was done."""
        late = [change for change in self.changes if change.action == "cancelled"]
        for change in late:
            change.answered = True
        return bool(late)


@dataclass
class Hold:
    """A hold. `gone`: it was released or booked, or may have been."""

    key: str
    id: int
    state: State
    expires_at: datetime
    gone: bool = False


@dataclass
class Ledger:
    """`answers` counts (kind, outcome): done, refused, lost, unavailable, unreached, in flight, replayed."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    bookings: dict[str, Booking] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    violations: list[str] = field(default_factory=list)

    def operations(self) -> int:
        """The number of requests with a final answer; retries and lost answers are not counted."""
        return sum(count for (_, outcome), count in self.answers.items() if outcome in {"done", "refused"})

    def table(self) -> str:
        """The counts as a table, by kind of request."""
        outcomes = ("done", "refused", "lost", "unavailable", "unreached", "in flight", "replayed")
        lines = ["| operation | " + " | ".join(outcomes) + " |", "|---|" + "--:|" * len(outcomes)]
        kinds = sorted({kind for kind, _ in self.answers})
        for kind in kinds:
            counts = (f"{self.answers[kind, outcome]:,}" for outcome in outcomes)
            lines.append(f"| {kind} | " + " | ".join(counts) + " |")
        totals = (f"{sum(self.answers[kind, outcome] for kind in kinds):,}" for outcome in outcomes)
        return "\n".join([*lines, "| all | " + " | ".join(totals) + " |"])
