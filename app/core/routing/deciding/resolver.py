"""The way from an inquiry to a calendar or a question, with the reasons. Pure and deterministic."""

from collections.abc import Hashable

from app.core.routing.deciding.confidence import confidence_of_hits
from app.core.routing.deciding.explain import evidence_of, losers_of, negations_of
from app.core.routing.deciding.questions import ask_which, fallback_language
from app.core.routing.matching.compiler import CompiledRules, serves
from app.core.routing.matching.finder import Hit, find_hits, split_shadowed
from app.core.routing.model import (
    Decision,
    DecisionReason,
    Inquiry,
    Intent,
    LabelResolution,
    Resolution,
    Strictness,
)
from app.core.routing.reading.discourse import read_discourse
from app.core.routing.reading.focus import adds_between, asks_twice, in_focus
from app.core.routing.reading.intent import find_intent
from app.core.routing.reading.not_offered import asks_for_more
from app.core.routing.reading.paraphrase import read_by_meanings
from app.core.routing.reading.scene import Choice, Reading, Scene, relevant_cues
from app.core.routing.words.cues import Cue, find_cues
from app.core.routing.words.text import TokenizedText, language_of_word, main_language, tokenize

THRESHOLDS: dict[Strictness, float] = {"normal": 0.5, "strict": 0.8}

STRONG, WEAK = 0.66, 0.6

AS_TYPED, CHANGED = 0.95, 0.8

MANY_PLACES = 2

PHRASE_BONUS = 0.15


def route_inquiry(
    compiled: CompiledRules,
    inquiry: Inquiry,
    *,
    strictness: Strictness = "normal",
    default_question: str | None = None,
) -> Resolution:
    label = _read_label(compiled, inquiry)
    text = tokenize(inquiry.text)
    cues = find_cues(text)
    reading = read_by_rules(compiled, text, cues, inquiry.channel)
    if not reading.discourse.alive and not reading.discourse.dead and not (label and label.calendar_ids):
        reading = read_by_meanings(compiled, text, cues, inquiry.channel) or reading
    discourse = reading.discourse
    intent, _ = find_intent(reading.scene, discourse.alive, bool(discourse.alive and discourse.dead))
    threshold = THRESHOLDS[strictness]
    choice = _choose(inquiry, reading, label, intent, strictness)
    return _resolution(compiled, inquiry, reading, label, intent, threshold, choice, default_question)


def read_by_rules(compiled: CompiledRules, text: TokenizedText, cues: list[Cue], channel: str) -> Reading:
    hits = find_hits(compiled, text)
    eligible = [hit for hit in hits if compiled.eligible(hit.keyword, channel)]
    foreign = [hit for hit in hits if not compiled.eligible(hit.keyword, channel)]
    kept, shadowed = split_shadowed(compiled, _names_last(compiled, eligible))
    scene = Scene(compiled, text, relevant_cues(cues, kept))
    return Reading(scene, read_discourse(scene, kept), shadowed, foreign)


def _names_last(compiled: CompiledRules, hits: list[Hit]) -> list[Hit]:
    """The hits without those of calendars' names, unless there are no others."""
    return [hit for hit in hits if compiled.keywords[hit.keyword].source != "name"] or hits


def _read_label(compiled: CompiledRules, inquiry: Inquiry) -> LabelResolution | None:
    if inquiry.service_label is None or not inquiry.service_label.strip():
        return None
    label = tokenize(inquiry.service_label)
    hits = find_hits(compiled, label)
    eligible = [hit for hit in hits if compiled.eligible(hit.keyword, inquiry.channel)]
    kept, _ = split_shadowed(compiled, _names_last(compiled, eligible))
    top = _top_priority(compiled, kept)
    if len(best_by_calendar(compiled, top)) > 1:
        top = _at_head(label, top)
    return LabelResolution(inquiry.service_label, _rank_calendars(compiled, top))


def _at_head(label: TokenizedText, hits: list[Hit]) -> list[Hit]:
    """The hits of the label's head: "wedding album" is an album, and so is אלבום חתונה."""
    language = language_of_word(label.words[0])
    if language is not None and language.head_last:
        return [hit for hit in hits if hit.last == len(label.words)] or hits
    return [hit for hit in hits if hit.first == 0] or hits


