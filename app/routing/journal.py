"""What customers asked for, stored beside their answers: docs/decisions/inquiry-journal.md.

An answer leaves its note in memory; a task of the same process writes what has come together in one
transaction. No answer waits for it and none fails by it; what cannot be written is counted and dropped.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from weakref import WeakKeyDictionary

import structlog
from asyncpg import PostgresError
from sqlalchemy import Engine, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.engine import Database
from app.db.failures import UNREACHABLE
from app.db.models.routing import RoutingInquiry

log = structlog.get_logger("luach.inquiries")

BATCH_SIZE = 200

GATHER_SECONDS = 0.05

MAX_WAITING = 10_000

WRITE_TIMEOUT = 20.0

SETTLE_TIMEOUT = 5.0

CONVERSATION_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class InquiryNote:
    """One inquiry and its answer: the columns of RoutingInquiry."""

    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeantNote:
    """The calendar that was meant after all: of the inquiry that was answered, or asked in a conversation."""

    business: BusinessId
    calendar_id: int
    by: Literal["answer", "booking"]
    at: datetime
    inquiry_id: int | None = None
    conversation: str | None = None


Note = InquiryNote | MeantNote


class Journal:
    """The notes of one process that are still to be written, in order."""

    def __init__(self) -> None:
        self._waiting: deque[Note] = deque()
        self._task: asyncio.Task[None] | None = None
        self._wanted_now = asyncio.Event()

    def add(self, database: Database, notes: tuple[Note, ...]) -> None:
        """Never waits and never raises."""
        if len(self._waiting) + len(notes) > MAX_WAITING:
            log.warning("inquiries_not_stored", count=len(notes), problem="too many are waiting")
            return
        self._waiting.extend(notes)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all(database), name="luach-inquiries")

    async def settled(self) -> None:
        """Once everything added so far is written or dropped, or too much time has passed."""
        if self._task is not None:
            self._wanted_now.set()
            await asyncio.wait({self._task}, timeout=SETTLE_TIMEOUT)
            self._wanted_now.clear()

    async def _write_all(self, database: Database) -> None:
        while self._waiting:
            # The answers leave first, and more notes come together.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wanted_now.wait(), GATHER_SECONDS)
            count = min(BATCH_SIZE, len(self._waiting))
            await _write_or_drop(database, tuple(self._waiting.popleft() for _ in range(count)))


# By engine: one database, one journal. A journal must not hold its database, or neither would ever go.
_JOURNALS: WeakKeyDictionary[Engine, Journal] = WeakKeyDictionary()


def note(database: Database, *notes: Note) -> None:
    """Have notes written soon, without waiting for it."""
    if notes:
        _JOURNALS.setdefault(database.writer.sync_engine, Journal()).add(database, notes)


async def settle(database: Database) -> None:
    """Wait until what this process has noted is written: before it is read, and before the process ends.

    Not for ever: where the database does not answer, five seconds.
    """
    journal = _JOURNALS.get(database.writer.sync_engine)
    if journal is not None:
        await journal.settled()


async def write_notes(session: AsyncSession, notes: tuple[Note, ...]) -> None:
    """Write notes in a transaction of the caller's."""
    rows = [given.row for given in notes if isinstance(given, InquiryNote)]
    if rows:
        # A drawn id that exists already is one in 2^53: then the newer inquiry is left out.
        await session.execute(insert(RoutingInquiry.__table__).on_conflict_do_nothing(), rows)  # type: ignore[arg-type]
    for given in notes:
        if isinstance(given, MeantNote):
            await _store_meaning(session, given)


async def _store_meaning(session: AsyncSession, meant: MeantNote) -> None:
    """What is known already stays: staff knows better than an answer, and an answer than a booking."""
    asked = (
        update(RoutingInquiry)
        .where(
            RoutingInquiry.business_id == meant.business,
            RoutingInquiry.decision == "ask",
            RoutingInquiry.intent == "booking",
            RoutingInquiry.answers_id.is_(None),
            RoutingInquiry.meant_calendar_id.is_(None),
            RoutingInquiry.candidates.contains([meant.calendar_id]),
            RoutingInquiry.at.between(meant.at - CONVERSATION_LIFETIME, meant.at),
        )
        .values(meant_calendar_id=meant.calendar_id, meant_by=meant.by)
    )
    if meant.inquiry_id is not None:
        asked = asked.where(RoutingInquiry.id == meant.inquiry_id)
    else:
        asked = asked.where(RoutingInquiry.conversation == meant.conversation)
    await session.execute(asked.execution_options(synchronize_session=False))


async def _write_or_drop(database: Database, notes: tuple[Note, ...]) -> None:
    try:
        async with asyncio.timeout(WRITE_TIMEOUT), database.transaction() as session:
            await write_notes(session, notes)
    except UNREACHABLE as error:
        _drop(notes, error)
    except (DBAPIError, PostgresError) as error:
        if len(notes) == 1:
            _drop(notes, error)
            return
        # One of them cannot be stored (its business is gone, say); the others can.
        for one in notes:
            await _write_or_drop(database, (one,))


def _drop(notes: tuple[Note, ...], error: Exception) -> None:
    # Below its first line an error may show the row, and with it what the customer said.
    log.warning("inquiries_not_stored", count=len(notes), problem=str(error).partition("\n")[0])
