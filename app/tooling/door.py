"""The one door through which a tool is called: validate, transaction, run, render."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Permission
from app.core.routing.words.text import main_language, tokenize
from app.db.engine import Database
from app.db.failures import UNREACHABLE
from app.errors import DatabaseUnavailable, LuachError, UnknownTool
from app.routing.journal import Note, note, write
from app.schemas.field_problems import broken_rules
from app.schemas.tools import ToolOutput
from app.sentences.languages import TONGUES, Tongue
from app.sentences.spoken import Voice, voice_for
from app.tooling.contract import TOOLS, Caller, Tool, ToolContext
from app.tooling.ids import Signer, signer_for
from app.tooling.refusals import refused, wrong_input
from app.tooling.writes import written

log = structlog.get_logger("luach.tools")


async def call_tool(
    database: Database, caller: Caller, name: str, arguments: Mapping[str, object], *, now: datetime
) -> ToolOutput:
    """Call a tool by name. Raises UnknownTool and Forbidden; every other refusal is in the answer."""
    call = _prepare(caller, name, arguments, now)
    if isinstance(call, ToolOutput):
        return call
    try:
        async with database.transaction() as session:
            answer = await call.run(session)
    except LuachError as error:
        return call.refused(error)
    except UNREACHABLE as error:
        log.error("database_unavailable", error=str(error).partition("\n")[0])
        return call.refused(DatabaseUnavailable())
    note(database, *call.noted)
    return answer


async def call_tool_in(
    session: AsyncSession, caller: Caller, name: str, arguments: Mapping[str, object], *, now: datetime
) -> ToolOutput:
    """`call_tool` in a transaction of the caller's own, who commits; a refusal has written nothing in it."""
    call = _prepare(caller, name, arguments, now)
    if isinstance(call, ToolOutput):
        return call
    try:
        async with session.begin_nested():
            answer = await call.run(session)
    except LuachError as error:
        return call.refused(error)
    await _note_in(session, call.noted)
    return answer


async def _note_in(session: AsyncSession, noted: list[Note]) -> None:
    """What belongs to the caller's transaction is kept or given up with it; the answer stands either way."""
    if not noted:
        return
    try:
        async with session.begin_nested():
            await write(session, tuple(noted))
    except DBAPIError as error:
        log.warning("inquiries_not_stored", problem=str(error).partition("\n")[0])


async def open_context(session: AsyncSession, caller: Caller, *, now: datetime) -> ToolContext:
    """What the functions of `app.ai_tools` want besides their arguments, for calling them by hand.

    They raise errors of `app.errors` where `call_tool` answers with a refusal. Raises Forbidden.
    """
    business = caller.principal.business_for(Permission.READ)
    voice = voice_for(caller.language or "en", caller.channel)
    return ToolContext(session, business, caller, now, voice, await signer_for(session, business))


@dataclass(slots=True)
class _Call:
    tool: Tool
    given: BaseModel
    caller: Caller
    business: BusinessId
    now: datetime
    voice: Voice
    signer: Signer | None = None
    noted: list[Note] = field(default_factory=list)

    async def run(self, session: AsyncSession) -> ToolOutput:
        self.signer = await signer_for(session, self.business)
        context = ToolContext(session, self.business, self.caller, self.now, self.voice, self.signer)
        self.noted = context.noted

        async def work() -> ToolOutput:
            return await self.tool.function(context, self.given)

        if self.tool.writes and not getattr(self.given, "preview", False):
            return await written(context, self.tool, self.given, work)
        return await work()

    def refused(self, error: LuachError) -> ToolOutput:
        return refused(self.tool, error, self.voice, self.signer)


def _prepare(caller: Caller, name: str, arguments: Mapping[str, object], now: datetime) -> _Call | ToolOutput:
    tool = TOOLS.get(name)
    if tool is None:
        raise UnknownTool(name=name)
    business = caller.principal.business_for(tool.permission)
    try:
        given = tool.input.model_validate(dict(arguments))
    except ValidationError as error:
        fault = broken_rules(error.errors(), "en")[0]
        return wrong_input(tool, fault.code, fault.message, fault.pointer)
    tongue = _tongue(caller.language, getattr(given, "intent_text", ""))
    return _Call(tool, given, caller, business, now, voice_for(tongue, caller.channel))


def _tongue(wanted: Tongue | None, words: str) -> Tongue:
    """The customer's own words decide, but a name in Latin letters does not make them English."""
    spoken = main_language(tokenize(words)) if words else None
    heard: Tongue | None = next((tongue for tongue in TONGUES if tongue == spoken), None)
    if heard is not None and (heard != "en" or wanted is None):
        return heard
    return wanted or "en"
