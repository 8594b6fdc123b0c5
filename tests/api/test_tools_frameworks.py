"""Whole conversations in agent frameworks, with a script where the model would be."""

import json
from collections.abc import Awaitable, Callable

import pytest
from agents.strict_schema import ensure_strict_json_schema

from app.db.engine import Database
from app.tenancy.api_keys import principal_of
from app.tooling import TOOLS, Caller, Tool
from app.tooling.dialects import described
from examples import openai_agents, pydantic_ai_agent
from tests.support.factories import APPOINTMENTS, House, Service, body


async def caller_with(service: Service, house: House, **context: str) -> Caller:
    async with service.database.read() as connection:
        principal, _ = await principal_of(connection, house.agent.key or "", service.clock.now)
    return Caller(principal, **context)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "converse", [openai_agents.converse, pydantic_ai_agent.converse], ids=["openai-agents", "pydantic-ai"]
)
async def test_a_whole_conversation_in_hebrew_ends_in_one_booking(
    service: Service, converse: Callable[[Database, Caller], Awaitable[list[str]]]
) -> None:
    house = await service.house()
    moves = await house.calendar(name="הובלות", default_duration_minutes=120)
    await house.rule(moves["id"], "הובלה")
    caller = await caller_with(service, house, language="he", channel="calls", conversation="talk")
    offered, held, booked = await converse(service.database, caller)
    assert offered.startswith("יש פנוי: יום ראשון")
    assert "לקבוע?" in held
    assert booked.startswith("נקבע: הובלות, יום ראשון")
    # The examples go by the real clock, which is years before the test's.
    everything = body(
        await house.owner.get(
            APPOINTMENTS, params={"since": "2026-06-01T00:00:00Z", "until": "2027-06-01T00:00:00Z"}
        )
    )
    (stored,) = everything["data"]
    assert (stored["customer_name"], stored["customer_phone"]) == ("דנה לוי", "050-1234567")
    assert stored["calendar_id"] == moves["id"]
    assert stored["source"] == "phone_call"


@pytest.mark.parametrize("tool", list(TOOLS.values()), ids=TOOLS)
def test_the_strict_dialect_is_what_openai_would_make_of_it(tool: Tool) -> None:
    (described_,) = described([tool], "openai")
    ours = described_["parameters"]
    assert described_["strict"] is True
    assert ensure_strict_json_schema(json.loads(json.dumps(ours))) == ours
    assert ours["required"] == list(ours["properties"])
