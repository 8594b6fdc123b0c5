"""What a tool is: one typed function, and what it may assume about its caller."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, cast, get_type_hints

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId, Permission, Principal
from app.routing.journal import Note
from app.schemas.tools import ToolOutput
from app.sentences.languages import Tongue
from app.sentences.spoken import Voice
from app.tooling.ids import Signer


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls and on whose behalf: from the credential and the transport, never from a model.

    `conversation` tells one talk from another, `phone` is the customer's own number where the line shows it:
    with it, only their appointments can be found, moved and cancelled.
    """

    principal: Principal
    language: Tongue | None = None
    channel: str = "all"
    conversation: str | None = None
    phone: str | None = None
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool knows without being told by a model: the transaction, the caller, the moment.

    `noted` is what is to be kept of the inquiry; the door stores it.
    """

    session: AsyncSession
    business: BusinessId
    caller: Caller
    now: datetime
    voice: Voice
    signer: Signer
    noted: list[Note] = field(default_factory=list)

    @property
    def author(self) -> Author:
        return self.caller.principal.author(self.caller.channel)


In = TypeVar("In", bound=BaseModel)

Out = TypeVar("Out", bound=ToolOutput)

ToolFunction = Callable[[ToolContext, In], Awaitable[Out]]

Stands = Callable[[ToolContext, Any], Awaitable[bool]]


async def _always(context: ToolContext, answer: ToolOutput) -> bool:  # noqa: ARG001 - a `Stands`
    return True


@dataclass(frozen=True, slots=True)
class Tool:
    """A registered function.

    `cap`: how often one conversation may do it. `stands`: whether what an earlier answer told of is still so.
    `anonymous`: its arguments do not say for which customer, so only a conversation tells a repetition.
    """

    name: str
    description: str
    permission: Permission
    input: type[BaseModel]
    output: type[ToolOutput]
    function: Callable[[ToolContext, Any], Awaitable[ToolOutput]]
    destructive: bool = False
    anonymous: bool = False
    cap: int | None = None
    stands: Stands = _always

    @property
    def writes(self) -> bool:
        return self.permission is not Permission.READ


TOOLS: dict[str, Tool] = {}


def tool(permission: Permission, **traits: Any) -> Callable[[ToolFunction[In, Out]], ToolFunction[In, Out]]:
    """Register a tool: its name is the function's, its description the docstring, its schemas the hints."""

    def register(function: ToolFunction[In, Out]) -> ToolFunction[In, Out]:
        hints = get_type_hints(function)
        name: str = cast("Any", function).__name__
        description = " ".join((function.__doc__ or "").split())
        TOOLS[name] = Tool(
            name, description, permission, hints["arguments"], hints["return"], function, **traits
        )
        return function

    return register
