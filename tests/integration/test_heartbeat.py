"""The silence of the database, as the heartbeat tells it from slow answers and other trouble."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest
from structlog.testing import capture_logs

from app.db import engine
from app.db.engine import Database, connect
from app.db.failures import DATABASE_ERRORS, is_temporary
from app.db.query import Command
from app.runtime import heartbeat
from tests.support.servers import connected

ONE_MAJOR = True

SILENT_SECONDS = heartbeat.SILENT_TURNS * heartbeat.TURN_SECONDS
PATIENCE = 30.0
OTHERS = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

SLEEP = Command("SELECT pg_sleep(600)")


@pytest.fixture
async def database(own_database: str) -> AsyncIterator[Database]:
    database = connect(own_database, pool_size=4)
    beating = asyncio.create_task(heartbeat.run(own_database, database.connections, None))
    try:

        async def beaten() -> bool:
            return database.connections.answers > 0

        await until(beaten)
        yield database
    finally:
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)
        await database.close()


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not await is_so():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


async def backends(url: str) -> list[int]:
    async with connected(url) as connection:
        return [int(row["pid"]) for row in await connection.fetch(OTHERS)]


async def no_statement_runs(url: str) -> bool:
    async with connected(url) as connection:
        return not await connection.fetch(f"{OTHERS} AND state = 'active'")


async def sleep_long(database: Database, way: str, *, idle_seconds: float = 0) -> None:
    if way == "bare":
        async with database.read() as reader:
            await SLEEP.run(reader)
    async with database.transaction() as session:
        await asyncio.sleep(idle_seconds)
        await SLEEP.run(session)


@contextlib.contextmanager
def stopped(pids: list[int]) -> Iterator[None]:
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)


async def test_a_stall_of_this_process_is_not_the_database_s_silence(database: Database) -> None:
    async with database.read() as kept:
        with capture_logs() as logs:
            for pause in (0.0, 0.05, heartbeat.BEAT_SECONDS):  # a beat is under way, or is not
                await asyncio.sleep(pause)
                time.sleep(SILENT_SECONDS + 0.5)  # noqa: ASYNC251 - the stall
            await asyncio.sleep(heartbeat.TURN_SECONDS * 3)
        assert await kept.fetchval("SELECT 1") == 1
    assert not [line for line in logs if line["event"] == "database_silent"]


async def test_a_long_statement_is_not_silence(database: Database) -> None:
    async with database.read() as connection:
        assert await connection.fetchval("SELECT 1 FROM pg_sleep($1)", SILENT_SECONDS + 1) == 1


async def test_a_lost_beat_is_not_silence_while_requests_are_answered(
    database: Database, own_database: str
) -> None:
    beating = await backends(own_database)  # its connection is the only one so far
    ends = time.monotonic() + SILENT_SECONDS + 1
    with stopped(beating):
        while time.monotonic() < ends:
            async with database.read() as connection:
                assert await connection.fetchval("SELECT 1") == 1
            await asyncio.sleep(0.1)
            assert not database.connections.silent


async def test_a_silent_database_is_left_alone_until_it_answers_again(
    database: Database, own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "POOL_SECONDS", 600)
    more_than_there_are_connections = [
        asyncio.create_task(sleep_long(database, way)) for way in ("bare", "session") for _ in range(6)
    ]
    await asyncio.sleep(0.5)
    with stopped(await backends(own_database)):
        for ended in await asyncio.gather(*more_than_there_are_connections, return_exceptions=True):
            assert isinstance(ended, Exception)
            assert is_temporary(ended)
        with pytest.raises(engine.DatabaseSilent):
            async with database.transaction():
                pytest.fail("it is silent")

        async def answered() -> bool:
            return not database.connections.silent

        # A new connection is answered: only the old ones are stopped.
        await until(answered)
    async with database.read() as connection:
        assert await connection.fetchval("SELECT 1") == 1


@pytest.mark.parametrize("way", ["session", "bare"])
@pytest.mark.parametrize("pooler", ["none", "transaction"])
async def test_a_statement_that_takes_too_long_is_ended_in_the_database_too(
    own_database: str, monkeypatch: pytest.MonkeyPatch, pooler: str, way: str
) -> None:
    monkeypatch.setattr(engine, "STATEMENT_SECONDS", 1)
    monkeypatch.setitem(engine.SERVER_LIMITS, "statement_timeout", "1s")
    database = connect(own_database, pool_size=1, pooler=pooler)
    try:
        with pytest.raises(DATABASE_ERRORS) as ended:
            await sleep_long(database, way)
        assert is_temporary(ended.value)
        await until(lambda: no_statement_runs(own_database))
        async with database.read() as reader:
            assert await reader.fetchval("SELECT 1") == 1
    finally:
        await database.close()


async def test_a_transaction_left_idle_is_ended_by_the_server(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engine.SERVER_LIMITS, "idle_in_transaction_session_timeout", "1s")
    database = connect(own_database, pool_size=1)
    try:
        with pytest.raises(DATABASE_ERRORS) as ended:
            await sleep_long(database, "session", idle_seconds=2)
        assert is_temporary(ended.value)
    finally:
        await database.close()
