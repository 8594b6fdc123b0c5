"""What people read: a title and a sentence for every error code, in English and Hebrew.

`{name}` is filled from the error's params. A test holds that every code of `app.errors`, every rule word and
every booking reason stands here in both languages.
"""

from typing import NamedTuple

from app.sentences.languages import Language


class Text(NamedTuple):
    en: str
    he: str

    def render(self, language: Language, params: dict[str, object]) -> str:
        return (self.he if language == "he" else self.en).format_map(_Known(params))


class _Known(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"


PROBLEMS: dict[str, Text] = {
    "internal": Text("Something went wrong on our side; it was logged.", "אירעה תקלה אצלנו; היא נרשמה."),
    "invalid_input": Text(
        "The request breaks a rule; `errors` says which and where.",
        "הבקשה אינה תקינה; השדה errors אומר מה והיכן.",
    ),
    "invalid_json": Text("The body is not valid JSON.", "גוף הבקשה אינו JSON תקין."),
    "not_json": Text(
        "The body must be JSON, sent with Content-Type: application/json.",
        "גוף הבקשה חייב להיות JSON, עם Content-Type: application/json.",
    ),
    "body_too_large": Text("The body is larger than a million bytes.", "גוף הבקשה גדול ממיליון בתים."),
    "not_found": Text("There is nothing at this address.", "אין דבר בכתובת הזאת."),
    "method_not_allowed": Text(
        "This address does not know that method.", "הכתובת הזאת אינה מכירה את הפעולה המבוקשת."
    ),
    "unauthenticated": Text(
        "A valid key is needed: Authorization: Bearer luach_...",
        "נדרש מפתח תקף: Authorization: Bearer luach_...",
    ),
    "forbidden": Text(
        "The role {role} does not allow this; it needs the permission {permission}.",
        "התפקיד {role} אינו מאפשר זאת; נדרשת הרשאת {permission}.",
    ),
    "business_inactive": Text("This business is switched off.", "העסק הזה מושבת."),
    "unknown_business": Text("There is no such business.", "אין עסק כזה."),
    "unknown_calendar": Text("This business has no such calendar.", "לעסק אין לוח כזה."),
    "unknown_rule": Text("This business has no such routing rule.", "לעסק אין כלל ניתוב כזה."),
    "unknown_series": Text("This business has no such series.", "לעסק אין סדרת תורים כזאת."),
    "unknown_appointment": Text("This business has no such appointment.", "לעסק אין תור כזה."),
    "unknown_hold": Text("There is no such hold.", "אין שמירת מקום כזאת."),
    "unknown_slot": Text(
        "There is no such slot; slot ids come from calendar_find_slots.",
        "אין משבצת כזאת; מזהים באים מ-calendar_find_slots.",
    ),
    "limit_reached": Text(
        "This conversation has done that {max} times, which is as often as it may.",
        "השיחה הזאת כבר עשתה זאת {max} פעמים, וזה המותר.",
    ),
    "unknown_waitlist_entry": Text("Nobody waits there.", "אין רשומה כזאת ברשימת ההמתנה."),
    "unknown_inquiry": Text("There is no such inquiry.", "אין פנייה כזאת."),
    "unknown_time_off": Text("There is no such time off.", "אין היעדרות כזאת."),
    "unknown_tool": Text("There is no such tool.", "אין כלי כזה."),
    "unknown_key": Text("There is no such key.", "אין מפתח כזה."),
    "unknown_override": Text("That day has no hours of its own.", "ליום הזה אין שעות מיוחדות."),
    "version_mismatch": Text(
        "It was changed since you read it; read it again and repeat the change.",
        "הפריט השתנה מאז שקראת אותו; קרא אותו שוב וחזור על השינוי.",
    ),
    "conflict": Text("The present state does not allow this.", "המצב הנוכחי אינו מאפשר זאת."),
    "last_active_calendar": Text(
        "A business needs at least one active calendar; this is the last.",
        "לעסק חייב להיות לפחות לוח פעיל אחד; זה האחרון.",
    ),
    "default_calendar_exists": Text(
        "The business already has a calendar with type_key 'default'.",
        "לעסק כבר יש לוח עם type_key בשם default.",
    ),
    "already_cancelled": Text("The appointment is already cancelled.", "התור כבר בוטל."),
    "idempotency_in_flight": Text(
        "The first request with this Idempotency-Key is still at work; ask again shortly.",
        "הבקשה הראשונה עם ה-Idempotency-Key הזה עדיין בטיפול; נסה שוב בעוד רגע.",
    ),
    "idempotency_conflict": Text(
        "This Idempotency-Key was used for another request.",
        "ה-Idempotency-Key הזה שימש לבקשה אחרת.",
    ),
    "hold_used": Text(
        "The hold was taken up already: appointment {appointment_id} is booked.",
        "המקום ששמור כבר נקבע: תור {appointment_id}.",
    ),
    "hold_expired": Text("The time was kept too long and the hold ran out.", "תוקף שמירת המקום פג."),
    "series_refused": Text(
        "{count} of {of} appointments cannot be booked, so none was.",
        "אי אפשר לקבוע {count} מתוך {of} התורים, ולכן לא נקבע אף אחד.",
    ),
    "no_active_calendar": Text(
        "The business has no active calendar to book in.", "לעסק אין לוח פעיל לקביעת תורים."
    ),
    "booking_refused": Text("That time cannot be booked.", "אי אפשר לקבוע בזמן הזה."),
    "not_ready": Text(
        "The database is still being prepared: {waiting}.", "מסד הנתונים עדיין בהכנה: {waiting}."
    ),
    "database_unavailable": Text(
        "The database cannot be reached; nothing was changed. Try again shortly.",
        "אין גישה למסד הנתונים; דבר לא שונה. נסה שוב בעוד רגע.",
    ),
    "configuration": Text("{problem}", "{problem}"),
}

REASONS: dict[str, Text] = {
    "closed_day": Text("The calendar is closed on that day.", "הלוח סגור ביום הזה."),
    "out_of_hours": Text("That time is outside the opening hours.", "הזמן הזה מחוץ לשעות הפעילות."),
    "past_date": Text("That time is in the past.", "הזמן הזה כבר עבר."),
    "too_soon": Text("That time is too soon; more notice is needed.", "הזמן קרוב מדי; נדרשת התראה מוקדמת."),
    "too_far": Text("That time is too far ahead to be booked.", "הזמן רחוק מדי לקביעה מראש."),
    "slot_taken": Text("That time is taken.", "הזמן הזה תפוס."),
    "day_full": Text("That day has no more appointments to give.", "היום הזה מלא."),
    "calendar_unavailable": Text(
        "That calendar cannot be booked now: it is off, or its hours cannot be read (see its settings).",
        "אי אפשר לקבוע בלוח הזה כעת: הוא מושבת, או ששעות הפעילות שלו אינן קריאות; ההגדרות שלו אומרות למה.",
    ),
}

ROUTING: dict[str, Text] = {
    "single_match": Text("The words name this calendar.", "המילים מצביעות על הלוח הזה."),
    "label_match": Text("The label means this calendar.", "התווית מצביעה על הלוח הזה."),
    "longest_phrase": Text(
        "A longer phrase goes before another calendar's word.", "ביטוי ארוך יותר גבר על מילה של לוח אחר."
    ),
    "priority": Text("A rule of higher priority won the tie.", "כלל בעדיפות גבוהה יותר הכריע."),
    "stronger_match": Text(
        "More, or surer, speaks for this calendar.", "יותר מילים, או ברורות יותר, מצביעות על הלוח הזה."
    ),
    "self_correction": Text("The customer took another service back.", "הלקוח חזר בו משירות אחר."),
    "answer": Text("It answers the question that was asked.", "זו תשובה לשאלה שנשאלה."),
    "examples": Text("It is like earlier requests for this calendar.", "זה דומה לפניות קודמות ללוח הזה."),
    "only_calendar": Text("Nothing was named, and there is one calendar.", "לא צוין דבר, ויש לוח אחד."),
    "two_calendars": Text("Several calendars were named.", "צוינו כמה לוחות."),
    "label_text_conflict": Text(
        "The label says one calendar, the text another.", "התווית מצביעה על לוח אחד והטקסט על אחר."
    ),
    "not_a_booking": Text("This is not about a new appointment.", "הפנייה אינה לקביעת תור חדש."),
    "not_offered": Text(
        "The question is about something that no rule names.", "השאלה היא על דבר שאינו מופיע באף כלל."
    ),
    "negated_only": Text("All that was named was ruled out.", "כל מה שצוין נשלל."),
    "below_threshold": Text(
        "Too little speaks for it in this setting.", "מעט מדי מצביע על כך לפי ההגדרה הזאת."
    ),
    "no_match": Text("Nothing that a rule knows was named.", "לא צוין דבר שאחד הכללים מכיר."),
    "no_calendar": Text("No calendar is active.", "אין לוח פעיל."),
}

WARNINGS: dict[str, Text] = {
    "too_short": Text(
        "'{keyword}' is so short that it is met by chance.", "'{keyword}' קצר כל כך שהוא יופיע גם במקרה."
    ),
    "no_letters": Text(
        "'{keyword}' has no letter or digit, so nothing matches it.",
        "אין ב-'{keyword}' אות או ספרה, ולכן שום דבר לא יתאים לו.",
    ),
    "common_word": Text(
        "'{keyword}' is a word of everyday talk; it counts for little.",
        "'{keyword}' היא מילה שכיחה בשיחה; משקלה קטן.",
    ),
    "homograph": Text(
        "'{keyword}' means something else in common phrases.", "ל-'{keyword}' משמעות אחרת בביטויים שכיחים."
    ),
    "shared": Text(
        "'{keyword}' also stands in a rule of {other_calendar}: said alone, it is asked about.",
        "'{keyword}' מופיע גם בכלל של {other_calendar}: כשאומרים רק אותו, הלקוח נשאל.",
    ),
    "equal_forms": Text(
        "'{keyword}' and '{other_keyword}' of {other_calendar} are forms of one word.",
        "'{keyword}' ו-'{other_keyword}' של {other_calendar} הן צורות של אותה מילה.",
    ),
    "never_matched": Text(
        "'{keyword}' has spoken for no answer in {days} days.",
        "'{keyword}' לא השפיע על אף תשובה ב-{days} הימים האחרונים.",
    ),
}

RULES: dict[str, Text] = {
    "missing": Text("is needed", "שדה חובה"),
    "unknown_field": Text("is not a known field", "שדה לא מוכר"),
    "too_short": Text("must have at least {min} characters or items", "קצר מדי; לפחות {min}"),
    "too_long": Text("must have at most {max} characters or items", "ארוך מדי; לכל היותר {max}"),
    "too_small": Text("must be at least {min}", "קטן מדי; לפחות {min}"),
    "too_large": Text("must be at most {max}", "גדול מדי; לכל היותר {max}"),
    "not_a_number": Text("must be a whole number", "חייב להיות מספר שלם"),
    "not_text": Text("must be text", "חייב להיות טקסט"),
    "not_true_or_false": Text("must be true or false", "חייב להיות true או false"),
    "not_a_list": Text("must be a list", "חייב להיות רשימה"),
    "not_an_object": Text("must be an object", "חייב להיות אובייקט"),
    "not_allowed": Text("must be one of {expected}", "חייב להיות אחד מאלה: {expected}"),
    "bad_text": Text(
        "must not contain NUL or half a character (a lone surrogate)", "מכיל תו שאינו ניתן לשמירה"
    ),
    "bad_date": Text("must be a date like 2027-03-26", "חייב להיות תאריך, למשל 2027-03-26"),
    "bad_time": Text("must be a time like 09:30", "חייב להיות שעה, למשל 09:30"),
    "bad_instant": Text(
        "must be a date and time like 2027-03-26T10:00:00+03:00",
        "חייב להיות תאריך ושעה, למשל 2027-03-26T10:00:00+03:00",
    ),
    "zone_needed": Text(
        "needs an offset, like 2027-03-26T10:00:00+03:00: without one it is no instant",
        "חסר היסט אזור זמן, למשל 2027-03-26T10:00:00+03:00",
    ),
    "nonexistent_time": Text(
        "does not exist in {zone}: the clocks skip it on that day",
        "אינו קיים באזור {zone}: השעון מדלג עליו באותו יום",
    ),
    "unknown_zone": Text("is not an IANA time zone", "אינו אזור זמן מוכר של IANA"),
    "unknown_country": Text("is not a country whose holidays are known", "אינו מדינה שחגיה ידועים"),
    "unknown_day": Text("is not a day; days are sun, mon, tue, wed, thu, fri, sat", "אינו יום מוכר בשבוע"),
    "unknown_calendar": Text("is not a calendar of this business", "אינו לוח של העסק הזה"),
    "end_before_start": Text("must be after the start", "חייב להיות אחרי ההתחלה"),
    "in_the_past": Text("must lie in the future", "חייב להיות בעתיד"),
    "range_too_long": Text("spans more than {max} days", "הטווח ארוך מ-{max} ימים"),
    "out_of_range": Text("must be between {min} and {max}", "חייב להיות בין {min} ל-{max}"),
    "date_out_of_range": Text("lies outside the years that can be booked", "מחוץ לטווח השנים האפשרי"),
    "not_whole_minute": Text("must be a whole minute", "חייב להיות דקה שלמה, בלי שניות"),
    "not_a_window": Text(
        'must be a pair of times like ["09:00", "17:00"]', 'חייב להיות זוג שעות, למשל ["09:00", "17:00"]'
    ),
    "bad_time_range": Text("must be two times like 08:00-18:00", "חייב להיות טווח שעות, למשל 08:00-18:00"),
    "bad_email": Text("must be an e-mail address", "חייב להיות כתובת דוא״ל"),
    "bad_duration": Text(
        "must be a whole number of minutes after the start, from 1 to {max}",
        "חייב להיות מספר שלם של דקות אחרי ההתחלה, מ-1 עד {max}",
    ),
    "bad_cursor": Text("is not a cursor that this list gave", "אינו סמן שהרשימה הזאת נתנה"),
    "bad_rrule": Text(
        "must be an RFC 5545 rule of days or longer with COUNT or UNTIL, at most {max} times",
        "חייב להיות כלל RFC 5545 עם COUNT או UNTIL, לכל היותר {max} מופעים",
    ),
    "not_installed": Text("needs {extra} to be installed on the server", "דורש התקנה של {extra} בשרת"),
    "empty_pool": Text("fits no active calendar", "אינו מתאים לאף לוח פעיל"),
    "phone_required": Text("is needed: this business books only with a phone number", "נדרש מספר טלפון"),
    "unknown_question": Text("is not of a question that was asked here", "אינו של שאלה שנשאלה כאן"),
    "either_or": Text("give either {one} or {other}", "יש לתת או {one} או {other}"),
    "invalid": Text("is not valid", "ערך לא תקין"),
}


def problem_text(code: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of an error or booking reason."""
    return (PROBLEMS.get(code) or REASONS[code]).render(language, params)


def routing_text(reason: str, language: Language) -> str:
    """Why an inquiry was answered as it was."""
    return ROUTING[reason].render(language, {})


def warning_text(code: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of a warning about a routing rule."""
    return WARNINGS[code].render(language, params)


def rule_text(rule: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of a broken field rule."""
    return RULES.get(rule, RULES["invalid"]).render(language, params)
