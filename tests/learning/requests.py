"""Sentences of the customers of four businesses, each with the calendar that it is about."""

from dataclasses import dataclass

from app.core.routing.examples.examples import Example


@dataclass(frozen=True)
class Requests:
    """`new`: (text, calendar, or None if it is about none of them); no example has one of these texts."""

    said: dict[str, str]
    new: list[tuple[str, str | None]]

    @property
    def calendars(self) -> list[str]:
        return list(self.said)

    @property
    def examples(self) -> list[Example]:
        return [
            Example(line.strip(), calendar)
            for calendar, lines in self.said.items()
            for line in lines.strip().splitlines()
        ]


CLINIC = Requests(
    {
        "vaccine": """
            הגיע הזמן לזריקה השנתית של הכלב
            קיבלתי תזכורת שהכלבה צריכה כלבת
            הגור בן חודשיים, מתי הזריקה הראשונה שלו?
            אפשר לבוא לזריקה של החתול?
            פנקס החיסונים אומר שאנחנו באיחור
            הכלב צריך זריקה נגד כלבת לפני הטיסה
            אימצנו גורה ואין לה שום זריקה
            הזריקה המשושה של הכלב נגמרת החודש
            צריך זריקה שנייה לגור
            העירייה שלחה מכתב על הכלבת
            החתולה לא קיבלה זריקה שנתיים
            רוצה לקבוע זריקה לגור החדש
        """,
        "grooming": """
            הכלב נהיה שטיח, צריך לקצר לו את השיער
            אפשר לגזור לפודל ציפורניים ולספר אותו?
            הפרווה שלו כולה קשרים
            הכלבה מסריחה, צריך מקלחת ומסרק
            לקצר את הפרווה לקראת הקיץ
            כמה עולה לספר פודל גדול?
            הציפורניים שלו ארוכות ושורטות
            רוצה לרחוץ ולסרק את השיצו שלנו
            השיער נכנס לו לעיניים
            צריך לסרק את הפרווה, הכול קשרים
            אפשר לגלח את החתול? הפרווה מסובכת
            מקלחת ומסרק לגולדן
        """,
        "surgery": """
            הרופא אמר שצריך לסרס את הכלב
            כמה זמן היא צריכה צום לפני העיקור?
            יש לו גוש בבטן שצריך להוציא
            רוצים לעקר את החתולה
            הכלב בלע גרב ואמרו שצריך לפתוח
            הוצאת הגידול שדיברנו עליו
            לסרס שני חתולים ביחד
            הווטרינר שלח אותנו להוציא את הגוש
            מתי אפשר לעקר גורה בת חצי שנה?
            הסירוס של רקסי
            להוציא לו שן שבורה בהרדמה
            צריך לעקר כלבה אחרי ייחום
        """,
    },
    [
        ("הגור החדש צריך זריקה נגד כלבת", "vaccine"),
        ("הפרווה של הפודל כולה קשרים, צריך לסרק", "grooming"),
        ("רוצים לסרס את שני החתולים שלנו", "surgery"),
        ("יש לכם חניה?", None),
        ("כמה עולה משלוח של ספרים לתל אביב?", None),
        ("אני צריך לדבר עם מישהו על החשבון", None),
    ],
)

GARAGE = Requests(
    {
        "brakes": """
            it squeals every time I slow down
            the pedal goes all the way to the floor
            my car shakes when I stop at a light
            there's a grinding noise when I hit the pedal
            it takes forever to stop lately
            the pedal feels spongy when I stop
            squealing from the front wheels when slowing down
            grinding when I stop, pads are probably gone
            the handbrake doesn't hold on a hill
            the warning light for stopping came on, pedal is soft
        """,
        "tyres": """
            I've got a flat on the left side
            there's a nail in the rubber and it's losing air
            winter ones need to go on before the snow
            the rubber is worn down to nothing
            it keeps losing air every two days
            swap my summer wheels for the winter set
            got a puncture on the motorway
            air pressure light won't go away
            one wheel is flat again this morning
            need four new ones, the tread is gone
        """,
        "battery": """
            it won't crank in the morning, just clicks
            I have to jump start it every day
            left the lights on and now it is dead
            dead this morning, needed a jump from the neighbour
            just clicks when I turn the key
            the starter only clicks on cold mornings
            needs a jump start again, second time this week
            everything goes dim when I turn the key
            no power at all, it is completely dead
            it was dead after two weeks in the airport car park
        """,
    },
    [
        ("it only clicks when I turn the key, completely dead", "battery"),
        ("the left wheel is losing air, there's a nail in it", "tyres"),
        ("grinding and squealing when I slow down to stop", "brakes"),
        ("do you have a coffee machine in the waiting room", None),
        ("could you recommend a good dentist", None),
    ],
)

STUDIO = Requests(
    {
        "algebra": """
            не понимаем квадратные уравнения
            завтра контрольная по дробям
            сын путается в иксах и игреках
            нужно подтянуть уравнения и дроби
            дочка не умеет решать задачи на проценты
            к экзамену надо повторить функции и графики
            графики функций это ужас
            проценты и дроби вообще не идут
            надо решать уравнения быстрее
            помогите с задачами на скорость и проценты
        """,
        "speech": """
            ребёнок не выговаривает букву р
            заикается, когда волнуется
            картавит, а скоро в школу
            говорит нечётко, половину букв глотает
            в четыре года почти не говорит
            путает звуки с и ш
            надо поставить звук р
            шепелявит после брекетов
            садик советует заняться произношением, картавит
            не выговаривает шипящие звуки
        """,
    },
    [
        ("сын не выговаривает звук р и картавит", "speech"),
        ("дочка не понимает уравнения и дроби", "algebra"),
        ("где у вас можно припарковаться", None),
    ],
)

DIALECTS = Requests(
    {
        "translation": """
            عندي شهادة ميلاد ولازم تكون بالعبري
            السفارة طلبت الأوراق بالإنجليزي
            بدي شهادة الجامعة بالانجليزي
            عقد الزواج لازم يكون بالعبري للداخلية
            عندي أوراق بالعربي وبدهم اياها بالعبري
            شهادة الميلاد بالإنجليزي للسفارة
            الجامعة طلبت الشهادات بالإنجليزي
            قديش الصفحة من عربي لعبري
            أوراق المحكمة بالعبري ومش فاهمها
            جواز السفر وعقد الزواج بالإنجليزي
        """,
        "inheritance": """
            أبوي توفى وبدنا نقسم الأرض
            كيف بنقسم البيت بين الإخوة
            المرحوم ترك أرض وما ترك وصية
            بدي أعرف حصتي من أرض أبوي
            إخوتي بدهم يبيعوا بيت المرحوم
            حصر إرث بعد وفاة الوالد
            الوالدة توفت وفي خلاف على البيت
            كيف بكتب وصية لأولادي
            قسمة أرض المرحوم بين الإخوة والأخوات
            بدنا حصر إرث للمرحوم جدي
        """,
    },
    [
        ("السفارة بدها شهادة الميلاد بالإنجليزي", "translation"),
        ("بدنا نقسم أرض المرحوم بين الإخوة", "inheritance"),
        ("وين في موقف سيارات قريب", None),
    ],
)
