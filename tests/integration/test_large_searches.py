"""A search over hundreds of calendars on a fine grid: others are answered meanwhile."""

import asyncio
from datetime import date, timedelta
from time import process_time

import pytest

from tests.support.factories import SLOTS, House, Json, Service, body
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
        {"near": "12:00", "limit": 50},
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
    search = asyncio.create_task(house.viewer.get(SLOTS, params=over(30, **wanted)))
    began = last = process_time()
    longest = 0.0
    while not search.done():
        body(await service.anonymous.get("/livez"))
        await asyncio.sleep(0)  # that answer waits for nothing, so the search would never run
        longest, last = max(longest, process_time() - last), process_time()
    body(search.result())
    assert longest < (last - began) / 4
