"""Who migrates: a transaction-level advisory lock on a connection of its own.

A session-level lock would be left behind on a pooled server; a lock row would survive its holder. The lock's
transaction speaks the simple protocol only and writes nothing: it holds neither a snapshot nor a transaction
id, so indexes can be built concurrently and vacuum goes on. It ends with its connection, within milliseconds
of a kill -9.
"""

import asyncio
import contextlib
from collections.abc import Coroutine
from typing import Any, TypeVar

import asyncpg

from app.errors import LuachError
from app.migrations.parts.steps import Connection
from app.migrations.running.connect import APPLICATION, connect

T = TypeVar("T")

HEARTBEAT_SECONDS = 2.0

# The bytes of "LUAH"; the schema's hash is the other half of the key, so that every cell migrates by itself.
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


class LeadLost(LuachError):
    """The leader's connection is gone, and with it the right to commit."""

    code = "migration_lead_lost"


class Leader:
    """Holds the lock from `acquire` to `release`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._gone = asyncio.Event()
        connection.add_termination_listener(lambda _: self._gone.set())

    @classmethod
    async def acquire(cls, url: str) -> "Leader | None":
        """The lead, or None where another process has it. Never waits for it."""
        connection = await connect(url, f"{APPLICATION}:leader")
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
        """Run `work` while the lock is held; cancel it and raise LeadLost when the connection goes."""
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
                # Looked at, so that asyncio does not report it; the outcome is decided above.
                running.cancelled() or running.exception()

    async def release(self) -> None:
        await _close(self._connection)

    async def _heartbeat(self) -> None:
        """Returns when the connection is lost. A pooler or firewall would end a silent one."""
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
    """End the transaction before leaving: behind a pooler the server connection goes on living."""
    try:
        if not connection.is_closed():
            await connection.execute("ROLLBACK", timeout=5)
            await connection.close(timeout=5)
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
        connection.terminate()
