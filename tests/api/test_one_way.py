"""One way to say a thing: names, lists, addresses of what was made, and the dress of times."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.operations import OPERATIONS, Operation
from tests.api.test_tenants import everything, furnished
from tests.support.document import openapi_document
from tests.support.factories import House, Json, Service, body

DOCUMENT: Json = openapi_document()

INSTANTS = {"since", "until", "next_since", "updated_since"}

DATES = {"date_from", "date_to", "next_date_from", "day", "today"}

METHODS = {"get", "post", "put", "patch", "delete"}

SERVED = [
    (path, method, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
    if method in METHODS
]


def target(schema: Json) -> Json:
    """The schema itself, without a reference or a null beside it."""
    if "$ref" in schema:
        return target(DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    choices = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    return target(choices[0]) if len(choices) == 1 else schema


def named() -> Iterator[tuple[str, Json]]:
    """Every property and every parameter, by its name."""
    for schema in DOCUMENT["components"]["schemas"].values():
        yield from schema.get("properties", {}).items()
    for _, _, operation in SERVED:
        for parameter in operation.get("parameters", ()):
            yield parameter["name"], parameter["schema"]


def test_a_name_says_which_unit_and_which_kind_of_time_it_is() -> None:
    strange = set()
    for name, schema in named():
        form = target(schema).get("format")
        if form == "date-time" and name not in INSTANTS and not name.endswith("_at"):
            strange.add(name)
        if form == "date" and name not in DATES:
            strange.add(name)
        if re.search(r"(?:_min|_mins|_sec|_secs|_s|_ms|_hrs)$", name) or name in {"minutes", "seconds"}:
            strange.add(name)
    assert strange == set()


def answer_schema(operation: Json) -> Json | None:
    answers = [operation["responses"][code] for code in operation["responses"] if code in {"200", "201"}]
    content = answers[0].get("content", {}) if answers else {}
    return target(content["application/json"]["schema"]) if "application/json" in content else None


@pytest.mark.parametrize(("path", "method", "operation"), SERVED)
def test_every_list_is_a_page(path: str, method: str, operation: Json) -> None:
    schema = answer_schema(operation) or {}
    assert schema.get("type") != "array"
    for each in [target(choice) for choice in schema.get("anyOf", [schema])]:
        if "data" in each.get("properties", {}):
            assert set(each["properties"]) == {"data", "next_cursor", "has_more"}


@pytest.mark.parametrize("path", [path for path, _, operation in SERVED if "201" in operation["responses"]])
def test_whatever_is_made_can_be_read_by_itself(path: str) -> None:
    one = re.compile(re.escape(path) + r"/\{\w+\}")
    assert any(one.fullmatch(each) and "get" in DOCUMENT["paths"][each] for each in DOCUMENT["paths"])


MAKING = [o for o in OPERATIONS if o.method == "POST" and o.name != "create_business"]


@pytest.mark.parametrize("operation", MAKING, ids=str)
async def test_the_location_of_what_was_made_answers_with_it(service: Service, operation: Operation) -> None:
    house, ids = await furnished(service)
    answer = await operation.by(house.owner, ids)
    if answer.status_code != 201:
        assert "location" not in answer.headers
        return
    shown = body(await house.owner.get(answer.headers["location"]))
    assert shown["id"] == answer.json()["id"]


async def test_a_new_business_is_read_at_its_location(service: Service) -> None:
    operator = await service.system_admin()
    answer = await operator.post("/api/businesses", {"name": "עסק"})
    assert body(await operator.get(answer.headers["location"]))["id"] == body(answer, 201)["id"]


CHANGES = [o for o in OPERATIONS if o.method == "PATCH" and not o.case]


@pytest.mark.parametrize("operation", CHANGES, ids=str)
async def test_patch_takes_back_what_get_answers(service: Service, operation: Operation) -> None:
    house, ids = await furnished(service)
    place = re.sub(r"\{\w+\}", lambda found: str(ids[found[0]]), operation.path)
    change = next(each for _, method, each in SERVED if each["operationId"] == operation.name)
    fields = target(change["requestBody"]["content"]["application/json"]["schema"])["properties"]
    before = body(await house.owner.get(place))
    assert set(fields) <= set(before)
    # Only system administrators send it.
    given = {
        name: before[name] for name in fields if (operation.name, name) != ("change_business", "is_active")
    }
    body(await house.owner.patch(place, given))
    after = body(await house.owner.get(place))
    assert {**after, "updated_at": 0} == {**before, "updated_at": 0}


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from texts(value)
    elif isinstance(node, str):
        yield node


async def test_instants_carry_the_businesss_offset_and_times_of_day_are_short(service: Service) -> None:
    house, ids = await furnished(service)
    place = "/api/calendar/settings"
    body(await house.owner.patch(place, {"timezone": "Asia/Kolkata", "holiday_eve_closes": "13:00"}))
    assert body(await house.owner.get(place))["holiday_eve_closes"] == "13:00"
    found = [text for answer in await everything(house, ids) for text in texts(answer)]
    instants = [text for text in found if re.match(r"\d{4}-\d\d-\d\dT", text)]
    assert len(instants) > 20
    assert {text[-6:] for text in instants} == {"+05:30"}
    assert not [text for text in found if re.fullmatch(r"\d\d:\d\d:\d\d", text)]


async def test_a_system_administrator_sees_utc(service: Service, house: House) -> None:
    operator = await service.system_admin()
    assert body(await operator.get(f"/api/businesses/{house.id}"))["created_at"].endswith("Z")
