"""/api/calendar/appointments"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.core.principal import Permission
from app.reception import choose_for
from app.scheduling import appointment_list, appointments, booking, editing
from app.scheduling import history as audit
from app.scheduling.appointment_list import SEARCHED_STATUSES, UNRESOLVED, AppointmentFilter, Order
from app.schemas.common import BigId, Id, Instant, Page, ShortText
from app.schemas.editing import AppointmentChange
from app.schemas.history import AuditOut
from app.schemas.scheduling import AppointmentIn, AppointmentOut, CancelIn, Phone, RescheduleIn
from app.web.deps import (
    DEFAULT_LIMIT,
    BookerOf,
    Cursor,
    IfMatch,
    Limit,
    NowDep,
    PrincipalDep,
    ReaderOf,
    SessionDep,
    state_of,
    with_etag,
)
from app.web.idempotent import KEY_ACCEPTED, Once, OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/appointments", tags=["appointments"])

AppointmentId = Annotated[Id, Path()]


@router.post("", status_code=201, response_model=AppointmentOut, openapi_extra=KEY_ACCEPTED)
async def book_appointment(request: Request, wanted: AppointmentIn, principal: PrincipalDep) -> Response:
    """Book a time or take up a hold. 201 means stored; 409 says why not, with free times nearby."""
    by_staff = wanted.override or wanted.allow_blocked
    business = principal.business_for(Permission.MANAGE if by_staff else Permission.BOOK)
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
    now: NowDep,
    since: Annotated[Instant | None, Query(description="An instant, with offset.")] = None,
    until: Annotated[Instant | None, Query(description="An instant, with offset; not included.")] = None,
    calendar_id: Id | None = None,
    customer_id: BigId | None = None,
    service_id: BigId | None = None,
    session_id: BigId | None = None,
    phone: Annotated[Phone | None, Query(description="A number in any spelling.")] = None,
    status: Annotated[
        ShortText | None,
        Query(
            description=f"In any case: {', '.join(SEARCHED_STATUSES)}. `{UNRESOLVED}`: past, and still "
            "scheduled or confirmed."
        ),
    ] = None,
    q: Annotated[
        ShortText | None, Query(description="A part of the title, name or phone as written.")
    ] = None,
    updated_since: Annotated[
        Instant | None, Query(description="Written since then, as `updated_at` of the row says.")
    ] = None,
    order: Annotated[Order, Query(description="`-starts_at`: the latest first.")] = "starts_at",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[AppointmentOut]:
    """Appointments in order of time, all of the business or those that are asked for."""
    wanted = AppointmentFilter(
        since=since,
        until=until,
        calendar_id=calendar_id,
        customer_id=customer_id,
        service_id=service_id,
        session_id=session_id,
        phone=phone,
        status=status,
        q=q,
        updated_since=updated_since,
    )
    return await appointment_list.list_appointments(
        session, business, wanted, now, order=order, limit=limit, cursor=cursor
    )


@router.get("/{appointment_id}")
async def get_appointment(
    appointment_id: AppointmentId, business: ReaderOf, session: SessionDep, response: Response
) -> AppointmentOut:
    """One appointment; its version is the ETag."""
    return with_etag(response, await appointments.get_appointment(session, business, appointment_id))


@router.patch("/{appointment_id}")
async def change_appointment(
    appointment_id: AppointmentId,
    change: AppointmentChange,
    principal: PrincipalDep,
    business: BookerOf,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: IfMatch = None,
) -> AppointmentOut:
    """Change the given fields: contact, customer, title, notes, metadata, status."""
    changed = await editing.change_appointment(
        session,
        business,
        appointment_id,
        change,
        by_staff=principal.may(Permission.MANAGE),
        author=principal.author("all"),
        now=now,
        if_match=if_match,
    )
    return with_etag(response, changed)


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
