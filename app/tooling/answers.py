"""The parts of the tools' answers: entries, offers, questions and explanations."""

from datetime import date

from app.schemas.routing import ResolutionOut
from app.schemas.scheduling import AppointmentOut, SlotOut, SlotsOut
from app.schemas.tools import AppointmentEntry, SlotOffer, Suggestion, ToolProblem
from app.sentences import phrases
from app.sentences.spoken import spoken_day, spoken_time, spoken_times
from app.tooling.contract import ToolContext
from app.tooling.refusals import slot_suggestion

SPOKEN_AT_MOST = 3


def say_start(context: ToolContext, appointment: AppointmentOut) -> str:
    return spoken_time(appointment.starts_at, context.voice.language) if appointment.starts_at else ""


def entry(context: ToolContext, appointment: AppointmentOut) -> AppointmentEntry:
    calendar = appointment.calendar_name or appointment.title
    return AppointmentEntry.model_validate(
        {
            "appointment_id": context.sign_appointment(appointment.id),
            "calendar_id": appointment.calendar_id,
            "calendar_name": appointment.calendar_name,
            "starts_at": appointment.starts_at,
            "ends_at": appointment.ends_at,
            "customer_name": appointment.customer_name,
            "say": phrases.ENTRY(context.voice, calendar=calendar, time=say_start(context, appointment)),
        }
    )


def offer_slot(context: ToolContext, slot: SlotOut) -> SlotOffer:
    return SlotOffer(
        slot_id=context.signer.slot(slot),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        calendar_id=slot.calendar_id,
        say=spoken_time(slot.starts_at, context.voice.language),
    )


def say_slots(context: ToolContext, found: SlotsOut, asked_from: date) -> str:
    """The sentence about a search from a date; it says so where the search began on a later one."""
    spoken = _say_found(context, found)
    return f"{phrases.PASSED(context.voice)} {spoken}" if found.date_from > asked_from else spoken


def _say_found(context: ToolContext, found: SlotsOut) -> str:
    language = context.voice.language
    if found.slots:
        starts = [slot.starts_at for slot in found.slots[:SPOKEN_AT_MOST]]
        return phrases.OFFER(context.voice, times=spoken_times(starts, language))
    first, last = (spoken_day(day, language) for day in (found.date_from, found.date_to))
    nothing = phrases.NOTHING(context.voice, first=first, last=last)
    if found.next_free is None:
        return nothing
    following = spoken_time(found.next_free.starts_at, language)
    return f"{nothing} {phrases.NEXT(context.voice, time=following)}"


def nothing_free(context: ToolContext, found: SlotsOut) -> ToolProblem:
    """The problem of a search without results, with the next free time and other searches to try."""
    search = "calendar_find_slots"
    suggestions = [Suggestion(tool=search, why="Try other dates, a shorter duration or any part of day.")]
    if found.next_free is not None:
        suggestions.insert(
            0, slot_suggestion("calendar_hold_slot", found.next_free, context.voice, context.signer)
        )
    message = f"No slot from {found.date_from} to {found.date_to}. Do not make one up."
    return ToolProblem(code="no_slots", message=message, retry="changed", suggestions=suggestions)


def question(context: ToolContext, found: ResolutionOut, asked_by: int | None) -> dict[str, object]:
    """The fields of an answer that asks which calendar the customer means."""
    asked = found.question or phrases.WHICH(context.voice)
    if not found.candidates:
        problem = ToolProblem(code="no_active_calendar", message="No calendar can be booked.", retry="never")
        say = phrases.REFUSALS["no_active_calendar"](context.voice)
        return {"status": "not_possible", "say": say, "problem": problem}
    message = "Ask the customer what `say` asks; call again with their answer and clarification_id."
    suggestions = [Suggestion(tool="calendar_resolve_target", why="With the customer's answer.")]
    if found.intent in {"cancellation", "reschedule"}:
        why = f"The customer seems to want a {found.intent}, not a new appointment."
        suggestions.insert(0, Suggestion(tool="calendar_find_appointments", why=why))
    problem = ToolProblem(code="which_calendar", message=message, retry="changed", suggestions=suggestions)
    return {
        "status": "needs_input",
        "say": asked,
        "problem": problem,
        "question": asked,
        "candidates": found.candidates,
        "clarification_id": context.signer.question(
            asked_by, [candidate.id for candidate in found.candidates]
        ),
    }


def why_routed(found: ResolutionOut) -> list[str]:
    """The reasons why a calendar was chosen and others were not, one per line."""
    chosen = [
        f"calendar {e.calendar_id}: {e.source} {e.keyword!r} matched {e.matched!r} ({e.how})"
        for e in found.evidence
    ]
    lost = found.explanation.losers if found.explanation else []
    return [
        f"{found.decision}: {found.reason}",
        *chosen,
        *(f"not calendar {x.calendar_id}: {x.why}" for x in lost),
    ]


def why_slots(found: SlotsOut) -> list[str]:
    """The way the calendar was chosen, and the reason for each empty day, one per line."""
    names = ", ".join(f"{calendar.id} {calendar.name}" for calendar in found.calendars)
    empty = [f"{day.day:%a} {day.day}: {day.reason}" for day in found.empty_days]
    return [f"calendar {names}, chosen by {found.chosen_by}, {found.duration_minutes} minutes", *empty]
