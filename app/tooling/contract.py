"""The types of a tool and its context."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar, cast, get_type_hints

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import Author, BusinessId, Permission
from app.routing.journal import Note
from app.routing.ruleset import RulesCache
from app.scheduling.heavy import HeavyWork
from app.schemas.tools import ToolOutput
from app.sentences.spoken import Voice
from app.tooling.caller import Caller
from app.tooling.ids import Signer


@dataclass(frozen=True, slots=True)
class ToolContext:
    """All that a tool knows besides the model's arguments, such as the transaction and the present time.

    `noted` collects what is to be stored of the inquiry; `Toolbox` stores it.
    """

    session: AsyncSession
    rules: RulesCache
    business: BusinessId
    caller: Caller
    now: datetime
    voice: Voice
    signer: Signer
    heavy: HeavyWork
    noted: list[Note] = field(default_factory=list)

    def sign_appointment(self, appointment_id: int) -> str:
        """The id of an appointment for this caller."""
        return self.signer.appointment(appointment_id, self.caller.id_owner)

    @property
    def author(self) -> Author:
        return self.caller.principal.author(self.caller.channel)


In = TypeVar("In", bound=BaseModel)

Out = TypeVar("Out", bound=ToolOutput, covariant=True)

ToolFunction = Callable[[ToolContext, In], Awaitable[Out]]

StillTrue = Callable[[ToolContext, Any], Awaitable[bool]]
"""Tells whether a stored answer still describes the present state."""


async def _always(context: ToolContext, answer: ToolOutput) -> bool:  # noqa: ARG001 - a `StillTrue`
    return True


@dataclass(frozen=True, slots=True)
class Tool(Generic[In, Out]):
    """A function that agents may call, with its name, description and schemas. Calling it calls the function.

    `cap` is the number of successful calls per conversation.
    """

    name: str
    description: str
    permission: Permission
    input: type[In]
    output: type[Out]
    function: ToolFunction[In, Out]
    destructive: bool = False
    cap: int | None = None
    still_true: StillTrue = _always

    @property
    def writes(self) -> bool:
        return self.permission is not Permission.READ

    async def __call__(self, context: ToolContext, arguments: In) -> Out:
        return await self.function(context, arguments)


AnyTool = Tool[Any, ToolOutput]


def tool(permission: Permission, **traits: Any) -> Callable[[ToolFunction[In, Out]], Tool[In, Out]]:
    """Make a tool of a function: its name, its docstring as the description, the schemas from its hints."""

    def make(function: ToolFunction[In, Out]) -> Tool[In, Out]:
        hints = get_type_hints(function)
        name: str = cast("Any", function).__name__
        description = " ".join((function.__doc__ or "").split())
        return Tool(name, description, permission, hints["arguments"], hints["return"], function, **traits)

    return make
