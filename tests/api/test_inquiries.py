"""Stored inquiries: kept as the business configured it, listed, corrected and erased."""

import contextlib
from datetime import datetime, timedelta
from typing import Any

import pytest

from app.db.paging import encode_cursor
from app.runtime import upkeep
from tests.support.doors import python_caller
from tests.support.factories import (
    NOW,
    RESOLVE,
    TOOLS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)

INQUIRIES = "/api/calendar/inquiries"
ROUTING = "/api/calendar/routing-settings"
SENTENCE = "שלום, צריך הובלה מחר"


@pytest.fixture
async def shop(house: House) -> tuple[House, int, int]:
    """A business with two teams: calendars of moving and of cleaning."""
    moves, cleaning = await house.calendar(name="צוות א"), await house.calendar(name="צוות ב")
    await house.rule(moves["id"], "הובלה")
    await house.rule(cleaning["id"], "ניקיון")
    return house, moves["id"], cleaning["id"]


Shop = tuple[House, int, int]


async def listed(house: House, **query: Any) -> list[Json]:
    found: list[Json] = body(await house.owner.get(INQUIRIES, params={"limit": 200, **query}))["data"]
    return found


async def asked(house: House, text: str = SENTENCE, **headers: str) -> Json:
    found: Json = body(await house.agent.post(RESOLVE, {"intent_text": text}, headers=headers))
    return found


async def told(house: House, text: str, talk: str = "talk", **arguments: Any) -> Json:
    headers = {"Luach-Conversation": talk, "Luach-Channel": "calls"}
    place = f"{TOOLS}/calendar_resolve_target"
    found: Json = body(await house.agent.post(place, {"intent_text": text, **arguments}, headers=headers))
    return found


async def test_an_answer_names_the_inquiry_that_it_left(shop: Shop) -> None:
    house, moves, _ = shop
    answer = await asked(house)
    (kept,) = await listed(house)
    assert kept == body(await house.admin.get(f"{INQUIRIES}/{answer['inquiry_id']}"))
    (evidence,) = answer["evidence"]
    assert kept == {
        "id": answer["inquiry_id"],
        "created_at": "2027-01-10T10:00:00+02:00",
        "expires_at": "2027-02-09T10:00:00+02:00",
        "channel": "all",
        "intent_text": SENTENCE,
        "service_label": None,
        "decision": "routed",
        "reason": "single_match",
        "calendar_id": moves,
        "candidates": [moves],
        "rule_ids": [evidence["rule_id"]],
        "evidence": [evidence],
        "intent": "booking",
        "language": "he",
        "rules_version": kept["rules_version"],
        "algorithm_version": kept["algorithm_version"],
        "answers_id": None,
        "meant_calendar_id": None,
        "meant_by": None,
    }


async def test_a_tool_leaves_what_the_transport_knows_and_no_number_to_read(shop: Shop) -> None:
    house, moves, _ = shop
    assert (await told(house, SENTENCE))["calendar_id"] == moves
    (kept,) = await listed(house)
    assert (kept["channel"], kept["calendar_id"], kept["intent_text"]) == ("calls", moves, SENTENCE)
    assert "talk" not in f"{kept}"


async def test_a_dry_run_leaves_nothing(shop: Shop) -> None:
    house, *_ = shop
    answer = body(await house.agent.post(f"{RESOLVE}?explain=true", {"intent_text": SENTENCE}))
    assert answer["inquiry_id"] is None
    question = await told(house, "שלום", explain=True)
    await told(house, "השני", explain=True, clarification_id=question["clarification_id"])
    assert await listed(house) == []


async def test_what_is_kept_is_what_the_business_wants_kept(shop: Shop) -> None:
    house, *_ = shop
    body(await house.owner.patch(ROUTING, {"inquiry_storage": "spans"}))
    await asked(house)
    (kept,) = await listed(house)
    assert kept["intent_text"] is None
    assert [found["matched"] for found in kept["evidence"]] == ["הובלה"]
    assert "שלום" not in f"{kept}"
    body(await house.owner.patch(ROUTING, {"inquiry_storage": "off"}))
    assert (await asked(house))["inquiry_id"] is None
    question = await told(house, "שלום")
    answered = await told(house, "הובלה", clarification_id=question["clarification_id"])
    assert answered["status"] == "ok"
    assert await listed(house) == [kept]


