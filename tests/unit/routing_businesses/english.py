# ruff: noqa: E501 (a sentence is one line)
"""Businesses whose customers mostly write English."""

from tests.unit.routing_businesses.form import Business, cases

RESTAURANT = Business(
    "restaurant",
    {
        "table": "Tables",
        "private": "Private Dining",
        "catering": "Catering",
        "class": "Cooking Classes",
        "wine": "Wine Cellar Tours",
    },
    [
        (
            "table",
            ["table", "reservation", "dinner", "lunch", "brunch", "столик", "שולחן"],
            {"labels": ("table",)},
        ),
        (
            "private",
            ["private room", "private dining", "chef's table"],
            {"labels": ("private dining",), "priority": 5},
        ),
        ("catering", ["catering", "buffet", "кейтеринг", "קייטרינג"], {"labels": ("catering",)}),
        ("class", ["cooking class", "workshop", "learn to cook"], {"labels": ("class",)}),
        ("wine", ["wine tasting", "tasting", "cellar"], {"labels": ("wine tasting",)}),
    ],
    cases("""
selfcorrect | class | table for two. wait that's wrong. cooking class for two
selfcorrect | wine | Hi, dinner for 4, hmm no, make that the wine tasting for 4
voice | private | Good afternoon, I'm ringing on behalf of Mr. Aldous, we have clients flying in from Japan on the 14th, there'll be twelve of them plus three of us, and he'd prefer somewhere we can actually hear each other talk, ideally a private room with the set menu, two vegetarians and one shellfish allergy, could you tell me if that is possible
notbooking | - | We were at your wine tasting last night and the guide was incredibly rude to my wife
notbooking | - | Is the private room booked for us on the 12th? The name is Cohen
notbooking | - | Can I bring my own cake to the table?
notbooking | - | how do I get an invoice for the catering?
notbooking | - | we're running late for our 7pm table
selfcorrect | catering | A table for forty. Haha no, obviously not a table, I mean catering
negation | table | No workshop for us, we'd just like dinner
two | - | lunch on Friday and then the tasting after
plain | table | Hi, can I get a table for four tonight around 8?
plain | table | do you have anything for dinner on saturday, two people
inflect | table | could we push two tables together for ten of us on Friday?
typo | table | Lookin for a tabel for two on friday
typo | catering | we need catring for about 60 guests in June
plain | catering | what are your prices for a buffet for a hundred people
inflect | catering | do you cater small weddings at home?
plain | class | I'd like to join the cooking class next month
inflect | class | Are there any pasta workshops coming up?
inflect | class | my boyfriend wants to learn how to cook, is there a spot on Thursday?
plain | wine | Two spots for the wine tasting please
inflect | wine | Do you still do those tastings in the cellars downstairs?
priority | private | a table for 14 in the private room for my dad's 70th
specific | private | could we book the chef's table next Friday?
negation | catering | I don't need a table, I need catering for an office party
negation | wine | not the cooking class, just the tasting please
negation | - | we no longer need the catering, thanks anyway
selfcorrect | wine | book me a table for Friday, no wait sorry, the wine tasting
selfcorrect | table | I want the tasting... actually never mind that, just dinner for two
selfcorrect | class | we'd like a wine tasting, hang on, my sister is pregnant, so the cooking class instead
two | - | I need a table for tonight and also a quote for catering
two | - | Could we do the cooking class first and then dinner for six?
notbooking | - | The catering was an hour late and half of it was cold. We want a refund.
notbooking | - | I have a reservation for tonight under Miller, can we make it 9 instead?
notbooking | - | need to cancel my table for tomorrow
notbooking | - | I left my umbrella at your place after the tasting yesterday
notbooking | - | what time do you close on sundays?
oos_far | - | Do you repair coffee machines?
oos_near | - | do you deliver pizza to Brooklyn?
trap | wine | I put it on the table at home and can't find it, anyway, is there a tasting this week?
trap | table | My name is Tom Cellar, I'd like a table for two
ambiguous | - | Hi, I'd like to book something for my wife's birthday
voice | catering | Hello, yes, this is Margaret from the law office around the corner, so we're doing a little thing for one of our partners who's retiring, it's going to be about forty people, maybe forty five, and we don't want to go anywhere, we'd rather have the food brought to us, something like you did for the bank next door, they told me your catering was wonderful, so could somebody call me about menus and prices
voice | table | Hi um so we're coming in from out of town next weekend, it's my parents and my husband and the two kids, one of them is in a high chair, and my dad uses a wheelchair so we'd need something without steps, we were hoping for an early dinner on the Saturday, like half past five or six, would that be at all possible
mixed | table | Добрый вечер, можно заказать столик на двоих?
plain | table | אפשר לשמור שולחן לשישה ביום חמישי בערב?
plain | catering | נשמח להצעת מחיר לקייטרינג לברית
label | table | four people, outside if possible | table reservation
label | catering | about eighty guests | catering
conflict | - | two for the wine tasting | catering
"""),
)

