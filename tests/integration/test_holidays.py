"""Public holidays: closed on the day, short on its eve, and whatever the business says of a date instead."""

from datetime import date, time

import pytest

from app.core.scheduling.holidays import check_country, holiday_overrides, public_holidays
from app.core.scheduling.hours import WeeklyHours, Window
from app.errors import FieldError
from tests.support.desk import free, search, settings_of
from tests.support.factories import CALENDARS, OVERRIDES, SETTINGS, House, Service, body, problem

ONE_MAJOR = True
PASSOVER, EVE_OF_PASSOVER = "2027-04-22", "2027-04-21"
ATONEMENT = "2027-10-11"
FULL_DAY = [f"{hour:02}:00" for hour in range(9, 17)]


@pytest.fixture
async def israeli(service: Service) -> House:
    return await service.house(holiday_country="il", holiday_eve_closes="13:00")


async def test_holidays_are_closed_and_their_eves_are_short(israeli: House) -> None:
    settings = body(await israeli.viewer.get(SETTINGS))
    assert (settings["holiday_country"], settings["holiday_eve_closes"]) == ("IL", "13:00")
    assert await free(israeli, EVE_OF_PASSOVER) == ["09:00", "10:00", "11:00", "12:00"]
    for day in (PASSOVER, ATONEMENT):
        assert [each["reason"] for each in (await search(israeli, day))["empty_days"]] == ["closed_day"]
        problem(await israeli.booking(f"{day}T10:00:00"), 409, "closed_day")
    problem(await israeli.booking(f"{EVE_OF_PASSOVER}T12:30:00"), 409, "out_of_hours")
    assert await free(israeli, "2027-04-20") == FULL_DAY


async def test_without_a_country_every_day_is_ordinary(house: House) -> None:
    assert await free(house, PASSOVER) == FULL_DAY


async def test_without_a_rule_for_the_eve_it_is_ordinary(israeli: House) -> None:
    body(await israeli.owner.patch(SETTINGS, {"holiday_eve_closes": None}))
    assert await free(israeli, EVE_OF_PASSOVER) == FULL_DAY
    assert await free(israeli, PASSOVER) == []
    body(await israeli.owner.patch(SETTINGS, {"holiday_country": None}))
    assert await free(israeli, PASSOVER) == FULL_DAY


async def test_a_date_of_its_own_goes_before_a_holiday(israeli: House) -> None:
    other = await israeli.calendar()
    for day in (PASSOVER, EVE_OF_PASSOVER):
        body(await israeli.owner.put(f"{OVERRIDES}/{day}", {"windows": [["10:00", "16:00"]]}))
        assert (await free(israeli, day))[::5] == ["10:00", "15:00"]
    own = f"{CALENDARS}/{other['id']}/date-overrides/{PASSOVER}"
    body(await israeli.owner.put(own, {"windows": []}))
    assert await free(israeli, PASSOVER, other["id"]) == []
    body(await israeli.owner.delete(f"{OVERRIDES}/{PASSOVER}"), 204)
    assert await free(israeli, PASSOVER) == []


async def test_a_calendars_own_week_keeps_the_holidays(israeli: House) -> None:
    week = {day: [["08:00", "10:00"], ["12:00", "20:00"]] for day in ("wed", "thu")}
    body(await israeli.owner.patch(settings_of(israeli.default_calendar), {"opening_hours": week}))
    assert await free(israeli, EVE_OF_PASSOVER) == ["08:00", "09:00", "12:00"]
    assert await free(israeli, PASSOVER) == []


async def test_a_part_of_a_country_has_holidays_of_its_own(service: Service) -> None:
    state = await service.house(timezone="America/New_York", holiday_country="us-ny")
    country = await service.house(timezone="America/New_York", holiday_country="US")
    assert await free(state, "2027-07-05") == await free(country, "2027-07-05") == []
    assert await free(state, "2027-02-12") == await free(country, "2027-02-12") == []  # a Friday: closed
    assert date(2027, 2, 12) in public_holidays("US-NY", 2027)
    assert date(2027, 2, 12) not in public_holidays("US", 2027)


@pytest.mark.parametrize("country", ["XX", "", "ISRAEL", "US-XX", "IL-NY", "-", "US-", "../..", "ש"])
async def test_an_unknown_country_is_refused(house: House, country: str) -> None:
    before = body(await house.viewer.get(SETTINGS))
    problem(
        await house.owner.patch(SETTINGS, {"holiday_country": country}),
        422,
        "unknown_country",
        "/holiday_country",
    )
    assert body(await house.viewer.get(SETTINGS)) == before


async def test_numbers_of_the_business_hold_until_the_calendar_has_its_own(service: Service) -> None:
    house = await service.house(
        max_per_day=5, grid="hour_aligned", buffer_before_minutes=10, buffer_after_minutes=20
    )
    day, calendar = "2027-01-12", house.default_calendar
    plain = await house.calendar(name="ללא", buffer_before_minutes=0, buffer_after_minutes=0)
    body(await house.owner.patch(settings_of(plain["id"]), {"max_per_day": 3, "grid": "opening_start"}))
    body(await house.owner.put(f"{OVERRIDES}/{day}", {"windows": [["09:20", "15:20"]]}))
    assert (await free(house, day, calendar))[0] == "10:00"
    assert (await free(house, day, plain["id"]))[0] == "09:20"
    await house.booked(f"{day}T11:20:00", plain["id"])
    await house.booked(f"{day}T12:20:00", plain["id"])
    await house.booked(f"{day}T13:20:00", plain["id"])
    problem(await house.booking(f"{day}T14:20:00", plain["id"]), 409, "day_full")
    settings = body(await house.viewer.get(settings_of(calendar)))
    assert (settings["max_per_day"], settings["grid"]) == (None, None)
    for start in ("10:00", "12:00"):
        await house.booked(f"{day}T{start}:00", calendar)
    problem(await house.booking(f"{day}T14:00:00", calendar), 409, "day_full")


def test_the_eve_of_a_holiday_keeps_its_hours_until_then() -> None:
    weekly = WeeklyHours.parse({"wed": [["08:00", "12:00"], ["13:00", "17:00"], ["22:00", "02:00"]]})
    eve, day = date(2027, 4, 21), date(2027, 4, 22)
    for closes, windows in (
        (time(14), (Window(480, 720), Window(780, 840))),
        (time(10), (Window(480, 600),)),
        (time(7), ()),
        (time(0), (Window(480, 720), Window(780, 1020), Window(1320, 1440))),
    ):
        assert holiday_overrides("IL", closes, weekly, eve, day) == {eve: windows, day: ()}
    assert holiday_overrides("IL", None, weekly, eve, day) == {day: ()}


@pytest.mark.parametrize("code", ["IL", "US", "US-NY", "GB", "DE-BY", "FR", "RU", "UA", "AE", "TH", "JP"])
@pytest.mark.parametrize("year", [1970, 2027, 2999, 3000])
def test_any_year_that_can_be_asked_for_has_an_answer(code: str, year: int) -> None:
    assert all(day.year == year for day in public_holidays(check_country(code), year))


def test_a_country_that_the_library_no_longer_knows_is_an_unknown_one() -> None:
    with pytest.raises(FieldError):
        public_holidays("XX-YY", 2027)
