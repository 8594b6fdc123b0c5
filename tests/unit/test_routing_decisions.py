"""The decision: the calendar that wins, the question that is asked, and the reasons given."""

from typing import Any

import pytest

from app.core.routing.deciding.followup import resolve_follow_up
from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import Calendar, Inquiry, Resolution, Rule

CUT, COLOR, NAILS = Calendar(1, "תספורות"), Calendar(2, "צבע וגוונים"), Calendar(3, "מניקור")
CALENDARS = [CUT, COLOR, NAILS]


def rule(number: int, calendar: int, *keywords: str, **options: Any) -> Rule:
    return Rule(number, calendar, keywords=keywords, **options)


BASIC = [rule(1, 1, "תספורת", "פן"), rule(2, 2, "צבע", "גוונים"), rule(3, 3, "מניקור", "לק ג'ל")]


def ask(text: str, rules: list[Rule] | None = None, **inquiry: Any) -> Resolution:
    return route_inquiry(
        compile_rules(CALENDARS, BASIC if rules is None else rules), Inquiry(text, **inquiry)
    )


def test_one_match_routes_with_its_evidence() -> None:
    answer = ask("אפשר לקבוע תספורת למחר?")

    assert (answer.decision, answer.reason, answer.calendar_id) == ("routed", "single_match", 1)
    (evidence,) = answer.evidence
    assert (evidence.rule_id, evidence.keyword, evidence.matched, evidence.how) == (
        1,
        "תספורת",
        "תספורת",
        "exact",
    )
    assert (evidence.start, evidence.end) == (11, 17)


def test_two_services_ask_in_the_customers_language_with_exactly_these_two() -> None:
    answer = ask("צריכה גם מניקור וגם תספורת")

    assert (answer.decision, answer.reason) == ("ask", "two_calendars")
    assert set(answer.candidates) == {1, 3}
    assert answer.question is not None
    assert "תספורות" in answer.question
    assert "צבע" not in answer.question


def test_the_question_of_the_highest_priority_tied_rule_is_asked() -> None:
    rules = [
        rule(1, 1, "תספורת", question_text="תספורת או צבע?", priority=1, when_ambiguous_ask=True),
        rule(2, 2, "צבע", question_text="מה לעשות בשיער?", priority=0),
    ]

    assert ask("תספורת וצבע", rules).question == "תספורת או צבע?"


@pytest.mark.parametrize(("asks", "expected"), [(False, 1), (True, None)])
def test_higher_priority_wins_a_tie_unless_its_rule_asks(asks: bool, expected: int | None) -> None:
    rules = [rule(1, 1, "תספורת", priority=5, when_ambiguous_ask=asks), rule(2, 2, "צבע")]

    assert ask("תספורת וצבע", rules).calendar_id == expected


@pytest.mark.parametrize(
    "text",
    [
        "חוגגים לסבתא יום הולדת בשישי, אפשר שהילד יישאר בצהרון?",
        "it is my mom's birthday on friday, can my son stay at after-school till five?",
        "у бабушки в пятницу день рождения, можно сына на продлёнку?",
    ],
)
def test_the_story_before_a_request_has_no_priority(text: str) -> None:
    rules = [
        rule(1, 1, "צהרון", "after-school", "продлёнка"),
        rule(2, 2, "יום הולדת", "birthday", "день рождения", priority=5),
    ]
    answer = ask(text, rules)
    assert (answer.calendar_id, answer.reason) == (1, "stronger_match")


def test_priority_without_a_rival_changes_nothing() -> None:
    assert ask("צבע בבקשה", [rule(1, 1, "תספורת", priority=5), rule(2, 2, "צבע")]).calendar_id == 2


def test_several_rules_of_one_calendar_are_one_candidate() -> None:
    assert ask("תספורת ופן", [rule(1, 1, "תספורת"), rule(2, 1, "פן")]).calendar_id == 1


def test_a_longer_phrase_beats_its_part() -> None:
    answer = ask("צבע גבות", [rule(1, 2, "צבע"), rule(2, 3, "צבע גבות")])

    assert (answer.calendar_id, answer.reason) == (3, "longest_phrase")


@pytest.mark.parametrize("channel", ["calls", "whatsapp"])
def test_a_rule_of_another_channel_does_not_exist(channel: str) -> None:
    rules = [rule(1, 1, "תור", channel_scope="calls"), rule(2, 2, "תור", channel_scope="whatsapp")]

    assert ask("צריך תור", rules, channel=channel).calendar_id == {"calls": 1, "whatsapp": 2}[channel]


