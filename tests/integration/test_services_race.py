"""Services with several needs, many callers at once on their own connections: all or none, no deadlock."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.support import factories
from tests.support.factories import APPOINTMENTS, House, Json, Service, body, hours_later, local
from tests.support.servers import connected
from tests.support.shop import add_service, calendars, need

HOLDS = "/api/calendar/holds"
CROWD = 100
CHANCE = random.Random(12)  # noqa: S311


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    """A service with a connection for everybody in the crowd: a pool's queue would hide the race."""
    async with factories.running(own_database, db_pool_size=CROWD) as service:
        yield service


@pytest.fixture
async def clinic(crowded: Service) -> House:
    return await crowded.house()


async def all_at_once(requests: list[Any]) -> list[httpx.Response]:
    return list(await asyncio.gather(*requests))


def statuses(answers: list[httpx.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def check_claims(service: Service) -> list[int]:
    """The numbers of claims of the appointments; nothing overlaps, nothing is left without its lead."""
    async with connected(service.database_url) as connection:
        overlaps = await connection.fetchval(
            """SELECT count(*) FROM busy_intervals a JOIN busy_intervals b
               ON a.id < b.id AND a.calendar_id = b.calendar_id AND a.seat = b.seat
               AND a.footprint && b.footprint"""
        )
        assert overlaps == 0
        ownerless = await connection.fetchval(
            """SELECT count(*) FROM busy_intervals b WHERE b.kind = 'appointment' AND NOT EXISTS (
                   SELECT FROM appointments a WHERE a.busy_interval_id = coalesce(b.claim_id, b.id))"""
        )
        assert ownerless == 0
        rows = await connection.fetch(
            """SELECT (SELECT count(*) FROM busy_intervals b
                       WHERE a.busy_interval_id IN (b.id, b.claim_id)) AS claims
               FROM appointments a WHERE a.status = 'scheduled' ORDER BY a.id"""
        )
    return [row["claims"] for row in rows]


async def test_doctor_room_and_sometimes_laser_never_deadlock_nor_book_a_part(
    crowded: Service, clinic: House
) -> None:
    levi, cohen, one, two, laser = await calendars(clinic, "Levi", "Cohen", "room 1", "room 2", "laser")
    doctors, rooms = need(levi, cohen), need(one, two, role="room")
    visit = await add_service(clinic, "Visit", 30, doctors, rooms)
    treatment = await add_service(clinic, "Laser", 45, doctors, rooms, need(laser))
    expected: Counter[int] = Counter()
    for _ in range(3):
        wanted = [
            (CHANCE.choice([visit, treatment]), local(12, f"{CHANCE.randrange(9, 16):02}:{minute}"))
            for minute in CHANCE.choices(["00", "15", "30", "45"], k=CROWD)
        ]
        answers = await all_at_once(
            [clinic.booking(start, service_ids=[service_id]) for service_id, start in wanted]
        )
        assert set(statuses(answers)) <= {201, 409}, [answer.text for answer in answers]
        expected += Counter(
            2 if service_id == visit else 3
            for (service_id, _), answer in zip(wanted, answers, strict=True)
            if answer.status_code == 201
        )
    assert expected.total() > 10
    assert Counter(await check_claims(crowded)) == expected


async def test_of_many_who_want_one_doctor_in_any_of_three_rooms_one_wins_all(
    crowded: Service, clinic: House
) -> None:
    doctor, *rooms = await calendars(clinic, "Levi", "room 1", "room 2", "room 3")
    visit = await add_service(clinic, "Visit", 60, need(doctor), need(*rooms))
    for hour in range(9, 13):
        start = local(12, f"{hour:02}:00")
        answers = await all_at_once([clinic.booking(start, service_ids=[visit]) for _ in range(CROWD)])
        assert statuses(answers) == {201: 1, 409: CROWD - 1}
    assert await check_claims(crowded) == [2] * 4


async def test_whoever_loses_a_combination_gets_another_while_there_is_one(
    crowded: Service, clinic: House
) -> None:
    people = await calendars(clinic, "Avi", "Ben", "Chen")
    rooms = await calendars(clinic, "room 1", "room 2", "room 3")
    visit = await add_service(clinic, "Visit", 60, need(*people), need(*rooms))
    for hour in range(9, 13):
        start = local(12, f"{hour:02}:00")
        answers = await all_at_once([clinic.booking(start, service_ids=[visit]) for _ in range(30)])
        won = [answer.json()["calendar_id"] for answer in answers if answer.status_code == 201]
        assert sorted(won) == sorted(people)
        assert set(statuses(answers)) == {201, 409}
    assert await check_claims(crowded) == [2] * 12


async def test_moves_of_services_onto_each_others_times_never_deadlock(
    crowded: Service, clinic: House
) -> None:
    people = await calendars(clinic, "Avi", "Ben", "Chen")
    rooms = await calendars(clinic, "room 1", "room 2", "room 3")
    visit = await add_service(clinic, "Visit", 60, need(*people), need(*rooms))
    starts = [local(day, f"{hour:02}:00") for day in (12, 13) for hour in range(9, 17)]
    booked = [
        body(await clinic.booking(start, service_ids=[visit]), 201) for start in starts for _ in range(2)
    ]

    async def move_about(appointment: Json) -> Counter[int]:
        found: Counter[int] = Counter()
        for _ in range(6):
            to = hours_later(CHANCE.choice(starts), CHANCE.choice([0, 0, 0.5]))
            wanted = {"starts_at": to, "calendar_id": CHANCE.choice(people)}
            answer = await clinic.agent.post(f"{APPOINTMENTS}/{appointment['id']}/reschedule", wanted)
            found[answer.status_code] += 1
        return found

    counts = await asyncio.gather(*map(move_about, booked))
    total = sum(counts, Counter())
    assert set(total) <= {200, 409}
    assert total[200] > 0
    assert await check_claims(crowded) == [2] * len(booked)


async def test_holds_that_run_out_in_a_storm_are_replaced_as_a_whole(crowded: Service, clinic: House) -> None:
    doctor, *rooms = await calendars(clinic, "Levi", "room 1", "room 2")
    visit = await add_service(clinic, "Visit", 60, need(doctor), need(*rooms))
    starts = [local(12, f"{hour:02}:00") for hour in range(10, 17)]
    for minutes in range(3):
        crowded.clock.now = factories.NOW.replace(minute=minutes * 10)
        holding = [clinic.agent.post(HOLDS, {"starts_at": start, "service_ids": [visit]}) for start in starts]
        plain = [clinic.agent.post(HOLDS, {"starts_at": start, "calendar_id": rooms[0]}) for start in starts]
        answers = await all_at_once([*holding, *holding_again(clinic, starts, visit), *plain])
        assert set(statuses(answers)) <= {201, 409}, [answer.text for answer in answers]
    crowded.clock.now = factories.NOW.replace(minute=50)
    answers = await all_at_once([clinic.booking(start, service_ids=[visit]) for start in starts * 3])
    assert statuses(answers) == {201: len(starts), 409: 2 * len(starts)}
    assert await check_claims(crowded) == [2] * len(starts)


def holding_again(house: House, starts: list[str], visit: int) -> list[Any]:
    return [
        house.agent.post(HOLDS, {"starts_at": hours_later(start, 0.5), "service_ids": [visit]})
        for start in starts
    ]
