"""Verb forms and action nouns of one root or stem, from the table of a language.

Two mechanisms: templates for languages that put three consonants into a shape (a row is "key: prefixes |
shape | endings | tail", where C is any letter that is not a vowel letter of the table), and affixes for
languages that put prefixes and endings around a stem.
"""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from app.core.routing.languages.table import LanguageTable
from app.core.routing.words.text import fold

MIN_CORE, MAX_CORE = 2, 5

MIN_BASE = 4

TemplateRow = tuple[str, str, str]
"""(key of the paradigm, the weak third letter that this form omits, its use: one of the four below)."""

NOUN, NAMING, FINITE, PARTICIPLE = "*", "", "-", "+"


class _Table(NamedTuple):
    """Rows by (prefix, shape, ending), prefixes by their first letter, endings by their last letter."""

    rows: dict[tuple[str, str, str], list[TemplateRow]]
    heads: dict[str, list[str]]
    tails: dict[str, list[str]]


@lru_cache(maxsize=16)
def _table(language: LanguageTable) -> _Table:
    rows: dict[tuple[str, str, str], list[TemplateRow]] = defaultdict(list)
    for line in language.templates.strip().splitlines():
        keys, _, rest = line.partition(":")
        columns = [column.strip() for column in rest.split("|")]
        use = columns[0][0] if columns[0][0] in (NOUN, FINITE, PARTICIPLE) else NAMING
        shape, weak = _letters(columns[1], language), _letters(columns[3], language)
        for head in columns[0].removeprefix(use).split(","):
            for tail in columns[2].split(","):
                place = (_letters(head, language), shape, _letters(tail, language))
                rows[place] += [(key, weak, use) for key in keys.split()]
    return _Table(
        dict(rows), _group_by_letter({r[0] for r in rows}, 0), _group_by_letter({r[2] for r in rows}, -1)
    )


def _group_by_letter(parts: set[str], at: int) -> dict[str, list[str]]:
    """Affixes by the letter at position `at`; "" for the empty affix, which fits every word."""
    groups: dict[str, list[str]] = defaultdict(list)
    for part in sorted(parts):
        groups[part[at] if part else ""].append(part)
    return dict(groups)


def _letters(part: str, language: LanguageTable) -> str:
    stripped = part.strip().replace("_", "")
    return "".join(language.fold.get(char, char) for char in stripped)


def template_keys(
    word: str, language: LanguageTable, *, governed: bool = False, names: bool = False
) -> tuple[tuple[str, bool], ...]:
    """(key, is an action noun) of each verb that the word may be a form of; a key is such as "P:תקנ".

    `governed`: an article or preposition was removed, so the rest is no finite verb.
    `names`: the word names a service by itself, so it is a noun or an infinitive (אקנה is "acne" and not
    "I shall buy").
    """
    irregular = _irregular(language).get(word)
    if irregular is not None and language.templates:
        return ((irregular, False),)
    if language.templates:
        return _keys_by_shape(word, language, governed, names)
    return (((irregular, False),) if irregular is not None else ()) + _keys_by_affix(word, language)


@lru_cache(maxsize=16)
def _irregular(language: LanguageTable) -> dict[str, str]:
    groups = [line.split() for line in language.irregular.strip().splitlines()]
    return {fold(word): fold(group[0]) for group in groups for word in group}


def _keys_by_shape(
    word: str, language: LanguageTable, governed: bool, names: bool
) -> tuple[tuple[str, bool], ...]:
    table = _table(language)
    found: dict[tuple[str, bool], None] = {}
    heads = [head for head in table.heads.get(word[0], ()) if word.startswith(head)]
    tails = [tail for tail in table.tails.get(word[-1], ()) if word.endswith(tail)]
    for head in (*table.heads.get("", ()), *heads):
        for tail in (*table.tails.get("", ()), *tails):
            if not MIN_CORE <= len(word) - len(head) - len(tail) <= MAX_CORE:
                continue
            shape, root = _shape(word[len(head) : len(word) - len(tail)], language.shape_vowels)
            for key, weak, use in table.rows.get((head, shape, tail), ()):
                if _is_possible(use, bool(head), governed, names):
                    found[f"{key}:{_weak_end(root + weak, language)}", use == NOUN] = None
    return tuple(found)


def _is_possible(use: str, has_head: bool, governed: bool, names: bool) -> bool:
    """A participle may follow an article ("the exterminator"), a finite verb may not; neither is a name."""
    if use in (FINITE, PARTICIPLE) and names:
        return False
    return use in (NOUN, PARTICIPLE) or not (governed and has_head)


def _shape(core: str, vowels: str) -> tuple[str, str]:
    shape = "".join(char if char in vowels else "C" for char in core)
    return shape, "".join(char for char in core if char not in vowels)


def _weak_end(root: str, language: LanguageTable) -> str:
    weak = language.weak_ends
    return root[:-1] + weak[0] if weak and root[-1] in weak else root


def _keys_by_affix(word: str, language: LanguageTable) -> tuple[tuple[str, bool], ...]:
    found: dict[tuple[str, bool], None] = {}
    for base, bare in _bases(word, language):
        for prefix in ("", *(language.verb_prefixes if bare else ())):
            if base.startswith(prefix) and len(base) - len(prefix) >= language.min_stem:
                found[base[len(prefix) :], False] = None
    return tuple(found)


class _Ending(NamedTuple):
    """A derivation. `left`: letters that must remain. `shows`: only verbs and action nouns have it."""

    written: str
    replacement: str
    left: int
    shows: bool


@lru_cache(maxsize=16)
def _derivations(language: LanguageTable) -> dict[str, list[_Ending]]:
    """Derivations by their last letter."""
    groups: dict[str, list[_Ending]] = defaultdict(list)
    case_endings = set(map(fold, language.case_endings))
    for raw, replacement in language.derivations:
        written = fold(raw)
        left = MIN_BASE if written else language.min_stem
        groups[written[-1:]].append(_Ending(written, fold(replacement), left, written not in case_endings))
    return dict(groups)


def _bases(word: str, language: LanguageTable) -> list[tuple[str, bool]]:
    """(word without an ending, whether that ending belongs to verbs and action nouns only)."""
    endings = _derivations(language)
    return [
        (word[: len(word) - len(ending.written)] + ending.replacement, ending.shows)
        for ending in (*endings.get(word[-1], ()), *endings.get("", ()))
        if word.endswith(ending.written) and len(word) - len(ending.written) >= ending.left
    ]
