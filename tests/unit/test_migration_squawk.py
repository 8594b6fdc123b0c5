"""Squawk, a linter of migrations, over the SQL of all steps: a second opinion beside our own lint."""

import subprocess
import sys
from itertools import groupby
from pathlib import Path

from app.migrations.parts.batches import Batches
from app.migrations.registry import STEPS

SQUAWK = Path(sys.executable).with_name("squawk")
# Types that the host and the specification fix, keys that Citus wants serial, a look in the catalog instead
# of IF NOT EXISTS. The foreign key comes with a nullable column: no scan (measured). What is dropped are a
# constraint and a NOT NULL of tables that no code but ours reads.
DECIDED = (
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-text-field",
    "prefer-timestamp-tz",
    "prefer-robust-stmts",
    "adding-foreign-key-constraint",
    "ban-drop-constraint",
    "ban-drop-not-null",
)

# What Session.transaction puts before them.
BEGIN = ("BEGIN;", "SET LOCAL lock_timeout = 100;", "SET LOCAL statement_timeout = 60000;")


def test_squawk_warns_of_nothing_but_what_was_decided(tmp_path: Path) -> None:
    lines = []
    for part in (part for step in STEPS for part in step.parts if not isinstance(part, Batches)):
        # A constraint that is added NOT VALID is validated in a transaction of its own.
        for _, group in groupby(part.sql(), key=lambda sql: " VALIDATE CONSTRAINT " in sql):
            statements = [f"{sql};" for sql in group]
            if part.kind == "tx":
                statements = [*BEGIN, *statements, "COMMIT;"]
            lines += statements
    file = tmp_path / "migrations.sql"
    file.write_text("\n".join(lines))
    exclude = [f"--exclude={','.join(DECIDED)}"]
    command = [str(SQUAWK), "--pg-version", "15", *exclude, str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
