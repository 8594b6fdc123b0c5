"""English phrases around the name of a service: a request, an addition, a negation, a correction."""

CUES = {
    "neg": """
        not, no, without, dont, don't want, dont want, dont need, doesnt, isnt, arent, wont, instead of,
        rather than, except, never, neither, nor, not looking for, nothing, no longer, rather not,
        too small for, too young for, too old for, too scared for, not for, forget, forget about, skip,
        no more, anything but, other than, didnt want, hate, hates, dislike, dislikes, obviously not a,
        done with the, doesnt struggle with, dont struggle with, no trouble with, no issue with,
        no issues with, no problem with, no interest in, not keen on, not into, wont be doing, not doing,
        steer clear of, apart from, aside from, not bothered about, dont care about, dont fancy, dont do,
        not after, not really into, cant stand, allergic to, dont touch, is good at, hes good at,
        shes good at, im good at, is great at, hes fine with, shes fine with, is fine with, is ok with
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
        no actually, ignore me, nah, nope, you know what, at second glance, change of plans, sry, apologies,
        apols, excuse me no, rather not that, no not that, not that one, wrong thing, wait a sec,
        wait a minute, hold up, one sec, let me start over, let me start again, start again, forget that,
        forget it, disregard, disregard that, ignore what, i misread, i meant to say, meant to write,
        autocorrect, damn autocorrect, typo, that should be, should have said, should say, i take that back,
        take that back, thinking about it, come to think of it, on reflection, better yet, even better,
        what i meant, what i really, what i actually, actually no, duh, ugh no, um no, erm no, ah no, oh no,
        no sorry, i lied, my wife says, swap that, changed my mind, change my mind, ah wait, er no, er wait,
        no hold on, no hang on, ignore previous, ignore the last, forget what i said, that was wrong,
        thats wrong, wrong word, wrong name, not what i meant, or should i say, well actually,
        let me correct, let me correct myself, correcting myself, to correct, my husband says, just checked,
        looking again, on closer look, come to that, well no, more like, if anything, oh no wait,
        thats my other, wrong tab, wrong window, wrong app, other way round, other way around, vice versa,
        not him, not her, typo sorry
        """,
    "meant": "meant, i meant, meaning",
    "add": """
        also, plus, as well, and also, and then, too, along with, together with, in addition, both, or,
        after that, afterwards, and after, the other one, as a bonus, while im at it, while were at it,
        while im there, at the same time, on the same day, same visit, same day, in one go, combined with,
        combine, followed by, in the meantime, and another, and the other, on top of, straight after,
        right after that, and maybe, and possibly, and if possible, while hes, while shes, while its,
        while theyre, while he is, while she is, while it is, whilst, along side, alongside
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
        wants to, been wanting, i want, we want, do u have, do u do, can u, could u, plz, pls, r u,
        are there, do you fix, do you repair, do you treat, could someone, can someone, can anyone,
        is it possible, any availability, when can i come, when can we come, whats the price,
        what is the price, price for, prices for, quote for, estimate for, what do you charge, cost of,
        i require, im after, were after, would love, would appreciate, do you guys have, got any,
        have you got, have any, i was hoping, we were hoping, id be interested, sort out, get him, get her,
        time for a, time for my, when could, when can, can my, could my, can he, can she, how soon,
        whats the earliest, earliest you, do u, do you, will you, would you, is there anyone,
        is there someone, anyone who, someone who, somebody who, somebody to, someone to, where do i start,
        thinking, thinking maybe, just love to, wed love, we were thinking, i was thinking, sit down with,
        come in for, its the, it is the, pencil me in, fit me in, squeeze me in, squeeze us in, get me in,
        book me in, book us in, got space, any space, sort me out, hook me up, in need of, in the market for,
        gonna need, going to need, have to get, gotta get, due for, overdue for, time to get, how long would,
        whats the damage, next slot, next available, is that something you, can someone take a look,
        take a look at, could somebody, can somebody, would somebody, would someone
        """,
    "need": "need, needed, wanted, want, required, necessary",
    "because": "because, since, cause, cuz, after we, after i, before we, before i, as we",
    "did": """
        already did, already had, already done, already have, have already, already got, already been,
        did that last, had one last, did it last, did that already, done that, did it already, been there,
        we did the, i did the, did yesterday, had it done, last year, last month, last time, last week,
        years ago, a year ago, as a kid, back in, at first i thought, first i thought, i first thought,
        initially, i was going to, originally, i have one, got one already, i already, we already,
        he already, she already, already took, already finished, took care of, taken care of, sorted,
        another place, at another, we had one, i had one, used to, years back, used to do, used to have,
        months ago, weeks ago, last autumn, last spring, last summer, last winter, back then,
        with someone else, by someone else
        """,
    "fine": """
        is fine, are fine, its fine, works fine, working fine, is ok, is okay, is good, all good,
        looks good, is great
        """,
    "idiom": """
        in the company of, bank transfer, bank holiday, bank account, bank details, on board, cut off,
        park the, park my, park our, nail it, first class, check if, check whether, facial hair,
        spring break, scary price*, to date, out of date, due date, rest of, on the house, in the book,
        by the book, i was in the area, kids these days, what color, out of order, in order to,
        the other day, day care, piece of cake, train station, bus station, brush up, interior design,
        graphic design, web design, fashion design, laser tag, girl friend, in the end, at the end,
        hard work, home page, in person, in touch, open mind, point of view, head over, take care,
        keep in mind, cat person, dog person, people person, morning person, night person, cat lady,
        on the table at, off the cuff, walk in, walk ins, walk through, train of thought, food for thought
        """,
    "kin": """
        sister of the, mother of the, brother of the, father of the, friend of the, maid of the,
        guest of the, mum of the, mom of the
        """,
    "place": """
        under, underneath, next to, behind, above, below, beside, opposite, after, before, since, live in,
        live at, live on, live near, live by, work in, work at, parked, round the corner from,
        around the corner from, near, across from, close to, inside, outside
        """,
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
        under the name, miss, prof, professor, family name, lane, boulevard, this is mr, this is mrs,
        this is dr
        """,
}
