"""Searches for another time of an appointment: its own time is not in its way, and never offered."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.desk import cancelled, free, settings_of
from tests.support.factories import (
    APPOINTMENTS,
    SETTINGS,
    SLOTS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)
from tests.support.servers import connected
from tests.support.talk import Talk

ONE_MAJOR = True

DAY = "2027-01-12"


async def reschedule(house: House, booked: Json, starts_at: str, **fields: Any) -> Any:
    return await house.agent.post(
        f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": starts_at, **fields}
    )


@pytest.fixture
async def fine(house: House) -> House:
    """Slots every half hour."""
    body(await house.owner.patch(settings_of(house.default_calendar), {"slot_step_minutes": 30}))
    return house


async def test_every_time_offered_for_a_move_can_be_had_and_no_other(fine: House) -> None:
    booked = await fine.booked(local(12, "10:00"), duration_minutes=90)
    await fine.booked(local(12, "13:00"), duration_minutes=180)
    offered = await free(fine, DAY, appointment_id=booked["id"])
    assert offered == ["09:00", "09:30", "10:30", "11:00", "11:30"]
    for clock in offered:
        moved = body(await reschedule(fine, booked, local(12, clock)))
        assert datetime.fromisoformat(moved["ends_at"]) - datetime.fromisoformat(
            moved["starts_at"]
        ) == datetime.fromisoformat(booked["ends_at"]) - datetime.fromisoformat(booked["starts_at"])
    problem(await reschedule(fine, booked, local(12, "12:00")), 409, "slot_taken")


async def test_a_move_within_a_full_day_takes_its_own_place(fine: House) -> None:
    body(await fine.owner.patch(settings_of(fine.default_calendar), {"max_per_day": 1}))
    booked = await fine.booked(local(12, "10:00"))
    assert await free(fine, DAY) == []
    offered = await free(fine, DAY, appointment_id=booked["id"])
    assert offered == [f"{n // 2:02}:{n % 2 * 30:02}" for n in range(18, 33) if n != 20]
    body(await reschedule(fine, booked, local(12, offered[0])))
    other = await fine.booked(local(13, "10:00"))
    assert await free(fine, "2027-01-13", appointment_id=booked["id"]) == []
    assert "09:00" not in await free(fine, DAY, appointment_id=other["id"])


async def test_the_calendar_and_length_of_a_move_are_the_appointments_own(house: House) -> None:
    other = await house.calendar(name="אחר", default_duration_minutes=30, priority=5)
    booked = await house.booked(local(12, "10:00"), other["id"], duration_minutes=75)
    found = body(await house.viewer.get(SLOTS, params={"appointment_id": booked["id"], "date_from": DAY}))
    assert ([each["id"] for each in found["calendars"]], found["duration_minutes"]) == ([other["id"]], 75)
    query: Json = {"appointment_id": booked["id"], "date_from": DAY, "duration_minutes": 30}
    shorter = body(await house.viewer.get(SLOTS, params={**query, "calendar_id": house.default_calendar}))
    assert shorter["duration_minutes"] == 30
    assert shorter["calendars"][0]["id"] == house.default_calendar
    same = body(await house.viewer.get(SLOTS, params={**query, "limit": 50}))
    assert local(12, "10:00") in [slot["starts_at"] for slot in same["slots"]], "shorter is another time"


async def test_the_length_of_a_host_appointment_is_what_it_takes(service: Service, fine: House) -> None:
    """50 minutes and 30 seconds are 51 minutes."""
    async with connected(service.database_url) as connection:
        made = await connection.fetchval(
            "INSERT INTO appointments (business_id, calendar_id, title, start_time, end_time, status)"
            " VALUES ($1, $2, 'old', '2027-01-12 10:00', '2027-01-12 10:50:30', 'scheduled') RETURNING id",
            fine.id,
            fine.default_calendar,
        )
    found = body(await fine.viewer.get(SLOTS, params={"appointment_id": made, "date_from": DAY}))
    assert found["duration_minutes"] == 51
    assert local(12, "10:30") in [slot["starts_at"] for slot in found["slots"]]
    body(await reschedule(fine, {"id": made}, local(12, "10:30")))


async def test_no_move_is_searched_for_what_is_over_or_not_there(house: House, service: Service) -> None:
    booked = await house.booked(local(12, "10:00"))
    stranger = await service.house()
    for each in (stranger.viewer, house.viewer):
        unknown = booked["id"] if each is stranger.viewer else 999_999
        problem(await each.get(SLOTS, params={"appointment_id": unknown}), 404, "unknown_appointment")
    await cancelled(house.agent, booked)
    problem(await house.viewer.get(SLOTS, params={"appointment_id": booked["id"]}), 409, "already_cancelled")


@pytest.mark.parametrize("start", ["11:30", "10:30", "09:30"])
async def test_alternatives_to_a_refused_move_never_name_where_it_is(fine: House, start: str) -> None:
    booked = await fine.booked(local(12, "10:00"))
    await fine.booked(local(12, "11:00"), duration_minutes=300)
    await fine.booked(local(12, "09:00"))
    refused = problem(await reschedule(fine, booked, local(12, start)), 409, "slot_taken")
    starts = [slot["starts_at"] for slot in refused["alternatives"]]
    assert local(12, "10:00") not in starts
    assert len(starts) == 3
    body(await reschedule(fine, booked, starts[0]))


async def test_alternatives_to_a_move_to_another_calendar_may_name_the_same_time_there(house: House) -> None:
    other = await house.calendar(name="אחר")
    booked = await house.booked(local(12, "10:00"), house.default_calendar)
    await house.booked(local(12, "10:30"), other["id"])
    await house.booked(local(12, "09:30"), other["id"], duration_minutes=30)
    refused = problem(
        await reschedule(house, booked, local(12, "11:00"), calendar_id=other["id"]), 409, "slot_taken"
    )
    assert {slot["calendar_id"] for slot in refused["alternatives"]} == {other["id"]}


async def test_a_pool_offers_the_same_time_in_its_other_calendars(house: House) -> None:
    rooms = [(await house.calendar(name=f"חדר {n}", type_key="room"))["id"] for n in range(2)]
    booked = await house.booked(local(12, "10:00"), rooms[0])
    query: Json = {"appointment_id": booked["id"], "type_key": "room", "date_from": DAY, "limit": 100}
    found = body(await house.viewer.get(SLOTS, params=query))
    by_start = {slot["starts_at"]: slot["calendar_ids"] for slot in found["slots"]}
    assert by_start[local(12, "10:00")] == [rooms[1]]
    assert by_start[local(12, "11:00")] == rooms


async def test_a_place_in_a_class_moves_within_its_class(house: House) -> None:
    yoga = (await house.calendar(name="יוגה"))["id"]
    body(await house.owner.patch(settings_of(yoga), {"capacity": 2, "slot_step_minutes": 30}))
    booked = await house.booked(local(12, "10:00"), yoga)
    await house.booked(local(12, "10:00"), yoga)
    await house.booked(local(12, "11:00"), yoga)
    offered = await free(house, DAY, yoga, appointment_id=booked["id"])
    assert "10:00" not in offered
    assert {"09:30", "11:00"} <= set(offered)
    body(await reschedule(house, booked, local(12, "09:30")))


async def test_an_agent_finds_another_time_for_what_it_booked(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"max_per_day": 1}))
    body(await house.owner.patch(settings_of(house.default_calendar), {"slot_step_minutes": 30}))
    talk = Talk(house, **{"Luach-Caller-Phone": "+972501234567"})
    made = await talk.call("create_appointment", starts_at=local(12, "10:00"), customer_name="דנה")
    wanted: Json = {"date_from": DAY, "date_to": DAY, "max_results": 10}
    assert (await talk.call("find_slots", **wanted))["slots"] == []
    found = await talk.call(
        "find_slots", **wanted, appointment_id=made["appointment_id"], duration_minutes=15
    )
    starts = [slot["starts_at"][11:16] for slot in found["slots"]]
    assert {"09:30", "10:30"} <= set(starts)
    assert "10:00" not in starts
    slot = next(slot for slot in found["slots"] if slot["starts_at"] == local(12, "10:30"))
    assert slot["ends_at"] == local(12, "11:30")
    moved = await talk.call(
        "reschedule_appointment",
        appointment_id=made["appointment_id"],
        new_slot_id=slot["slot_id"],
        preview=False,
    )
    assert (moved["status"], moved["starts_at"]) == ("ok", local(12, "10:30"))


async def test_an_agent_searches_no_new_time_for_a_strangers_appointment(house: House) -> None:
    hers, his = (Talk(house, **{"Luach-Caller-Phone": f"+97250123456{n}"}) for n in (7, 8))
    made = await hers.call("create_appointment", starts_at=local(12, "10:00"), customer_name="דנה")
    refused = await his.call("find_slots", 404, appointment_id=made["appointment_id"])
    assert (refused["status"], refused["problem"]["code"]) == ("error", "unknown_appointment")
