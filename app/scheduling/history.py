"""The history of appointments: who did what, when, and from which channel."""

import json
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.core.scheduling.zones import bounded
from app.db.models.appointments import Appointment, AppointmentAudit
from app.db.paging import decode_cursor, encode_cursor
from app.db.query import Command, Reader
from app.errors import UnknownAppointment
from app.schemas.common import Page
from app.schemas.history import AuditOut

Snapshot = dict[str, Any]

_RECORD = Command(
    """
    INSERT INTO appointment_audit (business_id, appointment_id, at, action, actor, channel, before, after)
    VALUES (:business, :appointment, :at, :action, :actor, :channel, :before, :after)
    """
)


class Changeable(Protocol):
    """The fields of an appointment that its history records."""

    @property
    def calendar_id(self) -> int | None: ...
    @property
    def starts_at(self) -> datetime | None: ...
    @property
    def ends_at(self) -> datetime | None: ...
    @property
    def status(self) -> str | None: ...


def snapshot(row: Changeable) -> Snapshot:
    """An appointment's state, as a history line stores it."""
    return {
        "calendar_id": row.calendar_id,
        "starts_at": (start := bounded(row.starts_at)) and start.isoformat(),
        "ends_at": (end := bounded(row.ends_at)) and end.isoformat(),
        "status": row.status,
    }


async def record(
    reader: Reader,
    row: Appointment,
    action: str,
    author: Author,
    now: datetime,
    *,
    before: Snapshot,
    more: Snapshot | None = None,
) -> None:
    """Write the history line of a change, in its transaction. Bookings write their own; see `ledger`.

    `more` is added to the state after it, and never holds contact data: a line outlives an erasure.
    """
    await _RECORD.run(
        reader,
        business=row.business_id,
        appointment=row.id,
        at=now,
        action=action,
        actor=author.actor,
        channel=author.channel,
        before=json.dumps(before),
        after=json.dumps(snapshot(row) | (more or {})),
    )


async def history(
    session: AsyncSession, business: BusinessId, appointment_id: int, *, limit: int, cursor: str | None
) -> Page[AuditOut]:
    """The history of an appointment, oldest first, that of a deleted one too.

    Raises UnknownAppointment, FieldError `bad_cursor`.
    """
    query = select(AppointmentAudit).where(
        AppointmentAudit.business_id == business, AppointmentAudit.appointment_id == appointment_id
    )
    if cursor is not None:
        (after,) = decode_cursor(cursor, (int,), bits=64)
        query = query.where(AppointmentAudit.id > after)
    rows = (await session.scalars(query.order_by(AppointmentAudit.id).limit(limit + 1))).all()
    lines = [AuditOut.model_validate(row) for row in rows[:limit]]
    if not lines and cursor is None:
        # Either older than the history, or unknown.
        mine = Appointment.business_id == business, Appointment.id == appointment_id
        if await session.scalar(select(Appointment.id).where(*mine)) is None:
            raise UnknownAppointment(id=appointment_id)
    return Page.of(lines, encode_cursor((rows[limit - 1].id,)) if len(rows) > limit else None)
