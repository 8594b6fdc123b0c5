"""The problems that each operation may answer with, for the API's document."""

from collections.abc import Iterable

from app import errors as e
from app.core.scheduling.policy import Reason
from app.web.errors import STATUS

Raised = type[e.LuachError]

OF_PARAMETER: dict[str, Raised] = {
    "appointment_id": e.UnknownAppointment,
    "business_id": e.UnknownBusiness,
    "calendar_id": e.UnknownCalendar,
    "code": e.NotFound,
    "customer_id": e.UnknownCustomer,
    "day": e.UnknownOverride,
    "entry_id": e.UnknownWaitlistEntry,
    "hold_id": e.UnknownHold,
    "inquiry_id": e.UnknownInquiry,
    "key_id": e.UnknownKey,
    "name": e.UnknownTool,
    "rule_id": e.UnknownRule,
    "series_id": e.UnknownSeries,
    "service_id": e.UnknownService,
    "time_off_id": e.UnknownTimeOff,
}
"""The error for a parameter of the path that names nothing."""

_CHOOSING = (e.UnknownCalendar, e.NoActiveCalendar)

_HEAVY = (e.SearchTooLarge, e.TooManyAtOnce)

_TAKING = (e.UnknownHold, e.HoldExpired, e.HoldUsed, e.BookingRefused)

_CHANGING = (e.AlreadyCancelled, e.AppointmentOver)

_GONE = (e.CustomerMerged, e.CustomerErased)

_BOOKING_FOR = (e.UnknownCustomer, *_GONE, e.CustomerBlocked)

OF_OPERATION: dict[str, tuple[Raised, ...]] = {
    "add_customer": (e.CustomerExists,),
    "book_appointment": (*_CHOOSING, *_TAKING, *_BOOKING_FOR),
    "book_series": (*_CHOOSING, e.SeriesRefused, *_HEAVY, *_BOOKING_FOR),
    "cancel_appointment": _CHANGING,
    "change_appointment": (e.StatusRefused, e.UnknownCustomer, *_GONE),
    "change_customer": (e.CustomerExists, *_GONE),
    "change_calendar": (e.LastActiveCalendar, e.DefaultCalendarExists),
    "change_rule": (e.TooManyKeywords,),
    "create_calendar": (e.DefaultCalendarExists,),
    "change_service": (e.TooManyKeywords,),
    "create_rule": (e.TooManyKeywords,),
    "create_service": (e.TooManyKeywords,),
    "deactivate_calendar": (e.LastActiveCalendar,),
    "erase_customer": _GONE,
    "find_slots": (*_CHOOSING, e.UnknownAppointment, *_CHANGING, *_HEAVY),
    "get_customer": _GONE,
    "hold_slot": (*_CHOOSING, e.BookingRefused),
    "join_waitlist": (e.UnknownCalendar,),
    "merge_customer": _GONE,
    "replace_calendar": (e.LastActiveCalendar, e.DefaultCalendarExists),
    "replace_rule": (e.TooManyKeywords,),
    "replay_inquiries": (e.UnknownRule, e.TooManyKeywords),
    "reschedule_appointment": (e.UnknownCalendar, *_CHANGING, *_TAKING),
    "revoke_key": (e.LastOwnerKey,),
}
"""What an operation may answer with beside that."""

_WITH_KEY = (
    *(e.Unauthenticated, e.Forbidden, e.BusinessInactive, e.UnknownBusiness),
    *(e.NotReady, e.ZoneDataDiffer, e.DatabaseUnavailable),
)

_IDEMPOTENT = (e.IdempotencyInFlight, e.IdempotencyConflict)


def codes_by_status(
    operation_id: str, path_parameters: Iterable[str], headers: Iterable[str], *, keyed: bool, body: bool
) -> dict[int, list[str]]:
    """The codes of an operation's problems by their status, both in order."""
    raised: set[Raised] = {OF_PARAMETER[name] for name in path_parameters if name in OF_PARAMETER}
    raised.update(OF_OPERATION.get(operation_id, ()), _WITH_KEY if keyed else (), [e.FieldError])
    if "Idempotency-Key" in headers:
        raised.update(_IDEMPOTENT)
    if "If-Match" in headers:
        raised.add(e.PreconditionFailed)
    codes: dict[int, set[str]] = {500: {"internal"}}
    if body:
        codes |= {400: {"invalid_json"}, 413: {"body_too_large"}, 415: {"not_json"}}
    for kind in raised:
        status = next(status for parent, status in STATUS if issubclass(kind, parent))
        known = {reason.value for reason in Reason} if kind is e.BookingRefused else {kind.code}
        codes.setdefault(status, set()).update(known)
    return {status: sorted(codes[status]) for status in sorted(codes)}
