# ruff: noqa: E501 (a language is one line)
"""Law, papers, taxes, money, insurance and property."""

OFFICE = """
[law]
*lawyer
he: עורך דין, עורכת דין, עו"ד, ייעוץ משפטי, תביעה, לתבוע, לייצג אותי, בית משפט, כתב תביעה, ?ייעוץ, ?משפטי, ?פגישה
ar: محامي, محامية, استشارة قانونية, قضية, أرفع دعوى, محكمة, دعوى, ?استشارة, ?قانوني
ru: адвокат, юрист, юридическая консультация, подать в суд, иск, суд, ?консультация, ?юридический
en: lawyer, attorney, solicitor, legal advice, sue, lawsuit, court case, represent me, ?legal, ?advice
divorce < lawyer
he: גירושין, גירושים, להתגרש, מתגרשים, מתגרשת, אני מתגרש, הסכם גירושין, מזונות, משמורת, משמורת ילדים, נפרדנו, נפרדים, דיני משפחה, רוצה להיפרד ממנו, חלוקת רכוש, ?להיפרד, ?פרידה, ?בעלי, ?אשתי, ?הילדים אצל
ar: طلاق, أتطلق, بدي أتطلق, نفقة, حضانة الأولاد, انفصال, منفصلين, انفصلنا, شرعية, محكمة شرعية, ?زوجي, ?مرتي, ?انفصل
ru: развод, развестись, развожусь, разводимся, алименты, опека над детьми, раздел имущества, расходимся с мужем, семейное право, ?муж, ?жена, ?расстаемся, ?разошлись
en: divorce, divorcing, get divorced, getting divorced, alimony, child support, custody, separation agreement, leaving my husband, split from my husband, split from my wife, family law, ?husband, ?wife, ?split up, ?separated, ?separating
prenup < lawyer
he: הסכם ממון, הסכם קדם נישואין, ידועים בציבור, הסכם חיים משותפים, ?הסכם, ?ממון, ?לפני החתונה
ar: اتفاقية ما قبل الزواج, اتفاقية ممتلكات, ?اتفاقية, ?عقد زواج, ?اتفاقية مالية
ru: брачный договор, брачный контракт, гражданский брак, ?договор, ?брачный
en: prenup, prenuptial agreement, prenuptial, cohabitation agreement, ?agreement, ?marriage contract
will < lawyer
he: צוואה, צוואות, לכתוב צוואה, מה יקרה לדירה אחרי, לחלק את הרכוש בין הילדים, להוריש, ירושות וצוואות, ?ילדיי
ar: وصية, أكتب وصية, أعمل وصية, أوزع أملاكي, ?إرث, ?أورث
ru: завещание, завещать, составить завещание, оставить квартиру детям, ?детям оставить
en: last will, will and testament, write a will, make a will, draw up a will, leave the house to my kids, wills, ?leave to my children
inheritance < lawyer
he: ירושה, צו ירושה, צו קיום צוואה, אבא נפטר, אמא נפטרה, סבא נפטר, עיזבון, ?נפטר, ?נפטרה, ?יורש, ?יורשים
ar: ميراث, حصر إرث, ورثة, تركة, أبوي توفى, ?توفى, ?توفت
ru: наследство, вступить в наследство, умер отец, умерла мама, наследники, ?умер, ?умерла, ?наследник
en: inheritance, probate, estate of my late, my father passed away, my mother passed away, inherited, ?passed away, ?died, ?heir
power_of_attorney
he: ייפוי כוח, יפוי כוח, ייפוי כוח מתמשך, אפוטרופוס, אפוטרופסות, ?מיופה, ?לייצג, ?שמישהו יחתום
ar: وكالة, توكيل, وكالة عامة, وكالة دورية, وصي قانوني, ?موكل, ?وكيل
ru: доверенность, оформить доверенность, опекунство, опекун, ?доверить, ?представитель
en: power of attorney, lasting power of attorney, guardianship, legal guardian, ?on my behalf, ?proxy
real_estate_law < lawyer
he: נדל"ן, עסקת מקרקעין, רישום בטאבו, טאבו, חוזה מכר, קונים דירה וצריכים עורך דין, מכירת דירה, רכישת דירה, ?דירה, ?מקרקעין, ?קבלן, ?בית, ?מגרש, ?קונים, ?מוכרים
ar: عقارات, طابو, عقد بيع, تسجيل أرض, شراء بيت, معاملات أراضي, ?بيت, ?شقة, ?أرض, ?بيع, ?شراء
ru: недвижимость, сделка с недвижимостью, табу, договор купли-продажи, покупка квартиры, продажа квартиры, ?квартира, ?дом, ?сделка, ?покупаем, ?продаем
en: conveyancing, property lawyer, real estate lawyer, title deed, purchase contract, buying an apartment, property purchase, property deal, ?apartment, ?house, ?flat, ?property, ?real estate, ?buying, ?selling
rental_contract < lawyer
he: חוזה שכירות, הסכם שכירות, השוכר לא משלם, בעל הדירה לא מחזיר, פינוי דייר, פינוי שוכר, ?שכירות, ?שוכר, ?דייר, ?בעל הבית
ar: عقد إيجار, عقد ايجار, المستأجر ما بدفع, إخلاء مستأجر, ?إيجار, ?مستأجر
ru: договор аренды, арендатор не платит, квартирант не платит, выселить квартиранта, хозяин не возвращает залог, ?аренда, ?квартирант, ?хозяин
en: rental agreement, lease agreement, tenant isn't paying, tenant won't pay, evict a tenant, eviction, landlord won't return, ?tenant, ?landlord, ?rent, ?lease
labour_law < lawyer
he: דיני עבודה, פיטרו אותי, פוטרתי, שימוע, זימון לשימוע, פיצויי פיטורים, לא שילמו לי משכורת, לא משלמים לי, הלנת שכר, פיטורים, ?עבודה, ?מעסיק, ?בוס, ?משכורת, ?שכר, ?פיצויים, ?התפטרתי
ar: قانون عمل, فصلوني من الشغل, طردوني من الشغل, تعويضات فصل, جلسة استماع, ما دفعولي معاش, مكافأة نهاية خدمة, ?شغل, ?عمل, ?معاش, ?تعويض, ?صاحب الشغل, حقوق عمال
ru: трудовое право, уволили, меня уволили, увольнение, выходное пособие, не платят зарплату, не выплатили зарплату, слушание перед увольнением, ?работа, ?работодатель, ?начальник, ?зарплата, ?компенсация
en: labour law, labor law, employment law, got fired, fired me, i was fired, dismissed, unfair dismissal, severance, severance pay, unpaid wages, didn't pay my salary, hearing before dismissal, ?work, ?boss, ?employer, ?salary, ?wages, ?compensation, ?fired
traffic_law < lawyer
he: דו"ח תנועה, דוח תנועה, דו"ח מהירות, תעבורה, שלילת רישיון, שללו לי את הרישיון, פסילת רישיון, נתפסתי על מהירות, נהיגה בשכרות, קיבלתי דו"ח, ?דו"ח, ?דוח, ?מהירות, ?רישיון, ?נהיגה
ar: مخالفة سير, مخالفة سرعة, سحبوا رخصتي, سحب رخصة, قضايا سير, مخالفات سير, ?مخالفة, ?سرعة, ?رخصة
ru: штраф за превышение, штраф за скорость, лишение прав, лишили прав, отобрали права, транспортный адвокат, дорожный штраф, ?штраф, ?скорость, ?права
en: traffic ticket, speeding ticket, traffic offence, traffic lawyer, lost my licence, licence suspended, license suspended, drunk driving, dui, ?speeding, ?ticket, ?license, ?licence, ?fine
accident_claim < lawyer
he: נזקי גוף, תאונת דרכים, תאונת עבודה, נפגעתי בתאונה, נפצעתי בעבודה, רשלנות רפואית, נזיקין, פיצויים על תאונה, ?תאונה, ?נפצעתי, ?פציעה, ?רשלנות
ar: أضرار جسدية, حادث طرق, حادث عمل, إصابة عمل, إهمال طبي, تعويض عن حادث, ?حادث, ?إصابة, ?إهمال, حادث سير
ru: авария на дороге, дтп, травма на работе, производственная травма, компенсация за травму, врачебная ошибка, ?авария, ?травма, ?пострадал
en: personal injury, car accident claim, work accident, injured at work, medical malpractice, medical negligence, compensation for an accident, ?accident, ?injury, ?injured, ?negligence, car accident, road accident
criminal_law < lawyer
he: פלילי, נעצר, מעצר, זומנתי לחקירה, חקירה במשטרה, מחיקת רישום פלילי, ?חקירה
ar: جنائي, اعتقلوا, تحقيق بالشرطة, استدعوني للتحقيق, سجل جنائي, ?شرطة, ?تحقيق
ru: уголовное дело, уголовный адвокат, арестовали, вызвали на допрос, задержали, ?полиция, ?допрос
en: criminal lawyer, arrested, police interrogation, criminal record, criminal charge, ?police, ?charges
debt < lawyer
he: הוצאה לפועל, חובות, עיקול, עיקלו לי, פשיטת רגל, חדלות פירעון, שיק חזר
ar: إجراء, دائرة الإجراء, ديون, حجز على الحساب, إفلاس, شيك راجع
ru: долги, исполнительное производство, банкротство, арест счета, арестовали счет
en: debts, debt collection, bankruptcy, insolvency, account frozen, bailiffs
immigration < lawyer
he: ויזה, אשרה, אזרחות, דרכון זר, דרכון פורטוגלי, מעמד לבן זוג, דרכון אירופאי
ar: فيزا, تأشيرة, جنسية, جواز سفر أجنبي, لم شمل
ru: виза, гражданство, статус для супруга, вид на жительство, иностранный паспорт
en: visa, citizenship, immigration, residency, foreign passport, work permit
bituach_leumi < lawyer
he: ביטוח לאומי, אחוזי נכות, קצבת נכות, מיצוי זכויות, ועדה רפואית
ar: تأمين وطني, نسبة عجز, مخصصات عجز, لجنة طبية
ru: битуах леуми, пособие по инвалидности, инвалидность, медицинская комиссия
en: national insurance, disability benefits, disability allowance, medical committee
mediation
he: גישור, מגשר, מגשרת
ar: وساطة, وسيط أسري
ru: медиация, медиатор
en: mediation, mediator
notary
he: נוטריון, נוטריוני, אימות חתימה, אימות נוטריוני, אפוסטיל, תצהיר, ?אימות, ?חתימה, ?לאמת, ?לחתום
ar: كاتب عدل, نوتاريون, نوطريون, تصديق توقيع, أبوستيل, تصريح مشفوع بالقسم, ?تصديق, ?توقيع, نوتريون
ru: нотариус, нотариальный, нотариально заверить, заверить подпись, апостиль, заверить документ, ?заверить, ?подпись, ?заверение
en: notary, notarised, notarized, notarise, notarize, certify my signature, apostille, affidavit, ?certify, ?signature, ?certified, ?stamp
translation
he: תרגום, לתרגם, תרגומים, תרגום מסמכים, תרגום נוטריוני, תרגום תעודה, מתרגם, מתורגמן, ?תעודה, ?תעודות, ?מסמך, ?מסמכים
ar: ترجمة, أترجم, ترجمة شهادة, ترجمة مستندات, مترجم, ?شهادة, ?مستند, ?وثيقة
ru: перевод документов, перевести документ, перевод документа, перевести свидетельство, переводчик, нотариальный перевод, перевести диплом, ?перевод, ?перевести, ?свидетельство, ?диплом
en: translation, translate, translator, document translation, translate my birth certificate, translate a document, interpreter, ?certificate, ?documents, ?document
company_law < lawyer
he: פתיחת חברה, רישום חברה, הסכם מייסדים, הקמת עמותה, רישום סימן מסחרי, סימן מסחרי, פטנט
ar: تسجيل شركة, فتح شركة, علامة تجارية, اتفاقية شراكة, جمعية
ru: регистрация компании, открыть фирму, товарный знак, патент, договор учредителей
en: company registration, register a company, incorporate, trademark, patent, founders agreement, shareholder agreement
contract < lawyer
he: בדיקת חוזה, חוזה עבודה, עריכת חוזה, לעבור על החוזה, להסתכל על החוזה
ar: فحص عقد, كتابة عقد, عقد عمل, تراجع العقد
ru: проверить договор, составить договор, трудовой договор, посмотреть договор
en: contract review, review a contract, draft a contract, look over my contract, employment contract
[money]
*accountant
he: רואה חשבון, רואת חשבון, רו"ח, יועץ מס, יועצת מס, הנהלת חשבונות, הנהח"ש, מנהלת חשבונות, ספרים לעסק, ?ספרים, ?חשבונות, ?עסק, ?ניהול ספרים
ar: مدقق حسابات, محاسب, محاسبة, مستشار ضريبة, إدارة حسابات, مسك دفاتر, ?دفاتر, ?حسابات
ru: бухгалтер, бухгалтерия, роэ хешбон, налоговый консультант, вести бухгалтерию, ?книги, ?бухучет, ?учет
en: accountant, accounting, bookkeeping, bookkeeper, cpa, tax advisor, tax adviser, ?books, ?accounts
annual_report < accountant
he: דוח שנתי, דו"ח שנתי, דוחות שנתיים, הגשת דוח, דוח למס הכנסה, מאזן, הצהרת הון, ?דוח, ?דו"ח, ?דוחות, ?שנתי, ?סוף שנה, ?מס הכנסה, ?הכנסה
ar: تقرير سنوي, تقارير سنوية, كشف سنوي, ميزانية سنوية, تصريح رأس مال, ?تقرير, ?كشف, ?سنوي, ?ضريبة دخل, ضريبة الدخل
ru: годовой отчет, налоговая декларация, подать отчет, баланс предприятия, декларация о капитале, ?отчет, ?декларация, ?отчетность, ?годовой
en: annual report, tax return, annual accounts, file my taxes, tax filing, capital declaration, do my taxes, ?report, ?returns, ?yearly, ?declaration, ?income tax
tax_refund < accountant
he: החזר מס, החזרי מס, להחזיר לי מס, שילמתי יותר מדי מס, מגיע לי כסף ממס הכנסה, עבדתי בשני מקומות, תיאום מס, ?החזרים, ?מגיע לי, ?זיכוי
ar: إرجاع ضريبة, استرجاع ضريبة, استرداد ضريبة, دفعت ضريبة زيادة, مصاري من الضريبة, تنسيق ضريبة, ?إرجاع, ?استرجاع, ?استرداد
ru: возврат налогов, вернуть налоги, возврат налога, переплатил налоги, переплатила налоги, возврат подоходного, ?возврат, ?вернуть, ?переплата
en: tax refund, tax rebate, overpaid tax, paid too much tax, get money back from the tax, claim back tax, tax coordination, ?refund, ?rebate, ?owed, ?overpaid
open_business < accountant
he: פתיחת תיק, פתיחת עסק, לפתוח עסק, עוסק פטור, עוסק מורשה, עצמאי חדש, לפתוח עוסק, מתחיל עסק, תיק במע"מ, ?פתיחה, ?לפתוח, ?עצמאי, ?עצמאית, ?פטור, ?מורשה, ?פרילנס
ar: فتح ملف, فتح ملف ضريبة, أفتح مصلحة, فتح مصلحة, عوسيك مورشيه, عوسيك باتور, مستقل جديد, ملف بالضريبة, ?فتح, ?أفتح, ?مستقل, ?فريلانس
ru: открыть дело, открыть бизнес, осек патур, осек мурше, открытие бизнеса, стать самозанятым, открыть ип, открыть тик, ?открыть, ?открытие, ?самозанятый, ?фриланс
en: open a business, vat file, register for vat, register as self-employed, start a business, freelancer registration, exempt dealer, sole trader, going freelance, ?open, ?opening, ?self-employed, ?freelance, ?freelancer, ?new business
payroll < accountant
he: תלושי שכר, תלוש שכר, תלושי משכורת, תלוש משכורת, חשבת שכר, חשבות שכר, ?תלוש, ?תלושים, ?משכורות, ?שכר, ?עובדים
ar: قسائم راتب, كشف معاش, تلوش, رواتب الموظفين, ?رواتب, ?معاشات, ?موظف
ru: зарплатные листы, тлуш, расчет зарплаты, начисление зарплаты, ?зарплата, ?зарплаты, ?работники
en: payroll, payslip, payslips, pay stubs, ?salaries, ?wages, ?employee, ?employees
property_tax < accountant
he: מס שבח, מס רכישה, מס על שכירות, מיסוי מקרקעין
ar: ضريبة أرباح عقارية, ضريبة شراء, ضريبة عقارات
ru: налог на недвижимость, налог на покупку, мас шевах, налог с продажи
en: capital gains tax, purchase tax, property tax
mortgage
he: משכנתא, משכנתה, יועץ משכנתאות, אישור עקרוני, הלוואה לדירה, לקחת משכנתא, ?בנק, ?לקנות דירה, ?קונים דירה
ar: مشكنتا, قرض سكن, قرض إسكان, رهن عقاري, مستشار مشكنتا, موافقة مبدئية, ?بنك, ?نشتري بيت
ru: ипотека, машканта, ипотечный, взять ипотеку, кредит на квартиру, ?банк, ?купить квартиру
en: mortgage, home loan, mortgage adviser, mortgage advisor, approval in principle, ?bank, ?buy a house, ?buying a flat
refinancing < mortgage
he: מחזור משכנתא, מיחזור משכנתא, למחזר משכנתא, למחזר את המשכנתא, ההחזר החודשי גבוה, להקטין החזר חודשי, הריבית עלתה, ?מחזור, ?ריבית, ?החזר חודשי, ?מיחזור
ar: إعادة تمويل, تدوير مشكنتا, تخفيض القسط, القسط الشهري عالي, ?فائدة, ?قسط, تجديد القرض
ru: рефинансирование, рефинансировать, перекредитование, снизить платеж, большой ежемесячный платеж, ?ставка, ?процент, ?платеж
en: refinancing, refinance, remortgage, lower my monthly payments, monthly payment is too high, rate went up, ?interest, ?rate, ?repayments, ?monthly payment
loan
he: הלוואה, הלוואות, איחוד הלוואות, אשראי
ar: قرض, قروض, توحيد قروض, سلفة
ru: кредит, ссуда, объединить кредиты, заем
en: loan, loans, consolidate my loans, credit line
pension
he: פנסיה, פנסיוני, ייעוץ פנסיוני, קרן פנסיה, קרן השתלמות, קופת גמל, פרישה, יוצא לפנסיה, יוצאת לפנסיה, ביטוח מנהלים, ?גמל, ?השתלמות, ?חיסכון
ar: تقاعد, صندوق تقاعد, صندوق استكمال, معاش تقاعد, طالع على التقاعد, استشارة تقاعدية, ?ادخار, ?استكمال
ru: пенсия, пенсионный фонд, пенсионные накопления, выхожу на пенсию, керен иштальмут, пенсионный консультант, ?накопления, ?сбережения
en: pension, retirement, pension fund, pension adviser, retiring next, provident fund, ?savings, ?retire
investments
he: השקעות, להשקיע, תיק השקעות, שוק ההון, איפה לשים את הכסף, תכנון פיננסי, כלכלת המשפחה, לא סוגרים את החודש
ar: استثمار, استثمارات, أستثمر, تخطيط مالي, ميزانية العيلة
ru: инвестиции, инвестировать, вложить деньги, финансовый консультант, семейный бюджет
en: investments, invest, investment portfolio, financial planning, financial adviser, financial advisor, family budget
[insurance]
*insurance
he: ביטוח, ביטוחים, סוכן ביטוח, סוכנת ביטוח, פוליסה, פוליסות, כפל ביטוחים
ar: تأمين, تأمينات, وكيل تأمين, بوليصة
ru: страховка, страхование, страховой агент, полис, страховой
en: insurance, insurance agent, insurance policy, insurance broker
car_insurance < insurance
he: ביטוח רכב, ביטוח לרכב, ביטוח חובה, ביטוח מקיף, צד ג, ?רכב, ?חובה, ?מקיף
ar: تأمين سيارة, تأمين إلزامي, تأمين شامل, تأمين السيارة, ?سيارة, ?إلزامي, ?شامل
ru: страховка на машину, автостраховка, страховка машины, битуах хова, каско, ?машина, ?авто
en: car insurance, third-party insurance, comprehensive insurance, insure my car, ?car, ?vehicle, ?comprehensive
home_insurance < insurance
he: ביטוח דירה, ביטוח מבנה, ביטוח תכולה, ?דירה, ?מבנה, ?תכולה
ar: تأمين بيت, تأمين محتويات, تأمين البيت, ?بيت, ?شقة
ru: страховка квартиры, страхование жилья, страхование имущества, ?квартира, ?жилье, ?дом
en: home insurance, contents insurance, building insurance, house insurance, ?home, ?house, ?contents
health_insurance < insurance
he: ביטוח בריאות, ביטוח חיים, ביטוח סיעודי, ביטוח שיניים, ?בריאות, ?חיים, ?סיעוד
ar: تأمين صحي, تأمين حياة, تأمين تمريضي, ?صحة, ?حياة
ru: медицинская страховка, страхование жизни, страхование здоровья, ?здоровье, ?жизнь
en: health insurance, life insurance, medical insurance, long-term care insurance, ?health, ?life
travel_insurance < insurance
he: ביטוח נסיעות, ביטוח לחו"ל, ביטוח חול, ?חו"ל, ?נסיעות, ?טיסה
ar: تأمين سفر, تأمين للسفر, ?سفر
ru: туристическая страховка, страховка для поездки, страховка за границу, ?поездка, ?за границу
en: travel insurance, holiday insurance, trip insurance, ?travel, ?trip, ?abroad
insurance_claim < insurance
he: תביעת ביטוח, הביטוח לא משלם, להגיש תביעה לביטוח, שמאי, שמאי רכב, שמאות, ?תביעה, ?נזק
ar: مطالبة تأمين, التأمين رفض, مخمن, مخمن سيارات, ?مطالبة, ?ضرر
ru: страховой случай, страховая не платит, страховая выплата, шамай, оценщик, ?ущерб, ?выплата
en: insurance claim, claim on my insurance, insurance won't pay, loss adjuster, assessor, ?claim, ?damage
[property]
flat_viewing
he: לראות דירה, לראות את הדירה, ביקור בדירה, דירה להשכרה, דירה למכירה, דירות למכירה, סיור בדירה, מחפשים דירה, מחפש דירה, מחפשת דירה, לראות את הבית, דירת 3 חדרים, דירת 4 חדרים, ?לראות, ?ביקור, ?סיור, ?להשכרה, ?למכירה
ar: أشوف الشقة, نشوف الشقة, معاينة شقة, شقة للإيجار, شقة للبيع, بدور على شقة, بندور على شقة, أشوف البيت, شقق للبيع, ?معاينة, ?نشوف, ?للإيجار, ?للبيع
ru: посмотреть квартиру, показ квартиры, просмотр квартиры, снять квартиру, квартира в аренду, ищем квартиру, ищу квартиру, аренда квартиры, ?посмотреть, ?просмотр, ?показ, ?аренда, ?снять
en: viewing, flat viewing, apartment viewing, see the apartment, see the flat, view the house, view the apartment, looking for a flat, looking for an apartment, flat to rent, apartment for rent, house for sale, property viewing, ?view, ?tour, ?visit, ?for rent, ?for sale
sell_flat
he: למכור דירה, למכור את הדירה, למכור את הבית, מתווך, מתווכת, תיווך, להשכיר את הדירה, בלעדיות למכירה, ?למכור, ?מכירה, ?פרסום הדירה
ar: أبيع الشقة, أبيع البيت, سمسار, وسيط عقاري, أأجر الشقة, تسويق شقة, ?أبيع, ?بيع
ru: продать квартиру, риелтор, маклер, сдать квартиру, продать дом, агент по недвижимости, ?продать, ?продажа
en: sell my flat, sell my apartment, sell my house, estate agent, realtor, real estate agent, rent out my flat, list my property, ?sell, ?selling, ?listing
valuation
he: הערכת שווי, שמאות מקרקעין, שמאי מקרקעין, כמה שווה הדירה, כמה שווה הבית, ?שווי, ?הערכה, ?שמאי, ?שווה
ar: تخمين عقار, تقدير سعر الشقة, قديش بتسوى الشقة, مخمن أراضي, ?تخمين, ?تقدير, ?قيمة
ru: оценка квартиры, оценка недвижимости, сколько стоит моя квартира, оценка стоимости жилья, ?оценка, ?стоимость
en: valuation, property valuation, appraisal, how much is my flat worth, what my house is worth, appraiser, ?value, ?worth, ?estimate
home_inspection = home_any + inspection
he: בדק בית, ליקויי בנייה, בדיקת דירה, בדיקת בית לפני קנייה, מסירת דירה מקבלן
ar: فحص بيت قبل الشراء, فحص شقة, عيوب بناء
ru: проверка квартиры, бедек баит, строительные дефекты, приемка квартиры
en: home inspection, house survey, building survey, construction defects, snagging
(home_any)
he: דירה, דירת קרקע, וילה
ar: شقة, فيلا
ru: квартира, вилла, коттедж
en: apartment, villa
property_management
he: ניהול נכסים, ועד בית, אחזקת מבנים
ar: إدارة أملاك, لجنة بيت, إدارة عقارات
ru: управление недвижимостью, домовой комитет, ваад баит
en: property management, building management, building committee
business_consulting
he: ייעוץ עסקי, יועץ עסקי, תוכנית עסקית, יועצת עסקית, שיווק דיגיטלי, פרסום בפייסבוק, ניהול סושיאל
ar: استشارة تجارية, خطة عمل, تسويق رقمي, إدارة صفحات
ru: бизнес-консультация, бизнес-план, продвижение в соцсетях, реклама в фейсбуке, маркетинг
en: business consulting, business plan, business coach, digital marketing, social media management, facebook ads
job_search
he: קורות חיים, ראיון עבודה, הכנה לראיון, חיפוש עבודה, להתקבל לעבודה, להתראיין
ar: سيرة ذاتية, مقابلة عمل, تحضير لمقابلة
ru: резюме, собеседование, подготовка к собеседованию, поиск работы
en: cv writing, resume writing, job interview, interview preparation, job search
passport
he: חידוש דרכון, דרכון, תעודת זהות
ar: جواز سفر, تجديد جواز, هوية شخصية
ru: продлить паспорт, загранпаспорт, паспорт, удостоверение личности, теудат зеут
en: passport renewal, renew my passport, passport, id card
"""
