"""Leader election by a transaction-level advisory lock on a connection of its own.

A session-level lock would stay on a pooled server connection, and a lock row would survive its holder. The
lock's transaction uses the simple protocol only and writes nothing, so it holds neither a snapshot nor a
transaction id: concurrent index builds and vacuum go on. It ends within milliseconds of a kill -9.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, NamedTuple, TypeVar

import asyncpg

from app.errors import LuachError
from app.migrations.parts.steps import Connection
from app.migrations.running.session import APPLICATION, open_connection

T = TypeVar("T")

HEARTBEAT_SECONDS = 2.0

# The bytes of "LUAH". The other half of the key is the schema's hash, so that each cell migrates by itself.
_NAMESPACE = 0x4C554148

_TRY_LOCK = f"""
DO $luach$ BEGIN
    IF NOT pg_try_advisory_xact_lock({_NAMESPACE}, hashtext(coalesce(current_schema(), ''))) THEN
        RAISE EXCEPTION USING ERRCODE = 'lock_not_available', MESSAGE = 'another process migrates';
    END IF;
END $luach$"""

HOLDER = f"""
    SELECT a.pid, a.application_name AS application,
           extract(epoch FROM now() - a.xact_start)::float AS seconds
    FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = {_NAMESPACE}
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"""  # noqa: S608


class HolderRow(NamedTuple):
    """The session that leads, and the seconds since it began."""

    pid: int
    application: str
    seconds: float | None


class LeadLost(LuachError):
    """The leader's connection is lost, and with it the right to commit."""

    code = "migration_lead_lost"


class Leader:
    """The holder of the lock, from `acquire` to `release`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = asyncio.Event()
        connection.add_termination_listener(lambda _: self._gone.set())

    @classmethod
    async def acquire(cls, url: str) -> "Leader | None":
        """The lead, or None if another process has it. Never waits."""
        connection = await open_connection(url, f"{APPLICATION}:leader")
        try:
            await connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
            for setting in _settings(connection):
                await connection.execute(setting)
            await connection.execute(_TRY_LOCK)
        except asyncpg.LockNotAvailableError:
            await _close(connection)
            return None
        except BaseException:
            connection.terminate()
            raise
        return cls(connection)

    async def during(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` while the lock is held. When the connection is lost, cancel it and raise LeadLost."""
        task, beat = asyncio.ensure_future(work), asyncio.ensure_future(self._heartbeat())
        try:
            await asyncio.wait({task, beat}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise LeadLost
        finally:
            for running in (task, beat):
                running.cancel()
            await asyncio.wait({task, beat})
            for running in (task, beat):
                # Retrieved so that asyncio does not report it; the outcome is decided above.
                running.cancelled() or running.exception()

    async def release(self) -> None:
        await _close(self._connection)

    async def _heartbeat(self) -> None:
        """Return when the connection is lost. The traffic keeps poolers and firewalls from closing it."""
        while not self._gone.is_set():
            try:
                await self._connection.execute("SELECT 1", timeout=10)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                return
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._gone.wait(), HEARTBEAT_SECONDS)


def _settings(connection: Connection) -> list[str]:
    names = ["idle_in_transaction_session_timeout", "statement_timeout", "lock_timeout"]
    if connection.get_server_version().major >= 17:
        names.append("transaction_timeout")
    return [f"SET LOCAL {name} = 0" for name in names]


async def _close(connection: Connection) -> None:
    """End the transaction explicitly: behind a pooler the server connection outlives this client."""
    try:
        if not connection.is_closed():
            await connection.execute("ROLLBACK", timeout=5)
            await connection.close(timeout=5)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        connection.terminate()
