"""The examples run as they are, on a small host."""

import asyncio
import os
import sys

import pytest

from tests.support.servers import LEGACY
from tests.support.source import ROOT

pytestmark = pytest.mark.skipif(
    not LEGACY.is_dir(), reason=f"the host system's schema is not here ({LEGACY})"
)


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
