"""Calendars over HTTP: making, reading, changing, switching off."""

import asyncio
import itertools

import pytest

from app.core.scheduling.policy import MAX_DURATION_MIN
from tests.support.factories import CALENDARS, House, Json, Service, body, made, problem


async def test_a_calendar_is_what_was_asked_for_and_has_defaults_for_the_rest(house: House) -> None:
    plain = await made(house.owner, CALENDARS, {"name": "  הובלות  "})
    assert plain == {
        "name": "הובלות",
        "type_key": None,
        "provider": "internal",
        "calendar_external_id": None,
        "is_active": True,
        "priority": 0,
        "default_duration_minutes": 60,
        "buffer_before_minutes": 0,
        "buffer_after_minutes": 0,
        "allowed_tags": [],
        **{field: plain[field] for field in ("id", "created_at", "updated_at")},
    }
    wanted = {
        "name": "ייעוץ",
        "type_key": "consult",
        "provider": "google",
        "calendar_external_id": "a@b",
        "is_active": False,
        "priority": -3,
        "default_duration_minutes": MAX_DURATION_MIN,
        "buffer_before_minutes": 5,
        "buffer_after_minutes": 1440,
        "allowed_tags": ["א", "ב", "א"],
    }
    full = await made(house.owner, CALENDARS, wanted)
    assert {**full, **wanted, "allowed_tags": ["א", "ב"]} == full
    assert body(await house.viewer.get(f"{CALENDARS}/{full['id']}")) == full


async def test_the_answer_says_where_it_is_and_when_it_was_made(house: House) -> None:
    answer = await house.owner.post(CALENDARS, {"name": "x"})
    found = await house.owner.get(answer.headers["location"])
    assert body(found) == body(answer, 201)
    assert found.headers["etag"] == answer.headers["etag"]
    assert found.json()["created_at"].endswith("+02:00")


BROKEN: list[tuple[Json, str, str]] = [
    ({"name": ""}, "too_short", "/name"),
    ({"name": " \t "}, "too_short", "/name"),
    ({"name": "x" * 256}, "too_long", "/name"),
    ({"name": None}, "not_text", "/name"),
    ({"name": 7}, "not_text", "/name"),
    ({"type_key": ""}, "too_short", "/type_key"),
    ({"type_key": "x" * 65}, "too_long", "/type_key"),
    ({"provider": "icloud"}, "not_allowed", "/provider"),
    ({"provider": None}, "not_allowed", "/provider"),
    ({"provider": "INTERNAL"}, "not_allowed", "/provider"),
    ({"is_active": None}, "not_true_or_false", "/is_active"),
    ({"is_active": "maybe"}, "not_true_or_false", "/is_active"),
    ({"priority": 2**31}, "too_large", "/priority"),
    ({"priority": -(2**31) - 1}, "too_small", "/priority"),
    ({"priority": "first"}, "not_a_number", "/priority"),
    ({"priority": None}, "not_a_number", "/priority"),
    ({"default_duration_minutes": 0}, "too_small", "/default_duration_minutes"),
    ({"default_duration_minutes": -30}, "too_small", "/default_duration_minutes"),
    ({"default_duration_minutes": 525_600}, "too_large", "/default_duration_minutes"),
    ({"default_duration_minutes": None}, "not_a_number", "/default_duration_minutes"),
    ({"default_duration_minutes": 30.5}, "not_a_number", "/default_duration_minutes"),
    ({"buffer_before_minutes": -1}, "too_small", "/buffer_before_minutes"),
    ({"buffer_after_minutes": -1}, "too_small", "/buffer_after_minutes"),
    ({"buffer_after_minutes": 1441}, "too_large", "/buffer_after_minutes"),
    ({"allowed_tags": [""]}, "too_short", "/allowed_tags/0"),
    ({"allowed_tags": ["ok", "  "]}, "too_short", "/allowed_tags/1"),
    ({"allowed_tags": ["x" * 101]}, "too_long", "/allowed_tags/0"),
    ({"allowed_tags": [None]}, "not_text", "/allowed_tags/0"),
    ({"allowed_tags": [1]}, "not_text", "/allowed_tags/0"),
    ({"allowed_tags": "הובלה"}, "not_a_list", "/allowed_tags"),
    ({"allowed_tags": None}, "not_a_list", "/allowed_tags"),
    ({"allowed_tags": [str(n) for n in range(101)]}, "too_long", "/allowed_tags"),
    ({"business_id": 1}, "unknown_field", "/business_id"),
    ({"id": 1}, "unknown_field", "/id"),
    ({"a/b~c": 1}, "unknown_field", "/a~1b~0c"),
]


