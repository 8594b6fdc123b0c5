"""Times and sentences that are spoken: whole in every language, without ids and ISO strings."""

import string
from datetime import UTC, date, datetime, timedelta

import pytest

from app.core.scheduling.policy import Reason
from app.sentences import phrases
from app.sentences import spoken as speech
from app.sentences.languages import LANGUAGES, Language, match_language
from app.sentences.spoken import Say, Voice

SAYINGS = {name: each for name, each in vars(phrases).items() if isinstance(each, Say)} | phrases.REFUSALS
SCRIPTS: dict[Language, tuple[str, str]] = {
    "en": ("a", "z"),
    "he": ("א", "ת"),
    "ar": ("ء", "ي"),
    "ru": ("а", "я"),
}


@pytest.mark.parametrize(
    ("moment", "spoken"),
    [
        (
            datetime(2027, 1, 12, 10, 0, tzinfo=UTC),
            {
                "en": "Tuesday, 12 January at 10:00",
                "he": "יום שלישי, 12 בינואר בשעה 10:00",
                "ar": "الثلاثاء 12 يناير الساعة 10:00",
                "ru": "вторник, 12 января, в 10:00",
            },
        ),
        (
            datetime(2027, 8, 7, 0, 5, tzinfo=UTC),
            {
                "en": "Saturday, 7 August at 00:05",
                "he": "שבת, 7 באוגוסט בשעה 00:05",
                "ar": "السبت 7 أغسطس الساعة 00:05",
                "ru": "суббота, 7 августа, в 00:05",
            },
        ),
    ],
)
def test_a_time_is_spoken_as_people_say_it(moment: datetime, spoken: dict[Language, str]) -> None:
    assert {language: speech.spoken_time(moment, language) for language in LANGUAGES} == spoken


def test_a_day_is_said_once_however_many_times_it_has() -> None:
    moments = [datetime(2027, 1, 12, hour, 0, tzinfo=UTC) for hour in (11, 10)]
    moments.append(datetime(2027, 1, 13, 9, 30, tzinfo=UTC))
    said = speech.spoken_times(moments, "en")
    assert said == "Tuesday, 12 January at 10:00 or 11:00; Wednesday, 13 January at 09:30"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_has_its_own_words(language: Language) -> None:
    days = {speech.spoken_day(date(2027, 1, 1) + timedelta(days=n), language) for n in range(365)}
    assert len(days) == 365


@pytest.mark.parametrize("say", SAYINGS.values(), ids=SAYINGS)
def test_a_sentence_is_whole_in_every_language(say: Say) -> None:
    holes = [{name for _, name, _, _ in string.Formatter().parse(text) if name} for text in say]
    assert all(each == holes[0] for each in holes)
    for language, text in zip(LANGUAGES, say, strict=True):
        first, last = SCRIPTS[language]
        letters = text.translate({ord(sign): None for sign in string.punctuation})
        bare = letters
        for hole in holes[0]:
            bare = bare.replace(hole, "")
        assert not bare.strip(" ،؟") or any(first <= letter.lower() <= last for letter in bare), text


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_of_the_judge_can_be_told_to_a_customer(reason: Reason) -> None:
    assert reason.value in phrases.REFUSALS


def test_what_is_read_keeps_directions_apart_and_what_is_heard_has_no_marks() -> None:
    heard = phrases.CHOSEN(Voice("he"), name="Dr. Levi")
    read = phrases.CHOSEN(Voice("he", shown=True), name="Dr. Levi")
    assert heard == "זה שייך לDr. Levi."
    assert read == "זה שייך ל\u2068Dr. Levi\u2069."
    assert speech.voice_for("he", "whatsapp").shown
    assert not speech.voice_for("he", "calls").shown


@pytest.mark.parametrize(
    ("header", "language"),
    [
        *((None, None), ("", None), ("fr", None), ("he-IL,he;q=0.9,en;q=0.8", "he"), ("iw", "he")),
        *(("ar-EG", "ar"), ("ru;q=0.4, en;q=0.3", "ru"), ("en-GB", "en"), ("ar;q=0", None)),
    ],
)
def test_the_language_is_the_one_wanted_most(header: str | None, language: Language | None) -> None:
    assert match_language(header) == language
