"""The driver's own errors, on the way in that SQLAlchemy does not wrap, are reported as what they are."""

import asyncpg
import pytest

from app.db.failures import UNREACHABLE

RAISED = [each for each in vars(asyncpg.exceptions).values() if getattr(each, "sqlstate", None)]


@pytest.mark.parametrize(
    "beginning",
    [
        pytest.param("08", id="connection lost"),
        pytest.param("53", id="out of resources"),
        pytest.param("57", id="shutting down or starting up"),
    ],
)
def test_a_database_that_serves_nobody_is_unreachable(beginning: str) -> None:
    kinds = [each for each in RAISED if each.sqlstate.startswith(beginning)]
    assert kinds
    assert [each for each in kinds if not issubclass(each, UNREACHABLE)] == []


def test_a_statement_that_is_wrong_is_not() -> None:
    assert not issubclass(asyncpg.SyntaxOrAccessError, UNREACHABLE)
    assert not issubclass(asyncpg.ExclusionViolationError, UNREACHABLE)
