"""The life of the embedded PostgreSQL: shared, stopped, killed, recovered. Real processes, real kills."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from app.embedded import server as embedded
from tests.conftest import BINARIES
from tests.integration.embedded.processes import (
    AS_ROOT,
    QUICK,
    User,
    family,
    kill_server,
    lives,
    state,
    value,
    wait_until,
)
from tests.support.servers import connected


@pytest.mark.parametrize("major", sorted(BINARIES))
async def test_every_major_serves_what_the_schema_needs(home: Path, major: int) -> None:
    settings = {**QUICK, "cluster_name": "Dana's own $HOME"}
    server = embedded.start(home / "data", settings=settings, bindir=BINARIES[major])
    assert server.major == major
    async with connected(server.url) as connection:
        await connection.execute("CREATE EXTENSION btree_gist")
        await connection.execute("CREATE EXTENSION pg_trgm")
        assert await connection.fetchval("SELECT lower('ÄШ')") == "äш"
        assert await connection.fetchval("SELECT similarity('מספרה', 'מספרת')") > 0
        assert await connection.fetchval("SHOW server_encoding") == "UTF8"
        assert await connection.fetchval("SHOW timezone") == "UTC"
        assert await connection.fetchval("SHOW cluster_name") == "Dana's own $HOME"
    assert server.stop()


async def test_a_dropped_database_is_made_again(home: Path) -> None:
    first = embedded.start(home / "data", settings=QUICK)
    await value(first.url.replace("/luach?", "/postgres?"), "DROP DATABASE luach")
    second = embedded.start(home / "data")
    assert await value(second.url, "SELECT current_database()") == "luach"
    assert not second.stop()
    assert first.stop()


def test_processes_that_start_at_once_share_one_server_and_the_last_stops_it(
    user: Callable[..., User],
) -> None:
    users = [user() for _ in range(3)]
    for one in users:
        one.tell("start")
    answers = [one.hear() for one in users]
    postmaster = answers[0]["postmaster"]
    assert [answer["postmaster"] for answer in answers] == [postmaster] * 3
    pids = family(postmaster)
    assert Path(f"/proc/{postmaster}").stat().st_uid != 0
    assert [one.ask("stop") for one in users[:2]] == [{"last": False}] * 2
    assert lives(postmaster)
    assert users[2].ask("stop") == {"last": True}
    assert not any(lives(pid) for pid in pids)


def test_a_killed_user_leaves_a_server_that_the_next_takes_over_and_stops(
    user: Callable[..., User],
) -> None:
    killed = user()
    postmaster = killed.ask("start")["postmaster"]
    killed.kill()
    assert lives(postmaster)
    next_one = user()
    assert next_one.ask("start")["postmaster"] == postmaster
    assert next_one.ask("stop") == {"last": True}
    assert not lives(postmaster)


@pytest.mark.parametrize("options", [[], ["--keep-zombies"]], ids=["reaped", "never reaped"])
async def test_a_killed_server_recovers_with_its_data(user: Callable[..., User], options: list[str]) -> None:
    witness = user(*options)
    before = witness.ask("start")
    await value(before["url"], "CREATE TABLE kept AS SELECT 7 AS seven")
    kill_server(before["postmaster"])
    if options:
        assert state(before["postmaster"]) == "Z"
    after = witness.ask("start")
    assert "error" not in after
    assert after["postmaster"] != before["postmaster"]
    assert await value(after["url"], "SELECT seven FROM kept") == 7
    assert witness.ask("stop") == {"last": False}
    assert witness.ask("stop") == {"last": True}


@pytest.mark.parametrize("uid", ["root"], indirect=True)
def test_a_containers_root_replaces_a_server_that_is_never_reaped(user: Callable[..., User]) -> None:
    witness = user("--keep-zombies", contained=True)
    before = witness.ask("start")
    kill_server(before["postmaster"])
    assert state(before["postmaster"]) == "Z"
    assert "error" not in witness.ask("start")
    assert witness.ask("stop") == {"last": False}
    assert witness.ask("stop") == {"last": True}


@pytest.mark.parametrize("contained", [False, True])
def test_a_lock_file_whose_number_another_program_has_now_does_not_hinder(
    home: Path, user: Callable[..., User], uid: int | None, contained: bool
) -> None:
    if contained and (uid is not None or not AS_ROOT):
        pytest.skip("a container's limits are root's")
    one = user(contained=contained)
    one.ask("start")
    one.ask("stop")
    cluster = next((home / "data").glob("pg[0-9]*"))
    with subprocess.Popen(["/bin/sleep", "60"], user=cluster.stat().st_uid) as other:
        stale = f"{other.pid}\n{cluster}\n1700000000\n5432\n{home / 'data'}\n\n"
        (cluster / "postmaster.pid").write_text(stale)
        (home / "data" / ".s.PGSQL.5432.lock").write_text(stale)
        answer = one.ask("start")
        assert other.poll() is None
        other.kill()
    assert "error" not in answer
    assert one.ask("stop") == {"last": True}


@pytest.mark.parametrize("uid", ["normal user"], indirect=True)
def test_an_interrupted_initdb_leaves_no_half_cluster(user: Callable[..., User], home: Path) -> None:
    interrupted = user()
    interrupted.tell("start")
    wait_until(lambda: any((home / "data").glob("new-*/base")))
    interrupted.kill()
    assert not list((home / "data").glob("pg*"))
    assert list((home / "data").glob("new-*"))
    retried = user()
    assert "error" not in retried.ask("start")
    assert not list((home / "data").glob("new-*"))
    assert retried.ask("stop") == {"last": True}
