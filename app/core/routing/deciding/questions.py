"""The question to the customer, and the calendars that it offers."""

from collections.abc import Hashable

from app.core.routing.languages import BY_CODE
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.matching.finder import Hit
from app.core.routing.model import QUESTION_MAX_LENGTH
from app.core.routing.reading.scene import Choice
from app.core.routing.words.text import main_language, tokenize

MAX_NAMED = 6

FALLBACK_LANGUAGE = "he"


def fallback_language(compiled: CompiledRules) -> str:
    """The language of the calendars' names, for a text without letters."""
    names = " ".join(calendar.name for calendar in compiled.calendars)
    return main_language(tokenize(names)) or FALLBACK_LANGUAGE


def ask_which(
    compiled: CompiledRules, alive: list[Hit], choice: Choice, language: str, default_question: str | None
) -> str | None:
    """The question of the tied rule with the highest priority that has one, else the tied calendars' names.

    Without a tie, the business's default question, else the names of all candidates.
    """
    if not choice.calendars:
        return default_question
    tied = choice.reason in ("two_calendars", "label_text_conflict", "below_threshold")
    own = _own_question(compiled, alive, choice.calendars) if tied else None
    if own or (default_question and not tied):
        return own or default_question
    table = BY_CODE[language]
    names = [compiled.by_id[calendar].name for calendar in choice.calendars[:MAX_NAMED]]
    listed = f" {table.word_or} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
    sentence = table.question_choice if tied else table.question_open
    return sentence.format(choices=listed)[:QUESTION_MAX_LENGTH]


def _own_question(compiled: CompiledRules, alive: list[Hit], calendars: tuple[Hashable, ...]) -> str | None:
    rules = {}
    for hit in alive:
        rule = compiled.keywords[hit.keyword].rule
        if rule is not None and rule.question_text and rule.calendar_id in calendars:
            rules[rule.id] = rule
    ordered = sorted(rules.values(), key=lambda rule: (-rule.priority, str(rule.id)))
    return ordered[0].question_text if ordered else None
