"""Loading services with the calendars that they need and what takes their time, in one statement."""

from datetime import date
from typing import NamedTuple

import asyncpg

from app.core.scheduling.itineraries import Visit
from app.core.scheduling.needs import OfferedService
from app.core.scheduling.policy import MAX_DURATION_MIN
from app.core.scheduling.request import VisitRequest
from app.core.scheduling.stored_services import read_services
from app.core.scheduling.visits import VisitPlans
from app.core.scheduling.workload import CalendarDays
from app.db.query import Query, Reader
from app.errors import FieldError, UnknownService
from app.scheduling.calendar_rows import DAYS_COLUMNS, RULES_TABLES, StoredDays, read_days, taken_time
from app.scheduling.loading import bounded_dates, read_rows, span_of
from app.scheduling.turns import in_turns


class _VisitRow(NamedTuple):
    """A calendar that the services need, if there is any; the first row has the services, as JSON."""

    services: str | None
    days: StoredDays | None


def _read_row(record: asyncpg.Record) -> _VisitRow:
    services, *days = record
    return _VisitRow(services, read_days(days) if days[0] is not None else None)


_WINDOWS = """
    SELECT (w.value ->> 0)::integer AS start, (w.value ->> 1)::integer AS stop
    FROM (SELECT n.value -> 'windows' AS windows FROM asked v, jsonb_array_elements(v.needs) n
          UNION ALL SELECT sc.windows FROM candidates sc) spans,
         jsonb_array_elements(CASE jsonb_typeof(spans.windows) WHEN 'array' THEN spans.windows
                              ELSE '[]' END) w"""

# The minutes by which windows and the services' own buffers may reach beyond the services.
_VISIT = Query(
    f"""
    WITH asked AS MATERIALIZED (
        SELECT * FROM services WHERE business_id = :business AND id = ANY (CAST(:services AS bigint[]))
    ), candidates AS MATERIALIZED (
        SELECT sc.* FROM asked v JOIN service_calendars sc ON sc.service_id = v.id
    ), reach AS MATERIALIZED (
        SELECT coalesce((SELECT max(buffer_before_minutes) FROM asked), 0)
                   + greatest(0, -min(w.start)) AS before,
               coalesce((SELECT max(buffer_after_minutes) FROM asked), 0) + greatest(0, max(w.stop))
                   + least({MAX_DURATION_MIN}, (
                       SELECT sum(greatest(v.duration_minutes, (
                           SELECT max(sc.duration_minutes) FROM candidates sc WHERE sc.service_id = v.id)))
                       FROM asked v))::integer AS after
        FROM ({_WINDOWS}) w
    ), told AS MATERIALIZED (
        SELECT jsonb_agg(to_jsonb(v) || jsonb_build_object('candidates', (
            SELECT jsonb_agg(jsonb_build_array(sc.need, sc.calendar_id, sc.duration_minutes, sc.windows,
                                               sc.price_minor, sc.priority) ORDER BY sc.calendar_id)
            FROM candidates sc WHERE sc.service_id = v.id)))::text AS services
        FROM (SELECT id, name, kind, duration_minutes, buffer_before_minutes, buffer_after_minutes, needs,
                     price_kind, price_minor, currency, party_max, is_active FROM asked) v
    )
    SELECT CASE row_number() OVER () WHEN 1 THEN told.services END AS services, {DAYS_COLUMNS}
    FROM told LEFT JOIN (
        (SELECT DISTINCT calendar_id FROM candidates) needed
        JOIN business_calendars c ON c.id = needed.calendar_id {RULES_TABLES}
    ) ON c.business_id = :business
    CROSS JOIN reach
    {taken_time("reach.before", "reach.after")}
    """,  # noqa: S608 - our own columns and numbers
    _VisitRow,
    read=_read_row,
)


class LoadedVisit(NamedTuple):
    """Services that were asked for, and the calendars that they need, by id."""

    visit: Visit
    days: dict[int, CalendarDays]


async def load_visit(reader: Reader, request: VisitRequest, first: date, last: date) -> LoadedVisit:
    """The services of a request, with everything that can matter to starts on first..last.

    The dates are local ones in whatever zone the business has. Raises UnknownService, and FieldError
    `service_inactive`, `not_an_addon`, `only_an_addon`, `party_too_large`, `not_a_candidate`.
    """
    first, last = bounded_dates(first, last)
    span = span_of(request, first, last)
    wanted = [*request.service_ids, *request.addon_ids]
    rows = await _VISIT.rows(reader, **span, services=wanted)
    services = read_services(rows[0].services)
    for service_id in wanted:
        if service_id not in services:
            raise UnknownService(id=service_id)
    visit = Visit(
        tuple(services[each] for each in request.service_ids),
        tuple(services[each] for each in request.addon_ids),
        request.party_size,
    )
    _check(visit, request)
    days = await read_rows(reader, [row.days for row in rows if row.days is not None], span, first, last)
    return LoadedVisit(visit, days)


async def plans_of(loaded: LoadedVisit, request: VisitRequest, first: date, last: date) -> VisitPlans:
    """The plans of a loaded visit for starts on local dates, with the calendars that the request accepts."""
    leads = request.calendar_ids or None
    return await in_turns(VisitPlans.of(loaded.visit, loaded.days, (first, last), leads))


def _check(visit: Visit, request: VisitRequest) -> None:
    for field, services in (("service_ids", visit.services), ("addon_ids", visit.addons)):
        for position, service in enumerate(services):
            _check_service(service, f"/{field}/{position}", moving=request.moving is not None)
    if visit.party_size > min(service.party_max for service in visit.services):
        most = min(service.party_max for service in visit.services)
        raise FieldError("party_too_large", pointer="/party_size", max=most)
    known = {each.calendar_id for service in visit.services for each in service.lead.candidates}
    for calendar_id in request.calendar_ids:
        if calendar_id not in known:
            raise FieldError("not_a_candidate", pointer="/calendar_id", id=calendar_id)


def _check_service(service: OfferedService, pointer: str, *, moving: bool) -> None:
    if not service.is_active and not moving:
        raise FieldError("service_inactive", pointer=pointer)
    as_addon, is_addon = pointer.startswith("/addon_ids"), service.kind == "addon"
    if as_addon and not is_addon:
        raise FieldError("not_an_addon", pointer=pointer)
    if is_addon and not as_addon:
        raise FieldError("only_an_addon", pointer=pointer)
