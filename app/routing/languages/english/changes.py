"""How English calls off, moves, gives up, runs late."""

CHANGES = {
    "cancel": """
        <cancel>, not be able to .. <come>, not going to be there, something came up, something has come up,
        somethings come up, dont need the .. anymore, dont want the .. anymore, have to bail, need to bail,
        pull out of, drop the .. on, take my name off, take us off, take our name off, call it off,
        went with someone else, found someone else, going with someone else, got it sorted, sorted elsewhere,
        changed my mind about, changed our mind about, free up my, <cannot> be there, <cannot> <come> it,
        <cannot> <come> tomorrow, <cannot> <come> today, <cannot> <come> to my, <cannot> <come> on,
        <cannot> .. make it, wont be coming, not going to make, not coming to, is off, been called off,
        not taking place, wedding is off, remove us from, dont contact, stop the, stop our, stop my,
        decided to stop, want to stop, quit, drop out, <cannot> .. continue, not continuing,
        wont be continuing, not carry on, discontinue, halt the, put a stop to, were leaving,
        decided to leave, letting you know .. not, to let you know .. wont, end my, end our,
        close my account, moving to another, found another, going elsewhere, no longer coming,
        no longer attending, no longer be, wont be needing, wont need the, cancel, cancelled, canceled,
        cancelling, cancellation, call off, wont make it, cant make it, wont be able to make, unsubscribe,
        take me off, remove me, stop emailing, stop calling, stop texting, stop sending, cant come,
        cannot come, can not come, couldnt come, wont come, not coming, unable to come, unable to attend,
        cant attend, cant make, wont make, pull out, doesnt need to come, freeze my membership,
        pause my membership, stop my membership
        """,
    "move": """
        <put_off>, <shift> .. to the <when>, <shift> .. <when> instead, <shift> that to, <shift> the <when>,
        bring .. forward, bring it forward, brought forward, push .. back, make it <when> instead,
        make it later, make it earlier, come later instead, come earlier instead, do <when> instead of,
        <when> instead of <when>, a bit later than, pushed back, running .. late, runnin late, be .. late,
        im late, were late for our, gonna be late, a bit late, few minutes late, mins late, min late,
        <when> minutes late, stuck in traffic, train is late, missed my bus, missed the bus, keep my slot,
        keep our table, wait for me, wait for us, arrive late, arriving late, arrive a bit, get there late,
        come a bit late, <shift> my <booking>, <shift> our <booking>, <shift> the <booking>,
        <shift> .. from <when> to, <shift> it to <when>, move it, <shift> .. to a later,
        <shift> .. to an earlier, <shift> .. to another day, <shift> .. to another time,
        <shift> .. to a different, <shift> .. to next, from <when> to <when> instead, minutes late,
        going to be late, well be late, ill be late, i will be late, stuck at work, held up at,
        push my <booking>, push our <booking>, push it back, push it to, reschedule, rescheduling, move my,
        move our, move the appointment, move the booking, change my appointment, change my booking,
        change our booking, change the time, change the date, push back, postpone, bring forward,
        different time for my, swap my, move it to, make it .. instead, another day instead, running late,
        different day instead, switch my, an earlier slot, push it, change the day, swap the day,
        another date instead, change days, switch days, switch to another
        """,
    "drop": """
        no longer need, no longer want, no longer require, dont need .. anymore, dont want .. anymore,
        not interested anymore, no longer interested, im not interested, i am not interested,
        no need for the, sorted it ourselves, sorted that, got it sorted, decided against, not for me,
        isnt for me, is not for me, not relevant, irrelevant, off the table, out of the question, forget the,
        leave the, some other time, another time, can wait, will wait, later on maybe, next time maybe,
        wont need, scrap the, drop the, with someone else, elsewhere
        """,
}
