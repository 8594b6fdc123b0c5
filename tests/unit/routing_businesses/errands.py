# ruff: noqa: E501 (a sentence is one line)
"""Printers, kennel, physiotherapist, caterer: the fourth batch, written before the core was tried on it."""

from tests.unit.routing_businesses.form import Business, cases

PRINTERS = Business(
    "print_shop",
    {
        "cards": "Business cards",
        "banner": "Banners",
        "bind": "Binding",
        "shirt": "T-shirts",
        "sticker": "Stickers",
    },
    [
        ("cards", ["business cards", "invitations"], {}),
        ("banner", ["banner", "roll-up"], {}),
        ("bind", ["binding", "thesis"], {}),
        ("shirt", ["t-shirt", "hoodie", "embroidery"], {}),
        ("sticker", ["stickers", "labels"], {}),
    ],
    cases("""
plain | banner | hey, price for a 3 metre banner?
inflect | bind | need my dissertation to be bound by Monday
inflect | shirt | can you embroider a logo on ten caps?
inflect | cards | an invitation for a bar mitzvah, gold foil
trap | sticker | My boss ordered business cards from you last year, I need stickers
trap | cards | We've got the roll-up sorted, what's missing is business cards
negation | bind | no stickers, only the binding
negation | shirt | forget the banner, can we get t-shirts by Friday
selfcorrect | cards | 50 stickers please, oops I mean 50 invitations
selfcorrect | banner | t-shirts for the team... no, you know what, a banner
typo | sticker | stikcers for bottles
typo | bind | bindng for two copies
typo | shirt | tshirt print for 12 people
two | - | t-shirts and stickers for a conference
notbooking | - | the cards came out blurry, I want a reprint
voice | banner | Hi there this is Lucy from the school PTA, so every year we do a summer fair and every year nobody finds the entrance, last year people literally parked at the church, and the head said enough is enough, so we would like a big banner for the gate with an arrow on it, probably two metres, by the tenth
"""),
)

KENNEL = Business(
    "kennel",
    {"board": "פנסיון", "train": "אילוף", "groom": "טיפוח", "walk": "טיולים", "taxi": "הסעות"},
    [
        ("board", ["פנסיון", "לינה"], {}),
        ("train", ["אילוף", "מאלף"], {}),
        ("groom", ["תספורת", "רחצה", "טיפוח"], {}),
        ("walk", ["דוגווקר", "טיול"], {}),
        ("taxi", ["הסעה", "הסעות"], {}),
    ],
    cases("""
plain | board | צריכה פנסיון לשני כלבים בפסח
inflect | train | אפשר לאלף כלב בן חמש או שזה מאוחר?
inflect | walk | מישהו שיטייל עם הכלבה פעמיים ביום
inflect | taxi | תוכלו להסיע אותו לווטרינר בחיפה?
inflect | groom | צריך לרחוץ אותה, התגלגלה בבוץ
trap | train | היינו בטיול בצפון והכלב ברח, אנחנו מחפשים מאלף
trap | board | הבת שלי מטיילת איתו כל בוקר, אבל נוסעים לשבוע וצריך פנסיון
trap | groom | אחי שם אצלכם את הכלב בפנסיון, אני רוצה תספורת
negation | taxi | לא אילוף ולא כלום, רק הסעה
negation | groom | פנסיון לא רלוונטי, אני רק רוצה רחצה
selfcorrect | walk | תרשמי לי פנסיון, בעצם לא, הבן נשאר בבית, אז רק טיול יומי
selfcorrect | board | אילוף... סליחה, פנסיון, התבלבלתי
typo | board | פנסיןן לכלב קטן
typo | train | אילוף גוריי ם
typo | groom | תיספורת לשיצו
two | - | פנסיון לשבוע וגם תספורת לפני שמחזירים
oos_near | - | יש לכם חיסונים לכלבים?
"""),
)

PHYSIO = Business(
    "physio_ru",
    {
        "back": "Спина",
        "knee": "Колено",
        "massage": "Массаж",
        "kids": "Дети",
        "sport": "Спортивная реабилитация",
    },
    [
        ("back", ["спина", "поясница", "грыжа"], {}),
        ("knee", ["колено", "мениск"], {}),
        ("massage", ["массаж"], {}),
        ("kids", ["ребёнок", "младенец"], {"priority": 5}),
        ("sport", ["спортивная травма", "реабилитация"], {}),
    ],
    cases("""
inflect | back | болит спину уже неделю, когда можно прийти?
inflect | knee | после операции на колене, нужна помощь
inflect | back | боли в пояснице, отдают в ногу
inflect | massage | курс массажей для мужа
inflect | kids | младенцу три месяца, кривошея
trap | knee | Жена ходит к вам на массаж, а у меня колено
trap | massage | Спину мне вылечили в прошлом году, теперь хочу массаж
trap | back | Ребёнок в садике до четырёх, хочу записаться с поясницей
negation | knee | не спина, колено
selfcorrect | massage | на реабилитацию... ой нет, просто массаж
typo | knee | болит калено
typo | back | пояснеца ноет
two | - | спина у меня и колено у мужа
"""),
)

ERRANDS = (PRINTERS, KENNEL, PHYSIO)
