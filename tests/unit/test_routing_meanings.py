"""Everyday meanings: the form of their tables, and the calendars that own a meaning."""

from collections import defaultdict

import pytest

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.matching.lexicon import (
    combine_meanings,
    find_meanings,
    kind_of,
    lexicon,
    lineage,
    meanings_of,
)
from app.core.routing.meanings import ANY_TRADE, IN_TRADE, LANGUAGES, meanings
from app.core.routing.model import Calendar, Inquiry, Rule
from app.core.routing.words.text import language_of_word, tokenize

SCRIPTS = {"en"}  # brand names stand in Latin letters in every language


def business(*keywords: str, closed: str = "") -> CompiledRules:
    """One calendar per keyword, whose id is the keyword; `closed` is inactive."""
    calendars = [Calendar(word, "", is_active=word != closed) for word in keywords]
    return compile_rules(calendars, [Rule(word, word, keywords=tuple(word.split("/"))) for word in keywords])


def test_every_meaning_is_said_in_every_language() -> None:
    gaps = {name for name, meaning in meanings().items() if set(meaning.phrases) != set(LANGUAGES)}

    assert not gaps
    assert len(meanings()) > 450


def test_phrases_are_written_in_their_language() -> None:
    strange = [
        (name, phrase)
        for name, meaning in meanings().items()
        for language, phrases in meaning.phrases.items()
        for phrase in phrases
        for word in tokenize(phrase).words
        if (found := language_of_word(word)) is not None and found.code not in {language, *SCRIPTS}
    ]

    assert not strange
    assert all(
        tokenize(phrase).words
        for meaning in meanings().values()
        for phrases in meaning.phrases.values()
        for phrase in phrases
    )


def test_no_phrase_has_two_meanings() -> None:
    """Unless one meaning is a kind or part of the other. A trade's words count within the trade."""
    anywhere: dict[tuple[str, ...], set[str]] = defaultdict(set)
    within: dict[tuple[str, tuple[str, ...]], set[str]] = defaultdict(set)
    for name, meaning in meanings().items():
        for phrase in (phrase for phrases in meaning.phrases.values() for phrase in phrases):
            words = tokenize(phrase).words
            within[meaning.trade, words].add(name)
            if not phrase.startswith(IN_TRADE):
                anywhere[words].add(name)

    assert not {words: names for words, names in anywhere.items() if len(names) > 1}
    assert not {words: names for words, names in within.items() if not _of_one_line(names)}


def _of_one_line(names: set[str]) -> bool:
    return any(all(name in lineage(least) for name in names) for least in names)


def test_parents_and_parts_exist_and_nothing_is_its_own_ancestor() -> None:
    known = meanings()

    for name, meaning in known.items():
        assert all(above in known for above in meaning.parents + meaning.parts), name
        assert len(meaning.parts) in (0, 2), name
        assert all(name not in lineage(above) for above in meaning.parents + meaning.parts), name


def test_words_of_any_trade_need_no_mark() -> None:
    assert not [
        phrase
        for meaning in meanings().values()
        if meaning.trade == ANY_TRADE and kind_of(meaning.name) == "action"
        for phrases in meaning.phrases.values()
        for phrase in phrases
        if phrase.startswith(IN_TRADE)
    ]


@pytest.mark.parametrize(
    ("one", "two", "made"),
    [
        ("sofa", "cleaning", "sofa_cleaning"),
        ("fridge", "replace", "fridge_repair"),
        ("oven", "dismantle", "oven+dismantle"),
        ("leak", "repair", "leak"),
        ("piano", "lesson", "piano"),
        ("sofa", "fridge", None),
        ("divorce", "sofa", None),
    ],
)
def test_two_meanings_together(one: str, two: str, made: str | None) -> None:
    assert combine_meanings(one, two) == combine_meanings(two, one) == made


