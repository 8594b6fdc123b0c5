"""Work that no request asks for: offers and holds that expired, time that was freed by other programs, wall
clocks after a change of zone, phone numbers and customers of what SQL wrote, and stored answers that are too
old."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.customers.unassigned import assign_next_customers
from app.customers.unread_phones import note_changed_countries, read_next_phones
from app.db.failures import DATABASE_ERRORS
from app.routing.inquiries import FORGET_BATCH_SIZE, forget_old_inquiries
from app.routing.learning import train_requested_models
from app.runtime.state import State
from app.scheduling.freed_times import offer_freed
from app.scheduling.holds import forget_expired
from app.scheduling.waitlist_offers import pass_on_expired
from app.scheduling.zone_changes import set_wall_clocks, settle_rereads
from app.tenancy.idempotency import forget_old_answers, forget_old_conversations

log = structlog.get_logger("luach.upkeep")

INTERVAL_SECONDS = 15.0

FREED_BATCH_SIZE = 50
"""Freed times that one round offers at most."""

ZONES_BATCH_SIZE = 200
"""Changes of zone that one round follows at most."""

PHONES_BATCHES = 50
"""Batches of phone numbers that one round reads at most."""

CUSTOMERS_BATCHES = 20
"""Batches of appointments whose customers one round finds at most."""

_Step = Callable[[AsyncSession, Collection[BusinessId], datetime], Awaitable[BusinessId | None]]
"""Work for a business that is not among the given ones; its business, None if there is no work."""


async def run(state: State) -> None:
    """Run a round every `INTERVAL_SECONDS` until cancelled.

    Several processes may do so at once: each skips the rows that another one has locked.
    """
    while True:
        await asyncio.sleep(INTERVAL_SECONDS)
        if not state.migrations.state.ready:
            continue
        try:
            await run_round(state)
        except DATABASE_ERRORS as error:
            # A statement that is cancelled may end in the driver's error about the connection it closed.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError from error
            log.warning("upkeep_failed", problem=str(error))


async def run_round(state: State) -> None:
    """Do every kind of work once, each in a transaction of its own."""
    now = state.clock()
    async with state.database.transaction() as session:
        passed_on = await pass_on_expired(session, now)
    offered = await offer_freed_times(state, now)
    await _take_turns(state, set_wall_clocks, state.turns.zone_changes, now, ZONES_BATCH_SIZE)
    await _read_phones(state)
    await _assign_customers(state)
    async with state.database.transaction() as session:
        removed = await forget_expired(session, now)
        await settle_rereads(session, now)
    async with state.database.transaction() as session:
        forgotten = await forget_old_answers(session, now)
        await forget_old_conversations(session, now)
    await _forget_inquiries(state)
    await train_requested_models(state.rules.models, state.database, now)
    if passed_on or offered or removed or forgotten:
        log.info(
            "upkeep",
            offers_passed_on=passed_on,
            freed_times_offered=offered,
            holds_removed=removed,
            answers_forgotten=forgotten,
        )


async def offer_freed_times(state: State, now: datetime) -> int:
    """Offer up to `FREED_BATCH_SIZE` freed times to the waiting lists; how many they were."""
    return await _take_turns(state, offer_freed, state.turns.freed_times, now, FREED_BATCH_SIZE)


async def _read_phones(state: State) -> None:
    async with state.database.transaction() as session:
        await note_changed_countries(session)
    for _ in range(PHONES_BATCHES):
        async with state.database.transaction() as session:
            if not await read_next_phones(session):
                return


async def _assign_customers(state: State) -> None:
    for _ in range(CUSTOMERS_BATCHES):
        async with state.database.transaction() as session:
            if not await assign_next_customers(session):
                return


async def _forget_inquiries(state: State) -> None:
    """Delete all expired inquiries, one transaction per batch: a busy business has several batches."""
    removed = FORGET_BATCH_SIZE
    while removed == FORGET_BATCH_SIZE:
        async with state.database.transaction() as session:
            removed = await forget_old_inquiries(session, state.clock())


async def _take_turns(
    state: State, step: _Step, served: set[BusinessId], now: datetime, batch_size: int
) -> int:
    """Take up to `batch_size` steps, one transaction each, and return their number.

    No business is served again before every other business with work is among those `served`.
    """
    for taken in range(batch_size):
        business = await _take_step(state, step, served, now)
        if business is None and served:
            served.clear()
            business = await _take_step(state, step, served, now)
        if business is None:
            return taken
        served.add(business)
    return batch_size


async def _take_step(state: State, step: _Step, served: set[BusinessId], now: datetime) -> BusinessId | None:
    async with state.database.transaction() as session:
        return await step(session, served, now)