MUSIC = Business(
    "music",
    {"piano": "Piano", "guitar": "Guitar", "voice": "Singing", "drums": "Drums", "theory": "Music Theory"},
    [
        ("piano", ["piano", "keyboard"], {}),
        ("guitar", ["guitar", "ukulele", "bass"], {}),
        ("voice", ["singing", "voice lessons", "vocal coach"], {}),
        ("drums", ["drums", "drumming", "percussion"], {}),
        ("theory", ["theory", "exam prep", "grade 5"], {"priority": 5}),
    ],
    cases("""
selfcorrect | guitar | my kid wants drums, correction, guitar, he changed his mind again
trap | drums | we bought a drum kit for his birthday, are there lessons on drums for a 7 year old?
plain | piano | Hi! Looking for piano lessons for my 8 year old
inflect | guitar | do you teach guitars to complete beginners?
inflect | voice | my daughter sings all day, is there a singing teacher free on Mondays
inflect | drums | my son wants to be a drummer, any slots after school?
typo | guitar | gutar lesson on tuesday plz
typo | piano | whats the price for paino lessons
priority | theory | piano theory for the grade 5 exam, please
negation | drums | He doesn't want piano anymore, he wants drums
negation | voice | no guitar, just singing
negation | - | please stop emailing me about guitar lessons, I'm not interested
selfcorrect | drums | can I book guitar for Leo, sorry I mean drums
selfcorrect | piano | violin... no you don't do that, right, piano then
selfcorrect | voice | I'd like a drum lesson, oh actually scratch that, voice lessons for me
two | - | piano for my son and guitar for my daughter
two | - | I'd like both singing and piano
notbooking | - | The piano teacher didn't show up for the third time. Unacceptable.
notbooking | - | We have a guitar lesson on Thursday, could we move it to Friday?
notbooking | - | I need to cancel drums this week, Leo is sick
notbooking | - | you charged me twice for the singing lessons
notbooking | - | Is the building wheelchair accessible?
oos_near | - | do you sell second hand guitars?
oos_far | - | do you offer tax advice?
trap | voice | I played drums as a kid but now I'd like to learn singing
trap | piano | my name is Will Bass and I'd love to start piano
ambiguous | - | hi, what lessons do you have for adults?
voice | guitar | hey so um I'm forty three and I've always wanted to play something, my wife bought me an old acoustic for Christmas and it's been sitting in the corner staring at me ever since, I tried a few videos but my fingers hurt and I've no idea if I'm holding it right, so I guess I'd like someone to show me guitar from zero, evenings would be best, I work in the city till six
notbooking | - | The singing lesson yesterday was great but nobody locked the door and my bag was stolen
notbooking | - | When's my next piano lesson?
notbooking | - | Mia can't come to drums today, she has a fever
notbooking | - | still waiting for a call back about my complaint regarding the drum teacher
notbooking | - | could you send me a receipt for last month's piano lessons?
negation | - | we've decided to stop the piano lessons
negation | guitar | anything but piano. Guitar maybe?
selfcorrect | guitar | drums for me please. No, guitar. Definitely guitar.
selfcorrect | piano | put her down for singing, I mean piano, sorry
two | - | do you have a slot for drums and one for singing back to back?
plain | drums | Are there drum lessons in the evening?
trap | guitar | my son hates the piano we have at home so we thought maybe guitar
"""),
)

