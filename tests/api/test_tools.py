"""The AI tools over HTTP: what an agent reads, what it gets, and what happens when it errs."""

import pytest

from app.core.routing.model import AUTOMATIC_NAME
from tests.support.factories import (
    APPOINTMENTS,
    OVERRIDES,
    SETTINGS,
    TOOLS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)
from tests.support.tools import TOOLS_BY_NAME

CREATE = f"{TOOLS}/calendar_create_appointment"
FIND = f"{TOOLS}/calendar_find_slots"
RESOLVE = f"{TOOLS}/calendar_resolve_target"
ENVELOPE = {"status", "say", "problem", "explain"}


async def test_a_role_sees_the_tools_that_it_may_call(service: Service, house: House) -> None:
    async def names(caller: object) -> set[str]:
        return {tool["name"] for tool in body(await caller.get(TOOLS))["data"]}  # type: ignore[attr-defined]

    assert await names(house.agent) == await names(house.owner) == set(TOOLS_BY_NAME)
    readable = {name for name, tool in TOOLS_BY_NAME.items() if tool.permission.value == "read"}
    assert await names(house.viewer) == readable
    assert "calendar_create_appointment" not in readable
    assert await names(await service.system_admin()) == set()


async def test_a_tool_says_what_goes_in_and_comes_out(house: House) -> None:
    for tool in body(await house.agent.get(TOOLS))["data"]:
        assert tool["description"].endswith(".")
        assert tool["inputSchema"]["additionalProperties"] is False
        assert "business_id" not in str(tool["inputSchema"])
        assert set(tool["outputSchema"]["properties"]) >= ENVELOPE


async def test_calendars_are_listed_best_first(house: House) -> None:
    first = await house.calendar(name="הובלות", priority=9, type_key="moves", allowed_tags=["הובלה"])
    await house.calendar(name="סגור", is_active=False, priority=99)
    found = body(await house.viewer.post(f"{TOOLS}/calendar_list", {}))
    assert found["status"] == "ok"
    assert [entry["id"] for entry in found["calendars"]] == [first["id"], house.default_calendar]
    assert found["calendars"][0] == {
        "id": first["id"],
        "name": "הובלות",
        "type_key": "moves",
        "allowed_tags": ["הובלה"],
    }
    assert (found["sole_calendar_id"], found["timezone"], found["today"]) == (
        None,
        "Asia/Jerusalem",
        "2027-01-10",
    )
    assert "הובלות" in found["say"]
    # Made by the service, and no service of the business.
    assert AUTOMATIC_NAME not in found["say"]


async def test_the_only_calendar_is_named_as_such(house: House) -> None:
    found = body(await house.viewer.post(f"{TOOLS}/calendar_list", {}))
    assert found["sole_calendar_id"] == house.default_calendar
    assert AUTOMATIC_NAME in found["say"]
    assert found["calendars"][0]["name"] == AUTOMATIC_NAME


async def test_a_start_without_offset_is_read_in_the_calendars_zone_and_said_so(service: Service) -> None:
    house = await service.house(timezone="America/New_York")
    wanted = {"calendar_id": house.default_calendar, "customer_name": "דנה"}
    made = body(await house.agent.post(CREATE, {**wanted, "starts_at": "2027-01-12T10:00"}))
    assert (made["status"], made["starts_at"]) == ("ok", "2027-01-12T10:00:00-05:00")
    assert made["read_as"] == {"timezone": "America/New_York", "occurs": "once"}
    exact = body(await house.agent.post(CREATE, {**wanted, "starts_at": "2027-01-12T13:00:00-05:00"}))
    assert (exact["status"], exact["read_as"]) == ("ok", None)


@pytest.mark.parametrize("start", ["2027-01-12", "1799740800", 1799740800, "2101-01-01T10:00:00Z"])
async def test_a_start_that_is_none_books_nothing(house: House, start: object) -> None:
    refused = body(await house.agent.post(CREATE, {"starts_at": start, "customer_name": "דנה"}), 422)
    code = "date_out_of_range" if str(start).startswith("2101") else "bad_instant"
    assert (refused["problem"]["code"], refused["problem"]["field"]) == (code, "/starts_at")


@pytest.mark.parametrize("name", ["\u200b", "\u202e", "\u3164", "דנה\nלוי", "a\u2028b", "\x07"])
async def test_a_name_that_nobody_can_read_books_nothing(house: House, name: str) -> None:
    wanted = {"starts_at": local(12, "10:00"), "customer_name": name}
    refused = body(await house.agent.post(CREATE, wanted), 422)
    assert (refused["problem"]["code"], refused["problem"]["field"]) == ("bad_name", "/customer_name")


@pytest.mark.parametrize("day", ["0", "1799740800", "2027-1-2", "1999-12-31", "2101-01-01"])
async def test_a_day_that_is_none_is_not_searched(house: House, day: str) -> None:
    for fields in ({"date_from": day}, {"date_from": "today", "date_to": day}):
        refused = body(await house.agent.post(FIND, fields), 422)
        assert refused["problem"]["code"] in {"bad_date", "date_out_of_range", "end_before_start"}


