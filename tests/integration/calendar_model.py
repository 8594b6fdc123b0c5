"""A simple model of one calendar and of the bookings that it allows, in minutes after opening."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
)
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId
from app.db.engine import Database
from app.errors import BookingRefused
from app.scheduling.opening import change_business_settings, change_calendar_settings
from app.schemas.opening import BusinessSettingsChange, CalendarSettingsChange
from app.schemas.tenancy import BusinessIn
from app.tenancy.businesses import create_business
from tests.support.factories import NOW

DAY = datetime(2027, 1, 12, 7, tzinfo=UTC)  # 09:00 in Jerusalem
OPENS, CLOSES, STEP, LENGTH = 0, 8 * 60, 30, 60
MINUTE = timedelta(minutes=1)
AUTHOR = Author("agent: test", "all", "ai_agent")
T = TypeVar("T")

starts = st.integers(OPENS // STEP, (CLOSES - LENGTH) // STEP + 1).map(lambda step: step * STEP)
lengths = st.sampled_from([30, 60, 90])


@dataclass
class Taken:
    """Minutes after opening; `until` is when a hold expires, `everyone` takes all seats."""

    start: int
    length: int
    until: datetime | None = None
    everyone: bool = False

    def around(self, before: int, after: int) -> tuple[int, int]:
        """The footprint; time off has no buffers."""
        if self.everyone:
            return self.start, self.start + self.length
        return self.start - before, self.start + self.length + after


class CalendarModel(RuleBasedStateMachine):
    """A model of a calendar. It assigns no seats, so in groups all appointments have one length."""

    database: Database
    runner: asyncio.Runner

    @initialize(
        capacity=st.sampled_from([1, 1, 2, 3]),
        before=st.sampled_from([0, 15]),
        after=st.sampled_from([0, 30]),
        most=st.sampled_from([None, None, 3]),
    )
    def opens(self, capacity: int, before: int, after: int, most: int | None) -> None:
        self.capacity, self.before, self.after, self.most = capacity, before, after, most
        self.now = NOW
        self.appointments: dict[int, Taken] = {}
        self.holds: dict[int, Taken] = {}
        self.off: dict[int, Taken] = {}
        self.do(self._make)

    async def _make(self, session: AsyncSession) -> None:
        self.business = BusinessId((await create_business(session, BusinessIn(name="one calendar"))).id)
        week = {"tue": [["09:00", "17:00"]]}
        change = BusinessSettingsChange(
            opening_hours=week,
            slot_step_minutes=STEP,
            buffer_before_minutes=self.before,
            buffer_after_minutes=self.after,
            max_per_day=self.most,
        )
        await change_business_settings(session, self.business, change, NOW)
        found = await session.execute(
            text("SELECT id FROM business_calendars WHERE business_id = :b"), {"b": self.business}
        )
        self.calendar = found.scalar_one()
        # The calendar's own buffers would go before the business's.
        await session.execute(
            text(
                "UPDATE business_calendars SET buffer_before_minutes = NULL, buffer_after_minutes = NULL,"
                " default_duration_minutes = 60 WHERE id = :c"
            ),
            {"c": self.calendar},
        )
        own = CalendarSettingsChange(capacity=self.capacity)
        await change_calendar_settings(session, self.business, self.calendar, own, NOW)

    def do(self, work: Callable[[AsyncSession], Coroutine[Any, Any, T]]) -> T:
        """Run one operation in a transaction."""

        async def transaction() -> T:
            async with self.database.transaction() as session:
                return await work(session)

        return self.runner.run(transaction())

    def length_of(self, asked: int) -> int:
        return LENGTH if self.capacity > 1 else asked

    def live(self) -> list[Taken]:
        kept = [hold for hold in self.holds.values() if hold.until is not None and hold.until > self.now]
        return [*self.appointments.values(), *kept]

    def fits(self, start: int, length: int, without: Taken | None = None) -> bool:
        """Whether the model would book it."""
        if start < OPENS or start + length > CLOSES:
            return False
        others = [each for each in self.live() if each is not without]
        if self.most is not None and len(others) >= self.most:
            return False
        mine = Taken(start, length).around(self.before, self.after)
        clashes = [each for each in (*others, *self.off.values()) if self.meet(mine, each)]
        if any(each.everyone for each in clashes):
            return False
        if self.capacity == 1:
            return not clashes
        return self.seats_left(start, length, without)

    def meet(self, mine: tuple[int, int], other: Taken) -> bool:
        start, end = other.around(self.before, self.after)
        return mine[0] < end and start < mine[1]

    def seats_left(self, start: int, length: int, without: Taken | None) -> bool:
        """Whether one seat, as they were given out, is free for the whole footprint."""
        mine = Taken(start, length).around(self.before, self.after)
        taken = {self.seat[id(each)] for each in self.live() if each is not without and self.meet(mine, each)}
        return len(taken) < self.capacity

    @property
    def seat(self) -> dict[int, int]:
        """Seats by the model's own objects, as the database has them: which one is free to choose."""
        rows = self.do(self._seats)
        taken = {**self.holds, **{self.interval[key]: one for key, one in self.appointments.items()}}
        return {id(one): rows[key] for key, one in taken.items() if key in rows}

    async def _seats(self, session: AsyncSession) -> dict[int, int]:
        found = await session.execute(
            text(
                "SELECT b.id, b.seat, a.id AS appointment FROM busy_intervals b"
                " LEFT JOIN appointments a ON a.busy_interval_id = b.id WHERE b.calendar_id = :c"
            ),
            {"c": self.calendar},
        )
        rows = found.all()
        self.interval = {row.appointment: row.id for row in rows if row.appointment is not None}
        return {row.id: row.seat for row in rows}

    @contextmanager
    def allowed(self, fits: bool) -> Iterator[None]:
        """Check that a request succeeded if the model allows it, and was refused if not."""
        if fits:
            yield
            return
        with pytest.raises(BookingRefused):
            yield
