"""The caller's fence: a shown number reaches its own appointments, a withheld one reaches none."""

from datetime import timedelta

import pytest

from tests.support.factories import SETTINGS, TOOLS, House, Json, Service, body, local, problem, stored
from tests.support.servers import connected
from tests.support.talk import DANA, Talk

PHONE, CHANNEL, CONVERSATION = "Luach-Caller-Phone", "Luach-Channel", "Luach-Conversation"

# Header values go out as latin-1.
NO_NUMBERS = (
    *("anonymous", "Restricted", "unknown", "PRIVATE", "{{user_number}}", "${caller}", "null", "None", "N/A"),
    *(
        "",
        " ",
        "-",
        "+",
        "12",
        "9" * 256,
        "050-123\t4567",
        "050-123\xa04567",
        "sip:anonymous@anonymous.invalid",
    ),
    *("0501234567 0507654321", "0501234567;ext=x"),
)


@pytest.mark.parametrize("number", NO_NUMBERS)
async def test_a_number_that_cannot_be_read_is_withheld_and_reaches_nobodys_appointments(
    house: House, number: str
) -> None:
    made = await Talk(house).booked()
    anonymous = Talk(house, **{PHONE: number})
    asked = await anonymous.call("find_appointments", customer_phone=DANA["customer_phone"])
    assert not asked["appointments"]
    assert (asked["status"], asked["problem"]["code"]) == ("not_possible", "number_withheld")
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    assert (await anonymous.call("cancel_appointment", 404, **there))["status"] == "error"


@pytest.mark.parametrize("channel", ["calls", "Calls", " calls "])
async def test_a_call_without_a_number_is_withheld(house: House, channel: str) -> None:
    await Talk(house).booked()
    silent = Talk(house, **{CHANNEL: channel})
    asked = await silent.call("find_appointments", customer_phone=DANA["customer_phone"])
    assert asked["problem"]["code"] == "number_withheld"
    shown = Talk(house, **{CHANNEL: channel, PHONE: "+972 50 1234567"})
    assert len((await shown.call("find_appointments"))["appointments"]) == 1


async def test_an_anonymous_caller_reaches_no_other_anonymous_callers_appointment(house: House) -> None:
    one, other = (Talk(house, **{PHONE: "anonymous", CHANNEL: "calls"}) for _ in range(2))
    made = await one.booked()
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    assert (await other.call("cancel_appointment", 404, **there))["problem"]["code"] == "unknown_appointment"
    assert (await one.call("cancel_appointment", **there))["status"] == "ok"


async def test_two_numbers_in_two_headers_are_withheld(house: House) -> None:
    await Talk(house).booked()
    answer = await house.agent.client.post(
        f"{TOOLS}/calendar_find_appointments",
        json={},
        headers=[
            ("Authorization", f"Bearer {house.agent.key}"),
            (PHONE, "0501234567"),
            (PHONE, "0529999999"),
        ],
    )
    assert answer.json()["problem"]["code"] == "number_withheld"


async def test_a_number_of_digits_that_a_host_stored_as_words_belongs_to_nobody(
    service: Service, house: House
) -> None:
    made = await Talk(house).booked()
    async with connected(service.database_url) as connection:
        await connection.execute("UPDATE appointments SET contact_phone = 'not given'")
    assert made["status"] == "ok"
    empty = Talk(house, **{PHONE: "anonymous"})
    assert (await empty.call("find_appointments"))["problem"]["code"] == "number_withheld"


@pytest.mark.parametrize(
    "conversation", ["x" * 256, "", "a\tb", "a\xa0b", "{{conversation_id}}", "call-${id}"]
)
async def test_a_conversation_that_cannot_be_told_from_others_is_refused(
    house: House, conversation: str
) -> None:
    answer = await house.agent.post(
        f"{TOOLS}/calendar_list", {}, headers={CONVERSATION: conversation.encode("latin-1")}
    )
    refused = problem(answer, 422, "invalid_input")
    assert [each["pointer"] for each in refused["errors"]] == ["/Luach-Conversation"]


@pytest.mark.parametrize("path", [f"{TOOLS}/calendar_list", "/mcp"])
async def test_a_channel_that_is_unknown_is_refused(house: House, path: str) -> None:
    answer = await house.agent.post(path, {}, headers={CHANNEL: "voice"})
    refused = problem(answer, 422, "invalid_input")
    assert [each["pointer"] for each in refused["errors"]] == ["/Luach-Channel"]


async def test_an_appointment_id_is_of_use_only_where_it_was_given_out(house: House) -> None:
    mine = Talk(house)
    made = await mine.booked()
    bare = Talk(house)
    del bare.headers[CONVERSATION]
    strangers = (Talk(house), bare, Talk(house, **{PHONE: "0529999999"}), Talk(house, **{PHONE: "anonymous"}))
    slot = (await mine.slots())[1]
    moves: Json = {"new_slot_id": slot["slot_id"]}
    for stranger in strangers:
        for tool, more in (("cancel_appointment", {}), ("reschedule_appointment", moves)):
            for preview in (True, False):
                wanted: Json = {"appointment_id": made["appointment_id"], "preview": preview, **more}
                refused = await stranger.call(tool, 404, **wanted)
                assert refused["problem"]["code"] == "unknown_appointment"
    assert (await mine.call("cancel_appointment", appointment_id=made["appointment_id"], preview=True))["say"]


