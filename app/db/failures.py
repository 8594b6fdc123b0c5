"""Database failures: the unreachable server, and which constraint refused a statement."""

import re
from dataclasses import dataclass

from asyncpg import (
    InsufficientResourcesError,
    InternalClientError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    OperatorInterventionError,
    PostgresConnectionError,
    PostgresError,
)
from asyncpg import InterfaceError as DriverInterfaceError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

EXCLUSION_VIOLATION = "23P01"

UNIQUE_VIOLATION = "23505"

CLAIMS_INCOMPLETE = "LU001"
"""The SQLSTATE by which a statement that claims several calendars' time says that one of them is taken."""

ONE_READING = "luach_one_reading"
"""The name by which the trigger of migration 128 refuses a booking that was read with other zone data. Its
SQLSTATE is one of those after which a retry may succeed."""

UNREACHABLE: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    PoolTimeout,
    PostgresConnectionError,
    InvalidAuthorizationSpecificationError,
    InvalidCatalogNameError,
    InsufficientResourcesError,
    # Shutting down, or starting up after a crash.
    OperatorInterventionError,
    DriverInterfaceError,
    # What asyncpg says of a connection that was cut in the middle of its work.
    InternalClientError,
    OSError,
)
"""What is raised when the database cannot be reached or has no connection to give."""

DATABASE_ERRORS: tuple[type[Exception], ...] = (DBAPIError, PostgresError, *UNREACHABLE)
"""Everything that SQLAlchemy and the driver raise on account of the database."""

# Prefixes of SQLSTATEs after which a retry may succeed: connection lost, database gone, serialization failure
# and deadlock, out of resources, lock timeout, statement cancelled or server shut down.
_TRY_AGAIN = ("08", "3D000", "40", "53", "55P03", "57")

_QUOTED_CONSTRAINT = re.compile(r'constraint "([^"]+)"')

_SHARD_SUFFIX = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Violation:
    """A refusal by the database: `sqlstate`, and the constraint's name as our migrations gave it."""

    sqlstate: str
    constraint: str | None


def is_temporary(error: Exception) -> bool:
    """Whether one of `DATABASE_ERRORS` says that the same request may succeed a little later."""
    if isinstance(error, UNREACHABLE):
        return True
    if isinstance(error, DBAPIError):
        refusal = read_violation(error)
        sqlstate = refusal.sqlstate if refusal else ""
        return error.connection_invalidated or sqlstate.startswith(_TRY_AGAIN)
    return isinstance(error, PostgresError) and str(error.sqlstate).startswith(_TRY_AGAIN)


def read_otherwise(error: Exception) -> bool:
    """Whether the database refused a booking because it reads the wall-clock times in another way."""
    origin = error.orig.__cause__ if isinstance(error, DBAPIError) and error.orig is not None else error
    return getattr(origin, "constraint_name", None) == ONE_READING


def read_violation(error: DBAPIError) -> Violation | None:
    """Read a refusal. On a sharded node the name carries `_<digits>`, or stands in the message only."""
    origin = error.orig.__cause__ if error.orig is not None else None
    sqlstate = getattr(error.orig, "sqlstate", None) or getattr(origin, "sqlstate", None)
    if sqlstate is None:
        return None
    name = getattr(origin, "constraint_name", None)
    if name is None and (quoted := _QUOTED_CONSTRAINT.search(str(origin))):
        name = quoted.group(1)
    return Violation(sqlstate, _SHARD_SUFFIX.sub("", name) if name else None)
