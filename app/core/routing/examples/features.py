"""Features for comparing a text with examples: parts of words, stems and pairs of words, with weights.

Parts of words match where an ending or a letter differs, stems where the language tables know the ending,
pairs where the order carries the meaning ("card blocked"). Trap: with common words at full weight "would you
give me ..." is similar to every example that opens so; without them "how do I" and "where is" are equal.
"""

import math
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from app.core.routing.words.forms import COMMON, stems, variants
from app.core.routing.words.text import language_of_word, tokenize

SHORTEST, LONGEST = 2, 4

DAILY_TALK = 0.5

STEM_WEIGHT = PAIR_WEIGHT = 3.0

MAX_WORDS, MAX_LETTERS = 200, 40

Features = dict[str, float]
"""Name of a feature -> its damped count. Names of stems begin with "#", names of pairs with "@"."""


def features(raw: str) -> Features:
    """The features of the first 200 words, in linear time. Empty for a text without words."""
    words = tokenize(raw).words[:MAX_WORDS]
    counted: dict[str, float] = defaultdict(float)
    for word in words:
        for name, weight in _features_of_word(word):
            counted[name] += weight
    for first, second in pairwise(words):
        dull = first in COMMON and second in COMMON
        counted[f"@{first} {second}"] += PAIR_WEIGHT * (DAILY_TALK if dull else 1.0)
    return {name: 1.0 + math.log(count) if count > 1.0 else count for name, count in counted.items()}


def _features_of_word(word: str) -> list[tuple[str, float]]:
    share = DAILY_TALK if word in COMMON else 1.0
    found = [(part, share) for part in _parts(f" {word[:MAX_LETTERS]} ")]
    return [*found, *((f"#{stem}", share * STEM_WEIGHT) for stem in word_stems(word))]


def _parts(padded: str) -> list[str]:
    longest = min(LONGEST, len(padded))
    return [
        padded[start : start + length]
        for length in range(SHORTEST, longest + 1)
        for start in range(len(padded) - length + 1)
    ]


@lru_cache(maxsize=1 << 13)
def word_stems(word: str) -> tuple[str, ...]:
    """The stems of a normalised word, with and without its clitics."""
    language = language_of_word(word)
    if language is None:
        return (word,)
    return tuple(sorted({stems(variant, language, False)[0] for variant, _ in variants(word, language)}))
