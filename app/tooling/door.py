"""The way in to the tools: arguments are validated, the tool runs in a transaction, errors become answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from pydantic import BaseModel, ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Permission, Principal
from app.core.routing.words.text import main_language, tokenize
from app.db.engine import Database
from app.db.failures import DATABASE_ERRORS, is_temporary, read_otherwise
from app.errors import DatabaseUnavailable, Forbidden, LuachError, UnknownTool, ZoneDataDiffer
from app.routing.journal import Journal, Note, write_notes
from app.routing.ruleset import RulesCache
from app.scheduling.heavy import HeavyWork
from app.schemas.field_problems import broken_rules
from app.schemas.tools import ToolOutput
from app.sentences.languages import LANGUAGES, Language
from app.sentences.spoken import Voice, voice_for
from app.tooling.caller import Caller, with_number
from app.tooling.contract import AnyTool, ToolContext
from app.tooling.ids import Signer, read_secret
from app.tooling.refusals import refuse, wrong_input
from app.tooling.writes import write_once

log = structlog.get_logger("luach.tools")


class Toolbox:
    """The tools of one process on one database, with the process's journal of inquiries and compiled rules.

    The secret that signs ids is read from the database once. A migration made it; every process has the same.
    """

    def __init__(
        self,
        tools: Iterable[AnyTool],
        database: Database,
        journal: Journal,
        rules: RulesCache,
        heavy: HeavyWork,
    ) -> None:
        self.tools: dict[str, AnyTool] = {tool.name: tool for tool in tools}
        self._database = database
        self._journal = journal
        self._rules = rules
        self._heavy = heavy
        self._secret: bytes | None = None

    def allowed_to(self, principal: Principal) -> list[AnyTool]:
        """The tools that the principal's role may call, in their order."""
        return [tool for tool in self.tools.values() if principal.may(tool.permission)]

    async def call(
        self, caller: Caller, name: str, arguments: Mapping[str, object], *, now: datetime
    ) -> ToolOutput:
        """Call a tool by name, in a transaction of its own.

        Raises UnknownTool and Forbidden; every other refusal is in the answer.
        """
        call = self._prepare(caller, name, arguments, now)
        if isinstance(call, ToolOutput):
            return call
        try:
            async with self._database.transaction() as session:
                answer = await call.run(session, self._rules, await self.signer(session, call.business))
        except LuachError as error:
            return call.refuse(error)
        except DATABASE_ERRORS as error:
            if read_otherwise(error):
                return call.refuse(ZoneDataDiffer())
            if not is_temporary(error):
                raise
            log.error("database_unavailable", error=str(error).partition("\n")[0] or type(error).__name__)
            return call.refuse(DatabaseUnavailable())
        self._journal.add(*call.noted)
        return answer

    async def call_in(
        self,
        session: AsyncSession,
        caller: Caller,
        name: str,
        arguments: Mapping[str, object],
        *,
        now: datetime,
    ) -> ToolOutput:
        """`call` in a transaction that the caller commits. A refusal writes nothing in it."""
        call = self._prepare(caller, name, arguments, now)
        if isinstance(call, ToolOutput):
            return call
        try:
            async with session.begin_nested():
                answer = await call.run(session, self._rules, await self.signer(session, call.business))
        except LuachError as error:
            return call.refuse(error)
        await _store_notes(session, call.noted)
        return answer

    async def open_context(self, session: AsyncSession, caller: Caller, *, now: datetime) -> ToolContext:
        """The context for calling a tool of `app.ai_tools` as a function.

        A function raises an error of `app.errors` where `call` answers with a refusal. Raises Forbidden.
        """
        business = caller.principal.business_for(Permission.READ)
        voice = voice_for(caller.language or "en", caller.channel)
        signer = await self.signer(session, business)
        caller = await with_number(session, business, caller)
        return ToolContext(session, self._rules, business, caller, now, voice, signer, self._heavy)

    async def signer(self, session: AsyncSession, business: BusinessId) -> Signer:
        """The signer of a business's ids, the same in every process on the database."""
        if self._secret is None:
            self._secret = await read_secret(session)
        return Signer(self._secret, business)

    def forbidden(self, name: str, error: Forbidden, language: Language | None) -> ToolOutput:
        """The answer, as a tool's output, to a caller whose role may not call the tool."""
        return refuse(self.tools[name], error, Voice(language or "en"), None)

    def _prepare(
        self, caller: Caller, name: str, arguments: Mapping[str, object], now: datetime
    ) -> "_Call | ToolOutput":
        tool = self.tools.get(name)
        if tool is None:
            raise UnknownTool(name=name)
        business = caller.principal.business_for(tool.permission)
        try:
            given = tool.input.model_validate(dict(arguments))
        except ValidationError as error:
            fault = broken_rules(error.errors(), "en")[0]
            return wrong_input(tool, fault.code, fault.message, fault.pointer)
        language = _language_for(caller.language, getattr(given, "intent_text", ""))
        voice = voice_for(language, caller.channel)
        return _Call(tool, given, caller, business, now, voice, self._heavy)


async def _store_notes(session: AsyncSession, noted: list[Note]) -> None:
    """Store the notes in the caller's transaction. A failure is logged and does not change the answer."""
    if not noted:
        return
    try:
        async with session.begin_nested():
            await write_notes(session, tuple(noted))
    except DBAPIError as error:
        log.warning("inquiries_not_stored", problem=str(error).partition("\n")[0])


@dataclass(slots=True)
class _Call:
    tool: AnyTool
    given: BaseModel
    caller: Caller
    business: BusinessId
    now: datetime
    voice: Voice
    heavy: HeavyWork
    signer: Signer | None = None
    noted: list[Note] = field(default_factory=list)

    async def run(self, session: AsyncSession, rules: RulesCache, signer: Signer) -> ToolOutput:
        self.signer = signer
        caller = await with_number(session, self.business, self.caller)
        context = ToolContext(session, rules, self.business, caller, self.now, self.voice, signer, self.heavy)
        self.noted = context.noted

        async def work() -> ToolOutput:
            return await self.tool(context, self.given)

        if self.tool.writes and not getattr(self.given, "preview", False):
            return await write_once(context, self.tool, self.given, work)
        return await work()

    def refuse(self, error: LuachError) -> ToolOutput:
        return refuse(self.tool, error, self.voice, self.signer)


def _language_for(wanted: Language | None, words: str) -> Language:
    """The language of the customer's words, unless they only look English: a name may be in Latin letters."""
    spoken = main_language(tokenize(words)) if words else None
    heard: Language | None = next((language for language in LANGUAGES if language == spoken), None)
    if heard is not None and (heard != "en" or wanted is None):
        return heard
    return wanted or "en"
