"""The waiting list when many come at once: each time is offered once, and what is booked stays booked."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from app.runtime.upkeep import run_round
from app.scheduling.waitlist_offers import OFFER_LASTS
from tests.support import factories
from tests.support.desk import (
    HOLDS,
    WAITLIST,
    all_at_once,
    cancelled,
    confirm,
    line,
    overlaps,
    standing,
    statuses,
    waits,
)
from tests.support.factories import (
    NOW,
    Service,
    body,
    local,
    stored,
)

ALL_DAY = local(12, "00:00"), local(13, "00:00")


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=40) as service:
        yield service


async def test_cancellations_at_once_offer_each_time_to_another(crowded: Service) -> None:
    shop = await crowded.house()
    booked = [await shop.booked(local(12, f"{hour:02}:00")) for hour in range(9, 17)]
    for number in range(10):
        await waits(shop, *ALL_DAY, f"{number}")
    await asyncio.gather(*(cancelled(shop.agent, each) for each in booked))
    entries = (await line(shop)).values()
    holds = [entry["hold_id"] for entry in entries if entry["status"] == "offered"]
    assert len(holds) == len(set(holds)) == 8
    starts = {body(await shop.viewer.get(f"{HOLDS}/{each}"))["starts_at"] for each in holds}
    assert starts == {local(12, f"{hour:02}:00") for hour in range(9, 17)}
    assert await overlaps(crowded) == 0


async def test_two_processes_pass_an_offer_on_once(crowded: Service) -> None:
    shop = await crowded.house()
    booked = [await shop.booked(local(12, f"{hour:02}:00")) for hour in range(9, 17)]
    for number in range(12):
        await waits(shop, *ALL_DAY, f"{number:02}")
    for each in booked[:4]:
        await cancelled(shop.agent, each)
    crowded.clock.now = NOW + OFFER_LASTS
    await asyncio.gather(*(run_round(crowded.state) for _ in range(8)))
    await run_round(crowded.state)
    said = list((await standing(shop)).values())
    assert (said[:4], sorted(said[4:])) == (["expired"] * 4, ["offered"] * 4 + ["waiting"] * 4)
    assert await stored(crowded, shop) == (8, 8)


async def test_an_offer_that_is_booked_while_it_runs_out_stays_booked(crowded: Service) -> None:
    """The booking began in time; neither upkeep nor whoever leaves the list may take its time away."""
    for day, leaves in ((12, False), (13, True), (14, False), (17, True)):
        crowded.clock.now = NOW
        shop = await crowded.house()
        booked = await shop.booked(local(day, "10:00"))
        entry = await waits(shop, local(day, "10:00"), local(day, "11:00"))
        await cancelled(shop.agent, booked)
        hold_id = (await line(shop))["רון"]["hold_id"]
        booking = asyncio.create_task(confirm(shop, hold_id))
        for _ in range(day % 7):
            await asyncio.sleep(0.002)
        if leaves:
            gone = await shop.agent.delete(f"{WAITLIST}/{entry['id']}")
            assert gone.status_code in {204, 404}
        else:
            crowded.clock.now = NOW + OFFER_LASTS
            await asyncio.gather(run_round(crowded.state), run_round(crowded.state))
        answer = await booking
        assert answer.status_code in {201, 404, 409}, answer.text
        await run_round(crowded.state)
        assert await stored(crowded, shop) == ((2, 1) if answer.status_code == 201 else (1, 0))


async def test_one_offer_is_booked_once(crowded: Service) -> None:
    shop = await crowded.house()
    booked = await shop.booked(local(12, "10:00"))
    await waits(shop, *ALL_DAY)
    await cancelled(shop.agent, booked)
    hold_id = (await line(shop))["רון"]["hold_id"]
    answers = await all_at_once(*(confirm(shop, hold_id) for _ in range(10)))
    assert statuses(answers) == {201: 1, 409: 9}
    assert await stored(crowded, shop) == (2, 1)
