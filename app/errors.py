"""Every error Luach raises, as one tree. Knows no HTTP and no SQL.

An error has a stable `code` (a word that never changes meaning), `params` for the sentence that people read
(`app.sentences.problems`), and an optional JSON `pointer` to the field at fault (RFC 6901).
"""

from typing import ClassVar


class LuachError(Exception):
    code: ClassVar[str] = "internal"

    def __init__(self, *, pointer: str | None = None, **params: object) -> None:
        self.pointer = pointer
        self.params = params
        super().__init__(self.code, *params.items())


class FieldError(LuachError):
    """One field of an input breaks a rule; `code` is the rule's own word."""

    code = "invalid_input"

    def __init__(self, rule: str, *, pointer: str, **params: object) -> None:
        self.rule = rule
        super().__init__(pointer=pointer, rule=rule, **params)


class Unauthenticated(LuachError):
    code = "unauthenticated"


class Forbidden(LuachError):
    code = "forbidden"


class BusinessInactive(Forbidden):
    code = "business_inactive"


class NotFound(LuachError):
    """Unknown here: never existed, was removed, or belongs to another business. The three look the same."""

    code = "not_found"


class UnknownBusiness(NotFound):
    code = "unknown_business"


class UnknownCalendar(NotFound):
    code = "unknown_calendar"


class UnknownRule(NotFound):
    code = "unknown_rule"


class UnknownOverride(NotFound):
    code = "unknown_override"


class UnknownAppointment(NotFound):
    code = "unknown_appointment"


class UnknownSeries(NotFound):
    code = "unknown_series"


class UnknownTool(NotFound):
    code = "unknown_tool"


class UnknownHold(NotFound):
    code = "unknown_hold"


class UnknownSlot(NotFound):
    """A slot id that this business's tools never gave out, or not in this form."""

    code = "unknown_slot"


class UnknownWaitlistEntry(NotFound):
    code = "unknown_waitlist_entry"


class UnknownInquiry(NotFound):
    code = "unknown_inquiry"


class UnknownTimeOff(NotFound):
    code = "unknown_time_off"


class UnknownKey(NotFound):
    code = "unknown_key"


class PreconditionFailed(LuachError):
    """If-Match named a version that is no longer the present one (RFC 9110, 13.1.1)."""

    code = "version_mismatch"


class Conflict(LuachError):
    code = "conflict"


class LastActiveCalendar(Conflict):
    code = "last_active_calendar"


class DefaultCalendarExists(Conflict):
    code = "default_calendar_exists"


class AlreadyCancelled(Conflict):
    code = "already_cancelled"


class AppointmentOver(Conflict):
    """The appointment takes no time any more, without having been cancelled: the customer did not come."""

    code = "appointment_over"


class IdempotencyInFlight(Conflict):
    """The first request with this key is still at work; ask again shortly."""

    code = "idempotency_in_flight"


class IdempotencyConflict(LuachError):
    """The key was used for another request."""

    code = "idempotency_conflict"


class HoldExpired(Conflict):
    """`alternatives` are the free slots nearest to what was held; often the held one itself."""

    code = "hold_expired"

    def __init__(self, *, alternatives: tuple[object, ...] = (), **params: object) -> None:
        self.alternatives = alternatives
        super().__init__(pointer=None, **params)


class HoldUsed(Conflict):
    """The hold became an appointment, `appointment_id`, which still lies there."""

    code = "hold_used"

    def __init__(self, *, appointment_id: int, **params: object) -> None:
        self.appointment_id = appointment_id
        super().__init__(pointer=None, appointment_id=appointment_id, **params)


class LimitReached(Conflict):
    """A conversation has done as much of one kind as it may."""

    code = "limit_reached"


class SeriesRefused(Conflict):
    """Some instances of a series cannot be booked, so none was; `failures` says which and why."""

    code = "series_refused"

    def __init__(self, *, failures: tuple[object, ...], **params: object) -> None:
        self.failures = failures
        super().__init__(pointer=None, **params)


class NoActiveCalendar(Conflict):
    code = "no_active_calendar"


class BookingRefused(LuachError):
    """A start that cannot be booked: `reason` is a `policy.Reason`, `alternatives` are free slots."""

    code = "booking_refused"

    def __init__(self, reason: str, *, alternatives: tuple[object, ...] = (), **params: object) -> None:
        self.reason = reason
        self.alternatives = alternatives
        super().__init__(pointer=None, reason=reason, **params)


class NotReady(LuachError):
    """A migration step that requests need has not been applied."""

    code = "not_ready"


class DatabaseUnavailable(LuachError):
    """The database cannot be reached; nothing was changed."""

    code = "database_unavailable"


class ConfigurationError(LuachError):
    """The process cannot start as configured; `params['problem']` is the sentence for the operator."""

    code = "configuration"

    def __init__(self, problem: str) -> None:
        super().__init__(problem=problem)

    def __str__(self) -> str:
        return str(self.params["problem"])
