"""The heartbeat of the database: a statement every quarter of a second, on a connection of its own.

Without it, nothing tells a database that is frozen from one that works on a long statement. When nothing at
all is answered for some time, all connections are cut, so that the requests that wait end with 503. New
requests are refused at once until the database answers again.
"""

import asyncio
from collections.abc import Callable

import asyncpg
import structlog

from app.db.engine import CONNECT_SECONDS, OpenConnections, asyncpg_dsn
from app.db.failures import DATABASE_ERRORS
from app.errors import ConfigurationError

log = structlog.get_logger("luach.database")

BEAT_SECONDS = 0.25
"""The pause between two beats."""

TURN_SECONDS = 0.1

SILENT_TURNS = 24
"""Turns without an answer after which the database counts as silent: 2.4 seconds if the event loop runs on
time. A turn counts once however late it ends, so a stall of this process is not taken for the database's."""

RESTART_PAUSE_SECONDS = 2.0
"""The pause after the embedded PostgreSQL could not be started."""

Restart = Callable[[], None]
"""Starts the embedded PostgreSQL if it has ended. Blocks; raises ConfigurationError."""


async def run(url: str, connections: OpenConnections, restart: Restart | None) -> None:
    """Beat and watch until cancelled. `restart` is given if the database is the embedded one."""
    try:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(_keep_beating(url, connections, restart))
            tasks.create_task(_watch(connections))
    finally:
        connections.silent = False  # nobody would find out that it answers again


async def _watch(connections: OpenConnections) -> None:
    """Cut all connections whenever nothing is answered: neither a beat nor the statement of a request."""
    turns, answers = 0, connections.answers
    while True:
        await asyncio.sleep(TURN_SECONDS)
        turns = turns + 1 if connections.answers == answers else 0
        answers = connections.answers
        if turns >= SILENT_TURNS:
            _note_silence(connections)
            turns = 0


def _note_silence(connections: OpenConnections) -> None:
    if not connections.silent:
        log.error("database_silent", remedy="requests are answered with 503 until it answers again")
    connections.silent = True
    connections.drop_all()


async def _keep_beating(url: str, connections: OpenConnections, restart: Restart | None) -> None:
    while True:
        try:
            await _beat(url, connections)
        except TimeoutError:
            continue  # `_watch` counts the time
        except (ConnectionRefusedError, FileNotFoundError) as error:
            _note_refusal(connections, error)
            if restart is not None:
                await _restart(restart)
        except DATABASE_ERRORS as error:
            _note_refusal(connections, error)
        await asyncio.sleep(BEAT_SECONDS)


async def _beat(url: str, connections: OpenConnections) -> None:
    """Beat on one connection until it breaks. Raises TimeoutError if it cannot be opened in time."""
    connection = await asyncpg.connect(asyncpg_dsn(url), timeout=CONNECT_SECONDS)
    connections.add(connection)
    try:
        while True:
            await connection.execute("SELECT 1")
            connections.answers += 1
            if connections.silent:
                connections.silent = False
                log.warning("database_answers_again")
            await asyncio.sleep(BEAT_SECONDS)
    finally:
        connection.terminate()


def _note_refusal(connections: OpenConnections, error: Exception) -> None:
    # A refusal is no silence: requests learn it at once by themselves.
    connections.answers += 1
    log.debug("heartbeat_refused", problem=str(error))


async def _restart(restart: Restart) -> None:
    log.error("embedded_postgresql_gone", remedy="it is started again")
    try:
        await asyncio.to_thread(restart)
    except ConfigurationError as error:
        log.error("embedded_postgresql_not_started", problem=str(error))
        await asyncio.sleep(RESTART_PAUSE_SECONDS)
    else:
        log.warning("embedded_postgresql_started_again")
