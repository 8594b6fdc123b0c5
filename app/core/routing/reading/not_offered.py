"""Requests for something that the rules do not name, beside a word that they do.

"Do you repair fridges as well?" to a business whose rule says "repair", or "do you do make-up for brides?" to
one whose rule says "bride": the rules know a word but not the service, so the customer is asked. Words for
any service (class, group, slot) name none.

"Do you tune pianos?", "mortgage insurance", "photos of the wedding": another trade right beside the rule's
word makes that word its object. Only trades count that few businesses offer without naming them; cleaning,
pest control, repair, hire and sale stand in no rules and are meant all the same. A business that names a
trade anywhere, in any language, offers it.
"""

from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import Scene
from app.core.routing.words.cues import TRADE, Cue, find_cues
from app.core.routing.words.forms import COMMON, variants
from app.core.routing.words.text import CLAUSE, language_of_word, tokenize

REACH = 2


def asks_for_more(scene: Scene, hits: list[Hit]) -> bool:
    """Whether all the evidence is in one place, and the question is about a word that no rule knows."""
    spans = {(hit.first, hit.last) for hit in hits}
    if is_of_another_trade(scene, hits):
        return True
    if len(spans) != 1 or scene.of("need"):
        return False
    first, last = min(spans)
    return _asks_also_for_unknown(scene, last) or _asks_for_somebody(scene, first, hits)


def _asks_also_for_unknown(scene: Scene, last: int) -> bool:
    """Whether a question consists of the hit, "also", and a word that no rule knows."""
    also = [cue for cue in scene.of("also") if last <= cue.first <= last + 1]
    if not also or not _is_question(scene, last - 1):
        return False
    end = scene.end_of(last - 1, CLAUSE)
    return any(_is_unknown(scene, at) for at in range(also[0].last, min(end, also[0].last + REACH)))


def _asks_for_somebody(scene: Scene, first: int, hits: list[Hit]) -> bool:
    """Whether an unknown word X follows the question word directly: "do you have X for A?"."""
    offers = [cue for cue in scene.of("offer") if cue.last < first]
    if not offers or not _is_question(scene, first) or not any(_is_beneficiary(scene, hit) for hit in hits):
        return False
    between = range(offers[-1].last, first)
    return any(_is_unknown(scene, at) for at in between)


def _is_beneficiary(scene: Scene, hit: Hit) -> bool:
    language = language_of_word(scene.text.words[hit.first])
    if language is None:
        return False
    before = scene.text.words[hit.first - 1] if hit.first else ""
    return before in language.for_words or any(f"prefix {glued}" in hit.how for glued in language.for_words)


def _is_unknown(scene: Scene, at: int) -> bool:
    word = scene.text.words[at]
    language = language_of_word(word)
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


NEXT = 1


def offered_trades(compiled: CompiledRules) -> frozenset[str]:
    """The trades that any keyword, label or name of the business says: computed at first use."""
    if "trades" not in compiled.derived:
        typed = {keyword.typed for keyword in compiled.keywords}
        compiled.derived["trades"] = frozenset(
            cue.kind for text in typed for cue in find_cues(tokenize(text)) if cue.kind.startswith(TRADE)
        )
    trades: frozenset[str] = compiled.derived["trades"]
    return trades


def is_of_another_trade(scene: Scene, hits: list[Hit]) -> bool:
    """Whether the hits are the object of a trade that the business does not offer.

    The trade contains one of them ("hair removal" contains "removal"), stands right before them, or follows
    them as the head of a compound ("guitar strings") or as the object of their verb ("do you wash carpets?").
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
    language = language_of_word(scene.text.words[first])
    may_follow = language is not None and language.head_last
    if all("verb form" in hit.how for hit in hits):
        may_follow = _is_whole(scene, cue)
    return _is_beside(scene, cue.first, cue.last, first, last) and (cue.first <= first or may_follow)


def _is_whole(scene: Scene, cue: Cue) -> bool:
    """Whether no noun follows the object: "do you wash carpets?", but not "the carpets of the car"."""
    words, breaks = scene.text.words, scene.text.breaks
    return cue.last >= len(words) or breaks[cue.last] > 0 or words[cue.last] in COMMON


def _is_beside(scene: Scene, cue_first: int, cue_last: int, first: int, last: int) -> bool:
    (_, left), (right, _) = sorted([(cue_first, cue_last), (first, last)])
    return left + NEXT >= right and not any(scene.text.breaks[left : right + 1])
