"""Calls that an agent repeats: one booking however often it is asked for, and only so many a conversation."""

import asyncio
from datetime import timedelta

import pytest

from app.ai_tools import BOOKINGS_PER_CONVERSATION
from tests.support.factories import TOOLS, House, Json, Service, body, local, stored
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
            assert (each["problem"]["retry"], each["problem"]["retry_after_s"]) == ("after", 1)
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


async def test_a_key_of_its_own_replays_for_a_day_and_refuses_another_call(
    service: Service, talk: Talk
) -> None:
    (slot, other, *_) = await talk.slots()
    given: Json = {"slot_or_hold_id": slot["slot_id"], "idempotency_key": "order 7", **DANA}
    first = await talk.call("create_appointment", **given)
    service.clock.now += timedelta(hours=1)
    assert await talk.call("create_appointment", **given) == {**first, "replayed": True}
    clash = await talk.call("create_appointment", 422, **{**given, "slot_or_hold_id": other["slot_id"]})
    assert clash["problem"]["code"] == "idempotency_conflict"
    headed = {**talk.headers, "Idempotency-Key": "order 7"}
    bare = {key: value for key, value in given.items() if key != "idempotency_key"}
    answer = await talk.house.agent.post(f"{TOOLS}/calendar_create_appointment", bare, headers=headed)
    assert body(answer)["replayed"]


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
