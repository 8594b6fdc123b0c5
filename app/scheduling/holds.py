"""Holds: a slot kept for some minutes while the customer makes up their mind."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.scheduling.booked_visits import BookedVisit
from app.core.scheduling.request import StartRequest, TimeRequest
from app.core.scheduling.setup import CalendarSetup
from app.db.models.appointments import BusyInterval, WaitlistEntry
from app.db.query import Query, Reader
from app.errors import HoldExpired, HoldUsed, UnknownHold
from app.scheduling.availability import alternatives
from app.scheduling.claims import IntervalWriter, ReleasedTime, take_up_hold
from app.scheduling.loading import load_setups
from app.scheduling.occupying import take_first
from app.scheduling.places import Place
from app.scheduling.visit_booking import VisitClaimWriter, check_services, hold_visit
from app.scheduling.waitlist_offers import mark_declined, offer_all
from app.schemas.scheduling import ChosenBy, HoldIn, HoldOut
from app.schemas.visits import booked_out, price_out

REMEMBERED_FOR = timedelta(hours=1)


class _Kept(NamedTuple):
    kind: str
    calendar_id: int
    starts_at: datetime | None
    ends_at: datetime | None
    expires_at: datetime | None
    appointment_id: int | None


_CALENDAR = "coalesce(b.for_calendar_id, b.calendar_id)"

_FIND = Query(
    f"""
    SELECT b.kind, {_CALENDAR} AS calendar_id, b.starts_at, b.ends_at, b.expires_at,
           (SELECT a.id FROM appointments a WHERE a.calendar_id = {_CALENDAR}
            AND a.starts_at = b.starts_at AND a.busy_interval_id = b.id) AS appointment_id
    FROM busy_intervals b
    WHERE b.business_id = :business AND b.id = :id AND b.claim_id IS NULL
      AND b.kind IN ('hold', 'appointment')
    """,  # noqa: S608 - our own columns
    _Kept,
)

# The leading interval comes first.
_RELEASE_HOLD = Query(
    """
    WITH gone AS (
        DELETE FROM busy_intervals
        WHERE business_id = :business AND kind = 'hold'
          AND ((id = :id AND claim_id IS NULL) OR claim_id = :id)
        RETURNING claim_id, coalesce(for_calendar_id, calendar_id) AS calendar_id, starts_at, ends_at
    )
    SELECT calendar_id, starts_at, ends_at FROM gone ORDER BY claim_id NULLS FIRST
    """,
    ReleasedTime,
)


async def hold(
    reader: Reader,
    business: BusinessId,
    wanted: HoldIn,
    calendar_ids: Sequence[int],
    *,
    chosen_by: ChosenBy,
    now: datetime,
    holder: str | None = None,
) -> HoldOut:
    """Keep a start for `wanted.hold_minutes`, and not beyond the start itself, for its `holder`.

    Raises UnknownCalendar, FieldError, BookingRefused.
    """
    check_services(wanted, "duration_minutes", "type_key", "tag")
    expires_at = now + timedelta(minutes=wanted.hold_minutes)
    visit = None
    if wanted.service_ids:
        of_visit = VisitClaimWriter(business, expires_at, wanted.note, holder)
        place, visit, interval = await hold_visit(reader, business, wanted, calendar_ids, of_visit, now)
    else:
        request = StartRequest(
            business=business,
            calendar_ids=calendar_ids,
            starts_at=wanted.starts_at,
            duration_min=wanted.duration_minutes,
            now=now,
            holder=holder,
        )
        writer = IntervalWriter(business, expires_at, wanted.note, holder)
        place, interval = await take_first(reader, request, writer)
    held = _hold_out(interval, place.setup, (place.start, place.end), min(expires_at, place.start), visit)
    told = {"note": wanted.note, "read_as": place.read_as, "chosen_by": chosen_by}
    return held.model_copy(update=told)


async def get_hold(session: AsyncSession, business: BusinessId, hold_id: int, now: datetime) -> HoldOut:
    """A hold that has not expired. Raises UnknownHold."""
    query = select(BusyInterval).where(
        BusyInterval.business_id == business,
        BusyInterval.id == hold_id,
        BusyInterval.kind == "hold",
        BusyInterval.claim_id.is_(None),
        BusyInterval.expires_at > now,
    )
    row = await session.scalar(query)
    if row is None or row.starts_at is None or row.ends_at is None or row.expires_at is None:
        raise UnknownHold(id=hold_id)
    day = row.starts_at.date()
    calendar_id = row.for_calendar_id or row.calendar_id
    (setup,) = await load_setups(session, business, [calendar_id], day, day)
    visit = BookedVisit.read(json.dumps(row.visit))
    held = _hold_out(row.id, setup, (row.starts_at, row.ends_at), row.expires_at, visit)
    return held.model_copy(update={"note": row.note})


def _hold_out(
    id_: int,
    setup: CalendarSetup,
    times: tuple[datetime, datetime],
    expires_at: datetime,
    visit: BookedVisit | None,
) -> HoldOut:
    starts_at, ends_at = (moment.astimezone(setup.zone) for moment in times)
    return HoldOut(
        id=id_,
        calendar_id=setup.id,
        calendar_name=setup.name,
        starts_at=starts_at,
        ends_at=ends_at,
        timezone=setup.zone.key,
        expires_at=expires_at,
        services=booked_out(visit.items, setup.zone) if visit else [],
        party_size=visit.party_size if visit else 1,
        price=price_out(visit.price) if visit else None,
    )


async def take_hold(
    reader: Reader, business: BusinessId, hold_id: int, now: datetime
) -> tuple[Place, BookedVisit | None]:
    """Turn a hold into an appointment's claims; its place and services. Never refused before it expires.

    A hold that an earlier version stored may expire after its start; it cannot be taken up then either.

    Raises HoldExpired, HoldUsed, UnknownHold.
    """
    row = await take_up_hold(reader, business, hold_id, now)
    if row is None:
        raise await _why_not(reader, business, hold_id, now)
    day = row.starts_at.date()
    (setup,) = await load_setups(reader, business, [row.calendar_id], day, day)
    minutes = (row.ends_at - row.starts_at) // timedelta(minutes=1)
    return Place(setup, setup.policy.lasting(minutes), row.starts_at), BookedVisit.read(row.visit)


async def kept_start(
    reader: Reader, business: BusinessId, hold_id: int, now: datetime
) -> tuple[int, datetime]:
    """The calendar and the start that a hold keeps. Raises HoldExpired, HoldUsed, UnknownHold."""
    row = await _FIND.first(reader, business=business, id=hold_id)
    if row is None or row.kind != "hold" or row.starts_at is None or row.expires_at is None:
        raise await _why_not(reader, business, hold_id, now)
    if row.expires_at <= now or row.starts_at < now:
        raise await _why_not(reader, business, hold_id, now)
    return row.calendar_id, row.starts_at


async def release_hold(session: AsyncSession, business: BusinessId, hold_id: int, now: datetime) -> None:
    """Release a hold and offer its time to the waiting list. Raises UnknownHold."""
    freed = await _RELEASE_HOLD.rows(session, business=business, id=hold_id)
    if not freed:
        raise UnknownHold(id=hold_id)
    await mark_declined(session, business, hold_id)
    await offer_all(session, business, freed[0], freed[1:], now)


async def forget_expired(session: AsyncSession, now: datetime, limit: int = 1000) -> int:
    """Remove expired holds that were offered to nobody; how many there were. Upkeep calls it.

    Expired holds block nothing; removing them keeps the table small. They stay for an hour, so that whoever
    comes back late is told that the hold has expired. The waiting list removes the holds of its own offers.
    """
    offered = exists().where(WaitlistEntry.hold_id == BusyInterval.id, WaitlistEntry.status == "offered")
    run_out = (
        select(BusyInterval.id)
        .where(BusyInterval.expires_at <= now - REMEMBERED_FOR, BusyInterval.claim_id.is_(None), ~offered)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    # As one statement, the planner may scan the whole table for a handful of rows.
    ids = (await session.scalars(run_out)).all()
    if ids:
        await session.execute(delete(BusyInterval).where(BusyInterval.id.in_(ids)))
    return len(ids)


async def _why_not(
    reader: Reader, business: BusinessId, hold_id: int, now: datetime
) -> HoldExpired | HoldUsed | UnknownHold:
    row = await _FIND.first(reader, business=business, id=hold_id)
    if row is not None and row.appointment_id is not None:
        return HoldUsed(id=hold_id, appointment_id=row.appointment_id)
    if row is None or row.kind != "hold" or row.starts_at is None or row.ends_at is None:
        return UnknownHold(id=hold_id)
    day, calendars = row.starts_at.date(), (row.calendar_id,)
    setups = await load_setups(reader, business, calendars, day, day)
    minutes = (row.ends_at - row.starts_at) // timedelta(minutes=1)
    request = TimeRequest(business=business, calendar_ids=calendars, duration_min=minutes, now=now)
    free = await alternatives(reader, request, setups, row.starts_at)
    return HoldExpired(id=hold_id, alternatives=free)
