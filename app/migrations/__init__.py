"""Database migrations, and the two ways to run them from code.

`apply_migrations` runs everything and returns; `Migrations` runs behind a server that is already listening.
"""

from app.migrations.registry import STEPS
from app.migrations.running.background import Migrations, State
from app.migrations.running.runner import Runner, Until

__all__ = ["STEPS", "Migrations", "State", "apply_migrations"]


async def apply_migrations(url: str, *, direct_url: str | None = None, until: Until = "all") -> list[str]:
    """Apply every pending step and return the names of those that this call applied, in order.

    `until='ready'` stops before the steps that run behind a ready service. A failed step raises nothing: it
    is logged and tracked, and the next call tries it again. While another process migrates, this one waits.
    """
    return list((await Runner(url, direct_url, STEPS).run(until)).applied)
