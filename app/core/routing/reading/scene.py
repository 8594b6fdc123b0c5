"""The values between a text and its answer: the text with its cues, its reading, and the choice made."""

from bisect import bisect_right
from collections.abc import Hashable
from dataclasses import dataclass, field

from app.core.routing.languages.table import LanguageTable
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.matching.finder import Hit
from app.core.routing.model import DecisionReason
from app.core.routing.words.cues import Cue
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import TokenizedText, language_of_word

MAX_CUES = 40

SHORT = 3


@dataclass(slots=True)
class Discourse:
    """The hits that count, the hits that do not and why, and the cues that took a service back."""

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
    """A text with everything that the steps of its reading look at."""

    compiled: CompiledRules
    text: TokenizedText
    cues: dict[str, list[Cue]]
    edges: dict[int, list[int]] = field(default_factory=dict, repr=False, compare=False)

    def of(self, *kinds: str) -> list[Cue]:
        """The cues of these kinds, ordered by kind and place."""
        if len(kinds) == 1:
            return self.cues.get(kinds[0], [])
        return [cue for kind in kinds for cue in self.cues.get(kind, ())]

    def calendar(self, hit: Hit) -> object:
        return self.compiled.keywords[hit.keyword].calendar.id

    def start_of(self, at: int, level: int) -> int:
        """The first token of the clause or sentence that holds token `at`."""
        edges = self._edges(level)
        place = bisect_right(edges, at)
        return edges[place - 1] if place else 0

    def end_of(self, at: int, level: int) -> int:
        """One past the last token of the clause or sentence that holds token `at`."""
        edges = self._edges(level)
        place = bisect_right(edges, at)
        return edges[place] if place < len(edges) else len(self.text.words)

    def _edges(self, level: int) -> list[int]:
        """The tokens that begin a clause or sentence."""
        if level not in self.edges:
            self.edges[level] = [at for at, found in enumerate(self.text.breaks) if found >= level]
        return self.edges[level]


def relevant_cues(cues: list[Cue], hits: list[Hit]) -> dict[str, list[Cue]]:
    """Cues by kind, without those inside a keyword ("does not cool" is then a keyword and no negation)."""
    covered: set[int] = set()
    for hit in hits:
        covered.update(range(hit.first, hit.last))
    off: dict[int, int] = {}
    for cue in cues:
        if cue.kind in ("neg_off", "fix", "meant"):
            off.update({at: max(cue.last, off.get(at, 0)) for at in range(cue.first, cue.last)})
    kept: dict[str, list[Cue]] = {}
    for cue in cues:
        # "Not yet" is no negation, "do not yet want" is one: the longer phrase decides.
        is_off = cue.kind == "neg" and cue.last <= off.get(cue.first, 0)
        if not (_is_covered(cue, covered) or is_off):
            kept.setdefault(cue.kind, []).append(cue)
    return {kind: _limit_cues(found) for kind, found in kept.items()}


def _limit_cues(found: list[Cue]) -> list[Cue]:
    """At most so many cues: the limit keeps the cost of the steps linear in the length of the text."""
    return found if len(found) <= MAX_CUES else found[: MAX_CUES // 2] + found[-MAX_CUES // 2 :]


def _is_covered(cue: Cue, covered: set[int]) -> bool:
    """Whether the cue overlaps a keyword: a service of the business ("refunds") is no cue."""
    if cue.kind == "history":
        return False
    if cue.kind in ("cancel", "move", "own"):
        return cue.first in covered
    if cue.kind in ("complaint", "status"):
        return cue.first in covered or cue.last - 1 in covered
    return all(at in covered for at in range(cue.first, cue.last))


def _has_and_prefix(scene: Scene, at: int, language: LanguageTable) -> bool:
    """Whether the word before a service has "and" written onto it ("and-repair the A")."""
    if at < 1 or scene.text.breaks[at + 1]:
        return False
    word = scene.text.words[at]
    return len(word) > SHORT and word not in COMMON and word.startswith(language.and_clitics)


def is_joined(scene: Scene, hit: Hit) -> bool:
    """Whether "and" stands before the hit or is written onto it: "A and B"."""
    if any(cue.first <= hit.first <= cue.last for cue in scene.of("add", "and")):
        return True
    language = language_of_word(scene.text.words[hit.first])
    if language is not None and _has_and_prefix(scene, hit.first - 1, language):
        return True
    return language is not None and any(f"prefix {glued}" in hit.how for glued in language.and_clitics)


def drop_if_others(scene: Scene, discourse: Discourse, hits: list[Hit], why: str) -> bool:
    """Drop hits for the reason `why`, but only if another service is left."""
    dropped, gone = set(hits), {scene.calendar(hit) for hit in hits}
    if not hits or all(scene.calendar(hit) in gone for hit in discourse.alive if hit not in dropped):
        return False
    discourse.kill(hits, why)
    return True


def drop_earlier(scene: Scene, discourse: Discourse, negated: list[Hit]) -> None:
    """Drop earlier mentions of a negated service ("A on Monday, ... no, not A"), if another one is left."""
    gone = {scene.calendar(hit) for hit in negated}
    first = min(hit.first for hit in negated)
    earlier = [hit for hit in discourse.alive if hit.first < first and scene.calendar(hit) in gone]
    if earlier and len(earlier) < len(discourse.alive):
        discourse.corrected = True
        discourse.kill(earlier, "taken back later")


def drop_repeated(scene: Scene, discourse: Discourse, negated: list[Hit]) -> None:
    """Drop later mentions of a negated service ("not A, what A, B") until it is asked for or added."""
    gone = {scene.calendar(hit) for hit in negated}
    last = max(hit.last for hit in negated)
    asked = min(
        (cue.first for cue in scene.of("want", "add", "and", "end") if cue.first >= last), default=None
    )
    repeated = [
        hit
        for hit in discourse.alive
        if last <= hit.first and scene.calendar(hit) in gone and (asked is None or hit.first < asked)
    ]
    drop_if_others(scene, discourse, repeated, "ruled out before")


def adds_service(scene: Scene, start: int, end: int) -> bool:
    return any(start < cue.last and cue.first <= end for cue in scene.of("add", "and"))


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading of a text by the rules of a channel."""

    scene: Scene
    discourse: Discourse
    shadowed: list[tuple[Hit, Hit]]
    foreign: list[Hit]


@dataclass(frozen=True, slots=True)
class Choice:
    """The decision: one calendar, or several to ask about."""

    reason: DecisionReason
    calendars: tuple[Hashable, ...]
    routed: bool
    confidence: float
