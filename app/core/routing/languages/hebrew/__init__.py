"""Hebrew. It is written without vowels; prepositions, the article and conjunctions are prefixes."""

from app.core.routing.languages.hebrew.changes import CHANGES
from app.core.routing.languages.hebrew.classes import CLASSES
from app.core.routing.languages.hebrew.complaints import COMPLAINTS
from app.core.routing.languages.hebrew.cues import CUES
from app.core.routing.languages.hebrew.questions import QUESTIONS
from app.core.routing.languages.hebrew.selection import CLASSES as SELECTION_CLASSES
from app.core.routing.languages.hebrew.selection import SELECTION
from app.core.routing.languages.hebrew.story import STORY
from app.core.routing.languages.hebrew.trades import TRADES
from app.core.routing.languages.table import LanguageTable, merge_cues

# Trap: nearly every content word starts with a clitic letter, so a prefix is removed only where three
# letters are left. Two are enough behind the article and its kind only: כלב "dog" does not hold לב "heart".
CLITICS = (("ו",), ("כש", "ש"), ("ב", "ל", "מ", "כ"), ("ה",))

# Trap: תי and נו are missing because they are endings of verbs: ילדתי "I gave birth" is not ילדים "children".
_ENDINGS_OF_NOUNS = """
ותיהם ותיכם ותינו יהם יכם ינו ותיו ותיה ותי ייה אות יות ית יים ים ין ות יי יה יו ך ה ת י ו
"""

SUFFIXES = tuple(_ENDINGS_OF_NOUNS.split())

# "My" and "our" behind a noun that ends in ה (חתונתנו), and endings of professions (חשמלאי).
LONG_SUFFIXES = ("תנו", "תי", "תך", "תם", "אי", "אית", "אים", "יסט", "יסטית")

# Shapes of verbs and their action nouns, by conjugation: P pi'el (תיקון לתקן), Q pa'al (בדיקה לבדוק),
# H hif'il (התקנה להתקין), T hitpa'el (התעמלות). Trap: תיקון and התקנה share a root; the shape tells
# repairing from installing, so the key carries the conjugation. "ה" as tail stands for a weak third letter.
# R: nouns like pi'el's with a verb of pa'al (גיזום לגזום, ריקוד לרקוד), the infinitive and future only: חודש
# is not חידוש. Y, V, I: roots with a double י or ו inside (ציור לצייר, כיוון לכוון, ייעוץ להתייעץ). W: hollow
# ones (ריצה לרוץ, שירה לשיר). F: nouns of three letters, too short for an ending to come off (ספה ספות).
TEMPLATES = """
P:*_|CיCוC|_,ים,ין,י,ו,ך|
R:*_|CיCוC|_,ים|
R:ל|CCוC|_|
R:-ת,י,נ,א|CCוC|_|
P:*_|CיCוי|_,ים|ה
P:ל|CCC|_,ו,ה,ך,ם|
P:*_|CCCוC|_,ים,י|
P:*_|CיCCוC|_,ים,י|
P:ל|CCCC|_,ו,ה|
P:+מ|CCCC|_,ים,ת,ות|
P:-ת,י,נ,א|CCCC|_,ו,י|
P:-_|CCCC|תי,נו,תם,ו|
P:ל|CC|ות,ותו,ותה,ותם|ה
P:+מ|CCC|_,ים,ת,ות|
P:+מ|CC|ה,ים,ות|ה
P:-ת,י,נ,א|CCC|_,ו,י|
P:-ת,י,נ,א|CC|ה,ו,י|ה
P:-_|CיCC|_,תי,ת,נו,תם,ו,ה|
P:-_|CיCי|תי,ת,נו,תם|ה
P:_|CיC|ה,ו|ה
Q:*_|CCיC|ה,ת,ות|
Q:*_|CCC|ה|
Q:*_|CC|ייה,יה,יית,ית,יות|ה
Q:ל|CCוC|_,ו,ה|
Q:ל|CC|ות|ה
Q:-_|CוCC|_,ים,ת,ות|
Q:-_|CוC|ה,ים,ות|ה
Q:-ת,י,נ,א|CCוC|_|
Q:-ת,י|CCC|ו,י|
Q:-ת,י,נ,א|CC|ה,ו,י|ה
Q:-_|CCC|תי,נו,תם,ו|
Q:-נ|CCC|_,ה,ו,ים,ת|
Q:להי|CCC|_|
Q:-יי,תי|CCC|_,ו,ה|
Q:-_|CCי|תי,נו,תם|ה
Q:-_|CCוC|_,ה,ים,ות|
Q:-_|CCוי|_,ה,ים,ות|ה
P Q:_|CCC|_|
P Q T:*ת|CCוC|ת,ות|
H:*ה|CCC|ה,ת,ות|
H:*ה|וCC|ה,ת,ות|
H:*ה|CC|ה,ת,ות|
H:לה|CCיC|_,ו,ה|
H:לה|וCיC|_|
H:לה|CיC|_|
H:+מ|CCיC|_,ים,ה,ות,ו,י|
H:-ת,י,נ,א|CCיC|_,ים,ה,ות,ו,י|
H:+מ|וCיC|_,ים,ה,ות,ו,י|
H:-ת,י,נ,א|וCיC|_,ים,ה,ות,ו,י|
H:+מ|CיC|_,ים,ה,ות,ו,י|
H:-ת,י,נ,א|CיC|_,ים,ה,ות,ו,י|
H:-ה|CCיC|_,ו,ה|
H:-ה|וCיC|_,ו,ה|
H:-ה|CCC|תי,נו,תם|
H:-ה|CיC|_,ו,ה|
P T:*הת|CCC|ות|
P T:-הת|CCC|_,תי,נו,ו,ה|
P T:להת|CCC|_,ים,ת,ות|
P T:+מת|CCC|_,ים,ת,ות|
P T:-תת,ית,נת,את|CCC|_,ו,י|
P:להת|CCCC|_,ים,ת,ות|
P:+מת|CCCC|_,ים,ת,ות|
P:-הת,תת,ית,נת,את|CCCC|_,תי,נו,ו,י|
P:+מ|CוCC|_,ים,ת,ות|
P:+מ|CוCCC|_,ים,ת,ות|
Y:*_|CיוC|_,ים,י|
Y:ל|CייC|_,ו,ה|
Y:+מ|CייC|_,ים,ת,ות|
Y:-ת,י,נ,א|CייC|_,ו,י|
V:*_|CיווC|_,ים,י|
V:ל|CווC|_,ו,ה|
V:+מ|CווC|_,ים,ת,ות|
V:-ת,י,נ,א|CווC|_,ו,י|
I:*_|ייCוC|_,ים,י|
I:ל|ייCC|_,ו,ה|
I:+מ|ייCC|_,ים,ת,ות|
I:-ת,נ,א|ייCC|_,ו,י|
I:להת|ייCC|_|
I:+מת|ייCC|_,ים,ת|
I:-תת,ית,נת,את|ייCC|_,ו,י|
I:_|יוCC|_,ת,ים|
W:*_|CיC|ה,ת,ות|
W:ל|CוC|_|
W:ל|CיC|_|
F:*_|CC|ה|
F:_|CC|ות,ת|
"""

