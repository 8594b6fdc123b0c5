"""The sentences that the AI tools speak, each in four languages."""

from app.sentences.spoken import Say

CALENDARS = Say(
    "You can book: {names}.",
    "אפשר לקבוע תור ל: {names}.",
    "يمكن حجز موعد لـ: {names}.",
    "Можно записаться: {names}.",
)

CHOSEN = Say("That is {name}.", "זה שייך ל{name}.", "هذا يخص {name}.", "Это относится к: {name}.")

WHICH = Say("What is it about?", "במה מדובר?", "ما هو الموضوع؟", "О чём идёт речь?")

OFFER = Say("Free: {times}.", "יש פנוי: {times}.", "المتاح: {times}.", "Свободно: {times}.")

NOTHING = Say(
    "There is no free time from {first} to {last}.",
    "אין שום דבר פנוי מ{first} עד {last}.",
    "لا يوجد موعد متاح من {first} إلى {last}.",
    "Нет свободного времени с {first} по {last}.",
)

PASSED = Say(
    "That date has passed, so I looked from today on.",
    "התאריך הזה כבר עבר, ולכן חיפשתי מהיום והלאה.",
    "هذا التاريخ قد مضى، لذلك بحثت ابتداءً من اليوم.",
    "Эта дата уже прошла, поэтому ищу начиная с сегодняшнего дня.",
)

NEXT = Say(
    "The next free time is {time}.",
    "הזמן הפנוי הבא הוא {time}.",
    "أقرب موعد متاح هو {time}.",
    "Ближайшее свободное время: {time}.",
)

HELD = Say(
    "{calendar}, {time}. I am keeping it for {minutes} minutes. Shall I book it?",
    "{calendar}, {time}. שמרתי את המקום ל-{minutes} דקות. לקבוע?",
    "{calendar}، {time}. أحجز لك المكان لمدة {minutes} دقائق. هل أؤكد الموعد؟",
    "{calendar}, {time}. Держу это время {minutes} минут. Записать?",
)

RELEASED = Say(
    "The time is free again.",
    "המקום שוחרר.",
    "أصبح الموعد متاحًا من جديد.",
    "Время снова свободно.",
)

BOOKED = Say(
    "Booked: {calendar}, {time}.",
    "נקבע: {calendar}, {time}.",
    "تم الحجز: {calendar}، {time}.",
    "Записано: {calendar}, {time}.",
)

AHEAD = Say(
    "Your appointments: {times}.",
    "התורים שלך: {times}.",
    "مواعيدك: {times}.",
    "Ваши записи: {times}.",
)

NONE_AHEAD = Say(
    "There is no upcoming appointment under that number.",
    "אין תור עתידי במספר הזה.",
    "لا يوجد موعد قادم بهذا الرقم.",
    "По этому номеру записей нет.",
)

ENTRY = Say("{calendar}, {time}", "{calendar}, {time}", "{calendar}، {time}", "{calendar}, {time}")

WOULD_MOVE = Say(
    "Move {calendar} from {old} to {time}?",
    "להעביר את {calendar} מ{old} ל{time}?",
    "هل أنقل {calendar} من {old} إلى {time}؟",
    "Перенести запись ({calendar}): было {old}, будет {time}?",
)

MOVED = Say(
    "Moved: {calendar}, now {time}.",
    "הועבר: {calendar}, עכשיו {time}.",
    "تم النقل: {calendar}، الآن {time}.",
    "Перенесено: {calendar}, теперь {time}.",
)

WOULD_CANCEL = Say(
    "Cancel {calendar}, {time}?",
    "לבטל את {calendar}, {time}?",
    "هل ألغي {calendar}، {time}؟",
    "Отменить запись: {calendar}, {time}?",
)

CANCELLED = Say(
    "Cancelled: {calendar}, {time}.",
    "בוטל: {calendar}, {time}.",
    "تم الإلغاء: {calendar}، {time}.",
    "Отменено: {calendar}, {time}.",
)

TROUBLE = Say(
    "Something went wrong. One moment please.",
    "משהו השתבש. רגע בבקשה.",
    "حدث خطأ. لحظة من فضلك.",
    "Что-то пошло не так. Минуту, пожалуйста.",
)

