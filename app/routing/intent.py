"""What the customer wants when it is not a new appointment: cancel, move, complain, be told something."""

from app.routing.cues import Cue
from app.routing.discourse import Scene
from app.routing.finder import Hit
from app.routing.model import Intent

CHANGES: dict[str, Intent] = {"cancel": "cancellation", "move": "reschedule"}
REMARKS: dict[str, Intent] = {"complaint": "complaint", "status": "question"}
LONG_TEXT = 35


def find_intent(scene: Scene, hits: list[Hit]) -> tuple[Intent, Cue | None]:
    """The intent and the words that show it. A request for a service after an older booking is a booking."""
    for kind, intent in CHANGES.items():
        for cue in scene.of(kind):
            if not _is_negated(scene, cue):
                return intent, cue
    for kind, intent in REMARKS.items():
        for cue in scene.of(kind):
            if _is_negated(scene, cue) or _is_overtaken(scene, cue):
                continue
            if kind == "complaint" or not _asks_after(scene, cue, hits):
                return intent, cue
    for cue in scene.of("own"):
        if not _asks_after(scene, cue, hits) and not _is_overtaken(scene, cue):
            return "question", cue
    for cue in scene.of("history"):
        earliest = 0 if len(scene.text.words) >= LONG_TEXT else cue.last
        if not any(want.first >= earliest for want in scene.of("want")):
            return "question", cue
    return "booking", None


def _is_negated(scene: Scene, cue: Cue) -> bool:
    return any(neg.last == cue.first for neg in scene.of("neg"))


def _is_overtaken(scene: Scene, cue: Cue) -> bool:
    """In a long story a remark on the way is overtaken by the request at its end."""
    if len(scene.text.words) < LONG_TEXT:
        return False
    return any(want.first > cue.last + 1 for want in scene.of("want"))


def _asks_after(scene: Scene, own: Cue, hits: list[Hit]) -> bool:
    """A service is asked for after the older booking was mentioned."""
    wants = [cue.first for cue in scene.of("want") if cue.first >= own.last]
    return any(want < hit.first for want in wants for hit in hits)
