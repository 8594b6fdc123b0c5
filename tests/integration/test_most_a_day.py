"""The most appointments a day: of a calendar, and of a business with all its calendars."""

from collections.abc import AsyncIterator
from datetime import datetime

import pytest

from tests.support import factories
from tests.support.desk import (
    all_at_once,
    cancelled,
    free,
    held,
    hold,
    search,
    settings_of,
    statuses,
)
from tests.support.factories import (
    APPOINTMENTS,
    SETTINGS,
    House,
    Json,
    Service,
    body,
    local,
    made,
    problem,
    stored,
)
from tests.support.servers import connected
from tests.support.talk import DANA, Talk

ONE_MAJOR = True

DAY = "2027-01-12"


@pytest.fixture
async def two(house: House) -> tuple[House, int, int]:
    """A business that takes two appointments a day, and two of its calendars."""
    body(await house.owner.patch(SETTINGS, {"max_per_day": 2}))
    return house, house.default_calendar, (await house.calendar(name="חדר שני"))["id"]


async def test_the_businesss_limit_counts_all_its_calendars(two: tuple[House, int, int]) -> None:
    house, first, second = two
    await house.booked(local(12, "10:00"), first)
    assert await free(house, DAY, second) != []
    await house.booked(local(12, "10:00"), second)
    for calendar in (first, second):
        assert [day["reason"] for day in (await search(house, DAY, calendar))["empty_days"]] == ["day_full"]
        refused = problem(await house.booking(local(12, "15:00"), calendar), 409, "day_full")
        assert all(slot["starts_at"][:10] != DAY for slot in refused["alternatives"])
        problem(await hold(house, local(12, "15:00"), calendar), 409, "day_full")
    await house.booked(local(13, "10:00"), first)


async def test_a_calendar_that_was_switched_off_counts_too(two: tuple[House, int, int]) -> None:
    house, first, second = two
    for start in ("10:00", "12:00"):
        await house.booked(local(12, start), second)
    body(await house.owner.delete(f"/api/calendar/calendars/{second}"), 204)
    problem(await house.booking(local(12, "15:00"), first), 409, "day_full")


async def test_both_limits_hold_the_calendars_and_the_businesss(two: tuple[House, int, int]) -> None:
    house, first, second = two
    body(await house.owner.patch(settings_of(first), {"max_per_day": 1}))
    body(await house.owner.patch(settings_of(second), {"max_per_day": 5}))
    await house.booked(local(12, "10:00"), first)
    problem(await house.booking(local(12, "12:00"), first), 409, "day_full")
    booked = await house.booked(local(12, "12:00"), second)
    problem(await house.booking(local(12, "14:00"), second), 409, "day_full")
    await cancelled(house.agent, booked)
    await house.booked(local(12, "14:00"), second)


async def test_holds_overrides_and_the_hosts_appointments_count(
    service: Service, two: tuple[House, int, int]
) -> None:
    house, first, second = two
    body(await house.owner.patch(SETTINGS, {"max_per_day": 3}))
    kept = await held(house, local(12, "10:00"), first)
    over: Json = {"starts_at": local(12, "10:00"), "customer_name": "דנה", "calendar_id": first}
    await made(house.owner, APPOINTMENTS, {**over, "override": True})
    async with connected(service.database_url) as connection:
        await connection.execute(
            "INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, status)"
            " VALUES ($1, $2, 'old', '2027-01-12 12:00', '2027-01-12 13:00', 'scheduled')",
            *(house.id, second),
        )
    problem(await house.booking(local(12, "15:00"), second), 409, "day_full")
    service.clock.now = datetime.fromisoformat(kept["expires_at"])
    await house.booked(local(12, "15:00"), second)


async def test_a_session_counts_once_for_the_business_too(two: tuple[House, int, int]) -> None:
    house, first, yoga = two
    body(await house.owner.patch(settings_of(yoga), {"capacity": 3}))
    for _ in range(2):
        await house.booked(local(12, "10:00"), yoga)
    await house.booked(local(12, "12:00"), first)
    assert await free(house, DAY, yoga) == ["10:00"]
    assert await free(house, DAY, first) == []
    await house.booked(local(12, "10:00"), yoga)
    problem(await house.booking(local(12, "15:00"), yoga), 409, "day_full")


