"""Behind PgBouncer in transaction pooling, and beside a standby."""

import asyncio
import os
import pwd
import shutil
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest
import structlog

from app.migrations import STEPS, Migrations, apply_migrations
from app.migrations.running import backfill
from app.migrations.running.leader import Leader
from tests.integration.migrating import BACKGROUND, child, output, until
from tests.support.servers import PostgresServer, connected, database_name

MakeLegacy = Callable[..., str]
NAMES = {step.name for step in STEPS}
PGBOUNCER = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")


@pytest.fixture
def pooled(postgres: PostgresServer) -> Iterator[Callable[[str], str]]:
    """Turns a database's URL into one through PgBouncer in transaction pooling."""
    if PGBOUNCER is None:
        pytest.skip("pgbouncer is not installed (Debian: apt-get install pgbouncer)")
    folder = Path(tempfile.mkdtemp(prefix="luach-pool-"))
    socket = parse_qs(urlsplit(postgres.admin_url).query)["host"][0]
    account = pwd.getpwuid(os.stat(socket).st_uid).pw_name
    config = folder / "pgbouncer.ini"
    lines = [
        "[databases]",
        # With auth_type any, the user on the server's side is fixed.
        f"* = host={socket} port=5432 user=postgres",
        "[pgbouncer]",
        f"unix_socket_dir = {folder}",
        "listen_port = 6432",
        "auth_type = any",
        "pool_mode = transaction",
        *([f"user = {account}"] if os.getuid() == 0 else []),
    ]
    config.write_text("\n".join(lines))
    shutil.chown(folder, account)
    process = subprocess.Popen([PGBOUNCER, "-q", str(config)], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 10
    while not (folder / ".s.PGSQL.6432").exists():
        assert process.poll() is None, process.stderr and process.stderr.read()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    yield lambda url: f"postgresql://postgres@/{database_name(url)}?host={folder}&port=6432"
    process.terminate()
    process.communicate()
    shutil.rmtree(folder)


async def test_through_a_transaction_pooler_with_a_direct_address(
    legacy_database: MakeLegacy, pooled: Callable[[str], str]
) -> None:
    url = legacy_database(businesses=100, appointments_per_business=50)
    with structlog.testing.capture_logs() as logs:
        assert set(await apply_migrations(pooled(url), direct_url=url)) == NAMES
    assert not [line for line in logs if line["event"] == "migration_pooled_without_direct_url"]
    async with connected(url) as connection:
        unfinished = "SELECT count(*) FROM appointments WHERE starts_at IS NULL OR calendar_id IS NULL"
        assert await connection.fetchval(unfinished) == 0
    assert await apply_migrations(pooled(url)) == []


async def test_through_a_pooler_without_a_direct_address_it_works_and_says_so(
    legacy_database: MakeLegacy, pooled: Callable[[str], str]
) -> None:
    url = legacy_database(businesses=5, appointments_per_business=5)
    with structlog.testing.capture_logs() as logs:
        assert set(await apply_migrations(pooled(url))) == NAMES
    assert [line for line in logs if line["event"] == "migration_pooled_without_direct_url"]
    through_pool = await asyncpg.connect(pooled(url), statement_cache_size=0)
    try:
        # Another client's server connection: none of our settings was left on it.
        for name in ("lock_timeout", "statement_timeout"):
            assert await through_pool.fetchval(f"SHOW {name}") == "0"
    finally:
        await through_pool.close()


async def test_the_lead_is_one_through_a_pooler_and_free_after_a_kill(
    legacy_database: MakeLegacy, pooled: Callable[[str], str]
) -> None:
    url = pooled(legacy_database(businesses=50, appointments_per_business=20))
    processes = [await child(url) for _ in range(4)]
    applied = [name for process in processes for name in await output(process)]
    assert sorted(applied) == sorted(NAMES)
    leader = await Leader.acquire(url)
    assert leader is not None
    assert await Leader.acquire(url) is None
    await leader.release()
    again = await Leader.acquire(url)
    assert again is not None, "released behind the pooler, although its server connection lives on"
    await again.release()


@pytest.fixture
def replicated(postgres: PostgresServer) -> Iterator[tuple[str, PostgresServer]]:
    """URL, with the database's name left open, of a standby that streams from `postgres`."""
    folder = Path(tempfile.mkdtemp(prefix="luach-standby-"))
    socket = Path(parse_qs(urlsplit(postgres.admin_url).query)["host"][0])
    account = pwd.getpwuid(socket.stat().st_uid)
    os.chown(folder, account.pw_uid, account.pw_gid)
    data = folder / "data"
    slot = f"luach_{uuid.uuid4().hex[:12]}"

    def as_account(*command: str) -> None:
        done = subprocess.run(
            command,
            user=account.pw_uid if os.getuid() == 0 else None,
            group=account.pw_gid if os.getuid() == 0 else None,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    source = ("-h", str(socket), "-p", "5432", "-U", "postgres")
    as_account(
        str(postgres.bindir / "pg_basebackup"),
        *source,
        "-D",
        str(data),
        "-R",
        "-c",
        "fast",
        "-X",
        "stream",
        # A slot keeps the WAL that the standby still needs, however much the other tests write meanwhile.
        "-C",
        "-S",
        slot,
    )
    server = str(postgres.bindir / "pg_ctl")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=300"
    as_account(server, "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
    yield f"postgresql://postgres@/{{}}?host={folder}&port=5432", postgres
    as_account(server, "-D", str(data), "-m", "immediate", "stop")
    shutil.rmtree(folder)
    active = f"SELECT active FROM pg_replication_slots WHERE slot_name = '{slot}'"  # noqa: S608
    while postgres.psql(postgres.admin_url, "-c", active).strip() == "t":
        time.sleep(0.05)
    postgres.psql(postgres.admin_url, "-c", f"SELECT pg_drop_replication_slot('{slot}')")


async def test_on_a_standby_nothing_is_written_and_readiness_follows_the_primary(
    empty_database: str, replicated: tuple[str, PostgresServer]
) -> None:
    standby = replicated[0].format(database_name(empty_database))
    with structlog.testing.capture_logs() as logs:
        assert await apply_migrations(standby) == []
    assert [line for line in logs if line["event"] == "migration_standby"]
    migrations = Migrations(standby)
    await migrations.start()
    assert not migrations.state.ready
    await apply_migrations(empty_database)
    assert await migrations.wait_ready(60)
    await migrations.stop()


async def test_a_backfill_waits_for_a_replica_that_is_behind(
    legacy_database: MakeLegacy, replicated: tuple[str, PostgresServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backfill, "LAG_BYTES", 1)
    url = legacy_database(businesses=300, appointments_per_business=100)
    await apply_migrations(url, until="ready")
    standby = await asyncpg.connect(replicated[0].format("postgres"))
    try:
        async with connected(url) as primary:
            streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
            await until(lambda: primary.fetchval(streaming))
        await standby.execute("SELECT pg_wal_replay_pause()")
        await until(lambda: standby.fetchval("SELECT pg_get_wal_replay_pause_state() = 'paused'"))
        with structlog.testing.capture_logs() as logs:
            work = asyncio.create_task(apply_migrations(url))
            while not [line for line in logs if line["event"] == "migration_waits_for_replica"]:
                assert not work.done()
                await asyncio.sleep(0.05)
            monkeypatch.undo()
            await standby.execute("SELECT pg_wal_replay_resume()")
            assert await work == BACKGROUND
    finally:
        await standby.close()
