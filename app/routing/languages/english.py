"""English. Little inflection, many words that are both a service and small talk."""

from app.routing.languages.table import Language

SUFFIXES = ("nesses", "ies", "es", "s", "ing", "ed")

# One key for install, installing, installed, installer, installation. Trap: "-er" and "-ion" only where four
# letters are left (butt-er, stat-ion); doubled letters are undone by the spelling form, not here.
_ENDINGS = (
    """
ed= es= ations= ation= ationally= ings= ing= ed= ers= er= or= ors= ments= ment= ions= ion= ies=y ied=y
ying=y s=
es= e= al= als=
iest=y ier=y est= ives= ive= ance= ences= ence= ly= able= ization=iz isation=is ifying=if ify=if
ification=if
"""
    + "="
)
DERIVATIONS = tuple((pair.partition("=")[0], pair.partition("=")[2]) for pair in _ENDINGS.split())

IRREGULAR = """
tooth teeth
foot feet
child children
woman women
man men
wife wives
knife knives
buy bought buying purchase purchased
teach taught teaching
sew sewn sewed sewing
drive drove driving driver driven
fly flight flying flew
break broke broken breaking
shoot shooting shot
grow growing grown
speak spoke speaking
write writing wrote written
move moving moved mover movers
shave shaving shaved
dye dyeing dyed
"""

COMMON = """
i you he she it we they me him her us them my your his its our their mine yours this that these those
there here a an the
and or but if so as at by for from in into of off on onto to up with without about after before again all
any some no not
yes only just also too very more most much many few less other another same own than then now today
tomorrow yesterday
tonight morning afternoon evening night day days week weeks month year time times hour hours minute
minutes am is are was
were be been being do does did done doing have has had having will would can could should shall may might
must want
wants wanted need needs needed like would love get got go going come make made take let see look know
think say said tell
ask help please thanks thank hi hello hey good great nice ok okay sure sorry what when where which who why
how one two
three four five first second last next new old big small thing things something anything someone anybody
people person
place way back down out over under around still already ever never maybe really right left best well it's
im ive id dont
appointment appointments booking service services monday tuesday wednesday thursday friday saturday sunday
available
having myself again call number set add off turn put check change book point fact status top find show
start stop use used using
cost price account u ur r plz pls thx tonite tmrw tmr
"""

