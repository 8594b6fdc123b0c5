"""Additions to FastAPI's OpenAPI document: what its clients need beyond the routes' signatures."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from app.schemas.common import Versioned
from app.schemas.opening import SHARED_SCHEMAS
from app.schemas.problems import Problem
from app.schemas.tools import ToolOutput
from app.sentences.fields import FIELDS
from app.tooling.contract import AnyTool
from app.web.deps import ACTING_FOR
from app.web.errors import MEDIA_TYPE
from app.web.idempotent import KEY_ACCEPTED
from app.web.problem_codes import codes_by_status

Node = dict[str, Any]

SCHEMAS = "#/components/schemas/"

_MEANING = {
    400: "The body is no JSON.",
    401: "There is no valid key.",
    403: "The key may not do this.",
    404: "There is no such thing, or it is another business's.",
    409: "The present state does not allow it.",
    410: "The resource was there and will not come back.",
    412: "Somebody else has changed it.",
    413: "The body is too large.",
    415: "The body is not declared as JSON.",
    422: "The request breaks a rule.",
    429: "The business has enough large requests at work.",
    500: "We failed; nothing is half-done.",
    503: "Not ready, or the database does not answer; try again.",
}

_OF_TOOLS = (404, 409, 422, 429, 503)
"""The statuses of a tool's answer that says what is wrong with the call."""

_LATER = {429, 503}

_HEADERS: dict[str, Node] = {
    "ETag": {"description": "The version of what is shown.", "schema": {"type": "string"}},
    "Idempotency-Replayed": {
        "description": "`true`: the stored answer of an earlier request with this key.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "Location": {"description": "The address of what was made.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}},
    "WWW-Authenticate": {"description": "`Bearer`.", "schema": {"type": "string"}},
    "X-Request-Id": {"description": "The request's id, as in the log.", "schema": {"type": "string"}},
}

_ACTING: Node = {
    "name": ACTING_FOR,
    "in": "header",
    "required": False,
    "description": "The id of the business that a system administrator acts for.",
    "schema": {"type": "integer"},
}


def with_additions(generate: Callable[[], Node], tools: Iterable[AnyTool]) -> Callable[[], Node]:
    """Wrap `app.openapi`."""
    versioned = frozenset(kind.__name__ for kind in _below(Versioned))
    made: list[Node] = []

    def openapi() -> Node:
        if not made:
            document = generate()
            _add_schemas(document)
            _add_tools(document, tools)
            for operations in document["paths"].values():
                for operation in operations.values():
                    _describe(document, operation, versioned)
            document["servers"] = [{"url": "/", "description": "The service that serves this document."}]
            document["components"]["headers"] = _HEADERS
            document = _shared(document)
            document["components"]["schemas"] |= SHARED_SCHEMAS
            _describe_fields(document["components"]["schemas"])
            made.append(document)
        return made[0]

    return openapi


def _below(kind: type[Versioned]) -> Iterator[type[Versioned]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _add_schemas(document: Node) -> None:
    """Our problems instead of FastAPI's own error shape."""
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    _add_model(
        schemas, "Problem", Problem.model_json_schema(mode="serialization", ref_template=SCHEMAS + "{model}")
    )


def _add_model(schemas: Node, name: str, schema: Node) -> None:
    schemas |= schema.pop("$defs", {})
    schemas[name] = schema


def _add_tools(document: Node, tools: Iterable[AnyTool]) -> None:
    """One operation per tool, with its own arguments and answer, beside the one for any tool."""
    schemas, paths = document["components"]["schemas"], document["paths"]
    general = paths["/api/ai/tools/{name}"]["post"]
    general["parameters"] += cast("list[Node]", KEY_ACCEPTED["parameters"])
    for tool in tools:
        taken = tool.input.model_json_schema(ref_template=SCHEMAS + "{model}")
        _add_model(schemas, tool.input.__name__, taken | {"description": f"The arguments of `{tool.name}`."})
        given = tool.output.model_json_schema(mode="serialization", ref_template=SCHEMAS + "{model}")
        _add_model(schemas, tool.output.__name__, given | {"description": f"The answer of `{tool.name}`."})
        own = [each for each in general["parameters"] if each["name"] != "name"]
        paths[f"/api/ai/tools/{tool.name}"] = {
            "post": {
                "tags": general["tags"],
                "operationId": tool.name,
                "description": tool.description,
                "security": general["security"],
                "parameters": own,
                "requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {"$ref": SCHEMAS + tool.input.__name__}}},
                },
                "responses": _tool_answers(tool.output.__name__),
            }
        }
    general["responses"] = _tool_answers(ToolOutput.__name__)


