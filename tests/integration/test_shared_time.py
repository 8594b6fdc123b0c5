"""Two calendars of one person: what is booked in either takes the time of both."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.integration.test_migrations_old_code import old_insert
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    SLOTS,
    House,
    Json,
    Service,
    body,
    local,
    made,
    problem,
)
from tests.support.servers import connected

HOLDS = "/api/calendar/holds"
TIMES = """
    SELECT calendar_id, for_calendar_id, exclusive FROM busy_intervals
    WHERE business_id = $1 ORDER BY footprint, id"""


async def settings(house: House, calendar: int, **fields: Any) -> Json:
    changed: Json = body(await house.owner.patch(f"{CALENDARS}/{calendar}/settings", fields))
    return changed


async def sharing(house: House) -> tuple[int, int]:
    """Dana's calendars for haircuts and for beards; the second takes the time of the first."""
    dana = (await house.calendar(name="תספורת אצל דנה"))["id"]
    beards = (await house.calendar(name="זקן אצל דנה"))["id"]
    changed = await settings(house, beards, time_of=dana)
    assert changed["time_of"] == dana
    return dana, beards


async def free_at(house: House, calendar: int, start: str) -> bool:
    params = {"calendar_id": calendar, "date_from": start[:10], "date_to": start[:10], "limit": 100}
    found = body(await house.agent.get(SLOTS, params=params))
    return start in [slot["starts_at"] for slot in found["slots"]]


async def times(service: Service, house: House) -> list[tuple[int, int | None, bool]]:
    async with connected(service.database_url) as connection:
        return [tuple(row) for row in await connection.fetch(TIMES, house.id)]


