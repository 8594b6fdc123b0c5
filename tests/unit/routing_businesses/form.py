"""The notation for the tests' businesses and their sentences."""

from dataclasses import dataclass, field
from typing import Any

from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.model import Calendar, Rule


@dataclass(frozen=True)
class Case:
    kind: str
    expect: str | None
    text: str
    label: str | None = None
    channel: str = "whatsapp"


@dataclass(frozen=True)
class Business:
    key: str
    calendars: dict[str, str]
    rules: list[tuple[str, list[str], dict[str, Any]]]
    cases: list[Case]
    inactive: tuple[str, ...] = field(default=())

    def compiled(self) -> CompiledRules:
        calendars = [
            Calendar(key, name, is_active=key not in self.inactive) for key, name in self.calendars.items()
        ]
        rules = [
            Rule(f"{self.key}-{number}", calendar, keywords=tuple(keywords), **options)
            for number, (calendar, keywords, options) in enumerate(self.rules)
        ]
        return compile_rules(calendars, rules)


def cases(kinds_and_texts: str) -> list[Case]:
    """Lines "kind | calendar, or - to ask | text | label"."""
    found = []
    for line in kinds_and_texts.strip().splitlines():
        kind, expect, text, *label = (part.strip() for part in line.split(" | "))
        found.append(Case(kind, None if expect == "-" else expect, text, label[0] if label else None))
    return found
