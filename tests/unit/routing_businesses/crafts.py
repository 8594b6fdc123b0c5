# ruff: noqa: E501 (a sentence is one line)
"""Locksmith, piano house, bathhouse, car care: services singled out, left aside, told, misspelt, not offered."""

from tests.unit.routing_businesses.form import Business, cases

LOCKSMITH = Business(
    "locks_and_keys",
    {
        "open": "פריצת דלתות",
        "locks": "מנעולים",
        "keys": "שכפול מפתחות",
        "car": "רכב",
        "safe": "כספות",
        "gate": "שערים חשמליים",
    },
    [
        ("open", ["פריצה", "ננעלתי", "פתיחת דלת"], {}),
        ("locks", ["מנעול", "צילינדר", "רב בריח"], {}),
        ("keys", ["שכפול", "מפתח", "מפתחות"], {}),
        ("car", ["רכב", "שלט לרכב"], {"priority": 5}),
        ("safe", ["כספת"], {}),
        ("gate", ["שער חשמלי", "שער חניה"], {}),
    ],
    cases("""
trap | locks | את המפתח מצאתי בסוף בכיס, אז רק צילינדר חדש בבקשה
trap | safe | איבדתי מפתח בחופש, לא נורא, אני צריך לפתוח כספת במשרד
trap | locks | אני מפתח תוכנה ורוצה להחליף מנעול בבית
trap | gate | קנינו כספת אצל מישהו, עכשיו אנחנו מחפשים שער חניה
trap | keys | הרכב אצל אבא שלי, אני צריכה שכפול של מפתח הבית
negation | gate | כספת לא מעניינת אותי, אני רוצה הצעה לשער חשמלי
negation | locks | את השער אל תתקנו, רק מנעול לדלת
negation | keys | מנעול אנחנו מחליפים לבד, צריכים מכם שכפול לארבעה מפתחות
selfcorrect | safe | בהתחלה חשבנו על רב בריח, אבל ירדנו מזה, מספיק לנו כספת קטנה
selfcorrect | locks | רציתי מפתח, הפעם זה צילינדר
two | - | שתי בקשות: שכפול מפתחות, וחוץ מזה להתקין רב בריח
two | - | פעם אחת כספת ופעם שנייה שער חשמלי, אפשר באותו יום?
inflect | open | אפשר שתפרצו לי את הדלת?
inflect | keys | משכפלים אצלכם מפתחות מקודדים?
inflect | locks | כמה עולים מנעולים לדלתות פנים
typo | locks | צריכה מנאול חדש דחוף
typo | locks | צילינדד חדש לדלת כניסה בבקשה
typo | safe | כמה עולה קספת קטנה
oos_near | - | יש אצלכם ביטוח רכב?
oos_near | - | עושים גרירת רכב?
priority | car | המנעול ברכב תקוע
priority | car | אפשר שכפול למפתח של הרכב?
voice | locks | היי מה שלומכם, אני גרה בקומה שנייה ואתמול כל היום הייתי בעבודה, חזרתי בערב והילדים סיפרו לי שהדלת לא נסגרת כמו שצריך, ניסיתי להזיז ולשמן ולא עזר, בקיצור נראה לי שצריך להחליף צילינדר, מתי אפשר לבוא
"""),
)

PIANOS = Business(
    "pianos",
    {
        "tune": "Tuning",
        "piano": "Piano lessons",
        "drums": "Drum lessons",
        "guitar": "Guitar",
        "sing": "Singing",
        "room": "Rehearsal room",
    },
    [
        ("tune", ["tuning", "tune"], {}),
        ("piano", ["piano", "keyboard"], {}),
        ("drums", ["drums"], {}),
        ("guitar", ["guitar", "bass"], {}),
        ("sing", ["singing", "voice lesson"], {}),
        ("room", ["rehearsal", "band room"], {}),
    ],
    cases("""
trap | drums | We've got the piano at home already, this time it's drums
trap | sing | I'm a bass in a choir and I'd like singing lessons
trap | guitar | My wife does singing with you and loves it, I want guitar
trap | room | I sell pianos for a living, what I need is a rehearsal slot on Friday
negation | guitar | he gave up on the drums, now he wants guitar
negation | sing | the keyboard we'll learn ourselves, just singing please
negation | piano | drums are out, can we book piano?
selfcorrect | piano | Put me down for guitar, no wait, piano it is
selfcorrect | sing | I thought of drums at first... singing is what I'm after
selfcorrect | room | Could I get guitar, hmm, forget it, all I need is the band room
inflect | drums | my son is a drummer and wants to improve
inflect | sing | my daughter sings all day, could she start in May?
inflect | piano | are there any good pianists teaching at yours? looking for lessons
oos_near | - | do you sell guitar strings?
oos_near | - | can you transport a piano to Haifa?
oos_near | - | do you restring guitars?
oos_near | - | looking for piano insurance, do you do that?
two | - | piano for me and drums for my son please
trap | guitar | Sorry, laptop keyboard is broken, I want to book guitar
typo | guitar | guitr lessons for beginners please
typo | sing | signing... I mean singinng classes for adults?
"""),
)

