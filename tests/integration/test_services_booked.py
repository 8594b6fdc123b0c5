"""Services over the API: searched, booked, held, moved and cancelled with everything that they need."""

from dataclasses import dataclass
from typing import Any

import pytest

from tests.support.desk import settings_of, standing, waits
from tests.support.factories import (
    APPOINTMENTS,
    SLOTS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)
from tests.support.servers import connected
from tests.support.shop import add_service, calendars, need, shekels

HOLDS = "/api/calendar/holds"
DAY = "2027-01-12"


@dataclass(frozen=True)
class Clinic:
    """Two doctors, a laser room and a laser; a laser treatment keeps the room for 15 minutes more."""

    house: House
    levi: int
    cohen: int
    room: int
    laser: int
    treatment: int
    consultation: int

    async def book(self, at: str, service_id: int | None = None, **fields: Any) -> Any:
        wanted = {"service_ids": [service_id or self.treatment], **fields}
        return await self.house.booking(local(12, at), **wanted)

    async def starts(self, **query: Any) -> list[str]:
        query = {"service_id": self.treatment, "date_from": DAY, "date_to": DAY, "limit": 100, **query}
        found = body(await self.house.viewer.get(SLOTS, params=query))
        return [slot["starts_at"][11:16] for slot in found["slots"]]


@pytest.fixture
async def clinic(house: House) -> Clinic:
    levi, cohen, room, laser = await calendars(
        house, "Dr Levi", "Dr Cohen", "laser room", "laser", slot_step_minutes=15
    )
    treatment = await add_service(
        house,
        "Laser",
        45,
        need(levi, cohen, role="doctor"),
        need(room, role="room", windows=[[0, 60]]),
        need(laser, role="laser"),
        price=shekels(600),
    )
    consultation = await add_service(house, "Consultation", 30, need(levi, cohen))
    return Clinic(house, levi, cohen, room, laser, treatment, consultation)


async def claims(service: Service, house: House) -> list[tuple[int, str, str]]:
    """The claimed times of a business: calendar, and local clock times of the footprint."""
    async with connected(service.database_url) as connection:
        rows = await connection.fetch(
            """
            SELECT calendar_id, to_char(lower(footprint) AT TIME ZONE 'Asia/Jerusalem', 'HH24:MI') AS since,
                   to_char(upper(footprint) AT TIME ZONE 'Asia/Jerusalem', 'HH24:MI') AS until
            FROM busy_intervals WHERE business_id = $1 ORDER BY calendar_id, footprint
            """,
            house.id,
        )
    return [tuple(row) for row in rows]


async def test_a_service_is_booked_with_everything_that_it_needs(service: Service, clinic: Clinic) -> None:
    booked = body(await clinic.book("10:00"), 201)
    assert (booked["calendar_id"], booked["calendar_name"]) == (clinic.levi, "Dr Levi")
    assert (booked["starts_at"], booked["ends_at"]) == (local(12, "10:00"), local(12, "10:45"))
    assert booked["price"] == shekels(600)
    (told,) = booked["services"]
    assert (told["name"], told["calendar_ids"]) == ("Laser", [clinic.levi, clinic.room, clinic.laser])
    assert (told["starts_at"], told["ends_at"]) == (local(12, "10:00"), local(12, "10:45"))
    assert await claims(service, clinic.house) == [
        (clinic.levi, "10:00", "10:45"),
        (clinic.room, "10:00", "11:00"),
        (clinic.laser, "10:00", "10:45"),
    ]
    shown = body(await clinic.house.viewer.get(f"{APPOINTMENTS}/{booked['id']}"))
    assert {**shown, "chosen_by": "service"} == booked


async def test_a_refusal_names_the_need_that_is_missing_and_free_times(clinic: Clinic) -> None:
    body(await clinic.book("10:00"), 201)
    refused = problem(await clinic.book("10:15", calendar_id=clinic.cohen), 409, "slot_taken")
    assert refused["missing_need"] == {
        "role": "room",
        "calendars": [{"id": clinic.room, "name": "laser room"}],
    }
    assert [slot["starts_at"] for slot in refused["alternatives"]] == [
        local(12, "11:00"),
        local(12, "11:15"),
        local(12, "09:00"),
    ]
    for slot in refused["alternatives"]:
        assert [option["calendar_id"] for option in slot["options"]] == [clinic.cohen]
    body(await clinic.book("10:00", clinic.consultation), 201)


