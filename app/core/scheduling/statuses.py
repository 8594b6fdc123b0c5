"""Statuses of appointments, in whatever case and spelling the host writes them.

The triggers of migrations 116 and 123 hold the same rule in SQL.
"""

CANCELLED = "cancelled"
"""The spelling that the service itself writes."""

NO_SHOW = "no_show"

COMPLETED = "completed"

OPEN_STATUSES = ("scheduled", "confirmed")
"""The statuses of appointments whose end nobody has told yet."""

_CANCELLED_SPELLINGS = (CANCELLED, "canceled")

OVER_SPELLINGS = (*_CANCELLED_SPELLINGS, NO_SHOW)
"""The statuses, in lower case, of appointments that take no time any more."""


KNOWN_STATUSES = (*OPEN_STATUSES, COMPLETED, *OVER_SPELLINGS)
"""The statuses, in lower case, that appointments can be looked for by."""


def is_cancelled(status: str | None) -> bool:
    """Whether the appointment was cancelled."""
    return (status or "").lower() in _CANCELLED_SPELLINGS


def is_over(status: str | None) -> bool:
    """Whether the appointment takes no time any more: it was cancelled, or the customer did not come."""
    return (status or "").lower() in OVER_SPELLINGS


_NEXT = {
    "scheduled": {"confirmed", COMPLETED, NO_SHOW, CANCELLED},
    "confirmed": {"scheduled", COMPLETED, NO_SHOW, CANCELLED},
    COMPLETED: {NO_SHOW},
    NO_SHOW: {COMPLETED},
}

_BY_AGENTS = {"confirmed", CANCELLED}


def may_become(before: str | None, after: str, *, by_staff: bool) -> bool:
    """Whether an appointment's status may change: to any by staff, to confirmed and cancelled by agents.

    A word of the host that we do not know counts as scheduled. A cancelled appointment has lost its time and
    must be booked again.
    """
    status = (before or "").lower()
    following = _NEXT.get(status, set() if is_cancelled(status) else _NEXT["scheduled"])
    return after in (following if by_staff else following & _BY_AGENTS)


def spellings(status: str) -> tuple[str, ...]:
    """All spellings of a status, in lower case."""
    return _CANCELLED_SPELLINGS if is_cancelled(status) else (status.lower(),)
