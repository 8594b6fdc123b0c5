"""Sentences of customers of our own businesses: each goes where a receptionist would send it."""

from pathlib import Path

import pytest

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.model import Inquiry
from benchmarks.routing import DATA, businesses, quality
from tests.unit.routing_businesses import BUSINESSES, Business

COMPILED: dict[str, CompiledRules] = {business.key: business.compiled() for business in BUSINESSES}


@pytest.mark.parametrize("business", BUSINESSES, ids=lambda business: business.key)
def test_each_sentence_goes_where_a_receptionist_would_send_it(business: Business) -> None:
    """One test per business; one per sentence would cost more than the sentences do."""
    missed = []
    for case in business.cases:
        answer = route_inquiry(COMPILED[business.key], Inquiry(case.text, case.label, case.channel))
        if answer.calendar_id != case.expect:
            missed.append(
                (case.kind, case.text, case.expect, answer.calendar_id, answer.reason, answer.evidence)
            )
    assert missed == []


@pytest.mark.parametrize("business", BUSINESSES, ids=lambda business: business.key)
def test_strict_never_answers_otherwise_than_normal(business: Business) -> None:
    for case in business.cases:
        inquiry = Inquiry(case.text, case.label, case.channel)
        strict = route_inquiry(COMPILED[business.key], inquiry, strictness="strict")
        assert strict.calendar_id in (None, case.expect), case.text


@pytest.mark.parametrize(
    ("path", "source", "coverage", "wrong", "asks"),
    [
        (DATA / "customers.jsonl", "second-author", 0.79, 0.015, 0.96),
        (DATA / "handwritten.jsonl", "handwritten", 0.97, 0.006, 0.97),
    ],
)
def test_known_businesses_keep_their_figures(
    path: Path, source: str, coverage: float, wrong: float, asks: float
) -> None:
    total = quality(businesses(path), "normal")[f"{source}: all"]

    assert total.answered / total.in_scope >= coverage
    assert total.wrong / total.lines <= wrong
    assert total.asked / (total.lines - total.in_scope) >= asks
