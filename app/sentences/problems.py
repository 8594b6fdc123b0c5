"""The sentences of errors, booking refusals, routing reasons and warnings, in English and Hebrew.

`{name}` is filled from the error's params. Tests check that every code of `app.errors` and every
booking reason has a sentence in both languages.
"""

from app.sentences.languages import Language
from app.sentences.sentence import Sentence

PROBLEMS: dict[str, Sentence] = {
    "internal": Sentence("Something went wrong on our side; it was logged.", "אירעה תקלה אצלנו; היא נרשמה."),
    "invalid_input": Sentence(
        "The request is not valid; `errors` lists each broken rule and its place.",
        "הבקשה אינה תקינה; השדה errors אומר מה והיכן.",
    ),
    "invalid_json": Sentence("The body is not valid JSON.", "גוף הבקשה אינו JSON תקין."),
    "not_json": Sentence(
        "The body must be JSON, sent with Content-Type: application/json.",
        "גוף הבקשה חייב להיות JSON, עם Content-Type: application/json.",
    ),
    "body_too_large": Sentence(
        "The body is too large: at most 128 KB, or 1 MB for routing rules and examples.",
        "גוף הבקשה גדול מדי: לכל היותר 128KB, או 1MB לכללי ניתוב ולדוגמאות.",
    ),
    "headers_too_large": Sentence(
        "The request line and headers are larger than 64 KB.", "שורת הבקשה והכותרות גדולות מ-64 ק״ב."
    ),
    "search_too_large": Sentence(
        "This asks for {steps} steps (calendars x seats x days x steps of the grid per day); one request may "
        "ask for {max}. Ask for fewer days or calendars, or set a coarser grid.",
        "זו בקשה של {steps} צעדים (לוחות × מקומות × ימים × צעדים ביום), ומותר {max} בבקשה אחת. "
        "בקש פחות ימים או פחות לוחות, או קבע צעד גדול יותר.",
    ),
    "too_many_at_once": Sentence(
        "This business has {max} large requests at work, as many as it may; try again shortly.",
        "לעסק כבר יש {max} בקשות גדולות בעבודה, וזה המותר; נסה שוב בעוד רגע.",
    ),
    "not_found": Sentence("There is nothing at this address.", "אין דבר בכתובת הזאת."),
    "method_not_allowed": Sentence(
        "This address does not support that method.", "הכתובת הזאת אינה מכירה את הפעולה המבוקשת."
    ),
    "unauthenticated": Sentence(
        "A valid key is required: Authorization: Bearer luach_...",
        "נדרש מפתח תקף: Authorization: Bearer luach_...",
    ),
    "forbidden": Sentence(
        "The role {role} does not allow this; the permission {permission} is required.",
        "התפקיד {role} אינו מאפשר זאת; נדרשת הרשאת {permission}.",
    ),
    "business_inactive": Sentence("This business is switched off.", "העסק הזה מושבת."),
    "unknown_business": Sentence("There is no such business.", "אין עסק כזה."),
    "unknown_calendar": Sentence("This business has no such calendar.", "לעסק אין לוח כזה."),
    "unknown_rule": Sentence("This business has no such routing rule.", "לעסק אין כלל ניתוב כזה."),
    "unknown_service": Sentence("This business has no such service.", "לעסק אין שירות כזה."),
    "unknown_series": Sentence("This business has no such series.", "לעסק אין סדרת תורים כזאת."),
    "unknown_appointment": Sentence("This business has no such appointment.", "לעסק אין תור כזה."),
    "unknown_customer": Sentence("This business has no such customer.", "לעסק אין לקוח כזה."),
    "gone": Sentence("It is no longer there.", "הפריט כבר אינו קיים."),
    "customer_merged": Sentence(
        "This customer was merged into customer {customer_id}.", "הלקוח הזה מוזג ללקוח {customer_id}."
    ),
    "customer_erased": Sentence("This customer's details were erased.", "הפרטים של הלקוח הזה נמחקו."),
    "customer_blocked": Sentence(
        "This booking cannot be made here; please contact the business.",
        "אי אפשר לקבוע את התור הזה כאן; נא לפנות לעסק.",
    ),
    "customer_exists": Sentence(
        "There is already a customer with this number and name.", "כבר יש לקוח עם המספר והשם האלה."
    ),
    "status_refused": Sentence(
        "The status cannot change from {before} to {after} here.",
        "אי אפשר לשנות כאן את הסטטוס מ-{before} ל-{after}.",
    ),
    "unknown_hold": Sentence("There is no such hold.", "אין שמירת מקום כזאת."),
    "unknown_slot": Sentence(
        "There is no such slot; slot ids come from calendar_find_slots.",
        "אין משבצת כזאת; מזהים באים מ-calendar_find_slots.",
    ),
    "limit_reached": Sentence(
        "This conversation has done this {max} times, which is the limit.",
        "השיחה הזאת כבר עשתה זאת {max} פעמים, וזה המותר.",
    ),
    "too_many_keywords": Sentence(
        "All that is active would have {count} keywords and labels; at most {max} are allowed.",
        "לכל מה שפעיל יהיו {count} מילות מפתח ותוויות; מותרות לכל היותר {max}.",
    ),
    "number_withheld": Sentence(
        "The caller's number is withheld: only what this conversation books can be moved or cancelled.",
        "המספר של המתקשר חסוי: אפשר להעביר או לבטל רק מה שנקבע בשיחה הזאת.",
    ),
    "unknown_waitlist_entry": Sentence(
        "There is no such entry on the waiting list.", "אין רשומה כזאת ברשימת ההמתנה."
    ),
    "unknown_inquiry": Sentence("There is no such inquiry.", "אין פנייה כזאת."),
    "unknown_time_off": Sentence("There is no such time off.", "אין היעדרות כזאת."),
    "unknown_tool": Sentence("There is no such tool.", "אין כלי כזה."),
    "unknown_key": Sentence("There is no such key.", "אין מפתח כזה."),
    "unknown_override": Sentence("That day has no special hours.", "ליום הזה אין שעות מיוחדות."),
    "version_mismatch": Sentence(
        "It has changed since you read it; read it again and repeat the change.",
        "הפריט השתנה מאז שקראת אותו; קרא אותו שוב וחזור על השינוי.",
    ),
    "conflict": Sentence("The current state does not allow this.", "המצב הנוכחי אינו מאפשר זאת."),
    "last_active_calendar": Sentence(
        "A business needs at least one active calendar; this is the last.",
        "לעסק חייב להיות לפחות לוח פעיל אחד; זה האחרון.",
    ),
    "last_owner_key": Sentence(
        "This is the last key of its owner or system administrator; make another one first.",
        "זה המפתח האחרון של הבעלים או של מנהל המערכת; צור קודם מפתח אחר.",
    ),
    "default_calendar_exists": Sentence(
        "The business already has a calendar with type_key 'default'.",
        "לעסק כבר יש לוח עם type_key בשם default.",
    ),
    "already_cancelled": Sentence("The appointment is already cancelled.", "התור כבר בוטל."),
    "appointment_over": Sentence("The appointment is over.", "התור כבר הסתיים."),
    "idempotency_in_flight": Sentence(
        "The first request with this Idempotency-Key is still being processed; try again shortly.",
        "הבקשה הראשונה עם ה-Idempotency-Key הזה עדיין בטיפול; נסה שוב בעוד רגע.",
    ),
    "idempotency_conflict": Sentence(
        "This Idempotency-Key was used for another request.",
        "ה-Idempotency-Key הזה שימש לבקשה אחרת.",
    ),
    "idempotency_outdated": Sentence(
        "The request with this Idempotency-Key was done, and its result has changed since.",
        "הבקשה עם ה-Idempotency-Key הזה בוצעה, ומאז התוצאה שלה השתנתה.",
    ),
    "hold_used": Sentence(
        "The hold was already used: it became an appointment.",
        "המקום השמור כבר נקבע כתור.",
    ),
    "hold_expired": Sentence("The hold has expired.", "תוקף שמירת המקום פג."),
    "series_refused": Sentence(
        "{count} of {of} appointments cannot be booked, so none was booked.",
        "אי אפשר לקבוע {count} מתוך {of} התורים, ולכן לא נקבע אף אחד.",
    ),
    "no_active_calendar": Sentence(
        "The business has no active calendar to book in.", "לעסק אין לוח פעיל לקביעת תורים."
    ),
    "booking_refused": Sentence("That time cannot be booked.", "אי אפשר לקבוע בזמן הזה."),
    "not_ready": Sentence(
        "The database is still being prepared: {waiting}.", "מסד הנתונים עדיין בהכנה: {waiting}."
    ),
    "zone_data_differ": Sentence(
        "The database and this service read this time with different time zone data; nothing was changed.",
        "מסד הנתונים והשירות קוראים את השעה הזאת לפי נתוני אזורי זמן שונים; דבר לא שונה.",
    ),
    "database_unavailable": Sentence(
        "The database does not answer. Try again shortly.", "מסד הנתונים אינו עונה. נסה שוב בעוד רגע."
    ),
    "configuration": Sentence("{problem}", "{problem}"),
}