@pytest.mark.parametrize(("fields", "code", "pointer"), BROKEN, ids=[f"{f}"[:50] for f, *_ in BROKEN])
async def test_a_calendar_that_breaks_a_rule_is_neither_made_nor_changed(
    house: House, fields: Json, code: str, pointer: str
) -> None:
    before = body(await house.viewer.get(CALENDARS))
    problem(await house.owner.post(CALENDARS, {"name": "x", **fields}), 422, code, pointer)
    place = f"{CALENDARS}/{house.default_calendar}"
    problem(await house.owner.patch(place, {"priority": 5, **fields}), 422, code, pointer)
    assert body(await house.viewer.get(CALENDARS)) == before


async def test_a_change_touches_what_it_names_and_nothing_else(house: House) -> None:
    calendar = await house.calendar(type_key="a", priority=4, allowed_tags=["x"])
    place = f"{CALENDARS}/{calendar['id']}"
    changed = body(await house.owner.patch(place, {"name": "חדש", "type_key": None}))
    assert changed == {**calendar, "name": "חדש", "type_key": None, "updated_at": changed["updated_at"]}
    assert changed["updated_at"] > calendar["updated_at"]
    assert body(await house.owner.patch(place, {}))["name"] == "חדש"


@pytest.mark.parametrize("language", ["he", "en"])
async def test_a_refusal_speaks_the_callers_language(house: House, language: str) -> None:
    answer = await house.owner.post(CALENDARS, {"name": ""}, headers={"Accept-Language": f"{language}-XX"})
    refused = problem(answer, 422, "too_short", "/name")
    assert answer.headers["content-language"] == language
    hebrew = any("א" <= letter <= "ת" for letter in refused["title"] + refused["errors"][0]["message"])
    assert hebrew is (language == "he")
    assert refused["detail"].startswith("/name ")


async def test_a_version_that_is_not_the_present_one_changes_nothing(house: House) -> None:
    calendar = await house.calendar()
    place = f"{CALENDARS}/{calendar['id']}"
    first = (await house.owner.get(place)).headers["etag"]
    answer = await house.owner.patch(place, {"name": "ב"}, headers={"If-Match": first})
    second = answer.headers["etag"]
    assert second != first
    assert (await house.owner.get(place)).headers["etag"] == second
    for stale in (first, '"x"', "", f"W/{second}", second.strip('"')):
        answer = await house.owner.patch(place, {"name": "ג"}, headers={"If-Match": stale})
        problem(answer, 412, "version_mismatch")
        answer = await house.owner.delete(place, headers={"If-Match": stale})
        problem(answer, 412, "version_mismatch")
    assert body(await house.owner.get(place))["name"] == "ב"
    for present in (f'"x", {second}', "*"):
        body(await house.owner.patch(place, {}, headers={"If-Match": present}))
        second = (await house.owner.get(place)).headers["etag"]
    body(await house.owner.delete(place, headers={"If-Match": second}), 204)


