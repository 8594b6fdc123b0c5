"""The present rules and settings of a business: read in one statement, compiled once per version.

Why the version is a hash of the content: docs/decisions/rules-version.md.
"""

import asyncio
import gc
from collections import OrderedDict
from dataclasses import dataclass
from typing import NamedTuple

from app.core.principal import BusinessId
from app.core.routing.deciding.followup import resolve_follow_up
from app.core.routing.deciding.preparation import prepare_rules
from app.core.routing.deciding.resolver import open_candidates, route_inquiry
from app.core.routing.examples.examples import ExampleModel
from app.core.routing.examples.gaps import GAPS, ExampleOutcome, fill_gap
from app.core.routing.matching.compiler import CompiledRules
from app.core.routing.model import Calendar, ExampleMode, Inquiry, Resolution, Rule, Strictness
from app.core.stored_json import read_json, texts
from app.db.engine import Database
from app.db.query import Query, Reader
from app.routing.learning import ModelStore
from app.routing.threads import BusinessThreads
from app.schemas.routing import InquiryStorage


class _CurrentRow(NamedTuple):
    """`calendars` and `rules` are JSON, and None where the reader knows the version or there are none.

    The columns from `strictness` to `lesson_version` are None for a business without routing settings.
    """

    version: str
    strictness: Strictness | None
    default_question: str | None
    inquiry_storage: InquiryStorage
    inquiry_retention_days: int
    examples: ExampleMode | None
    lesson_version: str | None
    calendars: str | None
    rules: str | None


# The hash covers what is compiled, row by row, in any order. The content comes along, from the same snapshot,
# only if the caller does not have that version.
_CURRENT = Query(
    """
    WITH now AS MATERIALIZED (
        SELECT to_hex(hash_record_extended(ROW(
            (SELECT bit_xor(hash_record_extended(ROW(
                 c.id, c.name, c.type_key, c.priority, c.allowed_tags::text), 0))
             FROM business_calendars c WHERE c.business_id = :business AND c.is_active),
            (SELECT bit_xor(hash_record_extended(ROW(
                 r.id, r.calendar_id, r.match_labels::text, r.match_keywords::text, r.channel_scope,
                 r.when_ambiguous_ask, r.question_text, r.priority), 0))
             FROM calendar_routing_rules r WHERE r.business_id = :business AND r.is_active)
        ), 0)) AS version)
    SELECT now.version, s.strictness, s.default_question, s.inquiry_storage, s.inquiry_retention_days,
           s.examples, s.lesson_version,
           CASE WHEN now.version IS DISTINCT FROM :known::text THEN (
               SELECT json_agg(json_build_array(c.id, c.name, c.type_key, c.priority, c.allowed_tags::text))
               FROM business_calendars c WHERE c.business_id = :business AND c.is_active)::text
           END AS calendars,
           CASE WHEN now.version IS DISTINCT FROM :known::text THEN (
               SELECT json_agg(json_build_array(
                   r.id, r.calendar_id, r.match_labels::text, r.match_keywords::text, r.channel_scope,
                   r.when_ambiguous_ask, r.question_text, r.priority))
               FROM calendar_routing_rules r WHERE r.business_id = :business AND r.is_active)::text
           END AS rules
    FROM now LEFT JOIN business_routing_settings s ON s.business_id = :business
    """,
    _CurrentRow,
)

MAX_BUSINESSES = 512

MAX_KEYWORDS_CACHED = 20_000
"""Keywords of all businesses together; one takes 4 KB. The latest rules of one business are always kept."""

FEW, MANY = 1_500, 30_000
"""Sizes of rules in characters of JSON: some 40 keywords take 15 ms to compile, some 1,000 half a second."""

RETENTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """A business's settings of routing, and the number of days for which inquiries are kept."""

    strictness: Strictness = "normal"
    default_question: str | None = None
    inquiry_storage: InquiryStorage = "text"
    inquiry_retention_days: int = RETENTION_DAYS
    examples: ExampleMode = "off"


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """Rules and settings that decide an inquiry. `version` changes with every active calendar and rule."""

    compiled: CompiledRules
    version: str
    settings: RoutingSettings
    learned: ExampleModel | None = None

    def services(self) -> tuple[Calendar, ...]:
        """The calendars to offer to a customer who has not said anything yet."""
        return tuple(self.compiled.by_id[id_] for id_ in open_candidates(self.compiled, "all"))

    def resolve(self, inquiry: Inquiry) -> Resolution:
        return self.decide(inquiry).answer

    def decide(self, inquiry: Inquiry) -> ExampleOutcome:
        """The answer, and the suggestion of the business's examples if the rules leave a gap."""
        answer = route_inquiry(
            self.compiled,
            inquiry,
            strictness=self.settings.strictness,
            default_question=self.settings.default_question,
        )
        suggestion = self.learned.suggest(inquiry.text) if self.learned and answer.reason in GAPS else None
        return fill_gap(self.compiled, inquiry.text, answer, suggestion, self.settings.examples)

    def follow_up(self, candidates: tuple[int, ...], answer: Inquiry) -> Resolution:
        """Resolve the answer to a question that offered `candidates`, in that order."""
        return resolve_follow_up(
            self.compiled,
            candidates,
            answer.text,
            channel=answer.channel,
            strictness=self.settings.strictness,
            default_question=self.settings.default_question,
        )


