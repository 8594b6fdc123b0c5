# ruff: noqa: E501 (a sentence is one line)
"""More businesses and sentences of our own: a bakery, trades, a dentist, a salon, a garage, a music school."""

from tests.unit.routing_businesses import Business, cases

BAKERY = Business(
    "bakery",
    {"cakes": "עוגות בהזמנה", "work": "סדנאות אפייה", "trays": "מגשי אירוח", "taste": "טעימות לחתונה"},
    [
        ("cakes", ["עוגה", "עוגת יום הולדת", "עוגות מעוצבות", "торт"], {}),
        ("work", ["סדנה", "סדנת אפייה", "לאפות"], {}),
        ("trays", ["מגש", "מגשי אירוח", "בורקסים"], {}),
        ("taste", ["טעימות", "טעימה"], {"priority": 5}),
    ],
    cases("""
plain | cakes | היי אני צריכה עוגה ליום הולדת 5 של הבן שלי, דינוזאורים
prefix | cakes | מתקשר בקשר לעוגות שלכם, יש משהו ללא גלוטן?
inflect | work | יש לכם סדנאות לילדים בחנוכה?
inflect | work | בא לנו לבוא לאפות חלות ביחד עם הבנות
inflect | trays | צריך שני מגשים גדולים לבר מצווה בשבת
typo | work | מעוניינת בסדנאת אפיה לקבוצה
priority | taste | אנחנו מתחתנים באוגוסט ורוצים לקבוע טעימות עוגה
negation | trays | עוגה לא צריך, רק מגשי אירוח ל-20 איש
negation | cakes | לא סדנה, אני רוצה להזמין עוגה מוכנה
negation | - | לא מעוניינת יותר בסדנה, תודה
selfcorrect | cakes | תרשמי לי מגש בורקסים, אה רגע, בעצם עוגה
selfcorrect | trays | אני רוצה עוגה לשישי... לא לא, טעות שלי, מגשים
selfcorrect | work | עוגה בשביל רביעי, סליחה התבלבלתי, אני מדברת על הסדנה של רביעי
two | - | אפשר עוגה וגם שני מגשים לאותו אירוע?
two | - | גם סדנה לילדים וגם עוגה בסוף, כמה זה יוצא?
notbooking | - | העוגה ששלחתם הגיעה מעוכה לגמרי, ממש אכזבה
notbooking | - | הזמנתי מגש לשעה 10 והשליח עוד לא פה
notbooking | - | אני רוצה לבטל את ההזמנה של העוגה
notbooking | - | אפשר להקדים את הסדנה שקבענו ליום שלישי?
notbooking | - | שילמתי על סדנה ולא קיבלתי קבלה
oos_near | - | אתם מוכרים קמח בקילו?
oos_far | - | אפשר לקבוע תספורת?
trap | trays | יש לי יום הולדת לאמא, אז אני מחפשת מגש יפה
trap | cakes | קיבלתי המלצה מחברה שעשתה אצלכם סדנה, אני צריכה עוגה ליום שישי
label | work | כן, ביום שלישי בערב | סדנת אפייה
conflict | - | צריכה מגשים לברית | עוגה
voice | cakes | היי שלום מדברת דנה, אז ככה, הבת שלי חוגגת שנה בשבוע הבא ואנחנו עושים משהו קטן בבית, איזה עשרים איש, וחשבתי על משהו עם פרפרים בוורוד, לא מתוק מדי כי יש סבתא סוכרתית, ראיתי באינסטגרם שלכם עוגה עם שכבות ופירות יער שנראתה מדהים, אז כמה דבר כזה עולה ותוך כמה זמן צריך להזמין
notbooking | - | היי, העוגה הייתה יבשה ולא טעימה בכלל, אני ממש כועסת
notbooking | - | קנינו אצלכם מגש בשבוע שעבר וחצי מהבורקסים היו שרופים
notbooking | - | עד מתי אפשר לאסוף את העוגה שהזמנתי?
notbooking | - | למה חייבתם אותי על שתי סדנאות?
notbooking | - | אני אמורה לקבל עוגה היום, היא כבר מוכנה?
notbooking | - | נרשמתי לסדנה ביום חמישי ואני לא יכולה לבוא
notbooking | - | אפשר להחליף את היום של הסדנה?
negation | - | עזבו את המגשים, הסתדרנו
negation | - | בסוף לא צריך עוגה, תודה רבה
negation | cakes | כולם מציעים לי סדנה אבל אני רק רוצה עוגה פשוטה
selfcorrect | work | תרשמי אותי לטעימות, לא, מה אני אומרת, לסדנה
selfcorrect | trays | רציתי עוגה... האמת שעדיף מגש מלוחים
selfcorrect | cakes | סדנה ביום שני. טוב לא, אולי עוגה פשוט וזהו
plain | trays | כמה עולה מגש ל-15 איש?
plain | cakes | יש אפשרות לעוגה עם תמונה?
"""),
)

