"""Comparison of phone numbers."""

import re

PHONE_DIGITS = 9


def phone_tail(phone: str | None) -> str:
    """The digits that tell a subscriber, however the country is written: +972 50-..., 050..., 0097250..."""
    return re.sub(r"\D", "", phone or "", flags=re.ASCII)[-PHONE_DIGITS:]
