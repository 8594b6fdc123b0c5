"""Time off: a stretch in which a calendar takes nobody."""

import pytest

from tests.support.desk import away, free, hold, search, time_off_of
from tests.support.factories import House, Json, Service, body, local, problem, stored

ONE_MAJOR = True
DAY = "2027-01-12"


async def test_time_off_takes_a_stretch_out_and_gives_it_back(house: House) -> None:
    off = await away(house, local(12, "10:30"), local(12, "14:00"))
    assert await free(house, DAY) == ["09:00", "14:00", "15:00", "16:00"]
    problem(await house.booking(local(12, "13:00")), 409, "slot_taken")
    problem(await hold(house, local(12, "10:00")), 409, "slot_taken")
    place = time_off_of(house.default_calendar)
    span = {"since": local(12, "13:00"), "until": local(12, "13:01")}
    assert body(await house.viewer.get(place, params=span))["data"] == [off]
    body(await house.owner.delete(f"{place}/{off['id']}"), 204)
    problem(await house.owner.delete(f"{place}/{off['id']}"), 404, "unknown_time_off")
    assert body(await house.viewer.get(place, params=span))["data"] == []
    assert len(await free(house, DAY)) == 8


async def test_appointments_within_stay(service: Service, house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    await away(house, local(12, "00:00"), local(13, "00:00"))
    await away(house, local(12, "09:00"), local(12, "11:00"))
    assert await stored(service, house) == (1, 3)
    found = await search(house, DAY)
    assert [day["reason"] for day in found["empty_days"]] == ["slot_taken"]
    assert found["next_free"]["starts_at"] == local(13, "09:00")
    body(await house.agent.post(f"/api/calendar/appointments/{booked['id']}/cancel"))


async def test_it_is_one_calendars_alone(house: House) -> None:
    other = await house.calendar()
    off = await away(house, local(12, "00:00"), local(13, "00:00"), other["id"])
    assert len(await free(house, DAY)) == 8
    assert await free(house, DAY, other["id"]) == []
    wrong = f"{time_off_of(house.default_calendar)}/{off['id']}"
    problem(await house.owner.delete(wrong), 404, "unknown_time_off")


async def test_it_counts_as_no_appointment_of_the_day(house: House) -> None:
    body(await house.owner.patch("/api/calendar/settings", {"max_per_day": 1}))
    await away(house, local(12, "09:00"), local(12, "10:00"))
    await house.booked(local(12, "10:00"))


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"ends_at": local(12, "00:00")}, "end_before_start", "/ends_at"),
        ({"ends_at": "2028-06-01T00:00:00+03:00"}, "range_too_long", "/ends_at"),
        ({"starts_at": "2027-01-12T00:00:00"}, "zone_needed", "/starts_at"),
        ({"note": "x" * 256}, "too_long", "/note"),
    ],
)
async def test_time_off_that_breaks_a_rule_is_refused(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    wanted = {"starts_at": local(12, "00:00"), "ends_at": local(13, "00:00"), **fields}
    problem(await house.owner.post(time_off_of(house.default_calendar), wanted), 422, code, pointer)
