"""The constraint that a refused write broke, in the words of each driver and node."""

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from app.db.engine import asyncpg_dsn
from app.db.failures import EXCLUSION_VIOLATION, UNIQUE_VIOLATION, Violation, read_violation


def refused(cause: BaseException | None, sqlstate: str | None = None) -> DBAPIError:
    """As SQLAlchemy raises it: its own error, around the dialect's, caused by the driver's."""
    origin = Exception("from the dialect")
    origin.__cause__ = cause
    if sqlstate is not None:
        origin.sqlstate = sqlstate  # type: ignore[attr-defined]
    return IntegrityError("INSERT", {}, origin)


def driver(kind: type[asyncpg.PostgresError], message: str, name: str | None) -> asyncpg.PostgresError:
    error = kind(message)
    error.constraint_name = name
    return error


OVERLAP = 'conflicting key value violates exclusion constraint "busy_intervals_no_overlap{suffix}"'


@pytest.mark.parametrize("suffix", ["", "_102008", "_7"])
@pytest.mark.parametrize("by_field", [True, False])
def test_the_name_is_ours_wherever_it_stands(suffix: str, by_field: bool) -> None:
    name = f"busy_intervals_no_overlap{suffix}" if by_field else None
    error = driver(asyncpg.ExclusionViolationError, OVERLAP.format(suffix=suffix), name)
    assert read_violation(refused(error)) == Violation(EXCLUSION_VIOLATION, "busy_intervals_no_overlap")


def test_a_number_inside_a_name_stays() -> None:
    error = driver(asyncpg.UniqueViolationError, "", "idx_2_of_x_12")
    assert read_violation(refused(error)) == Violation(UNIQUE_VIOLATION, "idx_2_of_x")


def test_a_refusal_without_a_name_has_its_state_alone() -> None:
    error = driver(asyncpg.NotNullViolationError, 'null value in column "name"', None)
    assert read_violation(refused(error)) == Violation("23502", None)
    assert read_violation(refused(None, "40P01")) == Violation("40P01", None)


def test_what_is_no_refusal_of_the_servers_is_none() -> None:
    assert read_violation(refused(OSError("gone"))) is None


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_the_driver_gets_the_address_as_libpq_writes_it(scheme: str) -> None:
    rest = "u:p@/luach?host=/run/pg&sslmode=disable"
    assert asyncpg_dsn(f"{scheme}://{rest}") == f"postgresql://{rest}"
