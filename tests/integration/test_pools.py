"""Pools: several calendars of a type or with a tag are searched and booked as one."""

import pytest

from tests.support.desk import away, free, hold, search, settings_of
from tests.support.factories import (
    CALENDARS,
    SLOTS,
    House,
    Json,
    body,
    instants,
    local,
    problem,
)

ONE_MAJOR = True
DAY = "2027-01-12"


@pytest.fixture
async def rooms(house: House) -> list[int]:
    """Three rooms, the best first; the second and third have a tag."""
    made = [
        await house.calendar(name=f"חדר {number}", type_key="room", priority=10 - number, allowed_tags=tags)
        for number, tags in enumerate(([], ["window"], ["window"]))
    ]
    return [room["id"] for room in made]


async def test_a_slot_of_a_pool_says_which_calendars_are_free(house: House, rooms: list[int]) -> None:
    await house.booked(local(12, "10:00"), rooms[0])
    found = await search(house, DAY, type_key="room")
    assert found["chosen_by"] == "pool"
    assert [calendar["id"] for calendar in found["calendars"]] == rooms
    free_at = {
        slot["starts_at"][11:16]: (slot["calendar_id"], slot["calendar_ids"]) for slot in found["slots"]
    }
    assert free_at["10:00"] == (rooms[1], rooms[1:])
    assert free_at["11:00"] == (rooms[0], rooms)
    tagged = await search(house, DAY, tag="window")
    assert [calendar["id"] for calendar in tagged["calendars"]] == rooms[1:]


async def test_a_booking_takes_the_first_free_calendar(house: House, rooms: list[int]) -> None:
    booked = [await house.booked(local(12, "10:00"), type_key="room") for _ in rooms]
    assert [one["calendar_id"] for one in booked] == rooms
    assert {one["chosen_by"] for one in booked} == {"pool"}
    refused = problem(await house.booking(local(12, "10:00"), type_key="room"), 409, "slot_taken")
    assert {tuple(slot["calendar_ids"]) for slot in refused["alternatives"]} == {tuple(rooms)}
    await house.booked(refused["alternatives"][0]["starts_at"], type_key="room")


async def test_a_hold_takes_the_first_free_calendar(house: House, rooms: list[int]) -> None:
    wanted = {"starts_at": local(12, "10:00"), "tag": "window"}
    kept = [body(await house.agent.post("/api/calendar/holds", wanted), 201) for _ in range(2)]
    assert [one["calendar_id"] for one in kept] == rooms[1:]
    problem(await house.agent.post("/api/calendar/holds", wanted), 409, "slot_taken")


async def test_the_reason_is_of_the_calendar_that_came_closest(house: House, rooms: list[int]) -> None:
    body(await house.owner.patch(settings_of(rooms[0]), {"opening_hours": {}}))
    body(await house.owner.patch(settings_of(rooms[1]), {"opening_hours": {"tue": [["15:00", "17:00"]]}}))
    await away(house, local(12, "09:00"), local(12, "12:00"), rooms[2])
    refused = problem(await house.booking(local(12, "10:00"), type_key="room"), 409, "slot_taken")
    assert refused["alternatives"][0]["starts_at"] == local(12, "12:00")


async def test_alternatives_of_a_pool_can_be_booked_in_its_own_lengths(house: House) -> None:
    short = await house.calendar(name="קצר", type_key="chair", priority=2, default_duration_minutes=30)
    long = await house.calendar(name="ארוך", type_key="chair", priority=1, default_duration_minutes=120)
    body(await house.owner.patch(settings_of(short["id"]), {"opening_hours": {"tue": [["16:00", "16:30"]]}}))
    await house.booked(local(12, "16:00"), short["id"])
    body(await house.owner.patch(settings_of(long["id"]), {"opening_hours": {"tue": [["13:00", "15:00"]]}}))
    refused = problem(await house.booking(local(12, "16:00"), type_key="chair"), 409, "slot_taken")
    nearest = refused["alternatives"][0]
    assert (nearest["starts_at"], nearest["ends_at"]) == (local(12, "13:00"), local(12, "15:00"))
    for slot in refused["alternatives"]:
        booked = await house.booked(slot["starts_at"], type_key="chair")
        assert (booked["starts_at"], booked["ends_at"]) == (slot["starts_at"], slot["ends_at"])


async def test_a_calendar_that_is_switched_off_leaves_its_pool(house: House, rooms: list[int]) -> None:
    body(await house.owner.delete(f"{CALENDARS}/{rooms[0]}"), 204)
    assert (await house.booked(local(12, "10:00"), type_key="room"))["calendar_id"] == rooms[1]


@pytest.mark.parametrize("pool", [{"type_key": "moon"}, {"tag": "moon"}, {"type_key": "room", "tag": "moon"}])
async def test_a_pool_without_calendars_is_refused(house: House, rooms: list[int], pool: Json) -> None:
    pointer = "/type_key" if "type_key" in pool else "/tag"
    problem(await house.viewer.get(SLOTS, params=pool), 422, "empty_pool", pointer)
    problem(await house.booking(local(12, "10:00"), **pool), 422, "empty_pool", pointer)
    wanted = {"starts_at": local(12, "10:00"), **pool}
    problem(await house.agent.post("/api/calendar/holds", wanted), 422, "empty_pool", pointer)


async def test_a_choice_is_spread_from_the_first_to_the_last(house: House) -> None:
    whole = {"date_from": "2027-01-12", "date_to": "2027-01-14"}
    found = body(await house.viewer.get(SLOTS, params={**whole, "limit": 3, "spread": True}))
    starts = [slot["starts_at"] for slot in found["slots"]]
    assert (starts[0], starts[-1]) == (local(12, "09:00"), local(14, "16:00"))
    assert starts[1][:10] == "2027-01-13"
    assert found["next_since"] is None


async def test_the_nearest_to_a_wished_time_come_first(house: House) -> None:
    found = await free(house, DAY, near_time="14:00", limit=3)
    assert found == ["14:00", "13:00", "15:00"]
    assert await free(house, DAY, part_of_day="afternoon") == ["12:00", "13:00", "14:00", "15:00", "16:00"]
    assert await free(house, DAY, part_of_day="evening") == []


@pytest.mark.parametrize(("days", "status"), [(100, 200), (101, 422)])
async def test_a_search_spans_a_hundred_days(house: House, days: int, status: int) -> None:
    last = f"2027-04-{days - 80:02}"  # the hundredth day from January 11 on is April 20
    query = {"date_from": "2027-01-11", "date_to": last, "limit": 500}
    answer = await house.viewer.get(SLOTS, params=query)
    assert answer.status_code == status
    if status == 200:
        seen = instants(answer.json()["slots"])
        assert seen == sorted(set(seen))
    else:
        problem(answer, 422, "range_too_long", "/date_to")


async def test_an_empty_pool_of_times_says_why_and_what_comes_next(house: House, rooms: list[int]) -> None:
    for room in rooms:
        await away(house, local(12, "00:00"), local(13, "00:00"), room)
    body(await hold(house, local(13, "09:00"), rooms[0]), 201)
    found = await search(house, DAY, type_key="room")
    assert found["empty_days"] == [{"day": DAY, "reason": "slot_taken"}]
    assert (found["next_free"]["starts_at"], found["next_free"]["calendar_id"]) == (
        local(13, "09:00"),
        rooms[1],
    )
