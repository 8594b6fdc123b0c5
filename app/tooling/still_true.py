"""Checks that a stored answer still holds: the `still_true` of tools that write."""

from app.core.scheduling.statuses import is_over
from app.errors import UnknownAppointment, UnknownHold
from app.scheduling.appointments import get_appointment
from app.scheduling.holds import get_hold
from app.scheduling.loading import load_setups
from app.schemas import tools as t
from app.schemas.scheduling import AppointmentOut
from app.tooling.contract import ToolContext

AppointmentAnswer = (
    t.CalendarCreateAppointmentOutput
    | t.CalendarRescheduleAppointmentOutput
    | t.CalendarCancelAppointmentOutput
)


async def is_still_held(context: ToolContext, answer: t.CalendarHoldSlotOutput) -> bool:
    """The hold has neither expired nor become an appointment.

    A class is another matter: without a key, the same call means one more person, as several may come.
    """
    if context.caller.idempotency_key is None and await _is_class(context, answer):
        return False
    try:
        hold_id = context.signer.read_hold(answer.hold_id or "")
        await get_hold(context.session, context.business, hold_id, context.now)
    except UnknownHold:
        return False
    return True


async def _is_class(context: ToolContext, answer: t.CalendarHoldSlotOutput) -> bool:
    if answer.calendar_id is None:
        return False
    today = context.now.date()
    (setup,) = await load_setups(context.session, context.business, [answer.calendar_id], today, today)
    return setup.capacity > 1


async def is_still_booked(context: ToolContext, answer: AppointmentAnswer) -> bool:
    """The appointment exists, is not over, and starts when the answer says."""
    found = await _appointment(context, answer)
    return found is not None and not is_over(found.status) and found.starts_at == answer.starts_at


async def is_still_cancelled(context: ToolContext, answer: t.CalendarCancelAppointmentOutput) -> bool:
    """The appointment is over or gone."""
    found = await _appointment(context, answer)
    return found is None or is_over(found.status)


async def _appointment(context: ToolContext, answer: AppointmentAnswer) -> AppointmentOut | None:
    try:
        appointment_id = context.signer.read_appointment(
            answer.appointment_id or "", [context.caller.id_owner]
        )
        return await get_appointment(context.session, context.business, appointment_id)
    except UnknownAppointment:
        return None
