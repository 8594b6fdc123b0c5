"""The languages of sentences, and the choice among them by an Accept-Language header."""

from collections.abc import Collection
from typing import Literal

Language = Literal["en", "he", "ar", "ru"]

LANGUAGES: tuple[Language, ...] = ("en", "he", "ar", "ru")

PROBLEM_LANGUAGES: tuple[Language, ...] = ("en", "he")
"""The languages of error texts."""

# "iw" is Hebrew's former code, which Android still sends.
_BY_TAG: dict[str, Language] = {**{language: language for language in LANGUAGES}, "iw": "he"}


def match_language(accept_language: str | None, among: Collection[Language] = LANGUAGES) -> Language | None:
    """The language that an Accept-Language header (RFC 9110, 12.5.4) prefers; None if it accepts none."""
    best: tuple[float, Language | None] = (0.0, None)
    for part in (accept_language or "").split(","):
        name, _, parameter = part.strip().lower().partition(";")
        language, weight = _BY_TAG.get(name.split("-")[0]), _weight(parameter)
        if language in among and weight > best[0]:
            best = (weight, language)
    return best[1]


def problem_language(accept_language: str | None) -> Language:
    """The language of error texts for an Accept-Language header; English if it accepts none of them."""
    return match_language(accept_language, PROBLEM_LANGUAGES) or "en"


def _weight(parameter: str) -> float:
    key, _, value = parameter.strip().partition("=")
    try:
        return float(value) if key.strip() == "q" else 1.0
    except ValueError:
        return 0.0
