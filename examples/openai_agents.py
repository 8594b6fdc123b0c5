"""Luach's tools in the OpenAI Agents SDK. `luach_tools` is the binding; the rest is a conversation without a
model: python -m examples.openai_agents KEY (with DATABASE_URL)."""

import asyncio
import json
import sys
from typing import Any

from agents import Agent, FunctionTool, Model, ModelResponse, RunConfig, Runner, TResponseInputItem, Usage
from agents.tool_context import ToolContext
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

from app.clock import utc_now
from app.db.engine import Database, connect
from app.settings import Settings
from app.tenancy.api_keys import principal_of
from app.tooling import Caller
from app.tooling.dialects import described, tools_for
from examples.talk import Call, Move, Script, in_process, move_house, talk


def luach_tools(database: Database, caller: Caller) -> list[Any]:
    """The caller's tools, strict, to be given to an `Agent`."""
    call = in_process(database, caller)
    return [_tool(call, schema) for schema in described(tools_for(caller.principal), "openai")]


def _tool(call: Call, schema: dict[str, Any]) -> FunctionTool:
    async def invoke(context: ToolContext[Any], arguments: str) -> str:  # noqa: ARG001 - the SDK's shape
        return json.dumps(await call(schema["name"], json.loads(arguments or "{}")), ensure_ascii=False)

    return FunctionTool(
        name=schema["name"],
        description=schema["description"],
        params_json_schema=schema["parameters"],
        on_invoke_tool=invoke,
        strict_json_schema=True,
    )


class ScriptedModel(Model):
    """Plays a script where a language model would think."""

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
    """What the script waits for: the last tool's answer, or the customer's words."""
    if isinstance(given, str):
        return given
    last: Any = given[-1]
    if last.get("type") == "function_call_output":
        return json.loads(last["output"])
    return last["content"]


async def converse(database: Database, caller: Caller) -> list[str]:
    agent = Agent(name="Reception", model=ScriptedModel(move_house()), tools=luach_tools(database, caller))
    history: list[TResponseInputItem] = []

    async def turn(line: str) -> str:
        asked: list[TResponseInputItem] = [*history, {"role": "user", "content": line}]
        done = await Runner.run(agent, asked, run_config=RunConfig(tracing_disabled=True))
        history[:] = done.to_input_list()
        return str(done.final_output)

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
