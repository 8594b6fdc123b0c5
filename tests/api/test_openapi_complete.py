"""The API's document is complete: a client's programmer, or a generator, needs nothing else."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.sentences.fields import FIELDS
from app.sentences.problems import PROBLEMS, REASONS
from app.web.problem_codes import OF_OPERATION, OF_PARAMETER
from tests.api.operations import OPERATIONS
from tests.api.test_tenants import furnished
from tests.support.document import openapi_document
from tests.support.factories import Json, Service
from tests.support.tools import TOOLS_BY_NAME

DOCUMENT: Json = openapi_document()

SCHEMAS: Json = DOCUMENT["components"]["schemas"]

ALL = [
    (f"{method} {path}", path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]

operations = pytest.mark.parametrize(("name", "path", "operation"), ALL, ids=[name for name, *_ in ALL])

FREE = {"inputSchema", "outputSchema", "input_schema", "parameters", "arguments"}
"""Properties that hold JSON Schema, or the arguments of any tool."""


def resolved(node: Json) -> Json:
    if "$ref" not in node:
        return node
    found: Any = DOCUMENT
    for part in node["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def test_every_property_is_described() -> None:
    bare = {
        f"{name}.{field}"
        for name, schema in SCHEMAS.items()
        for field, node in schema.get("properties", {}).items()
        if not node.get("description", "").endswith((".", ")", "`"))
    }
    assert bare == set(), "describe it in its class, or its name in app/sentences/fields.py"


def test_every_described_name_is_one() -> None:
    there = {field for schema in SCHEMAS.values() for field in schema.get("properties", {})}
    there |= {parameter["name"] for _, _, each in ALL for parameter in each["parameters"]}
    dotted = {f"{name}.{field}" for name, schema in SCHEMAS.items() for field in schema.get("properties", {})}
    assert {name for name in FIELDS if name not in there | dotted} == set()


@operations
def test_every_parameter_is_described_and_typed(name: str, path: str, operation: Json) -> None:
    for parameter in operation["parameters"]:
        assert parameter["description"], parameter["name"]
        assert parameter["schema"].keys() & {"type", "anyOf", "enum", "$ref"}, parameter["name"]


def untyped(node: Any, place: str = "") -> Iterator[str]:
    """Places of schemas that say nothing: no type, no choice, or an open object."""
    if not isinstance(node, dict):
        return
    if not node.keys() & {"type", "anyOf", "oneOf", "allOf", "$ref", "enum", "const"}:
        yield place
    if node.get("type") == "object" and not (
        "properties" in node or isinstance(node.get("additionalProperties"), dict)
    ):
        yield place
    if node.get("type") == "array" and "items" not in node:
        yield place
    for field, child in node.get("properties", {}).items():
        if field not in FREE:
            yield from untyped(child, f"{place}/{field}")
    for key in ("items", "additionalProperties"):
        if isinstance(node.get(key), dict):
            yield from untyped(node[key], f"{place}/{key}")
    for child in node.get("anyOf", ()):
        yield from untyped(child, place)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_schema_is_typed(name: str) -> None:
    assert list(untyped(SCHEMAS[name], name)) == []


def answers() -> set[str]:
    """Schemas of whole answers and all that they hold, but problems, whose fields are left out where null."""
    found: set[str] = set()
    todo = [
        schema
        for _, _, operation in ALL
        for status, answer in operation["responses"].items()
        for schema in [resolved(answer).get("content", {}).get("application/json", {}).get("schema", {})]
    ]
    while todo:
        node = todo.pop()
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            name = str(node.get("$ref", "")).rpartition("/")[2]
            if name and name not in found:
                found.add(name)
                todo.append(SCHEMAS[name])
            todo.extend(value for key, value in node.items() if key != "$ref")
    return found


@pytest.mark.parametrize("name", sorted(answers() - {"WeeklyHours"}))
def test_every_field_of_an_answer_is_always_there(name: str) -> None:
    schema = SCHEMAS[name]
    assert set(schema.get("required", ())) == set(schema.get("properties", {}))


@operations
def test_every_status_is_there_with_its_codes_and_headers(name: str, path: str, operation: Json) -> None:
    given = {status: resolved(answer) for status, answer in operation["responses"].items()}
    assert not {status for status in given if not status.isdecimal()}
    assert "500" in given
    keyed = {"401", "403", "404", "422", "503"} if "security" in operation else set()
    assert keyed <= set(given)
    for status, answer in given.items():
        assert answer["description"]
        assert "X-Request-Id" in answer["headers"]
        problem = "application/problem+json" in answer.get("content", {})
        codes = answer.get("x-problem-codes", [])
        assert problem == bool(codes)
        assert set(codes) <= PROBLEMS.keys() | REASONS.keys()
        assert all(f"`{code}`" in answer["description"] for code in codes)
        assert status != "201" or "Location" in answer["headers"]
        assert status not in {"429", "503"} or "Retry-After" in answer["headers"]
    assert "requestBody" not in operation or {"400", "413", "415"} <= set(given)


def test_every_parameter_of_a_path_has_the_code_of_its_absence() -> None:
    named = {p["name"] for _, _, operation in ALL for p in operation["parameters"] if p["in"] == "path"}
    assert named == set(OF_PARAMETER)
    assert set(OF_OPERATION) <= {operation["operationId"] for _, _, operation in ALL}


def test_the_document_says_where_it_is_served() -> None:
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/"]


@pytest.mark.parametrize("name", sorted(TOOLS_BY_NAME))
def test_every_tool_is_an_operation_with_its_own_arguments_and_answer(name: str) -> None:
    operation = DOCUMENT["paths"][f"/api/ai/tools/{name}"]["post"]
    assert operation["operationId"] == name
    tool = TOOLS_BY_NAME[name]
    taken = resolved(operation["requestBody"]["content"]["application/json"]["schema"])
    assert set(taken.get("properties", {})) == set(tool.input.model_fields)
    told = resolved(operation["responses"]["200"]["content"]["application/json"]["schema"])
    assert set(told["properties"]) == set(tool.output.model_fields)


async def test_problems_come_with_the_documented_status_and_code(service: Service) -> None:
    """The answers to strange ids, to a viewer and to nobody all stand in the document."""
    house, ids = await furnished(service)
    strange = {**dict.fromkeys(ids, 2**31 - 2), "{business}": house.id}
    seen = 0
    for operation in OPERATIONS:
        documented = {
            (status, code)
            for _, _, each in ALL
            if each["operationId"] == operation.name
            for status, answer in each["responses"].items()
            for code in resolved(answer).get("x-problem-codes", [])
        }
        for caller, known in ((house.owner, strange), (house.viewer, ids), (service.anonymous, ids)):
            answer = await operation.by(caller, known)
            if answer.headers.get("content-type") == "application/problem+json":
                seen += 1
                assert (str(answer.status_code), answer.json()["code"]) in documented, operation
    assert seen > 100
