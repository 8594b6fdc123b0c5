"""Additions to FastAPI's OpenAPI document: problem answers and a summary for every operation."""

from collections.abc import Callable
from typing import Any

from app.schemas.problems import Problem
from app.web.errors import MEDIA_TYPE

_ANSWERS = {"4XX": "The request was refused; `code` says why.", "5XX": "We failed; nothing is half-done."}


def with_problems(generate: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Wrap `app.openapi`: problem answers for every operation instead of FastAPI's own error shape."""

    def openapi() -> dict[str, Any]:
        document = generate()
        schemas = document["components"]["schemas"]
        if "Problem" not in schemas:
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= problem.pop("$defs", {})
            schemas["Problem"] = problem
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    _describe(operation, of_api=path.startswith("/api/"))
        return document

    return openapi


def _describe(operation: dict[str, Any], *, of_api: bool) -> None:
    # FastAPI's own summary only repeats the name of the function.
    first, _, more = operation.pop("description").partition(". ")
    operation["summary"] = first.rstrip(".")
    if more:
        operation["description"] = more
    responses = operation["responses"]
    responses.pop("422", None)
    if of_api:
        schema = {"$ref": "#/components/schemas/Problem"}
        for status, description in _ANSWERS.items():
            responses[status] = {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}
