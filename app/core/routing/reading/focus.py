"""Which of several services is asked for, and which only belong to the story around it."""

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import Scene, is_joined
from app.core.routing.words.cues import Cue
from app.core.routing.words.text import CLAUSE, SENTENCE

NEAR = 4


def in_focus(scene: Scene, hits: list[Hit]) -> list[Hit]:
    """Of several services the one that is asked for, where the others are only the story before it.

    A hit is background when a request with a service of its own follows it before any other is added, and it
    does not open the sentence as a request of its own.
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
    """ "A, when can I come?": the request after the last service of its sentence is for that one."""
    end = scene.end_of(hit.last - 1, SENTENCE)
    return any(
        hit.last <= want < end and not any(hit.last <= other.first < end for other in hits) for want in wants
    )


def _is_told(scene: Scene, hit: Hit) -> bool:
    """ "There was an A": what was is the story, not the request."""
    start, end = scene.start_of(hit.first, CLAUSE), scene.end_of(hit.last - 1, CLAUSE)
    return any(start <= cue.first < end for cue in scene.of("told"))


def _opens_sentence(scene: Scene, hit: Hit) -> bool:
    return hit.first - scene.start_of(hit.first, SENTENCE) <= 1


def _but_between(scene: Scene, hit: Hit, requested: list[Hit]) -> bool:
    """ "My office is next door, but I need A": even what opens the sentence is story then."""
    last = max(other.first for other in requested)
    return any(hit.last <= cue.first < last for cue in scene.of("but"))


def _precedes(hit: Hit, requested: list[Hit]) -> bool:
    return any(hit.last <= other.first for other in requested)


def _adds_more(scene: Scene, background: list[Hit], requested: list[Hit]) -> bool:
    """ "A, and also B" wherever "also" stands; a bare "and" only close before B, and no "but" between."""
    first, last = min(hit.first for hit in background), max(hit.last for hit in requested)
    if any(first <= cue.first < last for cue in scene.of("add")):
        return True
    if all(_but_between(scene, hit, requested) for hit in background):
        return False
    return any(_is_added(scene, hit) for hit in requested)


def _is_added(scene: Scene, hit: Hit) -> bool:
    """ "And A": the conjunction is written onto the service or stands close before it."""
    return is_joined(scene, hit) or any(hit.first - NEAR <= cue.first < hit.first for cue in scene.of("and"))


def adds_between(scene: Scene, hits: list[Hit]) -> bool:
    """Between the first and the last of the hits something says "and" or "as well"."""
    first, last = min(hit.first for hit in hits), max(hit.last for hit in hits)
    return any(first <= cue.first < last for cue in scene.of("add", "and")) or any(
        hit.first > first and is_joined(scene, hit) for hit in hits
    )


def asks_twice(scene: Scene, hits: list[Hit]) -> bool:
    """ "I'd book A and I also want B": no priority chooses between two requests."""
    for add in scene.of("add"):
        before = {scene.calendar(hit) for hit in hits if hit.last <= add.first}
        wants = [cue.first for cue in scene.of("want") if add.first - 1 <= cue.first]
        for hit in hits:
            asked = any(want < hit.first for want in wants)
            if asked and before and add.last <= hit.first and scene.calendar(hit) not in before:
                return True
    return False
