"""Claims: taking a calendar's time and giving it back. The database keeps the invariant.

No two exclusive footprints of one calendar and seat overlap: `busy_intervals_no_overlap`. An interval is
inserted with ON CONFLICT DO NOTHING; no row means that somebody else has the time. A plain INSERT deadlocks
in storms. This way the loser does not wait, and keeps its transaction, in which it reads the alternatives.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol, TypeVar

from app.core.principal import BusinessId
from app.db.query import Command, Query, Reader
from app.scheduling.places import Place


class Obstacle(NamedTuple):
    """An exclusive interval that meets a footprint."""

    seat: int
    expired: bool | None


class TakenHold(NamedTuple):
    """The place of a hold that was taken up; `visit` is what it was for, as JSON."""

    calendar_id: int
    starts_at: datetime
    ends_at: datetime
    visit: str | None


class ReleasedTime(NamedTuple):
    """Time of a calendar that was given back, without buffers; of old intervals it may not be known."""

    calendar_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None


class ClaimedInterval(NamedTuple):
    """The id of a busy interval."""

    id: int


# What hangs on it goes with it; deleted here as well, it is returned.
_RELEASE = Query(
    """
    DELETE FROM busy_intervals WHERE id = :id OR claim_id = :id
    RETURNING coalesce(for_calendar_id, calendar_id) AS calendar_id, starts_at, ends_at
    """,
    ReleasedTime,
)

_CLAIMED = Query(
    """
    SELECT coalesce(for_calendar_id, calendar_id) AS calendar_id, starts_at, ends_at FROM busy_intervals
    WHERE id = :id OR claim_id = :id
    """,
    ReleasedTime,
)

_IN_THE_WAY = Query(
    """
    SELECT seat, expires_at <= :now AS expired FROM busy_intervals
    WHERE calendar_id = :calendar AND footprint && tstzrange(:since, :until) AND exclusive
    """,
    Obstacle,
)

# An expired hold goes as a whole. Whoever is removing one already is not waited for.
_CLEAR = Command(
    """
    DELETE FROM busy_intervals WHERE id IN (
        SELECT lead.id FROM busy_intervals lead
        WHERE lead.id IN (
            SELECT coalesce(b.claim_id, b.id) FROM busy_intervals b
            WHERE b.calendar_id = ANY (CAST(:calendars AS integer[]))
              AND b.footprint && tstzrange(:since, :until) AND b.expires_at <= :now)
        ORDER BY lead.id FOR UPDATE SKIP LOCKED)
    """
)

_TAKE_UP = Query(
    """
    WITH taken AS (
        UPDATE busy_intervals SET kind = 'appointment', expires_at = NULL, holder = NULL
        WHERE business_id = :business AND (id = :id OR claim_id = :id) AND kind = 'hold'
          AND expires_at > :now
          AND EXISTS (SELECT FROM busy_intervals lead
                      WHERE lead.id = :id AND lead.claim_id IS NULL AND lead.starts_at >= :now)
        RETURNING claim_id, calendar_id, for_calendar_id, starts_at, ends_at, visit
    )
    SELECT coalesce(for_calendar_id, calendar_id) AS calendar_id, starts_at, ends_at, visit::text AS visit
    FROM taken WHERE claim_id IS NULL
    """,
    TakenHold,
)

INTERVAL_COLUMNS = (
    "business_id, calendar_id, footprint, starts_at, ends_at, kind, exclusive, seat, expires_at, note, "
    "holder, for_calendar_id"
)

INTERVAL_VALUES = """
    CAST(:business AS integer), CAST(:diary AS integer), tstzrange(:since, :until),
    CAST(:starts_at AS timestamptz), CAST(:ends_at AS timestamptz), :kind, :exclusive,
    CAST(:seat AS smallint), CAST(:expires_at AS timestamptz), :note, CAST(:holder AS varchar),
    CAST(:for_calendar AS integer)"""

_INSERT = Query(
    f"""INSERT INTO busy_intervals ({INTERVAL_COLUMNS}) VALUES ({INTERVAL_VALUES})
        ON CONFLICT DO NOTHING RETURNING id""",  # noqa: S608 - our own columns
    ClaimedInterval,
)

WrittenT = TypeVar("WrittenT")

WrittenT_co = TypeVar("WrittenT_co", covariant=True)


class ClaimWriter(Protocol[WrittenT_co]):
    """Writes a claim to one seat of a place, with everything that belongs to it."""

    @property
    def is_hold(self) -> bool:
        """Whether the claim is a hold."""

    async def write(self, reader: Reader, place: Place, seat: int) -> WrittenT_co | None:
        """The written row; None where the time is taken."""

    async def take_up(self, reader: Reader, place: Place, hold_id: int, now: datetime) -> WrittenT_co | None:
        """The same for the time that a hold keeps; None where the hold is gone."""


def interval_values(business: BusinessId, place: Place, seat: int) -> dict[str, object]:
    """The parameters of an appointment's interval."""
    since, until = place.footprint
    return {
        "business": business,
        "diary": place.setup.diary,
        "since": since,
        "until": until,
        "starts_at": place.start,
        "ends_at": place.end,
        "kind": "appointment",
        "exclusive": True,
        "seat": seat,
        "expires_at": None,
        "note": None,
        "holder": None,
        "for_calendar": None if place.setup.time_of is None else place.setup.id,
    }


