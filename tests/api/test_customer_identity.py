"""Two numbers are the same only when their E.164 is: nobody finds, moves or cancels another's appointment."""

from typing import Any

import pytest

from app.runtime.upkeep import run_round
from tests.support import factories
from tests.support.factories import SETTINGS, House, Json, Service, body, problem
from tests.support.servers import connected
from tests.support.talk import Talk

PHONE, CHANNEL = "Luach-Caller-Phone", "Luach-Channel"
ZONES = {"IL": "Asia/Jerusalem", "US": "America/New_York", "IN": "Asia/Kolkata", "AE": "Asia/Dubai"}
ZONES |= {"RU": "Europe/Moscow", "DE": "Europe/Berlin", "GB": "Europe/London", "MX": "America/Mexico_City"}
INQUIRIES = "/api/calendar/inquiries"

# (country, booked with, the caller's line)
SAME = [
    ("IL", "03-1234567", "+97231234567"),
    ("IL", "+97231234567", "03-1234567"),
    ("IL", "050-1234567", "00972501234567"),
    ("IL", "050 123.45(67)", "+972-50-123-4567"),
    ("IL", "٠٥٠١٢٣٤٥٦٧", "+972501234567"),
    ("IL", "０５０－１２３４５６７", "0501234567"),
    ("IL", "03-1234567 ext. 12", "+97231234567"),
    ("IL", "03-1234567 שלוחה 3", "+97231234567 ext 9"),
    ("IL", "050-1234567", "sip:+972501234567@pbx.example.com"),
    ("IL", "tel:+972-50-123-4567", "0501234567"),
    ("IL", "050-1234567", "tel:0501234567"),
    ("US", "(212) 555-0147", "+12125550147"),
    ("US", "1-212-555-0147", "212.555.0147"),
    ("US", "011 972 50 123 4567", "+972501234567"),
    ("IN", "098765 43210", "+919876543210"),
    ("AE", "050 123 4567", "+971501234567"),
    ("RU", "8 (495) 123-45-67", "+74951234567"),
    ("RU", "8 916 123 45 67", "9161234567"),
    ("DE", "030/123456", "+4930123456"),
    ("GB", "020 7946 0958", "+44 (0)20 7946 0958"),
]
OTHERS = [
    ("US", "+1 212 555 0147", "+13125550147"),
    ("US", "212 555 0147", "312 555 0147"),
    ("IL", "+1 212 555 0147", "+13125550147"),
    ("IN", "+91 98765 43210", "+91 88765 43210"),
    ("IN", "98765 43210", "88765 43210"),
    ("IL", "+971 50 123 4567", "050-1234567"),
    ("AE", "+972 50 123 4567", "050-1234567"),
    ("IL", "03-1234567", "+4431234567"),
    ("IL", "050-1234567", "+44 50 123 4567"),
    ("GB", "020 7946 0958", "+1 207 946 0958"),
    # Unreadable: never the same, not even as itself.
    ("IL", "050-1234567, 052-7654321", "050-1234567"),
    ("IL", "050-1234567 / 052-7654321", "052-7654321"),
    ("IL", "100", "100"),
    ("IL", "*2700", "*2700"),
    ("IL", "1234567", "1234567"),
    ("IL", "1-800-FLOWERS", "1-800-FLOWERS"),
    ("IL", "0000000000", "0000000000"),
    ("IL", "999999999", "999999999"),
]
# Headers hold Latin-1 only.
IN_HEADERS = [each for each in (*SAME, *OTHERS[:8]) if "".join(each).isascii()]


async def business(service: Service, country: str, **settings: Any) -> House:
    return await service.house(timezone=ZONES[country], **settings)


async def book(house: House, phone: str) -> Json:
    """A booking of staff, who store what they are given."""
    return await house.booked("2027-01-12T10:00:00", customer_phone=phone)


