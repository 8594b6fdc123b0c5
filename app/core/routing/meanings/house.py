# ruff: noqa: E501 (a language is one line)
"""Work in and around a house besides repairs: cleaning, pests, garden, renovation, moving."""

HOUSE = """
[cleaning]
home_cleaning < cleaning
he: ניקיון דירה, ניקיון דירות, ניקיון בית, ניקיון בתים, לנקות את הבית, לנקות את הדירה, עוזרת בית, מנקה לבית, ניקיון לפסח, הבית מלוכלך, הבית הפוך, ?דירה, ?דירות, ?בית, ?ניקיון יסודי, ?יסודי
ar: تنظيف بيت, تنظيف بيوت, تنظيف شقق, أنظف البيت, تنظفوا البيت, شغالة للبيت, تعزيل, ?بيت, ?شقة
ru: уборка квартиры, уборка квартир, убрать квартиру, убрать дом, генеральная уборка, уборка дома, домработница, ?квартира, ?генеральная
en: house cleaning, home cleaning, clean my apartment, clean the house, clean my flat, maid, housekeeper, spring cleaning, ?home, ?apartment, ?deep
after_renovation < cleaning
he: ניקיון אחרי שיפוץ, ניקיון לאחר שיפוץ, אבק אחרי השיפוץ, אחרי שיפוץ, פוליש אחרי שיפוץ
ar: تنظيف بعد الترميم, بعد الترميم, تنظيف بعد التصليحات, بعد ورشة البناء
ru: уборка после ремонта, после ремонта все в пыли, строительная пыль, после ремонта
en: post-renovation cleaning, cleaning after renovation, after the renovation, builders dust, after builders clean, after renovation, post construction
office_cleaning < cleaning
he: ניקיון משרדים, ניקיון משרד, לנקות את המשרד, ניקיון חדר מדרגות, ?משרד, ?משרדים
ar: تنظيف مكاتب, تنظيف مكتب, تنظيف درج البناية, ?مكتب, ?مكاتب
ru: уборка офиса, уборка офисов, уборка подъезда, ?офис, ?офисы
en: office cleaning, clean our office, stairwell cleaning, ?office, ?offices
(sofa)
he: ספה, ספות, כורסה, כורסאות, סלון עור, פינת ישיבה
ar: كنبة, كنب, كنبايات, صوفا, طقم كنب
ru: диван, диваны, кресло, кресла, мягкая мебель
en: sofa, sofas, couch, couches, armchair, upholstery
sofa_cleaning = sofa + cleaning
he: ניקוי ריפודים, ניקוי ספות, שפכו יין על הספה, נשפך על הספה, כתם על הספה, כתמים על הספה, הספה מסריחה, פיפי על הספה, ?ריפודים, ?ריפוד, ?כתם
ar: تنظيف كنب, انكب على الكنبة, بقعة على الكنبة, ريحة الكنبة, ?كنب, ?تنجيد
ru: химчистка мебели, чистка мебели, пролили на диван, пятно на диване, диван воняет, ?мебель, ?пятно
en: upholstery cleaning, spilled on the sofa, spilled wine on the couch, stain on the sofa, stain on the couch, ?upholstery, ?stain
(carpet)
he: שטיח, שטיחים, שטיח מקיר לקיר
ar: سجادة, سجاد, سجادات, موكيت
ru: ковер, ковры, ковролин, коврик
en: carpet, carpets, rug, rugs
(mattress)
he: מזרן, מזרנים, מזרון, מזרונים
ar: فرشة, فرشات, مرتبة, فرشة نوم
ru: матрас, матрасы, матрац
en: mattress, mattresses
(floor)
he: רצפה, רצפות, מרצפות, שיש, פרקט
ar: بلاط, أرضية, رخام, باركيه
ru: пол в квартире, полы, паркет, ламинат, мрамор
en: floor, floors, marble, parquet, laminate flooring, flooring
polish < floor
he: פוליש, ליטוש שיש, ליטוש רצפה, הברקת רצפה, קרצוף רצפה, הרצפה איבדה את הברק, וקס לרצפה, ?ליטוש, ?הברקה, ?שיש
ar: جلي بلاط, جلي رخام, تلميع بلاط, تلميع أرضية, ?جلي, ?تلميع
ru: полировка мрамора, полировка пола, шлифовка паркета, кристаллизация, ?полировка, ?шлифовка
en: floor polishing, marble polishing, sand the floors, floor sanding, floor waxing, ?polish, ?polishing
window_cleaning = window + cleaning
he: ניקוי חלונות, לנקות חלונות, ניקוי ויטרינות, סנפלינג, ?חלונות, ?שמשות
ar: تنظيف شبابيك, تنظيف زجاج, ?شبابيك
ru: мытье окон, помыть окна, мойка окон, ?окна, ?стекла, ?балкон
en: window cleaning, window cleaner, wash the windows, ?windows
laundry
he: מכבסה, כביסה, ניקוי יבש, גיהוץ, לגהץ, לכבס
ar: مصبغة, دراي كلين, غسيل وكوي, كوي, مكوى, غسيل ملابس, كوي ملابس
ru: прачечная, химчистка одежды, глажка, погладить, постирать, сухая чистка, стирка
en: laundry, dry cleaning, dry cleaner, ironing, wash and fold
pool_cleaning
he: ניקוי בריכה, ניקוי בריכות, תחזוקת בריכה, המים בבריכה ירוקים, בריכה ירוקה
ar: تنظيف مسبح, صيانة برك السباحة, مي البركة خضرا
ru: чистка бассейна, обслуживание бассейна, вода в бассейне зеленая
en: pool cleaning, pool maintenance, pool is green, pool water is green
[pests]
pests
he: הדברה, מדביר, ריסוס, ג'וקים, ג'וק, תיקנים, נמלים, מקקים, פשפשים, פשפש המיטה, חרקים, יתושים, קרציות בחצר, פרעושים בבית, מזיקים, טרמיטים, ?חיפושיות, ?חרק, ?עקיצות
ar: رش حشرات, مكافحة حشرات, إبادة حشرات, صراصير, صرصور, نمل, بق, بق الفراش, حشرات, براغيث بالبيت, ?رش, ?عقصات
ru: дезинсекция, травля тараканов, тараканы, таракан, муравьи, клопы, клоп, насекомые, вредители, комары, потравить, ?травля, ?обработка, ?укусы
en: pest control, exterminator, cockroach, cockroaches, roaches, ants, bed bugs, bedbugs, insects, termites, fumigation, ?spraying, ?bugs, ?bites
rodents < pests
he: עכבר, עכברים, חולדה, חולדות, מכרסמים, לכידת נחשים, יונים במרפסת, הרחקת יונים
ar: فئران, فار, فيران, جرذان, جرادين, جرذ, قوارض
ru: мыши, мышь, крысы, крыса, грызуны, дератизация
en: mice, mouse droppings, rats, rodents
wasps < pests
he: צרעות, קן צרעות, כוורת, נחיל דבורים
ar: دبابير, عش دبابير, نحل بالبيت
ru: осы, осиное гнездо, шершни, рой пчел
en: wasps, wasp nest, hornets, bee swarm
[garden]
gardening
he: גינון, גנן, גיזום, לגזום, גינה, הגינה, דשא, כיסוח דשא, לכסח, עשבים שוטים, עשבייה, הקמת גינה, שתילה, ?עצים, ?שיחים, ?עציצים, ?קיצוץ
ar: جنينة, جناينجي, حديقة, تقليم, قص العشب, عشب, تنسيق حدائق, بستنة, ?شجر, ?زريعة
ru: садовник, сад у дома, садовые работы, газон, стрижка газона, подстричь газон, сорняки, ландшафт, озеленение, ?деревья, ?кусты, ?сад, ?грядки
en: gardening, gardener, garden, lawn, mow the lawn, lawn mowing, weeds, landscaping, hedge, hedges, ?trees, ?bushes, ?yard, ?pruning, ?mowing
tree_work < gardening
he: כריתת עץ, כריתת עצים, גיזום עצים, לגזום עץ, לכרות עץ, העץ נפל, ענפים נוגעים
ar: قص شجر, تقليم شجر, قص الشجرة, الشجرة وقعت
ru: спил деревьев, спилить дерево, обрезка деревьев, дерево упало, подрезать деревья
en: tree trimming, tree removal, cut down a tree, prune the trees, tree fell, tree surgeon
irrigation < gardening
he: השקיה, מערכת השקיה, טפטפות, ממטרות, מחשב השקיה
ar: ري, شبكة ري, تنقيط, رشاشات
ru: полив, система полива, капельный полив, автополив
en: irrigation, sprinklers, drip irrigation, sprinkler system
artificial_grass < gardening
he: דשא סינטטי
ar: عشب صناعي, نجيل صناعي
ru: искусственный газон, искусственная трава
en: artificial grass, artificial turf, synthetic grass
pergola
he: פרגולה, פרגולות, סוכך, סוככים, הצללה, דק עץ
ar: برجولا, مظلة للبلكونة, مظلات
ru: пергола, навес, маркиза, терраса из дерева
en: pergola, awning, decking, shade sail
[renovation]
renovation
he: שיפוץ, שיפוצים, לשפץ, קבלן שיפוצים, שיפוצניק, שיפוץ מטבח, שיפוץ אמבטיה, ?קבלן, ?בנייה, ?הריסה, ?שבירת קירות
ar: ترميم, ترميمات, أرمم, مقاول, تجديد البيت, ?بناء, ?هدم
ru: ремонт квартиры, ремонт квартир, евроремонт, строительные работы, отделочные работы, ремонт ванной, ?отделка, ?стройка, ?снести стену
en: renovation, renovate, remodel, remodelling, contractor, refurbish the flat, home improvement, ?builder, ?demolition, ?extension, ?knock down a wall
handyman
he: הנדימן, תיקונים קטנים בבית, עבודות קטנות בבית, לתלות מדפים, לתלות תמונות
ar: هانديمان, تصليحات صغيرة, تعليق رفوف, تعليق صور
ru: муж на час, мелкий ремонт, повесить полку, повесить полки, повесить картину
en: handyman, odd jobs, hang shelves, hang pictures, small repairs around the house
house_painting
he: צבעי, צבע דירה, צביעת דירה, צביעת דירות, צביעת בית, לצבוע את הבית, לצבוע דירה, לצבוע קירות, צביעת קירות, לצבוע את הסלון, הצבע מתקלף, הקיר מתקלף, לסייד, סיוד, ?צבע, ?לצבוע, ?צביעה, ?קירות
ar: دهان, دهين, دهان بيوت, أدهن البيت, ندهن البيت, طراشة, طرش, دهان حيطان, الدهان مقشر, ندهن, ?دهان حيط, ?حيطان
ru: маляр, малярные работы, покраска стен, покрасить стены, покрасить квартиру, покраска квартиры, побелка, краска облезла, ?покраска, ?покрасить, ?стены
en: house painter, paint the house, paint my apartment, painting walls, paint the walls, paint the living room, decorator, paint is peeling, house painting, wall painting, ?painting, ?paint, ?painter, ?walls
plaster < renovation
he: טיח, גבס, קיר גבס, תקרת גבס, שפכטל, סדק בקיר, סדקים בקיר, עבודות גבס
ar: قصارة, جبص, جبسن, سقف مستعار, شق بالحيط, شقوق بالحيط
ru: гипсокартон, штукатурка, шпаклевка, трещина в стене, трещины в стене, подвесной потолок
en: plastering, plasterer, drywall, plasterboard, crack in the wall, cracks in the wall
tiling < renovation
he: ריצוף, רצף, חיפוי קרמיקה, קרמיקה בקירות, אריחים, אריח שבור, מרצפת שבורה, רובה באמבטיה
ar: تبليط, بليط, سيراميك, قرميد, بلاطة مكسورة, روبة
ru: плитка, плиточник, укладка плитки, положить плитку, плитка отвалилась, кафель
en: tiling, tiler, tiles, lay tiles, broken tile, tiles fell off, grout
damp_proofing
he: איטום, איטום גגות, זיפות, רטיבות בקיר, רטיבות בקירות, עובש בקיר, עובש בקירות, נזילה מהגג, הגג דולף, הגג נוזל, איטום גג
ar: عزل, زفتة, عزل أسطح, رطوبة بالحيط, رطوبة بالحيطان, عفن بالحيط, السطح بسرب, عزل سطح
ru: гидроизоляция, битумные работы, плесень на стене, сырость на стене, крыша течет, течет крыша
en: waterproofing, damp proofing, damp wall, mould on the wall, mold on the wall, roof leaks, leaking roof, roof is leaking, roof leak
roofing
he: רעפים, גגן, תיקון גג, תיקון גגות, בניית גג
ar: قرميد السطح, تصليح سقف, سقف قرميد
ru: кровля, кровельщик, черепица, ремонт крыши
en: roofer, roofing, roof tiles, roof repair
carpentry
he: נגר, נגרות, נגרייה, ארון בהזמנה, ארונות קיר, ארון קיר, ספרייה בהזמנה, מטבח בהזמנה
ar: نجار, نجارة, خزانة تفصيل, خزائن حيط, مطبخ تفصيل
ru: плотник, столяр, столярные работы, шкаф на заказ, мебель на заказ, шкаф-купе, кухня на заказ, столярка
en: carpenter, carpentry, joiner, built-in wardrobe, custom furniture, fitted wardrobe, custom kitchen
(kitchen)
he: מטבח, מטבחים, ארונות מטבח
ar: مطبخ, مطابخ, خزائن مطبخ
ru: кухня, кухни, кухонный гарнитур
en: kitchen, kitchens, kitchen cabinets
(furniture)
he: רהיט, רהיטים, ארון, ארונות, שולחן כתיבה, מיטה, מיטות, שידה, מדפים, כיסאות
ar: أثاث, عفش, خزانة, خزاين, تخت, كومودينا, طاولة سفرة, رفوف
ru: мебель, шкаф, шкафы, кровать, кровати, комод, полки, стеллаж
en: furniture, wardrobe, wardrobes, bed frame, dresser, shelves, bookcase
furniture_assembly = furniture + assembly
he: הרכבת רהיטים, הרכבת ארון, הרכבת ארונות, הרכבת רהיטים מאיקאה, ארון מאיקאה, רהיטים מאיקאה, רהיט מאיקאה
ar: تركيب عفش, تركيب خزانة, تجميع أثاث, خزانة من ايكيا, غراض ايكيا
ru: сборка мебели, собрать шкаф, мебель из икеи, шкаф из икеи, мебель икеа
en: furniture assembly, assemble furniture, flat pack, ikea wardrobe, ikea furniture, assemble my ikea
upholstery
he: ריפוד, רפד, לרפד, חידוש ריפוד, הריפוד קרוע, הספה נקרעה, הבד של הספה קרוע
ar: تنجيد, منجد, أنجد, القماش مهتري, قماش الكنبة مشقوق
ru: перетяжка мебели, обивка, перетянуть диван, перетянуть кресло, обивка порвалась
en: reupholster, reupholstery, upholsterer, torn upholstery, fabric is torn
welding
he: מסגר, מסגרות ברזל, ריתוך, רתך, סורגים, מעקה, מעקות
ar: حداد, حدادة, لحام, حماية حديد, درابزين
ru: сварщик, сварка, решетки на окна, перила, сварочные работы
en: welder, welding, window bars, railings, metalwork
interior_design
he: עיצוב פנים, מעצבת פנים, מעצב פנים, הום סטיילינג
ar: تصميم داخلي, مصمم ديكور, مهندسة ديكور, ديكور
ru: дизайн интерьера, дизайнер интерьера, дизайн-проект
en: interior design, interior designer, home styling
architect
he: אדריכל, אדריכלית, היתר בנייה, תוכנית בנייה, סגירת מרפסת
ar: مهندس معماري, رخصة بناء, مخطط بناء, تسكير بلكونة
ru: архитектор, разрешение на строительство, проект дома
en: architect, building permit, building plans, planning permission
[moving]
moving
he: הובלה, הובלות, הובלת דירה, הובלת דירות, מעבר דירה, עוברים דירה, עוברת דירה, עובר דירה, מובילים, מוביל, הובלה קטנה, להעביר דירה, עוברים לבית חדש, להעביר ספה, להעביר מקרר, הובלת רהיטים, משאית הובלה, ?משאית, ?סבלים, ?סבל, ?מעבר, ?עוברים, ?עוברת, ?עובר, ?קומה רביעית, ?בלי מעלית, ?פסנתר
ar: نقل عفش, نقل أثاث, نقليات, ننقل عالبيت الجديد, ننتقل لبيت جديد, شركة نقل, تنقلوا العفش, أنقل أغراضي, ترحيل بيت, ?نقل, ?شاحنة, ?عتالين, ?عفش, ?طابق رابع
ru: переезд, переезжаем, переезжаю, грузчики, грузоперевозки, перевезти вещи, перевезти мебель, перевозка мебели, квартирный переезд, перевозка, ?перевезти, ?грузовик, ?газель, ?без лифта, ?переехать, ?мебель
en: moving house, movers, moving apartment, moving flat, moving out, removals, removal company, house move, relocation, moving company, man with a van, move my furniture, we are moving to a new place, ?move, ?moving, ?truck, ?van, ?porters, ?removal, ?flat to flat, ?no lift
packing < moving
he: אריזה, לארוז, קרטונים, אריזת בית, שירותי אריזה, ?ארגזים, ?פריקה
ar: تغليف, تغليف أغراض, كراتين, توضيب الأغراض, ?صناديق, ?توضيب
ru: упаковка вещей, упаковать вещи, коробки для переезда, упаковка, ?коробки, ?упаковать
en: packing, pack our things, packing boxes, cardboard boxes, ?boxes, ?pack, ?unpacking
storage
he: אחסון, לאחסן, אחסנה, מיני סטורג', לאחסן תכולה, מקום לאחסן, לשמור את הרהיטים, ?מחסן, ?מכולה, ?לשמור
ar: تخزين, أخزن, مخزن, نخزن العفش, ?كونتينر, ?نخزن
ru: хранение вещей, склад, хранение, складское хранение, сдать вещи на хранение, ?контейнер, ?бокс, ?ячейка
en: storage, storage unit, self storage, store our furniture, store my things, ?container, ?store, ?warehouse
crane
he: מנוף, מנופים, להעלות במנוף, דרך החלון, ?הנפה, ?מרפסת
ar: رافعة, ونش للعفش, ?رفع
ru: подъемник для мебели, автокран, подъемный кран, ?кран, ?подъем
en: crane, furniture hoist, crane lift, ?hoist, ?lifting
disposal
he: פינוי, פינוי פסולת, פינוי רהיטים, לזרוק רהיטים, פינוי דירה, גרוטאות, פינוי תכולה, ?גרוטאות ישנות, ?לזרוק
ar: إخلاء, كب عفش قديم, خردة, إزالة ركام, ?كب
ru: вывоз мусора, вывоз мебели, вывезти старую мебель, вынос хлама, вывоз хлама, утилизация, ?выбросить, ?хлам
en: junk removal, clearance, house clearance, haul away, rubbish removal, get rid of old furniture, ?junk, ?dump
"""
