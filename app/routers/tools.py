"""/api/ai/tools: the AI tools over HTTP"""

from typing import Annotated, Any

from fastapi import APIRouter, Body, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel

import app.ai_tools  # noqa: F401 - importing it registers the tools
from app.routers.deps import NowDep, PrincipalDep, StateDep
from app.texts import language_of
from app.tooling import TOOLS, ToolOutput, call_tool

router = APIRouter(prefix="/api/ai/tools", tags=["AI tools"])

_STATUS_OF = {
    "unknown_calendar": 404,
    "unknown_appointment": 404,
    "no_active_calendar": 409,
}


class ToolOut(BaseModel):
    """A tool as an agent's framework wants it: JSON Schemas for what goes in and comes out."""

    name: str
    description: str
    input_schema: dict[str, Any]
    output_schema: dict[str, Any]


@router.get("")
async def list_tools(principal: PrincipalDep) -> list[ToolOut]:
    """The tools that the key's role may call."""
    return [
        ToolOut(
            name=tool.name,
            description=tool.description,
            input_schema=tool.input.model_json_schema(),
            output_schema=tool.output.model_json_schema(),
        )
        for tool in TOOLS.values()
        if principal.may(tool.permission)
    ]


@router.post("/{name}", name="call_tool", response_model=ToolOutput)
async def call(
    name: str,
    principal: PrincipalDep,
    state: StateDep,
    now: NowDep,
    arguments: Annotated[dict[str, Any], Body(examples=[{"intent_text": "צריך הובלה ביום שלישי"}])],
    accept_language: Annotated[str | None, Header()] = None,
) -> JSONResponse:
    """Call a tool. `not_possible` and `needs_input` are answers (200); only a fault of the call is 4xx."""
    answer = await call_tool(
        state.database, principal, name, arguments, now=now, language=language_of(accept_language)
    )
    problem = answer.problem if answer.status == "error" else None
    status = 200 if problem is None else _STATUS_OF.get(problem.code, 422)
    return JSONResponse(answer.model_dump(mode="json"), status)
