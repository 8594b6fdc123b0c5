"""The objects that live as long as the process: made in the lifespan, read through the dependencies.

A store or cache is constructed here or in a field of an object that is, and handed down as a parameter.
"""

from dataclasses import dataclass, field

from app.clock import Clock
from app.core.principal import BusinessId
from app.db.engine import Database
from app.migrations import Migrations
from app.routing.journal import Journal
from app.routing.ruleset import RulesCache
from app.runtime.request_limit import RequestLimit
from app.scheduling.heavy import HeavyWork
from app.settings import Settings
from app.tenancy.callers import Callers
from app.tooling import Toolbox


@dataclass(frozen=True, slots=True)
class UpkeepTurns:
    """The businesses that upkeep has served in the present turn, for each kind of work.

    A turn ends when every business with work has been served, which may take several rounds.
    """

    freed_times: set[BusinessId] = field(default_factory=set)
    zone_changes: set[BusinessId] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class State:
    settings: Settings
    database: Database
    migrations: Migrations
    clock: Clock
    journal: Journal
    rules: RulesCache
    toolbox: Toolbox
    heavy: HeavyWork
    callers: Callers = field(default_factory=Callers)
    limit: RequestLimit = field(kw_only=True)
    turns: UpkeepTurns = field(default_factory=UpkeepTurns)
