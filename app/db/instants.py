"""Dates and times as the driver reads and sends them.

PostgreSQL stores infinite times and years that Python does not have. The driver's own reading of one raises,
and one such row of the host would break every list that it stands in.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import asyncpg

from app.core.scheduling.zones import FIRST_MOMENT, LAST_MOMENT

_EPOCH: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - a wall time
_EPOCH_UTC: Final = _EPOCH.replace(tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_FIRST, _LAST = ((each - _EPOCH) // _MICROSECOND for each in (FIRST_MOMENT, LAST_MOMENT))

_FIRST_DAY, _LAST_DAY = ((each - _EPOCH).days for each in (FIRST_MOMENT, LAST_MOMENT))

# What PostgreSQL sends and takes: microseconds, or days, since 2000.
_Stored = tuple[int]


async def read_times_within_bounds(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    """Have a connection read times before FIRST_MOMENT and after LAST_MOMENT as these."""
    for name, decoder, encoder in (
        ("timestamptz", _read_instant, _send_instant),
        ("timestamp", _read_wall_time, _send_wall_time),
        ("date", _read_date, _send_date),
    ):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=encoder, decoder=decoder, format="tuple"
        )


def _read_instant(stored: _Stored) -> datetime:
    return _EPOCH_UTC + timedelta(microseconds=min(max(stored[0], _FIRST), _LAST))


def _send_instant(moment: datetime) -> _Stored:
    return ((moment - _EPOCH_UTC) // _MICROSECOND,)


def _read_wall_time(stored: _Stored) -> datetime:
    return _EPOCH + timedelta(microseconds=min(max(stored[0], _FIRST), _LAST))


def _send_wall_time(moment: datetime) -> _Stored:
    return ((moment - _EPOCH) // _MICROSECOND,)


def _read_date(stored: _Stored) -> date:
    return _EPOCH.date() + timedelta(days=min(max(stored[0], _FIRST_DAY), _LAST_DAY))


def _send_date(day: date) -> _Stored:
    return ((date(day.year, day.month, day.day) - _EPOCH.date()).days,)
