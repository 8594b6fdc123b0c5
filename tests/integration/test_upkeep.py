"""Upkeep ends when it is told to, whatever it is at."""

import asyncio

import pytest

from app import upkeep
from tests.factories import Service

ONE_MAJOR = True


async def test_upkeep_ends_at_once_wherever_it_is_cancelled(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "EVERY_SECONDS", 0.0)
    for step in range(60):
        task = asyncio.create_task(upkeep.run(service.state))
        await asyncio.sleep(step / 5000)
        task.cancel()
        await asyncio.wait({task}, timeout=5)
        assert task.cancelled(), (step, task)
