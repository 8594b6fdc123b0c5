"""What has to be done though nobody asks: offers and holds that ran out, time that came free behind our back,
wall clocks after a change of zone, answers past their day."""

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

EVERY_SECONDS = 15.0

FREED_A_ROUND = 50

ZONES_A_ROUND = 200

TROUBLE: tuple[type[Exception], ...] = (DBAPIError, PostgresError, *UNREACHABLE)


async def run(state: State) -> None:
    """Once in a while, for ever. Several processes may: rows that another one has at hand are skipped."""
    while True:
        await asyncio.sleep(EVERY_SECONDS)
        if not state.migrations.state.ready:
            continue
        try:
            await once(state)
        except TROUBLE as error:
            # Cancelled in the midst of a statement, the driver may speak of the connection that it closed.
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise asyncio.CancelledError from error
            log.warning("upkeep_failed", problem=str(error))


async def once(state: State) -> None:
    """Each in its own transaction."""
    now = state.clock()
    async with state.database.transaction() as session:
        passed_on = await pass_on_expired(session, now)
    offered = 0
    while offered < FREED_A_ROUND and await _offered_freed(state, now):
        offered += 1
    rewritten = 0
    while rewritten < ZONES_A_ROUND and await _wall_clocks_set(state, now):
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
    """All whose time is over, a transaction for each batch: a busy business keeps more than one a turn."""
    removed = FORGET_BATCH_SIZE
    while removed == FORGET_BATCH_SIZE:
        async with state.database.transaction() as session:
            removed = await forget_old_inquiries(session, state.clock())


async def _wall_clocks_set(state: State, now: datetime) -> bool:
    async with state.database.transaction() as session:
        return await set_wall_clocks(session, now)


async def _offered_freed(state: State, now: datetime) -> bool:
    async with state.database.transaction() as session:
        return await offer_freed(session, now)
