"""Answers from examples where the rules left a gap.

Only a question that the rules left open may become an answer. Answers of the rules, negations, complaints,
cancellations, corrections and requests for two services stay as the rules decided them.
"""

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from app.core.routing.examples.examples import CalendarSuggestion, SimilarExample
from app.core.routing.examples.features import word_stems
from app.core.routing.languages import LANGUAGES
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.model import DecisionReason, Evidence, ExampleMode, Loser, Resolution
from app.core.routing.words.cues import Cue, find_cues
from app.core.routing.words.forms import COMMON
from app.core.routing.words.text import TokenizedText, tokenize

GAPS: frozenset[DecisionReason] = frozenset({"no_match", "below_threshold", "two_calendars"})

SURE = 0.75

# Highest share of the second calendar, as a part of the first one's. Lower between two that the rules named.
RIVAL, RIVAL_NAMED = 0.8, 0.4

# Logistic regression of "the suggestion is right":
# `python -m benchmarks.routing_examples --public FILE --fit`.
SHARE, LIKENESS, NAMED, OFFSET = 1.45, 1.4, 1.95, 1.35

LEAST = 1e-4


@dataclass(frozen=True, slots=True)
class ExampleOutcome:
    """`answer` is in force. `proposed` is the answer of the examples, or None where they give none."""

    answer: Resolution
    proposed: Resolution | None


def fill_gap(
    compiled: CompiledRules,
    text: str,
    resolution: Resolution,
    suggestion: CalendarSuggestion | None,
    mode: ExampleMode,
) -> ExampleOutcome:
    """The answer of the rules, or in mode "on" that of the examples where the rules left a gap."""
    if mode == "off" or suggestion is None:
        return ExampleOutcome(resolution, None)
    proposed = propose(compiled, text, resolution, suggestion)
    return ExampleOutcome(proposed if proposed is not None and mode == "on" else resolution, proposed)


def propose(
    compiled: CompiledRules, text: str, resolution: Resolution, suggestion: CalendarSuggestion
) -> Resolution | None:
    """The answer of the examples; None where they are not allowed to answer, or not sure."""
    if not may_fill(compiled, text, resolution) or not _is_open(compiled, resolution, suggestion.calendar_id):
        return None
    rival = RIVAL_NAMED if resolution.reason == "two_calendars" else RIVAL
    sure = confidence_of_suggestion(suggestion, named=resolution.reason == "below_threshold")
    if sure < SURE or suggestion.runner_up > rival * suggestion.share:
        return None
    return _filled_resolution(text, resolution, suggestion, sure)


def may_fill(compiled: CompiledRules, text: str, resolution: Resolution) -> bool:
    """Whether the rules left the question open, and no rule demands that it be asked."""
    if resolution.decision != "ask" or resolution.reason not in GAPS or resolution.intent != "booking":
        return False
    several = resolution.reason == "two_calendars"
    if several and (_is_told_to_ask(compiled, resolution) or _has_glued_and(resolution)):
        return False
    return _says_one_thing(tokenize(text), several=several)


def _is_open(compiled: CompiledRules, resolution: Resolution, calendar_id: Hashable) -> bool:
    """Whether the question left the calendar open. Examples make the automatic default one a service."""
    if calendar_id in resolution.candidates:
        return True
    calendar = compiled.by_id.get(calendar_id)
    return (
        resolution.reason == "no_match"
        and calendar is not None
        and (calendar.is_automatic and calendar.is_active)
        and not any(rule.is_active and rule.calendar_id == calendar_id for rule in compiled.rules)
    )


def _is_told_to_ask(compiled: CompiledRules, resolution: Resolution) -> bool:
    """Whether a rule that would win the tie by priority has `when_ambiguous_ask`."""
    named = {evidence.rule_id for evidence in resolution.evidence}
    tied = [rule for rule in compiled.rules if rule.id in named]
    top = max((rule.priority for rule in tied), default=0)
    by_priority = any(rule.priority < top for rule in tied)
    return by_priority and any(rule.when_ambiguous_ask for rule in tied if rule.priority == top)


