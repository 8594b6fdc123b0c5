"""The rules of a business in other words: a calendar's keywords give it meanings, a meaning its phrases."""

from collections import defaultdict
from collections.abc import Hashable
from functools import lru_cache

from app.routing.finder import Hit, find_hits, without_shadowed
from app.routing.matcher import CompiledRules, Keyword, compile_keywords, compile_rules, serves
from app.routing.meanings import THINGS, phrases
from app.routing.model import Calendar, Rule
from app.routing.text import Text, tokenize

SURE = 0.9


@lru_cache(maxsize=1)
def lexicon() -> CompiledRules:
    """The meanings as if they were a business: one calendar a meaning."""
    meanings = phrases()
    calendars = [Calendar(meaning, "") for meaning in meanings]
    rules = [Rule(meaning, meaning, keywords=words) for meaning, words in meanings.items()]
    return compile_rules(calendars, rules)


@lru_cache(maxsize=1 << 14)
def meanings_of(typed: str) -> frozenset[str]:
    """What a keyword means: meanings that its words say whole, with little doubt."""
    text = tokenize(typed)
    return frozenset(
        str(lexicon().keywords[hit.keyword].calendar.id)
        for hit in find_hits(lexicon(), text)
        if hit.weight >= SURE and hit.last - hit.first == len(text.words)
    )


@lru_cache(maxsize=256)
def in_other_words(compiled: CompiledRules, channel: str) -> CompiledRules:
    """Rules for the same calendars whose keywords are the phrases of their meanings.

    The evidence of such a rule still names the admin's keyword. Remembered for the compiled rules' life.
    """
    owners: dict[str, dict[Hashable, Keyword]] = defaultdict(dict)
    for keyword in compiled.keywords:
        if keyword.calendar.is_active and (keyword.rule is None or serves(keyword.rule, channel)):
            for meaning in meanings_of(keyword.typed):
                owners[meaning].setdefault(keyword.calendar.id, keyword)
    keywords = [
        Keyword(keyword.rule, keyword.calendar, "meaning", keyword.typed, tokenize(phrase).words, False)
        for meaning, by_calendar in sorted(owners.items())
        if len(by_calendar) == 1
        for keyword in by_calendar.values()
        for phrase in phrases()[meaning]
    ]
    return compile_keywords(compiled.calendars, compiled.rules, keywords)


def foreign_meanings(text: Text, own: CompiledRules) -> list[Hit]:
    """Services that the text names and no calendar offers."""
    known = {keyword.words for keyword in own.keywords}
    hits, _ = without_shadowed(lexicon(), find_hits(lexicon(), text))
    return [hit for hit in hits if hit.weight >= SURE and _is_service(hit) and _words(hit) not in known]


def _words(hit: Hit) -> tuple[str, ...]:
    return lexicon().keywords[hit.keyword].words


def _is_service(hit: Hit) -> bool:
    return lexicon().keywords[hit.keyword].calendar.id not in THINGS
