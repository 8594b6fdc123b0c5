"""A booking knows its customer: a phone number and a name, several people per number."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from tests.support import factories
from tests.support.desk import SERIES, confirm, held
from tests.support.factories import APPOINTMENTS, House, Json, Service, body, local, made, problem, stored
from tests.support.servers import connected

CROWD = 100
PHONE = "050-1234567"


@pytest.fixture
async def house(service: Service) -> House:
    return await service.house()


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    """A service with a connection for everybody in the crowd: a pool's queue would hide the race."""
    async with factories.running(own_database, db_pool_size=CROWD) as service:
        yield service


async def people(service: Service, house: House) -> list[tuple[str | None, str | None]]:
    """Names and numbers of the business's customers, in the order in which they came."""
    async with connected(service.database_url) as connection:
        rows = await connection.fetch(
            "SELECT name, phone_e164 FROM customers WHERE business_id = $1 ORDER BY id", house.id
        )
    return [tuple(row) for row in rows]


async def block(service: Service, customer_id: int) -> None:
    async with connected(service.database_url) as connection:
        await connection.execute("UPDATE customers SET blocked_at = now() WHERE id = $1", customer_id)


async def test_the_same_number_and_name_is_one_customer_in_every_spelling(
    service: Service, house: House
) -> None:
    spellings = [
        ("דנה לוי", PHONE),
        ("דָּנָה-לֵוִי", "+972 50 123 4567"),
        ("לוי דנה", "0501234567"),
        ("דנה", "tel:+972-50-123-4567"),
    ]
    ids = set()
    for hour, (name, phone) in enumerate(spellings, start=9):
        booked = await house.booked(local(12, f"{hour:02}:00"), customer_name=name, customer_phone=phone)
        ids.add(booked["customer_id"])
    assert len(ids) == 1
    assert None not in ids
    assert await people(service, house) == [("דנה לוי", "+972501234567")]


async def test_several_people_share_a_number(service: Service, house: House) -> None:
    names = ["דנה לוי", "רון לוי", "דנה כהן", "דנה"]
    booked = [
        await house.booked(local(12, f"{9 + hour:02}:00"), customer_name=name, customer_phone=PHONE)
        for hour, name in enumerate(names)
    ]
    # "דנה" alone fits two of them, so it is somebody else as far as anybody can tell.
    assert len({each["customer_id"] for each in booked}) == 4
    assert [name for name, _ in await people(service, house)] == names


async def test_the_same_name_and_number_in_another_business_is_another_customer(service: Service) -> None:
    one, other = await service.house(), await service.house()
    ids = [
        (await house.booked(local(12, "10:00"), customer_phone=PHONE))["customer_id"]
        for house in (one, other)
    ]
    assert ids[0] != ids[1]


@pytest.mark.parametrize("phone", [None, "call me", "*1234"])
async def test_without_a_readable_number_there_is_no_customer(
    service: Service, house: House, phone: str | None
) -> None:
    booked = await house.booked(local(12, "10:00"), customer_phone=phone)
    assert (booked["customer_id"], booked["customer_phone"]) == (None, phone)
    assert await people(service, house) == []


async def test_a_refused_booking_makes_no_customer(service: Service, house: House) -> None:
    await house.booked(local(12, "10:00"))
    problem(await house.booking(local(12, "10:00"), customer_phone=PHONE), 409, "slot_taken")
    assert await people(service, house) == []


async def test_whatever_books_knows_the_customer(house: House) -> None:
    first = await house.booked(local(12, "09:00"), customer_phone=PHONE)
    kept = await held(house, local(12, "10:00"))
    taken_up = body(await confirm(house, kept["id"], customer_phone=PHONE), 201)
    over = {
        "starts_at": local(12, "10:00"),
        "customer_name": "דנה לוי",
        "customer_phone": PHONE,
        "override": True,
    }
    overridden = await made(house.owner, APPOINTMENTS, over)
    week = {"starts_at": local(13, "09:00"), "rrule": "FREQ=DAILY;COUNT=2", **_named("דנה לוי")}
    series = await made(house.agent, SERIES, week)
    booked = [taken_up, overridden, *series["appointments"]]
    assert [each["customer_id"] for each in booked] == [first["customer_id"]] * 4
    assert taken_up["hold_id"] == kept["id"]
    for each in (first, *booked):
        shown = body(await house.viewer.get(f"{APPOINTMENTS}/{each['id']}"))
        assert {**shown, "chosen_by": None, "read_as": None} == {**each, "chosen_by": None, "read_as": None}
    assert [each["series_id"] for each in series["appointments"]] == [series["id"]] * 2


async def test_metadata_is_kept_with_and_without_a_customer(house: House) -> None:
    for hour, phone in ((9, None), (10, PHONE)):
        data = {"order": "A-17", "מקור": "אתר"}
        booked = await house.booked(local(12, f"{hour:02}:00"), customer_phone=phone, metadata=data)
        assert booked["metadata"] == data
        assert body(await house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))["metadata"] == data
    for wrong, code in (
        ({"k" * 41: "v"}, "too_long"),
        ({"k": "v" * 501}, "too_long"),
        ({str(n): "v" for n in range(51)}, "too_long"),
        ({"k": 1}, "not_text"),
    ):
        answer = await house.booking(local(12, "12:00"), metadata=wrong)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["code"] == code, wrong


