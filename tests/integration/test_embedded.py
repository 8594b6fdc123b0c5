"""The embedded PostgreSQL: real servers, real processes, real kills."""

import contextlib
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app import embedded, embedded_programs
from app.errors import ConfigurationError
from tests.conftest import BINARIES
from tests.servers import connected, scratch

REPOSITORY = Path(__file__).parents[2]
QUICK = {"fsync": "off"}
STRANGER = 54321
AS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not AS_ROOT, reason="needs root, to act as several users")

if not BINARIES:
    pytest.skip("no PostgreSQL on this machine: install luach[embedded]", allow_module_level=True)


class User:
    """A child process that starts and stops the embedded server of `data_dir`."""

    def __init__(self, data_dir: Path, uid: int | None, *options: str, contained: bool = False) -> None:
        identity = () if uid is None else ("--uid", str(uid))
        # Docker's root may not look into other users' processes.
        wrapper = ("setpriv", "--bounding-set=-sys_ptrace") if contained else ()
        program = (sys.executable, "-m", "tests.integration.embedded_user")
        self.process = subprocess.Popen(
            [*wrapper, *program, str(data_dir), *identity, *options],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def tell(self, command: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, object]:
        assert self.process.stdout is not None
        ready, _, _ = select.select([self.process.stdout], [], [], 60)
        assert ready, "no answer within a minute"
        heard: dict[str, object] = json.loads(self.process.stdout.readline())
        return heard

    def ask(self, command: str) -> dict[str, object]:
        self.tell(command)
        return self.hear()

    def kill(self) -> None:
        """SIGKILL to the process and the programs it is running, the server excepted: that has left it."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def close(self) -> None:
        if self.process.poll() is None:
            self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder that every user may pass through; servers left below it are killed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="luach-embedded-", dir=scratch()))
    folder.chmod(0o755)
    yield folder
    for pid_file in folder.rglob("postmaster.pid"):
        kill_server(int(pid_file.read_text().partition("\n")[0]))
    shutil.rmtree(folder)


@pytest.fixture(params=["root", "normal user"])
def uid(request: pytest.FixtureRequest, home: Path) -> int | None:
    """Who uses the server: None for the user who runs the tests, else a number to change to."""
    if request.param == "root":
        if not AS_ROOT:
            pytest.skip("not run by root")
        return None
    if not AS_ROOT:
        return None
    nobody = pwd.getpwnam("nobody").pw_uid
    os.chown(home, nobody, -1)
    return nobody


@pytest.fixture
def user(home: Path, uid: int | None) -> Iterator[Callable[..., User]]:
    """Makes processes that use the server of `home`/data."""
    made: list[User] = []

    def make(*options: str, contained: bool = False) -> User:
        made.append(User(home / "data", uid, *options, contained=contained))
        return made[-1]

    yield make
    for one in made:
        one.close()


def state(pid: object) -> str:
    """The kernel's letter for a process, Z for one that is dead but not reaped, empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def lives(pid: object) -> bool:
    return state(pid) not in ("", "Z")


def family(postmaster: object) -> list[int]:
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [int(str(postmaster)), *map(int, children)]


def kill_server(postmaster: object) -> None:
    if not lives(postmaster):
        return
    pids = family(postmaster)
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not any(lives(pid) for pid in pids))


