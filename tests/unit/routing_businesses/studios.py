# ruff: noqa: E501 (a sentence is one line)
"""Dietitian, tailor, language school, dance studio: long stories, corrections and persons in four languages."""

from tests.unit.routing_businesses.form import Business, cases

DIETITIAN = Business(
    "dietitian",
    {
        "weight": "ירידה במשקל",
        "sport": "תזונת ספורט",
        "kids": "ילדים ונוער",
        "preg": "הריון והנקה",
        "veg": "טבעונות",
        "blood": "סוכרת",
    },
    [
        ("weight", ["הרזיה", "דיאטה", "ירידה במשקל"], {}),
        ("sport", ["ספורט", "ספורטאים", "מרתון", "חדר כושר"], {}),
        ("kids", ["ילדים", "ילד", "נוער"], {"priority": 5}),
        ("preg", ["הריון", "הנקה"], {"priority": 5}),
        ("veg", ["טבעוני", "טבעונות", "צמחוני"], {}),
        ("blood", ["סוכרת", "סוכר גבוה", "כולסטרול"], {}),
    ],
    cases("""
trap | sport | הילד אצל סבתא כל השבוע אז יש לי זמן, אני מתאמן למרתון ומחפש תזונת ספורט
trap | weight | עברתי סוכרת הריון לפני עשר שנים, היום הכל תקין, אני רוצה דיאטה
trap | blood | חבר שלי טבעוני ולא מפסיק לדבר על זה, לי יש סוכרת ואני צריך תפריט
trap | veg | אני מאמן בחדר כושר, עברתי לטבעונות החודש ומחפש ליווי בטבעונות
trap | weight | לא בקטע של ספורט, אני שונא ספורט, רק הרזיה
selfcorrect | preg | אני רוצה לקבוע לדיאטה, או בעצם לא דיאטה, אני בהריון אז משהו להריון
selfcorrect | blood | הרזיה... טוב אמא אומרת שקודם נטפל בסוכרת, אז סוכרת
selfcorrect | sport | לתאם פגישה על טבעונות? לא, בעלי רוצה את זה, אני צריכה ספורט
negation | blood | דיאטה כבר ניסיתי, לא מעניין אותי יותר, הרופאה שלחה אותי בגלל כולסטרול
negation | veg | בלי שום קשר לספורט, אני צמחונית ורוצה בדיקת תפריט
inflect | weight | רוצה לרזות עשרה קילו עד החתונה
inflect | kids | הילדה שלי בת 12 ואוכלת רק פסטה, מטפלים?
inflect | preg | אני מיניקה, יש לכם מישהי שמתמחה בהנקה?
inflect | sport | אני ספורטאית, רצה עשרים קילומטר בשבוע
inflect | veg | אנחנו משפחה טבעונית, אפשר ייעוץ?
typo | weight | אשמח לדייאטה שמתאימה לי
typo | preg | תזונה בהיריון, מתי אפשר
typo | blood | יש לי צוכרת סוג 2
voice | blood | שלום שמי מאיר, אני בן שישים ושתיים, פנסיונר, תראי אני לא מאלה שהולכים לרופאים אבל אשתי לחצה עליי ועשיתי בדיקות, והרופא אמר לי תשמע מאיר המצב לא טוב, אז התחלתי ללכת ברגל כל בוקר ולאכול פחות לחם, ועכשיו אני מחפש מישהו שיבנה לי תפריט לסוכרת
voice | sport | היי זו נועה, קיבלתי את המספר מחברה שעשתה אצלכם דיאטה והיא מאוד מרוצה, אני דווקא לא צריכה לרדת, אני מתאמנת לקראת מרתון ונגמר לי הכוח אחרי שעה, אז הייתי רוצה לבוא לייעוץ על מה לאכול
two | - | אני רוצה תזונת ספורט, לא רק הרזיה
two | - | אני רוצה דיאטה והבעל צריך תפריט לסוכרת
oos_near | - | אתם עושים קייטרינג טבעוני?
"""),
)

TAILOR = Business(
    "tailor",
    {
        "hem": "Hemming",
        "suit": "Suits",
        "dress": "Bridal",
        "curtain": "Curtains",
        "zip": "Repairs",
        "school": "Sewing classes",
    },
    [
        ("hem", ["hem", "shorten"], {}),
        ("suit", ["suit", "jacket"], {}),
        ("dress", ["wedding dress", "bridal"], {"priority": 5}),
        ("curtain", ["curtains", "drapes"], {}),
        ("zip", ["zip", "repair", "patch"], {}),
        ("school", ["sewing class", "course"], {}),
    ],
    cases("""
trap | suit | Our curtains came from IKEA and they're fine, I need a suit for Friday
trap | curtain | I had a course at 6 so I couldn't call earlier, I'd like curtains made
trap | zip | My sister got her bridal gown with you last year and adored it, I just need a zip replaced
trap | school | I can shorten things myself, what I want is a sewing class
trap | hem | This time only a hem, the suit fits
negation | curtain | no suit for me, thanks, just the drapes
negation | zip | the jacket isn't the issue, I'm after a new zip for my boots
selfcorrect | suit | I want to book a hem, sorry, wrong word, a suit
selfcorrect | curtain | can I get my jacket done... oh hang on, my wife says curtains first
selfcorrect | dress | sewing class please. wait no. wedding dress fitting
inflect | hem | my trousers need hemming by Thursday
inflect | hem | can the sleeves be shortened?
inflect | zip | it needs patching on both elbows
inflect | curtain | one curtain, three metres, can you make it?
inflect | suit | we're four groomsmen, all need suits
typo | suit | looking for a new jakcet for work
typo | curtain | curtians for a bay window please
typo | dress | weding dress too long, help
voice | zip | Hi, it's Dana, so my dog got hold of my favourite ski trousers while I was out at work yesterday, I had left them on the bed which was silly, and there's now a massive hole in one knee, the rest is fine, so I was wondering if you could put a patch on it before we fly out on Sunday
voice | hem | Hello there, my name is Martin, I live round the corner, I bought some trousers online, my usual size, and when they came they were way too long, my wife says I look like a clown, so I'd like someone to shorten them, they're wool if that matters
two | - | a suit for me, not only a hem on the old one
two | - | can you take in my suit or just hem it?
two | - | a hem on my trousers and also curtains for the kitchen
oos_near | - | do you reupholster sofas or do curtains tuning?
"""),
)

