"""Verb forms and action nouns of one root or stem, by the tables of a language.

Two mechanisms, both data: templates for languages that pour three consonants into a shape (a row is
"key: prefixes | shape | endings | tail"; C is any letter that is not a vowel letter of the table), and
affixes for languages that put prefixes and endings around a stem.
"""

from functools import lru_cache

from app.routing.languages.table import Language

Row = tuple[str, str, bool]
"""(key of the paradigm, the weak third letter that this form swallows, whether it is the action noun)."""


@lru_cache(maxsize=16)
def _rows(
    language: Language,
) -> tuple[tuple[str, ...], tuple[str, ...], dict[tuple[str, str, str], list[Row]]]:
    prefixes: set[str] = set()
    endings: set[str] = set()
    table: dict[tuple[str, str, str], list[Row]] = {}
    for line in language.templates.strip().splitlines():
        keys, _, rest = line.partition(":")
        columns = [column.strip() for column in rest.split("|")]
        noun = columns[0].startswith("*")
        heads = [_letters(part, language) for part in columns[0].removeprefix("*").split(",")]
        tails = [_letters(part, language) for part in columns[2].split(",")]
        prefixes.update(heads)
        endings.update(tails)
        for head in heads:
            for tail in tails:
                rows = table.setdefault((head, _letters(columns[1], language), tail), [])
                rows += [(key, _letters(columns[3], language), noun) for key in keys.split()]
    return tuple(sorted(prefixes)), tuple(sorted(endings)), table


def _letters(part: str, language: Language) -> str:
    stripped = part.strip().replace("_", "")
    return "".join(language.fold.get(char, char) for char in stripped)


def template_keys(word: str, language: Language, governed: bool = False) -> tuple[tuple[str, bool], ...]:
    """Keys of the verbs that the word may be a form of, such as "P:תקנ", and whether it is the action noun.

    `governed`: an article or preposition was taken off, so that what is left is no finite verb.
    """
    if word in _irregular(language):
        return ((_irregular(language)[word], False),)
    if language.templates:
        return _by_shape(word, language, governed)
    return _by_affix(word, language) if language.derivations else ()


@lru_cache(maxsize=16)
def _irregular(language: Language) -> dict[str, str]:
    groups = [line.split() for line in language.irregular.strip().splitlines()]
    return {_letters(word, language): group[0] for group in groups for word in group}


def _by_shape(word: str, language: Language, governed: bool) -> tuple[tuple[str, bool], ...]:
    prefixes, endings, table = _rows(language)
    found: dict[tuple[str, bool], None] = {}
    for head in prefixes:
        if not word.startswith(head):
            continue
        for tail in endings:
            core = word[len(head) : len(word) - len(tail)]
            if not 2 <= len(core) <= 5 or not word.endswith(tail) or len(head) + len(tail) >= len(word):
                continue
            shape, root = _shape(core, language.shape_vowels)
            for key, weak, noun in table.get((head, shape, tail), ()):
                if noun or not head or not governed:
                    found[f"{key}:{_weak_end(root + weak, language)}", noun] = None
    return tuple(found)


def _shape(core: str, vowels: str) -> tuple[str, str]:
    shape = "".join(char if char in vowels else "C" for char in core)
    return shape, "".join(char for char in core if char not in vowels)


def _weak_end(root: str, language: Language) -> str:
    weak = language.weak_ends
    return root[:-1] + weak[0] if weak and root[-1] in weak else root


def _by_affix(word: str, language: Language) -> tuple[tuple[str, bool], ...]:
    found: dict[tuple[str, bool], None] = {}
    for base in _bases(word, language):
        for prefix in ("", *language.verb_prefixes):
            if base.startswith(prefix) and len(base) - len(prefix) >= language.min_stem:
                found[base[len(prefix) :], False] = None
    return tuple(found)


def _bases(word: str, language: Language) -> list[str]:
    result = []
    for ending, replacement in language.derivations:
        if word.endswith(ending) and len(word) - len(ending) >= language.min_stem:
            result.append(word[: len(word) - len(ending)] + replacement)
    return result
