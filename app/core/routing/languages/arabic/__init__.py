"""Arabic as customers type it: standard spelling and Palestinian dialect. Particles are prefixes."""

from app.core.routing.languages.arabic.changes import CHANGES
from app.core.routing.languages.arabic.classes import CLASSES
from app.core.routing.languages.arabic.complaints import COMPLAINTS
from app.core.routing.languages.arabic.cues import CUES
from app.core.routing.languages.arabic.questions import QUESTIONS
from app.core.routing.languages.arabic.selection import CLASSES as SELECTION_CLASSES
from app.core.routing.languages.arabic.selection import SELECTION
from app.core.routing.languages.arabic.story import STORY
from app.core.routing.languages.arabic.trades import TRADES
from app.core.routing.languages.table import LanguageTable, merge_cues

# Trap: "ال" inside a word is not the article; a clitic comes off only where three letters are left.
CLITICS = (("و", "ف"), ("ب", "ل", "ك", "ع", "ه"), ("ال", "لل", "ل"))

# Trap: taking off more than one ending turns عروس "bride" and عريس "groom" toward one stem; one is enough.
SUFFIXES = (
    "هاتها",
    "تين",
    "تان",
    "اتها",
    "اتي",
    "ات",
    "ين",
    "ون",
    "ان",
    "هم",
    "كم",
    "نا",
    "تي",
    "تنا",
    "تكم",
    "تها",
    "تك",
    "ها",
    "ية",
    "يه",
    "ه",
    "ي",
    "ك",
    "ا",
)

# II: تفعيل (تعديل: عدّل، أعدّل، تعدّلوا); I: فعل، فعالة (خياطة، غسيل، فحص: يفحص). Trap: standard and spoken
# verbs differ only in glued particles (ب، رح، ح), so each stands among the prefixes.
TEMPLATES = """
II:*ت|CCيC|_,ه,ات,ها,ي|
II:-م|CCC|_,ه,ين|
I II:-ا,ي,ت,ن,ب,بي,بت,بن,حا,حت,حي,لا,لي,لت|CCC|_,وا,ي,و,ها,ه,هم,لي,لنا,لكم,وها,وه,ولي,يلي,ين|
I II:-_|CCC|وا,تو,توا,ت,نا,لي,وها|
I:-_|CاCه|_|
I:*_|CCاC|ه,_,ات|
I:*_|CCيC|_,ه|
I II:*_|CCC|_,ه,ات|
IIw:*ت|CييC|_,ه,ات|
IIw:-ا,ي,ت,ن,ب,بي,بت,بن|CيC|_,وا,ي,و,ها,ه,وها,وه,ولي,لي|
IV:*_|CCCC|ه,ات|
IV:-ا,ي,ت,ن,ب,بي,بت,بن,حا,لا,لن|CCCC|_,وا,ي,و,ها,ه,هم,لي,لنا,لكم,وها,وه,ولي,يلي|
IIv:*ت|CويC|_,ه,ات|
IIv:-ا,ي,ت,ن,ب,بي,بت,بن|CوC|_,وا,ي,و,ها,ه,نا,ونا,وها,وه,لي,ولي|
IIw:*_|CياC|ه|
III:*_|CCاC|_,ات|
III:-ات,ي,ت,بت,بتت,نت,بنت|CاCC|_,وا,و,ي|
X:*است|CاC|ه,ات|
X:-است,نست,بست,بتست,يست,تست|CيC|_,وا,و,ه,ها|
II:-ات,نت,يت,بتت,تت,بات,بنت|CCC|_,وا,و,ي|
I:-م|CCوC|_,ه,ين|
I:-ا,ي,ت,ن,ب,بي,بت,بن|CاC|_,وا,ي,و,ها,ه|
I:-ا,ي,ت,ن,ب,بي,بت,بن|CيC|_,وا,ي,و,ها,ه|
"""

COMMON = """
انا انت انتو احنا نحن هو هي هم هذا هذه هاد هاي هادا ذلك هناك هون هنا في من الى عن على مع بعد قبل عند عندي
عندك عندكم عندنا
كان كانت يكون لا نعم اه ما مش مو ليس اذا او ثم لكن بس كمان ايضا كل شي شيء اشي واحد وحده يوم اليوم بكرا
بكره غدا امبارح
مبارح صباح مساء الصبح المسا ساعه الساعه وقت شهر سنه اسبوع مره كيف متى وين ليش لماذا كم قديش شو ماذا هل مين
اي لو بدي بدنا
اريد نريد ممكن لازم محتاج بحاجه شكرا مرحبا السلام عليكم اهلا لو سمحت سمحتي من فضلك الله يعطيكم العافيه
موعد مواعيد خدمه
كتير كثير شوي هلا هلق الان الي التي الذي اللي يلي عشان لان علشان بدون غير حتى منذ احد مكان رقم سعر اسعار
يعني طيب تمام
السبت الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه بدل ابيض اسود احمر ازرق اخضر اصفر
كبير كبيره صغير صغيره جديد جديده قديم قديمه حلو حلوه منيح منيحه سريع بعض لحالي اكيد
عشاني احكي اقول اسال اعرف اشوف افهم افكر اجي اروح مهم دايما ابدا بالزبط هيك هيدا هذول
"""

