"""Services that the customer singles out ("only B", "what I need is B") or leaves aside ("A I do myself").

All of these are hints: each drops a service only if another one is left.
"""

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import Discourse, Scene, drop_earlier, drop_if_others
from app.core.routing.words.cues import Cue
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import CLAUSE

REACH = 2


def drop_unasked(scene: Scene, discourse: Discourse) -> None:
    _drop_persons(scene, discourse)
    _drop_tales(scene, discourse)
    _drop_declined(scene, discourse)
    _drop_all_but(scene, discourse)


def _drop_persons(scene: Scene, discourse: Discourse) -> None:
    """Drop the noun right after "I am" if more follows: "I am an X of Y" says who speaks.

    A noun without a verb and with nothing behind it is asked for: "she a tattoo and I a ring".
    """
    selves = {cue.last: cue.last - cue.first > 1 for cue in scene.of("am")}
    nouns = {hit.first for hit in discourse.alive if hit.first in selves and hit.how == "exact"}
    person = [
        hit
        for hit in discourse.alive
        if hit.first in nouns and (selves[hit.first] or _is_told_more_of(scene, hit))
    ]
    drop_if_others(scene, discourse, person, "says who, not what")


def _is_told_more_of(scene: Scene, hit: Hit) -> bool:
    words, breaks = scene.text.words, scene.text.breaks
    return hit.last < len(words) and not breaks[hit.last] and words[hit.last] not in COMMON


def _drop_tales(scene: Scene, discourse: Discourse) -> None:
    """Drop what the customer did: "I changed the batteries of the remote ..., I need a B".

    Only if another service is asked for in a clause of its own: a story alone may be the reason to come, and
    "I bought a car, copy the key" is one request for the car's calendar.
    """
    wants = [(want.first, want.last) for want in scene.of("want")]
    for cue in scene.of("tale"):
        if any(first <= cue.first < last for first, last in wants):
            continue
        end = scene.end_of(cue.last - 1, CLAUSE)
        end = min([first for first, _ in wants if cue.last <= first < end], default=end)
        told = [hit for hit in discourse.alive if cue.last <= hit.first < end] or _hits_before_tale(
            scene, discourse, cue
        )
        asked = [hit for hit in discourse.alive if hit not in told and _is_requested(scene, hit, cue)]
        if told and any(scene.calendar(hit) != scene.calendar(told[0]) for hit in asked):
            drop_if_others(scene, discourse, told, "told as past")


def _hits_before_tale(scene: Scene, discourse: Discourse, cue: Cue) -> list[Hit]:
    """The object right before the verb that tells of it: "the roof we did in spring"."""
    start = scene.start_of(cue.first, CLAUSE)
    return [hit for hit in discourse.alive if start <= hit.first and cue.first - 1 <= hit.last <= cue.first]


def _is_requested(scene: Scene, hit: Hit, tale: Cue) -> bool:
    start = max(scene.start_of(hit.first, CLAUSE), tale.last)
    return any(start <= want.first < hit.first for want in scene.of("want", "now"))


def _drop_declined(scene: Scene, discourse: Discourse) -> None:
    """Drop declined services: "A does not interest me", "A we do ourselves", "A is at grandma's"."""
    for cue in scene.of("declined", "oneself", "away"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        within = [hit for hit in discourse.alive if start <= hit.first and hit.last <= end]
        before = [hit for hit in within if cue.first - REACH <= hit.last <= cue.first]
        after = [hit for hit in within if cue.last <= hit.first and cue.kind == "oneself"]
        found = before or after
        if drop_if_others(scene, discourse, found, "left aside"):
            drop_earlier(scene, discourse, found)
            discourse.negations.append(cue)


def _drop_all_but(scene: Scene, discourse: Discourse) -> None:
    """Drop all but the service right behind "only" or right before "it is": "A ..., only B"."""
    told = scene.of("tale", "did", "history", "own")
    for cue in scene.of("only", "thats_it"):
        if cue.kind == "only":
            end = min(cue.last + REACH, scene.end_of(cue.last - 1, CLAUSE) - 1)
            chosen = [hit for hit in discourse.alive if cue.last <= hit.first <= end]
        else:
            chosen = [hit for hit in discourse.alive if hit.last == cue.first]
        if not chosen or _is_not_only(scene, cue):
            continue
        if any(cue.first <= other.first < chosen[0].first for other in told):
            continue
        kept = {scene.calendar(hit) for hit in chosen}
        before = [hit for hit in discourse.alive if hit.last <= cue.first and scene.calendar(hit) not in kept]
        if not _is_added(scene, before, cue):
            drop_if_others(scene, discourse, before, "not what is asked for")


def _is_not_only(scene: Scene, cue: Cue) -> bool:
    """Whether "not" stands before the cue: "A, not only B"."""
    return any(neg.first < cue.first <= neg.last for neg in scene.of("neg", "neg_off"))


def _is_added(scene: Scene, before: list[Hit], cue: Cue) -> bool:
    """Whether the cue adds a service to the ones before: "A, and also just B" asks for both."""
    last = max((hit.last for hit in before), default=cue.first)
    return any(last <= add.first < cue.first for add in scene.of("add"))