async def test_it_is_forgotten_when_its_time_is_over(service: Service, shop: Shop) -> None:
    house, *_ = shop
    await asked(house)
    service.clock.now = NOW + timedelta(days=10)
    await asked(house)
    service.clock.now = NOW + timedelta(days=30) - timedelta(seconds=1)
    await upkeep.run_round(service.state)
    assert len(await listed(house)) == 2
    service.clock.now = NOW + timedelta(days=30)
    await upkeep.run_round(service.state)
    (left,) = await listed(house)
    assert datetime.fromisoformat(left["created_at"]) == NOW + timedelta(days=10)
    body(await house.owner.patch(ROUTING, {"inquiry_retention_days": 20}))
    (left,) = await listed(house)
    assert datetime.fromisoformat(left["expires_at"]) == NOW + timedelta(days=30)
    await upkeep.run_round(service.state)
    assert await listed(house) == []


async def test_pages_show_every_inquiry_once_the_newest_first(service: Service, shop: Shop) -> None:
    house, moves, _ = shop
    for minute in range(3):
        service.clock.now = NOW + timedelta(minutes=minute)
        for text in (SENTENCE, "שלום", "ניקיון"):
            await asked(house, text)
    whole = await listed(house)
    assert len(whole) == 9
    assert [kept["created_at"] for kept in whole] == sorted(
        (kept["created_at"] for kept in whole), reverse=True
    )
    paged: list[Json] = []
    query: Json = {"limit": 2}
    while query:
        page = body(await house.owner.get(INQUIRIES, params=query))
        paged += page["data"]
        query = {"limit": 2, "cursor": page["next_cursor"]} if page["has_more"] else {}
    assert paged == whole
    assert await listed(house, decision="ask") == [kept for kept in whole if kept["decision"] == "ask"]
    assert await listed(house, calendar_id=moves) == [kept for kept in whole if kept["calendar_id"] == moves]


@pytest.mark.parametrize(
    "key",
    [
        ("a", "b"),
        ("2027-01-01", "1"),
        ("2027-01-01T00:00:00Z", 1),
        ("2027-01-01T00:00:00Z", "9" * 30),
        ("2027-01-01T00:00:00Z",),
    ],
)
async def test_a_cursor_that_no_page_gave_is_refused(house: House, key: tuple[int | str, ...]) -> None:
    cursor = encode_cursor(key)
    problem(await house.owner.get(INQUIRIES, params={"cursor": cursor}), 422, "bad_cursor", "/cursor")


async def test_one_inquiry_can_be_erased(shop: Shop) -> None:
    house, *_ = shop
    first, second = await asked(house), await asked(house)
    place = f"{INQUIRIES}/{first['inquiry_id']}"
    body(await house.admin.delete(place), 204)
    assert [kept["id"] for kept in await listed(house)] == [second["inquiry_id"]]
    problem(await house.admin.delete(place), 404, "unknown_inquiry")
    problem(await house.admin.get(place), 404, "unknown_inquiry")


async def test_all_that_a_customer_said_can_be_erased_however_their_number_is_written(
    service: Service, shop: Shop
) -> None:
    house, *_ = shop
    other = await service.house()
    for business in (house, other):
        await asked(business, **{"Luach-Caller-Phone": "+972 50-123-4567"})
    await asked(house, **{"Luach-Caller-Phone": "050-1234567", "Luach-Conversation": "a"})
    await asked(house, **{"Luach-Caller-Phone": "050-7654321", "Luach-Conversation": "a"})
    await asked(house)

    async def erased(**whose: Any) -> int:
        return int(body(await house.admin.post(f"{INQUIRIES}/erase", whose))["erased"])

    assert await erased(customer_phone="0501234567") == 2
    assert await erased(conversation="b") == 0
    assert await erased(conversation="a") == 1
    assert len(await listed(house)) == 1
    assert await erased(everything=True) == 1
    assert await listed(house) == []
    assert len(await listed(other)) == 1


@pytest.mark.parametrize(
    "whose",
    [
        {},
        {"everything": False},
        {"customer_phone": "050-1234567", "everything": True},
        {"conversation": "a", "everything": True},
    ],
)
async def test_whose_inquiries_are_erased_is_said_in_one_way(shop: Shop, whose: Json) -> None:
    house, *_ = shop
    await asked(house)
    problem(await house.owner.post(f"{INQUIRIES}/erase", whose), 422, "either_or", "/customer_phone")
    problem(
        await house.owner.post(f"{INQUIRIES}/erase", {"customer_phone": "none"}),
        422,
        "phone_required",
        "/customer_phone",
    )
    assert len(await listed(house)) == 1


