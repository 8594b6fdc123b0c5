# ruff: noqa: E501 (a language is one line)
"""Repairs in a home: water, electricity, heating and cooling, appliances, doors."""

HOME = """
[plumbing]
*plumbing
he: אינסטלטור, אינסטלציה, שרברב, אינסטלטורית, לחץ מים נמוך, לחץ המים חלש, אין מים בבית, ?צנרת, ?צינור, ?צינורות, ?לחץ מים
ar: سباك, سباكة, مواسرجي, سنكري, أنابيب, مواسير, ضغط المي ضعيف, ما في مي بالبيت, ?أنبوب, ?ماسورة
ru: сантехник, сантехника, сантехнические работы, слабый напор, нет воды в доме, ?труба, ?трубы, ?напор
en: plumber, plumbing, low water pressure, no water in the house, no running water, ?pipe, ?pipes, ?water pressure
leak < plumbing, repair
he: נזילה, נזילות, דולף, דולפת, נוזל מים, נוזלים מים, נוזל לי מים, מטפטף הברז, הברז מטפטף, ברז מטפטף, ברז נוזל, צינור התפוצץ, התפוצץ צינור, הצפה, הבית מוצף, רטיבות בתקרה, מים על הרצפה, איתור נזילות, פיצוץ צנרת, דליפה, ?רטיבות, ?מטפטף, ?נוזל, ?טפטוף, ?איתור
ar: تسريب, بتسرب, بنقط, بتنقط, الحنفية بتنقط, الحنفية بتسرب, ماسورة مكسورة, انفجرت الماسورة, المي بتسرب, رطوبة بالسقف, المي على الأرض, البيت غرقان, كشف تسريب, ?رطوبة, ?بتسرب مي
ru: протечка, течь воды, течет кран, кран течет, кран капает, капает кран, течет труба, труба течет, лопнула труба, прорвало трубу, нас затопило, затопило, подтекает, вода на полу, потек потолок, ?течет, ?капает, ?протекает
en: leak, leaking, leaky, dripping tap, tap is dripping, dripping faucet, tap drips, burst pipe, pipe burst, flooded, flooding, water on the floor, water stain on the ceiling, leak detection, ?dripping, ?leakage, ?damp
blockage < plumbing
he: פתיחת סתימות, פתיחת סתימה, סתימה בכיור, סתימה בביוב, סתימה באסלה, סתימה במקלחת, ביוב, ביובית, סתום הכיור, הכיור סתום, האסלה סתומה, המים לא יורדים, לא יורדים המים, מים עולים מהביוב, השירותים סתומים, הכיור לא מתרוקן, ?סתימה, ?סתום, ?סתומה, ?נסתם, ?נסתמה, ?סתימות
ar: تسليك, تسليك مجاري, مجاري, مجاري مسدودة, المجلى مسدود, المجلى مسكر, التواليت مسدود, الحمام مسدود, المي ما بتنزل, المي مش نازلة, سدة بالمجاري, مسكرة المجاري, ?مسدود, ?انسد, ?مسكر
ru: засор, прочистка труб, прочистить трубу, прочистка канализации, канализация, забилась раковина, раковина забилась, унитаз забился, забился унитаз, вода не уходит, не уходит вода, забился слив, ?забился, ?забилась, ?засорился
en: blocked drain, drain is blocked, clogged, unclog, blocked sink, sink is blocked, toilet is blocked, blocked toilet, drain won't drain, water won't go down, sewage, drain cleaning, toilet overflowing, ?blocked, ?blockage, ?drain, ?clog
(tap) < plumbing
he: ברז, ברזים, סוללת ברז
ar: حنفية, حنفيات, خلاط المي
ru: смеситель, кран на кухне, кран в ванной
en: faucet, mixer tap, kitchen tap, bathroom tap
(toilet) < plumbing
he: אסלה, ניאגרה, מיכל הדחה
ar: تواليت, نياجرا, سيفون, كرسي حمام
ru: унитаз, бачок унитаза, сливной бачок
en: toilet, toilet cistern, toilet flush
(sink) < plumbing
he: כיור, כיורים, סיפון
ar: مجلى, مغسلة
ru: раковина, сифон, умывальник
en: sink, washbasin, siphon
(shower) < plumbing
he: אמבטיה, מקלחון, ראש מקלחת
ar: دش, بانيو, شور
ru: душевая кабина, ванна в квартире, душевая
en: bathtub, shower cabin, shower head
boiler < plumbing
he: דוד שמש, דוד חשמל, דודי שמש, דוד מים, אין מים חמים, אין לנו מים חמים, הדוד לא מחמם, המים קרים, גוף חימום לדוד, דוד דולף, ?דוד, ?דודים, ?מים חמים
ar: سخان, سخان شمسي, حمام شمسي, بويلر, ما في مي سخنة, فش مي سخنة, المي باردة, السخان ما بسخن, مي سخنة, ?سخانات, جيزر
ru: бойлер, водонагреватель, солнечный бойлер, нет горячей воды, горячая вода пропала, не греет воду, дуд, ?горячая вода
en: boiler, water heater, solar heater, no hot water, water is cold, water isn't getting hot, hot water tank, ?hot water, ?heater
water_filter
he: מסנן מים, מסנני מים, מטהר מים, בר מים, סינון מים, החלפת סנן למים, טעם מוזר במים, ?פילטר, ?סנן, ?בר, ?פילטרים
ar: فلتر مي, فلاتر مي, تنقية مي, بار مي, فلتر المي, طعم المي غريب, ?فلتر, ?فلاتر
ru: фильтр для воды, фильтры для воды, очистка воды, кулер, невкусная вода, ?фильтр, ?фильтры, ?картридж
en: water filter, water purifier, water bar, filtered water system, water tastes strange, ?filter, ?filters, ?cartridge
gas_home
he: טכנאי גז, בלון גז, צובר גז, ריח של גז, נקודת גז, ריח גז
ar: جرة غاز, ريحة غاز, فني غاز, تمديد غاز
ru: газовщик, газовый баллон, запах газа, пахнет газом
en: gas canister, gas technician, smell of gas, smell gas, gas point
[electricity]
*electricity
he: חשמלאי, חשמלאית, חשמל ביתי, עבודות חשמל, קצר בחשמל, קופץ החשמל, החשמל קופץ, קופץ הפקק, קופץ פחת, הפחת קופץ, אין חשמל בבית, הפסקת חשמל בבית, ניצוצות, נשרף השקע, השקע נשרף, לוח חשמל, שקע חשמל, נקודת חשמל, ?קצר, ?שקע, ?שקעים, ?חשמל, ?פקק, ?מפסק, ?הארקה
ar: كهربجي, كهربائي, تمديدات كهرباء, كهرباء البيت, تماس كهرباء, الكهربا بتفصل, الكهرباء بتفصل, بفصل القاطع, القاطع بينزل, ما في كهربا بالبيت, شرار, إبريز محروق, لوحة كهرباء, نقطة كهرباء, ?كهربا, ?كهرباء, ?إبريز, ?تماس
ru: электрик, электрика, электромонтаж, розетка, проводка, короткое замыкание, выбивает пробки, выбивает автомат, вырубает электричество, нет света в квартире, искрит, электрощит, ?розетки, ?автомат, ?выключатель, ?свет
en: electrician, electrical work, wiring, rewiring, power outlet, short circuit, fuse keeps tripping, breaker keeps tripping, power keeps tripping, no power in the house, sparks, socket is burnt, fuse box, electrical panel, ?socket, ?outlet, ?switch, ?fuse, ?breaker, ?power cut
(lamp) < electricity
he: גוף תאורה, גופי תאורה, נברשת, מנורת תקרה, תאורה, ספוטים
ar: ثريا, إنارة, لمبة سقف, سبوتات
ru: люстра, светильник, освещение, бра
en: chandelier, light fixture, ceiling light, lighting, spotlights
(fan) < electricity
he: מאוורר תקרה, מאווררי תקרה, וונטה
ar: مروحة سقف, مروحة
ru: потолочный вентилятор, вытяжной вентилятор
en: ceiling fan, extractor fan
intercom < electricity
he: אינטרקום, פעמון דלת
ar: انتركوم, جرس الباب
ru: домофон, дверной звонок
en: intercom, doorbell
ev_charger < electricity
he: עמדת טעינה, עמדות טעינה, מטען לרכב חשמלי
ar: محطة شحن, شاحن سيارة كهربائية
ru: зарядная станция, зарядка для электромобиля
en: ev charger, charging station, home charger
solar
he: פאנלים סולאריים, מערכת סולארית, סולארי, לוחות סולאריים, קולטי שמש, ?פאנלים, ?גג, ?חשבון חשמל
ar: ألواح شمسية, طاقة شمسية, نظام شمسي, ?ألواح, ?سطح
ru: солнечные панели, солнечная батарея, солнечные батареи, ?панели, ?крыша
en: solar panels, solar system on the roof, photovoltaic, solar energy, ?panels, ?roof, ?inverter
[air_conditioning]
(ac)
he: מזגן, מזגנים, מיזוג, מיזוג אוויר, מזגן עילי, מיני מרכזי, אינוורטר, ?עילי, ?דירתי
ar: مكيف, مكيفات, تكييف, مزجان, ?وحدة
ru: кондиционер, кондиционеры, мазган, сплит, ?внешний блок
en: air conditioner, air conditioning, air con, aircon, ac, a/c, split unit, ?unit, ?indoor unit
ac_repair = ac + repair
he: לא מקרר, מזגן לא מקרר, המזגן לא מחמם, המזגן חם, מוציא אוויר חם, יוצא אוויר חם, המזגן מטפטף, מזגן מטפטף, המזגן נוזל, המזגן דולף, המזגן נכבה, הבית לא מתקרר, מזגן רועש, המזגן מקפיץ, ?מטפטף, ?נוזל, ?מים מהמזגן, ?רעש, ?רועש, ?חם בבית, ?לא עובד טוב, ?קצר, ?מקפיץ את החשמל, ?מקפיץ חשמל, ?נכבה, ?נורה מהבהבת
ar: المكيف ما ببرد, ما ببرد, مش ببرد, المكيف مش عم يبرد, بطلع هوا سخن, بنفخ هوا سخن, المكيف بنقط, المكيف بسرب, المكيف بطفي, ?بنقط, ?بنزل مي, ?صوت, ?ما بسخن, ?بطفي لحالو
ru: кондиционер не холодит, не холодит, не охлаждает, кондиционер не греет, дует теплым, дует теплый воздух, кондиционер течет, течет кондиционер, капает из кондиционера, с кондиционера капает, кондиционер шумит, ?капает, ?течет, ?шумит, ?жарко, ?выключается, ?гудит
en: not cooling, isn't cooling, doesn't cool, blowing warm air, blows hot air, ac is leaking, ac is dripping, air conditioner is dripping, house won't cool down, ac keeps turning off, ?dripping, ?leaking, ?noisy, ?blowing hot, ?warm air, ?shuts off, ?tripping the power
ac_cleaning = ac + cleaning
he: ריח מהמזגן, ריח עובש, מסריח המזגן, המזגן מסריח, ניקוי פילטרים, ניקוי מסננים, עובש במזגן, שטיפת מזגן, ?פילטר, ?פילטרים, ?מסנן, ?ריח, ?מסריח, ?ריח רע, ?עובש, ?אבק
ar: ريحة من المكيف, المكيف ريحته, ريحة عفن, غسيل مكيف, تنظيف فلاتر, ?فلتر, ?فلاتر, ?ريحة, ?غبرة
ru: воняет из кондиционера, запах из кондиционера, кондиционер воняет, плесень в кондиционере, чистка фильтров, ?фильтр, ?запах, ?воняет, ?плесень
en: ac smells, smells musty, musty smell, mouldy smell, clean the filters, filter cleaning, ?filter, ?smell, ?smells bad, ?mould, ?mold, ?dust
refrigerant
he: מילוי גז, חסר גז, חסר גז במזגן, נגמר הגז, לתדלק גז, גז למזגן, ?גז, ?מילוי
ar: غاز للمكيف, ناقصو غاز, ناقصه غاز, تعبئة غاز, المكيف بدو غاز, تعبوا غاز, ?غاز, ?تعبئة
ru: заправка фреоном, фреон, дозаправка кондиционера, заправить кондиционер, ?газ, ?заправка, ?заправить
en: gas refill, regas, refrigerant, freon, recharge the gas, top up the gas, ?gas, ?refill
heating
he: חימום תת רצפתי, הסקה, רדיאטורים, תנור חימום, מערכת חימום, ?חימום
ar: تدفئة, تدفئة أرضية, رادياتور, صوبة, ?صوبات
ru: отопление, теплый пол, радиаторы отопления, обогреватель, ?батареи
en: underfloor heating, central heating, radiators, house heating, ?radiator
[appliances]
(appliance)
he: מוצרי חשמל, מוצר חשמל, מכשיר ביתי, מכשירי חשמל ביתיים
ar: أجهزة كهربائية, أجهزة منزلية, أدوات كهربائية
ru: бытовая техника, бытовой техники, электроприборы
en: appliance, appliances, white goods, household appliance
(washing_machine) < appliance
he: מכונת כביסה, מכונות כביסה
ar: غسالة, غسالات
ru: стиральная машина, стиралка, стиральные машины, стиральную машинку
en: washing machine, washer
washing_machine_repair = washing_machine + repair
he: לא סוחטת, המכונה לא סוחטת, לא מסיימת סחיטה, הכביסה יוצאת רטובה, המכונה קופצת בסחיטה, לא מנקזת מים, ?סחיטה, ?תוף
ar: الغسالة ما بتعصر, ما بتعصر, الغسالة ما بتفضي, الغسيل بطلع مبلول, ?عصر
ru: не отжимает, стиралка не отжимает, не сливает воду, прыгает при отжиме, барабан не крутится, ?отжим, ?барабан
en: won't spin, doesn't spin, washing machine won't drain, drum won't turn, clothes come out soaking, ?spin, ?drum
(dryer) < appliance
he: מייבש כביסה, מייבשי כביסה
ar: نشافة, نشافة غسيل
ru: сушильная машина, сушилка для белья
en: tumble dryer, clothes dryer
(dishwasher) < appliance
he: מדיח, מדיח כלים, מדיחי כלים
ar: جلاية, جلايات, غسالة صحون
ru: посудомойка, посудомоечная машина, посудомоечные машины
en: dishwasher, dishwashers
(fridge) < appliance
he: מקרר, מקררים, מקפיא, מקפיאים
ar: ثلاجة, تلاجة, ثلاجات, فريزر, براد
ru: холодильник, холодильники, морозилка, морозильник
en: fridge, fridges, refrigerator, freezer
fridge_repair = fridge + repair
he: מקרר לא מקרר, המקרר לא מקרר, האוכל מתקלקל במקרר, המקרר חם, המקפיא מפשיר, המקרר מפשיר
ar: الثلاجة ما بتبرد, التلاجة ما بتبرد, الثلاجة مش عم تبرد, الأكل بخرب بالثلاجة
ru: холодильник не морозит, холодильник не холодит, не морозит, холодильник течет, потек холодильник, продукты портятся
en: fridge isn't cold, fridge is warm, fridge not cooling, freezer is defrosting, food is spoiling
(oven) < appliance
he: תנור, תנורים, תנור אפייה, כיריים, כיריים גז, כיריים אינדוקציה
ar: فرن, أفران, غاز الطبخ, بوتجاز
ru: духовка, плита, варочная панель, духовой шкаф
en: oven, stove, cooker, hob, cooktop
oven_repair = oven + repair
he: תנור לא מחמם, התנור לא מחמם, הכיריים לא נדלקות, להבה לא נדלקת
ar: الفرن ما بسخن, الفرن ما بولع, الغاز ما بولع
ru: духовка не греет, плита не греет, не зажигается конфорка
en: oven doesn't heat, oven won't heat, burner won't light
(microwave) < appliance
he: מיקרוגל, מיקרוגלים
ar: مايكرويف, ميكروويف
ru: микроволновка, микроволновая печь
en: microwave, microwaves
(vacuum) < appliance
he: שואב אבק, שואבי אבק, שואב רובוטי
ar: مكنسة كهربائية, مكنسة كهربا
ru: пылесос, робот-пылесос
en: vacuum cleaner, hoover, robot vacuum
(coffee_machine) < appliance
he: מכונת קפה, מכונות קפה
ar: ماكينة قهوة, مكنة قهوة
ru: кофемашина, кофеварка
en: coffee machine, espresso machine
(sewing_machine) < appliance
he: מכונת תפירה, מכונות תפירה
ar: ماكينة خياطة, مكنة خياطة
ru: швейная машина, швейная машинка
en: sewing machine, sewing machines
[doors]
locksmith
he: מנעולן, מנעולנים, פריצת מנעולים, פריצת דלת, ננעלתי בחוץ, נעלתי את עצמי בחוץ, ננעלנו בחוץ, המפתח נשבר במנעול, המפתח נתקע, הדלת נטרקה, איבדתי את המפתחות, אבדו המפתחות, להחליף צילינדר, החלפת מנעול, החלפת צילינדר, הדלת לא נפתחת, לפתוח דלת, ?פריצה, ?פריצות, ?נעילה, ?ננעלתי, ?ננעלנו, ?מפתח נשבר, נטרקה הדלת, טרקה לי את הדלת, פתיחת דלת
ar: فتح أبواب, قفال, معلم أقفال, تسكر الباب علي, انقفل الباب علي, المفتاح انكسر بالقفل, المفتاح علق, ضيعت المفاتيح, ضاعت المفاتيح, تغيير قفل, تغيير أقفال, الباب ما بفتح, سيلندر, ?فتح باب, ?انقفل, علقت برا البيت, الباب طبق, الباب سكر
ru: вскрытие замков, вскрыть замок, вскрытие дверей, слесарь по замкам, захлопнулась дверь, дверь захлопнулась, ключ сломался в замке, потерял ключи, потеряла ключи, замена замка, замена личинки, не открывается дверь, дверь не открывается, не могу попасть домой, ?вскрытие, ?взлом, ?захлопнулась, вскрыть дверь
en: locksmith, locked out, locked myself out, key broke in the lock, key is stuck, lost my keys, lost our keys, change the lock, change the locks, lock change, door won't open, open a locked door, ?lockout, ?emergency opening, ?lock opening, door slammed shut
(door)
he: דלת, דלתות, דלת כניסה, דלת פנים, פלדלת
ar: باب, أبواب, باب حديد
ru: дверь, двери, входная дверь
en: door, doors, front door
(lock) < locksmith
he: מנעול, מנעולים, צילינדר, ?רב בריח, ?בריח
ar: قفل, أقفال, ?سيلندر جديد
ru: замок в двери, дверной замок, замки, ?замок, ?личинка, ?поменять замок
en: door lock, locks, deadbolt, ?lock, ?cylinder, new lock, replace the lock
(window)
he: חלון, חלונות, זגגות, זגג, ויטרינה
ar: شباك, زجاج شباك, شبابيك
ru: окно, окна, стеклопакет, остекление
en: window, windows, glazier, glazing
(blinds)
he: תריס, תריסים, תריס חשמלי, תריס גלילה
ar: تريس, أباجور, تريسات
ru: жалюзи, трисы, рольставни, рулонные шторы
en: blinds, shutters, roller shutter
(screens)
he: רשתות נגד יתושים, רשת לחלון, רשתות לחלונות
ar: شبك للشباك, منخل شباك, شبك ناموس
ru: москитная сетка, москитные сетки, сетка на окно
en: window screen, mosquito screens, fly screen
(curtain)
he: וילון, וילונות
ar: برداية, برادي, ستارة, ستائر
ru: шторы, занавески, портьеры, тюль
en: curtains, drapes
(safe)
he: כספות, כספת בבית
ar: خزنة حديد, خزنة بالبيت
ru: домашний сейф, сейф дома
en: strongbox, home safe, safe opened
(gate)
he: שער חשמלי, דלת חניה, שער כניסה
ar: بوابة كهربائية, بوابة
ru: автоматические ворота, ворота
en: electric gate, garage door
(alarm)
he: אזעקה, אזעקות, מערכת אזעקה
ar: إنذار, جهاز إنذار
ru: сигнализация, охранная сигнализация
en: alarm system, burglar alarm
(cameras)
he: מצלמות אבטחה, מצלמת אבטחה, מצלמות
ar: كاميرات مراقبة, كاميرات
ru: камеры наблюдения, видеонаблюдение, камера наблюдения
en: security cameras, cctv, surveillance camera
"""