# Trap: as words of the customer these are never taken apart: שלום holds לום, היום holds יום, מספר holds ספר.
COMMON = """
אני אתה את אתם אתן אנחנו הוא היא הם הן לי לך לו לה לנו לכם לכן להם שלי שלך שלו שלה שלנו שלכם שלהם אותי אותך
אותו אותה אותנו אתכם אותם זה זאת זו אלה אלו הזה הזאת יש אין היה הייתה היו יהיה תהיה להיות כן לא אם כי אז
גם רק
עוד כבר מאוד יותר פחות הכי כל הכל משהו מישהו מישהי איזה איזו מה מי איך איפה מתי כמה למה לאן עם על של אל מן
בין
עד אחרי לפני ליד בלי בגלל כדי בשביל לגבי בנוגע לפי כמו כך ככה פה שם כאן עכשיו היום מחר מחרתיים אתמול בוקר
בבוקר
צהריים ערב בערב לילה שבוע השבוע חודש שנה יום ימים שעה שעות דקות דקה זמן בזמן פעם פעמים ראשון שני שלישי רביעי
חמישי שישי שבת שלום היי הי תודה רבה בבקשה סליחה אוקיי טוב בסדר נכון אולי בערך בטח ממש קצת הרבה צריך צריכה
צריכים
רוצה רוצים רציתי אפשר אשמח מעוניין מעוניינת מחפש מחפשת מחפשים לקבוע לתאם להזמין להגיע לבוא לדעת לשאול לקבל
לעשות
עושים עושה לקחת לתת יכול יכולה יכולים תור תורים מספר המספר טלפון כסף מחיר מחירים לכל אבל או
אך אלא
אחד אחת שניים שתיים שלוש ארבע ארבעה חמש חמישה שש שישה שבע שבעה שמונה תשע תשעה עשר עשרה עשרים שלושים שלושה
ארבעה חמישה שיש שאני שאתם שזה ישן שירות עניין דבר דברים מוקדם מאוחר קרוב רגע
הצוות פרטים
קטן קטנה קטנים קטנות גדול גדולה גדולים גדולות חדש חדשה חדשים חדשות יפה יפים טובה טובים טובות נחמד נחמדה
יקר יקרה זול זולה מהר לאט ביחד לבד בדיוק לגמרי סתם כזה כזאת כאלה אצלי אצלנו אצלך אצלכם
בשבילי בשבילנו להיכנס לצאת לחזור לדבר להגיד לראות לשמוע להבין לחשוב לשלוח לענות חשוב אפילו
כאילו בכלל תמיד אף חוץ וואו אגב
"""

