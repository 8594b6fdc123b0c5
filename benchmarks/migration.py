"""Migrations on a live database: plain statements against ours under the same bookings and reschedules.

    python -m benchmarks.migration --businesses 10000 --appointments 1000000

Each variant gets a fresh copy of the same host database. `plain` is what a person would type: the seed's
statements (with the missing join, and with ANALYZE, else they do not end), then columns, indexes and one
statement that fills instants and busy intervals. Latencies are of whole transactions at the client, in ms.
"""

import argparse
import asyncio
import json
import logging
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import structlog

from app.embedded import server as embedded
from app.migrations import STEPS, m116_fill
from app.migrations.parts.extensions import Extension
from app.migrations.parts.steps import with_required_steps
from app.migrations.parts.tables import Column, ConcurrentIndex, Table
from app.migrations.parts.zone_data import ZoneData
from app.migrations.running.runner import Runner

HOST_SQL = Path(__file__).parents[1] / "tests" / "data" / "host"
LEAD_IN = 2.0
RATE = 50
PLAIN_115 = (
    """CREATE TABLE business_calendars (
        id SERIAL PRIMARY KEY, business_id INTEGER NOT NULL REFERENCES business(id) ON DELETE CASCADE,
        name VARCHAR(255) NOT NULL, type_key VARCHAR(64), provider VARCHAR(32) DEFAULT 'internal' NOT NULL,
        calendar_external_id VARCHAR(255), is_active BOOLEAN DEFAULT TRUE NOT NULL,
        priority INTEGER DEFAULT 0 NOT NULL, default_duration_minutes INTEGER DEFAULT 60,
        buffer_before_minutes INTEGER DEFAULT 0, buffer_after_minutes INTEGER DEFAULT 0,
        allowed_tags JSONB DEFAULT '[]'::jsonb NOT NULL, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
        updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)""",
    "CREATE INDEX idx_business_calendars_business_active ON business_calendars (business_id, is_active)",
    "CREATE INDEX idx_business_calendars_priority ON business_calendars (business_id, priority)",
    """ALTER TABLE appointments
       ADD COLUMN calendar_id INTEGER REFERENCES business_calendars(id) ON DELETE SET NULL""",
    "CREATE INDEX idx_appointments_calendar_id ON appointments (calendar_id)",
    """INSERT INTO business_calendars (business_id, name, type_key, priority, default_duration_minutes)
       SELECT b.id, 'default', 'default', 1, COALESCE(s.slot_size_min, 60)
       FROM business b LEFT JOIN business_settings s ON s.tenant_id = b.id""",
    "ANALYZE business_calendars",
    "ANALYZE appointments",
    """UPDATE appointments a SET calendar_id = bc.id FROM business_calendars bc
       WHERE a.business_id = bc.business_id AND bc.type_key = 'default' AND a.calendar_id IS NULL""",
)

ZONES = next(step for step in STEPS if step.name == "128_zone_offsets")


# The steps that make what the statement of migration 116 reads and writes.
PLAIN_STEPS = (
    "116_btree_gist",
    "116_busy_intervals_table",
    "116_appointments_instants",
    "116_calendar_settings_table",
    "130_calendar_settings_columns",
    "131_claims",
)


def plain_116() -> list[str]:
    """Migration 116 in its simplest form: the same objects, and one statement for all rows."""
    statements = []
    for part in (part for step in STEPS if step.name in PLAIN_STEPS for part in step.parts):
        if isinstance(part, ConcurrentIndex):
            statements.append(part.index.create(concurrently=False))
        elif isinstance(part, Table | Column | Extension):
            statements += part.sql()
    fill = m116_fill.FILL_INSTANTS.replace("{settings_key}", "tenant_id").replace("a.id = ANY($1) AND", "")
    return [*statements, fill]


@dataclass(frozen=True)
class Result:
    variant: str
    seconds: float
    wal_mb: float
    booking: list[float]
    reschedule: list[float]
    unlinked: int
    lost: int

    def line(self) -> str:
        def spread(values: list[float]) -> str:
            if len(values) < 2:
                return f"{'-':>24}"
            cut = statistics.quantiles(values, n=100)
            return f"{cut[49]:7.1f} {cut[98]:7.1f} {max(values):8.1f}"

        return (
            f"{self.variant:10} {self.seconds:7.1f} {self.wal_mb:8.0f}  {spread(self.booking)}  "
            f"{spread(self.reschedule)}  {len(self.booking):7} {len(self.reschedule):7}  "
            f"{self.unlinked:8} {self.lost:5}"
        )


async def load(url: str, stop_file: str) -> None:
    """Old code at work until `stop_file` exists: two loops of each kind at `RATE` transactions per
    second. The load is the same for every variant, also for one that delays it. Prints latencies as JSON."""
    latencies: dict[str, list[float]] = {"booking": [], "reschedule": []}
    connection = await asyncpg.connect(url)
    most = await connection.fetchval("SELECT max(id) FROM appointments")
    businesses = await connection.fetchval("SELECT max(id) FROM business")
    await connection.close()

    async def loop(kind: str, seed: int) -> None:
        mine = await asyncpg.connect(url, statement_cache_size=0)
        random_ = random.Random(seed)  # noqa: S311
        due = time.perf_counter()
        while not os.path.exists(stop_file):  # noqa: ASYNC240
            begun = time.perf_counter()
            if kind == "booking":
                number, day = random_.randint(1, businesses), random_.randint(0, 300)
                async with mine.transaction():
                    await mine.execute(BOOK, number, day)
                    await mine.execute("UPDATE business SET updated_at = now() WHERE id = $1", number)
            else:
                await mine.execute(RESCHEDULE, random_.randint(1, most))
            latencies[kind].append((time.perf_counter() - begun) * 1000)
            due = max(due + 1 / RATE, begun)
            await asyncio.sleep(max(due - time.perf_counter(), 0))
        await mine.close()

    await asyncio.gather(*(loop(kind, seed) for seed, kind in enumerate(("booking", "reschedule") * 2)))
    print(json.dumps(latencies))


