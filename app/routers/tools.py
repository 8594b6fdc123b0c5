"""/api/ai/tools: the AI tools over HTTP"""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Body, Depends, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.schemas.common import Page
from app.schemas.tools import ToolOutput
from app.tooling import Caller
from app.tooling.dialects import Dialect, export_tools
from app.web.callers import caller_dep
from app.web.deps import NowDep, PrincipalDep, StateDep
from app.web.errors import RETRY_LATER
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/ai/tools", tags=["AI tools"])

# The answer of a tool that was called wrongly; everything else is 200.
_STATUS = {
    "unknown_calendar": 404,
    "unknown_slot": 404,
    "unknown_hold": 404,
    "unknown_appointment": 404,
    "idempotency_in_flight": 409,
    "too_many_at_once": 429,
    "not_ready": 503,
    "zone_data_differ": 503,
    "database_unavailable": 503,
}


class McpTool(BaseModel):
    """As the Model Context Protocol lists tools."""

    name: str
    description: str
    inputSchema: dict[str, Any]  # noqa: N815 - the protocol's own spelling
    outputSchema: dict[str, Any]  # noqa: N815
    annotations: dict[str, bool]


class OpenAiTool(BaseModel):
    """As OpenAI's Responses API takes functions, strict."""

    type: Literal["function"]
    name: str
    description: str
    parameters: dict[str, Any]
    strict: bool


class AnthropicTool(BaseModel):
    """As Anthropic's Messages API takes tools."""

    name: str
    description: str
    input_schema: dict[str, Any]


@router.get("", response_model=Page[McpTool] | Page[OpenAiTool] | Page[AnthropicTool])
async def list_tools(
    principal: PrincipalDep,
    state: StateDep,
    dialect: Annotated[Dialect, Query(description="Whose way of writing schemas.")] = "mcp",
) -> JSONResponse:
    """The tools that the key's role may call: `data` is to be handed to a model as it is. One page."""
    tools = export_tools(state.toolbox.allowed_to(principal), dialect)
    return JSONResponse({"data": tools, "next_cursor": None, "has_more": False})


@router.post("/{name}", name="call_tool", response_model=ToolOutput)
async def call(
    name: str,
    caller: Annotated[Caller, Depends(caller_dep)],
    state: StateDep,
    now: NowDep,
    arguments: Annotated[dict[str, Any], Body(examples=[{"intent_text": "צריך הובלה ביום שלישי"}])],
) -> JSONResponse:
    """Call a tool. `not_possible` and `needs_input` are answers (200); only a fault of the call is 4xx."""
    answer = await state.toolbox.call(caller, name, arguments, now=now)
    problem = answer.problem if answer.status == "error" else None
    status = 200 if problem is None else _STATUS.get(problem.code, 422)
    headers = RETRY_LATER if status in {429, 503} else None
    return JSONResponse(answer.model_dump(mode="json"), status, headers)
