"""What an example and a text are compared by: parts of words, stems, pairs of words, each with a weight.

Parts of words meet where an ending or a letter differs, stems where the core's tables know the ending, pairs
where the order carries the meaning ("card blocked"). Trap: with words of daily talk at full weight "would you
give me ..." is near every example that opens so; without them "how do I" and "where is" look alike.
"""

import math
from collections import defaultdict
from functools import lru_cache
from itertools import pairwise

from app.core.routing.words.forms import COMMON, stems, variants
from app.core.routing.words.text import language_of, tokenize

SHORTEST, LONGEST = 2, 4

DAILY_TALK = 0.5

STEM_WEIGHT = PAIR_WEIGHT = 3.0

MOST_WORDS, MOST_LETTERS = 200, 40

Features = dict[str, float]
"""Name of a feature -> its damped count. A stem's name begins with "#", a pair's with "@"."""


def features(raw: str) -> Features:
    """Linear in the length of `raw`; its first 200 words count. Empty for a text without words."""
    words = tokenize(raw).words[:MOST_WORDS]
    counted: dict[str, float] = defaultdict(float)
    for word in words:
        for name, weight in _of_word(word):
            counted[name] += weight
    for first, second in pairwise(words):
        dull = first in COMMON and second in COMMON
        counted[f"@{first} {second}"] += PAIR_WEIGHT * (DAILY_TALK if dull else 1.0)
    return {name: 1.0 + math.log(count) if count > 1.0 else count for name, count in counted.items()}


def _of_word(word: str) -> list[tuple[str, float]]:
    share = DAILY_TALK if word in COMMON else 1.0
    found = [(part, share) for part in _parts(f" {word[:MOST_LETTERS]} ")]
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
    """The stems of a normalised word, with its glued prefixes and without them."""
    language = language_of(word)
    if language is None:
        return (word,)
    return tuple(sorted({stems(variant, language, False)[0] for variant, _ in variants(word, language)}))
