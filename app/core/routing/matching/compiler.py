"""Compiles the rules of a business: every keyword under every form of its words.

Done once a version of the rules; the result is immutable and safe to share between threads.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.routing.model import Calendar, Rule, Source
from app.core.routing.words.forms import COMMON, EXACT, STEM, WEIGHTS, forms, keyword_variants, stems
from app.core.routing.words.text import language_of_word, tokenize
from app.core.routing.words.typos import TypoIndex

WEIGHT = {"order": 0.85, "gap": 0.95, "joined": 0.93, "typo": 0.7, "phrase typo": 0.8}

MIN_JOINED = 4

JOINED = -1


class Keyword(NamedTuple):
    """One text of a rule (or the name of a calendar) as it is matched."""

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

    `admins`: the rules as the admin wrote them, where these are the same in other words. `forgives`: words
    with a slip of the finger or written apart are looked up too.
    """

    calendars: tuple[Calendar, ...]
    rules: tuple[Rule, ...]
    keywords: tuple[Keyword, ...]
    postings: Postings
    typos: TypoIndex
    by_id: dict[Hashable, Calendar] = field(default_factory=dict)
    admins: "CompiledRules | None" = None
    forgives: bool = True

    def eligible(self, keyword: int, channel: str) -> bool:
        """The keyword's rule exists on this channel: active rule, active calendar, scope."""
        entry = self.keywords[keyword]
        return entry.calendar.is_active and (entry.rule is None or serves(entry.rule, channel))


def serves(rule: Rule, channel: str) -> bool:
    """An inquiry whose channel is not known ("all") meets the rules of every channel."""
    return rule.is_active and (rule.channel_scope == "all" or channel in ("all", rule.channel_scope))


def compile_rules(calendars: Iterable[Calendar], rules: Iterable[Rule]) -> CompiledRules:
    """Rules that point at no given calendar are left out. The order of neither argument matters."""
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
    # Tuples of plain values: the garbage collector need not look at them ever again.
    fixed = {key: tuple(entries) for key, entries in postings.items()}
    return CompiledRules(calendars, rules, tuple(keywords), fixed, typos, by_id)


def calendar_order(calendar: Calendar) -> tuple[int, str, str]:
    """Higher priority first, then id."""
    return -calendar.priority, id_order(calendar.id), calendar.name


def id_order(given: Hashable) -> str:
    """Ids of one business are of one kind: numbers by size, anything else by its text."""
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
    """A name such as "haircuts - Michal" is known by its whole and by either side of the dash."""
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
    """A phrase stands under its rarest word only; the others are checked where that one is found."""
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
    """An everyday word stands in for a keyword already: it must be said as it is, endings aside."""
    language = language_of_word(word)
    yield EXACT + word, 1.0
    if language is None or len(word) <= 2:
        return
    for variant, article in keyword_variants(word, language):
        if article:
            yield EXACT + variant, WEIGHTS["prefix"]
        for stem in stems(variant, language, True):
            yield STEM + stem, WEIGHTS["stem"]