async def test_a_booking_in_either_is_busy_in_both(service: Service, house: House) -> None:
    dana, beards = await sharing(house)
    ten, noon = local(12, "10:00"), local(12, "12:00")
    booked = await house.booked(ten, beards)
    assert booked["calendar_id"] == beards
    await house.booked(noon, dana)
    assert await times(service, house) == [(dana, beards, True), (dana, None, True)]
    for calendar in (dana, beards):
        for start in (ten, noon):
            assert not await free_at(house, calendar, start)
            problem(await house.booking(start, calendar), 409, "slot_taken")
    body(await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel"))
    assert await free_at(house, dana, ten)


async def test_of_a_crowd_in_both_calendars_one_has_the_time(house: House) -> None:
    pair = await sharing(house)
    start = local(12, "10:00")
    answers = await asyncio.gather(*(house.booking(start, pair[n % 2]) for n in range(20)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 19


async def test_a_hold_keeps_the_time_of_both_and_becomes_an_appointment_where_it_was_made(
    service: Service, house: House
) -> None:
    dana, beards = await sharing(house)
    start = local(12, "10:00")
    hold = await made(house.agent, HOLDS, {"calendar_id": beards, "starts_at": start})
    assert hold["calendar_id"] == beards
    assert body(await house.agent.get(f"{HOLDS}/{hold['id']}"))["calendar_id"] == beards
    problem(await house.booking(start, dana), 409, "slot_taken")
    booked = await made(house.agent, APPOINTMENTS, {"hold_id": hold["id"], "customer_name": "דנה"})
    assert booked["calendar_id"] == beards
    assert await times(service, house) == [(dana, beards, True)]
    again = await house.agent.post(APPOINTMENTS, {"hold_id": hold["id"], "customer_name": "דנה"})
    problem(again, 409, "hold_used")


async def test_a_move_from_one_calendar_to_the_other_meets_its_own_time(house: House) -> None:
    dana, beards = await sharing(house)
    booked = await house.booked(local(12, "10:00"), dana)
    moved = body(
        await house.agent.post(
            f"{APPOINTMENTS}/{booked['id']}/reschedule",
            {"calendar_id": beards, "starts_at": local(12, "10:30")},
        )
    )
    assert moved["calendar_id"] == beards
    problem(await house.booking(local(12, "11:00"), dana), 409, "slot_taken")
    assert await free_at(house, dana, local(12, "09:00"))


async def test_time_off_of_either_closes_both_and_is_listed_where_it_was_made(house: House) -> None:
    dana, beards = await sharing(house)
    span = {"starts_at": local(12, "10:00"), "ends_at": local(12, "12:00")}
    off = await made(house.owner, f"{CALENDARS}/{beards}/time-off", span)
    assert not await free_at(house, dana, local(12, "10:00"))
    for calendar, ids in ((beards, [off["id"]]), (dana, [])):
        listed = body(await house.viewer.get(f"{CALENDARS}/{calendar}/time-off"))["data"]
        assert [each["id"] for each in listed] == ids
    assert (await house.owner.delete(f"{CALENDARS}/{dana}/time-off/{off['id']}")).status_code == 404
    assert (await house.owner.delete(f"{CALENDARS}/{beards}/time-off/{off['id']}")).status_code == 204
    assert await free_at(house, dana, local(12, "10:00"))


async def test_each_calendar_counts_its_own_appointments_in_its_days_limit(house: House) -> None:
    dana, beards = await sharing(house)
    await settings(house, beards, max_per_day=1)
    await house.booked(local(12, "09:00"), dana)
    await house.booked(local(12, "11:00"), beards)
    problem(await house.booking(local(12, "14:00"), beards), 409, "day_full")
    await house.booked(local(12, "14:00"), dana)


async def test_what_was_booked_before_goes_over_and_comes_back(service: Service, house: House) -> None:
    dana = (await house.calendar(name="תספורת"))["id"]
    beards = (await house.calendar(name="זקן"))["id"]
    await house.booked(local(12, "10:00"), dana)
    await house.booked(local(12, "10:30"), beards)
    await house.booked(local(12, "14:00"), beards)
    await made(
        house.owner,
        f"{CALENDARS}/{beards}/time-off",
        {"starts_at": local(13, "10:00"), "ends_at": local(13, "12:00")},
    )
    await settings(house, beards, time_of=dana)
    assert await times(service, house) == [
        (dana, None, True),
        (dana, beards, False),  # Dana was booked twice
        (dana, beards, True),
        (dana, beards, False),
    ]
    problem(await house.booking(local(12, "14:00"), dana), 409, "slot_taken")
    assert not await free_at(house, dana, local(12, "11:00"))
    await settings(house, beards, time_of=None)
    assert [row[:2] for row in await times(service, house)] == [
        (dana, None),
        (beards, None),
        (beards, None),
        (beards, None),
    ]
    await house.booked(local(12, "14:00"), dana)


async def test_what_is_over_stays_where_it_was(service: Service, house: House) -> None:
    dana = (await house.calendar(name="תספורת"))["id"]
    beards = (await house.calendar(name="זקן"))["id"]
    await house.booked(local(12, "10:00"), beards)
    service.clock.now += timedelta(days=5)
    await settings(house, beards, time_of=dana)
    assert await times(service, house) == [(beards, None, True)]


async def test_bookings_meanwhile_do_not_stop_the_change(service: Service, house: House) -> None:
    dana = (await house.calendar(name="תספורת"))["id"]
    beards = (await house.calendar(name="זקן"))["id"]
    starts = [local(day, hour) for day in (12, 13, 14) for hour in ("09:00", "11:00", "13:00", "15:00")]
    for start in starts:
        await house.booked(start, beards)
    changed, *booked = await asyncio.gather(
        house.owner.patch(f"{CALENDARS}/{beards}/settings", {"time_of": dana}),
        *(house.booking(start, dana) for start in starts),
    )
    assert changed.status_code == 200, changed.text
    assert {answer.status_code for answer in booked} <= {201, 409}
    won = sum(answer.status_code == 201 for answer in booked)
    found = await times(service, house)
    assert len(found) == len(starts) + won
    assert {row[0] for row in found} == {dana}
    assert [row[2] for row in found].count(False) <= won


async def test_old_code_and_bookings_meet_in_the_time_of_both(service: Service, house: House) -> None:
    dana, beards = await sharing(house)
    await settings(house, house.default_calendar, time_of=dana)
    async with connected(service.database_url) as connection:
        start = datetime(2027, 1, 12, 10)  # noqa: DTZ001
        await old_insert(connection, house.id, start, start + timedelta(hours=1))
    for calendar in (dana, beards, house.default_calendar):
        problem(await house.booking(local(12, "10:00"), calendar), 409, "slot_taken")


@pytest.mark.parametrize(
    ("of", "fields", "pointer", "rule"),
    [
        ("beards", {"time_of": "beards"}, "/time_of", "own_time"),
        ("beards", {"time_of": 2**31 - 2}, "/time_of", "unknown_calendar"),
        ("dana", {"time_of": "other"}, "/time_of", "time_is_taken_by_others"),
        ("other", {"time_of": "beards"}, "/time_of", "takes_other_time"),
        ("other", {"time_of": "dana", "capacity": 5}, "/capacity", "group_shares_time"),
        ("beards", {"capacity": 5}, "/capacity", "group_shares_time"),
        ("dana", {"capacity": 5}, "/capacity", "group_shares_time"),
        ("other", {"time_of": "group"}, "/time_of", "group_shares_time"),
    ],
)
async def test_calendars_that_cannot_share_their_time_are_refused(
    house: House, of: str, fields: Json, pointer: str, rule: str
) -> None:
    dana, beards = await sharing(house)
    other, group = [(await house.calendar(name=name))["id"] for name in ("other", "group")]
    await settings(house, group, capacity=5)
    ids = {"dana": dana, "beards": beards, "other": other, "group": group}
    wanted = {field: ids.get(value, value) for field, value in fields.items()}
    before = body(await house.owner.get(f"{CALENDARS}/{ids[of]}/settings"))
    refused = await house.owner.patch(f"{CALENDARS}/{ids[of]}/settings", wanted)
    (error,) = problem(refused, 422, "invalid_input")["errors"]
    assert (error["pointer"], error["code"]) == (pointer, rule)
    assert body(await house.owner.get(f"{CALENDARS}/{ids[of]}/settings")) == before


async def test_another_businesss_calendar_lends_no_time(service: Service) -> None:
    house, other = await service.house(), await service.house()
    mine, foreign = (await house.calendar())["id"], (await other.calendar())["id"]
    refused = await house.owner.patch(f"{CALENDARS}/{mine}/settings", {"time_of": foreign})
    assert problem(refused, 422, "invalid_input")["errors"][0]["code"] == "unknown_calendar"