async def test_a_known_customer_books_by_id_or_by_number_alone(house: House) -> None:
    known = await house.booked(local(12, "09:00"), customer_phone=PHONE, customer_email="dana@example.com")
    by_id = {"starts_at": local(12, "10:00"), "customer_id": known["customer_id"]}
    by_number = {"starts_at": local(12, "11:00"), "customer_phone": "+972501234567"}
    for wanted in (by_id, by_number):
        booked = await made(house.agent, APPOINTMENTS, wanted)
        assert booked["customer_id"] == known["customer_id"]
        assert (booked["customer_name"], booked["title"]) == ("דנה לוי", "דנה לוי")
        assert booked["customer_email"] == "dana@example.com"
    series = {
        "starts_at": local(13, "09:00"),
        "rrule": "FREQ=DAILY;COUNT=2",
        "customer_id": known["customer_id"],
    }
    assert (await made(house.agent, SERIES, series))["appointments"][1]["customer_name"] == "דנה לוי"


async def test_for_whom_is_asked_where_a_number_is_several_peoples(service: Service, house: House) -> None:
    wanted = {"starts_at": local(12, "11:00"), "customer_phone": PHONE}
    problem(await house.agent.post(APPOINTMENTS, wanted), 422, "missing", "/customer_name")
    await house.booked(local(12, "09:00"), customer_phone=PHONE)
    await house.booked(local(12, "10:00"), customer_phone=PHONE, customer_name="רון לוי")
    problem(await house.agent.post(APPOINTMENTS, wanted), 422, "which_customer", "/customer_name")
    assert len(await people(service, house)) == 2
    await made(house.agent, APPOINTMENTS, {**wanted, "customer_name": "רון"})
    assert len(await people(service, house)) == 2


async def test_customers_of_others_are_unknown(service: Service, house: House) -> None:
    other = await (await service.house()).booked(local(12, "09:00"), customer_phone=PHONE)
    for unknown in (other["customer_id"], 2**62):
        wanted = {"starts_at": local(12, "11:00"), "customer_id": unknown}
        problem(await house.agent.post(APPOINTMENTS, wanted), 404, "unknown_customer")


async def test_a_blocked_customer_is_refused_and_staff_may_book_them(service: Service, house: House) -> None:
    known = await house.booked(local(12, "09:00"), customer_phone=PHONE)
    await block(service, known["customer_id"])
    kept = await held(house, local(12, "10:00"))
    series = {"starts_at": local(13, "09:00"), "rrule": "FREQ=DAILY;COUNT=2", **_named("דנה לוי")}
    before = await stored(service, house)
    refused = [
        await house.booking(local(12, "11:00"), customer_phone=PHONE),
        await house.booking(local(12, "11:00"), customer_phone=PHONE, customer_name="דנה"),
        await house.agent.post(APPOINTMENTS, {"starts_at": local(12, "11:00"), "customer_phone": PHONE}),
        await house.booking(local(12, "11:00"), customer_id=known["customer_id"]),
        await confirm(house, kept["id"], customer_phone=PHONE),
        await house.agent.post(SERIES, series),
        await house.owner.post(APPOINTMENTS, {"starts_at": local(12, "11:00"), **_named("דנה לוי")}),
    ]
    for answer in refused:
        assert "block" not in problem(answer, 409, "customer_blocked")["title"].lower()
    assert await stored(service, house) == before
    allowed = {"starts_at": local(12, "11:00"), **_named("דנה לוי"), "allow_blocked": True}
    problem(await house.agent.post(APPOINTMENTS, allowed), 403, "forbidden")
    problem(await house.agent.post(SERIES, {**series, "allow_blocked": True}), 403, "forbidden")
    booked = await made(house.owner, APPOINTMENTS, allowed)
    assert booked["customer_id"] == known["customer_id"]
    # The number is not blocked: others of the family book as before.
    await house.booked(local(12, "12:00"), customer_phone=PHONE, customer_name="רון לוי")


async def test_one_new_customer_who_books_a_hundred_times_at_once_is_one_row(crowded: Service) -> None:
    house = await crowded.house(opening_hours={"tue": [["00:00", "24:00"]]}, slot_step_minutes=5)
    starts = [local(12, f"{number // 12:02}:{number % 12 * 5:02}") for number in range(CROWD)]
    answers = await _at_once(house, starts, ["דנה לוי"] * CROWD)
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["customer_id"] for answer in answers}) == 1
    assert await people(crowded, house) == [("דנה לוי", "+972501234567")]


async def test_three_names_on_one_phone_at_once_are_three_rows(crowded: Service) -> None:
    house = await crowded.house(opening_hours={"tue": [["00:00", "24:00"]]}, slot_step_minutes=5)
    names = ["דנה לוי", "רון לוי", "Sara Levi"]
    starts = [local(12, f"{number // 12:02}:{number % 12 * 5:02}") for number in range(CROWD)]
    told = [names[number % 3] for number in range(CROWD)]
    answers = await _at_once(house, starts, told)
    assert {answer.status_code for answer in answers} == {201}
    by_name: dict[str, set[int]] = {}
    for answer in answers:
        booked: Json = answer.json()
        by_name.setdefault(booked["customer_name"], set()).add(booked["customer_id"])
    assert all(len(ids) == 1 for ids in by_name.values())
    assert sorted(name or "" for name, _ in await people(crowded, house)) == sorted(names)


async def _at_once(house: House, starts: Sequence[str], names: Sequence[str]) -> list[httpx.Response]:
    bookings = [
        house.booking(start, duration_minutes=5, customer_name=name, customer_phone=PHONE)
        for start, name in zip(starts, names, strict=True)
    ]
    return list(await asyncio.gather(*bookings))


def _named(name: str, **fields: Any) -> Json:
    return {"customer_name": name, "customer_phone": PHONE, **fields}
