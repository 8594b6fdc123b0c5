"""English word classes for phrases such as `<shift> .. <booking>`: app/core/routing/words/cues.py."""

CLASSES = {
    "booking": """
        appoint?ments? appt appts apt bookings? reservations? slots? sessions? orders? visits? meetings?
        consultation lessons? class classes table installation delivery collection pickup fitting viewing
        rental
        """,
    "when": """
        mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? mon tues? weds? thurs? fri sat
        sun today tonight tomorrow tmrw tmr tomo week weeks weekend month january february march april may
        june july august september october november december morning afternoon evening night noon midday
        lunchtime time times day days date dates hour hours hr hrs half quarter later earlier sooner another
        different next other nearer further am pm oclock one two three four five six seven eight nine ten
        eleven twelve
        """,
    "shift": """
        mov(e|ed|ing) chang(e|ed|ing) switch(ed|ing)? swap(ped|ping)? push(ed|ing)? shift(ed|ing)?
        bump(ed|ing)? transfer(red|ring)? adjust
        """,
    "put_off": """
        reschedul(e|es|ed|ing) reshedule postpon(e|ed|ing) postponement rebook(ed|ing)? rearrang(e|ed|ing)
        delay(ing)?
        """,
    "cancel": "cancel(s|l?ed|l?ing|l?ations?)? cancle(d)? cncl unsubscrib(e|ed|ing) withdraw(ing)?",
    "cannot": "cant cannot wont couldnt unable",
    "come": """
        come coming attend attending make making get there keep arrive arriving show join joining bring
        """,
    "staff": """
        technicians? tech guys? man men lady girl lad woman bloke chap fella driver courier teachers? tutors?
        trainer coach instructor stylist hairdresser barber colou?rist plumber electrician mechanic cleaners?
        workers? builders? movers engineer doctor dr dentist hygienist vet nurse therapist waiter waitress
        waitstaff chef photographer receptionist staff team crew salesman manager assistant person people
        colleague employee kid groomer artist tailor seamstress fitter installer handyman guide beautician
        masseuse lawyer secretary host hostess painter gardener walkers? sitters? handler minder groomers?
        grooming?er keeper valeter rep operator decorator roofer surveyor locksmith lads boys blokes
        """,
    "did": """
        did made fixed repaired installed cleaned cut coloured colored dyed painted sold gave sent delivered
        replaced charged billed treated serviced washed trimmed shaved sewed altered assembled fitted built
        printed baked cooked served groomed moved packed forgot broke left promised told missed ruined
        damaged scratched lost booked scheduled drilled hung mounted connected filled pulled prescribed wrote
        checked adjusted tuned shipped supplied dropped refused asked demanded drove walked turned showed
        came went used ran hit knocked tore bent
        """,
    "bad": """
        unacceptable terrible terribl[ey] awful awfully horrible horribly horrific rude rudely worst
        disgusting unprofessional ridiculous appalling appalled shocking atrocious pathetic incompetent
        disgrace disgraceful nightmare joke scam scammers? ripoff disappoint(ed|ing|ment|s)? dissatisfied
        unsatisfied unhappy angry furious livid fuming outraged outrageous frustrat(ed|ing) fed upset
        displeased complain(t|ts|ed|ing)? refund(s|ed)? reimburse(d|ment)? overcharged? apolog(y|ise|ize)
        botched butchered shoddy sloppy careless disrespectful dishonest lied liars? crappy bullshit ruined
        ruining unreliable substandard mediocre lousy misled chargeback trading standards
        """,
    "poor": """
        late cold raw stale dry soggy mouldy moldy rotten wilted squashed crushed smashed wrong crooked
        uneven patchy sore worse chipped rude bad poor burnt burned dirty filthy stained orange lumpy blurry
        salty greasy undercooked overcooked tasteless inedible disgusting messy rushed unfriendly incomplete
        unfinished hours hour useless painful slow
        """,
    "paper": """
        invoices? receipts? recipt bill(s|ing)? statement certificate warranty guarantee voucher results?
        report
        """,
    "again": "again still already since yesterday ago",
    "defect": """
        broken cracked scratched damaged missing loose wobbly faulty defective ripped torn small tight short
        peeling faded dead empty half infected swollen
        """,
    "book": "book booking schedule reserve slots? openings? availability available spot spots",
    "person": """
        student teacher tutor designer architect manager nurse doctor lawyer engineer programmer developer
        driver owner worker officer soldier pensioner retiree freelancer neighbou?r friend colleague client
        customer photographer actor actress singer musician barber hairdresser beautician artist chef cook
        waiter waitress agent secretary clerk journalist blogger coordinator guide coach trainer bridesmaid
        groomsman mum mom mother dad father uncle aunt grandma grandmother grandpa grandfather sister brother
        cousin guest witness assistant dentist vet plumber electrician mechanic builder accountant bookkeeper
        editor writer major graduate
        """,
    "in": "in on at by since until till for next last this every",
    "day": """
        mondays? tuesdays? wednesdays? thursdays? fridays? saturdays? sundays? tomorrow tonight tmrw tmr mon
        tues? weds? thurs? fri
        """,
    "happen": """
        answered answers answering came comes called calls replied replies showed turned arrived responded
        responds picked phoned rang contacted emailed texted got apologised apologized cared helped listened
        explained told warned informed
        """,
    "nobody": "nobody noone none neither",
    "relation": "from after during",
    "the": "the our my your his her their this that",
    "praise": """
        brilliant brilliantly amazing amazingly fab fabulous fantastic lovely wonderful perfect perfectly
        great superb excellent awesome incredible outstanding delicious smoothly stunning beautiful
        beautifully
        """,
}
