# ruff: noqa: E501 (a sentence is one line)
"""Tutors, tattoos, car hire, a venue and pets, mostly in English."""

from tests.unit.routing_businesses.form import Business, cases

TUTORS = Business(
    "tutoring",
    {
        "maths": "Maths",
        "english": "English & Essays",
        "science": "Physics & Chemistry",
        "psychometric": "Psychometric Prep",
        "primary": "Primary School Homework Help",
        "summer": "Summer Intensive",
    },
    [
        ("maths", ["maths", "math", "algebra", "5 units", "מתמטיקה"], {"labels": ("maths", "math")}),
        ("english", ["english", "essay", "אנגלית"], {"labels": ("english",)}),
        ("science", ["physics", "chemistry", "lab report"], {"labels": ("physics", "chemistry")}),
        ("psychometric", ["psychometric", "פסיכומטרי", "sat"], {"labels": ("psychometric",)}),
        ("primary", ["homework", "grade 3", "grade 4", "primary"], {"labels": ("homework",), "priority": 5}),
        ("summer", ["summer intensive", "camp"], {"labels": ("summer",)}),
        ("english", ["proofreading", "thesis"], {"labels": ("proofreading",), "is_active": False}),
    ],
    cases("""
plain | maths | Hi, do you have a maths tutor free on Tuesday evenings?
plain | maths | Hello, my son needs help with algebra, he's in 9th grade
typo | maths | looking for a mathes teacher for my dauhgter
abbr | maths | hi need help w/ maths asap, 5 u. level
inflect | maths | is there anyone who teaches mathematics in Hebrew?
specific | maths | my girl just moved up to 5 units and she's drowning, one lesson a week?
plain | english | I'd like English lessons for my husband, conversation mostly
inflect | english | Could someone go over my college essays before I submit?
typo | english | Do u teach enlgish to adults, beginer level
plain | science | Any slots for physics this week? Grade 11
typo | science | It's for fysics, my daughter wants three hours before the matkonet
plain | psychometric | when does your next psychometric course start
prefix | psychometric | Calling about SAT prep for my twins, they're applying in the States
inflect | psychometric | do you offer one-to-one for the psychometrics or only groups?
plain | primary | Can somebody sit with my twins and do homework with them twice a week?
priority | primary | need maths help for my boy in grade 4, he cries every evening
priority | primary | English homework, she's eight, they started the ABC this year
trap | maths | We sat with another teacher last year and it was a waste. Looking for someone good at algebra
trap | science | I'm from Cambridge so English is no problem lol, it's the physics I can't do
trap | english | Camphill school told us her essay writing is weak, can you take her?
trap | psychometric | she doesn't do much homework anyway, right now it's all about the psychometric in April
inactive | - | Is the summer intensive running this July?
inactive | - | how much do you charge for proofreading a 70 page thesis
two | - | Looking for maths and physics for my son, ideally with the same teacher
two | - | I'd take an English class weekly, and separately my older one starts psychometric prep
selfcorrect | science | Can I book maths for thursday at 5? Scrap that, the maths exam got pushed, make it chemistry
selfcorrect | maths | I'd like an English, sorry, I'm reading the wrong kid's timetable, maths, it's maths on Monday
selfcorrect | psychometric | physics please. Oops, meant the psychometric, my brother's the physics guy
negation | english | She doesn't struggle with maths at all, it's English that's the issue
negation | maths | Forget about psychometric for now, we just need to get him through algebra
negation | - | We've found someone else for physics so no need to call back, thanks
notbooking | - | The maths tutor was on her phone half the lesson and my son learned nothing. I'm not paying for that
notbooking | - | Got to skip English today, kiddo has a fever. Sorry for short notice!
notbooking | - | What's your cancellation policy?
notbooking | - | I was charged twice for the psychometric course, can accounting please call me
notbooking | - | are the maths teachers certified?
oos_near | - | Do you teach piano?
oos_near | - | looking for a French tutor for a ten year old
oos_near | - | I teach biology and I'm looking for work, are you hiring
oos_far | - | hi is the two bedroom flat still available
ambiguous | - | Need a tutor for my daughter, can we start this week?
label | maths | tuesdays after 4 work best | Maths lesson
label | primary | two boys, first and third grade | homework help
label | english | English, he's preparing for an exam | lesson
conflict | - | it's about the essay she has to hand in | physics
mixed | maths | hey do you have a moreh for מתמטיקה 4 יחידות? bagrut in the kayitz
plain | psychometric | היי כמה עולה קורס פסיכומטרי אצלכם ומתי המועד הקרוב?
inflect | maths | مرحبا، بدي معلم رياضيات لابني صف عاشر، في حدا عربي؟
voice | - | Hello, hi, this is Avi, I'm ringing about both my daughters actually, the older one is in eleventh grade and she's doing five units and it's getting tough with the trigonometry so she'd need maths once or twice a week, and the younger one just needs to get her English up, she's thirteen, she understands everything from TV but can't write a paragraph, so is it one person that does both or how does it work with you
"""),
    inactive=("summer",),
)

