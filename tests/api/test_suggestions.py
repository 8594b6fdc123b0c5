"""Keywords suggested from corrected and clarified inquiries."""

from typing import Any

import pytest

from tests.support.factories import (
    CALENDARS,
    RESOLVE,
    RULES,
    TOOLS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)

INQUIRIES = "/api/calendar/inquiries"
SUGGESTIONS = f"{RULES}/suggestions"
ROUTING = "/api/calendar/routing-settings"
Shop = tuple[House, Json, Json]


@pytest.fixture
async def shop(house: House) -> Shop:
    cooling, pipes = await house.calendar(name="צוות א"), await house.calendar(name="צוות ב")
    await house.rule(cooling["id"], "מזגן")
    await house.rule(pipes["id"], "סתימה", channel_scope="calls")
    rule = await house.rule(pipes["id"], "צנרת")
    return house, pipes, rule


async def asked(house: House, text: str) -> int:
    found = body(await house.agent.post(RESOLVE, {"intent_text": text}))
    return int(found["inquiry_id"])


async def correct(house: House, inquiry_id: int, calendar_id: int | None) -> Json:
    place = f"{INQUIRIES}/{inquiry_id}/meant-calendar"
    found: Json = body(await house.agent.put(place, {"calendar_id": calendar_id}))
    return found


async def told(house: House, text: str, talk: str, **arguments: Any) -> Json:
    headers = {"Luach-Conversation": talk}
    place = f"{TOOLS}/calendar_resolve_target"
    found: Json = body(await house.agent.post(place, {"intent_text": text, **arguments}, headers=headers))
    return found


async def offered(house: House, **query: Any) -> list[tuple[str, int]]:
    found = body(await house.admin.get(SUGGESTIONS, params=query))
    return [(one["keyword"], one["inquiries"]) for one in found["suggestions"]]


async def test_what_staff_corrects_is_offered_and_accepted_by_editing_the_rule(shop: Shop) -> None:
    house, pipes, rule = shop
    texts = ["הברז מטפטף", "בעיה בברז"]
    ids = [await asked(house, text) for text in texts]
    assert await offered(house) == []
    for id_ in ids:
        corrected = await correct(house, id_, pipes["id"])
        assert corrected == {"id": id_, "meant_calendar_id": pipes["id"], "meant_by": "staff"}
    found = body(await house.admin.get(SUGGESTIONS))
    (suggestion,) = found["suggestions"]
    assert (found["known"], found["undecided"]) == (2, 2)
    examples = suggestion.pop("examples")
    assert suggestion == {
        "calendar_id": pipes["id"],
        "calendar_name": "צוות ב",
        "keyword": "ברז",
        "rule_id": rule["id"],
        "inquiries": 2,
    }
    assert {(one["inquiry_id"], one["intent_text"]) for one in examples} == set(zip(ids, texts, strict=True))
    change = {"match_keywords": [*rule["match_keywords"], suggestion["keyword"]]}
    body(await house.owner.patch(f"{RULES}/{suggestion['rule_id']}", change))
    found = body(await house.admin.get(SUGGESTIONS))
    assert (found["known"], found["undecided"], found["suggestions"]) == (2, 0, [])
    answer = body(await house.agent.post(RESOLVE, {"intent_text": texts[0]}))
    assert answer["calendar_id"] == pipes["id"]


async def test_an_answer_to_a_question_and_a_booking_teach_as_well(shop: Shop) -> None:
    house, pipes, _ = shop
    question = await told(house, "הברז מטפטף", "one")
    await told(house, "צנרת", "one", clarification_id=question["clarification_id"])
    assert await offered(house, at_least=2) == []
    await told(house, "בעיה בברז", "two")
    wanted = {"calendar_id": pipes["id"], "starts_at": local(12, "10:00"), "customer_name": "דנה"}
    place = f"{TOOLS}/calendar_create_appointment"
    headers = {"Luach-Conversation": "two"}
    assert body(await house.agent.post(place, wanted, headers=headers))["status"] == "ok"
    assert await offered(house) == [("ברז", 2)]


async def test_a_word_that_others_use_too_is_not_offered(shop: Shop) -> None:
    house, pipes, _ = shop
    for text in ("הברז מטפטף", "בעיה בברז"):
        await correct(house, await asked(house, text), pipes["id"])
    assert await offered(house) == [("ברז", 2)]
    await asked(house, "המזגן ליד הברז")
    assert await offered(house) == []


async def test_a_correction_can_be_changed_and_taken_back_and_staff_has_the_last_word(shop: Shop) -> None:
    house, pipes, _ = shop
    question = await told(house, "הברז מטפטף", "one")
    (kept,) = body(await house.owner.get(INQUIRIES))["data"]
    await correct(house, kept["id"], house.default_calendar)
    await told(house, "צנרת", "one", clarification_id=question["clarification_id"])
    place = f"{INQUIRIES}/{kept['id']}"
    assert body(await house.owner.get(place))["meant_calendar_id"] == house.default_calendar
    assert (await correct(house, kept["id"], pipes["id"]))["meant_calendar_id"] == pipes["id"]
    taken_back = await correct(house, kept["id"], None)
    assert (taken_back["meant_calendar_id"], taken_back["meant_by"]) == (None, None)


async def test_what_cannot_be_corrected_is_refused(service: Service, shop: Shop) -> None:
    house, pipes, _ = shop
    other = await service.house()
    id_ = await asked(house, "הברז מטפטף")
    place = f"{INQUIRIES}/{id_}/meant-calendar"
    wanted = {"calendar_id": pipes["id"]}
    problem(await other.agent.put(place, {"calendar_id": other.default_calendar}), 404, "unknown_inquiry")
    problem(await house.agent.put(f"{INQUIRIES}/7/meant-calendar", wanted), 404, "unknown_inquiry")
    foreign = {"calendar_id": other.default_calendar}
    problem(await house.agent.put(place, foreign), 422, "unknown_calendar", "/calendar_id")
    problem(await house.agent.put(place, {}), 422, "missing", "/calendar_id")
    problem(await house.viewer.put(place, wanted), 403, "forbidden")


async def test_what_teaches_is_text_for_a_calendar_that_is_active(shop: Shop) -> None:
    house, pipes, _ = shop
    for text in ("הברז מטפטף", "בעיה בברז"):
        await correct(house, await asked(house, text), pipes["id"])
    body(await house.owner.delete(f"{CALENDARS}/{pipes['id']}"), 204)
    assert body(await house.admin.get(SUGGESTIONS))["known"] == 0
    body(await house.owner.patch(f"{CALENDARS}/{pipes['id']}", {"is_active": True}))
    assert await offered(house) == [("ברז", 2)]
    body(await house.owner.patch(ROUTING, {"inquiry_storage": "spans"}))
    await correct(house, await asked(house, "עוד ברז"), pipes["id"])
    assert await offered(house) == [("ברז", 2)]
