"""Statuses of appointments, in whatever case and spelling the host writes them.

The triggers of migrations 116 and 123 hold the same rule in SQL.
"""

CANCELLED = "cancelled"
"""The spelling that the service itself writes."""

NO_SHOW = "no_show"

_CANCELLED_SPELLINGS = (CANCELLED, "canceled")

OVER_SPELLINGS = (*_CANCELLED_SPELLINGS, NO_SHOW)
"""The statuses, in lower case, of appointments that take no time any more."""


KNOWN_STATUSES = ("scheduled", "confirmed", "completed", *OVER_SPELLINGS)
"""The statuses, in lower case, that appointments can be looked for by."""


def is_cancelled(status: str | None) -> bool:
    """Whether the appointment was cancelled."""
    return (status or "").lower() in _CANCELLED_SPELLINGS


def is_over(status: str | None) -> bool:
    """Whether the appointment takes no time any more: it was cancelled, or the customer did not come."""
    return (status or "").lower() in OVER_SPELLINGS


def spellings(status: str) -> tuple[str, ...]:
    """All spellings of a status, in lower case."""
    return _CANCELLED_SPELLINGS if is_cancelled(status) else (status.lower(),)
