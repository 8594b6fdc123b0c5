"""What the AI tools share: reading what a model gave, and putting what was found into words."""

import re
from datetime import date, timedelta

from app import phrases
from app.errors import FieldError, UnknownAppointment
from app.routing.inquiries import Customer, conversation_of, resolve_answer, resolve_inquiry
from app.routing.journal import Meant
from app.scheduling.appointments import CANCELLED, get_appointment, phone_tail
from app.scheduling.hours import parse_date
from app.schemas.routing import ResolutionOut
from app.schemas.scheduling import AppointmentIn, AppointmentOut, InquiryIn, SlotOut, SlotsOut, Target
from app.schemas.tools import (
    AppointmentEntry,
    CalendarCreateAppointmentInput,
    CalendarResolveTargetInput,
    SlotOffer,
    Suggestion,
    ToolProblem,
)
from app.speech import spoken_day, spoken_time, spoken_times
from app.tooling.contract import ToolContext
from app.tooling.refusals import slot_suggestion

SPOKEN_AT_MOST = 3

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_AHEAD = re.compile(r"\+(\d{1,3})d")


def read_day(text: str, today: date, *, pointer: str) -> date:
    """A date, or a word for one, counted from `today`. FieldError `bad_date`."""
    word = text.strip().lower()
    if word in {"today", "tomorrow"}:
        return today + timedelta(days=word == "tomorrow")
    if word in _WEEKDAYS:
        return today + timedelta(days=(_WEEKDAYS.index(word) - today.weekday() - 1) % 7 + 1)
    if ahead := _DAYS_AHEAD.fullmatch(word):
        return today + timedelta(days=int(ahead[1]))
    return parse_date(word, pointer=pointer)


def target_of(context: ToolContext, calendar_id: int | None, words: str) -> Target:
    """Which calendar is meant, on the channel that the customer is on."""
    return Target.model_validate(
        {"calendar_id": calendar_id, "intent_text": words or None, "channel": context.caller.channel}
    )


def booking_of(context: ToolContext, given: CalendarCreateAppointmentInput) -> AppointmentIn:
    """What is to be booked: a slot, a hold, or a start. Raises FieldError, UnknownSlot, UnknownHold."""
    token = given.slot_or_hold_id
    if token is not None and given.starts_at is not None:
        raise FieldError("either_or", pointer="/starts_at", one="slot_or_hold_id", other="starts_at")
    if token is None and given.starts_at is None:
        raise FieldError("missing", pointer="/slot_or_hold_id")
    target = target_of(context, given.calendar_id, given.intent_text)
    wanted: dict[str, object] = {
        **target.model_dump(),
        "customer_name": given.customer_name,
        "customer_phone": given.customer_phone or context.caller.phone,
        "notes": given.notes or None,
        "starts_at": given.starts_at,
    }
    if token is not None and token.startswith("h_"):
        wanted["hold_id"] = context.signer.read_hold(token)
    elif token is not None:
        slot = context.signer.read_slot(token)
        wanted |= {
            "calendar_id": slot.calendar_id,
            "starts_at": slot.starts_at,
            "duration_minutes": slot.duration_min,
        }
    return AppointmentIn.model_validate(wanted)


async def own_appointment(context: ToolContext, appointment_id: int) -> AppointmentOut:
    """An appointment that this caller may change: with a known number, only one under that number.

    Raises UnknownAppointment, the same for all that are not theirs.
    """
    found = await get_appointment(context.session, context.business, appointment_id)
    phone = context.caller.phone
    if phone is not None and phone_tail(found.customer_phone) != phone_tail(phone):
        raise UnknownAppointment
    return found


async def stands(context: ToolContext, appointment_id: int | None, starts_at: object) -> bool:
    """Whether an appointment is still there, not cancelled, and at that time."""
    try:
        now = await get_appointment(context.session, context.business, appointment_id or 0)
    except UnknownAppointment:
        return False
    return now.status not in CANCELLED and now.starts_at == starts_at


def when(context: ToolContext, appointment: AppointmentOut) -> str:
    return spoken_time(appointment.starts_at, context.voice.tongue) if appointment.starts_at else ""


