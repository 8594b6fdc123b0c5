"""Group calendars: so many at the same time and not one more."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from tests.support import factories
from tests.support.desk import (
    all_at_once,
    away,
    cancelled,
    free,
    held,
    hold,
    most_at_once,
    overlaps,
    search,
    settings_of,
    statuses,
)
from tests.support.factories import SETTINGS, House, Json, Service, body, local, problem, stored
from tests.support.servers import connected

DAY = "2027-01-12"


async def group(house: House, capacity: int, **calendar: object) -> int:
    made = await house.calendar(name="שיעור יוגה", **calendar)
    body(await house.owner.patch(settings_of(made["id"]), {"capacity": capacity}))
    return int(made["id"])


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    """A service with a connection for everybody in the crowd: a pool's queue would hide the race."""
    async with factories.running(own_database, db_pool_size=80) as service:
        yield service


async def test_of_a_crowd_as_many_win_as_there_are_seats(crowded: Service) -> None:
    shop = await crowded.house()
    yoga = await group(shop, 20)
    answers = await all_at_once(*(shop.booking(local(12, "10:00"), yoga) for _ in range(70)))
    assert statuses(answers) == {201: 20, 409: 50}
    for answer in answers:
        if answer.status_code == 409:
            refused = problem(answer, 409, "slot_taken")
            assert local(12, "10:00") not in {slot["starts_at"] for slot in refused["alternatives"]}
    assert await stored(crowded, shop) == (20, 20)
    assert await most_at_once(crowded, yoga) == 20
    assert await overlaps(crowded) == 0


