"""Keywords to suggest to the admin: words that would have decided inquiries which ended in a question.

A word is suggested if it occurs in inquiries that were meant for one calendar and in none that were meant for
another, if no rule knows it, and if the inquiries would reach their calendar with it. Nothing is saved here.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.matching.finder import find_hits
from app.core.routing.model import Inquiry, Rule, Strictness
from app.core.routing.words.cues import find_cues, opens_idiom
from app.core.routing.words.forms import COMMON, forms, variants
from app.core.routing.words.text import TokenizedText, language_of_word, tokenize

SHORTEST = 3

MAX_CANDIDATES = 300

# Characters of an inquiry that are searched for words; more would only cost time.
MAX_TEXT_LENGTH = 500


class LabelledInquiry(NamedTuple):
    """An inquiry and the calendar that it was meant for."""

    inquiry: Inquiry
    calendar_id: Hashable


@dataclass(frozen=True, slots=True)
class KeywordSuggestion:
    """A keyword for a calendar. `lessons` are the numbers of the undecided inquiries that it decides."""

    calendar_id: Hashable
    keyword: str
    lessons: tuple[int, ...]


@dataclass(slots=True)
class _Uses:
    """The uses of a family of words: the numbers of undecided lessons by calendar, and all calendars."""

    lessons: dict[Hashable, set[int]] = field(default_factory=lambda: defaultdict(set))
    calendars: set[Hashable] = field(default_factory=set)


def find_undecided(
    compiled: CompiledRules,
    lessons: Sequence[LabelledInquiry],
    strictness: Strictness,
    go_on: Callable[[], bool],
) -> list[int]:
    """The numbers of the lessons that the rules do not send to the calendar that was meant."""
    found = []
    for number, lesson in enumerate(lessons):
        if not go_on():
            break
        answer = route_inquiry(compiled, lesson.inquiry, strictness=strictness)
        if answer.calendar_id != lesson.calendar_id:
            found.append(number)
    return found


def suggest_keywords(
    compiled: CompiledRules,
    lessons: Sequence[LabelledInquiry],
    still_open: Sequence[int],
    *,
    strictness: Strictness = "normal",
    at_least: int = 2,
    go_on: Callable[[], bool] = lambda: True,
) -> list[KeywordSuggestion]:
    """Keywords that decide `at_least` of the lessons numbered `still_open`, the most useful ones first."""
    tried = dict(enumerate(_candidates(compiled, lessons, set(still_open), at_least)[:MAX_CANDIDATES]))
    while tried and go_on():
        decided = _find_decided(compiled, lessons, still_open, strictness, tried, go_on)
        enough = {number: by for number, by in decided.items() if len(by) >= at_least}
        if len(enough) == len(tried) or not go_on():
            found = [KeywordSuggestion(*tried[number], tuple(by)) for number, by in enough.items()]
            return sorted(found, key=lambda s: (-len(s.lessons), str(s.calendar_id), s.keyword))
        # A word may have decided only together with one that is dropped: the others are tried again.
        tried = {number: tried[number] for number in enough}
    return []


def _find_decided(
    compiled: CompiledRules,
    lessons: Sequence[LabelledInquiry],
    still_open: Sequence[int],
    strictness: Strictness,
    tried: Mapping[int, tuple[Hashable, str]],
    go_on: Callable[[], bool],
) -> dict[int, list[int]]:
    """The lessons that each of the tried keywords decides if all of them are stored."""
    rules = [
        Rule(("suggested", number), calendar, keywords=(word,)) for number, (calendar, word) in tried.items()
    ]
    taught = compile_rules(compiled.calendars, [*compiled.rules, *rules])
    decided: dict[int, list[int]] = defaultdict(list)
    for lesson_number in still_open:
        if not go_on():
            break
        lesson = lessons[lesson_number]
        answer = route_inquiry(taught, lesson.inquiry, strictness=strictness)
        if answer.calendar_id == lesson.calendar_id:
            for rule_id in {found.rule_id for found in answer.evidence}:
                if isinstance(rule_id, tuple):
                    decided[rule_id[1]].append(lesson_number)
    return decided


def _candidates(
    compiled: CompiledRules, lessons: Sequence[LabelledInquiry], still_open: set[int], at_least: int
) -> list[tuple[Hashable, str]]:
    """(calendar, word) of words that enough lessons of one calendar share, one word per family."""
    texts = [tokenize(lesson.inquiry.text[:MAX_TEXT_LENGTH]) for lesson in lessons]
    said: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for word in text.words:
            said[word].add(number)
    by_key = _by_key(said)
    words = {word for number in still_open for word in _unknown_words(compiled, texts[number])}
    found = []
    for base in {base for word in words for base in _bases(word)}:
        family = frozenset(word for key in _keys(base, True) for word in by_key.get(key, ()))
        uses = _uses(lessons, still_open, (number for word in family for number in said[word]))
        for calendar, numbers in uses.lessons.items():
            if uses.calendars == {calendar} and len(numbers) >= at_least and not _is_known(compiled, base):
                found.append((-len(numbers), base not in said, len(base), base, calendar, family))
    return _one_per_family(sorted(found, key=lambda f: f[:4]))


def _one_per_family(
    found: Iterable[tuple[int, bool, int, str, Hashable, frozenset[str]]],
) -> list[tuple[Hashable, str]]:
    """One word per family, the most frequent one, preferably as customers wrote it."""
    taken: set[str] = set()
    kept = []
    for *_, base, calendar, family in found:
        if not family & taken:
            taken |= family
            kept.append((calendar, base))
    return kept


def _uses(lessons: Sequence[LabelledInquiry], still_open: set[int], numbers: Iterable[int]) -> _Uses:
    uses = _Uses()
    for number in numbers:
        calendar = lessons[number].calendar_id
        uses.calendars.add(calendar)
        if number in still_open:
            uses.lessons[calendar].add(number)
    return uses


def _unknown_words(compiled: CompiledRules, text: TokenizedText) -> list[str]:
    """The words that belong to no rule, no calendar's name and no cue of the languages."""
    known = {at for hit in find_hits(compiled, text) for at in range(hit.first, hit.last)}
    known |= {at for cue in find_cues(text) for at in range(cue.first, cue.last)}
    return [word for at, word in enumerate(text.words) if at not in known and _can_name(word)]


def _can_name(word: str) -> bool:
    return len(word) >= SHORTEST and word not in COMMON and language_of_word(word) is not None


def _bases(word: str) -> list[str]:
    """The word with and without its clitics: one of these names the service."""
    language = language_of_word(word)
    return [base for base, _ in variants(word, language) if _can_name(base)] if language else []


def _is_known(compiled: CompiledRules, base: str) -> bool:
    return opens_idiom(base) or bool(find_hits(compiled, tokenize(base)))


def _by_key(words: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for word in words:
        for key in _keys(word, False):
            found[key].append(word)
    return found


def _keys(word: str, as_keyword: bool) -> list[str]:
    return [key for key, _, _ in forms(word, as_keyword)]
