"""The examples run as a reader runs them: each in a process of its own, with nothing imported before."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import httpx
import pytest

from app.clock import utc_now
from tests.support.children import CLEAN, printed_key, served, until_ready
from tests.support.source import ROOT, imports_of

ONE_MAJOR = True

FRAMEWORKS = ("openai_agents", "pydantic_ai_agent")


def test_every_example_that_can_be_started_is_started_here() -> None:
    startable = {
        path.stem for path in (ROOT / "examples").glob("*.py") if "__main__" in path.read_text("utf-8")
    }
    assert startable == {"adopt", *FRAMEWORKS}


@pytest.mark.parametrize("example", [*FRAMEWORKS, "talk"])
def test_an_agents_example_imports_nothing_from_the_service(example: str) -> None:
    imported = imports_of(ROOT / "examples" / f"{example}.py")
    assert not [name for name in imported if name.split(".")[0] == "app"]


class Demo(NamedTuple):
    """A served demo business: its address, and the two keys that its start printed."""

    url: str
    owner: str
    agent: str


@pytest.fixture
def demo(own_database: str) -> Iterator[Demo]:
    with served(DATABASE_URL=own_database, LUACH_DEMO="true") as child:
        url = child.address()
        until_ready(url)
        yield Demo(url, printed_key(child, "owner"), printed_key(child, "agent"))


@pytest.mark.parametrize("example", FRAMEWORKS)
def test_a_whole_conversation_in_hebrew_ends_in_one_booking(demo: Demo, example: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", f"examples.{example}", demo.agent, demo.url],
        cwd=ROOT,
        env=CLEAN,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    offered, held, booked = [line for line in done.stdout.splitlines() if line.startswith("agent:")]
    assert "יש פנוי: יום" in offered
    assert "לקבוע?" in held
    assert "נקבע: הובלות, יום" in booked
    now = utc_now()
    stored = httpx.get(
        f"{demo.url}/api/calendar/appointments",
        params={"since": now.isoformat(), "until": (now + timedelta(days=60)).isoformat()},
        headers={"Authorization": f"Bearer {demo.owner}"},
    ).json()["data"]
    assert [(one["customer_name"], one["source"]) for one in stored] == [("דנה לוי", "phone_call")]
    assert stored[0]["customer_phone"].replace("-", "").endswith("501234567")


async def adopt(url: str) -> tuple[int | None, str]:
    """Exit code and output of the example on a host of 20 businesses with 10 appointments each."""
    size = ("--businesses", "20", "--appointments", "10")
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, ROOT / "examples" / "adopt.py", *size, "--database-url", url),
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    return process.returncode, output.decode()


async def test_a_host_is_adopted_and_booked_in_and_a_second_run_is_refused(empty_database: str) -> None:
    code, output = await adopt(empty_database)
    assert code == 0, output
    assert output.count("  ok  ") == 13
    assert "FAIL" not in output
    assert "Everything held." in output

    code, output = await adopt(empty_database)
    assert code == 1
    assert "FAIL  the given database is empty" in output
