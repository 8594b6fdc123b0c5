"""The search for a business's keywords in a text.

The forms of each word are looked up, so the time grows with the text and its hits, not with the rules.
"""

from functools import lru_cache
from typing import NamedTuple

from app.core.routing.languages.table import LanguageTable
from app.core.routing.matching.compiler import JOINED, WEIGHT, CompiledRules
from app.core.routing.words.forms import COMMON, EXACT, NOUN, VERB, forms, stems, variants
from app.core.routing.words.text import TokenizedText, language_of_word
from app.core.routing.words.typos import is_slip, one_edit_apart, pairs, taken_for

MAX_HITS = 20_000

MIN_APART = 5

LONG_APART = 8

PHRASE_SLACK = 1

SOURCE_WEIGHT = {"keyword": 1.0, "label": 0.97, "name": 0.78, "meaning": 1.0}

COMMON_WEIGHT = 0.6

# A hit of this weight removes weaker forms of other calendars at its place, and hits inside it.
EXACT_FROM = 0.88

COVER_FROM = 0.7

# A label or a name is a noun that an agent uses: the verb "to check" does not match the label "check-up".
TOO_FREE = (VERB, NOUN)


class Hit(NamedTuple):
    """A match: tokens [first, last) of a text say keyword number `keyword`."""

    first: int
    last: int
    keyword: int
    weight: float
    how: str


def find_hits(compiled: CompiledRules, text: TokenizedText) -> list[Hit]:
    """All keywords, labels and names in the text, the best match of each per place."""
    best: dict[tuple[int, int, int], Hit] = {}
    for at in range(len(text.words)):
        found = _hits_at(compiled, text, at)
        if compiled.forgives and (
            not found or all(compiled.keywords[hit.keyword].source == "name" for hit in found)
        ):
            found += _hits_of_split_or_typo(compiled, text, at)
        for hit in found:
            place = (hit.first, hit.last, hit.keyword)
            if place not in best or best[place].weight < hit.weight:
                best[place] = hit
        if len(best) > MAX_HITS:
            break
    return sorted(best.values(), key=lambda hit: (hit.first, -hit.last, hit.keyword))


def _hits_at(compiled: CompiledRules, text: TokenizedText, at: int) -> list[Hit]:
    found: list[Hit] = []
    for key, weight, how in forms(text.words[at]):
        for number, position, kept in compiled.postings.get(key, ()):
            keyword = compiled.keywords[number]
            if key[0] in TOO_FREE and keyword.source in ("label", "name"):
                continue
            if position == JOINED or len(keyword.words) == 1:
                said = "joined" if position == JOINED else how
                found.append(_hit(compiled, at, at + 1, number, weight * kept, said))
            else:
                phrase = _match_phrase(compiled, text, at, number, position, weight * kept, how)
                found += [phrase] if phrase is not None else []
    return found


def _hit(compiled: CompiledRules, first: int, last: int, number: int, weight: float, how: str) -> Hit:
    keyword = compiled.keywords[number]
    factor = SOURCE_WEIGHT[keyword.source] * (COMMON_WEIGHT if keyword.is_common else 1.0)
    return Hit(first, last, number, round(weight * factor, 4), how)


def _match_phrase(
    compiled: CompiledRules, text: TokenizedText, at: int, number: int, position: int, weight: float, how: str
) -> Hit | None:
    """The whole phrase around its anchor word: in order, with at most a word between, or reversed."""
    words = compiled.keywords[number].words
    first, last, total, hows = at, at + 1, weight, [how]
    cursor = at
    for step, wanted in [(-1, words[i]) for i in range(position - 1, -1, -1)] + [
        (1, words[i]) for i in range(position + 1, len(words))
    ]:
        if step == 1 and cursor < at:
            cursor = at
        found = _match_beside(text, cursor, step, wanted)
        if found is None:
            return _match_reordered(compiled, text, at, number, position, weight)
        place, part, part_how, gap = found
        total = min(total, part) * (WEIGHT["gap"] if gap else 1.0)
        cursor = place
        first, last = min(first, place), max(last, place + 1)
        hows.append(part_how)
    return _hit(compiled, first, last, number, total, _join_changes(hows))


