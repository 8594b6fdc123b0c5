"""Compiles the rules of a business and finds, in a text, what of them it says.

`compile_rules` is done once a version of the rules; its result is immutable and safe to share. Finding looks
up each word's forms in one dictionary, so its time grows with the text and its hits, not with the rules.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.routing.forms import COMMON, EXACT, NOUN, STEM, VERB, forms, variants
from app.routing.model import Calendar, Rule, Source
from app.routing.text import Text, language_of, tokenize
from app.routing.typos import TypoIndex, one_edit_apart

MAX_HITS = 20_000
MIN_JOINED = 5
PHRASE_SLACK = 1
WEIGHT = {"order": 0.85, "gap": 0.95, "joined": 0.93, "typo": 0.7, "phrase typo": 0.8}
SOURCE_WEIGHT = {"keyword": 1.0, "label": 0.97, "name": 0.78}
COMMON_WEIGHT = 0.6


class Keyword(NamedTuple):
    """One text of a rule (or the name of a calendar) as it is matched."""

    rule: Rule | None
    calendar: Calendar
    source: Source
    typed: str
    words: tuple[str, ...]
    is_common: bool


class Hit(NamedTuple):
    """Tokens [first, last) of a text say keyword number `keyword`."""

    first: int
    last: int
    keyword: int
    weight: float
    how: str


Postings = dict[str, list[tuple[int, int, float]]]
"""Form key -> (keyword number, position of the word in it, weight of the keyword's form)."""


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """The rules of one business, ready for matching. Nothing in it may be changed."""

    calendars: tuple[Calendar, ...]
    rules: tuple[Rule, ...]
    keywords: tuple[Keyword, ...]
    single: Postings
    anchored: Postings
    typos: TypoIndex
    by_id: dict[Hashable, Calendar] = field(default_factory=dict)

    def eligible(self, keyword: int, channel: str) -> bool:
        """The keyword's rule exists on this channel: active rule, active calendar, scope."""
        entry = self.keywords[keyword]
        return entry.calendar.is_active and (entry.rule is None or serves(entry.rule, channel))


def serves(rule: Rule, channel: str) -> bool:
    """An inquiry whose channel is not known ("all") meets the rules of every channel."""
    return rule.is_active and (rule.channel_scope == "all" or channel in ("all", rule.channel_scope))


def compile_rules(calendars: Iterable[Calendar], rules: Iterable[Rule]) -> CompiledRules:
    """Rules that point at no given calendar are left out. The order of neither argument matters."""
    known = {calendar.id: calendar for calendar in calendars}
    kept = tuple(rule for rule in rules if rule.calendar_id in known)
    keywords = tuple(_keywords(known, kept))
    documents = _document_counts(keywords)
    single: Postings = defaultdict(list)
    anchored: Postings = defaultdict(list)
    typos = TypoIndex()
    for number, keyword in enumerate(keywords):
        _index(number, keyword, documents, single, anchored, typos)
    ordered = tuple(sorted(known.values(), key=calendar_order))
    return CompiledRules(ordered, kept, keywords, dict(single), dict(anchored), typos, known)


def calendar_order(calendar: Calendar) -> tuple[int, str, str]:
    """Higher priority first, then id: ids of one business are of one kind, numbers by size."""
    number = isinstance(calendar.id, int)
    return -calendar.priority, f"{calendar.id:020d}" if number else str(calendar.id), calendar.name


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
    single: Postings,
    anchored: Postings,
    typos: TypoIndex,
) -> None:
    words = keyword.words
    anchor = min(range(len(words)), key=lambda i: (words[i] in COMMON, documents[words[i]], -len(words[i])))
    postings = single if len(words) == 1 else anchored
    for key, weight, _ in forms(words[anchor], True):
        postings[key].append((number, anchor, weight))
    if words[anchor] not in COMMON:
        typos.add(words[anchor])
    if len(words) == 2 and len(words[0] + words[1]) >= 4:
        for key, weight, _ in forms(words[0] + words[1], True):
            if key[0] in (EXACT, STEM):
                single[key].append((number, -1, weight * WEIGHT["joined"]))


