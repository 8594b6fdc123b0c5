"""The schemas of tools in three dialects, one per family of clients.

No schema has `$ref`, `default`, `title`, `oneOf` or a union at the root: each of these makes some client
drop the tool, or the whole server. Optional properties are absent from `required`; the strict dialect
(OpenAI's structured outputs) requires every property, with null or an empty text for "not given". Lengths
and patterns are left out: the server checks them and explains each violation in a sentence.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from pydantic import BaseModel

from app.tooling.contract import AnyTool

Dialect = Literal["mcp", "openai", "anthropic"]

Schema = dict[str, Any]

_DROPPED = {"title", "default", "examples", "minLength", "maxLength", "pattern"}


def export_tools(tools: Iterable[AnyTool], dialect: Dialect) -> list[Schema]:
    """The tools in the form that a client passes to its model."""
    describe = {"mcp": _mcp, "openai": _openai, "anthropic": _anthropic}[dialect]
    return [describe(tool) for tool in tools]


@cache
def input_schema(tool: AnyTool) -> Schema:
    return _plain(tool.input)


@cache
def output_schema(tool: AnyTool) -> Schema:
    return _plain(tool.output)


def strict(schema: Schema) -> Schema:
    """The input schema with every property required, for OpenAI's strict mode."""
    return {**schema, "required": list(schema["properties"])}


def annotations(tool: AnyTool) -> Schema:
    """All four hints: the protocol assumes the worst for a hint that is left out."""
    return {
        "readOnlyHint": not tool.writes,
        "destructiveHint": tool.destructive,
        "idempotentHint": True,
        "openWorldHint": False,
    }


def _mcp(tool: AnyTool) -> Schema:
    return {
        "name": tool.name,
        "description": tool.description,
        "inputSchema": input_schema(tool),
        "outputSchema": output_schema(tool),
        "annotations": annotations(tool),
    }


def _openai(tool: AnyTool) -> Schema:
    return {
        "type": "function",
        "name": tool.name,
        "description": tool.description,
        "parameters": strict(input_schema(tool)),
        "strict": True,
    }


def _anthropic(tool: AnyTool) -> Schema:
    return {"name": tool.name, "description": tool.description, "input_schema": input_schema(tool)}


def _plain(model: type[BaseModel]) -> Schema:
    whole = model.model_json_schema()
    definitions = whole.pop("$defs", {})
    plain: Schema = _inline(whole, definitions)
    plain.pop("description", None)
    return {"type": "object", "properties": {}, "required": [], **plain, "additionalProperties": False}


def _inline(node: Any, definitions: Schema) -> Any:
    """The schema with references replaced by their targets, and without the keywords in `_DROPPED`."""
    if isinstance(node, list):
        return [_inline(item, definitions) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        named = dict(definitions[node["$ref"].rpartition("/")[2]])
        # The docstring of a class is written for readers of the code.
        named.pop("description", None)
        node = named | {key: value for key, value in node.items() if key != "$ref"}
    shown = {
        key: {name: _inline(item, definitions) for name, item in value.items()}
        if key == "properties"
        else _inline(value, definitions)
        for key, value in node.items()
        if key not in _DROPPED
    }
    if shown.get("type") == "object" and "properties" in shown:
        shown["additionalProperties"] = False
    return shown
