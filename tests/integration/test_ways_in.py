"""The ways in to the database: what is one transaction, and what no connection carries into the next."""

import asyncio
import contextlib
import random
from typing import NamedTuple

import asyncpg
import pytest
from sqlalchemy import text

from app.db.query import Command, Query
from app.db.transaction import atomic
from tests.support.factories import Service

ONE_MAJOR = True


class Businesses(NamedTuple):
    number: int


NOTE = Command("INSERT INTO business (name) VALUES (:name)")
COUNT = Query("SELECT count(*)::int AS number FROM business WHERE name = :name", Businesses)


async def count(service: Service, name: str) -> int:
    """Seen by another connection."""
    async with service.database.read() as reader:
        return (await COUNT.one(reader, name=name)).number


async def test_a_query_is_inside_the_session_s_transaction_even_as_its_first_statement(
    service: Service,
) -> None:
    with contextlib.suppress(ZeroDivisionError):
        async with service.database.transaction() as session:
            await NOTE.run(session, name="undone")
            assert (await COUNT.one(session, name="undone")).number == 1
            raise ZeroDivisionError
    assert await count(service, "undone") == 0
    async with service.database.transaction() as session:
        await NOTE.run(session, name="done")
        assert await count(service, "done") == 0
    assert await count(service, "done") == 1


async def test_what_a_session_holds_back_is_written_before_its_transaction_ends(service: Service) -> None:
    async with service.database.transaction() as session:
        await session.execute(text("INSERT INTO business (name) VALUES ('core')"))
        async with session.begin_nested() as savepoint:
            await NOTE.run(session, name="savepoint")
            await savepoint.rollback()
    assert (await count(service, "core"), await count(service, "savepoint")) == (1, 0)


async def test_a_part_may_fail_without_the_whole(service: Service) -> None:
    async with service.database.transaction() as session:
        await NOTE.run(session, name="whole")
        with contextlib.suppress(asyncpg.NotNullViolationError):
            async with atomic(session):
                await NOTE.run(session, name="part")
                await NOTE.run(session, name=None)
    assert (await count(service, "whole"), await count(service, "part")) == (1, 0)


async def test_a_bare_connection_writes_statement_by_statement_or_all_as_one(service: Service) -> None:
    for whole in (True, False):
        with contextlib.suppress(ZeroDivisionError):
            async with service.database.write(whole=whole) as writer:
                await NOTE.run(writer, name=f"whole={whole}")
                raise ZeroDivisionError
    assert (await count(service, "whole=True"), await count(service, "whole=False")) == (0, 1)


@pytest.mark.parametrize("way", ["session", "bare"])
async def test_a_transaction_that_was_left_open_swallows_nothing_of_the_next(
    service: Service, way: str
) -> None:
    """A transaction begun within it would be a savepoint of it, and its end would commit nothing."""
    for number in range(20):  # more often than a pool has connections
        if way == "session":
            async with service.database.sessions() as session:
                await Command("BEGIN").run(session)
            async with service.database.transaction() as session:
                await NOTE.run(session, name=f"{way} {number}")
        else:
            async with service.database.read() as reader:
                await reader.execute("BEGIN")
            async with service.database.write(whole=True) as writer:
                await NOTE.run(writer, name=f"{way} {number}")
        assert await count(service, f"{way} {number}") == 1


async def test_what_was_swallowed_inside_is_not_taken_for_done(service: Service) -> None:
    """The server turns COMMIT of a failed transaction into ROLLBACK without an error."""

    async def swallow() -> None:
        async with service.database.write(whole=True) as writer:
            await NOTE.run(writer, name="swallowed")
            with contextlib.suppress(asyncpg.NotNullViolationError):
                await NOTE.run(writer, name=None)

    with pytest.raises(asyncpg.InternalClientError):
        await swallow()


@pytest.mark.parametrize("way", ["session", "bare"])
async def test_work_that_is_cancelled_anywhere_leaves_whole_connections(service: Service, way: str) -> None:
    async def work() -> None:
        if way == "session":
            async with service.database.transaction() as session:
                await NOTE.run(session, name="cancelled")
                await session.execute(text("SELECT"))
        else:
            async with service.database.write(whole=True) as writer:
                await NOTE.run(writer, name="cancelled")
                async with atomic(writer):
                    await NOTE.run(writer, name="cancelled")

    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    for _ in range(150):
        task = asyncio.create_task(work())
        await asyncio.sleep(chance.random() * 0.006)
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
    before = await count(service, "whole again")
    for _ in range(20):
        async with service.database.transaction() as session:
            await NOTE.run(session, name="whole again")
        async with service.database.write(whole=True) as writer:
            await NOTE.run(writer, name="whole again")
    assert await count(service, "whole again") == before + 40
