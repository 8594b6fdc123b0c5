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

    In SQL of our own: the driver's object of a transaction whose BEGIN was cancelled goes on believing in it.
    """
    driver = await driver_of(reader) if isinstance(reader, AsyncSession) else reader
    begin, commit, undo = _SAVEPOINT if driver.is_in_transaction() else _TRANSACTION
    try:
        await driver.execute(begin)
        yield
        # A failure that was swallowed inside turns COMMIT into ROLLBACK, and the server only mentions it.
        if await driver.execute(commit) != commit.split(" ", maxsplit=1)[0]:
            raise InternalClientError("a statement of the transaction had failed: nothing was committed")
    except Exception:
        await _undo(driver, undo)
        raise
    except BaseException:
        # Cancelled in the middle of a statement: nobody knows what the server has heard of it.
        _drop(driver)
        raise


_TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK")

_SAVEPOINT = ("SAVEPOINT part", "RELEASE SAVEPOINT part", "ROLLBACK TO SAVEPOINT part")


async def _undo(driver: ReadConnection, undo: str) -> None:
    try:
        if not driver.is_closed() and driver.is_in_transaction():
            await driver.execute(undo)
    except UNREACHABLE:
        _drop(driver)  # what failed before is what is to be told


def _drop(driver: ReadConnection) -> None:
    with suppress(DriverInterfaceError):  # dropped already, further inside
        driver.terminate()
