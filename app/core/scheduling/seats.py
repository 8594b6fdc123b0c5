"""Seats of a group calendar: which of them each footprint takes.

A calendar of capacity n has n seats. An appointment or hold takes one of them; time off and external events
take all. Each seat is an agenda of its own, so listing and
judging need no special rule for groups.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from app.core.scheduling.policy import Busy

UNSEATED = -1
"""The seat of a footprint that takes any one seat: staff's overrides, and the host's double bookings."""


class TakenTime(NamedTuple):
    """A live footprint, in epoch seconds; `counts_at` as in `policy.Busy`; `seat` None takes all."""

    start: int
    end: int
    counts_at: int | None
    seat: int | None


class BusinessCount(NamedTuple):
    """Appointments that count towards the business's most per day, on the dates that were read.

    `starts`: in epoch seconds, without those of `own_holds`. All calendars of the business are counted.
    """

    starts: Sequence[int] = ()
    own_holds: Sequence["OwnHold"] = ()


class OwnHold(NamedTuple):
    """A hold of whoever asks for time, and the time that it keeps."""

    id: int
    time: TakenTime


NOTHING_COUNTED = BusinessCount()


def by_seat(taken: Sequence[TakenTime], capacity: int) -> list[tuple[tuple[int, ...], list[Busy]]]:
    """Groups of equal seats, each with the busy time of its seats.

    A footprint without a seat, or with one that no longer exists since the group became smaller, takes the
    first seat that has room for it, or all seats if none has. A session, which is what starts at one moment,
    counts once.
    """
    if capacity == 1:
        return [((0,), [(start, end, counts_at) for start, end, counts_at, _ in taken])]
    own: dict[int, list[TakenTime]] = {}
    everywhere = [each for each in taken if each.seat is None]
    loose = []
    for each in taken:
        if each.seat is not None and 0 <= each.seat < capacity:
            own.setdefault(each.seat, []).append(each)
        elif each.seat is not None:
            loose.append(each)
    for each in sorted(loose):
        seat = next((seat for seat in range(capacity) if not _meets(each, own.get(seat, ()))), None)
        (everywhere if seat is None else own.setdefault(seat, [])).append(each)
    # An empty interval takes no time, yet counts towards the day's most.
    counted = [(at, at, at) for at in sorted(sessions(taken))]
    shared = [(each.start, each.end, None) for each in everywhere]
    seats: list[tuple[tuple[int, ...], list[Busy]]] = [
        ((seat,), [*_times(own[seat]), *shared, *counted]) for seat in sorted(own)
    ]
    untouched = tuple(seat for seat in range(capacity) if seat not in own)
    return [*seats, (untouched, [*shared, *counted])] if untouched else seats


def sessions(taken: Iterable[TakenTime]) -> frozenset[int]:
    """The starts of a class that count towards the day's most."""
    return frozenset(each.counts_at for each in taken if each.counts_at is not None)


def _meets(one: TakenTime, others: Iterable[TakenTime]) -> bool:
    return any(one.start < other.end and other.start < one.end for other in others)


def _times(taken: Iterable[TakenTime]) -> list[Busy]:
    return [(each.start, each.end, None) for each in taken]
