"""The tools that AI agents call. A docstring is what the agent reads; the business comes from the key.

Usage from Python: `await calendar_find_slots(ToolContext(session, ...), CalendarFindSlotsInput(...))`.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated

from pydantic import Field

from app import speech
from app.reception import choose_for
from app.routing.inquiries import active_calendars, resolve_inquiry
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.booking import book
from app.scheduling.hours import parse_date
from app.scheduling.queries import business_zone
from app.scheduling.search import PartOfDay
from app.schemas.calendars import ChannelScope, Duration
from app.schemas.common import CustomerText, Id, Input, LongText, Name, ShortText
from app.schemas.routing import Candidate, EvidenceOut
from app.schemas.scheduling import (
    AppointmentIn,
    CalendarNamed,
    InquiryIn,
    Phone,
    SlotOut,
    SlotsOut,
    Target,
)
from app.tenancy.principal import Permission
from app.tooling import ToolContext, ToolOutput, tool

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS_AHEAD = re.compile(r"\+(\d{1,3})d")

Day = Annotated[
    str,
    Field(
        max_length=10,
        description="A date YYYY-MM-DD, or today, tomorrow, sun..sat (the next such day), or +3d.",
        examples=["tomorrow"],
    ),
]


class CalendarListInput(Input):
    pass


class CalendarEntry(CalendarNamed):
    type_key: str | None
    tags: list[str]


class CalendarListOutput(ToolOutput):
    calendars: list[CalendarEntry] | None = None
    sole_calendar_id: Id | None = None
    timezone: str | None = None
    today: date | None = None


@tool(Permission.READ)
async def calendar_list(
    context: ToolContext,
    arguments: CalendarListInput,  # noqa: ARG001 - every tool has the same shape
) -> CalendarListOutput:
    """List the calendars that can be booked, best first. Call it once at the start of a conversation."""
    calendars = await active_calendars(context.session, context.business)
    zone = await business_zone(context.session, context.business)
    entries = [
        CalendarEntry.model_validate({"id": c.id, "name": c.name, "type_key": c.type_key, "tags": c.tags})
        for c in calendars
    ]
    return CalendarListOutput(
        say=speech.CALENDARS(context.language, names=", ".join(entry.name for entry in entries)),
        calendars=entries,
        sole_calendar_id=entries[0].id if len(entries) == 1 else None,
        timezone=zone.key,
        today=context.now.astimezone(zone).date(),
    )


class CalendarResolveTargetInput(Input):
    intent_text: CustomerText = Field(description="What the customer said, in their own words.")
    service_label: ShortText | None = Field(None, description="The service, if you already know it.")
    channel: ChannelScope = "all"


class CalendarResolveTargetOutput(ToolOutput):
    calendar_id: Id | None = None
    calendar_name: str | None = None
    candidates: list[Candidate] | None = None
    question: str | None = Field(None, description="Ask the customer this when status is needs_input.")
    intent: str | None = Field(None, description="What the customer wants, e.g. booking or cancellation.")
    reason: str | None = None
    evidence: list[EvidenceOut] | None = None


@tool(Permission.READ)
async def calendar_resolve_target(
    context: ToolContext, arguments: CalendarResolveTargetInput
) -> CalendarResolveTargetOutput:
    """Find the calendar that the customer's words mean. If status is needs_input, ask the question."""
    inquiry = InquiryIn(**arguments.model_dump())
    found = await resolve_inquiry(context.session, context.business, inquiry)
    spoken = speech.CHOSEN(context.language, name=found.calendar_name) if found.calendar_name else None
    return CalendarResolveTargetOutput(
        status="needs_input" if found.needs_clarification else "ok",
        say=found.question or spoken,
        calendar_id=found.calendar_id,
        calendar_name=found.calendar_name,
        candidates=found.candidates,
        question=found.question,
        intent=found.intent,
        reason=found.reason,
        evidence=found.evidence,
    )


class CalendarFindSlotsInput(Input):
    calendar_id: Id | None = Field(None, description="Left out: found from the customer's words.")
    intent_text: CustomerText | None = Field(None, description="What the customer said.")
    service_label: ShortText | None = None
    date_from: Day = "today"
    date_to: Day | None = Field(None, description="Inclusive; left out: two weeks.")
    duration_minutes: Duration | None = Field(None, description="Left out: the calendar's own.")
    part_of_day: PartOfDay | None = None
    near_time: time | None = Field(None, description="Wall time such as 16:00; the nearest come first.")
    max_results: Annotated[int, Field(ge=1, le=10)] = 3