def wait_until(happened: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < deadline, "did not happen within 30 seconds"
        time.sleep(0.002)


async def value(url: object, query: str) -> object:
    async with connected(str(url)) as connection:
        return await connection.fetchval(query)


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


def test_no_port_is_open_and_the_folder_is_its_users_alone(home: Path) -> None:
    (home / "data").mkdir(mode=0o755)
    server = embedded.start(home / "data", settings={**QUICK, "listen_addresses": "*"})
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert (server.socket_folder / ".s.PGSQL.5432").stat().st_mode & 0o077 == 0
    postmaster = (server.cluster / "postmaster.pid").read_text().partition("\n")[0]
    opened = {os.readlink(path) for path in Path(f"/proc/{postmaster}/fd").iterdir()}
    sockets = {target for target in opened if target.startswith("socket:")}
    tables = [Path("/proc/net", name).read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    tcp = {f"socket:[{line.split()[9]}]" for table in tables for line in table}
    assert sockets
    assert sockets.isdisjoint(tcp)
    server.stop()


@needs_root
def test_another_user_cannot_connect(home: Path) -> None:
    server = embedded.start(home / "data", settings=QUICK)
    address = str(server.socket_folder / ".s.PGSQL.5432")
    attempt = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    for who, allowed in ((STRANGER, False), ((home / "data").stat().st_uid, True)):
        done = subprocess.run(
            ["/usr/bin/python3", "-c", attempt, address],
            user=who,
            group=who,
            extra_groups=[],
            capture_output=True,
        )
        assert (done.returncode == 0) is allowed, done.stderr
        assert (b"PermissionError" in done.stderr) is not allowed
    server.stop()


@pytest.mark.parametrize("name", ["x" * 110, "היומן של דנה", "a,b", "say $(exit 1) \"`'"])
async def test_a_path_that_no_socket_can_have_gets_a_short_folder_for_it(home: Path, name: str) -> None:
    server = embedded.start(home / name, settings=QUICK)
    sharer = embedded.start(home / name)
    folder = server.socket_folder
    assert folder != home / name
    assert folder.stat().st_mode & 0o777 == 0o700
    assert await value(sharer.url, "SELECT 1") == 1
    assert not server.stop()
    assert folder.exists()
    assert sharer.stop()
    assert not folder.exists()


@needs_root
def test_a_socket_folder_that_somebody_else_made_first_is_refused(home: Path) -> None:
    server = embedded.start(home / ("x" * 110), settings=QUICK)
    server.stop()
    server.socket_folder.mkdir()
    os.chown(server.socket_folder, STRANGER, STRANGER)
    with pytest.raises(ConfigurationError, match="belongs to another user"):
        embedded.start(home / ("x" * 110))
    server.socket_folder.rmdir()


def test_a_folder_with_other_files_is_refused_and_left_as_it_was(home: Path) -> None:
    folder = home / "photos"
    folder.mkdir(mode=0o755)
    (folder / "me.jpg").touch()
    before = folder.stat()
    with pytest.raises(ConfigurationError, match="other files are in it"):
        embedded.start(folder)
    after = folder.stat()
    assert (after.st_mode, after.st_uid) == (before.st_mode, before.st_uid)


@needs_root
def test_root_is_told_when_its_folder_is_out_of_the_servers_reach(home: Path) -> None:
    home.chmod(0o700)
    with pytest.raises(ConfigurationError, match="may not enter that path"):
        embedded.start(home / "data")
    assert home.stat().st_mode & 0o777 == 0o700


@needs_root
def test_somebody_elses_folder_is_refused(user: Callable[..., User], home: Path) -> None:
    (home / "data").mkdir(mode=0o755)
    os.chown(home / "data", STRANGER, STRANGER)
    assert "belongs to another user" in str(user().ask("start")["error"])


@pytest.mark.parametrize("uid", ["normal user"], indirect=True)
def test_a_folder_that_cannot_be_made_is_told_with_the_reason(user: Callable[..., User], home: Path) -> None:
    home.chmod(0o500)
    assert "Permission denied" in str(user().ask("start")["error"])


@needs_root
def test_programs_out_of_the_servers_reach_are_copied_and_nothing_is_opened(home: Path) -> None:
    bindir = BINARIES[max(BINARIES)]
    package = bindir.parent.parent
    if not (package.parent / f"{package.name}.libs").is_dir():
        pytest.skip("the embedded extra is not installed")
    private = home / "private"
    private.mkdir(mode=0o700)
    for part in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / part, private / part, symlinks=True)
    accounts = pwd.getpwall()
    server = embedded.start(
        home / "data", settings=QUICK, bindir=private / package.name / "pginstall" / "bin"
    )
    assert server.bindir.is_relative_to(home / "data")
    assert server.stop()
    assert private.stat().st_mode & 0o777 == 0o700
    assert home.stat().st_mode & 0o777 == 0o755
    assert pwd.getpwall() == accounts


@pytest.mark.skipif(len(BINARIES) < 2, reason="needs two PostgreSQL majors")
def test_data_keep_the_major_that_made_them(home: Path) -> None:
    older = min(BINARIES)
    embedded.start(home / "data", settings=QUICK, bindir=BINARIES[older]).stop()
    server = embedded.start(home / "data")
    assert server.major == older
    server.stop()
    (home / "data" / f"pg{older}").rename(home / "data" / "pg11")
    with pytest.raises(ConfigurationError, match="holds data of PostgreSQL 11"):
        embedded.start(home / "data")


def test_a_setting_that_postgresql_refuses_is_told_with_its_reason(home: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"FATAL.*shared_buffers.*server\.log"):
        embedded.start(home / "data", settings={**QUICK, "shared_buffers": "plenty"})


def test_without_programs_one_sentence_names_both_ways_out(home: Path) -> None:
    script = (
        "import sys, pathlib; from app import embedded, embedded_programs as programs, errors\n"
        "programs.PACKAGED = pathlib.Path(sys.argv[1])\n"
        "try: embedded.start(pathlib.Path(sys.argv[1]))\n"
        "except errors.ConfigurationError as error: print(error)\n"
    )
    # -S: without the installed packages, hence without the wheel.
    command = [sys.executable, "-S", "-c", script, str(home / "data")]
    done = subprocess.run(
        command, cwd=REPOSITORY, env={"PATH": ""}, capture_output=True, text=True, check=True
    )
    assert done.stdout.count("\n") == 1
    assert "luach[embedded]" in done.stdout
    assert "DATABASE_URL" in done.stdout
    assert not (home / "data").exists()


def test_of_packaged_programs_the_newest_complete_set_is_taken(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, programs in (("9", ("postgres",)), ("16", embedded_programs.PROGRAMS), ("17", ("pg_ctl",))):
        (home / name / "bin").mkdir(parents=True)
        for program in programs:
            (home / name / "bin" / program).touch()
    shutil.copytree(home / "16", home / "8")
    monkeypatch.setattr(embedded_programs, "PACKAGED", home)
    found = [path for path in embedded_programs.binaries() if path.is_relative_to(home)]
    assert found == [home / "16" / "bin", home / "8" / "bin"]
