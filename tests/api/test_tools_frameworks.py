"""The tools' schemas as agent frameworks transform them."""

import json

import pytest
from agents.strict_schema import ensure_strict_json_schema

from app.ai_tools import TOOLS
from app.tooling import AnyTool
from app.tooling.dialects import export_tools


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_the_strict_dialect_is_what_openai_would_make_of_it(tool: AnyTool) -> None:
    (exported,) = export_tools([tool], "openai")
    ours = exported["parameters"]
    assert exported["strict"] is True
    assert ensure_strict_json_schema(json.loads(json.dumps(ours))) == ours
    assert ours["required"] == list(ours["properties"])