BATHHOUSE = Business(
    "bathhouse",
    {
        "sauna": "Баня",
        "massage": "Массаж",
        "carpet": "Ковры",
        "sofa": "Диваны",
        "window": "Окна",
        "curtain": "Шторы",
    },
    [
        ("sauna", ["баня", "парная"], {}),
        ("massage", ["массаж", "разминание"], {}),
        ("carpet", ["ковёр", "ковры"], {}),
        ("sofa", ["диван", "кресло"], {}),
        ("window", ["окна"], {}),
        ("curtain", ["шторы", "занавески"], {}),
    ],
    cases("""
negation | curtain | Окна сами помоем, от вас нужны исключительно шторы
negation | sofa | Ковров у нас нет, речь о диване
negation | window | Шторы не нужны, только окна
trap | carpet | Кот дерёт диван, но чистить надо только ковёр
trap | window | Мы купили диван в августе, а сейчас нужно помыть окна
trap | massage | В прошлый раз была баня, на этот раз массаж
trap | sofa | Ковёр у бабушки, можно почистить кресло?
two | - | две просьбы: ковёр и шторы
inflect | carpet | у нас три коврика в прихожей, возьмёте?
inflect | sofa | диванчик маленький, двухместный, сколько будет?
inflect | massage | есть хороший массажист на вечер?
inflect | window | окон всего шесть, второй этаж
inflect | sauna | хотим в баню компанией, есть время в субботу?
typo | sofa | почистить девана углового
typo | carpet | кавёр три на четыре, сколько?
typo | massage | хочу на масаж спины
oos_near | - | можно перетянуть диван?
oos_near | - | вывозите старый диван?
selfcorrect | curtain | Запишите диван... нет, вру, шторы и всё
selfcorrect | massage | Мне баню, хотя знаете, лучше массаж
"""),
)

CAR_CARE = Business(
    "car_care",
    {"wash": "غسيل", "polish": "بوليش", "seats": "تنظيف فرش", "film": "تظليل", "keys": "مفاتيح"},
    [
        ("wash", ["غسيل", "شطف"], {}),
        ("polish", ["بوليش", "سيراميك"], {}),
        ("seats", ["فرش", "كراسي"], {}),
        ("film", ["تظليل", "تغليف"], {}),
        ("keys", ["مفتاح", "قفل"], {}),
    ],
    cases("""
negation | polish | الغسيل بعمله لحالي، بدي بوليش
negation | film | الكراسي نظاف، بدي بس تظليل
trap | seats | ابن عمي عمل بوليش، انا بدي تنظيف فرش
trap | wash | انا بشتغل بالقفل والحديد، بدي غسيل للسيارة
trap | film | رحت عمحل غسيل مبارح، هلا بدي تظليل
selfcorrect | seats | بدي بوليش، لا غلطت، كل اللي بدي اياه فرش
two | - | شغلتين: غسيل وتظليل
inflect | wash | بتغسلوا جيبات كبيرة؟
inflect | film | بدي أظلل القزاز من ورا
inflect | keys | ضاعوا المفاتيح، بتعملوا جداد؟
inflect | keys | بدي أغير أقفال المحل
typo | wash | قديش غصيل سيارة صغيرة
typo | polish | بدي سيرميك للسيارة
typo | film | بدي تضليل للسيارة
oos_near | - | بتغسلوا سجاد؟
oos_near | - | عندكم تأمين سيارات؟
"""),
)

CRAFTS = (LOCKSMITH, PIANOS, BATHHOUSE, CAR_CARE)
