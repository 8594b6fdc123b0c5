"""Comparison of phone numbers."""

import re

PHONE_DIGITS = 9

_FEWEST_DIGITS, _MOST_DIGITS = 7, 15

_ONE_NUMBER = re.compile(r"\s*(?:tel:)?\+?[0-9 ().\-/]+")


def phone_tail(phone: str | None) -> str | None:
    """The last nine digits of a text that is one phone number, however the country is written; else None.

    `+972 50-...`, `050...` and `0097250...` have the same tail. None never means the same person.
    """
    if phone is None or not _ONE_NUMBER.fullmatch(phone):
        return None
    digits = re.sub(r"[^0-9]", "", phone)
    return digits[-PHONE_DIGITS:] if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else None


def may_be_phone(text: str | None) -> bool:
    """Whether a text has as many digits, of any script, as a phone number: `N/A` and `---` have not."""
    return sum(character.isdecimal() for character in text or "") >= _FEWEST_DIGITS
