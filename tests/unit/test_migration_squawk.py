"""Squawk, a linter of migrations, over the SQL of all steps: a second opinion beside our own lint."""

import shutil
import subprocess
from pathlib import Path

import pytest

from app.migrations.parts.batches import Batches
from app.migrations.registry import STEPS

SQUAWK = shutil.which("squawk")
# Types that the host and the specification fix, keys that Citus wants serial, a look in the catalog instead
# of IF NOT EXISTS. The foreign key comes with a nullable column: no scan (measured).
DECIDED = (
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-text-field",
    "prefer-timestamp-tz",
    "prefer-robust-stmts",
    "adding-foreign-key-constraint",
)


@pytest.mark.skipif(SQUAWK is None, reason="squawk is not installed (pip install squawk-cli)")
def test_squawk_warns_of_nothing_but_what_was_decided(tmp_path: Path) -> None:
    lines = []
    for part in (part for step in STEPS for part in step.parts if not isinstance(part, Batches)):
        statements = [f"{sql};" for sql in part.sql()]
        if part.kind == "tx":
            # What Session.transaction puts around them.
            statements = [
                "BEGIN;",
                "SET LOCAL lock_timeout = 100;",
                "SET LOCAL statement_timeout = 60000;",
                *statements,
                "COMMIT;",
            ]
        lines += statements
    file = tmp_path / "migrations.sql"
    file.write_text("\n".join(lines))
    exclude = [f"--exclude={','.join(DECIDED)}"]
    command = [str(SQUAWK), "--pg-version", "15", *exclude, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
