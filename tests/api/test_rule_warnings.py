"""Warnings about rules that would route wrongly: the rules are stored all the same."""

from datetime import timedelta

from tests.support.factories import CALENDARS, NOW, RESOLVE, RULES, House, Json, Service, body, problem
from tests.support.servers import connected

WARNINGS = f"{RULES}/warnings"
ROUTING = "/api/calendar/routing-settings"


def codes(warnings: list[Json]) -> set[tuple[str, str]]:
    return {(warning["code"], warning["keyword"]) for warning in warnings}


async def stood_since(service: Service, house: House, days: float) -> None:
    """Make the business's rules as old as `days`."""
    async with connected(service.database_url) as connection:
        then = (NOW - timedelta(days=days)).replace(tzinfo=None)
        update = "UPDATE calendar_routing_rules SET updated_at = $1, created_at = $1 WHERE business_id = $2"
        await connection.execute(update, then, house.id)


async def said(house: House, *sentences: str) -> None:
    for text in sentences:
        body(await house.agent.post(RESOLVE, {"intent_text": text}))


async def test_a_rule_is_stored_with_its_warnings_and_its_version_is_its_own(house: House) -> None:
    second = await house.calendar(name="צוות ב")
    first = await house.rule(house.default_calendar, "תספורת", "גג")
    assert codes(first["warnings"]) == {("too_short", "גג")}
    wanted = {"calendar_id": second["id"], "match_keywords": ["תור", "גז", "תספורות", "גג", "???", "צביעה"]}
    answer = await house.owner.post(RULES, wanted)
    made = body(answer, 201)
    assert codes(made["warnings"]) == {
        ("common_word", "תור"),
        ("too_short", "גז"),
        ("too_short", "גג"),
        ("shared", "גג"),
        ("equal_forms", "תספורות"),
        ("no_letters", "???"),
    }
    assert {w["other_rule_id"] for w in made["warnings"]} == {None, first["id"]}
    place = f"{RULES}/{made['id']}"
    read = await house.viewer.get(place)
    assert {**body(read), "warnings": made["warnings"]} == made
    assert answer.headers["etag"] == read.headers["etag"]
    # Another rule changes the warnings about this one, and not its version.
    body(await house.owner.delete(f"{RULES}/{first['id']}"), 204)
    changed = await house.owner.patch(place, {"priority": 2}, headers={"If-Match": answer.headers["etag"]})
    assert ("shared", "גג") not in codes(body(changed)["warnings"])
    assert changed.headers["etag"] == (await house.viewer.get(place)).headers["etag"]


async def test_a_repeated_request_gets_the_same_answer_and_version(house: House) -> None:
    wanted = {"calendar_id": house.default_calendar, "match_keywords": ["גז"]}
    headers = {"Idempotency-Key": "k"}
    first, second = [await house.owner.post(RULES, wanted, headers=headers) for _ in range(2)]
    assert body(first, 201) == body(second, 201)
    assert first.headers["etag"] == second.headers["etag"]
    assert second.headers["idempotency-replayed"] == "true"


async def test_warnings_are_told_in_the_readers_language_and_name_the_other_calendar(house: House) -> None:
    second = await house.calendar(name="צוות ב")
    await house.rule(second["id"], "הובלה")
    await house.rule(house.default_calendar, "הובלה")
    for language, words in (("he", "מופיע גם בכלל של צוות ב"), ("en", "is also in a rule of צוות ב")):
        told = body(await house.viewer.get(WARNINGS, headers={"Accept-Language": language}))["data"]
        assert words in told[1]["message"]


async def test_all_warnings_are_of_rules_that_count(service: Service, house: House) -> None:
    second = await house.calendar(name="צוות ב")
    await house.rule(house.default_calendar, "הובלה")
    other = await house.rule(second["id"], "הובלה")
    await house.rule(house.default_calendar, "גז", is_active=False)
    assert [w["code"] for w in body(await house.viewer.get(WARNINGS))["data"]] == ["shared", "shared"]
    body(await house.owner.patch(f"{RULES}/{other['id']}", {"channel_scope": "calls", "priority": 3}))
    assert body(await house.viewer.get(WARNINGS))["data"] == []
    body(await house.owner.patch(f"{RULES}/{other['id']}", {"priority": 0}))
    assert len(body(await house.viewer.get(WARNINGS))["data"]) == 2
    body(await house.owner.delete(f"{CALENDARS}/{second['id']}"), 204)
    assert body(await house.viewer.get(WARNINGS))["data"] == []
    assert body(await (await service.house()).viewer.get(WARNINGS))["data"] == []


async def test_a_keyword_that_spoke_for_no_answer_in_a_month_is_named(service: Service, house: House) -> None:
    second = await house.calendar(name="צוות ב")
    await house.rule(second["id"], "הובלה", "משאית", "מנוף")

    async def unused() -> set[str]:
        return {
            w["keyword"]
            for w in body(await house.viewer.get(WARNINGS))["data"]
            if w["code"] == "never_matched"
        }

    await stood_since(service, house, 31)
    assert await unused() == set()  # there are no inquiries yet
    service.clock.now = NOW - timedelta(days=31)
    await said(house, "צריך מנוף")
    service.clock.now = NOW - timedelta(days=29)
    await said(house, "צריך הובלה")
    service.clock.now = NOW
    assert await unused() == {"משאית", "מנוף"}
    await said(house, "צריך משאית")
    assert await unused() == {"מנוף"}
    for kept in ({"inquiry_retention_days": 29}, {"inquiry_storage": "off"}):
        body(await house.owner.patch(ROUTING, kept))
        assert await unused() == set()
        body(await house.owner.patch(ROUTING, {"inquiry_retention_days": 30, "inquiry_storage": "spans"}))
        assert await unused() == {"מנוף"}
    await stood_since(service, house, 29)
    assert await unused() == set()


async def test_warnings_are_read_page_by_page(house: House) -> None:
    other = (await house.calendar(name="צוות ב"))["id"]
    words = ["גג", "גז", "???", "תור", "תספורת"]
    await house.rule(house.default_calendar, *words)
    await house.rule(other, *words)
    whole = body(await house.viewer.get(f"{WARNINGS}?limit=200"))
    found: list[Json] = []
    cursor = ""
    for _ in range(len(whole["data"])):
        page = body(await house.viewer.get(f"{WARNINGS}?limit=3{cursor}"))
        found += page["data"]
        cursor = f"&cursor={page['next_cursor']}"
        if not page["has_more"]:
            break
    assert found == whole["data"]
    assert len(found) > 10
    assert page["next_cursor"] is None
    problem(await house.viewer.get(f"{WARNINGS}?cursor=WzFd"), 422, "bad_cursor", "/cursor")
