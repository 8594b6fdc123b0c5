"""Every command of the pages runs as printed, from top to bottom, on a fresh demo."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.children import printed_key, served, until_ready
from tests.support.pages import Outcome, commands_of, run_page
from tests.support.servers import connected, scratch
from tests.support.source import ROOT
from tests.test_docs import PAGES

ONE_MAJOR = True

# The pages that call the service, and the role of the key that they ask for.
CALLING = {
    "README.md": "agent",
    "docs/admin.md": "owner",
    "docs/agents.md": "agent",
    "docs/engineer.md": "owner",
    "docs/routing.md": "agent",
}
RUNNING = "docs/operations/running.md"

# Beginnings of lines that are left out, and the reason.
LEFT_OUT = {
    "python3 -m venv": "tests/test_packaging.py reads the commands that install",
    ".venv/bin/python -m pip": "as above",
    ".venv/bin/python -m openapi_python_client": "tests/test_generated_clients.py generates a client",
    ".venv/bin/luach serve": "the test serves, on a free port",
    "docker ": "an image takes minutes and downloads to build",
    "make ": "the targets run the tests, or are what CI runs; tests/test_docs.py checks that they exist",
}


def runnable(page: str) -> list[str]:
    return [line for line in commands_of(ROOT / page) if not line.startswith(tuple(LEFT_OUT))]


def assert_all_answered(outcome: Outcome) -> None:
    refused = [call for call in outcome.calls if not 200 <= call.status < 300]
    assert not refused, refused
    assert outcome.code == 0, outcome.output


@pytest.fixture
def curl() -> str:
    return shutil.which("curl") or pytest.skip("curl is not installed")


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder that the account of an embedded server may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="luach-pages-", dir=scratch()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def test_every_page_with_commands_is_run_here() -> None:
    with_commands = {
        name
        for page in PAGES
        if (name := str(page.relative_to(ROOT))) and commands_of(page) and runnable(name)
    }
    assert with_commands == {*CALLING, RUNNING}


@pytest.mark.parametrize("name", sorted(CALLING))
def test_the_commands_of_a_page_run_from_top_to_bottom(
    name: str, own_database: str, curl: str, tmp_path: Path
) -> None:
    commands = runnable(name)
    with served(DATABASE_URL=own_database, LUACH_DEMO="true") as child:
        address = child.address()
        until_ready(address)
        replacements = {
            "luach_...": printed_key(child, CALLING[name]),
            "http://127.0.0.1:8000": address,
            "postgresql://user:password@host:5432/name": own_database,
        }
        outcome = run_page(commands, replacements, tmp_path, curl, DATABASE_URL=own_database)
    assert_all_answered(outcome)
    requests = [line for line in commands if "call " in line or "curl " in line]
    assert len(outcome.calls) == len([line for line in requests if not line.startswith("call()")])


async def test_a_backup_of_the_embedded_database_is_restored_as_the_page_says(
    empty_database: str, home: Path, curl: str, tmp_path: Path
) -> None:
    data = str(home / "data")
    with served(LUACH_DATA_DIR=data) as child:
        printed_key(child, "owner")
        outcome = run_page(
            runnable(RUNNING), {}, tmp_path, curl, LUACH_DATA_DIR=data, DATABASE_URL=empty_database
        )
    assert_all_answered(outcome)
    async with connected(empty_database) as connection:
        assert await connection.fetchval("SELECT count(*) FROM business_calendars") == 4
