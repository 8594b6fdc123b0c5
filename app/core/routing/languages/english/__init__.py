"""English. It inflects little, and many of its words are both a service and small talk."""

from app.core.routing.languages.english.changes import CHANGES
from app.core.routing.languages.english.classes import CLASSES
from app.core.routing.languages.english.complaints import COMPLAINTS
from app.core.routing.languages.english.cues import CUES
from app.core.routing.languages.english.questions import QUESTIONS
from app.core.routing.languages.english.selection import CLASSES as SELECTION_CLASSES
from app.core.routing.languages.english.selection import SELECTION
from app.core.routing.languages.english.story import STORY
from app.core.routing.languages.english.trades import TRADES
from app.core.routing.languages.table import LanguageTable, merge_cues

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
ement= ements= ant= ants= graphy=graph grapher=graph graphers=graph therapy=therap therapist=therap
therapists=therap
"""
    + "="
)

DERIVATIONS = tuple((pair.partition("=")[0], pair.partition("=")[2]) for pair in _ENDINGS.split())

IRREGULAR = """
sing sings singing sang sung singer singers
run runs running ran runner
swim swims swimming swam swum swimmer swimmers
drum drums drummer drummers drumming
piano pianos pianist pianists
guitar guitars guitarist guitarists
violin violins violinist violinists
cut cuts cutting cutter
fit fits fitting fitted fittings fitter
scan scans scanning scanned scanner
plan plans planning planned planner
trim trims trimming trimmed
wrap wraps wrapping wrapped
groom grooms grooming groomed groomer groomers
deliver delivery deliveries delivers delivered delivering
store storage storing stored
bake bakes baked baking baker bakers
baby babies
puppy puppies pup pups
party parties
tattoo tattoos tattooist tattooed tattooing
city cities
massage massages masseuse masseur
extend extension extensions extending extended
diagnose diagnosis diagnosed diagnostic diagnostics
tow tows towing towed
sculpt sculpting sculpture sculptures
engrave engraves engraved engraving engravings engraver
ride rides riding rode rider
ski skis skiing skier
hike hikes hiking hiker
marry marries married marrying marriage
adopt adopts adopted adopting adoption
bind binds binding bound
build builds building built builder
grind grinds grinding ground grinder
weave weaves weaving wove woven weaver
hang hangs hanging hung
lay lays laying laid
feed feeds feeding fed
make makes making made maker
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

ENGLISH = LanguageTable(
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
    confused="ae ei sc sz ck iy ou vf gj mn",
    common=COMMON,
    for_words=("for",),
    cues=merge_cues(CUES, STORY, CHANGES, COMPLAINTS, QUESTIONS, SELECTION),
    trades=TRADES,
    classes=CLASSES | SELECTION_CLASSES,
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