def find_hits(compiled: CompiledRules, text: Text) -> list[Hit]:
    """Every keyword, label and name that the text says, the best match of each at each place."""
    best: dict[tuple[int, int, int], Hit] = {}
    for at in range(len(text.words)):
        found = _hits_at(compiled, text, at)
        if not found:
            found = _split_or_typo(compiled, text, at)
        for hit in found:
            place = (hit.first, hit.last, hit.keyword)
            if place not in best or best[place].weight < hit.weight:
                best[place] = hit
        if len(best) > MAX_HITS:
            break
    return sorted(best.values(), key=lambda hit: (hit.first, -hit.last, hit.keyword))


def _hits_at(compiled: CompiledRules, text: Text, at: int) -> list[Hit]:
    found = []
    for key, weight, how in forms(text.words[at]):
        for number, position, kept in compiled.single.get(key, ()):
            if key[0] in (VERB, NOUN) and compiled.keywords[number].source != "keyword":
                continue  # a label names the service for an agent; "to check" is not yet the label "check-up"
            found.append(_hit(compiled, at, at + 1, number, weight * kept, "joined" if position < 0 else how))
        for number, position, kept in compiled.anchored.get(key, ()):
            phrase = _phrase(compiled, text, at, number, position, weight * kept, how)
            if phrase is not None:
                found.append(phrase)
    return found


def _hit(compiled: CompiledRules, first: int, last: int, number: int, weight: float, how: str) -> Hit:
    keyword = compiled.keywords[number]
    factor = SOURCE_WEIGHT[keyword.source] * (COMMON_WEIGHT if keyword.is_common else 1.0)
    return Hit(first, last, number, round(weight * factor, 4), how)


def _phrase(
    compiled: CompiledRules, text: Text, at: int, number: int, position: int, weight: float, how: str
) -> Hit | None:
    """The whole phrase around its anchor word: in order, a word between allowed, or the other way round."""
    words = compiled.keywords[number].words
    first, last, total, hows = at, at + 1, weight, [how]
    cursor = at
    for step, wanted in [(-1, words[i]) for i in range(position - 1, -1, -1)] + [
        (1, words[i]) for i in range(position + 1, len(words))
    ]:
        if step == 1 and cursor < at:
            cursor = at
        found = _near(text, cursor, step, wanted)
        if found is None:
            return _reordered(compiled, text, at, number, position, weight)
        place, part, part_how, gap = found
        total = min(total, part) * (WEIGHT["gap"] if gap else 1.0)
        cursor = place
        first, last = min(first, place), max(last, place + 1)
        hows.append(part_how)
    return _hit(compiled, first, last, number, total, _worst(hows))


def _worst(hows: list[str]) -> str:
    changed = sorted({how for how in hows if how != "exact"})
    return "; ".join(changed) if changed else "exact"


def _near(text: Text, cursor: int, step: int, wanted: str) -> tuple[int, float, str, int] | None:
    """`wanted` beside the token at `cursor`, at most one word further, no clause break between."""
    for gap in range(PHRASE_SLACK + 1):
        place = cursor + step * (1 + gap)
        if not 0 <= place < len(text.words) or text.breaks[place if step > 0 else place + 1]:
            return None
        match = _word_match(text.words[place], wanted)
        if match is not None:
            return place, *match, gap
    return None


def _word_match(word: str, wanted: str) -> tuple[float, str] | None:
    kept = {key: weight for key, weight, _ in forms(wanted, True)}
    best: tuple[float, str] | None = None
    for key, weight, how in forms(word):
        if key in kept and (best is None or weight * kept[key] > best[0]):
            best = (weight * kept[key], how)
    if best is None and min(len(word), len(wanted)) >= 4 and one_edit_apart(word, wanted):
        return WEIGHT["phrase typo"], "typo, one edit"
    return best