async def test_a_pool_is_searched_and_booked_within_the_businesss_limit(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"max_per_day": 2}))
    rooms = [(await house.calendar(name=f"חדר {n}", type_key="room"))["id"] for n in range(3)]
    for room in rooms[1:]:
        await house.booked(local(12, "10:00"), room)
    assert await free(house, DAY, type_key="room") == []
    problem(await house.booking(local(12, "12:00"), type_key="room"), 409, "day_full")


async def test_a_move_to_another_calendar_takes_its_place_along(two: tuple[House, int, int]) -> None:
    house, first, second = two
    booked = [await house.booked(local(12, "10:00"), calendar) for calendar in (first, second)]
    offered = await free(house, DAY, second, appointment_id=booked[0]["id"])
    assert offered[:2] == ["09:00", "11:00"]
    path = f"{APPOINTMENTS}/{booked[0]['id']}/reschedule"
    body(await house.agent.post(path, {"starts_at": local(12, "11:00"), "calendar_id": second}))
    problem(await house.booking(local(12, "15:00"), first), 409, "day_full")


async def test_the_limit_counts_the_local_day_of_the_start(two: tuple[House, int, int]) -> None:
    house, first, second = two
    always = {day: [["00:00", "24:00"]] for day in ("sun", "mon", "tue", "wed", "thu", "fri", "sat")}
    body(await house.owner.patch(SETTINGS, {"opening_hours": always}))
    await house.booked(local(12, "23:00"), first, duration_minutes=300)
    await house.booked(local(12, "00:00"), second)
    assert await free(house, DAY, first) == []
    assert (await free(house, "2027-01-13", first))[0] == "04:00"
    assert (await free(house, "2027-01-11", second))[-1] == "23:00"


async def test_a_series_stays_within_the_businesss_limit(two: tuple[House, int, int]) -> None:
    house, first, second = two
    for _ in range(2):
        await house.booked(local(19, "10:00") if _ else local(19, "12:00"), second)
    wanted: Json = {"starts_at": local(12, "10:00"), "rrule": "FREQ=WEEKLY;COUNT=2", "customer_name": "דנה"}
    answer = await house.agent.post(f"{APPOINTMENTS}/series", {**wanted, "calendar_id": first})
    assert [each["reason"] for each in problem(answer, 409, "series_refused")["failures"]] == ["day_full"]


async def test_an_own_hold_elsewhere_gives_its_place_to_the_booking(two: tuple[House, int, int]) -> None:
    house, first, second = two
    body(await house.owner.patch(SETTINGS, {"max_per_day": 1}))
    talk = Talk(house)
    wanted: Json = {"date_from": DAY, "date_to": DAY}
    kept = (await talk.slots(calendar_id=first, **wanted))[0]
    held_id = (await talk.call("hold_slot", slot_id=kept["slot_id"]))["hold_id"]
    assert await Talk(house).slots(calendar_id=second, **wanted) == []
    slot = (await talk.slots(calendar_id=second, **wanted))[0]
    booked = await talk.call("create_appointment", slot_or_hold_id=slot["slot_id"], **DANA)
    assert booked["status"] == "ok", booked
    gone = await talk.call("create_appointment", 404, slot_or_hold_id=held_id, **DANA)
    assert gone["problem"]["code"] == "unknown_hold"
    problem(await house.booking(local(12, "15:00"), first), 409, "day_full")


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    """A service with a connection for everybody in the crowd."""
    async with factories.running(own_database, db_pool_size=40) as service:
        yield service


async def test_a_crowd_in_two_calendars_does_not_outnumber_the_business(crowded: Service) -> None:
    shop = await crowded.house(max_per_day=3)
    other = (await shop.calendar(name="חדר שני"))["id"]
    starts = [local(12, f"{hour:02}:00") for hour in range(9, 17)]
    calendars = (shop.default_calendar, other)
    answers = await all_at_once(*(shop.booking(start, each) for start in starts for each in calendars * 2))
    assert statuses(answers) == {201: 3, 409: 29}
    assert await stored(crowded, shop) == (3, 3)
