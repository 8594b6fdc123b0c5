"""Moving, cancelling and listing appointments."""

from datetime import datetime
from typing import Any

import pytest

from tests.support.factories import (
    APPOINTMENTS,
    House,
    Service,
    body,
    instants,
    local,
    problem,
    stored,
)
from tests.support.servers import connected

GAP = "2027-03-26"  # Friday: 02:00 becomes 03:00
FOLD = "2027-10-31"  # Sunday: 02:00 becomes 01:00


async def test_a_refused_move_keeps_the_old_time(service: Service, house: House) -> None:
    first, second = [await house.booked(local(12, at)) for at in ("10:00", "12:00")]
    place = f"{APPOINTMENTS}/{first['id']}"
    for start, reason in ((local(12, "11:30"), "slot_taken"), (local(15, "10:00"), "closed_day")):
        refused = problem(await house.agent.post(f"{place}/reschedule", {"starts_at": start}), 409, reason)
        assert refused["alternatives"]
        assert body(await house.agent.get(place))["starts_at"] == local(12, "10:00")
        problem(await house.booking(local(12, "10:00")), 409, "slot_taken")
    problem(
        await house.agent.post(f"{place}/reschedule", {"starts_at": "x"}), 422, "bad_instant", "/starts_at"
    )
    assert second["id"] != first["id"]
    assert await stored(service, house) == (2, 2)


async def test_the_alternatives_to_a_refused_move_may_meet_its_own_time(house: House) -> None:
    booked = await house.booked(local(12, "09:00"), duration_minutes=240)
    await house.booked(local(12, "15:00"), duration_minutes=120)
    answer = await house.agent.post(
        f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": local(12, "12:00")}
    )
    refused = problem(answer, 409, "slot_taken")
    assert instants(refused["alternatives"])[0] == datetime.fromisoformat(local(12, "11:00"))
    moved = await house.agent.post(
        f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": refused["alternatives"][0]["starts_at"]}
    )
    assert body(moved)["ends_at"] == local(12, "15:00")


async def test_a_move_may_lie_over_its_own_old_time_and_frees_the_rest(
    service: Service, house: House
) -> None:
    booked = await house.booked(local(12, "10:00"))
    answer = await house.agent.post(
        f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": local(12, "10:30")}
    )
    assert body(answer)["ends_at"] == local(12, "11:30")
    await house.booked(local(12, "09:30"))
    problem(await house.booking(local(12, "11:00")), 409, "slot_taken")
    assert await stored(service, house) == (2, 2)


async def test_a_move_keeps_its_length_unless_another_is_given_and_may_change_calendar(
    service: Service, house: House
) -> None:
    second = await house.calendar(default_duration_minutes=30)
    booked = await house.booked(local(12, "10:00"), house.default_calendar, duration_minutes=75)
    place = f"{APPOINTMENTS}/{booked['id']}"
    moved = body(await house.agent.post(f"{place}/reschedule", {"starts_at": "2027-01-13T10:00"}))
    assert (moved["starts_at"], moved["ends_at"]) == (local(13, "10:00"), local(13, "11:15"))
    assert moved["read_as"]["occurs"] == "once"
    wanted = {"starts_at": local(13, "10:00"), "calendar_id": second["id"], "duration_minutes": 20}
    moved = body(await house.agent.post(f"{place}/reschedule", wanted))
    assert (moved["calendar_id"], moved["ends_at"]) == (second["id"], local(13, "10:20"))
    await house.booked(local(13, "10:00"), house.default_calendar)
    async with connected(service.database_url) as connection:
        start = await connection.fetchval("SELECT start_time FROM appointments WHERE id = $1", booked["id"])
    assert start.isoformat() == "2027-01-13T10:00:00"


async def test_a_cancelled_time_is_free_at_once(service: Service, house: House) -> None:
    booked = await house.booked(local(12, "10:00"), notes="קומה 3")
    cancelled = await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel", {"reason": "חולה"})
    found = body(cancelled)
    assert (found["status"], found["notes"], found["cancel_reason"]) == ("cancelled", "קומה 3", "חולה")
    assert await stored(service, house) == (1, 0)
    await house.booked(local(12, "10:00"))


