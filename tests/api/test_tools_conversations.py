"""Conversations as they go wrong and right, without a model: what an agent calls and what it may then say."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic_ai import Agent, Tool
from pydantic_ai.models.test import TestModel

from app import ai_tools
from app.schemas.tools import CalendarFindSlotsInput
from tests.support.doors import by_http, python_caller
from tests.support.factories import TOOLS, House, Json, Service, body, local, stored
from tests.support.servers import connected
from tests.support.talk import DANA, Talk
from tests.support.tools import TOOLS_BY_NAME


@pytest.fixture
def talk(house: House) -> Talk:
    return Talk(house)


async def test_an_ambiguous_request_is_asked_about_and_the_answer_understood(talk: Talk) -> None:
    moves = await talk.house.calendar(name="הובלות")
    cleaning = await talk.house.calendar(name="ניקיון")
    await talk.house.rule(moves["id"], "הובלה")
    await talk.house.rule(cleaning["id"], "ניקיון")
    asked = await talk.call("resolve_target", intent_text="אני רוצה לקבוע תור")
    assert (asked["status"], asked["problem"]["code"]) == ("needs_input", "which_calendar")
    assert asked["say"] == asked["question"]
    names = [candidate["name"] for candidate in asked["candidates"]]
    question: Json = {"clarification_id": asked["clarification_id"]}
    by_name = await talk.call("resolve_target", intent_text="ניקיון", **question)
    assert (by_name["status"], by_name["calendar_name"]) == ("ok", "ניקיון")
    by_place = await talk.call("resolve_target", intent_text="השני", **question)
    assert by_place["calendar_name"] == names[1]
    again = await talk.call("resolve_target", intent_text="לא יודע", **question)
    assert again["status"] == "needs_input"
    assert [candidate["name"] for candidate in again["candidates"]] == names


async def test_two_services_in_one_sentence_are_asked_about(talk: Talk) -> None:
    moves = await talk.house.calendar(name="הובלות")
    cleaning = await talk.house.calendar(name="ניקיון")
    await talk.house.rule(moves["id"], "הובלה")
    await talk.house.rule(cleaning["id"], "ניקיון")
    asked = await talk.call("resolve_target", intent_text="צריך הובלה וגם ניקיון", explain=True)
    assert asked["status"] == "needs_input"
    assert {candidate["name"] for candidate in asked["candidates"]} == {"הובלות", "ניקיון"}
    assert any("הובלה" in line for line in asked["explain"])


async def test_a_past_date_is_refused_with_times_that_are_free(talk: Talk) -> None:
    refused = await talk.call("create_appointment", starts_at=local(5, "10:00"), **DANA)
    assert (refused["status"], refused["problem"]["code"]) == ("not_possible", "past_date")
    assert refused["say"].startswith("הזמן הזה כבר עבר. יש פנוי:")
    first = refused["problem"]["suggestions"][0]
    assert first["tool"] == "calendar_create_appointment"
    made = await talk.booked(first)
    assert made["say"].endswith(f"{first['say']}.")


async def test_a_slot_taken_while_talking_comes_with_others_and_nothing_is_said_to_be_booked(
    service: Service, talk: Talk
) -> None:
    (slot, *_) = await talk.slots()
    await Talk(talk.house).booked(slot)
    refused = await talk.call("create_appointment", slot_or_hold_id=slot["slot_id"], **DANA)
    assert (refused["status"], refused["problem"]["code"]) == ("not_possible", "slot_taken")
    assert "נקבע" not in refused["say"]
    assert len(refused["problem"]["suggestions"]) == 3
    await talk.booked(refused["problem"]["suggestions"][1])
    assert await stored(service, talk.house) == (2, 2)


async def test_hold_read_back_book(service: Service, talk: Talk) -> None:
    (slot, *_) = await talk.slots()
    held = await talk.call("hold_slot", slot_id=slot["slot_id"])
    assert "לקבוע?" in held["say"]
    blocked = await Talk(talk.house).call("hold_slot", slot_id=slot["slot_id"])
    assert blocked["problem"]["code"] == "slot_taken"
    made = await talk.call("create_appointment", slot_or_hold_id=held["hold_id"], **DANA)
    assert (made["status"], made["starts_at"]) == ("ok", slot["starts_at"])
    gone = await talk.call("release_hold", 404, hold_id=held["hold_id"])
    assert gone["problem"]["code"] == "unknown_hold"
    used = await Talk(talk.house).call("create_appointment", slot_or_hold_id=held["hold_id"], **DANA)
    assert (used["status"], used["problem"]["code"]) == ("not_possible", "hold_used")
    assert used["problem"]["retry"] == "never"
    assert [each["tool"] for each in used["problem"]["suggestions"]] == ["calendar_find_appointments"]


async def test_a_hold_given_back_can_be_held_again_in_the_same_talk(service: Service, talk: Talk) -> None:
    (slot, *_) = await talk.slots()
    held = await talk.call("hold_slot", slot_id=slot["slot_id"])
    assert (await talk.call("release_hold", hold_id=held["hold_id"]))["status"] == "ok"
    again = await talk.call("hold_slot", slot_id=slot["slot_id"])
    assert again["hold_id"] != held["hold_id"]
    assert not again["replayed"]


async def test_a_hold_that_ran_out_offers_what_is_free_near_it(service: Service, talk: Talk) -> None:
    (slot, *_) = await talk.slots()
    held = await talk.call("hold_slot", slot_id=slot["slot_id"])
    service.clock.now += timedelta(minutes=6)
    late = await talk.call("create_appointment", slot_or_hold_id=held["hold_id"], **DANA)
    assert (late["status"], late["problem"]["code"]) == ("not_possible", "hold_expired")
    assert late["problem"]["suggestions"][0]["slot_id"] == slot["slot_id"]


async def test_cancelling_is_previewed_first(service: Service, talk: Talk) -> None:
    made = await talk.booked()
    (mine,) = (await talk.call("find_appointments", customer_phone="+972501234567"))["appointments"]
    assert mine["appointment_id"] == made["appointment_id"]
    there: Json = {"appointment_id": mine["appointment_id"]}
    preview = await talk.call("cancel_appointment", preview=True, **there)
    assert (preview["status"], preview["preview"]) == ("ok", True)
    assert preview["say"].endswith("?")
    assert (await stored(service, talk.house))[1] == 1
    done = await talk.call("cancel_appointment", preview=False, reason="חולה", **there)
    assert done["say"].startswith("בוטל")
    assert (await stored(service, talk.house))[1] == 0
    assert (await talk.call("find_appointments", customer_phone="050 123 4567"))["appointments"] == []
    twice = await talk.call("cancel_appointment", preview=True, **there)
    assert (twice["status"], twice["problem"]["code"]) == ("not_possible", "already_cancelled")


async def test_moving_is_previewed_first_and_keeps_the_length(service: Service, talk: Talk) -> None:
    made = await talk.booked((await talk.slots(duration_minutes=90))[0])
    target = (await talk.slots(date_from="+2d"))[0]
    move: Json = {"appointment_id": made["appointment_id"], "new_slot_id": target["slot_id"]}
    preview = await talk.call("reschedule_appointment", preview=True, **move)
    assert (preview["starts_at"], preview["old_starts_at"]) == (target["starts_at"], made["starts_at"])
    (still,) = (await talk.call("find_appointments", customer_phone="0501234567"))["appointments"]
    assert still["starts_at"] == made["starts_at"]
    moved = await talk.call("reschedule_appointment", preview=False, **move)
    assert moved["ends_at"] == local(12, "10:30")
    assert await talk.call("reschedule_appointment", preview=False, **move) == {**moved, "replayed": True}


async def test_a_wrong_id_says_which_tool_gives_right_ones(talk: Talk) -> None:
    for tool, arguments, helper in (
        ("hold_slot", {"slot_id": "slot 1"}, "calendar_find_slots"),
        (
            "cancel_appointment",
            {"appointment_id": "a_invented", "preview": True},
            "calendar_find_appointments",
        ),
        ("find_slots", {"calendar_id": 99999999}, "calendar_list"),
    ):
        wrong = await talk.call(tool, 404, **arguments)
        assert wrong["say"] is None
        assert [each["tool"] for each in wrong["problem"]["suggestions"]] == [helper]


async def test_a_customer_who_switches_language_is_followed(talk: Talk) -> None:
    said = [
        (await talk.call("find_slots", intent_text=words, date_from="mon"))["say"]
        for words in ("צריך הובלה", "Мне нужен переезд", "أحتاج إلى نقل", "iPhone", "")
    ]
    assert [each.split(":")[0] for each in said] == ["יש פנוי", "Свободно", "المتاح", "יש פנוי", "יש פנוי"]


async def test_a_chat_isolates_what_is_inserted_and_a_call_does_not(house: House) -> None:
    for channel, marks in (("whatsapp", 1), ("calls", 0)):
        talk = Talk(house, **{"Luach-Channel": channel})
        assert (await talk.call("find_slots", date_from="tomorrow"))["say"].count("\u2068") == marks


@pytest.mark.parametrize("language", ["en", "he", "ar", "ru"])
async def test_nothing_that_is_spoken_holds_an_id_or_an_iso_time(house: House, language: str) -> None:
    talk = Talk(house, **{"Accept-Language": language})
    (slot, other, *_) = await talk.slots()
    held = await talk.call("hold_slot", slot_id=slot["slot_id"])
    made = await talk.call("create_appointment", slot_or_hold_id=held["hold_id"], **DANA)
    answers = [
        *(await talk.call("list"), await talk.call("find_slots"), held, made),
        await talk.call("find_appointments", customer_phone="0501234567"),
        await talk.call(
            "reschedule_appointment",
            appointment_id=made["appointment_id"],
            new_slot_id=other["slot_id"],
            preview=True,
        ),
        await talk.call("cancel_appointment", appointment_id=made["appointment_id"], preview=False),
        await talk.call("create_appointment", starts_at=local(16, "10:00"), **DANA),
    ]
    for answer in answers:
        assert answer["say"]
        assert not {"2027-", "T10", "s_", "h_", "{", "None"} & {
            part for part in ("2027-", "T10", "s_", "h_", "{", "None") if part in answer["say"]
        }
        assert len(answer["say"]) <= 200


async def test_a_caller_with_a_known_number_reaches_their_own_appointments_only(house: House) -> None:
    await Talk(house).booked()
    own = Talk(house, **{"Luach-Caller-Phone": "+972 50-123-4567"})
    other = Talk(house, **{"Luach-Caller-Phone": "0529999999"})
    (mine,) = (await own.call("find_appointments"))["appointments"]
    there: Json = {"appointment_id": mine["appointment_id"], "preview": True}
    assert (await own.call("cancel_appointment", **there))["status"] == "ok"
    found = await other.call("find_appointments", customer_phone=DANA["customer_phone"])
    assert found["appointments"] == []
    strange = await other.call("cancel_appointment", 404, **there)
    invented = await other.call("cancel_appointment", 404, **{**there, "appointment_id": "a_invented"})
    assert strange == invented


async def test_a_number_that_is_needed_is_asked_for(talk: Talk) -> None:
    asked = await talk.call("find_appointments")
    assert (asked["status"], asked["problem"]["code"]) == ("needs_input", "phone_required")
    assert asked["say"].endswith("?")


async def test_a_transaction_of_ones_own_keeps_what_an_answer_says(service: Service, house: House) -> None:
    caller = await python_caller(service, house.agent, conversation="own")
    now, toolbox = service.clock.now, service.state.toolbox
    async with service.database.transaction() as session:
        context = await toolbox.open_context(session, caller, now=now)
        found = await ai_tools.calendar_find_slots(context, CalendarFindSlotsInput(date_from="tomorrow"))
        assert found.slots
        wanted = {"slot_or_hold_id": found.slots[0].slot_id, **DANA}
        made = await toolbox.call_in(session, caller, "calendar_create_appointment", wanted, now=now)
        assert made.status == "ok"
        again = {**wanted, "customer_name": "רון"}
        refused = await toolbox.call_in(session, caller, "calendar_create_appointment", again, now=now)
        assert refused.problem is not None
        assert refused.problem.code == "slot_taken"
    assert await stored(service, house) == (1, 1)


async def test_arguments_made_up_from_the_schemas_are_answered(service: Service, house: House) -> None:
    """pydantic-ai's test model calls every tool; a fault of ours would raise."""
    tools = [tool_over_http(service, house, schema) for schema in body(await house.agent.get(TOOLS))["data"]]
    for seed in range(12):
        done = await Agent(TestModel(seed=seed), tools=tools).run("x")
        assert all(name in str(done.output) for name in TOOLS_BY_NAME)


def tool_over_http(service: Service, house: House, schema: Json) -> Tool[Any]:
    async def invoke(**arguments: Any) -> Json:
        return await by_http(service, house.agent, schema["name"], arguments)

    return Tool.from_schema(invoke, schema["name"], schema["description"], schema["inputSchema"])


@pytest.mark.parametrize("status", ["Cancelled", "CANCELED", "No_Show"])
async def test_what_the_host_ended_is_not_read_out_as_coming(
    service: Service, talk: Talk, status: str
) -> None:
    made = await talk.booked()
    phone = DANA["customer_phone"]
    assert (await talk.call("find_appointments", customer_phone=phone))["appointments"]
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE appointments SET status = $2 WHERE business_id = $1", talk.house.id, status
        )
    assert (await talk.call("find_appointments", customer_phone=phone))["appointments"] == []
    slot = (await talk.slots())[1]
    moved = await talk.call(
        "reschedule_appointment",
        appointment_id=made["appointment_id"],
        new_slot_id=slot["slot_id"],
        preview=False,
    )
    assert moved["status"] == "not_possible"
