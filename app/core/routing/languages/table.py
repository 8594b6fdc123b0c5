"""The data that describe one language. The algorithm reads these fields and knows no language by name."""

from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False)
class LanguageTable:
    """One language as data. Prefixes that are written onto a word without a space are called clitics.

    letters       regular expression class of its letters and of the marks inside its words.
    fold          letters that count as another letter everywhere (final forms, alef with hamza).
    clitics       slots of clitics in the order in which they stand; each slot may be empty.
    short_clitics clitics that may stand before a word of two letters.
    suffixes      endings of number, gender, case and possession; removing one gives a stem.
    long_suffixes endings that need four letters before them, because they are endings of verbs too.
    short_suffixes endings that may leave one letter less than min_stem.
    citation_suffixes  endings that are removed from a keyword as the admin typed it.
    long_citation_suffixes  the same, where four letters are left.
    articles      clitics that are removed from a keyword too.
    min_stem      letters that must be left when an ending is removed.
    sounds        spellings that sound alike: (as written, as compared), in order, for words of 4+ letters.
    final_sounds  the same at the end of a word; only the first that fits applies.
    vowels        vowel letters that writers add or omit; the skeleton is the word without them.
    templates     rows "key: prefixes | shape | endings | tail": the forms of a verb and its action noun,
                  read by app/core/routing/words/templates.py. A mark before the prefixes: `*` an action
                  noun (two nouns of one root do not match each other), `-` a form that never names a
                  service, so that no keyword is read as it, `+` such a form behind which an article may
                  stand ("the exterminator").
    shape_vowels  letters that stand for themselves in a shape.
    weak_ends     third root letters that replace each other; the first stands for all.
    verb_prefixes, derivations   the same for languages that build words by affixes: (ending, replacement).
    past_endings  endings of verb forms that tell of past work instead of asking for some.
    case_endings  derivations that a plain noun bears too: no verb's prefix is removed before them.
    own_past_endings  past endings of the first person ("I did").
    irregular     lines of words that are irregular forms of one verb.
    typo_min      length of the shortest word in which one wrong letter is forgiven.
    head_last     the last word of a compound is its head ("wedding album" is an album).
    free_order    two words of a phrase may stand in either order ("oil change", "change the oil").
    dense         most short words are one letter from another word: a lost or changed letter is doubtful.
    trust         factor for a changed form of a word; lower where changed forms are often other words.
    lonely        the same for a single word in a long text without a request; lower where words have
                  homonyms.
    confused      pairs of letters that are typed for each other: similar in sound, or neighbouring keys.
    min_skeleton  letters that a skeleton must have.
    common        words too frequent in conversation to name a service by themselves.
    for_words     "for", as a word or as a clitic.
    cue_clitics   conjunctions that may be written onto the first word of a cue.
    glued_articles  clitics that mean "the".
    referring_clitics  clitics that mean "from the" and similar.
    place_endings endings of a noun behind "at" (class "stays"): a location, not a request.
    and_clitics   cue_clitics that mean "and".
    cues          kind -> phrases, read by app/core/routing/words/cues.py.
    classes       name -> patterns of words; phrases of cues refer to them by name.
    trades        trade -> phrases, read by app/core/routing/reading/not_offered.py.
    ordinals      words for the first, the second, ... of a list; `last` for its end, `yes` for agreement.
    question_...  sentence for several candidates, sentence for an open question, and the word "or".
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


def merge_cues(*tables: dict[str, str]) -> dict[str, str]:
    """One table of cues: a kind that stands in several tables gets the phrases of all of them."""
    kinds = dict.fromkeys(kind for table in tables for kind in table)
    return {kind: ", ".join(table[kind].strip() for table in tables if kind in table) for kind in kinds}
