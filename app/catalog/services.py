"""The services of a business: create, list, change, switch off."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.catalog.service_rules import candidate_pointers, check_service
from app.catalog.service_warnings import add_service_warnings
from app.core.principal import BusinessId
from app.db.models.calendars import BusinessCalendar
from app.db.models.catalog import Service, ServiceCalendar
from app.db.paging import page_by_priority
from app.db.query import Query
from app.errors import FieldError, TooManyKeywords, UnknownService
from app.schemas.common import Page
from app.schemas.services import (
    CandidateOut,
    NeedOut,
    ServiceChange,
    ServiceIn,
    ServiceOut,
    ServicePrice,
)
from app.sentences.languages import Language

# Columns that have the name of their field.
_SAME_NAME = (
    "name",
    "description",
    "kind",
    "duration_minutes",
    "buffer_before_minutes",
    "buffer_after_minutes",
    "party_max",
    "match_labels",
    "match_keywords",
    "priority",
    "is_active",
)

# What a service says of itself, which no input has.
_ANSWER_ONLY = {"id", "warnings", "created_at", "updated_at"}


class _WordCount(NamedTuple):
    words: int


_COUNT = Query(
    """
    SELECT coalesce(sum(jsonb_array_length(match_labels) + jsonb_array_length(match_keywords)), 0)::bigint
           AS words
    FROM services WHERE business_id = :business AND is_active AND id <> :without
    """,
    _WordCount,
)


async def create_service(
    session: AsyncSession,
    business: BusinessId,
    wanted: ServiceIn,
    *,
    language: Language,
    max_keywords: int | None = None,
) -> ServiceOut:
    """Raises FieldError for a rule that is broken and for an unknown calendar, TooManyKeywords."""
    row = Service(business_id=business)
    await _store(session, row, wanted, max_keywords)
    return await _shown(session, business, row, language)


async def list_services(
    session: AsyncSession,
    business: BusinessId,
    *,
    kind: str | None = None,
    calendar_id: int | None = None,
    is_active: bool | None = None,
    limit: int,
    cursor: str | None = None,
    language: Language,
) -> Page[ServiceOut]:
    """The highest priority first, then the lowest id. `calendar_id`: those that this calendar can do."""
    wanted: list[ColumnElement[bool]] = [Service.business_id == business]
    if kind is not None:
        wanted.append(Service.kind == kind)
    if is_active is not None:
        wanted.append(Service.is_active.is_(is_active))
    if calendar_id is not None:
        doing = select(ServiceCalendar.service_id).where(ServiceCalendar.calendar_id == calendar_id)
        wanted.append(Service.id.in_(doing))
    query = select(Service).where(*wanted)
    rows, after = await page_by_priority(session, query, Service, limit=limit, cursor=cursor)
    return Page.of(await add_service_warnings(session, business, await _read(session, rows), language), after)


async def get_service(
    session: AsyncSession, business: BusinessId, service_id: int, *, language: Language
) -> ServiceOut:
    """Raises UnknownService."""
    return await _shown(session, business, await _row(session, business, service_id), language)


async def change_service(
    session: AsyncSession,
    business: BusinessId,
    service_id: int,
    change: ServiceChange,
    *,
    if_match: str | None,
    language: Language,
    max_keywords: int | None = None,
) -> ServiceOut:
    """Raises UnknownService, PreconditionFailed, FieldError, TooManyKeywords."""
    row = await _row(session, business, service_id, for_change=True)
    (present,) = await _read(session, [row])
    present.require(if_match, id=service_id)
    fields = present.model_dump(exclude=_ANSWER_ONLY) | change.model_dump(exclude_unset=True)
    await _store(session, row, ServiceIn.model_validate(fields), max_keywords)
    return await _shown(session, business, row, language)


async def deactivate_service(
    session: AsyncSession, business: BusinessId, service_id: int, *, if_match: str | None
) -> None:
    """Switch a service off: what is booked stays. Raises UnknownService, PreconditionFailed."""
    row = await _row(session, business, service_id, for_change=True)
    (present,) = await _read(session, [row])
    present.require(if_match, id=service_id)
    row.is_active = False
    row.updated_at = func.clock_timestamp()
    await session.flush()


async def _row(
    session: AsyncSession, business: BusinessId, service_id: int, *, for_change: bool = False
) -> Service:
    query = select(Service).where(Service.business_id == business, Service.id == service_id)
    row = await session.scalar(query.with_for_update(key_share=True) if for_change else query)
    if row is None:
        raise UnknownService(id=service_id)
    return row


async def _store(session: AsyncSession, row: Service, wanted: ServiceIn, max_keywords: int | None) -> None:
    """Write a service and its candidates whole."""
    needs = check_service(wanted)
    business = BusinessId(row.business_id)
    await _check_calendars(session, business, wanted)
    await _check_quota(session, business, row, wanted, max_keywords)
    for field in _SAME_NAME:
        setattr(row, field, getattr(wanted, field))
    row.needs = needs
    row.price_kind, row.price_minor, row.currency = (
        wanted.price.kind,
        wanted.price.amount,
        wanted.price.currency,
    )
    row.extra = wanted.metadata
    row.updated_at = func.clock_timestamp()
    session.add(row)
    await session.flush()
    await session.execute(delete(ServiceCalendar).where(ServiceCalendar.service_id == row.id))
    session.add_all(_candidates(row, wanted))
    await session.flush()
    await session.refresh(row)


def _candidates(row: Service, wanted: ServiceIn) -> list[ServiceCalendar]:
    return [
        ServiceCalendar(
            service_id=row.id,
            need=position,
            calendar_id=candidate.calendar_id,
            business_id=row.business_id,
            duration_minutes=candidate.duration_minutes,
            windows=candidate.windows_minutes,
            price_minor=candidate.price_amount,
            priority=candidate.priority,
        )
        for position, need in enumerate(wanted.needs)
        for candidate in need.calendars
    ]


async def _check_calendars(session: AsyncSession, business: BusinessId, wanted: ServiceIn) -> None:
    """Raises FieldError `unknown_calendar` at the first calendar that is not the business's own."""
    named = dict(candidate_pointers(wanted))
    query = select(BusinessCalendar.id).where(
        BusinessCalendar.business_id == business, BusinessCalendar.id.in_(set(named.values()))
    )
    own = set((await session.scalars(query)).all())
    for pointer, calendar_id in named.items():
        if calendar_id not in own:
            raise FieldError("unknown_calendar", pointer=pointer, id=calendar_id)


