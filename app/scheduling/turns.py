"""Long work in a process that answers others meanwhile."""

import asyncio
from time import perf_counter
from typing import TypeVar

from app.core.scheduling.slices import Slices

T = TypeVar("T")

TURN_SECONDS = 0.001
"""The time after which others are let through at the next pause."""


async def in_turns(work: Slices[T]) -> T:
    """The result of work in slices. Whatever else waits for the event loop runs between two turns."""
    began = perf_counter()
    while True:
        try:
            next(work)
        except StopIteration as end:
            result: T = end.value
            return result
        if perf_counter() - began > TURN_SECONDS:
            await asyncio.sleep(0)
            began = perf_counter()