# The sentence for the customer when a request is refused, by the refusal's code.
REFUSALS: dict[str, Say] = {
    "closed_day": Say(
        "We are closed on that day.", "ביום הזה סגור.", "نحن مغلقون في ذلك اليوم.", "В этот день закрыто."
    ),
    "out_of_hours": Say(
        "That is outside our opening hours.",
        "זה מחוץ לשעות הפעילות.",
        "هذا خارج ساعات العمل.",
        "Это вне часов работы.",
    ),
    "past_date": Say(
        "That time has passed.", "הזמן הזה כבר עבר.", "هذا الوقت قد مضى.", "Это время уже прошло."
    ),
    "too_soon": Say(
        "That is too soon; we need more notice.",
        "זה מוקדם מדי; צריך התראה ארוכה יותר.",
        "هذا قريب جدًا؛ نحتاج إلى إشعار أبكر.",
        "Слишком скоро: нужно записываться заранее.",
    ),
    "too_far": Say(
        "That is too far ahead to book.",
        "זה רחוק מדי לקביעה מראש.",
        "هذا بعيد جدًا للحجز الآن.",
        "Так далеко вперёд записи ещё нет.",
    ),
    "slot_taken": Say("That time is taken.", "הזמן הזה תפוס.", "هذا الموعد محجوز.", "Это время занято."),
    "day_full": Say("That day is full.", "היום הזה מלא.", "هذا اليوم ممتلئ.", "Этот день полностью занят."),
    "calendar_unavailable": Say(
        "We cannot take appointments there now.",
        "אי אפשר לקבוע שם כעת.",
        "لا يمكن الحجز هناك الآن.",
        "Сейчас туда записаться нельзя.",
    ),
    "hold_expired": Say(
        "The time could not be kept any longer and was released.",
        "תוקף שמירת המקום פג.",
        "انتهت مدة حجز المكان المؤقت.",
        "Время держали слишком долго, и его отпустили.",
    ),
    "hold_used": Say(
        "That time is booked already.",
        "התור הזה כבר נקבע.",
        "تم تأكيد هذا الموعد بالفعل.",
        "Это время уже записано.",
    ),
    "already_cancelled": Say(
        "That appointment is already cancelled.",
        "התור הזה כבר בוטל.",
        "هذا الموعد ملغى بالفعل.",
        "Эта запись уже отменена.",
    ),
    "appointment_over": Say(
        "That appointment is over.",
        "התור הזה כבר הסתיים.",
        "انتهى هذا الموعد.",
        "Эта запись уже завершена.",
    ),
    "customer_blocked": Say(
        "I cannot book this for you; please contact the business directly.",
        "אי אפשר לקבוע את התור הזה כאן; נא לפנות ישירות לעסק.",
        "لا يمكن حجز هذا الموعد هنا؛ يُرجى التواصل مع المكان مباشرة.",
        "Здесь записать вас не получится; пожалуйста, свяжитесь с нами напрямую.",
    ),
    "no_active_calendar": Say(
        "No appointments can be taken now.",
        "אי אפשר לקבוע תורים כעת.",
        "لا يمكن حجز مواعيد الآن.",
        "Сейчас записаться нельзя.",
    ),
    "limit_reached": Say(
        "That is as much as I can do in one conversation.",
        "זה כל מה שאפשר לעשות בשיחה אחת.",
        "هذا كل ما يمكنني فعله في محادثة واحدة.",
        "Больше за один разговор сделать нельзя.",
    ),
    "idempotency_outdated": Say(
        "That was done earlier and has changed since.",
        "זה כבר נעשה קודם, ומאז זה השתנה.",
        "تم ذلك سابقًا وتغيّر منذ ذلك الحين.",
        "Это уже было сделано, и с тех пор всё изменилось.",
    ),
    "number_withheld": Say(
        "I cannot see your number, so I cannot look up your appointments.",
        "המספר שלך חסוי, ולכן אי אפשר למצוא את התורים שלך.",
        "رقمك محجوب، لذلك لا يمكنني العثور على مواعيدك.",
        "Ваш номер скрыт, поэтому я не могу найти ваши записи.",
    ),
    "phone_required": Say(
        "What phone number can we reach you at?",
        "באיזה מספר טלפון אפשר להשיג אותך?",
        "على أي رقم هاتف يمكننا الاتصال بك؟",
        "По какому номеру телефона с вами связаться?",
    ),
}
