"""Public holidays as date overrides: closed on the day, and if wanted, shortened on its eve.

The `holidays` package knows the dates of a country or a part of it (`IL`, `US-NY`), but no eves: the day
before the first day of a holiday keeps its hours only until `eve_closes`.
"""

from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import lru_cache

import holidays

from app.core.scheduling.hours import DAY_MINUTES, ONE_DAY, WeeklyHours, Window, Windows
from app.errors import FieldError


def check_country(code: str, *, pointer: str = "/holiday_country") -> str:
    """The normalised form of a country code. FieldError `unknown_country`."""
    country, dash, subdivision = code.strip().upper().partition("-")
    known = holidays.list_supported_countries(include_aliases=True)
    if country not in known or (dash and subdivision not in known[country]):
        raise FieldError("unknown_country", pointer=pointer)
    return f"{country}-{subdivision}" if subdivision else country


@lru_cache(maxsize=512)
def public_holidays(code: str, year: int) -> frozenset[date]:
    """The public holidays of a country (or `country-subdivision`) in a year. FieldError `unknown_country`."""
    country, _, subdivision = code.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision or None, years=year))
    except NotImplementedError:  # A later release of the library may no longer know a stored code.
        raise FieldError("unknown_country", pointer="/holiday_country") from None


def holiday_overrides(
    code: str, eve_closes: time | None, weekly: WeeklyHours, first: date, last: date
) -> Mapping[date, Windows]:
    """The windows of the holidays and eves among first..last; dates with ordinary hours are left out."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    found: dict[date, Windows] = {}
    for day in days:
        if is_holiday(code, day):
            found[day] = ()
        elif eve_closes is not None and is_holiday(code, day + ONE_DAY):
            found[day] = _until(weekly.days[day.weekday()], eve_closes)
    return found


def is_holiday(code: str, day: date) -> bool:
    """Whether a date is a public holiday. FieldError `unknown_country`."""
    return day in public_holidays(code, day.year)


def _until(windows: Windows, closes: time) -> Windows:
    end = closes.hour * 60 + closes.minute or DAY_MINUTES
    return tuple(Window(w.start, min(w.end, end)) for w in windows if w.start < end)