async def test_a_time_is_free_while_a_seat_is(service: Service, house: House) -> None:
    yoga = await group(house, 3)
    for left in (3, 2, 1):
        assert "10:00" in await free(house, DAY, yoga), f"{left} seats are left"
        await house.booked(local(12, "10:00"), yoga)
    assert "10:00" not in await free(house, DAY, yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    problem(await hold(house, local(12, "10:30"), yoga), 409, "slot_taken")
    assert await most_at_once(service, yoga) == 3


async def test_a_seat_must_be_free_for_the_whole_appointment(house: House) -> None:
    yoga = await group(house, 2)
    await house.booked(local(12, "10:00"), yoga, duration_minutes=60)
    await house.booked(local(12, "10:00"), yoga, duration_minutes=120)
    await house.booked(local(12, "11:00"), yoga)
    found = await free(house, DAY, yoga, duration_minutes=120)
    assert "09:00" not in found
    assert "10:00" not in found
    assert "11:00" not in found
    assert "12:00" in found


async def test_holds_take_seats_too(service: Service, house: House) -> None:
    yoga = await group(house, 2)
    kept = await held(house, local(12, "10:00"), yoga)
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    service.clock.now = factories.NOW + (datetime.fromisoformat(kept["expires_at"]) - factories.NOW)
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")


@pytest.mark.parametrize(("before", "after"), [(0, 30), (30, 0), (15, 15)])
async def test_buffers_of_one_seat_take_no_time_of_another(house: House, before: int, after: int) -> None:
    yoga = await group(house, 2, buffer_before_minutes=before, buffer_after_minutes=after)
    await house.booked(local(12, "11:00"), yoga)
    for start in ("10:00", "10:45", "11:15", "12:00"):
        booked = await house.booked(local(12, start), yoga)
        await cancelled(house.agent, booked)
    assert {"10:00", "11:00", "12:00"} <= set(await free(house, DAY, yoga))


async def test_time_off_takes_all_seats(house: House) -> None:
    yoga = await group(house, 5)
    await away(house, local(12, "10:00"), local(12, "12:00"), yoga)
    found = await free(house, DAY, yoga)
    assert found[:2] == ["09:00", "12:00"]
    problem(await house.booking(local(12, "11:00"), yoga), 409, "slot_taken")


async def test_a_session_counts_once_towards_the_most_a_day(house: House) -> None:
    yoga = await group(house, 3)
    body(await house.owner.patch(settings_of(yoga), {"max_per_day": 2}))
    for start in ("10:00", "10:00", "13:00"):
        await house.booked(local(12, start), yoga)
    assert await free(house, DAY, yoga) == ["10:00", "13:00"], "a full day still has places in its sessions"
    problem(await house.booking(local(12, "15:00"), yoga), 409, "day_full")
    problem(await hold(house, local(12, "10:30"), yoga), 409, "day_full")
    await house.booked(local(12, "10:00"), yoga)
    assert await free(house, DAY, yoga) == ["13:00"]
    await held(house, local(12, "13:00"), yoga)
    await house.booked(local(12, "13:00"), yoga)
    assert await free(house, DAY, yoga) == []
    assert [day["reason"] for day in (await search(house, DAY, yoga))["empty_days"]] == ["day_full"]
    await house.booked(local(13, "15:00"), yoga)


async def test_a_crowd_does_not_outnumber_the_most_a_day(crowded: Service) -> None:
    shop = await crowded.house(max_per_day=3)
    starts = [local(12, f"{hour:02}:00") for hour in range(9, 17)]
    answers = await all_at_once(*(shop.booking(start) for start in starts * 4))
    assert statuses(answers) == {201: 3, 409: 29}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {
        "day_full",
        "slot_taken",
    }
    assert await stored(crowded, shop) == (3, 3)


async def test_fewer_seats_keep_the_bookings_and_count_them(service: Service, house: House) -> None:
    yoga = await group(house, 4)
    booked = [await house.booked(local(12, "10:00"), yoga) for _ in range(4)]
    body(await house.owner.patch(settings_of(yoga), {"capacity": 2}))
    assert await stored(service, house) == (4, 4)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    await cancelled(house.agent, booked[0])
    await cancelled(house.agent, booked[1])
    # Two are left, in seats that there are no more: the group is full.
    assert "10:00" not in await free(house, DAY, yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    await cancelled(house.agent, booked[2])
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    assert await most_at_once(service, yoga) == 2


async def test_more_seats_can_be_booked_at_once(house: House) -> None:
    yoga = await group(house, 1)
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    body(await house.owner.patch(settings_of(yoga), {"capacity": 2}))
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")


async def test_what_the_hosts_code_writes_takes_a_seat_each(service: Service, house: House) -> None:
    yoga = await group(house, 3)
    start, end = (datetime(2027, 1, 12, hour) for hour in (10, 11))  # noqa: DTZ001 - a wall time
    async with connected(service.database_url) as connection:
        for _ in range(2):
            await connection.execute(
                "INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, status)"
                " VALUES ($1, $2, 'old', $3, $4, 'scheduled')",
                *(house.id, yoga, start, end),
            )
    await house.booked(local(12, "10:00"), yoga)
    assert "10:00" not in await free(house, DAY, yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")


async def test_staff_who_book_over_a_group_fill_a_seat(house: House) -> None:
    yoga = await group(house, 2)
    over: Json = {"starts_at": local(12, "10:00"), "customer_name": "דנה", "calendar_id": yoga}
    await factories.made(house.owner, factories.APPOINTMENTS, {**over, "override": True})
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    await factories.made(house.owner, factories.APPOINTMENTS, {**over, "override": True})
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")


async def test_moving_within_a_group_keeps_the_count(service: Service, house: House) -> None:
    yoga = await group(house, 2)
    first, second = [await house.booked(local(12, "10:00"), yoga) for _ in range(2)]
    later = {"starts_at": local(12, "10:30")}
    for each in (first, second):
        body(await house.agent.post(f"{factories.APPOINTMENTS}/{each['id']}/reschedule", later))
    problem(await house.booking(local(12, "10:00"), yoga), 409, "slot_taken")
    await house.booked(local(12, "09:30"), yoga)
    assert await most_at_once(service, yoga) == 2


@pytest.mark.parametrize("capacity", [0, 1001, -1, "3x", None])
async def test_a_capacity_that_breaks_a_rule_is_refused(house: House, capacity: object) -> None:
    answer = await house.owner.patch(settings_of(house.default_calendar), {"capacity": capacity})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/capacity"
    body(await house.viewer.get(SETTINGS))