REASONS: dict[str, Sentence] = {
    "closed_day": Sentence("The calendar is closed on that day.", "הלוח סגור ביום הזה."),
    "out_of_hours": Sentence("That time is outside the opening hours.", "הזמן הזה מחוץ לשעות הפעילות."),
    "past_date": Sentence("That time is in the past.", "הזמן הזה כבר עבר."),
    "too_soon": Sentence(
        "That time is too soon; more notice is needed.", "הזמן קרוב מדי; נדרשת התראה מוקדמת."
    ),
    "too_far": Sentence("That time is too far ahead to be booked.", "הזמן רחוק מדי לקביעה מראש."),
    "slot_taken": Sentence("That time is taken.", "הזמן הזה תפוס."),
    "day_full": Sentence("That day is fully booked.", "היום הזה מלא."),
    "calendar_unavailable": Sentence(
        "That calendar cannot be booked now: it is inactive, or its hours cannot be read (see its settings).",
        "אי אפשר לקבוע בלוח הזה כעת: הוא מושבת, או ששעות הפעילות שלו אינן קריאות; ההגדרות שלו אומרות למה.",
    ),
}

ROUTING: dict[str, Sentence] = {
    "single_match": Sentence("The words match this calendar.", "המילים מצביעות על הלוח הזה."),
    "label_match": Sentence("The label matches this calendar.", "התווית מצביעה על הלוח הזה."),
    "longest_phrase": Sentence(
        "A longer phrase outweighs another calendar's word.", "ביטוי ארוך יותר גבר על מילה של לוח אחר."
    ),
    "priority": Sentence("A rule of higher priority decided a tie.", "כלל בעדיפות גבוהה יותר הכריע."),
    "stronger_match": Sentence(
        "This calendar has more matches, or stronger ones.",
        "יותר מילים, או ברורות יותר, מצביעות על הלוח הזה.",
    ),
    "self_correction": Sentence("The customer withdrew another service.", "הלקוח חזר בו משירות אחר."),
    "answer": Sentence("It is the answer to the question that was asked.", "זו תשובה לשאלה שנשאלה."),
    "examples": Sentence(
        "It resembles earlier requests for this calendar.", "זה דומה לפניות קודמות ללוח הזה."
    ),
    "only_calendar": Sentence(
        "Nothing was named, and there is only one calendar.", "לא צוין דבר, ויש לוח אחד."
    ),
    "two_calendars": Sentence("Several calendars were named.", "צוינו כמה לוחות."),
    "label_text_conflict": Sentence(
        "The label matches one calendar, the text another.", "התווית מצביעה על לוח אחד והטקסט על אחר."
    ),
    "not_a_booking": Sentence("The request is not about a new appointment.", "הפנייה אינה לקביעת תור חדש."),
    "not_offered": Sentence(
        "The question is about something that no rule covers.", "השאלה היא על דבר שאינו מופיע באף כלל."
    ),
    "negated_only": Sentence("Everything that was named was ruled out.", "כל מה שצוין נשלל."),
    "below_threshold": Sentence(
        "The evidence is too weak for the current setting.", "מעט מדי מצביע על כך לפי ההגדרה הזאת."
    ),
    "no_match": Sentence("No rule matches the words.", "לא צוין דבר שאחד הכללים מכיר."),
    "no_calendar": Sentence("No calendar is active.", "אין לוח פעיל."),
}

