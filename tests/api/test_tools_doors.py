"""The same call through HTTP, MCP and Python gives the same JSON, and never another business's."""

import asyncio
import json
from typing import Any

import pytest

from tests.support.doors import by_http, by_mcp, by_python
from tests.support.factories import TOOLS, House, Json, Service, body, local
from tests.support.tools import TOOLS_BY_NAME

DOORS = (by_http, by_mcp, by_python)
UNKNOWN_ID = 2**31 - 2

# In order; what an answer gave stands in braces. Writes come last: each door books in a business of its own.
CALLS: tuple[tuple[str, Json], ...] = (
    ("calendar_list", {}),
    ("calendar_resolve_target", {"intent_text": "צריך הובלה", "explain": True}),
    ("calendar_resolve_target", {"intent_text": "שלום"}),
    ("calendar_resolve_target", {"intent_text": "השני", "clarification_id": "{clarification_id}"}),
    ("calendar_find_slots", {"date_from": "tomorrow", "max_results": 2, "explain": True}),
    ("calendar_find_slots", {"date_from": "2027-01-15", "date_to": "2027-01-16"}),
    ("calendar_find_slots", {"date_from": "someday"}),
    ("calendar_find_slots", {"business_id": 1}),
    ("calendar_find_slots", {"calendar_id": UNKNOWN_ID}),
    ("calendar_hold_slot", {"slot_id": "{slot_id}"}),
    ("calendar_hold_slot", {"slot_id": "s_invented"}),
    (
        "calendar_create_appointment",
        {"slot_or_hold_id": "{hold_id}", "customer_name": "דנה", "customer_phone": "0501234567"},
    ),
    ("calendar_create_appointment", {"starts_at": local(11, "09:00"), "customer_name": "רון"}),
    ("calendar_find_appointments", {"customer_phone": "+972 50-1234567"}),
    ("calendar_find_appointments", {}),
    (
        "calendar_reschedule_appointment",
        {"appointment_id": "{appointment_id}", "new_slot_id": "{later}", "preview": True},
    ),
    (
        "calendar_reschedule_appointment",
        {"appointment_id": "{appointment_id}", "new_slot_id": "{later}", "preview": False},
    ),
    ("calendar_cancel_appointment", {"appointment_id": "{appointment_id}", "preview": True}),
    (
        "calendar_cancel_appointment",
        {"appointment_id": "{appointment_id}", "preview": False, "reason": "חולה"},
    ),
    ("calendar_cancel_appointment", {"appointment_id": "{appointment_id}", "preview": True}),
    ("calendar_release_hold", {"hold_id": "{hold_id}"}),
)


async def furnished(service: Service) -> House:
    house = await service.house()
    moves = await house.calendar(name="צוות א", priority=3)
    await house.rule(moves["id"], "הובלה")
    return house


def remembered(known: Json, answer: Json) -> None:
    for name in ("clarification_id", "hold_id", "appointment_id"):
        if answer.get(name):
            known.setdefault(name, answer[name])
    if answer.get("slots"):
        known["slot_id"], known["later"] = (slot["slot_id"] for slot in answer["slots"][:2])


async def test_the_three_doors_answer_alike(service: Service) -> None:
    assert {name for name, _ in CALLS} == set(TOOLS_BY_NAME)
    told: list[list[Json]] = []
    for door in DOORS:
        house = await furnished(service)
        known: Json = {}
        told.append([])
        for tool, arguments in CALLS:
            filled = {
                key: known[value[1:-1]] if isinstance(value, str) and value.startswith("{") else value
                for key, value in arguments.items()
            }
            answer = await door(service, house.agent, tool, filled)
            remembered(known, answer)
            told[-1].append(answer)
    for number, (tool, arguments) in enumerate(CALLS):
        first, *others = (neutral(answers[number]) for answers in told)
        assert others == [first] * len(others), (tool, arguments)
    reached = {answer["status"] for answer in told[0]}
    assert reached == {"ok", "needs_input", "not_possible", "error"}


