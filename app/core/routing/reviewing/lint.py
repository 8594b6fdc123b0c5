"""Warnings about rules that route wrongly. They never refuse a rule: the admin knows the business.

A warning is a code and a keyword; `app.sentences.problems` has the sentence for it.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Literal

from app.core.routing.matching.compiler import CompiledRules, Keyword
from app.core.routing.words.cues import opens_idiom
from app.core.routing.words.forms import COMMON, STEM, forms

WarningCode = Literal[
    "too_short", "no_letters", "common_word", "homograph", "shared", "equal_forms", "never_matched"
]

SHORT = 2

SURE = 0.85


@dataclass(frozen=True, slots=True)
class LintWarning:
    """A warning. `other_rule_id` and `other_keyword` are the first rule of another calendar that clashes."""

    code: WarningCode
    rule_id: Hashable
    keyword: str
    other_rule_id: Hashable | None = None
    other_keyword: str | None = None


def lint_rules(compiled: CompiledRules) -> list[LintWarning]:
    """The warnings about the active rules of active calendars, by rule and keyword."""
    active = [entry for entry in compiled.keywords if _is_live(entry)]
    found = [warning for entry in active for warning in _lint_word(entry)]
    found += _lint_letterless(compiled)
    found += _lint_clashes(active)
    return sorted(set(found), key=lambda w: (str(w.rule_id), w.keyword, w.code, str(w.other_rule_id)))


def lint_unmatched(compiled: CompiledRules, matched: Iterable[tuple[Hashable, str]]) -> list[LintWarning]:
    """Keywords of active rules without a match. `matched` has pairs of a rule's id and a keyword as typed."""
    seen = set(matched)
    entries = [entry for entry in compiled.keywords if _is_live(entry) and entry.source == "keyword"]
    return [
        LintWarning("never_matched", entry.rule.id, entry.typed)
        for entry in entries
        if entry.rule is not None and (entry.rule.id, entry.typed) not in seen
    ]


def _is_live(entry: Keyword) -> bool:
    return entry.rule is not None and entry.rule.is_active and entry.calendar.is_active


def _lint_word(entry: Keyword) -> list[LintWarning]:
    if entry.rule is None or len(entry.words) != 1 or entry.source != "keyword":
        return []
    word = entry.words[0]
    codes: list[WarningCode] = []
    if len(word) <= SHORT:
        codes.append("too_short")
    if word in COMMON:
        codes.append("common_word")
    if opens_idiom(word):
        codes.append("homograph")
    return [LintWarning(code, entry.rule.id, entry.typed) for code in codes]


def _lint_letterless(compiled: CompiledRules) -> list[LintWarning]:
    """Keywords without a letter or digit match nothing."""
    known = {(entry.rule.id, entry.typed) for entry in compiled.keywords if entry.rule is not None}
    words = {(rule.id, word) for rule in compiled.rules if rule.is_active for word in rule.keywords}
    return [
        LintWarning("no_letters", rule, word)
        for rule, word in words - known
        if not any(char.isalnum() for char in word)
    ]


def _lint_clashes(entries: list[Keyword]) -> list[LintWarning]:
    by_words: dict[Hashable, list[Keyword]] = defaultdict(list)
    by_stems: dict[Hashable, list[Keyword]] = defaultdict(list)
    for entry in entries:
        by_words[entry.words].append(entry)
        by_stems[tuple(_stem(word) for word in entry.words)].append(entry)
    shared = [clash for group in by_words.values() for clash in _clashes("shared", group, group)]
    # Equal words are reported as shared and as nothing else.
    return shared + [clash for group in by_stems.values() for clash in _other_forms(group)]


def _stem(word: str) -> str:
    return next((key for key, weight, _ in forms(word, True) if key[0] == STEM and weight >= SURE), word)


def _other_forms(group: list[Keyword]) -> list[LintWarning]:
    by_words: dict[tuple[str, ...], list[Keyword]] = defaultdict(list)
    for entry in group:
        by_words[entry.words].append(entry)
    if len(by_words) == 1:
        return []
    heads = {words: _one_per_calendar(same) for words, same in by_words.items()}
    found = []
    for words, same in by_words.items():
        others = [entry for other, entries in heads.items() if other != words for entry in entries]
        found += _clashes("equal_forms", same, others)
    return found


def _clashes(code: WarningCode, entries: list[Keyword], others: list[Keyword]) -> list[LintWarning]:
    """Each keyword with the first one of another calendar that clashes: a thousand may share one word."""
    heads = _one_per_calendar(others)
    found = []
    for one in entries:
        two = next((other for other in heads if _can_meet(one, other)), None)
        if two is not None and one.rule and two.rule:
            found.append(LintWarning(code, one.rule.id, one.typed, two.rule.id, two.typed))
    return found


def _one_per_calendar(entries: list[Keyword]) -> list[Keyword]:
    """The first entry per calendar, channel and priority: the others would give the same warnings."""
    heads: dict[Hashable, Keyword] = {}
    for entry in entries:
        if entry.rule is not None:
            heads.setdefault((entry.calendar.id, entry.rule.channel_scope, entry.rule.priority), entry)
    return list(heads.values())


def _can_meet(one: Keyword, two: Keyword) -> bool:
    """Whether an inquiry can reach both rules, of different calendars, at the same priority."""
    if one.rule is None or two.rule is None or one.calendar.id == two.calendar.id:
        return False
    scopes = {one.rule.channel_scope, two.rule.channel_scope}
    return (len(scopes) == 1 or "all" in scopes) and one.rule.priority == two.rule.priority
