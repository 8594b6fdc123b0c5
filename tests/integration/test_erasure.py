"""Erasing a customer leaves no trace of name or number anywhere in the database."""

import re
import subprocess
from collections.abc import AsyncIterator

import pytest

from app.runtime.upkeep import run_round
from tests.support import factories
from tests.support.desk import SERIES, WAITLIST, cancelled, confirm, held
from tests.support.factories import APPOINTMENTS, RESOLVE, House, Json, Service, body, local, made, problem
from tests.support.servers import PostgresServer, connected

CUSTOMERS = "/api/calendar/customers"
NAME, PHONE, E164 = "Zerubavela Quixotine", "050-7418529", "+972507418529"
TRACES = re.compile(r"Zerubavela|Quixotine|507418529|7418529|secret-note|zq@example", re.IGNORECASE)
WHO: Json = {"customer_name": NAME, "customer_phone": PHONE}


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database) as service:
        yield service


def dump(postgres: PostgresServer, url: str) -> str:
    """The whole database as SQL."""
    program = postgres.bindir / "pg_dump"
    return subprocess.run([program, "--inserts", url], check=True, capture_output=True, text=True).stdout


async def furnished(service: Service, house: House) -> tuple[Json, Json]:
    """A customer with a trace wherever one can be, and another person of the same number."""
    keyed = {"Idempotency-Key": f"{E164} first"}
    wanted = {
        "starts_at": local(12, "09:00"),
        **WHO,
        "customer_email": "zq@example.com",
        "notes": "secret-note",
    }
    booked: Json = body(await house.agent.post(APPOINTMENTS, wanted, headers=keyed), 201)
    keyed = {"Idempotency-Key": "second"}
    wanted = {
        "starts_at": local(12, "10:00"),
        **WHO,
        "title": f"haircut of {NAME}",
        "metadata": {"crm": NAME, "hint": "secret-note"},
        "customer_email": "zq@example.com",
        "notes": "secret-note",
    }
    body(await house.agent.post(APPOINTMENTS, wanted, headers=keyed), 201)
    kept = await held(house, local(12, "11:00"), note=f"for {NAME}")
    body(await confirm(house, kept["id"], **WHO), 201)
    await held(house, local(12, "12:00"), note=f"call {E164}")
    await made(house.agent, SERIES, {"starts_at": local(13, "09:00"), "rrule": "FREQ=DAILY;COUNT=2", **WHO})
    gone = await house.booked(local(14, "12:00"), **WHO)
    await cancelled(house.agent, gone, reason=f"{NAME} is ill")
    span = {"calendar_id": house.default_calendar, "since": local(18, "00:00"), "until": local(19, "00:00")}
    await made(house.agent, WAITLIST, {**span, **WHO, "notes": "secret-note"})
    spoken = {"intent_text": f"this is {NAME}, {PHONE}"}
    body(await house.agent.post(RESOLVE, spoken, headers={"Luach-Caller-Phone": E164}))
    tool = {
        "starts_at": local(17, "09:00"),
        **WHO,
        "slot_or_hold_id": None,
        "calendar_id": house.default_calendar,
    }
    caller = {"Luach-Channel": "calls", "Luach-Caller-Phone": E164, "Luach-Conversation": E164}
    answer = await house.agent.post("/api/ai/tools/calendar_create_appointment", tool, headers=caller)
    assert body(answer)["status"] == "ok", answer.text
    merged = await house.booked(local(19, "09:00"), customer_name="Zerubavela Q", customer_phone=PHONE)
    other = await house.booked(local(19, "10:00"), customer_name="רון לוי", customer_phone=PHONE)
    place = f"{CUSTOMERS}/{booked['customer_id']}"
    body(await house.owner.post(f"{place}/merge", {"from": [merged["customer_id"]]}))
    change = {"notes": "secret-note", "blocked": True, "blocked_reason": NAME, "metadata": {"crm": NAME}}
    body(await house.owner.patch(place, change))
    async with connected(service.database_url) as host:
        await host.execute(
            """
            INSERT INTO appointments (business_id, title, start_time, end_time, contact_name, contact_phone)
            VALUES ($1, $2, '2027-02-01 09:00', '2027-02-01 10:00', $2, '(050) 741-8529')""",
            house.id,
            NAME,
        )
    return booked, other


