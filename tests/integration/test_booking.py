"""Booking: what may be booked, what is refused and why, and what the host's code then sees."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from app.core.scheduling.policy import MAX_DURATION_MIN
from tests.support.factories import (
    APPOINTMENTS,
    NOW,
    OVERRIDES,
    SLOTS,
    House,
    Json,
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


async def free(house: House, calendar_id: int, day: str, **query: Any) -> list[Json]:
    wanted = {"calendar_id": calendar_id, "date_from": day, "date_to": day, "limit": 500, **query}
    slots: list[Json] = body(await house.agent.get(SLOTS, params=wanted))["slots"]
    return slots


async def test_a_booking_is_what_was_asked_for(service: Service, house: House) -> None:
    booked = await house.booked(
        local(12, "10:00"),
        duration_minutes=45,
        customer_phone="+972501234567",
        customer_email="dana@example.com",
        notes="קומה שלישית",
        title="מדידה",
        channel="whatsapp",
    )
    assert booked["starts_at"] == local(12, "10:00")
    assert booked["ends_at"] == local(12, "10:45")
    assert booked["calendar_id"] == house.default_calendar
    assert booked["status"] == "scheduled"
    assert (booked["timezone"], booked["source"]) == ("Asia/Jerusalem", "whatsapp")
    assert (booked["customer_phone"], booked["customer_email"]) == ("+972501234567", "dana@example.com")
    found = body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))
    assert found == {**booked, "chosen_by": None}
    assert await stored(service, house) == (1, 1)


async def test_the_answer_says_where_the_booking_is(house: House) -> None:
    answer = await house.booking(local(12, "10:00"))
    assert body(await house.agent.get(answer.headers["location"]))["id"] == body(answer, 201)["id"]


@pytest.mark.parametrize("clock_of", ["Asia/Jerusalem", "America/New_York", "Asia/Kathmandu"])
async def test_the_hosts_code_sees_right_local_times(service: Service, clock_of: str) -> None:
    house = await service.house(timezone=clock_of, always_open=True, opening_hours=None)
    for start in (datetime(2027, 7, 1, 9, 30, tzinfo=UTC), datetime(2027, 12, 1, 23, 30, tzinfo=UTC)):
        booked = await house.booked(start.isoformat())
        async with connected(service.database_url) as connection:
            row = await connection.fetchrow("SELECT * FROM appointments WHERE id = $1", booked["id"])
        assert row is not None
        assert row["start_time"] == start.astimezone(ZoneInfo(clock_of)).replace(tzinfo=None)
        assert row["end_time"] == row["start_time"] + timedelta(hours=1)
        assert (row["starts_at"], row["ends_at"]) == (start, start + timedelta(hours=1))


async def test_a_start_without_offset_is_read_in_the_calendars_zone_and_said_so(service: Service) -> None:
    house = await service.house(timezone="America/New_York")
    booked = await house.booked("2027-01-12T10:00:00")
    assert booked["starts_at"] == "2027-01-12T10:00:00-05:00"
    assert booked["read_as"] == {"timezone": "America/New_York", "occurs": "once"}
    with_offset = await house.booked("2027-01-12T13:00:00-05:00")
    assert with_offset["read_as"] is None


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "read"),
    [
        (f"{GAP}T01:30", f"{GAP}T03:30", f"{GAP}T03:30:00+03:00"),
        (f"{FOLD}T00:30", f"{FOLD}T02:30", f"{FOLD}T02:30:00+02:00"),
        (f"{FOLD}T00:30", f"{FOLD}T01:30", f"{FOLD}T01:30:00+03:00"),
    ],
)
async def test_an_end_without_offset_is_read_in_the_calendars_zone_too(
    service: Service, starts_at: str, ends_at: str, read: str
) -> None:
    house = await service.house(always_open=True, opening_hours=None)
    booked = await house.booked(starts_at, ends_at=ends_at)
    assert (booked["starts_at"][:16], booked["ends_at"]) == (starts_at, read)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "code"),
    [
        (f"{GAP}T01:30", f"{GAP}T02:30", "nonexistent_time"),
        # Read as the first 01:15, which is before the first 01:30.
        (f"{FOLD}T01:30", f"{FOLD}T01:15", "end_before_start"),
    ],
)
async def test_an_end_that_the_clock_skips_or_sets_before_the_start_is_refused(
    service: Service, starts_at: str, ends_at: str, code: str
) -> None:
    house = await service.house(always_open=True, opening_hours=None)
    problem(await house.booking(starts_at, ends_at=ends_at), 422, code, "/ends_at")
    assert await stored(service, house) == (0, 0)


async def test_a_start_that_the_clock_skips_is_refused(service: Service) -> None:
    house = await service.house(always_open=True, opening_hours=None)
    refused = problem(await house.booking(f"{GAP}T02:30:00"), 422, "nonexistent_time", "/starts_at")
    assert "Asia/Jerusalem" in refused["detail"]
    assert await stored(service, house) == (0, 0)
    assert (await house.booked(f"{GAP}T03:00:00"))["starts_at"] == f"{GAP}T03:00:00+03:00"


async def test_a_start_that_comes_twice_is_the_first_and_said_so(service: Service) -> None:
    house = await service.house(always_open=True, opening_hours=None)
    first = await house.booked(f"{FOLD}T01:30:00", duration_minutes=30)
    assert first["starts_at"] == f"{FOLD}T01:30:00+03:00"
    assert first["read_as"] == {"timezone": "Asia/Jerusalem", "occurs": "twice"}
    second = await house.booked(f"{FOLD}T01:30:00+02:00", duration_minutes=30)
    assert second["starts_at"] == f"{FOLD}T01:30:00+02:00"


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        (local(12, "08:00"), "out_of_hours"),
        (local(12, "16:30"), "out_of_hours"),
        (local(15, "10:00"), "closed_day"),
        (local(10, "09:00"), "past_date"),
        (local(1, "10:00"), "past_date"),
        ("2028-01-11T10:00:00+02:00", "too_far"),
        ("2099-01-11T10:00:00+02:00", "too_far"),
    ],
)
async def test_a_start_that_cannot_be_booked_is_refused_with_times_that_can(
    service: Service, house: House, start: str, reason: str
) -> None:
    refused = problem(await house.booking(start), 409, reason)
    assert await stored(service, house) == (0, 0)
    assert len(refused["alternatives"]) == 3
    for slot in refused["alternatives"]:
        booked = await house.booked(slot["starts_at"], slot["calendar_id"])
        assert (booked["starts_at"], booked["ends_at"]) == (slot["starts_at"], slot["ends_at"])


async def test_a_start_within_the_notice_is_too_soon(service: Service) -> None:
    house = await service.house(min_notice_minutes=120)
    refused = problem(await house.booking(local(10, "11:00")), 409, "too_soon")
    assert instants(refused["alternatives"])[0] >= NOW + timedelta(hours=2)
    await house.booked(local(10, "12:00"))


async def test_alternatives_look_back_as_well_as_forward(house: House) -> None:
    """Thursday is taken, and the next opening is on Sunday: Wednesday's last hours are nearer."""
    await house.booked(local(14, "09:00"), duration_minutes=480)
    refused = problem(await house.booking(local(14, "09:30")), 409, "slot_taken")
    starts = [slot["starts_at"] for slot in refused["alternatives"]]
    assert starts == [local(13, at) for at in ("16:00", "15:00", "14:00")]
    body(await house.booking(starts[0]), 201)