INK = Business(
    "ink",
    {
        "tattoo": "Tattoos - Noa",
        "piercing": "Piercing",
        "removal": "Laser Removal",
        "consult": "Consultations",
        "henna": "Henna Parties",
    },
    [
        ("tattoo", ["tattoo", "sleeve", "fine line", "קעקוע"], {"labels": ("tattoo",)}),
        ("piercing", ["piercing", "helix", "nose ring", "פירסינג", "עגיל"], {"labels": ("piercing",)}),
        ("removal", ["removal", "laser", "הסרה"], {"labels": ("removal",), "priority": 5}),
        ("consult", ["consultation", "consult", "design", "ייעוץ"], {"labels": ("consultation",)}),
        ("henna", ["henna", "חינה"], {"labels": ("henna",)}),
        ("piercing", ["lobe"], {"labels": ("ear lobe",)}),
        ("tattoo", ["cover up"], {"labels": ("cover up",), "is_active": False}),
    ],
    cases("""
plain | tattoo | hi I'd like to book a small tattoo on my wrist, how much roughly?
plain | tattoo | what's the waiting time for fine line work with Noa
inflect | tattoo | Me and my sister want matching tattoos for her 30th
inflect | tattoo | how long is a session? thinking full sleeves eventually, start with one arm
typo | tattoo | do u do small tatoos on fingers
inactive | - | do you guys do cover ups? it's my ex's name lol
plain | piercing | can I get a helix done today, walk in?
prefix | piercing | Asking about a nose ring for my daughter, she's 16, do I need to come with her
inflect | piercing | do you pierce belly buttons?
typo | piercing | I'd like a septum peircing on Thursday please
samecal | piercing | two lobe holes and a helix, same ear, do you do a deal on that?
plain | removal | how many laser sessions for a palm-sized black piece
priority | removal | I want tattoo removal, it's 10 years old and faded
inflect | removal | getting my neck one removed before I join the police, where do I start
plain | consult | could I come in for a consultation before committing to anything
inflect | consult | I've been consulting with a few artists, can I come talk to you and see some sketches?
plain | henna | do you do henna for a bachelorette? 15 girls
typo | henna | looking for a hena artist for my daughters bat mitzvah in june
trap | tattoo | I'm an interior design student and broke haha, cheapest tiny tattoo you do?
trap | tattoo | Hi it's Lobel, Danny Lobel, wanted to set a date for the tattoo we spoke about
trap | henna | the girl at the tattoo convention gave me your card, do you do henna nights? 20 people, a Saturday
two | - | thinking of a little tattoo behind the ear plus a new piercing, same visit
two | - | I'd book a laser session and I also want a consultation for what to put there afterwards
selfcorrect | piercing | put me down for a tattoo on wednesday. lol no, brain fart, piercing, I already have my tattoo date
selfcorrect | tattoo | A consultation, er, actually skip it, I know exactly what I want, just a tattoo slot
selfcorrect | removal | Helix tomorrow?? wrong chat omg. For you: next laser appointment please
negation | tattoo | I'm not after henna, I want the real thing, a proper tattoo
negation | piercing | no tattoos for me thanks, can't stand the sound, only a piercing
negation | - | Changed my mind about the piercing, mum said no, please drop me from the list
notbooking | - | My helix has been swollen and oozing since you did it Monday, nobody warned me about this
notbooking | - | gotta pull out of tomorrow's tattoo, caught covid
notbooking | - | how soon can I swim after getting a tattoo?
notbooking | - | Can you send me the healing instructions again for the nose ring?
notbooking | - | do you sell gift cards
notbooking | - | Where exactly are you on Dizengoff, I'm standing outside and can't see a sign
oos_near | - | do you do microblading or eyebrows?
oos_far | - | got any iphone 13 screens in stock?
ambiguous | - | Hey I'd like to make an appointment for Friday
label | tattoo | small heart, ankle | tattoo appointment
label | removal | second session | laser removal
label | piercing | piercing, belly button | appointment
conflict | - | I want a helix on the left ear | henna
mixed | tattoo | shalom, how much for a small קעקוע on the shoulder, and do I need to leave a mikdama?
plain | piercing | היי כמה עולה לעשות עגיל באף?
priority | removal | הסרה של קעקוע קטן, כמה טיפולים צריך?
"""),
)

