"""Everyday services and what they are called in each language: how a Russian sentence finds a Hebrew rule.

Used only where no rule, label or name says anything. A business's own keyword gives a calendar its meanings;
a meaning that two calendars share decides nothing.
"""

from collections import defaultdict
from functools import lru_cache

from app.routing.meanings.arabic import ARABIC
from app.routing.meanings.english import ENGLISH
from app.routing.meanings.hebrew import HEBREW
from app.routing.meanings.russian import RUSSIAN

_THINGS = """
sofa carpet mattress windows curtains air_conditioner fridge washing_machine computer locks spare_key safe
water_heater car_seats sound_system beard flowers cake brakes drums violin workshop toddlers children
"""
THINGS = frozenset(_THINGS.split())
"""Meanings that a story mentions: "it drips onto the sofa" asks for nothing but what it names besides."""


@lru_cache(maxsize=1)
def phrases() -> dict[str, tuple[str, ...]]:
    """Meaning -> everything that says it, in all languages."""
    found: dict[str, list[str]] = defaultdict(list)
    for table in (HEBREW, ARABIC, RUSSIAN, ENGLISH):
        for line in table.strip().splitlines():
            meaning, _, words = line.partition(":")
            found[meaning.strip()] += [word.strip() for word in words.split(",")]
    return {meaning: tuple(words) for meaning, words in found.items()}
