"""Compiled rules are cached under a version that the database computes, so an edit counts at once."""

import contextlib
from collections.abc import Awaitable, Callable

import httpx
import pytest
from sqlalchemy import text

from app.core.principal import BusinessId
from app.db.engine import connect
from app.routing.ruleset import CurrentRules, RulesCache
from tests.support.children import served
from tests.support.factories import CALENDARS, RESOLVE, RULES, House, Json, Service, body
from tests.support.servers import connected

ONE_MAJOR = True

SENTENCE = "צריך הובלה"
RULE = "UPDATE calendar_routing_rules SET {} WHERE id = :rule"
CALENDAR = "UPDATE business_calendars SET {} WHERE id = :calendar"
# Written past the API, as a host may: updated_at does not change.
EDITS = {
    "other keywords": RULE.format("match_keywords = '[\"גג\"]'"),
    "a keyword less": RULE.format("match_keywords = match_keywords - 0"),
    "the same keywords in another order": RULE.format('match_keywords = \'["משאית", "הובלה"]\''),
    "a label": RULE.format("match_labels = '[\"הובלה\"]'"),
    "another calendar": RULE.format("calendar_id = :other"),
    "another channel": RULE.format("channel_scope = 'calls'"),
    "another priority": RULE.format("priority = 5"),
    "a question": RULE.format("question_text = '?'"),
    "asks when in doubt": RULE.format("when_ambiguous_ask = TRUE"),
    "switched off": RULE.format("is_active = FALSE"),
    "deleted": "DELETE FROM calendar_routing_rules WHERE id = :rule",
    "one more": """INSERT INTO calendar_routing_rules (business_id, calendar_id, match_keywords)
                   SELECT business_id, :other, '["הובלה"]' FROM calendar_routing_rules WHERE id = :rule""",
    "calendar renamed": CALENDAR.format("name = 'אחר'"),
    "calendar of another priority": CALENDAR.format("priority = 9"),
    "calendar with a tag": CALENDAR.format("allowed_tags = '[\"x\"]'"),
    "calendar of a type": CALENDAR.format("type_key = 'x'"),
    "calendar switched off": CALENDAR.format("is_active = FALSE"),
    "calendar deleted": "DELETE FROM business_calendars WHERE id = :calendar",
}
Furnished = tuple[House, dict[str, int]]


async def furnished(service: Service) -> Furnished:
    house = await service.house()
    calendar, other = await house.calendar(name="צוות א"), await house.calendar(name="צוות ב")
    rule = await house.rule(calendar["id"], "הובלה", "משאית")
    return house, {"calendar": calendar["id"], "other": other["id"], "rule": rule["id"]}


async def read(service: Service, house: House) -> CurrentRules:
    async with service.database.read() as reader:
        return await service.state.rules.current(reader, BusinessId(house.id))


@pytest.mark.parametrize("edit", EDITS.values(), ids=list(EDITS))
async def test_an_edit_is_another_version_and_undone_it_is_the_old_one(service: Service, edit: str) -> None:
    house, ids = await furnished(service)
    before = await read(service, house)
    given = {name: ids[name] for name in ids if f":{name}" in edit}
    with contextlib.suppress(ZeroDivisionError):
        async with service.database.transaction() as session:
            await session.execute(text(edit), given)
            # The edit counts in its own transaction before the commit, and nowhere else.
            inside = await service.state.rules.current(session, BusinessId(house.id))
            outside = await read(service, house)
            raise ZeroDivisionError
    after_rollback = await read(service, house)
    async with service.database.transaction() as session:
        await session.execute(text(edit), given)
    after = await read(service, house)
    assert inside.version != before.version == outside.version == after_rollback.version
    assert (after_rollback.compiled.calendars, after_rollback.compiled.rules) == (
        before.compiled.calendars,
        before.compiled.rules,
    )
    if edit != EDITS["one more"]:  # the id of a row that was rolled back is not used again
        assert after.version == inside.version
    assert (after.compiled.calendars, after.compiled.rules) != (
        before.compiled.calendars,
        before.compiled.rules,
    )


