"""A business moves to another zone: appointments stay where they are, the host's wall clock follows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.runtime.upkeep import run_round
from app.scheduling import zone_changes
from tests.support import factories
from tests.support.desk import held
from tests.support.factories import APPOINTMENTS, NOW, SETTINGS, House, Service, body, local, problem
from tests.support.servers import connected

ROWS = """
    SELECT a.id, a.start_time, a.end_time, a.starts_at, a.ends_at, a.busy_interval_id, i.footprint
    FROM appointments a LEFT JOIN busy_intervals i ON i.id = a.busy_interval_id
    WHERE a.business_id = $1 ORDER BY a.starts_at"""
LONDON = {"timezone": "Europe/London"}


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=20) as service:
        yield service


async def rows(service: Service, house: House) -> list[asyncpg.Record]:
    async with connected(service.database_url) as connection:
        return list(await connection.fetch(ROWS, house.id))


def in_time(found: list[asyncpg.Record]) -> list[tuple[object, ...]]:
    names = "id", "starts_at", "ends_at", "busy_interval_id", "footprint"
    return [tuple(row[name] for name in names) for row in found]


def hours(found: list[asyncpg.Record]) -> list[int]:
    return [row["start_time"].hour for row in found]


async def pending(service: Service) -> int:
    async with connected(service.database_url) as connection:
        count: int = await connection.fetchval("SELECT count(*) FROM zone_changes")
    return count


async def test_the_wall_clock_follows_in_the_same_transaction(alone: Service) -> None:
    house, other = await alone.house(), await alone.house()
    for shop in (house, other):
        for day in (12, 13, 14):
            await shop.booked(local(day, "11:00"))
    cancelled = (await rows(alone, house))[1]["id"]
    body(await house.agent.post(f"{APPOINTMENTS}/{cancelled}/cancel"))
    before, others = await rows(alone, house), await rows(alone, other)
    assert body(await house.owner.patch(SETTINGS, LONDON))["timezone"] == "Europe/London"
    after = await rows(alone, house)
    assert in_time(after) == in_time(before)
    assert [(row["start_time"].hour, row["end_time"].hour) for row in after] == [(9, 10)] * 3
    assert await rows(alone, other) == others
    shown = body(await house.viewer.get(f"{APPOINTMENTS}/{after[0]['id']}"))
    assert (shown["starts_at"], shown["timezone"]) == ("2027-01-12T09:00:00Z", "Europe/London")
    for row in after:
        told = body(await house.viewer.get(f"{APPOINTMENTS}/{row['id']}/history"))["data"]
        assert "host" not in {line["channel"] for line in told}
    alone.clock.now = NOW + timedelta(minutes=1)
    await run_round(alone.state)
    assert await rows(alone, house) == after
    assert await pending(alone) == 0


async def test_what_is_over_keeps_the_wall_clock_that_it_had(alone: Service) -> None:
    house = await alone.house()
    await house.booked(local(12, "11:00"))
    await house.booked(local(14, "11:00"))
    alone.clock.now = datetime.fromisoformat(local(13, "12:00"))
    body(await house.owner.patch(SETTINGS, LONDON))
    assert hours(await rows(alone, house)) == [11, 9]


async def test_an_instant_in_a_repeated_hour_stays_itself(alone: Service) -> None:
    """London sets its clocks back on 31 October 2027: 01:30 occurs twice, at 00:30 and at 01:30 UTC."""
    house = await alone.house(always_open=True, timezone="UTC")
    for start in ("2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"):
        await house.booked(start, duration_minutes=30)
    before = await rows(alone, house)
    body(await house.owner.patch(SETTINGS, LONDON))
    after = await rows(alone, house)
    assert in_time(after) == in_time(before)
    assert {row["start_time"] for row in after} == {datetime(2027, 10, 31, 1, 30)}  # noqa: DTZ001
    body(await house.owner.patch(SETTINGS, {"timezone": "UTC"}))
    assert in_time(await rows(alone, house)) == in_time(before)
    assert hours(await rows(alone, house)) == [0, 1]


async def test_old_code_goes_on_in_the_new_zone(alone: Service) -> None:
    house = await alone.house()
    booked = await house.booked(local(12, "11:00"))
    body(await house.owner.patch(SETTINGS, LONDON))
    async with connected(alone.database_url) as host:
        longer = "UPDATE appointments SET end_time = end_time + interval '30 minutes' WHERE id = $1"
        await host.execute(longer, booked["id"])
    (row,) = await rows(alone, house)
    assert row["starts_at"] == datetime(2027, 1, 12, 9, tzinfo=UTC)
    assert row["ends_at"] == row["footprint"].upper == datetime(2027, 1, 12, 10, 30, tzinfo=UTC)


async def test_of_many_the_nearest_come_first_and_upkeep_does_the_rest(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zone_changes, "BATCH_SIZE", 3)
    house = await alone.house()
    for hour in (11, 14):
        for day in (12, 13, 14, 17):
            await house.booked(local(day, f"{hour}:00"))
    before = await rows(alone, house)
    body(await house.owner.patch(SETTINGS, LONDON))
    assert hours(await rows(alone, house)) == [9, 12, 9, 14, 11, 14, 11, 14]
    # A time that is free by its instant is, whatever its wall clock says by now.
    await held(house, local(13, "13:00"))
    problem(await house.booking(local(14, "11:00")), 409, "slot_taken")
    await run_round(alone.state)
    after = await rows(alone, house)
    assert hours(after) == [9, 12] * 4
    assert in_time(after) == in_time(before)


async def test_who_was_booking_meanwhile_is_found_when_the_change_has_settled(alone: Service) -> None:
    house = await alone.house()
    booked = await house.booked(local(12, "11:00"))
    body(await house.owner.patch(SETTINGS, LONDON))
    await run_round(alone.state)
    async with connected(alone.database_url) as late:
        # As one that had read the old zone writes it.
        await late.execute(
            "UPDATE appointments SET start_time = '2027-01-12 11:00', end_time = '2027-01-12 12:00',"
            " starts_at = starts_at + interval '1 minute', luach_writes = 9 WHERE id = $1",
            booked["id"],
        )
    await run_round(alone.state)
    assert hours(await rows(alone, house)) == [11]
    alone.clock.now = NOW + zone_changes.SETTLING_TIME
    await run_round(alone.state)
    assert hours(await rows(alone, house)) == [9]
    assert await pending(alone) == 0


async def test_a_second_change_overtakes_the_first(alone: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zone_changes, "BATCH_SIZE", 2)
    house = await alone.house()
    for day in (12, 13, 14, 17, 18, 19):
        await house.booked(local(day, "11:00"))
    before = await rows(alone, house)
    for zone in ("Europe/London", "America/New_York", "Asia/Kolkata"):
        body(await house.owner.patch(SETTINGS, {"timezone": zone}))
    await asyncio.gather(*(run_round(alone.state) for _ in range(4)))
    alone.clock.now = NOW + zone_changes.SETTLING_TIME
    await asyncio.gather(*(run_round(alone.state) for _ in range(4)))
    await run_round(alone.state)
    after = await rows(alone, house)
    assert in_time(after) == in_time(before)
    assert {(row["start_time"].hour, row["start_time"].minute) for row in after} == {(14, 30)}
    assert await pending(alone) == 0


async def test_the_same_zone_again_is_no_change(alone: Service) -> None:
    house = await alone.house()
    await house.booked(local(12, "11:00"))
    before = await rows(alone, house)
    body(await house.owner.patch(SETTINGS, {"timezone": "Asia/Jerusalem"}))
    problem(await house.owner.patch(SETTINGS, {"timezone": "Mars/Olympus"}), 422, "unknown_zone", "/timezone")
    assert await pending(alone) == 0
    assert await rows(alone, house) == before


async def test_appointments_without_instants_hold_a_change_up(alone: Service) -> None:
    """Read in the new zone they would move."""
    house = await alone.house()
    booked = await house.booked(local(12, "11:00"))
    async with connected(alone.database_url) as connection:
        await connection.execute("UPDATE appointments SET starts_at = NULL WHERE id = $1", booked["id"])
    problem(await house.owner.patch(SETTINGS, LONDON), 503, "not_ready")
    assert body(await house.viewer.get(SETTINGS))["timezone"] == "Asia/Jerusalem"
