"""The tools that AI agents call. Agents read the docstrings; the business comes from the key.

`Toolbox` is the way to call them from Python: docs/agents.md.
"""

from datetime import timedelta

from app.core.principal import Permission
from app.core.scheduling.search import PartOfDay
from app.reception import choose_for
from app.scheduling.appointments import refuse_if_over, upcoming_of_customer
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.booking import cancel, reschedule
from app.scheduling.holds import hold, release_hold
from app.scheduling.loading import business_zone
from app.schemas import tools as t
from app.schemas.scheduling import HoldIn
from app.sentences import phrases
from app.sentences.spoken import spoken_time
from app.tooling import ToolContext, tool
from app.tooling.answers import (
    SPOKEN_AT_MOST,
    entry,
    nothing_free,
    offer_slot,
    question,
    say_slots,
    say_start,
    why_routed,
    why_slots,
)
from app.tooling.arguments import (
    booking_of,
    customer_number,
    move_of,
    moving_appointment,
    note_booking,
    own_appointment,
    read_day,
    resolve_words,
    target_of,
)
from app.tooling.bookings import book_or_find, booked_in_conversation, remember_booking
from app.tooling.still_true import is_still_booked, is_still_cancelled, is_still_held

BOOKINGS_PER_CONVERSATION = 5

HOLDS_PER_CONVERSATION = 20

CHANGES_PER_CONVERSATION = 10

HOLD_MINUTES = 5

APPOINTMENTS_SHOWN = 5


@tool(Permission.READ)
async def calendar_list(
    context: ToolContext,
    arguments: t.CalendarListInput,  # noqa: ARG001 - every tool has the same shape
) -> t.CalendarListOutput:
    """List the bookable calendars, best first, and today's date."""
    current = await context.rules.current(context.session, context.business)
    zone = await business_zone(context.session, context.business)
    entries = [
        t.CalendarEntry.model_validate(
            {"id": c.id, "name": c.name, "type_key": c.type_key, "allowed_tags": c.tags}
        )
        for c in current.compiled.calendars
    ]
    names = ", ".join(calendar.name for calendar in current.services())
    return t.CalendarListOutput(
        say=(phrases.CALENDARS if entries else phrases.REFUSALS["no_active_calendar"])(
            context.voice, names=names
        ),
        calendars=entries,
        sole_calendar_id=entries[0].id if len(entries) == 1 else None,
        timezone=zone.key,
        today=context.now.astimezone(zone).date(),
    )


@tool(Permission.READ)
async def calendar_resolve_target(
    context: ToolContext, arguments: t.CalendarResolveTargetInput
) -> t.CalendarResolveTargetOutput:
    """Find which calendar the customer's words mean. On needs_input ask `say`, then call again with the
    answer and clarification_id."""
    found, asked_by = await resolve_words(context, arguments)
    answer = t.CalendarResolveTargetOutput(
        calendar_id=found.calendar_id,
        calendar_name=found.calendar_name,
        intent=found.intent,
        reason=found.reason,
        explain=why_routed(found) if arguments.explain else [],
    )
    if not found.needs_clarification:
        answer.say = phrases.CHOSEN(context.voice, name=found.calendar_name)
        return answer
    return answer.model_copy(update=question(context, found, asked_by))


