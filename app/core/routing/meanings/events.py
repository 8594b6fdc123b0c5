# ruff: noqa: E501 (a language is one line)
"""Celebrations with all their services, games and outings."""

EVENTS = """
[events]
wedding
he: חתונה, חתונות, מתחתנים, מתחתנת, מתחתן, חתן וכלה
ar: عرس, زفاف, أعراس, عرسنا, عرسي, بنتجوز, بتزوج, منتجوز
ru: свадьба, свадебный, свадьбы, женимся, выхожу замуж, свадебное торжество
en: wedding, weddings, getting married, bride and groom
engagement
he: אירוסין, הצעת נישואין, להציע נישואין, להציע לה, חינה לפני החתונה, מסיבת רווקות, מסיבת רווקים
ar: خطوبة, خطبة, حفلة خطوبة, طلب زواج, توديع عزوبية, سهرة حنة, حفلة حنة
ru: помолвка, предложение руки, сделать предложение, девичник, мальчишник
en: engagement party, engagement, propose to, proposal dinner, hen party, hen do, stag do, bachelorette, bachelor party
bar_mitzvah
he: בר מצווה, בת מצווה, בר מצוה, בת מצוה, עליה לתורה
ar: بار متسفا
ru: бар-мицва, бат-мицва, бар мицва, бат мицва
en: bar mitzvah, bat mitzvah
brit
he: ברית, בריתה, מסיבת ברית, שמחת בת
ar: طهور الولد, حفلة طهور, عقيقة, سبوع
ru: брит мила, крестины, празднование рождения
en: brit milah, bris, christening, baptism, baby shower, baby naming
birthday
he: יום הולדת, ימי הולדת, מסיבת הפתעה, חוגגת יום הולדת, חוגג יום הולדת, בן חמישים, ?חגיגה, ?חוגגים, ?חוגגת
ar: عيد ميلاد, أعياد ميلاد, حفلة عيد ميلاد, ?احتفال
ru: день рождения, дня рождения, юбилей, именинник, дни рождения, ?отметить, ?празднуем
en: birthday, birthdays, b-day, turning sixteen, turning thirty, turning forty, turning fifty, surprise party, ?celebrating, ?bday
kids_party = birthday + children
he: יום הולדת לילדים, יום הולדת לילד, יום הולדת לילדה, הפעלה ליום הולדת, הפעלות, מפעילה, מפעיל ליום הולדת, ליצן, קוסם, מתנפחים, מסיבה לילדים, ציורי פנים
ar: عيد ميلاد أطفال, عيد ميلاد لابني, عيد ميلاد لبنتي, مهرج, ساحر, نفيخات, منفوخات, فعاليات أطفال, ساحر للحفلة, رسم على الوجه
ru: детский праздник, детский день рождения, аниматор, аниматоры, клоун, фокусник, надувные горки, батут на праздник, аквагрим
en: kids party, kids birthday, children's party, children's birthday, clown, magician, entertainer, bouncy castle, inflatables, face painting, children's entertainer
graduation
he: מסיבת סיום, סיום שנה, נשף, טקס סיום, מסיבת פרידה
ar: حفلة تخرج, تخرج, حفل تخريج
ru: выпускной, выпускной вечер
en: graduation, prom, graduation party, farewell party
party_any
he: מסיבה, מסיבות, אירוע משפחתי, אירוע קטן, לחגוג
ar: حفلة, مناسبة, حفلات, نحتفل
ru: праздник, вечеринка, торжество, мероприятие, отпраздновать
en: party, celebration, family event, celebrate
venue
he: אולם, אולם אירועים, גן אירועים, לראות את האולם, סיור באולם, מקום לאירוע, מקום לחתונה, להתרשם מהאולם, לופט, ?סיור, ?להתרשם, ?ביקור, ?לראות את המקום, ?אירוע, ?מקום
ar: قاعة, قاعة أفراح, صالة أفراح, نشوف القاعة, معاينة القاعة, قاعات, ?نشوف المكان, ?زيارة, ?مكان
ru: банкетный зал, зал торжеств, посмотреть зал, зал для торжеств, лофт, площадка для свадьбы, показ зала, ?посмотреть, ?площадка, ?зал, ?залы
en: venue, event hall, wedding venue, banquet hall, see the hall, venue tour, tour the venue, function room, see the venue, ?hall, ?tour, ?visit, ?see the place, ?look around
tasting
he: טעימות, ערב טעימות, טעימת תפריט, לטעום את המנות, טעימה מהתפריט, ?לטעום, ?טעימה, ?מנות, ?תפריט
ar: تذوق, تذوق الطعام, جلسة تذوق, نذوق الأكل, ?نذوق, ?منيو, ?قائمة الطعام
ru: дегустация, дегустация меню, попробовать меню, попробовать блюда, ?попробовать, ?меню
en: tasting, menu tasting, taste the menu, food tasting, sample the menu, ?taste, ?try the food, ?menu, ?dishes
catering
he: קייטרינג, כיבוד, מגשי אירוח, שף פרטי, אוכל לאירוע, בופה, שף עד הבית, ?אוכל, ?מגש, ?מגשים
ar: ضيافة, كيترنج, كيترينج, أكل للمناسبة, بوفيه, صواني ضيافة, شيف خاص, ?أكل, ?صواني
ru: кейтеринг, фуршет, шведский стол, выездное обслуживание, еда на праздник, повар на дом, ?еда, ?блюда
en: catering, caterer, buffet, platters, private chef, food for the party, finger food, canapes, ?food, ?platter
event_production
he: הפקת אירועים, הפקת אירוע, מפיקה, מפיק אירועים, תכנון חתונה, מארגנת חתונות
ar: تنظيم مناسبات, تنظيم أعراس, منظمة أعراس, تنسيق حفلات
ru: организация праздников, организация свадеб, организатор свадеб, ивент
en: event planning, event planner, wedding planner, wedding planning, event production
*photography
he: צלם, צלמת, צילום, צילומים, בוק, בוק צילומים, להצטלם, תמונות מקצועיות, סטודיו לצילום, סשן צילומים, ?תמונות, ?סטודיו, ?לצלם, ?צילומי, סט צילומים
ar: تصوير, مصور, مصورة, جلسة تصوير, صور احترافية, أتصور, استوديو تصوير, ?صور, ?استوديو, ?نتصور
ru: фотограф, фотосессия, фотосъемка, съемка, сделать фотографии, фотостудия, сфотографироваться, ?фото, ?портрет, ?студия, ?снимки
en: photographer, photo shoot, photoshoot, photo session, professional photos, photography, take photos of us, portraits, headshots, ?photos, ?pictures, ?shoot, ?studio, ?portrait
wedding_photo = wedding + photography
he: צלם חתונות, צלם לחתונה, צילום חתונה, צלמים לחתונה, ?חתונה, ?חתונות
ar: مصور أعراس, تصوير عرس, مصور للعرس, تصوير أعراس, ?عرس, ?أعراس
ru: свадебный фотограф, фотограф на свадьбу, свадебная фотосессия, свадебная съемка, ?свадьба, ?свадебная
en: wedding photographer, wedding photography, photographer for our wedding, ?wedding, ?weddings
newborn_photo = newborn + photography
he: צילומי ניובורן, צילום תינוק, צילומי תינוקות, צילום ניו בורן, ?תינוק, ?תינוקת, ?ניובורן
ar: تصوير مواليد, تصوير بيبي, تصوير مولود, ?بيبي, ?مولود
ru: фотосессия новорожденного, съемка новорожденных, фото малыша, ?малыш, ?новорожденный
en: newborn photos, newborn shoot, baby photos, baby photoshoot, ?newborn, ?baby
pregnancy_photo = pregnancy + photography
he: צילומי הריון, בוק הריון, ?בטן, ?הריון
ar: تصوير حامل, تصوير حمل, ?حامل, ?حمل
ru: фотосессия беременных, фотосессия беременности, съемка беременности, ?живот, ?беременность
en: maternity shoot, maternity photos, pregnancy photos, bump photos, ?bump, ?maternity, ?pregnant
family_photo < photography
he: צילומי משפחה, צילום משפחה, תמונה משפחתית, בוק משפחתי, ?משפחה, ?משפחתי
ar: تصوير عائلي, صورة عائلية, تصوير عيلة, ?عيلة, ?عائلة
ru: семейная фотосессия, семейное фото, семейная съемка, ?семья, ?семейная, ?семейный
en: family photos, family photo shoot, family portrait, family pictures, ?family
product_photo < photography
he: צילום מוצרים, צילומי מוצר, צילומי תדמית, תמונת תדמית, צילום אוכל, ?תדמית, ?מוצר, ?מוצרים, ?קטלוג
ar: تصوير منتجات, تصوير منتج, صورة للسيرة, ?منتج, ?منتجات
ru: предметная съемка, съемка товаров, деловой портрет, имиджевая съемка, ?товар, ?товары, ?каталог
en: product photos, product photography, business headshot, corporate headshots, food photography, ?product, ?products, ?catalogue, ?headshot
passport_photo < photography
he: תמונת פספורט, תמונות פספורט, תמונות לדרכון, תמונה לויזה, ?פספורט, ?דרכון, ?ויזה
ar: صور باسبورت, صورة جواز, صور شخصية للهوية, ?باسبورت, ?جواز, ?فيزا, صور جواز
ru: фото на паспорт, фото на документы, фото на визу, ?паспорт, ?документы, ?виза
en: passport photo, passport photos, visa photo, id photo, ?passport, ?visa, ?id
album
he: אלבום, אלבומים, אלבום חתונה, אלבום דיגיטלי, ?הדפסות, ?ספר תמונות
ar: ألبوم, ألبوم صور, ?طباعة صور
ru: фотоальбом, альбом, фотокнига, ?распечатать фото
en: photo album, wedding album, photobook, album, ?photo prints
video
he: וידאו, צלם וידאו, קליפ, סרטון, עריכת וידאו, צילום וידאו, סרט חתונה, קליפ לבת מצווה
ar: فيديو, تصوير فيديو, مونتاج, كليب
ru: видео, видеосъемка, видеограф, видеооператор, монтаж видео, клип, ролик
en: video, videographer, video shoot, video editing, wedding film, clip, filming
dj
he: די ג'יי, דיג'יי, תקליטן, מוזיקה לאירוע, תקליטן לחתונה, ?מוזיקה, ?רחבה
ar: دي جي, ديجي, منسق أغاني, ?موسيقى
ru: диджей, ди-джей, музыка на свадьбу, ?музыка
en: dj, disc jockey, music for the party, music for our wedding, ?music
band
he: להקה, להקה לחתונה, הופעה חיה, זמר לחתונה, זמר לחופה, נגנים
ar: فرقة موسيقية, مطرب للعرس, زفة, فرقة زفة, حداي
ru: живая музыка, музыканты, группа на свадьбу, певец на праздник
en: live band, live music, musicians, wedding singer, wedding band for the party
sound_rental
he: הגברה, השכרת הגברה, ציוד הגברה, רמקולים לאירוע, תאורה והגברה, מיקרופונים, ?רמקולים
ar: صوتيات, تأجير سماعات, سماعات للحفلة, إضاءة وصوت, مكبرات صوت
ru: аренда звука, аппаратура, аренда колонок, звуковое оборудование, колонки на праздник, ?колонки
en: sound system, pa system, sound rental, rent speakers, speakers and microphones, sound equipment, loudspeakers
equipment_rental
he: השכרת ציוד, השכרת שולחנות וכיסאות, שולחנות וכיסאות, השכרת אוהל, ציוד לאירועים
ar: تأجير كراسي, كراسي وطاولات, تأجير معدات, خيم للمناسبات
ru: аренда мебели, аренда столов, аренда посуды, столы и стулья, шатер
en: rent tables and chairs, party equipment, marquee, tables and chairs, equipment rental
balloons
he: בלונים, בלון, קשת בלונים, עיצוב בלונים, בלוני הליום, הליום, ?הליום צבעוני, ?קשת
ar: بلالين, بالونات, بلونات, قوس بلالين, هيليوم, ?قوس
ru: шары, шарики, воздушные шары, арка из шаров, гелий, гелиевые шары, ?арка
en: balloons, balloon, balloon arch, helium, ?arch
decoration
he: עיצוב אירועים, עיצוב שולחן, עיצוב חופה, קישוט, קישוטים
ar: زينة, تزيين, تنسيق طاولات, ديكور مناسبات
ru: оформление праздника, украсить зал, декор на свадьбу, оформление зала
en: event decor, party decorations, table styling, decorations, event design
invitations
he: הזמנות לחתונה, הזמנה לחתונה, עיצוב הזמנה, הזמנות מודפסות, אישורי הגעה, ?הזמנות, ?הזמנה
ar: بطاقات دعوة, كروت دعوة, عزيمة عرس, كروت عرس, ?دعوات, ?عزايم
ru: приглашения на свадьбу, пригласительные, свадебные приглашения, ?приглашения
en: wedding invitations, invitations, invitation cards, save the dates, ?invitation
flowers
he: פרחים, זר, זרים, זר כלה, סידור פרחים, שוזרת פרחים, חנות פרחים, ורדים, ?סידור, ?עציץ, ?לשזור, ?ורד, זר פרחים
ar: ورد, زهور, باقة ورد, باقة, بوكيه, تنسيق ورد, مسكة عروس, ?باقات, ?أصيص
ru: цветы, букет, букеты, флорист, свадебный букет, букет невесты, розы, композиция из цветов, ?композиция, ?горшок, ?роза
en: flowers, bouquet, bouquets, florist, flower arrangement, roses, bridal bouquet, floral, ?arrangement, ?rose, ?potted plant
cake
he: עוגה, עוגות, עוגת יום הולדת, עוגה מעוצבת, קונדיטוריה, עוגת חתונה, קאפקייקס, בצק סוכר, ?לאפות, ?אפייה, ?קרם, ?קומות
ar: كعكة, كيك, كيكة, تورتة, قالب حلوى, قالب كيك, كعكة عيد ميلاد, حلويات للمناسبة, ?خبز, ?طبقات, ?كريمة
ru: торт, торты, торт на заказ, свадебный торт, капкейки, кондитер, пирожные, ?испечь, ?ярусный, ?крем
en: cake, cakes, birthday cake, wedding cake, custom cake, cupcakes, ?bake, ?tiers, ?icing, ?frosting
attractions
he: אטרקציות, עמדת צילום, עמדת מגנטים, מגנטים לאירוע, זיקוקים, מכונת פופקורן, שערות סבתא
ar: ألعاب نارية, كشك تصوير, فشار وغزل بنات, مغناطيس للمناسبة
ru: фотобудка, фейерверк, салют, сладкая вата, магнитики на праздник
en: photo booth, fireworks, candy floss, popcorn machine, magnets at the event
attendant_host
he: מנחה, מנחה אירועים, עורך טקסים, מלצרים, ברמן, ברמנים
ar: عريف حفل, جرسونات, نادلين, بارمان
ru: ведущий, тамада, официанты, бармен на праздник
en: host for our party, master of ceremonies, waiters, bartender, toastmaster
[wedding_wear]
bride
he: שמלת כלה, שמלות כלה, כלה, שמלה לחתונה שלי, שמלה לבנה, הינומה, ?חתונה, ?מתחתנת, ?לבן
ar: عروس, فستان عرس, فستان عروس, فستان زفاف, فساتين عرايس, فستان أبيض, فستان العرس, طرحة, شو ألبس يوم الفرح, ?عرس, ?بتزوج, ?زفاف, ?عرسي, ?أبيض طويل
ru: свадебное платье, невеста, платье невесты, свадебные платья, фата, белое платье, ?свадьба, ?замуж, ?белое
en: wedding dress, wedding gown, bridal gown, bride, bridal dress, veil, white gown, ?wedding, ?getting married, ?white dress
evening_dress
he: שמלת ערב, שמלות ערב, שמלה לאירוע, שמלת נשף, אמא של הכלה, אמא של החתן, שמלה לאחות הכלה, שושבינה, שושבינות, משהו אלגנטי, ?ערב, ?נשף, ?אלגנטי, ?אירוע, ?חתונה של
ar: فستان سهرة, فساتين سهرة, فستان للحفلة, فستان تخرج, فستان خطوبة, أم العروس, أم العريس, اشبينة, إشي شيك, ?سهرة, ?خطوبة, ?حفلة, ?تخرج, ?شيك
ru: вечернее платье, вечерние платья, платье на выпускной, платье на праздник, мама невесты, мама жениха, подружка невесты, ?вечер, ?выпускной, ?нарядное, ?на свадьбу к
en: evening dress, evening gown, prom dress, bridesmaid dress, bridesmaids, mother of the bride, mother of the groom, cocktail dress, ?evening, ?prom, ?gala, ?formal, ?elegant, ?party
suit
he: חליפה, חליפות, חליפת חתן, טוקסידו, חליפה לחתן, ?חתן, ?מקטורן, ?עניבה
ar: بدلة, بدلات, بدلة عريس, بدلة عرس, طقم رجالي, عريس, ?ببيون, ?بابيون, ?جيليه, ?كرافة
ru: костюм, костюмы, смокинг, костюм жениха, мужской костюм, ?жених, ?пиджак, ?галстук
en: suit, suits, tuxedo, groom's suit, tux, ?groom, ?blazer, ?jacket, ?bow tie
fitting
he: מדידת שמלה, מדידה אחרונה, למדוד את השמלה, לנסות שמלות, ?למדוד, ?מדידה, ?מדידות
ar: بروفة, بروفات, قياس الفستان, أقيس الفستان, أجرب الفستان, ?قياس, ?أقيس, ?ألبسه
ru: примерка, примерить платье, примерить, последняя примерка, ?мерить, ?померить
en: fitting, dress fitting, try on dresses, try on the dress, final fitting, ?try on, ?try it on
dress_rental
he: השכרת שמלות, השכרת שמלה, לשכור שמלה, שמלה להשכרה, להשכיר שמלה
ar: تأجير فساتين, أستأجر فستان, فستان للإيجار, استئجار فستان
ru: прокат платьев, платье напрокат, взять платье напрокат, аренда платья
en: dress rental, rent a dress, hire a dress, gown rental
costumes
he: תחפושת, תחפושות, השכרת תחפושות
ar: أزياء تنكرية, ملابس تنكرية
ru: карнавальный костюм, карнавальные костюмы
en: costume, costumes, fancy dress
[fun]
escape_room
he: חדר בריחה, חדרי בריחה
ar: غرفة هروب, غرف هروب, اسكيب روم
ru: квест, квесты, квест-комната
en: escape room, escape rooms, escape game
horror
he: אימה, מפחיד, מפחידה, החדר המפחיד
ar: رعب, مرعب, مرعبة, بخوف كثير
ru: страшный, ужасы, хоррор, страшная комната
en: scary, horror, jump scares, terrifying, scream
heist
he: שוד, לפרוץ לכספת, כספת
ar: سطو, سرقة البنك, نفتح الخزنة
ru: ограбление, ограбить банк, взломать сейф, сейф
en: heist, robbery, rob a bank, crack the vault, crack the safe
virtual_reality
he: מציאות מדומה, משקפי וי אר, וי אר
ar: واقع افتراضي, نظارات في ار
ru: виртуальная реальность, виртуальной реальности, вр-шлемы, в шлемах
en: virtual reality, vr, vr headset, with the headsets
bowling
he: באולינג, ביליארד, סנוקר
ar: بولينج, بلياردو
ru: боулинг, бильярд
en: bowling, billiards, snooker, pool table game
laser_tag
he: לייזר טאג, פיינטבול
ar: ليزر تاج, بينتبول
ru: лазертаг, пейнтбол
en: laser tag, paintball, axe throwing
karting
he: קארטינג, טרקטורונים, רייזר, ג'יפים, טיול ג'יפים
ar: كارتينج, تراكتورون, جولة جيبات
ru: картинг, квадроциклы, джипы
en: go-kart, karting, quad bikes, jeep tour, atv
cinema
he: הקרנה פרטית, קולנוע, קריוקי, חדר קריוקי
ar: كاريوكي, سينما
ru: караоке, кинотеатр
en: karaoke, cinema screening, private screening
tour
he: סיור, סיורים, טיול מודרך, מדריך טיולים, סיור מודרך, סיור בעיר העתיקה
ar: جولة, جولات, جولة سياحية, مرشد سياحي, رحلة مع مرشد
ru: экскурсия, экскурсии, гид, с гидом, экскурсовод, обзорная экскурсия
en: guided tour, tour guide, sightseeing, walking tour, with a guide, guided ride
boat
he: שייט, סירה, יאכטה, הפלגה, ?דיג, ?שקיעה, ?ים
ar: قارب, يخت, رحلة بحرية, ?صيد سمك, ?غروب
ru: яхта, катер, морская прогулка, прогулка на яхте, ?рыбалка, ?закат
en: boat, yacht, sailing, boat trip, cruise, ?fishing, ?sunset, ?cruise trip
winery
he: יקב, טעימות יין, סיור ביקב, מבשלה, בירה מלאכה
ar: نبيذ, جولة بمعصرة, معصرة زيت
ru: винодельня, дегустация вин, пивоварня
en: winery, wine tasting, wine cellar, brewery tour
"""