CUES = {
    "neg": """
        not, no, without, dont, don't want, dont want, dont need, doesnt, isnt, arent, wont, instead of,
        rather than, except, never, neither, nor, not looking for, nothing, no longer, rather not,
        too small for, too young for, too old for, too scared for, not for, forget, forget about, skip,
        no more, anything but, other than, didnt want, hate, hates, dislike, dislikes, obviously not a,
        done with the
        """,
    "neg_off": """
        not sure, dont know, not only, not just, why not, why dont, cant, can not, cannot, couldnt, havent,
        hasnt, hadnt, dont mind, no problem, no idea, no rush, not bad, not too, doesnt work, not working,
        isnt working, wont start, doesnt start, dont remember, dont have time, no time, no one, not yet,
        never been, never had, never done, never tried, dont forget, no worries, not far, not expensive,
        not before, not after, not today, not tomorrow, if not, or not, didnt, have not, has not,
        do not know, could not, was not, wasnt, not able, does not, did not, not accepted, wont turn on,
        wont open, wont close, wont stop, dont understand
        """,
    "end": "but, only, just, rather, though, however, so, though i, instead",
    "fix": """
        sorry, actually, wait, wait no, oh wait, i mean, no wait, scratch that, correction, oops, my bad,
        my mistake, strike that, on second thought, never mind, nevermind, change of plan, make that,
        make it, or rather, no no, hang on, hold on, err, let me rephrase, i misspoke, wrong one,
        ignore that, what am i saying, obviously not, haha no, rather make that, my brain, silly me,
        no actually, ignore me, nah, nope, you know what, at second glance
        """,
    "meant": "meant, i meant, meaning",
    "add": """
        also, plus, as well, and also, and then, too, along with, together with, in addition, both, or,
        after that, afterwards, and after
        """,
    "and": "and, &, +",
    "want": """
        want, wants, need, needs, looking for, looking to, book, booking, schedule, reserve, like to,
        would like, id like, id love, can i, could i, can we, could we, can you, could you, please,
        interested in, do you do, do you have, do you offer, sign up, sign me up, get a, set up, arrange,
        how much, availability for, available for, any slots, any openings, have room, i wanna, wanna,
        hoping to, hoping for, trying to, fancy, put me down, put us down, after a, up for, keen on, go for,
        lets do, let's do, just the, calling about, about a, help with, regarding, any chance, is there a,
        are there any, is there any, do you teach, do you guys, do you still, thinking about, thinking of,
        wants to, been wanting, i want, we want, do u have, do u do, can u, could u, plz, pls, r u
        """,
    "need": "need, needed, wanted, want, required, necessary",
    "because": "because, since, cause, cuz, after we, after i, before we, before i, as we",
    "did": """
        already did, already had, already done, already have, have already, already got, already been,
        did that last, had one last, did it last, did that already, done that, did it already, been there,
        we did the, i did the, did yesterday, had it done, last year, last month, last time, last week,
        years ago, a year ago, as a kid, back in, at first i thought, first i thought, i first thought,
        initially, i was going to, originally
        """,
    "fine": """
        is fine, are fine, its fine, works fine, working fine, is ok, is okay, is good, all good,
        looks good, is great
        """,
    "history": """
        you installed, you fixed, you repaired, you did, you sold, you cleaned, you gave, you guys did,
        you guys fixed, you made, you guys installed, i bought from you, we bought from you, you guys sold,
        you cut, you replaced, after your, the one you did, your technician, your guy, your team,
        your stylist, your teacher, you sent, you delivered, you put in, you charged, were at your,
        was at your, been to your, came to your, bought from you, got from you, your guide, your driver,
        your instructor, your waiter
        """,
    "own": """
        i booked, we booked, i have booked, ive booked, weve booked, my booking, our booking,
        my appointment, our appointment, i have an appointment, we have an appointment,
        i had an appointment, we had an appointment, i ordered, we ordered, i paid, we paid, my order,
        our order, my reservation, our reservation, im booked, were booked in, booked for, was booked,
        i reserved, we reserved, had a booking, have a booking, booked under, i have a reservation,
        we have a reservation, i have a table, we have a table, had us booked, my session, our session
        """,
    "cancel": """
        cancel, cancelled, canceled, cancelling, cancellation, call off, wont make it, cant make it,
        wont be able to make, unsubscribe, take me off, remove me, stop emailing, stop calling,
        stop texting, stop sending, not interested anymore, no longer interested, im not interested,
        i am not interested, cant come, cannot come, can not come, couldnt come, wont come, wont be coming,
        not coming, unable to come, unable to attend, cant attend, cant make, wont make, not going to make,
        stop the, stop our, stop my, quit, drop out, pull out, sorted it ourselves, no need for the,
        doesnt need to come, freeze my membership, pause my membership, stop my membership, is sick,
        has a fever, got sick
        """,
    "move": """
        reschedule, rescheduling, move my, move our, move the appointment, move the booking,
        change my appointment, change my booking, change our booking, change the time, change the date,
        push back, push my, push our, postpone, bring forward, different time for my, swap my, move it to,
        move it, make it .. instead, another day instead, running late, be late, different day instead,
        switch my, a later slot, an earlier slot, change it to, push it, change the day, swap the day,
        another date instead, change days, switch days, switch to another
        """,
    "complaint": """
        complaint, complain, complaining, complaints, refund, money back, disappointed, disappointing,
        unacceptable, terrible, awful, horrible, rude, worst, disgusting, unprofessional, not happy,
        unhappy, not impressed, ridiculous, appalling, ruined, nobody called, no one called, nobody answers,
        no one answers, nobody showed, no one showed, still waiting, never showed, didnt show,
        hasnt arrived, havent arrived, never arrived, late again, was late, were late, overcharged,
        charged twice, charged me twice, rip off, ripoff, scam, speak to the manager, speak to a manager,
        talk to the manager, shame, fed up, not good enough, apology, compensation, broke again, fell off,
        came off, came out wrong, botched, wasted, joke of, feedback about, not okay, not ok,
        stopped working again, fell out, peeling, came back, falling apart, fell apart, didnt show up,
        showed up late, hour late, hours late, cold food, charged me, double charged, still not fixed,
        not fixed, made it worse, worse than before, do it again properly, redo, never called back,
        no one has called, nobody has called, dissatisfied, poor service, bad service, let down, angry,
        furious, upset, annoyed, frustrated, livid, incredibly rude, stain, stained, burnt, burned, dry and,
        cold by, stale, dirty, filthy, smelly, stolen, damaged, scratched, broke it, wrong order,
        wrong size, still hasnt, still havent, no response, no reply, waited, waiting for an hour,
        kept waiting, stood us up, why was i charged, why did you charge, complained, disgrace, infected,
        swollen, not picking up, not answering, no one picks up, nobody picks up, you promised,
        allergic reaction, fell apart again, who is responsible, not what i asked, not what we ordered
        """,
    "status": """
        where is the technician, wheres the technician, where is my order, wheres my order, is it ready,
        is my order ready, when will it be ready, whats the status, status of my, any update, any news on,
        i left my, left my, lost property, invoice for, receipt for, is it done, ready yet,
        ready to pick up, do you sell, are you selling, for sale, how long until its ready, has it shipped,
        tracking number, what should i bring, did you get my, confirm my, when is my, when is my next,
        whens my next, when is our, whens our, what book, which book, what do we need, what do i need,
        how do i pay, how can i pay, how do i get, how do i prepare, how should i prepare, can i bring,
        can we bring, is the .. booked, is our, are we booked, am i booked, forgot my, send me a receipt,
        send me an invoice, send the invoice, get an invoice, get a receipt, need a receipt, under warranty,
        still under guarantee, how long should i, how long do i, opening hours, opening times,
        what time do you open, what time do you close, what time do you shut, how do i look after,
        aftercare, your address, where are you located, we left a, i left a, we left our, left our,
        left it at your
        """,
    "idiom": """
        in the company of, bank transfer, bank holiday, bank account, bank details, on board, cut off,
        park the, park my, park our, nail it, first class, check if, check whether, facial hair,
        spring break, scary price*, to date, out of date, due date, rest of, on the house, in the book,
        by the book, i was in the area, kids these days, what color, out of order, in order to,
        the other day, day care, piece of cake, train station, bus station, brush up
        """,
    "kin": """
        sister of the, mother of the, brother of the, father of the, friend of the, maid of the,
        guest of the, mum of the, mom of the
        """,
    "place": "under, underneath, next to, behind, above, below, beside, opposite, after, before, since",
    "also": "also, as well, too",
    "offer": "do you do, do you have, do you offer, do you make, can you do, you guys do",
    "container": """
        class*, lesson*, group*, course*, session*, slot*, place*, package*, deal*, space*, opening*,
        something, anything, time*, offer*, appointment*, spot*
        """,
    "but": "but, however",
    "self": "i, we, im, ive, id",
    "name": """
        my name is, name is, im called, surname, last name, mr, mrs, ms, dr, street, road, avenue,
        under the name
        """,
}

ENGLISH = Language(
    code="en",
    letters="a-zA-Z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\uff21-\uff3a\uff41-\uff5a",
    suffixes=SUFFIXES,
    citation_suffixes=SUFFIXES,
    irregular=IRREGULAR,
    # "play" is not yet "playing", nor "point" the "points": a language of few endings has many homonyms.
    trust=0.9,
    head_last=True,
    free_order=True,
    sounds=(("ph", "f"), ("ck", "k"), ("ie", "y"), ("z", "s")),
    final_sounds=(("ey", "y"), ("our", "or"), ("re", "er")),
    derivations=DERIVATIONS,
    common=COMMON,
    for_words=("for",),
    cues=CUES,
    ordinals=(
        "first 1 one 1st a",
        "second 2 two 2nd b",
        "third 3 three 3rd c",
        "fourth 4 four 4th d",
        "fifth 5 five 5th e",
        "sixth 6 six 6th f",
    ),
    last="last latter",
    yes="yes yeah yep correct right exactly sure",
    question_choice="Which service do you mean: {choices}?",
    question_open="Which service would you like to book: {choices}?",
    word_or="or",
)
