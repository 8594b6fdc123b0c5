"""Phone numbers: what a text means in a country, and what means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.customers.phones import E164, phone_reading, read_phone, same_number


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        # The national form, with the trunk prefix and without it.
        ("03-1234567", "IL", "+97231234567"),
        ("050-1234567", "IL", "+972501234567"),
        ("501234567", "IL", "+972501234567"),
        ("972501234567", "IL", "+972501234567"),
        ("(212) 555-0147", "US", "+12125550147"),
        ("1 212 555 0147", "US", "+12125550147"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("07700 900187", "GB", "+447700900187"),
        ("030/123456", "DE", "+4930123456"),
        ("0151 23456789", "DE", "+4915123456789"),
        ("8 (495) 123-45-67", "RU", "+74951234567"),
        ("8 916 123 45 67", "RU", "+79161234567"),
        ("098765 43210", "IN", "+919876543210"),
        ("98765 43210", "IN", "+919876543210"),
        ("88765 43210", "IN", "+918876543210"),
        ("050 123 4567", "AE", "+971501234567"),
        ("04 123 4567", "AE", "+97141234567"),
        ("0100 123 4567", "EG", "+201001234567"),
        ("06.12.34.56.78", "FR", "+33612345678"),
        ("(11) 91234-5678", "BR", "+5511912345678"),
        ("03-1234-5678", "JP", "+81312345678"),
        ("090ー1234ー5678", "JP", "+819012345678"),
        ("06 12345678", "IT", "+390612345678"),
        ("0551234567", "SA", "+966551234567"),
        # An international prefix: the country's own, or one that is common elsewhere.
        ("+97231234567", "US", "+97231234567"),
        ("+972 (0)50-123-4567", None, "+972501234567"),
        ("(+972) 50 1234567", "IL", "+972501234567"),
        ("+44 (0)20 7946 0958", "IL", "+442079460958"),
        ("00972501234567", "IL", "+972501234567"),
        ("00 1 312 555 0147", "IL", "+13125550147"),
        ("011 972 50 123 4567", "US", "+972501234567"),
        ("011 44 20 7946 0958", "IL", "+442079460958"),
        ("00 972 50 123 4567", "US", "+972501234567"),
        ("00972501234567", None, "+972501234567"),
        ("8 10 972 50 1234567", "RU", "+972501234567"),
        ("010 972 50 123 4567", "JP", "+972501234567"),
        ("0011 972 50 123 4567", "AU", "+972501234567"),
        # Mexican mobile numbers had a 1 until 2019; other numbers keep theirs.
        ("+521 55 1234 5678", None, "+525512345678"),
        ("0052 1 55 1234 5678", "IL", "+525512345678"),
        ("+52 55 1234 5678", None, "+525512345678"),
        ("+1 521 234 5678", None, "+15212345678"),
        # A service number that the numbering plan holds is the same as itself alone.
        ("1-700-700-123", "IL", "+9721700700123"),
        ("1-800-555-0199", "US", "+18005550199"),
        # Digits of any script, marks of writing direction, blanks and dashes of any kind.
        ("٠٥٠١٢٣٤٥٦٧", "IL", "+972501234567"),
        ("+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "IL", "+971501234567"),
        ("۰۵۰-۱۲۳۴۵۶۷", "IL", "+972501234567"),
        ("０５０－１２３４５６７", "IL", "+972501234567"),
        ("＋９７２５０１２３４５６７", None, "+972501234567"),
        ("०९८७६५४३२१०", "IN", "+919876543210"),
        ("\u202a+972 50-123-4567\u202c", None, "+972501234567"),
        ("\u200e050\u20111234567\u200f", "IL", "+972501234567"),
        ("050\u00a0123\u20094567", "IL", "+972501234567"),
        ("\t050 - 123 . 4567\n", "IL", "+972501234567"),
        ("050–123—4567", "IL", "+972501234567"),
        # An extension is no part of the number.
        ("03-1234567 ext. 12", "IL", "+97231234567"),
        ("03-1234567 x12", "IL", "+97231234567"),
        ("03-1234567x12", "IL", "+97231234567"),
        ("03-1234567#12", "IL", "+97231234567"),
        ("03-1234567,,12", "IL", "+97231234567"),
        ("03-1234567 (ext 12)", "IL", "+97231234567"),
        ("03-1234567 שלוחה 12", "IL", "+97231234567"),
        ("04 123 4567 تحويلة ١٢", "AE", "+97141234567"),
        ("8 495 123-45-67 доб. 12", "RU", "+74951234567"),
        ("+1 212 555 0147 extension 5", None, "+12125550147"),
        # URIs.
        ("tel:+972-50-123-4567", None, "+972501234567"),
        ("tel:03-1234567", "IL", "+97231234567"),
        ("TEL:+1-212-555-0147;ext=5", None, "+12125550147"),
        ("tel:50-1234567;phone-context=+972", "US", "+972501234567"),
        ("tel:%2B972501234567", None, "+972501234567"),
        ("tel://+972501234567", None, "+972501234567"),
        ("sip:+972501234567@pbx.example.com", None, "+972501234567"),
        ("sips:+972501234567@10.0.0.1:5061;transport=tls", None, "+972501234567"),
        ("sip:0501234567@10.0.0.1;user=phone", "IL", "+972501234567"),
        ("sip:+12125550147;phone-context=+1@gw.example.com", "IL", "+12125550147"),
        ('"Dana 2" <sip:+972501234567@pbx.example.com>;tag=887', None, "+972501234567"),
        ("<tel:+972501234567>", None, "+972501234567"),
        ("whatsapp:+14155238886", "IL", "+14155238886"),
        # One number among words without digits.
        ("Dana: 050-1234567", "IL", "+972501234567"),
        ("050-1234567 (אמא)", "IL", "+972501234567"),
        ("נייד 050-1234567", "IL", "+972501234567"),
    ],
)
def test_a_number_is_read_as_its_country_writes_it(text: str, country: str | None, number: str) -> None:
    assert read_phone(text, country) == number


@pytest.mark.parametrize(
    ("text", "country"),
    [
        (None, "IL"),
        ("", "IL"),
        (" ", "IL"),
        *((text, "IL") for text in ("anonymous", "Restricted", "unknown", "Private", "{{user_number}}")),
        *((text, "IL") for text in ("N/A", "not given", "אין", "---", "+", "()", "0", "-1", "+972", "null")),
        # Too short or too long for the country, or for any.
        ("555-0147", "US"),
        ("12345", "DE"),
        ("1234567", "IL"),
        ("050-12345678", "IL"),
        ("+1 212 555 014", None),
        ("+97250123456789012", None),
        ("9" * 300, "IL"),
        # Without its country a national number could be anybody's.
        ("050-1234567", None),
        ("212 555 0147", "IL"),
        # Short and service numbers.
        *((text, "IL") for text in ("100", "*1234", "1-700", "*2700", "#31#", "1201")),
        *(
            (text, country)
            for text, country in (("112", "DE"), ("116117", "DE"), ("911", "US"), ("999", "GB"))
        ),
        # Stand-ins.
        *((text, "IL") for text in ("0000000", "000-0000000", "999999999", "111111111", "0000000000")),
        *((text, None) for text in ("+10000000000", "+15555555555", "+972000000000")),
        # ANONYMOUS, RESTRICTED, UNAVAILABLE, UNKNOWN and BLOCKED on a telephone's keys.
        *((text, "IL") for text in ("+266696687", "+7378742833", "+86282452253", "+8566696", "+2562533")),
        # More than one number, or other digits beside it.
        ("050-1234567 / 052-7654321", "IL"),
        ("050-1234567/052-7654321", "IL"),
        ("050-1234567, 052-7654321", "IL"),
        ("050-1234567;052-7654321", "IL"),
        ("050-1234567 052-7654321", "IL"),
        ("050-1234567\n052-7654321", "IL"),
        ("050-1234567 or 052-7654321", "IL"),
        ("050-1234567/8", "IL"),
        ("030 1234567/8", "DE"),
        ("+972501234567+972527654321", None),
        ("call after 17:00 050-1234567", "IL"),
        ("2 x 050-1234567", "IL"),
        ("0501234567;ext=x", "IL"),
        # Letters inside a number: a keypad's letters, an address.
        ("1-800-FLOWERS", "US"),
        ("dana0501234567@example.com", "IL"),
        ("sip:anonymous@anonymous.invalid", "IL"),
        ("sip:1002@pbx.example.com", "IL"),
        ("tel:7042;phone-context=example.com", "IL"),
        ("050-12E4567", "IL"),
        ("0x501234567", "IL"),
        ("١٢٣", "IL"),
    ],
)
def test_what_cannot_be_read_is_no_number(text: str | None, country: str | None) -> None:
    assert read_phone(text, country) is None


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [
        ("+1 212 555 0147", "+13125550147", "US"),
        ("+91 98765 43210", "+91 88765 43210", "IN"),
        ("+971 50 123 4567", "050 123 4567", "IL"),
        ("+972 50 123 4567", "050 123 4567", "AE"),
        ("+44 7700 900187", "+49 7700 900187", None),
        ("+7 495 123-45-67", "+1 495 123 4567", None),
        ("8 495 123-45-67", "+7 495 123-45-67", "IL"),
        ("050-1234567", "+972501234567", "US"),
        ("050-123456", "050-1234567", "IL"),
        ("02-1234567", "03-1234567", "IL"),
        ("100", "100", "IL"),
        ("anonymous", "anonymous", "IL"),
        ("*1234", "*1234", "IL"),
        ("", "", "IL"),
    ],
)
def test_two_numbers_are_the_same_only_by_their_e164(one: str, other: str, country: str | None) -> None:
    assert not same_number(read_phone(one, country), read_phone(other, country))
    assert not same_number(read_phone(other, country), read_phone(one, country))


@pytest.mark.parametrize(
    ("text", "country", "by_country"),
    [
        ("+972501234567", "IL", False),
        ("tel:+972501234567", "US", False),
        ("050-1234567", "IL", True),
        ("00972501234567", "IL", True),
        ("0000000", "IL", True),
        ("+10000000000", "IL", False),
        ("anonymous", "IL", False),
    ],
)
def test_it_is_known_whether_the_country_had_a_part(text: str, country: str, by_country: bool) -> None:
    assert phone_reading(text, country).by_country is by_country


COUNTRIES = st.sampled_from([None, "IL", "US", "GB", "DE", "RU", "IN", "AE", "EG", "FR", "BR", "JP", "AQ"])


@given(st.text(max_size=40), COUNTRIES)
def test_any_text_is_read_or_not(text: str, country: str | None) -> None:
    number = read_phone(text, country)
    assert number is None or (number[0] == "+" and number[1:].isascii() and number[1:].isdigit())


@given(st.from_regex(r"\A[+0-9 ().,;/x#*-]{3,25}\Z"), COUNTRIES)
def test_a_number_that_was_read_reads_as_itself_everywhere(text: str, country: str | None) -> None:
    number = read_phone(text, country)
    if number is not None:
        assert {read_phone(number, other) for other in (None, "IL", "US", country)} == {number}
        assert same_number(number, E164(str(number)))


_DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९")


@given(
    st.sampled_from(["03-1234567", "+1 212 555 0147", "8 495 123 45 67", "abc", "100", "0501234567,5"]),
    COUNTRIES,
    st.sampled_from(_DIGITS),
    st.sampled_from(["", " ", "\u200f", "\u202d", "\u00a0"]),
)
def test_script_and_marks_change_nothing(text: str, country: str | None, digits: str, mark: str) -> None:
    written = mark + text.translate(str.maketrans("0123456789", digits)) + mark
    assert phone_reading(written, country) == phone_reading(text, country)
