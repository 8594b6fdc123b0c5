"""The form of a language's table. The algorithm reads these fields and knows no language by name."""

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class Language:
    """One language as data.

    letters       regex character class of its letters and the marks inside its words.
    fold          letters that count as another letter, everywhere (final forms, alef with hamza).
    clitics       slots of prefixes written onto the word, in order; each slot may be empty.
    short_clitics those that may stand before a word of two letters.
    suffixes      endings of number, gender, case, possession; one is taken off to get a stem.
    long_suffixes those that need four letters before them: they are endings of verbs too.
    short_suffixes those that may leave one letter less than min_stem.
    citation_suffixes  those that a keyword as typed may bear.
    long_citation_suffixes  the same, where four letters are left.
    articles      clitics that come off a keyword too.
    min_stem      letters that must be left when an ending is taken off.
    sounds        spellings that sound alike: (as written, as compared), in order, for words of 4+ letters.
    final_sounds  the same at the end of a word; the first that fits.
    vowels        vowel letters that writers add or leave out; the skeleton is the word without them.
    templates     rows "key: prefixes | shape | endings | tail": the forms of a verb and
                  its action noun, see `app.routing.templates`.
    shape_vowels  the letters that stand for themselves in a shape.
    weak_ends     third root letters that change places; the first stands for all.
                  * before the prefixes: an action noun (two nouns of one root do not meet); -: a form that
                  never names a service, so that no keyword is taken for it; +: such a form that an article
                  may stand before ("the exterminator").
    verb_prefixes, derivations   the same for languages that build by affixes: (ending, replacement).
    past_endings  of verb forms that tell what was done, not what is wanted.
    case_endings  of derivations, those that a plain noun bears too: no verb's prefix comes off before them.
    own_past_endings  those of "I did".
    irregular     lines of words that are forms of one verb against all rules.
    typo_min      shortest word in which one wrong letter is forgiven.
    head_last     in "wedding album" the last word says what it is.
    free_order    two words of a phrase may change places ("oil change", "change the oil").
    dense         short words of it are mostly one letter from another: a lost or changed letter needs more.
    trust         how far a changed form of a word means the word; less where forms are other words.
    lonely        the same for a single word in a long text that asks for nothing: less where
                  words have homonyms.
    confused      pairs of letters that are written for one another: alike to the ear, or neighbours.
    min_skeleton  letters that a skeleton must have.
    common        words too frequent in talk to mean a service on their own.
    for_words     "for", as a word or written onto one.
    cue_clitics   conjunctions that may be written onto the first word of a cue.
    glued_articles  those that mean "the"; referring_clitics: prefixes that mean "from the" and the like.
    place_endings of a noun behind "at" (class "stays"): where somebody is, not what is asked for.
    and_clitics   those of them that mean "and".
    cues          kind -> phrases, see `app.routing.cues`.
    classes       name -> patterns of words that phrases of cues may name together.
    trades        trade -> phrases, see `app.routing.trades`.
    ordinals      words for the first, the second, ... of a list; `last` for its end, `yes` for agreement.
    question_...  sentence for several candidates, for none in particular, and the word between the last two.
    """

    code: str
    letters: str
    fold: dict[str, str] = field(default_factory=dict)
    clitics: tuple[tuple[str, ...], ...] = ()
    short_clitics: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    long_suffixes: tuple[str, ...] = ()
    short_suffixes: tuple[str, ...] = ()
    citation_suffixes: tuple[str, ...] = ()
    long_citation_suffixes: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    min_stem: int = 3
    sounds: tuple[tuple[str, str], ...] = ()
    final_sounds: tuple[tuple[str, str], ...] = ()
    vowels: str = ""
    shape_vowels: str = ""
    weak_ends: str = ""
    templates: str = ""
    verb_prefixes: tuple[str, ...] = ()
    case_endings: tuple[str, ...] = ()
    derivations: tuple[tuple[str, str], ...] = ()
    irregular: str = ""
    past_endings: tuple[str, ...] = ()
    own_past_endings: tuple[str, ...] = ()
    head_last: bool = False
    free_order: bool = False
    typo_min: int = 5
    dense: bool = False
    trust: float = 1.0
    lonely: float = 0.62
    confused: str = ""
    min_skeleton: int = 4
    common: str = ""
    for_words: tuple[str, ...] = ()
    cue_clitics: tuple[str, ...] = ()
    glued_articles: tuple[str, ...] = ()
    referring_clitics: tuple[str, ...] = ()
    place_endings: tuple[str, ...] = ()
    and_clitics: tuple[str, ...] = ()
    cues: dict[str, str] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    trades: dict[str, str] = field(default_factory=dict)
    ordinals: tuple[str, ...] = ()
    last: str = ""
    yes: str = ""
    question_choice: str = ""
    question_open: str = ""
    word_or: str = ""


def together(*tables: dict[str, str]) -> dict[str, str]:
    """One table of cues; a kind that several of them list has the phrases of all."""
    kinds = dict.fromkeys(kind for table in tables for kind in table)
    return {kind: ", ".join(table[kind].strip() for table in tables if kind in table) for kind in kinds}
