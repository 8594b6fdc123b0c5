"""The search for everyday meanings in a text, before it is known which calendar they belong to."""

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from app.core.routing.matching.compiler import CompiledRules, Keyword, compile_keywords
from app.core.routing.matching.finder import Hit, find_hits, split_shadowed
from app.core.routing.meanings import ANY_TRADE, IN_TRADE, Meaning, meanings
from app.core.routing.model import Calendar
from app.core.routing.words.text import SENTENCE, TokenizedText, tokenize

REACH = 6

TOUCHING = 2

SURE = 0.88


class MeaningHit(NamedTuple):
    """A match: tokens [first, last) of a text mean `meaning`. `how` and `weight` are those of a `Hit`.

    `is_weak`: a single word that has the meaning only within its trade.
    """

    first: int
    last: int
    meaning: str
    weight: float
    how: str
    is_weak: bool


@lru_cache(maxsize=1)
def lexicon() -> CompiledRules:
    """The meanings compiled like a business: one calendar per meaning, its keywords marked by trade."""
    known = [(Calendar(name, ""), meaning) for name, meaning in meanings().items()]
    keywords = [
        Keyword(None, calendar, "meaning", phrase, tokenize(phrase).words, False)
        for calendar, meaning in known
        for phrases in meaning.phrases.values()
        for phrase in phrases
    ]
    compiled = compile_keywords(tuple(calendar for calendar, _ in known), (), keywords)
    return replace(compiled, forgives=False)


def find_meanings(text: TokenizedText, trades: frozenset[str]) -> list[MeaningHit]:
    """The meanings of a text for a business of these trades.

    The longest phrases count, and two meanings near each other become their common one.
    """
    hits = [hit for hit in find_hits(lexicon(), text) if _is_meant(hit, trades)]
    kept, _ = split_shadowed(lexicon(), hits)
    best: dict[tuple[int, int, str], MeaningHit] = {}
    for said in map(_meaning_hit, kept):
        place = said[:3]
        if place not in best or best[place].weight < said.weight:
            best[place] = said
    return _join_parts(text, sorted(best.values()))


def _is_meant(hit: Hit, trades: frozenset[str]) -> bool:
    """Whether the hit counts: no misspelt phrase, and no word of another trade that means it only there."""
    keyword = lexicon().keywords[hit.keyword]
    if "typo" in hit.how:
        return False
    return not keyword.typed.startswith(IN_TRADE) or trade_of(str(keyword.calendar.id)) in trades


def _meaning_hit(hit: Hit) -> MeaningHit:
    keyword = lexicon().keywords[hit.keyword]
    is_weak = len(keyword.words) == 1 and keyword.typed.startswith(IN_TRADE)
    return MeaningHit(hit.first, hit.last, str(keyword.calendar.id), hit.weight, hit.how, is_weak)


def _join_parts(text: TokenizedText, said: list[MeaningHit]) -> list[MeaningHit]:
    """Replace two parts by their common meaning: "my fridge ... is broken" is the repair of a fridge."""
    used: set[MeaningHit] = set()
    made: list[MeaningHit] = []
    for one, two in sorted(
        _pairs_within_reach(text, said), key=lambda pair: (pair[1].first - pair[0].last, pair)
    ):
        if one in used or two in used:
            continue
        meaning = combine_meanings(one.meaning, two.meaning)
        if meaning is None:
            continue
        used |= {one, two}
        thing = two if kind_of(two.meaning) != "action" else one
        first, last = (one.first, two.last) if two.first - one.last <= TOUCHING else thing[:2]
        made.append(
            MeaningHit(first, last, meaning, min(one.weight, two.weight), f"{one.how}; {two.how}", False)
        )
    return sorted([entry for entry in said if entry not in used] + made)


def _pairs_within_reach(
    text: TokenizedText, said: list[MeaningHit]
) -> Iterable[tuple[MeaningHit, MeaningHit]]:
    for at, one in enumerate(said):
        for two in said[at + 1 :]:
            if two.first - one.last > REACH:
                break
            stopped = any(text.breaks[place] == SENTENCE for place in range(one.last, two.first + 1))
            if two.first >= one.last and not stopped:
                yield one, two


