"""Occupying what services need: the first combination of calendars that can be had, with all its claims."""

from collections.abc import Iterable
from typing import Protocol

from app.core.scheduling.booked_visits import BookedVisit
from app.core.scheduling.claimed_times import VisitClaims, claims_of
from app.core.scheduling.intervals import seconds
from app.core.scheduling.policy import Reason
from app.core.scheduling.request import VisitStartRequest
from app.core.scheduling.visits import Fit, VisitRefusal
from app.db.query import Reader
from app.db.transaction import atomic
from app.scheduling.claims import WrittenT, WrittenT_co, clear_expired, release
from app.scheduling.count_locks import limited_counts, lock_counts
from app.scheduling.occupying import give_up
from app.scheduling.places import Place
from app.scheduling.several_claims import claims_meet
from app.scheduling.visit_availability import LocatedVisit, locate_visit, visit_refusal

MAX_COMBINATIONS = 3
"""Combinations of calendars that are tried, where others take one meanwhile, before alternatives are told."""


class VisitWriter(Protocol[WrittenT_co]):
    """Writes all claims of a visit, with everything that belongs to them."""

    async def write_claims(
        self, reader: Reader, place: Place, claims: VisitClaims, visit: BookedVisit
    ) -> WrittenT_co | None:
        """The written row; None where a part of the time is taken."""


async def take_visit(
    reader: Reader, request: VisitStartRequest, writer: VisitWriter[WrittenT], *, leaving: int | None = None
) -> tuple[Place, BookedVisit, WrittenT]:
    """Claim everything that services need at a start: the place, the visit, and what was written.

    The interval `leaving` of a moved appointment is released with all that hangs on it.
    Raises the errors of `load_visit`, and BookingRefused.
    """
    located = await locate_visit(reader, request)
    limited = limited_counts(located.leads)
    if not limited:
        return await _take(reader, request, located, writer, leaving)
    async with atomic(reader):
        await lock_counts(reader, limited)
        # Counted before the lock, another's appointment may be missing.
        located = await locate_visit(reader, request)
        return await _take(reader, request, located, writer, leaving)


async def _take(
    reader: Reader,
    request: VisitStartRequest,
    located: LocatedVisit,
    writer: VisitWriter[WrittenT],
    leaving: int | None,
) -> tuple[Place, BookedVisit, WrittenT]:
    for _ in range(MAX_COMBINATIONS):
        verdict = located.plans.judge(located.start, request.now)
        if isinstance(verdict, VisitRefusal):
            raise await visit_refusal(reader, request, located, verdict)
        place, claims = place_of(verdict, located), claims_of(verdict)
        visit = BookedVisit.of(verdict, located.loaded.visit)
        given_up = _own_holds(located, claims, place)
        written = await _occupy(reader, place, claims, visit, writer, leaving, given_up)
        if written is not None:
            return place, visit, written
        await _clear(reader, request, claims)
        # Whoever took a part has committed: what they left is seen now.
        located = await locate_visit(reader, request)
    raise await visit_refusal(reader, request, located, VisitRefusal(Reason.SLOT_TAKEN))


def place_of(fit: Fit, located: LocatedVisit) -> Place:
    """The place of a visit in its leading calendar."""
    setup = located.loaded.days[fit.itinerary.lead].setup
    return Place(setup, setup.policy.lasting(fit.itinerary.duration_min), located.start, located.read_as)


async def _occupy(
    reader: Reader,
    place: Place,
    claims: VisitClaims,
    visit: BookedVisit,
    writer: VisitWriter[WrittenT],
    leaving: int | None,
    given_up: Iterable[int],
) -> WrittenT | None:
    """Claim and then release; released first is only what is itself in the way (see `occupying`)."""
    given_up = sorted(given_up)
    if given_up or (leaving is not None and await claims_meet(reader, claims, leaving)):
        try:
            async with atomic(reader):
                await release(reader, leaving)
                await give_up(reader, given_up)
                written = await writer.write_claims(reader, place, claims, visit)
                if written is None:
                    raise _VisitTaken
                return written
        except _VisitTaken:
            return None
    written = await writer.write_claims(reader, place, claims, visit)
    await release(reader, leaving if written is not None else None)
    return written


class _VisitTaken(Exception):
    """A part is taken: the savepoint that released other time for it is undone."""


def _own_holds(located: LocatedVisit, claims: VisitClaims, place: Place) -> set[int]:
    """The request's own holds that are in the way: of the time, or of the most per day."""
    found = set()
    for days in located.loaded.days.values():
        here = [each for each in claims.times if each.calendar_id == days.setup.diary]
        found |= {
            hold.id
            for hold in days.own_holds
            for each in here
            if hold.time.start < seconds(each.until) and seconds(each.since) < hold.time.end
        }
    if limited_counts([place.setup]):
        lead = located.loaded.days[place.setup.id]
        found |= {hold.id for hold in (*lead.own_holds, *lead.business_count.own_holds)}
    return found


async def _clear(reader: Reader, request: VisitStartRequest, claims: VisitClaims) -> None:
    diaries = sorted({each.calendar_id for each in claims.times})
    since, until = min(each.since for each in claims.times), max(each.until for each in claims.times)
    await clear_expired(reader, diaries, since=since, until=until, now=request.now)
