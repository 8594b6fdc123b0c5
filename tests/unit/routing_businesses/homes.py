# ruff: noqa: E501 (a sentence is one line)
"""Movers and builders in English; a clinic, appliances, a beauty salon: plain requests beside a story."""

from tests.unit.routing_businesses.form import Business, cases

MOVERS = Business(
    "movers",
    {
        "move": "House Moves",
        "pack": "Packing",
        "store": "Storage",
        "clear": "Clearance",
        "piano": "Piano & Specialist",
    },
    [
        ("move", ["move", "moving", "removal"], {}),
        ("pack", ["packing", "boxes"], {}),
        ("store", ["storage", "store"], {}),
        ("clear", ["clearance", "rubbish", "junk"], {}),
        ("piano", ["piano", "antique"], {"priority": 5}),
    ],
    cases("""
plain | move | Hi we're moving from a 2 bed flat to a house on the 3rd, what would you charge?
plain | store | need to store a sofa for two months
inflect | clear | can someone come and clear out my late uncle's garage
priority | piano | moving an upright piano down two flights of stairs
negation | move | we've packed everything ourselves, just need the move
negation | store | no van needed, we'll bring it over ourselves, just storage
negation | - | sale fell through so the move's off I'm afraid
negation | - | nvm about the boxes, work gave me some
selfcorrect | clear | looking for storage... actually no let's be honest it's all going in the skip, clearance please
selfcorrect | pack | quote for a move? sorry, I mean packing only, my brother has a lorry
two | - | packing on Thursday plus the move on Friday
notbooking | - | your lads dropped my piano and drove off
notbooking | - | half my boxes are still missing since the move
notbooking | - | what time are the movers getting to us tomorrow?
notbooking | - | we need to bring our move forward to the 28th
notbooking | - | how do I get into my storage unit at the weekend
notbooking | - | storage bill went up without any notice???
notbooking | - | do I have to defrost the freezer before the move
notbooking | - | your driver said cash only but your website says card
notbooking | - | big thanks to Tony and the boys for the move, absolute legends
notbooking | - | we forgot to give the movers the keys back
trap | store | we just moved and there's nowhere for the rowing machine, how much is storage
trap | pack | I don't care about the antique, it's the crockery, can you do packing
oos_near | - | do you do airport transfers
typo | store | storrage for a motorbike over winter
"""),
)

CLINIC = Business(
    "specialists",
    {"scan": "אולטרסאונד", "blood": "בדיקות דם", "skin": "רופא עור", "diet": "דיאטנית", "ortho": "אורתופד"},
    [
        ("scan", ["אולטרסאונד", "סקירת מערכות"], {}),
        ("blood", ["בדיקת דם", "בדיקות דם"], {}),
        ("skin", ["רופא עור", "פריחה", "שומה"], {}),
        ("diet", ["דיאטנית", "תזונה"], {}),
        ("ortho", ["אורתופד", "ברך", "כתף"], {}),
    ],
    cases("""
plain | skin | שומה שגדלה לי בגב בחודש האחרון, רופא המשפחה הפנה אותי אליכם
plain | ortho | נפלתי אתמול מהאופניים והברך נפוחה, יש לכם תור להיום?
plain | blood | קיבלתי הפניה לבדיקת דם, צריך לקבוע?
plain | diet | אחרי שילדתי אני רוצה לרדת במשקל, דיאטנית פנויה בערבים?
plain | scan | הרופאה שלי שלחה אותי לעשות אולטרסאונד בטן
plain | ortho | הייתי אצל אורתופד אחר ולא עזר לי, רוצה חוות דעת נוספת אצל האורתופד שלכם
plain | blood | בדיקות דם לילד, מתי אתם מקבלים?
plain | skin | הפריחה חזרה, אפשר לראות רופא עור השבוע?
plain | diet | כמה עולה פגישה ראשונה עם הדיאטנית
plain | scan | סקירת מערכות מאוחרת, אני בשבוע 22, מה יש?
plain | ortho | הכתף כואבת לי כבר חודשיים ולא עובר
plain | skin | לבן שלי יש פריחה בפנים ואני קצת בלחץ, מתי אפשר להגיע?
plain | diet | שמעתי עליכם מחברה, מחפשת מישהי לתזונה נכונה לסוכרת
"""),
)

