# ruff: noqa: E501 (a sentence is one line)
"""Businesses and sentences of our own, as customers say them, each with the calendar that is right or None to ask.

Each business has its calendars as key -> (name, priority) and its rules as (calendar, keywords, options).
"""

from dataclasses import dataclass, field
from typing import Any

from app.routing.matcher import CompiledRules, compile_rules
from app.routing.model import Calendar, Rule


@dataclass(frozen=True)
class Case:
    kind: str
    expect: str | None
    text: str
    label: str | None = None
    channel: str = "whatsapp"


@dataclass(frozen=True)
class Business:
    key: str
    calendars: dict[str, str]
    rules: list[tuple[str, list[str], dict[str, Any]]]
    cases: list[Case]
    inactive: tuple[str, ...] = field(default=())

    def compiled(self) -> CompiledRules:
        calendars = [
            Calendar(key, name, is_active=key not in self.inactive) for key, name in self.calendars.items()
        ]
        rules = [
            Rule(f"{self.key}-{number}", calendar, keywords=tuple(keywords), **options)
            for number, (calendar, keywords, options) in enumerate(self.rules)
        ]
        return compile_rules(calendars, rules)


def cases(kinds_and_texts: str) -> list[Case]:
    """Lines "kind | calendar or - | text | label"."""
    found = []
    for line in kinds_and_texts.strip().splitlines():
        kind, expect, text, *label = (part.strip() for part in line.split(" | "))
        found.append(Case(kind, None if expect == "-" else expect, text, label[0] if label else None))
    return found


