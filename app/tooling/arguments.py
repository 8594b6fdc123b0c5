"""Readers of tool arguments: days, targets, bookings, and the appointments that a caller may use."""

import re
from datetime import date, timedelta
from functools import partial

from app.core.scheduling.hours import parse_date
from app.core.scheduling.request import MovingAppointment
from app.customers.numbers import may_name_number, read_number
from app.customers.phones import E164
from app.errors import BookingRefused, FieldError, NumberWithheld
from app.routing.journal import MeantNote
from app.routing.resolving import InquiryContext, conversation_of, resolve_answer, resolve_inquiry
from app.scheduling.appointments import get_appointment
from app.scheduling.moving import load_moving
from app.schemas.routing import ResolutionOut
from app.schemas.scheduling import AppointmentIn, AppointmentOut, InquiryIn, RescheduleIn, Target
from app.schemas.tools import (
    CalendarCreateAppointmentInput,
    CalendarFindAppointmentsInput,
    CalendarRescheduleAppointmentInput,
    CalendarResolveTargetInput,
)
from app.tooling.contract import ToolContext

LONGEST_SHOWN = 64
"""Characters of a stored phone number."""

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
    """The target of a search or booking, on the caller's channel."""
    return Target.model_validate(
        {"calendar_id": calendar_id, "intent_text": words or None, "channel": context.caller.channel}
    )


async def booking_of(context: ToolContext, given: CalendarCreateAppointmentInput) -> AppointmentIn:
    """The booking of a slot, of a hold, or of a start. Raises FieldError, UnknownSlot, UnknownHold."""
    token = given.slot_or_hold_id
    if token is not None and given.starts_at is not None:
        raise FieldError("either_or", pointer="/starts_at", one="slot_or_hold_id", other="starts_at")
    if token is None and given.starts_at is None:
        raise FieldError("missing", pointer="/slot_or_hold_id")
    target = target_of(context, given.calendar_id, given.intent_text)
    wanted: dict[str, object] = {
        **target.model_dump(),
        "customer_name": given.customer_name,
        "customer_phone": await _phone_to_store(context, given.customer_phone),
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


async def _phone_to_store(context: ToolContext, given: str | None) -> str | None:
    """The given text if it is a phone number, else the caller's number as their line shows it."""
    if await read_number(context.session, context.business, given) is not None:
        return given
    shown, number = context.caller.phone, context.caller.number
    # The address of a line (`sip:...`) is nothing that staff can dial.
    return shown if number and shown and len(shown) <= LONGEST_SHOWN and ":" not in shown else number


async def customer_number(
    context: ToolContext, given: CalendarFindAppointmentsInput, *, needed: bool
) -> E164 | None:
    """The number to find appointments by: the one that the line shows, on an open line the given one.

    A caller who withholds theirs may give one only where the business allows it.
    Raises NumberWithheld and FieldError `phone_required` if one is `needed` and there is none.
    """
    caller, session, business = context.caller, context.session, context.business
    if caller.number is not None and caller.is_fenced:
        return caller.number
    if caller.is_fenced and not await may_name_number(session, business):
        if needed:
            raise NumberWithheld
        return None
    number = await read_number(session, business, given.customer_phone)
    if number is None and needed:
        raise FieldError("phone_required", pointer="/customer_phone")
    return number


async def own_appointment(context: ToolContext, signed_id: str) -> AppointmentOut:
    """The appointment of an id that was given to this caller, to be moved or cancelled.

    Raises UnknownAppointment, the same for an invented id and for another caller's, and BookingRefused
    `past_date` when the visit is over.
    """
    appointment_id = context.signer.read_appointment(signed_id, context.caller.owners)
    found = await get_appointment(context.session, context.business, appointment_id)
    if found.ends_at is not None and found.ends_at <= context.now:
        raise BookingRefused("past_date")
    return found


def move_of(context: ToolContext, given: CalendarRescheduleAppointmentInput) -> RescheduleIn:
    """The move to a slot or to a hold. Raises UnknownSlot, UnknownHold."""
    token = given.new_slot_id
    if token.startswith("h_"):
        return RescheduleIn(hold_id=context.signer.read_hold(token))
    slot = context.signer.read_slot(token)
    return RescheduleIn(starts_at=slot.starts_at, calendar_id=slot.calendar_id)


async def moving_appointment(context: ToolContext, signed_id: str | None) -> MovingAppointment | None:
    """The caller's appointment that is to be moved, if any.

    Raises the errors of `own_appointment`, and NotReady, AlreadyCancelled, AppointmentOver.
    """
    if signed_id is None:
        return None
    own = await own_appointment(context, signed_id)
    return await load_moving(context.session, context.business, own.id)


async def resolve_words(
    context: ToolContext, given: CalendarResolveTargetInput
) -> tuple[ResolutionOut, int | None]:
    """The resolution of the customer's words, and the id of the inquiry that was asked first.

    With `explain` nothing is stored. Raises FieldError `unknown_question`.
    """
    channel = given.channel if given.channel != "all" else context.caller.channel
    words = {"intent_text": given.intent_text, "service_label": given.service_label or None}
    inquiry = InquiryIn.model_validate({**words, "channel": channel})
    business, caller = context.business, context.caller
    current = await context.rules.current(context.session, business)
    if given.clarification_id is None:
        customer = None if given.explain else InquiryContext(context.now, caller.conversation, caller.number)
        work = partial(resolve_inquiry, current, business, inquiry, customer)
        found = await context.rules.threads.run_for_text(business, given.intent_text, work)
        asked_by = found.out.inquiry_id
    else:
        asked_by, offered = context.signer.read_question(given.clarification_id)
        customer = InquiryContext(context.now, caller.conversation, caller.number, asked_by)
        customer = None if given.explain else customer
        work = partial(resolve_answer, current, business, offered, inquiry, customer)
        found = await context.rules.threads.run_for_text(business, given.intent_text, work)
    context.noted.extend(found.notes)
    return found.out, asked_by


def note_booking(context: ToolContext, calendar_id: int | None) -> None:
    """Note the booked calendar as the one that the customer meant, if this conversation asked a question."""
    talk = conversation_of(context.business, context.caller.conversation)
    if talk is not None and calendar_id is not None:
        meant = MeantNote(context.business, calendar_id, "booking", context.now, conversation=talk)
        context.noted.append(meant)
