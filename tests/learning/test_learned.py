"""Models trained on a business's own sentences. Needs the extra `learn`."""

import threading
from importlib import util
from typing import Any

import pytest

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.examples.examples import CalendarSuggestion, Example
from app.core.routing.examples.gaps import fill_gap
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.model import Calendar, Inquiry, Resolution, Rule
from benchmarks.routing_examples import train
from tests.learning.requests import CLINIC, DIALECTS, GARAGE, STUDIO, Requests

pytestmark = pytest.mark.skipif(
    util.find_spec("sklearn") is None, reason="scikit-learn is not installed (luach[learn])"
)
BUSINESSES = {"he": CLINIC, "en": GARAGE, "ru": STUDIO, "ar": DIALECTS}


def model_of(business: Requests) -> Any:
    found = train(business.examples, business.calendars)
    assert found is not None
    return found


def compiled_of(business: Requests, *rules: Rule) -> CompiledRules:
    return compile_rules(
        [Calendar(name, f"calendar {n}") for n, name in enumerate(business.calendars)], rules
    )


def answered(business: Requests, text: str, *rules: Rule) -> Resolution:
    compiled = compiled_of(business, *rules)
    suggestion = model_of(business).suggest(text)
    return fill_gap(compiled, text, route_inquiry(compiled, Inquiry(text)), suggestion, "on").answer


NEW = [(language, text, calendar) for language, of in BUSINESSES.items() for text, calendar in of.new]


@pytest.mark.parametrize(("language", "text", "calendar"), NEW)
def test_a_new_sentence_goes_where_its_like_went_and_what_is_like_none_asks(
    language: str, text: str, calendar: str | None
) -> None:
    answer = answered(BUSINESSES[language], text)

    assert answer.calendar_id == calendar
    if calendar is not None:
        assert answer.reason == "examples"
        (first, *_) = answer.evidence
        assert first.source == "example"
        assert text[first.start : first.end] == first.matched
        assert first.keyword


def test_what_is_learned_does_not_depend_on_the_order_of_the_examples() -> None:
    turned = CLINIC.examples[17:] + CLINIC.examples[16::-1]
    one, other = model_of(CLINIC), train(turned, CLINIC.calendars[::-1])
    assert one.version == other.version
    assert [one.suggest(text) for text, _ in CLINIC.new] == [other.suggest(text) for text, _ in CLINIC.new]


def test_case_marks_and_doubled_spaces_change_nothing() -> None:
    model = model_of(GARAGE)
    for text, _ in GARAGE.new:
        assert model.suggest(text.upper().replace(" ", "  ")) == model.suggest(text)


def test_any_change_of_the_examples_is_another_version() -> None:
    more = [*CLINIC.examples, Example("עוד זריקה לחתול", "vaccine")]
    moved = [Example(one.text, "grooming" if n == 0 else one.calendar_id) for n, one in enumerate(more)]
    versions = {train(given, CLINIC.calendars).version for given in (CLINIC.examples, more, moved)}
    assert len(versions) == 3


def test_duplicates_change_nothing() -> None:
    twice = [example for example in GARAGE.examples for _ in range(7)]
    assert train(twice, GARAGE.calendars).version == model_of(GARAGE).version


def test_a_word_that_nobody_ever_said_suggests_nothing() -> None:
    for text in ("", "...", "\u0bb5\u0ba3\u0b95\u0bcd", "\ud800"):
        assert model_of(GARAGE).suggest(text) is None


def test_calendars_whose_examples_say_the_same_are_told_apart_by_none_of_them() -> None:
    stories = [example.text for example in GARAGE.examples]
    same = [
        Example(f"{text} {end}", calendar)
        for text in stories
        for calendar, end in ((1, "please"), (2, "thanks"))
    ]
    model = train(same, [1, 2])
    compiled = compile_rules([Calendar(1, "a"), Calendar(2, "b")], [])
    for text in stories:
        answer = route_inquiry(compiled, Inquiry(text))
        assert fill_gap(compiled, text, answer, model.suggest(text), "on").proposed is None


def test_a_large_calendar_does_not_swallow_a_small_one() -> None:
    big = [
        Example(f"{one.text} {n}", "tyres")
        for n in range(60)
        for one in GARAGE.examples
        if one.calendar_id == "tyres"
    ]
    rest = [one for one in GARAGE.examples if one.calendar_id != "tyres"]
    model = train(big + rest, GARAGE.calendars)
    for text, calendar in GARAGE.new:
        if calendar is not None:
            assert model.suggest(text).calendar_id == calendar


def test_numbers_are_shares_and_the_nearest_are_the_calendars_own() -> None:
    for business in BUSINESSES.values():
        model = model_of(business)
        for text in [*(text for text, _ in business.new), *(one.text for one in business.examples)]:
            found: CalendarSuggestion = model.suggest(text)
            assert 0.0 <= found.runner_up <= found.share <= 1.0
            assert 0.0 < found.known <= 1.0
            likeness = [near.likeness for near in found.nearest]
            assert likeness == sorted(likeness, reverse=True)
            assert all(near.example.calendar_id == found.calendar_id for near in found.nearest)


def test_an_example_is_nearest_to_itself() -> None:
    model = model_of(CLINIC)
    for example in CLINIC.examples:
        found = model.suggest(example.text)
        assert found.nearest[0].example == example
        assert found.nearest[0].likeness == pytest.approx(1.0)


def test_threads_share_what_was_learned() -> None:
    model = model_of(CLINIC)
    expected = [model.suggest(text) for text, _ in CLINIC.new]
    found: list[bool] = []

    def ask() -> None:
        found.extend([model.suggest(text) for text, _ in CLINIC.new] == expected for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 80
