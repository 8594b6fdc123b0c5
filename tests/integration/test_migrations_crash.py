"""A leader that dies or loses its connection, at any moment: the next one finishes, nothing happens twice."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest

from app.migrations import STEPS, apply_migrations
from app.migrations.running.leader import Leader
from app.migrations.running.one_transaction import SMALL_ROWS
from app.migrations.running.runner import Runner
from app.migrations.running.session import APPLICATION, Fenced, Session
from app.migrations.running.tracking import Tracking
from tests.integration.migrating import FILL_STEPS, child, fingerprint, output, until, value_when_there
from tests.support.servers import connected

ONE_MAJOR = True

MakeLegacy = Callable[..., str]
NAMES = {step.name for step in STEPS}
CUT = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
    " WHERE application_name LIKE $1 AND datname = current_database()"
)
FILLED = f"(SELECT sum(rows_done) FROM migrations_applied WHERE name IN {FILL_STEPS})"  # noqa: S608
CURSOR = "SELECT \"cursor\" FROM migrations_applied WHERE name = '116_fill_instants'"

# Kills its own process at a step's n-th transaction: before its fence and commit, or right after its commit.
KILLED_AT_TRANSACTION = """
import asyncio, contextlib, os, signal, sys
from app.migrations import apply_migrations
from app.migrations.running import one_transaction
from app.migrations.running.session import Session
moment, deadly_step, number, count = {moment!r}, {step!r}, {number}, 0
one_transaction.SMALL_ROWS = {small}
original = Session.transaction
@contextlib.asynccontextmanager
async def deadly(self, step, **options):
    global count
    async with original(self, step, **options) as connection:
        yield connection
        count += step == deadly_step
        if step == deadly_step and (moment, count) == ("before", number):
            os.kill(os.getpid(), signal.SIGKILL)
    if step == deadly_step and (moment, count) == ("after", number):
        os.kill(os.getpid(), signal.SIGKILL)
Session.transaction = deadly
asyncio.run(apply_migrations(sys.argv[1]))
"""
# The same around the statements that refuse a transaction: creating an index concurrently.
KILLED_AT_INDEX = """
import asyncio, os, signal, sys
from app.migrations import apply_migrations
from app.migrations.running import concurrent
moment, original = {moment!r}, concurrent._execute
async def deadly(session, step, part, connection, sql):
    if moment == "during":
        asyncio.get_running_loop().call_later(0.005, os.kill, os.getpid(), signal.SIGKILL)
    await original(session, step, part, connection, sql)
    os.kill(os.getpid(), signal.SIGKILL)