PLUMBER = Business(
    "plumber",
    {"leak": "נזילות", "block": "סתימות ביוב", "boiler": "דודי שמש", "install": "התקנות סניטריות"},
    [
        ("leak", ["נזילה", "נזילות", "דליפה", "צינור התפוצץ"], {}),
        ("block", ["סתימה", "סתום", "ביוב", "פתיחת סתימות"], {}),
        ("boiler", ["דוד שמש", "דוד חשמל", "אין מים חמים"], {}),
        ("install", ["התקנת ברז", "החלפת ברז", "אסלה", "כיור"], {}),
    ],
    cases("""
plain | leak | יש לי נזילה מתחת לכיור במטבח
inflect | leak | הצינור נוזל לי מאתמול, אפשר מישהו דחוף
inflect | block | נסתם לנו השירותים, הצילו
plain | boiler | אין מים חמים בבית כבר יומיים
plain | install | צריך החלפת ברז במקלחת
inflect | install | אתם מחליפים ברזים?
inflect | install | קנינו אסלה חדשה וצריך מישהו שירכיב
negation | leak | לא סתימה, יש נזילה מהתקרה
selfcorrect | leak | יש לי סתימה, כלומר לא סתימה, נזילה מהקיר
two | - | יש נזילה באמבטיה ובנוסף סתימה במטבח
notbooking | - | הטכנאי שלכם תיקן את הנזילה והיא חזרה אחרי יום, זה לא מקצועי
notbooking | - | קבעתי טכנאי לסתימה להיום בין 8 ל-12, מתי הוא מגיע?
oos_near | - | אתם מתקנים גם מכונות כביסה?
notbooking | - | הטכנאי היה פה אתמול ומאז הכיור שוב סתום, אני רוצה שיחזור בלי תשלום
notbooking | - | כמה זמן האחריות על החלפת ברז שעשיתם?
plain | boiler | הדוד חשמל קופץ כל הזמן
"""),
)

DENTALAR = Business(
    "dentalar",
    {"clean": "تنظيف أسنان", "ortho": "تقويم", "fill": "حشوات وعلاج", "implant": "زراعة", "white": "تبييض"},
    [
        ("clean", ["تنظيف", "تنظيف أسنان", "جير"], {}),
        ("ortho", ["تقويم", "أسلاك"], {}),
        ("fill", ["حشوة", "وجع سن", "تسوس", "خلع"], {}),
        ("implant", ["زراعة", "زرعة"], {}),
        ("white", ["تبييض"], {}),
    ],
    cases("""
plain | clean | مرحبا بدي موعد تنظيف أسنان
prefix | clean | قديش سعر التنظيف عندكم؟
inflect | clean | بدي أنظف سناني قبل العيد
plain | ortho | بنتي بدها تقويم، عمرها 12
prefix | ortho | بخصوص التقويم، كم سنة بياخد؟
inflect | fill | عندي حشوات قديمة بدها تغيير
plain | fill | معي وجع سن مش قادر أنام
inflect | fill | بدي أخلع ضرس العقل
prefix | implant | بدي أسأل عن الزراعة، كم بتكلف الوحدة
inflect | implant | بدي أزرع سنين من تحت
plain | white | ممكن موعد تبييض قبل العرس
negation | clean | ما بدي تبييض، بس تنظيف
negation | white | مش تنظيف، تبييض لو سمحت
negation | - | بطلت بدي التقويم، شكرا
selfcorrect | fill | بدي موعد تنظيف، لا آسف، حشوة
selfcorrect | ortho | احجزيلي زراعة... قصدي تقويم
two | - | بدي تنظيف وتبييض مع بعض
two | - | تقويم لابني وتنظيف إلي
notbooking | - | الحشوة اللي عملتوها وقعت بعد يومين، هاد مش شغل
notbooking | - | عندي موعد تنظيف بكرا، بدي أأجله
notbooking | - | الغوا موعد التقويم تبع يوم الأحد
notbooking | - | دفعت حق التبييض مرتين
oos_near | - | بتعملوا بوتوكس؟
trap | fill | عملت تبييض عندكم السنة الماضية وهلق عندي تسوس بالضرس
voice | fill | السلام عليكم دكتور، أنا من مبارح بالليل مش نايم، ضرسي من ورا بيوجعني كتير وخدي ورمان، أخدت مسكن وما نفع، حاسس إنو في تسوس قديم بس كنت مأجلها، اذا في مجال اليوم قبل المسا أجي لأنو بكرا مسافر الصبح
notbooking | - | الدكتورة تأخرت ساعة وأنا ناطر عشان التنظيف، شو هالحكي
notbooking | - | شو لازم آكل بعد الخلع؟
notbooking | - | مش رح أقدر أجي على موعد التقويم
notbooking | - | كان موعد الزراعة اليوم الساعة 4 ولا 5؟
notbooking | - | السلك تبع التقويم انكسر من أول يوم ركبتوه، كتير زعلانة
negation | - | خلص مش لازم تبييض، غيرت رأيي
negation | fill | ما بدي خلع، بدي حشوة
selfcorrect | white | زراعة... لا شو زراعة، تبييض بدي
selfcorrect | clean | ممكن موعد حشوة؟ اه لا، تنظيف بس
two | - | بدي أعمل تنظيف لإلي وتقويم لأختي
plain | implant | كم جلسة بدها الزراعة؟
"""),
)

