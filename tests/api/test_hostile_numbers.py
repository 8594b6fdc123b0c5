"""Moments at the ends of time, numbers that are none, cursors that no list gave: all refused."""

import json

import pytest

from tests.support.desk import raw, what_there_is
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    OVERRIDES,
    RULES,
    SLOTS,
    TOOLS,
    House,
    Service,
    body,
    local,
    problem,
)

BOOKING = {"starts_at": local(12, "10:00"), "customer_name": "דנה"}
FAR_MOMENTS = [
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:00",
    "1900-01-01T00:00:00+02:00",
    "2100-12-31T23:59:00-12:00",
    "2999-12-31T23:59:00-12:00",
    "-1",
    "1e400",
    "253402300799",
    "99999999999999999999999",
]


@pytest.mark.parametrize("moment", FAR_MOMENTS)
async def test_moments_at_the_ends_of_time_are_refused(house: House, moment: str) -> None:
    booked = await house.booked(local(12, "10:00"))
    unchanged = f"{APPOINTMENTS}/{booked['id']}"
    for answer in (
        await house.booking(moment),
        await house.booking(local(12, "14:00"), ends_at=moment),
        await house.agent.post(f"{unchanged}/reschedule", {"starts_at": moment}),
        await house.agent.get(APPOINTMENTS, params={"since": moment, "until": moment}),
        await house.agent.get(APPOINTMENTS, params={"since": moment, "until": local(12, "10:00")}),
    ):
        assert answer.status_code in {409, 422}, answer.text
        assert answer.json()["code"] in {"invalid_input", "past_date", "too_far", "out_of_hours"}
    for path, ends in (
        (SLOTS, {"since": moment}),
        (APPOINTMENTS, {"since": local(12, "10:00"), "until": moment}),
    ):
        answer = await house.agent.get(path, params=ends)
        assert answer.status_code in {200, 422}, answer.text
    key = {"role": "viewer", "name": "x", "expires_at": moment}
    answer = await house.owner.post(f"/api/businesses/{house.id}/keys", key)
    assert answer.status_code in {201, 422}, answer.text
    called = await house.agent.post(
        f"{TOOLS}/calendar_create_appointment", {"starts_at": moment, "customer_name": "x"}
    )
    assert called.status_code in {200, 422}, called.text
    assert called.json()["status"] != "ok"
    assert body(await house.agent.get(unchanged)) == {**booked, "chosen_by": None}
    assert await what_there_is(house) == (1, 1)


@pytest.mark.parametrize("day", ["0001-01-01", "1970-01-01", "3000-01-01", "9999-12-31"])
async def test_dates_at_the_ends_of_time_are_refused_in_a_search(house: House, day: str) -> None:
    for query in ({"date_from": day}, {"date_from": day, "date_to": day}):
        answer = await house.agent.get(SLOTS, params=query)
        problem(answer, 422, "date_out_of_range", "/date_from")
    answer = await house.agent.get(SLOTS, params={"date_to": day})
    assert answer.status_code == 422
    called = await house.agent.post(f"{TOOLS}/calendar_find_slots", {"date_from": day})
    assert (called.status_code, called.json()["problem"]["code"]) == (422, "date_out_of_range")
    assert called.json()["problem"]["field"] == "/date_from"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_an_override_at_the_ends_of_time_breaks_nothing(house: House, day: str) -> None:
    answer = await house.owner.put(f"{OVERRIDES}/{day}", {"windows": [["09:00", "24:00"]]})
    assert answer.status_code in {200, 422}, answer.text
    answer = await house.owner.get(OVERRIDES, params={"date_from": day, "date_to": day})
    assert answer.status_code in {200, 422}, answer.text
    body(await house.agent.get(SLOTS))


