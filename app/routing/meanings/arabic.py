"""What customers say in Arabic for everyday services, within the limits named in `hebrew`."""

ARABIC = """
haircut: قص شعر, قصة شعر, حلاقة, أقص شعري, أحلق
hair_color: صبغة, أصبغ شعري, صبغ شعر
nails: مناكير, مانيكير, أظافر
pedicure: بديكير, باديكير
brows: حواجب
lashes: رموش
makeup: مكياج, ميك اب
facial: تنظيف بشرة, بشرة
massage: مساج, تدليك
tattoo: وشم, تاتو
dental_cleaning: تنظيف أسنان
toothache: وجع سن, سني بوجعني, حشوة
braces: تقويم أسنان, تقويم
whitening: تبييض أسنان
eye_test: فحص نظر, فحص عيون
contact_lenses: عدسات لاصقة, عدسات
blood_test: فحص دم, تحليل دم
vaccine: تطعيم, لقاح
physio: علاج طبيعي
pregnancy: حامل, حمل, حوامل
after_birth: بعد الولادة
repair: تصليح, تصلحوه, خربان, عطلان, صيانة
puncture: بنشر
install: تركيب, أركب
cleaning: تنظيف, أنظف
refrigerant: غاز للمكيف, ناقصو غاز, تعبئة غاز
moving: نقل عفش, نقل أثاث
storage: تخزين
leak: تسريب, بنقط
car_wash: غسيل سيارة
tires: عجلات, إطارات
battery: بطارية
oil_change: تغيير زيت
wedding: عرس, زفاف
birthday: عيد ميلاد
company: شركة, موظفين
children: أولاد, أطفال
table: طاولة
catering: ضيافة, كيترنج
math: رياضيات
english: انجليزي, إنجليزية
piano: بيانو
swimming: سباحة
yoga: يوغا, يوجا
pilates: بيلاتس
will: وصية
power_of_attorney: وكالة, توكيل
translation: ترجمة
divorce: طلاق
rental: استئجار, أستأجر, إيجار
purchase: أشتري, شراء
bride: عروس, فستان عرس, عرسي, بتزوج
suit: بدلة
alteration: تقصير, تضييق, تعديل
fitting: بروفة, قياس
consultation: استشارة
locks: قفل, أقفال
locked_out: علقت برا البيت, الباب طبق, الباب سكر
spare_key: نسخ مفتاح, نسخة مفتاح
safe: خزنة حديد
hearing_test: فحص سمع, نفحص السمع
hearing_aid: سماعة أذن, سماعات للأذن
tinnitus: طنين
mortgage: مشكنتا, قرض سكن
refinancing: تجديد القرض
loan: قرض, قروض
tax: ضريبة الدخل, إرجاع ضريبة
bookkeeping: محاسبة, محاسب
disc_jockey: دي جي
sound_system: مكبرات صوت, سماعات للحفلة
sofa: كنبة, كنبايات
carpet: سجاد, سجادة
mattress: مرتبة, فرشة نوم
windows: شبابيك, تنظيف شبابيك
curtains: ستائر, برادي
after_renovation: بعد الترميم
drums: درامز
violin: كمنجة
rehearsal: غرفة بروفات
toddlers: أطفال صغار
polish: بوليش, تلميع سيارة
car_seats: فرش السيارة, مقاعد السيارة
tinting: تظليل, تعتيم
printing_3d: طباعة ثلاثية
engraving: حفر أسماء, حفر ليزر
workshop: ورشة عمل
aqua: تمارين بالمي
lanes: سباحة حرة
hydrotherapy: علاج مائي, علاج بالمي
tattoo_removal: إزالة وشم
permanent_makeup: تاتو حواجب
implant: زراعة أسنان
root_canal: سحب عصب, علاج عصب
extraction: خلع ضرس, ضرس العقل
neutering: تعقيم قطة, خصي
dog_grooming: قص شعر الكلب
diet: دايت, تنحيف, أنزل وزني
acupuncture: وخز بالإبر
reflexology: رفلكسولوجي
beard: تحديد لحية, حلاقة دقن
straightening: كيراتين, بروتين للشعر
hair_extensions: وصلات شعر
botox: بوتوكس
flowers: باقة ورد, ورد
cake: كيكة, كعكة
passport_photo: صورة جواز, صور جواز
photo_shoot: جلسة تصوير
plumbing: سباك, مواسرجي
water_heater: سخان, جيزر
air_conditioner: مكيف, مكيفات
fridge: ثلاجة, براد
washing_machine: غسالة
phone_screen: شاشة مكسورة, تغيير شاشة
computer: كمبيوتر, لابتوب
data_recovery: استرجاع ملفات
carpentry: نجار, نجارة
assembly: تركيب أثاث
brakes: بريكات, فرامل
notary: كاتب عدل, نوتريون
labour_law: فصلوني من الشغل, حقوق عمال
accident: حادث سير, حادث طرق
visa: فيزا, تأشيرة
riding: ركوب خيل
surfing: ركوب أمواج
scuba: غوص
kayak: كياك
yacht: يخت, رحلة بحرية
tennis: تنس
football: كرة قدم
karate: كراتيه, جودو
ballet: باليه
pottery: خزف, فخار
art_class: دورة رسم
chess: شطرنج
coding: برمجة, روبوتيكا
psychometric: بسيخومتري
hebrew: لغة عبرية, دورة عبري
speech_therapy: معالجة نطق, علاج نطق
laundry: مصبغة, غسيل ملابس
dry_cleaning: دراي كلين
ironing: كوي ملابس
shoe_repair: كندرجي, تصليح أحذية
cameras: كاميرات مراقبة
gate: بوابة كهربائية
solar: ألواح شمسية, طاقة شمسية
waterproofing: عزل سطح
flooring: بلاط, باركيه
clown: مهرج
magician: ساحر للحفلة
face_painting: رسم على الوجه
karaoke: كاريوكي
spa: سبا, جاكوزي
sauna: ساونا
"""
