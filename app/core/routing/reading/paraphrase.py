"""The rules of a business in other words: whose of its calendars an everyday meaning is.

A keyword gives its calendar the meanings that its words have as a whole. A text that means one of them
reaches that calendar; so does a kind of it, where no calendar has the kind itself.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Set
from dataclasses import dataclass, replace
from functools import lru_cache

from app.core.routing.matching.compiler import CompiledRules, Keyword, serves
from app.core.routing.matching.finder import Hit
from app.core.routing.matching.lexicon import (
    MeaningHit,
    find_meanings,
    is_general,
    kind_of,
    kinds_above,
    lineage,
    meanings_of,
    trade_of,
    trades_of,
)
from app.core.routing.model import Calendar
from app.core.routing.reading.discourse import read_discourse
from app.core.routing.reading.focus import in_focus
from app.core.routing.reading.scene import Reading, Scene, relevant_cues
from app.core.routing.words.cues import Cue
from app.core.routing.words.text import CLAUSE, TokenizedText, language_of_word
from app.core.routing.words.typos import TypoIndex

WEIGHT = 0.7

WIDER, NARROWER = 0.6, 0.5

VOTE = 2

MAIN_SHARE = 0.4

# A word says less than a phrase: a translation of the keyword is enough, another word for it is asked about,
# as is one that means it only here, or something wider.
WORD_SHARE, OTHER_WORD_SHARE, LONE_SHARE = 0.85, 0.6, 0.5

LONG_TEXT = 20

Owners = dict[Hashable, Keyword]
"""Calendar id -> the keyword that gives the calendar a meaning."""


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What a business does: owners of each meaning, of anything below a meaning, and its trades.

    `closed`: meanings of calendars and rules that do not exist here.
    """

    owners: dict[str, Owners]
    below: dict[str, Owners]
    closed: frozenset[str]
    trades: frozenset[str]


@lru_cache(maxsize=256)
def offer_of(compiled: CompiledRules, channel: str) -> Offer:
    """Remembered for the compiled rules' life."""
    keywords = [keyword for keyword in compiled.keywords if _exists(keyword, channel)]
    trades = _trades(keywords)
    owners: dict[str, Owners] = defaultdict(dict)
    below: dict[str, Owners] = defaultdict(dict)
    for keyword in sorted(keywords, key=lambda keyword: keyword.source == "name"):
        typed = meanings_of(keyword.typed, trades)
        kinds = {above for meaning in typed.whole | typed.part for above in kinds_above(meaning)}
        _assign(owners, typed.whole, keyword)
        _assign(below, kinds | typed.part, keyword)
    shut = [
        meanings_of(keyword.typed, trades) for keyword in compiled.keywords if not _exists(keyword, channel)
    ]
    closed = frozenset(meaning for typed in shut for meaning in typed.whole) - set(owners)
    return Offer(dict(owners), dict(below), closed, trades)


def _assign(owners: dict[str, Owners], to: Set[str], keyword: Keyword) -> None:
    """A calendar's name counts where no rule says the same."""
    for meaning in to:
        if keyword.source != "name" or all(known.source == "name" for known in owners[meaning].values()):
            owners[meaning].setdefault(keyword.calendar.id, keyword)


def _exists(keyword: Keyword, channel: str) -> bool:
    return keyword.calendar.is_active and (keyword.rule is None or serves(keyword.rule, channel))


def _trades(keywords: list[Keyword]) -> frozenset[str]:
    """The trades that the rules' words belong to; what one word hints at beside many others is none."""
    votes: Counter[str] = Counter()
    for typed in {keyword.typed for keyword in keywords}:
        sure, perhaps = trades_of(typed)
        votes.update(dict.fromkeys(sure, VOTE))
        votes.update(dict.fromkeys(perhaps - sure, 1))
    most = max(votes.values(), default=0)
    return frozenset(trade for trade, count in votes.items() if count >= max(VOTE, most * MAIN_SHARE))


def owners_of(offer: Offer, meaning: str) -> tuple[Owners, float]:
    """Calendars for a meaning and how surely: its own, else those of what it is a kind of, else of its kinds.

    What is not of the meaning's own trade ("repair") is wider only where the business is in that trade: an
    optician who repairs does not repair fridges. A thing is no service: only who names it has it.
    """
    if kind_of(meaning) == "trade":
        return _whole_trade(offer, meaning), WIDER
    if meaning in offer.owners:
        return offer.owners[meaning], 1.0
    if kind_of(meaning) == "thing" or not offer.closed.isdisjoint(lineage(meaning)):
        return {}, 0.0
    trade = trade_of(meaning)
    for above in lineage(meaning)[1:]:
        if above in offer.owners and (trade in offer.trades or trade_of(above) == trade):
            return offer.owners[above], WIDER
    return ({}, 0.0) if is_general(meaning) else (offer.below.get(meaning, {}), NARROWER)


def _whole_trade(offer: Offer, meaning: str) -> Owners:
    """ "A lawyer" is everybody who does any kind of it, and no priority among them says which."""
    found = offer.below.get(meaning, {}) | offer.owners.get(meaning, {})
    if len(found) < 2:
        return found
    return {calendar: keyword._replace(rule=None) for calendar, keyword in found.items()}


