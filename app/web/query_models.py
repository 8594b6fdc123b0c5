"""Query strings: unknown parameters are refused, and the hot path reads a whole query as one model.

FastAPI ignores unknown parameters, so a filter with a typing mistake would answer with everything. It
validates known ones one by one, which takes a search with fourteen parameters longer than the database's
work.
"""

from typing import Any, TypeVar

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

Wanted = TypeVar("Wanted", bound=BaseModel)


class KnownParameters:
    """The dependency of the whole application that refuses unknown query parameters.

    It applies to every documented route: a route that is added later cannot miss it. Raises
    RequestValidationError.
    """

    def __init__(self) -> None:
        self._names: dict[str, frozenset[str]] = {}

    async def __call__(self, request: Request) -> None:
        if not request.scope["query_string"]:
            return
        route = request.scope["route"]
        if not (isinstance(route, APIRoute) and route.include_in_schema):
            return
        known = self._names.get(route.unique_id)
        if known is None:
            known = self._names[route.unique_id] = _parameter_names(route)
        unknown = [name for name in request.query_params if name not in known]
        if unknown:
            raise RequestValidationError(
                [
                    {"type": "extra_forbidden", "loc": ("query", name), "msg": "", "input": ""}
                    for name in unknown
                ]
            )


def _parameter_names(route: APIRoute) -> frozenset[str]:
    """The query parameters of a route: those that FastAPI reads, and those that only the document names."""
    named = (route.openapi_extra or {}).get("parameters", ())
    return frozenset(_read_by(route.dependant) | {each["name"] for each in named if each["in"] == "query"})


def _read_by(dependant: Dependant) -> set[str]:
    own = {field.alias for field in dependant.query_params}
    return own.union(*map(_read_by, dependant.dependencies))


def read_query(request: Request, model: type[Wanted]) -> Wanted:
    """The query's parameters as `model`; of a repeated one the last counts, unless it is a list."""
    given: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        field = model.model_fields.get(name)
        if field is not None and isinstance(field.default, list):
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    return model.model_validate(given)


def parameters_of(model: type[BaseModel]) -> dict[str, Any]:
    """The entries of those parameters for the OpenAPI document, in FastAPI's form."""
    parameters = []
    for name, schema in model.model_json_schema(mode="validation")["properties"].items():
        description = schema.pop("description", None)
        parameter = {"name": name, "in": "query", "required": False, "schema": schema}
        parameters.append(parameter | ({"description": description} if description else {}))
    return {"parameters": parameters}
