"""The languages of sentences, and the choice among them by an Accept-Language header."""

from collections.abc import Mapping
from typing import Literal, TypeVar

Tongue = Literal["en", "he", "ar", "ru"]

TONGUES: tuple[Tongue, ...] = ("en", "he", "ar", "ru")

_TONGUE_BY_TAG: dict[str, Tongue] = {"en": "en", "he": "he", "iw": "he", "ar": "ar", "ru": "ru"}


def tongue_of(accept_language: str | None) -> Tongue | None:
    """The language that an Accept-Language header (RFC 9110, 12.5.4) wants most, of those spoken here."""
    return preferred(accept_language, _TONGUE_BY_TAG)


Language = Literal["en", "he"]

LANGUAGES: tuple[Language, ...] = ("en", "he")

# "iw" is Hebrew's former code, which Android still sends.
_BY_TAG: dict[str, Language] = {"en": "en", "he": "he", "iw": "he"}

L = TypeVar("L", bound=str)


def language_of(accept_language: str | None) -> Language:
    """Hebrew or English by an Accept-Language header (RFC 9110, 12.5.4); English if neither is asked for."""
    return preferred(accept_language, _BY_TAG) or "en"


def preferred(accept_language: str | None, known: Mapping[str, L]) -> L | None:
    """The value in `known` (by primary language tag) that the header wants most; None if it wants none."""
    best: tuple[float, L | None] = (0.0, None)
    for part in (accept_language or "").split(","):
        name, _, parameter = part.strip().lower().partition(";")
        language, weight = known.get(name.split("-")[0]), _weight(parameter)
        if language is not None and weight > best[0]:
            best = (weight, language)
    return best[1]


def _weight(parameter: str) -> float:
    key, _, value = parameter.strip().partition("=")
    try:
        return float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return 0.0