async def test_what_is_cancelled_is_neither_cancelled_again_nor_moved(house: House) -> None:
    booked = await house.booked(local(12, "10:00"))
    place = f"{APPOINTMENTS}/{booked['id']}"
    body(await house.agent.post(f"{place}/cancel"))
    problem(await house.agent.post(f"{place}/cancel"), 409, "already_cancelled")
    moved = await house.agent.post(f"{place}/reschedule", {"starts_at": local(13, "10:00")})
    problem(moved, 409, "already_cancelled")


async def test_a_list_holds_what_starts_in_the_range_in_order_of_time(house: House) -> None:
    second = await house.calendar()
    for start, calendar in (("14:00", second["id"]), ("10:00", None), ("12:00", None)):
        await house.booked(local(12, start), calendar or house.default_calendar)
    late = await house.booked(local(13, "10:00"), house.default_calendar)

    async def starts(**query: Any) -> list[str]:
        span = {"since": local(12, "00:00"), "until": local(13, "00:00"), **query}
        found = body(await house.viewer.get(APPOINTMENTS, params=span))["data"]
        return [item["starts_at"][11:16] for item in found]

    assert await starts() == ["10:00", "12:00", "14:00"]
    assert await starts(since=local(12, "10:01"), until=local(12, "14:00")) == ["12:00"]
    assert await starts(until=late["starts_at"]) == ["10:00", "12:00", "14:00"]
    assert await starts(calendar_id=second["id"]) == ["14:00"]
    assert await starts(since="2027-01-12T08:00:00Z", until="2027-01-12T10:00:00Z") == ["10:00"]
    assert await starts(status="cancelled") == []
    assert len(await starts(status="scheduled")) == 3


async def test_the_pages_of_a_list_hold_everything_once(house: House) -> None:
    for hour in range(9, 17):
        await house.booked(local(12, f"{hour:02}:00"))
    span = {"since": local(12, "00:00"), "until": local(13, "00:00"), "limit": 3}
    seen, cursor = [], None
    while True:
        query = span if cursor is None else {**span, "cursor": cursor}
        page = body(await house.viewer.get(APPOINTMENTS, params=query))
        seen += [item["starts_at"] for item in page["data"]]
        cursor = page["next_cursor"]
        assert page["has_more"] is (cursor is not None)
        if cursor is None:
            break
    assert seen == [local(12, f"{hour:02}:00") for hour in range(9, 17)]


@pytest.mark.parametrize(
    ("since", "until", "code", "pointer"),
    [
        (local(13, "00:00"), local(12, "00:00"), "end_before_start", "/until"),
        (local(13, "00:00"), local(13, "00:00"), "end_before_start", "/until"),
        ("2027-01-01T00:00:00", local(2, "00:00"), "zone_needed", "/since"),
        ("2027-01-01", local(2, "00:00"), "bad_instant", "/since"),
        ("x", local(2, "00:00"), "bad_instant", "/since"),
    ],
)
async def test_a_range_that_is_none_is_refused(
    house: House, since: str, until: str, code: str, pointer: str
) -> None:
    answer = await house.viewer.get(APPOINTMENTS, params={"since": since, "until": until})
    problem(answer, 422, code, pointer)


@pytest.mark.parametrize(
    ("stored_status", "code", "found_by"),
    [
        ("Cancelled", "already_cancelled", "cancelled"),
        ("CANCELED", "already_cancelled", "cancelled"),
        ("canceled", "already_cancelled", "Cancelled"),
        ("No_Show", "appointment_over", "no_show"),
    ],
)
async def test_what_the_host_ended_in_its_own_spelling_is_over(
    service: Service, house: House, stored_status: str, code: str, found_by: str
) -> None:
    booked = await house.booked(local(12, "10:00"))
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE appointments SET status = $2 WHERE id = $1", booked["id"], stored_status
        )
    await house.booked(local(12, "10:00"))
    place = f"{APPOINTMENTS}/{booked['id']}"
    moved = await house.agent.post(f"{place}/reschedule", {"starts_at": local(13, "10:00")})
    problem(moved, 409, code)
    problem(await house.agent.post(f"{place}/cancel"), 409, code)
    assert body(await house.agent.get(place))["status"] == stored_status
    assert await stored(service, house) == (2, 1)
    span = {"since": local(12, "00:00"), "until": local(13, "00:00"), "status": found_by}
    listed = body(await house.viewer.get(APPOINTMENTS, params=span))["data"]
    assert [item["id"] for item in listed] == [booked["id"]]
