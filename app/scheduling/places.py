"""Places: a start in a calendar, with its length and buffers; and the refusal of a start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from app.core.principal import BusinessId
from app.core.scheduling.hours import ONE_DAY
from app.core.scheduling.policy import MAX_DURATION_MIN, Policy, Reason
from app.core.scheduling.request import StartRequest
from app.core.scheduling.setup import CalendarSetup
from app.core.scheduling.workload import Workload
from app.core.scheduling.zones import WallKind, instant, wall_kind
from app.db.query import Reader
from app.errors import BookingRefused, FieldError
from app.scheduling.availability import alternatives
from app.scheduling.loading import business_zone, load_days
from app.scheduling.turns import in_turns
from app.schemas.scheduling import AppointmentIn, ReadAs, SlotOut


@dataclass(frozen=True, slots=True)
class Place:
    """`read_as` says how a start without an offset was read."""

    setup: CalendarSetup
    policy: Policy
    start: datetime
    read_as: ReadAs | None = None

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.policy.duration_min)

    @property
    def footprint(self) -> tuple[datetime, datetime]:
        """The appointment with its buffers."""
        before = timedelta(minutes=self.policy.buffer_before_min)
        after = timedelta(minutes=self.policy.buffer_after_min)
        return self.start - before, self.end + after


async def locate(reader: Reader, request: StartRequest) -> tuple[list[Place], Workload]:
    """The places of a start in the requested calendars, and their workload.

    Raises UnknownCalendar, FieldError.
    """
    # Its date in the calendar's zone may be one day earlier or later than the date as written.
    day = request.starts_at.date()
    days = await load_days(reader, request, day - ONE_DAY, day + ONE_DAY)
    start, read_as = read_start(request.starts_at, days[0].setup.zone)
    lasting = request.duration_min
    places = [Place(each.setup, each.setup.policy.lasting(lasting), start, read_as) for each in days]
    return places, await in_turns(Workload.of(days, lasting))


def read_start(
    starts_at: datetime, zone: ZoneInfo, *, pointer: str = "/starts_at"
) -> tuple[datetime, ReadAs | None]:
    """The instant of a start (or an end), and how it was read.

    FieldError `nonexistent_time` for a wall time that the clock skips.
    """
    if starts_at.tzinfo is not None:
        return starts_at.astimezone(UTC), None
    kind = wall_kind(starts_at, zone)
    if kind is WallKind.GAP:
        raise FieldError("nonexistent_time", pointer=pointer, zone=zone.key)
    occurs = "twice" if kind is WallKind.FOLD else "once"
    return instant(starts_at, zone), ReadAs(timezone=zone.key, occurs=occurs)


async def asked_duration(
    reader: Reader, business: BusinessId, starts_at: datetime, wanted: AppointmentIn
) -> int | None:
    """Minutes from either an end or a duration; None for the calendar's own. FieldError."""
    ends_at = wanted.ends_at
    if ends_at is None:
        return wanted.duration_minutes
    if wanted.duration_minutes is not None:
        raise FieldError("either_or", pointer="/ends_at", one="ends_at", other="duration_minutes")
    if (ends_at.tzinfo is None) != (starts_at.tzinfo is None):
        raise FieldError("zone_needed", pointer="/ends_at")
    if ends_at.tzinfo is None:
        zone = await business_zone(reader, business)
        (starts_at, _), (ends_at, _) = (
            read_start(starts_at, zone),
            read_start(ends_at, zone, pointer="/ends_at"),
        )
    if ends_at <= starts_at:
        raise FieldError("end_before_start", pointer="/ends_at")
    return minutes_between(starts_at, ends_at)


def minutes_between(start: datetime, end: datetime) -> int:
    """Whole minutes, as many as an appointment may last. FieldError `bad_duration`."""
    minutes, rest = divmod(end - start, timedelta(minutes=1))
    if rest or not 0 < minutes <= MAX_DURATION_MIN:
        raise FieldError("bad_duration", pointer="/ends_at", max=MAX_DURATION_MIN)
    return minutes


async def refusal(
    reader: Reader, request: StartRequest, places: Sequence[Place], reason: Reason
) -> BookingRefused:
    """The error for a start that none of the places can take, with the nearest free slots of all of them."""
    first = places[0]
    free: tuple[SlotOut, ...] = ()
    if request.with_alternatives:
        free = await alternatives(reader, request, [place.setup for place in places], first.start)
    return BookingRefused(reason.value, alternatives=free, problem=first.setup.problem)
