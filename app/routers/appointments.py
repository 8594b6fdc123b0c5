"""/api/calendar/appointments"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.core.principal import Permission
from app.core.scheduling.statuses import KNOWN_STATUSES
from app.reception import choose_for
from app.scheduling import appointments, booking
from app.scheduling import history as audit
from app.schemas.common import Id, Instant, Page, ShortText
from app.schemas.scheduling import AppointmentIn, AppointmentOut, AuditOut, CancelIn, RescheduleIn
from app.web.deps import (
    DEFAULT_LIMIT,
    BookerOf,
    Cursor,
    Limit,
    NowDep,
    PrincipalDep,
    ReaderOf,
    SessionDep,
    state_of,
)
from app.web.idempotent import KEY_ACCEPTED, Once, OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/appointments", tags=["appointments"])

AppointmentId = Annotated[Id, Path()]


@router.post("", status_code=201, response_model=AppointmentOut, openapi_extra=KEY_ACCEPTED)
async def book_appointment(request: Request, wanted: AppointmentIn, principal: PrincipalDep) -> Response:
    """Book a time or take up a hold. 201 means stored; 409 says why not, with free times nearby."""
    business = principal.business_for(Permission.MANAGE if wanted.override else Permission.BOOK)
    state, key = state_of(request), request.headers.get("idempotency-key")
    now = state.clock()
    # A booking is one statement. What belongs together with it makes it a transaction.
    async with state.database.write(whole=key is not None or wanted.hold_id is not None) as writer:

        async def work() -> AppointmentOut:
            chosen = await choose_for(writer, state.rules, business, wanted)
            return await booking.book(
                writer,
                business,
                wanted,
                chosen.calendar_ids,
                chosen_by=chosen.chosen_by,
                author=principal.author(wanted.channel),
                now=now,
            )

        once = Once(request, writer, now, key)
        return await once(business, work, location=lambda made: f"{router.prefix}/{made.id}")


@router.get("")
async def list_appointments(
    business: ReaderOf,
    session: SessionDep,
    since: Annotated[Instant, Query(description="An instant, with offset.")],
    until: Annotated[Instant, Query(description="An instant, with offset; not included.")],
    calendar_id: Id | None = None,
    status: Annotated[
        ShortText | None, Query(description=f"In any case: {', '.join(KNOWN_STATUSES)}.")
    ] = None,
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


@router.get("/{appointment_id}/history")
async def appointment_history(
    appointment_id: AppointmentId,
    business: ReaderOf,
    session: SessionDep,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[AuditOut]:
    """Its changes, each with its author, time and channel; changes by the host's own code are of `host`."""
    return await audit.history(session, business, appointment_id, limit=limit, cursor=cursor)


@router.post("/{appointment_id}/reschedule", response_model=AppointmentOut)
async def reschedule_appointment(
    appointment_id: AppointmentId,
    wanted: RescheduleIn,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
) -> Response:
    """Move it; refused, it keeps its time."""
    author = principal.author(wanted.channel)
    return await once(
        business,
        lambda: booking.reschedule(session, business, appointment_id, wanted, author=author, now=now),
        status=200,
    )


@router.post("/{appointment_id}/cancel", response_model=AppointmentOut)
async def cancel_appointment(
    appointment_id: AppointmentId,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
    wanted: CancelIn | None = None,
) -> Response:
    """Cancel it; its time is free at once, or offered to whoever waits for it."""
    wanted = wanted or CancelIn()
    author, reason = principal.author(wanted.channel), wanted.reason

    async def work() -> AppointmentOut:
        await booking.cancel(session, business, appointment_id, reason, author=author, now=now)
        return await appointments.get_appointment(session, business, appointment_id)

    return await once(business, work, status=200)