async def test_no_trace_of_name_or_number_is_left_in_a_dump(alone: Service, postgres: PostgresServer) -> None:
    house = await alone.house()
    booked, other = await furnished(alone, house)
    await alone.state.journal.flush()
    place = f"{CUSTOMERS}/{booked['customer_id']}"
    # What old code has just written must be read first.
    refused = await house.owner.post(f"{place}/erase")
    problem(refused, 503, "not_ready")
    await run_round(alone.state)
    assert len(TRACES.findall(dump(postgres, alone.database_url))) > 30
    erased = body(await house.owner.post(f"{place}/erase"))
    assert (erased["appointments"], erased["waitlist_entries"], erased["inquiries"]) == (9, 1, 1)
    left = [line for line in dump(postgres, alone.database_url).splitlines() if TRACES.search(line)]
    # The number is still that of the other person.
    assert [
        line
        for line in left
        if "רון" not in line and not line.startswith("INSERT INTO public.appointment_phones")
    ] == []
    problem(await house.owner.get(place), 410, "customer_erased")
    problem(await house.owner.post(f"{place}/erase"), 410, "customer_erased")
    shown = body(await house.viewer.get(f"{APPOINTMENTS}/{other['id']}"))
    assert (shown["customer_name"], shown["customer_phone"]) == ("רון לוי", PHONE)
    kept = body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))
    assert (kept["starts_at"], kept["status"], kept["customer_name"]) == (
        booked["starts_at"],
        "scheduled",
        None,
    )
    # A round later nobody has come back.
    await run_round(alone.state)
    assert [person["name"] for person in body(await house.viewer.get(CUSTOMERS))["data"]] == ["רון לוי"]
    body(await house.owner.post(f"{CUSTOMERS}/{other['customer_id']}/erase"))
    assert TRACES.search(dump(postgres, alone.database_url)) is None


async def test_a_repeated_request_of_an_erased_customer_is_still_not_done_again(service: Service) -> None:
    house = await service.house()
    wanted = {"starts_at": local(12, "09:00"), **WHO}
    keyed = {"Idempotency-Key": "once"}
    booked = body(await house.agent.post(APPOINTMENTS, wanted, headers=keyed), 201)
    body(await house.owner.post(f"{CUSTOMERS}/{booked['customer_id']}/erase"))
    again = await house.agent.post(APPOINTMENTS, wanted, headers=keyed)
    assert again.headers["idempotency-replayed"] == "true"
    assert body(again, 201)["id"] == booked["id"]
    assert TRACES.search(again.text) is None


async def test_answers_of_another_person_of_the_number_stay_as_they_are(service: Service) -> None:
    house = await service.house()
    booked = await house.booked(local(12, "09:00"), **WHO, customer_email="zq@example.com")
    other = {
        "starts_at": local(12, "10:00"),
        "customer_name": "רון לוי",
        "customer_phone": PHONE,
        "notes": "x",
    }
    keyed = {"Idempotency-Key": "theirs"}
    first = await house.agent.post(APPOINTMENTS, other, headers=keyed)
    body(await house.owner.post(f"{CUSTOMERS}/{booked['customer_id']}/erase"))
    again = await house.agent.post(APPOINTMENTS, other, headers=keyed)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.text == first.text


async def test_whoever_books_again_after_an_erasure_is_somebody_new(service: Service) -> None:
    house = await service.house()
    booked = await house.booked(local(12, "09:00"), **WHO)
    body(await house.owner.post(f"{CUSTOMERS}/{booked['customer_id']}/erase"))
    again = await house.booked(local(12, "10:00"), **WHO)
    assert again["customer_id"] not in (None, booked["customer_id"])
