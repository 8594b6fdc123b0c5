"""Time that comes free where no request of ours frees it is offered within one round of upkeep."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest

from app.runtime import upkeep
from app.runtime.upkeep import run_round
from app.scheduling import waitlist_offers as offers
from tests.support import factories
from tests.support.desk import HOLDS, WAITLIST, away, free, line, overlaps, settings_of, standing, waits
from tests.support.factories import (
    CALENDARS,
    NOW,
    OVERRIDES,
    SETTINGS,
    WEEK,
    House,
    Json,
    Service,
    body,
    local,
    made,
    stored,
)
from tests.support.servers import connected

ALL_DAY = local(12, "00:00"), local(13, "00:00")
CLOSED: Json = {**WEEK, "tue": []}


async def starts(house: House) -> list[str]:
    """The starts of all offers, in the order of the line."""
    holds = [entry["hold_id"] for entry in (await line(house)).values() if entry["status"] == "offered"]
    return [body(await house.viewer.get(f"{HOLDS}/{each}"))["starts_at"] for each in holds]


async def queued(service: Service) -> int:
    async with connected(service.database_url) as connection:
        count: int = await connection.fetchval("SELECT count(*) FROM freed_times")
    return count


@pytest.fixture
async def alone(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=30) as service:
        yield service


async def by_host(service: Service, sql: str, *values: object) -> None:
    """Run a statement as the host's own code."""
    async with connected(service.database_url) as connection:
        await connection.execute(sql, *values)


async def hours_of_business(service: Service, house: House) -> None:
    body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))


async def hours_of_calendar(service: Service, house: House) -> None:
    place = settings_of(house.default_calendar)
    body(await house.owner.patch(place, {"opening_hours": WEEK}))


async def hours_by_host(service: Service, house: House) -> None:
    change = "UPDATE business_settings SET opening_hours_json = $2::json WHERE tenant_id = $1"
    await by_host(service, change, house.id, '{"tue": [["09:00", "17:00"]]}')


async def always_open_by_host(service: Service, house: House) -> None:
    await by_host(service, "UPDATE business_settings SET allow_24_7 = TRUE WHERE tenant_id = $1", house.id)


async def one_date_of_business(service: Service, house: House) -> None:
    body(await house.owner.put(f"{OVERRIDES}/2027-01-12", {"windows": [["09:00", "17:00"]]}))


async def one_date_of_calendar(service: Service, house: House) -> None:
    place = f"{CALENDARS}/{house.default_calendar}/date-overrides/2027-01-12"
    body(await house.owner.put(place, {"windows": [["09:00", "17:00"]]}))


Change = Callable[[Service, House], Awaitable[None]]


@pytest.mark.parametrize(
    "change",
    [
        hours_of_business,
        hours_of_calendar,
        hours_by_host,
        always_open_by_host,
        one_date_of_business,
        one_date_of_calendar,
    ],
)
async def test_wider_hours_are_offered_to_those_who_wait(alone: Service, change: Change) -> None:
    house = await alone.house(opening_hours=CLOSED)
    other = await alone.house(opening_hours=CLOSED)
    for shop in (house, other):
        await waits(shop, local(12, "09:00"), local(12, "17:00"), "ראשון")
        await waits(shop, local(12, "09:00"), local(12, "17:00"), "שני")
    await run_round(alone.state)
    assert await standing(house) == {"ראשון": "waiting", "שני": "waiting"}
    await change(alone, house)
    await run_round(alone.state)
    assert await starts(house) == [local(12, "09:00"), local(12, "10:00")]
    assert await standing(other) == {"ראשון": "waiting", "שני": "waiting"}
    assert await queued(alone) == 0


