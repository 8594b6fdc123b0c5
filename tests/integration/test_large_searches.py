"""Searches and series over hundreds of calendars: they are limited, and others are answered meanwhile."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from time import process_time

import httpx
import pytest

from app.core.principal import BusinessId
from app.core.scheduling.estimate import MAX_STEPS
from app.scheduling.heavy import HEAVY_AT_ONCE, HEAVY_STEPS
from app.scheduling.loading import CALENDAR_DAYS_PER_BATCH
from app.scheduling.series import FAILURES_WITH_ALTERNATIVES
from tests.support.desk import SERIES
from tests.support.factories import (
    APPOINTMENTS,
    SLOTS,
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

ONE_MAJOR = True

DAY = date(2027, 1, 12)


async def make_pool(service: Service, house: House, calendars: int, step: int = 1) -> list[int]:
    """Calendars of the type `pool`, in which a slot starts every `step` minutes."""
    async with connected(service.database_url) as connection:
        made = await connection.fetch(
            """INSERT INTO business_calendars (business_id, name, type_key)
               SELECT $1, 'room ' || n, 'pool' FROM generate_series(1, $2::integer) n RETURNING id""",
            house.id,
            calendars,
        )
        ids = [row["id"] for row in made]
        await connection.execute(
            "UPDATE calendar_settings SET slot_step_min = $2 WHERE calendar_id = ANY ($1)", ids, step
        )
        await connection.execute(
            """INSERT INTO calendar_settings (calendar_id, slot_step_min)
               SELECT id, $2 FROM unnest($1::integer[]) id ON CONFLICT DO NOTHING""",
            ids,
            step,
        )
    return ids


def over(days: int, **wanted: object) -> Json:
    last = DAY + timedelta(days=days - 1)
    return {"type_key": "pool", "date_from": str(DAY), "date_to": str(last), **wanted}


@pytest.mark.parametrize(
    "wanted",
    [
        {"spread": True, "limit": 50},
        {"near_time": "12:00", "limit": 50},
        {"part_of_day": "evening"},
        {"duration_minutes": 10080},
    ],
)
async def test_others_are_answered_while_a_large_search_runs(service: Service, wanted: Json) -> None:
    """Between two answers to somebody else lies a small part of the search's work, in processor time."""
    house = await service.house(booking_window_days=365)
    await make_pool(service, house, 100)
    for path in (SLOTS, "/livez"):  # what a process loads at the first request
        body(await house.viewer.get(path))
    searching = asyncio.create_task(search(house, over(30, **wanted)))
    began = last = process_time()
    longest = 0.0
    while not searching.done():
        body(await service.anonymous.get("/livez"))
        await asyncio.sleep(0)  # that answer waits for nothing, so the search would never run
        longest, last = max(longest, process_time() - last), process_time()
    body(searching.result())
    assert longest < (last - began) / 4


async def search(house: House, wanted: Json) -> httpx.Response:
    return await house.viewer.get(SLOTS, params=wanted)


async def set_all(service: Service, calendars: list[int], **values: int) -> None:
    async with connected(service.database_url) as connection:
        for column, value in values.items():
            await connection.execute(
                f"UPDATE calendar_settings SET {column} = $2 WHERE calendar_id = ANY ($1)",  # noqa: S608
                calendars,
                value,
            )


@pytest.mark.parametrize(
    ("calendars", "step", "seats", "days", "steps"),
    [
        (100, 1, 1, 100, "14,400,000"),
        (1, 1, 100, 100, "14,400,000"),
        (60, 5, 6, 100, "10,368,000"),
        (1100, 1440, 1, 100, "10,560,000"),
    ],
)
async def test_a_search_beyond_the_limit_is_refused_with_its_size(
    service: Service, calendars: int, step: int, seats: int, days: int, steps: str
) -> None:
    """A grid that is coarser than 15 minutes counts as one of 15."""
    house = await service.house(booking_window_days=365)
    await set_all(service, await make_pool(service, house, calendars, step), capacity=seats)
    refused = problem(await search(house, over(days)), 422, "search_too_large")
    assert steps in refused["title"]
    assert f"{MAX_STEPS:,}" in refused["title"]


@pytest.mark.parametrize(("calendars", "step", "days"), [(300, 15, 100), (300, 1, 14), (50, 1, 100)])
async def test_an_ordinary_large_search_is_answered(
    service: Service, calendars: int, step: int, days: int
) -> None:
    house = await service.house(booking_window_days=365)
    ids = await make_pool(service, house, calendars, step)
    found = body(await search(house, over(days, limit=20, spread=True)))
    assert len(found["slots"]) == 20
    assert found["slots"][0]["calendar_ids"] == ids


