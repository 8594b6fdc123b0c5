"""What a tool is, and the one door through which it is called: validate, transaction, run, render."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeVar, cast, get_type_hints

from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.db import Database
from app.errors import BookingRefused, FieldError, LuachError, UnknownTool
from app.field_problems import broken_rules
from app.schemas.scheduling import SlotOut
from app.tenancy.principal import BusinessId, Permission, Principal
from app.texts import Language, problem_text, rule_text


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool knows without being told by a model: the transaction, the caller, the moment."""

    session: AsyncSession
    business: BusinessId
    principal: Principal
    now: datetime
    language: Language


class ToolProblem(BaseModel):
    """`message` is for the model: what went wrong and where. `field` is a JSON pointer."""

    code: str
    message: str
    field: str | None = None
    suggestions: list[SlotOut] = []


class ToolOutput(BaseModel):
    """The envelope of every answer; a tool adds its own fields, which are null unless `status` is ok.

    `not_possible` and `needs_input` are ordinary outcomes; `error` is a fault of the call. `say` can be
    spoken to the customer as it stands.
    """

    status: Literal["ok", "needs_input", "not_possible", "error"] = "ok"
    say: str | None = None
    problem: ToolProblem | None = None


In = TypeVar("In", bound=BaseModel)
Out = TypeVar("Out", bound=ToolOutput)
ToolFunction = Callable[[ToolContext, In], Awaitable[Out]]


@dataclass(frozen=True, slots=True)
class Tool:
    name: str
    description: str
    permission: Permission
    input: type[BaseModel]
    output: type[ToolOutput]
    function: Callable[[ToolContext, Any], Awaitable[ToolOutput]]


TOOLS: dict[str, Tool] = {}


def tool(permission: Permission) -> Callable[[ToolFunction[In, Out]], ToolFunction[In, Out]]:
    """Register a tool: its name is the function's, its description the docstring, its schemas the hints."""

    def register(function: ToolFunction[In, Out]) -> ToolFunction[In, Out]:
        hints = get_type_hints(function)
        name: str = cast("Any", function).__name__
        description = " ".join((function.__doc__ or "").split())
        TOOLS[name] = Tool(name, description, permission, hints["arguments"], hints["return"], function)
        return function

    return register


async def call_tool(
    database: Database,
    principal: Principal,
    name: str,
    arguments: Mapping[str, object],
    *,
    now: datetime,
    language: Language,
) -> ToolOutput:
    """Call a tool by name. Raises UnknownTool and Forbidden; every other refusal is in the answer."""
    tool = TOOLS.get(name)
    if tool is None:
        raise UnknownTool(name=name)
    business = principal.business_for(tool.permission)
    try:
        given = tool.input.model_validate(arguments)
    except ValidationError as error:
        fault = broken_rules(error.errors(), "en")[0]
        return _refused(tool, "error", fault.code, f"{fault.pointer} {fault.message}", field=fault.pointer)
    try:
        async with database.transaction() as session:
            return await tool.function(ToolContext(session, business, principal, now, language), given)
    except BookingRefused as refusal:
        message = problem_text(refusal.reason, "en", refusal.params)
        answer = _refused(tool, "not_possible", refusal.reason, message)
        answer.say = problem_text(refusal.reason, language, refusal.params)
        if answer.problem is not None:
            answer.problem.suggestions = [SlotOut.model_validate(slot) for slot in refusal.alternatives]
        return answer
    except FieldError as fault_:
        message = rule_text(fault_.rule, "en", fault_.params)
        status: Literal["needs_input", "error"] = (
            "needs_input" if fault_.rule == "phone_required" else "error"
        )
        return _refused(tool, status, fault_.rule, f"{fault_.pointer} {message}", field=fault_.pointer)
    except LuachError as error_:
        return _refused(tool, "error", error_.code, problem_text(error_.code, "en", error_.params))


def _refused(
    tool: Tool,
    status: Literal["needs_input", "not_possible", "error"],
    code: str,
    message: str,
    *,
    field: str | None = None,
) -> ToolOutput:
    return tool.output(status=status, problem=ToolProblem(code=code, message=message, field=field))
