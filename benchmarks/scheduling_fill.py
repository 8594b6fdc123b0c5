"""The data of the scheduling benchmark: one business to search and book in, others around it."""

from dataclasses import dataclass
from datetime import timedelta

import asyncpg

from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import connect
from app.migrations import apply_migrations
from app.scheduling.opening import change_business_settings
from app.schemas.opening import BusinessSettingsChange
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business

CALENDARS = 200
OTHERS = 1000
DAY = (utc_now() + timedelta(days=20)).replace(hour=0, minute=0, second=0, microsecond=0)


@dataclass(frozen=True)
class Place:
    """The key and calendars of the tested business, and a calendar with an ordinary day."""

    key: str
    first_calendar: int
    usual_calendar: int
    busy_calendars: list[int]


async def fill(url: str, appointments: int) -> Place:
    """Make an always open business with calendars to book in, and `appointments` of other businesses."""
    await apply_migrations(url)
    database = connect(url)
    async with database.transaction() as session:
        business = BusinessId((await create_business(session, BusinessIn(name="benchmark"))).id)
        settings = BusinessSettingsChange(always_open=True, slot_step_minutes=15, booking_window_days=3000)
        await change_business_settings(session, business, settings, utc_now())
        key = (await create_key(session, business, Role.OWNER, "benchmark")).secret
    await database.close()
    connection = await asyncpg.connect(url)
    try:
        first = await connection.fetchval(
            """WITH made AS (INSERT INTO business_calendars (business_id, name, default_duration_minutes)
               SELECT $1, 'calendar ' || n, 15 FROM generate_series(1, $2) n RETURNING id)
               SELECT min(id) FROM made""",
            business,
            CALENDARS + 11,
        )
        await _fill_others(connection, appointments)
        usual, busy = first + CALENDARS, [first + CALENDARS + 1 + n for n in range(10)]
        await _fill_days(connection, business, [usual], days=1, a_day=10)
        await _fill_days(connection, business, busy, days=30, a_day=10)
        await connection.execute("VACUUM (ANALYZE)")
    finally:
        await connection.close()
    return Place(key, first, usual, busy)


async def _fill_days(
    connection: asyncpg.Connection, business: int, calendars: list[int], *, days: int, a_day: int
) -> None:
    await connection.execute(
        """INSERT INTO busy_intervals (business_id, calendar_id, footprint, starts_at, ends_at, kind)
           SELECT $1, c, tstzrange(s, s + interval '45 minutes'), s, s + interval '45 minutes', 'appointment'
           FROM unnest($2::int[]) c, generate_series(0, $3 - 1) d, generate_series(0, $4 - 1) k,
                LATERAL (SELECT $5::timestamptz + d * interval '1 day' + (8 + k) * interval '1 hour') t(s)""",
        business,
        calendars,
        days,
        a_day,
        DAY,
    )


async def _fill_others(connection: asyncpg.Connection, appointments: int) -> None:
    await connection.execute(
        "INSERT INTO business (name) SELECT 'other ' || n FROM generate_series(1, $1::int) n", OTHERS
    )
    for start in range(0, appointments // OTHERS, 100):
        await connection.execute(
            """WITH taken AS (
                 INSERT INTO busy_intervals (business_id, calendar_id, footprint, starts_at, ends_at, kind)
                 SELECT c.business_id, c.id, tstzrange(s, s + interval '45 minutes'), s,
                        s + interval '45 minutes', 'appointment'
                 FROM business_calendars c JOIN business b ON b.id = c.business_id AND b.name LIKE 'other %',
                      generate_series($1::int, $1::int + 99) n,
                      LATERAL (SELECT $2::timestamptz - interval '60 days' + n / 10 * interval '1 day'
                                      + n % 10 * interval '1 hour') t(s)
                 RETURNING id, business_id, calendar_id, starts_at, ends_at)
               INSERT INTO appointments (business_id, calendar_id, busy_interval_id, title, start_time,
                                         end_time, starts_at, ends_at, luach_writes)
               SELECT business_id, calendar_id, id, 'appointment', starts_at, ends_at, starts_at, ends_at, 1
               FROM taken""",
            start,
            DAY,
        )
