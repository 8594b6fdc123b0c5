"""English phrases that single out one service or decline another: app/core/routing/reading/selection.py."""

SELECTION = {
    "only": """
        just, only, so its, so it is, this time, this time its, what i need is, what i want is,
        all i need is, all i want is, what we need is, what we want is, all we need is,
        what i really need is, what im after is, what im looking for is, what i dont have is,
        what i do need is, its about, this is about, this is for, im only after, simply, purely, strictly
        """,
    "thats_it": """
        it is, it is then, is what i need, is what im after, is what i want, is what we need,
        is what were after, is what were looking for, is what im looking for, and thats it, and thats all,
        only please, and nothing else, nothing else, it shall be, it will be
        """,
    "declined": """
        is not for, is a no, doesnt interest, dont interest, is out, are out, is off, is too much, can go,
        wont be needed, isnt needed, arent needed, is not needed, are not needed, isnt worth, is not worth,
        is pointless, not worth it
        """,
    "oneself": """
        myself, ourselves, himself, herself, on my own, on our own, by ourselves, at home already, given up,
        gave up, giving up, has given up, given up on, gave up on, giving up on, quit, done with,
        finished with
        """,
    "away": """
        is at grandmas, at grandmas, with grandma, at their grandparents, with my mum, with his dad,
        with her dad, naps, is napping, is asleep, is at school, is at nursery, is at daycare, is abroad,
        stays home, stays with
        """,
    "tale": """
        <relative> .. with you, <relative> .. at yours, <relative> .. at your, <relative> <attends>,
        <relative> .. <attends>, i had, we had, i met, we met, i bought, we bought, i was, we were, i went,
        we went, i got, i saw, i found, i lost, i left, i broke, i took, we took, ive had, ive been,
        my wife does, my husband does, my friend does, my friend did, my wife did, my sister did,
        my sister does, i own, i run, i sell, i make, i restore, i finished, attached
        """,
    "idiom": """
        laptop keyboard, computer keyboard, phone keyboard, passport scan, scan of my, scan attached,
        laser eye surgery, laser eye, eye surgery, brain scan, ct scan, mri scan, print screen, fine print,
        small print, wedding ring, key point, key cutting board, course of action, of course, main course,
        over the course, in the course of, sound good, sounds good, sound advice
        """,
    "add": "two things, couple of things, two requests, separately",
    "am": "im a, im an, im the, i am a, i am an, i am the, were the, we are the, as a, as an",
    "now": "mine is, as for me, for me its, now, this year, these days, currently",
    "place": "ahead of, in time for",
    "fine": """
        theyre fine, theyre good, they are fine, its good, its perfect, fits, fits fine, looks fine,
        fits well
        """,
    "want": """
        here for, im here for, were here for, coming for, came for, in for, you could, was wondering,
        wondering if, were wondering
        """,
    "neg_off": """
        has never, have never, ive never, hes never, shes never, weve never, hasnt ever, havent ever
        """,
    "neg": "no energy for, no patience for, no time for",
}

CLASSES = {
    "relative": """
        sister brother mum mom mother dad father wife husband friends? cousin neighbou?r boss colleague
        boyfriend girlfriend partner aunt uncle flatmate roommate
        """,
    "attends": """
        does did goes went got takes took had attends attended loves loved comes came raves recommended gets
        """,
}