@tool(Permission.READ)
async def calendar_find_slots(
    context: ToolContext, arguments: t.CalendarFindSlotsInput
) -> t.CalendarFindSlotsOutput:
    """Find free times, also to move an appointment to. Offer two or three; never invent one."""
    session, business = context.session, context.business
    today = context.now.astimezone(await business_zone(session, business)).date()
    date_from = read_day(arguments.date_from, today, pointer="/date_from")
    moving = await moving_appointment(context, arguments.appointment_id)
    here = moving.calendar_id if moving else None
    wanted = target_of(context, arguments.calendar_id or here, arguments.intent_text)
    target = await choose_for(session, context.rules, business, wanted)
    part = arguments.part_of_day
    query = SlotQuery(
        target.calendar_ids,
        date_from=date_from,
        date_to=read_day(arguments.date_to, today, pointer="/date_to") if arguments.date_to else None,
        duration_min=moving.minutes if moving else arguments.duration_minutes,
        part_of_day=None if part is t.DayPart.ANY else PartOfDay(part.value),
        near=arguments.near_time,
        limit=arguments.max_results,
        moving=moving,
        holder=context.caller.holder,
    )
    found = await search_slots(session, business, query, target.chosen_by, context.now, context.heavy)
    answer = t.CalendarFindSlotsOutput(
        say=say_slots(context, found, date_from),
        slots=[offer_slot(context, slot) for slot in found.slots],
        timezone=found.timezone,
        today=today,
        calendars=found.calendars,
        chosen_by=found.chosen_by,
        date_from=found.date_from,
        date_to=found.date_to,
        next_date_from=found.next_since and found.next_since.date(),
        why_empty=sorted({day.reason for day in found.empty_days}),
        explain=why_slots(found) if arguments.explain else [],
    )
    if not found.slots:
        answer.status, answer.problem = "not_possible", nothing_free(context, found)
    return answer