async def test_every_offered_start_can_be_booked_and_no_other(clinic: Clinic) -> None:
    body(await clinic.book("10:00", calendar_id=clinic.levi), 201)
    body(await clinic.book("12:00", clinic.consultation, calendar_id=clinic.cohen), 201)
    offered = await clinic.starts(calendar_id=clinic.cohen)
    quarters = [f"{n // 4:02}:{n % 4 * 15:02}" for n in range(36, 66)]
    for clock in quarters:
        answer = await clinic.book(clock, calendar_id=clinic.cohen)
        assert (answer.status_code == 201) == (clock in offered), clock
        if answer.status_code == 201:
            body(await clinic.house.agent.post(f"{APPOINTMENTS}/{answer.json()['id']}/cancel"))
    assert await clinic.starts(calendar_id=clinic.cohen) == offered


async def test_a_slot_says_who_how_long_until_when_and_for_how_much(house: House) -> None:
    avi, chen = await calendars(house, "Avi", "Chen")
    wanted = need(avi, chen)
    wanted["calendars"][1] |= {"duration_minutes": 90, "price_amount": 12_000, "priority": -1}
    haircut = await add_service(house, "Haircut", 60, wanted, price=shekels(80))
    query: Json = {"service_id": haircut, "date_from": DAY, "date_to": DAY}
    found = body(await house.viewer.get(SLOTS, params=query))
    first, *_, last = found["slots"]
    assert found["chosen_by"] == "service"
    assert first["options"] == [
        {
            "calendar_id": avi,
            "name": "Avi",
            "duration_minutes": 60,
            "ends_at": local(12, "10:00"),
            "price": shekels(80),
        },
        {
            "calendar_id": chen,
            "name": "Chen",
            "duration_minutes": 90,
            "ends_at": local(12, "10:30"),
            "price": shekels(120),
        },
    ]
    assert (last["starts_at"], last["calendar_ids"]) == (local(12, "16:00"), [avi])
    booked = body(await house.booking(local(12, "09:00"), service_ids=[haircut]), 201)
    assert booked["calendar_id"] == avi
    second = body(await house.booking(local(12, "09:00"), service_ids=[haircut]), 201)
    assert (second["calendar_id"], second["ends_at"]) == (chen, local(12, "10:30"))
    assert second["price"] == shekels(120)


async def test_services_back_to_back_are_one_appointment_with_one_person(
    service: Service, house: House
) -> None:
    dana, chair = await calendars(house, "Dana", "chair", slot_step_minutes=15)
    colour = await service_of(house, "Colour", 105, dana, chair, [[0, 30], [75, 105]], 350)
    cut = await service_of(house, "Cut", 30, dana, chair, None, 150)
    booked = body(await house.booking(local(12, "09:00"), service_ids=[colour, cut]), 201)
    assert booked["ends_at"] == local(12, "11:15")
    assert booked["price"] == shekels(500)
    assert [each["name"] for each in booked["services"]] == ["Colour", "Cut"]
    assert await claims(service, house) == [
        (dana, "09:00", "09:30"),
        (dana, "10:15", "11:15"),
        (chair, "09:00", "11:15"),
    ]
    in_the_gap = await house.booking(local(12, "09:30"), dana, duration_minutes=45)
    assert body(in_the_gap, 201)["calendar_id"] == dana
    problem(await house.booking(local(12, "10:30"), dana, duration_minutes=15), 409, "slot_taken")


async def service_of(
    house: House, name: str, minutes: int, dana: int, chair: int, windows: Any, price: int
) -> int:
    needs = need(dana, windows=windows), need(chair, role="chair")
    return await add_service(house, name, minutes, *needs, price=shekels(price))


