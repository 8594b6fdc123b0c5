"""The history of appointments: who did what, when, and from which channel."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.models import Appointment, AppointmentAudit
from app.schemas.scheduling import AuditOut
from app.tenancy.principal import Author, BusinessId

Snapshot = dict[str, Any]


def snapshot(row: Appointment) -> Snapshot:
    """What a change of an appointment may change."""
    return {
        "calendar_id": row.calendar_id,
        "starts_at": row.starts_at and row.starts_at.isoformat(),
        "ends_at": row.ends_at and row.ends_at.isoformat(),
        "status": row.status,
    }


async def record(
    session: AsyncSession,
    row: Appointment,
    action: str,
    author: Author,
    now: datetime,
    *,
    before: Snapshot | None = None,
) -> None:
    """Write one line of history, in the transaction of the change that it tells of."""
    await session.execute(
        insert(cast("Table", AppointmentAudit.__table__)).values(
            business_id=row.business_id,
            appointment_id=row.id,
            at=now,
            action=action,
            actor=author.actor,
            channel=author.channel,
            before=before,
            after=snapshot(row),
        )
    )


async def history(session: AsyncSession, business: BusinessId, appointment_id: int) -> list[AuditOut]:
    """The history of an appointment, oldest first; empty for one that only the host's code has touched."""
    rows = await session.scalars(
        select(AppointmentAudit)
        .where(AppointmentAudit.business_id == business, AppointmentAudit.appointment_id == appointment_id)
        .order_by(AppointmentAudit.id)
    )
    return [AuditOut.model_validate(row) for row in rows]
