"""A business's settings of routing, and the calls that respect them."""

import pytest

from tests.support.factories import (
    RESOLVE,
    SETTINGS,
    SLOTS,
    TOOLS,
    House,
    Json,
    Service,
    body,
    local,
    problem,
)

ROUTING = "/api/calendar/routing-settings"
DEFAULTS = {
    "strictness": "normal",
    "default_question": None,
    "inquiry_storage": "text",
    "inquiry_retention_days": 30,
    "examples": "off",
}
# A single word in a long text: enough for `normal`, too little for `strict`.
LONELY = (
    "שלום, אני גר ברחוב הרצל בקומה שלישית ויש לנו מקרר ישן וספה ג"
    "דולה, אולי הובלה בשבוע הבא אחרי החג כשהילדים אצל סבתא"
)


async def test_a_business_without_settings_has_the_defaults_and_a_change_keeps_the_rest(house: House) -> None:
    assert body(await house.viewer.get(ROUTING)) == DEFAULTS
    for change in (
        {"strictness": "strict"},
        {"default_question": " לאיזה שירות? "},
        {"inquiry_storage": "spans", "inquiry_retention_days": 365},
        {},
        {"default_question": None},
    ):
        before = body(await house.viewer.get(ROUTING))
        wanted = {key: value.strip() if isinstance(value, str) else value for key, value in change.items()}
        assert body(await house.admin.patch(ROUTING, change)) == {**before, **wanted}
    assert body(await house.viewer.get(ROUTING))["strictness"] == "strict"


BROKEN: list[tuple[Json, str, str]] = [
    ({"strictness": "lenient"}, "not_allowed", "/strictness"),
    ({"strictness": None}, "not_allowed", "/strictness"),
    ({"default_question": "?" * 501}, "too_long", "/default_question"),
    ({"inquiry_storage": "all"}, "not_allowed", "/inquiry_storage"),
    ({"inquiry_retention_days": 0}, "too_small", "/inquiry_retention_days"),
    ({"inquiry_retention_days": 366}, "too_large", "/inquiry_retention_days"),
    ({"examples": "always"}, "not_allowed", "/examples"),
    ({"retention": 3}, "unknown_field", "/retention"),
]


@pytest.mark.parametrize(("change", "code", "pointer"), BROKEN, ids=[f"{change}" for change, *_ in BROKEN])
async def test_a_setting_that_breaks_a_rule_changes_nothing(
    house: House, change: Json, code: str, pointer: str
) -> None:
    problem(await house.owner.patch(ROUTING, {"strictness": "strict", **change}), 422, code, pointer)
    assert body(await house.viewer.get(ROUTING)) == DEFAULTS


async def test_another_business_keeps_its_own(service: Service, house: House) -> None:
    other = await service.house()
    body(await house.owner.patch(ROUTING, {"strictness": "strict"}))
    assert body(await other.viewer.get(ROUTING)) == DEFAULTS
    assert "strictness" not in body(await house.viewer.get(SETTINGS))


async def test_strict_asks_where_normal_routes_in_every_way_in(house: House) -> None:
    first = await house.calendar(name="צוות א", priority=5)
    moves = await house.calendar(name="צוות ב")
    await house.rule(moves["id"], "הובלה")

    async def led_to() -> list[int | None]:
        words: Json = {"intent_text": LONELY}
        resolved = body(await house.agent.post(RESOLVE, words))
        told = body(await house.agent.post(f"{TOOLS}/calendar_resolve_target", words))
        slots = body(await house.agent.get(SLOTS, params={**words, "limit": 1}))
        found = body(await house.agent.post(f"{TOOLS}/calendar_find_slots", words))
        booked = await house.booked(local(12, "10:00"), **words)
        body(await house.agent.post(f"/api/calendar/appointments/{booked['id']}/cancel"))
        named = [answer["calendars"][0]["id"] for answer in (slots, found)]
        return [resolved["calendar_id"], told["calendar_id"], *named, booked["calendar_id"]]

    assert await led_to() == [moves["id"]] * 5
    body(await house.owner.patch(ROUTING, {"strictness": "strict"}))
    assert await led_to() == [None, None, first["id"], first["id"], first["id"]]


async def test_the_default_question_is_asked_where_nothing_is_known(house: House) -> None:
    await house.calendar(name="צוות א")
    await house.calendar(name="צוות ב")
    body(await house.owner.patch(ROUTING, {"default_question": "לאיזה צוות?"}))
    assert body(await house.agent.post(RESOLVE, {"intent_text": "שלום"}))["question"] == "לאיזה צוות?"
    asked = body(await house.agent.post(f"{TOOLS}/calendar_resolve_target", {"intent_text": "שלום"}))
    assert asked["say"] == "לאיזה צוות?"
    again = {"intent_text": "לא יודע", "clarification_id": asked["clarification_id"]}
    answer = body(await house.agent.post(f"{TOOLS}/calendar_resolve_target", again))
    assert answer["question"] == "לאיזה צוות?"