def test_a_keyword_means_what_all_its_words_mean() -> None:
    assert meanings_of("תיקון מקרר", frozenset()).whole == {"fridge_repair"}
    assert meanings_of("בדיקת שמיעה לקשישים בבית", frozenset()).part >= {"hearing_test"}
    assert not meanings_of("בדיקת שמיעה לקשישים בבית", frozenset()).whole


def test_a_word_of_a_trade_is_one_only_there() -> None:
    text = tokenize("it drips")

    assert not [
        said for said in find_meanings(tokenize("покраска"), frozenset()) if said.meaning == "bodywork"
    ]
    assert [said.meaning for said in find_meanings(tokenize("покраска"), frozenset({"cars"}))] == ["bodywork"]
    assert not find_meanings(text, frozenset())


REPAIRS = business("החלפת מסך", "החלפת סוללה", "מחשבים/וירוס")
LAW = business("גירושין", "צוואה", "חוזה שכירות")
HVAC = business("תיקון מזגן", "ניקוי מזגן", "התקנה")
OPTICIAN = business("תיקון", "בדיקת ראייה", "עדשות מגע")


@pytest.mark.parametrize(
    ("compiled", "text", "expected"),
    [
        (REPAIRS, "hi, I dropped my phone and the screen is black, can I come by today?", "החלפת מסך"),
        (REPAIRS, "телефон быстро разряжается, можно сегодня?", "החלפת סוללה"),
        (REPAIRS, "الشاشة انكسرت، بقدر أجي اليوم؟", "החלפת מסך"),
        (LAW, "בעלי ואני נפרדים, רציתי לקבוע פגישה", "גירושין"),
        (LAW, "квартирант не платит третий месяц, что делать?", "חוזה שכירות"),
        (LAW, "I need a lawyer please", None),
        (HVAC, "the fridge isn't cold, can you fix it?", None),
        (OPTICIAN, "the fridge isn't cold, can you fix it?", None),
        (OPTICIAN, "my washing machine is broken", None),
    ],
)
def test_a_problem_reaches_who_solves_it(compiled: CompiledRules, text: str, expected: str | None) -> None:
    answer = route_inquiry(compiled, Inquiry(text))

    assert answer.calendar_id == expected, (answer.reason, answer.evidence)
    assert all(evidence.source == "meaning" for evidence in answer.evidence)


@pytest.mark.parametrize(
    ("compiled", "text", "candidate"),
    [
        (HVAC, "кондиционер не холодит, приедете завтра?", "תיקון מזגן"),
        (HVAC, "the air conditioner smells musty", "ניקוי מזגן"),
        (OPTICIAN, "I sat on my glasses, can I come in?", "תיקון"),
    ],
)
def test_what_is_only_a_kind_of_a_rule_is_asked_about_by_its_name(
    compiled: CompiledRules, text: str, candidate: str
) -> None:
    """A calendar that repairs need not repair this thing: it is offered in a question."""
    answer = route_inquiry(compiled, Inquiry(text))

    assert (answer.decision, answer.reason, answer.candidates) == ("ask", "below_threshold", (candidate,))


def test_strict_asks_where_only_everyday_words_speak() -> None:
    assert route_inquiry(HVAC, Inquiry("кондиционер не холодит"), strictness="strict").calendar_id is None


def test_a_meaning_of_a_closed_calendar_goes_nowhere_else() -> None:
    compiled = business("תיקון מזגן", "ניקוי מזגן", "תיקון", closed="תיקון מזגן")

    assert route_inquiry(compiled, Inquiry("кондиционер не холодит")).calendar_id is None


def test_the_lexicon_is_found_by_its_own_phrases() -> None:
    """Each phrase that counts in every business has its meaning when it is the whole text."""
    known = {keyword.words for keyword in lexicon().keywords}
    lost = [
        (name, phrase)
        for name, meaning in meanings().items()
        for phrases in meaning.phrases.values()
        for phrase in phrases
        if not phrase.startswith(IN_TRADE)
        and tokenize(phrase).words in known
        and not any(name in lineage(said.meaning) for said in find_meanings(tokenize(phrase), frozenset()))
    ]

    assert not lost