async def test_the_answer_to_a_question_tells_what_was_meant(shop: Shop) -> None:
    house, _, cleaning = shop
    question = await told(house, "שלום, אפשר תור?")
    again = await told(house, "לא יודע", clarification_id=question["clarification_id"])
    await told(house, "ניקיון", clarification_id=again["clarification_id"])
    await told(house, "שלום, יש תור?")
    kept = {item["intent_text"]: item for item in await listed(house)}
    first = kept["שלום, אפשר תור?"]
    assert (first["meant_calendar_id"], first["meant_by"]) == (cleaning, "answer")
    assert kept["לא יודע"]["answers_id"] == kept["ניקיון"]["answers_id"] == first["id"]
    assert kept["שלום, יש תור?"]["meant_calendar_id"] is None


async def test_over_http_too_an_answer_is_read_against_its_question(shop: Shop) -> None:
    house, moves, cleaning = shop
    question = await asked(house, "שלום, אפשר תור?")
    offered = [candidate["id"] for candidate in question["candidates"]]
    about = {"candidates": offered, "answers_id": question["inquiry_id"]}
    unclear = body(await house.agent.post(RESOLVE, {"intent_text": "לא יודע", **about}))
    assert [candidate["id"] for candidate in unclear["candidates"]] == offered
    dry = body(await house.agent.post(f"{RESOLVE}?explain=true", {"intent_text": "השני", **about}))
    assert (dry["reason"], dry["calendar_id"], dry["inquiry_id"]) == ("answer", offered[1], None)
    answer = body(await house.agent.post(RESOLVE, {"intent_text": "השני", **about}))
    assert (answer["reason"], answer["calendar_id"]) == ("answer", offered[1])
    known = {item["id"]: item for item in await listed(house)}
    assert len(known) == 3
    assert known[question["inquiry_id"]]["meant_calendar_id"] == offered[1]
    assert known[answer["inquiry_id"]]["answers_id"] == question["inquiry_id"]
    assert {moves, cleaning} == set(offered)


async def test_ids_that_are_not_ours_are_no_candidates(service: Service, shop: Shop) -> None:
    house, *_ = shop
    other = await service.house()
    foreign = {"candidates": [other.default_calendar, 2**31 - 1], "answers_id": 7}
    found = body(await house.agent.post(RESOLVE, {"intent_text": "הראשון", **foreign}))
    assert found["decision"] == "ask"
    assert other.default_calendar not in {candidate["id"] for candidate in found["candidates"]}


async def test_a_booking_in_the_conversation_tells_what_was_meant(service: Service, shop: Shop) -> None:
    house, moves, _ = shop
    await told(house, "שלום", "one")
    await told(house, "שלום", "two")
    await told(house, "רוצה לבטל את התור שלי", "one")
    service.clock.now = NOW + timedelta(minutes=5)
    wanted = {"calendar_id": moves, "starts_at": local(12, "10:00"), "customer_name": "דנה"}
    headers = {"Luach-Conversation": "one"}
    place = f"{TOOLS}/calendar_create_appointment"
    assert body(await house.agent.post(place, wanted, headers=headers))["status"] == "ok"
    known = {item["id"]: (item["intent_text"], item["meant_by"]) for item in await listed(house)}
    assert sorted(known.values(), key=str) == [
        ("רוצה לבטל את התור שלי", None),
        ("שלום", "booking"),
        ("שלום", None),
    ]


async def test_in_a_transaction_of_the_callers_an_inquiry_stands_or_falls_with_it(
    service: Service, shop: Shop
) -> None:
    house, *_ = shop
    caller = await python_caller(service, house.agent, conversation="c")
    name, words = "calendar_resolve_target", {"intent_text": SENTENCE}
    with contextlib.suppress(ZeroDivisionError):
        async with service.database.transaction() as session:
            await service.state.toolbox.call_in(session, caller, name, words, now=NOW)
            raise ZeroDivisionError
    assert await listed(house) == []
    async with service.database.transaction() as session:
        await service.state.toolbox.call_in(session, caller, name, words, now=NOW)
    assert len(await listed(house)) == 1


async def test_what_was_refused_leaves_nothing(shop: Shop) -> None:
    house, *_ = shop
    wrong = {"intent_text": "השני", "clarification_id": "q_AAAA"}
    body(await house.agent.post(f"{TOOLS}/calendar_resolve_target", wrong), 422)
    problem(await house.agent.post(RESOLVE, {"intent_text": 7}), 422, "not_text", "/intent_text")
    assert await listed(house) == []
