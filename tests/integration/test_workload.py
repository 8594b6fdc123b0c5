"""One statement reads everything of a calendar that can matter to a start: buffers, lengths, every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import asyncpg
import pytest

from app.core.principal import BusinessId
from app.core.scheduling.request import TimeRequest
from app.core.scheduling.search import Search, day_bounds
from app.core.scheduling.workload import CalendarDays
from app.scheduling.loading import load_days
from tests.support.factories import House, Service
from tests.support.servers import connected

ONE_MAJOR = True

NOW = datetime(2026, 12, 1, tzinfo=UTC)
ZONES = ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Jerusalem", "America/St_Johns")
SEARCHES = [Search(date(2027, 1, 12), date(2027, 1, 12 + more)) for more in (0, 3)]
# The calendar's own duration, buffer before and after; the business's two; the duration asked for.
RULES = (
    (30, None, None, 0, 0, None),
    (10080, 1440, 1440, 0, 0, None),
    (45, None, None, 600, 700, 10080),
    (45, 0, 0, 600, 700, 15),
)
FIRST = datetime(2027, 1, 1, tzinfo=UTC)
HOURS = range(24 * 21)

FILL = """
    INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind)
    SELECT c.business_id, c.id, tstzrange($2::timestamptz + n * interval '1 hour',
                                          $2::timestamptz + (n + 1) * interval '1 hour'), 'external'
    FROM business_calendars c, generate_series(0, $3::integer - 1) n WHERE c.id = $1"""
OWN = """
    UPDATE business_calendars SET default_duration_minutes = $2, buffer_before_minutes = $3,
                                  buffer_after_minutes = $4
    WHERE id = $1 RETURNING business_id"""
USUAL = """
    INSERT INTO business_booking_settings (business_id, buffer_before_min, buffer_after_min)
    VALUES ($1, $2, $3)
    ON CONFLICT (business_id) DO UPDATE SET buffer_before_min = $2, buffer_after_min = $3"""


@pytest.mark.parametrize("zone", ZONES)
async def test_every_footprint_that_can_matter_to_a_day_is_read(
    service: Service, house: House, zone: str
) -> None:
    """Footprints of an hour without a gap, for three weeks: whichever meets the days' reach must be there."""
    calendar = house.default_calendar
    async with connected(service.database_url) as connection:
        await connection.execute("UPDATE business_settings SET timezone = $1", zone)
        await connection.execute(FILL, calendar, FIRST, len(HOURS))
        for rule in RULES:
            business = await set_rule(connection, calendar, rule)
            for search in SEARCHES:
                async with service.database.read() as reader:
                    dates = search.first, search.last
                    request = TimeRequest(
                        business=business, calendar_ids=(calendar,), duration_min=rule[-1], now=NOW
                    )
                    (found,) = await load_days(reader, request, *dates)
                read = {(taken.start, taken.end) for taken in found.taken}
                assert must_be_read(found, search, rule[-1], zone) <= read, rule


async def set_rule(
    connection: "asyncpg.Connection[asyncpg.Record]", calendar: int, rule: tuple[int | None, ...]
) -> BusinessId:
    business: int = await connection.fetchval(OWN, calendar, *rule[:3])
    await connection.execute(USUAL, business, *rule[3:5])
    return BusinessId(business)


def must_be_read(found: CalendarDays, search: Search, asked: int | None, zone: str) -> set[tuple[int, int]]:
    policy = found.setup.policy.lasting(asked)
    low, high, _ = day_bounds(search.first, search.last, ZoneInfo(zone))
    since, until = low - policy.before, high + policy.duration + policy.after
    start = int(FIRST.timestamp())
    hours = ((start + n * 3600, start + (n + 1) * 3600) for n in HOURS)
    met = {(a, b) for a, b in hours if a < until and since < b}
    # The margin of both sides lies within what was filled: else the test would prove less than it says.
    assert len(met) >= timedelta(days=1) / timedelta(hours=1)
    assert timedelta(days=2).total_seconds() < since - start
    return met
