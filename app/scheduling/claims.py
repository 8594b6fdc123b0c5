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
    """The place of a hold that was taken up."""

    calendar_id: int
    starts_at: datetime
    ends_at: datetime


class ClaimedInterval(NamedTuple):
    """The id of a busy interval."""

    id: int


_RELEASE = Command("DELETE FROM busy_intervals WHERE id = :id")

_IN_THE_WAY = Query(
    """
    SELECT seat, expires_at <= :now AS expired FROM busy_intervals
    WHERE calendar_id = :calendar AND footprint && tstzrange(:since, :until) AND exclusive
    """,
    Obstacle,
)

_CLEAR = Command(
    """
    DELETE FROM busy_intervals
    WHERE calendar_id = :calendar AND footprint && tstzrange(:since, :until) AND expires_at <= :now
    """
)

_TAKE_UP = Query(
    """
    UPDATE busy_intervals SET kind = 'appointment', expires_at = NULL, holder = NULL
    WHERE business_id = :business AND id = :id AND kind = 'hold' AND expires_at > :now AND starts_at >= :now
    RETURNING calendar_id, starts_at, ends_at
    """,
    TakenHold,
)

INTERVAL_COLUMNS = (
    "business_id, calendar_id, footprint, starts_at, ends_at, kind, exclusive, seat, expires_at, note, holder"
)

INTERVAL_VALUES = """
    CAST(:business AS integer), CAST(:calendar AS integer), tstzrange(:since, :until),
    CAST(:starts_at AS timestamptz), CAST(:ends_at AS timestamptz), :kind, :exclusive,
    CAST(:seat AS smallint), CAST(:expires_at AS timestamptz), :note, CAST(:holder AS varchar)"""

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
        "calendar": place.setup.id,
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


async def release(reader: Reader, interval: int | None) -> None:
    """Give the time back."""
    if interval is not None:
        await _RELEASE.run(reader, id=interval)


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
    there: dict[str, object] = {"calendar": place.setup.id, "since": since, "until": until, "now": now}
    rows = await _IN_THE_WAY.rows(reader, **there)
    if any(row.expired for row in rows):
        await _CLEAR.run(reader, **there)
    taken = {row.seat for row in rows if not row.expired}
    return [seat for seat in seats if seat not in taken]
