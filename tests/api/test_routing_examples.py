"""A business's examples: stored, trained in the background, compared in shadow, used when on."""

from datetime import datetime, timedelta
from importlib import util
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from app.db.models.routing import BusinessRoutingSettings, RoutingInquiry
from app.routing.learning import TRAININGS_PER_TURN
from app.runtime import upkeep
from tests.learning.requests import CLINIC, GARAGE
from tests.support.factories import (
    APPOINTMENTS,
    CALENDARS,
    NOW,
    RESOLVE,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)

ROUTING = "/api/calendar/routing-settings"
REPORT = "/api/calendar/routing-examples"
INQUIRIES = "/api/calendar/inquiries"
NEW = [(text, calendar) for text, calendar in CLINIC.new if calendar is not None]
STRANGE = [text for text, calendar in CLINIC.new if calendar is None]
INSTALLED = util.find_spec("sklearn") is not None

needs_learning = pytest.mark.skipif(not INSTALLED, reason="scikit-learn is not installed (luach[learn])")


def examples(calendar_id: int) -> str:
    return f"{CALENDARS}/{calendar_id}/examples"


async def clinic(house: House) -> dict[str, int]:
    """A calendar per service of the clinic, with its sentences as examples."""
    ids: dict[str, int] = {}
    for name, said in CLINIC.said.items():
        # A name without a meaning: the words of a service would match where the rules do not.
        ids[name] = (await house.calendar(name=f"יומן {len(ids)}"))["id"]
        texts = [line.strip() for line in said.strip().splitlines()]
        body(await house.admin.put(examples(ids[name]), {"texts": texts}))
    return ids


async def turned(service: Service, house: House, mode: str) -> None:
    body(await house.admin.patch(ROUTING, {"examples": mode}))
    await asked(house, "שלום")
    await learned(service, house)


async def learned(service: Service, house: House) -> None:
    """Rounds of the background until it has read the examples of this business.

    One round trains a few models. Businesses of earlier tests may have requested theirs before.
    """
    for _ in range(100):
        await upkeep.run_round(service.state)
        if await read_at(service, house) == service.clock.now:
            return
    pytest.fail("the examples were never read")


async def read_at(service: Service, house: House) -> datetime | None:
    mine = BusinessRoutingSettings.business_id == house.id
    async with service.database.transaction() as session:
        found: datetime | None = await session.scalar(select(BusinessRoutingSettings.lesson_at).where(mine))
    return found


async def asked(house: House, text: str, *, explain: bool = False) -> Json:
    found: Json = body(await house.agent.post(RESOLVE, {"intent_text": text}, params={"explain": explain}))
    return found


async def test_examples_are_given_all_at_once_and_read_again(house: House) -> None:
    calendar = (await house.calendar())["id"]
    assert body(await house.owner.get(examples(calendar))) == {"calendar_id": calendar, "texts": []}
    for texts in ([" צריך לפנות בית ", "דירה שלמה", "דירה שלמה"], ["אחר"], []):
        given = body(await house.owner.put(examples(calendar), {"texts": texts}))
        assert given["texts"] == list(dict.fromkeys(text.strip() for text in texts))
        assert body(await house.owner.get(examples(calendar))) == given


@pytest.mark.parametrize(
    ("texts", "code", "pointer"),
    [
        ([""], "too_short", "/texts/0"),
        (["א", "ב" * 1001], "too_long", "/texts/1"),
        (["א"] * 201, "too_long", "/texts"),
        (["\0"], "bad_text", "/texts/0"),
        ("א", "not_a_list", "/texts"),
    ],
)
async def test_examples_that_break_a_rule_change_nothing(
    house: House, texts: Any, code: str, pointer: str
) -> None:
    calendar = (await house.calendar())["id"]
    kept = body(await house.owner.put(examples(calendar), {"texts": ["קיים"]}))
    problem(await house.owner.put(examples(calendar), {"texts": texts}), 422, code, pointer)
    assert body(await house.owner.get(examples(calendar))) == kept


