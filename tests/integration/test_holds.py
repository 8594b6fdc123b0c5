"""Holds: kept for as long as was said, certain until then, in nobody's way afterwards."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from tests.support.desk import (
    HOLDS,
    away,
    confirm,
    free,
    held,
    hold,
    settings_of,
)
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    NOW,
    SETTINGS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)

ONE_MAJOR = True

DAY = "2027-01-12"
TEN = local(12, "10:00")
BLINK = timedelta(microseconds=1)


async def test_a_hold_keeps_a_slot_for_five_minutes(service: Service, house: House) -> None:
    answer = await hold(house, TEN, note="דנה, בטלפון")
    kept = body(answer, 201)
    assert datetime.fromisoformat(kept["expires_at"]) == NOW + timedelta(minutes=5)
    assert (kept["starts_at"], kept["ends_at"]) == (TEN, local(12, "11:00"))
    assert (kept["calendar_id"], kept["timezone"]) == (house.default_calendar, "Asia/Jerusalem")
    assert (kept["note"], kept["chosen_by"]) == ("דנה, בטלפון", "given")
    found = body(await house.viewer.get(answer.headers["location"]))
    assert found == {**kept, "chosen_by": None}
    assert "10:00" not in await free(house, DAY)
    problem(await house.booking(TEN), 409, "slot_taken")
    problem(await hold(house, local(12, "10:30")), 409, "slot_taken")
    assert await stored(service, house) == (0, 1)


async def test_a_hold_becomes_an_appointment(service: Service, house: House) -> None:
    kept = await held(house, TEN, duration_minutes=45)
    answer = await confirm(house, kept["id"], notes="קומה שלישית")
    booked = body(answer, 201)
    assert (booked["starts_at"], booked["ends_at"]) == (TEN, local(12, "10:45"))
    assert (booked["status"], booked["notes"]) == ("scheduled", "קומה שלישית")
    assert booked["chosen_by"] == "given"
    problem(await house.booking(TEN), 409, "slot_taken")
    problem(await house.viewer.get(f"{HOLDS}/{kept['id']}"), 404, "unknown_hold")
    problem(await house.agent.delete(f"{HOLDS}/{kept['id']}"), 404, "unknown_hold")
    assert await stored(service, house) == (1, 1)
    service.clock.now = NOW + timedelta(minutes=6)
    problem(await house.booking(TEN), 409, "slot_taken")


async def test_a_hold_can_be_booked_until_the_moment_it_expires(service: Service, house: House) -> None:
    kept = await held(house, TEN, hold_minutes=1)
    service.clock.now = NOW + timedelta(minutes=1) - BLINK
    assert "10:00" not in await free(house, DAY)
    problem(await house.booking(TEN), 409, "slot_taken")
    body(await confirm(house, kept["id"]), 201)


async def test_no_hold_outlasts_the_start_of_its_slot(service: Service, house: House) -> None:
    service.clock.now = datetime.fromisoformat(TEN) - timedelta(minutes=3)
    kept = await held(house, TEN, hold_minutes=60)
    assert datetime.fromisoformat(kept["expires_at"]) == datetime.fromisoformat(TEN)
    service.clock.now = datetime.fromisoformat(TEN)
    assert "10:00" in await free(house, DAY)
    late = problem(await confirm(house, kept["id"]), 409, "hold_expired")
    assert late["alternatives"]
    assert (await stored(service, house))[0] == 0


async def test_a_hold_that_was_made_to_outlast_its_start_cannot_be_booked_after_it(
    service: Service, house: House
) -> None:
    """As an earlier version stored it."""
    kept = await held(house, TEN)
    async with service.database.transaction() as session:
        until = datetime.fromisoformat(TEN) + timedelta(hours=1)
        await session.execute(
            text("UPDATE busy_intervals SET expires_at = :until WHERE id = :id"),
            {"until": until, "id": kept["id"]},
        )
    service.clock.now = datetime.fromisoformat(TEN) + BLINK
    problem(await confirm(house, kept["id"]), 409, "hold_expired")
    assert (await stored(service, house))[0] == 0


async def test_an_expired_hold_blocks_nobody_not_even_for_a_moment(service: Service, house: House) -> None:
    kept = await held(house, TEN)
    service.clock.now = datetime.fromisoformat(kept["expires_at"])
    assert "10:00" in await free(house, DAY)
    problem(await house.viewer.get(f"{HOLDS}/{kept['id']}"), 404, "unknown_hold")
    late = problem(await confirm(house, kept["id"]), 409, "hold_expired")
    assert late["alternatives"][0]["starts_at"] == TEN
    assert body(await house.booking(late["alternatives"][1]["starts_at"]), 201)["status"] == "scheduled"
    await house.booked(local(12, "10:30"))
    problem(await confirm(house, kept["id"]), 404, "unknown_hold")
    assert await stored(service, house) == (2, 2)


async def test_an_expired_hold_gives_way_to_a_hold_and_to_a_move(service: Service, house: House) -> None:
    booked = await house.booked(local(13, "10:00"))
    await held(house, TEN, hold_minutes=1)
    await held(house, local(12, "12:00"), hold_minutes=1)
    service.clock.now = NOW + timedelta(minutes=1)
    await held(house, local(12, "10:30"))
    moved = body(
        await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": local(12, "11:30")})
    )
    assert moved["starts_at"] == local(12, "11:30")
    assert await stored(service, house) == (1, 2)


async def test_whatever_changes_meanwhile_a_hold_can_be_booked(house: House) -> None:
    other = await house.calendar()
    kept = await held(house, TEN, other["id"])
    place = f"{CALENDARS}/{other['id']}"
    body(await house.owner.patch(settings_of(other["id"]), {"opening_hours": {}, "max_per_day": 1}))
    body(await house.owner.patch(SETTINGS, {"min_notice_minutes": 10_000, "booking_window_days": 0}))
    body(await house.owner.patch(place, {"buffer_after_minutes": 60, "default_duration_minutes": 15}))
    await away(house, local(12, "00:00"), local(13, "00:00"), other["id"])
    body(await house.owner.delete(place), 204)
    booked = body(await confirm(house, kept["id"]), 201)
    assert (booked["calendar_id"], booked["starts_at"], booked["ends_at"]) == (
        other["id"],
        TEN,
        local(12, "11:00"),
    )


async def test_a_hold_can_be_booked_where_no_calendar_is_active(service: Service, house: House) -> None:
    kept = await held(house, TEN)
    async with service.database.transaction() as session:
        await session.execute(
            text("UPDATE business_calendars SET is_active = FALSE WHERE business_id = :b"),
            {"b": house.id},
        )
    body(await confirm(house, kept["id"]), 201)


async def test_a_hold_that_lacks_a_phone_can_be_booked_with_one(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"require_phone_before_booking": True}))
    kept = await held(house, TEN)
    problem(await confirm(house, kept["id"]), 422, "phone_required", "/customer_phone")
    body(await confirm(house, kept["id"], customer_phone="+972501234567"), 201)


async def test_a_hold_that_ends_the_last_of_the_day_counts_as_one(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"max_per_day": 1}))
    kept = await held(house, TEN)
    problem(await house.booking(local(12, "15:00")), 409, "day_full")
    body(await confirm(house, kept["id"]), 201)


async def test_a_released_slot_is_free_at_once(service: Service, house: House) -> None:
    kept = await held(house, TEN)
    body(await house.agent.delete(f"{HOLDS}/{kept['id']}"), 204)
    assert "10:00" in await free(house, DAY)
    problem(await house.agent.delete(f"{HOLDS}/{kept['id']}"), 404, "unknown_hold")
    problem(await confirm(house, kept["id"]), 404, "unknown_hold")
    await house.booked(TEN)
    assert await stored(service, house) == (1, 1)


async def test_an_appointment_or_time_off_is_no_hold(service: Service, house: House) -> None:
    await house.booked(TEN)
    await away(house, local(13, "00:00"), local(14, "00:00"))
    async with service.database.transaction() as session:
        rows = await session.execute(
            text("SELECT id FROM busy_intervals WHERE business_id = :b"), {"b": house.id}
        )
        intervals = list(rows.scalars())
    for interval in intervals:
        problem(await house.agent.delete(f"{HOLDS}/{interval}"), 404, "unknown_hold")
        problem(await house.agent.get(f"{HOLDS}/{interval}"), 404, "unknown_hold")
    answers = [await confirm(house, interval) for interval in intervals]
    assert sorted(answer.json()["code"] for answer in answers) == ["hold_used", "unknown_hold"]
    assert await stored(service, house) == (1, 2)


async def test_a_hold_that_was_taken_up_names_its_appointment(service: Service, house: House) -> None:
    kept = await held(house, TEN)
    booked = body(await confirm(house, kept["id"]), 201)
    for minutes in (0, 6):
        service.clock.now = NOW + timedelta(minutes=minutes)
        used = problem(await confirm(house, kept["id"]), 409, "hold_used")
        assert used["appointment_id"] == booked["id"]
    other = await service.house()
    unknown = problem(await confirm(other, kept["id"]), 404, "unknown_hold")
    assert "appointment_id" not in unknown
    assert await stored(service, house) == (1, 1)


async def test_a_hold_whose_appointment_was_moved_or_cancelled_is_unknown(house: House) -> None:
    """Its time is not that appointment's any more."""
    for change, wanted in (("reschedule", {"starts_at": local(14, "10:00")}), ("cancel", None)):
        kept = await held(house, TEN)
        booked = body(await confirm(house, kept["id"]), 201)
        body(await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/{change}", wanted))
        problem(await confirm(house, kept["id"]), 404, "unknown_hold")


async def test_anothers_hold_is_unknown(service: Service, house: House) -> None:
    other = await service.house()
    kept = await held(house, TEN)
    for answer in (
        await confirm(other, kept["id"]),
        await other.agent.get(f"{HOLDS}/{kept['id']}"),
        await other.agent.delete(f"{HOLDS}/{kept['id']}"),
    ):
        problem(answer, 404, "unknown_hold")
    body(await confirm(house, kept["id"]), 201)


async def test_a_start_beside_a_hold_is_refused(house: House) -> None:
    """Two times for one appointment: neither may be dropped in silence."""
    kept = await held(house, TEN)
    for fields in (
        {"starts_at": local(12, "13:00")},
        {"ends_at": local(12, "13:00")},
        {"duration_minutes": 30},
    ):
        answer = await confirm(house, kept["id"], **fields)
        problem(answer, 422, "either_or", f"/{next(iter(fields))}")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"hold_minutes": 0}, "too_small", "/hold_minutes"),
        ({"hold_minutes": 61}, "too_large", "/hold_minutes"),
        ({"hold_minutes": "x"}, "not_a_number", "/hold_minutes"),
        ({"starts_at": "2027-01-12T10:00:30+02:00"}, "not_whole_minute", "/starts_at"),
        ({"starts_at": "2027-03-26T02:30:00"}, "nonexistent_time", "/starts_at"),
        ({"note": "x" * 256}, "too_long", "/note"),
    ],
)
async def test_a_hold_that_breaks_a_rule_is_refused(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    wanted = {"calendar_id": house.default_calendar, "starts_at": TEN, **fields}
    problem(await house.agent.post(HOLDS, wanted), 422, code, pointer)