def _join_changes(hows: list[str]) -> str:
    changed = sorted({how for how in hows if how != "exact"})
    return "; ".join(changed) if changed else "exact"


def _match_beside(
    text: TokenizedText, cursor: int, step: int, wanted: str
) -> tuple[int, float, str, int] | None:
    """The token `wanted` beside the one at `cursor`: at most one word between, and no clause break."""
    for gap in range(PHRASE_SLACK + 1):
        place = cursor + step * (1 + gap)
        if not 0 <= place < len(text.words) or text.breaks[place if step > 0 else place + 1]:
            return None
        match = _word_match(text.words[place], wanted)
        if match is not None:
            return place, *match, gap
    return None


@lru_cache(maxsize=1 << 13)
def _word_match(word: str, wanted: str) -> tuple[float, str] | None:
    kept = {key: weight for key, weight, _ in forms(wanted, True, True)}
    best: tuple[float, str] | None = None
    for key, weight, how in forms(word):
        if key in kept and (best is None or weight * kept[key] > best[0]):
            best = (weight * kept[key], how)
    if best is None and min(len(word), len(wanted)) >= 4 and one_edit_apart(word, wanted):
        return WEIGHT["phrase typo"], "typo, one edit"
    return best


def _match_reordered(
    compiled: CompiledRules, text: TokenizedText, at: int, number: int, position: int, weight: float
) -> Hit | None:
    """A phrase of two words in reversed order ("oil change", "change the oil")."""
    words = compiled.keywords[number].words
    language = language_of_word(words[0])
    if len(words) != 2 or language is None or not language.free_order:
        return None
    step = 1 if position == 1 else -1
    found = _match_beside(text, at, step, words[1 - position])
    if found is None:
        return None
    place, part, how, _ = found
    weight = min(weight, part) * WEIGHT["order"]
    return _hit(
        compiled, min(at, place), max(at, place) + 1, number, weight, _join_changes([how, "other order"])
    )


def _hits_of_split_or_typo(compiled: CompiledRules, text: TokenizedText, at: int) -> list[Hit]:
    """Keywords that are written apart or misspelt by one edit. Called only where nothing else was found."""
    if at + 1 < len(text.words) and not text.breaks[at + 1]:
        found = _hits_of_split_word(compiled, text, at)
        if found:
            return found
    return _hits_of_typo(compiled, text, at)


def _hits_of_split_word(compiled: CompiledRules, text: TokenizedText, at: int) -> list[Hit]:
    word, rest = text.words[at], text.words[at + 1]
    language = language_of_word(word)
    if len(word) + len(rest) < MIN_APART or language is None:
        return []
    found = []
    for variant, _ in variants(word, language):
        whole = variant + rest
        meant = [(whole, WEIGHT["joined"], "written apart")] if EXACT + whole in compiled.postings else []
        if len(whole) >= LONG_APART and rest not in COMMON:
            meant += [
                (word, WEIGHT["typo"], "written apart, typo, one edit") for word in compiled.typos.near(whole)
            ]
        for keyword, weight, how in meant:
            found += [
                _hit(compiled, at, at + 2, number, weight, how)
                for number, position, kept in compiled.postings.get(EXACT + keyword, ())
                if _is_whole_word(compiled, number, position, kept)
            ]
    return found


def _hits_of_typo(compiled: CompiledRules, text: TokenizedText, at: int) -> list[Hit]:
    word = text.words[at]
    language = language_of_word(word)
    if language is None or word in COMMON or len(word) < language.typo_min:
        return []
    found: list[Hit] = []
    for variant, prefix in variants(word, language):
        if len(variant) < language.typo_min:
            continue
        how = "typo, one edit" + (f", prefix {prefix}" if prefix else "")
        for wanted in compiled.typos.near(variant):
            doubtful = len(variant) <= language.typo_min and language.dense
            alone = not doubtful or is_slip(variant, wanted, pairs(language.confused), language.vowels)
            found += _hits_of_slip(compiled, text, at, wanted, how, alone)
        found += _hits_of_misheard_start(compiled, at, variant, how, language)
    if not found and language.case_endings:
        found = _hits_of_typo_under_ending(compiled, text, at, language)
    return found


