"""An index of words that finds those one edit away: a deletion neighbourhood, as in SymSpell.

One edit is one letter added, removed or replaced, or two neighbouring letters swapped (optimal string
alignment distance).
"""

from functools import lru_cache

MIN_LENGTH = 5


def one_edit_apart(one: str, two: str) -> bool:
    """Whether exactly one edit parts two words with equal first letters.

    A typing error in the first letter is rare; such a word is mostly another word.
    """
    if one[0] != two[0] or one == two or abs(len(one) - len(two)) > 1:
        return False
    short, long = sorted((one, two), key=len)
    at = next((i for i, char in enumerate(short) if char != long[i]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


@lru_cache(maxsize=16)
def pairs(confused: str) -> frozenset[str]:
    """Pairs of letters from a text such as "ae ei", each in both orders."""
    return frozenset(way for pair in confused.split() for way in (pair, pair[::-1]))


@lru_cache(maxsize=1 << 10)
def taken_for(letter: str, confused: str) -> tuple[str, ...]:
    """The letters that are typed for `letter`."""
    return tuple(sorted(pair[1] for pair in pairs(confused) if pair[0] == letter))


def is_slip(typed: str, meant: str, confused: frozenset[str] = frozenset(), vowels: str = "") -> bool:
    """Whether the edit is a typical typing or hearing error, which seldom makes another word.

    That is an added letter, two swapped letters, an omitted vowel letter, or a letter replaced by one of its
    `confused` partners (pairs of letters in both orders).
    """
    if len(typed) > len(meant) or sorted(typed) == sorted(meant):
        return True
    at = next(i for i, char in enumerate(meant) if i >= len(typed) or typed[i] != char)
    if len(typed) < len(meant):
        return meant[at] in vowels
    return typed[at] + meant[at] in confused


class TypoIndex:
    """Words, found by what remains of them when one letter is removed."""

    def __init__(self) -> None:
        self._by_rest: dict[str, tuple[str, ...]] = {}
        self._words: set[str] = set()
        self._shapes: set[tuple[str, int]] = set()

    def add(self, word: str) -> None:
        if len(word) < MIN_LENGTH or word in self._words:
            return
        self._words.add(word)
        self._shapes.update((word[0], len(word) + more) for more in (-1, 0, 1))
        for rest in {word, *_without_one(word)}:
            # Tuples of plain values: the garbage collector stops tracking them.
            self._by_rest[rest] = (*self._by_rest.get(rest, ()), word)

    def near(self, word: str) -> list[str]:
        """Known words one edit from `word`, in alphabetical order."""
        if (word[0], len(word)) not in self._shapes:
            return []
        found = {known for rest in (word, *_without_one(word)) for known in self._by_rest.get(rest, ())}
        return sorted(known for known in found if one_edit_apart(word, known))


def _without_one(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(1, len(word))]
