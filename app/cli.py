"""The `luach` command: serve, and manage businesses' keys."""

import asyncio
import importlib
import json
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import Annotated, Any, TypeVar

import typer
import uvicorn
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession
from typer.core import TyperGroup
from uvicorn.supervisors import Multiprocess

from app.clock import utc_now
from app.core.principal import BusinessId, Role
from app.db.engine import connect
from app.db.failures import UNREACHABLE
from app.db.login import check_logins
from app.embedded import server as embedded
from app.errors import ConfigurationError, DatabaseUnavailable, LuachError
from app.logs import configure_logging
from app.migrations import apply_migrations
from app.runtime import heartbeat
from app.runtime.listening import listen
from app.sentences.languages import match_language
from app.sentences.problems import problem_text
from app.settings import Settings, read_settings
from app.tenancy.api_keys import create_key, list_keys, revoke_key
from app.tenancy.businesses import get_business
from app.web.protocol import LimitedHttpProtocol

MOST_KEYS_SHOWN = 10_000


class _Commands(TyperGroup):
    """Commands that end in one sentence on an error of ours: code 2 for the configuration, else 1."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except LuachError as error:
            err.print(problem_text(error.code, "en", error.params), highlight=False, soft_wrap=True)
            raise typer.Exit(2 if isinstance(error, ConfigurationError) else 1) from None


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    help="Luach: scheduling for businesses whose customers talk to AI agents.",
)

keys = typer.Typer(no_args_is_help=True, help="Make, list and revoke API keys.")

app.add_typer(keys, name="keys")

out, err = Console(), Console(stderr=True)

Result = TypeVar("Result")

KEEP_ALIVE_SECONDS = 75
"""Longer than proxies and client libraries keep an idle connection (60 s at most): a client whose request
meets the server's close cannot know whether it was processed."""

WORKER_ANSWER_SECONDS = 60
"""How long a worker may take to answer its supervisor before it is replaced. Its imports count: with the five
seconds of uvicorn, a busy machine replaces every worker before it serves."""

BusinessOption = Annotated[int | None, typer.Option("--business", help="Its id; left out: system keys.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to bind (LUACH_HOST).")] = None,
    port: Annotated[int | None, typer.Option(help="Port to bind (LUACH_PORT).")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that serve.")] = 1,
) -> None:
    """Serve the API. Without DATABASE_URL, on the embedded PostgreSQL."""
    given: dict[str, Any] = {"host": host, "port": port}
    settings = read_settings(**{name: value for name, value in given.items() if value is not None})
    sockets = listen(settings.host, settings.port)
    asyncio.run(check_logins(settings))
    with _embedded_kept_running(settings), suppress(KeyboardInterrupt):
        config = uvicorn.Config(
            # One process takes the settings as they are; each of several reads them again.
            importlib.import_module("app.main").create_app(settings) if workers == 1 else "app.main:app",
            workers=workers,
            log_config=None,
            timeout_graceful_shutdown=10,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            http=LimitedHttpProtocol,
            timeout_worker_healthcheck=WORKER_ANSWER_SECONDS,
        )
        if workers > 1:
            Multiprocess(config, sockets).run()
            return
        uvicorn.Server(config).run(sockets)


@contextmanager
def _embedded_kept_running(settings: Settings) -> Iterator[None]:
    """The embedded PostgreSQL, unless a database is configured, for as long as any worker runs."""
    if settings.database_url is not None:
        yield
        return
    server = embedded.start(settings.embedded_dir)
    # uvicorn raises the signal again after its shutdown, which would end us before the server stops.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        server.stop()


@app.command()
def openapi() -> None:
    """Print the OpenAPI document, without a server."""
    document = importlib.import_module("app.main").create_app().openapi()
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))


@app.command("mcp")
def serve_mcp(
    language: Annotated[str | None, typer.Option(help="he, en, ar or ru: what `say` is spoken in.")] = None,
) -> None:
    """Serve the AI tools over MCP on standard input and output, with the key in LUACH_KEY."""
    key = read_settings().key
    if key is None:
        err.print("LUACH_KEY is not set: make a key with `luach keys create --role agent`.")
        raise typer.Exit(1)
    configure_logging("json", "warning")

    async def serve() -> None:
        server = importlib.import_module("app.web.mcp_server")
        async with _migrated_database() as (url, restart):
            database = connect(url)
            beating = asyncio.create_task(heartbeat.run(url, database.connections, restart))
            try:
                await server.serve_stdio(database, utc_now, key, match_language(language))
            finally:
                await database.close()
                beating.cancel()

    asyncio.run(serve())


@keys.command("create")
def create(
    role: Annotated[Role, typer.Option(help="What the key may do.")],
    name: Annotated[str, typer.Option(help="Whose or what the key is for.")],
    business: BusinessOption = None,
    days: Annotated[int | None, typer.Option(min=1, help="Days until it expires.")] = None,
) -> None:
    """Make a key and show its secret, once."""
    if (business is None) != (role is Role.SYSTEM_ADMIN):
        raise typer.BadParameter("system_admin keys have no --business; every other role needs one")
    expires_at = utc_now() + timedelta(days=days) if days else None

    async def work(session: AsyncSession) -> str:
        owner = None if business is None else BusinessId(business)
        if owner is not None:
            await get_business(session, owner)
        return (await create_key(session, owner, role, name, expires_at=expires_at)).secret

    out.print(_run(work), highlight=False, soft_wrap=True)


@keys.command("list")
def show(business: BusinessOption = None) -> None:
    """List keys; secrets are not stored, so they cannot be shown."""
    owner = None if business is None else BusinessId(business)
    table = Table("id", "role", "name", "starts with", "made", "last used", "state")
    for key in _run(lambda session: list_keys(session, owner, limit=MOST_KEYS_SHOWN)).data:
        expired = key.expires_at is not None and key.expires_at <= utc_now()
        state = "revoked" if key.revoked_at else "expired" if expired else "live"
        used = f"{key.last_used_at:%Y-%m-%d}" if key.last_used_at else "never"
        table.add_row(str(key.id), key.role, key.name, key.prefix, f"{key.created_at:%Y-%m-%d}", used, state)
    out.print(table)


@keys.command("revoke")
def revoke(key_id: int, business: BusinessOption = None) -> None:
    """End a key at once."""
    owner = None if business is None else BusinessId(business)
    _run(lambda session: revoke_key(session, owner, key_id, utc_now()))
    err.print(f"Key {key_id} is revoked.")


def _run(work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
    """The result of one transaction on the configured database. Raises DatabaseUnavailable."""

    async def run() -> Result:
        async with _migrated_database() as (url, _):
            database = connect(url, pool_size=1)
            try:
                async with database.transaction() as session:
                    return await work(session)
            finally:
                await database.close()

    try:
        return asyncio.run(run())
    except UNREACHABLE:
        raise DatabaseUnavailable from None


@asynccontextmanager
async def _migrated_database() -> AsyncIterator[tuple[str, heartbeat.Restart | None]]:
    """The address of the configured database, or of the embedded one and its restart; migrated."""
    settings = read_settings()
    if settings.database_url is not None:
        await check_logins(settings)
        await apply_migrations(settings.migrations_database_url or settings.database_url, until="ready")
        yield settings.database_url, None
        return
    server = await asyncio.to_thread(embedded.start, settings.embedded_dir)
    try:
        await apply_migrations(server.url, until="ready")
        yield server.url, server.restart
    finally:
        await asyncio.to_thread(server.stop)


if __name__ == "__main__":
    app()
