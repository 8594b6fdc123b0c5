"""Suggested keywords: only those that would have decided an inquiry by themselves."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.model import Calendar, Inquiry, Rule
from app.core.routing.reviewing.suggest import (
    KeywordSuggestion,
    LabelledInquiry,
    find_undecided,
    suggest_keywords,
)

COOLING, PIPES, OTHER = Calendar(1, "צוות א"), Calendar(2, "צוות ב"), Calendar(3, "צוות ג")
RULES = [Rule(1, 1, keywords=("מזגן",)), Rule(2, 2, keywords=("סתימה",)), Rule(3, 3, keywords=("חשמל",))]
COMPILED = compile_rules([COOLING, PIPES, OTHER], RULES)


def found(
    *lessons: tuple[str, int], compiled: CompiledRules = COMPILED, **options: Any
) -> list[KeywordSuggestion]:
    given_ = [LabelledInquiry(Inquiry(text), calendar) for text, calendar in lessons]
    still_open = find_undecided(compiled, given_, "normal", lambda: True)
    return suggest_keywords(compiled, given_, still_open, **options)


def offered(*lessons: tuple[str, int], **options: Any) -> list[tuple[object, str, int]]:
    return [(one.calendar_id, one.keyword, len(one.lessons)) for one in found(*lessons, **options)]


CASES: list[tuple[str, list[tuple[str, int]], list[tuple[int, str, int]]]] = [
    ("a word of two inquiries", [("יש לי דליפה", 2), ("דליפה מהתקרה", 2)], [(2, "דליפה", 2)]),
    (
        "in several forms, as it is said without what is written onto it",
        [("הברז מטפטף", 2), ("בעיה בברז", 2), ("ברז שבור", 2)],
        [(2, "ברז", 3)],
    ),
    ("in one inquiry only", [("יש לי דליפה", 2), ("הצנור התפוצץ", 2)], []),
    ("common to two calendars", [("תקלה במטבח", 2), ("המטבח חם", 1), ("שיש למטבח", 2)], []),
    (
        "common to a calendar that was found without it",
        [("יש קומקום", 2), ("קומקום נזל", 2), ("קצר חשמל בקומקום", 3)],
        [],
    ),
    ("already a keyword", [("סתימה", 2), ("יש סתימה", 2)], []),
    ("a word of daily talk", [("שלום, אפשר תור?", 2), ("שלום, יש תור?", 2)], []),
    ("a number or a short word", [("יש 12345", 2), ("רק 12345", 2), ("אז גז", 2), ("גז כאן", 2)], []),
    (
        "that would only have made it two calendars",
        [("המזגן והדוד", 2), ("מזגן ודוד", 2)],
        [],
    ),
    ("in English", [("my fountain drips", 2), ("two fountains hum", 2)], [(2, "fountain", 2)]),
    ("in Russian", [("течет фонтан", 1), ("шум у фонтана", 1)], [(1, "фонтан", 2)]),
    (
        "each calendar its own",
        [("יש דליפה", 2), ("עוד דליפה", 2), ("תנור מקולקל", 3), ("התנור כבה", 3)],
        [(2, "דליפה", 2), (3, "תנור", 2)],
    ),
]


@pytest.mark.parametrize(
    ("lessons", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_word_is_suggested_or_not(
    lessons: list[tuple[str, int]], expected: list[tuple[int, str, int]]
) -> None:
    assert offered(*lessons) == expected


def test_how_many_inquiries_a_word_must_decide_can_be_chosen() -> None:
    lessons = (("יש לי דליפה", 2), ("דליפה מהתקרה", 2), ("דליפה חזקה", 2), ("תנור", 3))
    assert (3, "תנור", 1) in offered(*lessons, at_least=1)
    assert offered(*lessons, at_least=3) == [(2, "דליפה", 3)]
    assert offered(*lessons, at_least=4) == []


def test_accepted_it_decides_and_is_not_suggested_again() -> None:
    lessons = (("הברז מטפטף", 2), ("בעיה בברז", 2), ("ברז שבור", 2))
    (suggestion,) = found(*lessons)
    better = compile_rules(
        COMPILED.calendars, [*RULES, Rule(4, suggestion.calendar_id, keywords=(suggestion.keyword,))]
    )
    for number in suggestion.lessons:
        assert route_inquiry(better, Inquiry(lessons[number][0])).calendar_id == 2
    assert found(*lessons, compiled=better) == []


WORDS = (
    "ברז",
    "הברז",
    "דליפה",
    "מזגן",
    "סתימה",
    "לא",
    "גם",
    "שלום",
    "צריך",
    "дверь",
    "boiler",
    "12",
    "או",
    "צוות",
)
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)


@given(st.lists(st.tuples(SENTENCES, st.sampled_from([1, 2, 3])), max_size=8), st.integers(1, 3))
def test_whatever_is_suggested_would_have_decided(lessons: list[tuple[str, int]], at_least: int) -> None:
    suggestions = found(*lessons, at_least=at_least)
    rules = [Rule(100 + n, s.calendar_id, keywords=(s.keyword,)) for n, s in enumerate(suggestions)]
    better = compile_rules(COMPILED.calendars, [*RULES, *rules])
    for suggestion in suggestions:
        assert len(suggestion.lessons) >= at_least
        for number in suggestion.lessons:
            text, meant = lessons[number]
            assert route_inquiry(COMPILED, Inquiry(text)).calendar_id != meant
            answer = route_inquiry(better, Inquiry(text))
            assert suggestion.calendar_id == meant == answer.calendar_id


def test_time_that_is_over_ends_the_search() -> None:
    assert found(("יש דליפה", 2), ("דליפה", 2), go_on=lambda: False) == []
