"""Calls that an agent repeats: one booking however often it is asked for, and only so many a conversation."""

import asyncio
import json
from datetime import timedelta
from typing import Any, get_args

import pytest

from app.ai_tools import BOOKINGS_PER_CONVERSATION
from app.ai_tools import TOOLS as AI_TOOLS
from app.tooling.dialects import Dialect, export_tools
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    TOOLS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)
from tests.support.servers import connected
from tests.support.talk import DANA, Talk


@pytest.fixture
def talk(house: House) -> Talk:
    return Talk(house)


async def test_a_lost_answer_and_a_repeated_call_are_one_booking(service: Service, talk: Talk) -> None:
    (slot, *_) = await talk.slots()
    first = await talk.booked(slot)
    again = await talk.booked(slot)
    assert again == {**first, "replayed": True}
    assert await stored(service, talk.house) == (1, 1)


async def test_a_call_repeated_at_once_is_one_booking(service: Service, talk: Talk) -> None:
    (slot, *_) = await talk.slots()
    call = {"slot_or_hold_id": slot["slot_id"], **DANA}
    path = f"{TOOLS}/calendar_create_appointment"
    answers = await asyncio.gather(
        *(talk.house.agent.post(path, call, headers=talk.headers) for _ in range(8))
    )
    said = [answer.json() for answer in answers]
    assert {each["status"] for each in said} <= {"ok", "error"}
    for each in said:
        if each["status"] == "error":
            assert each["problem"]["code"] == "idempotency_in_flight"
            assert (each["problem"]["retry"], each["problem"]["retry_after_seconds"]) == ("after", 1)
    assert len({each["appointment_id"] for each in said if each["status"] == "ok"}) == 1
    assert await stored(service, talk.house) == (1, 1)


async def test_what_was_booked_and_cancelled_is_booked_again_when_wanted_again(
    service: Service, talk: Talk
) -> None:
    (slot, *_) = await talk.slots()
    first = await talk.booked(slot)
    await talk.call("cancel_appointment", appointment_id=first["appointment_id"], preview=False)
    second = await talk.booked(slot)
    assert not second["replayed"]
    assert second["appointment_id"] != first["appointment_id"]
    assert (await stored(service, talk.house))[1] == 1


async def with_key(talk: Talk, key: str, tool: str, status: int = 200, **arguments: Any) -> Json:
    headers = {**talk.headers, "Idempotency-Key": key}
    answer = await talk.house.agent.post(f"{TOOLS}/calendar_{tool}", arguments, headers=headers)
    found: Json = body(answer, status)
    return found


def without_conversation(house: House, **headers: str) -> Talk:
    talk = Talk(house, **headers)
    del talk.headers["Luach-Conversation"]
    return talk


async def test_a_key_of_its_own_replays_for_a_day_and_refuses_another_call(
    service: Service, talk: Talk
) -> None:
    (slot, other, *_) = await talk.slots()
    given: Json = {"slot_or_hold_id": slot["slot_id"], **DANA}
    first = await with_key(talk, "order 7", "create_appointment", **given)
    service.clock.now += timedelta(hours=1)
    assert await with_key(talk, "order 7", "create_appointment", **given) == {**first, "replayed": True}
    changed = {**given, "slot_or_hold_id": other["slot_id"]}
    clash = await with_key(talk, "order 7", "create_appointment", 422, **changed)
    assert clash["problem"]["code"] == "idempotency_conflict"


def test_no_model_is_asked_for_a_key() -> None:
    for dialect in get_args(Dialect):
        assert "idempotency_key" not in json.dumps(export_tools(AI_TOOLS, dialect))


@pytest.mark.parametrize("how", ["cancelled", "moved"])
async def test_a_key_does_not_repeat_that_a_time_is_booked_when_it_no_longer_is(
    service: Service, talk: Talk, how: str
) -> None:
    (slot, other, *_) = await talk.slots()
    given: Json = {"slot_or_hold_id": slot["slot_id"], **DANA}
    made = await with_key(talk, "order 7", "create_appointment", **given)
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    if how == "cancelled":
        await talk.call("cancel_appointment", **there)
    else:
        await talk.call("reschedule_appointment", new_slot_id=other["slot_id"], **there)
    before = await stored(service, talk.house)
    again = await with_key(talk, "order 7", "create_appointment", **given)
    assert (again["status"], again["problem"]["code"]) == ("not_possible", "idempotency_outdated")
    assert again["appointment_id"] is None
    assert await stored(service, talk.house) == before


async def test_a_key_does_not_repeat_that_a_visit_is_cancelled_when_the_host_took_it_up_again(
    service: Service, talk: Talk
) -> None:
    made = await talk.booked()
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    assert (await with_key(talk, "c", "cancel_appointment", **there))["status"] == "ok"
    assert (await with_key(talk, "c", "cancel_appointment", **there))["replayed"]
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE appointments SET status = 'confirmed', start_time = start_time + interval '1 hour',"
            " end_time = end_time + interval '1 hour'"
        )
    again = await with_key(talk, "c", "cancel_appointment", **there)
    assert again["problem"]["code"] == "idempotency_outdated"


async def test_a_key_of_the_api_takes_none_from_the_tools(service: Service, talk: Talk) -> None:
    for key in ("yy", "tool yy", "tool\tyy"):
        headers = {"Idempotency-Key": key}
        made = await talk.house.owner.post(CALENDARS, {"name": key.strip()}, headers=headers)
        assert made.status_code in {201, 422}
    (slot, *_) = await talk.slots(calendar_id=talk.house.default_calendar)
    given: Json = {"slot_or_hold_id": slot["slot_id"], **DANA}
    assert (await with_key(talk, "yy", "create_appointment", **given))["status"] == "ok"


