"""Estimates of a search, made before it is begun."""

from collections.abc import Iterable

from app.core.scheduling.hours import DAY_MINUTES
from app.core.scheduling.setup import CalendarSetup
from app.errors import SearchTooLarge

MAX_STEPS = 10_000_000
"""The largest search: some 0.4 s of processor time. 300 calendars for two weeks on a one-minute grid have 6
million steps, for 100 days on a grid of 15 minutes 2.9 million."""

_COARSEST_MINUTES = 15
"""A calendar's day has a cost of its own: a coarser grid counts as one of 15 minutes."""

LEAST_STEPS_PER_DAY = DAY_MINUTES // _COARSEST_MINUTES


def steps_per_day(setups: Iterable[CalendarSetup]) -> int:
    """Steps of the grids of one day, as if all seats differed and every day were open around the clock."""
    return sum(
        setup.capacity * -(-DAY_MINUTES // min(setup.policy.slot_step_min, _COARSEST_MINUTES))
        for setup in setups
    )


def check_size(steps: int) -> int:
    """The same number, if so many steps may be searched. Raises SearchTooLarge."""
    if steps > MAX_STEPS:
        raise SearchTooLarge(steps=f"{steps:,}", max=f"{MAX_STEPS:,}")
    return steps
