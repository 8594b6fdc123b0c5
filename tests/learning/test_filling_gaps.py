"""Answers from examples: the examples that are used, and the decisions that they may never change."""

from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.examples.examples import (
    MAX_EXAMPLES,
    MAX_EXAMPLES_PER_CALENDAR,
    MIN_EXAMPLES,
    CalendarSuggestion,
    Example,
    SimilarExample,
    TrainingSet,
    training_set_of,
)
from app.core.routing.examples.features import features
from app.core.routing.examples.gaps import (
    SURE,
    ExampleOutcome,
    confidence_of_suggestion,
    fill_gap,
)
from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import AUTOMATIC_NAME, Calendar, ExampleMode, Inquiry, Rule
from tests.unit.routing_businesses import BUSINESSES

CALENDARS = [
    Calendar(1, "תספורות"),
    Calendar(2, "צבע"),
    Calendar(3, "מניקור"),
    Calendar(4, "x", is_active=False),
]
RULES = [
    Rule(1, 1, keywords=("תספורת", "haircut")),
    Rule(2, 2, keywords=("צבע", "color")),
    Rule(3, 3, keywords=("מניקור", "manicure"), channel_scope="whatsapp"),
    Rule(4, 4, keywords=("שיזוף", "tanning")),
]


def sentences(calendar: int, count: int = MIN_EXAMPLES, word: str = "sentence") -> list[Example]:
    return [Example(f"{word} {calendar} number {n}", calendar, n) for n in range(count)]


def sure_of(calendar: Hashable, text: str = "my usual please", **changes: Any) -> CalendarSuggestion:
    near = (SimilarExample(Example(text, calendar), 0.95),)
    return replace(CalendarSuggestion(calendar, 0.99, 0.01, 1.0, near, "v"), **changes)


def filled(
    text: str, suggestion: CalendarSuggestion | None, mode: ExampleMode = "on", **options: Any
) -> ExampleOutcome:
    compiled = compile_rules(options.pop("calendars", CALENDARS), options.pop("rules", RULES))
    strictness = options.pop("strictness", "normal")
    answer = route_inquiry(compiled, Inquiry(text, **options), strictness=strictness)
    return fill_gap(compiled, text, answer, suggestion, mode)


def lesson(examples: list[Example], calendars: list[int] | None = None) -> TrainingSet:
    found = training_set_of(examples, calendars or [1, 2, 3])
    assert found is not None
    return found


def test_a_calendar_takes_part_from_ten_examples_on() -> None:
    assert training_set_of(sentences(1) + sentences(2, MIN_EXAMPLES - 1), [1, 2]) is None
    assert lesson(sentences(1) + sentences(2) + sentences(3, 1)).calendars == (1, 2)
    assert training_set_of([], []) is None


def test_what_a_calendar_with_too_few_examples_says_still_shows_what_the_others_are_not() -> None:
    found = lesson(sentences(1) + sentences(2) + sentences(3, 1))
    assert Example("sentence 3 number 0", 3, 0) in found.examples


def test_a_sentence_counts_once_however_it_is_written() -> None:
    twice = [Example(example.text.upper() + " !", example.calendar_id) for example in sentences(1)]
    assert len(lesson(sentences(1) + twice + sentences(2)).examples) == 2 * MIN_EXAMPLES
    assert training_set_of([*[Example("same words", 1)] * 50, *sentences(2)], [1, 2]) is None


def test_a_sentence_given_for_two_calendars_teaches_neither() -> None:
    both = [Example("cut and color", 1), Example("Cut and color!", 2)]
    assert not {example.text for example in lesson(both + sentences(1) + sentences(2)).examples} & {
        "cut and color",
        "Cut and color!",
    }


def test_examples_of_calendars_that_are_not_wanted_are_left_out() -> None:
    found = lesson(sentences(1) + sentences(2) + sentences(9), [1, 2])
    assert {example.calendar_id for example in found.examples} == {1, 2}


def test_one_calendar_never_fills_the_lesson_and_the_whole_is_bounded() -> None:
    found = lesson(sentences(1, 5_000) + sentences(2, 20))
    assert len([one for one in found.examples if one.calendar_id == 1]) == MAX_EXAMPLES_PER_CALENDAR
    many = [example for calendar in range(40) for example in sentences(calendar, 150)]
    assert len(lesson(many, list(range(40))).examples) <= MAX_EXAMPLES


@given(st.randoms(use_true_random=False))
def test_a_lesson_does_not_depend_on_the_order_of_its_examples(random: Any) -> None:
    examples = (
        sentences(1, 300) + sentences(2) + sentences(3, 4) + [Example("twice", 1, 1), Example("twice", 1, 2)]
    )
    shuffled = random.sample(examples, len(examples))
    assert lesson(shuffled, random.sample([1, 2, 3], 3)) == lesson(examples)


@pytest.mark.parametrize("text", ["", " ... ", "\u200f\u05b0", "\ud800"])
def test_a_text_without_words_has_no_features(text: str) -> None:
    assert features(text) == {}
    assert training_set_of([Example(text, n % 2) for n in range(40)], [0, 1]) is None


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_has_features_of_weight(text: str) -> None:
    assert all(weight > 0 for weight in features(text).values())


def test_features_of_a_long_text_are_bounded() -> None:
    assert len(features("תיקון" * 2_000)) < 1_000
    assert len(features(" ".join(f"w{n}" for n in range(5_000)))) < 5_000


