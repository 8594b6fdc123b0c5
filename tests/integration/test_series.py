"""Recurring appointments: all instances, or none and the list of what stands in the way."""

from datetime import datetime, timedelta

import pytest

from tests.support.desk import SERIES, all_at_once, free, line, overlaps, statuses, waits
from tests.support.factories import (
    APPOINTMENTS,
    SETTINGS,
    House,
    Json,
    Service,
    body,
    instants,
    local,
    made,
    problem,
    stored,
)
from tests.support.servers import connected

ONE_MAJOR = True
WEEKS = {"starts_at": local(12, "10:00"), "rrule": "FREQ=WEEKLY;COUNT=4", "customer_name": "דנה"}


async def test_every_instance_is_booked(service: Service, house: House) -> None:
    series = await made(house.agent, SERIES, {**WEEKS, "channel": "whatsapp", "notes": "טיפול"})
    starts = [one["starts_at"] for one in series["appointments"]]
    assert starts == [local(12, "10:00"), local(19, "10:00"), local(26, "10:00"), local(2, "10:00", month=2)]
    assert (series["rrule"], series["skipped"]) == (WEEKS["rrule"], [])
    assert {one["notes"] for one in series["appointments"]} == {"טיפול"}
    assert await stored(service, house) == (4, 4)
    for one in series["appointments"]:
        problem(await house.booking(one["starts_at"]), 409, "slot_taken")
        (told,) = body(await house.viewer.get(f"{APPOINTMENTS}/{one['id']}/history"))["data"]
        assert (told["action"], told["channel"]) == ("booked", "whatsapp")


async def test_one_instance_can_be_moved_or_cancelled_alone(house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    first, second = series["appointments"][:2]
    body(await house.agent.post(f"{APPOINTMENTS}/{first['id']}/cancel"))
    later = {"starts_at": local(20, "12:00")}
    body(await house.agent.post(f"{APPOINTMENTS}/{second['id']}/reschedule", later))
    assert "10:00" in await free(house, "2027-01-12")
    assert "10:00" not in await free(house, "2027-01-26")


async def test_the_wall_clock_stays_over_a_change_of_clocks(service: Service) -> None:
    house = await service.house(always_open=True)
    for first in ("2027-03-21T10:00:00", "2027-10-24T10:00:00"):
        wanted = {**WEEKS, "starts_at": first, "rrule": "FREQ=WEEKLY;COUNT=3"}
        series = await made(house.agent, SERIES, wanted)
        assert [one["starts_at"][11:16] for one in series["appointments"]] == ["10:00"] * 3
        assert len({one["starts_at"][19:] for one in series["appointments"]}) == 2


async def test_a_first_start_without_offset_is_read_in_the_calendars_zone_and_said_so(
    service: Service,
) -> None:
    house = await service.house(timezone="America/New_York")
    series = await made(house.agent, SERIES, {**WEEKS, "starts_at": "2027-01-12T10:00"})
    assert series["appointments"][0]["starts_at"] == "2027-01-12T10:00:00-05:00"
    assert series["read_as"] == {"timezone": "America/New_York", "occurs": "once"}
    with_offset = await made(house.agent, SERIES, {**WEEKS, "starts_at": "2027-01-12T13:00:00-05:00"})
    assert with_offset["read_as"] is None


async def test_a_time_that_the_clock_skips_is_named_and_left_out(service: Service) -> None:
    house = await service.house(always_open=True)
    wanted = {**WEEKS, "starts_at": "2027-03-25T02:30:00", "rrule": "FREQ=DAILY;COUNT=3"}
    series = await made(house.agent, SERIES, wanted)
    assert [one["starts_at"][:16] for one in series["appointments"]] == [
        "2027-03-25T02:30",
        "2027-03-27T02:30",
        "2027-03-28T02:30",
    ]
    assert series["skipped"] == ["2027-03-26T02:30:00"]


async def test_one_that_cannot_be_booked_stops_all_and_is_named(service: Service, house: House) -> None:
    await house.booked(local(19, "10:00"))
    answer = await house.agent.post(SERIES, {**WEEKS, "rrule": "FREQ=DAILY;INTERVAL=7;UNTIL=20270214"})
    refused = problem(answer, 409, "series_refused")
    (failure,) = refused["failures"]
    assert (failure["starts_at"], failure["reason"]) == (local(19, "10:00"), "slot_taken")
    assert failure["ends_at"] == local(19, "11:00")
    assert len(failure["alternatives"]) == 3
    assert local(19, "10:00") not in {slot["starts_at"] for slot in failure["alternatives"]}
    assert await stored(service, house) == (1, 1)
    answer = await house.agent.post(SERIES, {**WEEKS, "rrule": "FREQ=DAILY;COUNT=6"})
    failures = problem(answer, 409, "series_refused")["failures"]
    reasons = [(each["starts_at"][:10], each["reason"]) for each in failures]
    assert reasons == [("2027-01-15", "closed_day"), ("2027-01-16", "closed_day")]
    assert await stored(service, house) == (1, 1)


async def test_instances_that_meet_each_other_are_refused(service: Service, house: House) -> None:
    wanted = {**WEEKS, "rrule": "FREQ=DAILY;COUNT=2;BYHOUR=10;BYMINUTE=0,30"}
    failures = problem(await house.agent.post(SERIES, wanted), 409, "series_refused")["failures"]
    assert [failure["starts_at"] for failure in failures] == [local(12, "10:30")]
    assert await stored(service, house) == (0, 0)


async def test_the_most_a_day_counts_within_a_series(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"max_per_day": 2}))
    wanted = {**WEEKS, "rrule": "FREQ=DAILY;COUNT=3;BYHOUR=10,12,14"}
    (failure,) = problem(await house.agent.post(SERIES, wanted), 409, "series_refused")["failures"]
    assert (failure["starts_at"], failure["reason"]) == (local(12, "14:00"), "day_full")


