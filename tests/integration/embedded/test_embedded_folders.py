"""The folders, socket and programs of the embedded PostgreSQL, and the folders that it refuses."""

import os
import pwd
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.embedded import programs as embedded_programs
from app.embedded import server as embedded
from app.errors import ConfigurationError
from tests.conftest import BINARIES
from tests.integration.embedded.processes import (
    AS_ROOT,
    QUICK,
    REPOSITORY,
    STRANGER,
    User,
    value,
)

needs_root = pytest.mark.skipif(not AS_ROOT, reason="needs root, to act as several users")


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
        "import sys, pathlib; from app import errors; from app.embedded import programs, server as embedded\n"
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
    found = [path for path in embedded_programs.program_folders() if path.is_relative_to(home)]
    assert found == [home / "16" / "bin", home / "8" / "bin"]