async def test_the_report_says_which_calendars_have_enough(house: House) -> None:
    ids = await clinic(house)
    report = body(await house.admin.get(REPORT))
    assert (report["mode"], report["learned_at"], report["installed"]) == ("off", None, INSTALLED)
    counted = {calendar["id"]: calendar["examples"] for calendar in report["calendars"]}
    assert counted == {**dict.fromkeys(ids.values(), 12), house.default_calendar: 0}
    assert report["answers"] == {"left_open": 0, "answered": 0, "right": 0, "wrong": 0}


async def test_off_is_the_default_and_nothing_is_learned(service: Service, house: House) -> None:
    await clinic(house)
    for text, _ in NEW:
        assert (await asked(house, text))["decision"] == "ask"
    await upkeep.run_round(service.state)
    for text, _ in NEW:
        answer = await asked(house, text, explain=True)
        assert (answer["decision"], answer["explanation"]["examples"]) == ("ask", None)


@pytest.mark.skipif(INSTALLED, reason="scikit-learn is installed")
async def test_without_the_extra_they_cannot_be_turned_on(house: House) -> None:
    for mode in ("shadow", "on"):
        problem(await house.admin.patch(ROUTING, {"examples": mode}), 422, "not_installed", "/examples")
    body(await house.admin.patch(ROUTING, {"examples": "off"}))


@needs_learning
async def test_in_shadow_they_are_reported_and_kept_and_not_used(service: Service, house: House) -> None:
    ids = await clinic(house)
    await turned(service, house, "shadow")

    for text, name in NEW:
        answer = await asked(house, text, explain=True)
        assert answer["decision"] == "ask"
        proposed = answer["explanation"]["examples"]
        assert (proposed["calendar_id"], proposed["used"]) == (ids[name], False)
        assert proposed["evidence"][0]["source"] == "example"
        assert (await asked(house, text))["decision"] == "ask"
    for text in STRANGE:
        assert (await asked(house, text, explain=True))["explanation"]["examples"] is None

    answers = body(await house.admin.get(REPORT))["answers"]
    assert answers == {"left_open": len(NEW) + 1, "answered": len(NEW), "right": 0, "wrong": 0}


@needs_learning
async def test_the_report_counts_what_turned_out_right_and_wrong(service: Service, house: House) -> None:
    ids = await clinic(house)
    await turned(service, house, "shadow")
    (text, right), (other, _), *_ = NEW
    wrong = next(name for name in ids if name != NEW[1][1])
    for talk, said, meant in (("one", text, ids[right]), ("two", other, ids[wrong])):
        headers = {"Luach-Conversation": talk}
        body(await house.agent.post(RESOLVE, {"intent_text": said}, headers=headers))
        hour = "12:00" if talk == "one" else "14:00"
        booking = {"starts_at": local(12, hour), "customer_name": "דנה", "calendar_id": meant}
        found = body(
            await house.agent.post("/api/ai/tools/calendar_create_appointment", booking, headers=headers)
        )
        assert found["status"] == "ok", found

    answers = body(await house.admin.get(REPORT))["answers"]
    assert (answers["answered"], answers["right"], answers["wrong"]) == (2, 1, 1)


@needs_learning
async def test_on_they_answer_in_every_way_in(service: Service, house: House) -> None:
    ids = await clinic(house)
    await turned(service, house, "on")

    for text, name in NEW:
        answer = await asked(house, text)
        assert (answer["decision"], answer["reason"]) == ("routed", "examples")
        assert (answer["calendar_id"], answer["question"]) == (ids[name], None)
        assert 0.75 <= answer["confidence"] <= 1.0
        kept = body(await house.admin.get(f"{INQUIRIES}/{answer['inquiry_id']}"))
        assert (kept["reason"], kept["calendar_id"]) == ("examples", ids[name])
    for text in STRANGE:
        assert (await asked(house, text))["decision"] == "ask"
    text, name = NEW[0]
    booking = {"starts_at": local(13, "12:00"), "customer_name": "דנה", "intent_text": text}
    booked = body(await house.agent.post(APPOINTMENTS, booking), 201)
    assert (booked["calendar_id"], booked["chosen_by"]) == (ids[name], "inquiry")


