# ruff: noqa: E501 (a sentence is one line)
"""Movers, in English."""

from tests.unit.routing_businesses.form import Business, cases

MOVERS = Business(
    "movers",
    {
        "move": "House Moves",
        "pack": "Packing",
        "store": "Storage",
        "clear": "Clearance",
        "piano": "Piano & Specialist",
    },
    [
        ("move", ["move", "moving", "removal"], {}),
        ("pack", ["packing", "boxes"], {}),
        ("store", ["storage", "store"], {}),
        ("clear", ["clearance", "rubbish", "junk"], {}),
        ("piano", ["piano", "antique"], {"priority": 5}),
    ],
    cases("""
plain | move | Hi we're moving from a 2 bed flat to a house on the 3rd, what would you charge?
plain | store | need to store a sofa for two months
inflect | clear | can someone come and clear out my late uncle's garage
priority | piano | moving an upright piano down two flights of stairs
negation | move | we've packed everything ourselves, just need the move
negation | store | no van needed, we'll bring it over ourselves, just storage
negation | - | sale fell through so the move's off I'm afraid
negation | - | nvm about the boxes, work gave me some
selfcorrect | clear | looking for storage... actually no let's be honest it's all going in the skip, clearance please
selfcorrect | pack | quote for a move? sorry, I mean packing only, my brother has a lorry
two | - | packing on Thursday plus the move on Friday
notbooking | - | your lads dropped my piano and drove off
notbooking | - | half my boxes are still missing since the move
notbooking | - | what time are the movers getting to us tomorrow?
notbooking | - | we need to bring our move forward to the 28th
notbooking | - | how do I get into my storage unit at the weekend
notbooking | - | storage bill went up without any notice???
notbooking | - | do I have to defrost the freezer before the move
notbooking | - | your driver said cash only but your website says card
notbooking | - | big thanks to Tony and the boys for the move, absolute legends
notbooking | - | we forgot to give the movers the keys back
trap | store | we just moved and there's nowhere for the rowing machine, how much is storage
trap | pack | I don't care about the antique, it's the crockery, can you do packing
oos_near | - | do you do airport transfers
typo | store | storrage for a motorbike over winter
"""),
)

HOMES_ENGLISH = (MOVERS,)
