"""The host whose database is adopted during the run, and its old code, which knows nothing of Luach.

Old code books, moves, cancels and deletes at random on bare connections, before the adoption, during it and
after it. It may write over any time, as before the adoption, but Luach must give nobody a time that it has
taken.
"""

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from benchmarks.faults_ledger import Ledger
from tests.support.servers import HOST_SQL

Row = Mapping[str, Any]
OLD_CODE = "old code"
STANDING = 300
"""The approximate number of live appointments of one program: it makes as many as it removes."""

APPOINTMENTS_PER_BUSINESS = 2_000
PAUSE_SECONDS = 0.01

BROKEN = (
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""Errors of a connection whose server was killed. Its last statement may or may not have been done."""

SAME_TIME = timedelta(seconds=5)
"""Seconds within which the clocks do not show which of two was first; the exclusion constraint decides."""

_INSERT = """INSERT INTO appointments (business_id, title, start_time, end_time, contact_name)
             VALUES ($1, $2, $3, $4, $5) RETURNING id"""
_CHANGES = {
    "old move": "UPDATE appointments SET start_time = $2, end_time = $3 WHERE id = $1",
    "old cancel": "UPDATE appointments SET status = 'Cancelled' WHERE id = $1",
    "old delete": "DELETE FROM appointments WHERE id = $1",
}


async def make_host(url: str, rows: int) -> int:
    """The host's tables with about `rows` appointments, and one more business without any: its id."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"SET host.businesses = '{max(rows // APPOINTMENTS_PER_BUSINESS, 1)}'")
        each = min(rows, APPOINTMENTS_PER_BUSINESS)
        await connection.execute(f"SET host.appointments_per_business = '{each}'")
        for name in ("schema.sql", "fill.sql"):
            await connection.execute((HOST_SQL / name).read_text(encoding="utf-8"), timeout=600)
        business: int = await connection.fetchval(
            "INSERT INTO business (name) VALUES ('faults') RETURNING id"
        )
        await connection.execute(
            "INSERT INTO business_settings (tenant_id, timezone, slot_size_min) VALUES ($1, 'UTC', 15)",
            business,
        )
        return business
    finally:
        await connection.close()


@dataclass
class OldCode:
    """A connection of the host's program.

    `left`: the status that each of its rows must have at the end, None if it is gone. A row whose last change
    got no answer is not in it.
    """

    url: str
    business: int
    opens: datetime
    quarters: int
    ledger: Ledger
    seed: int = 0
    left: dict[int, str | None] = field(default_factory=dict)
    standing: list[int] = field(default_factory=list)

    async def live(self, done: asyncio.Event) -> None:
        """Write until `done` is set, on a new connection after each broken one."""
        choose = random.Random(f"old {self.seed}")  # noqa: S311 - choices of a load, not secrets
        while not done.is_set():
            try:
                connection = await asyncpg.connect(self.url, timeout=5)
            except (*BROKEN, TimeoutError):
                await asyncio.sleep(0.1)
                continue
            try:
                while not done.is_set():
                    await self._write(connection, choose)
                    await asyncio.sleep(PAUSE_SECONDS)
            except BROKEN:
                self.ledger.answers["old code", "lost"] += 1
            finally:
                connection.terminate()

    async def _write(self, connection: asyncpg.Connection, choose: random.Random) -> None:
        weights = (55, 20, 15, 10) if len(self.standing) < STANDING else (30, 30, 20, 20)
        kind = choose.choices(["old insert", *_CHANGES], weights)[0] if self.standing else "old insert"
        start = self.opens.replace(tzinfo=None) + timedelta(minutes=15) * choose.randrange(self.quarters)
        times = start, start + timedelta(minutes=15)
        try:
            if kind == "old insert":
                made = await connection.fetchval(_INSERT, self.business, OLD_CODE, *times, OLD_CODE)
                self.left[made] = "scheduled"
                self.standing.append(made)
            else:
                await self._change(connection, kind, choose.randrange(len(self.standing)), times)
        except asyncpg.PostgresError as error:
            if isinstance(error, BROKEN):
                raise
            self.ledger.violations.append(f"{kind} failed: {type(error).__name__} {error}")
        else:
            self.ledger.answers[kind, "done"] += 1

    async def _change(
        self, connection: asyncpg.Connection, kind: str, number: int, times: tuple[datetime, datetime]
    ) -> None:
        # Until the answer arrives, the row may have its state before or after the statement.
        chosen = self.standing.pop(number)
        del self.left[chosen]
        await connection.execute(_CHANGES[kind], chosen, *(times if kind == "old move" else ()))
        self.left[chosen] = {"old move": "scheduled", "old cancel": "Cancelled"}.get(kind)
        if kind == "old move":
            self.standing.append(chosen)


# A hold that is confirmed keeps its interval, and a move may keep it too.
_ROWS = """SELECT a.id, a.calendar_id, a.starts_at, a.ends_at, a.start_time, a.status, a.contact_name,
                  a.starts_at AT TIME ZONE s.timezone AS wall, coalesce(moved.at, i.created_at) AS placed
           FROM appointments a JOIN business_settings s ON s.tenant_id = a.business_id
           LEFT JOIN busy_intervals i ON i.id = a.busy_interval_id
           LEFT JOIN LATERAL (SELECT max(at) AS at FROM appointment_audit
                              WHERE appointment_id = a.id AND action = 'moved') moved ON true
           WHERE a.business_id = $1"""
_UNFILLED = """SELECT count(*) FROM appointments
               WHERE starts_at IS NULL AND end_time > now() + interval '1 day' AND isfinite(end_time)"""
_ZONE = "SELECT timezone FROM business_settings WHERE tenant_id = $1"


@dataclass(frozen=True)
class HostFound:
    """All rows of the business, each with the time since which it takes its place, and the zone."""

    rows: Sequence[Row]
    zone: str
    unfilled: int


async def read_host(url: str, business: int) -> HostFound:
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            rows: list[Any] = await connection.fetch(_ROWS, business)
            return HostFound(
                rows,
                await connection.fetchval(_ZONE, business),
                await connection.fetchval(_UNFILLED),
            )
    finally:
        await connection.close()


def audit_host(found: HostFound, programs: Sequence[OldCode], capacities: Mapping[int, int]) -> list[str]:
    """A sentence for each disagreement. `capacities`: places of the calendars that have more than one."""
    unfilled = [f"{found.unfilled} coming appointments of the host have no instants"] * bool(found.unfilled)
    return [*unfilled, *_kept(found, programs), *_walls(found), *_overlaps(found, capacities)]


def _kept(found: HostFound, programs: Sequence[OldCode]) -> Iterator[str]:
    """Every answered statement of old code must be in the rows."""
    status = {row["id"]: row["status"] for row in found.rows}
    for program in programs:
        for appointment, wanted in program.left.items():
            if status.get(appointment) != wanted:
                yield f"old code left {appointment} {wanted}, and it is {status.get(appointment)}"


def _walls(found: HostFound) -> Iterator[str]:
    """The host's wall-clock times must be the instants in the business's zone."""
    for row in found.rows:
        if row["wall"] != row["start_time"]:
            yield f"appointment {row['id']}: {row['start_time']} in {found.zone} is not {row['starts_at']}"


def _overlaps(found: HostFound, capacities: Mapping[int, int]) -> Iterator[str]:
    """A customer must never get a taken time; old code may write over a customer's time."""
    by_calendar: dict[int, list[Row]] = defaultdict(list)
    for row in found.rows:
        if row["status"].lower() != "cancelled" and row["calendar_id"] not in capacities:
            by_calendar[row["calendar_id"]].append(row)
    for rows in by_calendar.values():
        rows.sort(key=lambda row: row["starts_at"])
        for one, other in _overlapping(rows):
            first, second = sorted((one, other), key=lambda row: row["placed"])
            if second["contact_name"] != OLD_CODE and second["placed"] - first["placed"] > SAME_TIME:
                yield f"appointments {first['id']} and {second['id']} overlap, and a customer came second"


def _overlapping(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    open_rows: list[Row] = []
    for row in rows:
        open_rows = [each for each in open_rows if each["ends_at"] > row["starts_at"]]
        yield from ((each, row) for each in open_rows)
        open_rows.append(row)