LANGUAGES_SCHOOL = Business(
    "languages",
    {
        "english": "Английский",
        "hebrew": "Иврит",
        "kids": "Дети",
        "exam": "Экзамены",
        "translate": "Переводы",
        "club": "Разговорный клуб",
    },
    [
        ("english", ["английский"], {}),
        ("hebrew", ["иврит", "ульпан"], {}),
        ("kids", ["ребёнок", "дети", "школьник"], {"priority": 5}),
        ("exam", ["экзамен", "амирам"], {}),
        ("translate", ["перевод", "перевести"], {}),
        ("club", ["разговорный клуб", "клуб"], {}),
    ],
    cases("""
trap | hebrew | Дети у бабушки до вечера, хочу записаться на иврит
trap | english | Я сдал экзамен на права, теперь нужен английский
trap | translate | Муж ходит к вам на иврит, а мне нужен перевод диплома
trap | club | Английский у меня хороший, ищу разговорный клуб
negation | exam | Иврит сами подтянем, от вас требуется подготовка к экзамену
negation | hebrew | Английский не интересует, только иврит
selfcorrect | hebrew | Запишите на английский, ой, то есть на иврит
selfcorrect | club | Хотела на ульпан, но передумала, лучше клуб
selfcorrect | exam | Нужен перевод... тьфу, не перевод, экзамен амирам
inflect | english | подтянуть бы английского до нормального уровня
inflect | kids | есть группа для школьников?
inflect | translate | переводите свидетельства о рождении?
inflect | exam | готовите к экзаменам в университет?
typo | english | хочу учить анлийский с нуля
typo | hebrew | нужен эврит для работы
typo | exam | подготовка к икзамену
voice | hebrew | Добрый день, меня зовут Ирина, мы приехали полгода назад из Киева, живём в Хайфе, работаю я пока дома, дочка в садике, на работе все говорят по-английски и я справляюсь, но в банке и в поликлинике просто беда, ничего не понимаю, поэтому хочу наконец нормально заняться ивритом, лучше вечером
voice | translate | Здравствуйте, у меня такой вопрос, я собираю документы для университета, диплом у меня из Минска, апостиль уже стоит, нотариус сказал что сам не делает, и меня отправили к вам, в общем надо перевести диплом и приложение, сколько это займёт
two | - | хочу иврит, и не только английский
two | - | английский мне и иврит жене
oos_near | - | настроите пианино?
"""),
)

DANCE = Business(
    "dance",
    {"dabke": "دبكة", "ballet": "باليه", "zumba": "زومبا", "wedding": "رقصة عرسان", "kids": "أطفال"},
    [
        ("dabke", ["دبكة"], {}),
        ("ballet", ["باليه"], {}),
        ("zumba", ["زومبا"], {}),
        ("wedding", ["عرس", "رقصة عرسان"], {"priority": 5}),
        ("kids", ["أطفال", "أولاد"], {"priority": 5}),
    ],
    cases("""
trap | zumba | الأولاد عند ستهم، بدي زومبا الصبح
trap | ballet | أختي بتتعلم عندكم دبكة ومبسوطة، انا بدي باليه
trap | dabke | رحت على عرس الأسبوع الماضي وانبسطت، هلا بدي اتعلم دبكة
negation | dabke | مش عشان زومبا، بدي بس دبكة
negation | ballet | الدبكة ما بتهمني، بدي باليه
selfcorrect | zumba | سجليني باليه، لا لا قصدي زومبا
inflect | kids | في عندكم اشي للولد عمره ست سنين؟
inflect | wedding | احنا منتزوج بآب، بدنا رقصة للعرسان
typo | zumba | بدي زومبة مسا
typo | ballet | قديش درس بالية؟
two | - | بدي زومبا الي وباليه لبنتي
voice | dabke | مرحبا كيفكم، معكم سهى من شفاعمرو، انا موظفة وبخلص شغل الساعة خمسة، صارلي فترة بدي اتحرك شوي واطلع من البيت، جربت النادي وما حبيته، وصاحبتي قالتلي عن دروس دبكة عندكم، فبدي اعرف ايمتى الدروس وكم السعر
"""),
)

STUDIOS = (DIETITIAN, TAILOR, LANGUAGES_SCHOOL, DANCE)