SALONRU = Business(
    "salonru",
    {
        "hair": "Стрижки",
        "color": "Окрашивание",
        "nails": "Маникюр и педикюр",
        "face": "Косметология",
        "brow": "Брови и ресницы",
    },
    [
        ("hair", ["стрижка", "укладка"], {}),
        ("color", ["окрашивание", "мелирование", "покраска"], {}),
        ("nails", ["маникюр", "педикюр", "гель-лак"], {}),
        ("face", ["чистка лица", "пилинг", "косметолог"], {}),
        ("brow", ["брови", "ресницы", "ламинирование"], {}),
    ],
    cases("""
plain | hair | Добрый день! Есть окошко на стрижку завтра?
inflect | hair | хочу подстричься покороче перед отпуском
inflect | hair | сделаете укладку на выпускной в пятницу?
inflect | color | Хочу покраситься в блонд, сколько будет стоить
inflect | color | нужно закрасить седину, окрашивание корней
inflect | nails | запишите меня на педикюр с покрытием
typo | nails | можно на манекюр в субботу
inflect | face | мне бы к косметологу на чистку
inflect | brow | хочу оформить брови и всё
plain | brow | наращивание ресниц делаете?
negation | nails | стрижка не нужна, только маникюр
negation | hair | Без укладки, просто стрижка
negation | - | передумала насчёт ресниц, не надо
selfcorrect | color | запишите на стрижку, ой, вернее на окрашивание
selfcorrect | brow | мне нужен маникюр, хотя нет, маникюр на той неделе, давайте брови
two | - | Хочу и стрижку, и окрашивание в один день
two | - | маникюр мне и чистку лица маме
notbooking | - | После вашего окрашивания волосы сыпятся, я очень недовольна
notbooking | - | записана на маникюр в 15:00, опаздываю на 20 минут
notbooking | - | отмените пожалуйста мою стрижку
notbooking | - | гель-лак отвалился на второй день, кто переделает?
oos_near | - | вы делаете татуировки?
trap | nails | Я к вам уже ходила на стрижку, а теперь хочу маникюр
trap | hair | Меня зовут Вера Бровина, хочу на стрижку к Алине
label | color | в темно-русый | окрашивание
voice | color | Здравствуйте, девочки, это Ирина, я у вас была года два назад у мастера Светы, сейчас вот вернулась в город, у меня волосы до лопаток, отросшие корни сантиметров пять и концы жёлтые после домашней краски, хочется что-то натуральное, сложное окрашивание наверное, скажите во сколько это обойдётся и когда Света работает
notbooking | - | Мне вчера сделали маникюр, а сегодня уже два ногтя сломались
notbooking | - | Подскажите, моя запись на стрижку на 14 или на 15?
notbooking | - | я не смогу завтра прийти на окрашивание, заболела
notbooking | - | мастер порезала мне палец на педикюре, хочу поговорить с руководством
notbooking | - | сколько держатся ресницы после наращивания если мочить?
notbooking | - | верните деньги за пилинг, вся щека в пятнах
negation | brow | Маникюр я дома сделаю, запишите только на брови
negation | - | маникюр больше не актуален, спасибо
selfcorrect | hair | мне на окрашивание... а нет, подождите, окрашивание рано ещё, просто стрижку
selfcorrect | nails | педикюр, тьфу ты, маникюр конечно! ну и педикюр давайте? нет, только маникюр
two | - | Можно сразу записаться на стрижку и на брови?
two | - | хочу маникюр, а муж хочет стрижку
plain | face | а пилинг у вас сколько стоит?
"""),
)

