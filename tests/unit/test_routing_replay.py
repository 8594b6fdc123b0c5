"""The replay of inquiries: it compares only what customers would notice."""

import functools
import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import Calendar, Inquiry, Rule
from app.core.routing.reviewing.replay import ReplaySide, apply_edits, replay_inquiries

CUT, COLOR, NAILS = Calendar(1, "תספורות"), Calendar(2, "צבע וגוונים"), Calendar(3, "מניקור")
RULES = (
    Rule(1, 1, keywords=("תספורת", "פן")),
    Rule(2, 2, keywords=("צבע", "גוונים"), question_text="צבע או גוונים?"),
    Rule(3, 3, keywords=("מניקור",)),
)
WORDS = ("תספורת", "צבע", "מניקור", "לא", "רוצה", "גם", "שלום", "haircut", "покраска", "ביטול")


@functools.cache
def side(*rules: Rule, **settings: Any) -> ReplaySide:
    return ReplaySide(compile_rules([CUT, COLOR, NAILS], rules), **settings)


def kinds(before: ReplaySide, after: ReplaySide, *texts: str) -> list[str | None]:
    return [
        one.kind for one in replay_inquiries(before, after, [Inquiry(text) for text in texts], lambda: True)
    ]


def test_each_kind_of_change_is_told_apart() -> None:
    after = side(
        *apply_edits(RULES, [Rule(3, 1, keywords=("מניקור",)), Rule(4, 2, keywords=("פן", "בלונד"))], [1])
    )
    texts = ("אפשר מניקור?", "אפשר תספורת?", "אפשר צבע?", "אפשר בלונד?", "שלום")
    # Without rules the calendars' names still match תספורת and מניקור.
    assert kinds(side(*RULES), after, *texts) == ["routed_elsewhere", None, None, "now_routed", None]
    assert kinds(after, side(*RULES), *texts) == ["routed_elsewhere", None, None, "now_asked", None]


def test_another_question_or_other_candidates_are_noticed() -> None:
    both = "תספורת וגם צבע"
    other = apply_edits(RULES, [Rule(2, 2, keywords=("צבע",), question_text="מה?")], [])
    assert kinds(side(*RULES), side(*other), both) == ["asked_otherwise"]
    assert kinds(side(*RULES), side(*RULES, default_question="מה?"), both, "שלום") == [
        None,
        "asked_otherwise",
    ]
    assert kinds(
        side(*RULES), side(*apply_edits(RULES, [Rule(4, 1, keywords=("גוונים",))], [])), "גוונים"
    ) == ["now_asked"]


def test_a_rule_that_changes_no_answer_is_no_change() -> None:
    more = apply_edits(RULES, [Rule(9, 3, keywords=("לק",))], [])
    assert kinds(side(*RULES), side(*more), "אפשר מניקור?", "צבע", "שלום") == [None, None, None]


def test_edits_replace_add_and_take_away_and_taking_away_comes_last() -> None:
    new, other = Rule(4, 1), Rule(2, 3)
    assert apply_edits(RULES, [], []) == RULES
    assert apply_edits(RULES, [other, new], [3]) == (RULES[0], other, new)
    assert apply_edits(RULES, [other], [2]) == (RULES[0], RULES[2])
    assert apply_edits([], [], [7]) == ()


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=8), max_size=5), st.permutations(RULES))
def test_the_same_rules_change_nothing(sentences: list[list[str]], shuffled: list[Rule]) -> None:
    texts = [" ".join(words) for words in sentences]
    assert set(kinds(side(*RULES), side(*shuffled), *texts)) <= {None}


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), st.integers(0, 3))
def test_there_and_back_are_mirror_images(words: list[str], without: int) -> None:
    text, after = " ".join(words), side(*apply_edits(RULES, [], [without]))
    mirrored = {"now_asked": "now_routed", "now_routed": "now_asked"}
    (there,), (back,) = kinds(side(*RULES), after, text), kinds(after, side(*RULES), text)
    assert mirrored.get(there or "", there) == back


def test_it_stops_when_told_and_says_how_far_it_came() -> None:
    counter = itertools.count()
    inquiries = [Inquiry("צבע")] * 10
    assert len(replay_inquiries(side(*RULES), side(), inquiries, lambda: next(counter) < 4)) == 4
