"""IANA zones, and the instants of wall-clock times in them."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.errors import FieldError

_ZONE = re.compile(r"[A-Za-z0-9_+-]{1,32}(?:/[A-Za-z0-9_+-]{1,32}){0,2}")


FIRST_MOMENT, LAST_MOMENT = datetime(2, 1, 1), datetime(9999, 1, 1)  # noqa: DTZ001 - instants or wall times
"""The bounds of stored times: those beyond, infinite ones too, are read as the bounds. A year of room lets
code shift them to any zone and by any duration."""


class WallKind(StrEnum):
    """The number of times that a wall time occurs in a zone: once, never (`gap`), or twice (`fold`)."""

    REGULAR = "regular"
    GAP = "gap"
    FOLD = "fold"


def find_zone(name: object, *, pointer: str = "/timezone") -> ZoneInfo:
    """The IANA zone of that name. FieldError `unknown_zone`."""
    if isinstance(name, str) and _ZONE.fullmatch(name):
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder, such as "Asia"
            pass
    raise FieldError("unknown_zone", pointer=pointer)


def bounded(moment: datetime | None) -> datetime | None:
    """A stored time, or None where it is at or beyond the bounds: nobody can be told when that is."""
    if moment is None or FIRST_MOMENT < moment.replace(tzinfo=None) < LAST_MOMENT:
        return moment
    return None


def shown(moment: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A stored instant in a zone; None as `bounded`."""
    moment = bounded(moment)
    return moment and moment.astimezone(zone)


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive wall time (RFC 5545: gap takes the offset before it, fold is the first)."""
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


def wall_kind(wall: datetime, zone: ZoneInfo) -> WallKind:
    """Whether a naive wall time exists in the zone once, not at all, or twice."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if first == second or first is None or second is None:
        return WallKind.REGULAR
    return WallKind.GAP if first < second else WallKind.FOLD


def local_date(epoch: int, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(epoch, zone).date()


def midnight(day: date, zone: ZoneInfo, fold: int = 0) -> int:
    """Epoch second of a date's wall time 00:00."""
    return int(datetime(day.year, day.month, day.day, tzinfo=zone, fold=fold).timestamp())