def test_a_question_that_the_rules_left_open_is_answered_with_its_reason() -> None:
    answer = filled(
        "the usual one for me please", sure_of(1, "please the usual as always, 0521234567")
    ).answer

    assert (answer.decision, answer.reason, answer.calendar_id) == ("routed", "examples", 1)
    assert (answer.candidates, answer.question, answer.threshold) == ((1,), None, SURE)
    (evidence,) = answer.evidence
    assert (evidence.source, evidence.rule_id, evidence.keyword) == ("example", None, "usual")
    assert evidence.matched == "usual" == "the usual one for me please"[evidence.start : evidence.end]
    assert {loser.calendar_id for loser in answer.losers} == {2, 3, 4}


def test_of_an_example_only_the_customers_own_words_are_shown() -> None:
    answer = filled(
        "sparkle twirl again", sure_of(1, "Dana Levi 0521234567 wants a twirl of her sparkle")
    ).answer
    (evidence,) = answer.evidence
    assert evidence.keyword == "twirl sparkle"
    assert evidence.matched == "sparkle twirl"


def test_an_apology_at_the_start_takes_nothing_back() -> None:
    assert filled("sorry, fringe trim again", sure_of(1)).answer.calendar_id == 1
    assert filled("fringe trim, sorry, not that", sure_of(1)).proposed is None


def test_off_changes_nothing_and_shadow_only_reports() -> None:
    text = "the usual one for me please"
    rules_only = filled(text, None).answer
    assert filled(text, sure_of(1), "off") == ExampleOutcome(rules_only, None)
    shadow = filled(text, sure_of(1), "shadow")
    assert shadow.answer == rules_only
    assert shadow.proposed == filled(text, sure_of(1), "on").answer


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("a haircut", {}),
        ("I don't want a haircut", {}),
        ("I want to cancel my appointment", {}),
        ("terrible service, I want my money back", {}),
        ("a haircut", {"service_label": "color"}),
        ("haircut and color", {}),
        ("the usual thing and also the other one", {}),
        ("the usual, sorry, I meant the other one", {}),
        ("I don't want the usual", {}),
        ("לא רוצה את הרגיל", {}),
        ("не хочу как обычно", {}),
        ("تستخدم الصبغة وكمان الاظافر", {}),
    ],
)
def test_what_the_rules_decided_or_the_customer_took_back_is_never_touched(text: str, options: Any) -> None:
    for calendar in (1, 2, 3):
        found = filled(text, sure_of(calendar), **options)
        assert found.proposed is None
        assert found.answer.reason != "examples"


def test_inactive_calendars_and_those_of_another_channel_are_never_answered() -> None:
    text = "the usual one for me please"
    assert filled(text, sure_of(4)).proposed is None
    assert filled(text, sure_of(99)).proposed is None
    assert filled(text, sure_of(3), channel="calls").proposed is None
    assert filled(text, sure_of(3), channel="whatsapp").answer.calendar_id == 3


def test_examples_make_a_service_of_the_automatic_calendar() -> None:
    calendars = [*CALENDARS, Calendar(9, AUTOMATIC_NAME, "default")]
    text = "the usual one for me please"
    assert filled(text, sure_of(9), calendars=calendars).answer.calendar_id == 9
    assert filled("haircut, color, the usual", sure_of(9), calendars=calendars).proposed is None
    elsewhere = [*RULES, Rule(9, 9, keywords=("advice",), channel_scope="whatsapp")]
    assert filled(text, sure_of(9), calendars=calendars, rules=elsewhere, channel="calls").proposed is None
    closed = [*CALENDARS, Calendar(9, AUTOMATIC_NAME, "default", is_active=False)]
    assert filled(text, sure_of(9), calendars=closed).proposed is None


def test_a_tie_is_settled_only_among_the_tied() -> None:
    text = "haircut, color, the usual"
    assert filled(text, None).answer.reason == "two_calendars"
    assert filled(text, sure_of(2)).answer.calendar_id == 2
    assert filled(text, sure_of(3)).proposed is None
    assert filled(text, sure_of(2, runner_up=0.6)).proposed is None


def test_a_tie_that_a_rule_says_to_ask_about_is_asked_about() -> None:
    rules = [Rule(1, 1, keywords=("haircut",), priority=5, when_ambiguous_ask=True), *RULES[1:]]
    text = "haircut, color, the usual"
    assert filled(text, None, rules=rules).answer.reason == "two_calendars"
    assert filled(text, sure_of(2), rules=rules).proposed is None


@pytest.mark.parametrize(
    "unsure",
    [
        {"share": 0.4},
        {"share": 0.0},
        {"share": 0.8, "known": 0.2},
        {"nearest": ()},
        {"share": 0.7, "known": 0.3},
    ],
)
def test_an_unsure_suggestion_leaves_the_question(unsure: dict[str, Any]) -> None:
    assert filled("the usual one for me please", sure_of(1, **unsure)).proposed is None


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_confidence_is_a_share_and_grows_with_what_speaks_for_it(
    a: float, b: float, known: float, like: float
) -> None:
    low, high = sorted((a, b))
    near = (SimilarExample(Example("x", 1), like),)
    less, more = (
        confidence_of_suggestion(sure_of(1, share=share, known=known, nearest=near), named=False)
        for share in (low, high)
    )
    assert 0.0 <= less <= more <= 1.0
    assert more <= confidence_of_suggestion(sure_of(1, share=high, known=known, nearest=near), named=True)


def test_no_answer_of_the_rules_is_ever_another_with_examples() -> None:
    for business in BUSINESSES:
        compiled = business.compiled()
        for case in business.cases:
            answer = route_inquiry(
                compiled, Inquiry(case.text, channel=getattr(case, "channel", "all") or "all")
            )
            if answer.decision == "ask":
                continue
            for calendar in compiled.calendars:
                assert fill_gap(compiled, case.text, answer, sure_of(calendar.id), "on").answer is answer