def neutral(value: Any, name: str = "") -> Any:
    """The answer without the numbers and tokens that differ from business to business."""
    if isinstance(value, dict):
        return {key: neutral(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [neutral(item, name) for item in value]
    if name.endswith("id") and value is not None:
        return type(value).__name__
    if name == "explain":
        return "".join(letter for letter in value if not letter.isdigit())
    return value


async def test_the_same_business_gives_the_same_bytes(service: Service) -> None:
    house = await furnished(service)
    for tool, arguments in CALLS:
        if TOOLS_BY_NAME[tool].permission.value == "read" and "{" not in json.dumps(arguments)[1:]:
            said = [await door(service, house.agent, tool, arguments) for door in DOORS]
            for answer in said:
                # It names the inquiry, and each door's is one of its own.
                assert answer.pop("clarification_id", None) is None or answer["status"] == "needs_input"
            assert said[0] == said[1] == said[2]


# Every argument that is an id, with the rest of a call in which it would be looked up.
ID_ARGUMENTS: tuple[tuple[str, str, Json], ...] = (
    ("calendar_find_slots", "calendar_id", {}),
    ("calendar_find_slots", "appointment_id", {}),
    ("calendar_resolve_target", "clarification_id", {"intent_text": "הראשון"}),
    ("calendar_hold_slot", "slot_id", {}),
    ("calendar_release_hold", "hold_id", {}),
    ("calendar_create_appointment", "slot_or_hold_id", {"customer_name": "x"}),
    ("calendar_create_appointment", "slot_or_hold_id hold", {"customer_name": "x"}),
    ("calendar_create_appointment", "calendar_id", {"customer_name": "x", "starts_at": local(12, "12:00")}),
    ("calendar_reschedule_appointment", "appointment_id", {"new_slot_id": "{own}", "preview": False}),
    ("calendar_reschedule_appointment", "new_slot_id", {"appointment_id": "{own}", "preview": False}),
    ("calendar_reschedule_appointment", "new_slot_id hold", {"appointment_id": "{own}", "preview": False}),
    ("calendar_cancel_appointment", "appointment_id", {"preview": False}),
)
INVENTED: dict[str, object] = {
    "calendar_id": UNKNOWN_ID,
    "appointment_id": "a_AAAAAQtDGdLTTQ",
    "slot_id": "s_AAAAAgHInogAtDGdLTTCQg",
    "new_slot_id": "s_AAAAAgHInogAtDGdLTTCQg",
    "slot_or_hold_id": "s_AAAAAgHInogAtDGdLTTCQg",
    "slot_or_hold_id hold": "h_AAAAAAAAAAEAtDGdLTT",
    "new_slot_id hold": "h_AAAAAAAAAAEAtDGdLTT",
    "hold_id": "h_AAAAAAAAAAEAtDGdLTT",
    "clarification_id": "q_AAAAAQAAAAIAtDGdLTTC",
}


async def ids_of(house: House) -> Json:
    """Everything that has an id, as the business's own agent would have got it."""

    async def call(tool: str, arguments: Json) -> Json:
        return body(await house.agent.post(f"{TOOLS}/{tool}", arguments))  # type: ignore[no-any-return]

    slots = (await call("calendar_find_slots", {"date_from": "tomorrow"}))["slots"]
    held = await call("calendar_hold_slot", {"slot_id": slots[0]["slot_id"]})
    made = await call(
        "calendar_create_appointment", {"slot_or_hold_id": slots[2]["slot_id"], "customer_name": "דנה"}
    )
    asked = await call("calendar_resolve_target", {"intent_text": "שלום"})
    return {
        "calendar_id": house.default_calendar,
        "appointment_id": made["appointment_id"],
        "slot_id": slots[1]["slot_id"],
        "new_slot_id": slots[1]["slot_id"],
        "slot_or_hold_id": slots[1]["slot_id"],
        "slot_or_hold_id hold": held["hold_id"],
        "new_slot_id hold": held["hold_id"],
        "hold_id": held["hold_id"],
        "clarification_id": asked["clarification_id"],
    }


@pytest.mark.parametrize(("tool", "name", "rest"), ID_ARGUMENTS, ids=[f"{t} {n}" for t, n, _ in ID_ARGUMENTS])
async def test_anothers_id_answers_byte_for_byte_as_an_unknown_one(
    service: Service, tool: str, name: str, rest: Json
) -> None:
    mine, theirs = await furnished(service), await furnished(service)
    own, foreign = await ids_of(mine), await ids_of(theirs)
    filled = {key: own[key] if value == "{own}" else value for key, value in rest.items()}
    answers = []
    for strange in (foreign[name], INVENTED[name]):
        answer = await mine.agent.post(f"{TOOLS}/{tool}", {**filled, name.split()[0]: strange})
        answers.append((answer.status_code, answer.content))
    assert answers[0] == answers[1]
    assert answers[0][0] in {404, 422}
    assert json.loads(answers[0][1])["status"] == "error"
    assert await ids_still_work(theirs, foreign)


async def ids_still_work(house: House, ids: Json) -> bool:
    booked = {"slot_or_hold_id": ids["hold_id"], "customer_name": "רון"}
    made = body(await house.agent.post(f"{TOOLS}/calendar_create_appointment", booked))
    there = {"appointment_id": ids["appointment_id"], "preview": True}
    preview = body(await house.agent.post(f"{TOOLS}/calendar_cancel_appointment", there))
    return (made["status"], preview["status"]) == ("ok", "ok")


def test_every_id_argument_is_in_the_table() -> None:
    asked = {
        (name, field)
        for name, tool in TOOLS_BY_NAME.items()
        for field in tool.input.model_fields
        if field.endswith("_id")
    }
    assert asked == {(tool, name.split()[0]) for tool, name, _ in ID_ARGUMENTS}


async def test_four_hundred_interleaved_calls_of_two_businesses_leak_nothing(service: Service) -> None:
    houses = [await service.house(), await service.house()]
    names = ["אלפא", "בטא"]
    for house, name in zip(houses, names, strict=True):
        await house.calendar(name=name)

    async def call(number: int) -> str:
        house, door = houses[number % 2], DOORS[number % 3]
        answer = await door(service, house.agent, "calendar_list", {})
        return json.dumps(answer, ensure_ascii=False)

    limit = asyncio.Semaphore(16)

    async def limited(number: int) -> str:
        async with limit:
            return await call(number)

    said = await asyncio.gather(*(limited(number) for number in range(400)))
    for number, answer in enumerate(said):
        assert names[number % 2] in answer
        assert names[1 - number % 2] not in answer