def _hits_of_typo_under_ending(
    compiled: CompiledRules, text: TokenizedText, at: int, language: LanguageTable
) -> list[Hit]:
    """A misspelt word that has a case ending as well ("болера" for "бойлер")."""
    return [
        hit
        for stem in stems(text.words[at], language, as_keyword=False)[:-1]
        if len(stem) >= language.typo_min
        for wanted in compiled.typos.near(stem)
        for hit in _hits_of_slip(compiled, text, at, wanted, "typo, one edit, stem", alone=True)
    ]


def _hits_of_misheard_start(
    compiled: CompiledRules, at: int, variant: str, how: str, language: LanguageTable
) -> list[Hit]:
    """A first letter written as it sounds. Any other difference at the start mostly makes another word."""
    return [
        _hit(compiled, at, at + 1, number, WEIGHT["typo"], how)
        for letter in taken_for(variant[0], language.confused)
        for number, position, kept in compiled.postings.get(EXACT + letter + variant[1:], ())
        if _is_whole_word(compiled, number, position, kept) and compiled.keywords[number].source != "meaning"
    ]


def _is_whole_word(compiled: CompiledRules, number: int, position: int, kept: float) -> bool:
    return position != JOINED and kept == 1.0 and len(compiled.keywords[number].words) == 1


def _hits_of_slip(
    compiled: CompiledRules, text: TokenizedText, at: int, wanted: str, how: str, alone: bool
) -> list[Hit]:
    """Keywords one edit from `wanted`. `alone`: the word is certain enough without the rest of its phrase."""
    found = []
    for number, position, kept in compiled.postings.get(EXACT + wanted, ()):
        if position == JOINED or kept < 1.0 or compiled.keywords[number].source == "meaning":
            continue
        if len(compiled.keywords[number].words) == 1:
            found += [_hit(compiled, at, at + 1, number, WEIGHT["typo"], how)] if alone else []
        else:
            phrase = _match_phrase(compiled, text, at, number, position, WEIGHT["phrase typo"], how)
            found += [phrase] if phrase is not None else []
    return found


def split_shadowed(compiled: CompiledRules, hits: list[Hit]) -> tuple[list[Hit], list[tuple[Hit, Hit]]]:
    """Separate the hits that count from those inside a longer hit or weaker than an exact one at their place.

    Returns the kept hits, and the dropped ones each with the hit that it lost to. The cost is that of sorting
    the hits by their start.
    """
    kept: list[Hit] = []
    dropped: list[tuple[Hit, Hit]] = []
    cover: Hit | None = None
    strongest = _strongest_by_span(hits)
    for hit in sorted(hits, key=lambda h: (h.first, -h.last, -h.weight, h.keyword)):
        rival = strongest[hit.first, hit.last]
        if (
            cover is not None
            and hit.last <= cover.last
            and (cover.first, cover.last) != (hit.first, hit.last)
        ):
            dropped.append((hit, cover))
        elif rival.weight >= EXACT_FROM > hit.weight and _are_rivals(compiled, rival, hit):
            dropped.append((hit, rival))
        else:
            kept.append(hit)
            if hit.weight >= COVER_FROM and (cover is None or hit.last > cover.last):
                cover = hit
    return kept, dropped


def _strongest_by_span(hits: list[Hit]) -> dict[tuple[int, int], Hit]:
    strongest: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        span = (hit.first, hit.last)
        if span not in strongest or strongest[span].weight < hit.weight:
            strongest[span] = hit
    return strongest


def _are_rivals(compiled: CompiledRules, one: Hit, two: Hit) -> bool:
    return compiled.keywords[one.keyword].calendar.id != compiled.keywords[two.keyword].calendar.id
