"""Claims that move from one time to another, many at once, without a judge that refuses most of them."""

import asyncio
import random
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from app.core.principal import BusinessId
from app.core.scheduling.own_holds import Room
from app.scheduling.claims import IntervalWriter, claim
from app.scheduling.loading import load_setups
from app.scheduling.occupying import occupy
from app.scheduling.places import Place
from tests.support import factories
from tests.support.factories import NOW, Service
from tests.support.servers import connected

SESSIONS = 60
MOVES = 10
FIRST = datetime(2027, 1, 12, 8, tzinfo=UTC)


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=SESSIONS) as service:
        yield service


@pytest.mark.parametrize("calendars", [1, 3])
async def test_claims_that_change_places_never_deadlock(crowded: Service, calendars: int) -> None:
    """Each session owns one hour and moves it, at random, to where others are or have just been."""
    house = await crowded.house()
    business, day = BusinessId(house.id), FIRST.date()
    ids = [house.default_calendar] + [(await house.calendar())["id"] for _ in range(calendars - 1)]
    async with crowded.database.transaction() as session:
        setups = await load_setups(session, business, ids, day, day)
    places = [
        Place(setup, setup.policy.lasting(60), FIRST + timedelta(hours=hours))
        for hours in range((SESSIONS + 6) // calendars)
        for setup in setups
    ]
    writer = IntervalWriter(business)
    chance = random.Random(12)  # noqa: S311

    async def move_about(number: int) -> int:
        """The number of times that this session's claim was moved."""
        moved = 0
        async with crowded.database.transaction() as session:
            own = await claim(session, places[number], [0], NOW, writer)
        for _ in range(MOVES):
            place = places[chance.randrange(len(places))]
            async with crowded.database.transaction() as session:
                interval = await occupy(session, place, Room((0,)), NOW, writer, leaving=own)
            moved += interval is not None
            own = interval or own
        return moved

    moved = await asyncio.gather(*map(move_about, range(SESSIONS)))
    assert sum(moved) > 0
    async with connected(crowded.database_url) as connection:
        assert await connection.fetchval("SELECT count(*) FROM busy_intervals") == SESSIONS
        assert not await connection.fetchval(
            """SELECT count(*) FROM busy_intervals a JOIN busy_intervals b
               ON a.id < b.id AND a.calendar_id = b.calendar_id AND a.footprint && b.footprint"""
        )
