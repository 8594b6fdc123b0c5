"""Holds when many come at once: one wins, and nobody loses what is theirs."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from app.runtime import upkeep
from app.scheduling.holds import REMEMBERED_FOR
from tests.support import factories
from tests.support.desk import (
    HOLDS,
    all_at_once,
    confirm,
    free,
    held,
    hold,
    overlaps,
    statuses,
)
from tests.support.factories import (
    NOW,
    House,
    Service,
    local,
    problem,
    stored,
)

DAY = "2027-01-12"
TEN = local(12, "10:00")
BLINK = timedelta(microseconds=1)


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=60) as service:
        yield service


async def test_of_fifty_holds_of_one_slot_one_wins(crowded: Service) -> None:
    shop = await crowded.house()
    answers = await all_at_once(*(hold(shop, TEN) for _ in range(50)))
    assert statuses(answers) == {201: 1, 409: 49}
    for answer in answers:
        if answer.status_code == 409:
            assert len(problem(answer, 409, "slot_taken")["alternatives"]) == 3
    assert await stored(crowded, shop) == (0, 1)


async def test_a_hold_is_booked_once_however_many_try(crowded: Service) -> None:
    shop = await crowded.house()
    kept = await held(shop, TEN)
    answers = await all_at_once(*(confirm(shop, kept["id"]) for _ in range(20)))
    assert statuses(answers) == {201: 1, 409: 19}
    assert await stored(crowded, shop) == (1, 1)


async def test_of_many_who_want_an_expired_holds_time_one_gets_it(crowded: Service) -> None:
    shop = await crowded.house()
    for day in (11, 12, 13):
        crowded.clock.now = NOW
        kept = await held(shop, local(day, "10:00"))
        crowded.clock.now = NOW + timedelta(minutes=5)
        bookings = [shop.booking(local(day, "10:00")) for _ in range(12)]
        holds = [hold(shop, local(day, "10:00")) for _ in range(12)]
        answers = await all_at_once(*bookings, *holds, confirm(shop, kept["id"]))
        assert answers[-1].status_code in {404, 409}
        assert statuses(answers[:-1]) == {201: 1, 409: 23}
    assert await overlaps(crowded) == 0


async def test_neighbours_who_clear_the_same_expired_hold_both_book(crowded: Service) -> None:
    """Either finds the hold in its way, and maybe that the other has just removed it."""
    shop = await crowded.house()
    for day in (11, 12, 13, 14, 17, 18, 19, 20):
        crowded.clock.now = NOW
        await held(shop, local(day, "10:00"), duration_minutes=120)
        crowded.clock.now = NOW + timedelta(minutes=5)
        hours = [shop.booking(local(day, f"{hour}:00")) for hour in ("09", "10", "11", "12")]
        assert statuses(await all_at_once(*hours)) == {201: 4}


async def test_a_release_and_a_booking_of_a_hold_leave_one_truth(crowded: Service) -> None:
    shop = await crowded.house()
    for day in (11, 12, 13):
        kept = await held(shop, local(day, "10:00"))
        booked, released = await all_at_once(
            confirm(shop, kept["id"]), shop.agent.delete(f"{HOLDS}/{kept['id']}")
        )
        assert {booked.status_code, released.status_code} in ({201, 404}, {404, 204})
        assert ("10:00" in await free(shop, f"2027-01-{day}")) == (released.status_code == 204)


async def test_what_ran_out_is_swept_away_and_what_still_counts_is_not(
    service: Service, house: House
) -> None:
    await held(house, TEN)
    late = await held(house, local(12, "12:00"), hold_minutes=10)
    service.clock.now = NOW + timedelta(minutes=5) + REMEMBERED_FOR
    await upkeep.run_round(service.state)
    assert await stored(service, house) == (0, 1)
    assert {"10:00", "12:00"} <= set(await free(house, DAY))
    problem(await confirm(house, late["id"]), 409, "hold_expired")
