"""Luach's tools in the OpenAI Agents SDK, over HTTP: python -m examples.openai_agents KEY [URL]

`luach_tools` is the binding. The rest is a conversation without a model.
"""

import asyncio
import json
from typing import Any

import httpx
from agents import Agent, FunctionTool, Model, ModelResponse, RunConfig, Runner, TResponseInputItem, Usage
from agents.tool_context import ToolContext
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from examples.talk import Move, Script, move_house, service_of_command_line, talk


async def luach_tools(luach: httpx.AsyncClient) -> list[Any]:
    """The tools that the client's key may call, strict, to be given to an `Agent`."""
    answer = await luach.get("/api/ai/tools", params={"dialect": "openai"})
    return [_tool(luach, schema) for schema in answer.raise_for_status().json()["data"]]


def _tool(luach: httpx.AsyncClient, schema: dict[str, Any]) -> FunctionTool:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:  # noqa: ARG001 - the SDK's shape
        answer = await luach.post(f"/api/ai/tools/{schema['name']}", json=json.loads(arguments or "{}"))
        return answer.text

    return FunctionTool(
        name=schema["name"],
        description=schema["description"],
        params_json_schema=schema["parameters"],
        on_invoke_tool=invoke,
        strict_json_schema=True,
    )


class ScriptedModel(Model):
    """Plays a script in place of a language model."""

    def __init__(self, script: Script) -> None:
        self._script = script
        next(script)

    async def get_response(self, *args: Any, **options: Any) -> ModelResponse:
        given = options.get("input", args[1] if len(args) > 1 else "")
        move = self._script.send(_latest(given))
        item: ResponseFunctionToolCall | ResponseOutputMessage
        if isinstance(move, Move):
            item = ResponseFunctionToolCall(
                type="function_call",
                call_id=f"call_{id(move)}",
                name=move.tool,
                arguments=json.dumps(move.arguments),
            )
        else:
            text = ResponseOutputText(type="output_text", text=move, annotations=[])
            item = ResponseOutputMessage(
                id="message", type="message", role="assistant", status="completed", content=[text]
            )
        return ModelResponse(output=[item], usage=Usage(), response_id=None)

    def stream_response(self, *args: Any, **options: Any) -> Any:
        raise NotImplementedError("a script is not streamed")


def _latest(given: str | list[TResponseInputItem]) -> Any:
    """The last tool's answer, or the customer's words: the script waits for one of them."""
    if isinstance(given, str):
        return given
    last: Any = given[-1]
    if last.get("type") == "function_call_output":
        return json.loads(last["output"])
    return last["content"]


async def main() -> None:
    service = service_of_command_line()
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers, timeout=30) as luach:
        agent = Agent(name="Reception", model=ScriptedModel(move_house()), tools=await luach_tools(luach))
        history: list[TResponseInputItem] = []

        async def turn(line: str) -> str:
            asked: list[TResponseInputItem] = [*history, {"role": "user", "content": line}]
            done = await Runner.run(agent, asked, run_config=RunConfig(tracing_disabled=True))
            history[:] = done.to_input_list()
            return str(done.final_output)

        await talk(turn)


if __name__ == "__main__":
    asyncio.run(main())
