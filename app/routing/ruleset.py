"""The rules and settings that hold for a business right now: one statement, and compiled once a version.

Why the version is a hash of the content: docs/decisions/rules-version.md.
"""

from collections import OrderedDict
from dataclasses import dataclass

from app.core.principal import BusinessId
from app.core.routing.deciding.followup import resolve_follow_up
from app.core.routing.deciding.resolver import route_inquiry
from app.core.routing.examples.examples import ExampleModel
from app.core.routing.examples.gaps import GAPS, ExampleOutcome, fill_gap
from app.core.routing.matching.compiler import CompiledRules, compile_rules
from app.core.routing.model import Calendar, ExampleMode, Inquiry, Resolution, Rule, Strictness
from app.core.stored_json import read_json, texts
from app.db.query import Query, Reader, Row
from app.routing.learning import learned
from app.schemas.routing import InquiryStorage

# What is hashed is what is compiled, row by row; the rows' order does not matter. The content comes along,
# from the same snapshot, only where the caller does not have that version.
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
    """
)

_MOST_BUSINESSES = 512

RETENTION_DAYS = 30


@dataclass(frozen=True, slots=True)
class RoutingSettings:
    """How a business wants its customers routed, and for how many days inquiries are kept."""

    strictness: Strictness = "normal"
    default_question: str | None = None
    inquiry_storage: InquiryStorage = "text"
    inquiry_retention_days: int = RETENTION_DAYS
    examples: ExampleMode = "off"


@dataclass(frozen=True, slots=True)
class CurrentRules:
    """What an inquiry is decided by. `version` changes with any calendar or rule that counts."""

    compiled: CompiledRules
    version: str
    settings: RoutingSettings
    learned: ExampleModel | None = None

    def resolve(self, inquiry: Inquiry) -> Resolution:
        return self.decide(inquiry).answer

    def decide(self, inquiry: Inquiry) -> ExampleOutcome:
        """The answer, and what the business's examples say where the rules leave a gap."""
        answer = route_inquiry(
            self.compiled,
            inquiry,
            strictness=self.settings.strictness,
            default_question=self.settings.default_question,
        )
        suggestion = self.learned.suggest(inquiry.text) if self.learned and answer.reason in GAPS else None
        return fill_gap(self.compiled, inquiry.text, answer, suggestion, self.settings.examples)

    def follow_up(self, candidates: tuple[int, ...], answer: Inquiry) -> Resolution:
        """What the answer to a question means that offered `candidates`, in that order."""
        return resolve_follow_up(
            self.compiled,
            candidates,
            answer.text,
            channel=answer.channel,
            strictness=self.settings.strictness,
            default_question=self.settings.default_question,
        )


# The latest of each business, the longest unused first. Several databases may share it: the version is a
# hash of the content, so equal versions are equal rules wherever they were read.
_LATEST: OrderedDict[BusinessId, tuple[str, CompiledRules]] = OrderedDict()


async def current_rules(reader: Reader, business: BusinessId) -> CurrentRules:
    """The active calendars and rules as this reader sees them now, in a session also what it just changed."""
    known, compiled = _LATEST.get(business, (None, None))
    (row,) = await _CURRENT.rows(reader, business=business, known=known)
    if compiled is None or row["version"] != known:
        compiled = compile_rules(_calendars(row), _rules(row))
        _LATEST[business] = row["version"], compiled
        if len(_LATEST) > _MOST_BUSINESSES:
            _LATEST.popitem(last=False)
    else:
        _LATEST.move_to_end(business)
    settings = _settings(row)
    lesson = learned(business, row["lesson_version"]) if settings.examples != "off" else None
    return CurrentRules(compiled, row["version"], settings, lesson)


def _settings(row: Row) -> RoutingSettings:
    if row["strictness"] is None:
        return RoutingSettings()
    return RoutingSettings(
        *(row["strictness"], row["default_question"], row["inquiry_storage"], row["inquiry_retention_days"]),
        row["examples"] or "off",
    )


def _calendars(row: Row) -> tuple[Calendar, ...]:
    stored = read_json(row["calendars"] or "[]")
    return tuple(
        Calendar(id_, name, type_key, priority, texts(tags)) for id_, name, type_key, priority, tags in stored
    )


def _rules(row: Row) -> tuple[Rule, ...]:
    stored = read_json(row["rules"] or "[]")
    return tuple(
        Rule(id_, calendar, texts(labels), texts(keywords), scope, bool(ask), question, priority)
        for id_, calendar, labels, keywords, scope, ask, question, priority in stored
    )
