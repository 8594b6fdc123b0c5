"""Cues: phrases that show how the customer relates to a service, such as negation, correction and request.

A table lists phrases by kind, separated by commas. In a phrase, `word*` is any word that begins so, `*word`
any word that ends so, `..` up to three words of the same clause, and `<name>` any word of that class. A class
lists its words as patterns ("paint(s|ed)?", `*` for any letters), so that one phrase ("<shift> .. <booking>")
replaces a hundred.
"""

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from app.core.routing.languages import LANGUAGES
from app.core.routing.languages.table import LanguageTable
from app.core.routing.words.forms import COMMON, variants
from app.core.routing.words.text import CLAUSE, TokenizedText, fold, language_of_word

GAP = ".."

TRADE = "trade of "
"""The prefix of the kind of a trade's cue."""

NUMBER = frozenset(["number", "when"])
"""Classes of digits, in any language."""

FINITE = "^"
"""Mark of a class of finite verbs: only a conjunction is removed before them (not "to" before "changed")."""

MAX_GAP = 3

LEFT_OF_ENDING = 3

LONGEST = 30


class Cue(NamedTuple):
    """A cue in tokens [first, last) of a text."""

    first: int
    last: int
    kind: str


Phrase = tuple[tuple[str, ...], str]
"""The words after the first, and the kind."""


class _Phrases(NamedTuple):
    whole: dict[str, list[Phrase]]
    endings: list[tuple[str, str]]
    open_ended: dict[str, list[Phrase]]
    by_class: dict[str, list[Phrase]]
    lengths: tuple[int, ...]


class _Openings(NamedTuple):
    """The phrases that begin with one word, by the second word, its class or first letter; and the others."""

    by_second: dict[str, list[Phrase]]
    by_letter: dict[str, list[Phrase]]
    by_class: dict[str, list[Phrase]]
    others: list[Phrase]

    def before(self, word: str) -> list[Phrase]:
        """The phrases that may continue with `word`."""
        found = [*self.others, *self.by_second.get(word, ()), *self.by_letter.get(word[:1], ())]
        if self.by_class and word:
            for name in classes_of(word):
                found += self.by_class.get(name, ())
        return found


@cache
def _phrases() -> _Phrases:
    whole: dict[str, list[Phrase]] = defaultdict(list)
    open_ended: dict[str, list[Phrase]] = defaultdict(list)
    by_class: dict[str, list[Phrase]] = defaultdict(list)
    endings: list[tuple[str, str]] = []
    for code, kind, phrase in _list_phrases():
        if phrase.startswith("*"):
            endings.append((fold(phrase[1:]), kind))
            continue
        first, *rest = (_pattern_of(part) for part in phrase.split())
        table, head = (open_ended, first[:-1]) if first.endswith("*") else (whole, first)
        if first.startswith("<"):
            table, head = by_class, f"{code} {first[1:-1]}"
        table[head].append((tuple(rest), kind))
    lengths = tuple(sorted({len(head) for head in open_ended}))
    return _Phrases(dict(whole), endings, dict(open_ended), dict(by_class), lengths)


def _list_phrases() -> list[tuple[str, str, str]]:
    """All phrases, each with the code of its language and its kind."""
    cues = [(language.code, *entry) for language in LANGUAGES for entry in language.cues.items()]
    cues += [
        (language.code, TRADE + trade, listed)
        for language in LANGUAGES
        for trade, listed in language.trades.items()
    ]
    return [
        (code, kind, phrase.strip())
        for code, kind, listed in cues
        for phrase in listed.split(",")
        if phrase.strip()
    ]


def _pattern_of(part: str) -> str:
    if part == GAP or part.startswith("<"):
        return part
    head, tail = ("*" if part.startswith("*") else ""), ("*" if part.endswith("*") else "")
    return head + fold(part.strip("*")) + tail


@cache
def _classes(language: LanguageTable) -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """Each class as one pattern over folded words, and whether prepositions may be removed before it."""
    found = []
    for name, listed in language.classes.items():
        words = [word for word in listed.split() if word != FINITE]
        pattern = re.compile("|".join(fold(word).replace("*", ".*") for word in words))
        found.append((name, len(words) == len(listed.split()), pattern))
    return tuple(found)


