"""The history of appointments: who did what, when, and from which channel."""

import json
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.core.scheduling.zones import bounded
from app.db.models.appointments import Appointment, AppointmentAudit
from app.db.query import Command, Reader
from app.errors import UnknownAppointment
from app.schemas.scheduling import AuditOut

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
    reader: Reader, row: Appointment, action: str, author: Author, now: datetime, *, before: Snapshot
) -> None:
    """Write the history line of a change, in its transaction. Bookings write their own; see `ledger`."""
    await _RECORD.run(
        reader,
        business=row.business_id,
        appointment=row.id,
        at=now,
        action=action,
        actor=author.actor,
        channel=author.channel,
        before=json.dumps(before),
        after=json.dumps(snapshot(row)),
    )


async def history(session: AsyncSession, business: BusinessId, appointment_id: int) -> list[AuditOut]:
    """The history of an appointment, oldest first, that of a deleted one too. Raises UnknownAppointment."""
    rows = await session.scalars(
        select(AppointmentAudit)
        .where(AppointmentAudit.business_id == business, AppointmentAudit.appointment_id == appointment_id)
        .order_by(AppointmentAudit.id)
    )
    lines = [AuditOut.model_validate(row) for row in rows]
    if not lines:
        # Either older than the history, or unknown.
        mine = Appointment.business_id == business, Appointment.id == appointment_id
        if await session.scalar(select(Appointment.id).where(*mine)) is None:
            raise UnknownAppointment(id=appointment_id)
    return lines