@pytest.mark.parametrize(("key", "rule"), [("", "too_short"), ("x" * 256, "too_long"), ("a\tb", "invalid")])
async def test_a_key_that_cannot_be_kept_is_refused_on_every_way_in(talk: Talk, key: str, rule: str) -> None:
    house, headers = talk.house, {"Idempotency-Key": key}
    answers = [
        await house.agent.post(f"{TOOLS}/calendar_list", {}, headers=headers),
        await house.owner.post(CALENDARS, {"name": "x"}, headers=headers),
        await house.agent.post(
            APPOINTMENTS, {"starts_at": local(12, "10:00"), "customer_name": "x"}, headers=headers
        ),
    ]
    for answer in answers:
        (error,) = problem(answer, 422, "invalid_input")["errors"]
        assert (error["pointer"], error["code"]) == ("/Idempotency-Key", rule)


LINES: tuple[dict[str, str], ...] = (
    {"Luach-Caller-Phone": "0501234567"},
    {"Luach-Caller-Phone": "0529999999"},
    {"Luach-Caller-Phone": "0501234567", "Luach-Channel": "whatsapp"},
    {"Luach-Caller-Phone": "anonymous"},
    {"Luach-Channel": "calls"},
    {"Luach-Channel": "calls", "Luach-Caller-Phone": "Restricted"},
    {},
)


@pytest.mark.parametrize("key", [None, "1"])
async def test_nobody_hears_the_answer_to_another_callers_booking(
    service: Service, house: House, key: str | None
) -> None:
    """Seven customers of one name ask for one place of a class; each gets a place of their own."""
    place = await house.calendar(name="שיעור")
    settings = f"{CALENDARS}/{place['id']}/settings"
    body(await house.owner.patch(settings, {"capacity": len(LINES)}))
    said = []
    for number, line in enumerate(LINES):
        talk = Talk(house, **line)
        if number:
            talk = without_conversation(house, **line)
        headers = {**talk.headers, **({"Idempotency-Key": key} if key and number < 3 else {})}
        talk.headers = headers
        (slot, *_) = await talk.slots(calendar_id=place["id"])
        said.append(
            await talk.call("create_appointment", slot_or_hold_id=slot["slot_id"], customer_name="דוד")
        )
    assert [(each["status"], each["replayed"]) for each in said] == [("ok", False)] * len(LINES)
    assert (await stored(service, house))[0] == len(LINES)


async def test_a_stranger_who_repeats_a_cancellation_hears_nothing_of_it(house: House) -> None:
    line = {"Luach-Caller-Phone": "0501234567"}
    mine, theirs = (
        without_conversation(house, **each) for each in (line, {"Luach-Caller-Phone": "0529999999"})
    )
    made = await mine.booked()
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    done = await mine.call("cancel_appointment", **there)
    assert await mine.call("cancel_appointment", **there) == {**done, "replayed": True}
    assert (await theirs.call("cancel_appointment", 404, **there))["calendar_name"] is None


async def test_one_number_that_repeats_a_call_without_a_conversation_books_once(
    service: Service, house: House
) -> None:
    talk = without_conversation(house, **{"Luach-Caller-Phone": "0501234567"})
    (slot, *_) = await talk.slots()
    first = await talk.booked(slot)
    assert await talk.booked(slot) == {**first, "replayed": True}
    assert await stored(service, house) == (1, 1)


async def test_an_owner_who_asks_for_their_slot_again_in_other_words_hears_of_their_appointment(
    service: Service, house: House
) -> None:
    talk = Talk(house, **{"Luach-Caller-Phone": "0501234567"})
    (slot, *_) = await talk.slots()
    made = await talk.booked(slot)
    again = await talk.call("create_appointment", slot_or_hold_id=slot["slot_id"], notes="קומה 3", **DANA)
    assert (again["status"], again["replayed"]) == ("ok", True)
    assert (again["appointment_id"], again["starts_at"]) == (made["appointment_id"], made["starts_at"])
    for line in ({"Luach-Caller-Phone": "0529999999"}, {"Luach-Caller-Phone": "anonymous"}, {}):
        other = await Talk(house, **line).call(
            "create_appointment", slot_or_hold_id=slot["slot_id"], customer_name="רון"
        )
        assert other["problem"]["code"] == "slot_taken"
    assert await stored(service, house) == (1, 1)


async def test_one_conversation_books_so_often_and_no_more(service: Service, talk: Talk) -> None:
    free = await talk.slots(max_results=BOOKINGS_PER_CONVERSATION + 1)
    for slot in free[:-1]:
        await talk.booked(slot)
    # Repeating what is booked is not one more.
    assert (await talk.booked(free[0]))["replayed"]
    last: Json = {"slot_or_hold_id": free[-1]["slot_id"], **DANA}
    refused = await talk.call("create_appointment", **last)
    assert (refused["status"], refused["problem"]["code"]) == ("not_possible", "limit_reached")
    assert refused["problem"]["retry"] == "never"
    assert (await stored(service, talk.house))[0] == BOOKINGS_PER_CONVERSATION
    await Talk(talk.house).booked(free[-1])


async def test_a_refused_booking_does_not_count(talk: Talk) -> None:
    for _ in range(BOOKINGS_PER_CONVERSATION + 1):
        refused = await talk.call("create_appointment", starts_at=local(5, "10:00"), **DANA)
        assert refused["problem"]["code"] == "past_date"
    await talk.booked()
