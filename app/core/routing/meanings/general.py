# ruff: noqa: E501 (a language is one line)
"""Actions on things of any trade, and their recipients. By themselves these words say little."""

GENERAL = """
[general]
+repair
he: תיקון, לתקן, תתקנו, מתקנים, לתיקון, מקולקל, מקולקלת, התקלקל, התקלקלה, תקלה, תקול, לא עובד, לא עובדת, לא עובדים, הפסיק לעבוד, הפסיקה לעבוד, נשבר, נשברה, שבור, שבורה, דפוק, דפוקה, נדפק, נדפקה, לא נדלק, לא נדלקת, נתקע, נתקעה, התפרק, התפרקה, נשרף, נשרפה, קלקול, עושה רעשים, עושה רעש מוזר
ar: تصليح, تصلحوه, تصلحوها, يصلح, نصلح, خربان, خربانة, خرب, خربت, عطلان, عطلانة, تعطل, تعطلت, عطل, مكسور, مكسورة, انكسر, انكسرت, مش شغال, مش شغالة, بطل يشتغل, بطلت تشتغل, ما بشتغل, ما بتشتغل, ما عم يشتغل, مش عم يشتغل, معلق, علقت, انحرق, تزبيط, بطلع صوت
ru: ремонт, починить, почините, чинить, чините, отремонтировать, отремонтируйте, сломался, сломалась, сломалось, сломались, сломан, сломана, не работает, не работают, перестал работать, перестала работать, накрылся, накрылась, сдох, сдохла, полетел, полетела, поломка, неисправность, неисправен, не включается, барахлит, заклинило, развалился, развалилась
en: repair, fix, broken, broke, not working, isn't working, doesn't work, does not work, won't work, stopped working, fault, faulty, malfunctioning, won't turn on, won't start, died on me, is dead, busted, jammed, acting up, playing up, making a strange noise

+replace < repair
he: החלפה, להחליף, תחליפו, מחליפים
ar: تغيير, تبديل, أغير, أبدل, تغيروا, تبدلوا, بدها تغيير, بده تغيير
ru: замена, заменить, замените, поменять, поменяйте, меняете
en: replacement, replace, swap out

+install
he: התקנה, להתקין, תתקינו, מתקינים, לחבר, חיבור, לתלות, להרכיב
ar: تركيب, أركب, تركبوا, نركب, يركب, تركبولي, تركبولنا
ru: установка, установить, установите, устанавливаете, подключить, подключите, подключение, монтаж, смонтировать, повесить
en: installation, install, installed, hook up, mounting, mount

+cleaning
he: ניקוי, לנקות, תנקו, מנקים, ניקיון, ניקיונות, מלוכלך, מלוכלכת, מטונף, מטונפת, מוכתם, כתמים, חיטוי, לחטא
ar: تنظيف, أنظف, تنظفوا, ننظف, تنظيفات, وسخ, وسخة, موسخ, موسخة, بقع, تعقيم, جلي
ru: чистка, почистить, почистите, чистите, прочистить, вычистить, уборка, убрать, уборщица, грязный, грязная, грязное, пятна, помыть, отмыть, химчистка, дезинфекция
en: cleaning, clean, cleaner, cleaners, deep clean, dirty, filthy, stained, stains, disinfect, sanitise, sanitize

+maintenance
he: תחזוקה, טיפול תקופתי, טיפול שנתי, תחזוקה שוטפת, בדיקה תקופתית
ar: صيانة, صيانة دورية, فحص دوري
ru: техобслуживание, обслуживание, сервисное обслуживание, профилактика
en: maintenance, servicing, tune-up, annual service, periodic check

+assembly
he: הרכבה, להרכיב רהיט, מרכיבים, להרכיב לי
ar: تجميع, تركيب أثاث, أجمع, تجمعوا
ru: сборка, собрать мебель, сборщик, соберите
en: assembly, assemble, put together

+dismantle
he: פירוק, לפרק, תפרקו, מפרקים, להוריד מהקיר
ar: فك, فكفكة, تفكيك, أفك
ru: демонтаж, демонтировать, разобрать, разборка
en: dismantle, dismantling, take apart, uninstall, disassemble

+rental
he: השכרה, לשכור, שכירת, להשכיר, השכרת, השכרות
ar: استئجار, أستأجر, تأجير, إيجار, نستأجر
ru: прокат, аренда, взять напрокат, арендовать, напрокат, в аренду
en: rental, rent, hire, renting

+purchase
he: לקנות, רכישה, קנייה, לרכוש, קניית, רכישת
ar: أشتري, شراء, نشتري, اشتري
ru: купить, покупка, приобрести, покупаем
en: buy, purchase, buying

+sale
he: מכירה, למכור, מכירת
ar: بيع, أبيع, نبيع
ru: продажа, продать, продаю, продаем
en: sell, selling

+lesson
he: שיעור, שיעורים, ללמוד, ללמד, תלמד, מורה, חוג, חוגים, קורס, סדנה, סדנאות
ar: درس, دروس, أتعلم, يتعلم, تتعلم, نتعلم, تعليم, مدرس, معلم, معلمة, دورة, دورات, كورس, ورشة عمل
ru: урок, уроки, занятие, занятия, научиться, учиться, научить, обучение, преподаватель, кружок, курсы, мастер-класс
en: lesson, lessons, learn, teach, teacher, class, classes, course, workshop, instructor

private_lesson < lesson
he: שיעור פרטי, פרטני, אחד על אחד, שיעור אישי, רק אני והמורה, מורה פרטי, להתאמן לבד
ar: درس فردي, حصة فردية, لحالي مع المدرب, حصة خاصة
ru: индивидуальное занятие, индивидуальный урок, индивидуально, один на один, частный урок, частные уроки
en: private lesson, private class, one on one, one-on-one, individual lesson, just me and the teacher

group
he: קבוצה, קבוצתי, שיעור קבוצתי, אימון קבוצתי
ar: مجموعة, درس جماعي, حصة جماعية
ru: групповое занятие, в группе, групповой, групповая
en: group class, group lesson, group session

bath
he: מקלחת, רחצה, חפיפה
ar: تحميم, حمام وتنظيف
ru: купание, мытье
en: bath, bathing

+consultation
he: ייעוץ, להתייעץ, יעוץ, פגישת ייעוץ, שיחת ייעוץ, פגישת היכרות
ar: استشارة, أستشير, استشارات, نصيحة مهنية
ru: консультация, проконсультироваться, проконсультируйте, посоветоваться
en: consultation, consult, advice session, initial meeting

+inspection
he: בדיקה, לבדוק, ביקורת, אבחון, לאבחן
ar: فحص, أفحص, تفحصوا, كشف, تشخيص, نفحص
ru: осмотр, проверка, проверить, осмотреть, диагностика, обследование
en: inspection, inspect, examine, checkup, check-up, examination, diagnostics

+delivery
he: משלוח, משלוחים, שליחות, איסוף, לאסוף
ar: توصيل, توصلوا, دليفري, استلام
ru: доставка, доставить, привезти, забрать, курьер
en: delivery, deliver, pickup, pick-up, courier

+estimate
he: הצעת מחיר, הערכת מחיר, לתמחר
ar: عرض سعر, تسعير, تسعيرة
ru: смета, расчет стоимости, оценка стоимости, замерщик
en: quote, price estimate, cost estimate

+measuring
he: מדידה, מדידות, למדוד
ar: أخذ مقاسات, آخذ مقاسات, تاخدوا قياسات
ru: замер, снять мерки, сделать замеры
en: take measurements, measuring

children
he: ילדים, ילד, ילדה, קטנטנים
ar: أولاد, أطفال, ولاد, للولاد
ru: дети, детей, детям, детский, детская, ребенку
en: kids, children, kid's, child

toddlers < children
he: פעוטות, הגיל הרך
ar: أطفال صغار
ru: малыши, для малышей
en: toddler, toddlers, mummy and me

women
he: נשים, לנשים
ar: نسائي, للنساء, للنسوان, ستاتي
ru: женский, женская, для женщин
en: women's, ladies, for women

men
he: גברים, לגברים
ar: رجالي, للرجال, للشباب
ru: мужской, мужская, для мужчин
en: men's, gents, for men

seniors
he: גיל הזהב, קשישים, אזרחים ותיקים, גיל שלישי
ar: كبار السن, مسنين, ختيارية
ru: пожилые, пожилых, пенсионеры, для пожилых
en: seniors, elderly, senior citizens

company
he: גיבוש, ערב חברה, צוות העובדים, חברת הייטק, יום כיף לעובדים, ערב גיבוש, אירוע חברה, יום גיבוש, לעובדים שלנו, הרמת כוסית, כל המחלקה, הצוות שלנו, ?צוות, ?עובדים, ?חברה, ?הנהלה
ar: شركة, موظفين, للموظفين, فعالية للشركة, يوم تكريمي, طاقم العمل, زملائي بالشغل, ?فريق, ?عمال
ru: корпоратив, тимбилдинг, для сотрудников, всем отделом, коллектив, коллеги, с коллегами, корпоративный, ?команда, ?сотрудники, ?фирма
en: team building, corporate, company event, startup, work colleagues, whole department, office party, team outing, staff party, our employees, our team at work, fun day, ?team, ?staff, ?company, ?employees, ?colleagues, ?manager

home_visit
he: ביקור בית, עד הבית, שיגיעו אליי הביתה, להגיע הביתה, תגיעו אליי הביתה
ar: زيارة بيتية, للبيت عندي, تيجوا عالبيت, ييجي عالبيت
ru: на дом, выезд на дом, с выездом, приехать на дом, на дому
en: home visit, house call, come to my home, come to the house, at my place

video_call
he: בזום, שיחת וידאו, אונליין, מרחוק
ar: زوم, أونلاين, عن بعد, مكالمة فيديو
ru: по зуму, онлайн, дистанционно, видеозвонок
en: over zoom, online session, video call, remotely, virtual appointment

emergency
he: חירום, מקרה חירום
ar: طوارئ, حالة طارئة
ru: аварийный, экстренный, экстренно, авария
en: emergency, emergency call

gift_voucher
he: שובר מתנה, גיפט קארד, כרטיס מתנה, תלוש מתנה
ar: قسيمة هدية, بطاقة هدية, كرت هدية
ru: подарочный сертификат, подарочная карта
en: gift voucher, gift card, gift certificate

trial
he: שיעור ניסיון, שיעור היכרות, אימון ניסיון, פעם ראשונה לנסות
ar: درس تجريبي, حصة تجريبية, تجربة أولى
ru: пробный урок, пробное занятие, пробная тренировка
en: trial lesson, trial class, taster session, trial session
"""
