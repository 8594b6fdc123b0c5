# ruff: noqa: E501 (a table of pairs)
"""Words that mean the same to a customer, and words that only look alike, by language."""

import pytest

from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.matching.compiler import compile_rules
from app.core.routing.model import Calendar, Inquiry, Rule
from app.core.routing.words.text import fold, tokenize
from app.core.routing.words.typos import one_edit_apart

CALENDARS = [Calendar("yes", "א-1"), Calendar("other", "ב-2")]


def says(keyword: str, text: str) -> bool:
    compiled = compile_rules(CALENDARS, [Rule(1, "yes", keywords=(keyword,))])
    return any(
        e.rule_id == 1 and e.source == "keyword" for e in route_inquiry(compiled, Inquiry(text)).evidence
    )


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        # Hebrew: prefixes, number, construct, verbs of the same root and conjugation, spelling
        ("הובלה", "כשההובלה"), ("תספורת", "לתספורות"), ("בדיקה", "בדיקת"), ("ילדים", "לילדה"),
        ("תיקון", "אפשר לתקן"), ("תיקון", "שתתקנו"), ("ניקוי", "מנקים"), ("חיטוי", "לחטא"), ("התקנה", "מתקינים"),
        ("הובלה", "להוביל"), ("שמירה", "שומרים"), ("חפיפה", "לחפוף"), ("תספורת", "להסתפר"), ("צבע", "לצבוע"),
        ("תרגום", "לתרגם"), ("החלפה", "תחליפו"), ("מולטיפוקל", "מולטי פוקל"), ("לק ג'ל", "לקגל"), ("פנצ'ר", "פנצר"),
        ("גיזום", "לגזום"), ("ציור", "לצייר"), ("כיוון", "מכוונים"), ("ייעוץ", "להתייעץ"), ("יישור", "ליישר"), ("ריצה", "לרוץ"),
        ("קעקוע", "להתקעקע"), ("הדברה", "המדביר"), ("ספה", "ספות"), ("חתונה", "חתונתנו"), ("חשמל", "חשמלאי"), ("סירוס", "מסורס"),
        ("השכרה", "לשכור"), ("שחייה", "סחייה"), ("מנעול", "מנאול"), ("מיקרובליידינג", "מיקרו בליינדינג"), ("מכשיר שמיעה", "מחשיר שמיעה"),
        ("א.ק.ג", "אקג"), ("יוגה", "יוגא"), ("פילאטיס", "פילטיס"), ("ניקוי", "ניקוייי"), ("ציפורניים", "ציפורן"),
        # Arabic: article and particles, plural, verbal noun and verb, possessives
        ("وكالة", "والوكالة"), ("ترجمة", "أترجم"), ("تعديل", "بتعدلوا"), ("تقصير", "أقصر"), ("تضييق", "تضيقوه"),
        ("فستان", "فساتين"), ("بطارية", "للبطارية"), ("بروفة", "بروفات"), ("تركيب", "تركبولي"), ("شقّة", "شقة"),
        # Russian: cases, aspect and action nouns, unstressed vowels
        ("математика", "математикой"), ("ремонт", "отремонтировать"), ("чистка", "почистить"), ("установка", "установить"),
        ("стрижка", "подстричь"), ("подбор", "подобрать"), ("тормоза", "тормозами"), ("ёлка", "елку"), ("массаж", "масаж"),
        # English: number, forms of a verb, doubled letters, joined words
        ("repair", "repairing"), ("installation", "install"), ("scary", "scariest"), ("party", "parties"), ("b-day", "bday"),
        ("oil change", "change the oil"), ("children", "child"), ("massage", "massages"), ("ＶＲ", "vr"), ("tasting", "tastings"),
    ],
)  # fmt: skip
def test_forms_of_one_word_meet(keyword: str, text: str) -> None:
    assert says(keyword, text)


@pytest.mark.parametrize(
    ("keyword", "text"),
    [
        # Inside another word, or another word of the same letters
        ("לק", "לקוחה"), ("לק", "לקבוע"), ("שן", "ישן"), ("דם", "מוקדם"), ("לב", "כלב"), ("צו", "הצוות"), ("גז", "גזוז"),
        ("בוק", "בוקר"), ("צבע", "באצבע"), ("כלבת", "הכלב"), ("רכבת", "הרכב"),
        # Another word that one letter makes, or a short one that a rule for long ones would take apart
        ("חידוש", "שלושה חודשים"), ("כלים", "כלות"), ("כיסא", "כיסוי"), ("замок", "зам"), ("dent", "dentist"), ("עיקור", "לעקור"), ("house", "hose"),
        # One root, two services
        ("תיקון", "להתקין"), ("התקנה", "לתקן"), ("ילדים", "ילדתי"), ("פרטי", "פרטים"),
        ("عروس", "عريس"), ("بدلة", "بدل"), ("عريس", "عرس"),
        ("тур", "турецкий"), ("кран", "экран"),
        ("vr", "over"), ("cut", "cute"), ("bank", "banker's lamp thanks"[13:]),
        # Small talk
        ("לספר", "רציתי לספר לכם"), ("לב", "שימו לב"), ("bank", "bank holiday"),
    ],
)  # fmt: skip
def test_words_that_only_look_alike_do_not_meet(keyword: str, text: str) -> None:
    assert not says(keyword, text)


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("שָׁלוֹם", "שלומ"),
        ("Ｈｉ", "hi"),
        ("Ёлка", "елка"),
        ("أحمدٌ", "احمد"),
        ("مــرحبا", "مرحبا"),
        ("٣", "3"),
        ("ﬁne", "fine"),
    ],
)
def test_folding_keeps_the_letters_only(raw: str, folded: str) -> None:
    assert fold(raw) == folded


def test_spans_lead_back_to_the_raw_text() -> None:
    raw = "היי,\u200f  צָרִיךְ  פנצ'ר! א.ק.ג ב-reformer"

    tokens = tokenize(raw)

    pairs = list(zip(tokens.starts, tokens.ends, strict=True))
    assert [raw[a:b] for a, b in pairs] == ["היי", "צָרִיךְ", "פנצ'ר", "א.ק.ג", "ב", "reformer"]
    assert tokens.words == ("היי", "צריכ", "פנצר", "אקג", "ב", "reformer")
    assert tokens.breaks == (0, 1, 0, 2, 0, 0)


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ("massage", "masage", True), ("massage", "massgae", True), ("massage", "massave", True), ("massage", "massages", True),
        ("massage", "massage", False), ("massage", "passage", False), ("massage", "message", True), ("table", "bale", False),
    ],
)  # fmt: skip
def test_one_edit(one: str, two: str, apart: bool) -> None:
    assert one_edit_apart(one, two) is apart
    assert one_edit_apart(two, one) is apart
