"""Warnings about services that cannot be booked, and about words that several services claim."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId
from app.db.query import Query
from app.schemas.services import ServiceOut, ServiceWarning
from app.sentences.languages import Language
from app.sentences.problems import service_warning_text


class _FilledNeed(NamedTuple):
    service_id: int
    need: int


class _Word(NamedTuple):
    service_id: int
    service_name: str
    word: str


# Needs that some calendar can fill: an active one, or one that only services use.
_FILLED = Query(
    """
    SELECT DISTINCT c.service_id, c.need
    FROM service_calendars c
    JOIN business_calendars k ON k.id = c.calendar_id
    LEFT JOIN calendar_settings s ON s.calendar_id = c.calendar_id
    WHERE c.business_id = :business AND c.service_id = ANY (:services) AND (k.is_active OR s.in_use)
    """,
    _FilledNeed,
)

_WORDS = Query(
    """
    SELECT s.id AS service_id, s.name AS service_name, w.word
    FROM services s
    CROSS JOIN LATERAL jsonb_array_elements_text(s.match_labels || s.match_keywords) AS w(word)
    WHERE s.business_id = :business AND s.is_active ORDER BY s.id
    """,
    _Word,
)


async def add_service_warnings(
    session: AsyncSession, business: BusinessId, services: Sequence[ServiceOut], language: Language
) -> list[ServiceOut]:
    """The services with the warnings about those that are active."""
    ids = [service.id for service in services]
    filled = set(await _FILLED.rows(session, business=business, services=ids))
    owners: defaultdict[str, list[_Word]] = defaultdict(list)
    if any(service.match_labels or service.match_keywords for service in services):
        for row in await _WORDS.rows(session, business=business):
            owners[_folded(row.word)].append(row)
    return [
        service.model_copy(
            update={
                "warnings": [
                    *_unfilled(service, filled, language),
                    *_shared(service, owners, language),
                ]
                if service.is_active
                else []
            }
        )
        for service in services
    ]


def _unfilled(service: ServiceOut, filled: set[_FilledNeed], language: Language) -> Iterable[ServiceWarning]:
    for position, need in enumerate(service.needs):
        # Whoever does the service does an add-on that names nobody.
        by_anybody = service.kind == "addon" and not need.calendars
        if not by_anybody and (service.id, position) not in filled:
            yield ServiceWarning(
                code="need_without_calendar",
                message=service_warning_text("need_without_calendar", language, {"number": position + 1}),
                pointer=f"/needs/{position}/calendars",
                other_service_id=None,
            )


def _shared(
    service: ServiceOut, owners: dict[str, list[_Word]], language: Language
) -> Iterable[ServiceWarning]:
    for field in ("match_labels", "match_keywords"):
        for position, word in enumerate(getattr(service, field)):
            other = next((o for o in owners.get(_folded(word), ()) if o.service_id != service.id), None)
            if other is not None:
                params = {"keyword": word, "other": other.service_name}
                yield ServiceWarning(
                    code="keyword_shared",
                    message=service_warning_text("keyword_shared", language, params),
                    pointer=f"/{field}/{position}",
                    other_service_id=other.service_id,
                )


def _folded(word: str) -> str:
    return " ".join(word.casefold().split())
