"""The confidence of an answer: the weight of its best evidence, reduced if that evidence stands alone.

A single word in a long text without a request is often beside the point ("my card" in a story about something
else). On public intent sets one such answer in three is wrong, and one in ten of the others.
"""

from app.core.routing.matching.finder import Hit
from app.core.routing.model import Strictness
from app.core.routing.reading.scene import Scene
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import language_of_word

LONELY, ASKED_FOR = 0.62, 0.84

MANY_UNKNOWN = 4


def confidence_of_hits(scene: Scene, hits: list[Hit], strictness: Strictness) -> float:
    """The confidence of one calendar's hits, 0..1. `strict` trusts no single word in a long text."""
    best = max(hit.weight for hit in hits)
    if not _is_lonely(scene, hits):
        return best
    if scene.of("want", "fix"):
        if strictness == "normal":
            return best
        return best * ASKED_FOR * _trust_factor(scene, hits[0])
    return 0.0 if strictness == "strict" else best * _lonely_factor(scene, hits[0])


def _is_lonely(scene: Scene, hits: list[Hit]) -> bool:
    spans = {(hit.first, hit.last) for hit in hits}
    first, last = min(spans)
    if len(spans) > 1 or last - first > 1:
        return False
    unknown = sum(word not in COMMON and not word.isdigit() for word in scene.text.words) - 1
    return unknown >= MANY_UNKNOWN - _doubt_allowance(scene, hits)


def _doubt_allowance(scene: Scene, hits: list[Hit]) -> int:
    """1 if nothing is asked for and the hits have changed forms that say little in their language, else 0."""
    changed = all(hit.how != "exact" for hit in hits) and _trust_factor(scene, hits[0]) < 1.0
    return int(changed and not scene.of("want", "fix"))


def _trust_factor(scene: Scene, hit: Hit) -> float:
    language = language_of_word(scene.text.words[hit.first])
    return language.trust if language is not None else 1.0


def _lonely_factor(scene: Scene, hit: Hit) -> float:
    language = language_of_word(scene.text.words[hit.first])
    return language.lonely if language is not None else LONELY