CARHIRE = Business(
    "carhire",
    {
        "rent": "Car Rental",
        "van": "Vans",
        "wash": "Valeting",
        "repair": "Repairs",
        "lesson": "Driving Lessons",
    },
    [
        ("rent", ["rental", "rent a car", "hire", "car for the weekend"], {}),
        ("van", ["van", "truck"], {"priority": 5}),
        ("wash", ["valet", "wash", "interior clean"], {}),
        ("repair", ["repair", "brakes", "clutch", "oil change"], {}),
        ("lesson", ["driving lesson", "lessons", "learner"], {}),
    ],
    cases("""
plain | rent | Hi, I'd like to hire something small from Friday to Monday
plain | repair | my brakes are squealing, when can you look at them?
inflect | wash | could you wash and wax my Audi on Thursday
inflect | lesson | my daughter just turned 17 and wants to learn, how much per lesson?
priority | van | can I hire a van to move flat
negation | wash | the brakes are fine, I only need a wash
negation | lesson | I don't want to hire a car, I want lessons
negation | - | We won't be needing the rental after all
negation | - | forget the valet, I did it myself
selfcorrect | van | need a car for the weekend... scratch that, a van
selfcorrect | repair | book me a wash for Tuesday, or no, sort the clutch first actually
selfcorrect | lesson | hi rental please. sorry wrong chat lol. driving lesson on Monday
two | - | can you do the oil change and a wash while it's in?
notbooking | - | The rental broke down on the A1 and nobody answered your helpline
notbooking | - | my instructor keeps turning up late for lessons
notbooking | - | I've been charged for a scratch on the rental that was there before
notbooking | - | I need to return the rental a day early
notbooking | - | can we push Thursday's lesson to Friday
notbooking | - | is my clutch done yet
notbooking | - | what documents do I bring for the rental
notbooking | - | Left my sunglasses in the van
notbooking | - | got a parking fine in the post for the van I had last week
notbooking | - | stuck in traffic, will be 20 min late for my lesson
notbooking | - | how do I get my deposit back for the rental?
notbooking | - | Is there a mileage limit on the rental I have now?
notbooking | - | Thanks for the great valet yesterday!
notbooking | - | you fixed the brakes in May and they're squealing again
notbooking | - | Can't make tomorrow's driving lesson, son's poorly
notbooking | - | does the wash include the inside? I paid for the full one yesterday and it's still filthy
trap | rent | I'm a truck driver visiting for a week, need a small rental
trap | repair | my driving lesson is at 4 so before that could you check my clutch?
oos_near | - | do you do windscreen tinting
typo | repair | clucth is slipping, how much to fix
voice | rent | Hello there, it's Margaret Oyelaran, my sister is coming over from Lagos for my mother's eightieth, there'll be six of us altogether and my little Fiesta certainly won't do, we'd want it from the Thursday evening, probably until the Tuesday, automatic if you have one because my sister can't do gears, so if you could ring me back with what you've got for hire and the price that'd be lovely
"""),
)