async def test_words_lead_to_a_calendar_or_to_a_question(house: House) -> None:
    moves = await house.calendar(name="צוות א")
    await house.rule(moves["id"], "הובלה")
    found = body(await house.agent.post(RESOLVE, {"intent_text": "צריך הובלה"}))
    assert (found["status"], found["calendar_id"]) == ("ok", moves["id"])
    assert (found["calendar_name"], found["question"]) == ("צוות א", None)
    asked = body(await house.agent.post(RESOLVE, {"intent_text": "שלום"}))
    assert (asked["status"], asked["calendar_id"]) == ("needs_input", None)
    assert asked["question"] == asked["say"]
    assert [each["id"] for each in asked["candidates"]] == [moves["id"]]
    assert AUTOMATIC_NAME not in asked["say"]
    assert asked["problem"]["code"] == "which_calendar"


async def test_from_words_to_a_booking(house: House) -> None:
    moves = await house.calendar(name="צוות א", priority=-1)
    await house.rule(moves["id"], "הובלה")
    words = {"intent_text": "צריך הובלה"}
    found = body(await house.agent.post(FIND, {**words, "date_from": "tomorrow", "part_of_day": "afternoon"}))
    assert (found["status"], len(found["slots"]), found["chosen_by"]) == ("ok", 3, "inquiry")
    assert (found["date_from"], found["calendars"][0]["id"]) == ("2027-01-11", moves["id"])
    slot = found["slots"][0]
    assert slot["starts_at"] == local(11, "12:00")
    wanted = {"starts_at": slot["starts_at"], "calendar_id": slot["calendar_id"], "customer_name": "דנה"}
    made = body(await house.agent.post(CREATE, wanted))
    assert (made["status"], made["starts_at"], made["calendar_name"]) == ("ok", slot["starts_at"], "צוות א")
    span = {"since": local(11, "00:00"), "until": local(12, "00:00")}
    (stored,) = body(await house.viewer.get(APPOINTMENTS, params=span))["data"]
    assert (stored["customer_name"], stored["source"]) == ("דנה", "ai_agent")


@pytest.mark.parametrize(
    ("day", "first"),
    [
        ("today", "2027-01-10"),
        ("tomorrow", "2027-01-11"),
        ("Tomorrow ", "2027-01-11"),
        ("mon", "2027-01-11"),
        ("sun", "2027-01-17"),
        ("sat", "2027-01-16"),
        ("+3d", "2027-01-13"),
        ("+0d", "2027-01-10"),
        ("2027-02-01", "2027-02-01"),
    ],
)
async def test_a_day_may_be_a_word(house: House, day: str, first: str) -> None:
    assert body(await house.agent.post(FIND, {"date_from": day}))["date_from"] == first


@pytest.mark.parametrize("language", ["en", "he", "ar", "ru"])
async def test_a_search_from_a_past_date_is_one_from_today_and_says_so(house: House, language: str) -> None:
    """Models write dates of the year in which they were trained."""
    headers = {"Accept-Language": language}
    today = body(await house.agent.post(FIND, {"date_from": "today"}, headers=headers))
    for given in ({"date_from": "2025-01-12"}, {"date_from": "2027-01-09", "date_to": "+13d"}):
        found = body(await house.agent.post(FIND, given, headers=headers))
        assert found["slots"] == today["slots"]
        assert (found["today"], found["date_from"]) == ("2027-01-10", "2027-01-10")
        assert found["say"].endswith(today["say"])
        assert found["say"] != today["say"]


async def test_a_past_date_with_nothing_free_after_it_is_said_to_have_passed_too(house: House) -> None:
    for day in range(10, 24):
        body(await house.owner.put(f"{OVERRIDES}/2027-01-{day}", {"windows": []}))
    found = body(await house.agent.post(FIND, {"date_from": "2025-01-12"}))
    assert found["status"] == "not_possible"
    assert found["say"].startswith("That date has passed, so I looked from today on. There is no free time")


async def test_a_search_of_past_dates_only_tells_the_model_todays_date(house: House) -> None:
    answer = await house.agent.post(FIND, {"date_from": "2025-01-12", "date_to": "2025-01-12"})
    found = body(answer, 422)
    assert (found["status"], found["problem"]["code"]) == ("error", "date_passed")
    assert (found["problem"]["field"], found["problem"]["retry"]) == ("/date_from", "changed")
    assert "2027-01-10" in found["problem"]["message"]
    assert "2025" not in found["problem"]["message"]


async def test_today_is_the_businesss_today(service: Service) -> None:
    house = await service.house(timezone="Pacific/Auckland")
    service.clock.now = service.clock.now.replace(hour=13)  # the 11th has begun there
    assert body(await house.agent.post(FIND, {"date_from": "today"}))["date_from"] == "2027-01-11"
    assert body(await house.agent.post(f"{TOOLS}/calendar_list", {}))["today"] == "2027-01-11"