async def test_alternatives_keep_to_the_dates_with_other_hours(house: House) -> None:
    """The nearest free day can lie far from the refused one: its own hours count there too."""
    for day in range(12, 27):
        body(await house.owner.put(f"{OVERRIDES}/2027-01-{day}", {"windows": []}))
    body(await house.owner.put(f"{OVERRIDES}/2027-01-11", {"windows": []}))
    body(await house.owner.put(f"{OVERRIDES}/2027-01-10", {"windows": [["10:00", "13:00"]]}))
    for start in (local(12, "10:00"), "2027-11-12T10:00:00+02:00", local(1, "10:00", month=1)):
        answer = await house.booking(start)
        assert answer.status_code == 409
        for slot in answer.json()["alternatives"]:
            booked = await house.booked(slot["starts_at"])
            body(await house.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel"))


async def test_what_is_taken_is_refused_and_the_alternatives_lie_around_it(house: House) -> None:
    await house.booked(local(12, "12:00"))
    for start in (local(12, "12:00"), local(12, "11:30"), local(12, "12:59")):
        refused = problem(await house.booking(start), 409, "slot_taken")
        assert refused["alternatives"]
    await house.booked(local(12, "11:00"))
    await house.booked(local(12, "13:00"))


async def test_buffers_keep_others_away_on_both_sides(house: House) -> None:
    calendar = await house.calendar(buffer_before_minutes=10, buffer_after_minutes=20)
    await house.booked(local(12, "12:00"), calendar["id"])
    for start in (local(12, "10:40"), local(12, "13:29"), local(12, "11:00"), local(12, "13:00")):
        problem(await house.booking(start, calendar["id"]), 409, "slot_taken")
    await house.booked(local(12, "10:30"), calendar["id"])
    await house.booked(local(12, "13:30"), calendar["id"])
    await house.booked(local(12, "12:00"), house.default_calendar)


async def test_every_slot_that_is_offered_can_be_booked(house: House) -> None:
    calendar = await house.calendar(default_duration_minutes=50, buffer_after_minutes=15)
    await house.booked(local(12, "11:10"), calendar["id"])
    offered = await free(house, calendar["id"], "2027-01-12")
    assert len(offered) > 3
    taken = 0
    for slot in offered:
        answer = await house.booking(slot["starts_at"], calendar["id"])
        if answer.status_code == 409:
            problem(answer, 409, "slot_taken")
            continue
        taken += 1
        assert answer.json()["ends_at"] == slot["ends_at"]
    assert taken >= 3
    assert await free(house, calendar["id"], "2027-01-12") == []


async def test_the_duration_is_the_one_asked_for_else_the_calendars(house: House) -> None:
    calendar = await house.calendar(default_duration_minutes=90)
    booked = await house.booked(local(12, "10:00"), calendar["id"])
    assert booked["ends_at"] == local(12, "11:30")
    booked = await house.booked(local(13, "10:00"), calendar["id"], duration_minutes=15)
    assert booked["ends_at"] == local(13, "10:15")
    booked = await house.booked(local(14, "10:00"), calendar["id"], ends_at=local(14, "12:00"))
    assert booked["ends_at"] == local(14, "12:00")
    booked = await house.booked("2027-01-17T10:00", calendar["id"], ends_at="2027-01-17T10:20")
    assert booked["ends_at"] == local(17, "10:20")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"ends_at": local(12, "10:00")}, "end_before_start", "/ends_at"),
        ({"ends_at": local(12, "09:00")}, "end_before_start", "/ends_at"),
        ({"ends_at": "2027-01-12T12:00:00"}, "zone_needed", "/ends_at"),
        ({"ends_at": "2027-01-12T11:00:30+02:00"}, "bad_duration", "/ends_at"),
        ({"ends_at": local(30, "10:00")}, "bad_duration", "/ends_at"),
        ({"ends_at": local(12, "11:00"), "duration_minutes": 60}, "either_or", "/ends_at"),
        ({"duration_minutes": 0}, "too_small", "/duration_minutes"),
        ({"duration_minutes": -5}, "too_small", "/duration_minutes"),
        ({"duration_minutes": 366 * 24 * 60}, "too_large", "/duration_minutes"),
        ({"starts_at": "2027-01-12T10:00:30+02:00"}, "not_whole_minute", "/starts_at"),
        ({"starts_at": "2027-01-12T10:00:00.5"}, "not_whole_minute", "/starts_at"),
        ({"starts_at": "tomorrow"}, "bad_instant", "/starts_at"),
        ({"starts_at": "2027-02-30T10:00:00Z"}, "bad_instant", "/starts_at"),
        ({"starts_at": "2027-01-12T10:00:00 Asia/Jerusalem"}, "bad_instant", "/starts_at"),
        ({"starts_at": None}, "missing", "/starts_at"),
        ({"starts_at": "0001-01-01T00:00:00Z"}, "date_out_of_range", "/starts_at"),
        ({"starts_at": "9999-01-01T00:00:00"}, "date_out_of_range", "/starts_at"),
        ({"customer_name": "   "}, "too_short", "/customer_name"),
        ({"customer_name": None}, "missing", "/customer_name"),
        ({"customer_name": "x" * 256}, "too_long", "/customer_name"),
        ({"customer_phone": "1"}, "too_short", "/customer_phone"),
        ({"customer_email": "dana"}, "bad_email", "/customer_email"),
        ({"channel": "fax"}, "not_allowed", "/channel"),
        ({"calendar_id": "x"}, "not_a_number", "/calendar_id"),
        ({"business_id": 1}, "unknown_field", "/business_id"),
    ],
)
async def test_a_booking_that_breaks_a_rule_is_refused_and_writes_nothing(
    service: Service, house: House, fields: Json, code: str, pointer: str
) -> None:
    wanted = {"starts_at": local(12, "10:00"), **fields}
    problem(await house.booking(**wanted), 422, code, pointer)
    assert await stored(service, house) == (0, 0)


