"""Warnings about stored rules."""

from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import Calendar
from app.core.routing.reviewing.lint import LintWarning, lint_rules, lint_unmatched
from tests.unit.test_routing_decisions import BASIC, CALENDARS, rule


def test_lint_names_each_danger_once() -> None:
    rules = [
        rule(1, 1, "פן", "תור", "אוכל", "!!!", "תספורת"),
        rule(2, 2, "תספורות", "צבע"),
        rule(3, 3, "צבע"),
        rule(4, 3, "צבע", is_active=False),
    ]

    found = lint_rules(compile_rules(CALENDARS, rules))

    assert {(w.code, w.rule_id, w.keyword, w.other_rule_id) for w in found} == {
        ("too_short", 1, "פן", None),
        ("homograph", 1, "פן", None),
        ("common_word", 1, "תור", None),
        ("homograph", 1, "אוכל", None),
        ("no_letters", 1, "!!!", None),
        ("equal_forms", 1, "תספורת", 2),
        ("equal_forms", 2, "תספורות", 1),
        ("shared", 2, "צבע", 3),
        ("shared", 3, "צבע", 2),
    }


def test_rules_that_no_inquiry_can_reach_together_do_not_clash() -> None:
    rules = [rule(1, 1, "תור", channel_scope="calls"), rule(2, 2, "תור", channel_scope="whatsapp")]

    assert not [w for w in lint_rules(compile_rules(CALENDARS, rules)) if w.code == "shared"]


def test_a_keyword_of_a_thousand_rules_is_warned_of_once_in_each() -> None:
    calendars = [Calendar(number, f"לוח {number}") for number in range(1, 11)]
    rules = [rule(number, 1 + number % 10, "תספורת", "צבע") for number in range(1000)]
    rules += [rule(number, 1 + number % 10, "תספורות") for number in range(1000, 2000)]

    found = lint_rules(compile_rules(calendars, rules))

    assert len(found) == 3000 + 2000
    assert {(w.code, w.rule_id, w.keyword) for w in found} >= {
        ("shared", 7, "צבע"),
        ("equal_forms", 7, "תספורת"),
    }
    assert all(w.other_rule_id != w.rule_id for w in found)


def test_keywords_without_a_match_in_the_past_are_named() -> None:
    compiled = compile_rules(CALENDARS, BASIC[:1])

    assert lint_unmatched(compiled, [(1, "תספורת")]) == [LintWarning("never_matched", 1, "פן")]