async def test_nothing_free_is_an_answer_with_what_comes_next(house: House) -> None:
    for day in range(10, 24):
        body(await house.owner.put(f"{OVERRIDES}/2027-01-{day}", {"windows": []}))
    found = body(await house.agent.post(FIND, {}))
    assert (found["status"], found["slots"]) == ("not_possible", [])
    assert found["why_empty"] == ["closed_day"]
    assert found["problem"]["code"] == "no_slots"
    following = found["problem"]["suggestions"][0]
    assert following["say"] == "Sunday, 24 January at 09:00"
    assert following["say"] in found["say"]
    booked = body(
        await house.agent.post(CREATE, {"slot_or_hold_id": following["slot_id"], "customer_name": "x"})
    )
    assert booked["starts_at"] == local(24, "09:00")
    body(await house.owner.patch(SETTINGS, {"booking_window_days": 3}))
    found = body(await house.agent.post(FIND, {}))
    assert [each["slot_id"] for each in found["problem"]["suggestions"]] == [None]


async def test_a_taken_time_is_not_possible_and_comes_with_others(house: House) -> None:
    await house.booked(local(12, "10:00"))
    for language in ("he", "en"):
        answer = await house.agent.post(
            CREATE,
            {"starts_at": local(12, "10:00"), "customer_name": "x"},
            headers={"Accept-Language": language},
        )
        found = body(answer)
        assert (found["status"], found["problem"]["code"]) == ("not_possible", "slot_taken")
        assert len(found["problem"]["suggestions"]) == 3
        assert any("א" <= letter <= "ת" for letter in found["say"]) is (language == "he")
        assert found["appointment_id"] is None


async def test_a_phone_number_that_is_needed_is_asked_for(service: Service) -> None:
    house = await service.house(require_phone_before_booking=True)
    found = body(await house.agent.post(CREATE, {"starts_at": local(12, "10:00"), "customer_name": "x"}))
    assert found["status"] == "needs_input"
    assert (found["problem"]["code"], found["problem"]["field"]) == ("phone_required", "/customer_phone")


@pytest.mark.parametrize(
    ("tool", "arguments", "code", "field"),
    [
        ("calendar_resolve_target", {}, "missing", "/intent_text"),
        ("calendar_resolve_target", {"intent_text": "x", "channel": "fax"}, "not_allowed", "/channel"),
        ("calendar_find_slots", {"date_from": "someday"}, "bad_date", "/date_from"),
        ("calendar_find_slots", {"date_to": "2027-13-01"}, "bad_date", "/date_to"),
        ("calendar_find_slots", {"date_to": "2026-01-01"}, "end_before_start", "/date_to"),
        ("calendar_find_slots", {"date_from": "x" * 11}, "too_long", "/date_from"),
        ("calendar_find_slots", {"near_time": "noon"}, "bad_time", "/near_time"),
        ("calendar_find_slots", {"max_results": 11}, "too_large", "/max_results"),
        ("calendar_create_appointment", {"customer_name": "x"}, "missing", "/slot_or_hold_id"),
        (
            "calendar_create_appointment",
            {"starts_at": "2027-03-26T02:30", "customer_name": "x"},
            *("nonexistent_time", "/starts_at"),
        ),
        ("calendar_list", {"business_id": 1}, "unknown_field", "/business_id"),
    ],
)
async def test_a_wrong_call_says_what_to_mend(
    house: House, tool: str, arguments: Json, code: str, field: str
) -> None:
    answer = await house.agent.post(f"{TOOLS}/{tool}", arguments)
    found = body(answer, 422)
    assert found["status"] == "error"
    assert (found["problem"]["code"], found["problem"]["field"]) == (code, field)
    assert found["problem"]["message"].startswith(field)
    assert set(found) >= ENVELOPE


async def test_an_unknown_calendar_is_a_fault_of_the_call(service: Service, house: House) -> None:
    other = await service.house()
    for id_ in (other.default_calendar, 2**31 - 1):
        for path, arguments in (
            (FIND, {"calendar_id": id_}),
            (CREATE, {"calendar_id": id_, "starts_at": local(12, "10:00"), "customer_name": "x"}),
        ):
            found = body(await house.agent.post(path, arguments), 404)
            assert (found["status"], found["problem"]["code"]) == ("error", "unknown_calendar")


async def test_an_unknown_tool_is_not_found_whoever_asks(service: Service, house: House) -> None:
    for caller in (house.agent, house.viewer, await service.system_admin()):
        problem(await caller.post(f"{TOOLS}/calendar_delete_everything", {}), 404, "unknown_tool")
    problem(await house.viewer.post(CREATE, {}), 403, "forbidden")


@pytest.mark.parametrize("arguments", [None, [], "x", 7])
async def test_arguments_that_are_no_object_are_refused(house: House, arguments: object) -> None:
    answer = await house.agent.post(f"{TOOLS}/calendar_list", arguments)
    assert answer.status_code == 422
