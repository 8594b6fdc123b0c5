"""/api/calendar/appointments"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.reception import choose_calendar
from app.routers.deps import (
    DEFAULT_LIMIT,
    BookerOf,
    Cursor,
    Limit,
    NowDep,
    PrincipalDep,
    ReaderOf,
    SessionDep,
)
from app.scheduling import appointments, booking
from app.schemas.common import Id, Instant, Page, ShortText
from app.schemas.scheduling import AppointmentIn, AppointmentOut, CancelIn, InquiryIn, RescheduleIn

router = APIRouter(prefix="/api/calendar/appointments", tags=["appointments"])

AppointmentId = Annotated[Id, Path()]


@router.post("", status_code=201)
async def book_appointment(
    wanted: AppointmentIn,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
    response: Response,
) -> AppointmentOut:
    """Book a time. 201 means stored; 409 says why not, with free times nearby."""
    inquiry = InquiryIn(
        intent_text=wanted.intent_text or "", service_label=wanted.service_label, channel=wanted.channel
    )
    named = (wanted.calendar_id,) if wanted.calendar_id is not None else ()
    target = await choose_calendar(session, business, named, inquiry)
    booked = await booking.book(
        session,
        business,
        wanted,
        target.calendar_ids[0],
        chosen_by=target.chosen_by,
        source=principal.source_of(wanted.channel),
        now=now,
    )
    response.headers["Location"] = f"{router.prefix}/{booked.id}"
    return booked


@router.get("")
async def list_appointments(
    business: ReaderOf,
    session: SessionDep,
    since: Annotated[Instant, Query(description="An instant, with offset.")],
    until: Annotated[Instant, Query(description="An instant, with offset; not included.")],
    calendar_id: Id | None = None,
    status: Annotated[ShortText | None, Query()] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[AppointmentOut]:
    """Appointments that start in the range, in order of time."""
    return await appointments.list_appointments(
        session,
        business,
        since,
        until,
        calendar_id=calendar_id,
        status=status,
        limit=limit,
        cursor=cursor,
    )


@router.get("/{appointment_id}")
async def get_appointment(
    appointment_id: AppointmentId, business: ReaderOf, session: SessionDep
) -> AppointmentOut:
    """One appointment."""
    return await appointments.get_appointment(session, business, appointment_id)


@router.post("/{appointment_id}/reschedule")
async def reschedule_appointment(
    appointment_id: AppointmentId,
    wanted: RescheduleIn,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
) -> AppointmentOut:
    """Move it; refused, it keeps its time."""
    return await booking.reschedule(session, business, appointment_id, wanted, now=now)


@router.post("/{appointment_id}/cancel")
async def cancel_appointment(
    appointment_id: AppointmentId,
    business: BookerOf,
    session: SessionDep,
    wanted: CancelIn | None = None,
) -> AppointmentOut:
    """Cancel it; its time is free at once."""
    await booking.cancel(session, business, appointment_id, wanted.reason if wanted else None)
    return await appointments.get_appointment(session, business, appointment_id)
