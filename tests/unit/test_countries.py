"""The country of a business's numbers: the chosen one, else that of its zone."""

from zoneinfo import available_timezones

import pytest

from app.customers.countries import check_phone_country, country_of_zone, phone_country
from app.errors import FieldError


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Jerusalem", "IL"),
        ("Israel", "IL"),
        ("Asia/Tel_Aviv", "IL"),
        ("America/New_York", "US"),
        ("US/Eastern", "US"),
        ("Europe/London", "GB"),
        ("GB", "GB"),
        ("Europe/Berlin", "DE"),
        ("Europe/Moscow", "RU"),
        ("Asia/Kolkata", "IN"),
        ("Asia/Calcutta", "IN"),
        ("Asia/Dubai", "AE"),
        ("Africa/Cairo", "EG"),
        ("Europe/Paris", "FR"),
        ("America/Sao_Paulo", "BR"),
        ("Asia/Tokyo", "JP"),
        # Zones that tzdata keeps as one with another country's are still their own country's.
        ("Europe/Amsterdam", "NL"),
        ("Europe/Oslo", "NO"),
        ("Atlantic/Reykjavik", "IS"),
        ("Iceland", "IS"),
        ("Asia/Kuwait", "KW"),
        ("America/Coral_Harbour", "CA"),
        ("Africa/Asmera", "ER"),
        # Rules and offsets, which are no place.
        *(
            (zone, None)
            for zone in ("UTC", "GMT", "Etc/GMT-3", "CET", "EST", "EST5EDT", "Factory", "nowhere")
        ),
    ],
)
def test_a_zone_lies_in_a_country(zone: str, country: str | None) -> None:
    assert country_of_zone(zone) == country


def test_every_zone_that_is_a_place_has_a_country() -> None:
    without = {zone for zone in available_timezones() if country_of_zone(zone) is None and "/" in zone}
    assert {zone for zone in without if not zone.startswith("Etc/")} == {"Antarctica/South_Pole"}


@pytest.mark.parametrize(
    ("chosen", "zone", "country"),
    [
        ("US", "Asia/Jerusalem", "US"),
        (None, "Europe/Berlin", "DE"),
        (None, None, "IL"),
        (None, "UTC", None),
        (None, "no zone", None),
        ("IL", "UTC", "IL"),
    ],
)
def test_the_chosen_country_goes_before_the_zone(
    chosen: str | None, zone: str | None, country: str | None
) -> None:
    assert phone_country(chosen, zone) == country


@pytest.mark.parametrize(("code", "stored"), [("IL", "IL"), (" us ", "US"), ("gb", "GB")])
def test_a_country_is_stored_as_its_code(code: str, stored: str) -> None:
    assert check_phone_country(code) == stored


@pytest.mark.parametrize("code", ["", "ISR", "972", "XX", "UK", "ZZ", "001", "Israel", "I L"])
def test_what_is_no_country_is_refused(code: str) -> None:
    with pytest.raises(FieldError) as refused:
        check_phone_country(code)
    assert (refused.value.rule, refused.value.pointer) == ("bad_country", "/country")
