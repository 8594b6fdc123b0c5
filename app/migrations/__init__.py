"""Database migrations. `apply_migrations` runs them and returns; `Migrations` runs them behind a server that
already listens."""

from app.errors import ConfigurationError
from app.migrations.registry import STEPS
from app.migrations.running.background import Migrations, MigrationState
from app.migrations.running.runner import Runner
from app.migrations.running.step_pass import MigrationFailed, Until
from app.settings import read_settings

__all__ = ["STEPS", "MigrationFailed", "MigrationState", "Migrations", "apply_migrations"]


async def apply_migrations(
    url: str | None = None, *, direct_url: str | None = None, until: Until = "all"
) -> list[str]:
    """Apply the pending steps and return the names of those that this call applied, in order.

    Without `url`, both addresses are read from the settings. `until='ready'` stops before the steps that run
    behind a ready service. While another process migrates, this one waits. Raises MigrationFailed when steps
    failed or are blocked; the others are applied, and the next call tries those again.
    """
    if url is None:
        settings = read_settings()
        url, direct_url = settings.database_url, direct_url or settings.migrations_database_url
    if url is None:
        raise ConfigurationError("DATABASE_URL is not set.")
    report = await Runner(url, direct_url, STEPS).run(until)
    if report.failed or report.blocked:
        raise MigrationFailed(report)
    return list(report.applied)