@pytest.mark.parametrize(
    "day", ["2027-02-30", "2027-2-3", "tomorrow", "20270203", "2027-02-03T10:00", "٢٠٢٧-٠٢-٠٣"]
)
async def test_a_path_with_no_date_is_refused(house: House, day: str) -> None:
    for answer in (
        await house.owner.put(f"{OVERRIDES}/{day}", {"windows": []}),
        await house.owner.delete(f"{OVERRIDES}/{day}"),
    ):
        problem(answer, 422, "bad_date", "/day")


NUMBERS = ["0", "-1", "2147483648", "9" * 30, "9" * 5000, "1.5", "NaN", "x", "%00", "١"]


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
async def test_numbers_in_addresses_are_refused_or_unknown(house: House, number: str) -> None:
    for path in (
        f"{CALENDARS}/{number}",
        f"{CALENDARS}/{number}/settings",
        f"{RULES}/{number}",
        f"{APPOINTMENTS}/{number}",
        f"/api/businesses/{number}",
        f"{APPOINTMENTS}?since=2027-01-01T00:00Z&until=2027-01-02T00:00Z&calendar_id={number}",
        f"{SLOTS}?calendar_id={number}",
        f"{SLOTS}?duration_minutes={number}",
        f"{SLOTS}?limit={number}",
    ):
        answer = await house.owner.get(path)
        if number == "١":  # pydantic reads the digits of every script
            assert answer.status_code in {200, 404, 422}
        else:
            assert answer.status_code == 422 or "limit" in path, (path, answer.text)
    answer = await house.owner.delete(f"/api/businesses/{house.id}/keys/{number}")
    assert answer.status_code in {404, 422}, answer.text


async def test_the_id_of_a_key_may_be_longer_than_other_ids(house: House) -> None:
    answer = await house.owner.delete(f"/api/businesses/{house.id}/keys/{2**40}")
    problem(answer, 404, "unknown_key")


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), 10**400, 2**31, -(2**31) - 1, 1.5, "x", [], {}, None]
)
async def test_numbers_in_bodies_that_are_none_are_refused(house: House, value: object) -> None:
    for path, field, wanted in (
        (CALENDARS, "priority", {"name": "x"}),
        (CALENDARS, "default_duration_minutes", {"name": "x"}),
        (RULES, "calendar_id", {}),
        (APPOINTMENTS, "calendar_id", BOOKING),
    ):
        if value is None and path == APPOINTMENTS:
            continue
        answer = await raw(house.owner, path, json.dumps({**wanted, field: value}))
        assert answer.status_code in {400, 422}, answer.text
        if answer.status_code == 422:
            assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert await what_there_is(house) == (1, 0)


CURSORS = [
    "x", "%00", "é", "=", "bnVsbA", "W10", "WzEsMl0x", "WzEsMiwzXQ", "WyJhIiwyXQ", "W3RydWUsMV0",
    "Wzk5OTk5OTk5OTksMV0", "Wy05OTk5OTk5OTk5LDFd", "WzEsOTk5OTk5OTk5OV0", "W1siYSJdLDFd", "W05hTiwxXQ",
    "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzE0OjAwIiwxXQ", "WyIyMDI3LTAxLTAxIiwxXQ", "A" * 501, "Ww" * 200,
]  # fmt: skip


@pytest.mark.parametrize("cursor", CURSORS, ids=range(len(CURSORS)))
async def test_a_cursor_that_no_list_gave_is_refused(service: Service, house: House, cursor: str) -> None:
    operator = await service.system_admin()
    span = "since=2027-01-01T00:00Z&until=2027-01-02T00:00Z"
    for caller, path in (
        (house.viewer, f"{CALENDARS}?cursor={cursor}"),
        (house.viewer, f"{RULES}?cursor={cursor}"),
        (house.viewer, f"{APPOINTMENTS}?{span}&cursor={cursor}"),
        (operator, f"/api/businesses?cursor={cursor}"),
    ):
        answer = await caller.get(path)
        problem(answer, 422, "too_long" if len(cursor) > 500 else "bad_cursor", "/cursor")
