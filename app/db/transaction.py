"""A transaction or savepoint on the driver's connection."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from asyncpg import InterfaceError as DriverInterfaceError
from asyncpg import (
    InternalClientError,
)
from sqlalchemy.ext.asyncio import (
    AsyncSession,
)

from app.db.failures import UNREACHABLE
from app.db.query import ReadConnection, Reader, driver_of


@asynccontextmanager
async def atomic(reader: Reader) -> AsyncIterator[None]:
    """All of the block's statements or none: a transaction, or a savepoint within the one that is open.

    Plain SQL, because the driver's own object keeps a transaction open whose BEGIN was cancelled.
    """
    driver = await driver_of(reader) if isinstance(reader, AsyncSession) else reader
    begin, commit, undo = _SAVEPOINT if driver.is_in_transaction() else _TRANSACTION
    try:
        await driver.execute(begin)
        yield
        # After an error that the block swallowed, the server answers COMMIT with ROLLBACK and no error.
        if await driver.execute(commit) != commit.split(" ", maxsplit=1)[0]:
            raise InternalClientError("a statement of the transaction had failed: nothing was committed")
    except Exception:
        await _undo(driver, undo)
        raise
    except BaseException:
        # Cancelled in the middle of a statement: the state of the connection is unknown.
        _drop(driver)
        raise


_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")

_SAVEPOINT = ("SAVEPOINT part", "RELEASE SAVEPOINT part", "ROLLBACK TO SAVEPOINT part")


async def _undo(driver: ReadConnection, undo: str) -> None:
    try:
        if not driver.is_closed() and driver.is_in_transaction():
            await driver.execute(undo)
    except UNREACHABLE:
        _drop(driver)  # the earlier error is the one to report


def _drop(driver: ReadConnection) -> None:
    with suppress(DriverInterfaceError):  # an inner block has dropped it already
        driver.terminate()
