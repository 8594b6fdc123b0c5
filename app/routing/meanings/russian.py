"""What customers say in Russian for everyday services, within the limits named in `hebrew`."""

RUSSIAN = """
haircut: стрижка, подстричь, подстричься, постричь
hair_color: окрашивание, покрасить волосы, покраска волос, мелирование
nails: маникюр, ногти
pedicure: педикюр
brows: брови
lashes: ресницы
makeup: макияж, визажист
facial: чистка лица, пилинг, акне
waxing: эпиляция, депиляция, шугаринг
massage: массаж
tattoo: татуировка, тату
piercing: пирсинг
dental_cleaning: чистка зубов, зубной камень, гигиена полости
toothache: болит зуб, зуб болит, пломба, кариес
braces: брекеты
whitening: отбеливание зубов
eye_test: проверка зрения, проверить зрение, зрение проверить
contact_lenses: контактные линзы, линзы
progressive: мультифокальные, прогрессивные очки
blood_test: анализ крови, кровь сдать, сдать кровь
vaccine: прививка, вакцинация, привить
physio: физиотерапия, лфк
pregnancy: беременность, беременна, беременных, беременная
after_birth: после родов
newborn: новорожденный
boarding: передержка, гостиница для собак
dog_training: дрессировка, дрессировщик, кинолог
cats: кошка, кот, котенок
repair: ремонт, починить, сломался, сломалась, сломалось, отремонтировать, течет
puncture: прокол, пробил колесо, спустило колесо
install: установка, установить
cleaning: чистка, почистить, уборка
refrigerant: заправка фреоном, фреон
moving: переезд, переезжаем, грузчики
packing: упаковка вещей
storage: хранение, склад
crane: кран
leak: протечка, течет кран, течет труба
blockage: засор, прочистить трубу
electricity: электрик, розетка, проводка
pests: тараканы, дезинсекция, клопы
car_wash: автомойка, помыть машину, мойка машины
tires: шиномонтаж, шины, резина
battery: аккумулятор
oil_change: замена масла, поменять масло
annual_test: техосмотр
bodywork: кузовной, вмятина
wedding: свадьба, свадебный
birthday: день рождения
company: корпоратив, тимбилдинг
children: дети, детей, детям, детский
table: столик
catering: кейтеринг
math: математика, алгебра, геометрия
english: английский
piano: фортепиано, пианино
guitar: гитара
singing: вокал
swimming: плавание, бассейн
driving: уроки вождения, вождение
yoga: йога
pilates: пилатес
dance: танцы
will: завещание
power_of_attorney: доверенность
translation: перевод документов, перевести документ
divorce: развод
rental: прокат, аренда, взять напрокат, арендовать
purchase: купить, покупка
tour: экскурсия, гид
bride: свадебное платье, невеста
suit: костюм
alteration: подшить, ушить, укоротить
fitting: примерка
horror: страшный, ужасы, хоррор
heist: ограбление
virtual_reality: виртуальная реальность, виртуальной реальности
e_bike: электровелосипед, электросамокат
therapy: психолог
consultation: консультация
locks: замок, замки, поменять замок
locked_out: захлопнулась дверь, вскрыть дверь, не могу попасть домой
spare_key: дубликат ключа, копия ключа
safe: сейф
hearing_test: проверка слуха, проверить слух
hearing_aid: слуховой аппарат
tinnitus: звон в ушах, шум в ушах, звон в голове
mortgage: ипотека, машканта
refinancing: рефинансирование
loan: кредит, ссуда
tax: возврат налога, налоговая декларация
bookkeeping: бухгалтер, бухгалтерия
disc_jockey: диджей
sound_system: колонки, звуковое оборудование
sofa: диван, кресло, мягкая мебель
carpet: ковер, ковры
mattress: матрас, матрац
windows: окна, мытье окон
curtains: шторы, занавески, тюль
after_renovation: после ремонта
drums: барабаны, ударные
violin: скрипка
rehearsal: репетиционная база
toddlers: малыши, для малышей
polish: полировка
car_seats: химчистка салона
tinting: тонировка, затонировать
printing_3d: 3d печать
engraving: гравировка
workshop: мастер-класс
aqua: аквааэробика, гимнастика в бассейне
lanes: свободное плавание
hydrotherapy: гидротерапия
tattoo_removal: удаление тату, свести тату, свести наколку
permanent_makeup: перманентный макияж, татуаж
implant: имплантация зубов, имплант
root_canal: лечение каналов
extraction: удалить зуб, зуб мудрости
neutering: стерилизация, кастрация
dog_grooming: груминг, стрижка собаки
diet: похудеть, диетолог
acupuncture: иглоукалывание
reflexology: рефлексотерапия
beard: борода, стрижка бороды
straightening: кератин, выпрямление волос
hair_extensions: наращивание волос
botox: ботокс
flowers: букет, цветы
cake: торт
passport_photo: фото на документы, фото на паспорт
photo_shoot: фотосессия
plumbing: сантехник
water_heater: бойлер
air_conditioner: кондиционер, мазган
fridge: холодильник
washing_machine: стиральная машина
phone_screen: замена экрана, разбился экран
computer: компьютер, ноутбук
data_recovery: восстановление данных
carpentry: столяр, столярка
assembly: сборка мебели
brakes: тормоза, тормозные колодки
notary: нотариус, нотариальный
labour_law: уволили, трудовое право
accident: авария, дтп
visa: виза, визу
riding: верховая езда
surfing: серфинг
scuba: дайвинг
kayak: каяк, байдарка
yacht: яхта
tennis: теннис
football: футбол
karate: каратэ, дзюдо
ballet: балет
pottery: керамика, гончарный
art_class: рисование, живопись
chess: шахматы
coding: программирование, робототехника
psychometric: психометрический
hebrew: иврит, ульпан
speech_therapy: логопед, заикание
laundry: прачечная, стирка
dry_cleaning: химчистка одежды
ironing: глажка
shoe_repair: ремонт обуви
cameras: видеонаблюдение, камеры наблюдения
gate: автоматические ворота
solar: солнечные панели
waterproofing: гидроизоляция, крыша течет
flooring: паркет, укладка плитки
clown: клоун, аниматор
magician: фокусник
face_painting: аквагрим
karaoke: караоке
spa: спа, джакузи
sauna: сауна, баня
"""
