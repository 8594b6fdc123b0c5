"""Who called within the last seconds: a busy key costs one look-up every few seconds, not one a request.

The price: a key that another process ends, or a business that it switches off, is refused here that many
seconds later. The process that does it refuses at once.
"""

import hashlib
from datetime import datetime, timedelta

from app.core.principal import Principal

REMEMBERED_FOR = timedelta(seconds=3)

_MOST = 10_000


class Callers:
    """Principals by the hash of their key: a secret is not kept in memory."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[Principal, datetime]] = {}

    def find(self, secret: str, now: datetime) -> Principal | None:
        """The holder of a key that was looked up a moment ago, unless it expires before `now`."""
        principal, until = self._seen.get(_digest(secret), (None, now))
        return principal if now < until else None

    def remember(self, secret: str, principal: Principal, now: datetime) -> None:
        if len(self._seen) >= _MOST:
            self._seen.clear()
        until = now + REMEMBERED_FOR
        if principal.expires_at is not None:
            until = min(until, principal.expires_at)
        self._seen[_digest(secret)] = (principal, until)

    def forget_all(self) -> None:
        """After a key was ended or a business switched off."""
        self._seen.clear()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