VET = Business(
    "vet",
    {
        "vaccine": "חיסונים",
        "surgery": "ניתוחים",
        "dental": "ניקוי שיניים",
        "checkup": "בדיקה כללית",
        "xray": "צילומי רנטגן",
        "home": "ביקורי בית",
    },
    [
        ("vaccine", ["חיסון", "כלבת", "משושה", "вакцинация", "vaccination"], {"labels": ("חיסון",)}),
        ("surgery", ["ניתוח", "סירוס", "עיקור"], {"labels": ("ניתוח",)}),
        ("dental", ["ניקוי שיניים", "אבן שן"], {"labels": ("שיניים",)}),
        ("checkup", ["בדיקה כללית", "לבדוק", "הקאות", "שלשול", "צולע"], {"labels": ("בדיקה",)}),
        ("xray", ["רנטגן", "צילום"], {"labels": ("רנטגן",)}),
        ("home", ["ביקור בית", "עד הבית"], {}),
    ],
    cases("""
notbooking | - | הכלב קיבל אצלכם חיסון ומאז הוא לא אוכל, מישהו יכול לחזור אליי?
notbooking | - | רציתי לדעת אם התוצאות של הצילום הגיעו
notbooking | - | שכחתי את הפנקס חיסונים אצלכם
notbooking | - | אני לא אספיק להגיע לניתוח מחר בבוקר
notbooking | - | איך להכין את החתולה לעיקור?
selfcorrect | dental | אני רוצה בדיקה כללית, או בעצם... ניקוי שיניים, כן ניקוי שיניים
negation | checkup | היא כבר מחוסנת, אז לא חיסון, רק בדיקה כללית בבקשה
negation | surgery | אין צורך בצילום, הרופא כבר אמר שצריך ניתוח
two | - | עיקור לחתולה וחיסון לכלב, אפשר באותו יום?
plain | vaccine | היי, צריך לקבוע חיסון לגורה שלי
prefix | vaccine | הגיע מכתב מהעירייה על הכלבת, מתי אפשר לבוא
inflect | vaccine | רוצה לחסן שני גורים בני חודשיים
oos_near | - | מחסנים אצלכם גם ארנבים?
inflect | vaccine | מתי מחסנים נגד כלבת?
inflect | surgery | מתי אפשר לסרס חתול בן חצי שנה?
inflect | surgery | כמה עולה לעקר כלבה של 20 קילו
typo | vaccine | צריכה חיסוון לכלבה דחוף
typo | surgery | כמה עולה סירווס לחתול
plain | dental | יש לו ריח מהפה, הרופאה אמרה שצריך ניקוי שיניים
inflect | dental | אפשר לנקות לו את השיניים בלי הרדמה?
specific | dental | מלא אבן שן מאחורה, מתי יש תור
plain | checkup | הכלב צולע מאתמול על רגל ימין
prefix | checkup | יש לה שלשולים והקאות מהבוקר, אפשר להביא אותה?
plain | xray | הווטרינר בצפון ביקש רנטגן של האגן
inflect | xray | צריך לצלם לו את הכתף, אתם עושים את זה?
negation | vaccine | לא ניתוח, רק חיסון שנתי
negation | xray | לא צריכה בדיקה כללית, רק צילום לרגל הקדמית
negation | - | אנחנו כבר לא רוצים את העיקור, תודה
selfcorrect | vaccine | תקבע לי סירוס ליום שני... אה לא סליחה, חיסון התכוונתי
selfcorrect | surgery | רנטגן, בעצם לא רנטגן, הרופא אמר ישר ניתוח
selfcorrect | dental | אני צריכה חיסון לחתולה, רגע לא, חיסון עשינו בחורף, ניקוי שיניים
two | - | אפשר גם חיסון וגם ניקוי שיניים באותו יום?
two | - | צריך סירוס לחתול וחיסון לכלב
notbooking | - | הניתוח שעשיתם לחתול נפתח לו ואף אחד לא עונה לי בטלפון
notbooking | - | יש לי תור לחיסון מחר, אפשר להזיז את התור ליום ראשון?
notbooking | - | לבטל בבקשה את החיסון של מחר
notbooking | - | כמה זמן אחרי העיקור מותר לה להתקלח?
notbooking | - | החיוב על הרנטגן היה כפול, אני דורש החזר
inactive | - | אפשר ביקור בית לכלב זקן?
oos_far | - | יש לכם תורים לרופא ילדים?
oos_near | - | אתם מוכרים שקים של אוכל רפואי?
trap | xray | מדברת שרית שיניים, רציתי לקבוע רנטגן לכלב
trap | vaccine | רק רציתי לבדוק משהו לגבי מחיר של חיסון כלבת
voice | checkup | שלום אה מדבר אבי מרמת גן, תשמעי הכלב שלנו הוא לברדור בן שמונה והוא מאתמול לא אוכל כלום, ניסינו לתת לו אורז ועוף ולא נגע בזה, ובלילה היו לו הקאות פעמיים והוא שוכב כל היום, אז רציתי לדעת אם אפשר לבוא היום אחרי ארבע שמישהו יראה אותו כי אנחנו ממש מודאגים
voice | vaccine | היי מה נשמע, אז ככה אימצנו לפני שבועיים גורה מהעמותה, אמרו לנו שעשו לה תולעים אבל שאת החיסון השני צריך לעשות אצל וטרינר בעוד איזה שבוע, היא קטנה כזאת ארבעה קילו ובריאה לגמרי, אז מתי כדאי לבוא ומה צריך להביא איתנו
mixed | vaccine | Здравствуйте, нужна вакцинация для котёнка
inflect | vaccine | Можно привить щенка в пятницу? Вакцинацию ещё не делали
plain | vaccine | hi, is there a slot for a vaccination for my kitten on Sunday?
label | surgery | כן, ביום חמישי | ניתוח עיקור
label | vaccine | בן שלוש, לברדור | חיסון
conflict | - | צריך רנטגן לרגל | חיסון
"""),
    inactive=("home",),
)

