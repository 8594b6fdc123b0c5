"""Starting: once, twice, four at a time, before the database is ready; and a 201 that is true."""

import asyncio
import contextlib
import re
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.core.principal import BusinessId, Role
from app.db.engine import connect
from app.migrations import STEPS
from app.schemas.tenancy import BusinessIn
from app.tenancy.api_keys import create_key
from app.tenancy.businesses import create_business
from tests.support import factories
from tests.support.children import served, until_ready
from tests.support.factories import APPOINTMENTS, CALENDARS, body, problem
from tests.support.servers import PostgresServer, connected, database_name

ONE_MAJOR = True

QUIET = {"LUACH_LOG_LEVEL": "info", "LUACH_DEMO": "false"}


async def key_for(url: str, role: Role = Role.OWNER) -> str:
    """A key of a new business in the database at `url`."""
    database = connect(url, pool_size=1)
    try:
        async with database.transaction() as session:
            made = await create_business(session, BusinessIn(name="x"))
            return (await create_key(session, BusinessId(made.id), role, "x")).secret
    finally:
        await database.close()


async def test_a_second_start_is_one_query(postgres: PostgresServer, own_database: str) -> None:
    """Counted by the server itself: it logs each statement of this database, and of no other."""
    name = database_name(own_database)
    postgres.psql(own_database, "-c", f"ALTER DATABASE {name} SET log_statement = 'all'")
    folder = postgres.psql(postgres.admin_url, "-c", "SHOW data_directory").strip()
    log = Path(folder).parent / "server.log"
    before = log.stat().st_size
    async with factories.running(own_database) as service:
        assert service.state.migrations.state.ready
        said = log.read_bytes()[before:].decode()
        statements = re.findall(r"LOG:  (?:statement|execute [^:]*): *\n?(.*)", said)
        assert len(statements) == 1, said
        assert body(await service.anonymous.get("/readyz"))["status"] == "ready"


@contextlib.asynccontextmanager
async def held(url: str, lock: str) -> AsyncIterator[asyncpg.Connection]:
    """A transaction that keeps a lock until the block ends."""
    async with connected(url) as connection, connection.transaction():
        await connection.execute(lock)
        yield connection


async def test_a_service_that_waits_for_a_step_lives_and_says_which(
    legacy_database: Callable[..., str],
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=2)
    async with held(url, "LOCK TABLE business IN ACCESS EXCLUSIVE MODE"):
        starting = factories.running(url)
        service = await starting.__aenter__()
        try:
            assert body(await service.anonymous.get("/livez")) == {"status": "live"}
            waiting = await service.anonymous.get("/readyz")
            assert waiting.status_code == 503
            found = waiting.json()
            assert (found["status"], found["database"]) == ("not ready", "ok")
            assert "115_business_calendars_table" in found["waiting"]
            for caller in (service.anonymous, factories.Caller(service.client, "luach_x")):
                refused = problem(answer := await caller.get(CALENDARS), 503, "not_ready")
                assert "115_business_calendars_table" in refused["title"]
                assert answer.headers["retry-after"]
        except BaseException:
            await starting.__aexit__(None, None, None)
            raise
    try:
        assert await service.state.migrations.wait_ready(60)
        assert (await service.anonymous.get("/readyz")).status_code == 200
        problem(await service.anonymous.get(CALENDARS), 401, "unauthenticated")
    finally:
        await starting.__aexit__(None, None, None)


async def test_four_processes_start_on_one_empty_database_and_each_step_runs_once(
    empty_database: str,
) -> None:
    with contextlib.ExitStack() as stack:
        children = [stack.enter_context(served(DATABASE_URL=empty_database, **QUIET)) for _ in range(4)]
        for child in children:
            ready = (await asyncio.to_thread(until_ready, child.address())).json()
            assert ready["waiting"] == []
        async with connected(empty_database) as connection:
            rows = await connection.fetch("SELECT name, status, attempts FROM migrations_applied")
        assert {row["name"] for row in rows} == {step.name for step in STEPS}
        assert {(row["status"], row["attempts"]) for row in rows} == {("done", 1)}
        keys = [await key_for(empty_database) for _ in children]
        async with httpx.AsyncClient() as client:
            for child, key in zip(children, keys, strict=True):
                headers = {"Authorization": f"Bearer {key}"}
                calendars = await client.get(f"{child.address()}{CALENDARS}", headers=headers)
                assert len(body(calendars)["data"]) == 1
        for child in children:
            child.process.terminate()
    for child in children:
        # Uvicorn ends well and then by the signal that it was sent.
        assert child.process.returncode in {0, -signal.SIGTERM}
        assert not [line for line in child.lines if '"level": "error"' in line]


async def test_a_201_means_stored(own_database: str) -> None:
    """Through a real server: another connection sees the row the moment the answer is here."""
    key = await key_for(own_database)
    with served(DATABASE_URL=own_database, **QUIET) as child:
        async with (
            connected(own_database) as connection,
            httpx.AsyncClient(base_url=child.address(), headers={"Authorization": f"Bearer {key}"}) as client,
        ):
            for n in range(60):
                answer = await client.post(CALENDARS, json={"name": f"לוח {n}"})
                found = "SELECT count(*) FROM business_calendars WHERE id = $1"
                assert await connection.fetchval(found, body(answer, 201)["id"]) == 1
            calendars = body(await client.get(CALENDARS, params={"limit": 60}))["data"]
            slots = await client.get("/api/calendar/slots", params={"limit": 1})
            start = body(slots)["slots"][0]["starts_at"]
            for calendar in calendars[:30]:
                wanted = {"calendar_id": calendar["id"], "starts_at": start, "customer_name": "x"}
                made = body(await client.post(APPOINTMENTS, json=wanted), 201)
                found = "SELECT count(*) FROM appointments WHERE id = $1 AND busy_interval_id IS NOT NULL"
                assert await connection.fetchval(found, made["id"]) == 1


@pytest.mark.parametrize("signal_name", ["terminate", "kill"])
async def test_a_server_that_ends_leaves_nothing_half_done(own_database: str, signal_name: str) -> None:
    """Answered work is stored; unanswered work is stored whole or not at all."""
    key = await key_for(own_database)
    headers = {"Authorization": f"Bearer {key}"}
    answered: list[int] = []
    with served(DATABASE_URL=own_database, **QUIET) as child:
        async with httpx.AsyncClient(base_url=child.address(), headers=headers) as client:
            slots = await client.get("/api/calendar/slots", params={"limit": 12})
            wanted = [{"starts_at": slot["starts_at"], "customer_name": "x"} for slot in body(slots)["slots"]]

            async def book(one: dict[str, str]) -> None:
                with contextlib.suppress(httpx.TransportError):
                    answer = await client.post(APPOINTMENTS, json=one)
                    if answer.status_code == 201:
                        answered.append(answer.json()["id"])
                        getattr(child.process, signal_name)()

            await asyncio.gather(*(book(one) for one in wanted))
        child.process.wait(30)
    assert answered
    async with connected(own_database) as connection:
        stored = {row[0] for row in await connection.fetch("SELECT id FROM appointments")}
        orphans = await connection.fetchval(
            """
            SELECT count(*) FROM busy_intervals i
            FULL JOIN appointments a ON a.busy_interval_id = i.id WHERE a.id IS NULL OR i.id IS NULL"""
        )
    assert set(answered) <= stored
    assert orphans == 0
