"""The part that loads the periods of all zones, and reloads them from a newer release of the zone data."""

import asyncio
import io
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import ClassVar, NamedTuple

from app.clock import timezone_data
from app.migrations.parts.host import adapt_to_host
from app.migrations.parts.rows import fetch_rows
from app.migrations.parts.steps import Connection, PartKind, Todo
from app.migrations.parts.zone_periods import ZonePeriods, all_zone_periods

TZDATA_RELEASE = timezone_data()
"""The release that this process reads wall-clock times with."""

_COLUMNS = ("zone", "first_from", "later_from", "utc_offsets")

_PLAIN = tuple(f"ALTER TABLE zone_offsets ALTER COLUMN {column} SET STORAGE PLAIN" for column in _COLUMNS[1:])

_IS_PLAIN = """
    SELECT bool_and(attstorage = 'p') FROM pg_attribute
    WHERE attrelid = to_regclass('zone_offsets') AND attname IN ('first_from', 'later_from', 'utc_offsets')"""

_STORED = """
    SELECT zone, ARRAY(SELECT extract(epoch FROM t)::float8 FROM unnest(first_from) t) AS first_from,
           ARRAY(SELECT extract(epoch FROM t)::float8 FROM unnest(later_from) t) AS later_from,
           utc_offsets
    FROM zone_offsets"""

# The businesses that read their wall-clock times with one of the zones $1.
_BUSINESSES = """
    FROM business b
    WHERE coalesce((SELECT o.zone FROM business_settings s JOIN zone_offsets o ON o.zone = s.timezone::text
                    WHERE s.{settings_key} = b.id LIMIT 1), 'Asia/Jerusalem') = ANY($1::text[])"""

_HAS_INSTANTS = """
    SELECT EXISTS (SELECT FROM pg_attribute
                   WHERE attrelid = to_regclass('appointments') AND attname = 'starts_at')"""

_READ_AGAIN = f"""
    INSERT INTO zone_rereads (business_id, refuse_bookings) SELECT b.id, $2 {_BUSINESSES}
    ON CONFLICT (business_id) DO UPDATE
    SET refuse_bookings = excluded.refuse_bookings, due = TRUE, passes = 0, since = excluded.since"""  # noqa: S608

_UNKNOWN = """
    SELECT s.timezone::text AS name, count(*) AS businesses, min(s.{settings_key}) AS example
    FROM business_settings s
    WHERE s.timezone <> '' AND NOT EXISTS (SELECT FROM zone_offsets o WHERE o.zone = s.timezone::text)
    GROUP BY 1 ORDER BY 1"""


class _StoredRow(NamedTuple):
    zone: str
    first_from: list[float]
    later_from: list[float]
    utc_offsets: list[int]


class _UnknownRow(NamedTuple):
    """A zone that is not stored, the number of businesses with it, and the id of one of them."""

    name: str
    businesses: int
    example: int


@dataclass(frozen=True)
class ZoneData:
    """The rows of `zone_offsets`: for each zone that Python knows, its periods on the wall clock.

    Arrays that are not compressed: a reading is then one row and a binary search.
    """

    kind: ClassVar[PartKind] = "zones"
    release: str = TZDATA_RELEASE
    table: str = "zone_offsets"
    lock: str = "none on existing tables"

    async def todo(self, connection: Connection) -> Todo:
        plain = [] if await connection.fetchval(_IS_PLAIN) else [*_PLAIN]
        other, _ = await self._differences(connection)
        copy = [f"{self.sql()[-1]} -- {len(other)} zones of tzdata {self.release}"] if other else []
        return [statements] if (statements := plain + copy) else []

    async def load(self, connection: Connection) -> list[str]:
        """Write the zones that differ, in the caller's transaction; returns their names.

        Businesses that read with them are noted in `zone_rereads`. Until their appointments have been read
        again, nothing is booked there; on a database where no periods were loaded before, bookings go on.
        """
        if not await connection.fetchval(_IS_PLAIN):
            for sql in _PLAIN:
                await connection.execute(sql)
        changed, replaced = await self._differences(connection)
        if not changed:
            return []
        await connection.execute("DELETE FROM zone_offsets WHERE zone = ANY($1)", changed)
        periods = all_zone_periods()
        lines = [_copy_line(zone, periods[zone]) for zone in changed if zone in periods]
        await connection.copy_to_table(
            "zone_offsets", columns=_COLUMNS, source=io.BytesIO("".join(lines).encode())
        )
        if await connection.fetchval(_HAS_INSTANTS):
            await connection.execute(await adapt_to_host(connection, _READ_AGAIN), changed, replaced)
        return changed

    async def _differences(self, connection: Connection) -> tuple[list[str], bool]:
        """The zones whose periods are missing or others, and whether there were any before."""
        periods = await asyncio.to_thread(all_zone_periods)
        rows = await fetch_rows(connection, _StoredRow, _STORED)
        stored = {row.zone: ZonePeriods(row.first_from, row.later_from, row.utc_offsets) for row in rows}
        names = sorted(periods.keys() | stored.keys())
        return [name for name in names if periods.get(name) != stored.get(name)], bool(stored)

    async def notes(self, connection: Connection) -> list[str]:
        """A sentence for each stored zone that nobody knows."""
        return [
            f"timezone '{row.name}' of {row.businesses} businesses, such as {row.example}, is not in"
            f" tzdata {self.release}: nothing can be booked there"
            for row in await fetch_rows(connection, _UnknownRow, await adapt_to_host(connection, _UNKNOWN))
        ]

    def sql(self) -> tuple[str, ...]:
        return (*_PLAIN, f"COPY zone_offsets ({', '.join(_COLUMNS)}) FROM STDIN")

    def undo(self) -> tuple[str, ...]:
        """Nothing: undo drops the table."""
        return ()


def _copy_line(zone: str, periods: ZonePeriods) -> str:
    """One line of COPY's text format."""
    walls = ["{" + ",".join(map(_timestamp, column)) + "}" for column in periods[:2]]
    return "\t".join((zone, *walls, "{" + ",".join(map(str, periods.utc_offsets)) + "}")) + "\n"


@lru_cache(maxsize=16_384)
def _timestamp(wall: float) -> str:
    """A wall time as text; the only one beyond Python's years is the first of the year 10000.

    Zones share most of theirs: of 111,000 in all, 8,400 differ.
    """
    if wall == -math.inf:
        return "-infinity"
    try:
        return f'"{(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=wall)).replace(tzinfo=None)}"'
    except OverflowError:
        return '"10000-01-01 00:00:00"'
