"""Several cells (schemas) in one database: the end of one leaves the others whole."""

import asyncpg
import pytest

from app.migrations import STEPS, apply_migrations
from app.migrations.running.inspection import steps_with_drift, verify_steps
from app.migrations.running.runner import Runner
from tests.support.servers import connected

CONSTRAINT = "SELECT count(*) FROM pg_constraint WHERE conname = 'busy_intervals_no_overlap'"
HOME = (
    "SELECT n.nspname::text FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
    " WHERE e.extname = 'btree_gist'"
)


def cell(url: str, name: str) -> str:
    return f"{url}&search_path={name}"


async def make_cells(connection: asyncpg.Connection) -> None:
    await connection.execute("CREATE SCHEMA c1")
    await connection.execute("CREATE SCHEMA c2")


@pytest.mark.parametrize("ended", ["c1", "c2"])
async def test_the_end_of_a_cell_leaves_the_constraint_of_the_other(empty_database: str, ended: str) -> None:
    other = {"c1": "c2", "c2": "c1"}[ended]
    async with connected(empty_database) as connection:
        await make_cells(connection)
        for name in ("c1", "c2"):
            await apply_migrations(cell(empty_database, name))
        assert await connection.fetchval(CONSTRAINT) == 2
        await connection.execute(f"DROP SCHEMA {ended} CASCADE")
        assert await connection.fetchval(CONSTRAINT) == 1
        assert await verify_steps(cell(empty_database, other), STEPS) == []


async def test_an_extension_in_an_older_cell_is_seen_and_moved_out_of_it(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await make_cells(connection)
        await connection.execute("CREATE EXTENSION btree_gist SCHEMA c1")
        await apply_migrations(cell(empty_database, "c1"))
        assert await connection.fetchval(HOME) == "c1"
        assert await verify_steps(cell(empty_database, "c1"), STEPS) == []
        await apply_migrations(cell(empty_database, "c2"))
        assert await connection.fetchval(HOME) == "luach_extensions"
        await connection.execute("ALTER EXTENSION btree_gist SET SCHEMA c1")
        for name in ("c1", "c2"):
            findings = await verify_steps(cell(empty_database, name), STEPS)
            assert steps_with_drift(findings) == {"116_btree_gist"}
        again = frozenset({"116_btree_gist"})
        report = await Runner(cell(empty_database, "c2"), None, STEPS).run(again=again)
        assert report.applied == ("116_btree_gist",)
        await connection.execute("DROP SCHEMA c1 CASCADE")
        assert await connection.fetchval(CONSTRAINT) == 1


async def test_an_extension_that_a_host_has_is_left_where_it_is(empty_database: str) -> None:
    async with connected(empty_database) as connection:
        await connection.execute("CREATE SCHEMA tools")
        await connection.execute("CREATE EXTENSION btree_gist SCHEMA tools")
        await make_cells(connection)
        for name in ("c1", "c2"):
            await apply_migrations(cell(empty_database, name))
            assert await verify_steps(cell(empty_database, name), STEPS) == []
        assert await connection.fetchval(HOME) == "tools"
        assert await connection.fetchval(CONSTRAINT) == 2
