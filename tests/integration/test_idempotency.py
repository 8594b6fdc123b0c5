"""`Idempotency-Key`: whoever repeats a request gets the answer again, and the work is done once."""

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import text

from app.runtime.upkeep import run_round
from app.tenancy.idempotency import KEPT_FOR
from tests.support import factories
from tests.support.children import served, until_ready
from tests.support.desk import (
    HOLDS,
    SERIES,
    WAITLIST,
    all_at_once,
    statuses,
    time_off_of,
    until_somebody_waits,
    with_key,
)
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    NOW,
    RULES,
    House,
    Json,
    Service,
    body,
    local,
    problem,
    stored,
)
from tests.support.servers import connected

ONE_MAJOR = True

TEN = local(12, "10:00")


def creations(house: House) -> dict[str, tuple[str, Json]]:
    here = {"calendar_id": house.default_calendar}
    span = {"since": local(12, "00:00"), "until": local(13, "00:00")}
    off = {"starts_at": local(14, "00:00"), "ends_at": local(15, "00:00")}
    return {
        "calendar": (CALENDARS, {"name": "ייעוץ"}),
        "rule": (RULES, {**here, "match_keywords": ["גג"]}),
        "hold": (HOLDS, {**here, "starts_at": TEN}),
        "appointment": (APPOINTMENTS, {**here, "starts_at": TEN, "customer_name": "דנה"}),
        "series": (SERIES, {**here, "starts_at": TEN, "customer_name": "דנה", "rrule": "FREQ=DAILY;COUNT=2"}),
        "waiting": (WAITLIST, {**here, **span, "customer_name": "רון"}),
        "time off": (time_off_of(house.default_calendar), off),
    }


@pytest.mark.parametrize("what", ["calendar", "rule", "hold", "appointment", "series", "waiting", "time off"])
async def test_a_repeated_request_is_answered_as_the_first_was(
    service: Service, house: House, what: str
) -> None:
    path, wanted = creations(house)[what]
    first = await with_key(house.owner, path, wanted, "a key")
    body(first, 201)
    assert "idempotency-replayed" not in first.headers
    before = await everything(service, house)
    reordered = dict(reversed(wanted.items()))
    for again in (
        await with_key(house.owner, path, wanted, "a key"),
        await with_key(house.owner, path, reordered, "a key"),
    ):
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["idempotency-replayed"] == "true"
        for name in ("location", "content-type", "etag"):
            assert again.headers.get(name) == first.headers.get(name)
    assert await everything(service, house) == before
    changed = {**wanted, **({"name": "אחר"} if what == "calendar" else {}), "notes": "אחר"}
    problem(await with_key(house.owner, path, changed, "a key"), 422, *refusal_of(what))
    assert await everything(service, house) == before


def refusal_of(what: str) -> tuple[str, ...]:
    """A body that is no request at all is refused as such, before its key is looked at."""
    known = {"appointment", "series", "waiting"}
    return ("idempotency_conflict",) if what in known else ("unknown_field", "/notes")


async def everything(service: Service, house: House) -> list[int]:
    tables = (
        *("business_calendars", "calendar_routing_rules", "appointments", "busy_intervals"),
        *("waitlist_entries", "appointment_series", "appointment_audit", "idempotency_keys"),
    )
    async with connected(service.database_url) as connection:
        return [
            await connection.fetchval(f"SELECT count(*) FROM {table} WHERE business_id = $1", house.id)  # noqa: S608
            for table in tables
        ]


async def test_one_key_is_good_for_one_request(house: House) -> None:
    path, wanted = creations(house)["appointment"]
    body(await with_key(house.agent, path, wanted, "k"), 201)
    for other_path, other in (
        (path, {**wanted, "starts_at": local(12, "12:00")}),
        (HOLDS, {"calendar_id": house.default_calendar, "starts_at": local(12, "12:00")}),
    ):
        problem(await with_key(house.agent, other_path, other, "k"), 422, "idempotency_conflict")
    body(await with_key(house.agent, path, {**wanted, "starts_at": local(12, "12:00")}, "K"), 201)


