"""Dates with hours of their own: the business's cut a calendar's hours, and closed means all day."""

from typing import Any

import pytest

from tests.support.desk import free, settings_of
from tests.support.factories import CALENDARS, OVERRIDES, SETTINGS, House, Service, body, problem
from tests.support.servers import connected

ONE_MAJOR = True
TUESDAY, WEDNESDAY, THURSDAY = "2027-01-12", "2027-01-13", "2027-01-14"
ATONEMENT, EVE_OF_ATONEMENT = "2027-10-11", "2027-10-10"
NIGHT = {day: [["20:00", "02:00"]] for day in ("sun", "mon", "tue", "wed", "thu", "sat")}


async def doctor(house: House, **week: Any) -> int:
    calendar: int = (await house.calendar(name="doctor"))["id"]
    body(await house.owner.patch(settings_of(calendar), {"opening_hours": week}))
    return calendar


async def close(house: House, day: str, windows: list[list[str]] | None = None) -> None:
    body(await house.owner.put(f"{OVERRIDES}/{day}", {"windows": windows or []}))


async def test_a_date_of_the_business_opens_no_calendar_that_is_closed_on_that_day(house: House) -> None:
    calendar = await doctor(house, tue=[["14:00", "18:00"]])
    await close(house, WEDNESDAY, [["08:00", "12:00"]])
    assert await free(house, WEDNESDAY, calendar) == []
    problem(await house.booking(f"{WEDNESDAY}T09:00:00", calendar), 409, "closed_day")
    assert await free(house, WEDNESDAY) == ["08:00", "09:00", "10:00", "11:00"]


@pytest.mark.parametrize(
    ("week", "of_business", "left"),
    [
        ([["14:00", "18:00"]], [["08:00", "16:00"]], ["14:00", "15:00"]),
        ([["14:00", "18:00"]], [["08:00", "12:00"]], []),
        ([["08:00", "10:00"], ["12:00", "14:00"]], [["09:00", "13:00"]], ["09:00", "12:00"]),
        ([["09:00", "11:00"]], [["00:00", "24:00"]], ["09:00", "10:00"]),
        ([["20:00", "02:00"]], [["18:00", "22:00"]], ["20:00", "21:00"]),
        ([["22:00", "02:00"]], [["21:00", "01:00"]], ["22:00", "23:00"]),
        ([["09:00", "11:00"]], [], []),
    ],
)
async def test_a_date_of_the_business_cuts_a_calendars_own_hours(
    house: House, week: list[list[str]], of_business: list[list[str]], left: list[str]
) -> None:
    calendar = await doctor(house, wed=week)
    await close(house, WEDNESDAY, of_business)
    assert await free(house, WEDNESDAY, calendar) == left


async def test_a_calendars_own_date_replaces_both(house: House) -> None:
    calendar = await doctor(house, tue=[["14:00", "18:00"]])
    await close(house, WEDNESDAY)
    own = f"{CALENDARS}/{calendar}/date-overrides/{WEDNESDAY}"
    body(await house.owner.put(own, {"windows": [["09:00", "11:00"]]}))
    assert await free(house, WEDNESDAY, calendar) == ["09:00", "10:00"]
    assert await free(house, WEDNESDAY) == []


async def test_what_runs_in_from_the_evening_before_a_closed_date_ends_at_midnight(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"opening_hours": NIGHT}))
    assert await free(house, WEDNESDAY) == ["00:00", "01:00", *(f"{hour}:00" for hour in range(20, 24))]
    await close(house, WEDNESDAY)
    assert await free(house, WEDNESDAY) == []
    assert await free(house, TUESDAY) == ["00:00", "01:00", *(f"{hour}:00" for hour in range(20, 24))]
    problem(await house.booking(f"{TUESDAY}T23:30:00"), 409, "out_of_hours")
    problem(await house.booking(f"{WEDNESDAY}T00:30:00"), 409, "closed_day")
    # The date after the closed one has its own evening only.
    assert await free(house, THURSDAY) == [f"{hour}:00" for hour in range(20, 24)]


