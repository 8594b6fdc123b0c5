"""Parallel changes of a business's calendars: one active calendar and one default calendar always remain."""

import asyncio

from tests.support.factories import CALENDARS, House, Service, body


async def test_of_two_requests_that_switch_off_the_last_two_calendars_one_is_refused(
    service: Service,
) -> None:
    for _ in range(10):
        house = await service.house()
        second = await house.calendar()
        ids = (house.default_calendar, second["id"])
        answers = await asyncio.gather(*(house.owner.delete(f"{CALENDARS}/{id_}") for id_ in ids))
        assert sorted(answer.status_code for answer in answers) == [204, 409]
        active = body(await house.viewer.get(CALENDARS, params={"is_active": "true"}))["data"]
        assert len(active) == 1


async def test_of_two_default_calendars_made_at_once_one_is_refused(service: Service) -> None:
    house = await service.house()
    body(await house.owner.patch(f"{CALENDARS}/{house.default_calendar}", {"type_key": None}))
    wanted = {"name": "x", "type_key": "default"}
    answers = await asyncio.gather(*(house.owner.post(CALENDARS, wanted) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201, *[409] * 7]


async def test_switching_off_while_others_book_leaves_every_answer_true(
    service: Service, house: House
) -> None:
    second = await house.calendar()
    bookings = (house.booking(f"2027-01-12T{hour:02}:00+02:00", second["id"]) for hour in range(9, 17))
    deleted, *answers = await asyncio.gather(house.owner.delete(f"{CALENDARS}/{second['id']}"), *bookings)
    assert deleted.status_code == 204
    assert {answer.status_code for answer in answers} <= {201, 409}
    span = {"since": "2027-01-12T00:00Z", "until": "2027-01-13T00:00Z", "calendar_id": second["id"]}
    stored = body(await house.viewer.get("/api/calendar/appointments", params=span))["data"]
    assert {item["id"] for item in stored} == {a.json()["id"] for a in answers if a.status_code == 201}
