"""Luach's tools in Pydantic AI, over MCP: python -m examples.pydantic_ai_agent KEY [URL]

`luach_tools` is the binding. The rest is a conversation without a model.
"""

import asyncio
from typing import Any

from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import (
    ModelMessage,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models.function import AgentInfo, FunctionModel

from examples.talk import Move, Script, Service, move_house, service_of_command_line, talk


def luach_tools(service: Service) -> MCPToolset[Any]:
    """The tools that the service's key may call, to be given to an `Agent`."""
    return MCPToolset(f"{service.url}/mcp", headers=service.headers)


def scripted(script: Script) -> FunctionModel:
    """Plays a script in place of a language model."""
    next(script)

    def answer(messages: list[ModelMessage], info: AgentInfo) -> ModelResponse:  # noqa: ARG001
        move = script.send(_latest(messages))
        if isinstance(move, Move):
            return ModelResponse(parts=[ToolCallPart(move.tool, move.arguments)])
        return ModelResponse(parts=[TextPart(move)])

    return FunctionModel(answer)


def _latest(messages: list[ModelMessage]) -> Any:
    """The last tool's answer, or the customer's words: the script waits for one of them."""
    last = messages[-1].parts[-1]
    assert isinstance(last, ToolReturnPart | UserPromptPart), last
    return last.content


async def main() -> None:
    agent = Agent(scripted(move_house()), toolsets=[luach_tools(service_of_command_line())])
    history: list[ModelMessage] = []

    async def turn(line: str) -> str:
        done = await agent.run(line, message_history=history)
        history[:] = done.all_messages()
        return str(done.output)

    async with agent:
        await talk(turn)


if __name__ == "__main__":
    asyncio.run(main())