async def test_a_pool_that_is_read_in_parts_is_searched_as_one(service: Service, house: House) -> None:
    ids = await make_pool(service, house, 40, 60)
    booked = [await house.booked(local(12, "09:00"), each) for each in (ids[0], ids[39])]
    found = body(await search(house, over(40, limit=500)))
    assert calendar_days_of(found) > CALENDAR_DAYS_PER_BATCH
    first, second = found["slots"][:2]
    assert first["calendar_ids"] == [each for each in ids if each not in {b["calendar_id"] for b in booked}]
    assert second["calendar_ids"] == ids
    problem(await search(house, over(40) | {"calendar_id": [*ids[:30], 2**31 - 1]}), 404, "unknown_calendar")


def calendar_days_of(found: Json) -> int:
    days = date.fromisoformat(found["date_to"]) - date.fromisoformat(found["date_from"])
    return len(found["calendars"]) * (days.days + 1)


async def test_a_tool_says_that_a_search_is_too_large(service: Service, house: House) -> None:
    (group,) = await make_pool(service, house, 1)
    await set_all(service, [group], capacity=100)
    arguments = {"calendar_id": group, "date_from": str(DAY), "date_to": str(DAY + timedelta(days=99))}
    answer = body(await house.agent.post(f"{TOOLS}/calendar_find_slots", arguments), 422)
    assert (answer["problem"]["code"], answer["problem"]["retry"]) == ("search_too_large", "changed")


async def test_a_refused_start_in_a_large_pool_has_alternatives_nearby(service: Service) -> None:
    house = await service.house(booking_window_days=365)
    ids = await make_pool(service, house, 300)
    wanted = {"type_key": "pool", "starts_at": local(13, "16:50"), "customer_name": "דנה"}
    refused = problem(await house.agent.post(APPOINTMENTS, wanted), 409, "out_of_hours")
    starts = [slot["starts_at"] for slot in refused["alternatives"]]
    assert starts == [local(13, "16:00"), local(13, "15:59"), local(13, "15:58")]
    assert all(slot["calendar_ids"] == ids for slot in refused["alternatives"])


SERIES_OF = {"type_key": "pool", "customer_name": "דנה", "starts_at": local(12, "03:00")}


async def test_a_series_beyond_the_limit_is_refused_before_anything_is_booked(
    service: Service, house: House
) -> None:
    await make_pool(service, house, 50)
    wanted = SERIES_OF | {"rrule": "FREQ=DAILY;COUNT=100"}
    refused = problem(await house.agent.post(SERIES, wanted), 422, "search_too_large")
    assert "21,600,000" in refused["title"]
    assert await stored(service, house) == (0, 0)


async def test_a_refused_series_lists_all_failures_and_alternatives_to_the_first(
    service: Service, house: House
) -> None:
    await make_pool(service, house, 3, 60)
    refused = problem(
        await house.agent.post(SERIES, SERIES_OF | {"rrule": "FREQ=DAILY;COUNT=30"}), 409, "series_refused"
    )
    with_alternatives = [bool(failure["alternatives"]) for failure in refused["failures"]]
    assert with_alternatives == [True] * FAILURES_WITH_ALTERNATIVES + [False] * (
        30 - FAILURES_WITH_ALTERNATIVES
    )


async def test_a_business_has_two_heavy_requests_at_once_and_others_have_their_own(
    service: Service, house: House
) -> None:
    await make_pool(service, house, 60)
    other = await service.house()
    await make_pool(service, other, 60)
    heavy, large, light = service.state.heavy, over(14), over(1)
    with heavy.place(BusinessId(house.id), HEAVY_STEPS), heavy.place(BusinessId(house.id), HEAVY_STEPS):
        answer = await search(house, large)
        problem(answer, 429, "too_many_at_once")
        assert int(answer.headers["retry-after"]) > 0
        wanted = SERIES_OF | {"rrule": "FREQ=WEEKLY;COUNT=4"}
        problem(await house.agent.post(SERIES, wanted), 429, "too_many_at_once")
        body(await search(house, light))
        await house.booked(local(12, "10:00"))
        body(await search(other, large))
    body(await search(house, large))


async def test_heavy_series_of_one_business_leave_connections_to_another(service: Service) -> None:
    house, other = await service.house(), await service.house()
    await make_pool(service, house, 60, 15)
    wanted = SERIES_OF | {"rrule": "FREQ=DAILY;COUNT=60"}
    series = [asyncio.create_task(house.agent.post(SERIES, wanted)) for _ in range(15)]
    while not all(task.done() for task in series):
        body(await other.viewer.get(SLOTS, params={"date_from": str(DAY)}))
        body(
            await other.viewer.get(
                APPOINTMENTS, params={"since": local(1, "00:00"), "until": local(2, "00:00")}
            )
        )
    statuses = Counter(task.result().status_code for task in series)
    assert set(statuses) == {409, 429}
    assert statuses[409] >= HEAVY_AT_ONCE
