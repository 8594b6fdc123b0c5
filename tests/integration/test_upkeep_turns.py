"""One business's work in the background does not keep another's waiting: businesses take turns."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.runtime import upkeep
from app.runtime.upkeep import run_round
from app.scheduling import waitlist_offers, zone_changes
from tests.support import factories
from tests.support.desk import standing, waits
from tests.support.factories import NOW, SETTINGS, WEEK, House, Json, Service, body, local
from tests.support.servers import connected

ONE_MAJOR = True

ALL_DAY = local(12, "00:00"), local(13, "00:00")
CLOSED: Json = {**WEEK, "tue": []}
FLOOD = 3_624


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=20) as service:
        yield service


async def flood(service: Service, house: House, count: int = FLOOD) -> None:
    """Spans that do not cover each other, as a host frees them with its appointments."""
    async with connected(service.database_url) as connection:
        await connection.execute(
            """INSERT INTO freed_times (business_id, calendar_id, span)
               SELECT $1, $2, tstzrange(at, at + interval '30 minutes')
               FROM generate_series(1, $3) AS number,
                    LATERAL (SELECT $4::timestamptz + number * interval '1 hour' AS at) AS start""",
            *(house.id, house.default_calendar, count, NOW),
        )


async def left(service: Service, house: House) -> int:
    async with connected(service.database_url) as connection:
        count = "SELECT count(*) FROM freed_times WHERE business_id = $1"
        return int(await connection.fetchval(count, house.id))


async def open_tuesday(house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))


@pytest.mark.parametrize("floods", [1, 3])
async def test_freed_time_is_offered_in_one_round_whatever_others_have_freed(
    alone: Service, floods: int
) -> None:
    noisy = [await alone.house() for _ in range(floods)]
    for house in noisy:
        await flood(alone, house)
    quiet = await alone.house(opening_hours=CLOSED)
    await waits(quiet, *ALL_DAY)
    await open_tuesday(quiet)
    await run_round(alone.state)
    assert await standing(quiet) == {"רון": "offered"}
    done = [FLOOD - await left(alone, house) for house in noisy]
    assert sum(done) == upkeep.FREED_BATCH_SIZE - 1
    assert max(done) - min(done) <= 1


async def test_more_businesses_than_a_round_serves_are_served_in_the_next(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "FREED_BATCH_SIZE", 2)
    for _ in range(3):
        await flood(alone, await alone.house(), 20)
    quiet = await alone.house(opening_hours=CLOSED)
    await waits(quiet, *ALL_DAY)
    await open_tuesday(quiet)
    await run_round(alone.state)
    assert await standing(quiet) == {"רון": "waiting"}
    await run_round(alone.state)
    assert await standing(quiet) == {"רון": "offered"}


async def test_hours_that_change_again_and_again_are_offered_once(alone: Service) -> None:
    house = await alone.house(opening_hours=CLOSED)
    for number in range(3):
        await waits(house, *ALL_DAY, f"{number}", duration_minutes=240)
    for minute in range(10, 20):
        hours = {**CLOSED, "tue": [["09:00", f"16:{minute}"]]}
        body(await house.owner.patch(SETTINGS, {"opening_hours": hours}))
    assert await left(alone, house) == 10
    assert await upkeep.offer_freed_times(alone.state, NOW) == 1
    assert list((await standing(house)).values()) == ["offered", "waiting", "waiting"]
    assert await left(alone, house) == 0


async def test_expired_offers_are_passed_on_whatever_others_have_to_pass_on(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waitlist_offers, "_BATCH_SIZE", 4)
    noisy, quiet = [await alone.house(opening_hours=CLOSED) for _ in range(2)]
    for house, size in ((noisy, 9), (quiet, 2)):
        for number in range(size):
            await waits(house, *ALL_DAY, f"{number}", duration_minutes=30 if house is noisy else 300)
        await open_tuesday(house)
        for _ in range(3):
            await run_round(alone.state)
    assert list((await standing(quiet)).values()) == ["offered", "waiting"]
    alone.clock.now = NOW + timedelta(hours=1)
    await run_round(alone.state)
    assert list((await standing(quiet)).values()) == ["expired", "offered"]


async def test_a_business_with_many_appointments_to_rewrite_lets_another_through(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zone_changes, "BATCH_SIZE", 1)
    monkeypatch.setattr(upkeep, "ZONES_BATCH_SIZE", 2)
    noisy, quiet = await alone.house(), await alone.house()
    for hour in range(9, 16):
        await noisy.booked(local(12, f"{hour:02}:00"))
    for hour in (9, 10):
        await quiet.booked(local(12, f"{hour:02}:00"))
    for house in (noisy, quiet):
        body(await house.owner.patch(SETTINGS, {"timezone": "Europe/London"}))
    await run_round(alone.state)
    async with connected(alone.database_url) as connection:
        rewritten = await connection.fetch(
            "SELECT start_time FROM appointments WHERE business_id = $1 ORDER BY starts_at", quiet.id
        )
    assert [row["start_time"].hour for row in rewritten] == [7, 8]
