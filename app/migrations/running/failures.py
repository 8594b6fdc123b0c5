"""Classification of errors: retry, fail the step, or stop the run. No I/O."""

from dataclasses import dataclass
from typing import Literal

import asyncpg

Verdict = Literal["retry", "fail", "stop"]

# lock_not_available, deadlock, serialization, shutdown and crash recovery, too many connections.
_RETRY = {"55P03", "40P01", "40001", "57P01", "57P02", "57P03", "53300"}

# disk_full, read_only_sql_transaction: no other step can succeed either.
_STOP = {"53100", "25006"}

_LOST = (OSError, asyncpg.InterfaceError, asyncpg.InternalClientError, asyncpg.PostgresConnectionError)

_HINTS = {
    "42501": "The role of this connection lacks a right. As the tables' owner or a superuser: {grant}",
    "53100": "The disk is full. Free space (a backfill needs about 1.2 times the table), then start again.",
    "25006": "The server is read only: a standby, or default_transaction_read_only. Use the primary.",
    "42P07": "A relation of this name exists and is not this step's. Rename it, then start again.",
    "23505": "Rows contradict a unique index of this step. `python -m app.migrations verify` shows them.",
    "0A000": "The server does not support this. PostgreSQL 14 or newer with its contrib modules is needed.",
    "58P01": "A file of the server is missing, mostly an extension's. Install the contrib package.",
    "57014": "A timeout ended the statement. It is tried again at the next start, or by `up`.",
}


@dataclass(frozen=True)
class Failure:
    """An error as a migration handles it. `sentence` says what happened, `hint` what to do."""

    verdict: Verdict
    sqlstate: str | None
    sentence: str
    hint: str | None


def classify_failure(error: Exception) -> Failure:
    """The verdict on an error by its SQLSTATE or type."""
    sqlstate = getattr(error, "sqlstate", None)
    if isinstance(error, asyncpg.InvalidCachedStatementError):
        return Failure("retry", sqlstate, _first_line(error), None)
    if isinstance(error, asyncpg.PostgresError) and sqlstate:
        verdict: Verdict = "fail"
        if sqlstate in _STOP:
            verdict = "stop"
        elif sqlstate in _RETRY or sqlstate.startswith("08"):
            verdict = "retry"
        return Failure(verdict, sqlstate, _first_line(error), _hint(sqlstate, error))
    if isinstance(error, _LOST):
        return Failure("retry", None, _first_line(error), "The connection was lost; it is tried again.")
    return Failure("fail", None, _first_line(error), None)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def _hint(sqlstate: str, error: asyncpg.PostgresError) -> str | None:
    hint = _HINTS.get(sqlstate)
    if sqlstate == "42501" and hint:
        return hint.format(grant=missing_grant(_first_line(error)))
    return hint or getattr(error, "hint", None)


def missing_grant(message: str) -> str:
    """The statement that mends PostgreSQL's "permission denied for ..." or "must be owner of ..."."""
    words = message.split()
    name = words[-1] if words else ""
    if message.startswith("must be owner of"):
        return f"GRANT <the owner of {name}> TO <role>"
    rights = {
        "schema": f"GRANT USAGE, CREATE ON SCHEMA {name} TO <role>",
        "database": f"GRANT CREATE ON DATABASE {name} TO <role>",
        "sequence": f"GRANT USAGE ON SEQUENCE {name} TO <role>",
        "table": f"GRANT SELECT, INSERT, UPDATE, REFERENCES, TRIGGER ON {name} TO <role>",
    }
    kind = next((word for word in words if word in rights), "table")
    if "create extension" in message:
        return "GRANT CREATE ON DATABASE <database> TO <role>, or CREATE EXTENSION by a superuser"
    return rights[kind]