@needs_learning
async def test_a_rule_goes_before_every_example_the_moment_it_is_stored(
    service: Service, house: House
) -> None:
    ids = await clinic(house)
    await turned(service, house, "on")
    text, name = NEW[0]
    other = next(id_ for key, id_ in ids.items() if key != name)
    assert (await asked(house, text))["calendar_id"] == ids[name]

    await house.rule(other, "הגור")
    answer = await asked(house, text)
    assert (answer["calendar_id"], answer["reason"]) == (other, "single_match")


@needs_learning
async def test_a_calendar_that_is_switched_off_is_answered_no_more(service: Service, house: House) -> None:
    ids = await clinic(house)
    await turned(service, house, "on")
    text, name = NEW[0]
    body(await house.owner.delete(f"{CALENDARS}/{ids[name]}"), 204)
    answer = await asked(house, text)
    assert answer["decision"] == "ask"
    assert ids[name] not in {candidate["id"] for candidate in answer["candidates"]}


@needs_learning
async def test_new_examples_count_after_the_backgrounds_next_turn(service: Service, house: House) -> None:
    ids = await clinic(house)
    await turned(service, house, "on")
    text, calendar = next((text, name) for text, name in GARAGE.new if name == "battery")
    assert (await asked(house, text))["decision"] == "ask"

    said = [line.strip() for line in GARAGE.said[str(calendar)].strip().splitlines()]
    body(await house.admin.put(examples(house.default_calendar), {"texts": said}))
    assert (await asked(house, NEW[0][0]))["calendar_id"] == ids[NEW[0][1]], "the old lesson goes on"
    await learned(service, house)
    assert (await asked(house, text))["calendar_id"] == house.default_calendar
    assert (await asked(house, NEW[0][0]))["calendar_id"] == ids[NEW[0][1]]


@needs_learning
async def test_what_customers_turned_out_to_mean_is_learned_within_the_hour(
    service: Service, house: House
) -> None:
    ids = {name: (await house.calendar(name=name))["id"] for name in CLINIC.said}
    await turned(service, house, "on")
    lines = [
        (line.strip(), id_) for name, id_ in ids.items() for line in CLINIC.said[name].strip().splitlines()
    ]
    async with service.database.transaction() as session:
        await session.execute(
            insert(RoutingInquiry),
            [kept(house.id, number, text, calendar) for number, (text, calendar) in enumerate(lines, 1)],
        )
    text, name = NEW[0]
    assert (await asked(house, text))["decision"] == "ask"
    service.clock.now = NOW + timedelta(hours=1, seconds=1)
    await asked(house, text)
    await learned(service, house)
    assert (await asked(house, text))["calendar_id"] == ids[name]


@needs_learning
async def test_businesses_wait_their_turn_and_all_are_served(service: Service, house: House) -> None:
    others = [await service.house() for _ in range(2 * TRAININGS_PER_TURN)]
    for other in others:
        body(await other.admin.patch(ROUTING, {"examples": "on"}))
        await asked(other, "שלום")
    ids = await clinic(house)
    await turned(service, house, "on")
    text, name = NEW[0]
    assert (await asked(house, text))["calendar_id"] == ids[name]
    assert [await read_at(service, other) for other in others] == [NOW] * len(others)


def kept(business: int, number: int, text: str, calendar: int) -> Json:
    return {
        "business_id": business,
        "id": number,
        "at": NOW,
        "expires_at": NOW + timedelta(days=30),
        "channel": "all",
        "intent_text": text,
        "decision": "ask",
        "reason": "no_match",
        "intent": "booking",
        "language": "he",
        "rules_version": "0",
        "algorithm_version": "1",
        "meant_calendar_id": calendar,
        "meant_by": "staff",
    }


@needs_learning
async def test_another_business_learns_nothing_from_it(service: Service, house: House) -> None:
    await clinic(house)
    await turned(service, house, "on")
    other = await service.house()
    for number, _ in enumerate(CLINIC.said):
        await other.calendar(name=f"יומן {number}")
    await turned(service, other, "on")
    for text, _ in NEW:
        answer = await asked(other, text, explain=True)
        assert (answer["decision"], answer["explanation"]["examples"]) == ("ask", None)
