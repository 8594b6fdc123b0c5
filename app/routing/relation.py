"""How a service stands in its sentence: asked for, or only referred to ("from the course", "at yoga").

A new booking names its service plainly; what follows "after the ...", "from the ..." exists already. It is a
hint only: a request beside it says more.
"""

from app.routing.cues import classes_of
from app.routing.finder import Hit
from app.routing.scene import Scene
from app.routing.text import language_of

DETERMINER = 2


def all_referred_to(scene: Scene, hits: list[Hit]) -> bool:
    """Every hit is the object of such a preposition."""
    return bool(hits) and all(_is_referred_to(scene, hit) for hit in hits)


def is_told_of(scene: Scene, hit: Hit) -> bool:
    """ "The A was ...": a verb of the past stands behind it."""
    if scene.compiled.keywords[hit.keyword].is_common:
        return False
    return any(0 <= cue.first - hit.last <= 1 for cue in scene.of("told"))


def _is_referred_to(scene: Scene, hit: Hit) -> bool:
    words = scene.text.words
    language = language_of(words[hit.first])
    if language is None or hit.first == 0:
        return any(_glued(hit, taken) for taken in language.referring_clitics) if language else False
    if any(_glued(hit, taken) for taken in language.referring_clitics):
        return True
    at = hit.first - 1
    before = classes_of(words[at])
    if language.glued_articles:
        return "relation" in before and any(_glued(hit, article) for article in language.glued_articles)
    if "stays" in before and words[hit.last - 1].endswith(language.place_endings):
        return True
    if "the" in before and at > 0:
        before = classes_of(words[at - 1])
    return "relation" in before


def _glued(hit: Hit, clitic: str) -> bool:
    """The clitic was taken off the word, at the end of its prefixes."""
    _, _, prefixes = hit.how.partition("prefix ")
    return bool(prefixes) and prefixes.split(",")[0].split(";")[0].endswith(clitic)
