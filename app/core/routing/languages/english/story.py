"""English phrases of the story around a request: older bookings, past work, persons, solved problems."""

STORY = {
    "history": """
        you guys <did>, youve <did>, you have <did>, you people <did>, your <staff> <did>, the <staff> you,
        the <staff> came, one of your, was in yesterday, was in last, was there yesterday, was there last,
        came in yesterday, came in last, came by yesterday, came to you, visited you, visited your,
        been to you, been with you, stayed at your, stayed with you, ate at your, last time i was,
        last time we were, when i was there, when we were there, when i was in, i got .. from you,
        from your shop, from your place, at your place, at your salon, at your clinic, at yours, you <did>,
        the <staff> you sent, after your, ever since your, since your, our <staff> <did>, my <staff> <did>,
        someone from your, somebody from your, someone on your, one of the team, one of the girls,
        one of the guys, one of the lads, the guy who, the guy that, the girl who, the girl that,
        the lady who, the man who, your .. <did>, you installed, you fixed, you repaired, you did, you sold,
        you cleaned, you gave, you guys did, you guys fixed, you guys installed, i bought from you,
        we bought from you, you guys sold, you cut, you replaced, the one you did, you sent, you delivered,
        you put in, you charged, were at your, was at your, been to your, came to your, bought from you,
        got from you
        """,
    "own": """
        my .. <booking> on, my .. <booking> tomorrow, i was booked, we were booked, had you booked,
        im in for, were in for, im down for, were down for, i have .. booked, we have .. booked,
        ive got .. booked, weve got .. booked, i have a .. with you, i have a .. at <when>,
        i have a .. on <when>, i have a .. tomorrow, ive got a .. at <when>, ive got a .. on <when>,
        ive got a .. tomorrow, we have a .. at <when>, we have a .. on <when>, we have a .. tomorrow,
        i had a .. on <when>, i had a .. at <when>, i had a .. yesterday, we had a .. yesterday,
        we had a .. last, we signed up, i scheduled, we scheduled, i prepaid, ive paid, weve paid,
        i already paid, we already paid, already booked, i put down a deposit, paid a deposit,
        paid the deposit, the .. i ordered, the .. we ordered, the .. we booked, the .. i bought,
        the .. i paid, the .. we paid, you still have my, my membership, our membership, my <booking> <when>,
        my <booking> on, my <booking> at, my <booking> for, my <booking> is, my appointment, my reservation,
        my order, our <booking>, the .. i booked, i dropped off my, we picked up our, my .. <booking> is at,
        my .. <booking> is on, my .. <booking> is tomorrow, the .. i had, the .. we had, i have now, ive had,
        the .. i hired, the .. we hired, the .. i rented, im having a .. tomorrow, were having a .. tomorrow,
        i hired, we hired, i rented, we rented, ive rented, ive hired, i joined, ive joined, i was at your,
        i was with you, i booked, we booked, i have booked, ive booked, weve booked, my booking, our booking,
        our appointment, i have an appointment, we have an appointment, i had an appointment,
        we had an appointment, i ordered, we ordered, i paid, we paid, our order, our reservation, im booked,
        were booked in, booked for, was booked, i reserved, we reserved, had a booking, have a booking,
        booked under, i have a reservation, we have a reservation, i have a table, we have a table,
        had us booked, my session, our session
        """,
    "praise": """
        do you have any jobs, thanks for the, thank you for the, thank you for a, thanks so much for,
        thank you so much for, thanks again for, cheers for the, <was> <praise>, went <praise>, loved it,
        loved every, loved the, absolutely loved, was <praise>, were <praise>, well done, great job,
        fantastic job, amazing job, brilliant job, good job on, five stars, 5 stars, thank .. for the,
        thank .. for your work, kudos to, compliments to, say thanks, say thank you, pass on my thanks,
        pass on our thanks
        """,
    "elsewhere": """
        we used before, i used before, we used last, i used last, we used to use, i used to use,
        used to go to, the last place, my last, our last, my old, our old, my previous, our previous,
        my usual, our usual, the previous, another company, another salon, another garage, another dentist,
        another clinic, another studio, a different place, somewhere else, some other place, other people,
        my ex, local one, guy down the road, competitor, another firm, other firm, other firms,
        another quote, from another, other companies, other quotes, another builder, another vet,
        another doctor, another teacher, another tutor
        """,
    "told": "was, were, had been, has been, turned out, ended up",
    "role": """
        im a <person>, im an <person>, i am a <person>, i am an <person>, im the <person>, i am the <person>,
        im a .. <person>, im an .. <person>, i am a .. <person>, i am an .. <person>, as a <person>,
        works as a .. <person>, work as a .. <person>, is a .. <person>, is an .. <person>, is the <person>,
        from the <person>, i teach .., i coordinate .., i run .., i work in .., i work with ..,
        i do .. for a living, i manage ..
        """,
    "mine": """
        i have already, i already have, ive got, weve got, we have, is sorted, is covered, is taken care of,
        is done, is no problem, isnt a problem, is not a problem, isnt the problem, isnt an issue,
        is not the issue, isnt the issue, is easy, are fine, are covered, he can do, she can do,
        i can do myself, already done, got already, got covered
        """,
    "hint": """
        yesterday, last week, last month, last year, last night, last monday, last tuesday, last wednesday,
        last thursday, last friday, last saturday, last sunday, the other day, earlier today,
        this morning you, whose, why hasnt, why do i still, who was, who did, who is my, where was,
        where did, after two days, after a day, after one day, after a week, after three days, within a day,
        within two days, within a week, the next day, the day after i, i forgot, we forgot, i left, we left,
        ive left, i dropped, lovely, brilliant, fab, fabulous, fantastic, superb, delicious, outstanding,
        brilliantly, your <staff>, your guys, your team, your driver, your instructor, thanks to, big thanks,
        huge thanks, many thanks, legends, legend, price went up, still missing, half my, half our,
        another <staff>, a different <staff>, why did you, why did they, why did he, why did she, since you,
        since your visit, since your team
        """,
    "booking": "<book>",
}
