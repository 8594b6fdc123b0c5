"""Tokens and normal forms of a text.

A token keeps its half-open span in the raw text, in code points; its normal form serves comparison only.
Folding works per code point (NFKD, no marks, no case, no format characters, the letter folds of each
language), so that a span never has to be recomputed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from app.core.routing.languages import LANGUAGES
from app.core.routing.languages.table import LanguageTable

NO_BREAK, CLAUSE, SENTENCE = 0, 1, 2

MARKS = "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"

FORMAT = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"

QUOTES = "'\"`\u00b4\u2018\u2019\u201c\u201d\u05f3\u05f4"

SENTENCE_ENDS = frozenset(".?!;\n\r\u061f\u061b\u2026\u3002")


class _Fold(dict[int, str]):
    """Code point -> its normal form, computed at the first use; at most 0x110000 entries."""

    def __missing__(self, code: int) -> str:
        folded = "".join(_fold_char(ch) for ch in unicodedata.normalize("NFKD", chr(code)).casefold())
        self[code] = folded
        return folded


_LETTER_FOLDS = {src: dst for language in LANGUAGES for src, dst in language.fold.items()}


def _fold_char(char: str) -> str:
    if unicodedata.category(char) in ("Mn", "Me", "Cf") or char in QUOTES:
        return ""
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else _LETTER_FOLDS.get(char, char)


_FOLD = _Fold()


@lru_cache(maxsize=1 << 13)
def fold(word: str) -> str:
    """The normal form of one word: equal for all spellings of the same letters."""
    return word.translate(_FOLD)


def _word_pattern() -> str:
    # One token per script: in "בreformer" the Hebrew prefix and the English word are two tokens.
    extra = MARKS + FORMAT
    scripts = [f"[{g.letters}](?:[{g.letters}{extra}]|[{QUOTES}](?=[{g.letters}]))*" for g in LANGUAGES]
    dotted = "|".join(f"[{g.letters}](?:\\.[{g.letters}])+(?![{g.letters}])" for g in LANGUAGES)
    return f"(?<![^\\W_])(?:{dotted})|" + "|".join(scripts) + r"|\d+(?:[.,:/]\d+)*|[^\W\d_]+|[+&]"


_WORD = re.compile(_word_pattern())


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """Tokens in parallel tuples; `breaks[i]` is the strongest punctuation between tokens i - 1 and i."""

    raw: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    breaks: tuple[int, ...]

    def cut(self, first: int, last: int) -> tuple[int, int]:
        """The raw span of tokens [first, last)."""
        return self.starts[first], self.ends[last - 1]


def tokenize(raw: str) -> TokenizedText:
    """The tokens of any text, lone surrogates included, in time linear in its length."""
    words, starts, ends, breaks = [], [], [], []
    previous = 0
    for match in _WORD.finditer(raw):
        word = fold(match.group().replace(".", "") if match.group()[0].isalpha() else match.group())
        if not word:
            continue
        start = match.start()
        words.append(word)
        breaks.append(_break(raw, previous, start) if words else NO_BREAK)
        starts.append(start)
        ends.append(match.end())
        previous = match.end()
    return TokenizedText(raw, tuple(words), tuple(starts), tuple(ends), tuple(breaks))


def _break(raw: str, start: int, end: int) -> int:
    if end - start == 1 and raw[start] in " -\u05be'":
        return NO_BREAK
    strongest = NO_BREAK
    gap = raw[start:end]
    for char in gap:
        if char in SENTENCE_ENDS:
            return SENTENCE
        if char in ",:()\u060c\u2013\u2014" or ord(char) > 0x2100 or (char == "-" and len(gap) > 1):
            strongest = CLAUSE
    return strongest


_BY_LETTER = [(re.compile(f"[{language.letters}]"), language) for language in LANGUAGES]


@lru_cache(maxsize=1 << 13)
def language_of_word(word: str) -> LanguageTable | None:
    """The table of the language whose letters a normal form has; None for digits and other scripts."""
    for pattern, language in _BY_LETTER:
        if pattern.match(word):
            return language
    return None


def main_language(text: TokenizedText) -> str | None:
    """The code of the language that most letters of the first 200 words belong to."""
    letters: dict[str, int] = {}
    for word in text.words[:200]:
        language = language_of_word(word)
        if language is not None:
            letters[language.code] = letters.get(language.code, 0) + len(word)
    return max(letters, key=lambda code: (letters[code], code)) if letters else None