async def test_a_removed_override_frees_its_day_and_no_other(alone: Service) -> None:
    house = await alone.house()
    body(await house.owner.put(f"{OVERRIDES}/2027-01-12", {"windows": []}))
    await waits(house, local(17, "00:00"), local(18, "00:00"), "אחר כך")
    await waits(house, *ALL_DAY, "ביום")
    await run_round(alone.state)
    assert await standing(house) == {"אחר כך": "waiting", "ביום": "waiting"}
    body(await house.owner.delete(f"{OVERRIDES}/2027-01-12"), 204)
    await run_round(alone.state)
    assert await standing(house) == {"אחר כך": "waiting", "ביום": "offered"}
    assert await starts(house) == [local(12, "09:00")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"max_per_day": 1}, {"max_per_day": 2}),
        ({"booking_window_days": 1}, {"booking_window_days": 30}),
        ({"min_notice_minutes": 10 * 1440}, {"min_notice_minutes": 0}),
        ({}, {"capacity": 2}),
    ],
    ids=lambda fields: str(fields),
)
async def test_a_setting_that_lets_more_in_is_offered(alone: Service, before: Json, after: Json) -> None:
    house = await alone.house()
    here = settings_of(house.default_calendar)
    body(await house.owner.patch(here, {"opening_hours": {"tue": [["09:00", "11:00"]]}}))
    await house.booked(local(12, "09:00"))
    if before:
        body(await house.owner.patch(here, before))
    else:
        await house.booked(local(12, "10:00"))
    await waits(house, *ALL_DAY)
    await run_round(alone.state)
    assert await standing(house) == {"רון": "waiting"}
    body(await house.owner.patch(here, after))
    await run_round(alone.state)
    assert await standing(house) == {"רון": "offered"}


async def test_a_new_calendar_and_one_that_is_switched_on_are_offered(alone: Service) -> None:
    house = await alone.house(opening_hours={})
    fields = {"since": ALL_DAY[0], "until": ALL_DAY[1], "customer_name": "כל"}
    team = await house.calendar(type_key="moves", is_active=False)
    body(await house.owner.patch(settings_of(team["id"]), {"opening_hours": WEEK}))
    await made(house.agent, WAITLIST, fields)
    await run_round(alone.state)
    assert await standing(house) == {"כל": "waiting"}
    body(await house.owner.patch(f"{CALENDARS}/{team['id']}", {"is_active": True}))
    await run_round(alone.state)
    assert await standing(house) == {"כל": "offered"}


async def test_nothing_is_noted_where_nobody_waits(alone: Service) -> None:
    house = await alone.house()
    await waits(house, local(20, "00:00"), local(21, "00:00"))
    before = await queued(alone)
    quiet = await alone.house()
    body(await quiet.owner.patch(SETTINGS, {"opening_hours": CLOSED}))
    body(await house.owner.put(f"{OVERRIDES}/2027-02-12", {"windows": []}))
    assert await queued(alone) == before
    body(await house.owner.put(f"{OVERRIDES}/2027-01-20", {"windows": []}))
    assert await queued(alone) == before + 1


async def test_a_change_that_changes_nothing_is_not_noted(alone: Service) -> None:
    house = await alone.house()
    await waits(house, *ALL_DAY)
    await by_host(alone, "UPDATE business_settings SET updated_at = now() WHERE tenant_id = $1", house.id)
    await by_host(alone, "UPDATE business SET name = name WHERE id = $1", house.id)
    assert await queued(alone) == 0


async def test_all_of_a_long_line_are_asked_a_part_at_a_time(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(offers, "_BATCH_SIZE", 3)
    house = await alone.house(opening_hours=CLOSED)
    for number in range(10):
        await waits(house, *ALL_DAY, f"{number}", duration_minutes=600)
    await waits(house, *ALL_DAY, "קצר")
    body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))
    await run_round(alone.state)
    assert [name for name, status in (await standing(house)).items() if status == "offered"] == ["קצר"]
    assert await queued(alone) == 0


async def test_a_round_does_so_much_and_the_next_goes_on(
    alone: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "FREED_BATCH_SIZE", 2)
    houses = [await alone.house(opening_hours=CLOSED) for _ in range(5)]
    for house in houses:
        await waits(house, *ALL_DAY)
        body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))
    for offered in (2, 4, 5, 5):
        await run_round(alone.state)
        said = [(await standing(house))["רון"] for house in houses]
        assert said == ["offered"] * offered + ["waiting"] * (5 - offered)


