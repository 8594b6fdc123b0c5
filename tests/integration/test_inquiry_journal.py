"""The journal of inquiries: it never slows or fails an answer, and stores everything that can be stored."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from app.core.principal import BusinessId
from app.db.models.routing import RoutingInquiry
from app.routing.inquiries import _OLD, FORGET_BATCH_SIZE
from app.routing.journal import BATCH_SIZE, MAX_WAITING, InquiryNote, Note
from app.routing.resolving import InquiryContext, resolve_inquiry
from app.runtime import upkeep
from app.schemas.scheduling import InquiryIn
from tests.support import factories
from tests.support.factories import NOW, RESOLVE, House, Service, body
from tests.support.servers import connected

ONE_MAJOR = True

WORDS = "המילים של הלקוח"


async def kept(service: Service, house: House) -> int:
    async with connected(service.database_url) as connection:
        count: int = await connection.fetchval(
            "SELECT count(*) FROM routing_inquiries WHERE business_id = $1", house.id
        )
        return count


async def noted(service: Service, business: int, count: int = 1) -> list[Note]:
    notes: list[Note] = []
    current = await service.state.rules.current(service.database, BusinessId(business))
    for _ in range(count):
        inquiry, context = InquiryIn(intent_text=WORDS), InquiryContext(NOW)
        notes += resolve_inquiry(current, BusinessId(business), inquiry, context).notes
    return notes


async def test_an_answer_does_not_wait_for_a_table_that_is_locked(service: Service, house: House) -> None:
    async with connected(service.database_url) as connection, connection.transaction():
        await connection.execute("LOCK TABLE routing_inquiries IN ACCESS EXCLUSIVE MODE")
        async with asyncio.timeout(5):
            for _ in range(30):
                body(await house.agent.post(RESOLVE, {"intent_text": WORDS}))
    await service.state.journal.flush()
    assert await kept(service, house) == 30


async def test_what_cannot_be_stored_takes_nothing_with_it_and_is_counted_without_its_words(
    service: Service, house: House
) -> None:
    good = await noted(service, house.id, 3)
    (bad,) = await noted(service, 2**31 - 1)  # of a business that is gone
    with capture_logs() as logs:
        service.state.journal.add(good[0], bad, *good[1:])
        await service.state.journal.flush()
    assert await kept(service, house) == 3
    (line,) = [line for line in logs if line["event"] == "inquiries_not_stored"]
    assert line["count"] == 1
    assert WORDS not in f"{logs}"


async def test_the_same_id_twice_keeps_the_first(service: Service, house: House) -> None:
    notes = await noted(service, house.id, 2)
    assert isinstance(notes[0], InquiryNote)
    service.state.journal.add(notes[0], notes[0], notes[1])
    await service.state.journal.flush()
    assert await kept(service, house) == 2


async def test_more_than_a_batch_is_written_in_full(service: Service, house: House) -> None:
    service.state.journal.add(*await noted(service, house.id, BATCH_SIZE * 2 + 1))
    await service.state.journal.flush()
    assert await kept(service, house) == BATCH_SIZE * 2 + 1


async def test_there_is_an_end_to_what_may_wait(service: Service, house: House) -> None:
    one = await noted(service, house.id)
    service.state.journal.add(*one * (MAX_WAITING + 1))
    await service.state.journal.flush()
    assert await kept(service, house) == 0


async def test_a_process_that_is_stopped_writes_what_it_noted(own_database: str) -> None:
    async with factories.running(own_database) as service:
        house = await service.house()
        for _ in range(20):
            body(await house.agent.post(RESOLVE, {"intent_text": WORDS}))
    assert await kept(service, house) == 20


async def test_a_lost_database_costs_the_note_and_nothing_else(own_database: str) -> None:
    async with factories.running(own_database) as service:
        house = await service.house()
        notes = await noted(service, house.id)
        await service.database.writer.dispose()
        async with connected(own_database) as connection:
            await connection.execute("ALTER TABLE routing_inquiries RENAME TO away")
            body(await house.agent.post(RESOLVE, {"intent_text": WORDS}))
            service.state.journal.add(*notes)
            await service.state.journal.flush()
            await connection.execute("ALTER TABLE away RENAME TO routing_inquiries")
        body(await house.agent.post(RESOLVE, {"intent_text": WORDS}))
        await service.state.journal.flush()
        assert await kept(service, house) == 1


@pytest.mark.parametrize("days", [1, 365])
async def test_the_last_day_is_counted_from_the_inquiry(service: Service, house: House, days: int) -> None:
    place = "/api/calendar/routing-settings"
    body(await house.owner.patch(place, {"inquiry_retention_days": days}))
    (asked,) = await noted(service, house.id)
    assert isinstance(asked, InquiryNote)
    assert asked.row["expires_at"] == NOW + timedelta(days=days)
    assert asked.row.keys() <= {column.name for column in RoutingInquiry.__table__.columns}


async def test_upkeep_forgets_more_than_one_batch_and_finds_them_by_index(own_database: str) -> None:
    async with factories.running(own_database) as service, connected(own_database) as connection:
        house = await service.house()
        fill = """
            INSERT INTO routing_inquiries (business_id, id, at, expires_at, channel, decision, reason, intent,
                                           language, rules_version, algorithm_version)
            SELECT $1, n, $2::timestamptz, $2 + n * interval '1 second', 'all', 'ask', 'no_match', 'booking',
                   'he', '', ''
            FROM generate_series(1, $3::int) n"""
        count = 2 * FORGET_BATCH_SIZE + 7
        await connection.execute(fill, house.id, NOW, 20 * count)
        await connection.execute("ANALYZE routing_inquiries")
        service.clock.now = NOW + timedelta(seconds=count)
        await upkeep.run_round(service.state)
        assert await kept(service, house) == 19 * count
        await upkeep.run_round(service.state)
        assert await kept(service, house) == 19 * count
        plan = await connection.fetch(f"EXPLAIN {_OLD.positional}", service.clock.now, FORGET_BATCH_SIZE)
        assert "idx_routing_inquiries_expires" in "".join(row[0] for row in plan)
