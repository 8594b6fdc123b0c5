"""What the customer does with the services they name: takes one back, rules one out, speaks of the past.

Every step removes hits and says why. A step that reads a hint rather than a statement (a correction, "that
one is fine", background) removes nothing unless another service is left.
"""

from dataclasses import dataclass, field
from typing import Literal

from app.routing.cues import Cue
from app.routing.finder import Hit
from app.routing.forms import COMMON
from app.routing.matcher import CompiledRules
from app.routing.text import CLAUSE, Text, fold, language_of

NEGATION_WINDOW = 6
NAME_WINDOW = 2
NEAR = 4
MOST_CUES = 60
REFUSAL_WORDS = 3


@dataclass(slots=True)
class Judged:
    """Hits that count, hits that do not with the reason, and the cues that took something back."""

    alive: list[Hit]
    dead: list[tuple[Hit, str]] = field(default_factory=list)
    negations: list[Cue] = field(default_factory=list)
    corrected: bool = False

    def kill(self, hits: list[Hit], why: str) -> None:
        gone = set(hits)
        self.alive = [hit for hit in self.alive if hit not in gone]
        self.dead += [(hit, why) for hit in hits]


@dataclass(frozen=True, slots=True)
class Scene:
    """A text with everything the steps look at."""

    compiled: CompiledRules
    text: Text
    cues: dict[str, list[Cue]]

    def of(self, *kinds: str) -> list[Cue]:
        """Cues of these kinds, by kind and place."""
        return [cue for kind in kinds for cue in self.cues.get(kind, ())]

    def calendar(self, hit: Hit) -> object:
        return self.compiled.keywords[hit.keyword].calendar.id

    def start_of(self, at: int, level: int) -> int:
        """The first token of the clause or sentence that holds token `at`."""
        while at > 0 and self.text.breaks[at] < level:
            at -= 1
        return at

    def end_of(self, at: int, level: int) -> int:
        """One past the last token of the clause or sentence that holds token `at`."""
        at += 1
        while at < len(self.text.words) and self.text.breaks[at] < level:
            at += 1
        return at


def relevant_cues(cues: list[Cue], hits: list[Hit]) -> dict[str, list[Cue]]:
    """Cues by kind, without those inside a keyword ("does not cool" is a keyword, not a negation)."""
    covered: set[int] = set()
    for hit in hits:
        covered.update(range(hit.first, hit.last))
    off = {at for cue in cues if cue.kind in ("neg_off", "fix", "meant") for at in range(cue.first, cue.last)}
    kept: dict[str, list[Cue]] = {}
    for cue in cues:
        if not (_is_covered(cue, covered) or (cue.kind == "neg" and cue.first in off)):
            kept.setdefault(cue.kind, []).append(cue)
    return {kind: _both_ends(found) for kind, found in kept.items()}


