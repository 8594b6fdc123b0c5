"""The answer to a question that routing asked: "the second one", "the removal", "yes"."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.languages import LANGUAGES
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.matching.finder import Hit, find_hits
from app.core.routing.model import Inquiry, Resolution, Strictness
from app.core.routing.words.forms import forms
from app.core.routing.words.text import TokenizedText, fold, tokenize

SHORT_ANSWER = 5

_ORDINALS = {
    fold(word): position
    for language in LANGUAGES
    for position, words in enumerate(language.ordinals)
    for word in words.split()
}

_LAST = {fold(word) for language in LANGUAGES for word in language.last.split()}

_YES = {fold(word) for language in LANGUAGES for word in language.yes.split()}


def resolve_follow_up(
    compiled: CompiledRules,
    candidates: Sequence[Hashable],
    answer: str,
    *,
    question: str | None = None,
    channel: str = "all",
    strictness: Strictness = "normal",
    default_question: str | None = None,
) -> Resolution:
    """Resolve `answer` to a question that offered `candidates`, in the order of its Resolution.

    A service that the answer names counts first, then a word of a candidate's name, then a candidate's place
    in the question, then a yes to the only candidate. Otherwise the question is asked again with the same
    candidates, without calendars that were deactivated since.
    """
    known = [c for c in candidates if c in compiled.by_id and compiled.by_id[c].is_active]
    inquiry = Inquiry(answer, channel=channel)
    said = route_inquiry(compiled, inquiry, strictness=strictness, default_question=default_question)
    if said.decision == "routed" or not known:
        return said
    text = tokenize(answer)
    offered = order_as_asked(compiled, known, question)
    chosen = _by_tie(said, known) or _by_name(compiled, text, known) or _by_place(text, offered)
    if chosen is not None:
        return replace(
            said,
            decision="routed",
            reason="answer",
            calendar_id=chosen,
            candidates=(chosen,),
            confidence=0.9,
            question=None,
        )
    if said.reason in ("two_calendars", "not_a_booking"):
        return said
    return replace(
        said, decision="ask", calendar_id=None, candidates=tuple(known), question=question or said.question
    )


def _by_tie(said: Resolution, known: list[Hashable]) -> Hashable | None:
    """The candidate among several services that the answer names, if it is the only one."""
    if said.reason != "two_calendars":
        return None
    both = [calendar for calendar in said.candidates if calendar in known]
    return both[0] if len(both) == 1 else None


def _by_name(compiled: CompiledRules, text: TokenizedText, known: list[Hashable]) -> Hashable | None:
    """The candidate whose name alone has a word of the answer."""
    keys = {key for word in text.words for key, _, _ in forms(word)}
    named = [calendar for calendar in known if _name_keys(compiled, calendar) & keys]
    return named[0] if len(named) == 1 else None


def _name_keys(compiled: CompiledRules, calendar: Hashable) -> set[str]:
    words = tokenize(compiled.by_id[calendar].name).words
    return {key for word in words for key, _, _ in forms(word, True)}


def order_as_asked(
    compiled: CompiledRules, known: Sequence[Hashable], question: str | None
) -> list[Hashable]:
    """The candidates in the order of the question, if it names them all ("colour or cut?")."""
    if question is None:
        return list(known)
    text = tokenize(question)
    first: dict[Hashable, int] = {}
    for hit in sorted(find_hits(compiled, text), key=_position):
        first.setdefault(compiled.keywords[hit.keyword].calendar.id, hit.first)
    return sorted(known, key=lambda c: first[c]) if all(c in first for c in known) else list(known)


def _position(hit: Hit) -> tuple[int, int]:
    return hit.first, -hit.last


def _by_place(text: TokenizedText, offered: list[Hashable]) -> Hashable | None:
    """The candidate of an ordinal, "the last" or yes. In a long answer "second" may be a day: None."""
    if len(text.words) > SHORT_ANSWER:
        return None
    for word in text.words:
        if word in _LAST:
            return offered[-1]
        if word in _ORDINALS and _ORDINALS[word] < len(offered):
            return offered[_ORDINALS[word]]
    if len(offered) == 1 and any(word in _YES for word in text.words):
        return offered[0]
    return None
