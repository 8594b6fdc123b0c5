"""Database migrations. `apply_migrations` runs them and returns; `Migrations` runs them behind a server that
already listens."""

from app.migrations.registry import STEPS
from app.migrations.running.background import Migrations, MigrationState
from app.migrations.running.runner import Runner, Until

__all__ = ["STEPS", "MigrationState", "Migrations", "apply_migrations"]


async def apply_migrations(url: str, *, direct_url: str | None = None, until: Until = "all") -> list[str]:
    """Apply the pending steps and return the names of those that this call applied, in order.

    `until='ready'` stops before the steps that run behind a ready service. A failed step does not raise: it
    is logged and tracked, and the next call tries it again. While another process migrates, this one waits.
    """
    return list((await Runner(url, direct_url, STEPS).run(until)).applied)
