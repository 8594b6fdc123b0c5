"""The current time and the release of the time zone data. No other module reads the clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import tzdata

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds since an arbitrary moment, for durations: nobody sets this clock."""
    return time.monotonic()


def timezone_data() -> str:
    """The release of the IANA time zone database, such as `2026f`."""
    return str(tzdata.IANA_VERSION)