@lru_cache(maxsize=1 << 14)
def combine_meanings(one: str, two: str) -> str | None:
    """The common meaning of two: one that the lexicon names, else "thing+action", else None."""
    if one in lineage(two):
        return two
    if two in lineage(one):
        return one
    for above in lineage(one):
        for other in lineage(two):
            named = _compounds().get(frozenset((above, other)))
            if named is not None and above != other and named not in (one, two):
                return named
    kinds = {kind_of(one): one, kind_of(two): two}
    if set(kinds) == {"thing", "action"}:
        return f"{kinds['thing']}+{kinds['action']}"
    return None


@lru_cache(maxsize=1)
def _compounds() -> dict[frozenset[str], str]:
    return {frozenset(meaning.parts): meaning.name for meaning in meanings().values() if meaning.parts}


@lru_cache(maxsize=1 << 14)
def lineage(name: str) -> tuple[str, ...]:
    """The meaning, its parents, their parents and so on, the nearest first."""
    found = [name]
    for known in found:
        found += [parent for parent in parents_of(known) if parent not in found]
    return tuple(found)


@lru_cache(maxsize=1 << 14)
def kinds_above(name: str) -> tuple[str, ...]:
    """The meanings it is a kind of: a haircut for men is a haircut; a repair of glasses is not glasses."""
    found = list(_meaning_named(name).parents) if name in meanings() else []
    for known in found:
        found += [parent for parent in _meaning_named(known).parents if parent not in found]
    return tuple(found)


def parents_of(name: str) -> tuple[str, ...]:
    meaning = meanings().get(name)
    if meaning is None:
        return tuple(name.split("+"))
    return meaning.parts + meaning.parents


def kind_of(name: str) -> str:
    """One of "service", "trade", "thing" and "action". A thing with an action is a service."""
    return _meaning_named(name).kind if name in meanings() else "service"


def trade_of(name: str) -> str:
    return _meaning_named(name.partition("+")[0]).trade


def is_general(name: str) -> bool:
    return trade_of(name) == ANY_TRADE


def _meaning_named(name: str) -> Meaning:
    return meanings()[name]


class KeywordMeanings(NamedTuple):
    """The meanings of an admin's text as a whole, or of parts of it."""

    whole: frozenset[str]
    part: frozenset[str]


@lru_cache(maxsize=1 << 12)
def trades_of(typed: str) -> tuple[frozenset[str], frozenset[str]]:
    """The trades that the words of a keyword always belong to, and those that they may belong to."""
    hits, _ = split_shadowed(lexicon(), find_hits(lexicon(), tokenize(typed)))
    hits = [hit for hit in hits if hit.weight >= SURE]
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for hit in hits:
        keyword = lexicon().keywords[hit.keyword]
        found[keyword.typed.startswith(IN_TRADE)].add(trade_of(str(keyword.calendar.id)))
    return frozenset(found[False] - {ANY_TRADE}), frozenset(found[True] - {ANY_TRADE})


@lru_cache(maxsize=1 << 12)
def meanings_of(typed: str, trades: frozenset[str]) -> KeywordMeanings:
    """The meanings of a keyword if all its words are known, else those of its known words."""
    text = tokenize(typed)
    said = [entry for entry in find_meanings(text, trades) if entry.weight >= SURE]
    covered = {at for entry in said for at in range(entry.first, entry.last)}
    names = frozenset(entry.meaning for entry in said)
    if len(covered) == len(text.words) and (len(names) == 1 or _is_list(text, said)):
        return KeywordMeanings(names, frozenset())
    return KeywordMeanings(frozenset(), frozenset(entry.meaning for entry in said if not entry.is_weak))


def _is_list(text: TokenizedText, said: list[MeaningHit]) -> bool:
    """Whether the text lists several services, such as "manicure, pedicure"."""
    return all(text.breaks[entry.first] for entry in said[1:])
