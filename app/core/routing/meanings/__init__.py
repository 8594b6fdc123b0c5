"""The lexicon of everyday services with their names in four languages, so that Russian finds a Hebrew rule.

A table consists of sections "[trade]". A meaning is a headline followed by one line of phrases per language:

    name              a service
    name < parents    a kind of its parents: calendars of a parent may be meant, if no calendar is its own
    (name)            a thing; by itself it is no service
    *name             a whole trade: every calendar of the trade may be meant
    +name             an action on things of any trade
    ?phrase           counts only in a business of this trade ("it drips", for repairs of air conditioners)
    name = one + two  the meaning of both words together ("sofa" and "cleaning"), wherever they stand

Trap: a word belongs here only if it means the service in every business. A related word ("tap" for a leak,
"glasses" for an eye test) is right in one business and wrong in another. A word with two meanings needs a
phrase around it.
"""

from dataclasses import dataclass
from functools import lru_cache

from app.core.routing.meanings.animals import ANIMALS
from app.core.routing.meanings.beauty import BEAUTY
from app.core.routing.meanings.body import BODY
from app.core.routing.meanings.craft import CRAFT
from app.core.routing.meanings.devices import DEVICES
from app.core.routing.meanings.events import EVENTS
from app.core.routing.meanings.general import GENERAL
from app.core.routing.meanings.health import HEALTH
from app.core.routing.meanings.home import HOME
from app.core.routing.meanings.house import HOUSE
from app.core.routing.meanings.learning import LEARNING
from app.core.routing.meanings.office import OFFICE
from app.core.routing.meanings.vehicles import VEHICLES

TABLES = (
    GENERAL,
    HOME,
    HOUSE,
    VEHICLES,
    DEVICES,
    HEALTH,
    BODY,
    BEAUTY,
    ANIMALS,
    LEARNING,
    OFFICE,
    EVENTS,
    CRAFT,
)

ANY_TRADE = "general"

IN_TRADE = "?"

LANGUAGES = ("he", "ar", "ru", "en")


@dataclass(frozen=True, slots=True)
class Meaning:
    """One service, thing or action. `parts`: the two meanings that together mean it."""

    name: str
    kind: str
    trade: str
    parents: tuple[str, ...]
    parts: tuple[str, ...]
    phrases: dict[str, tuple[str, ...]]


_THINGS = """
sofa carpet mattress windows curtains air_conditioner fridge washing_machine computer locks spare_key safe
water_heater car_seats sound_system beard flowers cake brakes drums violin workshop toddlers children
"""

THINGS = frozenset(_THINGS.split())
"""Meanings that stories often mention: "it drips onto the sofa" asks for no service of sofas."""


@lru_cache(maxsize=1)
def meanings() -> dict[str, Meaning]:
    """Every meaning by its name."""
    found: dict[str, Meaning] = {}
    trade = ANY_TRADE
    name = ""
    for line in "".join(TABLES).splitlines():
        language, _, phrases = line.partition(":")
        if line.startswith("["):
            trade = line.strip("[]")
        elif language in LANGUAGES:
            found[name].phrases[language] = tuple(phrase.strip() for phrase in phrases.split(","))
        elif line:
            meaning = _headline(line, trade)
            name = meaning.name
            found[name] = meaning
    return found


def _headline(line: str, trade: str) -> Meaning:
    head, _, above = line.partition("<")
    name, _, joined = (part.strip() for part in head.partition("="))
    kind = {"(": "thing", "+": "action", "*": "trade"}.get(name[0], "service")
    parts = tuple(part.strip() for part in joined.split("+") if part.strip())
    parents = tuple(part.strip() for part in above.split(",") if part.strip())
    return Meaning(name.strip("()+*"), kind, trade, parents, parts, {})
