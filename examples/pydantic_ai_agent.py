"""Luach's tools in Pydantic AI. `luach_tools` is the binding; the rest is a conversation without a model:
python -m examples.pydantic_ai_agent KEY (with DATABASE_URL)."""

import asyncio
import sys
from typing import Any

from pydantic_ai import Agent, Tool
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

from app.clock import utc_now
from app.db.engine import Database, connect
from app.settings import Settings
from app.tenancy.api_keys import principal_of
from app.tooling import Caller
from app.tooling.dialects import described, tools_for
from examples.talk import Answer, Call, Move, Script, in_process, move_house, talk


def luach_tools(database: Database, caller: Caller) -> list[Tool[Any]]:
    """The caller's tools, to be given to an `Agent`."""
    call = in_process(database, caller)
    return [_tool(call, schema) for schema in described(tools_for(caller.principal), "mcp")]


def _tool(call: Call, schema: dict[str, Any]) -> Tool[Any]:
    async def invoke(**arguments: Any) -> Answer:
        return await call(schema["name"], arguments)

    return Tool.from_schema(invoke, schema["name"], schema["description"], schema["inputSchema"])


def scripted(script: Script) -> FunctionModel:
    """Plays a script where a language model would think."""
    next(script)

    def answer(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:  # noqa: ARG001
        move = script.send(_latest(messages))
        if isinstance(move, Move):
            return ModelResponse(parts=[ToolCallPart(move.tool, move.arguments)])
        return ModelResponse(parts=[TextPart(move)])

    return FunctionModel(answer)


def _latest(messages: list[ModelMessage]) -> Any:
    """What the script waits for: the last tool's answer, or the customer's words."""
    last = messages[-1].parts[-1]
    assert isinstance(last, ToolReturnPart | UserPromptPart), last
    return last.content


async def converse(database: Database, caller: Caller) -> list[str]:
    agent = Agent(scripted(move_house()), tools=luach_tools(database, caller))
    history: list[ModelMessage] = []

    async def turn(line: str) -> str:
        done = await agent.run(line, message_history=history)
        history[:] = done.all_messages()
        return str(done.output)

    return await talk(turn)


async def main(key: str) -> None:
    url = Settings().database_url
    assert url, "set DATABASE_URL to the database that Luach serves"
    database = connect(url)
    try:
        async with database.read() as connection:
            principal, _ = await principal_of(connection, key, utc_now())
        await converse(database, Caller(principal, language="he", channel="calls", conversation="example"))
    finally:
        await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