async def test_several_instances_offer_each_time_once(alone: Service) -> None:
    houses = [await alone.house(opening_hours=CLOSED) for _ in range(4)]
    for house in houses:
        for number in range(5):
            await waits(house, *ALL_DAY, f"{number}")
        body(await house.owner.patch(SETTINGS, {"opening_hours": {"tue": [["09:00", "12:00"]]}}))
    await asyncio.gather(*(run_round(alone.state) for _ in range(6)))
    await run_round(alone.state)
    for house in houses:
        assert sorted(await starts(house)) == [local(12, f"{hour:02}:00") for hour in (9, 10, 11)]
    assert await overlaps(alone) == 0
    assert await queued(alone) == 0


@pytest.mark.parametrize("whose", ["calendar", "business"])
async def test_a_calendar_whose_day_is_being_counted_is_offered_a_round_later(
    alone: Service, whose: str
) -> None:
    """A transaction that frees time does not wait for one that counts a day: that could be a deadlock."""
    house = await alone.house(max_per_day=3)
    body(await house.owner.patch(settings_of(house.default_calendar), {"max_per_day": 3}))
    count = house.default_calendar if whose == "calendar" else -house.id
    booked = [await house.booked(local(12, f"{hour:02}:00")) for hour in (9, 10, 11)]
    await waits(house, *ALL_DAY)
    async with connected(alone.database_url) as counting:
        lock = "pg_advisory_{}lock(hashtext(current_schema() || ' luach count'), $1)"
        await counting.execute(f"SELECT {lock.format('')}", count)
        body(await house.agent.post(f"/api/calendar/appointments/{booked[0]['id']}/cancel"))
        assert await standing(house) == {"רון": "waiting"}
        await run_round(alone.state)
        assert await standing(house) == {"רון": "waiting"}
        await counting.execute(f"SELECT {lock.format('un')}", count)
    await run_round(alone.state)
    assert await starts(house) == [local(12, "09:00")]


async def test_what_became_of_it_since_is_looked_at(alone: Service) -> None:
    house = await alone.house(opening_hours=CLOSED)
    await waits(house, *ALL_DAY)
    body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))
    await away(house, local(12, "00:00"), local(12, "15:00"))
    await house.booked(local(12, "15:00"))
    alone.clock.now = NOW + timedelta(hours=1)
    await run_round(alone.state)
    assert await starts(house) == [local(12, "16:00")]
    assert await free(house, "2027-01-12") == []
    assert await stored(alone, house) == (1, 3)


async def test_whoever_waits_at_the_end_of_time_stops_nobody_else(alone: Service) -> None:
    house = await alone.house(opening_hours=CLOSED)
    end = {"since": "2100-12-31T23:00:00-12:00", "until": "2100-12-31T23:59:00-12:00"}
    await made(house.agent, WAITLIST, {**end, "customer_name": "סוף", "duration_minutes": 30})
    await waits(house, *ALL_DAY, "היום")
    long = "INSERT INTO appointments (business_id, title, start_time, end_time) VALUES ($1, 'x', {}, {})"
    await by_host(alone, long.format("timestamp '2100-12-30'", "timestamp '3001-01-01'"), house.id)
    await by_host(alone, "DELETE FROM appointments WHERE business_id = $1", house.id)
    assert await queued(alone) == 1
    body(await house.owner.patch(SETTINGS, {"opening_hours": WEEK}))
    await run_round(alone.state)
    assert await standing(house) == {"סוף": "waiting", "היום": "offered"}
    assert await queued(alone) == 0


async def test_a_change_never_fails_because_of_those_who_wait(alone: Service) -> None:
    house = await alone.house()
    await waits(house, *ALL_DAY)
    await by_host(alone, "ALTER TABLE freed_times RENAME TO gone")
    await by_host(alone, "UPDATE business SET working_hours = '07:00-20:00' WHERE id = $1", house.id)
    await by_host(alone, "UPDATE business_settings SET min_notice_min = 1 WHERE tenant_id = $1", house.id)
    await by_host(alone, "ALTER TABLE gone RENAME TO freed_times")
    assert body(await house.viewer.get(SETTINGS))["min_notice_minutes"] == 1