def test_an_unknown_channel_meets_the_rules_of_every_channel() -> None:
    assert ask("תספורת", [rule(1, 1, "תספורת", channel_scope="calls")]).calendar_id == 1


def test_inactive_rules_and_calendars_do_not_exist_but_are_named_as_losers() -> None:
    calendars = [CUT, COLOR, Calendar(3, "מניקור", is_active=False)]
    compiled = compile_rules(calendars, [*BASIC[:1], rule(2, 2, "צבע", is_active=False), BASIC[2]])

    answer = route_inquiry(compiled, Inquiry("מניקור וצבע"))

    assert (answer.decision, answer.reason, answer.evidence) == ("ask", "no_match", ())
    assert {loser.calendar_id: loser.why for loser in answer.losers if loser.weight} == {3: "inactive"}


@pytest.mark.parametrize(
    ("label", "text", "expected", "reason"),
    [
        ("תספורת", "כן, מחר", 1, "label_match"),
        ("תספורת נשים", "מחר בבוקר", 1, "label_match"),
        ("תספורת", "תספורת וצבע", 1, "label_match"),
        ("תספורת", "מניקור בבקשה", None, "label_text_conflict"),
        ("שירות", "מניקור בבקשה", 3, "single_match"),
        ("", "מניקור בבקשה", 3, "single_match"),
    ],
)
def test_a_label_decides_unless_the_text_points_elsewhere(
    label: str, text: str, expected: int | None, reason: str
) -> None:
    answer = ask(text, service_label=label)

    assert (answer.calendar_id, answer.reason) == (expected, reason)


def test_the_only_calendar_is_the_default_without_rules() -> None:
    answer = route_inquiry(compile_rules([CUT], []), Inquiry("שלום"))

    assert (answer.decision, answer.reason, answer.calendar_id) == ("default", "only_calendar", 1)


def test_no_active_calendar_is_said_as_such() -> None:
    answer = route_inquiry(compile_rules([Calendar(1, "א", is_active=False)], []), Inquiry("שלום"))

    assert (answer.decision, answer.reason, answer.candidates) == ("ask", "no_calendar", ())


def test_no_match_offers_the_calendars_of_the_channel_by_priority() -> None:
    calendars = [CUT, Calendar(2, "צבע", priority=9), NAILS]
    rules = [BASIC[0], BASIC[1], rule(3, 3, "מניקור", channel_scope="calls")]

    answer = route_inquiry(compile_rules(calendars, rules), Inquiry("שלום", channel="whatsapp"))

    assert (answer.reason, answer.candidates) == ("no_match", (2, 1))


AUTOMATIC = Calendar(9, "לוח ברירת מחדל", "default", priority=1)


@pytest.mark.parametrize("text", ["שלום", "אני רוצה לבטל את התור", "לא תספורת"])
def test_the_automatic_calendar_is_no_service_while_another_calendar_is_active(text: str) -> None:
    answer = route_inquiry(compile_rules([*CALENDARS, AUTOMATIC], BASIC), Inquiry(text))

    assert (answer.decision, answer.candidates) == ("ask", (1, 2, 3))
    assert AUTOMATIC.name not in str(answer.question)


def test_the_automatic_calendar_alone_is_the_only_one() -> None:
    calendars = [AUTOMATIC, Calendar(1, "תספורות", is_active=False)]
    answer = route_inquiry(compile_rules(calendars, []), Inquiry("שלום"))

    assert (answer.decision, answer.reason, answer.calendar_id) == ("default", "only_calendar", 9)


def test_the_automatic_calendar_is_offered_where_the_channel_reaches_no_other() -> None:
    rules = [rule(1, 1, "תספורת", channel_scope="calls")]
    answer = route_inquiry(compile_rules([CUT, AUTOMATIC], rules), Inquiry("שלום", channel="web"))

    assert (answer.decision, answer.candidates) == ("ask", (9,))


@pytest.mark.parametrize(
    ("calendar", "rules"),
    [
        (AUTOMATIC, [rule(9, 9, "ייעוץ")]),
        (Calendar(9, "ייעוץ", "default", priority=1), []),
        (Calendar(9, "לוח ברירת מחדל", "main", priority=1), []),
    ],
    ids=["a rule names it", "renamed", "of another type"],
)
def test_a_default_calendar_that_the_business_made_its_own_is_offered(
    calendar: Calendar, rules: list[Rule]
) -> None:
    answer = route_inquiry(compile_rules([CUT, calendar], rules), Inquiry("שלום"))

    assert answer.candidates == (9, 1)


