"""Businesses with many keywords: a quota, work that lets other businesses through, and bounded memory."""

import asyncio
import itertools

import pytest

from app.core.principal import BusinessId
from app.routing import ruleset
from app.routing.ruleset import RulesCache
from tests.support.factories import RESOLVE, RULES, TOOLS, House, Json, Service, body, problem, running
from tests.support.servers import connected

ONE_MAJOR = True

LETTERS = "אבגדהוזחטיכלמנסעפצקרשת"
MANY = 3_000
QUOTA = 40


def words(count: int) -> list[str]:
    """Different phrases without a meaning, of two words of five letters."""
    found = itertools.product(LETTERS, repeat=4)
    return [
        "ק" + "".join(letters) + " ב" + "".join(reversed(letters))
        for letters in itertools.islice(found, 7, None, 23)
    ][:count]


async def store_rules(service: Service, house: House, count: int, size: int = 300) -> None:
    """Rules with `count` keywords, written past the API as a host may."""
    given = words(count)
    async with connected(service.database_url) as connection:
        for first in range(0, count, size):
            await connection.execute(
                """INSERT INTO calendar_routing_rules (business_id, calendar_id, match_keywords)
                   SELECT $1, $2, to_jsonb($3::text[])""",
                *(house.id, house.default_calendar, given[first : first + size]),
            )


async def test_others_are_answered_while_the_rules_of_a_business_are_compiled(
    service: Service, house: House
) -> None:
    other = await service.house()
    await store_rules(service, house, MANY)
    first = asyncio.create_task(house.agent.post(RESOLVE, {"intent_text": "שלום"}))
    answered = 0
    while not first.done():
        body(await other.agent.post(RESOLVE, {"intent_text": "שלום"}))
        answered += 1
    body(await first)
    assert answered > 5


@pytest.mark.parametrize(
    "path", [RESOLVE, f"{TOOLS}/calendar_resolve_target", f"{TOOLS}/calendar_find_slots"]
)
async def test_others_are_answered_while_a_long_text_is_routed(service: Service, path: str) -> None:
    house, other = await service.house(), await service.house()
    await house.calendar()
    await store_rules(service, house, MANY)
    for caller in (house, other):
        body(await caller.agent.post(path, {"intent_text": "שלום"}))
    text = " ".join(words(800))[:9_900]
    long = asyncio.create_task(house.agent.post(path, {"intent_text": text}))
    answered = 0
    while not long.done():
        body(await other.agent.post(path, {"intent_text": "שלום"}))
        answered += 1
    body(await long)
    assert answered > 1


async def test_requests_that_wait_for_the_same_rules_share_one_compilation(
    service: Service, house: House
) -> None:
    await store_rules(service, house, MANY)
    rules, business = RulesCache(), BusinessId(house.id)
    tasks = [asyncio.create_task(rules.current(service.database, business)) for _ in range(8)]
    found = await asyncio.gather(*tasks)
    assert len({id(current.compiled) for current in found}) == 1
    assert len(found[0].compiled.rules) == MANY / 300


async def test_whoever_hangs_up_does_not_end_the_compilation_for_others(
    service: Service, house: House
) -> None:
    await store_rules(service, house, MANY)
    rules, business = RulesCache(), BusinessId(house.id)
    first, second = (asyncio.create_task(rules.current(service.database, business)) for _ in range(2))
    _, waiting = await asyncio.wait({first, second}, timeout=0.1)
    assert waiting == {first, second}
    first.cancel()
    assert len((await second).compiled.rules) == MANY / 300
    assert first.cancelled()


async def test_businesses_with_many_keywords_do_not_fill_the_memory(
    service: Service, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ruleset, "MAX_KEYWORDS_CACHED", 700)
    others = [await service.house() for _ in range(2)]
    rules = RulesCache()

    async def compiled(of: House) -> object:
        return (await rules.current(service.database, BusinessId(of.id))).compiled

    for business in (house, *others):
        await store_rules(service, business, 300)
    before = await compiled(house)
    assert await compiled(others[0]) is await compiled(others[0])
    assert await compiled(house) is before
    await compiled(others[1])
    assert await compiled(house) is before
    again = await compiled(others[0])
    assert await compiled(house) is before
    assert await compiled(others[0]) is again


async def limited(service: Service) -> tuple[House, Json]:
    """A business with a rule that has all the keywords it may have but two, and a label."""
    house = await service.house()
    rule = await house.rule(house.default_calendar, *words(QUOTA - 2), match_labels=["תווית"])
    return house, rule


GROWTH: list[Json] = [
    {"match_keywords": ["אחת", "שתיים"]},
    {"match_labels": ["אחת", "שתיים"]},
    {"match_keywords": ["אחת"], "match_labels": ["שתיים"]},
]


@pytest.mark.parametrize("fields", GROWTH, ids=["keywords", "labels", "both"])
async def test_a_rule_beyond_the_quota_is_refused_and_not_stored(shared_database: str, fields: Json) -> None:
    async with running(shared_database, max_keywords=QUOTA) as service:
        house, rule = await limited(service)
        before = body(await house.viewer.get(RULES))
        answer = await house.owner.post(RULES, {"calendar_id": house.default_calendar, **fields})
        found = problem(answer, 409, "too_many_keywords")
        assert found["detail"].startswith(f"All that is active would have {QUOTA + 1} keywords")
        edit = {"upsert": [{"calendar_id": house.default_calendar, **fields}]}
        problem(await house.owner.post(f"{RULES}/replay", edit), 409, "too_many_keywords")
        more = {name: rule[name] + values for name, values in fields.items()}
        problem(await house.owner.patch(f"{RULES}/{rule['id']}", more), 409, "too_many_keywords")
        assert body(await house.viewer.get(RULES)) == before


async def test_the_quota_is_of_active_rules_and_of_one_business(shared_database: str) -> None:
    async with running(shared_database, max_keywords=QUOTA) as service:
        (house, _), (other, _) = await limited(service), await limited(service)
        off = await house.rule(house.default_calendar, "אחת", "שתיים", is_active=False)
        switched_on = await house.owner.patch(f"{RULES}/{off['id']}", {"is_active": True})
        problem(switched_on, 409, "too_many_keywords")
        await house.rule(house.default_calendar, "אחת")
        await other.rule(other.default_calendar, "אחת")


async def test_rules_that_exceed_the_quota_can_be_edited_and_made_smaller(shared_database: str) -> None:
    async with running(shared_database, max_keywords=QUOTA) as service:
        house = await service.house()
        await store_rules(service, house, QUOTA * 2, size=QUOTA)
        one, two = body(await house.viewer.get(RULES))["data"]
        path = f"{RULES}/{one['id']}"
        body(await house.owner.patch(path, {"match_keywords": [*one["match_keywords"][1:], "אחר"]}))
        body(await house.owner.patch(path, {"match_keywords": one["match_keywords"][1:]}))
        problem(await house.owner.patch(path, {"match_labels": ["אחת", "שתיים"]}), 409, "too_many_keywords")
        assert (await house.owner.delete(f"{RULES}/{two['id']}")).status_code == 204
        await house.rule(house.default_calendar, "אחת")


async def test_rules_that_are_made_at_the_same_time_do_not_pass_the_quota_together(
    shared_database: str,
) -> None:
    async with running(shared_database, max_keywords=QUOTA) as service:
        house, _ = await limited(service)
        answers = await asyncio.gather(
            *(
                house.owner.post(RULES, {"calendar_id": house.default_calendar, "match_keywords": [word]})
                for word in words(6)
            )
        )
        assert sorted(answer.status_code for answer in answers) == [201, *[409] * 5]
