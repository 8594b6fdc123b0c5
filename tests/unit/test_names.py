"""Names of people: which spellings are one name, and whom a told name means."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.customers.names import LONGEST_KEY, UNNAMED, Person, Unmatched, match_name, name_key

DANA, RON, SARA, SARAH_C = (
    Person(1, "דנה לוי"),
    Person(2, "רון לוי"),
    Person(3, "Sara Cohen"),
    Person(4, "Sara Levi"),
)
NOBODY_KNOWN = Person(9, None)


@pytest.mark.parametrize(
    "spellings",
    [
        # Hebrew: points, geresh in both characters or none, maqaf, direction marks.
        ("דָּנָה לֵוִי", "דנה לוי", " דנה   לוי ", "דנה-לוי", "דנה־לוי", "\u200fדנה לוי\u200f", "דנהלוי"),
        ("ג'ורג'", "ג׳ורג׳", "גורג", "ג’ורג’"),
        ("שלֹמֹה", "שלמה"),
        # English: case, accents, hyphens, apostrophes, full width.
        ("José O'Neill-Smith", "JOSE ONEILL SMITH", "jose o’neill smith", "Jose\u0301 O'Neill-Smith"),
        ("STRASSE", "Straße"),
        ("Ｄａｎａ", "dana"),
        ("ﬁona", "Fiona"),
        ("İpek", "ipek"),
        # Arabic: vowel signs, tatweel, hamza, the two ya and ta, the letters of a Persian keyboard.
        ("مُحَمَّد عَلِيّ", "محمد علي", "محمــد علي", "محمد على"),
        ("أحمد", "احمد", "إحمد", "آحمد", "ٱحمد"),
        ("فاطمة", "فاطمه"),
        ("کریم", "كريم"),
        ("ﷲ", "الله"),
        # Russian: yo, the two ways to write the breve, case.
        ("Алёна Семёнова", "Алена Семенова", "АЛЁНА СЕМЕНОВА", "алена семе\u0308нова"),
        ("Андрей", "Андреи\u0306"),
        # Digits of any script.
        ("דנה 2", "דנה ٢", "דנה ²"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({name_key(each) for each in spellings}) == 1
    assert name_key(spellings[0]) != UNNAMED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("דנה", "דן"),
        ("דנה לוי", "דנה כהן"),
        ("Dana", "Dan"),
        ("Ron 1", "Ron 2"),
        ("Мария", "Марина"),
        ("محمد", "محمود"),
        # The vowels of Indic scripts tell names apart.
        ("रीता", "रोता"),
        # A title is a part of the name.
        ("Dr Levi", "Levi"),
        ("דנה", "Dana"),
    ],
)
def test_other_names_have_other_keys(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("name", [None, "", "  ", "***", "🙂", "\u05b8", "-", "\u200f"])
def test_what_has_no_letter_and_no_digit_is_no_name(name: str | None) -> None:
    assert name_key(name) == UNNAMED


@given(st.text(max_size=300))
def test_a_key_is_its_own_key_and_fits_its_column(name: str) -> None:
    key = name_key(name)
    assert name_key(key) == key
    assert len(key) <= LONGEST_KEY


@given(st.text(max_size=80))
def test_case_spaces_and_composition_make_no_difference(name: str) -> None:
    key = name_key(name)
    assert name_key(f"  {name}\t") == key
    assert {name_key(unicodedata.normalize(form, name)) for form in ("NFC", "NFD", "NFKC", "NFKD")} == {key}


@pytest.mark.parametrize(
    ("name", "people", "meant"),
    [
        # Nobody known yet.
        ("דנה לוי", (), Unmatched.ANOTHER),
        (None, (), Unmatched.ANOTHER),
        # The same name, however it is written and in either order.
        ("דנה לוי", (DANA, RON), DANA),
        ("דָּנָה-לֵוִי", (RON, DANA), DANA),
        ("לוי דנה", (RON, DANA), DANA),
        ("COHEN, Sara", (SARA, SARAH_C), SARA),
        # A first name that fits one person.
        ("דנה", (DANA, RON), DANA),
        ("רון", (DANA, RON), RON),
        ("sara", (DANA, SARA), SARA),
        # It is a whole word, and the first one.
        ("דן", (DANA, RON), Unmatched.ANOTHER),
        ("לוי", (DANA,), Unmatched.ANOTHER),
        # One that fits two, and one that is a whole name itself.
        ("Sara", (SARA, SARAH_C), Unmatched.ANOTHER),
        ("Sara", (SARA, Person(5, "sara")), Person(5, "sara")),
        # One person under two names is one person.
        ("Sara", (SARA, Person(3, "Sara Levi")), SARA),
        (None, (SARA, Person(3, "Sara Levi")), SARA),
        ("Sara Levi", (SARA, Person(3, "Sara Levi")), Person(3, "Sara Levi")),
        # Another person on the same number: also one with the same first name.
        ("יוסי לוי", (DANA, RON), Unmatched.ANOTHER),
        ("דנה כהן", (DANA,), Unmatched.ANOTHER),
        ("Sara Mizrahi", (SARA, SARAH_C), Unmatched.ANOTHER),
        # No name: the only person, else a question.
        (None, (DANA,), DANA),
        ("", (DANA, RON), Unmatched.UNCLEAR),
        ("🙂", (DANA,), DANA),
        # Somebody without a name is not whoever tells one.
        ("דנה", (NOBODY_KNOWN,), Unmatched.ANOTHER),
        (None, (NOBODY_KNOWN,), NOBODY_KNOWN),
        ("Алена", (Person(6, "Алёна Семёнова"), RON), Person(6, "Алёна Семёнова")),
        ("فاطمه", (Person(7, "فاطمة علي"), Person(8, "أحمد علي")), Person(7, "فاطمة علي")),
        ("احمد علي", (Person(7, "فاطمة علي"), Person(8, "أحمد علي")), Person(8, "أحمد علي")),
    ],
)
def test_a_told_name_means(name: str | None, people: tuple[Person, ...], meant: Person | Unmatched) -> None:
    assert match_name(name, people) == meant


names = st.sampled_from(["דנה", "דנה לוי", "רון", "Sara Cohen", "sara", "Алёна", "", None])


@given(names, st.lists(names, max_size=5), st.data())
def test_the_order_of_the_people_does_not_matter(
    name: str | None, known: list[str | None], data: st.DataObject
) -> None:
    # A number has one person per key, as the unique index holds.
    keys = {name_key(each): each for each in known}
    people = [Person(number, each) for number, each in enumerate(keys.values())]
    shuffled = data.draw(st.permutations(people))
    assert match_name(name, people) == match_name(name, shuffled)


@given(names, st.lists(names, max_size=5))
def test_whoever_was_added_under_a_name_is_found_by_it(name: str | None, known: list[str | None]) -> None:
    others = [Person(number, each) for number, each in enumerate(known) if name_key(each) != name_key(name)]
    if name_key(name) == UNNAMED and others:
        assert match_name(name, others) in (Unmatched.UNCLEAR, others[0])
    else:
        added = Person(100, name)
        assert match_name(name, [*others, added]) == added
