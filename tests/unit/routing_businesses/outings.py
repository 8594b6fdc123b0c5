# ruff: noqa: E501 (a sentence is one line)
"""Boat hire, beautician, solar roofs, nursery of plants: the third batch, written before the core was tried on it."""

from tests.unit.routing_businesses.form import Business, cases

BOATS = Business(
    "boat_hire",
    {
        "kayak": "Kayaks",
        "sail": "Sailing lessons",
        "yacht": "Yacht parties",
        "dive": "Diving",
        "fish": "Fishing trips",
    },
    [
        ("kayak", ["kayak", "paddle"], {}),
        ("sail", ["sailing", "skipper course"], {}),
        ("yacht", ["yacht", "bachelorette"], {}),
        ("dive", ["diving", "snorkel"], {}),
        ("fish", ["fishing"], {}),
    ],
    cases("""
plain | kayak | two kayaks on Saturday morning please
inflect | dive | my boyfriend has never dived before, is that a problem?
inflect | fish | we'd love to fish for a couple of hours, four guys
inflect | sail | I used to sail as a teenager and want to get back into it
inflect | kayak | is kayaking ok with a seven year old?
trap | fish | The yacht next to yours looks amazing, but we're here for fishing
trap | sail | I lost my paddle last summer lol, anyway I want the sailing course
trap | dive | my sister loved her kayak trip with you, now I'd like diving for me
negation | yacht | no kayaks, we're way too lazy for that, just a yacht with music
negation | kayak | fishing isn't for me, can we do a paddle instead?
selfcorrect | dive | book me in for sailing, oh sorry, I meant diving
selfcorrect | fish | a kayak for two... nah, my husband hates it, fishing trip it is
selfcorrect | yacht | Hi, diving on Friday? Hmm actually scrap that, it's her bachelorette, so the yacht
typo | dive | snorkle trip for four?
typo | sail | saling lessons for beginners
two | - | kayaks for the kids and diving for us
oos_near | - | do you rent jet skis?
oos_near | - | can you transport my yacht to Cyprus?
notbooking | - | our fishing trip yesterday was a disaster, nobody showed up
voice | sail | Hi my name is Tom and I'm from Leeds originally, moved here in March with work, and back home I did a bit of everything on the water, I even had a little boat for a while but it was mostly sitting in the garden if I'm honest, and now that I live five minutes from the marina I have no excuses, so I'd like to sign up for the skipper course if there's one starting soon
"""),
)

BEAUTICIAN = Business(
    "beautician",
    {
        "facial": "טיפולי פנים",
        "laser": "הסרת שיער",
        "nails": "לק ג'ל",
        "brows": "עיצוב גבות",
        "lashes": "הרמת ריסים",
        "makeup": "איפור כלות",
    },
    [
        ("facial", ["טיפול פנים", "אקנה", "פילינג"], {}),
        ("laser", ["הסרת שיער", "לייזר"], {}),
        ("nails", ["לק ג'ל", "מניקור", "ציפורניים"], {}),
        ("brows", ["גבות", "מיקרובליידינג"], {}),
        ("lashes", ["ריסים"], {}),
        ("makeup", ["איפור", "כלה"], {"priority": 5}),
    ],
    cases("""
plain | nails | שלום, אפשר תור ללק ג'ל ביום חמישי?
inflect | makeup | אני צריכה שתאפרי אותי לחתונה של אחותי
inflect | nails | נשברה לי ציפורן, את יכולה לתקן לי היום?
inflect | brows | אפשר לסדר לי את הגבה? יש לי חור
trap | nails | חייבת לגבות את הטלפון ואז מגיעה, יש מקום למניקור בארבע?
trap | facial | אין לי כוח לאיפור יותר, העור שלי מלא פצעים, צריכה טיפול פנים
trap | brows | החברה שלי עושה אצלך לייזר ומרוצה, אני רוצה גבות
trap | laser | ציפורניים עשיתי לבד בבית, רוצה לייזר רגליים
negation | lashes | בלי גבות הפעם, רק ריסים
negation | facial | לק ג'ל לא מעניין אותי, אני בעניין של פילינג
selfcorrect | lashes | תקבעי לי גבות, סליחה, התכוונתי לריסים
selfcorrect | nails | רגע, לא לייזר, מה פתאום לייזר, מניקור
selfcorrect | brows | הרמת ריסים... יודעת מה, עזבי, גבות
typo | nails | מניקיור ביום ראשון
typo | laser | הסרט שיער בבית שחי
typo | brows | מיקרו בליידינג כמה עולה
typo | facial | יש לי אקנא נורא בסנטר
two | - | גם גבות וגם ריסים
voice | facial | היי אהובה מה שלומך, זאת מיכל של רונית, תקשיבי אני כבר שבועיים לא ישנה טוב, לחץ בעבודה, הבוס שלי השתגע, והכל יוצא לי על הפנים, מלא פצעונים, ביום ראשון יש לי פגישה עם משקיעים ואני נראית זוועה, בקיצור אני חייבת טיפול פנים עד סוף השבוע
notbooking | - | הלק ג'ל שעשית לי ירד אחרי יומיים
"""),
)