RESTAURANT = Business(
    "restaurant",
    {
        "table": "Tables",
        "private": "Private Dining",
        "catering": "Catering",
        "class": "Cooking Classes",
        "wine": "Wine Cellar Tours",
    },
    [
        (
            "table",
            ["table", "reservation", "dinner", "lunch", "brunch", "столик", "שולחן"],
            {"labels": ("table",)},
        ),
        (
            "private",
            ["private room", "private dining", "chef's table"],
            {"labels": ("private dining",), "priority": 5},
        ),
        ("catering", ["catering", "buffet", "кейтеринг", "קייטרינג"], {"labels": ("catering",)}),
        ("class", ["cooking class", "workshop", "learn to cook"], {"labels": ("class",)}),
        ("wine", ["wine tasting", "tasting", "cellar"], {"labels": ("wine tasting",)}),
    ],
    cases("""
notbooking | - | We were at your wine tasting last night and the guide was incredibly rude to my wife
notbooking | - | Is the private room booked for us on the 12th? The name is Cohen
notbooking | - | Can I bring my own cake to the table?
notbooking | - | how do I get an invoice for the catering?
notbooking | - | we're running late for our 7pm table
selfcorrect | catering | A table for forty. Haha no, obviously not a table, I mean catering
negation | table | No workshop for us, we'd just like dinner
two | - | lunch on Friday and then the tasting after
plain | table | Hi, can I get a table for four tonight around 8?
plain | table | do you have anything for dinner on saturday, two people
inflect | table | could we push two tables together for ten of us on Friday?
typo | table | Lookin for a tabel for two on friday
typo | catering | we need catring for about 60 guests in June
plain | catering | what are your prices for a buffet for a hundred people
inflect | catering | do you cater small weddings at home?
plain | class | I'd like to join the cooking class next month
inflect | class | Are there any pasta workshops coming up?
inflect | class | my boyfriend wants to learn how to cook, is there a spot on Thursday?
plain | wine | Two spots for the wine tasting please
inflect | wine | Do you still do those tastings in the cellars downstairs?
priority | private | a table for 14 in the private room for my dad's 70th
specific | private | could we book the chef's table next Friday?
negation | catering | I don't need a table, I need catering for an office party
negation | wine | not the cooking class, just the tasting please
negation | - | we no longer need the catering, thanks anyway
selfcorrect | wine | book me a table for Friday, no wait sorry, the wine tasting
selfcorrect | table | I want the tasting... actually never mind that, just dinner for two
selfcorrect | class | we'd like a wine tasting, hang on, my sister is pregnant, so the cooking class instead
two | - | I need a table for tonight and also a quote for catering
two | - | Could we do the cooking class first and then dinner for six?
notbooking | - | The catering was an hour late and half of it was cold. We want a refund.
notbooking | - | I have a reservation for tonight under Miller, can we make it 9 instead?
notbooking | - | need to cancel my table for tomorrow
notbooking | - | I left my umbrella at your place after the tasting yesterday
notbooking | - | what time do you close on sundays?
oos_far | - | Do you repair coffee machines?
oos_near | - | do you deliver pizza to Brooklyn?
trap | wine | I put it on the table at home and can't find it, anyway, is there a tasting this week?
trap | table | My name is Tom Cellar, I'd like a table for two
ambiguous | - | Hi, I'd like to book something for my wife's birthday
voice | catering | Hello, yes, this is Margaret from the law office around the corner, so we're doing a little thing for one of our partners who's retiring, it's going to be about forty people, maybe forty five, and we don't want to go anywhere, we'd rather have the food brought to us, something like you did for the bank next door, they told me your catering was wonderful, so could somebody call me about menus and prices
voice | table | Hi um so we're coming in from out of town next weekend, it's my parents and my husband and the two kids, one of them is in a high chair, and my dad uses a wheelchair so we'd need something without steps, we were hoping for an early dinner on the Saturday, like half past five or six, would that be at all possible
mixed | table | Добрый вечер, можно заказать столик на двоих?
plain | table | אפשר לשמור שולחן לשישה ביום חמישי בערב?
plain | catering | נשמח להצעת מחיר לקייטרינג לברית
label | table | four people, outside if possible | table reservation
label | catering | about eighty guests | catering
conflict | - | two for the wine tasting | catering
"""),
)