concurrent._execute = deadly
asyncio.run(apply_migrations(sys.argv[1]))
"""


@pytest.fixture
async def host(legacy_database: MakeLegacy) -> AsyncIterator[tuple[str, asyncpg.Connection, dict[str, str]]]:
    url = legacy_database(businesses=60, appointments_per_business=50)
    async with connected(url) as connection:
        yield url, connection, await fingerprint(connection)


async def assert_whole(connection: asyncpg.Connection, before: dict[str, str]) -> None:
    assert await fingerprint(connection) == before
    left = await connection.fetchval("SELECT count(*) FROM migrations_applied WHERE status <> 'done'")
    assert left == 0
    assert await connection.fetchval("SELECT count(*) FROM migrations_applied") == len(STEPS)
    unfinished = "SELECT count(*) FROM appointments WHERE starts_at IS NULL OR calendar_id IS NULL"
    assert await connection.fetchval(unfinished) == 0
    loose = await connection.fetchval(
        "SELECT count(*) FROM busy_intervals i FULL JOIN appointments a ON a.busy_interval_id = i.id"
        " WHERE a.id IS NULL OR (a.busy_interval_id IS NOT NULL AND i.id IS NULL)"
    )
    assert loose == 0
    twice = "SELECT count(*) FROM business_calendars GROUP BY business_id HAVING count(*) > 1"
    assert await connection.fetch(twice) == []
    invalid = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    assert await connection.fetch(invalid) == []


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("step", [step.name for step in STEPS if step.migration == 115])
async def test_killed_around_the_only_commit_of_a_step(
    host: tuple[str, asyncpg.Connection, dict[str, str]], moment: str, step: str
) -> None:
    url, connection, before = host
    script = KILLED_AT_TRANSACTION.format(moment=moment, step=step, number=1, small=SMALL_ROWS)
    process = await child(url, script)
    await process.communicate()
    assert process.returncode == -signal.SIGKILL
    done = await connection.fetchval("SELECT status FROM migrations_applied WHERE name = $1", step)
    assert done == {"before": None, "after": "done"}[moment]
    await apply_migrations(url)
    await assert_whole(connection, before)


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize(
    ("step", "number"),
    [
        pytest.param("001_business_table", 1, id="first mark"),
        pytest.param("115_business_calendars_table", 2, id="table"),
        pytest.param("115_appointments_calendar_id", 2, id="column of the host's table"),
        pytest.param("115_default_calendars", 2, id="default calendars"),
        pytest.param("116_appointment_triggers", 7, id="trigger"),
        pytest.param("116_fill_instants", 4, id="first batch"),
        pytest.param("116_fill_instants", 5, id="second batch"),
        pytest.param("115_link_appointments", 2, id="last mark"),
    ],
)
async def test_killed_around_a_commit(
    host: tuple[str, asyncpg.Connection, dict[str, str]], moment: str, step: str, number: int
) -> None:
    url, connection, before = host
    process = await child(url, KILLED_AT_TRANSACTION.format(moment=moment, step=step, number=number, small=0))
    await process.communicate()
    assert process.returncode == -signal.SIGKILL
    await apply_migrations(url)
    await assert_whole(connection, before)


@pytest.mark.parametrize("moment", ["during", "after"])
async def test_killed_around_a_concurrent_index(
    host: tuple[str, asyncpg.Connection, dict[str, str]], moment: str
) -> None:
    url, connection, before = host
    process = await child(url, KILLED_AT_INDEX.format(moment=moment))
    await process.communicate()
    assert process.returncode == -signal.SIGKILL
    await apply_migrations(url)
    await assert_whole(connection, before)


async def test_the_lead_is_free_within_a_second_of_a_kill(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=200, appointments_per_business=100)
    async with connected(url) as connection:
        process = await child(url)
        await until(lambda: value_when_there(connection, "SELECT epoch FROM migrations_leader"))
        assert await Leader.acquire(url) is None
        process.kill()
        begun = asyncio.get_running_loop().time()
        leader = await until(lambda: Leader.acquire(url))
        assert leader is not None
        assert asyncio.get_running_loop().time() - begun < 1.0
        await leader.release()
        await process.communicate()


async def test_a_connection_cut_under_the_leader_costs_nothing(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=300, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        work = asyncio.create_task(apply_migrations(url))
        await until(lambda: value_when_there(connection, CURSOR))
        assert await connection.fetchval(CUT, f"{APPLICATION}:leader") == 1
        await work
        assert await connection.fetchval("SELECT epoch FROM migrations_leader") == 2
        await assert_whole(connection, before)
        done, total = await connection.fetchrow(
            f"SELECT {FILLED}, (SELECT count(*) FROM appointments)"  # noqa: S608
        ) or (0, 0)
        assert done == total, "a row was filled twice or not at all"


async def test_all_connections_cut_at_once_cost_nothing(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=300, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        work = asyncio.create_task(apply_migrations(url))
        await until(lambda: value_when_there(connection, CURSOR))
        assert await connection.fetchval(CUT, f"{APPLICATION}%") >= 3
        await work
        await assert_whole(connection, before)


async def test_a_cut_working_connection_is_opened_anew(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=300, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        work = asyncio.create_task(apply_migrations(url))
        await until(lambda: connection.fetchval(CUT, f"{APPLICATION}:116_fill_instants"))
        await work
        await assert_whole(connection, before)


async def test_a_former_leader_cannot_commit(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        session = Session(
            empty_database, None, Tracking(), await Tracking().raise_epoch(connection), asyncio.Event()
        )
        async with session.transaction("one") as working:
            await working.execute("CREATE TABLE one ()")
        await Tracking().raise_epoch(connection)
        with pytest.raises(Fenced):
            async with session.transaction("two") as working:
                await working.execute("CREATE TABLE two ()")
        await session.close()
        present = await connection.fetchrow(
            "SELECT to_regclass('one') IS NOT NULL, to_regclass('two') IS NULL"
        )
        assert present is not None
        assert tuple(present) == (True, True)


async def test_six_processes_at_once_apply_each_step_once(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=50, appointments_per_business=20)
    processes = [await child(url) for _ in range(6)]
    applied = [name for process in processes for name in await output(process)]
    assert sorted(applied) == sorted(NAMES)


async def test_sigterm_finishes_the_batch_and_ends(legacy_database: MakeLegacy) -> None:
    url = legacy_database(businesses=300, appointments_per_business=100)
    async with connected(url) as connection:
        before = await fingerprint(connection)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "app.migrations", "up", "--database-url", url),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        await until(lambda: value_when_there(connection, CURSOR))
        process.terminate()
        _, err = await process.communicate()
        assert process.returncode == 0, err.decode()
        done, filled = await connection.fetchrow(
            f"SELECT {FILLED}, (SELECT count(*) FROM appointments WHERE starts_at IS NOT NULL)"  # noqa: S608
        ) or (0, 1)
        assert 0 < done == filled < 30_000
        report = await Runner(url, None, STEPS).run()
        assert report.applied[0] == "116_fill_instants"
        await assert_whole(connection, before)
