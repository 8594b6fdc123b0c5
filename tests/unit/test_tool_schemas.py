"""Schemas that no client refuses: each rule stands for one that drops a tool, or the whole server."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from app.ai_tools import TOOLS
from app.tooling import AnyTool
from app.tooling.dialects import annotations, export_tools, input_schema, output_schema

SCHEMAS = [
    pytest.param(schema(tool), id=f"{tool.name} {kind}")
    for tool in TOOLS
    for kind, schema in (("in", input_schema), ("out", output_schema))
]
# Formats that the vendors' strict modes take.
FORMATS = {"date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"}
MAX_NULLABLE, MAX_OPTIONAL, MAX_TOOLS, MAX_BYTES = 16, 24, 20, 1500 * 4


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for value in schema.values():
            yield from nodes(value)
    elif isinstance(schema, list):
        for item in schema:
            yield from nodes(item)


def keywords(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Schemas below, leaving out the maps of properties, whose keys are names."""
    maps = [id(node["properties"]) for node in nodes(schema) if isinstance(node.get("properties"), dict)]
    return (node for node in nodes(schema) if id(node) not in maps)


def nullable(schema: dict[str, Any]) -> list[str]:
    return [name for name, field in schema["properties"].items() if "anyOf" in field]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_is_closed_plain_and_an_object_at_its_root(schema: dict[str, Any]) -> None:
    assert schema["type"] == "object"
    assert not {"anyOf", "oneOf", "allOf"} & set(schema)
    for node in keywords(schema):
        assert not {"$ref", "$defs", "default", "title", "oneOf", "allOf", "discriminator"} & set(node), node
        assert not {"prefixItems", "uniqueItems", "patternProperties"} & set(node), node
        assert not isinstance(node.get("type"), list), node
        if node.get("type") == "object":
            assert node["additionalProperties"] is False, node
        if "format" in node:
            assert node["format"] in FORMATS
        if "anyOf" in node:
            assert [part["type"] for part in node["anyOf"]][1:] == ["null"], node


def test_all_tools_together_fit_the_strictest_client() -> None:
    schemas = [input_schema(tool) for tool in TOOLS]
    assert sum(len(nullable(schema)) for schema in schemas) <= MAX_NULLABLE
    optional = sum(len(schema["properties"]) - len(schema["required"]) for schema in schemas)
    assert optional <= MAX_OPTIONAL
    assert len(TOOLS) <= MAX_TOOLS


def test_what_a_model_reads_of_all_tools_stays_within_its_budget() -> None:
    read = [
        {"name": tool.name, "description": tool.description, "input": input_schema(tool)} for tool in TOOLS
    ]
    assert len(json.dumps(read, ensure_ascii=False).encode()) <= MAX_BYTES


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_the_dialects_differ_in_form_only(tool: AnyTool) -> None:
    mcp, openai, anthropic = (export_tools([tool], dialect)[0] for dialect in ("mcp", "openai", "anthropic"))
    assert mcp["inputSchema"] == anthropic["input_schema"]
    assert mcp["inputSchema"]["properties"] == openai["parameters"]["properties"]
    assert {d["name"] for d in (mcp, openai, anthropic)} == {tool.name}
    assert {d["description"] for d in (mcp, openai, anthropic)} == {tool.description}


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_every_hint_is_given(tool: AnyTool) -> None:
    hints = annotations(tool)
    assert set(hints) == {"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"}
    assert hints["readOnlyHint"] is (tool.permission.value == "read")
    changes = {"calendar_reschedule_appointment", "calendar_cancel_appointment"}
    assert hints["destructiveHint"] is (tool.name in changes)


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_what_may_be_left_out_may_be_null_or_empty(tool: AnyTool) -> None:
    spare = [name for name, field in tool.input.model_fields.items() if not field.is_required()]
    needed = {
        name: {"integer": 1, "boolean": True, "string": "some text"}[schema["type"]]
        for name, schema in input_schema(tool)["properties"].items()
        if name not in spare
    }
    bare = tool.input.model_validate(needed)
    assert tool.input.model_validate({**needed, **dict.fromkeys(spare)}) == bare
    assert tool.input.model_validate({**needed, **dict.fromkeys(spare, "")}) == bare
