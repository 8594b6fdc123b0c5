"""Verb forms and action nouns of one root or stem, by the tables of a language.

Two mechanisms, both data: templates for languages that pour three consonants into a shape (a row is
"key: prefixes | shape | endings | tail"; C is any letter that is not a vowel letter of the table), and
affixes for languages that put prefixes and endings around a stem.
"""

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

from app.core.routing.languages.table import Language
from app.core.routing.words.text import fold

MIN_CORE, MAX_CORE = 2, 5

MIN_BASE = 4

Row = tuple[str, str, str]
"""(key of the paradigm, the weak third letter that this form swallows, its use: one of the four below)."""

NOUN, NAMING, FINITE, PARTICIPLE = "*", "", "-", "+"


class _Table(NamedTuple):
    """The rows by (prefix, shape, ending); prefixes by their first letter and endings by their last."""

    rows: dict[tuple[str, str, str], list[Row]]
    heads: dict[str, list[str]]
    tails: dict[str, list[str]]


@lru_cache(maxsize=16)
def _table(language: Language) -> _Table:
    rows: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for line in language.templates.strip().splitlines():
        keys, _, rest = line.partition(":")
        columns = [column.strip() for column in rest.split("|")]
        use = columns[0][0] if columns[0][0] in (NOUN, FINITE, PARTICIPLE) else NAMING
        shape, weak = _letters(columns[1], language), _letters(columns[3], language)
        for head in columns[0].removeprefix(use).split(","):
            for tail in columns[2].split(","):
                place = (_letters(head, language), shape, _letters(tail, language))
                rows[place] += [(key, weak, use) for key in keys.split()]
    return _Table(dict(rows), _grouped({r[0] for r in rows}, 0), _grouped({r[2] for r in rows}, -1))


def _grouped(parts: set[str], at: int) -> dict[str, list[str]]:
    """Affixes by the letter of the word that they need; the empty one fits every word."""
    groups: dict[str, list[str]] = defaultdict(list)
    for part in sorted(parts):
        groups[part[at] if part else ""].append(part)
    return dict(groups)


def _letters(part: str, language: Language) -> str:
    stripped = part.strip().replace("_", "")
    return "".join(language.fold.get(char, char) for char in stripped)


def template_keys(
    word: str, language: Language, *, governed: bool = False, names: bool = False
) -> tuple[tuple[str, bool], ...]:
    """Keys of the verbs that the word may be a form of, such as "P:תקנ", and whether it is the action noun.

    `governed`: an article or preposition was taken off, so that what is left is no finite verb.
    `names`: a single word that names a service is a noun or infinitive; "acne" is not "I shall buy" (אקנה).
    """
    irregular = _irregular(language).get(word)
    if irregular is not None and language.templates:
        return ((irregular, False),)
    if language.templates:
        return _by_shape(word, language, governed, names)
    return (((irregular, False),) if irregular is not None else ()) + _by_affix(word, language)


@lru_cache(maxsize=16)
def _irregular(language: Language) -> dict[str, str]:
    groups = [line.split() for line in language.irregular.strip().splitlines()]
    return {fold(word): fold(group[0]) for group in groups for word in group}


def _by_shape(word: str, language: Language, governed: bool, names: bool) -> tuple[tuple[str, bool], ...]:
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
                if _may_be(use, bool(head), governed, names):
                    found[f"{key}:{_weak_end(root + weak, language)}", use == NOUN] = None
    return tuple(found)


def _may_be(use: str, has_head: bool, governed: bool, names: bool) -> bool:
    """A participle may stand behind an article ("the exterminator"), a finite verb not; neither is a name."""
    if use in (FINITE, PARTICIPLE) and names:
        return False
    return use in (NOUN, PARTICIPLE) or not (governed and has_head)


def _shape(core: str, vowels: str) -> tuple[str, str]:
    shape = "".join(char if char in vowels else "C" for char in core)
    return shape, "".join(char for char in core if char not in vowels)


def _weak_end(root: str, language: Language) -> str:
    weak = language.weak_ends
    return root[:-1] + weak[0] if weak and root[-1] in weak else root


def _by_affix(word: str, language: Language) -> tuple[tuple[str, bool], ...]:
    found: dict[tuple[str, bool], None] = {}
    for base, bare in _bases(word, language):
        for prefix in ("", *(language.verb_prefixes if bare else ())):
            if base.startswith(prefix) and len(base) - len(prefix) >= language.min_stem:
                found[base[len(prefix) :], False] = None
    return tuple(found)


class _Ending(NamedTuple):
    """A derivation; `shows`: it is a verb's or an action noun's, not one that any noun bears."""

    written: str
    replacement: str
    left: int
    shows: bool


@lru_cache(maxsize=16)
def _derivations(language: Language) -> dict[str, list[_Ending]]:
    """Derivations by the last letter of the word that they need."""
    groups: dict[str, list[_Ending]] = defaultdict(list)
    case_endings = set(map(fold, language.case_endings))
    for raw, replacement in language.derivations:
        written = fold(raw)
        left = MIN_BASE if written else language.min_stem
        groups[written[-1:]].append(_Ending(written, fold(replacement), left, written not in case_endings))
    return dict(groups)


def _bases(word: str, language: Language) -> list[tuple[str, bool]]:
    """What is left without an ending, and whether that ending shows a verb or its noun."""
    endings = _derivations(language)
    return [
        (word[: len(word) - len(ending.written)] + ending.replacement, ending.shows)
        for ending in (*endings.get(word[-1], ()), *endings.get("", ()))
        if word.endswith(ending.written) and len(word) - len(ending.written) >= ending.left
    ]