def entry(context: ToolContext, appointment: AppointmentOut) -> AppointmentEntry:
    calendar = appointment.calendar_name or appointment.title
    return AppointmentEntry.model_validate(
        {
            "appointment_id": appointment.id,
            "calendar_id": appointment.calendar_id,
            "calendar_name": appointment.calendar_name,
            "starts_at": appointment.starts_at,
            "ends_at": appointment.ends_at,
            "customer_name": appointment.customer_name,
            "say": phrases.ENTRY(context.voice, calendar=calendar, time=when(context, appointment)),
        }
    )


def offer(context: ToolContext, slot: SlotOut) -> SlotOffer:
    return SlotOffer(
        slot_id=context.signer.slot(slot),
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        calendar_id=slot.calendar_id,
        say=spoken_time(slot.starts_at, context.voice.tongue),
    )


def say_slots(context: ToolContext, found: SlotsOut) -> str:
    tongue = context.voice.tongue
    if found.slots:
        starts = [slot.starts_at for slot in found.slots[:SPOKEN_AT_MOST]]
        return phrases.OFFER(context.voice, times=spoken_times(starts, tongue))
    first, last = (spoken_day(day, tongue) for day in (found.date_from, found.date_to))
    nothing = phrases.NOTHING(context.voice, first=first, last=last)
    if found.next_free is None:
        return nothing
    following = spoken_time(found.next_free.starts_at, tongue)
    return f"{nothing} {phrases.NEXT(context.voice, time=following)}"


def nothing_free(context: ToolContext, found: SlotsOut) -> ToolProblem:
    """The next free time where there is one, and what else to try."""
    search = "calendar_find_slots"
    suggestions = [Suggestion(tool=search, why="Try other dates, a shorter duration or any part of day.")]
    if found.next_free is not None:
        suggestions.insert(
            0, slot_suggestion("calendar_hold_slot", found.next_free, context.voice, context.signer)
        )
    message = f"No slot from {found.date_from} to {found.date_to}. Do not make one up."
    return ToolProblem(code="no_slots", message=message, retry="changed", suggestions=suggestions)


async def routed(context: ToolContext, given: CalendarResolveTargetInput) -> tuple[ResolutionOut, int | None]:
    """Where the customer's words lead, and the inquiry that a question would be about: the first one asked.

    Asked to explain, it is a dry run. Raises FieldError `unknown_question`.
    """
    channel = given.channel if given.channel != "all" else context.caller.channel
    words = {"intent_text": given.intent_text, "service_label": given.service_label or None}
    inquiry = InquiryIn.model_validate({**words, "channel": channel})
    session, business, caller = context.session, context.business, context.caller
    if given.clarification_id is None:
        customer = None if given.explain else Customer(context.now, caller.conversation, caller.phone)
        found = await resolve_inquiry(session, business, inquiry, customer)
        asked_by = found.out.inquiry_id
    else:
        asked_by, offered = context.signer.read_question(given.clarification_id)
        customer = Customer(context.now, caller.conversation, caller.phone, asked_by)
        found = await resolve_answer(session, business, offered, inquiry, None if given.explain else customer)
    context.noted.extend(found.notes)
    return found.out, asked_by


def note_booking(context: ToolContext, calendar_id: int | None) -> None:
    """What was booked tells what was meant where this conversation had to be asked."""
    talk = conversation_of(context.business, context.caller.conversation)
    if talk is not None and calendar_id is not None:
        meant = Meant(context.business, calendar_id, "booking", context.now, conversation=talk)
        context.noted.append(meant)


def question(context: ToolContext, found: ResolutionOut, asked_by: int | None) -> dict[str, object]:
    """The fields of an answer that asks the customer which calendar they mean."""
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
    """Why a calendar was chosen and others were not, a line each."""
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
    """How the calendar was chosen, and why days are empty, a line each."""
    names = ", ".join(f"{calendar.id} {calendar.name}" for calendar in found.calendars)
    empty = [f"{day.day:%a} {day.day}: {day.reason}" for day in found.empty_days]
    return [f"calendar {names}, chosen by {found.chosen_by}, {found.duration_minutes} minutes", *empty]
