"""A cache of key holders: a busy key costs one look-up per `REMEMBERED_SECONDS`, not one per request.

A key that another process revokes is refused here after that time at the latest, because the time counts from
the beginning of the look-up. Holders who may manage or administer are never remembered: their keys are looked
up for each request.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from app.clock import monotonic
from app.core.principal import Permission, Principal

REMEMBERED_SECONDS = 0.05

_MOST = 10_000


class LookUp(NamedTuple):
    """The beginning of a look-up: `began` in monotonic seconds, and the state of the cache then."""

    began: float
    generation: int


class Callers:
    """Principals by the hash of their key; secrets are not kept in memory."""

    def __init__(self, monotonic: Callable[[], float] = monotonic) -> None:
        self._monotonic = monotonic
        self._generation = 0
        self._seen: dict[bytes, tuple[Principal, float]] = {}

    def find(self, secret: str, now: datetime) -> Principal | None:
        """The holder of a key that was looked up recently and has not expired at `now`, or None."""
        principal, began = self._seen.get(_digest(secret), (None, 0.0))
        if principal is None or self._monotonic() - began >= REMEMBERED_SECONDS:
            return None
        return principal if principal.expires_at is None or now < principal.expires_at else None

    def start_look_up(self) -> LookUp:
        """The beginning of a look-up, for `remember`. Call it before the database is asked."""
        return LookUp(self._monotonic(), self._generation)

    def remember(self, secret: str, principal: Principal, look_up: LookUp) -> None:
        """Keep the result of a look-up, unless the holder may manage or the cache was emptied meanwhile."""
        if principal.may(Permission.MANAGE) or principal.may(Permission.ADMINISTER):
            return
        if look_up.generation != self._generation:
            return
        if len(self._seen) >= _MOST:
            self._seen.clear()
        self._seen[_digest(secret)] = (principal, look_up.began)

    def forget_all(self) -> None:
        """Empty the cache. Call it after the commit that revoked a key or switched off a business."""
        self._generation += 1
        self._seen.clear()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
