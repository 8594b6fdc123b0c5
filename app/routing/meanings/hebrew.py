"""What customers say in Hebrew for everyday services; lines "meaning: words and phrases".

Only words that mean the service wherever they are said. Trap: a near word ("glasses" for an eye test) is
right in one business and wrong in the next, so it does not stand here.
"""

HEBREW = """
haircut: תספורת, להסתפר, לספר, מספרה
hair_color: צבע שיער, לצבוע שיער, גוונים, צביעת שיער
nails: מניקור, ציפורניים, לק ג'ל
pedicure: פדיקור
brows: גבות
lashes: ריסים
makeup: איפור, לאפר, מאפרת
facial: טיפול פנים, פילינג, אקנה
waxing: שעווה, הסרת שיער, מריטה
massage: עיסוי, מסאז'
tattoo: קעקוע, לקעקע
piercing: פירסינג, עגיל
dental_cleaning: שיננית, אבנית, ניקוי שיניים
toothache: כאב שיניים, כואבת לי השן, סתימה בשן, חור בשן
braces: יישור שיניים, גשר לשיניים, ליישר שיניים
whitening: הלבנת שיניים
eye_test: בדיקת ראייה, בדיקת עיניים, לבדוק ראייה, עלה לי המספר
contact_lenses: עדשות מגע
progressive: מולטיפוקל, רב מוקדי
blood_test: בדיקת דם, בדיקות דם
vaccine: חיסון, לחסן
physio: פיזיותרפיה
pregnancy: הריון, בהריון, היריון, הרה, הרות
after_birth: אחרי לידה, ילדתי לפני, אימהות טריות, לאחר לידה
newborn: ניובורן, תינוק בן שבוע, רך נולד
boarding: פנסיון לכלבים, פנסיון, לישון אצלכם, להשאיר את הכלב
dog_training: אילוף, מאלף, התנהגות של כלבים, ללמד את הכלב
cats: חתול, חתולה
repair: תיקון, לתקן, מקולקל, התקלקל, תקלה, לא עובד, נשבר
puncture: פנצ'ר, תקר
install: התקנה, להתקין
cleaning: ניקוי, לנקות, ניקיון
refrigerant: מילוי גז, חסר גז
moving: הובלה, הובלת דירה, מעבר דירה, עוברים דירה, עוברת דירה, מובילים
packing: אריזה, לארוז, קרטונים
storage: אחסון, לאחסן, מחסן
crane: מנוף
leak: נזילה, דולף, נוזל
blockage: סתימה בכיור, סתימה בביוב, ביוב, פתיחת סתימות
electricity: חשמלאי, קצר בחשמל, שקע
painting: צבעי, לצבוע את הבית, לצבוע דירה
pests: הדברה, ג'וקים, נמלים, מדביר
gardening: גינון, גנן, גיזום
car_wash: שטיפת רכב, לשטוף את הרכב
tires: צמיגים, צמיג
battery: מצבר
oil_change: החלפת שמן
annual_test: טסט שנתי, טסט
bodywork: פחחות
wedding: חתונה
bar_mitzvah: בר מצווה, בת מצווה
birthday: יום הולדת, ימי הולדת
company: גיבוש, ערב חברה, צוות העובדים, חברת הייטק
children: ילדים
table: שולחן
catering: קייטרינג
math: מתמטיקה, חשבון
english: אנגלית
piano: פסנתר
guitar: גיטרה
singing: פיתוח קול, זמרת
swimming: שחייה, לשחות
driving: שיעורי נהיגה, שיעור נהיגה
yoga: יוגה
pilates: פילאטיס
dance: ריקוד, לרקוד, מחול
cooking_class: סדנת בישול, לבשל
will: צוואה
power_of_attorney: ייפוי כוח
translation: תרגום, לתרגם
divorce: גירושין, להתגרש, מתגרשים
real_estate: נדל"ן, מכירת דירה, רכישת דירה
rental: השכרה, לשכור, שכירת
purchase: לקנות, רכישה
tour: סיור, טיול מודרך, מדריך
bride: שמלת כלה, כלה
suit: חליפה
alteration: לקצר, להצר, מכפלת
fitting: מדידה, מדידות
horror: אימה, מפחיד, מפחידה
heist: שוד
virtual_reality: מציאות מדומה, משקפי וי אר
e_bike: אופניים חשמליים, קורקינט
therapy: פסיכולוג, מטפלת רגשית
consultation: ייעוץ, להתייעץ
locks: מנעול, צילינדר, מנעולן
locked_out: ננעלתי, ננעלנו בחוץ, נטרקה הדלת, טרקה לי את הדלת, פריצת דלת, פתיחת דלת
spare_key: שכפול מפתחות, שכפול מפתח, מפתח נוסף, עוד מפתח
safe: כספת, כספות
hearing_test: בדיקת שמיעה, לבדוק שמיעה
hearing_aid: מכשיר שמיעה, מכשירי שמיעה
tinnitus: טינטון, צפצופים באוזן, זמזום באוזן
mortgage: משכנתא, משכנתה
refinancing: מיחזור משכנתא, מיחזור
loan: הלוואה, הלוואות
tax: החזר מס, דוח שנתי, מס הכנסה
bookkeeping: הנהלת חשבונות, רואה חשבון
disc_jockey: תקליטן, די ג'יי, דיג'יי
sound_system: הגברה, רמקולים
sofa: ספה, כורסה
carpet: שטיח, שטיחים
mattress: מזרן, מזרנים
windows: חלונות, ניקוי חלונות
curtains: וילון, וילונות
after_renovation: אחרי שיפוץ
drums: תופים
violin: כינור
rehearsal: חדר חזרות
toddlers: פעוטות, הגיל הרך
polish: פוליש
car_seats: ריפודים, ריפודי רכב
tinting: השחרת חלונות
printing_3d: הדפסת תלת מימד, הדפסה בתלת ממד
engraving: חריטה, לחרוט
workshop: סדנה, סדנאות
aqua: אקווה, התעמלות במים
lanes: שחייה חופשית
hydrotherapy: הידרותרפיה
tattoo_removal: הסרת קעקוע
permanent_makeup: איפור קבוע, מיקרובליידינג
implant: השתלת שיניים, שתל דנטלי
root_canal: טיפול שורש
extraction: עקירת שן, שן בינה
neutering: עיקור, סירוס
dog_grooming: מספרת כלבים, תספורת לכלב
diet: דיאטנית, הרזיה, לרדת במשקל, דיאטה
acupuncture: דיקור
reflexology: רפלקסולוגיה
beard: עיצוב זקן
straightening: החלקת שיער, החלקה
hair_extensions: תוספות שיער
botox: בוטוקס
flowers: זר פרחים, פרחים
cake: עוגה, עוגות
passport_photo: תמונת פספורט, תמונות לדרכון
photo_shoot: צילומי משפחה, סט צילומים
plumbing: אינסטלטור, שרברב, אינסטלציה
water_heater: דוד שמש, דוד חשמל
air_conditioner: מזגן, מזגנים
fridge: מקרר, מקררים
washing_machine: מכונת כביסה
phone_screen: החלפת מסך, מסך שבור
computer: מחשב, לפטופ
data_recovery: שחזור מידע, שחזור קבצים
carpentry: נגר, נגרות
assembly: הרכבת רהיטים
brakes: בלמים, ברקסים
notary: נוטריון, אימות חתימה
labour_law: דיני עבודה, פיטרו אותי, פיטורים
accident: תאונת דרכים
visa: ויזה, אשרה
riding: רכיבה על סוסים
surfing: גלישת גלים, שיעור גלישה
scuba: צלילה
kayak: קיאק, קיאקים
yacht: יאכטה, הפלגה
tennis: טניס
football: כדורגל
karate: קראטה, ג'ודו
ballet: בלט
pottery: קרמיקה, קדרות
art_class: חוג ציור, שיעור ציור
chess: שחמט
coding: תכנות, רובוטיקה
psychometric: פסיכומטרי
hebrew: אולפן, שיעורי עברית
speech_therapy: קלינאית תקשורת, גמגום
laundry: מכבסה, כביסה
dry_cleaning: ניקוי יבש
ironing: גיהוץ
shoe_repair: סנדלר, תיקון נעליים
cameras: מצלמות אבטחה
gate: שער חשמלי
solar: פאנלים סולאריים
waterproofing: איטום גג, איטום
flooring: פרקט, ריצוף
clown: ליצן, הפעלה ליום הולדת
magician: קוסם
face_painting: ציורי פנים
karaoke: קריוקי
spa: ספא, ג'קוזי
sauna: סאונה
"""