async def test_what_failed_may_be_tried_again(service: Service, house: House) -> None:
    path, wanted = creations(house)["appointment"]
    taken = await house.booked(TEN)
    problem(await with_key(house.agent, path, wanted, "k"), 409, "slot_taken")
    problem(await with_key(house.viewer, path, wanted, "k"), 403, "forbidden")
    body(await house.agent.post(f"{APPOINTMENTS}/{taken['id']}/cancel"))
    answer = await with_key(house.agent, path, wanted, "k")
    body(answer, 201)
    assert "idempotency-replayed" not in answer.headers
    assert await stored(service, house) == (2, 1)


async def test_a_key_belongs_to_its_business(service: Service, house: House) -> None:
    other = await service.house()
    for each in (house, other):
        path, wanted = creations(each)["appointment"]
        answer = await with_key(each.agent, path, wanted, "the same key")
        assert body(answer, 201)["calendar_id"] == each.default_calendar
        assert "idempotency-replayed" not in answer.headers


async def test_a_replay_needs_the_role_too(house: House) -> None:
    path, wanted = creations(house)["calendar"]
    body(await with_key(house.owner, path, wanted, "k"), 201)
    problem(await with_key(house.viewer, path, wanted, "k"), 403, "forbidden")
    path, wanted = creations(house)["appointment"]
    body(await with_key(house.owner, path, {**wanted, "override": True}, "o"), 201)
    problem(await with_key(house.agent, path, {**wanted, "override": True}, "o"), 403, "forbidden")


async def test_a_key_is_kept_for_a_day(service: Service, house: House) -> None:
    path, wanted = creations(house)["calendar"]
    first = await with_key(house.owner, path, wanted, "k")
    service.clock.now = NOW + KEPT_FOR - timedelta(microseconds=1)
    await run_round(service.state)
    assert (await with_key(house.owner, path, wanted, "k")).content == first.content
    service.clock.now = NOW + KEPT_FOR
    again = await with_key(house.owner, path, {"name": "אחר"}, "k")
    assert body(again, 201)["id"] != first.json()["id"]
    service.clock.now += KEPT_FOR
    await run_round(service.state)
    async with connected(service.database_url) as connection:
        kept = await connection.fetchval(
            "SELECT count(*) FROM idempotency_keys WHERE business_id = $1", house.id
        )
    assert kept == 0


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
async def test_a_key_that_cannot_be_kept_is_refused(house: House, key: str) -> None:
    path, wanted = creations(house)["calendar"]
    answer = await with_key(house.owner, path, wanted, key)
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/Idempotency-Key"]


@pytest.mark.parametrize("key", ["x" * 255, "8e03978e-40d5-43dd-bc93-6894a57f9324", "a b", '"quoted"', "%00"])
async def test_any_other_key_will_do(house: House, key: str) -> None:
    path, wanted = creations(house)["calendar"]
    first = await with_key(house.owner, path, wanted, key)
    assert (await with_key(house.owner, path, wanted, key)).content == first.content


@pytest.fixture
async def crowded(own_database: str) -> AsyncIterator[Service]:
    async with factories.running(own_database, db_pool_size=40) as service:
        yield service


async def test_of_twenty_that_share_a_key_one_books(crowded: Service) -> None:
    shop = await crowded.house()
    path, wanted = creations(shop)["appointment"]
    answers = await all_at_once(*(with_key(shop.agent, path, wanted, "k") for _ in range(20)))
    won = [answer for answer in answers if answer.status_code == 201]
    assert set(statuses(answers)) <= {201, 409}
    assert len({answer.content for answer in won}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in won) == 1
    for answer in answers:
        if answer.status_code == 409:
            problem(answer, 409, "idempotency_in_flight")
    assert await stored(crowded, shop) == (1, 1)


async def test_while_the_first_is_at_work_the_second_is_told_so(crowded: Service) -> None:
    """The first waits for a time that another transaction is about to take, or not."""
    shop = await crowded.house()
    path, wanted = creations(shop)["appointment"]
    async with connected(crowded.database_url) as blocker:
        transaction = blocker.transaction()
        await transaction.start()
        await blocker.execute(
            "INSERT INTO busy_intervals (business_id, calendar_id, footprint, kind, starts_at, ends_at)"
            " VALUES ($1, $2, tstzrange($3, $4), 'appointment', $3, $4)",
            *(shop.id, shop.default_calendar),
            *(datetime.fromisoformat(local(12, clock)) for clock in ("10:00", "11:00")),
        )
        first = asyncio.create_task(with_key(shop.agent, path, wanted, "k"))
        await until_somebody_waits(crowded)
        problem(await with_key(shop.agent, path, wanted, "k"), 409, "idempotency_in_flight")
        problem(await with_key(shop.agent, path, {**wanted, "notes": "x"}, "k"), 409, "idempotency_in_flight")
        body(await with_key(shop.agent, path, {**wanted, "starts_at": local(13, "10:00")}, "other"), 201)
        await transaction.rollback()
    body(await first, 201)
    again = await with_key(shop.agent, path, wanted, "k")
    assert again.content == (await first).content


