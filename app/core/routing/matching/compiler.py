"""The rules of a business compiled for matching: every keyword under every form of its words.

Rules are compiled once per version. The result is immutable and safe to share between threads.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from app.core.routing.model import Calendar, Rule, Source
from app.core.routing.words.forms import COMMON, EXACT, STEM, WEIGHTS, forms, keyword_variants, stems
from app.core.routing.words.text import language_of_word, tokenize
from app.core.routing.words.typos import TypoIndex

WEIGHT = {"order": 0.85, "gap": 0.95, "joined": 0.93, "typo": 0.7, "phrase typo": 0.8}

MIN_JOINED = 4

JOINED = -1


class Keyword(NamedTuple):
    """A label or keyword of a rule, or a calendar's name, in the form that is matched."""

    rule: Rule | None
    calendar: Calendar
    source: Source
    typed: str
    words: tuple[str, ...]
    is_common: bool


Postings = dict[str, tuple[tuple[int, int, float], ...]]
"""Form key -> (keyword number, position of the word in it or JOINED, weight of the keyword's form)."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRules:
    """The rules of one business, ready for matching. Nothing in it may be changed.

    `admins` are the rules as the admin wrote them, if these ones are a paraphrase of them. `forgives` says
    whether misspelt words and words written apart are looked up too.
    """

    calendars: tuple[Calendar, ...]
    rules: tuple[Rule, ...]
    keywords: tuple[Keyword, ...]
    postings: Postings
    typos: TypoIndex
    by_id: dict[Hashable, Calendar] = field(default_factory=dict)
    admins: "CompiledRules | None" = None
    forgives: bool = True
    derived: dict[str, Any] = field(default_factory=dict, init=False, repr=False)
    """Values that other steps compute from these rules at first use. They live as long as the rules."""

    def eligible(self, keyword: int, channel: str) -> bool:
        """Whether the keyword's rule is active on this channel, and its calendar active."""
        entry = self.keywords[keyword]
        return entry.calendar.is_active and (entry.rule is None or serves(entry.rule, channel))


def serves(rule: Rule, channel: str) -> bool:
    """Whether the rule counts on the channel. All rules count for an unknown channel ("all")."""
    return rule.is_active and (rule.channel_scope == "all" or channel in ("all", rule.channel_scope))


def compile_rules(calendars: Iterable[Calendar], rules: Iterable[Rule]) -> CompiledRules:
    """Compile rules, except those that point at no given calendar. The order of rules does not matter."""
    ordered = tuple(sorted(calendars, key=calendar_order))
    known = {calendar.id: calendar for calendar in ordered}
    kept = tuple(sorted((rule for rule in rules if rule.calendar_id in known), key=lambda r: id_order(r.id)))
    return compile_keywords(ordered, kept, tuple(_keywords(known, kept)))


def compile_keywords(
    calendars: tuple[Calendar, ...], rules: tuple[Rule, ...], keywords: Sequence[Keyword]
) -> CompiledRules:
    documents = _document_counts(keywords)
    postings: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    typos = TypoIndex()
    for number, keyword in enumerate(keywords):
        _index(number, keyword, documents, postings, typos)
    by_id = {calendar.id: calendar for calendar in calendars}
    # Tuples of plain values: the garbage collector stops tracking them.
    fixed = {key: tuple(entries) for key, entries in postings.items()}
    return CompiledRules(calendars, rules, tuple(keywords), fixed, typos, by_id)


def calendar_order(calendar: Calendar) -> tuple[int, str, str]:
    """Sort key: the higher priority first, then the id."""
    return -calendar.priority, id_order(calendar.id), calendar.name


def id_order(given: Hashable) -> str:
    """Sort key for the ids of one business, which are of one type: numbers by size, others by their text."""
    return f"{given:020d}" if isinstance(given, int) else str(given)


def _keywords(calendars: dict[Hashable, Calendar], rules: Sequence[Rule]) -> Iterable[Keyword]:
    seen = set()
    for rule in rules:
        calendar = calendars[rule.calendar_id]
        for source, typed_texts in (("keyword", rule.keywords), ("label", rule.labels)):
            for typed in typed_texts:
                words = tokenize(typed).words
                if words and (rule.id, words) not in seen:
                    seen.add((rule.id, words))
                    yield _keyword(
                        rule, calendar, "keyword" if source == "keyword" else "label", typed, words
                    )
    for calendar in calendars.values():
        for typed in _name_parts(calendar.name):
            words = tokenize(typed).words
            if words:
                yield _keyword(None, calendar, "name", typed, words)


def _keyword(
    rule: Rule | None, calendar: Calendar, source: Source, typed: str, words: tuple[str, ...]
) -> Keyword:
    return Keyword(rule, calendar, source, typed, words, all(word in COMMON for word in words))


def _name_parts(name: str) -> list[str]:
    """The texts that match a name such as "haircuts - Michal": the whole and both sides of the dash."""
    parts = [part for part in name.replace("\u2013", "-").replace("|", "-").split(" - ") if part.strip()]
    return [name] if len(parts) < 2 else [name, *parts]


def _document_counts(keywords: Sequence[Keyword]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for keyword in keywords:
        for word in keyword.words:
            counts[word] += 1
    return counts


def _index(
    number: int,
    keyword: Keyword,
    documents: dict[str, int],
    postings: dict[str, list[tuple[int, int, float]]],
    typos: TypoIndex,
) -> None:
    """Index a phrase under its rarest word only; the other words are checked where that one is found."""
    words = keyword.words
    anchor = min(range(len(words)), key=lambda i: (words[i] in COMMON, documents[words[i]], -len(words[i])))
    if keyword.source == "meaning":
        for key, weight in _keys_as_said(words[anchor]):
            postings[key].append((number, anchor, weight))
        return
    for key, weight, _ in forms(words[anchor], True, len(words) > 1):
        postings[key].append((number, anchor, weight))
    if words[anchor] not in COMMON:
        typos.add(words[anchor])
    if len(words) == 2 and len(words[0] + words[1]) >= MIN_JOINED:
        for key, weight, _ in forms(words[0] + words[1], True):
            if key[0] in (EXACT, STEM):
                postings[key].append((number, JOINED, weight * WEIGHT["joined"]))


def _keys_as_said(word: str) -> Iterable[tuple[str, float]]:
    """The keys of a word of the lexicon, which replaces a keyword already: only its endings may differ."""
    language = language_of_word(word)
    yield EXACT + word, 1.0
    if language is None or len(word) <= 2:
        return
    for variant, article in keyword_variants(word, language):
        if article:
            yield EXACT + variant, WEIGHTS["prefix"]
        for stem in stems(variant, language, True):
            yield STEM + stem, WEIGHTS["stem"]
