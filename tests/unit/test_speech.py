"""Times and sentences that are spoken: whole in both languages, without ids and ISO strings."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app import speech
from app.texts import LANGUAGES, Language


@pytest.mark.parametrize(
    ("moment", "english", "hebrew"),
    [
        (
            datetime(2027, 1, 12, 10, 0, tzinfo=UTC),
            "Tuesday, 12 January at 10:00",
            "יום שלישי, 12 בינואר בשעה 10:00",
        ),
        (
            datetime(2027, 1, 10, 9, 5, tzinfo=UTC),
            "Sunday, 10 January at 09:05",
            "יום ראשון, 10 בינואר בשעה 09:05",
        ),
        (datetime(2027, 8, 7, 0, 0, tzinfo=UTC), "Saturday, 7 August at 00:00", "שבת, 7 באוגוסט בשעה 00:00"),
    ],
)
def test_a_time_is_spoken_as_people_say_it(moment: datetime, english: str, hebrew: str) -> None:
    assert speech.spoken_time(moment, "en") == english
    assert speech.spoken_time(moment, "he") == hebrew


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_has_its_own_words(language: Language) -> None:
    days = {speech.spoken_day(date(2027, 1, 1) + timedelta(days=n), language) for n in range(365)}
    assert len(days) == 365


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_filled(language: Language) -> None:
    sayings = [each for each in vars(speech).values() if isinstance(each, speech.Say)]
    assert len(sayings) >= 6
    params = dict.fromkeys(("names", "name", "times", "first", "last", "time", "calendar"), "דבר")
    for say in sayings:
        assert "?" not in say(language, **params)
        assert "{" not in say(language, **params)