@dataclass(frozen=True, slots=True)
class IntervalWriter:
    """Writes a busy interval alone: a hold where `expires_at` is given, else that of a moved appointment.

    A hold expires at the start of its slot at the latest.
    """

    business: BusinessId
    expires_at: datetime | None = None
    note: str | None = None
    holder: str | None = None

    @property
    def is_hold(self) -> bool:
        return self.expires_at is not None

    async def write(self, reader: Reader, place: Place, seat: int) -> int | None:
        """The interval's id."""
        values = interval_values(self.business, place, seat)
        if self.expires_at is not None:
            expires_at = min(self.expires_at, place.start)
            values |= {"kind": "hold", "expires_at": expires_at, "note": self.note, "holder": self.holder}
        row = await _INSERT.first(reader, **values)
        return row and row.id

    async def take_up(self, reader: Reader, place: Place, hold_id: int, now: datetime) -> int | None:
        """The interval's id, which was the hold's."""
        del place  # the hold keeps it
        return hold_id if await take_up_hold(reader, self.business, hold_id, now) else None


async def take_up_hold(reader: Reader, business: BusinessId, hold_id: int, now: datetime) -> TakenHold | None:
    """Turn a hold into an appointment's interval; None where it expired, began or is none."""
    return await _TAKE_UP.first(reader, business=business, id=hold_id, now=now)


async def claim(
    reader: Reader, place: Place, seats: Sequence[int], now: datetime, writer: ClaimWriter[WrittenT]
) -> WrittenT | None:
    """Write a claim to one of the free `seats`; None where all of them have been taken meanwhile."""
    if not seats:
        return None
    # The lowest seat first, so that whole seats stay free for long; then any order, so that a crowd spreads.
    first, *others = seats
    turn = secrets.randbelow(len(others) + 1)
    written = await _write_first(reader, place, [first, *others[turn:], *others[:turn]], writer)
    if written is not None:
        return written
    free = await _clear_expired(reader, place, seats, now)
    return await _write_first(reader, place, free, writer)


async def release(reader: Reader, interval: int | None) -> list[ReleasedTime]:
    """Give back the time of an interval and of those that hang on it: what it was."""
    return [] if interval is None else await _RELEASE.rows(reader, id=interval)


async def claimed_times(reader: Reader, interval: int | None) -> list[ReleasedTime]:
    """The time of an interval and of those that hang on it."""
    return [] if interval is None else await _CLAIMED.rows(reader, id=interval)


async def clear_expired(
    reader: Reader, calendar_ids: Sequence[int], *, since: datetime, until: datetime, now: datetime
) -> None:
    """Remove the expired holds that meet a range of the calendars' time."""
    await _CLEAR.run(reader, calendars=calendar_ids, since=since, until=until, now=now)


async def _write_first(
    reader: Reader, place: Place, seats: Iterable[int], writer: ClaimWriter[WrittenT]
) -> WrittenT | None:
    for seat in seats:
        written = await writer.write(reader, place, seat)
        if written is not None:
            return written
    return None


async def _clear_expired(reader: Reader, place: Place, seats: Sequence[int], now: datetime) -> list[int]:
    """Remove expired holds in the way of a place; the seats that are free now, whoever cleared them."""
    since, until = place.footprint
    diary, there = place.setup.diary, {"since": since, "until": until, "now": now}
    rows = await _IN_THE_WAY.rows(reader, **there, calendar=diary)
    if any(row.expired for row in rows):
        await clear_expired(reader, [diary], **there)
    taken = {row.seat for row in rows if not row.expired}
    return [seat for seat in seats if seat not in taken]
