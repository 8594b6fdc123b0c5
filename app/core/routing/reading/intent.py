"""The customer's intent: a new appointment, or to cancel, move, complain or be told something.

A new booking names its service plainly; a service that is only referred to ("after the course", "from yoga")
exists already. That is a hint only: a request beside it counts more.
"""

from app.core.routing.matching.finder import Hit
from app.core.routing.model import Intent
from app.core.routing.reading.scene import Scene
from app.core.routing.words.cues import Cue, classes_of
from app.core.routing.words.text import CLAUSE, language_of_word

CHANGES: dict[str, Intent] = {"cancel": "cancellation", "move": "reschedule"}

REMARKS: dict[str, Intent] = {"complaint": "complaint", "status": "question"}

TOLD = ("complaint", "history", "own")

LONG_TEXT = 35


def find_intent(scene: Scene, hits: list[Hit], dropped: bool) -> tuple[Intent, Cue | None]:
    """The intent and the words that show it. A request for a service after an older booking is a booking.

    `dropped`: the customer gave up a service other than the remaining ones. An event at another business is
    no complaint about this one.
    """
    for kind, intent in CHANGES.items():
        for cue in scene.of(kind):
            if not (_is_negated(scene, cue) or (_is_long(scene) and _asks_after(scene, cue, hits))):
                return intent, cue
    for cue in scene.of("drop"):
        end = scene.end_of(cue.last - 1, CLAUSE)
        if not dropped and not any(hit.first >= end for hit in hits):
            return "cancellation", cue
    told = set(TOLD) if scene.of("elsewhere") else set()
    for kind, intent in REMARKS.items():
        for cue in scene.of(kind) if kind not in told else ():
            if _is_negated(scene, cue) or _is_overtaken(scene, cue):
                continue
            if kind == "complaint" or not _asks_after(scene, cue, hits):
                return intent, cue
    for cue in scene.of("praise"):
        if not any(want.first >= cue.last for want in scene.of("want")):
            return "question", cue
    for cue in scene.of("own") if "own" not in told else ():
        if not _asks_after(scene, cue, hits) and not _is_overtaken(scene, cue):
            return "question", cue
    for cue in scene.of("history") if "history" not in told else ():
        if _asks_after(scene, cue, hits):
            continue
        earliest = 0 if _is_long(scene) else cue.last
        if not any(want.first >= earliest for want in scene.of("want")):
            return "question", cue
    if not dropped and not scene.of("want", "need", "booking", "fix"):
        hints = scene.of("hint")
        if hints or all_referred_to(scene, hits) or any(is_told_of(scene, hit) for hit in hits):
            return "question", hints[0] if hints else None
    return "booking", None


def _is_negated(scene: Scene, cue: Cue) -> bool:
    return any(neg.last == cue.first for neg in scene.of("neg"))


def _is_overtaken(scene: Scene, cue: Cue) -> bool:
    """Whether a request at the end of a long story outweighs the remark.

    A question at the end ("and what should I bring?") belongs to the request before it.
    """
    after = cue.last + 2 if cue.kind != "status" else 0
    return _is_long(scene) and any(want.first >= after for want in scene.of("want"))


def _is_long(scene: Scene) -> bool:
    return len(scene.text.words) >= LONG_TEXT


def _asks_after(scene: Scene, own: Cue, hits: list[Hit]) -> bool:
    """Whether a booking is asked for by name, or a service after the older booking was mentioned."""
    if scene.of("booking"):
        return True
    wants = [cue.first for cue in scene.of("want") if cue.first >= own.last]
    return any(want < hit.first for want in wants for hit in hits)


def all_referred_to(scene: Scene, hits: list[Hit]) -> bool:
    """Whether every hit is the object of a preposition that refers to something known ("from the course")."""
    return bool(hits) and all(_is_referred_to(scene, hit) for hit in hits)


def is_told_of(scene: Scene, hit: Hit) -> bool:
    """Whether a verb in the past tense follows the hit: "the A was ..."."""
    if scene.compiled.keywords[hit.keyword].is_common:
        return False
    return any(0 <= cue.first - hit.last <= 1 for cue in scene.of("told"))


def _is_referred_to(scene: Scene, hit: Hit) -> bool:
    words = scene.text.words
    language = language_of_word(words[hit.first])
    if language is None or hit.first == 0:
        return any(_has_prefix(hit, taken) for taken in language.referring_clitics) if language else False
    if any(_has_prefix(hit, taken) for taken in language.referring_clitics):
        return True
    at = hit.first - 1
    before = classes_of(words[at])
    if language.glued_articles:
        return "relation" in before and any(_has_prefix(hit, article) for article in language.glued_articles)
    if "stays" in before and words[hit.last - 1].endswith(language.place_endings):
        return True
    if "the" in before and at > 0:
        before = classes_of(words[at - 1])
    return "relation" in before


def _has_prefix(hit: Hit, clitic: str) -> bool:
    """Whether the clitic was removed from the word as the last of its prefixes."""
    _, _, prefixes = hit.how.partition("prefix ")
    return bool(prefixes) and prefixes.split(",")[0].split(";")[0].endswith(clitic)
