# ruff: noqa: E501 (a language is one line)
"""Workshops and shops: tailor, shoes, keys, jewels, print; food and rooms; faith and community."""

CRAFT = """
[tailor]
tailor
he: תופרת, תופר, חייט, תפירה, לתפור, שמלה בתפירה אישית, תפירה לפי מידה
ar: خياط, خياطة, خياطة تفصيل, أفصل فستان, تفصيل فستان, أفصل
ru: портной, портниха, швея, пошив, сшить на заказ, сшить платье, ателье, пошив на заказ
en: tailor, seamstress, dressmaker, sewing, made to measure, bespoke, sew a dress
alteration < tailor
he: לקצר מכנסיים, קיצור מכנסיים, קיצור שמלה, לקצר שמלה, לקצר, קיצור, להצר, הצרה, מכפלת, תיקוני בגדים, תיקון בגדים, תיקוני תפירה, השמלה גדולה עליי, גדול עליי, להרחיב מכנסיים, המכנסיים ארוכים, המכנסיים ארוכות, רזיתי והבגדים, נקרע לי המכנס, נקרעו לי המכנסיים, נקרעה השמלה, ?ארוך, ?ארוכה, ?גדול, ?גדולה, ?רחב, ?רחבה, ?צר, ?צרה, ?נקרע, ?נקרעה, ?קרע, ?חור, ?להרחיב, ?מכנסיים, ?מכנס, ?חצאית, ?שמלה, ?ג'ינס, ?שרוול, ?רזיתי, ?השמנתי, ?תיקון
ar: تقصير, أقصر بنطلون, تقصير بنطلون, تضييق, أضيق, تعديل, تعديل ملابس, تصليح ملابس, توسيع, البنطلون طويل, الفستان واسع, واسع علي, انفزر البنطلون, انشق الفستان, نحفت والأواعي, ?طويل, ?واسع, ?ضيق, ?انشق, ?مخزوق, ?بنطلون, ?تنورة, ?كم, ?جينز, ?نحفت, ?فستان, ?تصليح
ru: подшить, ушить, укоротить, подшить брюки, укоротить брюки, ремонт одежды, подгонка, подогнать по фигуре, брюки длинные, платье велико, велико в талии, порвались брюки, порвалось платье, расставить платье, заузить, ?длинные, ?велико, ?велики, ?мало, ?порвалась, ?порвались, ?дырка, ?брюки, ?юбка, ?рукав, ?джинсы, ?похудела, ?похудел, ?платье, ?ремонт
en: alterations, alteration, take in, hem, hemming, shorten my trousers, shorten, pants are too long, trousers are too long, dress is too big, let out, taken in, ripped my trousers, tore my dress, clothing repair, mend, ?too long, ?too big, ?loose, ?tight, ?ripped, ?torn, ?tear, ?hole, ?trousers, ?pants, ?skirt, ?sleeve, ?sleeves, ?jeans, ?lost weight, ?dress, ?repair
zipper < alteration
he: רוכסן, ריצ'רץ', להחליף רוכסן, נשבר הרוכסן, הרוכסן נתקע, נקרע הרוכסן, כפתור נפל, כפתורים, ?סחאב, ?כפתור
ar: سحاب, السحاب خرب, السحاب علق, انكسر السحاب, تغيير سحاب, زر وقع, ?زر, ?أزرار
ru: молния, замена молнии, молния сломалась, сломалась молния, разошлась молния, пуговица оторвалась, пришить пуговицу, ?замок, ?пуговица
en: zipper, zip, zip broke, zipper is stuck, zipper broke, replace a zip, button fell off, ?button, ?buttons
curtain_sewing = curtain + tailor
he: תפירת וילונות, וילונות לפי מידה
ar: خياطة برادي, تفصيل برادي
ru: пошив штор, шторы на заказ, подшить шторы
en: curtain making, curtains made to measure, hem my curtains
embroidery
he: רקמה, רקמה על בגדים, לרקום, רקמה ממוחשבת
ar: تطريز, أطرز
ru: вышивка, вышить, вышивка на одежде
en: embroidery, embroider, embroidered
[shoes]
shoe_repair
he: סנדלר, תיקון נעליים, נעליים, סוליה, סוליות, העקב נשבר, נשבר לי העקב, עקב של נעל, הסוליה נפתחה, להרחיב נעליים, תיקון תיקים, ?עקב, ?מגף, ?מגפיים, ?עקבים
ar: كندرجي, تصليح كنادر, تصليح أحذية, كعب الكندرة, نعل, الكعب انكسر, انكسر الكعب, كندرة, توسيع حذاء, ?كعب, ?بوت
ru: ремонт обуви, сапожник, каблук, набойки, подошва отклеилась, отклеилась подошва, каблук сломался, обувь, сломался каблук, ?набойка, ?сапоги, ?ботинки, ?туфли
en: shoe repair, cobbler, shoes, broken heel, heel broke, heel came off, new soles, resole, sole came off, boots resoled, ?heel, ?heels, ?sole, ?boots, ?sneakers
bag_repair
he: תיק עור, תיקון מזוודה, רצועה של תיק, מזוודה
ar: تصليح شنط, شنطة جلد, شنطة سفر
ru: ремонт сумок, сумка, ремонт чемоданов, чемодан
en: bag repair, handbag strap, suitcase wheel, leather bag, suitcase
key_cutting
he: שכפול מפתח, שכפול מפתחות, לשכפל מפתח, מפתח נוסף, העתק של מפתח, ?מפתח, ?מפתחות, ?שכפול, ?לשכפל, עוד מפתח
ar: نسخ مفتاح, نسخ مفاتيح, نسخة مفتاح, أنسخ مفتاح, ?مفتاح, ?مفاتيح, ?نسخ
ru: изготовление ключей, сделать ключ, дубликат ключа, копия ключа, сделать копию ключа, изготовить ключ, ?ключ, ?ключи, ?дубликат
en: key cutting, copy a key, spare key, key copy, duplicate key, cut a key, keys cut, ?key, ?keys, ?copy, ?duplicate, copy of a key, key cut
[jewels]
jewellery
he: תכשיט, תכשיטים, צורף, צורפת, שרשרת זהב, צמיד, תיקון תכשיטים, שרשרת נקרעה, להלחים שרשרת, ?שרשרת, ?זהב, ?כסף, ?סוגר
ar: مجوهرات, صايغ, ذهب, سنسال, إسوارة, اسوارة, تصليح ذهب, انقطع السنسال, ?سلسلة, ?فضة
ru: ювелир, ювелирные изделия, украшения, цепочка порвалась, порвалась цепочка, браслет, ремонт украшений, ?цепочка, ?золото, ?серебро, ?серьги
en: jewellery, jewelry, jeweller, jeweler, bracelet, goldsmith, chain of my necklace, necklace broke, ?necklace, ?gold, ?silver, ?clasp, ?earrings
ring < jewellery
he: טבעת, טבעות, טבעת אירוסין, טבעות נישואין, להגדיל טבעת, להקטין טבעת, הטבעת קטנה, הטבעת גדולה, שיבוץ יהלום
ar: خاتم, خواتم, محبس, خاتم خطوبة, محابس, دبلة, الخاتم ضيق, الخاتم واسع
ru: кольцо, кольца, обручальное кольцо, обручальные кольца, помолвочное кольцо, кольцо мало, увеличить кольцо, уменьшить кольцо
en: ring, rings, engagement ring, wedding rings, wedding bands, resize my ring, ring is too tight, ring resizing, diamond setting
gold_buying
he: קניית זהב, למכור זהב, קונים זהב
ar: بيع ذهب, أبيع ذهب
ru: скупка золота, продать золото
en: sell gold, gold buying, sell my gold
watch
he: שעון, שעונים, שען, סוללה לשעון, רצועה לשעון, השעון נעצר, השעון מפגר, שעון יד
ar: ساعة يد, ساعاتي, تصليح ساعات, بطارية ساعة, الساعة وقفت, حزام ساعة
ru: наручные часы, ремонт часов, часовщик, часы остановились, остановились часы, батарейка в часы, ремешок для часов, часы отстают
en: wristwatch, watch repair, watchmaker, watch battery, watch stopped, watch strap, my watch, watches
[print]
printing
he: הדפסה, הדפסות, להדפיס, דפוס, בית דפוס, כרטיסי ביקור, פליירים, עלונים, פלאיירים, צילום מסמכים, כריכה, ?כרטיסים, ?פלייר, ?עלון
ar: طباعة, أطبع, مطبعة, كروت بزنس, بطاقات عمل, فلايرات, مناشير, تصوير أوراق, تجليد, ?كروت, ?منشورات
ru: печать, распечатать, типография, визитки, листовки, флаеры, ксерокопия, переплет, напечатать, ?карточки, ?буклеты
en: printing, print, business cards, flyers, leaflets, brochures, photocopies, binding, print shop, ?cards, ?prints, ?flyer, ?leaflet, ?brochure
shirt_printing < printing
he: הדפסה על חולצות, חולצות מודפסות, הדפסת חולצות, חולצות לצוות, הדפסה על כוסות, ספלים ממותגים, ?חולצה, ?חולצות, ?כוס, ?ספל, ?קפוצ'ון
ar: طباعة على بلايز, بلايز مطبوعة, طباعة بلايز, طباعة كاسات, ?بلايز, ?بلوزة, ?كاسة
ru: печать на футболках, футболки с принтом, футболки с логотипом, печать на кружках, ?футболка, ?футболки, ?кружка, ?худи
en: t-shirt printing, printed t-shirts, print on shirts, team shirts, mug printing, hoodies with our logo, ?shirts, ?shirt, ?t-shirts, ?t-shirt, ?mug, ?mugs, ?hoodie
banner < printing
he: שלט, שלטים, שילוט, באנר, רולאפ, שלט לעסק, שלט לדלת, שלט לבית, ?שלט לחנות, ?מדבקה, ?מדבקות
ar: يافطة, يافطات, لافتة, لافتات, بانر, رول اب, لوحة للمحل, آرمة, ?ستيكر, ?لاصق
ru: вывеска, вывески, баннер, табличка, таблички, ролл-ап, вывеска для магазина, ?наклейка, ?наклейки, ?плакат
en: sign, signs, signage, banner, roll-up banner, shop sign, door sign, nameplate, ?sticker, ?stickers, ?roll-up
engraving
he: חריטה, לחרוט, חריטת שם, חריטה בלייזר, גביעים, מדליות, ?גביע, ?מדליה
ar: حفر, حفر على الخشب, حفر بالليزر, أحفر اسم, كؤوس وميداليات, ?اسم, ?ميدالية, حفر أسماء, حفر ليزر
ru: гравировка, выгравировать, лазерная гравировка, кубки и медали, ?кубок, ?надпись
en: engraving, engrave, engraved, laser engraving, trophies, medals, ?trophy, ?medal
print_3d
he: הדפסת תלת מימד, הדפסה בתלת מימד, מדפסת תלת מימד, תלת ממד, ?תלת, ?מודל, הדפסה בתלת ממד
ar: طباعة ثلاثية الأبعاد, طباعة ثلاثي الأبعاد, ?مجسم, ?3d, طباعة ثلاثية
ru: 3д печать, 3d печать, печать на 3d, трехмерная печать, ?модель, ?3d
en: 3d print, 3d printing, 3d printed, ?3d, ?prototype
framing
he: מסגור, למסגר, מסגרות לתמונות, מסגרת לתמונה, מסגור תמונות, ?תמונה, ?מסגרת, ?מסגרות, ?ציור
ar: براويز, برواز, تأطير, أبروز صورة, تبرويز, ?صورة, ?لوحة, ?إطار
ru: багет, рамка для картины, оформить в раму, рамки, вставить в рамку, багетная мастерская, ?картина, ?рама, ?рамка
en: framing, picture frame, frame a picture, picture framing, get this framed, frame my diploma, ?frame, ?frames, ?painting
canvas
he: הדפסה על קנבס, קנבס, תמונה על קנבס
ar: طباعة كانفاس, صورة على كانفاس, كانفاس
ru: печать на холсте, фото на холсте
en: canvas print, photo on canvas, canvas
graphic_design
he: עיצוב גרפי, לוגו, מעצב גרפי, מעצבת גרפית, מיתוג, עיצוב לוגו
ar: تصميم جرافيك, لوجو, شعار, مصمم جرافيك, تصميم لوجو
ru: графический дизайн, логотип, дизайнер-график, фирменный стиль
en: graphic design, logo, logo design, graphic designer, branding
digitising
he: המרת קלטות, קלטות וידאו, סריקת תמונות, המרת וידאו, שחזור תמונות ישנות, סריקה
ar: تحويل كاسيتات, أشرطة فيديو, ترميم صور قديمة, مسح ضوئي
ru: оцифровка, оцифровать кассеты, видеокассеты, реставрация фотографий, сканирование
en: digitise, digitize, vhs tapes, convert tapes, restore old photos, scan old photos, scanning
antiques
he: רסטורציה, חידוש רהיטים, רהיט עתיק, שיפוץ רהיטים, לחדש שולחן
ar: ترميم أثاث, تجديد أثاث, أنتيكا
ru: реставрация мебели, антиквариат, отреставрировать
en: furniture restoration, restore furniture, antique, antiques, refinish my table
knives
he: השחזת סכינים, להשחיז, השחזה
ar: سن سكاكين, تجليخ سكاكين
ru: заточка ножей, заточить ножи, поточить ножи
en: knife sharpening, sharpen my knives, sharpening
instrument_repair
he: תיקון גיטרות, תיקון כלי נגינה, החלפת מיתרים, מיתר נקרע
ar: تصليح آلات موسيقية, تغيير أوتار
ru: ремонт гитар, ремонт инструментов, замена струн, струна порвалась
en: guitar repair, instrument repair, restring, broken string
[food]
table
he: שולחן, שולחן לשניים, שולחן לארבעה, מקום לשניים, מקומות לארוחת ערב, להזמין מקום במסעדה, לאכול אצלכם, לסעוד, ?להזמין מקום, ?ארוחה, ?ארוחת ערב, ?ארוחת צהריים, ?לאכול, ?זוג, ?סועדים
ar: طاولة, طاولة لشخصين, أحجز طاولة, نتعشى عندكم, نتغدى عندكم, حجز بالمطعم, ?عشا, ?غدا, ?ناكل, ?أشخاص, ?حجز
ru: столик, столик на двоих, забронировать столик, поужинать у вас, пообедать у вас, ?ужин, ?обед, ?поужинать, ?пообедать, ?персоны, ?человека
en: table for, book a table, reserve a table, dinner for two, dinner reservation, eat at your place, come for dinner, seats for dinner, ?table, ?dinner, ?lunch, ?eat, ?reservation, ?diners, ?supper
brunch
he: ארוחת בוקר, בראנץ', ארוחות בוקר
ar: فطور, ترويقة
ru: завтрак, бранч, завтраки
en: breakfast, brunch
takeaway
he: טייק אווי, לקחת הביתה, איסוף עצמי, הזמנה לאיסוף, ?לקחת, ?איסוף
ar: تيك أواي, سفري, أخذ للبيت, ?آخذ
ru: навынос, на вынос, самовывоз, еда с собой, ?забрать
en: takeaway, take away, take-out, takeout, to go order, ?pick up, ?to go
private_room
he: חדר פרטי, אזור פרטי, לסגור את המסעדה, אירוע במסעדה, ?פרטי, ?אירוע, ?קבוצה גדולה
ar: غرفة خاصة, قعدة خاصة, نسكر المطعم, ?خاص, ?مناسبة
ru: отдельный зал, отдельная комната, закрыть ресторан, банкет, ?отдельный, ?компания
en: private room, private dining, private area, hire the whole restaurant, ?private, ?event, ?large group
[rooms]
hotel_room
he: צימר, חדר במלון, לינה, לילה בצימר, סוויטה, אכסניה, ?לילה, ?סופ"ש, ?זוג
ar: غرفة بالفندق, فندق, نزل, شاليه, ليلة مبيت, ?ليلة, ?نهاية الأسبوع
ru: гостиница, номер в гостинице, отель, циммер, ночевка, хостел, ?ночь, ?выходные
en: hotel, hotel room, guesthouse, bed and breakfast, overnight stay, suite, ?night, ?weekend, ?room
meeting_room
he: חדר ישיבות, חדר פגישות, חללי עבודה, השכרת משרד, משרד להשכרה
ar: غرفة اجتماعات, مكتب للإيجار, مساحة عمل
ru: переговорная, коворкинг, аренда офиса, конференц-зал
en: meeting room, coworking, co-working, conference room, office space, hot desk
travel_agent
he: סוכן נסיעות, סוכנת נסיעות, חבילת נופש, ירח דבש, טיסות ומלון, תכנון טיול
ar: مكتب سفريات, رحلة شهر عسل, شهر عسل, حجز طيران, برنامج سفر
ru: турагентство, турагент, путевка, медовый месяц, билеты на самолет, подобрать тур
en: travel agent, honeymoon, package holiday, book flights, plan our trip
[community]
synagogue
he: רב, רבנית, בית כנסת, שיחה עם הרב, ייעוץ הלכתי
ar: رجل دين, شيخ الجامع, كاهن, خوري
ru: раввин, синагога, священник, батюшка
en: rabbi, synagogue, priest, imam, pastor
marriage_registration
he: רישום נישואין, רישום לנישואין, פתיחת תיק נישואין, הדרכת כלות, מדריכת כלות
ar: كتب كتاب, عقد قران, كتب الكتاب, إكليل
ru: регистрация брака, зарегистрировать брак, расписаться, венчание
en: marriage registration, register our marriage, officiant, civil marriage, wedding ceremony
funeral
he: לוויה, הלוויה, מצבה, מצבות, אזכרה, הקמת מצבה
ar: جنازة, عزاء, شاهد قبر, بيت أجر
ru: похороны, памятник на могилу, надгробие, поминки
en: funeral, headstone, gravestone, tombstone, memorial service
mikveh
he: מקווה, בלנית
ar: مكفيه
ru: миква
en: mikveh, mikvah
mezuzah
he: מזוזה, מזוזות, תפילין, בדיקת מזוזות, סופר סת"ם
ar: مزوزا
ru: мезуза, тфилин
en: mezuzah, tefillin
prayer
he: שיעור תורה, לימוד תורה, קבלת שבת
ar: تحفيظ قرآن, درس دين, دورة قرآن
ru: урок торы, воскресная школа
en: torah class, bible study, quran lessons, sunday school
volunteering
he: להתנדב, התנדבות, תרומה, לתרום, תרומת דם
ar: تطوع, أتطوع, تبرع, تبرع بالدم
ru: волонтер, волонтерство, пожертвование, донор крови
en: volunteer, volunteering, donate, donation, donate blood
social_worker
he: עובדת סוציאלית, עובד סוציאלי, רווחה, לשכת הרווחה
ar: عاملة اجتماعية, عامل اجتماعي, مكتب الرفاه, شؤون اجتماعية
ru: социальный работник, соцработник, собес
en: social worker, welfare office
library
he: ספרייה, מרכז קהילתי, מתנ"ס
ar: مكتبة عامة, مركز جماهيري, مركز ثقافي
ru: библиотека, общинный центр, матнас
en: library, community centre, community center
"""
