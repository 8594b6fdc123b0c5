"""Answers for errors: a message for the model, a sentence for the customer, and tools to call instead."""

from app.errors import (
    AlreadyCancelled,
    AppointmentOver,
    BookingRefused,
    CustomerBlocked,
    DatabaseUnavailable,
    FieldError,
    HoldExpired,
    HoldUsed,
    IdempotencyInFlight,
    IdempotencyOutdated,
    LimitReached,
    LuachError,
    NoActiveCalendar,
    NotReady,
    NumberWithheld,
    TooManyAtOnce,
)
from app.schemas.scheduling import SlotOut
from app.schemas.tools import Retry, Suggestion, ToolOutput, ToolProblem
from app.sentences import phrases
from app.sentences.field_rules import rule_text
from app.sentences.problems import problem_text
from app.sentences.spoken import Voice, spoken_time, spoken_times
from app.tooling.contract import AnyTool
from app.tooling.ids import Signer

_ORDINARY = (
    BookingRefused,
    HoldExpired,
    HoldUsed,
    AlreadyCancelled,
    AppointmentOver,
    NoActiveCalendar,
    CustomerBlocked,
    LimitReached,
    NumberWithheld,
    IdempotencyOutdated,
)

_FINAL = (
    LimitReached,
    AlreadyCancelled,
    AppointmentOver,
    HoldUsed,
    NoActiveCalendar,
    NumberWithheld,
    CustomerBlocked,
)

_SEARCH = ("calendar_find_slots", "Find another free time.")

# The tool that helps where no free time can be offered, by the refusal's code.
_INSTEAD: dict[str, tuple[str, str]] = {
    "unknown_calendar": ("calendar_list", "It names the calendars there are."),
    "unknown_slot": ("calendar_find_slots", "Slot ids come from its answer, unchanged."),
    "unknown_hold": ("calendar_find_slots", "Find a time anew and hold that."),
    "hold_used": ("calendar_find_appointments", "It shows what is booked already."),
    "unknown_appointment": ("calendar_find_appointments", "It gives the ids of a customer's appointments."),
    "unknown_question": ("calendar_resolve_target", "Ask anew, with the customer's words only."),
    "already_cancelled": ("calendar_find_slots", "Book a new time if the customer wants one."),
    "appointment_over": ("calendar_find_slots", "Book a new time if the customer wants one."),
    "idempotency_outdated": ("calendar_find_appointments", "It shows what is booked now."),
    "limit_reached": ("calendar_find_appointments", "It shows what is booked already."),
    "no_active_calendar": ("calendar_list", "It shows whether a calendar was switched on since."),
}


def refuse(tool: AnyTool, error: LuachError, voice: Voice, signer: Signer | None) -> ToolOutput:
    """The answer of a tool that did nothing."""
    if isinstance(error, FieldError):
        return _of_field(tool, error, voice)
    code = error.reason if isinstance(error, BookingRefused) else error.code
    ordinary = isinstance(error, _ORDINARY)
    free = [SlotOut.model_validate(slot) for slot in getattr(error, "alternatives", ())]
    say = phrases.REFUSALS[code](voice) if code in phrases.REFUSALS else None
    if say and free:
        times = spoken_times([slot.starts_at for slot in free], voice.language)
        say = f"{say} {phrases.OFFER(voice, times=times)}"
    retry, seconds = _retry(error)
    problem = ToolProblem(
        code=code,
        message=problem_text(code, "en", error.params),
        retry=retry,
        retry_after_seconds=seconds,
        suggestions=_suggestions(tool, code, free, voice, signer, ordinary),
    )
    return tool.output(
        status="not_possible" if ordinary else "error",
        say=say or (phrases.TROUBLE(voice) if retry == "after" else None),
        problem=problem,
    )


def wrong_input(tool: AnyTool, code: str, message: str, field: str) -> ToolOutput:
    """A broken rule of the arguments."""
    problem = ToolProblem(
        code=code,
        message=f"{field or 'the arguments'} {message}",
        field=field,
        retry="changed",
        suggestions=_instead(code),
    )
    return tool.output(status="error", problem=problem)


def slot_suggestion(tool: str, slot: SlotOut, voice: Voice, signer: Signer) -> Suggestion:
    return Suggestion(
        tool=tool,
        why="This time is free.",
        slot_id=signer.slot(slot),
        say=spoken_time(slot.starts_at, voice.language),
    )


def _of_field(tool: AnyTool, error: FieldError, voice: Voice) -> ToolOutput:
    answer = wrong_input(tool, error.rule, rule_text(error.rule, "en", error.params), error.pointer or "")
    if error.rule == "phone_required":
        answer.status, answer.say = "needs_input", phrases.REFUSALS[error.rule](voice)
    return answer


def _suggestions(
    tool: AnyTool, code: str, free: list[SlotOut], voice: Voice, signer: Signer | None, ordinary: bool
) -> list[Suggestion]:
    if free and signer is not None:
        return [slot_suggestion(tool.name, slot, voice, signer) for slot in free]
    return _instead(code) or ([Suggestion(tool=_SEARCH[0], why=_SEARCH[1])] if ordinary else [])


def _instead(code: str) -> list[Suggestion]:
    return [Suggestion(tool=name, why=why) for name, why in [_INSTEAD[code]]] if code in _INSTEAD else []


def _retry(error: LuachError) -> tuple[Retry, int | None]:
    if isinstance(error, _FINAL):
        return "never", None
    if isinstance(error, IdempotencyInFlight):
        return "after", 1
    if isinstance(error, NotReady | DatabaseUnavailable | TooManyAtOnce):
        return "after", 2
    return "changed", None