def _rank_calendars(compiled: CompiledRules, hits: list[Hit]) -> tuple[Hashable, ...]:
    """The hits' calendars, the strongest evidence first, then in the order of the calendars."""
    best = best_by_calendar(compiled, hits)
    order = {calendar.id: place for place, calendar in enumerate(compiled.calendars)}
    return tuple(sorted(best, key=lambda calendar: (-best[calendar], order[calendar])))


def best_by_calendar(compiled: CompiledRules, hits: list[Hit]) -> dict[Hashable, float]:
    best: dict[Hashable, float] = {}
    for hit in hits:
        calendar = compiled.keywords[hit.keyword].calendar.id
        best[calendar] = max(best.get(calendar, 0.0), hit.weight)
    return best


def _priority(compiled: CompiledRules, hit: Hit) -> int:
    rule = compiled.keywords[hit.keyword].rule
    return rule.priority if rule else 0


def _top_priority(compiled: CompiledRules, hits: list[Hit]) -> list[Hit]:
    top = max((_priority(compiled, hit) for hit in hits), default=0)
    return [hit for hit in hits if _priority(compiled, hit) == top]


def _choose(
    inquiry: Inquiry,
    reading: Reading,
    label: LabelResolution | None,
    intent: Intent,
    strictness: Strictness,
) -> Choice:
    compiled = reading.scene.compiled
    said = _rank_calendars(compiled, reading.discourse.alive)
    if label and len(label.calendar_ids) == 1:
        meant = label.calendar_ids[0]
        if not said or meant in said:
            return Choice("label_match", (meant,), True, 1.0)
        return Choice("label_text_conflict", (meant, *said), False, 0.5)
    if not said:
        return _choose_unsaid(compiled, inquiry, reading, intent)
    if intent != "booking":
        return Choice("not_a_booking", said, False, 0.0)
    return _choose_said(compiled, reading, strictness)


def _choose_unsaid(compiled: CompiledRules, inquiry: Inquiry, reading: Reading, intent: Intent) -> Choice:
    active = [calendar.id for calendar in compiled.calendars if calendar.is_active]
    if not active:
        return Choice("no_calendar", (), False, 0.0)
    if intent != "booking":
        return Choice("not_a_booking", open_candidates(compiled, inquiry.channel), False, 0.0)
    if reading.discourse.negations:
        return Choice("negated_only", open_candidates(compiled, inquiry.channel), False, 0.0)
    if len(active) == 1:
        return Choice("only_calendar", (active[0],), True, 0.5)
    return Choice("no_match", open_candidates(compiled, inquiry.channel), False, 0.0)


def open_candidates(compiled: CompiledRules, channel: str) -> tuple[Hashable, ...]:
    """The active calendars that the channel can reach: by one of their rules, or because they have none.

    The automatic default calendar is no service: without a rule it is offered only if there is no other.
    """
    with_rules = {rule.calendar_id for rule in compiled.rules if rule.is_active}
    served = {rule.calendar_id for rule in compiled.rules if serves(rule, channel)}
    reachable = [
        calendar
        for calendar in compiled.calendars
        if calendar.is_active and (calendar.id in served or calendar.id not in with_rules)
    ]
    services = [each for each in reachable if each.id in served or not each.is_automatic]
    return tuple(calendar.id for calendar in services or reachable)


def _choose_said(compiled: CompiledRules, reading: Reading, strictness: Strictness) -> Choice:
    alive = reading.discourse.alive
    # Priority chooses only among the services that are asked for, not among those of the story.
    asked = in_focus(reading.scene, alive)
    tied = _top_priority(compiled, asked)
    by_priority = len(_rank_calendars(compiled, tied)) < len(_rank_calendars(compiled, asked))
    if len(_rank_calendars(compiled, tied)) < len(_rank_calendars(compiled, alive)) and (
        any(_asks_when_ambiguous(compiled, hit) for hit in tied) or asks_twice(reading.scene, alive)
    ):
        return Choice("two_calendars", _rank_calendars(compiled, alive), False, 0.5)
    focused = in_focus(reading.scene, tied)
    strong = focused
    if not adds_between(reading.scene, focused):
        strong = _dominant(compiled, _strong_only(reading.scene, focused))
    calendars = _rank_calendars(compiled, strong)
    if len(calendars) > 1:
        return Choice("two_calendars", calendars, False, 0.5)
    if asks_for_more(reading.scene, strong):
        return Choice("not_offered", calendars, False, 0.0)
    confidence = confidence_of_hits(reading.scene, strong, strictness)
    if confidence < THRESHOLDS[strictness]:
        return Choice("below_threshold", calendars, False, confidence)
    return Choice(
        _reason(compiled, reading, by_priority, len(strong) < len(alive)), calendars, True, confidence
    )