@pytest.mark.parametrize(("country", "booked", "line"), SAME)
async def test_the_same_number_in_other_words_finds_and_cancels(
    service: Service, country: str, booked: str, line: str
) -> None:
    house = await business(service, country)
    made = await book(house, booked)
    for talk in (Talk(house, **{PHONE: line, CHANNEL: "calls"}), Talk(house, **{PHONE: line})):
        (found,) = (await talk.call("find_appointments"))["appointments"]
        assert found["starts_at"] == made["starts_at"]
    gone = await talk.call("cancel_appointment", appointment_id=found["appointment_id"], preview=False)
    assert gone["status"] == "ok"


@pytest.mark.parametrize(("country", "booked", "line"), OTHERS)
async def test_another_number_finds_nothing(service: Service, country: str, booked: str, line: str) -> None:
    house = await business(service, country)
    await book(house, booked)
    found = await Talk(house, **{PHONE: line, CHANNEL: "calls"}).call("find_appointments")
    assert not found.get("appointments"), found
    found = await Talk(house).call("find_appointments", customer_phone=line)
    assert not found.get("appointments"), found


@pytest.mark.parametrize(
    ("country", "booked", "line"), [each for each in [*SAME, *OTHERS[:8]] if f"{each[1]}{each[2]}".isascii()]
)
async def test_an_id_given_to_a_number_serves_that_number_only(
    service: Service, country: str, booked: str, line: str
) -> None:
    house = await business(service, country)
    await book(house, booked)
    (mine,) = (await Talk(house, **{PHONE: booked}).call("find_appointments"))["appointments"]
    caller = Talk(house, **{PHONE: line})
    there: Json = {"appointment_id": mine["appointment_id"], "preview": True}
    if (country, booked, line) in SAME:
        assert (await caller.call("cancel_appointment", **there))["status"] == "ok"
    else:
        refused = await caller.call("cancel_appointment", 404, **there)
        assert refused["problem"]["code"] == "unknown_appointment"


@pytest.mark.parametrize(("country", "booked", "line"), [*SAME, *OTHERS])
async def test_the_callers_own_time_is_told_from_a_strangers(
    service: Service, country: str, booked: str, line: str
) -> None:
    """Two customers called David ask for one slot."""
    house = await business(service, country)
    first, second = Talk(house), Talk(house, **{PHONE: line})
    (slot, *_) = await first.slots()
    made = await house.booked(slot["starts_at"], customer_name="דוד", customer_phone=booked)
    again = await second.call(
        "create_appointment", slot_or_hold_id=slot["slot_id"], customer_name="דוד", notes="קומה 3"
    )
    same = (country, booked, line) in SAME
    assert (again["status"] == "ok") is same, again
    assert made["starts_at"] == slot["starts_at"]


async def test_what_the_line_shows_is_stored_as_staff_can_dial_it(service: Service) -> None:
    house = await business(service, "IL")
    for line, kept in (
        ("0501234567", "0501234567"),
        ("sip:0501234567@10.0.0.1;user=phone", "+972501234567"),
        ('"Dana" <sip:+972501234567@a-long-name-of-a-gateway.voice.example.com:5061>', "+972501234567"),
    ):
        talk = Talk(house, **{PHONE: line})
        (slot, *_) = await talk.slots()
        made = await talk.call("create_appointment", slot_or_hold_id=slot["slot_id"], customer_name="דנה")
        assert made["status"] == "ok"
        async with connected(service.database_url) as connection:
            last = "SELECT contact_phone FROM appointments ORDER BY id DESC LIMIT 1"
            assert await connection.fetchval(last) == kept
        (_, *_) = (await Talk(house, **{PHONE: "+972501234567"}).call("find_appointments"))["appointments"]


