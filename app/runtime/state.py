"""What one process holds for its whole life, made in the lifespan and read through the dependencies."""

from dataclasses import dataclass, field

from app.clock import Clock
from app.db.engine import Database
from app.migrations import Migrations
from app.settings import Settings
from app.tenancy.callers import Callers


@dataclass(frozen=True, slots=True)
class State:
    settings: Settings
    database: Database
    migrations: Migrations
    clock: Clock
    callers: Callers = field(default_factory=Callers)
