"""The rules of a business in other words: the calendars that an everyday meaning belongs to.

A keyword gives its calendar the meanings that its words have as a whole. A text with one of these meanings
reaches that calendar, and so does a kind of the meaning unless another calendar has that kind itself.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Set
from dataclasses import dataclass, replace

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

# A word says less than a phrase. A translation of the keyword is certain enough; a synonym, a word that has
# the meaning only in this trade, and a wider meaning lead to a question.
WORD_SHARE, OTHER_WORD_SHARE, LONE_SHARE = 0.85, 0.6, 0.5

LONG_TEXT = 20

Owners = dict[Hashable, Keyword]
"""Calendar id -> the keyword that gives the calendar the meaning."""


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """The services of a business: the owners of each meaning and of all meanings below it, and its trades.

    `closed`: meanings of calendars and rules that are not active on the channel.
    """

    owners: dict[str, Owners]
    below: dict[str, Owners]
    closed: frozenset[str]
    trades: frozenset[str]


def offer_of(compiled: CompiledRules, channel: str) -> Offer:
    """The services of a business on a channel: computed at first use, 0.2 ms per keyword."""
    scopes = compiled.derived.get("scopes")
    if scopes is None:
        scopes = compiled.derived["scopes"] = {rule.channel_scope for rule in compiled.rules} - {"all"}
    # All channels that no rule names are alike, and without such rules all channels are.
    key = f"offer {channel if channel in scopes else 'elsewhere' if scopes and channel != 'all' else 'all'}"
    if key not in compiled.derived:
        compiled.derived[key] = _offer(compiled, channel)
    offer: Offer = compiled.derived[key]
    return offer


def prepare_offers(compiled: CompiledRules) -> None:
    """Compute the offers of all channels, so that no inquiry has to."""
    for channel in ("all", "", *{rule.channel_scope for rule in compiled.rules}):
        offer_of(compiled, channel)


def _offer(compiled: CompiledRules, channel: str) -> Offer:
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
    """Give a meaning to the keyword's calendar. A calendar's name counts only if no rule says the same."""
    for meaning in to:
        if keyword.source != "name" or all(known.source == "name" for known in owners[meaning].values()):
            owners[meaning].setdefault(keyword.calendar.id, keyword)


def _exists(keyword: Keyword, channel: str) -> bool:
    return keyword.calendar.is_active and (keyword.rule is None or serves(keyword.rule, channel))


def _trades(keywords: list[Keyword]) -> frozenset[str]:
    """The trades that the words of the rules belong to, without those that one word among many hints at."""
    votes: Counter[str] = Counter()
    for typed in {keyword.typed for keyword in keywords}:
        sure, perhaps = trades_of(typed)
        votes.update(dict.fromkeys(sure, VOTE))
        votes.update(dict.fromkeys(perhaps - sure, 1))
    most = max(votes.values(), default=0)
    return frozenset(trade for trade, count in votes.items() if count >= max(VOTE, most * MAIN_SHARE))


def owners_of(offer: Offer, meaning: str) -> tuple[Owners, float]:
    """The calendars of a meaning and its certainty: its own, else those of its parents, else of its kinds.

    A parent outside the meaning's trade ("repair") counts only if the business is in that trade: an optician
    who repairs does not repair fridges. A thing is no service: only a calendar that names it owns it.
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
    """The owners of a trade ("a lawyer"): all calendars of a kind of it, none before the others."""
    found = offer.below.get(meaning, {}) | offer.owners.get(meaning, {})
    if len(found) < 2:
        return found
    return {calendar: keyword._replace(rule=None) for calendar, keyword in found.items()}


def read_by_meanings(
    compiled: CompiledRules, text: TokenizedText, cues: list[Cue], channel: str
) -> Reading | None:
    """Read the text by the meanings of the rules. None if it asks for no service of this business."""
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
    """The meanings as hits of keywords. A service that nobody offers hits a calendar without rules.

    A word with a meaning in this business ("filter" in a garage) is no service of another one. In a long text
    two single words of the trade may stand together by chance.
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
    """Whether more words mean services that the business does not offer than services that it offers.

    A single word beside a phrase belongs to the story, and so does everything in a long text that is not
    asked for.
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
    """Whether only an action ("clean") fits, and the text is about a thing of another trade."""
    places = {(hit.first, hit.last) for hit in alive}
    meant = [entry for entry in said if entry[:2] in places]
    if not all(is_general(entry.meaning) for entry in meant):
        return False
    return any(
        kind_of(entry.meaning) == "thing" and trade_of(entry.meaning) not in offer.trades for entry in said
    )
