"""Tools as agents see them: names, descriptions and schemas that frameworks accept."""

import json
import re
from datetime import date, timedelta

import pytest

from app.ai_tools import TOOLS
from app.errors import FieldError
from app.schemas.tools import ToolOutput
from app.tooling import AnyTool
from app.tooling.arguments import read_day

SUNDAY = date(2027, 1, 10)


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_a_tool_can_be_offered_to_every_framework(tool: AnyTool) -> None:
    # The strictest of them takes names of 64 letters, digits, _ and -, and descriptions of 1,024 characters.
    assert re.fullmatch(r"[a-z0-9_-]{1,64}", tool.name)
    assert 20 <= len(tool.description) <= 1024
    schema = tool.input.model_json_schema()
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_no_tool_asks_whose_business_it_is(tool: AnyTool) -> None:
    assert not {name for name in tool.input.model_fields if "business" in name or "tenant" in name}


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_every_answer_can_be_a_refusal(tool: AnyTool) -> None:
    refused = tool.output(status="error")
    assert isinstance(refused, ToolOutput)
    own = refused.model_dump(exclude={"status", "say", "problem"})
    assert not any(own.values())


@pytest.mark.parametrize(
    ("word", "days"),
    [
        *(("today", 0), ("tomorrow", 1), (" TODAY ", 0), ("+0d", 0), ("+14d", 14), ("+999d", 999)),
        *(("mon", 1), ("tue", 2), ("sat", 6), ("sun", 7)),
    ],
)
def test_a_word_for_a_day_counts_from_today(word: str, days: int) -> None:
    assert read_day(word, SUNDAY, pointer="/x") == SUNDAY + timedelta(days=days)


@pytest.mark.parametrize(
    "word", ["", "yesterday", "+d", "+1000d", "-1d", "2027-02-30", "12/01/2027", "sunday"]
)
def test_other_words_are_no_day(word: str) -> None:
    with pytest.raises(FieldError) as caught:
        read_day(word, SUNDAY, pointer="/x")
    assert (caught.value.rule, caught.value.pointer) == ("bad_date", "/x")
