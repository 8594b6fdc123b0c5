"""What the customer does with the services they name: takes one back, rules one out, speaks of the past.

Every step removes hits and says why. A step that reads a hint rather than a statement (a correction, "that
one is fine", background) removes nothing unless another service is left.
"""

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.asked import drop_unasked
from app.core.routing.reading.scene import (
    Judged,
    Scene,
    adds,
    drop_earlier,
    drop_if_others,
    drop_repeated,
    is_joined,
)
from app.core.routing.reading.told import drop_past, drop_places, drop_settled
from app.core.routing.words.cues import Cue
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import CLAUSE

NEGATION_WINDOW = 6

NAME_WINDOW = 2

REFUSAL_WORDS = 3


def judge(scene: Scene, hits: list[Hit]) -> Judged:
    judged = Judged(list(hits))
    if not hits:
        return judged
    _drop_names(scene, judged)
    _drop_idioms(scene, judged)
    _drop_negated(scene, judged)
    drop_past(scene, judged)
    drop_settled(scene, judged)
    drop_unasked(scene, judged)
    drop_places(scene, judged)
    _drop_corrected(scene, judged)
    return judged


def _drop_names(scene: Scene, judged: Judged) -> None:
    """A word right after "my name is" is a name, whatever else it means."""
    for cue in scene.of("name"):
        end = min(cue.last + NAME_WINDOW, scene.end_of(cue.last - 1, CLAUSE))
        inside = []
        for at in range(cue.last, end):
            if scene.text.words[at] in COMMON:
                break
            inside.append(at)
        judged.kill([hit for hit in judged.alive if hit.first in inside], "a name")


def _drop_idioms(scene: Scene, judged: Judged) -> None:
    """ "To tell you that" is no haircut, "sister of the bride" no wedding dress."""
    for cue in scene.of("idiom", "aside"):
        inside = [hit for hit in judged.alive if cue.first <= hit.first and hit.last <= cue.last]
        judged.kill(inside, "another meaning here")
    for cue in scene.of("fix"):
        within = [hit for hit in judged.alive if cue.first <= hit.first and hit.last < cue.last]
        judged.kill(within, "another meaning here")
    for cue in scene.of("role"):
        inside = [hit for hit in judged.alive if cue.first <= hit.first and hit.last <= cue.last + 1]
        drop_if_others(scene, judged, inside, "says who, not what")
    for cue in scene.of("kin"):
        person = [hit for hit in judged.alive if cue.last - 1 <= hit.first <= cue.last]
        judged.kill(person, "says who, not what")


def _drop_negated(scene: Scene, judged: Judged) -> None:
    for cue in scene.of("neg"):
        hits = _after_negation(scene, judged.alive, cue) or _before_negation(scene, judged.alive, cue)
        if hits:
            judged.negations.append(cue)
            judged.kill(hits, f"negated by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")
            drop_earlier(scene, judged, hits)
            drop_repeated(scene, judged, hits)


def _after_negation(scene: Scene, alive: list[Hit], cue: Cue) -> list[Hit]:
    """The first hit within the scope, and those joined to it."""
    if any(me.first == cue.last for me in scene.of("self")):
        return []
    end = min(cue.last + NEGATION_WINDOW, scene.end_of(cue.last - 1, CLAUSE))
    for stop in scene.of("end", "want"):
        # "not really want A" has a word between; a request further on is a new statement.
        earliest = cue.last + (2 if stop.kind == "want" else 0)
        if earliest <= stop.first < end:
            end = stop.first
    inside = sorted(hit for hit in alive if cue.last <= hit.first < end)
    if not inside or not _reaches(scene, cue, inside[0].first):
        return []
    reach = inside[0].last
    taken = []
    for hit in inside:
        if hit.first < reach or (hit.first - reach <= 1 and is_joined(scene, hit)):
            taken.append(hit)
            reach = max(reach, hit.last)
    return taken


def _reaches(scene: Scene, cue: Cue, target: int) -> bool:
    """ "I don't want ... A" reaches through its clause; a bare "not" no further than over small words.

    With a verb of its own between ("does not work, the boiler") it is that verb that is denied.
    """
    if cue.last - cue.first > 1 or any(
        want.first in (cue.last, cue.last + 1) for want in scene.of("want", "need")
    ):
        return True
    return all(scene.text.words[at] in COMMON for at in range(cue.last, target))


def _before_negation(scene: Scene, alive: list[Hit], cue: Cue) -> list[Hit]:
    """ "A haircut I don't need": the negated verb of wanting follows what it rules out."""
    needs = [need for need in scene.of("need") if need.first in (cue.first, cue.first + 1, cue.last)]
    if not needs:
        return []
    last = max(cue.last, needs[0].last)
    start = scene.start_of(cue.first, CLAUSE)
    if start == cue.first > 0:
        start = scene.start_of(cue.first - 1, CLAUSE)
    before = [hit for hit in alive if start <= hit.first and cue.first - 2 <= hit.last <= cue.first]
    rest = scene.text.words[last : scene.end_of(cue.first, CLAUSE)]
    return before if len(rest) <= 2 and all(word in COMMON for word in rest) else []


def _drop_corrected(scene: Scene, judged: Judged) -> None:
    """ "A, sorry, B": what is new after the correction stands for everything named before it."""
    for cue in [*scene.of("fix", "meant"), *_bare_refusals(scene), *_given_up(scene, judged)]:
        at = scene.start_of(cue.first, CLAUSE) if cue.kind == "meant" else cue.first
        before = {scene.calendar(hit) for hit in judged.alive if hit.first < at}
        new = [hit for hit in judged.alive if hit.first >= at and scene.calendar(hit) not in before]
        if not before or not new or adds(scene, at, min(hit.first for hit in new)):
            continue
        judged.corrected = True
        judged.negations.append(cue)
        old = [hit for hit in judged.alive if scene.calendar(hit) in before]
        judged.kill(old, f"corrected by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")


def _given_up(scene: Scene, judged: Judged) -> list[Cue]:
    """ "A, or no, leave it, B": what is given up in a clause of its own is what was named before."""
    found = []
    for cue in scene.of("drop"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        if not any(start <= hit.first < end for hit in judged.alive):
            found.append(cue)
    return found


def _bare_refusals(scene: Scene) -> list[Cue]:
    """ "A. No, B": a clause of nothing but small words and "no" takes back what was said."""
    found = []
    for cue in scene.of("neg"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        words = scene.text.words[start:end]
        if start > 0 and len(words) <= REFUSAL_WORDS and all(word in COMMON for word in words):
            found.append(cue)
    return found