class CalendarFindSlotsOutput(ToolOutput):
    slots: list[SlotOut] | None = None
    timezone: str | None = None
    calendars: list[CalendarNamed] | None = None
    chosen_by: str | None = None
    searched_from: date | None = None
    searched_to: date | None = None
    more_from: datetime | None = None
    why_empty: list[str] | None = None
    next_free: SlotOut | None = None


@tool(Permission.READ)
async def calendar_find_slots(
    context: ToolContext, arguments: CalendarFindSlotsInput
) -> CalendarFindSlotsOutput:
    """Find free times. Offer two or three, then book one with calendar_create_appointment."""
    session, business = context.session, context.business
    today = context.now.astimezone(await business_zone(session, business)).date()
    wanted = Target(
        calendar_id=arguments.calendar_id,
        intent_text=arguments.intent_text,
        service_label=arguments.service_label,
    )
    target = await choose_for(session, business, wanted)
    query = SlotQuery(
        target.calendar_ids,
        date_from=read_day(arguments.date_from, today, pointer="/date_from"),
        date_to=read_day(arguments.date_to, today, pointer="/date_to") if arguments.date_to else None,
        duration_min=arguments.duration_minutes,
        part_of_day=arguments.part_of_day,
        near=arguments.near_time,
        limit=arguments.max_results,
    )
    found = await search_slots(session, business, query, target.chosen_by, context.now)
    return CalendarFindSlotsOutput(
        status="ok" if found.slots else "not_possible",
        say=_say_slots(context, found),
        slots=found.slots,
        timezone=found.timezone,
        calendars=found.calendars,
        chosen_by=found.chosen_by,
        searched_from=found.date_from,
        searched_to=found.date_to,
        more_from=found.more_from,
        why_empty=sorted({day.reason for day in found.empty_days}),
        next_free=found.next_free,
    )


class CalendarCreateAppointmentInput(Input):
    starts_at: datetime = Field(description="`starts_at` of a slot, offset included.")
    customer_name: Name
    customer_phone: Phone | None = None
    calendar_id: Id | None = Field(None, description="`calendar_id` of the slot.")
    intent_text: CustomerText | None = None
    service_label: ShortText | None = None
    duration_minutes: Duration | None = None
    notes: LongText | None = None
    channel: ChannelScope = "all"


class CalendarCreateAppointmentOutput(ToolOutput):
    appointment_id: Id | None = None
    calendar_id: Id | None = None
    calendar_name: str | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    timezone: str | None = None
    chosen_by: str | None = None


@tool(Permission.BOOK)
async def calendar_create_appointment(
    context: ToolContext, arguments: CalendarCreateAppointmentInput
) -> CalendarCreateAppointmentOutput:
    """Book a time after the customer agreed to it. Say that it is booked only when status is ok."""
    wanted = AppointmentIn(**arguments.model_dump())
    target = await choose_for(context.session, context.business, wanted)
    booked = await book(
        context.session,
        context.business,
        wanted,
        target.calendar_ids,
        chosen_by=target.chosen_by,
        author=context.principal.author(arguments.channel),
        now=context.now,
    )
    when = booked.starts_at and speech.spoken_time(booked.starts_at, context.language)
    return CalendarCreateAppointmentOutput(
        say=speech.BOOKED(context.language, calendar=booked.calendar_name, time=when),
        appointment_id=booked.id,
        calendar_id=booked.calendar_id,
        calendar_name=booked.calendar_name,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        timezone=booked.timezone,
        chosen_by=booked.chosen_by,
    )


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


def _say_slots(context: ToolContext, found: SlotsOut) -> str:
    if found.slots:
        times = "; ".join(speech.spoken_time(slot.starts_at, context.language) for slot in found.slots)
        return speech.OFFER(context.language, times=times)
    first, last = (speech.spoken_day(day, context.language) for day in (found.date_from, found.date_to))
    nothing = speech.NOTHING(context.language, first=first, last=last)
    if found.next_free is None:
        return nothing
    following = speech.spoken_time(found.next_free.starts_at, context.language)
    return f"{nothing} {speech.NEXT(context.language, time=following)}"
