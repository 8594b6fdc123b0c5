"""The demo business: made once however many start, and its three lines work as they are printed."""

import asyncio
import json
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.clock import utc_now
from app.db.engine import connect
from app.runtime import demo
from tests.support.children import Child, free_port, until_ready
from tests.support.factories import Json
from tests.support.servers import connected

ONE_MAJOR = True


async def test_several_that_start_at_once_make_one_demo_business(
    own_database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    databases = [connect(own_database, pool_size=1) for _ in range(4)]
    try:
        await asyncio.gather(*(demo.make_once(each, utc_now(), "http://luach") for each in databases))
        await demo.make_once(databases[0], utc_now(), "http://luach")
    finally:
        for each in databases:
            await each.close()
    async with connected(own_database) as connection:
        counts = {
            table: await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608
            for table in ("business", "business_calendars", "calendar_routing_rules", "api_keys")
        }
    assert counts == {"business": 1, "business_calendars": 4, "calendar_routing_rules": 3, "api_keys": 2}
    assert capsys.readouterr().err.count("A demo business was made.") == 1


@pytest.mark.parametrize("clock", ["00:30", "06:59", "07:29", "13:00", "21:59", "22:30", "23:59"])
async def test_the_printed_booking_is_for_another_time_than_the_next_hours(
    own_database: str, capsys: pytest.CaptureFixture[str], clock: str
) -> None:
    """In the afternoon, too, the printed time is not refused as too near."""
    now = datetime.fromisoformat(f"2027-06-15T{clock}+00:00")
    database = connect(own_database, pool_size=1)
    try:
        await demo.make_once(database, now, "http://luach")
    finally:
        await database.close()
    (booked,) = re.findall(r'"starts_at": "([^"]+)"', capsys.readouterr().err)
    assert timedelta(hours=7) <= datetime.fromisoformat(booked) - now <= timedelta(days=3)


async def test_a_database_with_a_business_gets_no_demo(own_database: str) -> None:
    async with connected(own_database) as connection:
        await connection.execute("INSERT INTO business (name) VALUES ('host')")
        database = connect(own_database, pool_size=1)
        try:
            await demo.make_once(database, utc_now(), "http://luach")
        finally:
            await database.close()
        assert await connection.fetchval("SELECT count(*) FROM business") == 1
        assert await connection.fetchval("SELECT count(*) FROM api_keys") == 0


@pytest.mark.skipif(not shutil.which("curl"), reason="the lines are for curl, which is not here")
def test_the_lines_that_the_first_start_prints_work_as_printed(home: Path) -> None:
    port = str(free_port())
    environment = {"LUACH_DATA_DIR": str(home / "data"), "LUACH_PORT": port, "DATABASE_URL": ""}
    child = Child("-m", "app.cli", "serve", **environment)
    try:
        until_ready(child.address())
        route, find, book = child.printed("curl ", 3)
        routed = run(route)
        assert (routed["decision"], routed["calendar_name"]) == ("routed", "הובלות")
        found = run(find)
        assert len(found["slots"]) == 3
        booked = run(book)
        assert booked["status"] == "scheduled"
        assert booked["calendar_id"] == routed["calendar_id"]
        assert booked["starts_at"] == found["slots"][0]["starts_at"]
        again = run(book)
        assert (again["status"], again["code"]) == (409, "slot_taken")
    finally:
        child.stop()
    assert not list(home.glob("data/pg*/postmaster.pid")), "its PostgreSQL outlived it"
    second = Child("-m", "app.cli", "serve", **environment)
    try:
        until_ready(second.address())
        assert run(find)["slots"][0]["starts_at"] != booked["starts_at"]
        assert not [line for line in second.lines if line.startswith("curl")]
    finally:
        second.stop()


def run(line: str) -> Json:
    """Run a printed line in a shell; its output."""
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True, timeout=60)
    answer: Json = json.loads(done.stdout)
    return answer