async def test_each_instance_takes_the_first_free_calendar_of_a_pool(house: House) -> None:
    rooms = [await house.calendar(name=name, type_key="room", priority=p) for name, p in (("א", 2), ("ב", 1))]
    await house.booked(local(19, "10:00"), rooms[0]["id"])
    series = await made(house.agent, SERIES, {**WEEKS, "type_key": "room"})
    chosen = [one["calendar_id"] for one in series["appointments"]]
    assert chosen == [rooms[0]["id"], rooms[1]["id"], rooms[0]["id"], rooms[0]["id"]]
    assert {one["chosen_by"] for one in series["appointments"]} == {"pool"}


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"rrule": "FREQ=SECONDLY;COUNT=3"}, "bad_rrule", "/rrule"),
        ({"rrule": "FREQ=DAILY"}, "bad_rrule", "/rrule"),
        ({"rrule": "FREQ=DAILY;COUNT=100000"}, "bad_rrule", "/rrule"),
        ({"rrule": "FREQ=DAILY;INTERVAL=0;BYMONTH=2;COUNT=3"}, "bad_rrule", "/rrule"),
        ({"rrule": "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;COUNT=3"}, "bad_rrule", "/rrule"),
        ({"rrule": "FREQ=DAILY;COUNT=2\nEXDATE:20270113T100000"}, "bad_rrule", "/rrule"),
        ({"rrule": "DTSTART:20280101T100000\nRRULE:FREQ=DAILY;COUNT=2"}, "bad_rrule", "/rrule"),
        ({"rrule": "א" * 10_000}, "too_long", "/rrule"),
        ({"rrule": ""}, "bad_rrule", "/rrule"),
        ({"rrule": None}, "not_text", "/rrule"),
        ({"starts_at": "2027-01-12T10:00:30"}, "not_whole_minute", "/starts_at"),
        ({"duration_minutes": 0}, "too_small", "/duration_minutes"),
    ],
)
async def test_a_series_that_breaks_a_rule_is_refused(
    service: Service, house: House, fields: Json, code: str, pointer: str
) -> None:
    problem(await house.agent.post(SERIES, {**WEEKS, **fields}), 422, code, pointer)
    assert await stored(service, house) == (0, 0)


async def test_a_phone_is_asked_for_before_anything_is_booked(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"require_phone_before_booking": True}))
    problem(await house.agent.post(SERIES, WEEKS), 422, "phone_required", "/customer_phone")
    await made(house.agent, SERIES, {**WEEKS, "customer_phone": "+972501234567"})


async def test_of_series_that_want_the_same_times_one_gets_them_all(service: Service, house: House) -> None:
    forwards = {**WEEKS, "rrule": "FREQ=WEEKLY;COUNT=6"}
    other = {**forwards, "starts_at": local(26, "10:00")}
    answers = await all_at_once(*(house.agent.post(SERIES, each) for each in (forwards, other) * 4))
    assert set(statuses(answers)) == {201, 409}
    (won,) = [body(answer, 201) for answer in answers if answer.status_code == 201]
    assert len(instants(won["appointments"])) == 6
    assert await stored(service, house) == (6, 6)
    assert await overlaps(service) == 0


async def test_a_series_of_a_hundred_is_booked(service: Service) -> None:
    house = await service.house(always_open=True)
    series = await made(house.agent, SERIES, {**WEEKS, "rrule": "FREQ=DAILY;COUNT=100"})
    starts = instants(series["appointments"])
    assert len(starts) == len(set(starts)) == 100
    assert starts == sorted(starts)
    assert starts[-1].astimezone() == datetime.fromisoformat("2027-04-21T10:00:00+03:00")


def place(series: Json) -> str:
    return f"{SERIES}/{series['id']}"


