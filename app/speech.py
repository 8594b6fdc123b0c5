"""Times and sentences as they are spoken to a customer: no ids, no ISO strings."""

from datetime import date, datetime
from typing import NamedTuple

from app.texts import Language, Text

# date.weekday() counts from Monday.
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "he": ("יום שני", "יום שלישי", "יום רביעי", "יום חמישי", "יום שישי", "שבת", "יום ראשון"),
}
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "he": (
        *("ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני"),
        *("יולי", "אוגוסט", "ספטמבר", "אוקטובר", "נובמבר", "דצמבר"),
    ),
}


class Say(NamedTuple):
    """A sentence with a name; the arguments fill its braces."""

    text: Text

    def __call__(self, language: Language, **params: object) -> str:
        return self.text.render(language, params)


CALENDARS = Say(Text("You can book: {names}.", "אפשר לקבוע תור ל: {names}."))
CHOSEN = Say(Text("That is {name}.", "זה שייך ל{name}."))
OFFER = Say(Text("Free: {times}.", "יש פנוי: {times}."))
NOTHING = Say(Text("There is nothing free from {first} to {last}.", "אין שום דבר פנוי מ{first} עד {last}."))
NEXT = Say(Text("The next free time is {time}.", "הזמן הפנוי הבא הוא {time}."))
BOOKED = Say(Text("Booked: {calendar}, {time}.", "נקבע: {calendar}, {time}."))


def spoken_day(day: date, language: Language) -> str:
    """`Tuesday, 12 January` or `יום שלישי, 12 בינואר`."""
    weekday, month = _WEEKDAYS[language][day.weekday()], _MONTHS[language][day.month - 1]
    return f"{weekday}, {day.day} ב{month}" if language == "he" else f"{weekday}, {day.day} {month}"


def spoken_time(local: datetime, language: Language) -> str:
    """`Tuesday, 12 January at 10:00`; the datetime is already in the customer's zone."""
    at = "בשעה" if language == "he" else "at"
    return f"{spoken_day(local.date(), language)} {at} {local:%H:%M}"
