"""Trades of their own that a customer may ask for beside a rule's word ("photos of the wedding").

Trade -> phrases, in the form of the cues. Only trades that few businesses offer without naming them:
cleaning, pests, repair, hire and sale stand in nobody's rules and are meant all the same. A business that
names a trade anywhere, in any language, offers it.
"""

from functools import lru_cache

from app.routing.cues import TRADE, Cue, find_cues
from app.routing.finder import Hit
from app.routing.forms import COMMON
from app.routing.matcher import CompiledRules
from app.routing.scene import Scene
from app.routing.text import language_of, tokenize

NEXT = 1


@lru_cache(maxsize=256)
def offered_trades(compiled: CompiledRules) -> frozenset[str]:
    """The trades that any keyword, label or name of the business says. Remembered for its life."""
    typed = {keyword.typed for keyword in compiled.keywords}
    return frozenset(
        cue.kind for text in typed for cue in find_cues(tokenize(text)) if cue.kind.startswith(TRADE)
    )


def is_of_another_trade(scene: Scene, hits: list[Hit]) -> bool:
    """A trade that nobody here offers has the hits as its object.

    It holds one of them ("hair removal" a removal), or stands right before them; behind them as the head of a
    compound ("guitar strings"), or as the object of their verb ("do you wash carpets?").
    """
    rules = scene.compiled.admins or scene.compiled
    named = [cue for kind in scene.cues if kind.startswith(TRADE) for cue in scene.of(kind)]
    return any(_has_as_object(scene, cue, hits) and cue.kind not in offered_trades(rules) for cue in named)


def _has_as_object(scene: Scene, cue: Cue, hits: list[Hit]) -> bool:
    if any(cue.first <= hit.first and hit.last <= cue.last for hit in hits):
        return True
    first, last = hits[0].first, hits[0].last
    if any((hit.first, hit.last) != (first, last) for hit in hits):
        return False
    language = language_of(scene.text.words[first])
    may_follow = language is not None and language.head_last
    if all("verb form" in hit.how for hit in hits):
        may_follow = _is_whole(scene, cue)
    return _is_beside(scene, cue.first, cue.last, first, last) and (cue.first <= first or may_follow)


def _is_whole(scene: Scene, cue: Cue) -> bool:
    """ "Do you wash carpets?", not "the carpets of the car": no noun follows the object."""
    words, breaks = scene.text.words, scene.text.breaks
    return cue.last >= len(words) or breaks[cue.last] > 0 or words[cue.last] in COMMON


def _is_beside(scene: Scene, cue_first: int, cue_last: int, first: int, last: int) -> bool:
    (_, left), (right, _) = sorted([(cue_first, cue_last), (first, last)])
    return left + NEXT >= right and not any(scene.text.breaks[left : right + 1])
