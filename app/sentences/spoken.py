"""Times and sentences that are spoken to customers, in four languages, without ids or ISO strings."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from app.sentences.languages import Language

# Channels on which customers read, so that texts of mixed direction must be isolated.
_SHOWN_ON = {"whatsapp", "web", "sms", "email"}

# First strong isolate and its end (Unicode Bidirectional Algorithm, UAX 9).
_ISOLATE, _END = "\u2068", "\u2069"

# date.weekday() counts from Monday.
_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "he": ("יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "ru": ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
}

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "he": (
        *("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני"),
        *("יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
    ),
    "ar": (
        *("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو"),
        *("يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
    ),
    "ru": (
        *("января", "февраля", "марта", "апреля", "мая", "июня"),
        *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
    ),
}

_DAY: dict[Language, str] = {
    "en": "{weekday}, {day} {month}",
    "he": "{weekday}, {day} ב{month}",
    "ar": "{weekday} {day} {month}",
    "ru": "{weekday}, {day} {month}",
}

_AT: dict[Language, str] = {"en": " at ", "he": " בשעה ", "ar": " الساعة ", "ru": ", в "}

_OR: dict[Language, str] = {"en": " or ", "he": " או ", "ar": " أو ", "ru": " или "}


class Voice(NamedTuple):
    """The language of a sentence. `shown`: the customer reads it, so inserted texts are isolated (UAX 9)."""

    language: Language
    shown: bool = False


class Say(NamedTuple):
    """A sentence in every language; the arguments fill its braces."""

    en: str
    he: str
    ar: str
    ru: str

    def __call__(self, voice: Voice, **params: object) -> str:
        texts = {name: str(value) for name, value in params.items()}
        if voice.shown:
            texts = {name: f"{_ISOLATE}{text}{_END}" for name, text in texts.items()}
        sentence: str = getattr(self, voice.language)
        return sentence.format_map(texts)


def voice_for(language: Language, channel: str) -> Voice:
    return Voice(language, channel in _SHOWN_ON)


def spoken_day(day: date, language: Language) -> str:
    """`Tuesday, 12 January`, `יום שלישי, 12 בינואר`, `الثلاثاء 12 يناير`, `вторник, 12 января`."""
    weekday, month = _WEEKDAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return _DAY[language].format(weekday=weekday, day=day.day, month=month)


def spoken_time(local: datetime, language: Language) -> str:
    """`Tuesday, 12 January at 10:00`; the datetime is already in the customer's zone."""
    return spoken_times([local], language)


def spoken_times(locals_: Sequence[datetime], language: Language) -> str:
    """`Tuesday, 12 January at 10:00 or 11:00; Wednesday, 13 January at 9:00`: each day is said once."""
    days = groupby(sorted(locals_), key=lambda local: local.date())
    return "; ".join(
        spoken_day(day, language) + _AT[language] + _OR[language].join(f"{local:%H:%M}" for local in times)
        for day, times in days
    )