SOLAR = Business(
    "solar",
    {
        "panels": "Солнечные панели",
        "boiler": "Бойлеры",
        "roof": "Крыши",
        "ac": "Кондиционеры",
        "el": "Электрик",
    },
    [
        ("panels", ["солнечные панели", "панели"], {}),
        ("boiler", ["бойлер", "нагреватель"], {}),
        ("roof", ["крыша", "гидроизоляция"], {}),
        ("ac", ["кондиционер", "мазган"], {}),
        ("el", ["электрик", "проводка", "розетка"], {"priority": 5}),
    ],
    cases("""
plain | boiler | Нужен новый бойлер на 150 литров
inflect | roof | у нас протекает крышей балкон, гидроизоляцию делаете?
inflect | ac | почистить два кондиционера
inflect | el | поменять розетки в спальне
inflect | panels | хочу поставить солнечную панель на балкон
trap | boiler | Электрик уже был и сказал что проводка целая, нужен новый бойлер
trap | ac | Крышу мы сделали весной, теперь нужен кондиционер в детскую
trap | roof | Сосед ставил у вас панели и доволен, а мне нужна крыша
negation | ac | не бойлер, кондиционер течёт
negation | panels | бойлер сами поменяем, от вас только панели
selfcorrect | el | запишите на кондиционер... ой, нет, сначала электрика
selfcorrect | boiler | панели, точнее не панели, а бойлер
typo | ac | кандиционер не холодит
typo | boiler | установка болера
typo | el | электирик срочно
two | - | бойлер и кондиционер проверить
oos_near | - | а страховку крыши оформляете?
voice | roof | Здравствуйте, вас беспокоит Зинаида Павловна с третьего этажа, у меня уже второй год в углу комнаты чёрное пятно, я его и хлоркой и краской, всё бесполезно, приходил мастер от домоуправления, посмотрел и ушёл, а вчера после дождя вообще закапало прямо на телевизор, внук сказал что надо делать гидроизоляцию, так что приезжайте посмотреть
notbooking | - | вы обещали приехать к бойлеру в понедельник и никто не приехал
"""),
)

NURSERY = Business(
    "plants",
    {"trees": "أشجار", "grass": "نجيل", "water": "شبكة ري", "trim": "تقليم", "design": "تصميم حدائق"},
    [
        ("trees", ["شجر", "أشجار", "زيتون"], {}),
        ("grass", ["نجيل", "عشب"], {}),
        ("water", ["ري", "شبكة ري", "تنقيط"], {}),
        ("trim", ["تقليم", "تقنيب"], {}),
        ("design", ["تصميم", "تنسيق حدائق"], {}),
    ],
    cases("""
plain | grass | بدي نجيل للجنينة، خمسين متر
ambiguous | - | بدي حدا يقلم الشجر قبل الشتا
inflect | trees | بدي شجرتين ليمون
inflect | design | بتصمموا حدائق صغيرة؟
trap | water | اخوي زرع عندكم نجيل ومبسوط، انا بدي شبكة ري
trap | trees | التقليم عملناه لحالنا، بدنا أشجار زيتون
negation | design | مش نجيل، بدي تصميم
selfcorrect | grass | بدي تنقيط، لا عفوا، نجيل
two | - | بدي نجيل وشبكة ري
oos_near | - | عندكم نقل أشجار؟
"""),
)

OUTINGS = (BOATS, BEAUTICIAN, SOLAR, NURSERY)
