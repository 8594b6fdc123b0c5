"""All errors of the service, as one tree of classes, independent of HTTP and SQL.

An error has a stable `code`, `params` for its sentence (`app.sentences.problems`), and an optional JSON
`pointer` (RFC 6901) to the field at fault.
"""

from typing import ClassVar


class LuachError(Exception):
    code: ClassVar[str] = "internal"

    def __init__(self, *, pointer: str | None = None, **params: object) -> None:
        self.pointer = pointer
        self.params = params
        super().__init__(self.code, *params.items())


class FieldError(LuachError):
    """A field of an input breaks a rule; `rule` is the code of the rule."""

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
    """The resource never existed, was removed, or belongs to another business; the answer is the same."""

    code = "not_found"


class UnknownBusiness(NotFound):
    code = "unknown_business"


class UnknownCalendar(NotFound):
    code = "unknown_calendar"


class UnknownRule(NotFound):
    code = "unknown_rule"


class UnknownService(NotFound):
    code = "unknown_service"


class UnknownOverride(NotFound):
    code = "unknown_override"


class UnknownAppointment(NotFound):
    code = "unknown_appointment"


class UnknownSeries(NotFound):
    code = "unknown_series"


class UnknownCustomer(NotFound):
    code = "unknown_customer"


class UnknownTool(NotFound):
    code = "unknown_tool"


class UnknownHold(NotFound):
    code = "unknown_hold"


class UnknownSlot(NotFound):
    """A slot id that the tools of this business did not give out."""

    code = "unknown_slot"


class UnknownWaitlistEntry(NotFound):
    code = "unknown_waitlist_entry"


class UnknownInquiry(NotFound):
    code = "unknown_inquiry"


class UnknownTimeOff(NotFound):
    code = "unknown_time_off"


class UnknownKey(NotFound):
    code = "unknown_key"


class Gone(LuachError):
    code = "gone"


class CustomerMerged(Gone):
    """The customer was merged into the customer of the param `customer_id`."""

    code = "customer_merged"


class CustomerErased(Gone):
    code = "customer_erased"


class PreconditionFailed(LuachError):
    """If-Match names a version that is no longer current (RFC 9110, 13.1.1)."""

    code = "version_mismatch"


class Conflict(LuachError):
    code = "conflict"


class LastActiveCalendar(Conflict):
    code = "last_active_calendar"


class LastOwnerKey(Conflict):
    """The last key that may make owners' keys, or the last one of a system administrator."""

    code = "last_owner_key"


class DefaultCalendarExists(Conflict):
    code = "default_calendar_exists"


class AlreadyCancelled(Conflict):
    code = "already_cancelled"


class AppointmentOver(Conflict):
    """The appointment takes no time any more, without having been cancelled: the customer did not come."""

    code = "appointment_over"


class CustomerBlocked(Conflict):
    code = "customer_blocked"


class CustomerExists(Conflict):
    """The customer of the param `customer_id` has this number and name."""

    code = "customer_exists"


class StatusRefused(Conflict):
    """The appointment's status cannot become the wanted one, or not by this role."""

    code = "status_refused"


class IdempotencyInFlight(Conflict):
    """The first request with this key is still being processed."""

    code = "idempotency_in_flight"


class IdempotencyConflict(LuachError):
    """The key was used for a different request."""

    code = "idempotency_conflict"


class IdempotencyOutdated(Conflict):
    """The request was done, and its result has changed since, so that its answer is no longer true."""

    code = "idempotency_outdated"


class HoldExpired(Conflict):
    """`alternatives` are the free slots nearest to the held one, often including it."""

    code = "hold_expired"

    def __init__(self, *, alternatives: tuple[object, ...] = (), **params: object) -> None:
        self.alternatives = alternatives
        super().__init__(pointer=None, **params)


class HoldUsed(Conflict):
    """The hold became the appointment `appointment_id`, which still takes that time."""

    code = "hold_used"

    def __init__(self, *, appointment_id: int, **params: object) -> None:
        self.appointment_id = appointment_id
        super().__init__(pointer=None, appointment_id=appointment_id, **params)


class LimitReached(Conflict):
    """A conversation has reached the limit of one kind of write."""

    code = "limit_reached"


class TooManyKeywords(Conflict):
    """The active rules or services of a business would have more keywords and labels than its quota."""

    code = "too_many_keywords"


class NumberWithheld(Conflict):
    """The caller's number is not shown, so no appointment is known to be theirs."""

    code = "number_withheld"


class SeriesRefused(Conflict):
    """Some instances of a series cannot be booked, so none was; `failures` names them and the reasons."""

    code = "series_refused"

    def __init__(self, *, failures: tuple[object, ...], **params: object) -> None:
        self.failures = failures
        super().__init__(pointer=None, **params)


class NoActiveCalendar(Conflict):
    code = "no_active_calendar"


class BookingRefused(LuachError):
    """A start that cannot be booked: `reason` is a `policy.Reason`, `alternatives` are free slots.

    The param `missing` is the need of a service that nobody can fill then.
    """

    code = "booking_refused"

    def __init__(self, reason: str, *, alternatives: tuple[object, ...] = (), **params: object) -> None:
        self.reason = reason
        self.alternatives = alternatives
        super().__init__(pointer=None, reason=reason, **params)


class SearchTooLarge(LuachError):
    """A search or a series of more steps than may be looked at for one request; nothing was done."""

    code = "search_too_large"


class TooManyAtOnce(LuachError):
    """The business has as many heavy requests at work as it may; nothing was done."""

    code = "too_many_at_once"


class NotReady(LuachError):
    """A migration step that requests need has not been applied."""

    code = "not_ready"


class ZoneDataDiffer(NotReady):
    """The database reads the booking's wall-clock times in another way than this process, or is about to."""

    code = "zone_data_differ"


class DatabaseUnavailable(LuachError):
    """The database cannot be reached, or does not answer in time."""

    code = "database_unavailable"


class ConfigurationError(LuachError):
    """The process cannot start as configured; `params['problem']` is the sentence for the operator."""

    code = "configuration"

    def __init__(self, problem: str) -> None:
        super().__init__(problem=problem)

    def __str__(self) -> str:
        return str(self.params["problem"])