AUTORU = Business(
    "autoru",
    {
        "oil": "ТО и масло",
        "tire": "Шиномонтаж",
        "diag": "Диагностика",
        "body": "Кузовной ремонт",
        "ac": "Кондиционер",
    },
    [
        ("oil", ["масло", "замена масла", "ТО"], {}),
        ("tire", ["шиномонтаж", "шины", "прокол"], {}),
        ("diag", ["диагностика", "чек", "не заводится"], {}),
        ("body", ["кузов", "вмятина", "покраска"], {}),
        ("ac", ["кондиционер", "заправка кондиционера"], {}),
    ],
    cases("""
plain | oil | Нужна замена масла на Киа Рио
inflect | oil | хочу поменять масло и фильтр
inflect | tire | переобуться на зимние шины когда можно?
inflect | tire | пробил колесо, прокола два
plain | diag | загорелся чек, машина троит
plain | diag | машина не заводится с утра
inflect | body | сколько стоит убрать вмятину на двери
inflect | body | покрасить бампер надо
inflect | ac | не холодит кондиционер, заправить бы
negation | tire | масло не надо, только шиномонтаж
selfcorrect | diag | запишите на масло, нет стоп, сначала диагностику
two | - | поменять масло и заодно шиномонтаж
notbooking | - | После вашей покраски краска облезла, это безобразие, переделывайте
notbooking | - | моя машина на диагностике с понедельника, готова уже?
trap | body | мне в чат скинули цену на кузов, можно приехать на оценку?
notbooking | - | вы забыли закрутить пробку после замены масла, у меня весь двор в масле!
notbooking | - | сколько ещё ждать мою машину с шиномонтажа?
two | - | надо вмятину убрать и кондиционер заправить
"""),
)

MUSIC = Business(
    "music",
    {"piano": "Piano", "guitar": "Guitar", "voice": "Singing", "drums": "Drums", "theory": "Music Theory"},
    [
        ("piano", ["piano", "keyboard"], {}),
        ("guitar", ["guitar", "ukulele", "bass"], {}),
        ("voice", ["singing", "voice lessons", "vocal coach"], {}),
        ("drums", ["drums", "drumming", "percussion"], {}),
        ("theory", ["theory", "exam prep", "grade 5"], {"priority": 5}),
    ],
    cases("""
plain | piano | Hi! Looking for piano lessons for my 8 year old
inflect | guitar | do you teach guitars to complete beginners?
inflect | voice | my daughter sings all day, is there a singing teacher free on Mondays
inflect | drums | my son wants to be a drummer, any slots after school?
typo | guitar | gutar lesson on tuesday plz
typo | piano | whats the price for paino lessons
priority | theory | piano theory for the grade 5 exam, please
negation | drums | He doesn't want piano anymore, he wants drums
negation | voice | no guitar, just singing
negation | - | please stop emailing me about guitar lessons, I'm not interested
selfcorrect | drums | can I book guitar for Leo, sorry I mean drums
selfcorrect | piano | violin... no you don't do that, right, piano then
selfcorrect | voice | I'd like a drum lesson, oh actually scratch that, voice lessons for me
two | - | piano for my son and guitar for my daughter
two | - | I'd like both singing and piano
notbooking | - | The piano teacher didn't show up for the third time. Unacceptable.
notbooking | - | We have a guitar lesson on Thursday, could we move it to Friday?
notbooking | - | I need to cancel drums this week, Leo is sick
notbooking | - | you charged me twice for the singing lessons
notbooking | - | Is the building wheelchair accessible?
oos_near | - | do you sell second hand guitars?
oos_far | - | do you offer tax advice?
trap | voice | I played drums as a kid but now I'd like to learn singing
trap | piano | my name is Will Bass and I'd love to start piano
ambiguous | - | hi, what lessons do you have for adults?
voice | guitar | hey so um I'm forty three and I've always wanted to play something, my wife bought me an old acoustic for Christmas and it's been sitting in the corner staring at me ever since, I tried a few videos but my fingers hurt and I've no idea if I'm holding it right, so I guess I'd like someone to show me guitar from zero, evenings would be best, I work in the city till six
notbooking | - | The singing lesson yesterday was great but nobody locked the door and my bag was stolen
notbooking | - | When's my next piano lesson?
notbooking | - | Mia can't come to drums today, she has a fever
notbooking | - | still waiting for a call back about my complaint regarding the drum teacher
notbooking | - | could you send me a receipt for last month's piano lessons?
negation | - | we've decided to stop the piano lessons
negation | guitar | anything but piano. Guitar maybe?
selfcorrect | guitar | drums for me please. No, guitar. Definitely guitar.
selfcorrect | piano | put her down for singing, I mean piano, sorry
two | - | do you have a slot for drums and one for singing back to back?
plain | drums | Are there drum lessons in the evening?
trap | guitar | my son hates the piano we have at home so we thought maybe guitar
"""),
)

MORE_BUSINESSES = (BAKERY, PLUMBER, DENTALAR, SALONRU, AUTORU, MUSIC)
