"""What the customer wants when it is not a new appointment: cancel, move, complain, be told something."""

from app.routing.cues import Cue
from app.routing.discourse import Scene
from app.routing.finder import Hit
from app.routing.model import Intent

OF_CUE: dict[str, Intent] = {
    "cancel": "cancellation",
    "move": "reschedule",
    "complaint": "complaint",
    "status": "question",
}


def find_intent(scene: Scene, hits: list[Hit]) -> tuple[Intent, Cue | None]:
    """The intent and the words that show it. A request for a service after an older booking is a booking."""
    for kind, intent in OF_CUE.items():
        for cue in scene.of(kind):
            if not _is_negated(scene, cue):
                return intent, cue
    for cue in scene.of("own"):
        if not _asks_after(scene, cue, hits):
            return "question", cue
    return "booking", None


def _is_negated(scene: Scene, cue: Cue) -> bool:
    return any(neg.last == cue.first for neg in scene.of("neg"))


def _asks_after(scene: Scene, own: Cue, hits: list[Hit]) -> bool:
    """A service is asked for after the older booking was mentioned."""
    wants = [cue.first for cue in scene.of("want") if cue.first >= own.last]
    return any(want < hit.first for want in wants for hit in hits)
