"""One calendar, used at random through the operations, against a plain model of it."""

import asyncio
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.db.engine import Database, connect
from app.errors import HoldExpired, UnknownHold
from app.scheduling import booking, holds, time_off
from app.scheduling.availability import SlotQuery, search_slots
from app.scheduling.heavy import HeavyWork
from app.schemas.scheduling import AppointmentIn, HoldIn, RescheduleIn
from app.schemas.time_off import TimeOffIn
from tests.integration.calendar_model import (
    AUTHOR,
    CLOSES,
    DAY,
    LENGTH,
    MINUTE,
    OPENS,
    STEP,
    CalendarModel,
    Taken,
    lengths,
    starts,
)


class OneCalendar(CalendarModel):
    """Operations on one calendar, and the invariants that hold after each step."""

    @rule(start=starts, off_grid=st.sampled_from([0, 0, 10]), length=lengths)
    def book(self, start: int, off_grid: int, length: int) -> None:
        length = self.length_of(length)
        start += off_grid
        wanted = AppointmentIn(
            starts_at=DAY + start * MINUTE, duration_minutes=length, customer_name="דנה", customer_phone="050"
        )
        with self.allowed(self.fits(start, length)):
            made = self.do(
                lambda session: booking.book(
                    session,
                    self.business,
                    wanted,
                    [self.calendar],
                    chosen_by="given",
                    author=AUTHOR,
                    now=self.now,
                )
            )
            self.appointments[made.id] = Taken(start, length)

    @rule(start=starts, length=lengths, minutes=st.sampled_from([1, 5, 60]))
    def hold(self, start: int, length: int, minutes: int) -> None:
        length = self.length_of(length)
        wanted = HoldIn(starts_at=DAY + start * MINUTE, duration_minutes=length, hold_minutes=minutes)
        with self.allowed(self.fits(start, length)):
            made = self.do(
                lambda session: holds.hold(
                    session, self.business, wanted, [self.calendar], chosen_by="given", now=self.now
                )
            )
            self.holds[made.id] = Taken(start, length, self.now + minutes * MINUTE)

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def confirm(self, data: st.DataObject) -> None:
        hold_id = data.draw(st.sampled_from(sorted(self.holds)))
        kept = self.holds[hold_id]
        assert kept.until is not None
        wanted = AppointmentIn(hold_id=hold_id, customer_name="דנה", customer_phone="050")
        try:
            made = self.do(
                lambda session: booking.book(
                    session, self.business, wanted, [], chosen_by="given", author=AUTHOR, now=self.now
                )
            )
        except (HoldExpired, UnknownHold):
            assert kept.until <= self.now, "a live hold could not be booked"
        else:
            assert kept.until > self.now, "an expired hold was booked"
            self.appointments[made.id] = Taken(kept.start, kept.length)
        del self.holds[hold_id]

    @precondition(lambda self: self.holds)
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        hold_id = data.draw(st.sampled_from(sorted(self.holds)))
        kept = self.holds.pop(hold_id)
        assert kept.until is not None
        try:
            self.do(lambda session: holds.release_hold(session, self.business, hold_id, self.now))
        except UnknownHold:
            assert kept.until <= self.now, "a live hold was lost"

    @precondition(lambda self: self.appointments)
    @rule(data=st.data(), start=starts)
    def move(self, data: st.DataObject, start: int) -> None:
        appointment = data.draw(st.sampled_from(sorted(self.appointments)))
        was = self.appointments[appointment]
        wanted = RescheduleIn(starts_at=DAY + start * MINUTE)
        with self.allowed(self.fits(start, was.length, without=was)):
            self.do(
                lambda session: booking.reschedule(
                    session, self.business, appointment, wanted, author=AUTHOR, now=self.now
                )
            )
            self.appointments[appointment] = Taken(start, was.length)

    @precondition(lambda self: self.appointments)
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        appointment = data.draw(st.sampled_from(sorted(self.appointments)))
        del self.appointments[appointment]
        self.do(
            lambda session: booking.cancel(
                session, self.business, appointment, None, author=AUTHOR, now=self.now
            )
        )

    @rule(start=starts, length=st.sampled_from([15, 60, 240]))
    def take_time_off(self, start: int, length: int) -> None:
        wanted = TimeOffIn(starts_at=DAY + start * MINUTE, ends_at=DAY + (start + length) * MINUTE)
        made = self.do(lambda session: time_off.add_time_off(session, self.business, self.calendar, wanted))
        self.off[made.id] = Taken(start, length, everyone=True)

    @precondition(lambda self: self.off)
    @rule(data=st.data())
    def come_back(self, data: st.DataObject) -> None:
        off = data.draw(st.sampled_from(sorted(self.off)))
        del self.off[off]
        self.do(
            lambda session: time_off.remove_time_off(session, self.business, self.calendar, off, self.now)
        )

    @rule(minutes=st.sampled_from([1, 5, 59]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @invariant()
    def listing_is_the_model(self) -> None:
        query = SlotQuery((self.calendar,), DAY.date(), DAY.date(), LENGTH, limit=500)
        found = self.runner.run(self._search(query))
        listed = [int((slot.starts_at - DAY) / MINUTE) for slot in found.slots]
        grid = range(OPENS, CLOSES, STEP)
        assert listed == [start for start in grid if self.fits(start, LENGTH)]

    async def _search(self, query: SlotQuery) -> Any:
        async with self.database.read() as reader:
            return await search_slots(reader, self.business, query, "given", self.now, HeavyWork())

    @invariant()
    def no_two_footprints_overlap(self) -> None:
        assert self.do(self._overlaps) == 0

    async def _overlaps(self, session: AsyncSession) -> int:
        found = await session.execute(
            text(
                "SELECT count(*) FROM busy_intervals a JOIN busy_intervals b ON a.calendar_id = b.calendar_id"
                " AND a.seat = b.seat AND a.id < b.id AND a.exclusive AND b.exclusive"
                " AND a.footprint && b.footprint WHERE a.calendar_id = :c"
            ),
            {"c": self.calendar},
        )
        count: int = found.scalar_one()
        return count


def test_a_calendar_used_at_random_is_as_a_plain_model_says(shared_database: str) -> None:
    with asyncio.Runner() as runner:

        async def opened() -> Database:
            return connect(shared_database, pool_size=2)

        database = runner.run(opened())

        class Machine(OneCalendar):
            pass

        Machine.database, Machine.runner = database, runner
        try:
            run_state_machine_as_test(
                Machine,
                settings=settings(
                    max_examples=40,
                    stateful_step_count=25,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
        finally:
            runner.run(database.close())
