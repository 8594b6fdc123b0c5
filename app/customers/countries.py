"""The country in which a business's phone numbers are read."""

from functools import lru_cache
from importlib import resources

from phonenumbers.phonenumberutil import SUPPORTED_REGIONS

from app.core.scheduling.setup import read_zone
from app.errors import FieldError

# Old names of zones that tzdata links to a zone of another country. None: the name of a rule, not of a place.
_ELSEWHERE: dict[str, str | None] = {
    "Africa/Asmera": "ER",
    "Africa/Timbuktu": "ML",
    "America/Coral_Harbour": "CA",
    "America/Virgin": "VI",
    "Antarctica/South_Pole": None,
    "Atlantic/Jan_Mayen": "SJ",
    "Iceland": "IS",
    "Pacific/Ponape": "FM",
    "Pacific/Truk": "FM",
    "Pacific/Yap": "FM",
    "CET": None,
    "EET": None,
    "EST": None,
    "HST": None,
    "MET": None,
    "MST": None,
    "WET": None,
}


def check_phone_country(code: str, *, pointer: str = "/country") -> str:
    """An ISO 3166 alpha-2 code as it is stored. FieldError `bad_country` for any other text."""
    country = code.strip().upper()
    if country not in SUPPORTED_REGIONS:
        raise FieldError("bad_country", pointer=pointer)
    return country


def phone_country(chosen: str | None, timezone: str | None) -> str | None:
    """The country chosen by the business, else that of its zone; None where neither says one."""
    if chosen is not None:
        return chosen
    zone, problem = read_zone(timezone)
    return None if problem else country_of_zone(zone.key)


@lru_cache(maxsize=1024)
def country_of_zone(zone: str) -> str | None:
    """The country in which an IANA zone lies; None for zones that are no place, such as `UTC` or `CET`."""
    if zone in _ELSEWHERE:
        return _ELSEWHERE[zone]
    table = _zone_table()
    return table.get(zone) or table.get(_links().get(zone, ""))


@lru_cache(maxsize=1)
def _zone_table() -> dict[str, str]:
    """Country by zone from `zone.tab`, which names one country for each zone (`zone1970.tab`: several)."""
    rows = (line.split("\t") for line in _lines("zone.tab") if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}


@lru_cache(maxsize=1)
def _links() -> dict[str, str]:
    """Today's name by old name."""
    rows = (line.split() for line in _lines("tzdata.zi") if line.startswith("L "))
    return {old: today for _, today, old in rows}


def _lines(name: str) -> list[str]:
    return (resources.files("tzdata") / "zoneinfo" / name).read_text(encoding="utf-8").splitlines()