@pytest.mark.parametrize(
    "invented", [1, "1", "a_", "a_AAAAAQ", "a_AAAAAQtDGdLTTC", "h_AAAAAAAAAAEAtDGdLTT", "א"]
)
async def test_an_appointment_id_cannot_be_made_up(house: House, invented: object) -> None:
    await Talk(house).booked()
    answer = await house.agent.post(
        f"{TOOLS}/calendar_cancel_appointment", {"appointment_id": invented, "preview": False}
    )
    assert answer.status_code in {404, 422}


async def test_an_id_given_to_a_number_serves_its_later_conversations(house: House) -> None:
    first, second = (Talk(house, **{PHONE: number}) for number in ("0501234567", "+972-50-123-4567"))
    made = await first.booked()
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    assert (await second.call("cancel_appointment", **there))["status"] == "ok"


async def test_what_is_booked_for_somebody_else_can_be_changed_in_the_same_conversation(
    service: Service, house: House
) -> None:
    caller = Talk(house, **{PHONE: "0529999999", CHANNEL: "calls"})
    (slot, *_) = await caller.slots()
    mother: Json = {"customer_name": "אמא", "customer_phone": "03-1234567"}
    made = await caller.call("create_appointment", slot_or_hold_id=slot["slot_id"], **mother)
    there: Json = {"appointment_id": made["appointment_id"], "preview": False}
    assert (await caller.call("cancel_appointment", **there))["status"] == "ok"
    assert await stored(service, house) == (1, 0)


async def test_a_visit_is_found_for_an_hour_after_it_began_and_cannot_be_changed_once_it_is_over(
    service: Service, house: House
) -> None:
    late = Talk(house, **{PHONE: DANA["customer_phone"]})
    made = await late.booked()
    start = service.clock.now.replace(day=11, hour=7)
    assert made["starts_at"] == local(11, "09:00")
    there: Json = {"appointment_id": made["appointment_id"]}
    for minutes, found in ((59, 1), (60, 1), (61, 0)):
        service.clock.now = start + timedelta(minutes=minutes)
        assert len((await late.call("find_appointments"))["appointments"]) == found
    service.clock.now = start + timedelta(minutes=59)
    assert (await late.call("cancel_appointment", preview=True, **there))["status"] == "ok"
    service.clock.now = start + timedelta(hours=30)
    slot = (await late.slots(date_from="+1d"))[0]
    for preview in (True, False):
        over = await late.call("cancel_appointment", preview=preview, **there)
        assert (over["status"], over["problem"]["code"]) == ("not_possible", "past_date")
        move = {**there, "new_slot_id": slot["slot_id"], "preview": preview}
        over = await late.call("reschedule_appointment", **move)
        assert (over["status"], over["problem"]["code"]) == ("not_possible", "past_date")
    assert await stored(service, house) == (1, 1)


NO_PHONES = ("N/A", "not given", "אין", "---", "no", "-", "?", "unknown", "0", "12345")


@pytest.mark.parametrize("said", NO_PHONES)
async def test_a_phone_argument_that_is_none_does_not_replace_the_callers_number(
    service: Service, house: House, said: str
) -> None:
    for line, kept in (({PHONE: "0501234567"}, "0501234567"), ({PHONE: "anonymous"}, None), ({}, None)):
        talk = Talk(house, **line)
        (slot, *_) = await talk.slots()
        wanted: Json = {"slot_or_hold_id": slot["slot_id"], "customer_name": "דנה", "customer_phone": said}
        assert (await talk.call("create_appointment", **wanted))["status"] == "ok"
        async with connected(service.database_url) as connection:
            last = await connection.fetchval(
                "SELECT contact_phone FROM appointments ORDER BY id DESC LIMIT 1"
            )
        assert last == kept


@pytest.mark.parametrize("said", [*NO_PHONES, None])
async def test_where_a_phone_is_required_one_that_is_none_is_asked_for(
    house: House, said: str | None
) -> None:
    body(await house.owner.patch(SETTINGS, {"require_phone_before_booking": True}))
    talk = Talk(house, **{PHONE: "anonymous"})
    (slot, *_) = await talk.slots()
    wanted: Json = {"slot_or_hold_id": slot["slot_id"], "customer_name": "דנה", "customer_phone": said}
    asked = await talk.call("create_appointment", **wanted)
    assert (asked["status"], asked["problem"]["code"]) == ("needs_input", "phone_required")
    wanted["customer_phone"] = "050-1234567"
    assert (await talk.call("create_appointment", **wanted))["status"] == "ok"


@pytest.mark.parametrize("phone", ["0529999999", "anonymous"])
async def test_what_a_conversation_booked_is_found_by_it_and_by_the_number_it_was_booked_with(
    house: House, phone: str
) -> None:
    caller = Talk(house, **{PHONE: phone, CHANNEL: "calls"})
    (slot, *_) = await caller.slots()
    mother: Json = {"customer_name": "אמא", "customer_phone": "03-1234567"}
    made = await caller.call("create_appointment", slot_or_hold_id=slot["slot_id"], **mother)
    (mine,) = (await caller.call("find_appointments"))["appointments"]
    assert mine["appointment_id"] == made["appointment_id"]
    (hers,) = (await Talk(house, **{PHONE: "03-1234567"}).call("find_appointments"))["appointments"]
    assert hers["starts_at"] == made["starts_at"]
    other = await Talk(house, **{PHONE: phone, CHANNEL: "calls"}).call("find_appointments")
    assert not other["appointments"]
    again = await caller.call("create_appointment", slot_or_hold_id=slot["slot_id"], notes="קומה 3", **mother)
    assert (again["status"], again["appointment_id"]) == ("ok", made["appointment_id"])
    assert (await caller.call("cancel_appointment", appointment_id=mine["appointment_id"], preview=False))[
        "say"
    ]
    assert not (await caller.call("find_appointments"))["appointments"]