# Broken plurals change the word's inside; these are the ones that services are named by.
IRREGULAR = """
حصه حصص
درس دروس
صوره صور
غرفه غرف
ولد اولاد
طفل اطفال
سن اسنان سنان
ضرس اضراس ضراس
عقد عقود
بيت بيوت
وثيقه وثائق
ظفر اظافر اظافير
رمش رموش
حاجب حواجب
كلب كلاب
قطه قطط
كرسي كراسي
عين عيون
شباك شبابيك
باب ابواب
دولاب دواليب
قالب قوالب
عرس اعراس
فستان فساتين
فيلم افلام
دوره دورات
مجموعه مجموعات
سياره سيارات
كنبه كنب كنبات
سجاده سجاد سجادات
برنامج برامج
فحص فحوص فحوصات افحص بتفحصوا نفحص تفحصوه
رسم رسومات رسمه رسمات
قص اقص بتقصوا قصه بتقص تقصوا قصات
تعبئه اعبي بتعبوا نعبي تعبوا تعبيه عبيلي
تاجير استاجر نستاجر بتاجروا ايجار استئجار اجار
طلاق اتطلق نتطلق مطلقه مطلق
زواج اتزوج نتزوج جواز بتزوج
عروس عرايس عرائس عروسه
مفتاح مفاتيح مفتاحين مفاتيحي
قفل اقفال قفال
وشم اوشم وشوم
ورده ورد ورود وردات
كيكه كيك كيكات كعكه كعك
بدله بدلات
كرت كروت
صندوق صناديق
فاتوره فواتير
شهاده شهادات
مدرسه مدارس
خزانه خزائن خزانات
طاوله طاولات
لوحه لوحات
ستاره ستاير ستائر برادي برداي
سرير اسره تخت تخوت
فرشه فرشات فراش
محامي محاماه محاميه محامين
اشاره اشارات
تحليل تحاليل تحليلات
مطعم مطاعم
حفله حفلات حفلتنا حفلتي
علاج علاجات اتعالج بتعالجوا نتعالج
مدرب تدريب تدريبات مدربه
حذاء احذيه كندره كنادر
هديه هدايا
خيط خياطه اخيط بتخيطوا خياط خياطين
جهاز اجهزه
مكيف مكيفات
"""

ARABIC = LanguageTable(
    code="ar",
    letters="\u0620-\u063a\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06ff\ufb50-\ufdff\ufe70-\ufefc",
    fold={"ـ": "", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ە": "ه", "گ": "ج", "ٱ": "ا", "ء": ""},
    clitics=CLITICS,
    short_clitics=("ال", "و"),
    suffixes=SUFFIXES,
    citation_suffixes=("ات", "ين", "ون", "ان", "يه", "ه"),
    articles=("ال", "بال", "لل", "وال"),
    # Trap: one edit in Arabic is often another word, so only letters that speech confuses count as spelling.
    sounds=(("ذ", "د"), ("ظ", "ض"), ("ث", "ت"), ("چ", "ج"), ("ص", "س"), ("ط", "ت")),
    # Trap: at the end all three spell one sound: زومبا, زومبة.
    final_sounds=(("اء", "ه"), ("ا", "ه")),
    vowels="اوي",
    irregular=IRREGULAR,
    past_endings=("تو", "توا", "تولي", "تولنا"),
    shape_vowels="اوي",
    templates=TEMPLATES,
    typo_min=6,
    dense=True,
    min_skeleton=5,
    confused="صس ضد ظض طت ذد ثت قك قء حه عا غخ يى هت زس",
    lonely=0.8,
    common=COMMON,
    glued_articles=("ال",),
    referring_clitics=("عال",),
    and_clitics=("و",),
    cue_clitics=("و", "ف"),
    for_words=("ل", "لل"),
    cues=merge_cues(CUES, STORY, CHANGES, COMPLAINTS, QUESTIONS, SELECTION),
    trades=TRADES,
    classes=CLASSES | SELECTION_CLASSES,
    ordinals=(
        "الاول الاولي اول واحد وحده 1",
        "الثاني الثانيه التاني التانيه ثاني تاني اتنين اثنين 2",
        "الثالث الثالثه التالت التالته ثالث تلاته ثلاثه 3",
        "الرابع الرابعه رابع اربعه 4",
        "الخامس الخامسه خامس خمسه 5",
        "السادس السادسه سادس سته 6",
    ),
    last="الاخير الاخيره اخر",
    yes="نعم اه ايوا اكيد تمام صح مزبوط",
    question_choice="أي خدمة تقصدون: {choices}؟",
    question_open="لأي خدمة تريدون موعدًا: {choices}؟",
    word_or="أو",
)
