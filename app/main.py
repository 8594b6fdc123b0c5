"""The application: `uvicorn app.main:app`."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from app import __version__
from app.ai_tools import TOOLS
from app.clock import Clock, utc_now
from app.db.engine import connect
from app.db.failures import UNREACHABLE
from app.db.login import check_logins, describe_database
from app.embedded import server as embedded
from app.logs import configure_logging
from app.migrations import Migrations
from app.routers import (
    appointments,
    businesses,
    calendars,
    customers,
    date_overrides,
    health,
    holds,
    home,
    inquiries,
    me,
    opening,
    resolve,
    routing_examples,
    routing_rules,
    routing_settings,
    series,
    services,
    slots,
    time_off,
    tools,
    waitlist,
)
from app.routing.journal import Journal
from app.routing.ruleset import RulesCache
from app.runtime import heartbeat, upkeep, welcome
from app.runtime.request_limit import RequestLimit
from app.runtime.state import State
from app.scheduling.heavy import HeavyWork
from app.settings import Settings, read_settings
from app.tooling import Toolbox
from app.web import docs
from app.web import errors as error_handlers
from app.web import mcp_gate as mcp
from app.web.boundary import Boundary
from app.web.openapi import with_additions
from app.web.query_models import KnownParameters

log = structlog.get_logger("luach")

PREPARATION_HEAD_START = 2.0

RETRY_SECONDS = 2.0

# The routes are tried in this order: first those that answer while somebody waits on the phone.
ROUTERS = (
    slots,
    appointments,
    holds,
    resolve,
    calendars,
    services,
    customers,
    routing_rules,
    routing_settings,
    routing_examples,
    inquiries,
    series,
    waitlist,
    opening,
    date_overrides,
    time_off,
    businesses,
    me,
    tools,
    health,
    home,
)

DESCRIPTION = """Routes what a customer says to the right calendar, finds free times, and books one so that
nobody else can have it. Send a key as `Authorization: Bearer luach_...`. Errors are
`application/problem+json` (RFC 9457), in Hebrew or English by `Accept-Language`; decide by `code`."""


def create_app(settings: Settings | None = None, *, clock: Clock = utc_now) -> FastAPI:
    """The ASGI application. Without `settings`, they are read from the environment when the server starts."""
    app = FastAPI(
        title="Luach",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        lifespan=_lifespan(settings, clock),
        generate_unique_id_function=_operation_id,
        dependencies=[Depends(KnownParameters())],
    )
    for module in ROUTERS:
        app.include_router(module.router)
    app.include_router(docs.router)
    app.include_router(mcp.router)
    mcp.mount(app)
    docs.mount_document(app, clock)
    docs.mount_static(app)
    error_handlers.install(app)
    app.add_middleware(Boundary)
    # FastAPI's documented way to extend the document is to replace the method.
    app.openapi = with_additions(app.openapi, TOOLS)  # type: ignore[method-assign]
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name


def _lifespan(given: Settings | None, clock: Clock) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        settings = given or read_settings()
        configure_logging(settings.log_format, settings.log_level)
        async with _database(settings) as (url, restart), _working(settings, url, restart, clock) as state:
            app.state.luach = state
            app.state.mcp = mcp.McpDoor(state)
            try:
                yield
            finally:
                await app.state.mcp.close()

    return lifespan


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[tuple[str, heartbeat.Restart | None]]:
    """The address of the configured database, or of the embedded one, which runs until the block ends.

    With the embedded one comes the function that starts it again after a crash.
    """
    if settings.database_url is not None:
        await check_logins(settings)
        yield settings.database_url, None
        return
    server = await asyncio.to_thread(embedded.start, settings.embedded_dir)
    log.info("embedded_postgresql_ready", major=server.major, folder=str(settings.embedded_dir))
    try:
        yield server.url, server.restart
    finally:
        await asyncio.to_thread(server.stop)


@asynccontextmanager
async def _working(
    settings: Settings, url: str, restart: heartbeat.Restart | None, clock: Clock
) -> AsyncIterator[State]:
    """The process's state, its connections open and its background tasks running.

    The migrations run in the background: the server may bind its port before they are done.
    """
    database = connect(url, pool_size=settings.db_pool_size, pooler=settings.db_pooler)
    migrations = Migrations(url, settings.migrations_database_url)
    journal, rules = Journal(database), RulesCache()
    heavy = HeavyWork()
    toolbox = Toolbox(TOOLS, database, journal, rules, heavy)
    limit = RequestLimit(max(1, settings.db_pool_size // 2))
    state = State(settings, database, migrations, clock, journal, rules, toolbox, heavy, limit=limit)
    preparation = asyncio.create_task(_start_migrations(state), name="luach-prepare")
    # With nothing to migrate this is one query, and the first request finds a ready service.
    await asyncio.wait({preparation}, timeout=PREPARATION_HEAD_START)
    beating = asyncio.create_task(heartbeat.run(url, database.connections, restart), name="luach-heartbeat")
    # The collector never looks at long-lived objects again: its pauses were the tail of the latencies.
    gc.collect()
    gc.freeze()
    tasks = (
        preparation,
        asyncio.create_task(upkeep.run(state), name="luach-upkeep"),
        asyncio.create_task(welcome.run(state), name="luach-welcome"),
    )
    try:
        yield state
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await migrations.stop()
        await journal.flush()
        await database.close()
        # Last, so that a silent database does not hold up the shutdown.
        beating.cancel()
        await asyncio.gather(beating, return_exceptions=True)


async def _start_migrations(state: State) -> None:
    """Start the migrations as soon as the database answers."""
    url = state.settings.database_url
    while True:
        try:
            await state.migrations.start()
        except UNREACHABLE as error:
            log.warning(
                "database_unreachable",
                database=describe_database(url) if url else "the embedded PostgreSQL",
                problem=str(error) or type(error).__name__,
                remedy="start it, or correct DATABASE_URL",
                next_try_seconds=RETRY_SECONDS,
            )
            await asyncio.sleep(RETRY_SECONDS)
        else:
            return


app = create_app()
