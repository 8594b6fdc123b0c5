"""Input that no client would send on purpose: it gets a refusal with a code, never a fault of ours."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from app.routers.boundary import MAX_BODY_BYTES
from tests.factories import (
    APPOINTMENTS,
    CALENDARS,
    OVERRIDES,
    RESOLVE,
    RULES,
    SETTINGS,
    SLOTS,
    TOOLS,
    Caller,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)

JSON = {"Content-Type": "application/json"}
RTL = "\u200f\u202bהובלה\u202c \u2067דירה\u2069\u200e"
BOOKING = {"starts_at": local(12, "10:00"), "customer_name": "דנה"}


async def raw(caller: Caller, path: str, content: Any, kind: str = "application/json") -> Any:
    return await caller.request("POST", path, content=content, headers={"Content-Type": kind})


@pytest.mark.parametrize("content", [b"{", b"", b"\xff\xfe", b'{"a": 1,}', b"[" * 100_000, b"9" * 5000])
async def test_what_is_not_json_is_refused(house: House, content: bytes) -> None:
    answer = await raw(house.owner, CALENDARS, content)
    assert answer.status_code in {400, 422}, answer.text
    if content:
        problem(answer, 400, "invalid_json")
    else:
        problem(answer, 422, "missing", "")


@pytest.mark.parametrize("content", [b"null", b"[]", b'"x"', b"7", b"true"])
async def test_json_that_is_no_object_is_refused(house: House, content: bytes) -> None:
    answer = await raw(house.owner, CALENDARS, content)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] in {"not_an_object", "missing"}


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"]
)
async def test_a_body_of_another_type_is_refused_as_such(house: House, kind: str) -> None:
    problem(await raw(house.owner, CALENDARS, b'{"name": "x"}', kind), 415, "not_json")


async def in_pieces(size: int) -> AsyncIterator[bytes]:
    yield b'{"name": "'
    for _ in range(size // 10_000):
        yield b"x" * 10_000
    yield b'"}'


async def test_a_body_of_two_megabytes_is_refused_however_it_comes(house: House) -> None:
    whole = json.dumps({"name": "x" * 2_000_000})
    problem(await raw(house.owner, CALENDARS, whole), 413, "body_too_large")
    problem(await raw(house.owner, CALENDARS, in_pieces(2_000_000)), 413, "body_too_large")
    problem(await raw(house.owner, f"{TOOLS}/calendar_list", in_pieces(2_000_000)), 413, "body_too_large")
    below = json.dumps({"name": "x" * (MAX_BODY_BYTES - 100)})
    problem(await raw(house.owner, CALENDARS, below), 422, "too_long", "/name")


async def test_a_request_id_comes_back_unless_it_is_not_one(service: Service) -> None:
    for given_id, same in (("abc-123.x:y", True), ("x" * 101, False), ("a b", False), ("", False)):
        answer = await service.anonymous.get("/api/none", headers={"X-Request-Id": given_id})
        assert (answer.headers["x-request-id"] == given_id) is same
        problem(answer, 404, "not_found")


async def test_a_method_that_an_address_does_not_know_is_refused(house: House) -> None:
    problem(await house.owner.put(CALENDARS, {}), 405, "method_not_allowed")


TEXTS = {
    "name": (CALENDARS, {}),
    "type_key": (CALENDARS, {"name": "x"}),
    "calendar_external_id": (CALENDARS, {"name": "x"}),
    "customer_name": (APPOINTMENTS, BOOKING),
    "customer_phone": (APPOINTMENTS, BOOKING),
    "title": (APPOINTMENTS, BOOKING),
    "notes": (APPOINTMENTS, BOOKING),
    "intent_text": (RESOLVE, {}),
    "service_label": (RESOLVE, {"intent_text": "x"}),
}


@pytest.mark.parametrize("field", TEXTS)
@pytest.mark.parametrize("text", ["abc\x00def", "abc\ud800def", "\udfff"], ids=ascii)
async def test_text_that_cannot_be_stored_is_refused(house: House, field: str, text: str) -> None:
    path, wanted = TEXTS[field]
    answer = await raw(house.owner, path, json.dumps({**wanted, field: text}))
    problem(answer, 422, "bad_text", f"/{field}")
    assert await what_there_is(house) == (1, 0)


@pytest.mark.parametrize("text", ["\ud800", "a\x00b"], ids=ascii)
async def test_names_and_nested_text_that_cannot_be_stored_are_refused(house: House, text: str) -> None:
    default = house.default_calendar
    for path, wanted in (
        (CALENDARS, {"name": "x", text: 1}),
        (CALENDARS, {"name": "x", "allowed_tags": ["ok", text]}),
        (RULES, {"calendar_id": default, "match_keywords": [text]}),
        (RULES, {"calendar_id": default, "question_text": text}),
        (f"{TOOLS}/calendar_resolve_target", {"intent_text": text}),
        (f"{TOOLS}/calendar_list", {text: text}),
        (f"{TOOLS}/calendar_find_slots", {"date_from": text}),
        (f"{TOOLS}/calendar_create_appointment", {**BOOKING, "notes": text}),
    ):
        answer = await raw(house.owner, path, json.dumps(wanted))
        assert answer.status_code == 422, (path, answer.text)
    refused: tuple[Json, ...] = ({text: []}, {"sun": text}, {"sun": [[text, "10:00"]]})
    for hours in refused:
        content = json.dumps({"opening_hours": hours})
        answer = await house.owner.request("PATCH", SETTINGS, content=content, headers=JSON)
        assert answer.status_code == 422, answer.text
    answer = await house.owner.request(
        *("PUT", f"{OVERRIDES}/2027-05-05"),
        content=json.dumps({"windows": [], "note": text}),
        headers=JSON,
    )
    problem(answer, 422, "bad_text", "/note")
    assert await what_there_is(house) == (1, 0)


@pytest.mark.parametrize("filter_", ["type_key", "tag"])
async def test_a_filter_that_cannot_be_stored_is_refused(house: House, filter_: str) -> None:
    problem(await house.viewer.get(f"{CALENDARS}?{filter_}=a%00b"), 422, "bad_text", f"/{filter_}")


async def test_right_to_left_marks_are_kept_as_they_came(house: House) -> None:
    calendar = await house.calendar(name=RTL, allowed_tags=[RTL])
    assert (calendar["name"], calendar["allowed_tags"]) == (RTL, [RTL])
    booked = await house.booked(local(12, "10:00"), house.default_calendar, customer_name=RTL, notes=RTL)
    assert (booked["customer_name"], booked["notes"], booked["title"]) == (RTL, RTL, RTL)


async def test_right_to_left_marks_do_not_hide_a_word_from_the_rules(house: House) -> None:
    calendar = await house.calendar(name="לוח שני")
    await house.rule(calendar["id"], "הובלה")
    found = body(await house.agent.post(RESOLVE, {"intent_text": f"צריך {RTL}"}))
    assert (found["decision"], found["calendar_id"]) == ("routed", calendar["id"])


async def test_ten_thousand_characters_are_read_and_one_more_is_refused(house: House) -> None:
    calendar = await house.calendar(name="לוח שני")
    await house.rule(calendar["id"], "הובלה")
    text = "ש" * 9_990 + " צריך הובלה"
    long_text = text[-10_000:]
    found = body(await house.agent.post(RESOLVE, {"intent_text": long_text}))
    assert found["calendar_id"] == calendar["id"]
    (evidence,) = [item for item in found["evidence"] if item["keyword"] == "הובלה"]
    assert long_text[evidence["start"] : evidence["end"]] == "הובלה"
    problem(await house.agent.post(RESOLVE, {"intent_text": "ש" * 10_001}), 422, "too_long", "/intent_text")
    answer = await house.booking(local(12, "10:00"), intent_text="ש" * 10_001)
    problem(answer, 422, "too_long", "/intent_text")
    assert await what_there_is(house) == (2, 0)


FAR_MOMENTS = [
    "0001-01-01T00:00:00+14:00",
    "0001-01-01T00:00:00",
    "9999-12-31T23:59:59-14:00",
    "9999-12-31T23:59:00",
    "1900-01-01T00:00:00+02:00",
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
        await house.agent.get(APPOINTMENTS, params={"since": local(12, "10:00"), "until": moment}),
    ):
        assert answer.status_code in {409, 422}, answer.text
        assert answer.json()["code"] in {"invalid_input", "past_date", "too_far", "out_of_hours"}
    answer = await house.agent.get(SLOTS, params={"not_before": moment})
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
    answer = await house.owner.get(OVERRIDES, params={"first": day, "last": day})
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


async def what_there_is(house: House) -> tuple[int, int]:
    """How many calendars and appointments the business has."""
    span = {"since": local(1, "00:00"), "until": local(30, "00:00")}
    calendars = body(await house.owner.get(CALENDARS))["data"]
    return len(calendars), len(body(await house.owner.get(APPOINTMENTS, params=span))["data"])
