"""Waiting for a pool of calendars, or for any: the first of them that comes free is offered."""

from typing import Any

import pytest

from tests.support.desk import HOLDS, WAITLIST, all_at_once, cancelled, confirm, line, settings_of
from tests.support.factories import CALENDARS, House, Json, Service, body, local, made, problem, stored

ONE_MAJOR = True

ALL_DAY = {"since": local(12, "00:00"), "until": local(13, "00:00")}


async def wishes(house: House, name: str, **fields: Any) -> Json:
    return await made(house.agent, WAITLIST, {**ALL_DAY, "customer_name": name, **fields})


async def full(house: House, calendar: int) -> list[Json]:
    return [await house.booked(local(12, f"{hour:02}:00"), calendar) for hour in range(9, 17)]


async def offered_in(house: House, name: str) -> tuple[int, str] | None:
    """The calendar and the start of somebody's offer."""
    entry = (await line(house))[name]
    if entry["status"] != "offered":
        return None
    kept = body(await house.viewer.get(f"{HOLDS}/{entry['hold_id']}"))
    return kept["calendar_id"], kept["starts_at"]


@pytest.fixture
async def teams(house: House) -> list[int]:
    """Two teams of movers, and a painter."""
    fields: list[Json] = [
        {"type_key": "moves", "allowed_tags": ["גדול", "עיר"]},
        {"type_key": "moves", "allowed_tags": ["עיר"]},
        {"type_key": "painting", "allowed_tags": ["עיר"]},
    ]
    return [(await house.calendar(default_duration_minutes=60, **each))["id"] for each in fields]


async def test_whoever_waits_for_a_pool_gets_the_first_of_its_calendars(
    house: House, teams: list[int]
) -> None:
    booked = [await full(house, calendar) for calendar in teams]
    await wishes(house, "צבע", type_key="painting")
    await wishes(house, "הובלה", type_key="moves")
    await wishes(house, "גדול", type_key="moves", tag="גדול")
    await wishes(house, "עיר", tag="עיר")
    await wishes(house, "הכול")
    await cancelled(house.agent, booked[1][3])
    assert [await offered_in(house, name) for name in ("צבע", "הובלה", "גדול", "עיר", "הכול")] == [
        *(None, (teams[1], local(12, "12:00")), None, None, None)
    ]
    for number in (0, 1, 2):
        await cancelled(house.agent, booked[number][number])
    assert await offered_in(house, "גדול") == (teams[0], local(12, "09:00"))
    assert await offered_in(house, "עיר") == (teams[1], local(12, "10:00"))
    assert await offered_in(house, "צבע") == (teams[2], local(12, "11:00"))
    assert await offered_in(house, "הכול") is None
    await cancelled(house.agent, booked[2][7])
    assert await offered_in(house, "הכול") == (teams[2], local(12, "16:00"))


async def test_first_come_first_served_whatever_they_wait_for(house: House, teams: list[int]) -> None:
    booked = await full(house, teams[0])
    wanted: dict[str, Json] = {"כל": {}, "קבוצה": {"type_key": "moves"}, "יומן": {"calendar_id": teams[0]}}
    for name, fields in wanted.items():
        await wishes(house, name, **fields)
    for turn, name in enumerate(wanted):
        await cancelled(house.agent, booked[turn])
        assert await offered_in(house, name) == (teams[0], local(12, f"{9 + turn:02}:00"))
        assert [entry["status"] for entry in (await line(house)).values()] == [
            "offered" if place <= turn else "waiting" for place in range(3)
        ]


async def test_an_offer_of_a_pool_is_booked_given_back_and_passed_on(
    service: Service, house: House, teams: list[int]
) -> None:
    booked = await full(house, teams[1])
    first = await wishes(house, "ראשון", type_key="moves")
    await wishes(house, "שני")
    assert (first["calendar_id"], first["type_key"], first["tag"]) == (None, "moves", None)
    await cancelled(house.agent, booked[0])
    body(await house.agent.delete(f"{WAITLIST}/{first['id']}"), 204)
    assert await offered_in(house, "שני") == (teams[1], local(12, "09:00"))
    hold_id = (await line(house))["שני"]["hold_id"]
    appointment = body(await confirm(house, hold_id), 201)
    assert appointment["calendar_id"] == teams[1]
    assert (await line(house))["שני"]["appointment_id"] == appointment["id"]
    assert await stored(service, house) == (9, 8)


async def test_a_calendar_that_is_switched_off_is_of_no_pool(house: House, teams: list[int]) -> None:
    booked = await full(house, teams[0])
    body(await house.owner.delete(f"{CALENDARS}/{teams[0]}"), 204)
    await wishes(house, "הכול")
    await wishes(house, "הובלה", type_key="moves")
    await cancelled(house.agent, booked[0])
    assert {entry["status"] for entry in (await line(house)).values()} == {"waiting"}


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"type_key": "dentist"}, "empty_pool", "/type_key"),
        ({"tag": "כפר"}, "empty_pool", "/tag"),
        ({"type_key": "painting", "tag": "גדול"}, "empty_pool", "/type_key"),
        ({"calendar_id": 1, "type_key": "moves"}, "either_or", "/type_key"),
        ({"calendar_id": 1, "tag": "עיר"}, "either_or", "/tag"),
        ({"type_key": ""}, "too_short", "/type_key"),
    ],
)
async def test_a_pool_that_is_none_is_refused(
    house: House, teams: list[int], fields: Json, code: str, pointer: str
) -> None:
    assert teams
    answer = await house.agent.post(WAITLIST, {**ALL_DAY, "customer_name": "רון", **fields})
    problem(answer, 422, code, pointer)


async def test_anothers_pool_is_none(service: Service, house: House, teams: list[int]) -> None:
    other = await service.house()
    wish = {**ALL_DAY, "customer_name": "רון", "type_key": "moves"}
    problem(await other.agent.post(WAITLIST, wish), 422, "empty_pool", "/type_key")
    booked = await full(house, teams[0])
    await wishes(other, "שכן")
    await cancelled(house.agent, booked[0])
    assert (await line(other))["שכן"]["status"] == "waiting"


async def test_the_pages_of_the_list_hold_everybody_once(house: House) -> None:
    wished = [(await wishes(house, f"{number}"))["id"] for number in range(5)]
    seen: list[int] = []
    cursor = None
    while True:
        query = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = body(await house.viewer.get(WAITLIST, params=query))
        seen += [entry["id"] for entry in page["data"]]
        cursor = page["next_cursor"]
        assert page["has_more"] == (cursor is not None)
        if cursor is None:
            break
    assert seen == wished
    for wrong in ("x", "WyJhIl0", "WzEuNV0"):
        problem(await house.viewer.get(WAITLIST, params={"cursor": wrong}), 422, "bad_cursor", "/cursor")


async def test_of_many_cancellations_in_a_pool_each_is_offered_once(house: House, teams: list[int]) -> None:
    booked = [each for calendar in teams[:2] for each in (await full(house, calendar))[:3]]
    for number in range(6):
        await wishes(house, f"{number}", type_key="moves")
    body(await house.owner.patch(settings_of(teams[0]), {"slot_step_minutes": 60}))
    await all_at_once(
        *(house.agent.post(f"/api/calendar/appointments/{each['id']}/cancel") for each in booked)
    )
    holds = [entry["hold_id"] for entry in (await line(house)).values()]
    assert len(set(holds) - {None}) == 6
