"""Fixtures of tests that start the service as an operator does."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.servers import scratch


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty folder that the embedded server's own account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="luach-home-", dir=scratch()))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)