async def test_a_cancelled_service_gives_everything_back(service: Service, clinic: Clinic) -> None:
    booked = body(await clinic.book("10:00"), 201)
    body(await clinic.house.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel"))
    assert await stored(service, clinic.house) == (1, 0)
    body(await clinic.book("10:00"), 201)


@pytest.mark.parametrize("status", [None, "cancelled", "no_show"])
async def test_the_time_of_every_calendar_is_offered_to_those_who_wait(
    clinic: Clinic, status: str | None
) -> None:
    house = clinic.house
    booked = body(await clinic.book("10:00"), 201)
    await waits(house, local(12, "10:00"), local(12, "11:00"), calendar_id=clinic.room, duration_minutes=60)
    assert await standing(house) == {"רון": "waiting"}
    place = f"{APPOINTMENTS}/{booked['id']}"
    if status is None:
        body(await house.owner.post(f"{place}/cancel"))
    else:
        body(await house.owner.patch(place, {"status": "confirmed"}))
        body(await house.owner.patch(place, {"status": status}))
    assert await standing(house) == {"רון": "offered"}


async def test_a_hold_keeps_everything_and_is_booked_as_it_was_told(service: Service, clinic: Clinic) -> None:
    wanted: Json = {"starts_at": local(12, "10:00"), "service_ids": [clinic.treatment]}
    held = body(await clinic.house.agent.post(HOLDS, wanted), 201)
    assert (held["calendar_id"], held["ends_at"]) == (clinic.levi, local(12, "10:45"))
    assert held["price"] == shekels(600)
    shown = body(await clinic.house.agent.get(f"{HOLDS}/{held['id']}"))
    assert shown == {**held, "chosen_by": None}
    problem(await clinic.book("10:30"), 409, "slot_taken")
    before = await claims(service, clinic.house)
    taken = {"hold_id": held["id"], "customer_name": "דנה לוי"}
    booked = body(await clinic.house.agent.post(APPOINTMENTS, taken), 201)
    assert (booked["services"], booked["price"]) == (held["services"], held["price"])
    assert await claims(service, clinic.house) == before
    again = await clinic.house.agent.post(APPOINTMENTS, taken)
    assert problem(again, 409, "hold_used")["appointment_id"] == booked["id"]


async def test_a_released_or_expired_hold_is_gone_as_a_whole(service: Service, clinic: Clinic) -> None:
    wanted: Json = {"starts_at": local(12, "10:00"), "service_ids": [clinic.treatment]}
    held = body(await clinic.house.agent.post(HOLDS, wanted), 201)
    body(await clinic.house.agent.delete(f"{HOLDS}/{held['id']}"), 204)
    assert await claims(service, clinic.house) == []
    body(await clinic.house.agent.post(HOLDS, wanted), 201)
    service.clock.now = service.clock.now.replace(minute=30)
    body(await clinic.book("10:15"), 201)
    assert len(await claims(service, clinic.house)) == 3
    assert clinic.levi in {calendar for calendar, _, _ in await claims(service, clinic.house)}


async def test_a_move_keeps_the_person_and_takes_everything_along(service: Service, clinic: Clinic) -> None:
    booked = body(await clinic.book("10:00", calendar_id=clinic.cohen), 201)
    place = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    for clock in ("10:15", "14:00", "13:30"):
        moved = body(await clinic.house.agent.post(place, {"starts_at": local(12, clock)}))
        assert (moved["calendar_id"], moved["starts_at"]) == (clinic.cohen, local(12, clock))
        assert moved["services"][0]["starts_at"] == local(12, clock)
        assert moved["price"] == shekels(600)
    assert await claims(service, clinic.house) == [
        (clinic.cohen, "13:30", "14:15"),
        (clinic.room, "13:30", "14:30"),
        (clinic.laser, "13:30", "14:15"),
    ]
    body(await clinic.book("15:00", calendar_id=clinic.levi), 201)
    refused = problem(
        await clinic.house.agent.post(place, {"starts_at": local(12, "15:30")}), 409, "slot_taken"
    )
    assert refused["missing_need"]["role"] == "room"
    other = body(
        await clinic.house.agent.post(place, {"starts_at": local(12, "11:00"), "calendar_id": clinic.levi})
    )
    assert other["calendar_id"] == clinic.levi
    offered = body(
        await clinic.house.viewer.get(SLOTS, params={"appointment_id": booked["id"], "date_to": DAY})
    )
    assert {slot["calendar_id"] for slot in offered["slots"]} == {clinic.levi}
    assert local(12, "11:00") not in [slot["starts_at"] for slot in offered["slots"]]


async def test_a_move_to_a_hold_of_the_same_services_takes_its_place(
    service: Service, clinic: Clinic
) -> None:
    booked = body(await clinic.book("10:00"), 201)
    wanted: Json = {"starts_at": local(12, "14:00"), "service_ids": [clinic.treatment]}
    held = body(await clinic.house.agent.post(HOLDS, wanted), 201)
    place = f"{APPOINTMENTS}/{booked['id']}/reschedule"
    moved = body(await clinic.house.agent.post(place, {"hold_id": held["id"]}))
    assert moved["starts_at"] == local(12, "14:00")
    assert len(await claims(service, clinic.house)) == 3


async def test_staff_may_book_over_whatever_is_there(service: Service, clinic: Clinic) -> None:
    body(await clinic.book("10:00"), 201)
    wanted: Json = {
        "starts_at": local(12, "10:15"),
        "service_ids": [clinic.treatment],
        "customer_name": "רון",
        "override": True,
    }
    booked = body(await clinic.house.owner.post(APPOINTMENTS, wanted), 201)
    assert len(await claims(service, clinic.house)) == 6
    history = body(await clinic.house.owner.get(f"{APPOINTMENTS}/{booked['id']}/history"))
    assert [line["action"] for line in history["data"]] == ["overridden"]
    problem(await clinic.house.agent.post(APPOINTMENTS, wanted), 403, "forbidden")


async def test_two_calendars_of_one_person_are_never_booked_at_once(service: Service, house: House) -> None:
    haircut, beard = await calendars(house, "haircut at Dana", "beard at Dana")
    async with connected(service.database_url) as connection:
        await connection.execute(
            """INSERT INTO calendar_settings (calendar_id, time_of) VALUES ($1, $2)
               ON CONFLICT (calendar_id) DO UPDATE SET time_of = EXCLUDED.time_of""",
            beard,
            haircut,
        )
    booked = body(await house.booking(local(12, "10:00"), beard), 201)
    assert booked["calendar_id"] == beard
    problem(await house.booking(local(12, "10:30"), haircut), 409, "slot_taken")
    found = body(
        await house.viewer.get(SLOTS, params={"calendar_id": haircut, "date_from": DAY, "date_to": DAY})
    )
    assert local(12, "10:00") not in [slot["starts_at"] for slot in found["slots"]]
    held = body(await house.agent.post(HOLDS, {"starts_at": local(12, "12:00"), "calendar_id": beard}), 201)
    assert held["calendar_id"] == beard
    problem(await house.booking(local(12, "12:00"), haircut), 409, "slot_taken")
    taken = body(await house.agent.post(APPOINTMENTS, {"hold_id": held["id"], "customer_name": "רון"}), 201)
    assert taken["calendar_id"] == beard
    moved = await house.agent.post(
        f"{APPOINTMENTS}/{booked['id']}/reschedule", {"starts_at": local(12, "10:30")}
    )
    assert body(moved)["calendar_id"] == beard
    both = await service_pair(house, haircut, beard)
    problem(await house.booking(local(12, "14:00"), service_ids=[both]), 409, "slot_taken")


async def service_pair(house: House, one: int, other: int) -> int:
    return await add_service(house, "both", 60, need(one), need(other))


async def test_the_most_per_day_counts_a_service_once(house: House) -> None:
    dana, chair = await calendars(house, "Dana", "chair")
    body(await house.owner.patch(settings_of(dana), {"max_per_day": 2}))
    colour = await service_of(house, "Colour", 105, dana, chair, [[0, 30], [75, 105]], 350)
    body(await house.booking(local(12, "09:00"), service_ids=[colour]), 201)
    body(await house.booking(local(12, "12:00"), service_ids=[colour]), 201)
    problem(await house.booking(local(12, "15:00"), service_ids=[colour]), 409, "day_full")


@pytest.mark.parametrize(
    ("wanted", "pointer", "code"),
    [
        ({"duration_minutes": 30}, "/duration_minutes", "either_or"),
        ({"type_key": "default"}, "/type_key", "either_or"),
        ({"party_size": 2}, "/party_size", "party_too_large"),
    ],
)
async def test_what_does_not_go_with_services_is_told(
    clinic: Clinic, wanted: Json, pointer: str, code: str
) -> None:
    problem(await clinic.book("10:00", **wanted), 422, code, pointer)


@pytest.mark.parametrize("wanted", [{"party_size": 2}, {"addon_ids": [1]}])
async def test_what_goes_with_services_only_is_told(clinic: Clinic, wanted: Json) -> None:
    problem(await clinic.house.booking(local(12, "10:00"), **wanted), 422, "missing", "/service_ids")
    asked = {name.replace("_ids", "_id"): value for name, value in wanted.items()}
    problem(await clinic.house.viewer.get(SLOTS, params=asked), 422, "missing", "/service_id")


@pytest.mark.parametrize("address", [APPOINTMENTS, HOLDS])
async def test_an_empty_list_of_services_is_no_booking_without_any(clinic: Clinic, address: str) -> None:
    wanted = {"service_ids": [], "starts_at": local(12, "10:00")}
    answer = await clinic.house.agent.post(address, wanted)
    problem(answer, 422, "too_short", "/service_ids")


async def test_services_that_are_not_offered_are_told(clinic: Clinic, service: Service) -> None:
    house = clinic.house
    wash = await service_alone(house, "Wash", kind="addon")
    problem(await clinic.book("10:00", wash), 422, "only_an_addon", "/service_ids/0")
    problem(await clinic.book("10:00", addon_ids=[clinic.consultation]), 422, "not_an_addon", "/addon_ids/0")
    problem(
        await clinic.book("10:00", calendar_id=house.default_calendar), 422, "not_a_candidate", "/calendar_id"
    )
    with_wash = body(await clinic.book("10:00", addon_ids=[wash]), 201)
    assert with_wash["ends_at"] == local(12, "11:00")
    body(await house.owner.delete(f"/api/calendar/services/{clinic.treatment}"), 204)
    problem(await clinic.book("14:00"), 422, "service_inactive", "/service_ids/0")
    other = await service.house()
    strange = await other.booking(local(12, "10:00"), service_ids=[clinic.consultation])
    missing = await other.booking(local(12, "10:00"), service_ids=[2**40])
    assert (
        problem(strange, 404, "unknown_service")["title"] == problem(missing, 404, "unknown_service")["title"]
    )


async def service_alone(house: House, name: str, **fields: Any) -> int:
    return await add_service(house, name, 15, **fields)