def test_a_rule_that_is_not_active_makes_no_service_of_the_automatic_calendar() -> None:
    rules = [rule(9, 9, "ייעוץ", is_active=False)]
    answer = route_inquiry(compile_rules([CUT, AUTOMATIC], rules), Inquiry("שלום"))

    assert answer.candidates == (1,)


def test_the_businesss_own_question_is_asked_where_nothing_is_known() -> None:
    compiled = compile_rules(CALENDARS, BASIC)

    assert (
        route_inquiry(compiled, Inquiry("שלום"), default_question="במה אפשר לעזור?").question
        == "במה אפשר לעזור?"
    )
    assert route_inquiry(compiled, Inquiry("צבע וגם מניקור"), default_question="במה?").question != "במה?"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("רוצה לבטל את התספורת של מחר", "cancellation"),
        ("אפשר להזיז את התור לתספורת?", "reschedule"),
        ("התספורת יצאה גרועה, אני רוצה החזר", "complaint"),
        ("קבעתי תספורת למחר, באיזו שעה זה?", "question"),
        ("I want to cancel my haircut", "cancellation"),
        ("хочу перенести запись на стрижку", "reschedule"),
        ("بدي ألغي الموعد", "cancellation"),
        ("אפשר לקבוע תספורת?", "booking"),
        ("היה לי תור לתספורת אבל פספסתי, אפשר לקבוע תספורת חדשה?", "booking"),
    ],
)
def test_the_intent_is_told_when_it_is_not_a_booking(text: str, intent: str) -> None:
    answer = ask(text)

    assert answer.intent == intent
    assert intent == "booking" or (answer.decision, answer.reason) == ("ask", "not_a_booking")


def test_a_service_that_is_about_cancelling_is_still_booked() -> None:
    rules = [rule(1, 1, "ביטול קנס"), rule(2, 2, "צבע")]

    assert ask("צריך ביטול קנס", rules).calendar_id == 1


def test_negation_names_what_it_took_back() -> None:
    answer = ask("לא צריכה תספורת, רק מניקור")

    assert answer.calendar_id == 3
    assert [(negation.matched, negation.start) for negation in answer.negations] == [("לא צריכה", 0)]
    assert {loser.calendar_id: loser.why for loser in answer.losers if loser.weight} == {
        1: "negated by לא צריכה"
    }


def test_a_keyword_with_a_negation_in_it_is_not_negated() -> None:
    assert ask("המזגן לא מקרר", [rule(1, 1, "לא מקרר"), rule(2, 2, "צבע")]).calendar_id == 1


def test_strict_asks_where_normal_trusts_a_spelling() -> None:
    compiled = compile_rules(CALENDARS, BASIC)
    inquiry = Inquiry("רוצה מניקורר")

    assert route_inquiry(compiled, inquiry).calendar_id == 3
    strict = route_inquiry(compiled, inquiry, strictness="strict")
    assert (strict.decision, strict.reason, strict.candidates) == ("ask", "below_threshold", (3,))
    assert strict.confidence < strict.threshold


def test_a_service_is_found_in_another_language_than_its_rule() -> None:
    answer = ask("Здравствуйте, можно записаться на маникюр?")

    assert answer.calendar_id == 3
    assert {(evidence.source, evidence.keyword) for evidence in answer.evidence} == {("meaning", "מניקור")}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("השנייה", 3),
        ("הראשון בבקשה", 1),
        ("2", 3),
        ("the last one", 3),
        ("второй", 3),
        ("الاول", 1),
        ("התספורת", 1),
        ("לק ג'ל", 3),
        ("לא התספורת, המניקור", 3),
        ("לא יודעת", None),
        ("שלום", None),
        ("בעצם צבע", 2),
    ],
)
def test_an_answer_resolves_against_the_question_that_was_asked(answer: str, expected: int | None) -> None:
    compiled = compile_rules(CALENDARS, BASIC)
    first = route_inquiry(compiled, Inquiry("תספורת ומניקור"))

    second = resolve_follow_up(compiled, (1, 3), answer, question=first.question)

    assert second.calendar_id == expected
    if expected is None:
        assert (second.decision, second.candidates, second.question) == ("ask", (1, 3), first.question)


def test_the_first_is_the_first_that_the_question_names() -> None:
    compiled = compile_rules(CALENDARS, BASIC)

    answer = resolve_follow_up(compiled, (1, 3), "הראשון", question="מניקור או תספורת?")

    assert answer.calendar_id == 3


def test_yes_agrees_to_a_single_candidate() -> None:
    compiled = compile_rules(CALENDARS, BASIC)

    assert resolve_follow_up(compiled, (3,), "כן").calendar_id == 3
    assert resolve_follow_up(compiled, (1, 3), "כן").calendar_id is None
