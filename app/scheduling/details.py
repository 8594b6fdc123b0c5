"""The details of appointments: what Luach keeps of them beside the host's columns."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.models.appointments import Appointment, AppointmentDetails


async def details_of(session: AsyncSession, row: Appointment) -> AppointmentDetails:
    """The details of a locked appointment, locked too, and made where there are none."""
    # Upkeep may make them at the same time, for the customer.
    new = {"appointment_id": row.id, "business_id": row.business_id}
    await session.execute(insert(AppointmentDetails).values(new).on_conflict_do_nothing())
    found = await session.get_one(AppointmentDetails, row.id, with_for_update=True, populate_existing=True)
    if found.business_id != row.business_id:
        # The host gave the id again, after it emptied its table.
        await session.delete(found)
        await session.flush()
        found = AppointmentDetails(**new)
        session.add(found)
        await session.flush()
        await session.refresh(found)
    return found