async def test_what_routing_does_not_read_is_the_same_version_and_not_compiled_again(
    service: Service,
) -> None:
    house, ids = await furnished(service)
    off = await house.rule(ids["other"], "צבע", is_active=False)
    before = await read(service, house)
    body(await house.owner.patch(f"{RULES}/{off['id']}", {"match_keywords": ["גג"]}))
    body(await house.owner.patch(f"{CALENDARS}/{ids['other']}", {"default_duration_minutes": 20}))
    async with connected(service.database_url) as connection:
        await connection.execute(
            "UPDATE calendar_routing_rules SET match_keywords = match_keywords WHERE id = $1", ids["rule"]
        )
    after = await read(service, house)
    assert after.version == before.version
    assert after.compiled is before.compiled


async def test_two_businesses_with_the_same_words_do_not_share_an_answer(service: Service) -> None:
    one, two = await furnished(service), await furnished(service)
    for house, ids in (one, two, one):
        found = body(await house.agent.post(RESOLVE, {"intent_text": SENTENCE}))
        assert found["calendar_id"] == ids["calendar"]


async def test_rules_read_from_two_databases_through_one_cache_keep_apart(
    service: Service, own_database: str
) -> None:
    house, ids = await furnished(service)
    rules, business, other = RulesCache(), BusinessId(house.id), connect(own_database)
    try:
        async with other.transaction() as session:
            await session.execute(text("INSERT INTO business (id, name) VALUES (:id, 'x')"), {"id": house.id})
        for _ in range(2):
            async with service.database.read() as here, other.read() as there:
                assert (await rules.current(here, business)).compiled.by_id.keys() >= {ids["calendar"]}
                assert len((await rules.current(there, business)).compiled.rules) == 0
    finally:
        await other.close()


async def test_a_hosts_row_that_is_no_list_of_texts_harms_no_other(service: Service) -> None:
    house, ids = await furnished(service)
    number = "9" * 5000  # more digits than Python reads
    async with connected(service.database_url) as connection:
        for stored in ('{"a": 1}', "7", f"[{number}]", '[1, null, "משאית"]', '"x"'):
            await connection.execute(
                """INSERT INTO calendar_routing_rules (business_id, calendar_id, match_keywords)
                   VALUES ($1, $2, $3)""",
                *(house.id, ids["other"], stored),
            )
    found = body(await house.agent.post(RESOLVE, {"intent_text": SENTENCE}))
    assert found["calendar_id"] == ids["calendar"]


async def test_an_edit_in_one_process_counts_at_once_in_another(service: Service) -> None:
    """The other process has the rules compiled and is asked right after each edit that was answered."""
    house, ids = await furnished(service)

    async def answers(ask: Callable[[], Awaitable[Json]]) -> None:
        place = f"{RULES}/{ids['rule']}"
        assert (await ask())["calendar_id"] == ids["calendar"]
        for change in ({"is_active": False}, {"match_keywords": ["גג"]}, {"calendar_id": ids["other"]}):
            rule = body(await house.owner.get(place))
            body(await house.owner.patch(place, change))
            assert (await ask())["calendar_id"] != ids["calendar"], change
            body(await house.owner.patch(place, {field: rule[field] for field in change}))
            assert (await ask())["calendar_id"] == ids["calendar"], change
        body(await house.owner.delete(f"{CALENDARS}/{ids['calendar']}"), 204)
        assert (await ask())["calendar_id"] != ids["calendar"]
        body(await house.owner.patch(f"{CALENDARS}/{ids['calendar']}", {"is_active": True}))
        assert (await ask())["calendar_id"] == ids["calendar"]
        body(await house.owner.delete(place), 204)
        assert (await ask())["decision"] == "ask"
        body(await house.owner.patch("/api/calendar/routing-settings", {"default_question": "מה?"}))
        assert (await ask())["question"] == "מה?"

    with served(DATABASE_URL=service.database_url, LUACH_DEMO="false") as child:
        async with httpx.AsyncClient(base_url=child.address()) as client:

            async def ask() -> Json:
                headers = {"Authorization": f"Bearer {house.agent.key}"}
                answer = await client.post(RESOLVE, json={"intent_text": SENTENCE}, headers=headers)
                found: Json = body(answer)
                return found

            await answers(ask)
