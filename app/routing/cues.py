"""Finds the words that say what the customer does with a service: negation, correction, request.

A table lists phrases by kind, separated by commas. In a phrase `*` ends a word that may go on, `..` stands
for up to three words, and `*` before letters is any word with that ending.
"""

from collections import defaultdict
from functools import cache, lru_cache
from typing import NamedTuple

from app.routing.forms import COMMON
from app.routing.languages import LANGUAGES
from app.routing.text import Text, fold, language_of

GAP = ".."
MAX_GAP = 3
LEFT_OF_ENDING = 3


class Cue(NamedTuple):
    """Tokens [first, last) of a text."""

    first: int
    last: int
    kind: str


Phrase = tuple[tuple[str, ...], str]
"""The words after the first, and the kind."""


class _Phrases(NamedTuple):
    whole: dict[str, list[Phrase]]
    endings: list[tuple[str, str]]
    open_ended: dict[str, list[Phrase]]
    lengths: tuple[int, ...]


class _Openings(NamedTuple):
    """Phrases that a word opens: those with a plain second word under that word, and all others."""

    by_second: dict[str, list[Phrase]]
    others: list[Phrase]


@cache
def _phrases() -> _Phrases:
    whole: dict[str, list[Phrase]] = defaultdict(list)
    open_ended: dict[str, list[Phrase]] = defaultdict(list)
    endings: list[tuple[str, str]] = []
    for kind, phrase in _listed():
        if phrase.startswith("*"):
            endings.append((fold(phrase[1:]), kind))
            continue
        first, *rest = (_word(part) for part in phrase.split())
        table, head = (open_ended, first[:-1]) if first.endswith("*") else (whole, first)
        table[head].append((tuple(rest), kind))
    return _Phrases(dict(whole), endings, dict(open_ended), tuple(sorted({len(head) for head in open_ended})))


def _listed() -> list[tuple[str, str]]:
    cues = [entry for language in LANGUAGES for entry in language.cues.items()]
    return [(kind, phrase.strip()) for kind, listed in cues for phrase in listed.split(",") if phrase.strip()]


def _word(part: str) -> str:
    if part == GAP:
        return GAP
    head, tail = ("*" if part.startswith("*") else ""), ("*" if part.endswith("*") else "")
    return head + fold(part.strip("*")) + tail


def find_cues(text: Text) -> list[Cue]:
    """Every cue of the text, by position; of one kind at one place only the longest."""
    longest: dict[tuple[int, str], int] = {}
    words = (*text.words, "")
    for first, word in enumerate(text.words):
        openings = _openings(word)
        for rest, kind in (*openings.others, *openings.by_second.get(words[first + 1], ())):
            last = _match_rest(text, first + 1, rest)
            if last is not None and last > longest.get((first, kind), 0):
                longest[first, kind] = last
    return [Cue(first, last, kind) for (first, kind), last in longest.items()]


@lru_cache(maxsize=1 << 16)
def _openings(word: str) -> _Openings:
    phrases = _phrases()
    found: list[Phrase] = [((), kind) for ending, kind in phrases.endings if _ends(word, ending)]
    for variant in _without_conjunction(word):
        found += phrases.whole.get(variant, ())
        for length in phrases.lengths:
            found += phrases.open_ended.get(variant[:length], ()) if length <= len(variant) else ()
    by_second: dict[str, list[Phrase]] = defaultdict(list)
    others = []
    for phrase in found:
        rest = phrase[0]
        if rest and rest[0] != GAP and "*" not in rest[0]:
            by_second[rest[0]].append(phrase)
        else:
            others.append(phrase)
    return _Openings(dict(by_second), others)


def _ends(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= LEFT_OF_ENDING and word not in COMMON


def _without_conjunction(word: str) -> list[str]:
    language = language_of(word)
    clitics = language.cue_clitics if language else ()
    return [word, *(word[len(c) :] for c in clitics if word.startswith(c) and len(word) - len(c) >= 2)]


@cache
def _idiom_openers() -> frozenset[str]:
    idioms = (phrase for language in LANGUAGES for phrase in language.cues.get("idiom", "").split(","))
    return frozenset(fold(phrase.split()[0]) for phrase in idioms if phrase.strip())


def opens_idiom(word: str) -> bool:
    """The word means something else in a common phrase ("bank holiday")."""
    return word in _idiom_openers()


def _match_rest(text: Text, at: int, rest: tuple[str, ...]) -> int | None:
    """The end of the phrase whose further words are `rest`, or None."""
    for index, part in enumerate(rest):
        if part == GAP:
            for skip in range(MAX_GAP + 1):
                end = _match_rest(text, at + skip, rest[index + 1 :])
                if end is not None:
                    return end
            return None
        if at >= len(text.words) or not _same(part, text.words[at]):
            return None
        at += 1
    return at


def _same(part: str, word: str) -> bool:
    if part.startswith("*"):
        return word.endswith(part[1:])
    return word.startswith(part[:-1]) if part.endswith("*") else word == part
