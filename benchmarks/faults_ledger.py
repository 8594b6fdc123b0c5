"""What customers were told while servers died: the ledger that the database is held against."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime

UNANSWERED = ("lost", "unavailable")
"""No answer came back, or a 503: the work may have been done or not."""


@dataclass(frozen=True)
class State:
    """Where an appointment stands."""

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
    """An appointment as its only customer knows it; the first change is its answered booking."""

    key: str
    id: int
    changes: list[Change]

    def possible(self) -> set[State]:
        """Where it may stand: as the last answer said, or as a later unanswered request may have left it."""
        states: set[State] = set()
        for change in self.changes:
            after = {replace(state, cancelled=True) for state in states} if change.to is None else {change.to}
            states = after if change.answered else states | after
        return states

    def was_cancelled(self) -> bool:
        """Told that it is cancelled already: true only if an unanswered cancellation was done after all."""
        late = [change for change in self.changes if change.action == "cancelled"]
        for change in late:
            change.answered = True
        return bool(late)


@dataclass
class Hold:
    """`gone`: released or booked, or perhaps so."""

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
        """Requests with a final answer, yes or no; retries and what got no answer are not counted."""
        return sum(count for (_, outcome), count in self.answers.items() if outcome in {"done", "refused"})

    def table(self) -> str:
        """Outcomes by kind."""
        outcomes = ("done", "refused", "lost", "unavailable", "unreached", "in flight", "replayed")
        lines = ["| operation | " + " | ".join(outcomes) + " |", "|---|" + "--:|" * len(outcomes)]
        kinds = sorted({kind for kind, _ in self.answers})
        for kind in kinds:
            counts = (f"{self.answers[kind, outcome]:,}" for outcome in outcomes)
            lines.append(f"| {kind} | " + " | ".join(counts) + " |")
        totals = (f"{sum(self.answers[kind, outcome] for kind in kinds):,}" for outcome in outcomes)
        return "\n".join([*lines, "| all | " + " | ".join(totals) + " |"])
