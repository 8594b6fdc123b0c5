"""The routing rules of a business: create, list, change, delete."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.models.businesses import Business
from app.db.models.routing import CalendarRoutingRule
from app.db.ownership import require_calendar
from app.db.paging import page_by_priority
from app.db.query import Query
from app.errors import TooManyKeywords, UnknownRule
from app.schemas.calendars import RuleChange, RuleIn, RuleOut
from app.schemas.common import Page


class _KeywordCount(NamedTuple):
    keywords: int


# A host's row may hold anything; what is no list has no keywords.
_COUNT = Query(
    """
    SELECT coalesce(sum(
        CASE WHEN jsonb_typeof(match_keywords) = 'array' THEN jsonb_array_length(match_keywords) ELSE 0 END
        + CASE WHEN jsonb_typeof(match_labels) = 'array' THEN jsonb_array_length(match_labels) ELSE 0 END
    ), 0)::bigint AS keywords
    FROM calendar_routing_rules WHERE business_id = :business AND is_active
    """,
    _KeywordCount,
)


async def create_rule(
    session: AsyncSession, business: BusinessId, wanted: RuleIn, *, max_keywords: int | None = None
) -> RuleOut:
    """Raises TooManyKeywords, and FieldError `unknown_calendar` for a calendar of another business."""
    await require_calendar(session, business, wanted.calendar_id, pointer="/calendar_id")
    before = await _count_keywords(session, business)
    row = CalendarRoutingRule(business_id=business, **wanted.model_dump())
    session.add(row)
    stored = await _store(session, row)
    await _check_quota(session, business, before, max_keywords)
    return stored


async def _count_keywords(session: AsyncSession, business: BusinessId) -> int:
    """The keywords and labels of the active rules. Until the transaction ends, no other one counts them."""
    await session.execute(select(Business.id).where(Business.id == business).with_for_update(key_share=True))
    return (await _COUNT.one(session, business=business)).keywords


async def _check_quota(
    session: AsyncSession, business: BusinessId, before: int, max_keywords: int | None
) -> None:
    after = (await _COUNT.one(session, business=business)).keywords
    check_quota(before, after, max_keywords)


def check_quota(before: int, after: int, max_keywords: int | None) -> None:
    """Refuse growth beyond the quota: rules that exceed it may be edited and made smaller. None: no quota.

    Raises TooManyKeywords.
    """
    if max_keywords is not None and after > max(max_keywords, before):
        raise TooManyKeywords(count=after, max=max_keywords)


async def list_rules(
    session: AsyncSession,
    business: BusinessId,
    *,
    calendar_id: int | None = None,
    channel_scope: str | None = None,
    is_active: bool | None = None,
    limit: int,
    cursor: str | None = None,
) -> Page[RuleOut]:
    """The highest priority first, then the lowest id."""
    wanted: list[ColumnElement[bool]] = [CalendarRoutingRule.business_id == business]
    if calendar_id is not None:
        wanted.append(CalendarRoutingRule.calendar_id == calendar_id)
    if channel_scope is not None:
        wanted.append(CalendarRoutingRule.channel_scope == channel_scope)
    if is_active is not None:
        wanted.append(CalendarRoutingRule.is_active.is_(is_active))
    query = select(CalendarRoutingRule).where(*wanted)
    rows, after = await page_by_priority(session, query, CalendarRoutingRule, limit=limit, cursor=cursor)
    return Page.of([RuleOut.model_validate(row) for row in rows], after)


async def get_rule(session: AsyncSession, business: BusinessId, rule_id: int) -> RuleOut:
    """Raises UnknownRule."""
    return RuleOut.model_validate(await _row(session, business, rule_id, None))


async def change_rule(
    session: AsyncSession,
    business: BusinessId,
    rule_id: int,
    change: RuleChange,
    *,
    if_match: str | None,
    max_keywords: int | None = None,
) -> RuleOut:
    """Raises UnknownRule, PreconditionFailed, TooManyKeywords, FieldError `unknown_calendar`."""
    row = await _row(session, business, rule_id, if_match)
    fields: dict[str, Any] = change.model_dump(exclude_unset=True)
    if "calendar_id" in fields:
        await require_calendar(session, business, fields["calendar_id"], pointer="/calendar_id")
    before = await _count_keywords(session, business)
    for field, value in fields.items():
        setattr(row, field, value)
    stored = await _store(session, row)
    await _check_quota(session, business, before, max_keywords)
    return stored


async def delete_rule(
    session: AsyncSession, business: BusinessId, rule_id: int, *, if_match: str | None
) -> None:
    """Raises UnknownRule, PreconditionFailed."""
    await session.delete(await _row(session, business, rule_id, if_match))


async def _row(
    session: AsyncSession, business: BusinessId, rule_id: int, if_match: str | None
) -> CalendarRoutingRule:
    row = await session.scalar(
        select(CalendarRoutingRule)
        .where(CalendarRoutingRule.business_id == business, CalendarRoutingRule.id == rule_id)
        .with_for_update(key_share=True)
    )
    if row is None:
        raise UnknownRule(id=rule_id)
    RuleOut.model_validate(row).require(if_match, id=rule_id)
    return row


async def _store(session: AsyncSession, row: CalendarRoutingRule) -> RuleOut:
    if row.id is not None:
        row.updated_at = func.timezone("UTC", func.clock_timestamp())
    await session.flush()
    await session.refresh(row)
    return RuleOut.model_validate(row)
