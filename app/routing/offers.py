"""Questions whether the business offers something that its rules do not name.

"Do you repair fridges as well?" to a business whose rule says "repair": the rule says the verb, nobody said
fridges. "Do you do make-up for brides?": the rule says bride, the question is about make-up. Both are asked
about. What customers call any service (a class, a group, a slot) names nothing.

"Do you tune pianos?", "mortgage insurance", "photos of the wedding": a trade of its own that no rule names,
right beside the rule's word, makes that word its object.
"""

from app.routing.finder import Hit
from app.routing.forms import COMMON, variants
from app.routing.scene import Scene
from app.routing.text import CLAUSE, language_of
from app.routing.trades import is_of_another_trade

REACH = 2


def asks_for_more(scene: Scene, hits: list[Hit]) -> bool:
    """All the evidence is one place, and the question is about a word that no rule knows."""
    spans = {(hit.first, hit.last) for hit in hits}
    if is_of_another_trade(scene, hits):
        return True
    if len(spans) != 1 or scene.of("need"):
        return False
    first, last = min(spans)
    return _also_unknown(scene, last) or _for_somebody(scene, first, hits)


def _also_unknown(scene: Scene, last: int) -> bool:
    """The hit, "also", and a word nobody knows, in a question."""
    also = [cue for cue in scene.of("also") if last <= cue.first <= last + 1]
    if not also or not _is_question(scene, last - 1):
        return False
    end = scene.end_of(last - 1, CLAUSE)
    return any(_is_unknown(scene, at) for at in range(also[0].last, min(end, also[0].last + REACH)))


def _for_somebody(scene: Scene, first: int, hits: list[Hit]) -> bool:
    """ "Do you have X for A?" with an unknown X straight after the question."""
    offers = [cue for cue in scene.of("offer") if cue.last < first]
    if not offers or not _is_question(scene, first) or not any(_is_beneficiary(scene, hit) for hit in hits):
        return False
    between = range(offers[-1].last, first)
    return any(_is_unknown(scene, at) for at in between)


def _is_beneficiary(scene: Scene, hit: Hit) -> bool:
    language = language_of(scene.text.words[hit.first])
    if language is None:
        return False
    before = scene.text.words[hit.first - 1] if hit.first else ""
    return before in language.for_words or any(f"prefix {glued}" in hit.how for glued in language.for_words)


def _is_unknown(scene: Scene, at: int) -> bool:
    word = scene.text.words[at]
    language = language_of(word)
    if language is None or any(cue.first <= at < cue.last for cue in scene.of("container", "want", "offer")):
        return False
    return not any(variant in COMMON for variant, _ in variants(word, language))


def _is_question(scene: Scene, at: int) -> bool:
    raw, ends = scene.text.raw, scene.text.ends
    while at + 1 < len(ends) and not any(
        mark in raw[ends[at] : scene.text.starts[at + 1]] for mark in "?\u061f"
    ):
        at += 1
    return any(mark in raw[ends[at] :][:3] for mark in "?\u061f")
