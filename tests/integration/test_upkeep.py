"""Upkeep ends when it is told to, whatever it is at."""

import asyncio

import asyncpg
import pytest

from app.runtime import upkeep
from tests.support import factories
from tests.support.desk import line, waits
from tests.support.factories import Service, local
from tests.support.servers import connected

ONE_MAJOR = True


async def test_upkeep_ends_at_once_wherever_it_is_cancelled(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "INTERVAL_SECONDS", 0.0)
    for step in range(60):
        task = asyncio.create_task(upkeep.run(service.state))
        await asyncio.sleep(step / 5000)
        task.cancel()
        await asyncio.wait({task}, timeout=5)
        assert task.cancelled(), (step, task)


async def test_upkeep_goes_on_after_the_driver_has_raised_an_error_of_its_own(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with factories.running(own_database) as service, connected(own_database) as connection:
        house = await service.house()
        await waits(house, local(12, "09:00"), local(12, "12:00"))
        await connection.execute(
            """INSERT INTO freed_times (business_id, calendar_id, span)
               SELECT business_id, id, '(,)' FROM business_calendars WHERE id = $1""",
            house.default_calendar,
        )
        await connection.execute("ALTER TABLE calendar_settings RENAME TO out_of_reach")
        with pytest.raises(asyncpg.PostgresError):
            await upkeep.run_round(service.state)
        monkeypatch.setattr(upkeep, "INTERVAL_SECONDS", 0.01)
        task = asyncio.create_task(upkeep.run(service.state))
        await asyncio.sleep(0.3)
        assert not task.done()
        await connection.execute("ALTER TABLE out_of_reach RENAME TO calendar_settings")
        async with asyncio.timeout(10):
            while (await line(house))["רון"]["status"] != "offered":  # noqa: ASYNC110 - another task offers it
                await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.wait({task}, timeout=5)
