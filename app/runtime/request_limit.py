"""A limit for the requests of one business: those at work hold connections that other businesses need."""

import asyncio
from weakref import WeakValueDictionary

from app.core.principal import BusinessId


class RequestLimit:
    """At most `at_once` requests of a business are at work in this process; the others wait in line."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._places: WeakValueDictionary[BusinessId | None, asyncio.Semaphore] = WeakValueDictionary()

    def places(self, business: BusinessId | None) -> asyncio.Semaphore:
        """The places of a business, to be entered with `async with`. None: those of the operators."""
        places = self._places.get(business)
        if places is None:
            places = self._places[business] = asyncio.Semaphore(self._at_once)
        return places
