"""What agent frameworks make of the tools' schemas."""

import json

import pytest
from agents.strict_schema import ensure_strict_json_schema

import app.ai_tools  # noqa: F401 - importing it registers the tools
from app.tooling import TOOLS, Tool
from app.tooling.dialects import described


@pytest.mark.parametrize("tool", list(TOOLS.values()), ids=TOOLS)
def test_the_strict_dialect_is_what_openai_would_make_of_it(tool: Tool) -> None:
    (described_,) = described([tool], "openai")
    ours = described_["parameters"]
    assert described_["strict"] is True
    assert ensure_strict_json_schema(json.loads(json.dumps(ours))) == ours
    assert ours["required"] == list(ours["properties"])
