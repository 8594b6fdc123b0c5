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
locks: locksmith, door lock, new lock, change the lock, replace the lock
locked_out: locked out, locked myself out, door slammed shut
spare_key: duplicate key, copy of a key, spare key, key cut
safe: strongbox, safe opened
hearing_test: hearing test, hearing checked
hearing_aid: hearing aid
tinnitus: tinnitus, ringing in my ears
mortgage: mortgage, home loan
refinancing: refinance, remortgage
loan: loan, loans
tax: tax return, tax refund
bookkeeping: bookkeeping, accountant
disc_jockey: dj, disc jockey
sound_system: loudspeakers, pa system, sound system
sofa: sofa, couch, armchair
carpet: carpet, rug
mattress: mattress
windows: windows, window cleaning
curtains: curtains, drapes
after_renovation: after renovation, post construction
drums: drums, drummer
violin: violin
rehearsal: rehearsal room, jam room
toddlers: toddler, toddlers, mummy and me
polish: car polish, buff out
car_seats: car upholstery, car seats
tinting: window tinting, tinted windows
printing_3d: 3d print, 3d printing
engraving: engraving, engraved
workshop: workshop
aqua: aqua aerobics, water aerobics
lanes: free swim, lap swimming
hydrotherapy: hydrotherapy
tattoo_removal: tattoo removal
permanent_makeup: permanent makeup, microblading
implant: dental implant
root_canal: root canal
extraction: wisdom tooth, tooth extraction
neutering: neuter, spay, spaying
dog_grooming: dog grooming, groom my dog
diet: dietitian, nutritionist, lose weight
acupuncture: acupuncture
reflexology: reflexology
beard: beard trim, beard
straightening: keratin, hair straightening
hair_extensions: hair extensions
botox: botox
flowers: bouquet, flowers
cake: cake
passport_photo: passport photo
photo_shoot: photo shoot, photoshoot
plumbing: plumber, plumbing
water_heater: boiler, water heater
air_conditioner: air conditioner, aircon
fridge: fridge, refrigerator
washing_machine: washing machine
phone_screen: cracked screen, screen replacement
computer: computer, laptop
data_recovery: data recovery
carpentry: carpenter, carpentry
assembly: furniture assembly, assemble furniture
brakes: brakes, brake pads
notary: notary, notarize
labour_law: employment law, unfair dismissal
accident: car accident, road accident
visa: visa
riding: horse riding
surfing: surfing
scuba: scuba, diving
kayak: kayak, kayaks
yacht: yacht, boat trip
tennis: tennis
football: football, soccer
karate: karate, judo
ballet: ballet
pottery: pottery, ceramics
art_class: art class, drawing class
chess: chess
coding: coding, robotics
psychometric: psychometric
hebrew: hebrew lessons, ulpan
speech_therapy: speech therapy, stutter
laundry: laundry
dry_cleaning: dry cleaning
ironing: ironing
shoe_repair: shoe repair, cobbler
cameras: security cameras, cctv
gate: electric gate
solar: solar panels
waterproofing: waterproofing, roof leak
flooring: flooring, parquet
clown: clown, children's entertainer
magician: magician
face_painting: face painting
karaoke: karaoke
spa: spa, jacuzzi
sauna: sauna
"""