async def _check_quota(
    session: AsyncSession, business: BusinessId, row: Service, wanted: ServiceIn, max_keywords: int | None
) -> None:
    """Refuse more words of active services than the quota. Raises TooManyKeywords."""
    words = len(wanted.match_labels) + len(wanted.match_keywords)
    if max_keywords is None or not wanted.is_active or not words:
        return
    others = await _COUNT.one(session, business=business, without=row.id or 0)
    if others.words + words > max_keywords:
        raise TooManyKeywords(count=others.words + words, max=max_keywords)


async def _shown(session: AsyncSession, business: BusinessId, row: Service, language: Language) -> ServiceOut:
    (found,) = await add_service_warnings(session, business, await _read(session, [row]), language)
    return found


async def _read(session: AsyncSession, rows: Sequence[Service]) -> list[ServiceOut]:
    """Services with their candidates, without warnings."""
    query = select(ServiceCalendar).where(ServiceCalendar.service_id.in_([row.id for row in rows]))
    query = query.order_by(ServiceCalendar.priority.desc(), ServiceCalendar.calendar_id)
    found: defaultdict[tuple[int, int], list[CandidateOut]] = defaultdict(list)
    for each in await session.scalars(query.execution_options(populate_existing=True)):
        found[each.service_id, each.need].append(
            CandidateOut(
                calendar_id=each.calendar_id,
                duration_minutes=each.duration_minutes,
                price_amount=each.price_minor,
                windows_minutes=each.windows,
                priority=each.priority,
            )
        )
    return [_service_out(row, found) for row in rows]


def _service_out(row: Service, candidates: dict[tuple[int, int], list[CandidateOut]]) -> ServiceOut:
    same: dict[str, Any] = {field: getattr(row, field) for field in _SAME_NAME}
    needs = [
        NeedOut(
            role=need.get("role"),
            windows_minutes=need.get("windows"),
            calendars=candidates.get((row.id, position), []),
        )
        for position, need in enumerate(row.needs)
    ]
    return ServiceOut(
        **same,
        id=row.id,
        needs=needs,
        price=ServicePrice(kind=row.price_kind, amount=row.price_minor, currency=row.currency),
        metadata=row.extra,
        warnings=[],
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