@lru_cache(maxsize=1 << 13)
def classes_of(word: str) -> frozenset[str]:
    """The classes of a normalised word, with and without its clitics."""
    language = language_of_word(word)
    if language is None:
        return NUMBER if word[0].isdigit() else frozenset()
    if len(word) > LONGEST:
        return frozenset()
    bare, joined = [rest for rest, _ in variants(word, language)], _without_conjunction(word)
    return frozenset(
        name
        for name, governed, pattern in _classes(language)
        if any(pattern.fullmatch(form) for form in (bare if governed else joined))
    )


def find_cues(text: TokenizedText) -> list[Cue]:
    """The cues of a text by position, only the longest per kind and place."""
    longest: dict[tuple[int, str], int] = {}
    words = (*text.words, "")
    for first, word in enumerate(text.words):
        for rest, kind in _openings(word).before(words[first + 1]):
            last = _match_rest(text, first + 1, rest)
            if last is not None and last > longest.get((first, kind), 0):
                longest[first, kind] = last
    return [Cue(first, last, kind) for (first, kind), last in longest.items()]


@lru_cache(maxsize=1 << 13)
def _openings(word: str) -> _Openings:
    phrases = _phrases()
    found: list[Phrase] = [((), kind) for ending, kind in phrases.endings if _has_ending(word, ending)]
    language = language_of_word(word)
    if language is not None:
        for name in classes_of(word):
            found += phrases.by_class.get(f"{language.code} {name}", ())
    for variant in _without_conjunction(word):
        found += phrases.whole.get(variant, ())
        for length in phrases.lengths:
            found += phrases.open_ended.get(variant[:length], ()) if length <= len(variant) else ()
    return _group_by_second_word(found)


def _group_by_second_word(found: list[Phrase]) -> _Openings:
    openings = _Openings(defaultdict(list), defaultdict(list), defaultdict(list), [])
    for phrase in found:
        second = phrase[0][0] if phrase[0] else GAP
        if second == GAP or second.startswith("*"):
            openings.others.append(phrase)
        elif second.startswith("<"):
            openings.by_class[second[1:-1]].append(phrase)
        elif second.endswith("*"):
            openings.by_letter[second[0]].append(phrase)
        else:
            openings.by_second[second].append(phrase)
    return openings


def _has_ending(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= LEFT_OF_ENDING and word not in COMMON


def _without_conjunction(word: str) -> list[str]:
    language = language_of_word(word)
    clitics = language.cue_clitics if language else ()
    return [word, *(word[len(c) :] for c in clitics if word.startswith(c) and len(word) - len(c) >= 2)]


@cache
def _idiom_openers() -> frozenset[str]:
    idioms = (phrase for language in LANGUAGES for phrase in language.cues.get("idiom", "").split(","))
    return frozenset(fold(phrase.split()[0]) for phrase in idioms if phrase.strip())


def opens_idiom(word: str) -> bool:
    """Whether the word means something else in a common phrase ("bank holiday")."""
    return word in _idiom_openers()


def _match_rest(text: TokenizedText, at: int, rest: tuple[str, ...]) -> int | None:
    """The end of the phrase whose further words are `rest`, or None."""
    for index, part in enumerate(rest):
        if part == GAP:
            return _match_after_gap(text, at, rest[index + 1 :])
        if at >= len(text.words) or text.breaks[at] >= CLAUSE or not _matches(part, text.words[at]):
            return None
        at += 1
    return at


def _match_after_gap(text: TokenizedText, at: int, rest: tuple[str, ...]) -> int | None:
    for skip in range(MAX_GAP + 1):
        if at + skip >= len(text.words) or text.breaks[at + skip] >= CLAUSE:
            return None
        end = _match_rest(text, at + skip, rest)
        if end is not None:
            return end
    return None


def _matches(part: str, word: str) -> bool:
    if part.startswith("<"):
        return part[1:-1] in classes_of(word)
    if part.startswith("*"):
        return word.endswith(part[1:])
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
