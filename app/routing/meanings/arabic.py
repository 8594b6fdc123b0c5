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
"""
