"""Threads for computations that would hold up the event loop."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from weakref import WeakValueDictionary

from app.core.principal import BusinessId

LONG_TEXT = 400
"""Characters. Against the most keywords, routing takes up to 20 ms for so many, and a second for 10,000."""

MAX_THREADS = 2
"""Every running thread takes turns with the event loop, up to 5 ms each."""

P = ParamSpec("P")
T = TypeVar("T")


class BusinessThreads:
    """Threads of one process: one at a time per business, so that no business keeps all of them."""

    def __init__(self) -> None:
        self._all = asyncio.Semaphore(MAX_THREADS)
        self._own: WeakValueDictionary[BusinessId, asyncio.Lock] = WeakValueDictionary()

    async def run(self, business: BusinessId, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of `work` in a thread. A thread whose caller is cancelled keeps its place to its end."""

        async def run() -> T:
            async with self._own.setdefault(business, asyncio.Lock()), self._all:
                return await asyncio.to_thread(work, *args, **kwargs)

        return await asyncio.shield(asyncio.create_task(run()))

    async def run_for_text(
        self, business: BusinessId, words: str, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """The result of `work` on a customer's words: in a thread if they are long."""
        if len(words) <= LONG_TEXT:
            return work(*args, **kwargs)
        return await self.run(business, work, *args, **kwargs)
