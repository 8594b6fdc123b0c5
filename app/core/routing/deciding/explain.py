"""The reasons of an answer for people and tools: spans of the raw text, never tokens."""

from collections.abc import Hashable

from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.matching.finder import Hit, find_hits
from app.core.routing.model import Evidence, Inquiry, Loser, Negation, Source
from app.core.routing.reading.scene import Choice, Reading
from app.core.routing.words.text import TokenizedText, tokenize


def evidence_of(
    compiled: CompiledRules, inquiry: Inquiry, reading: Reading, choice: Choice
) -> tuple[Evidence, ...]:
    """The hits that speak for the calendars of the answer, strongest first."""
    wanted = set(choice.calendars)
    text = reading.scene.text
    read_by = reading.scene.compiled
    found = [
        _evidence(read_by, text, hit, None)
        for hit in reading.discourse.alive
        if read_by.keywords[hit.keyword].calendar.id in wanted
    ]
    if choice.reason in ("label_match", "label_text_conflict") and inquiry.service_label:
        label = tokenize(inquiry.service_label)
        found += [
            _evidence(compiled, label, hit, "service_label")
            for hit in find_hits(compiled, label)
            if compiled.keywords[hit.keyword].calendar.id == choice.calendars[0]
            and compiled.eligible(hit.keyword, inquiry.channel)
        ]
    return tuple(sorted(found, key=lambda e: (-e.weight, e.start, e.end, e.keyword, str(e.rule_id))))


def _evidence(compiled: CompiledRules, text: TokenizedText, hit: Hit, source: Source | None) -> Evidence:
    keyword = compiled.keywords[hit.keyword]
    start, end = text.cut(hit.first, hit.last)
    return Evidence(
        rule_id=keyword.rule.id if keyword.rule else None,
        calendar_id=keyword.calendar.id,
        source=source or keyword.source,
        keyword=keyword.typed,
        matched=text.raw[start:end],
        start=start,
        end=end,
        how=hit.how,
        weight=hit.weight,
    )


def losers_of(channel: str, reading: Reading, choice: Choice) -> tuple[Loser, ...]:
    """One entry per calendar that was not chosen: its strongest evidence, and why that did not count."""
    compiled = reading.scene.compiled
    won = set(choice.calendars)
    lost: dict[Hashable, Loser] = {}
    text = reading.scene.text
    for hit, why in _lost_hits(compiled, channel, reading):
        calendar = compiled.keywords[hit.keyword].calendar.id
        known = lost.get(calendar)
        if calendar not in won and (known is None or known.weight < hit.weight):
            lost[calendar] = Loser(calendar, why, hit.weight, *text.cut(hit.first, hit.last))
    silent = [
        Loser(calendar.id, "nothing said" if calendar.is_active else "inactive", 0.0)
        for calendar in compiled.calendars
        if calendar.id not in won and calendar.id not in lost
    ]
    return (*lost.values(), *silent)


def _lost_hits(compiled: CompiledRules, channel: str, reading: Reading) -> list[tuple[Hit, str]]:
    found = list(reading.discourse.dead)
    found += [
        (hit, f"weaker or shorter than {compiled.keywords[by.keyword].typed}") for hit, by in reading.shadowed
    ]
    found += [(hit, _why_foreign(compiled, hit, channel)) for hit in reading.foreign]
    return found + [(hit, "lower priority or background") for hit in reading.discourse.alive]


def _why_foreign(compiled: CompiledRules, hit: Hit, channel: str) -> str:
    keyword = compiled.keywords[hit.keyword]
    if not keyword.calendar.is_active or (keyword.rule and not keyword.rule.is_active):
        return "inactive"
    return f"not on channel {channel}"


def negations_of(reading: Reading) -> tuple[Negation, ...]:
    text = reading.scene.text
    spans = [(cue, *text.cut(cue.first, cue.last)) for cue in sorted(set(reading.discourse.negations))]
    return tuple(Negation(start, end, text.raw[start:end], cue.kind) for cue, start, end in spans)