# The ת of the reflexive changes places with ס, ש, צ, ז, which no row of a table shows.
IRREGULAR = """
רישום לרשום להירשם נרשמים נרשמת נרשמות נרשם נרשמה נרשמנו נרשמתי תרשמו תרשמי תרשום רושמים הרשמה ההרשמה
תספורת להסתפר הסתפר הסתפרתי מסתפר מסתפרת מסתפרים אסתפר תסתפר נסתפר יסתפר הסתפרות
תסרוקת להסתרק סירוק
עקירה עקירת עקירות לעקור עוקר עוקרים עוקרת תעקור תעקרו נעקור
ניקיון ניקוי נקיון לנקות מנקה מנקים מנקות ננקה תנקו תנקי ינקו ניקיונות
כביסה מכבסה לכבס מכבסים מכבסות תכבסו תכבסי כבסים
השכרה השכרת לשכור שוכר שוכרים שוכרת אשכור נשכור שכירה להשכיר משכירים משכיר
הלוואה הלוואות ללוות להלוות לווה לווים הלואה הלואות
משלוח משלוחים לשלוח שולחים שולח תשלחו
ליווי ללוות מלווה מלווים מלוות
חתונה חתונות להתחתן מתחתן מתחתנת מתחתנים מתחתנות נתחתן
הרזיה לרזות דיאטה דיאטנית
נגינה לנגן מנגן מנגנת מנגנים אנגן ינגן תנגן
אינסטלציה אינסטלטור אינסטלטורים
כלב כלבלב
חתול חתלתול חתולים חתולה
שיזוף להשתזף
צילום להצטלם מצטלמים לצלם מצלם מצלמת מצלמים תצלמו תצלמי נצלם אצלם צלם צלמת צלמים צלמות צילומים צילומי
שן שיניים השיניים שיניי
עין עיניים
אישה נשים
בית בתים
כלי כלים
"""

HEBREW = LanguageTable(
    code="he",
    letters="\u05d0-\u05ea\ufb1d-\ufb4f",
    fold={"ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ"},
    clitics=CLITICS,
    short_clitics=("ה", "ב", "ל", "ו"),
    suffixes=SUFFIXES,
    long_suffixes=LONG_SUFFIXES,
    citation_suffixes=("אות", "יות", "יים", "ים", "ין", "ות", "ית", "ה"),
    # Trap: כלבת "rabies" is not the dog's, רכבת "train" not the car's.
    long_citation_suffixes=("ת", "יה"),
    sounds=(("ט", "ת"), ("ק", "כ"), ("ז", "ס"), ("שׂ", "ס")),
    final_sounds=(("א", "ה"), ("ע", "ה")),
    dense=True,
    vowels="וי",
    shape_vowels="וי",
    irregular=IRREGULAR,
    own_past_endings=("תי",),
    past_endings=("תי", "נו", "תם", "תן"),
    weak_ends="האי",
    templates=TEMPLATES,
    confused="שס טת קכ כח אע אה עה בו וב צס זס דר גכ הח מנ",
    lonely=0.8,
    common=COMMON,
    glued_articles=("ה",),
    referring_clitics=("מה",),
    and_clitics=("ו",),
    cue_clitics=("ו", "ש", "כש"),
    for_words=("ל",),
    cues=merge_cues(CUES, STORY, CHANGES, COMPLAINTS, QUESTIONS, SELECTION),
    trades=TRADES,
    classes=CLASSES | SELECTION_CLASSES,
    ordinals=(
        "ראשון ראשונה הראשון הראשונה אחד אחת 1 א",
        "שני שנייה שניה השני השנייה השניה שתיים שניים 2 ב",
        "שלישי שלישית השלישי השלישית שלוש שלושה 3 ג",
        "רביעי רביעית הרביעי הרביעית ארבע ארבעה 4 ד",
        "חמישי חמישית החמישי החמישית חמש חמישה 5 ה",
        "שישי שישית השישי השישית שש שישה 6 ו",
    ),
    last="אחרון אחרונה האחרון האחרונה",
    yes="כן נכון בדיוק בטח אוקיי מאשר מאשרת סבבה",
    question_choice="לאיזה מהשירותים הכוונה: {choices}?",
    question_open="לאיזה שירות תרצו לקבוע: {choices}?",
    word_or="או",
)
