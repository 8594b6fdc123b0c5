"""Work that no request asks for: offers and holds that expired, time that was freed by other programs, wall
clocks after a change of zone, and stored answers that are too old."""

import asyncio
from datetime import datetime

import structlog
from asyncpg import PostgresError
from sqlalchemy.exc import DBAPIError

from app.db.failures import UNREACHABLE
from app.routing.inquiries import FORGET_BATCH_SIZE, forget_old_inquiries
from app.routing.learning import train_requested_models
from app.runtime.state import State
from app.scheduling.holds import forget_expired
from app.scheduling.waitlist_offers import offer_freed, pass_on_expired
from app.scheduling.zone_changes import set_wall_clocks
from app.tenancy.idempotency import forget_old_answers, forget_old_conversations

log = structlog.get_logger("luach.upkeep")

INTERVAL_SECONDS = 15.0

FREED_BATCH_SIZE = 50
"""Freed times that one round offers at most."""

ZONES_BATCH_SIZE = 200
"""Changes of zone that one round follows at most."""

TROUBLE: tuple[type[Exception], ...] = (DBAPIError, PostgresError, *UNREACHABLE)


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
        except TROUBLE as error:
            # A statement that is cancelled may end in the driver's error about the connection it closed.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError from error
            log.warning("upkeep_failed", problem=str(error))


async def run_round(state: State) -> None:
    """Do every kind of work once, each in a transaction of its own."""
    now = state.clock()
    async with state.database.transaction() as session:
        passed_on = await pass_on_expired(session, now)
    offered = 0
    while offered < FREED_BATCH_SIZE and await _offer_next_freed(state, now):
        offered += 1
    rewritten = 0
    while rewritten < ZONES_BATCH_SIZE and await _follow_next_zone_change(state, now):
        rewritten += 1
    async with state.database.transaction() as session:
        removed = await forget_expired(session, now)
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


async def _forget_inquiries(state: State) -> None:
    """Delete all expired inquiries, one transaction per batch: a busy business has several batches."""
    removed = FORGET_BATCH_SIZE
    while removed == FORGET_BATCH_SIZE:
        async with state.database.transaction() as session:
            removed = await forget_old_inquiries(session, state.clock())


async def _follow_next_zone_change(state: State, now: datetime) -> bool:
    async with state.database.transaction() as session:
        return await set_wall_clocks(session, now)


async def _offer_next_freed(state: State, now: datetime) -> bool:
    async with state.database.transaction() as session:
        return await offer_freed(session, now)
