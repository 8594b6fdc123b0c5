"""The times that a visit claims: one per calendar, seat and stretch, in the order in which they are taken."""

from datetime import datetime
from typing import NamedTuple

from app.core.scheduling.intervals import moment, seconds
from app.core.scheduling.visits import Fit


class ClaimedTime(NamedTuple):
    """A stretch of a calendar's seat. `since`, `until`: with the buffers; `starts_at`, `ends_at`: without.

    `for_calendar_id` is the calendar that is needed, where it takes the time of `calendar_id`.
    """

    calendar_id: int
    seat: int
    since: datetime
    until: datetime
    starts_at: datetime
    ends_at: datetime
    for_calendar_id: int | None = None


class VisitClaims(NamedTuple):
    """All claims of a visit, in ascending order, and the position of the leading one.

    Every transaction takes them in this order, so that none waits for another in a circle. The leading
    calendar's first claim leads.
    """

    times: tuple[ClaimedTime, ...]
    lead: int


class _Stretch(NamedTuple):
    since: int
    until: int
    start: int
    end: int
    leads: bool
    for_calendar_id: int | None


def claims_of(fit: Fit) -> VisitClaims:
    """The claims of a visit. Those of one seat that meet, buffers included, are one."""
    start = seconds(fit.start)
    by_seat: dict[tuple[int, int], list[_Stretch]] = {}
    for position, (option, seats) in enumerate(fit.combination):
        leads, setup = position == 0, option.setup
        needed = None if setup.time_of is None else setup.id
        for begin, end in option.taken_at(start):
            stretch = _Stretch(begin - option.before, end + option.after, begin, end, leads, needed)
            for seat in seats:
                by_seat.setdefault((setup.diary, seat), []).append(stretch)
                stretch = stretch._replace(leads=False)
            leads = False
    times: list[ClaimedTime] = []
    lead = 0
    for (calendar_id, seat), stretches in sorted(by_seat.items()):
        for each in _joined(stretches):
            if each.leads:
                lead = len(times)
            since, until, starts_at, ends_at = map(moment, each[:4])
            times.append(
                ClaimedTime(calendar_id, seat, since, until, starts_at, ends_at, each.for_calendar_id)
            )
    return VisitClaims(tuple(times), lead)


def _joined(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches of one seat in ascending order; those that meet or touch are one."""
    joined: list[_Stretch] = []
    for each in sorted(stretches, key=lambda stretch: stretch[:4]):
        if joined and each.since <= joined[-1].until:
            last = joined[-1]
            joined[-1] = _Stretch(
                last.since,
                max(last.until, each.until),
                min(last.start, each.start),
                max(last.end, each.end),
                last.leads or each.leads,
                last.for_calendar_id,
            )
        else:
            joined.append(each)
    return joined
