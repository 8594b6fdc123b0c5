"""A cache of key holders: a busy key costs one look-up per few seconds, not one per request.

The price: a key that another process revokes, or a business that it deactivates, is refused here only when
the entry expires. The process that does it refuses at once.
"""

import hashlib
from datetime import datetime, timedelta

from app.core.principal import Principal

REMEMBERED_FOR = timedelta(seconds=3)

_MOST = 10_000


class Callers:
    """Principals by the hash of their key; secrets are not kept in memory."""

    def __init__(self) -> None:
        self._seen: dict[bytes, tuple[Principal, datetime]] = {}

    def find(self, secret: str, now: datetime) -> Principal | None:
        """The holder of a key that was looked up recently, or None."""
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
        """Empty the cache, after a key was revoked or a business deactivated."""
        self._seen.clear()


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
