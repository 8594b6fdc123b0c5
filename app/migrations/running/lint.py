"""Checks of the steps' SQL for statements that would harm a live database. No I/O.

Common linters miss data changes without a key range, DELETE, and triggers bound to the host's columns. They
also refuse a foreign key inside ADD COLUMN of a nullable column, although it scans nothing.
"""

import re
from collections.abc import Iterator

from app.migrations.parts.batches import Batches
from app.migrations.parts.first_row import FirstRow
from app.migrations.parts.steps import Part, Step
from app.migrations.parts.tables import ConcurrentIndex, Table

HOST = ("business", "business_settings", "appointments")

LONGEST_NAME = 50

_BODY = re.compile(r"\$luach\$.*?\$luach\$", re.DOTALL)

_TEXT = re.compile(r"'(?:[^']|'')*'")

_NAMES = re.compile(r"\b(?:CONSTRAINT|INDEX(?: CONCURRENTLY)?) (?!CONCURRENTLY)(\w+)", re.IGNORECASE)

_ALWAYS = (
    (r"\bDROP\b(?! NOT NULL\b| CONSTRAINT\b)", "DROP"),
    (
        r"\bALTER TABLE (business|business_settings|appointments) .*\bDROP\b",
        "a rule of the host's table taken away",
    ),
    (r"\bTRUNCATE\b", "TRUNCATE"),
    (r"\bIF NOT EXISTS\b", "IF NOT EXISTS instead of a look in the catalog"),
    (r"\bALTER COLUMN\b.*\b(TYPE|SET NOT NULL)\b", "a column's type or NOT NULL changed in place"),
    (r"\bLOCK TABLE\b", "LOCK TABLE"),
    (r"\bGENERATED\b.*\bAS IDENTITY\b", "an identity column; own keys are bigserial"),
    (r"\bset_config\s*\(", "set_config(); SET LOCAL reaches every node"),
    (
        r"\bCREATE TRIGGER\b.*\b(UPDATE OF|WHEN \(.*\b(NEW|OLD)\.(?!luach_))",
        "a trigger bound to columns, which stops the host's ALTER",
    ),
)


def lint_steps(steps: tuple[Step, ...]) -> list[tuple[str, str]]:
    """(step, sentence) of each refused statement."""
    return [(step.name, problem) for step in steps for part in step.parts for problem in lint_part(part)]


def lint_part(part: Part) -> Iterator[str]:
    """A sentence for each refused statement of `part`."""
    for sql in part.sql():
        bare = " ".join(_TEXT.sub("''", _BODY.sub("", sql)).split())
        yield from (
            f"{what}: {bare[:80]}" for pattern, what in _ALWAYS if re.search(pattern, bare, re.IGNORECASE)
        )
        yield from (f"{problem}: {bare[:80]}" for problem in (*_data(part, bare), *_locks(part, bare)))
        yield from (
            f"name longer than {LONGEST_NAME} bytes: {name}"
            for name in _NAMES.findall(bare)
            if len(name.encode()) > LONGEST_NAME
        )


def _data(part: Part, sql: str) -> Iterator[str]:
    """Rows change only in batches of keys, and rows of the host are never deleted."""
    if not re.search(r"\b(INSERT INTO|UPDATE \w+( \w+)? SET|DELETE FROM)\b", sql, re.IGNORECASE):
        return
    if isinstance(part, FirstRow) and part.table not in HOST:
        return
    if not isinstance(part, Batches):
        yield "rows changed outside batches"
    elif "$1" not in sql:
        yield "rows changed without a key range"
    deleted = re.findall(r"\bDELETE FROM (\w+)", sql, re.IGNORECASE)
    if any(table in HOST for table in deleted):
        yield "DELETE from a table of the host"


def _locks(part: Part, sql: str) -> Iterator[str]:
    """Strong locks on the host's tables must last milliseconds only."""
    index = re.search(r"\bCREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?\w+ ON (\w+)", sql, re.IGNORECASE)
    made_here = isinstance(part, Table) and index is not None and index[2] == part.name
    if index and not index[1] and not made_here:
        yield "CREATE INDEX that blocks writers; use ConcurrentIndex"
    if index and index[1] and not isinstance(part, ConcurrentIndex):
        yield "CREATE INDEX CONCURRENTLY inside a transaction"
    altered = re.match(r"ALTER TABLE (\w+) (.*)", sql, re.IGNORECASE)
    if not altered:
        return
    change = altered[2]
    if (
        re.match(r"ADD CONSTRAINT \w+ (FOREIGN KEY|CHECK)", change, re.IGNORECASE)
        and "NOT VALID" not in change
    ):
        yield "a constraint that scans under a strong lock; add it NOT VALID, then validate"
    if re.match(r"ADD COLUMN", change, re.IGNORECASE) and re.search(
        r"\bNOT NULL\b|\bDEFAULT\b", change, re.I
    ):
        yield "ADD COLUMN that is not plainly nullable"
    if re.search(r",\s*(ADD|ALTER|VALIDATE)\b", change, re.IGNORECASE):
        yield "several subcommands in one ALTER TABLE"