TATTOO = Business(
    "tattoo",
    {
        "tattoo": "Custom Tattoos",
        "flash": "Flash",
        "pierce": "Piercing",
        "laser": "Laser Removal",
        "touch": "Touch-ups",
    },
    [
        ("tattoo", ["tattoo", "custom design", "sleeve"], {}),
        ("flash", ["flash", "walk-in"], {}),
        ("pierce", ["piercing", "earlobe", "nose ring"], {}),
        ("laser", ["laser", "removal"], {}),
        ("touch", ["touch up", "fix old tattoo", "cover up"], {"priority": 5}),
    ],
    cases("""
plain | tattoo | hi I'd like to get a small tattoo on my wrist
inflect | tattoo | do you guys tattoo over scars?
inflect | tattoo | been thinking about getting tattooed for ages, can I come for a chat
inflect | tattoo | thinking about two matching tattoos with my sister
inflect | pierce | want to get my nose pierced
inflect | pierce | do you pierce kids ears?
inflect | laser | I want my ex's name removed asap
inflect | laser | how much for lasering a small star
typo | pierce | peircing for both ears this saturday?
typo | tattoo | tatoo appointment for next week
priority | touch | need a cover up for an ugly tattoo on my shoulder
negation | pierce | not a tattoo, just a piercing
negation | tattoo | I don't want flash, I want something custom, custom design
selfcorrect | laser | I wanna book a tattoo... uh no, other way round lol, laser removal
selfcorrect | pierce | tattoo for me, sorry, piercing for me, the tattoo is for later
two | - | tattoo for me and a nose piercing for my girlfriend
notbooking | - | my new tattoo is infected and you're not picking up the phone
notbooking | - | I can't make my piercing today, train is stuck
notbooking | - | how long should I keep the wrap on the tattoo
oos_near | - | do you do henna?
trap | tattoo | saw your flash sale on instagram? no idea, anyway I want a tattoo of my cat
selfcorrect | pierce | Can I get laser on Friday? Sorry, not laser, a piercing
selfcorrect | tattoo | piercing please, actually you know what, let's go for a tattoo
selfcorrect | flash | I'd like a custom design... nah, just flash
voice | laser | hi, so this is a bit embarrassing, when I was nineteen I got a dolphin on my ankle on holiday and it looked fine for about a year, now it's basically a blue blob, and I'm getting married next spring and really don't want it in the pictures, a friend told me you've got a laser machine, how many sessions would it take and what does it cost roughly
trap | pierce | My name is Sleeve Johnson lol, need a piercing
typo | laser | lazer removal price?
two | - | piercing today and laser next month, can I pay together?
"""),
)

BOATS = Business(
    "boats",
    {
        "rent": "Boat Rental",
        "sail": "Sailing Lessons",
        "fish": "Fishing Trips",
        "sunset": "Sunset Cruises",
        "repair": "Boat Repair",
    },
    [
        ("rent", ["rent", "rental", "kayak", "paddle board"], {}),
        ("sail", ["sailing", "sailing lesson", "skipper course"], {}),
        ("fish", ["fishing", "fishing trip"], {}),
        ("sunset", ["sunset", "cruise"], {}),
        ("repair", ["repair", "engine", "hull"], {}),
    ],
    cases("""
plain | rent | hello, can we rent two kayaks on Saturday morning
inflect | rent | how much is renting a paddle board for an hour
inflect | sail | My wife wants to learn to sail, do you have beginner lessons?
inflect | fish | looking to take my dad to fish for his 60th
inflect | repair | Our outboard needs repairing before the season
inflect | sunset | any cruises left this week?
typo | fish | fishin trip for 4 next sunday
typo | rent | kayack hire tomorrow please
negation | sunset | we don't want fishing, just the sunset cruise
selfcorrect | sail | book a kayak for me... wait, no, a sailing lesson
two | - | a fishing trip on Friday plus kayaks for the kids on Saturday
notbooking | - | The engine died in the middle of our cruise and nobody came for two hours. I want my money back
notbooking | - | we left a blue cooler on the fishing boat yesterday
oos_near | - | do you do jet skis?
trap | sunset | I repair boats for a living, lol, but today I'd just like a sunset cruise
label | sail | two adults, no experience | sailing lessons
conflict | - | hull is leaking | fishing
voice | fish | Hi there, so it's my brother's stag do in May, there's eight of us, most of us have never held a rod in our lives but he's mad about it, talks about tuna all day long, so we thought a half day out on the water with someone who knows what they're doing, beers on board if that's allowed, what have you got on the second weekend, fishing obviously
"""),
)

ENGLISH = (RESTAURANT, MUSIC, TATTOO, BOATS)