@tool(Permission.BOOK, cap=HOLDS_PER_CONVERSATION, still_true=is_still_held)
async def calendar_hold_slot(
    context: ToolContext, arguments: t.CalendarHoldSlotInput
) -> t.CalendarHoldSlotOutput:
    """Keep a slot for up to five minutes while the customer confirms. Read `say` back to them. In a class,
    each call keeps one more place."""
    slot = context.signer.read_slot(arguments.slot_id)
    wanted = HoldIn(starts_at=slot.starts_at, duration_minutes=slot.duration_min, hold_minutes=HOLD_MINUTES)
    kept = await hold(
        context.session,
        context.business,
        wanted,
        [slot.calendar_id],
        chosen_by="given",
        now=context.now,
        holder=context.caller.holder,
    )
    time = spoken_time(kept.starts_at, context.voice.language)
    minutes = max(1, (kept.expires_at - context.now) // timedelta(minutes=1))
    return t.CalendarHoldSlotOutput(
        say=phrases.HELD(context.voice, calendar=kept.calendar_name, time=time, minutes=minutes),
        hold_id=context.signer.hold(kept.id),
        expires_at=kept.expires_at.astimezone(kept.starts_at.tzinfo),
        calendar_id=kept.calendar_id,
        calendar_name=kept.calendar_name,
        starts_at=kept.starts_at,
        ends_at=kept.ends_at,
    )


@tool(Permission.BOOK)
async def calendar_release_hold(
    context: ToolContext, arguments: t.CalendarReleaseHoldInput
) -> t.CalendarReleaseHoldOutput:
    """Give a held slot back when the customer does not want it."""
    held = context.signer.read_hold(arguments.hold_id)
    await release_hold(context.session, context.business, held, context.now)
    return t.CalendarReleaseHoldOutput(say=phrases.RELEASED(context.voice))


@tool(Permission.BOOK, cap=BOOKINGS_PER_CONVERSATION, still_true=is_still_booked)
async def calendar_create_appointment(
    context: ToolContext, arguments: t.CalendarCreateAppointmentInput
) -> t.CalendarCreateAppointmentOutput:
    """Book after the customer said yes. It is booked only if status is ok; say `say`."""
    wanted = await booking_of(context, arguments)
    target = await choose_for(context.session, context.rules, context.business, wanted)
    booked, replayed = await book_or_find(context, wanted, target.calendar_ids, target.chosen_by)
    note_booking(context, booked.calendar_id)
    await remember_booking(context, booked.id)
    return t.CalendarCreateAppointmentOutput(
        say=phrases.BOOKED(context.voice, calendar=booked.calendar_name, time=say_start(context, booked)),
        appointment_id=context.sign_appointment(booked.id),
        calendar_id=booked.calendar_id,
        calendar_name=booked.calendar_name,
        starts_at=booked.starts_at,
        ends_at=booked.ends_at,
        timezone=booked.timezone,
        chosen_by=booked.chosen_by,
        read_as=booked.read_as,
        replayed=replayed,
    )


@tool(Permission.READ)
async def calendar_find_appointments(
    context: ToolContext, arguments: t.CalendarFindAppointmentsInput
) -> t.CalendarFindAppointmentsOutput:
    """Find a customer's coming appointments by phone number."""
    booked = await booked_in_conversation(context)
    number = await customer_number(context, arguments, needed=not booked)
    found = await upcoming_of_customer(
        context.session, context.business, number, booked, context.now, limit=APPOINTMENTS_SHOWN
    )
    entries = [entry(context, appointment) for appointment in found]
    spoken = "; ".join(entry.say for entry in entries[:SPOKEN_AT_MOST])
    return t.CalendarFindAppointmentsOutput(
        say=phrases.AHEAD(context.voice, times=spoken) if entries else phrases.NONE_AHEAD(context.voice),
        appointments=entries,
        timezone=found[0].timezone if found else None,
    )


@tool(Permission.BOOK, cap=CHANGES_PER_CONVERSATION, destructive=True, still_true=is_still_booked)
async def calendar_reschedule_appointment(
    context: ToolContext, arguments: t.CalendarRescheduleAppointmentInput
) -> t.CalendarRescheduleAppointmentOutput:
    """Move an appointment to a slot; its length stays. Preview first, then ask the customer."""
    wanted = move_of(context, arguments)
    before = await own_appointment(context, arguments.appointment_id)
    async with context.session.begin_nested() as savepoint:
        moved = await reschedule(
            context.session,
            context.business,
            before.id,
            wanted,
            author=context.author,
            now=context.now,
            holder=context.caller.holder,
        )
        if arguments.preview:
            await savepoint.rollback()
    phrase = phrases.WOULD_MOVE if arguments.preview else phrases.MOVED
    old, time = say_start(context, before), say_start(context, moved)
    return t.CalendarRescheduleAppointmentOutput(
        say=phrase(context.voice, calendar=moved.calendar_name, old=old, time=time),
        appointment_id=context.sign_appointment(moved.id),
        old_starts_at=before.starts_at,
        starts_at=moved.starts_at,
        ends_at=moved.ends_at,
        calendar_id=moved.calendar_id,
        calendar_name=moved.calendar_name,
        preview=arguments.preview,
    )


@tool(Permission.BOOK, cap=CHANGES_PER_CONVERSATION, destructive=True, still_true=is_still_cancelled)
async def calendar_cancel_appointment(
    context: ToolContext, arguments: t.CalendarCancelAppointmentInput
) -> t.CalendarCancelAppointmentOutput:
    """Cancel an appointment. Preview first, then ask the customer."""
    before = await own_appointment(context, arguments.appointment_id)
    refuse_if_over(before)
    if not arguments.preview:
        reason = arguments.reason or None
        await cancel(
            context.session, context.business, before.id, reason, author=context.author, now=context.now
        )
    phrase = phrases.WOULD_CANCEL if arguments.preview else phrases.CANCELLED
    return t.CalendarCancelAppointmentOutput(
        say=phrase(
            context.voice, calendar=before.calendar_name or before.title, time=say_start(context, before)
        ),
        appointment_id=context.sign_appointment(before.id),
        starts_at=before.starts_at,
        calendar_name=before.calendar_name,
        preview=arguments.preview,
    )


TOOLS = (
    calendar_list,
    calendar_resolve_target,
    calendar_find_slots,
    calendar_hold_slot,
    calendar_release_hold,
    calendar_create_appointment,
    calendar_find_appointments,
    calendar_reschedule_appointment,
    calendar_cancel_appointment,
)
"""All tools, in the order in which agents read them."""
