"""Input that no client would send on purpose: it gets a refusal with a code, never a fault of ours."""

import json
from collections.abc import AsyncIterator

import pytest

from app.core.routing.examples.examples import MAX_EXAMPLES_PER_CALENDAR
from app.web.boundary import MAX_BODY_BYTES, MAX_RULES_BODY_BYTES
from tests.support.desk import raw, what_there_is
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    OVERRIDES,
    RESOLVE,
    RULES,
    SETTINGS,
    TOOLS,
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


async def test_a_body_that_is_too_large_is_refused_however_it_comes(house: House) -> None:
    for address, limit in (
        (CALENDARS, MAX_BODY_BYTES),
        (f"{TOOLS}/calendar_list", MAX_BODY_BYTES),
        ("/api/calendar/routing-rules", MAX_RULES_BODY_BYTES),
        ("/api/calendar/routing-rules/replay", MAX_RULES_BODY_BYTES),
    ):
        whole = json.dumps({"name": "x" * limit})
        problem(await raw(house.owner, address, whole), 413, "body_too_large")
        problem(await raw(house.owner, address, in_pieces(limit + 10_000)), 413, "body_too_large")
    below = json.dumps({"name": "x" * (MAX_BODY_BYTES - 100)})
    problem(await raw(house.owner, CALENDARS, below), 422, "too_long", "/name")
    below = json.dumps({"match_keywords": ["x" * (MAX_RULES_BODY_BYTES - 100)]})
    assert (await raw(house.owner, "/api/calendar/routing-rules", below)).status_code == 422


async def test_as_many_examples_as_are_allowed_fit_into_a_body(house: House) -> None:
    calendar = (await house.calendar())["id"]
    texts = [f"{number} " + "ש" * 400 for number in range(MAX_EXAMPLES_PER_CALENDAR)]
    assert len(json.dumps(texts, ensure_ascii=False).encode()) > MAX_BODY_BYTES
    answer = await house.owner.put(f"{CALENDARS}/{calendar}/examples", {"texts": texts})
    assert answer.status_code == 200, answer.text


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


@pytest.mark.parametrize("day", ["0", "1", "-1", "86400", "20270112", "0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_a_number_or_a_far_year_is_no_day_of_an_override(house: House, method: str, day: str) -> None:
    for path in (OVERRIDES, f"{CALENDARS}/{house.default_calendar}/date-overrides"):
        content: Json = {"json": {"windows": []}} if method == "PUT" else {}
        answer = await house.owner.request(method, f"{path}/{day}", **content)
        assert problem(answer, 422, "invalid_input")["errors"][0]["pointer"] == "/day"


@pytest.mark.parametrize("start", ["2027-01-12", "1799740800", 1799740800, "20270112T1000"])
async def test_a_start_that_is_no_date_with_a_time_books_nothing(house: House, start: object) -> None:
    answer = await house.agent.post(APPOINTMENTS, {**BOOKING, "starts_at": start})
    problem(answer, 422, "bad_instant", "/starts_at")


@pytest.mark.parametrize("name", ["\u200b", "\u202e", "\u3164", "דנה\nלוי", "a\u2028b", "\x07"])
async def test_a_name_that_nobody_can_read_books_nothing(house: House, name: str) -> None:
    answer = await house.agent.post(APPOINTMENTS, {**BOOKING, "customer_name": name})
    problem(answer, 422, "bad_name", "/customer_name")
    problem(await house.owner.post(CALENDARS, {"name": name}), 422, "bad_name", "/name")