APPLIANCES = Business(
    "appliances",
    {"wash": "Стиральные машины", "fridge": "Холодильники", "oven": "Плиты и духовки", "dish": "Посудомойки"},
    [
        ("wash", ["стиральная", "стиралка", "не отжимает"], {}),
        ("fridge", ["холодильник", "морозилка"], {}),
        ("oven", ["плита", "духовка"], {}),
        ("dish", ["посудомойка", "посудомоечная"], {}),
    ],
    cases("""
plain | wash | Стиралка вчера потекла, залило ванную, нужен мастер срочно
plain | fridge | Холодильник перестал морозить, ему три года, можете посмотреть?
plain | oven | купили новую духовку, кто может подключить?
plain | dish | посудомойка не сливает воду, сколько стоит вызов
plain | wash | здравствуйте, стиральная машина шумит как самолет при отжиме
plain | fridge | у нас сломалась морозилка, все растаяло, приедете сегодня?
plain | oven | плита не зажигается, пахнет газом немного
plain | dish | после переезда надо подключить посудомойку
plain | wash | прошлый мастер ничего не сделал, стиралка так и стоит, возьметесь?
plain | fridge | холодильник гудит, не могу спать, помогите
plain | oven | хотела спросить, чините ли вы духовки Бош
plain | wash | мы у вас чинили сушилку, остались довольны, теперь стиралка сломалась, когда можно вызвать мастера?
"""),
)

BEAUTY = Business(
    "beauty",
    {"makeup": "مكياج", "hair": "شعر", "nails": "أظافر", "skin": "بشرة"},
    [
        ("makeup", ["مكياج", "ميكب"], {}),
        ("hair", ["شعر", "سشوار", "صبغة", "قص"], {}),
        ("nails", ["أظافر", "مناكير"], {}),
        ("skin", ["بشرة", "تنظيف بشرة"], {}),
    ],
    cases("""
plain | makeup | عندي عرس ابن عمي الجمعة، بدي مكياج خفيف
plain | hair | صبغت شعري بالبيت وطلع أخضر، ساعدوني
plain | nails | أظافري تكسرت كلها، في مجال اليوم؟
plain | skin | حبوب بوجهي كتير، بدي تنظيف بشرة
plain | hair | قديش سعر الصبغة عندكم؟
plain | makeup | شفت شغلكم عالانستا، حابة أحجز مكياج لخطوبتي
plain | nails | أول مرة بعمل مناكير، كم بياخد وقت؟
plain | hair | بدي أقص شعري قصير متل الصورة
plain | skin | بنتي عمرها ١٥ وعندها حب شباب، بناسبها تنظيف بشرة؟
plain | makeup | أختي عملت عندكم مكياج وكان بجنن، بدي زيها لعرسي
"""),
)

BUILDERS = Business(
    "builders",
    {
        "roof": "Roofing",
        "gutter": "Gutters",
        "win": "Windows",
        "door": "Doors & Locks",
        "paint": "Decorating",
    },
    [
        ("roof", ["roof", "slate", "tiles"], {}),
        ("gutter", ["gutter", "gutters", "downpipe"], {}),
        ("win", ["window", "glazing", "windows"], {}),
        ("door", ["door", "lock", "hinge"], {}),
        ("paint", ["painting", "decorating", "wallpaper"], {}),
    ],
    cases("""
plain | roof | couple of slates came off in the storm last night, could someone take a look
plain | gutter | my gutters are overflowing every time it rains
plain | win | kids put a football through the kitchen window, need it boarded up today
plain | door | front door won't close properly since the cold weather
plain | paint | we've just bought a house and want the whole place painted before we move in
plain | roof | had a quote from another firm for the roof and it was ridiculous, what would you charge?
plain | gutter | do you clear gutters on three storey buildings
plain | win | condensation between the panes on two windows, is that something you fix?
plain | door | locked myself out, can you change the lock as well?
plain | paint | how long would wallpapering a hallway take and what's the damage
plain | gutter | my neighbour used you for her gutters and said you were great, can you do mine
plain | door | the hinge on our back door snapped, when's your next slot
"""),
)

HOMES = (
    MOVERS,
    CLINIC,
    APPLIANCES,
    BEAUTY,
    BUILDERS,
)
