"""Long work in a process that answers others meanwhile."""

import asyncio
from time import perf_counter
from typing import TypeVar

from app.core.scheduling.slices import Slices

T = TypeVar("T")

TURN_SECONDS = 0.001
"""The time after which others are let through at the next pause."""


class Turns:
    """The turns of one piece of work."""

    def __init__(self) -> None:
        self._began = perf_counter()

    async def pause(self) -> None:
        """Let whatever waits for the event loop run, if this turn has lasted long enough."""
        if perf_counter() - self._began > TURN_SECONDS:
            await asyncio.sleep(0)
            self._began = perf_counter()


async def in_turns(work: Slices[T]) -> T:
    """The result of work in slices; others are let through between two turns."""
    turns = Turns()
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        await turns.pause()
