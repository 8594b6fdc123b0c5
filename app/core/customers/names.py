"""The names of people as they are compared, and which of a number's people a told name means."""

import unicodedata
from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

LONGEST_KEY = 255

UNNAMED = ""
"""The key of a person whose name is not known."""

# One letter in two spellings: Arabic and Persian keyboards, and the endings that writers interchange.
_SPELLINGS = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "", "ٱ": "ا"})


class Person(NamedTuple):
    """A known customer under one name; whoever is known by several names stands there several times."""

    id: int
    name: str | None


class Unmatched(Enum):
    """The two ways in which a told name means none of the known people."""

    ANOTHER = "another"
    """Somebody new: the name fits nobody."""
    UNCLEAR = "unclear"
    """No name was told, and several people are known."""


def name_key(name: str | None) -> str:
    """The form in which names are equal: letters and digits only, without case, marks and spaces.

    Marks are accents, Hebrew points, Arabic vowel signs and the dots of the Russian `ё`; the vowels of Indic
    scripts are no marks in this sense (Unicode's combining class 0). UNNAMED where nothing is left.
    """
    return "".join(map(_key_character, _decomposed(name or "")))[:LONGEST_KEY]


def match_name(name: str | None, people: Sequence[Person]) -> Person | Unmatched:
    """The one of a number's people whom a told name means.

    It means the person with the same key, in whatever order the words stand; else, where one word was told,
    the one person with that first name. A first name of two people is another person's, as far as anybody can
    tell. No name means the only person there is.
    """
    told = name_key(name)
    if told == UNNAMED:
        return _only(people) or (Unmatched.UNCLEAR if people else Unmatched.ANOTHER)
    for same in (_same_key, _same_words):
        for person in people:
            if same(name, person.name):
                return person
    if len(_words(name)) > 1:
        return Unmatched.ANOTHER
    called = [person for person in people if _words(person.name)[:1] == [told]]
    return _only(called) or Unmatched.ANOTHER


def _only(people: Sequence[Person]) -> Person | None:
    return people[0] if len({person.id for person in people}) == 1 else None


def _same_key(one: str | None, other: str | None) -> bool:
    return name_key(one) == name_key(other)


def _same_words(one: str | None, other: str | None) -> bool:
    return sorted(_words(one)) == sorted(_words(other))


def _words(name: str | None) -> list[str]:
    keys = (name_key(word) for word in unicodedata.normalize("NFKC", name or "").split())
    return [key for key in keys if key != UNNAMED]


def _decomposed(name: str) -> str:
    """Compatibility forms taken apart and without case. Lower case may bring marks of its own."""
    folded = unicodedata.normalize("NFKD", name).casefold()
    return unicodedata.normalize("NFKD", folded).translate(_SPELLINGS)


def _key_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    is_vowel = category in ("Mn", "Mc") and unicodedata.combining(character) == 0
    return character if category[0] in "LN" or (is_vowel and _is_shown(character)) else ""


def _is_shown(character: str) -> bool:
    # Variation selectors and the grapheme joiner are marks of class 0 that show nothing.
    return not ("\ufe00" <= character <= "\ufe0f" or character == "\u034f" or character >= "\U000e0100")
