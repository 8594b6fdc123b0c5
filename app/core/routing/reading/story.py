"""Services that belong to the story and not to the request: done, settled, or named as a place or time."""

from typing import Literal

from app.core.routing.matching.finder import Hit
from app.core.routing.reading.scene import Discourse, Scene, drop_earlier, drop_if_others
from app.core.routing.words.cues import Cue, classes_of
from app.core.routing.words.text import CLAUSE, TokenizedText, fold, language_of_word

NEAR = 4


def drop_past(scene: Scene, discourse: Discourse) -> None:
    """Drop services that a verb in the past tells of ("you installed it"), if another service is named.

    "I cleaned it" asks for nothing even if no other service is named.
    """
    discourse.kill(
        [hit for hit in discourse.alive if _is_past(scene.text, hit, "own_past_endings")], "told as past"
    )
    past = [hit for hit in discourse.alive if _is_past(scene.text, hit, "past_endings")]
    gone = {scene.calendar(hit) for hit in past}
    if any(scene.calendar(hit) not in gone for hit in discourse.alive if hit not in past):
        discourse.kill(past, "told as past")


def _is_past(text: TokenizedText, hit: Hit, endings: Literal["past_endings", "own_past_endings"]) -> bool:
    word = text.words[hit.first]
    language = language_of_word(word)
    if hit.last - hit.first != 1 or "verb form" not in hit.how or language is None:
        return False
    return word.endswith(tuple(fold(ending) for ending in getattr(language, endings)))


def drop_places(scene: Scene, discourse: Discourse) -> None:
    """Drop services that name a place ("a leak under the sink"), if another service is named."""
    adds = {at for cue in scene.of("add", "and", "want") for at in range(cue.first, cue.last)}
    where = [
        hit
        for cue in scene.of("place")
        for hit in discourse.alive
        if cue.first not in adds
        and cue.first < hit.first <= cue.last + 1
        and not any(scene.text.breaks[cue.last : hit.first + 1])
    ]
    drop_if_others(scene, discourse, where, "says where")
    when = [hit for hit in discourse.alive if hit.last - hit.first == 1 and _is_when(scene, hit)]
    drop_if_others(scene, discourse, when, "says when")


def _is_when(scene: Scene, hit: Hit) -> bool:
    """Whether the hit is the name of a month or day behind a preposition: "in August"."""
    word = scene.text.words[hit.first]
    return "when" in classes_of(word) and ("prefix" in hit.how or _follows_preposition(scene, hit))


def _follows_preposition(scene: Scene, hit: Hit) -> bool:
    return hit.first > 0 and "in" in classes_of(scene.text.words[hit.first - 1])


def _distance(hit: Hit, cue: Cue) -> int:
    return max(cue.first - hit.last, hit.first - cue.last, 0)


def drop_settled(scene: Scene, discourse: Discourse) -> None:
    """Drop the services of a clause that calls them done or fine: "already did A", "A is fine"."""
    adds = bool(scene.of("add"))
    for cue in scene.of("did", "fine", "history", "drop", "elsewhere", *(() if adds else ("own",))):
        start, end = scene.start_of(cue.first, CLAUSE), scene.end_of(cue.last - 1, CLAUSE)
        if cue.kind == "fine":
            end = cue.first
        settled = [
            hit
            for hit in discourse.alive
            if start <= hit.first < end and (hit.last >= cue.first - NEAR and hit.first <= cue.last + NEAR)
        ]
        if cue.kind in ("did", "own", "drop", "elsewhere") and settled:
            nearest = min(_distance(hit, cue) for hit in settled)
            settled = [hit for hit in settled if _distance(hit, cue) == nearest]
        if drop_if_others(scene, discourse, settled, "settled already"):
            drop_earlier(scene, discourse, settled)
    for cue in scene.of("mine"):
        have = [hit for hit in discourse.alive if hit.last == cue.first and _ends_clause(scene, cue)]
        if drop_if_others(scene, discourse, have, "settled already"):
            drop_earlier(scene, discourse, have)


def _ends_clause(scene: Scene, cue: Cue) -> bool:
    return scene.end_of(cue.last - 1, CLAUSE) - cue.last <= 1
