"""Every code, reason and rule word that the code can say has a sentence in both languages."""

import ast
import string
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from app import errors
from app.core.routing.model import DecisionReason as RoutingReason
from app.core.routing.reviewing.lint import WarningCode
from app.core.scheduling.policy import Reason
from app.errors import FieldError, LuachError
from app.schemas.calendars import RuleWarning
from app.schemas.field_problems import _RULE_OF
from app.schemas.services import ServiceWarningCode
from app.sentences.field_rules import RULES, rule_text
from app.sentences.languages import LANGUAGES, problem_language
from app.sentences.problems import (
    PROBLEMS,
    REASONS,
    ROUTING,
    SERVICE_WARNINGS,
    WARNINGS,
    problem_text,
)
from app.sentences.sentence import Sentence

APP = Path(__file__).parents[2] / "app"
TREES = {path.relative_to(APP): ast.parse(path.read_text()) for path in sorted(APP.rglob("*.py"))}


def error_classes(kind: type[LuachError] = LuachError) -> Iterator[type[LuachError]]:
    if kind.__module__ == errors.__name__:
        yield kind
    for child in kind.__subclasses__():
        yield from error_classes(child)


CLASSES = {kind.__name__: kind for kind in error_classes()}


@cache
def all_calls() -> dict[str, list[tuple[str, ast.Call]]]:
    """Calls in app/ by the name that is called, each with its place."""
    found: dict[str, list[tuple[str, ast.Call]]] = defaultdict(list)
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                found[node.func.id].append((f"{path}:{node.lineno}", node))
    return found


def calls(name: str) -> list[tuple[str, ast.Call]]:
    return all_calls()[name]


def words(call: ast.Call) -> list[str]:
    """The constants that the first argument can be."""
    return [
        node.value
        for node in ast.walk(call.args[0])
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


FIELD_ERRORS = [
    (place, word, {keyword.arg for keyword in call.keywords})
    for place, call in calls("FieldError")
    for word in words(call)
]
ALL_TEXTS = [
    pytest.param(text, id=f"{name}-{key}")
    for name, table in (
        ("problem", PROBLEMS),
        ("reason", REASONS),
        ("rule", RULES),
        ("routing", ROUTING),
        ("warning", WARNINGS),
        ("service warning", SERVICE_WARNINGS),
    )
    for key, text in table.items()
]


def test_the_search_for_words_finds_them() -> None:
    assert len(FIELD_ERRORS) > 20
    assert {"bad_cursor", "nonexistent_time", "unknown_zone"} <= {word for _, word, _ in FIELD_ERRORS}


@pytest.mark.parametrize("kind", CLASSES.values(), ids=CLASSES)
def test_every_error_code_has_a_sentence(kind: type[LuachError]) -> None:
    assert kind.code in PROBLEMS


def test_every_problem_that_the_edge_names_itself_has_a_sentence() -> None:
    handlers = TREES[Path("web/errors.py")]
    named = {
        node.args[2].value
        for node in ast.walk(handlers)
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "problem_response"
        and isinstance(node.args[2], ast.Constant)
    }
    assert {"invalid_json", "database_unavailable"} <= named
    assert named <= set(PROBLEMS)


@pytest.mark.parametrize("reason", Reason)
def test_every_booking_reason_has_a_sentence(reason: Reason) -> None:
    assert problem_text(reason.value, "he", {}) != problem_text(reason.value, "en", {})


def test_no_sentence_is_left_from_a_reason_that_is_gone() -> None:
    assert set(REASONS) == {reason.value for reason in Reason}


@pytest.mark.parametrize(("place", "word", "given"), FIELD_ERRORS, ids=[place for place, *_ in FIELD_ERRORS])
def test_every_broken_rule_has_a_sentence_with_all_that_it_needs(
    place: str, word: str, given: set[str | None]
) -> None:
    assert word in RULES, place
    # None stands for a **mapping, whose keys the code decides.
    assert None in given or placeholders(RULES[word].en) <= given, place


def test_every_word_for_a_finding_of_pydantic_has_a_sentence() -> None:
    custom = {word for _, call in calls("PydanticCustomError") for word in words(call)[:1]}
    # Broken JSON breaks no field: it is a problem of its own.
    assert (set(_RULE_OF.values()) - {"invalid_json"}) | custom <= set(RULES)


@pytest.mark.parametrize(
    "name", sorted(set(CLASSES) - {"FieldError", "BookingRefused", "ConfigurationError"})
)
def test_whoever_raises_gives_what_the_sentence_needs(name: str) -> None:
    needed = placeholders(PROBLEMS[CLASSES[name].code].en)
    for place, call in calls(name):
        assert needed <= {keyword.arg for keyword in call.keywords}, place


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_both_languages_say_the_same_with_the_same_params(text: Sentence) -> None:
    assert placeholders(text.en) == placeholders(text.he)
    assert text.he.strip()
    assert text.en.strip()


@pytest.mark.parametrize("text", ALL_TEXTS)
def test_a_hebrew_sentence_is_hebrew(text: Sentence) -> None:
    letters = any("א" <= letter <= "ת" for letter in text.he)
    assert letters or text.he == "{problem}"


def test_every_warning_about_a_service_has_a_sentence_and_no_other() -> None:
    assert set(SERVICE_WARNINGS) == set(get_args(ServiceWarningCode))


def test_every_warning_about_a_rule_has_a_sentence_and_no_other() -> None:
    assert (
        set(WARNINGS)
        == set(get_args(WarningCode))
        == set(get_args(RuleWarning.model_fields["code"].annotation))
    )


def test_every_reason_of_routing_has_a_sentence_and_no_other() -> None:
    assert set(ROUTING) == set(get_args(RoutingReason))


def test_one_word_stands_for_one_rule() -> None:
    sentences = [text.en for text in RULES.values()]
    assert len(sentences) == len(set(sentences))


def test_a_param_that_is_missing_never_breaks_an_answer() -> None:
    assert rule_text("too_long", "en", {}) == "must have at most ? characters or items"
    assert rule_text("no such rule", "he", {}) == RULES["invalid"].he
    assert FieldError("x", pointer="/y").code == "invalid_input"


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, "en"),
        ("", "en"),
        ("he", "he"),
        ("iw", "he"),
        ("he-IL,he;q=0.9,en-US;q=0.8", "he"),
        ("en;q=0.5, he;q=0.9", "he"),
        ("he;q=0.1, en;q=0.2", "en"),
        ("he;q=0", "en"),
        ("ar, ru", "en"),
        ("fr;q=1, he;q=0.2", "he"),
        ("he;q=nan", "en"),
        ("he;q=abc", "en"),
        (";;;,,,q=", "en"),
    ],
)
def test_the_language_is_the_one_wanted_most(header: str | None, language: str) -> None:
    assert language in LANGUAGES
    assert problem_language(header) == language