WARNINGS: dict[str, Sentence] = {
    "too_short": Sentence(
        "'{keyword}' is so short that it matches by chance.", "'{keyword}' קצר כל כך שהוא יופיע גם במקרה."
    ),
    "no_letters": Sentence(
        "'{keyword}' has no letter or digit, so nothing matches it.",
        "אין ב-'{keyword}' אות או ספרה, ולכן שום דבר לא יתאים לו.",
    ),
    "common_word": Sentence(
        "'{keyword}' is an everyday word and counts for little.",
        "'{keyword}' היא מילה שכיחה בשיחה; משקלה קטן.",
    ),
    "homograph": Sentence(
        "'{keyword}' means something else in common phrases.", "ל-'{keyword}' משמעות אחרת בביטויים שכיחים."
    ),
    "shared": Sentence(
        "'{keyword}' is also in a rule of {other_calendar}: said alone, it leads to a question.",
        "'{keyword}' מופיע גם בכלל של {other_calendar}: כשאומרים רק אותו, הלקוח נשאל.",
    ),
    "equal_forms": Sentence(
        "'{keyword}' and '{other_keyword}' of {other_calendar} are forms of one word.",
        "'{keyword}' ו-'{other_keyword}' של {other_calendar} הן צורות של אותה מילה.",
    ),
    "never_matched": Sentence(
        "'{keyword}' has contributed to no answer in {days} days.",
        "'{keyword}' לא השפיע על אף תשובה ב-{days} הימים האחרונים.",
    ),
}

SERVICE_WARNINGS: dict[str, Sentence] = {
    "need_without_calendar": Sentence(
        "Need {number} has no calendar that can be booked, so the service cannot be booked.",
        "לצורך מספר {number} אין לוח שאפשר לקבוע בו, ולכן אי אפשר לקבוע את השירות.",
    ),
    "keyword_shared": Sentence(
        "'{keyword}' is also a word of the service '{other}'.",
        "'{keyword}' היא מילה גם של השירות '{other}'.",
    ),
}


def problem_text(code: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of an error or booking reason."""
    return (PROBLEMS.get(code) or REASONS[code]).render(language, params)


def routing_text(reason: str, language: Language) -> str:
    """The sentence of the reason for a routing decision."""
    return ROUTING[reason].render(language, {})


def warning_text(code: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of a warning about a routing rule."""
    return WARNINGS[code].render(language, params)


def service_warning_text(code: str, language: Language, params: dict[str, object]) -> str:
    """The sentence of a warning about a service."""
    return SERVICE_WARNINGS[code].render(language, params)
