"""The journal of inquiries: notes in memory, written to the database behind the answers.

An answer adds its notes to the journal; a task of the same process writes the notes of the last 50 ms in one
transaction. Answers neither wait for that nor fail because of it: notes that cannot be written are counted in
the log and dropped. Why: docs/decisions/inquiry-journal.md.
"""

import asyncio
import contextlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

import structlog
from asyncpg import PostgresError
from sqlalchemy import update
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

FLUSH_TIMEOUT = 5.0

CONVERSATION_LIFETIME = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class InquiryNote:
    """An inquiry and its answer, as the columns of RoutingInquiry."""

    row: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MeantNote:
    """The calendar that turned out to be meant by an inquiry that ended in a question.

    The inquiry is named by `inquiry_id`, or else by the `conversation` that it was asked in.
    """

    business: BusinessId
    calendar_id: int
    by: Literal["answer", "booking"]
    at: datetime
    inquiry_id: int | None = None
    conversation: str | None = None


Note = InquiryNote | MeantNote


class Journal:
    """The notes of one process for one database, in order, until they are written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[Note] = deque()
        self._task: asyncio.Task[None] | None = None
        self._wanted_now = asyncio.Event()

    def add(self, *notes: Note) -> None:
        """Have notes written soon. Neither waits nor raises; drops the notes where too many are waiting."""
        if not notes:
            return
        if len(self._waiting) + len(notes) > MAX_WAITING:
            log.warning("inquiries_not_stored", count=len(notes), problem="too many are waiting")
            return
        self._waiting.extend(notes)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._write_all(), name="luach-inquiries")

    async def flush(self) -> None:
        """Wait until all notes added so far are written or dropped, but at most `FLUSH_TIMEOUT` seconds.

        Call it before inquiries are read and before the process ends.
        """
        if self._task is not None:
            self._wanted_now.set()
            await asyncio.wait({self._task}, timeout=FLUSH_TIMEOUT)
            self._wanted_now.clear()

    async def _write_all(self) -> None:
        while self._waiting:
            # Let the answers leave first, and more notes join the batch.
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wanted_now.wait(), GATHER_SECONDS)
            count = min(BATCH_SIZE, len(self._waiting))
            await _write_or_drop(self._database, tuple(self._waiting.popleft() for _ in range(count)))


async def write_notes(session: AsyncSession, notes: tuple[Note, ...]) -> None:
    """Write notes in the caller's transaction."""
    rows = [given.row for given in notes if isinstance(given, InquiryNote)]
    if rows:
        # The chance that a random id exists already is one in 2^53: the newer inquiry is then left out.
        await session.execute(insert(RoutingInquiry.__table__).on_conflict_do_nothing(), rows)  # type: ignore[arg-type]
    for given in notes:
        if isinstance(given, MeantNote):
            await _store_meaning(session, given)


async def _store_meaning(session: AsyncSession, meant: MeantNote) -> None:
    """Set the calendar meant unless it is known already.

    Staff knows better than the customer's answer, and the answer better than a booking.
    """
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
        # One of them cannot be stored (for example because its business is gone); the others can.
        for one in notes:
            await _write_or_drop(database, (one,))


def _drop(notes: tuple[Note, ...], error: Exception) -> None:
    # The lines below the first may show the row, and with it the customer's words.
    log.warning("inquiries_not_stored", count=len(notes), problem=str(error).partition("\n")[0])
