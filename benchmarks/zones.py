"""The cost of reading wall-clock times with `zone_offsets` instead of AT TIME ZONE.

`python -m benchmarks.zones`: in one run on one server, in turn, medians of the rounds:

    reading      two readings of each of 100,000 rows
    fill         instants and intervals of 100,000 appointments, in batches of 5,000
    trigger      an appointment that old code inserts
    booking      an appointment with its interval that Luach inserts, and whose reading is checked
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import asyncpg

from app.embedded import server as embedded
from app.migrations import apply_migrations, m116_fill, m116_sql
from app.migrations.m128_sql import first_reading, later_reading, zone_of

Variant = Callable[[str], str]

BUSINESSES, APPOINTMENTS, BATCH_SIZE, WRITES = 2000, 100_000, 5000, 2000

ROUNDS = 3

# Nothing of the data lies here.
FREE_FROM = datetime(2040, 1, 1)  # noqa: DTZ001 - a wall time

ZONES = ["Asia/Jerusalem", "America/New_York", "Europe/Berlin", "Africa/Casablanca", "Asia/Tokyo"]

DATA = f"""
    INSERT INTO business (name) SELECT 'b' || n FROM generate_series(1, {BUSINESSES}) n;
    INSERT INTO business_settings (tenant_id, timezone)
    SELECT id, (ARRAY{ZONES})[id % {len(ZONES)} + 1] FROM business;
    ALTER TABLE appointments DISABLE TRIGGER USER;
    INSERT INTO appointments (business_id, title, start_time, end_time)
    SELECT b.id, 'x', day, day + interval '1 hour'
    FROM business b, generate_series(1, {APPOINTMENTS // BUSINESSES}) n,
         LATERAL (SELECT timestamp '2027-01-01 09:00' + n * interval '8 hours' AS day) d;
    ALTER TABLE appointments ENABLE TRIGGER USER"""  # noqa: S608

EMPTY = """
    TRUNCATE busy_intervals;
    ALTER TABLE appointments DISABLE TRIGGER USER;
    UPDATE appointments SET starts_at = NULL, ends_at = NULL, busy_interval_id = NULL, calendar_id = NULL;
    ALTER TABLE appointments ENABLE TRIGGER USER"""

READ = f"""
    SELECT max({first_reading("t.start_time")}), max({first_reading("t.end_time")})
    FROM appointments t JOIN zone_offsets z ON z.zone = {zone_of("t.business_id")}"""  # noqa: S608

OLD_CODE = """
    INSERT INTO appointments (business_id, title, start_time, end_time)
    VALUES ($1, 'x', $2::timestamp, $2::timestamp + interval '30 minutes')"""

BOOKING = """
    WITH claimed AS (
        INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind)
        SELECT $1, c.id, tstzrange(w.at, w.at + interval '30 minutes'), 'appointment'
        FROM business_calendars c, (SELECT $2::timestamp AT TIME ZONE 'Asia/Tokyo' AS at) w
        WHERE c.business_id = $1 RETURNING id, calendar_id, footprint)
    INSERT INTO appointments (business_id, title, start_time, end_time, starts_at, ends_at, calendar_id,
                              busy_interval_id, luach_writes)
    SELECT $1, 'x', $2::timestamp, $2::timestamp + interval '30 minutes', lower(footprint), upper(footprint),
           calendar_id, id, 1 FROM claimed"""


def by_postgresql(sql: str) -> str:
    """The statement with AT TIME ZONE in the place of our readings."""
    for wall in ("p.start_time", "p.end_time", "t.start_time", "t.end_time", "$1", "$2"):
        for schema in ("%1$I.", ""):
            native = f"({wall} AT TIME ZONE z.zone)"
            sql = sql.replace(later_reading(wall, schema), native)
            sql = sql.replace(first_reading(wall, schema), native)
    return sql.replace("{settings_key}", "tenant_id")


def by_us(sql: str) -> str:
    return sql.replace("{settings_key}", "tenant_id")


async def read(connection: asyncpg.Connection, variant: Variant) -> float:
    begun = time.perf_counter()
    await connection.fetch(variant(READ))
    return time.perf_counter() - begun


async def fill(connection: asyncpg.Connection, variant: Variant) -> float:
    await connection.execute(EMPTY)
    await connection.execute("VACUUM (ANALYZE) appointments")
    ids = [row[0] for row in await connection.fetch("SELECT id FROM appointments ORDER BY id")]
    begun = time.perf_counter()
    for first in range(0, len(ids), BATCH_SIZE):
        await connection.execute(variant(m116_fill.FILL_INSTANTS), ids[first : first + BATCH_SIZE])
    return time.perf_counter() - begun


async def write(connection: asyncpg.Connection, sql: str, function: str) -> float:
    """The mean of `WRITES` statements, which are rolled back."""
    await connection.execute(function)
    await connection.execute("SET application_name = 'luach'")
    business = await connection.fetchval(
        "SELECT tenant_id FROM business_settings WHERE timezone = $1", ZONES[-1]
    )
    statement = await connection.prepare(sql)
    transaction = connection.transaction()
    await transaction.start()
    begun = time.perf_counter()
    for number in range(WRITES):
        await statement.fetch(business, FREE_FROM + number * timedelta(hours=1))
    seconds = time.perf_counter() - begun
    await transaction.rollback()
    await connection.execute("RESET application_name")
    return seconds / WRITES


async def measure(url: str) -> None:
    await apply_migrations(url)
    connection = await asyncpg.connect(url)
    await connection.execute(DATA)
    found: dict[tuple[str, str], list[float]] = {}
    (function, *_) = m116_sql.WRITE_FUNCTION.sql()
    for _ in range(ROUNDS):
        for name, variant in (("AT TIME ZONE", by_postgresql), ("zone_offsets", by_us)):
            for what, seconds in (
                ("fill", await fill(connection, variant)),
                ("reading", await read(connection, variant)),
                ("trigger", await write(connection, OLD_CODE, variant(function))),
            ):
                found.setdefault((what, name), []).append(seconds)
        for name, reader in (("unchecked", "nobody"), ("checked", "luach")):
            checking = by_us(function).replace(
                "'application_name') = 'luach'", f"'application_name') = '{reader}'"
            )
            found.setdefault(("booking", name), []).append(await write(connection, BOOKING, checking))
    await connection.close()
    for (what, name), rounds in sorted(found.items()):
        print(f"{what:8} {name:12} {statistics.median(rounds) * 1000:10.3f} ms")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--url", help="an empty database; default: a server of its own")
    url = parser.parse_args().url
    if url:
        asyncio.run(measure(url))
        return
    with tempfile.TemporaryDirectory(prefix="luach-zones-") as folder:
        Path(folder).chmod(0o711)  # as root, the server runs as another user
        server = embedded.start(Path(folder) / "data")
        try:
            asyncio.run(measure(server.url))
        finally:
            server.stop()


if __name__ == "__main__":
    main()