async def test_what_the_host_wrote_is_nobodys_until_it_is_read(own_database: str) -> None:
    async with factories.running(own_database) as service, connected(own_database) as host:
        house = await service.house()
        mine, other = Talk(house, **{PHONE: "+97231234567"}), Talk(house, **{PHONE: "+97237654321"})

        async def found() -> list[int]:
            return [len((await talk.call("find_appointments"))["appointments"]) for talk in (mine, other)]

        await host.execute(
            """INSERT INTO appointments (business_id, title, start_time, end_time, contact_phone)
               VALUES ($1, 'x', '2027-01-12 10:00', '2027-01-12 11:00', '03-1234567')""",
            house.id,
        )
        assert await found() == [0, 0]
        await run_round(service.state)
        assert await found() == [1, 0]
        await host.execute("UPDATE appointments SET contact_phone = '03-7654321'")
        assert await found() == [0, 0]
        await run_round(service.state)
        assert await found() == [0, 1]
        body(await house.owner.patch(SETTINGS, {"country": "US"}))
        assert await found() == [0, 0]
        body(await house.owner.patch(SETTINGS, {"country": None}))
        await run_round(service.state)
        assert await found() == [0, 1]


@pytest.mark.parametrize(("line", "named"), [("anonymous", "03-1234567"), ("", "+97231234567")])
async def test_a_withheld_caller_may_name_a_number_where_the_business_allows_it(
    service: Service, line: str, named: str
) -> None:
    house = await business(service, "IL")
    made = await book(house, "03-1234567")
    talk = Talk(house, **{PHONE: line, CHANNEL: "calls"})
    refused = await talk.call("find_appointments", customer_phone=named)
    assert refused["problem"]["code"] == "number_withheld"
    body(await house.owner.patch(SETTINGS, {"withheld_may_name_number": True}))
    (found,) = (await talk.call("find_appointments", customer_phone=named))["appointments"]
    assert found["starts_at"] == made["starts_at"]
    assert (await talk.call("find_appointments", customer_phone="052-9999999"))["appointments"] == []
    asked = await talk.call("find_appointments")
    assert (asked["status"], asked["problem"]["code"]) == ("needs_input", "phone_required")
    there: Json = {"appointment_id": found["appointment_id"], "preview": False}
    shown = Talk(house, **{PHONE: "052-9999999"})
    assert (await shown.call("find_appointments", customer_phone=named))["appointments"] == []
    assert (await shown.call("cancel_appointment", 404, **there))["problem"]["code"] == "unknown_appointment"
    assert (await talk.call("cancel_appointment", **there))["status"] == "ok"


async def test_erasure_by_phone_erases_that_countrys_customer_and_only_that_one(service: Service) -> None:
    house = await business(service, "IL")
    for line in ("050-1234567", "+971501234567", "+12125550147", "+13125550147", "03-1234567", "anonymous"):
        for _ in range(2):
            body(
                await house.agent.post(
                    "/api/calendar/resolve", {"intent_text": "אני צריך הובלה"}, headers={PHONE: line}
                )
            )

    async def erased(phone: str) -> int:
        count: int = body(await house.owner.post(f"{INQUIRIES}/erase", {"customer_phone": phone}))["erased"]
        return count

    assert await erased("00972501234567") == 2
    assert await erased("+1 (312) 555-0147") == 2
    assert await erased("tel:+97231234567") == 2
    assert await erased("+44501234567") == 0
    assert len(body(await house.owner.get(INQUIRIES, params={"limit": 50}))["data"]) == 6
    for unreadable in ("anonymous", "100", "050-1234567, 052-7654321", "212 555 0147"):
        answer = await house.owner.post(f"{INQUIRIES}/erase", {"customer_phone": unreadable})
        problem(answer, 422, "phone_required", "/customer_phone")


async def test_a_tool_and_a_route_note_one_customer(service: Service) -> None:
    house = await business(service, "US")
    for line in ("(212) 555-0147", "+12125550147"):
        talk = Talk(house, **{PHONE: line})
        await talk.call("resolve_target", intent_text="I need a mover")
    wanted = {"customer_phone": "1 212 555 0147"}
    assert body(await house.owner.post(f"{INQUIRIES}/erase", wanted))["erased"] == 2
