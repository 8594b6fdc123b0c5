"""What customers say in English for everyday services, within the limits named in `hebrew`."""

ENGLISH = """
haircut: haircut, hair cut, trim my hair, barber
hair_color: hair color, hair colour, highlights, dye my hair, roots done
nails: manicure, nails, gel nails
pedicure: pedicure
brows: eyebrows, brows
lashes: eyelashes, lashes
makeup: makeup, make-up
facial: facial, peeling, acne
waxing: waxing, hair removal
massage: massage
tattoo: tattoo
piercing: piercing
dental_cleaning: teeth cleaning, dental hygienist
toothache: toothache, tooth hurts, filling, cavity
braces: braces
whitening: teeth whitening
eye_test: eye test, eye exam, sight test, vision test
contact_lenses: contact lenses, contacts
progressive: multifocal, progressive glasses, progressives, varifocals
blood_test: blood test, blood work
vaccine: vaccine, vaccination, shots for my
physio: physio, physiotherapy, physical therapy
pregnancy: pregnant, pregnancy, prenatal
after_birth: postnatal, postpartum, after birth, just had a baby
newborn: newborn
boarding: dog boarding, dog stay with you, dog sitting, kennel
dog_training: dog training, puppy training, obedience
cats: cat, kitten
repair: repair, fix, broken, stopped working, fault
puncture: puncture, flat tire, flat tyre
install: installation, install
cleaning: cleaning, deep clean
refrigerant: gas refill, regas, refrigerant
moving: moving house, movers, moving apartment, moving flat
packing: packing
storage: storage
crane: crane
leak: leak, leaking, dripping
blockage: blocked drain, clogged, unclog
electricity: electrician, power outlet, rewiring
pests: pest control, cockroaches, bed bugs
car_wash: car wash
tires: tires, tyres
battery: battery
oil_change: oil change
annual_test: annual test
bodywork: dent, bodywork
wedding: wedding
birthday: birthday, turning sixteen, turning thirty
company: team building, corporate, company event, startup, work colleagues, whole department, office party
children: kids, children
table: table for
catering: catering
math: math, maths, mathematics, algebra
english: english lessons
piano: piano
guitar: guitar
singing: singing lessons, vocal
swimming: swimming
driving: driving lessons, driving lesson
yoga: yoga
pilates: pilates, reformer
dance: dance class
cooking_class: cooking class
will: last will, will and testament
power_of_attorney: power of attorney
translation: translation
divorce: divorce
rental: rental, rent, hire
purchase: buy
tour: guided tour, tour guide
bride: wedding dress, bridal gown, bride
suit: suit
alteration: alterations, take in, hem
fitting: fitting
horror: scary, horror
heist: heist, robbery
virtual_reality: virtual reality, vr headset, vr
e_bike: e-bike, electric bike, scooter
therapy: psychologist, therapist
consultation: consultation
"""