async def test_a_series_is_shown_as_it_stands(house: House) -> None:
    answer = await house.agent.post(SERIES, WEEKS)
    series = body(answer, 201)
    assert answer.headers["location"] == place(series)
    shown = body(await house.viewer.get(answer.headers["location"]))
    assert (shown["id"], shown["rrule"], shown["timezone"]) == (
        series["id"],
        WEEKS["rrule"],
        "Asia/Jerusalem",
    )
    assert shown["starts_at"] == local(12, "10:00")
    assert shown["appointments"] == [{**one, "chosen_by": None} for one in series["appointments"]]
    first, second, *_ = series["appointments"]
    body(await house.agent.post(f"{APPOINTMENTS}/{first['id']}/cancel"))
    later = {"starts_at": local(28, "12:00")}
    body(await house.agent.post(f"{APPOINTMENTS}/{second['id']}/reschedule", later))
    await house.booked(local(13, "10:00"))
    standing = body(await house.viewer.get(place(series)))["appointments"]
    assert [(one["starts_at"], one["status"]) for one in standing] == [
        (local(12, "10:00"), "cancelled"),
        (local(26, "10:00"), "scheduled"),
        (local(28, "12:00"), "scheduled"),
        (local(2, "10:00", month=2), "scheduled"),
    ]


async def test_anothers_series_is_unknown(service: Service, house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    other = await service.house()
    for stranger, path in ((other, place(series)), (house, f"{SERIES}/{2**62}")):
        problem(await stranger.agent.get(path), 404, "unknown_series")
        problem(await stranger.agent.post(f"{path}/cancel"), 404, "unknown_series")
    assert await stored(service, house) == (4, 4)


async def test_what_is_left_of_a_series_is_cancelled(service: Service, house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    first, second, *rest = series["appointments"]
    service.clock.now = datetime.fromisoformat(second["starts_at"]) + timedelta(seconds=1)
    wanted = {"reason": "עברה דירה", "channel": "calls"}
    ended = body(await house.admin.post(f"{place(series)}/cancel", wanted))
    assert [one["id"] for one in ended["cancelled"]] == [one["id"] for one in rest]
    told = {(one["status"], one["cancel_reason"], one["notes"]) for one in ended["cancelled"]}
    assert told == {("cancelled", "עברה דירה", None)}
    standing = body(await house.viewer.get(place(series)))["appointments"]
    assert [one["status"] for one in standing] == ["scheduled", "scheduled", "cancelled", "cancelled"]
    for one in rest:
        booked, cancelled = body(await house.viewer.get(f"{APPOINTMENTS}/{one['id']}/history"))["data"]
        assert (cancelled["action"], cancelled["actor"], cancelled["channel"]) == (
            "cancelled",
            "admin: admin",
            "calls",
        )
        assert cancelled["before"] == booked["after"]
    for one in (first, second):
        assert len(body(await house.viewer.get(f"{APPOINTMENTS}/{one['id']}/history"))["data"]) == 1
    assert await stored(service, house) == (4, 2)
    assert body(await house.admin.post(f"{place(series)}/cancel")) == {"id": series["id"], "cancelled": []}


async def test_a_series_is_cancelled_from_an_instant_on(service: Service, house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    third = series["appointments"][2]
    ended = body(await house.agent.post(f"{place(series)}/cancel", {"since": third["starts_at"]}))
    assert [one["id"] for one in ended["cancelled"]] == [one["id"] for one in series["appointments"][2:]]
    wrong = {"since": "2027-01-19T10:00:00"}
    problem(await house.agent.post(f"{place(series)}/cancel", wrong), 422, "zone_needed", "/since")
    assert await stored(service, house) == (4, 2)


async def test_the_times_of_a_cancelled_series_go_to_those_who_wait(house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    await waits(house, local(12, "10:00"), local(12, "11:00"), "ראשון")
    await waits(house, local(19, "10:00"), local(26, "11:00"), "שני", duration_minutes=60)
    body(await house.agent.post(f"{place(series)}/cancel"))
    assert {name: entry["status"] for name, entry in (await line(house)).items()} == {
        "ראשון": "offered",
        "שני": "offered",
    }
    assert "10:00" not in await free(house, "2027-01-12")
    assert "10:00" in await free(house, "2027-01-26")


async def test_a_series_is_cancelled_whole_or_not_at_all(service: Service, house: House) -> None:
    """The last of its lines of history cannot be written: the first appointment is not cancelled either."""
    series = await made(house.agent, SERIES, WEEKS)
    last = series["appointments"][-1]["id"]
    async with connected(service.database_url) as connection:
        await connection.execute(
            f"ALTER TABLE appointment_audit ADD CONSTRAINT no CHECK (appointment_id <> {last}) NOT VALID"
        )
        try:
            assert (await house.agent.post(f"{place(series)}/cancel")).status_code == 500
        finally:
            await connection.execute("ALTER TABLE appointment_audit DROP CONSTRAINT no")
    assert await stored(service, house) == (4, 4)
    standing = body(await house.viewer.get(place(series)))["appointments"]
    assert {one["status"] for one in standing} == {"scheduled"}


async def test_two_who_cancel_a_series_at_once_cancel_each_appointment_once(house: House) -> None:
    series = await made(house.agent, SERIES, WEEKS)
    alone = series["appointments"][1]["id"]
    answers = await all_at_once(
        *(house.agent.post(f"{place(series)}/cancel") for _ in range(4)),
        house.agent.post(f"{APPOINTMENTS}/{alone}/cancel"),
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    for one in series["appointments"]:
        lines = body(await house.viewer.get(f"{APPOINTMENTS}/{one['id']}/history"))["data"]
        assert [told["action"] for told in lines] == ["booked", "cancelled"]