TUTOR = Business(
    "tutor",
    {
        "math": "Математика",
        "english": "Английский язык",
        "exam": "Подготовка к ЕГЭ",
        "music": "Фортепиано",
        "speech": "Логопед",
    },
    [
        ("math", ["математика", "алгебра", "геометрия", "מתמטיקה", "math"], {"labels": ("математика",)}),
        ("english", ["английский", "разговорный английский", "אנגלית"], {"labels": ("английский",)}),
        ("exam", ["ЕГЭ", "ОГЭ", "подготовка к экзамену"], {"labels": ("экзамен",), "priority": 5}),
        ("music", ["фортепиано", "пианино", "сольфеджио"], {"labels": ("музыка",)}),
        ("speech", ["логопед", "речь", "диагностика речи"], {"labels": ("логопед",)}),
    ],
    cases("""
notbooking | - | Репетитор по математике вчера так и не подключился к уроку
notbooking | - | Сын сегодня не придёт на английский, температура
notbooking | - | какую книгу купить для занятий английским?
selfcorrect | speech | нам бы английский, вернее не английский, а логопеда
negation | music | Никакой математики, хотим только пианино
plain | math | Здравствуйте, ищу репетитора, математика, седьмой класс
inflect | math | Дочке нужна помощь с алгеброй, отстала за лето
inflect | math | не успевает по математике, можно два раза в неделю?
typo | math | нужны занятия по матиматике для сына
typo | english | хочу подтянуть англиский перед поездкой
inflect | english | Сколько стоит час английского для взрослых?
inflect | english | хотим заниматься разговорным английским вдвоём с мужем
inflect | music | сын хочет играть на пианино, ему шесть
inflect | music | есть ли уроки фортепиано для взрослых новичков
inflect | speech | запишите ребёнка к логопеду, не выговаривает р
plain | speech | можно узнать, когда логопед принимает
priority | exam | нужна подготовка к ЕГЭ по математике
priority | exam | готовимся к ОГЭ, английский, осталось три месяца
negation | english | математика не нужна, только английский
negation | music | Не логопед, нам нужен учитель фортепиано
negation | - | мы больше не хотим заниматься музыкой на пианино, спасибо за всё
selfcorrect | english | запишите на математику в среду, ой нет, извините, на английский
selfcorrect | music | нам нужен логопед, то есть нет, логопед у нас уже есть, фортепиано
selfcorrect | math | английский по вторникам, хотя нет, лучше геометрию
two | - | нужны математика и английский, оба предмета для одного ребёнка
two | - | Хочу записать дочь на сольфеджио, а сына к логопеду
notbooking | - | Преподаватель английского опоздал на полчаса и ещё нахамил, верните деньги
notbooking | - | хочу отменить завтрашнюю математику
notbooking | - | У меня запись к логопеду в четверг, можно перенести на пятницу?
notbooking | - | оплатила математику за месяц, а чек не пришёл
notbooking | - | вы работаете на майские праздники?
oos_near | - | у вас есть китайский для начинающих?
oos_far | - | сколько стоит помыть машину?
trap | english | Меня зовут Ольга Логопед, фамилия такая смешная, хочу английский для себя
trap | math | у нас дома стоит пианино, но сейчас срочно нужна геометрия
ambiguous | - | хочу записать ребёнка на занятия
voice | speech | Алло, добрый день, я по поводу сына, ему пять с половиной, в садике воспитательница говорит что он плохо говорит, р не произносит и шипящие путает, мы сначала думали само пройдёт, а теперь скоро в школу, подруга посоветовала вашего логопеда, вот хотела спросить когда можно прийти на первую встречу и сколько это длится
voice | math | Здравствуйте, это мама Кирилла, он у вас не учился ещё, значит смотрите, он в восьмом классе, по русскому всё отлично, по истории тоже, а вот геометрия это просто беда, две двойки за четверть, учитель говорит что он не понимает с самого начала, нам бы кого-то терпеливого, лучше по вечерам после шести
plain | math | שלום, מחפשים מורה למתמטיקה לילד בכיתה ו
inflect | english | אפשר שיעור באנגלית אונליין?
plain | math | hi, do you teach math in English?
label | music | по субботам утром | уроки фортепиано
label | english | для взрослого, с нуля | английский
conflict | - | нужна алгебра для девятого класса | английский
"""),
)