async def test_a_holiday_closes_its_whole_date(service: Service) -> None:
    house = await service.house(holiday_country="IL", opening_hours=NIGHT, booking_window_days=400)
    assert await free(house, ATONEMENT) == []
    assert (await free(house, EVE_OF_ATONEMENT))[-1] == "23:00"


async def test_one_setting_keeps_the_evening_before(service: Service) -> None:
    house = await service.house(
        holiday_country="IL",
        opening_hours=NIGHT,
        booking_window_days=400,
        closed_dates_keep_evening=True,
    )
    assert body(await house.viewer.get(SETTINGS))["closed_dates_keep_evening"] is True
    assert await free(house, ATONEMENT) == ["00:00", "01:00"]
    await close(house, WEDNESDAY)
    assert await free(house, WEDNESDAY) == ["00:00", "01:00"]
    body(await house.owner.patch(SETTINGS, {"closed_dates_keep_evening": False}))
    assert await free(house, WEDNESDAY) == []


async def test_a_day_without_weekly_hours_is_no_closed_date(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"opening_hours": {"tue": [["20:00", "02:00"]]}}))
    assert await free(house, WEDNESDAY) == ["00:00", "01:00"]


async def test_a_closed_date_of_one_calendar_closes_only_that(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"opening_hours": NIGHT}))
    other = (await house.calendar())["id"]
    own = f"{CALENDARS}/{other}/date-overrides/{WEDNESDAY}"
    body(await house.owner.put(own, {"windows": []}))
    assert await free(house, WEDNESDAY, other) == []
    assert len(await free(house, WEDNESDAY)) == 6


@pytest.mark.parametrize("clock", ["09:00", "00:00", "23:45"])
async def test_a_window_that_ends_when_it_starts_is_refused(house: House, clock: str) -> None:
    week = {"opening_hours": {"sun": [["08:00", "12:00"], [clock, clock]]}}
    for path in (SETTINGS, settings_of(house.default_calendar)):
        refused = problem(await house.owner.patch(path, week), 422, "invalid_input")
        assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [
            ("/opening_hours/sun/1", "empty_window")
        ]
    refused = problem(
        await house.owner.put(f"{OVERRIDES}/{TUESDAY}", {"windows": [[clock, clock]]}),
        422,
        "invalid_input",
    )
    assert [each["code"] for each in refused["errors"]] == ["empty_window"]


@pytest.mark.parametrize(
    ("window", "minutes"),
    [
        (["18:00", "10:00"], 960),
        (["09:00", "08:00"], 1380),
        (["06:00", "22:00"], 960),
        (["06:00", "21:59"], None),
        (["00:00", "24:00"], None),
        (["20:00", "02:00"], None),
    ],
)
async def test_a_window_of_sixteen_hours_and_more_is_warned_of(
    house: House, window: list[str], minutes: int | None
) -> None:
    changed = body(
        await house.owner.patch(SETTINGS, {"opening_hours": {"mon": [["01:00", "02:00"], window]}})
    )
    found = [(each["code"], each["window_minutes"]) for each in changed["warnings"]]
    assert found == ([] if minutes is None else [("long_window", minutes)])
    for each in changed["warnings"]:
        _, day, number = each["pointer"].split("/")
        assert changed["hours_in_force"][day][int(number)] == window


@pytest.mark.parametrize("end", ["23:59", "24:00"])
async def test_a_stored_end_a_minute_before_midnight_means_midnight(
    service: Service, house: House, end: str
) -> None:
    stored = '{"tue": [["22:00", "%s"]]}' % end  # noqa: UP031 - JSON braces
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE business_settings SET opening_hours_json = $2::json WHERE tenant_id = $1",
            house.id,
            stored,
        )
    assert await free(house, TUESDAY) == ["22:00", "23:00"]
    assert body(await house.viewer.get(SETTINGS))["hours_in_force"] == {"tue": [["22:00", "24:00"]]}