async def test_every_broken_rule_is_told_at_once(house: House) -> None:
    answer = await house.agent.post(APPOINTMENTS, {"duration_minutes": 0, "channel": "fax"})
    pointers = {fault["pointer"] for fault in answer.json()["errors"]}
    assert pointers == {"/customer_name", "/duration_minutes", "/channel"}


async def test_the_longest_appointment_is_a_week(service: Service) -> None:
    house = await service.house(always_open=True, opening_hours=None)
    booked = await house.booked(local(12, "10:00"), duration_minutes=MAX_DURATION_MIN)
    assert booked["ends_at"] == local(19, "10:00")
    problem(await house.booking(local(19, "09:59")), 409, "slot_taken")
    await house.booked(local(19, "10:00"))


async def test_a_business_may_insist_on_a_phone_number(service: Service) -> None:
    house = await service.house(require_phone_before_booking=True)
    problem(await house.booking(local(12, "10:00")), 422, "phone_required", "/customer_phone")
    assert await stored(service, house) == (0, 0)
    await house.booked(local(12, "10:00"), customer_phone="050-1234567")


async def test_a_calendar_that_is_off_cannot_be_booked(service: Service, house: House) -> None:
    second = await house.calendar()
    body(await house.owner.delete(f"/api/calendar/calendars/{second['id']}"), 204)
    problem(await house.booking(local(12, "10:00"), second["id"]), 409, "calendar_unavailable")
    assert await stored(service, house) == (0, 0)
    found = body(await house.agent.get(SLOTS, params={"calendar_id": second["id"]}))
    assert {day["reason"] for day in found["empty_days"]} == {"calendar_unavailable"}


async def test_a_day_that_is_full_is_refused(house: House) -> None:
    place = f"/api/calendar/calendars/{house.default_calendar}/settings"
    body(await house.owner.patch(place, {"max_per_day": 2}))
    await house.booked(local(12, "09:00"))
    cancelled = await house.booked(local(12, "10:00"))
    refused = problem(await house.booking(local(12, "14:00")), 409, "day_full")
    assert all(slot["starts_at"][:10] != "2027-01-12" for slot in refused["alternatives"])
    body(await house.agent.post(f"{APPOINTMENTS}/{cancelled['id']}/cancel"))
    await house.booked(local(12, "14:00"))
