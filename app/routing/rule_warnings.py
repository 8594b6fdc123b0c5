"""Warnings about rules, in words: from the rules themselves and from stored inquiries."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.core.routing.reviewing.lint import LintWarning, lint_rules, lint_unmatched
from app.db.paging import decode_cursor, encode_cursor
from app.db.query import Query
from app.routing.ruleset import CurrentRules, RulesCache
from app.schemas.calendars import RuleOut, RuleSaved, RuleWarning
from app.schemas.common import Page
from app.sentences.languages import Language
from app.sentences.problems import warning_text

UNUSED_DAYS = 30


class _MatchRow(NamedTuple):
    rule_id: int
    keyword: str


class _RuleRow(NamedTuple):
    id: int


_MATCHED = Query(
    """
    SELECT DISTINCT (e->>'rule_id')::bigint AS rule_id, e->>'keyword' AS keyword
    FROM routing_inquiries i, jsonb_array_elements(i.evidence) e
    WHERE i.business_id = :business AND i.at > :since AND jsonb_typeof(e->'rule_id') = 'number'
    """,
    _MatchRow,
)

# Rules that did not change since: a keyword that was added yesterday had no chance to match.
_OLD_RULES = Query(
    """
    SELECT id FROM calendar_routing_rules
    WHERE business_id = :business AND coalesce(updated_at, created_at) <= :since
      AND EXISTS (SELECT FROM routing_inquiries i WHERE i.business_id = :business AND i.at > :instant)
    """,
    _RuleRow,
)


async def add_warnings(
    session: AsyncSession, rules: RulesCache, business: BusinessId, rule: RuleOut, language: Language
) -> RuleSaved:
    """A rule that was just stored in this session, with the warnings about it."""
    current = await rules.current(session, business)
    all_warnings = await rules.threads.run(business, lint_rules, current.compiled)
    found = [warning for warning in all_warnings if warning.rule_id == rule.id]
    return RuleSaved(**rule.model_dump(), warnings=_warnings_out(current, found, language))


async def list_warnings(
    session: AsyncSession,
    rules: RulesCache,
    business: BusinessId,
    now: datetime,
    language: Language,
    *,
    limit: int,
    cursor: str | None = None,
) -> Page[RuleWarning]:
    """The warnings about all active rules of active calendars, by rule and keyword.

    FieldError `bad_cursor`.
    """
    after = None if cursor is None else decode_cursor(cursor, (int, str, str, int, str))
    current = await rules.current(session, business)
    found = await rules.threads.run(business, lint_rules, current.compiled)
    found += await _unused_keywords(session, business, current, now)
    rest = sorted((one for one in found if after is None or _sort_key(one) > after), key=_sort_key)
    shown = rest[:limit]
    return Page.of(
        _warnings_out(current, shown, language),
        encode_cursor(_sort_key(shown[-1])) if len(rest) > limit else None,
    )


def _sort_key(warning: LintWarning) -> tuple[int, str, str, int, str]:
    rule_id, other = cast("int", warning.rule_id), cast("int | None", warning.other_rule_id)
    return rule_id, warning.keyword, warning.code, other or 0, warning.other_keyword or ""


async def _unused_keywords(
    session: AsyncSession, business: BusinessId, current: CurrentRules, now: datetime
) -> list[LintWarning]:
    """Keywords that matched no inquiry for `UNUSED_DAYS`. None if inquiries are not kept that long."""
    settings = current.settings
    if settings.inquiry_storage == "off" or settings.inquiry_retention_days < UNUSED_DAYS:
        return []
    since = now - timedelta(days=UNUSED_DAYS)
    # Columns of the seed's tables hold UTC without a zone.
    rows = await _OLD_RULES.rows(session, business=business, since=since.replace(tzinfo=None), instant=since)
    old = {row.id for row in rows}
    if not old:
        return []
    matched = await _MATCHED.rows(session, business=business, since=since)
    return [w for w in lint_unmatched(current.compiled, matched) if w.rule_id in old]


def _warnings_out(current: CurrentRules, found: list[LintWarning], language: Language) -> list[RuleWarning]:
    compiled = current.compiled
    calendars = {rule.id: compiled.by_id[rule.calendar_id].name for rule in compiled.rules}
    return [
        RuleWarning.model_validate(
            {
                **asdict(warning),
                "message": warning_text(
                    warning.code,
                    language,
                    {
                        **asdict(warning),
                        "other_calendar": calendars.get(warning.other_rule_id),
                        "days": UNUSED_DAYS,
                    },
                ),
            }
        )
        for warning in found
    ]
