"""HEAD, `If-None-Match` and `If-Match`: asking less, and changing only what one has seen."""

import asyncio

import pytest

from tests.api.operations import OPERATIONS, Operation
from tests.api.test_tenants import furnished
from tests.support.factories import CALENDARS, RULES, SETTINGS, House, Json, Service, body, problem

ROUTING = "/api/calendar/routing-settings"

GETS = [o for o in OPERATIONS if o.method == "GET"]

CHANGES: list[tuple[str, Json, Json]] = [
    (CALENDARS + "/{calendar}", {"priority": 4}, {"priority": 5}),
    (RULES + "/{rule}", {"priority": 4}, {"priority": 5}),
    (SETTINGS, {"min_notice_minutes": 4}, {"opening_hours": {"sun": [["09:00", "10:00"]]}}),
    (CALENDARS + "/{calendar}/settings", {"max_per_day": 4}, {"opening_hours": {"sun": []}}),
    (ROUTING, {"strictness": "strict"}, {"default_question": "?"}),
]

changes = pytest.mark.parametrize(("path", "first", "second"), CHANGES, ids=[path for path, *_ in CHANGES])


async def placed(service: Service, path: str) -> tuple[House, str]:
    house, ids = await furnished(service)
    for name, number in ids.items():
        path = path.replace(name, str(number))
    return house, path


@pytest.mark.parametrize("operation", GETS, ids=str)
async def test_head_answers_as_get_does_without_a_body(service: Service, operation: Operation) -> None:
    house, ids = await furnished(service)
    caller = await service.system_admin() if operation.may == {"system_admin"} else house.owner
    read = await operation.by(caller, ids)
    asked = await Operation(operation.name, operation.may, "HEAD", operation.path, None, operation.query).by(
        caller, ids
    )
    assert (asked.status_code, asked.content) == (read.status_code, b"")
    own = {"x-request-id"}
    assert set(asked.headers) - own == set(read.headers) - own
    assert asked.headers.get("etag") == read.headers.get("etag")
    assert asked.headers["content-length"] == read.headers["content-length"]


async def test_head_needs_the_key_too_and_is_named_where_a_method_is_refused(
    service: Service, house: House
) -> None:
    refused = await service.anonymous.request("HEAD", CALENDARS)
    assert (refused.status_code, refused.content) == (401, b"")
    assert (await house.owner.request("HEAD", "/api/calendar/nothing")).status_code == 404
    answer = await house.owner.request("HEAD", "/api/calendar/resolve")
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    assert (await house.owner.delete(CALENDARS)).headers["allow"] == "GET, HEAD, POST"


@changes
async def test_the_present_version_is_not_sent_again(
    service: Service, path: str, first: Json, second: Json
) -> None:
    house, place = await placed(service, path)
    tag = (await house.viewer.get(place)).headers["etag"]
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        for method in ("GET", "HEAD"):
            same = await house.viewer.request(method, place, headers={"If-None-Match": known})
            assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
            assert not {"content-type", "content-length"} & set(same.headers)
    body(await house.owner.patch(place, first))
    changed = await house.viewer.get(place, headers={"If-None-Match": tag})
    assert body(changed).items() >= first.items()
    assert changed.headers["etag"] != tag
    # A change names what it was made upon by If-Match; If-None-Match says nothing about it.
    body(await house.owner.patch(place, second, headers={"If-None-Match": changed.headers["etag"]}))


@changes
async def test_a_change_of_another_version_is_refused(
    service: Service, path: str, first: Json, second: Json
) -> None:
    house, place = await placed(service, path)
    seen = (await house.owner.get(place)).headers["etag"]
    made = await house.owner.patch(place, first, headers={"If-Match": seen})
    assert made.headers["etag"] == (await house.owner.get(place)).headers["etag"] != seen
    problem(await house.owner.patch(place, second, headers={"If-Match": seen}), 412, "version_mismatch")
    assert body(await house.owner.get(place)).items() >= first.items()
    body(await house.owner.patch(place, second, headers={"If-Match": f'"x", {made.headers["etag"]}'}))


@changes
async def test_of_two_changes_of_one_version_one_is_made(
    service: Service, path: str, first: Json, second: Json
) -> None:
    house, place = await placed(service, path)
    seen = (await house.owner.get(place)).headers["etag"]
    sent = (house.owner.patch(place, change, headers={"If-Match": seen}) for change in (first, second))
    answers = await asyncio.gather(*sent)
    assert sorted(answer.status_code for answer in answers) == [200, 412]


@pytest.mark.parametrize("path", [CALENDARS + "/{calendar}", RULES + "/{rule}"])
async def test_put_gives_every_field_and_the_default_to_those_left_out(service: Service, path: str) -> None:
    house, place = await placed(service, path)
    other = (await house.calendar())["id"]
    rich: Json = {
        "calendar_id": other,
        "match_keywords": ["מנוף"],
        "when_ambiguous_ask": True,
        "question_text": "?",
        "priority": 9,
    }
    plain: Json = {"calendar_id": other}
    if path.startswith(CALENDARS):
        rich = {"name": "א", "type_key": "x", "priority": 9, "buffer_after_minutes": 5, "allowed_tags": ["t"]}
        plain = {"name": "ב"}
    seen = (await house.owner.get(place)).headers["etag"]
    made = await house.owner.put(place, rich, headers={"If-Match": seen})
    assert body(made).items() >= rich.items()
    problem(await house.owner.put(place, rich, headers={"If-Match": seen}), 412, "version_mismatch")
    fresh = body(await house.owner.post(place.rpartition("/")[0], plain), 201)
    replaced = body(await house.owner.put(place, plain))
    own = {"id", "created_at", "updated_at", "warnings"}
    assert {k: v for k, v in replaced.items() if k not in own} == {
        k: v for k, v in fresh.items() if k not in own
    }
    needed = "/name" if path.startswith(CALENDARS) else "/calendar_id"
    problem(await house.owner.put(place, {}), 422, "missing", needed)