def _both_ends(found: list[Cue]) -> list[Cue]:
    """Nobody says "not" a hundred times; the limit keeps the steps' cost in line with the text's length."""
    return found if len(found) <= MOST_CUES else found[: MOST_CUES // 2] + found[-MOST_CUES // 2 :]


def _is_covered(cue: Cue, covered: set[int]) -> bool:
    """What the business itself offers ("refunds") is no sign of anything else, not even in part."""
    if cue.kind in ("cancel", "move", "own"):
        return cue.first in covered
    parts = [at in covered for at in range(cue.first, cue.last)]
    return any(parts) if cue.kind in ("complaint", "status") else all(parts)


def judge(scene: Scene, hits: list[Hit]) -> Judged:
    judged = Judged(list(hits))
    _drop_names(scene, judged)
    _drop_idioms(scene, judged)
    _drop_negated(scene, judged)
    _drop_past(scene, judged)
    _drop_settled(scene, judged)
    _drop_places(scene, judged)
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
    for cue in scene.of("kin"):
        person = [hit for hit in judged.alive if cue.last - 1 <= hit.first <= cue.last]
        judged.kill(person, "says who, not what")


def _drop_negated(scene: Scene, judged: Judged) -> None:
    for cue in scene.of("neg"):
        hits = _after_negation(scene, judged.alive, cue) or _before_negation(scene, judged.alive, cue)
        if hits:
            judged.negations.append(cue)
            judged.kill(hits, f"negated by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")
            _drop_earlier(scene, judged, hits)


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


def is_joined(scene: Scene, hit: Hit) -> bool:
    """ "A and B": the conjunction stands before the hit or is written onto it."""
    if any(cue.first <= hit.first <= cue.last for cue in scene.of("add", "and")):
        return True
    language = language_of(scene.text.words[hit.first])
    return language is not None and any(f"prefix {glued}" in hit.how for glued in language.and_clitics)


def _before_negation(scene: Scene, alive: list[Hit], cue: Cue) -> list[Hit]:
    """ "A haircut I don't need": the negated verb of wanting follows what it rules out."""
    if not any(need.first in (cue.first, cue.first + 1, cue.last) for need in scene.of("need")):
        return []
    start = scene.start_of(cue.first, CLAUSE)
    if start == cue.first > 0:
        start = scene.start_of(cue.first - 1, CLAUSE)
    before = [hit for hit in alive if start <= hit.first and cue.first - 2 <= hit.last <= cue.first]
    return before if scene.end_of(cue.first, CLAUSE) - cue.last <= 2 else []


def _drop_earlier(scene: Scene, judged: Judged, negated: list[Hit]) -> None:
    """ "A on Monday, ... no, not A": what was said before is taken back too, if something else is left."""
    gone = {scene.calendar(hit) for hit in negated}
    first = min(hit.first for hit in negated)
    earlier = [hit for hit in judged.alive if hit.first < first and scene.calendar(hit) in gone]
    if earlier and len(earlier) < len(judged.alive):
        judged.corrected = True
        judged.kill(earlier, "taken back later")


def _drop_corrected(scene: Scene, judged: Judged) -> None:
    """ "A, sorry, B": what is new after the correction stands for everything named before it."""
    for cue in [*scene.of("fix", "meant"), *_bare_refusals(scene)]:
        at = scene.start_of(cue.first, CLAUSE) if cue.kind == "meant" else cue.first
        before = {scene.calendar(hit) for hit in judged.alive if hit.first < at}
        new = [hit for hit in judged.alive if hit.first >= at and scene.calendar(hit) not in before]
        if not before or not new or _adds(scene, at, min(hit.first for hit in new)):
            continue
        judged.corrected = True
        judged.negations.append(cue)
        old = [hit for hit in judged.alive if scene.calendar(hit) in before]
        judged.kill(old, f"corrected by {scene.text.raw[slice(*scene.text.cut(cue.first, cue.last))]}")


def _bare_refusals(scene: Scene) -> list[Cue]:
    """ "A. No, B": a clause of nothing but small words and "no" takes back what was said."""
    found = []
    for cue in scene.of("neg"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        words = scene.text.words[start:end]
        if start > 0 and len(words) <= REFUSAL_WORDS and all(word in COMMON for word in words):
            found.append(cue)
    return found


def _adds(scene: Scene, start: int, end: int) -> bool:
    return any(start <= cue.first <= end for cue in scene.of("add", "and"))


def _drop_past(scene: Scene, judged: Judged) -> None:
    """A verb in the past tells the story if another service is named ("you installed it, it does not cool").

    "I cleaned it" asks for nothing even where nothing else is named.
    """
    judged.kill(
        [hit for hit in judged.alive if _is_past(scene.text, hit, "own_past_endings")], "told as past"
    )
    past = [hit for hit in judged.alive if _is_past(scene.text, hit, "past_endings")]
    gone = {scene.calendar(hit) for hit in past}
    if any(scene.calendar(hit) not in gone for hit in judged.alive if hit not in past):
        judged.kill(past, "told as past")


def _is_past(text: Text, hit: Hit, endings: Literal["past_endings", "own_past_endings"]) -> bool:
    word = text.words[hit.first]
    language = language_of(word)
    if hit.last - hit.first != 1 or "verb form" not in hit.how or language is None:
        return False
    return word.endswith(tuple(fold(ending) for ending in getattr(language, endings)))


def _drop_places(scene: Scene, judged: Judged) -> None:
    """ "A leak under the sink": where it is, not what is wanted, if another service is named."""
    adds = {add.first for add in scene.of("add", "and")}
    where = [
        hit
        for cue in scene.of("place")
        for hit in judged.alive
        if cue.first not in adds
        and cue.last <= hit.first <= cue.last + 1
        and not any(scene.text.breaks[cue.last : hit.first + 1])
    ]
    gone = {scene.calendar(hit) for hit in where}
    if where and any(scene.calendar(hit) not in gone for hit in judged.alive if hit not in where):
        judged.kill(where, "says where")


def _distance(hit: Hit, cue: Cue) -> int:
    return max(cue.first - hit.last, hit.first - cue.last, 0)


def _drop_settled(scene: Scene, judged: Judged) -> None:
    """ "Already did A", "A is fine": the clause's services are not what is wanted now."""
    for cue in scene.of("did", "fine", "history"):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        if cue.kind == "fine":
            end = cue.first
        settled = [
            hit
            for hit in judged.alive
            if start <= hit.first < end and (hit.last >= cue.first - NEAR and hit.first <= cue.last + NEAR)
        ]
        if cue.kind == "did" and settled:
            nearest = min(_distance(hit, cue) for hit in settled)
            settled = [hit for hit in settled if _distance(hit, cue) == nearest]
        gone = {scene.calendar(hit) for hit in settled}
        rest = [hit for hit in judged.alive if hit not in settled]
        if settled and any(scene.calendar(hit) not in gone for hit in rest):
            judged.kill(settled, "settled already")
