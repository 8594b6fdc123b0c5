"""Routing rules over HTTP, and the sentences that they route."""

import pytest

from tests.support.factories import CALENDARS, RESOLVE, RULES, House, Json, Service, body, made, problem


async def test_a_rule_is_what_was_asked_for_and_has_defaults_for_the_rest(house: House) -> None:
    plain = await made(house.owner, RULES, {"calendar_id": house.default_calendar})
    assert plain == {
        "calendar_id": house.default_calendar,
        "match_labels": [],
        "match_keywords": [],
        "channel_scope": "all",
        "when_ambiguous_ask": False,
        "question_text": None,
        "priority": 0,
        "is_active": True,
        "warnings": [],
        **{field: plain[field] for field in ("id", "created_at", "updated_at")},
    }
    wanted = {
        "calendar_id": house.default_calendar,
        "match_labels": ["א"],
        "match_keywords": ["הובלה"],
        "channel_scope": "whatsapp",
        "when_ambiguous_ask": True,
        "question_text": "ש" * 500,
        "priority": 7,
        "is_active": False,
    }
    answer = await house.owner.post(RULES, wanted)
    full = body(answer, 201)
    assert {**full, **wanted} == full
    read = body(await house.viewer.get(answer.headers["location"]))
    assert {**read, "warnings": full["warnings"]} == full


BROKEN: list[tuple[Json, str, str]] = [
    ({"calendar_id": 2**31 - 1}, "unknown_calendar", "/calendar_id"),
    ({"calendar_id": 0}, "too_small", "/calendar_id"),
    ({"calendar_id": None}, "not_a_number", "/calendar_id"),
    ({"match_labels": [""]}, "too_short", "/match_labels/0"),
    ({"match_keywords": ["הובלה", "  "]}, "too_short", "/match_keywords/1"),
    ({"match_keywords": ["x" * 101]}, "too_long", "/match_keywords/0"),
    ({"match_keywords": [str(n) for n in range(301)]}, "too_long", "/match_keywords"),
    ({"match_keywords": "הובלה"}, "not_a_list", "/match_keywords"),
    ({"match_keywords": {"0": "x"}}, "not_a_list", "/match_keywords"),
    ({"match_keywords": None}, "not_a_list", "/match_keywords"),
    ({"channel_scope": "telegram"}, "not_allowed", "/channel_scope"),
    ({"channel_scope": ""}, "not_allowed", "/channel_scope"),
    ({"channel_scope": None}, "not_allowed", "/channel_scope"),
    ({"question_text": "ש" * 501}, "too_long", "/question_text"),
    ({"question_text": ["?"]}, "not_text", "/question_text"),
    ({"when_ambiguous_ask": None}, "not_true_or_false", "/when_ambiguous_ask"),
    ({"is_active": None}, "not_true_or_false", "/is_active"),
    ({"priority": 1.5}, "not_a_number", "/priority"),
    ({"keywords": ["x"]}, "unknown_field", "/keywords"),
]