class RulesCache:
    """The compiled rules of one process: the latest of each business, the longest unused dropped first.

    Unless they are few, rules are compiled in a thread, once for all requests that wait for them. Meanwhile
    other requests go on. `models` are the process's models of examples, `threads` its threads for routing.
    """

    def __init__(self) -> None:
        self.models = ModelStore()
        self.threads = BusinessThreads()
        self._latest: OrderedDict[BusinessId, tuple[str, CompiledRules]] = OrderedDict()
        self._keywords = 0
        self._running: dict[tuple[BusinessId, str], asyncio.Task[CompiledRules]] = {}

    async def current(self, source: Database | Reader, business: BusinessId) -> CurrentRules:
        """The active calendars and rules as they are now, in a session with its own changes.

        From a Database, no connection is held while rules are compiled.
        """
        known, _ = self._latest.get(business, (None, None))
        if isinstance(source, Database):
            async with source.read() as reader:
                row = await _CURRENT.one(reader, business=business, known=known)
        else:
            row = await _CURRENT.one(source, business=business, known=known)
        compiled = await self._compiled(business, row)
        return CurrentRules(compiled, row.version, _settings(row), self._model(business, row))

    async def _compiled(self, business: BusinessId, row: _CurrentRow) -> CompiledRules:
        version, compiled = self._latest.get(business, (None, None))
        if compiled is not None and version == row.version:
            self._latest.move_to_end(business)
            return compiled
        if len(row.rules or "") <= FEW:
            compiled = _compile(row)
            self._remember(business, row.version, compiled)
            return compiled
        key = business, row.version
        if key not in self._running:
            self._running[key] = asyncio.create_task(self._compile_in_thread(key, row))
        # Without the shield, a client that hangs up would cancel the work of all who wait for it.
        return await asyncio.shield(self._running[key])

    async def _compile_in_thread(self, key: tuple[BusinessId, str], row: _CurrentRow) -> CompiledRules:
        business, version = key
        try:
            compiled = await self.threads.run(business, _compile, row)
        finally:
            del self._running[key]
        self._remember(business, version, compiled)
        return compiled

    def _remember(self, business: BusinessId, version: str, compiled: CompiledRules) -> None:
        """Keep compiled rules as the latest, within `MAX_BUSINESSES` and `MAX_KEYWORDS_CACHED`."""
        self._forget(business)
        self._latest[business] = version, compiled
        self._keywords += len(compiled.keywords)
        while len(self._latest) > 1 and (
            len(self._latest) > MAX_BUSINESSES or self._keywords > MAX_KEYWORDS_CACHED
        ):
            self._forget(next(iter(self._latest)))

    def _forget(self, business: BusinessId) -> None:
        if business in self._latest:
            self._keywords -= len(self._latest.pop(business)[1].keywords)

    def _model(self, business: BusinessId, row: _CurrentRow) -> ExampleModel | None:
        if row.examples in (None, "off"):
            return None
        self.models.request(business)
        return self.models.find(row.lesson_version)


def _compile(row: _CurrentRow) -> CompiledRules:
    compiled = prepare_rules(_calendars(row), _rules(row))
    if len(row.rules or "") > MANY:
        # Otherwise each later pass of the collector would visit so many objects, and everybody would wait.
        # The pass before it finds the cycles that freezing would keep.
        gc.collect()
        gc.freeze()
    return compiled


def _settings(row: _CurrentRow) -> RoutingSettings:
    if row.strictness is None:
        return RoutingSettings()
    return RoutingSettings(
        row.strictness,
        row.default_question,
        row.inquiry_storage,
        row.inquiry_retention_days,
        row.examples or "off",
    )


def _calendars(row: _CurrentRow) -> tuple[Calendar, ...]:
    stored = read_json(row.calendars or "[]")
    return tuple(
        Calendar(id_, name, type_key, priority, texts(tags)) for id_, name, type_key, priority, tags in stored
    )


def _rules(row: _CurrentRow) -> tuple[Rule, ...]:
    stored = read_json(row.rules or "[]")
    return tuple(
        Rule(id_, calendar, texts(labels), texts(keywords), scope, bool(ask), question, priority)
        for id_, calendar, labels, keywords, scope, ask, question, priority in stored
    )
