"""Phone numbers as people write them, read into E.164 with the country of the business.

The `phonenumbers` package (the Python edition of Google's libphonenumber) knows the numbering plans. It gets
digits only: what it would make of words, of letters on a keypad and of two numbers in one field is a guess.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple, NewType
from urllib.parse import unquote

from phonenumbers.phonenumber import CountryCodeSource, PhoneNumber
from phonenumbers.phonenumberutil import (
    NumberParseException,
    PhoneNumberFormat,
    PhoneNumberType,
    ValidationResult,
    format_number,
    is_possible_number_for_type_with_reason,
    is_valid_number,
    national_significant_number,
    parse,
)
from phonenumbers.shortnumberinfo import is_valid_short_number_for_region

E164 = NewType("E164", str)
"""A number in the one form in which numbers are compared: `+` and at most 15 digits (ITU-T E.164)."""

LONGEST_TEXT = 255

_SHORTEST_UNLISTED = 7

_SUBSCRIBERS = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)

# What some carriers send for a withheld number: UNAVAILABLE on the keys of a telephone. The others of its
# kind (ANONYMOUS, RESTRICTED, ...) have lengths that no number has.
_WITHHELD = "+86282452253"

# Mexico gave up the digit 1 before mobile numbers on 3 August 2019. WhatsApp still sends it.
_MEXICAN_MOBILE = re.compile(r"\+521(?=\d{10}$)")

_URI = re.compile(r"(?:tel|sips?|callto|whatsapp):(?://)?", re.IGNORECASE)

_IN_BRACKETS = re.compile(r"<([^<>]*)>")

# RFC 3966, 5.1.5: the global number that completes a local one.
_CONTEXT = re.compile(r";phone-context=(\+[\d().-]+)", re.IGNORECASE)

_EXTENSION = (
    r"(?:[\s,;(]*(?:ext(?:ension|n)?|x|доб(?:авочный)?|שלוחה|تحويلة|داخلي)[\s.:=]*|\s*\#\s*|[,;]+\s*)"
    r"\d{1,6}\)?"
)

# One number, by itself or among words that hold no other digit.
_ONE_NUMBER = re.compile(
    rf"(?:[^\d+*\#]*[^\w+*\#])?(?P<number>\+?[\s(]*\d[\d\s().·/-]*)(?P<extension>{_EXTENSION})?(?:[^\w+*\#;][^\d+*\#]*)?",
    re.IGNORECASE,
)


class PhoneReading(NamedTuple):
    """`number` is None where the text is no phone number. `by_country`: whether another country would have
    read it differently, or might have read it at all."""

    number: E164 | None
    by_country: bool


def read_phone(text: str | None, country: str | None) -> E164 | None:
    """The E.164 number that a text means in a country (ISO 3166 alpha-2; None: unknown), or None.

    A text with an international prefix means the same in every country. An extension is left out: it is not
    part of E.164, and a caller's line never shows one. None: words, a number too short or too long for its
    country, short and service numbers (`100`, `*1234`), one digit repeated, more than one number in the text.
    """
    return phone_reading(text, country).number


def same_number(one: E164 | None, other: E164 | None) -> bool:
    """Whether both are numbers, and the same one. What is unreadable is the same as nothing."""
    return one is not None and one == other


def phone_reading(text: str | None, country: str | None) -> PhoneReading:
    """As `read_phone`, and whether the country had a part in it."""
    digits = _digits(text or "")
    if digits is None:
        return PhoneReading(None, by_country=False)
    if digits.startswith("+"):
        return PhoneReading(_e164(_parsed(digits, None)), by_country=False)
    found = [number for number in _readings(digits, country) if _e164(number)]
    # Numbers of the plan go before those that merely have the length of one.
    best = next(filter(is_valid_number, found), next(iter(found), None))
    return PhoneReading(_e164(best), by_country=True)


def _readings(digits: str, country: str | None) -> Iterator[PhoneNumber]:
    """Readings of a number without `+`: as one of the country, or one after a common international prefix."""
    own = _parsed(digits, country) if country else None
    if own is not None and not _is_short(own, country or ""):
        yield own
    for prefix in ("00", "011"):
        if digits.startswith(prefix) and (foreign := _parsed("+" + digits.removeprefix(prefix), None)):
            yield foreign


def _parsed(digits: str, country: str | None) -> PhoneNumber | None:
    try:
        return parse(_MEXICAN_MOBILE.sub("+52", digits), country, keep_raw_input=True)
    except NumberParseException:
        return None


def _is_short(number: PhoneNumber, country: str) -> bool:
    """Emergency and service numbers: each country has its own behind the same digits."""
    return (
        number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
        and is_valid_short_number_for_region(number, country)
    )


def _e164(number: PhoneNumber | None) -> E164 | None:
    if number is None or not (is_valid_number(number) or _is_subscriber(number)):
        return None
    written = format_number(number, PhoneNumberFormat.E164)
    return None if written == _WITHHELD else E164(written)


def _is_subscriber(number: PhoneNumber) -> bool:
    """Whether a number that the plan does not list (new ranges, ranges for examples) has a line's length."""
    national = national_significant_number(number)
    if len(national) < _SHORTEST_UNLISTED or len(set(national)) == 1:
        return False
    possible = ValidationResult.IS_POSSIBLE
    return any(is_possible_number_for_type_with_reason(number, kind) == possible for kind in _SUBSCRIBERS)


def _digits(text: str) -> str | None:
    """The digits of the one number in a text, `+` before them where it stands there; None for no number."""
    if len(text) > LONGEST_TEXT:
        return None
    found = _ONE_NUMBER.fullmatch(_plain(_without_uri(text)))
    if found is None or _is_two(found["number"]):
        return None
    return re.sub(r"[^\d+]", "", found["number"])


def _is_two(number: str) -> bool:
    """Whether a slash stands after a whole number (`050-1234567/8`) rather than after an area code."""
    before, slash, _ = number.partition("/")
    return bool(slash) and len(re.sub(r"\D", "", before)) >= _SHORTEST_UNLISTED


def _without_uri(text: str) -> str:
    """The number of a `tel:` URI (RFC 3966), or of a `sip:` one (RFC 3261, 19.1.6)."""
    inner = _IN_BRACKETS.search(text)
    text = (inner[1] if inner else text).strip()
    scheme = _URI.match(text)
    if scheme is None:
        return text
    user = unquote(text[scheme.end() :]).partition("@")[0]
    context = _CONTEXT.search(user)
    number, semicolon, parameters = user.partition(";")
    extension = re.search(r"ext=(\d+)", parameters) if semicolon else None
    if context is not None and not number.startswith("+"):
        number = context[1] + number
    return number.partition(":")[0] + (f" ext {extension[1]}" if extension else "")


def _plain(text: str) -> str:
    """Any script's digits as ASCII, any dash as `-`, without marks that only steer the writing direction."""
    return "".join(map(_plain_character, unicodedata.normalize("NFKC", text))).strip()


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character in "\u2212\u30fc":
        return "-"
    return "" if category == "Cf" else character