@pytest.mark.parametrize(("fields", "code", "pointer"), BROKEN, ids=[f"{f}"[:50] for f, *_ in BROKEN])
async def test_a_rule_that_breaks_a_rule_is_neither_made_nor_changed(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    rule = await house.rule(house.default_calendar, "הובלה")
    before = body(await house.viewer.get(RULES))
    answer = await house.owner.post(RULES, {"calendar_id": house.default_calendar, **fields})
    problem(answer, 422, code, pointer)
    answer = await house.owner.patch(f"{RULES}/{rule['id']}", {"priority": 5, **fields})
    problem(answer, 422, code, pointer)
    assert body(await house.viewer.get(RULES)) == before


async def test_another_businesss_calendar_is_as_good_as_none(service: Service, house: House) -> None:
    other = await service.house()
    rule = await house.rule(house.default_calendar, "הובלה")
    wanted = {"calendar_id": other.default_calendar}
    problem(await house.owner.post(RULES, wanted), 422, "unknown_calendar", "/calendar_id")
    answer = await house.owner.patch(f"{RULES}/{rule['id']}", wanted)
    problem(answer, 422, "unknown_calendar", "/calendar_id")


async def test_a_rule_can_be_changed_moved_and_deleted(house: House) -> None:
    second = await house.calendar()
    rule = await house.rule(house.default_calendar, "הובלה", question_text="מה?")
    place = f"{RULES}/{rule['id']}"
    change = {"calendar_id": second["id"], "question_text": None, "match_keywords": ["גדר", "גדר", " גדר "]}
    changed = body(await house.owner.patch(place, change))
    assert changed == {**rule, **change, "match_keywords": ["גדר"], "updated_at": changed["updated_at"]}
    etag = (await house.owner.get(place)).headers["etag"]
    problem(await house.owner.delete(place, headers={"If-Match": '"old"'}), 412, "version_mismatch")
    body(await house.owner.delete(place, headers={"If-Match": etag}), 204)
    problem(await house.owner.get(place), 404, "unknown_rule")
    problem(await house.owner.delete(place), 404, "unknown_rule")


async def test_a_stale_version_does_not_change_a_rule(house: House) -> None:
    rule = await house.rule(house.default_calendar, "הובלה")
    place = f"{RULES}/{rule['id']}"
    stale = (await house.owner.get(place)).headers["etag"]
    body(await house.owner.patch(place, {"priority": 1}, headers={"If-Match": stale}))
    answer = await house.owner.patch(place, {"priority": 2}, headers={"If-Match": stale})
    problem(answer, 412, "version_mismatch")
    assert body(await house.owner.get(place))["priority"] == 1


async def test_a_list_can_be_narrowed_and_is_in_order_of_priority(house: House) -> None:
    second = await house.calendar()
    a = await house.rule(house.default_calendar, "א", priority=1)
    b = await house.rule(second["id"], "ב", priority=5, channel_scope="calls")
    c = await house.rule(second["id"], "ג", priority=1, is_active=False)

    async def ids(**query: object) -> list[int]:
        return [item["id"] for item in body(await house.viewer.get(RULES, params=query))["data"]]

    assert await ids() == [b["id"], a["id"], c["id"]]
    assert await ids(calendar_id=second["id"]) == [b["id"], c["id"]]
    assert await ids(channel_scope="calls") == [b["id"]]
    assert await ids(is_active="true") == [b["id"], a["id"]]
    page = body(await house.viewer.get(RULES, params={"limit": 2}))
    assert page["has_more"] is True
    assert await ids(limit=2, cursor=page["next_cursor"]) == [c["id"]]


async def test_a_change_of_the_rules_counts_from_the_next_sentence_on(house: House) -> None:
    second = await house.calendar(name="צוות א")
    rule = await house.rule(second["id"], "הובלה")

    async def routed() -> bool:
        inquiry = {"intent_text": "צריך הובלה", "channel": "whatsapp"}
        found = body(await house.agent.post(RESOLVE, inquiry))
        return bool(found["decision"] == "routed" and found["calendar_id"] == second["id"])

    assert await routed()
    place = f"{RULES}/{rule['id']}"
    for change in ({"is_active": False}, {"match_keywords": ["גג"]}, {"channel_scope": "calls"}):
        body(await house.owner.patch(place, change))
        assert not await routed()
        body(await house.owner.patch(place, {field: rule[field] for field in change}))
        assert await routed()
    body(await house.owner.delete(f"{CALENDARS}/{second['id']}"), 204)
    assert not await routed()


async def test_an_answer_names_its_evidence_by_place(house: House) -> None:
    second = await house.calendar(name="צוות א")
    rule = await house.rule(second["id"], "הובלה")
    text = "שלום, אני צריך הובלה מחר"
    found = body(await house.agent.post(RESOLVE, {"intent_text": text}))
    (evidence,) = found["evidence"]
    assert (evidence["rule_id"], evidence["calendar_id"]) == (rule["id"], second["id"])
    assert text[evidence["start"] : evidence["end"]] == evidence["matched"] == "הובלה"
    assert found["explanation"] is None
    explained = body(await house.agent.post(f"{RESOLVE}?explain=true", {"intent_text": text}))
    assert explained["explanation"]["rules_version"]
    hebrew = {"Accept-Language": "he"}
    told = body(await house.agent.post(f"{RESOLVE}?explain=true", {"intent_text": text}, headers=hebrew))
    assert told["explanation"]["message"] == "המילים מצביעות על הלוח הזה."
    assert explained["explanation"]["message"] == "The words match this calendar."


async def test_where_two_calendars_fit_the_rules_own_question_is_asked(house: House) -> None:
    one = await house.calendar(name="צוות א")
    two = await house.calendar(name="צוות ב")
    await house.rule(one["id"], "הובלה", when_ambiguous_ask=True, question_text="הובלה או ייעוץ?", priority=2)
    await house.rule(two["id"], "ייעוץ")
    found = body(await house.agent.post(RESOLVE, {"intent_text": "הובלה וייעוץ"}))
    assert (found["decision"], found["needs_clarification"]) == ("ask", True)
    assert found["question"] == "הובלה או ייעוץ?"
    assert {candidate["id"] for candidate in found["candidates"]} == {one["id"], two["id"]}
    assert found["calendar_id"] is None


async def test_a_business_with_one_calendar_is_never_asked_which(house: House) -> None:
    for text in ("", "הובלה", "asdf", "\N{SLIGHTLY SMILING FACE}"):
        found = body(await house.agent.post(RESOLVE, {"intent_text": text}))
        assert (found["decision"], found["calendar_id"]) == ("default", house.default_calendar), text
