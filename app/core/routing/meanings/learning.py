# ruff: noqa: E501 (a language is one line)
"""Lessons, courses, sports and childcare."""

LEARNING = """
[school]
tutoring
he: שיעורים פרטיים, שיעורי עזר, עזרה בשיעורי בית, מתקשה בלימודים, תגבור, הבן נכשל, הציונים ירדו, מורה פרטית לבן, הוראה מתקנת, השלמת פערים, פערים בלימודים
ar: دروس خصوصية, درس خصوصي, تقوية, وظائف بيتية, علاماته نزلت, ضعيف بالمدرسة, تعليم تصحيحي
ru: репетитор, репетиторство, помощь с уроками, подтянуть оценки, отстает в школе, плохие оценки, делать уроки, коррекционное обучение
en: tutor, tutoring, private tutor, private lessons, homework help, help with homework, falling behind at school, failing at school, grades dropped, remedial teaching
math < lesson
he: מתמטיקה, חשבון, אלגברה, גאומטריה, חדו"א, טריגו, לוח הכפל, שברים
ar: رياضيات, حساب, جبر, هندسة رياضية, جدول الضرب, كسور
ru: математика, алгебра, геометрия, таблица умножения, дроби, матан
en: math, maths, mathematics, algebra, geometry, calculus, fractions, times tables
english < lesson
he: אנגלית, לדבר אנגלית
ar: انجليزي, إنجليزية, لغة انجليزية
ru: английский, английского, английскому, по-английски
en: english lessons, learn english, english language
hebrew < lesson
he: עברית, אולפן, ללמוד עברית, שיעורי עברית
ar: عبري, عبراني, لغة عبرية, دورة عبري
ru: иврит, ивриту, ульпан
en: hebrew, ulpan, hebrew lessons
arabic < lesson
he: ערבית, ערבית מדוברת
ar: لغة عربية, عربي محكي
ru: арабский, арабский язык
en: arabic
other_language < lesson
he: ספרדית, צרפתית, גרמנית, רוסית, איטלקית, שפה זרה
ar: اسباني, فرنسي, الماني, روسي, إيطالي, لغة أجنبية
ru: испанский, французский, немецкий, итальянский, русский язык, иностранный язык
en: spanish, french, german, italian, russian, foreign language
physics < lesson
he: פיזיקה
ar: فيزياء
ru: физика
en: physics
chemistry < lesson
he: כימיה
ar: كيمياء
ru: химия
en: chemistry
biology < lesson
he: ביולוגיה
ar: بيولوجيا, أحياء
ru: биология
en: biology
computers_study < lesson
he: תכנות, פייתון, לתכנת, מדעי המחשב, רובוטיקה, קוד לילדים, סקראץ'
ar: برمجة, بايثون, روبوتيكا, علوم حاسوب
ru: программирование, питон, информатика, робототехника
en: programming, coding, python, computer science, robotics
literature < lesson
he: תנ"ך, היסטוריה, ספרות, לשון, הבעה
ar: تاريخ, أدب, قواعد, مدنيات
ru: история в школе, литература, танах
en: history tutor, literature, grammar tutor
reading_writing
he: לימוד קריאה, קריאה וכתיבה, הילד לא קורא, לומד לקרוא, כיתה א קריאה
ar: تعليم قراءة, قراءة وكتابة, ما بعرف يقرا
ru: научить читать, чтение и письмо, не умеет читать
en: learn to read, reading and writing, reading help, struggles with reading, can't read yet
exams
he: פסיכומטרי, בגרות, בגרויות, הכנה לבגרות, הכנה למבחן, אמיר, מיצ"ב, מבחן מחוננים, מבחן ברבעון, מתכונת, ?מבחן, ?מבחנים, ?בגרויות במתמטיקה
ar: بسيخومتري, بجروت, تحضير للامتحان, تحضير للبجروت, امتحان الثانوية, توجيهي, ?امتحان, ?امتحانات, ?بجاريت
ru: психометрия, багрут, подготовка к экзамену, подготовиться к экзамену, экзамены, ?экзамен, ?егэ, ?огэ, психометрический
en: psychometric, bagrut, exam preparation, exam prep, prepare for my exam, sat prep, ielts, toefl, matriculation, finals, ?exam, ?exams, ?test prep
academic_writing
he: עריכה לשונית, עבודה סמינריונית, עריכת עבודות, תזה
ar: تحرير لغوي, تدقيق لغوي, وظيفة سيمنار
ru: редактирование текста, корректура, курсовая, дипломная
en: proofreading, thesis, editing my paper, copy editing
kindergarten
he: גן ילדים, רישום לגן, פעוטון, מעון, משפחתון, צהרון, ביקור בגן, להתרשם מהגן, גנון, גננת, מקום בגן, לראות את הגן, ?רישום, ?להירשם, ?ביקור, ?לרשום את הילד, ?בן שנתיים, ?בת שנתיים, ?בן שלוש, ?בת שלוש, ?לראות את המקום
ar: روضة, حضانة, تسجيل للروضة, روضة أطفال, بستان, أسجل ابني بالروضة, زيارة الروضة, ?تسجيل, ?زيارة, ?أسجل, ?عمره سنتين
ru: детский сад, садик, ясли, записать в садик, в садик, продленка, посмотреть садик, ?запись, ?записать ребенка, ?два года, ?три года, ?место
en: kindergarten, nursery, daycare, preschool, after-school care, enrol my child, see the kindergarten, creche, ?registration, ?enrol, ?enroll, ?two years old, ?three years old, ?place for my
school_registration
he: רישום לבית ספר, רישום לכיתה א, יום פתוח, בית ספר חדש
ar: تسجيل للمدرسة, يوم مفتوح, مدرسة جديدة
ru: запись в школу, записать в школу, день открытых дверей
en: school registration, enrol in school, open day, new school
summer_camp
he: קייטנה, קייטנות, קייטנת קיץ, מחנה קיץ, החופש הגדול
ar: مخيم صيفي, مخيم, كايتانا, عطلة الصيف
ru: летний лагерь, кайтана, лагерь, летние каникулы
en: summer camp, day camp, holiday camp, summer holidays programme
parents_meeting
he: אסיפת הורים, שיחה עם המורה, פגישה עם הגננת, יועצת בית ספר, ?שיחה, ?אסיפה
ar: اجتماع أهالي, لقاء مع المعلمة, مستشارة المدرسة, ?معلمة, ?لقاء
ru: родительское собрание, встреча с учителем, разговор с учительницей, ?воспитатель, ?собрание
en: parents evening, parent-teacher meeting, meet the teacher, school counsellor, ?meeting with the teacher, ?parent meeting
[music]
piano < lesson
he: פסנתר, אורגנית, קלידים
ar: بيانو, أورغ
ru: фортепиано, пианино, синтезатор
en: piano, keyboard lessons
guitar < lesson
he: גיטרה, גיטרה חשמלית, בס
ar: جيتار, غيتار
ru: гитара, гитаре, бас-гитара
en: guitar, bass guitar, ukulele
drums < lesson
he: תופים, מתופף, דרבוקה, כלי הקשה
ar: درامز, طبلة, دربكة, إيقاع
ru: барабаны, ударные, барабанам
en: drums, drum kit, percussion, drumming, drummer
violin < lesson
he: כינור, צ'לו, ויולה
ar: كمان, كمنجة, تشيلو
ru: скрипка, скрипке, виолончель
en: violin, cello, viola
wind_instrument < lesson
he: חליל, חלילית, קלרינט, סקסופון, חצוצרה
ar: فلوت, ناي, ساكسفون, كلارينت
ru: флейта, саксофон, кларнет, труба инструмент
en: flute, recorder lessons, clarinet, saxophone, trumpet
singing < lesson
he: פיתוח קול, זמרת, ללמוד לשיר, שיעורי שירה, לשיר, מקהלה, זימרה, ?שירה, ?קול
ar: غناء, تدريب صوت, أتعلم أغني, جوقة, ?صوت, ?أغني
ru: вокал, пение, научиться петь, уроки вокала, хор, ?петь, ?голос
en: singing lessons, vocal, voice lessons, learn to sing, singing teacher, choir, vocal coach, ?singing, ?voice, ?sing
music_lessons < lesson
he: נגינה, ללמוד לנגן, שיעורי נגינה, שיעורי מוזיקה, כלי נגינה, ?מוזיקה, ?כלי
ar: عزف, أتعلم عزف, تعليم موسيقى, موسيقى, آلة موسيقية, ?آلة, ?نوتة
ru: музыка, музыкальная школа, научиться играть на, сольфеджио, ?инструмент, ?ноты
en: music lessons, learn an instrument, musical instrument, music school, ?instrument, ?notes, ?music
piano_tuning
he: כיוון פסנתר, כיוון פסנתרים, לכוון את הפסנתר, הפסנתר מזייף
ar: دوزان بيانو, دوزنة البيانو
ru: настройка пианино, настроить пианино, настройка фортепиано, пианино расстроено
en: piano tuning, tune my piano, piano tuner, piano is out of tune
recording
he: אולפן הקלטות, הקלטת שיר, להקליט שיר, פודקאסט, מיקס ומאסטרינג
ar: استوديو تسجيل, تسجيل أغنية, أسجل أغنية, بودكاست
ru: студия звукозаписи, записать песню, запись песни, подкаст, сведение
en: recording studio, record a song, recording session, podcast, mixing and mastering
rehearsal_room
he: חדר חזרות, חזרות ללהקה
ar: غرفة تدريب للفرقة, بروفات فرقة, غرفة بروفات
ru: репетиционная база, репетиция группы
en: rehearsal room, band practice, band rehearsal, jam room
[movement]
swimming < lesson
he: שחייה, לשחות, לימוד שחייה, שיעורי שחייה, הילד לא יודע לשחות, הילדה מפחדת ממים, פחד ממים, מפחד ממים, בריכה, ?מים, ?לצוף, שחייה חופשית
ar: سباحة, أتعلم سباحة, يتعلم سباحة, تعليم سباحة, بخاف من المي, مسبح, بركة سباحة, ?المي, ?بركة, سباحة حرة
ru: плавание, бассейн, научиться плавать, научить плавать, плавать, боится воды, ?вода, свободное плавание
en: swimming, swim, swim lessons, learn to swim, can't swim, afraid of water, afraid of the water, pool, ?water, ?float, ?strokes, free swim, lap swimming
aqua
he: התעמלות במים, אקווה אירובי, אקווה
ar: رياضة بالمي, ايروبيك مائي, تمارين بالمي
ru: аквааэробика, аква-аэробика, гимнастика в бассейне
en: aqua aerobics, water aerobics
yoga < lesson
he: יוגה, יוגא, ויניאסה, האתה יוגה, נשימות ומתיחות
ar: يوغا, يوجا
ru: йога, йогу, хатха, виньяса
en: yoga, vinyasa, hatha
pilates < lesson
he: פילאטיס, פילטיס, רפורמר, פילאטיס מכשירים
ar: بيلاتس, بلاتس, ريفورمر
ru: пилатес, реформер
en: pilates, reformer, reformer beds
meditation
he: מדיטציה, מיינדפולנס, קשיבות
ar: تأمل, ميدتيشن, تنفس واسترخاء
ru: медитация, осознанность
en: meditation, mindfulness, breathwork
gym < lesson
he: חדר כושר, כושר, מכון כושר, להתחטב, לחזור לכושר, להיכנס לכושר, מנוי לחדר כושר, קרוספיט, ?אימון, ?אימונים, ?מנוי, ?שרירים, ?משקולות
ar: جيم, نادي رياضي, لياقة, أرجع للياقة, كروسفت, اشتراك بالجيم, ?تمرين, ?تمارين, ?اشتراك, ?عضلات
ru: спортзал, тренажерный зал, фитнес, качалка, абонемент в зал, привести себя в форму, кроссфит, ?тренировка, ?тренировки, ?абонемент, ?мышцы
en: gym, fitness, get in shape, get back in shape, work out, workout, gym membership, crossfit, toning, ?training, ?membership, ?weights, ?muscle, ?exercise
personal_training < gym
he: מאמן אישי, מאמנת אישית, אימון אישי, אימונים אישיים, מאמן כושר אישי, ?מאמן, ?מאמנת, ?אישי
ar: مدرب شخصي, مدربة شخصية, تدريب شخصي, ?مدرب, ?مدربة, ?شخصي
ru: персональный тренер, личный тренер, персональная тренировка, индивидуальная тренировка, ?тренер, ?персональная, ?индивидуальная
en: personal trainer, personal training, one-on-one training, private training, ?trainer, ?coach, ?personal
spinning < gym
he: ספינינג, אירובי, זומבה, אימון פונקציונלי, טי אר איקס
ar: سبينينج, زومبا, ايروبيك
ru: сайклинг, аэробика, зумба, функциональная тренировка
en: spinning class, spin class, aerobics, zumba, functional training, hiit
martial_arts < lesson
he: קרטה, ג'ודו, קרב מגע, אומנויות לחימה, אמנויות לחימה, אגרוף, קיקבוקס, טאקוונדו, ג'יו ג'יטסו, הגנה עצמית, איגרוף, קראטה
ar: كراتيه, جودو, ملاكمة, تايكواندو, فنون قتالية, دفاع عن النفس, كيك بوكس
ru: карате, дзюдо, бокс, единоборства, боевые искусства, самооборона, тхэквондо, кикбоксинг, самбо, каратэ
en: karate, judo, boxing, martial arts, kickboxing, taekwondo, self-defence, self-defense, krav maga, jiu jitsu, mma
dance < lesson
he: ריקוד, ריקודים, לרקוד, מחול, היפ הופ, סלסה, ריקודי בטן, ריקודי עם, חוג מחול
ar: رقص, رقص شرقي, دبكة, سالسا, هيب هوب, أتعلم رقص
ru: танцы, танец, танцам, хип-хоп, сальса, танцевальный, бальные танцы
en: dance class, dance classes, dance, dancing, hip hop, salsa, belly dance, ballroom
ballet < dance
he: בלט, בלט לילדות, בלט קלאסי
ar: باليه, رقص باليه
ru: балет, балету, хореография
en: ballet, ballet class, tutu class
wedding_dance < dance
he: ריקוד חתונה, ריקוד סלואו לחתונה, ריקוד ראשון, כוריאוגרפיה לחתונה
ar: رقصة العرس, رقصة العروسين, أول رقصة
ru: свадебный танец, первый танец
en: first dance, wedding dance, wedding choreography
gymnastics < lesson
he: התעמלות קרקע, התעמלות אומנותית, אקרובטיקה, ג'ימבורי, התעמלות
ar: جمباز, أكروبات, جمبوري
ru: гимнастика, акробатика, художественная гимнастика
en: gymnastics, acrobatics, tumbling, gymboree
football < lesson
he: כדורגל, כדורסל, חוג כדורגל, כדורעף
ar: كرة قدم, كرة سلة, فطبول, مدرسة كرة
ru: футбол, баскетбол, волейбол
en: football training, soccer, basketball, volleyball, football
tennis < lesson
he: טניס, פאדל, מגרש טניס, סקווש
ar: تنس, بادل, ملعب تنس
ru: теннис, падел, корт
en: tennis, padel, tennis court, squash court
climbing < lesson
he: קיר טיפוס, טיפוס, טיפוס צוקים
ar: تسلق, حيط تسلق
ru: скалодром, скалолазание
en: climbing wall, climbing, bouldering
surfing < lesson
he: גלישה, גלישת גלים, שיעור גלישה
ar: ركوب أمواج, سيرف
ru: серфинг
en: surfing, surf lesson
diving < lesson
he: צלילה, קורס צלילה, לצלול
ar: غوص, أتعلم غوص
ru: дайвинг, погружение с аквалангом
en: scuba, diving, diving course
kayak
he: קיאק, קיאקים, סאפ
ar: كياك, قوارب كياك
ru: каяк, байдарка, сап
en: kayak, kayaks, paddleboard
riding < lesson
he: רכיבה על סוסים, לרכוב על סוסים, סוס, סוסים, רכיבה טיפולית, חוות סוסים, לרכוב, פוני רכיבה, ?רכיבה, ?פוני
ar: ركوب خيل, خيل, حصان, فروسية, أركب خيل, ?ركوب, ?مهر
ru: верховая езда, лошади, лошадь, конный, иппотерапия, кататься на лошади, ?езда, ?пони
en: horse riding, horseback riding, riding lessons, horse, horses, pony ride, therapeutic riding, ?ride, ?pony, ?stable
chess < lesson
he: שחמט, חוג שחמט
ar: شطرنج
ru: шахматы, шахматам
en: chess
[art]
art < lesson
he: ציור, לצייר, חוג ציור, רישום ציור, אמנות, אומנות, שיעור ציור
ar: رسم, أرسم, دورة رسم, فنون
ru: рисование, рисовать, живопись, художественный кружок
en: painting class, drawing, art class, art lessons, learn to draw, learn to paint, watercolour, drawing class
pottery < lesson
he: קדרות, קרמיקה, אובניים, פיסול, חימר
ar: فخار, خزف, طين, نحت
ru: керамика, гончарный, гончарное дело, лепка, гончарный круг
en: pottery, ceramics class, potter's wheel, sculpting, clay class, ceramics
sewing_class = sewing_craft + lesson
he: חוג תפירה, שיעורי תפירה, ללמוד לתפור, סריגה
ar: تعليم خياطة, أتعلم خياطة, دورة خياطة
ru: курсы шитья, научиться шить, кройка и шитье, вязание
en: sewing class, learn to sew, sewing lessons, knitting
(sewing_craft)
he: מלאכת תפירה, גזרנות
ar: فن الخياطة
ru: рукоделие
en: needlework
photography_class
he: קורס צילום, ללמוד לצלם, סדנת צילום
ar: دورة تصوير, أتعلم تصوير
ru: курсы фотографии, научиться фотографировать
en: photography course, photography class, learn photography
drama < lesson
he: תיאטרון, משחק ותיאטרון, דרמה, סטנדאפ קורס
ar: مسرح, تمثيل, دراما
ru: театральный кружок, актерское мастерство, театральная студия
en: drama class, acting class, acting lessons, theatre class
cooking_class < lesson
he: סדנת בישול, לבשל, סדנת אפייה, ללמוד לבשל, קורס קונדיטוריה
ar: ورشة طبخ, أتعلم طبخ, دورة حلويات, تعليم طبخ
ru: кулинарный мастер-класс, научиться готовить, кулинарные курсы
en: cooking class, cooking workshop, learn to cook, baking class, pastry course
makeup_course = makeup + lesson
he: קורס איפור, קורס בניית ציפורניים, קורס קוסמטיקה
ar: دورة مكياج, دورة أظافر, كورس تجميل
ru: курсы макияжа, курсы маникюра, курсы косметолога
en: makeup course, nail course, beauty course
first_aid_course
he: קורס עזרה ראשונה, החייאה, קורס החייאה
ar: دورة إسعاف أولي, إنعاش
ru: курсы первой помощи, реанимация курс
en: first aid course, cpr course, cpr
"""