def read_by_meanings(
    compiled: CompiledRules, text: TokenizedText, cues: list[Cue], channel: str
) -> Reading | None:
    """The text against the meanings of the rules; None where no service of this business is asked for."""
    offer = offer_of(compiled, channel)
    if not offer.owners:
        return None
    said = find_meanings(text, offer.trades)
    if not any(owners_of(offer, entry.meaning)[0] for entry in said):
        return None
    read_by, hits = _meanings_as_rules(compiled, offer, said, text)
    scene = Scene(read_by, text, relevant_cues(cues, hits))
    discourse = read_discourse(scene, hits)
    if _foreign_prevails(scene, in_focus(scene, discourse.alive) if discourse.alive else []):
        return None
    discourse.alive = [hit for hit in discourse.alive if not _is_foreign(scene, hit)]
    discourse.dead = [(hit, why) for hit, why in discourse.dead if not _is_foreign(scene, hit)]
    if not discourse.alive or _for_another_trade(offer, said, discourse.alive):
        return None
    return Reading(scene, discourse, [], [])


def _meanings_as_rules(
    compiled: CompiledRules, offer: Offer, said: list[MeaningHit], text: TokenizedText
) -> tuple[CompiledRules, list[Hit]]:
    """The meanings as hits of keywords; a service that nobody offers as one of a calendar without rules.

    Words that mean something here are no service of others ("filter", to a garage). In a long text two single
    words of the trade stand together by chance.
    """
    brief = _is_brief(text)
    found = [(entry, *owners_of(offer, entry.meaning)) for entry in said]
    own = {at for entry, owners, _ in found if owners for at in range(entry.first, entry.last)}
    places = Counter(
        calendar for entry, owners, _ in found for calendar in owners if brief or not entry.is_weak
    )
    keywords: list[Keyword] = []
    hits: list[Hit] = []
    for entry, owners, share in found:
        if not owners and _is_service(entry.meaning) and own.isdisjoint(range(entry.first, entry.last)):
            nobody = Calendar(entry.meaning, "", is_active=False)
            owners, share = {nobody.id: Keyword(None, nobody, "meaning", entry.meaning, (), False)}, 1.0
        for calendar, keyword in owners.items():
            alone = (entry.is_weak or share < 1.0) and places[calendar] < (2 if brief else 1 + (share < 1.0))
            weight = round(entry.weight * WEIGHT * share * _share(entry, alone, text, keyword), 4)
            hits.append(Hit(entry.first, entry.last, len(keywords), weight, entry.how))
            keywords.append(keyword._replace(source="meaning"))
    rules = replace(compiled, keywords=tuple(keywords), postings={}, typos=TypoIndex(), admins=compiled)
    return rules, hits


def _share(entry: MeaningHit, alone: bool, text: TokenizedText, keyword: Keyword) -> float:
    if entry.last - entry.first > 1:
        return 1.0
    if alone:
        return LONE_SHARE
    translated = language_of_word(text.words[entry.first]) is not language_of_word(keyword.typed)
    return WORD_SHARE if translated else OTHER_WORD_SHARE


def _is_service(meaning: str) -> bool:
    return kind_of(meaning) in ("service", "trade") and not is_general(meaning)


def _foreign_prevails(scene: Scene, asked: list[Hit]) -> bool:
    """More words speak of services that nobody here offers than of those that somebody does.

    A single word beside a phrase is the story, and in a long text all that is not asked for.
    """
    own = {(hit.first, hit.last) for hit in asked if not _is_foreign(scene, hit)}
    least = 2 if any(last - first > 1 for first, last in own) else 1
    foreign = {
        (hit.first, hit.last)
        for hit in asked
        if _is_foreign(scene, hit) and hit.last - hit.first >= least and _may_be_asked(scene, hit)
    }
    words, others = (sum(last - first for first, last in spans) for spans in (own, foreign))
    return not own or words < others + (words == 1 and bool(foreign))


def _may_be_asked(scene: Scene, hit: Hit) -> bool:
    start = scene.start_of(hit.first, CLAUSE)
    return _is_brief(scene.text) or any(start <= want.first < hit.first for want in scene.of("want"))


def _is_brief(text: TokenizedText) -> bool:
    return len(text.words) < LONG_TEXT


def _is_foreign(scene: Scene, hit: Hit) -> bool:
    return scene.compiled.keywords[hit.keyword].calendar.id not in scene.compiled.by_id


def _for_another_trade(offer: Offer, said: list[MeaningHit], alive: list[Hit]) -> bool:
    """ "Clean" is all that fits, and the text is about a thing of another trade."""
    places = {(hit.first, hit.last) for hit in alive}
    meant = [entry for entry in said if entry[:2] in places]
    if not all(is_general(entry.meaning) for entry in meant):
        return False
    return any(
        kind_of(entry.meaning) == "thing" and trade_of(entry.meaning) not in offer.trades for entry in said
    )