def _reordered(
    compiled: CompiledRules, text: Text, at: int, number: int, position: int, weight: float
) -> Hit | None:
    """Two words the other way round ("oil change", "change the oil")."""
    words = compiled.keywords[number].words
    language = language_of(words[0])
    if len(words) != 2 or language is None or not language.free_order:
        return None
    step = 1 if position == 1 else -1
    found = _near(text, at, step, words[1 - position])
    if found is None:
        return None
    place, part, how, _ = found
    weight = min(weight, part) * WEIGHT["order"]
    return _hit(compiled, min(at, place), max(at, place) + 1, number, weight, _worst([how, "other order"]))


def _split_or_typo(compiled: CompiledRules, text: Text, at: int) -> list[Hit]:
    """A keyword written apart, or with one slip of the finger: only where nothing else was found."""
    if at + 1 < len(text.words) and not text.breaks[at + 1]:
        found = _written_apart(compiled, text, at)
        if found:
            return found
    return _typo_hits(compiled, text, at)


def _written_apart(compiled: CompiledRules, text: Text, at: int) -> list[Hit]:
    joined = text.words[at] + text.words[at + 1]
    language = language_of(joined)
    if len(joined) < MIN_JOINED or language is None:
        return []
    return [
        _hit(compiled, at, at + 2, number, WEIGHT["joined"], "written apart")
        for variant, _ in variants(joined, language)
        for number, position, kept in compiled.single.get(EXACT + variant, ())
        if position >= 0 and kept == 1.0
    ]


def _typo_hits(compiled: CompiledRules, text: Text, at: int) -> list[Hit]:
    word = text.words[at]
    language = language_of(word)
    if language is None or word in COMMON or len(word) < language.typo_min:
        return []
    found = []
    for variant, prefix in variants(word, language):
        if len(variant) < language.typo_min:
            continue
        how = "typo, one edit" + (f", prefix {prefix}" if prefix else "")
        for wanted in compiled.typos.near(variant):
            for number, position, kept in compiled.single.get(EXACT + wanted, ()):
                if kept == 1.0 and position >= 0:
                    found.append(_hit(compiled, at, at + 1, number, WEIGHT["typo"], how))
            for number, position, kept in compiled.anchored.get(EXACT + wanted, ()):
                phrase = _phrase(compiled, text, at, number, position, WEIGHT["phrase typo"], how)
                if phrase is not None and kept == 1.0:
                    found.append(phrase)
    return found


def without_shadowed(compiled: CompiledRules, hits: list[Hit]) -> tuple[list[Hit], list[tuple[Hit, Hit]]]:
    """Drops a hit inside a longer one, and a weaker form where an exact word of another calendar stands.

    Returns the kept hits and the dropped ones, each with the hit that it lost to. One sweep over the hits
    sorted by start, so its cost is that of the sort.
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
        elif rival.weight >= EXACT_FROM > hit.weight and _other(compiled, rival, hit):
            dropped.append((hit, rival))
        else:
            kept.append(hit)
            if hit.weight >= COVER_FROM and (cover is None or hit.last > cover.last):
                cover = hit
    return kept, dropped


EXACT_FROM = 0.88
COVER_FROM = 0.7


def _strongest_by_span(hits: list[Hit]) -> dict[tuple[int, int], Hit]:
    strongest: dict[tuple[int, int], Hit] = {}
    for hit in hits:
        span = (hit.first, hit.last)
        if span not in strongest or strongest[span].weight < hit.weight:
            strongest[span] = hit
    return strongest


def _other(compiled: CompiledRules, one: Hit, two: Hit) -> bool:
    return compiled.keywords[one.keyword].calendar.id != compiled.keywords[two.keyword].calendar.id
