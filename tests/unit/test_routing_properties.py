"""Properties of routing that hold for every text and every set of rules."""

import random
import string

from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.matching.finder import find_hits
from app.core.routing.model import Calendar, Inquiry, Rule
from app.core.routing.reviewing.lint import lint_rules
from app.core.routing.words.text import tokenize
from tests.unit.routing_businesses import BUSINESSES, Business

COMPILED: dict[str, CompiledRules] = {business.key: business.compiled() for business in BUSINESSES}
TEXTS = [case.text for business in BUSINESSES for case in business.cases]
KEYWORDS = [
    "תיקון",
    "ניקוי",
    "תספורת",
    "شقة",
    "وكالة",
    "ремонт",
    "стрижка",
    "repair",
    "wine tasting",
    "בדיקת דם",
    "דם",
]
CHANNELS = ["calls", "whatsapp"]
FINALS = str.maketrans("ךםןףץ", "כמנפצ")

words = st.sampled_from([*KEYWORDS, "לא", "סליחה", "וגם", "רוצה", "not", "sorry", "не", "بدي", ",", "."])
sentences = st.lists(words, max_size=12).map(" ".join)
any_text = st.text(st.characters(codec=None), max_size=120) | sentences
calendars = st.lists(st.booleans(), min_size=1, max_size=4).map(
    lambda active: [Calendar(n, f"calendar {n}", is_active=on) for n, on in enumerate(active)]
)
rule_parts = st.tuples(
    st.integers(0, 3),
    st.lists(st.sampled_from(KEYWORDS), max_size=3),
    st.sampled_from(["all", *CHANNELS]),
    st.booleans(),
)


def rules_of(parts: list[tuple[int, list[str], str, bool]]) -> list[Rule]:
    return [
        Rule(number, calendar, (), tuple(keywords), scope, is_active=active)
        for number, (calendar, keywords, scope, active) in enumerate(parts)
    ]


@settings(max_examples=40)
@given(calendars, st.lists(rule_parts, max_size=6), sentences, st.sampled_from(CHANNELS))
def test_only_active_calendars_of_the_channel_are_answered_or_offered(
    known: list[Calendar], parts: list[tuple[int, list[str], str, bool]], text: str, channel: str
) -> None:
    rules = rules_of(parts)

    answer = route_inquiry(compile_rules(known, rules), Inquiry(text, channel=channel))

    active = {calendar.id for calendar in known if calendar.is_active}
    assert set(answer.candidates) <= active
    assert answer.calendar_id is None or answer.calendar_id in active
    by_id = {rule.id: rule for rule in rules}
    for evidence in answer.evidence:
        if evidence.rule_id is not None:
            rule = by_id[evidence.rule_id]
            assert rule.is_active
            assert rule.channel_scope in ("all", channel)


@settings(max_examples=40)
@given(calendars, st.lists(rule_parts, max_size=6), sentences, st.randoms(use_true_random=False))
def test_order_of_rules_and_calendars_does_not_matter(
    known: list[Calendar], parts: list[tuple[int, list[str], str, bool]], text: str, chance: random.Random
) -> None:
    rules = rules_of(parts)
    first = route_inquiry(compile_rules(known, rules), Inquiry(text))
    chance.shuffle(rules)
    chance.shuffle(known)

    assert route_inquiry(compile_rules(known, rules), Inquiry(text)) == first


@settings(max_examples=40)
@given(st.sampled_from(BUSINESSES), st.sampled_from(TEXTS), st.randoms(use_true_random=False))
def test_spelling_that_carries_no_meaning_changes_nothing(
    business: Business, text: str, chance: random.Random
) -> None:
    compiled = COMPILED[business.key]
    plain = route_inquiry(compiled, Inquiry(text))
    marks = ["\u05b8", "\u05b0", "\u200f", "\u064e"]
    variants = {
        "case": text.upper(),
        "doubled spaces": text.replace(" ", "  "),
        "niqqud": "".join(char + chance.choice(marks) if "א" <= char <= "ת" else char for char in text),
        "final letters": text.translate(FINALS),
        "width": "".join(chr(ord(c) + 0xFEE0) if c in string.ascii_lowercase else c for c in text),
    }

    for name, variant in variants.items():
        answer = route_inquiry(compiled, Inquiry(variant))
        assert (answer.decision, answer.calendar_id, answer.reason) == (
            plain.decision,
            plain.calendar_id,
            plain.reason,
        ), name


@settings(max_examples=40)
@given(st.sampled_from(BUSINESSES), st.sampled_from(TEXTS))
def test_evidence_cut_from_the_raw_text_matches_its_keyword_again(business: Business, text: str) -> None:
    compiled = COMPILED[business.key]

    for evidence in route_inquiry(compiled, Inquiry(text)).evidence:
        assert text[evidence.start : evidence.end] == evidence.matched
        if evidence.source != "meaning":
            again = find_hits(compiled, tokenize(evidence.matched))
            assert evidence.keyword in {compiled.keywords[hit.keyword].typed for hit in again}


@settings(max_examples=40)
@given(any_text, any_text, any_text)
def test_no_text_no_label_and_no_keyword_crashes(text: str, label: str, keyword: str) -> None:
    known = [Calendar("a", keyword), Calendar("b", "ב")]
    compiled = compile_rules(known, [Rule(1, "a", (keyword,), (keyword,)), Rule(2, "b", (), ("תיקון",))])

    answer = route_inquiry(compiled, Inquiry(text, label))
    lint_rules(compiled)

    assert answer.decision in ("routed", "ask", "default")
    for evidence in answer.evidence:
        assert 0 <= evidence.start < evidence.end <= max(len(text), len(label))


@settings(max_examples=40)
@given(any_text)
def test_tokens_lie_in_the_raw_text_in_order(text: str) -> None:
    tokens = tokenize(text)

    assert all(start < end for start, end in zip(tokens.starts, tokens.ends, strict=True))
    assert all(end <= start for end, start in zip(tokens.ends, tokens.starts[1:], strict=False))
    assert not tokens.ends or tokens.ends[-1] <= len(text)
