"""Services as scheduling sees them: their needs, and the calendars that can fill each need."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from app.core.scheduling.intervals import merge
from app.core.scheduling.policy import MAX_DURATION_MIN
from app.errors import FieldError

MAX_NEED_WINDOWS = 24


class NeedWindow(NamedTuple):
    """A stretch of a service in which a calendar is taken, in minutes from the service's start.

    It may begin before the service (below 0), to prepare a room, and end after it, to clean one.
    """

    start: int
    end: int

    def shifted(self, minutes: int) -> "NeedWindow":
        return NeedWindow(self.start + minutes, self.end + minutes)


NeedWindows = tuple[NeedWindow, ...]


class Price(NamedTuple):
    """A price in minor units of a currency (ISO 4217). `is_from`: the least that it costs."""

    amount_minor: int
    currency: str
    is_from: bool = False


@dataclass(frozen=True, slots=True)
class NeedCandidate:
    """A calendar that can fill a need. Without `windows`, its own or the need's, it is taken throughout.

    `duration_min` and `price_minor` are its own ones as the leading calendar; None: those of the service.
    """

    calendar_id: int
    windows: NeedWindows = ()
    priority: int = 0
    duration_min: int | None = None
    price_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One calendar that a service takes, and those that may be it."""

    candidates: tuple[NeedCandidate, ...]
    role: str | None = None


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service as it can be booked. The first of its needs leads: its calendar is the appointment's.

    Buffers of None are those of each calendar. An add-on without candidates is done by whoever leads.
    """

    id: int
    name: str
    duration_min: int
    needs: tuple[Need, ...]
    buffer_before_min: int | None = None
    buffer_after_min: int | None = None
    price: Price | None = None
    party_max: int = 1
    kind: str = "appointment"
    is_active: bool = True

    @property
    def lead(self) -> Need:
        return self.needs[0] if self.needs else Need(())


def read_need_windows(value: object, *, pointer: str = "") -> NeedWindows:
    """Windows from `[[0, 30], [75, 105]]`, in order and without overlaps; null and `[]` are none.

    Raises FieldError `not_a_list`, `too_long`, `not_a_window`, `out_of_range`, `empty_window`.
    """
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise FieldError("not_a_list", pointer=pointer)
    if len(value) > MAX_NEED_WINDOWS:
        raise FieldError("too_long", pointer=pointer, max=MAX_NEED_WINDOWS)
    return merge_windows(_read_window(item, f"{pointer}/{i}") for i, item in enumerate(value))


def merge_windows(windows: Iterable[NeedWindow]) -> NeedWindows:
    """The same time in ascending order, in which windows that overlapped or touched are one."""
    return tuple(NeedWindow(start, end) for start, end in merge(windows))


def _read_window(value: object, pointer: str) -> NeedWindow:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise FieldError("not_a_window", pointer=pointer)
    for i, minutes in enumerate(value):
        whole = isinstance(minutes, int) and not isinstance(minutes, bool)
        if not whole or not -MAX_DURATION_MIN <= minutes <= MAX_DURATION_MIN:
            raise FieldError(
                "out_of_range", pointer=f"{pointer}/{i}", min=-MAX_DURATION_MIN, max=MAX_DURATION_MIN
            )
    if value[0] >= value[1]:
        raise FieldError("empty_window", pointer=pointer)
    return NeedWindow(*value)
