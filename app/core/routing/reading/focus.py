"""The service that is asked for among several, of which the others are the story around it."""

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import Scene, is_joined
from app.core.routing.words.cues import Cue
from app.core.routing.words.text import CLAUSE, SENTENCE

NEAR = 4


def in_focus(scene: Scene, hits: list[Hit]) -> list[Hit]:
    """The hits that are asked for, without those that are only the story before the request.

    A hit is background if a request with a service of its own follows before another service is added, and if
    the hit does not open the sentence as a request.
    """
    wants = [cue.first for cue in scene.of("want") if not _is_negated(scene, cue)]
    requested = [
        hit for hit in hits if _has_request(scene, hit, wants) or _is_followed(scene, hit, wants, hits)
    ]
    chosen = {scene.calendar(hit) for hit in requested}
    background = [
        hit
        for hit in hits
        if scene.calendar(hit) not in chosen
        and _precedes(hit, requested)
        and (not _opens_sentence(scene, hit) or _but_between(scene, hit, requested) or _is_told(scene, hit))
    ]
    if not background or _adds_more(scene, background, requested):
        return hits
    return [hit for hit in hits if hit not in background]


def _is_negated(scene: Scene, want: Cue) -> bool:
    return any(neg.last in (want.first, want.last) or neg.first == want.first for neg in scene.of("neg"))


def _has_request(scene: Scene, hit: Hit, wants: list[int]) -> bool:
    start = scene.start_of(hit.first, SENTENCE)
    return any(start <= want < hit.first for want in wants)


def _is_followed(scene: Scene, hit: Hit, wants: list[int], hits: list[Hit]) -> bool:
    """Whether a request without a service follows the last one of the sentence: "A, when can I come?"."""
    end = scene.end_of(hit.last - 1, SENTENCE)
    return any(
        hit.last <= want < end and not any(hit.last <= other.first < end for other in hits) for want in wants
    )


def _is_told(scene: Scene, hit: Hit) -> bool:
    """Whether the hit is told as past: "there was an A"."""
    start, end = scene.start_of(hit.first, CLAUSE), scene.end_of(hit.last - 1, CLAUSE)
    return any(start <= cue.first < end for cue in scene.of("told"))


def _opens_sentence(scene: Scene, hit: Hit) -> bool:
    return hit.first - scene.start_of(hit.first, SENTENCE) <= 1


def _but_between(scene: Scene, hit: Hit, requested: list[Hit]) -> bool:
    """Whether "but" parts the hit from the request, which makes even the sentence's start background."""
    last = max(other.first for other in requested)
    return any(hit.last <= cue.first < last for cue in scene.of("but"))


def _precedes(hit: Hit, requested: list[Hit]) -> bool:
    return any(hit.last <= other.first for other in requested)


def _adds_more(scene: Scene, background: list[Hit], requested: list[Hit]) -> bool:
    """Whether B is added to A: by "also" anywhere, or by "and" close before B, without "but" between."""
    first, last = min(hit.first for hit in background), max(hit.last for hit in requested)
    if any(first <= cue.first < last for cue in scene.of("add")):
        return True
    if all(_but_between(scene, hit, requested) for hit in background):
        return False
    return any(_is_added(scene, hit) for hit in requested)


def _is_added(scene: Scene, hit: Hit) -> bool:
    """Whether "and" is written onto the service or stands close before it."""
    return is_joined(scene, hit) or any(hit.first - NEAR <= cue.first < hit.first for cue in scene.of("and"))


def adds_between(scene: Scene, hits: list[Hit]) -> bool:
    """Whether "and" or "as well" stands between the first and the last of the hits."""
    first, last = min(hit.first for hit in hits), max(hit.last for hit in hits)
    return any(first <= cue.first < last for cue in scene.of("add", "and")) or any(
        hit.first > first and is_joined(scene, hit) for hit in hits
    )


def asks_twice(scene: Scene, hits: list[Hit]) -> bool:
    """Whether the text asks twice: "I'd book A and I also want B". No priority chooses between requests."""
    for add in scene.of("add"):
        before = {scene.calendar(hit) for hit in hits if hit.last <= add.first}
        wants = [cue.first for cue in scene.of("want") if add.first - 1 <= cue.first]
        for hit in hits:
            asked = any(want < hit.first for want in wants)
            if asked and before and add.last <= hit.first and scene.calendar(hit) not in before:
                return True
    return False
