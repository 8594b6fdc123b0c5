"""Services that a text names but does not ask for: negated, taken back, corrected, told as the past.

Every step removes hits and gives the reason. A step that follows a hint rather than a statement (a
correction, "that one is fine", background) removes hits only if another service is left.
"""

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import (
    Discourse,
    Scene,
    adds_service,
    drop_earlier,
    drop_if_others,
    drop_repeated,
    is_joined,
)
from app.core.routing.reading.selection import drop_unasked
from app.core.routing.reading.story import drop_past, drop_places, drop_settled
from app.core.routing.words.cues import Cue
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import CLAUSE

NEGATION_WINDOW = 6

NAME_WINDOW = 2

REFUSAL_WORDS = 3


def read_discourse(scene: Scene, hits: list[Hit]) -> Discourse:
    discourse = Discourse(list(hits))
    if not hits:
        return discourse
    _drop_names(scene, discourse)
    _drop_idioms(scene, discourse)
    _drop_negated(scene, discourse)
    drop_past(scene, discourse)
    drop_settled(scene, discourse)
    drop_unasked(scene, discourse)
    drop_places(scene, discourse)
    _drop_corrected(scene, discourse)
    return discourse


def _drop_names(scene: Scene, discourse: Discourse) -> None:
    """Drop the word right after "my name is": it is a name."""
    for cue in scene.of("name"):
        end = min(cue.last + NAME_WINDOW, scene.end_of(cue.last - 1, CLAUSE))
        inside = []
        for at in range(cue.last, end):
            if scene.text.words[at] in COMMON:
                break
            inside.append(at)
        discourse.kill([hit for hit in discourse.alive if hit.first in inside], "a name")


def _drop_idioms(scene: Scene, discourse: Discourse) -> None:
    """Drop words inside idioms: "sister of the bride" asks for no wedding dress."""
    for cue in scene.of("idiom", "aside"):
        inside = [hit for hit in discourse.alive if cue.first <= hit.first and hit.last <= cue.last]
        discourse.kill(inside, "another meaning here")
    for cue in scene.of("fix"):
        within = [hit for hit in discourse.alive if cue.first <= hit.first and hit.last < cue.last]
        discourse.kill(within, "another meaning here")
    for cue in scene.of("role"):
        inside = [hit for hit in discourse.alive if cue.first <= hit.first and hit.last <= cue.last + 1]
        drop_if_others(scene, discourse, inside, "says who, not what")
    for cue in scene.of("kin"):
        person = [hit for hit in discourse.alive if cue.last - 1 <= hit.first <= cue.last]
        discourse.kill(person, "says who, not what")


def _drop_negated(scene: Scene, discourse: Discourse) -> None:
    for cue in scene.of("neg"):
        hits = _hits_after_negation(scene, discourse.alive, cue) or _hits_before_negation(
            scene, discourse.alive, cue
        )
        if hits:
            discourse.negations.append(cue)
            discourse.kill(hits, f"negated by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")
            drop_earlier(scene, discourse, hits)
            drop_repeated(scene, discourse, hits)


def _hits_after_negation(scene: Scene, alive: list[Hit], cue: Cue) -> list[Hit]:
    """The first hit within the scope of a negation, and those joined to it by "and"."""
    if any(me.first == cue.last for me in scene.of("self")):
        return []
    end = min(cue.last + NEGATION_WINDOW, scene.end_of(cue.last - 1, CLAUSE))
    for stop in scene.of("end", "want"):
        # "not really want A" has a word between. A request further on is a new statement.
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
    """Whether a negation reaches its target.

    "I don't want ... A" reaches through its clause, a bare "not" only over small words. A verb between them
    ("does not work, the boiler") is what is negated instead.
    """
    if cue.last - cue.first > 1 or any(
        want.first in (cue.last, cue.last + 1) for want in scene.of("want", "need")
    ):
        return True
    return all(scene.text.words[at] in COMMON for at in range(cue.last, target))


def _hits_before_negation(scene: Scene, alive: list[Hit], cue: Cue) -> list[Hit]:
    """The hits before a negated verb of wanting: "a haircut I don't need"."""
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


def _drop_corrected(scene: Scene, discourse: Discourse) -> None:
    """Drop the services before a correction if new ones follow: "A, sorry, B"."""
    for cue in [
        *scene.of("fix", "meant"),
        *_find_bare_refusals(scene),
        *_find_renunciations(scene, discourse),
    ]:
        at = scene.start_of(cue.first, CLAUSE) if cue.kind == "meant" else cue.first
        before = {scene.calendar(hit) for hit in discourse.alive if hit.first < at}
        new = [hit for hit in discourse.alive if hit.first >= at and scene.calendar(hit) not in before]
        if not before or not new or adds_service(scene, at, min(hit.first for hit in new)):
            continue
        discourse.corrected = True
        discourse.negations.append(cue)
        old = [hit for hit in discourse.alive if scene.calendar(hit) in before]
        discourse.kill(old, f"corrected by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")


def _find_renunciations(scene: Scene, discourse: Discourse) -> list[Cue]:
    """Clauses that give up the services named before them: "A, or no, leave it, B"."""
    found = []
    for cue in scene.of("drop"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        if not any(start <= hit.first < end for hit in discourse.alive):
            found.append(cue)
    return found


def _find_bare_refusals(scene: Scene) -> list[Cue]:
    """Clauses of only "no" and small words, which take back the services before them: "A. No, B"."""
    found = []
    for cue in scene.of("neg"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        words = scene.text.words[start:end]
        if start > 0 and len(words) <= REFUSAL_WORDS and all(word in COMMON for word in words):
            found.append(cue)
    return found
