# ruff: noqa: E501 (a language is one line)
"""Treatments of body and mind: movement, hands, talk, food, birth."""

BODY = """
[therapy]
physio
he: פיזיותרפיה, פיזיותרפיסט, פיזיותרפיסטית, פיזיו, הגב תפוס, הגב תפוס לי, תפוס לי הגב, נתפס לי הגב, נתפס הגב, כאבי גב, כאב גב, כואב לי הגב, הגב כואב, הגב הורג אותי, גב תחתון, פריצת דיסק, כואבת לי הברך, הברך כואבת, כאבי ברכיים, כאב ברך, כואבת לי הכתף, הכתף כואבת, כאב כתף, כתף קפואה, נתפס לי הצוואר, הצוואר תפוס, כאבי צוואר, כואב לי הצוואר, שיקום אחרי ניתוח, שיקום הברך, אחרי ניתוח ברך, קרע ברצועה, רצפת אגן, דלקת בגיד, לא יכול להתכופף, לא יכולה להתכופף, לא מצליח להתכופף, לא יכולה להרים את היד, סיאטיקה, ?גב, ?צוואר, ?ברך, ?כתף, ?שיקום, ?נתפס, ?כאב, ?כואב, ?כואבת, ?קרסול, ?ירך, ?מרפק, ?אגן, ?נקע, ?פציעה, ?נפצעתי, ?מתיחה, ?דלקת, ?שחיקה, ?ניתוח, ?יציבה, ?גיד, ?רצועה, ?סחוס
ar: علاج طبيعي, علاج فيزيائي, فيزيوترابيا, فيزيوثيرابي, ظهري بوجعني, ظهري بيوجعني, بوجعني ظهري, ضهري بوجعني, ضهري بيوجعني, وجع ظهر, وجع ضهر, ظهري ماسكني, ضهري ماسكني, مشدود ظهري, ديسك, انزلاق غضروفي, ركبتي بتوجعني, وجع ركبة, ركبي بوجعوني, كتفي بوجعني, وجع كتف, رقبتي بتوجعني, رقبتي ماسكة, وجع رقبة, تأهيل بعد عملية, بعد عملية الركبة, عرق النسا, مش قادر أنحني, ?ظهر, ?ضهر, ?رقبة, ?ركبة, ?كتف, ?تأهيل, ?وجع, ?إصابة, ?عملية, ?مفصل, ?كاحل, ?التواء, ?ماسك
ru: физиотерапия, физиотерапевт, лфк, болит спина, спина болит, спину прихватило, прихватило спину, заклинило спину, спину заклинило, боли в спине, боль в спине, поясница болит, болит поясница, тянет поясницу, грыжа диска, болит колено, колено болит, болит плечо, плечо болит, болит шея, шея болит, шею заклинило, восстановление после операции, реабилитация, ишиас, не могу нагнуться, не могу разогнуться, ?спина, ?шея, ?колено, ?плечо, ?поясница, ?боль, ?болит, ?травма, ?растяжение, ?операция, ?сустав, ?защемило, ?прихватило, ?осанка, ?связка, ?локоть, ?голеностоп
en: physio, physiotherapy, physiotherapist, physical therapy, physical therapist, my back hurts, back pain, backache, bad back, threw my back out, back is killing me, lower back, back went out, slipped disc, herniated disc, my knee hurts, knee pain, my shoulder hurts, shoulder pain, frozen shoulder, stiff neck, neck pain, my neck hurts, rehab after surgery, after knee surgery, torn ligament, acl, sciatica, pelvic floor, tennis elbow, can't bend down, can't lift my arm, ?back, ?neck, ?knee, ?shoulder, ?rehab, ?pain, ?injury, ?injured, ?ankle, ?hip, ?sprain, ?posture, ?surgery, ?stiff, ?pulled a muscle, ?hurts, ?sore, ?joint, ?elbow, ?tendon
hydrotherapy < physio
he: הידרותרפיה, טיפול במים
ar: علاج مائي, علاج بالمي
ru: гидротерапия
en: hydrotherapy
chiropractic
he: כירופרקט, כירופרקטיקה, כירופרקטור, לשחרר חוליה, יישור גב
ar: كايروبراكتيك, كيروبراكت, تقويم عمود فقري
ru: хиропрактик, костоправ, мануальный терапевт, вправить позвонок
en: chiropractor, chiropractic, crack my back, spinal adjustment
osteopathy
he: אוסטאופת, אוסטאופתיה, אוסטאופטיה
ar: أوستيوباث, استيوباثي
ru: остеопат, остеопатия
en: osteopath, osteopathy
massage
he: עיסוי, עיסויים, מסאז', מעסה, עיסוי שוודי, הגוף שלי תפוס, כולי תפוס, כולי תפוסה, שרירים תפוסים, לשחרר שרירים, קשרים בגב, להתפנק, ?שרירים, ?רגיעה, ?להירגע, ?פינוק
ar: مساج, تدليك, مساجات, عضلاتي مشدودة, جسمي مشدود, جسمي كله مكسر, عقد بالظهر, ?عضلات, ?استرخاء
ru: массаж, массажист, массажистка, расслабляющий массаж, мышцы забиты, мышцы зажаты, размять спину, размять шею, ?мышцы, ?расслабиться, ?зажатый, ?отдохнуть
en: massage, massages, masseuse, massage therapist, muscles are tight, tight muscles, knots in my back, swedish massage, rub down, ?muscles, ?relax, ?relaxing, ?tense, ?unwind
deep_massage < massage
he: עיסוי רקמות עמוק, רקמות עמוק, עיסוי רפואי, עיסוי ספורט, עיסוי ספורטאים
ar: مساج عميق, مساج رياضي, مساج طبي
ru: глубокий массаж, спортивный массаж, лечебный массаж
en: deep tissue, sports massage, medical massage
hot_stones < massage
he: אבנים חמות, עיסוי באבנים חמות
ar: أحجار ساخنة, مساج حجار سخنة
ru: горячие камни, массаж горячими камнями, стоун-терапия
en: hot stones, hot stone massage
couples_massage < massage
he: עיסוי זוגי, מסאז' זוגי, ספא זוגי, עיסוי לזוג, ?זוג
ar: مساج زوجي, مساج لشخصين, مساج كابل, ?كابل
ru: массаж для двоих, массаж на двоих, спа для двоих, ?для пары, ?на двоих
en: couples massage, massage for two, couples spa
thai_massage < massage
he: עיסוי תאילנדי
ar: مساج تايلندي
ru: тайский массаж
en: thai massage
pregnancy_massage < massage
he: עיסוי הריון, עיסוי לנשים בהריון, עיסוי בהריון
ar: مساج حوامل, مساج للحوامل
ru: массаж для беременных
en: pregnancy massage, prenatal massage
lymphatic < massage
he: עיסוי לימפטי, ניקוז לימפטי, לימפאדמה, בצקות ברגליים
ar: مساج ليمفاوي, تصريف ليمفاوي
ru: лимфодренаж, лимфодренажный массаж, отеки ног
en: lymphatic drainage, lymphatic massage, lymphedema
reflexology
he: רפלקסולוגיה, רפלקסולוג, רפלקסולוגית
ar: ريفلكسولوجي, رفلكسولوجيا, تدليك القدمين, رفلكسولوجي
ru: рефлексология, рефлексотерапия, массаж стоп
en: reflexology, reflexologist, foot massage
spa
he: ספא, חמאם, סאונה, ג'קוזי, יום כיף בספא
ar: سبا, حمام تركي, ساونا, جاكوزي
ru: спа, хамам, сауна, джакузи, баня
en: spa, spa day, hammam, sauna, jacuzzi
acupuncture
he: דיקור, דיקור סיני, רפואה סינית, מחטים, כוסות רוח
ar: إبر صينية, وخز بالإبر, طب صيني, حجامة, كاسات هوا
ru: иглоукалывание, акупунктура, китайская медицина, иголки, баночный массаж
en: acupuncture, acupuncturist, chinese medicine, needles, cupping
naturopath
he: נטורופת, נטורופתיה, הומאופתיה, צמחי מרפא
ar: طب بديل, طب أعشاب, هوميوباثي
ru: натуропат, гомеопат, гомеопатия, травник
en: naturopath, naturopathy, homeopath, homeopathy, herbal medicine
psychologist
he: פסיכולוג, פסיכולוגית, טיפול פסיכולוגי, פסיכותרפיה, מטפלת רגשית, טיפול רגשי, חרדה, חרדות, התקף חרדה, התקפי חרדה, דיכאון, בדיכאון, סטרס, פוסט טראומה, לדבר עם מישהו מקצועי, עצוב לי כל הזמן, ?עצוב, ?פחד, ?פחדים, ?לדבר עם מישהו, ?טראומה, ?אבל
ar: أخصائي نفسي, أخصائية نفسية, طبيب نفسي, علاج نفسي, معالج نفسي, معالجة نفسية, قلق, نوبات هلع, اكتئاب, مكتئب, مكتئبة, ضغط نفسي, نفسيتي تعبانة, ?حزين, ?خوف, ?ضغط, ?أحكي مع حدا
ru: психолог, психотерапевт, психотерапия, тревога, тревожность, панические атаки, паническая атака, депрессия, стресс, выгорание, тяжело на душе, ?грустно, ?страхи, ?страх, ?поговорить, ?апатия
en: psychologist, psychotherapist, psychotherapy, counselling, counseling, counsellor, talk therapy, anxiety, anxious all the time, panic attacks, panic attack, depression, depressed, burnout, ptsd, ?sad, ?stress, ?stressed, ?fear, ?fears, ?someone to talk to, ?grief, ?trauma, therapist
couple_therapy
he: טיפול זוגי, ייעוץ זוגי, אנחנו רבים כל הזמן, משבר בזוגיות, יועץ נישואין, ייעוץ נישואין, משבר בנישואים, ?זוגיות, ?בן הזוג, ?בת הזוג, ?נישואין, ?בעלי, ?אשתי
ar: علاج زوجي, استشارة زوجية, إرشاد زوجي, مشاكل زوجية, مشاكل مع زوجي, مشاكل مع مرتي, ?زواج, ?مرتي
ru: семейный психолог, семейная терапия, парная терапия, проблемы в отношениях, кризис в браке, ссоримся с мужем, ссоримся с женой, ?пара, ?муж, ?жена, ?отношения, ?брак
en: couples therapy, couples counselling, couples counseling, marriage counselling, marriage counseling, we fight all the time, relationship problems, marriage is in trouble, ?marriage, ?relationship, ?husband, ?wife, ?partner
child_therapy = psychologist + children
he: טיפול רגשי לילדים, פסיכולוג ילדים, הדרכת הורים, הילד לא נרדם לבד, התקפי זעם, התפרצויות זעם, חרדת נטישה, טיפול באמנות, טיפול במשחק, ?ילד, ?ילדים, ?הבן, ?הבת, ?הורים
ar: علاج نفسي للأطفال, إرشاد أهل, إرشاد والدين, علاج بالفن, نوبات غضب عند ابني, ?ابني, ?بنتي, ?أطفال, ?أهل
ru: детский психолог, родительская консультация, истерики у ребенка, арт-терапия, игровая терапия, ?ребенок, ?сын, ?дочь, ?детский, ?родители
en: child psychologist, child therapist, parenting advice, parent guidance, tantrums, art therapy, play therapy, separation anxiety, ?child, ?children, ?kid, ?my son, ?my daughter, ?parents
adhd
he: אבחון קשב וריכוז, קשב וריכוז, הפרעת קשב, אבחון דידקטי, אבחון פסיכודידקטי, לא מצליח להתרכז, ריטלין
ar: تشخيص تعليمي, اضطراب نقص الانتباه, نقص انتباه, عسر تعلم, ما بركز بالصف
ru: сдвг, диагностика внимания, дефицит внимания, не может сосредоточиться, дислексия
en: adhd, adhd assessment, attention deficit, dyslexia, learning disability assessment, can't concentrate at school
speech_therapy
he: קלינאית תקשורת, קלינאי תקשורת, ריפוי בדיבור, מגמגם, מגמגמת, גמגום, עיכוב שפתי, לא מדבר עדיין, הילד לא מדבר, עוד לא מדבר, לא מדבר ברור, שיבוש הגייה, ?דיבור, ?היגוי, ?לא מדבר, ?שפה, ?אותיות
ar: علاج نطق, معالجة نطق, أخصائية نطق, نطق, تأتأة, بتأتئ, ابني ما بحكي, ما بحكي لسا, تأخر بالكلام, تأخر لغوي, ?كلام, ?ما بحكي, ?لفظ, ?لغة
ru: логопед, заикание, заикается, ребенок не говорит, не выговаривает, не говорит букву, задержка речи, ?речь, ?говорит, ?буквы, ?произношение
en: speech therapy, speech therapist, speech and language, stutter, stutters, stammer, isn't talking yet, not talking yet, speech delay, can't pronounce, lisp, ?speech, ?talking, ?words, ?pronounce, ?language delay
occupational_therapy
he: ריפוי בעיסוק, מרפאה בעיסוק, מוטוריקה עדינה, קשיי כתיבה
ar: علاج وظيفي, معالجة وظيفية, مهارات حركية
ru: эрготерапия, эрготерапевт, мелкая моторика
en: occupational therapy, occupational therapist, fine motor skills
dietitian
he: דיאטנית, דיאטן, תזונאית, תזונאי, תזונה, תפריט תזונה, לרדת במשקל, לרדת כמה קילו, לרזות, דיאטה, עודף משקל, ?תפריט, ?משקל, ?לרזות קצת, ?לרדת, ?קילו, ?אכילה, הרזיה
ar: أخصائية تغذية, أخصائي تغذية, تغذية, حمية, ريجيم, أنزل وزن, أضعف, تنزيل وزن, وزن زايد, ?وزن, ?أكل صحي, ?كيلو, ?رجيم, ?نظام غذائي, دايت, تنحيف, أنزل وزني
ru: диетолог, нутрициолог, похудеть, сбросить вес, диета, питание, лишний вес, план питания, ?вес, ?рацион, ?килограмм
en: dietitian, dietician, nutritionist, nutrition, lose weight, diet, meal plan, overweight, weight loss, ?weight, ?slim, ?eating, ?kilos
podiatrist
he: פודיאטר, פודיאטריה, פודולוג, ציפורן חודרנית, ציפורניים חודרניות, דורבן, כף רגל סוכרתית, פטרת ציפורניים, פטרת בציפורניים, יבלת בכף הרגל
ar: بودياتر, ظفر ناشب, ظفر داخل باللحم, مسمار القدم, قدم سكري, فطريات أظافر
ru: подолог, подиатр, вросший ноготь, вросли ногти, пяточная шпора, грибок ногтей, диабетическая стопа
en: podiatrist, podiatry, chiropodist, ingrown toenail, heel spur, toenail fungus, nail fungus, diabetic foot
orthotics
he: מדרסים, מדרס, פלטפוס, נעליים אורתופדיות, בדיקת דריכה, ?סוליות, ?דריכה
ar: ضبانات طبية, فرش طبي للحذاء, قدم مسطحة, فلات فوت, ?ضبان, ?مشية
ru: ортопедические стельки, стельки, плоскостопие, ортопедическая обувь, ?походка
en: orthotics, insoles, arch support, flat feet, gait analysis, orthopaedic shoes, ?insole, ?gait
medical_massage_shock < physio
he: גלי הלם, שוקווייב
ar: موجات صادمة
ru: ударно-волновая терапия
en: shockwave therapy, shock wave
hypnosis
he: היפנוזה, מהפנט, להפסיק לעשן, גמילה מעישון
ar: تنويم مغناطيسي, أترك الدخان, أبطل دخان
ru: гипноз, бросить курить, гипнотерапевт
en: hypnosis, hypnotherapy, quit smoking, stop smoking
coaching
he: קואצ'ינג, אימון אישי לחיים, מאמנת אישית לחיים, קואצ'רית, אימון לקריירה
ar: كوتشينج, لايف كوتش, مدرب حياة
ru: коучинг, коуч, лайф-коуч
en: life coach, life coaching, career coach, coaching
healing
he: רייקי, הילינג, קלפי טארוט, אסטרולוגית, אסטרולוג, נומרולוגיה
ar: ريكي, تاروت, أبراج, قراءة فنجان
ru: рейки, таро, астролог, гороскоп, нумерология
en: reiki, healing session, tarot, astrologer, birth chart, numerology
[birth]
pregnancy
he: הריון, בהריון, היריון, הרה, הרות, בחודש שביעי, בחודש שמיני, בחודש תשיעי, בחודש שישי, מעקב הריון
ar: حامل, حمل, حوامل, متابعة حمل, بالشهر السابع, بالشهر الثامن, بالشهر السادس
ru: беременность, беременна, беременных, беременная, на шестом месяце, на седьмом месяце, на восьмом месяце, ведение беременности
en: pregnant, pregnancy, prenatal, antenatal, months pregnant, weeks pregnant, expecting a baby
birth_course
he: הכנה ללידה, קורס הכנה ללידה, דולה, היפנובירת'ינג, תינוק ראשון בדרך, לקראת לידה
ar: تحضير للولادة, دورة ولادة, دولا
ru: подготовка к родам, курсы для беременных, доула
en: birth preparation, antenatal class, childbirth course, doula, hypnobirthing
after_birth
he: אחרי לידה, ילדתי לפני, אימהות טריות, לאחר לידה, אמהות ותינוקות
ar: بعد الولادة, ولدت قبل, ولدت من شهرين
ru: после родов, недавно родила, родила два месяца
en: postnatal, postpartum, after birth, just had a baby, gave birth, new mums, new moms
breastfeeding
he: יועצת הנקה, הנקה, להניק, התינוק לא תופס את השד, כואב לי להניק, גודש בשד, פטמות פצועות, לא יונק
ar: رضاعة, استشارة رضاعة, مستشارة رضاعة, البيبي مش راضي يرضع, ما برضع, بوجعني الرضاعة
ru: консультант по гв, грудное вскармливание, кормление грудью, не берет грудь, больно кормить, лактостаз
en: breastfeeding, lactation consultant, lactation, baby won't latch, latch on, nursing is painful, mastitis
newborn
he: ניובורן, תינוק בן שבוע, רך נולד, תינוק שרק נולד
ar: مولود جديد, حديث الولادة, نيوبورن
ru: новорожденный, новорожденная, новорожденного
en: newborn, new born baby
sleep_consultant
he: יועצת שינה, ייעוץ שינה, התינוק לא ישן, לא ישן בלילה, מתעורר כל שעה, התינוקת לא ישנה
ar: استشارة نوم للأطفال, البيبي ما بنام, ابني ما بنام بالليل
ru: консультант по сну, детский сон, малыш не спит, ребенок не спит ночью
en: sleep consultant, baby won't sleep, baby doesn't sleep, wakes up every hour, sleep training
babysitter
he: בייביסיטר, שמרטף, שמרטפית, מטפלת לתינוק
ar: بيبي سيتر, جليسة أطفال, حاضنة
ru: няня, бебиситтер
en: babysitter, babysitting, nanny, childminder
"""
