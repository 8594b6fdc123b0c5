"""The forms under which two words count as equal, each with its weight.

A form is a key: one character for its kind, then letters. Forms of keywords and of texts are made by the same
rules; two words match where their keys are equal. The table of a language says how it inflects its words.
"""

from functools import lru_cache

from app.core.routing.languages import LANGUAGES
from app.core.routing.languages.table import LanguageTable
from app.core.routing.words.templates import template_keys
from app.core.routing.words.text import fold, language_of_word

EXACT, STEM, VERB, NOUN, SOUND, SKELETON = "=", "~", "^", "!", "&", "*"

COMMON = frozenset(fold(word) for language in LANGUAGES for word in language.common.split())

Form = tuple[str, float, str]
"""(key, weight in 0..1, description of the change)."""

WEIGHTS = {"exact": 1.0, "prefix": 0.95, "stem": 0.9, "sound": 0.84, "verb": 0.82, "skeleton": 0.8}

SHORT_PREFIX = 0.8

LONG_STEM = 4

SOUND_STEM = 5

LONG_WORD = 8


@lru_cache(maxsize=1 << 13)
def forms(word: str, as_keyword: bool = False, in_phrase: bool = False) -> tuple[Form, ...]:
    """Every form of a normalised word, the best of each key. A common word of a text has itself only."""
    language = language_of_word(word)
    found: dict[str, Form] = {EXACT + word: (EXACT + word, 1.0, "exact")}
    if language is None or (word in COMMON and not as_keyword):
        return tuple(found.values())
    taken_off = keyword_variants(word, language) if as_keyword else variants(word, language)
    for variant, prefix in taken_off:
        factor, how = _prefix_weight(variant, prefix)
        for key, weight, kind in _plain_forms(
            variant, language, _is_governed(prefix, language), as_keyword, in_phrase
        ):
            doubt = language.trust if len(variant) < LONG_WORD else 1.0
            sure = weight * factor * (1.0 if kind == "exact" or as_keyword else doubt)
            if key not in found or found[key][1] < sure:
                found[key] = (key, sure, how if kind == "exact" else f"{kind}, {how}" if how else kind)
    return tuple(found.values())


def _is_governed(prefix: str, language: LanguageTable) -> bool:
    """Whether the removed prefix holds an article or preposition, not only a conjunction."""
    return bool(prefix) and any(
        prefix.endswith(clitic) for clitic in language.clitics[-1] + language.clitics[-2]
    )


def _prefix_weight(variant: str, prefix: str) -> tuple[float, str]:
    if not prefix:
        return 1.0, ""
    return (SHORT_PREFIX if len(variant) <= 2 else WEIGHTS["prefix"]), f"prefix {prefix}"


def keyword_variants(word: str, language: LanguageTable) -> tuple[tuple[str, str], ...]:
    """(rest, removed prefix) of a keyword: only an unmistakable article is removed from it."""
    taken = [(word[len(a) :], a) for a in language.articles if word.startswith(a) and len(word) - len(a) >= 3]
    return ((word, ""), *taken)


@lru_cache(maxsize=1 << 13)
def variants(word: str, language: LanguageTable) -> tuple[tuple[str, str], ...]:
    """(rest, removed prefixes): the word itself, and what remains without the clitics before it."""
    result = [(word, "")]
    for slot in language.clitics:
        for rest, taken in tuple(result):
            for clitic in slot:
                left = len(rest) - len(clitic)
                if rest.startswith(clitic) and (left > 2 or (left == 2 and clitic in language.short_clitics)):
                    result.append((rest[len(clitic) :], taken + clitic))
    return tuple(result)


@lru_cache(maxsize=1 << 13)
def _plain_forms(
    word: str, language: LanguageTable, governed: bool, as_keyword: bool, in_phrase: bool
) -> tuple[Form, ...]:
    found: list[Form] = [(EXACT + word, 1.0, "exact")]
    for key, is_noun in template_keys(word, language, governed=governed, names=as_keyword and not in_phrase):
        found += [(side + key, WEIGHTS["verb"], "verb form") for side in _sides(is_noun, as_keyword)]
    if len(word) <= 2:
        return tuple(found)
    bases = stems(word, language, as_keyword)
    for index, stem in enumerate(bases):
        found.append((STEM + stem, WEIGHTS["stem"] if index == 0 else 0.85, "stem"))
    if len(word) >= 4:
        sound, skeleton = _sounds(word, language)
        found.append((SOUND + sound, WEIGHTS["sound"], "spelling"))
        for base in bases[:-1]:
            if len(base) >= SOUND_STEM:
                found.append((SOUND + _sounds(base, language)[0], WEIGHTS["skeleton"], "spelling"))
        if len(skeleton) >= language.min_skeleton:
            found.append((SKELETON + skeleton, WEIGHTS["skeleton"], "spelling"))
    return tuple(found)


def _sides(is_noun: bool, as_keyword: bool) -> tuple[str, ...]:
    """The kinds of key: one for a keyword; both for a verb of a text, but only that of verbs for its noun."""
    if as_keyword:
        return (NOUN,) if is_noun else (VERB,)
    return (VERB,) if is_noun else (VERB, NOUN)


@lru_cache(maxsize=1 << 13)
def stems(word: str, language: LanguageTable, as_keyword: bool) -> tuple[str, ...]:
    """The word without its longest ending, then without a shorter one, and the word itself at the end."""
    result: list[str] = []
    for suffix, left in _endings(language, as_keyword):
        if word.endswith(suffix) and len(word) - len(suffix) >= left:
            stem = word[: -len(suffix)]
            if stem not in result:
                result.append(stem)
    return (*result[:2], word)


@lru_cache(maxsize=16)
def _endings(language: LanguageTable, as_keyword: bool) -> tuple[tuple[str, int], ...]:
    """(ending, letters that must be left before it), the longest ending first."""
    plain = language.citation_suffixes if as_keyword else language.suffixes
    found = [(fold(suffix), language.min_stem - (suffix in language.short_suffixes)) for suffix in plain]
    longer = language.long_citation_suffixes if as_keyword else language.long_suffixes
    found += [(fold(suffix), LONG_STEM) for suffix in longer]
    return tuple(sorted(found, key=lambda ending: -len(ending[0])))


def _sounds(word: str, language: LanguageTable) -> tuple[str, str]:
    """The sound of a word and its skeleton. Both changes at once would make another word."""
    plain = "".join(char for at, char in enumerate(word) if at == 0 or char != word[at - 1])
    skeleton = word[0] + "".join(char for char in word[1:] if char not in language.vowels)
    sound = plain
    for written, heard in language.sounds:
        sound = sound.replace(written, heard)
    for written, heard in language.final_sounds:
        if sound.endswith(written):
            sound = sound[: -len(written)] + heard
            break
    return sound, skeleton if language.vowels else ""