def _has_glued_and(resolution: Resolution) -> bool:
    glued = {f"prefix {clitic}" for language in LANGUAGES for clitic in language.and_clitics}
    return any(one in evidence.how for evidence in resolution.evidence for one in glued)


def _says_one_thing(text: TokenizedText, *, several: bool) -> bool:
    """Whether the text adds, corrects and refuses nothing. With `several` services "and" adds one too."""
    cues = find_cues(text)
    kinds = {cue.kind for cue in cues}
    if "add" in kinds or (several and "and" in kinds):
        return False
    if any(cue.kind in ("fix", "meant") and _says_something_before(text, cue) for cue in cues):
        return False
    wishes = {cue.first for cue in cues if cue.kind in ("want", "need")}
    off = {at for cue in cues if cue.kind == "neg_off" for at in range(cue.first, cue.last)}
    refusals = [cue for cue in cues if cue.kind == "neg" and cue.first not in off]
    return not any(cue.last - cue.first > 1 or wishes & {cue.last, cue.last + 1} for cue in refusals)


def _says_something_before(text: TokenizedText, correction: Cue) -> bool:
    """Whether there is anything to correct: "sorry, ..." at the start corrects nothing."""
    return any(word not in COMMON for word in text.words[: correction.first])


def confidence_of_suggestion(suggestion: CalendarSuggestion, *, named: bool) -> float:
    """The probability that the suggestion is right. `named`: a word of the rules agrees but is too weak."""
    share = min(max(suggestion.share, LEAST), 1.0 - LEAST)
    likeness = suggestion.nearest[0].likeness if suggestion.nearest else 0.0
    heard = max(suggestion.known * likeness, LEAST)
    odds = SHARE * math.log(share / (1.0 - share)) + LIKENESS * math.log(heard) + NAMED * named + OFFSET
    return 1.0 / (1.0 + math.exp(-odds))


def _filled_resolution(
    text: str, resolution: Resolution, suggestion: CalendarSuggestion, sure: float
) -> Resolution:
    chosen = suggestion.calendar_id
    told = tokenize(text)
    others = [Loser(c, "the examples say another", 0.0) for c in resolution.candidates if c != chosen]
    known = {loser.calendar_id for loser in others}
    return replace(
        resolution,
        decision="routed",
        reason="examples",
        calendar_id=chosen,
        candidates=(chosen,),
        confidence=round(sure, 3),
        threshold=SURE,
        question=None,
        evidence=(
            *(one for one in resolution.evidence if one.calendar_id == chosen),
            *(_evidence_of(told, chosen, near) for near in suggestion.nearest),
        ),
        losers=(*others, *(loser for loser in resolution.losers if loser.calendar_id not in known)),
    )


def _evidence_of(told: TokenizedText, calendar: Hashable, near: SimilarExample) -> Evidence:
    """The words that the text and the example share. The rest of the example is another customer's secret."""
    example = tokenize(near.example.text)
    shared = _shared_tokens(told, example) or range(len(told.words))
    start, end = told.cut(shared[0], shared[-1] + 1)
    said = (example.cut(at, at + 1) for at in _shared_tokens(example, told))
    return Evidence(
        rule_id=None,
        calendar_id=calendar,
        source="example",
        keyword=" ".join(example.raw[first:last] for first, last in said),
        matched=told.raw[start:end],
        start=start,
        end=end,
        how="like an earlier request",
        weight=round(near.likeness, 2),
    )


def _shared_tokens(text: TokenizedText, other: TokenizedText) -> Sequence[int]:
    """Indices of tokens of `text` that `other` has in some form; common words only if there are no others."""
    stems = {stem for word in other.words for stem in word_stems(word)}
    shared = [at for at, word in enumerate(text.words) if not stems.isdisjoint(word_stems(word))]
    return [at for at in shared if text.words[at] not in COMMON] or shared