async def test_a_killed_server_leaves_the_key_and_its_work_or_neither(own_database: str) -> None:
    """Many bookings under keys while the server is killed; then each is repeated against another server."""
    async with factories.running(own_database, db_pool_size=5) as service:
        service.clock.now = datetime.now(UTC)
        shop = await service.house(always_open=True, booking_window_days=3000)
        path, wanted = creations(shop)["appointment"]
        bodies = {
            f"key {number}": {**wanted, "starts_at": f"2030-01-{number // 24 + 1:02}T{number % 24:02}:00:00"}
            for number in range(240)
        }
        headers = {"Authorization": f"Bearer {shop.agent.key}"}
        answered: dict[str, bytes] = {}
        enough = threading.Event()

        def send(address: str, keys: list[str]) -> None:
            with (
                contextlib.suppress(httpx.TransportError),
                httpx.Client(base_url=address, timeout=30) as client,
            ):
                for key in keys:
                    answer = client.post(path, json=bodies[key], headers={**headers, "Idempotency-Key": key})
                    assert answer.status_code == 201, answer.text
                    answered[key] = answer.content
                    if len(answered) >= 30:
                        enough.set()

        with served(DATABASE_URL=own_database, LUACH_DEMO="false") as child:
            address = child.address()
            until_ready(address)
            parts = [list(bodies)[part::6] for part in range(6)]
            threads = [threading.Thread(target=send, args=(address, part)) for part in parts]
            for thread in threads:
                thread.start()
            await asyncio.to_thread(enough.wait, 60)
            child.process.kill()
            for thread in threads:
                await asyncio.to_thread(thread.join)
        assert 30 <= len(answered) < len(bodies)
        again = await asyncio.gather(*(with_key(shop.agent, path, bodies[key], key) for key in bodies))
        for key, answer in zip(bodies, again, strict=True):
            assert answer.status_code == 201, f"{key}: {answer.text}"
            if key in answered:
                assert (answer.content, answer.headers["idempotency-replayed"]) == (answered[key], "true")
        assert await stored(service, shop) == (len(bodies), len(bodies))
        async with service.database.transaction() as session:
            rows = (await session.execute(text("SELECT body FROM idempotency_keys"))).scalars()
            ids = {json.loads(row)["id"] for row in rows}
        assert len(ids) == len(bodies)


@pytest.mark.parametrize("change", ["cancel", "reschedule", "cancel series", "erase"])
async def test_a_change_that_is_repeated_with_its_key_is_answered_again(house: House, change: str) -> None:
    here: Json = {"calendar_id": house.default_calendar, "starts_at": TEN, "customer_name": "דנה"}
    if change == "cancel series":
        made = body(await house.agent.post(SERIES, {**here, "rrule": "FREQ=DAILY;COUNT=2"}), 201)
    else:
        made = body(await house.agent.post(APPOINTMENTS, here), 201)
    path, wanted = {
        "cancel": (f"{APPOINTMENTS}/{made['id']}/cancel", None),
        "reschedule": (f"{APPOINTMENTS}/{made['id']}/reschedule", {"starts_at": local(13, "10:00")}),
        "cancel series": (f"{SERIES}/{made['id']}/cancel", None),
        "erase": ("/api/calendar/inquiries/erase", {"everything": True}),
    }[change]
    caller = house.owner
    first = await with_key(caller, path, wanted, "change 1")
    again = await with_key(caller, path, wanted, "change 1")
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    other = f"{APPOINTMENTS}/{made['id'] + 1}/cancel"
    problem(await with_key(caller, other, {"reason": "x"}, "change 1"), 422, "idempotency_conflict")