def _tool_answers(schema: str) -> Node:
    content = {"application/json": {"schema": {"$ref": SCHEMAS + schema}}}
    answers = {"200": {"description": "The tool's answer.", "content": content}}
    fault = "A fault of the call: `problem` says which."
    return answers | {str(status): {"description": fault, "content": content} for status in _OF_TOOLS}


def _describe(document: Node, operation: Node, versioned: frozenset[str]) -> None:
    # FastAPI's own summary only repeats the name of the function.
    first, _, more = operation.pop("description").partition(". ")
    operation["summary"] = first.rstrip(".")
    if more:
        operation["description"] = more
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["name"] in FIELDS:
            parameter.setdefault("description", FIELDS[parameter["name"]])
    keyed = "security" in operation
    codes = codes_by_status(
        operation["operationId"],
        [each["name"] for each in parameters if each["in"] == "path"],
        [each["name"] for each in parameters if each["in"] == "header"],
        keyed=keyed,
        body="requestBody" in operation,
    )
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]
    for status, answer in responses.items():
        _add_headers(answer, int(status), parameters, versioned)
    shared = document["components"].setdefault("responses", {})
    for status, own in codes.items():
        problem = _problem(status, own)
        told = responses.get(str(status))
        if told is not None:
            responses[str(status)] = {
                **problem,
                "description": f"{told['description']} Or: {problem['description']}",
                "content": told["content"] | problem["content"],
            }
            continue
        name = ".".join([str(status), *own])
        shared[name] = problem
        responses[str(status)] = {"$ref": f"#/components/responses/{name}"}
    if keyed:
        parameters.append(_ACTING)


def _add_headers(answer: Node, status: int, parameters: list[Node], versioned: frozenset[str]) -> None:
    names = {"X-Request-Id"}
    if status == 201:
        names.add("Location")
    if status in _LATER:
        names.add("Retry-After")
    if any(each["name"] == "Idempotency-Key" for each in parameters):
        names.add("Idempotency-Replayed")
    shown = answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", "")
    if shown.removeprefix(SCHEMAS) in versioned:
        names.add("ETag")
    answer["headers"] = _references(names)


def _references(names: Iterable[str]) -> Node:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted(names)}


def _problem(status: int, codes: list[str]) -> Node:
    names = {"X-Request-Id"}
    names |= {"WWW-Authenticate"} if status == 401 else {"Retry-After"} if status in _LATER else set()
    return {
        "description": f"{_MEANING[status]} Codes: {', '.join(f'`{code}`' for code in codes)}.",
        "headers": _references(names),
        "content": {MEDIA_TYPE: {"schema": {"$ref": SCHEMAS + "Problem"}}},
        "x-problem-codes": codes,
    }


def _shared(node: Any) -> Any:
    """The same with references in the places of the schemas that are shared."""
    if isinstance(node, list):
        return [_shared(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        "$ref" if name == "x-shared" else name: SCHEMAS + value if name == "x-shared" else _shared(value)
        for name, value in node.items()
    }


def _describe_fields(schemas: Node) -> None:
    for name, schema in schemas.items():
        for field, node in schema.get("properties", {}).items():
            said = FIELDS.get(f"{name}.{field}") or FIELDS.get(field)
            if said is not None:
                node.setdefault("description", said)