async def test_of_two_changes_of_one_version_one_wins(house: House) -> None:
    calendar = await house.calendar()
    place = f"{CALENDARS}/{calendar['id']}"
    etag = (await house.owner.get(place)).headers["etag"]
    answers = await asyncio.gather(
        *(house.owner.patch(place, {"priority": n}, headers={"If-Match": etag}) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]


async def test_deleting_switches_off_and_the_last_active_one_stays(house: House) -> None:
    second = await house.calendar()
    place = f"{CALENDARS}/{second['id']}"
    body(await house.owner.delete(place), 204)
    assert body(await house.owner.get(place))["is_active"] is False
    body(await house.owner.delete(place), 204)
    last = f"{CALENDARS}/{house.default_calendar}"
    problem(await house.owner.delete(last), 409, "last_active_calendar")
    problem(await house.owner.patch(last, {"is_active": False}), 409, "last_active_calendar")
    assert body(await house.owner.get(last))["is_active"] is True
    body(await house.owner.patch(place, {"is_active": True}))
    body(await house.owner.delete(last), 204)
    problem(await house.owner.delete(place), 409, "last_active_calendar")


async def test_a_business_has_one_default_calendar(house: House) -> None:
    problem(
        await house.owner.post(CALENDARS, {"name": "x", "type_key": "default"}),
        409,
        "default_calendar_exists",
    )
    second = await house.calendar(type_key="other")
    place = f"{CALENDARS}/{second['id']}"
    problem(await house.owner.patch(place, {"type_key": "default"}), 409, "default_calendar_exists")
    assert body(await house.owner.get(place))["type_key"] == "other"
    body(await house.owner.patch(f"{CALENDARS}/{house.default_calendar}", {"type_key": None}))
    body(await house.owner.patch(place, {"type_key": "default"}))


async def test_a_list_shows_the_highest_priority_first_and_can_be_narrowed(house: House) -> None:
    made_ = [
        await house.calendar(name="א", priority=5, provider="google", allowed_tags=["גדול", "קטן"]),
        await house.calendar(name="ב", priority=9, type_key="moves", allowed_tags=["קטן"]),
        await house.calendar(name="ג", priority=5, is_active=False),
    ]
    a, b, c = (calendar["id"] for calendar in made_)

    async def ids(**query: str) -> list[int]:
        return [item["id"] for item in body(await house.viewer.get(CALENDARS, params=query))["data"]]

    assert await ids() == [b, a, c, house.default_calendar]
    assert await ids(is_active="true") == [b, a, house.default_calendar]
    assert await ids(is_active="false") == [c]
    assert await ids(provider="google") == [a]
    assert await ids(type_key="moves") == [b]
    assert await ids(tag="קטן") == [b, a]
    assert await ids(tag="קט") == []
    assert await ids(tag="קטן", provider="google") == [a]
    problem(await house.viewer.get(CALENDARS, params={"provider": "x"}), 422, "not_allowed", "/provider")


async def test_pages_hold_everything_once_even_while_the_list_grows(house: House) -> None:
    for priority in (3, 1, 3, 2, 3):
        await house.calendar(priority=priority)
    whole = [item["id"] for item in body(await house.viewer.get(CALENDARS))["data"]]
    seen: list[int] = []
    query: dict[str, object] = {"limit": 2}
    for page_number in itertools.count():
        page = body(await house.viewer.get(CALENDARS, params=query))
        seen += [item["id"] for item in page["data"]]
        if page_number == 0:
            await house.calendar(name="ראשון", priority=100)
        if page["next_cursor"] is None:
            assert page["has_more"] is False
            break
        query["cursor"] = page["next_cursor"]
    assert seen == whole
    for limit in ("0", "201", "x"):
        answer = await house.viewer.get(CALENDARS, params={"limit": limit})
        assert answer.json()["errors"][0]["pointer"] == "/limit"


async def test_an_unknown_calendar_is_not_found(house: House) -> None:
    place = f"{CALENDARS}/2147483647"
    for answer in (
        await house.owner.get(place),
        await house.owner.patch(place, {"name": "x"}),
        await house.owner.delete(place),
        await house.owner.get(f"{place}/settings"),
    ):
        problem(answer, 404, "unknown_calendar")


async def test_answers_about_a_business_are_not_kept_by_caches(service: Service, house: House) -> None:
    answer = await house.viewer.get(CALENDARS)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert (await service.anonymous.get("/livez")).headers["x-request-id"]


async def test_the_kind_and_the_use_of_a_calendar_are_kept(house: House) -> None:
    room = (await house.calendar(name="חדר לייזר"))["id"]
    place = f"{CALENDARS}/{room}/settings"
    fresh = body(await house.viewer.get(place))
    assert (fresh["kind"], fresh["in_use"], fresh["party_max"]) == (None, False, None)
    wanted = {"kind": "place", "in_use": True, "party_max": 6}
    changed = body(await house.owner.patch(place, wanted))
    assert {name: changed[name] for name in wanted} == wanted
    back = {"kind": None, "in_use": False, "party_max": None}
    assert body(await house.owner.patch(place, back)) == fresh
    problem(await house.owner.patch(place, {"kind": "animal"}), 422, "not_allowed", "/kind")
    problem(await house.owner.patch(place, {"party_max": 0}), 422, "too_small", "/party_max")
