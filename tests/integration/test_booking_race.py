"""Many at once, each on a connection of its own: one wins, the rest are told so, nobody deadlocks."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import httpx
import pytest

from tests.support import factories
from tests.support.factories import (
    APPOINTMENTS,
    House,
    Json,
    Service,
    body,
    hours_later,
    instants,
    local,
    problem,
    stored,
)
from tests.support.servers import connected

CROWD = 100


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    """A service with a connection for everybody in the crowd: a pool's queue would hide the race."""
    async with factories.running(own_database, db_pool_size=CROWD) as service:
        yield service


@pytest.fixture
async def shop(crowded: Service) -> House:
    return await crowded.house()


async def all_at_once(*requests: Coroutine[Any, Any, httpx.Response]) -> list[httpx.Response]:
    return list(await asyncio.gather(*requests))


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def overlaps(service: Service) -> int:
    """Pairs of footprints of one calendar that meet, whatever the constraint says."""
    async with connected(service.database_url) as connection:
        found: int = await connection.fetchval(
            """
            SELECT count(*) FROM busy_intervals a JOIN busy_intervals b
            ON a.calendar_id = b.calendar_id AND a.id < b.id AND a.footprint && b.footprint"""
        )
    return found


async def test_of_a_hundred_bookings_of_one_slot_one_wins(crowded: Service, shop: House) -> None:
    answers = await all_at_once(*(shop.booking(local(12, "10:00")) for _ in range(CROWD)))
    assert statuses(answers) == {201: 1, 409: CROWD - 1}
    for answer in answers:
        if answer.status_code == 409:
            refused = problem(answer, 409, "slot_taken")
            assert local(12, "10:00") not in {slot["starts_at"] for slot in refused["alternatives"]}
            assert len(refused["alternatives"]) == 3
    assert await stored(crowded, shop) == (1, 1)


async def test_of_bookings_that_overlap_those_win_that_do_not(crowded: Service, shop: House) -> None:
    starts = [hours_later(local(12, "09:00"), minutes / 60) for minutes in range(0, 420, 10)]
    answers = await all_at_once(*(shop.booking(start) for start in starts + starts))
    assert set(statuses(answers)) == {201, 409}
    won = [answer.json() for answer in answers if answer.status_code == 201]
    for one, other in itertools.pairwise(sorted(instants(won))):
        assert (other - one).total_seconds() >= 3600
    assert all(answer.json()["code"] == "slot_taken" for answer in answers if answer.status_code == 409)
    assert await overlaps(crowded) == 0
    assert await stored(crowded, shop) == (len(won), len(won))


async def test_of_moves_onto_one_slot_one_wins_and_the_rest_stay(crowded: Service, shop: House) -> None:
    appointments = await day_of_appointments(shop)
    wanted = {"starts_at": local(13, "12:00")}
    answers = await all_at_once(*(move(shop, each, wanted) for each in appointments for _ in range(4)))
    assert set(statuses(answers)) == {200, 409}
    at_noon = [body(answer)["id"] for answer in answers if answer.status_code == 200]
    assert len(set(at_noon)) == 1
    for each in appointments:
        now = body(await shop.agent.get(f"{APPOINTMENTS}/{each['id']}"))
        assert now["starts_at"] == (wanted["starts_at"] if each["id"] in at_noon else each["starts_at"])
    assert await overlaps(crowded) == 0


async def test_moves_onto_each_others_times_never_deadlock(crowded: Service, shop: House) -> None:
    """Two that want to change places cannot; neither may hang on the other or lose its own time."""
    for _ in range(5):
        appointments = await day_of_appointments(shop)
        in_a_ring = [*appointments[1:], appointments[0]]
        answers = await all_at_once(
            *(
                move(shop, each, {"starts_at": other["starts_at"]})
                for each, other in zip(appointments, in_a_ring, strict=True)
            )
        )
        assert set(statuses(answers)) <= {200, 409}, [answer.text for answer in answers]
        assert await overlaps(crowded) == 0
        for each in appointments:
            body(await shop.agent.post(f"{APPOINTMENTS}/{each['id']}/cancel"))


async def test_shifts_by_less_than_their_length_never_deadlock(crowded: Service, shop: House) -> None:
    """Each wants a part of its neighbour's time and a part of its own."""
    for minutes in (30, -30, 20, -20, 30):
        appointments = await day_of_appointments(shop)
        shifted = [hours_later(each["starts_at"], minutes / 60) for each in appointments]
        answers = await all_at_once(
            *(
                move(shop, each, {"starts_at": start})
                for each, start in zip(appointments, shifted, strict=True)
            )
        )
        assert set(statuses(answers)) <= {200, 409}, [answer.text for answer in answers]
        assert await overlaps(crowded) == 0
        for each in appointments:
            body(await shop.agent.post(f"{APPOINTMENTS}/{each['id']}/cancel"))


async def test_a_cancelled_time_goes_to_one_of_those_who_wait_for_it(crowded: Service, shop: House) -> None:
    booked = await shop.booked(local(12, "10:00"))
    cancel = shop.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel")
    answers = await all_at_once(cancel, *(shop.booking(local(12, "10:00")) for _ in range(20)))
    assert body(answers[0])["status"] == "cancelled"
    won = statuses(answers[1:])
    assert set(won) <= {201, 409}
    assert won[201] <= 1
    live = 1 if won[201] else 0
    assert await stored(crowded, shop) == (1 + live, live)
    if not live:
        await shop.booked(local(12, "10:00"))


async def test_of_two_cancellations_one_is_told_that_it_comes_late(shop: House) -> None:
    booked = await shop.booked(local(12, "10:00"))
    answers = await all_at_once(
        *(shop.agent.post(f"{APPOINTMENTS}/{booked['id']}/cancel") for _ in range(10))
    )
    assert statuses(answers) == {200: 1, 409: 9}


async def test_a_move_and_a_cancellation_leave_no_time_taken_twice(crowded: Service, shop: House) -> None:
    for day in (12, 13, 14):
        booked = await shop.booked(local(day, "10:00"))
        place = f"{APPOINTMENTS}/{booked['id']}"
        moved, cancelled = await all_at_once(
            move(shop, booked, {"starts_at": local(day, "15:00")}), shop.agent.post(f"{place}/cancel")
        )
        assert cancelled.status_code == 200
        assert moved.status_code in {200, 409}
        assert body(await shop.agent.get(place))["status"] == "cancelled"
    assert await stored(crowded, shop) == (3, 0)


async def day_of_appointments(shop: House) -> list[Json]:
    return [await shop.booked(local(12, f"{hour:02}:00")) for hour in range(9, 17)]


async def move(shop: House, appointment: Json, wanted: Json) -> httpx.Response:
    return await shop.agent.post(f"{APPOINTMENTS}/{appointment['id']}/reschedule", wanted)
