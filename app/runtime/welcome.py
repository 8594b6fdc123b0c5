"""The words of a start: the address, the data, how to start afresh; then the demo business, if wanted."""

import structlog
from rich.console import Console

from app.db.login import describe_database
from app.logs import for_people
from app.runtime import demo
from app.runtime.listening import wait_until_listening
from app.runtime.state import State
from app.settings import Settings

log = structlog.get_logger("luach")

DEMO_PATIENCE_SECONDS = 600.0


async def run(state: State) -> None:
    """Say where the service listens, once it does, and then make the demo business if it is wanted.

    A process that cannot bind its port never comes here, so it makes no keys that nobody sees.
    """
    address = await wait_until_listening()
    _tell(state.settings, address)
    settings = state.settings
    wanted = settings.database_url is None if settings.demo is None else settings.demo
    if wanted and await state.migrations.wait_ready(DEMO_PATIENCE_SECONDS):
        await demo.make_once(state.database, state.clock(), address)


def _tell(settings: Settings, address: str) -> None:
    if settings.database_url is None:
        data = f"the embedded PostgreSQL in {settings.embedded_dir}"
        afresh = f"stop Luach and remove the folder {settings.embedded_dir}"
    else:
        data = f"the {describe_database(settings.database_url)}"
        afresh = "stop Luach and point DATABASE_URL at an empty database"
    if not for_people(settings.log_format):
        log.info("listening", address=address, docs=f"{address}/docs", data=data, start_afresh=afresh)
        return
    console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    console.print(f"\nLuach listens on {address} (API pages: {address}/docs)")
    console.print(f"Its data are in {data}.\nTo start afresh, {afresh}.")
