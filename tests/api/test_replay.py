"""The replay of the last inquiries against rules that are not saved."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.factories import NOW, RESOLVE, RULES, TOOLS, House, Json, Service, body, problem

REPLAY = f"{RULES}/replay"
ROUTING = "/api/calendar/routing-settings"


async def said(house: House, *sentences: str, **fields: Any) -> None:
    for text in sentences:
        body(await house.agent.post(RESOLVE, {"intent_text": text, **fields}))


async def replayed(house: House, **edits: Any) -> Json:
    found: Json = body(await house.admin.post(REPLAY, edits))
    return found


Shop = tuple[House, Json, Json]


@pytest.fixture
async def shop(house: House) -> Shop:
    moves, cleaning = await house.calendar(name="צוות א"), await house.calendar(name="צוות ב")
    rule = await house.rule(moves["id"], "הובלה", "סולם")
    await house.rule(cleaning["id"], "ניקיון")
    return house, rule, cleaning


async def test_what_would_change_is_shown_before_anything_is_saved(service: Service, shop: Shop) -> None:
    house, rule, cleaning = shop
    await said(house, "צריך הובלה", "צריך מנוף", "יש לכם סולם?", "צריך ניקיון")
    service.clock.now = NOW + timedelta(minutes=1)
    await said(house, "אפשר מנוף?", channel="calls", service_label="אחר")
    before = body(await house.viewer.get(RULES))
    found = await replayed(
        house,
        upsert=[
            {"id": rule["id"], "match_keywords": ["הובלה"]},
            {"calendar_id": cleaning["id"], "match_keywords": ["מנוף"]},
        ],
    )
    assert (found["replayed"], found["without_text"], found["not_reached"]) == (5, 0, 0)
    assert found["changed"] == len(found["changes"]) == 3
    assert found["kinds"] == {"now_routed": 2, "now_asked": 1}
    by_text = {change["intent_text"]: change for change in found["changes"]}
    assert found["changes"][0]["intent_text"] == "אפשר מנוף?"
    assert by_text.keys() == {"אפשר מנוף?", "צריך מנוף", "יש לכם סולם?"}
    change = by_text["אפשר מנוף?"]
    assert (change["channel"], change["service_label"]) == ("calls", "אחר")
    assert (change["before"]["decision"], change["after"]["calendar_id"]) == ("ask", cleaning["id"])
    lost = by_text["יש לכם סולם?"]
    assert (lost["before"]["calendar_id"], lost["after"]["calendar_id"]) == (rule["calendar_id"], None)
    assert found["calendars"] == [
        {"calendar_id": rule["calendar_id"], "before": 2, "after": 1},
        {"calendar_id": cleaning["id"], "before": 1, "after": 3},
        {"calendar_id": None, "before": 2, "after": 1},
    ]
    assert body(await house.viewer.get(RULES)) == before
    # Saved, the rules do what the replay showed.
    body(await house.owner.patch(f"{RULES}/{rule['id']}", {"match_keywords": ["הובלה"]}))
    assert body(await house.agent.post(RESOLVE, {"intent_text": "יש לכם סולם?"}))["decision"] == "ask"


async def test_no_edit_changes_nothing(shop: Shop) -> None:
    house, *_ = shop
    assert (await replayed(house))["replayed"] == 0
    await said(house, "צריך הובלה", "שלום", "ניקיון והובלה")
    found = await replayed(house)
    assert (found["replayed"], found["changed"], found["changes"], found["kinds"]) == (3, 0, [], {})


async def test_a_rule_can_be_taken_away_or_switched_on_and_off(shop: Shop) -> None:
    house, rule, cleaning = shop
    off = await house.rule(cleaning["id"], "חלון", is_active=False)
    await said(house, "צריך הובלה", "צריך לתקן חלון")
    assert (await replayed(house, delete=[rule["id"]]))["kinds"] == {"now_asked": 1}
    assert (await replayed(house, upsert=[{"id": rule["id"], "is_active": False}]))["changed"] == 1
    assert (await replayed(house, upsert=[{"id": off["id"], "is_active": True}]))["kinds"] == {
        "now_routed": 1
    }
    both = {"upsert": [{"id": rule["id"], "priority": 3}], "delete": [rule["id"]]}
    assert (await replayed(house, **both))["kinds"] == {"now_asked": 1}


async def test_settings_can_be_tried_as_well(shop: Shop) -> None:
    house, *_ = shop
    lonely = (
        "שלום, אני גר ברחוב הרצל בקומה שלישית ויש לנו מקרר ישן וספה ג"
        "דולה, אולי הובלה בשבוע הבא אחרי החג כשהילדים אצל סבתא"
    )
    await said(house, lonely, "שלום")
    assert (await replayed(house, strictness="strict"))["kinds"] == {"now_asked": 1}
    assert (await replayed(house, default_question="מה?"))["kinds"] == {"asked_otherwise": 1}
    body(await house.owner.patch(ROUTING, {"strictness": "strict", "default_question": "מה?"}))
    assert (await replayed(house))["changed"] == 0
    assert (await replayed(house, strictness="normal", default_question=None))["changed"] == 2


async def test_the_last_ones_are_replayed_and_answers_to_questions_are_not(
    service: Service, shop: Shop
) -> None:
    house, rule, _ = shop
    for minute, text in enumerate(("צריך הובלה", "ניקיון", "שלום")):
        service.clock.now = NOW + timedelta(minutes=minute)
        await said(house, text)
    place = f"{TOOLS}/calendar_resolve_target"
    question = body(await house.agent.post(place, {"intent_text": "שלום וברכה"}))
    answer = {"intent_text": "הובלה", "clarification_id": question["clarification_id"]}
    body(await house.agent.post(place, answer))
    edits = {"delete": [rule["id"]]}
    assert (await replayed(house, **edits))["replayed"] == 4
    found = await replayed(house, limit=3, **edits)
    assert (found["replayed"], found["changed"]) == (3, 0)


async def test_what_is_kept_as_spans_is_counted_and_not_guessed(shop: Shop) -> None:
    house, rule, _ = shop
    await said(house, "צריך הובלה")
    body(await house.owner.patch(ROUTING, {"inquiry_storage": "spans"}))
    await said(house, "צריך הובלה", "ניקיון")
    found = await replayed(house, delete=[rule["id"]])
    assert (found["replayed"], found["without_text"], found["changed"]) == (1, 2, 1)


BROKEN: list[tuple[Json, str, str]] = [
    ({"upsert": [{"match_keywords": ["x"]}]}, "missing", "/upsert/0/calendar_id"),
    ({"upsert": [{"calendar_id": 2**31 - 1}]}, "unknown_calendar", "/upsert/0/calendar_id"),
    ({"upsert": [{"calendar_id": 1, "match_keywords": [""]}]}, "too_short", "/upsert/0/match_keywords/0"),
    ({"upsert": [{"calendar_id": 1, "keywords": []}]}, "unknown_field", "/upsert/0/keywords"),
    ({"limit": 1001}, "too_large", "/limit"),
    ({"limit": 0}, "too_small", "/limit"),
    ({"strictness": "x"}, "not_allowed", "/strictness"),
]


@pytest.mark.parametrize(("edits", "code", "pointer"), BROKEN, ids=[f"{e}"[:50] for e, *_ in BROKEN])
async def test_edits_that_break_a_rule_are_refused(
    house: House, edits: Json, code: str, pointer: str
) -> None:
    problem(await house.owner.post(REPLAY, edits), 422, code, pointer)


async def test_another_businesss_rules_and_inquiries_are_out_of_reach(service: Service, shop: Shop) -> None:
    house, rule, _ = shop
    await said(house, "צריך הובלה")
    other = await service.house()
    for edits in ({"delete": [rule["id"]]}, {"upsert": [{"id": rule["id"]}]}):
        problem(await other.owner.post(REPLAY, edits), 404, "unknown_rule")
    assert (await replayed(other))["replayed"] == 0