VENUE = Business(
    "venue",
    {
        "wedding": "Weddings",
        "party": "Kids Parties",
        "meeting": "Meeting Rooms",
        "yoga": "Yoga Classes",
        "cafe": "Cafe Tables",
    },
    [
        ("wedding", ["wedding", "ceremony", "reception"], {}),
        ("party", ["kids party", "birthday", "bouncy castle"], {"priority": 5}),
        ("meeting", ["meeting room", "conference", "projector"], {}),
        ("yoga", ["yoga", "pilates", "mat"], {}),
        ("cafe", ["table", "brunch", "coffee"], {}),
    ],
    cases("""
plain | wedding | Hello, my fiance and I are looking at venues, do you have any Saturdays left for a wedding next May?
plain | yoga | is there space in tonight's yoga?
inflect | cafe | table of five around eleven tomorrow, one highchair
inflect | party | would you do birthdays for about 20 six year olds
inflect | meeting | we need a room with a projector for a board meeting, 12 ppl
negation | cafe | not bothered about the meeting room, just want brunch for eight
negation | yoga | we aren't getting married lol, just after a yoga class
negation | - | Hi, we've gone with another place for the wedding, thanks for your time
negation | - | pls remove my email from the yoga list
selfcorrect | meeting | Could I get a table for ten, well no, more like a meeting room, we need quiet
selfcorrect | yoga | brunch for 2 on Sunday oh hang on that's my other tab, yoga for 2 I mean
selfcorrect | wedding | party for our daughter, sorry that sounds like she's five, her wedding!
two | - | pilates at 9 and then a table for four?
notbooking | - | the projector in the meeting room died halfway through and we looked like idiots
notbooking | - | our waiter forgot half the brunch order
notbooking | - | the yoga lady was half an hour late again
notbooking | - | how late can I still cancel a class of yoga without paying
notbooking | - | Is the bouncy castle included in the birthday package we booked?
notbooking | - | I think I left my mat after pilates on Tuesday
notbooking | - | wedding's off. please cancel everything
notbooking | - | could you send over the contract for the wedding again, the link expired
notbooking | - | we'd like to add ten more guests to our reception on the 4th
notbooking | - | what's the wifi password for the meeting room
notbooking | - | Who was the photographer at the wedding on Saturday? He was fab
notbooking | - | the birthday went brilliantly, the kids loved it
notbooking | - | you double booked our conference!
notbooking | - | Won't be at yoga tonight x
notbooking | - | are dogs allowed in at brunch
trap | yoga | I coordinate weddings for a living and my back is killing me, any yoga for beginners?
trap | cafe | after the ceremony at town hall we're fifteen people, hungry, do you have a table?
trap | meeting | My surname is Brunch (yes really). Meeting room for Monday please
oos_near | - | do you rent out tents?
typo | yoga | any yogga for pregnant women
conflict | - | one mat for tomorrow | wedding
label | meeting | Monday 9 to 12 | conference
"""),
)

PETCARE = Business(
    "petcare",
    {
        "groom": "Grooming",
        "walk": "Dog Walking",
        "board": "Boarding",
        "train": "Puppy School",
        "cat": "Cat Sitting",
    },
    [
        ("groom", ["groom", "grooming", "nail clip", "haircut"], {}),
        ("walk", ["walk", "walker", "dog walking"], {}),
        ("board", ["boarding", "kennel", "overnight"], {}),
        ("train", ["training", "puppy class", "obedience"], {}),
        ("cat", ["cat", "kitten"], {"priority": 5}),
    ],
    cases("""
plain | groom | Hi there, my cockapoo is a matted mess, could she get a groom next week?
plain | walk | looking for someone to walk two labs weekday lunchtimes
inflect | board | how much to kennel a beagle for ten nights
inflect | train | at what age can he start training with you
negation | groom | no bath or boarding, just a nail clip please
negation | train | walks are covered by my neighbour, it's training he needs
negation | - | my sister's going to have the dog so no kennel needed
selfcorrect | board | can I get him walked on Saturday, sorry, I mean kept overnight, we're off to a wedding
selfcorrect | walk | book grooming for Alfie, ah no that was last month, a walk please
two | - | could he be groomed while he's boarding with you?
notbooking | - | Picked Milo up from boarding and he's got a nasty cough, did anyone notice?
notbooking | - | Bella came home from grooming with a cut on her ear
notbooking | - | how's Rocky getting on at the kennel?
notbooking | - | we're back a day later than planned, can Daisy stay boarding till Monday?
notbooking | - | what vaccinations does he need before boarding?
notbooking | - | What time shall I drop her for grooming tomorrow
notbooking | - | can't do puppy class this Sunday
notbooking | - | you charged me for three walks, it was only two
notbooking | - | does the groomer mind nervous dogs? ours is in with you at 2
notbooking | - | lovely haircut on Poppy, everyone's commented!
trap | walk | the kennel we used before shut down, anyway all I need now is a dog walker
trap | train | I'm a cat person honestly but we got a puppy, training asap
oos_near | - | do you sell harnesses?
typo | board | do u do bording over easter
"""),
)

TRADES_ENGLISH = (
    TUTORS,
    INK,
    CARHIRE,
    VENUE,
    PETCARE,
)
