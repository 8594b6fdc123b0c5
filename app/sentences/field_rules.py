"""The sentences of broken field rules, in English and Hebrew. `{name}` is filled from the error's params."""

from app.sentences.languages import Language
from app.sentences.sentence import Sentence

RULES: dict[str, Sentence] = {
    "missing": Sentence("is required", "שדה חובה"),
    "unknown_field": Sentence("is not a known field", "שדה לא מוכר"),
    "too_many_fields": Sentence("must not have more than {max} fields", "יש בו יותר מ-{max} שדות"),
    "more_problems": Sentence("{count} more rules are broken", "הופרו עוד {count} כללים"),
    "empty_window": Sentence("must not end when it starts", "השעות שוות; הסיום חייב להיות אחרי ההתחלה"),
    "too_short": Sentence("must have at least {min} characters or items", "קצר מדי; לפחות {min}"),
    "too_long": Sentence("must have at most {max} characters or items", "ארוך מדי; לכל היותר {max}"),
    "too_small": Sentence("must be at least {min}", "קטן מדי; לפחות {min}"),
    "too_large": Sentence("must be at most {max}", "גדול מדי; לכל היותר {max}"),
    "not_a_number": Sentence("must be a whole number", "חייב להיות מספר שלם"),
    "not_text": Sentence("must be text", "חייב להיות טקסט"),
    "not_true_or_false": Sentence("must be true or false", "חייב להיות true או false"),
    "not_a_list": Sentence("must be a list", "חייב להיות רשימה"),
    "not_an_object": Sentence("must be an object", "חייב להיות אובייקט"),
    "not_allowed": Sentence("must be one of {expected}", "חייב להיות אחד מאלה: {expected}"),
    "bad_text": Sentence(
        "must not contain NUL or a lone surrogate (half of a character)", "מכיל תו שאינו ניתן לשמירה"
    ),
    "bad_name": Sentence("must be one line of visible characters", "חייב להיות שורה אחת של תווים נראים"),
    "bad_date": Sentence("must be a date like 2027-03-26", "חייב להיות תאריך, למשל 2027-03-26"),
    "bad_time": Sentence("must be a time like 09:30", "חייב להיות שעה, למשל 09:30"),
    "bad_instant": Sentence(
        "must be a date and time like 2027-03-26T10:00:00+03:00",
        "חייב להיות תאריך ושעה, למשל 2027-03-26T10:00:00+03:00",
    ),
    "zone_needed": Sentence(
        "needs an offset, like 2027-03-26T10:00:00+03:00; without one the time is ambiguous",
        "חסר היסט אזור זמן, למשל 2027-03-26T10:00:00+03:00",
    ),
    "nonexistent_time": Sentence(
        "does not exist in {zone}: the clocks skip it on that day",
        "אינו קיים באזור {zone}: השעון מדלג עליו באותו יום",
    ),
    "unknown_zone": Sentence("is not an IANA time zone", "אינו אזור זמן מוכר של IANA"),
    "unknown_country": Sentence("is not a country whose holidays are known", "אינו מדינה שחגיה ידועים"),
    "bad_country": Sentence("is not a country code such as IL", "אינו קוד מדינה, למשל IL"),
    "unknown_day": Sentence(
        "is not a day; days are sun, mon, tue, wed, thu, fri, sat", "אינו יום מוכר בשבוע"
    ),
    "unknown_calendar": Sentence("is not a calendar of this business", "אינו לוח של העסק הזה"),
    "end_before_start": Sentence("must be after the start", "חייב להיות אחרי ההתחלה"),
    "date_passed": Sentence("must not be in the past: today is {today}", "כבר עבר; היום {today}"),
    "in_the_past": Sentence("must be in the future", "חייב להיות בעתיד"),
    "range_too_long": Sentence("spans more than {max} days", "הטווח ארוך מ-{max} ימים"),
    "out_of_range": Sentence("must be between {min} and {max}", "חייב להיות בין {min} ל-{max}"),
    "date_out_of_range": Sentence("must be from {min} to {max}", "חייב להיות מ-{min} עד {max}"),
    "not_whole_minute": Sentence("must be a whole minute", "חייב להיות דקה שלמה, בלי שניות"),
    "not_a_window": Sentence(
        'must be a pair of times like ["09:00", "17:00"]', 'חייב להיות זוג שעות, למשל ["09:00", "17:00"]'
    ),
    "bad_time_range": Sentence(
        "must be two times like 08:00-18:00", "חייב להיות טווח שעות, למשל 08:00-18:00"
    ),
    "which_customer": Sentence(
        "is required: several customers share this phone number", "שדה חובה: כמה לקוחות חולקים את המספר הזה"
    ),
    "bad_phone": Sentence(
        "is not a phone number in the business's country", "אינו מספר טלפון במדינה של העסק"
    ),
    "bad_email": Sentence("must be an e-mail address", "חייב להיות כתובת דוא״ל"),
    "bad_duration": Sentence(
        "must be a whole number of minutes after the start, from 1 to {max}",
        "חייב להיות מספר שלם של דקות אחרי ההתחלה, מ-1 עד {max}",
    ),
    "bad_cursor": Sentence("is not a cursor of this list", "אינו סמן שהרשימה הזאת נתנה"),
    "bad_rrule": Sentence(
        "must be an RFC 5545 rule of days or longer with COUNT or UNTIL, at most {max} times",
        "חייב להיות כלל RFC 5545 עם COUNT או UNTIL, לכל היותר {max} מופעים",
    ),
    "not_installed": Sentence("needs {extra} to be installed on the server", "דורש התקנה של {extra} בשרת"),
    "service_inactive": Sentence("is not offered any more", "השירות אינו מוצע עוד"),
    "not_an_addon": Sentence("is a service, not an add-on", "זה שירות ולא תוספת"),
    "only_an_addon": Sentence("is an add-on: name a service too", "זו תוספת: יש לציין גם שירות"),
    "party_too_large": Sentence("must be at most {max} for these services", "לכל היותר {max} בשירותים האלה"),
    "not_a_candidate": Sentence("does not do these services", "הלוח אינו עושה את השירותים האלה"),
    "empty_pool": Sentence("matches no active calendar", "אינו מתאים לאף לוח פעיל"),
    "phone_required": Sentence(
        "is required: this business books only with a phone number", "נדרש מספר טלפון"
    ),
    "unknown_question": Sentence(
        "does not belong to a question that was asked here", "אינו של שאלה שנשאלה כאן"
    ),
    "either_or": Sentence("give either {one} or {other}", "יש לתת או {one} או {other}"),
    "without_price": Sentence(
        "must be left out where the kind of the price is none", "אין לתת ערך כשאין מחיר (kind הוא none)"
    ),
    "unknown_currency": Sentence("is not a currency of ISO 4217", "אינו מטבע של ISO 4217"),
    "first_need_only": Sentence(
        "is only for the calendars of the first need", "מותר רק בלוחות של הצורך הראשון"
    ),
    "named_twice": Sentence("is named twice in this need", "מופיע פעמיים בצורך הזה"),
    "own_time": Sentence("is this calendar itself", "זה הלוח הזה עצמו"),
    "takes_other_time": Sentence(
        "takes the time of another calendar itself", "הלוח הזה עצמו משתמש בזמן של לוח אחר"
    ),
    "time_is_taken_by_others": Sentence(
        "must be null: other calendars take the time of this one", "לוחות אחרים משתמשים בזמן של הלוח הזה"
    ),
    "group_shares_time": Sentence(
        "a calendar for several customers at once cannot share its time",
        "לוח לכמה לקוחות בבת אחת אינו יכול לחלוק את זמנו",
    ),
    "invalid": Sentence("is not valid", "ערך לא תקין"),
}


def rule_text(rule: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of a broken field rule."""
    return RULES.get(rule, RULES["invalid"]).render(language, params)