NOTARY = Business(
    "notary",
    {
        "translation": "ترجمة مصدقة",
        "power": "وكالات",
        "will": "وصايا وإرث",
        "property": "عقود عقارات",
        "marriage": "عقود زواج",
    },
    [
        ("translation", ["ترجمة", "تصديق ترجمة", "שירותי תרגום", "תרגום"], {"labels": ("ترجمة",)}),
        ("power", ["وكالة", "توكيل", "ייפוי כוח"], {"labels": ("وكالة",)}),
        ("will", ["وصية", "إرث", "حصر إرث", "צוואה"], {"labels": ("وصية",)}),
        ("property", ["عقد بيع", "شقة", "طابو", "דירה"], {"labels": ("عقار",)}),
        ("marriage", ["عقد زواج", "اتفاقية مالية", "زواج"], {"labels": ("زواج",)}),
    ],
    cases("""
notbooking | - | وقعت الوكالة عندكم الأسبوع الماضي ولسا ما وصلتني النسخة
notbooking | - | كيف أدفع ثمن الترجمة؟ بقدر بالفيزا؟
plain | translation | مرحبا بدي ترجمة لشهادة الميلاد
prefix | translation | قديش سعر الترجمة للصفحة؟
inflect | translation | عندي شهادات جامعة لازم تترجموها للعبري
inflect | translation | بدي أترجم رخصة السواقة
plain | power | محتاج وكالة عامة لأخوي اللي بالأردن
prefix | power | جاي عشان توكيل للمحامي
inflect | power | بدي أعمل وكالتين، وحدة إلي ووحدة لمرتي
typo | power | لازمني توكييل للبنك
plain | will | أبوي بده يكتب وصية، متى فيكم تستقبلونا
prefix | will | بخصوص الوصية تبعت جدي
inflect | will | عندكم موعد لحصر الإرث هالأسبوع؟
plain | property | بدنا نوقع عقد بيع لشقة بحيفا
prefix | property | اشترينا بيت وبدنا نسجله بالطابو
plain | marriage | انا وخطيبي بدنا اتفاقية مالية قبل العرس
prefix | marriage | شو لازم نجيب معنا لعقد الزواج؟
negation | power | ما بدي ترجمة، بس وكالة
negation | will | مش عقد زواج، وصية
negation | - | خلص ما بدنا الوكالة، شكرا
selfcorrect | will | بدي موعد لوكالة، لا عفوا، وصية
selfcorrect | translation | احجزلي وكالة للأحد، لا لا قصدي ترجمة
selfcorrect | power | بدي ترجمة... لحظة، الترجمة عملتها قبل، بدي توكيل
two | - | بدي ترجمة شهادة وكمان وكالة للسفارة
two | - | ممكن وصية وعقد زواج بنفس الموعد؟
notbooking | - | الترجمة اللي استلمتها فيها غلط بالاسم وما حدا بيرد عليي
notbooking | - | بدي ألغي موعد الوكالة تبع بكرا
notbooking | - | عندي موعد للوصية الأحد، ممكن أغير الموعد؟
notbooking | - | لأي ساعة بتضلكم فاتحين؟
notbooking | - | وين مكتبكم بالزبط؟
oos_near | - | بتعملوا طلاق؟
oos_far | - | عندكم تصليح جوالات؟
trap | property | صاحبي قلي إنكم شاطرين، انا بدور على حدا يفحصلي عقد بيع
ambiguous | - | بدي أحجز موعد عند الكاتب العدل
voice | power | مرحبا يعطيك العافية، معك أبو خالد من الناصرة، شوف يا أخي أنا ابني مسافر بألمانيا وعنده سيارة هون وبدنا نبيعها، وهو ما بقدر يجي قبل الصيف، فقالولي لازم يكون في توكيل رسمي عشان أقدر أوقع عنه، بس مش عارف إذا هو لازم يكون موجود ولا بكفي هويته، ممكن أجيكم بكرا الصبح
plain | translation | שלום, צריכה תרגום נוטריוני לתעודת לידה
inflect | will | אבא שלי רוצה לערוך צוואה, אפשר לתאם?
label | translation | شهادة ميلاد من صفحتين | ترجمة شهادات
label | power | بكرا الصبح اذا ممكن | وكالة
conflict | - | بدي أكتب وصية | ترجمة
"""),
)

BUSINESSES = (VET, RESTAURANT, TUTOR, NOTARY)