def _asks_when_ambiguous(compiled: CompiledRules, hit: Hit) -> bool:
    rule = compiled.keywords[hit.keyword].rule
    return rule is not None and rule.when_ambiguous_ask


def _strong_only(scene: Scene, hits: list[Hit]) -> list[Hit]:
    """The hits without common words and changed forms, if other calendars have rarer or exact words.

    A verb that is asked for does not lose to its object or to the words after it ("break the door open, the
    key is lost").
    """
    compiled = scene.compiled
    best = best_by_calendar(compiled, [_as_phrase(hit) for hit in hits])
    top = max(best.values())
    if top < STRONG:
        return hits
    bar = CHANGED if top >= AS_TYPED else WEAK
    kept = [hit for hit in hits if best[compiled.keywords[hit.keyword].calendar.id] > bar]
    left_out = set(hits).difference(kept)
    return hits if any(_is_verb_asked_for(scene, hit) for hit in left_out) else kept


def _is_verb_asked_for(scene: Scene, hit: Hit) -> bool:
    return "verb form" in hit.how and any(0 <= hit.first - want.last <= 1 for want in scene.of("want"))


def _as_phrase(hit: Hit) -> Hit:
    """The hit, with more weight if it has several words: these are no weaker than one exact word."""
    return hit._replace(weight=min(hit.weight + PHRASE_BONUS, 1.0)) if hit.last - hit.first > 1 else hit


def _dominant(compiled: CompiledRules, hits: list[Hit]) -> list[Hit]:
    """The hits of the calendar with evidence in several places, if no other has; else all hits."""
    places: dict[Hashable, set[tuple[int, int]]] = {}
    for hit in hits:
        places.setdefault(compiled.keywords[hit.keyword].calendar.id, set()).add((hit.first, hit.last))
    if len(places) < 2:
        return hits
    strong = max(hit.weight for hit in hits) >= STRONG
    counts = {calendar: _apart(spans) if strong else len(spans) for calendar, spans in places.items()}
    most, second = sorted(counts.values(), reverse=True)[:2]
    if most < MANY_PLACES or second > 1:
        return hits
    return [hit for hit in hits if counts[compiled.keywords[hit.keyword].calendar.id] == most]


def _apart(spans: set[tuple[int, int]]) -> int:
    """The number of disjoint spans: "lesson" inside "driving lesson" counts once."""
    count, reach = 0, 0
    for first, last in sorted(spans, key=lambda span: span[1]):
        if first >= reach:
            count, reach = count + 1, last
    return count


def _reason(
    compiled: CompiledRules, reading: Reading, by_priority: bool, by_strength: bool
) -> DecisionReason:
    if reading.discourse.corrected:
        return "self_correction"
    if by_priority:
        return "priority"
    if by_strength:
        return "stronger_match"
    losers = {compiled.keywords[hit.keyword].calendar.id for hit, _ in reading.shadowed}
    kept = {compiled.keywords[hit.keyword].calendar.id for hit in reading.discourse.alive}
    return "longest_phrase" if losers - kept else "single_match"


def _resolution(
    compiled: CompiledRules,
    inquiry: Inquiry,
    reading: Reading,
    label: LabelResolution | None,
    intent: Intent,
    threshold: float,
    choice: Choice,
    default_question: str | None,
) -> Resolution:
    language = main_language(reading.scene.text) or fallback_language(compiled)
    decision: Decision = "ask"
    if choice.routed:
        decision = "default" if choice.reason == "only_calendar" else "routed"
    question = None
    if decision == "ask":
        question = ask_which(
            reading.scene.compiled, reading.discourse.alive, choice, language, default_question
        )
    chosen = choice.calendars[0] if choice.routed else None
    return Resolution(
        decision=decision,
        reason=choice.reason,
        calendar_id=chosen,
        candidates=choice.calendars,
        intent=intent,
        language=language,
        confidence=round(choice.confidence, 3),
        threshold=threshold,
        question=question,
        evidence=evidence_of(compiled, inquiry, reading, choice),
        losers=losers_of(inquiry.channel, reading, choice),
        negations=negations_of(reading),
        label=label,
    )
