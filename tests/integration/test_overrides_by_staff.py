"""Staff may book over what is there; it is marked, written down, and in others' way like anything else."""

import pytest

from tests.support.desk import away, free, held
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

ONE_MAJOR = True
DAY = "2027-01-12"


def over(house: House, starts_at: str, **fields: object) -> Json:
    wanted = {"calendar_id": house.default_calendar, "starts_at": starts_at, "customer_name": "דחוף"}
    return {**wanted, "override": True, **fields}


async def test_staff_book_over_busy_time(service: Service, house: House) -> None:
    await house.booked(local(12, "10:00"))
    booked = await made(house.admin, APPOINTMENTS, over(house, local(12, "10:30"), channel="calls"))
    assert (booked["status"], booked["starts_at"]) == ("scheduled", local(12, "10:30"))
    (line,) = body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}/history"))["data"]
    assert (line["action"], line["actor"], line["channel"]) == ("overridden", "admin: admin", "calls")
    assert await stored(service, house) == (2, 2)
    assert await free(house, DAY) == ["09:00", "12:00", "13:00", "14:00", "15:00", "16:00"]
    problem(await house.booking(local(12, "11:00")), 409, "slot_taken")


@pytest.mark.parametrize(
    "start", [local(15, "10:00"), local(12, "22:00"), local(9, "10:00"), local(12, "16:30")]
)
async def test_staff_book_when_closed_and_in_the_past(house: House, start: str) -> None:
    problem(await house.booking(start), 409, (await house.booking(start)).json()["code"])
    await made(house.owner, APPOINTMENTS, over(house, start))


async def test_staff_book_over_time_off_holds_and_full_days(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"max_per_day": 1}))
    await held(house, local(12, "10:00"))
    await away(house, local(12, "11:00"), local(12, "17:00"))
    for start in (local(12, "10:00"), local(12, "12:00"), local(12, "12:00")):
        await made(house.owner, APPOINTMENTS, over(house, start))


async def test_an_agent_may_not(service: Service, house: House) -> None:
    answer = await house.agent.post(APPOINTMENTS, over(house, local(12, "10:00")))
    problem(answer, 403, "forbidden")
    assert await stored(service, house) == (0, 0)


async def test_what_staff_booked_over_can_be_moved_and_cancelled(service: Service, house: House) -> None:
    await house.booked(local(12, "10:00"))
    booked = await made(house.owner, APPOINTMENTS, over(house, local(12, "10:00")))
    place = f"{APPOINTMENTS}/{booked['id']}"
    problem(
        await house.agent.post(f"{place}/reschedule", {"starts_at": local(12, "10:30")}), 409, "slot_taken"
    )
    body(await house.agent.post(f"{place}/reschedule", {"starts_at": local(12, "12:00")}))
    problem(await house.booking(local(12, "12:00")), 409, "slot_taken")
    body(await house.agent.post(f"{place}/cancel"))
    await house.booked(local(12, "12:00"))
    assert await stored(service, house) == (3, 2)


async def test_a_hold_that_staff_book_is_an_ordinary_booking(house: House) -> None:
    kept = await held(house, local(12, "10:00"))
    wanted = {"hold_id": kept["id"], "customer_name": "דנה", "override": True}
    booked = await made(house.owner, APPOINTMENTS, wanted)
    (line,) = body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}/history"))["data"]
    assert line["action"] == "booked"
