"""Buffers around appointments that the host's code wrote: as wide as around the service's own."""

from datetime import datetime, timedelta

import pytest

from tests.support.desk import cancelled, free, hold, settings_of
from tests.support.factories import APPOINTMENTS, SETTINGS, House, Service, body, local, problem
from tests.support.servers import connected

DAY = "2027-01-12"
GRID = {"slot_step_minutes": 5}

OLD = """
    INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, status)
    VALUES ($1, $2, 'old', $3, $4, 'scheduled') RETURNING id"""


async def write_old(
    service: Service, house: House, calendar_id: int, clock: str, minutes: int = 60, day: str = DAY
) -> int:
    """An appointment as the host's code writes it."""
    start = datetime.fromisoformat(f"{day}T{clock}:00")
    async with connected(service.database_url) as connection:
        made: int = await connection.fetchval(
            OLD, house.id, calendar_id, start, start + timedelta(minutes=minutes)
        )
    return made


async def fine_calendar(house: House, before: int | None, after: int | None) -> int:
    made = await house.calendar(buffer_before_minutes=before, buffer_after_minutes=after)
    body(await house.owner.patch(settings_of(made["id"]), GRID))
    return int(made["id"])


@pytest.mark.parametrize("of_business", [False, True])
@pytest.mark.parametrize(("before", "after"), [(0, 0), (10, 20), (0, 25), (25, 0), (300, 0)])
async def test_the_hosts_appointments_keep_the_same_distance_as_our_own(
    service: Service, house: House, before: int, after: int, of_business: bool
) -> None:
    if of_business:
        buffers = {"buffer_before_minutes": before, "buffer_after_minutes": after}
        body(await house.owner.patch(SETTINGS, buffers))
    own_buffers = (None, None) if of_business else (before, after)
    ours, theirs = await fine_calendar(house, *own_buffers), await fine_calendar(house, *own_buffers)
    await house.booked(local(12, "12:00"), ours)
    await write_old(service, house, theirs, "12:00")
    offered = await free(house, DAY, theirs)
    assert offered == await free(house, DAY, ours)
    for clock in ("11:00", "13:00", "13:15", "10:45"):
        answer = await house.booking(local(12, clock), theirs)
        assert (answer.status_code == 201) == (clock in offered), clock
        if answer.status_code == 201:
            await cancelled(house.agent, answer.json())
        else:
            problem(await hold(house, local(12, clock), theirs), 409, "slot_taken")


async def test_appointments_of_the_host_that_touch_or_overlap_keep_their_distance_too(
    service: Service, house: House
) -> None:
    """Its code knows no buffers, and books back to back, or over another."""
    calendar = await fine_calendar(house, 0, 30)
    for clock, minutes in (("10:00", 60), ("11:00", 60), ("11:30", 60), ("14:00", 60)):
        await write_old(service, house, calendar, clock, minutes)
    found = await free(house, DAY, calendar)
    assert [clock for clock in found if clock >= "09:30"] == [
        "15:30",
        "15:35",
        "15:40",
        "15:45",
        "15:50",
        "15:55",
        "16:00",
    ]
    problem(await house.booking(local(12, "12:55"), calendar), 409, "slot_taken")
    body(await house.booking(local(12, "15:30"), calendar), 201)


async def test_appointments_that_the_migration_found_keep_their_distance(
    service: Service, house: House
) -> None:
    """Their busy intervals say nothing of the appointment's own ends."""
    calendar = await fine_calendar(house, 15, 15)
    await write_old(service, house, calendar, "12:00")
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE busy_intervals SET starts_at = NULL, ends_at = NULL WHERE calendar_id = $1", calendar
        )
    problem(await house.booking(local(12, "13:25"), calendar), 409, "slot_taken")
    problem(await house.booking(local(12, "10:35"), calendar), 409, "slot_taken")
    body(await house.booking(local(12, "13:30"), calendar), 201)
    body(await house.booking(local(12, "10:30"), calendar), 201)


async def test_a_move_keeps_its_distance_from_the_hosts_appointment(service: Service, house: House) -> None:
    calendar = await fine_calendar(house, 0, 30)
    await write_old(service, house, calendar, "12:00")
    booked = await house.booked(local(12, "09:00"), calendar)
    place = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    refused = problem(await house.agent.post(place, {"starts_at": local(12, "13:00")}), 409, "slot_taken")
    assert refused["alternatives"][0]["starts_at"] == local(12, "13:30")
    body(await house.agent.post(place, {"starts_at": local(12, "13:30")}))


async def test_an_appointment_of_the_host_on_the_day_before_reaches_over_midnight(
    service: Service, house: House
) -> None:
    """Its buffers, and those of the new appointment, are a day each."""
    always = {day: [["00:00", "24:00"]] for day in ("sun", "mon", "tue", "wed", "thu", "fri", "sat")}
    body(await house.owner.patch(SETTINGS, {"opening_hours": always}))
    calendar = await fine_calendar(house, 1440, 1440)
    await write_old(service, house, calendar, "12:00")
    offered = await free(house, "2027-01-14", calendar)
    assert offered[0] == "13:00"
    assert (await free(house, "2027-01-10", calendar))[-1:] == ["11:00"]
    problem(await house.booking(local(14, "12:55"), calendar), 409, "slot_taken")


async def test_buffers_that_hold_already_are_not_added_again(house: House) -> None:
    """Bookings by the service keep their buffers, although the calendar's are wider now."""
    calendar = await fine_calendar(house, 0, 10)
    await house.booked(local(12, "12:00"), calendar)
    path = f"/api/calendar/calendars/{calendar}"
    body(await house.owner.patch(path, {"buffer_after_minutes": 60}))
    assert "13:10" in await free(house, DAY, calendar)
    assert "13:05" not in await free(house, DAY, calendar)


async def test_time_off_has_no_buffers(house: House) -> None:
    calendar = await fine_calendar(house, 0, 30)
    path = f"/api/calendar/calendars/{calendar}/time-off"
    body(await house.owner.post(path, {"starts_at": local(12, "12:00"), "ends_at": local(12, "13:00")}), 201)
    assert "13:00" in await free(house, DAY, calendar)