BOOK = """
    INSERT INTO appointments (business_id, title, start_time, end_time)
    SELECT $1, 'live', day, day + interval '30 minutes'
    FROM (SELECT timestamp '2027-01-01 09:00' + $2 * interval '1 day' AS day) d"""
RESCHEDULE = """
    UPDATE appointments
    SET start_time = start_time + interval '1 minute', end_time = end_time + interval '1 minute'
    WHERE id = $1"""


async def plain(url: str, statements: list[str]) -> None:
    connection = await asyncpg.connect(url)
    for part in ZONES.parts:
        if isinstance(part, ZoneData):
            await part.load(connection)
        else:
            for statement in part.sql():
                await connection.execute(statement)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def ours(url: str, numbers: tuple[int, ...]) -> None:
    chosen = tuple(step for step in STEPS if step.migration in numbers)
    steps = with_required_steps(chosen, STEPS)
    report = await Runner(url, None, steps).run()
    assert not report.failed, report.failed
    assert not report.blocked, report.blocked


async def measure(variant: str, url: str, folder: Path) -> Result:
    connection = await asyncpg.connect(url)
    before = await connection.fetchval("SELECT count(*) FROM appointments")
    stop_file = folder / f"stop-{variant}"
    traffic = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "benchmarks.migration", "--load", url, str(stop_file)),
        stdout=asyncio.subprocess.PIPE,
        limit=2**28,
    )
    await asyncio.sleep(LEAD_IN)
    wal = await connection.fetchval("SELECT pg_current_wal_lsn()")
    begun = time.perf_counter()
    if variant == "none":
        await asyncio.sleep(10)
    elif variant.startswith("plain"):
        await plain(url, [*PLAIN_115, *(plain_116() if variant == "plain" else [])])
    else:
        await ours(url, (1, 115, 116) if variant == "ours" else (1, 115))
    seconds = time.perf_counter() - begun
    wal_mb = await connection.fetchval(
        "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), $1::pg_lsn) / 1048576.0", wal
    )
    await asyncio.sleep(1)
    stop_file.touch()
    out, _ = await traffic.communicate()
    latencies = json.loads(out)
    after = await connection.fetchval("SELECT count(*) FROM appointments")
    unlinked = -1
    if variant != "none":
        unlinked = await connection.fetchval("SELECT count(*) FROM appointments WHERE calendar_id IS NULL")
    await connection.close()
    return Result(
        variant,
        seconds,
        float(wal_mb),
        latencies["booking"],
        latencies["reschedule"],
        unlinked,
        before + len(latencies["booking"]) - after,
    )


def prepare(server: embedded.EmbeddedPostgres, businesses: int, appointments: int) -> None:
    psql(server, "postgres", "-c", "CREATE DATABASE host")
    psql(
        server,
        "host",
        *("-c", f"SET host.businesses = '{businesses}'"),
        *("-c", f"SET host.appointments_per_business = '{appointments // businesses}'"),
        *("-f", str(HOST_SQL / "schema.sql"), "-f", str(HOST_SQL / "fill.sql")),
        *("-c", "VACUUM ANALYZE", "-c", "CHECKPOINT"),
    )


def psql(server: embedded.EmbeddedPostgres, database: str, *arguments: str) -> None:
    where = ("-h", str(server.socket_folder), "-U", "postgres", "-d", database)
    command = [str(server.bindir / "psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", *where, *arguments]
    subprocess.run(command, check=True)


def _folder() -> Path:
    """A folder that other accounts can enter: as root, the server runs under another one."""
    folder = Path(tempfile.mkdtemp(prefix="luach-bench-"))
    folder.chmod(0o755)
    return folder


async def run(options: argparse.Namespace) -> None:
    folder = await asyncio.to_thread(_folder)
    settings = {"fsync": "on" if options.fsync else "off", "max_wal_size": "8GB", "shared_buffers": "1GB"}
    server = await asyncio.to_thread(embedded.start, folder / "pg", settings=settings)
    try:
        base = f"postgresql://postgres@/{{}}?host={server.socket_folder}&port=5432"
        businesses, appointments = options.businesses * options.scale, options.appointments * options.scale
        await asyncio.to_thread(prepare, server, businesses, appointments)
        print(f"PostgreSQL {server.major}, {businesses} businesses, {appointments} appointments")
        print(
            "variant    total s   WAL MB  booking p50     p99      max  reschedule p50  p99      max"
            "   booked   moved  unlinked  lost"
        )
        for variant in options.variants.split(","):
            name = variant.replace("-", "_")
            await asyncio.to_thread(psql, server, "postgres", "-c", f"CREATE DATABASE {name} TEMPLATE host")
            await asyncio.to_thread(psql, server, name, "-c", "CHECKPOINT")
            print((await measure(variant, base.format(name), folder)).line(), flush=True)
            await asyncio.to_thread(psql, server, "postgres", "-c", f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        await asyncio.to_thread(server.stop)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--businesses", type=int, default=10_000)
    parser.add_argument("--appointments", type=int, default=1_000_000)
    parser.add_argument("--scale", type=int, default=1, help="multiplies both")
    parser.add_argument("--variants", default="none,plain-115,ours-115,plain,ours")
    parser.add_argument("--fsync", action="store_true", help="wait for the disk at every commit")
    parser.add_argument("--load", nargs=2, metavar=("URL", "STOP_FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    asyncio.run(load(*options.load) if options.load else run(options))


if __name__ == "__main__":
    main()
