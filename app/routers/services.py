"""/api/calendar/services"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.catalog import services
from app.schemas.common import Id, Page
from app.schemas.services import ServiceChange, ServiceIn, ServiceKind, ServiceOut
from app.web.deps import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    LanguageOf,
    Limit,
    ManagerOf,
    ReaderOf,
    SessionDep,
    StateDep,
    with_etag,
)
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/services", tags=["services"])

ServiceId = Annotated[Id, Path()]


@router.get("")
async def list_services(
    business: ReaderOf,
    session: SessionDep,
    language: LanguageOf,
    kind: ServiceKind | None = None,
    calendar_id: Id | None = None,
    is_active: bool | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[ServiceOut]:
    """The business's services, the highest priority first."""
    return await services.list_services(
        session,
        business,
        kind=kind,
        calendar_id=calendar_id,
        is_active=is_active,
        limit=limit,
        cursor=cursor,
        language=language,
    )


@router.post("", status_code=201, response_model=ServiceOut)
async def create_service(
    wanted: ServiceIn,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    once: OnceDep,
    language: LanguageOf,
) -> Response:
    """Make a service; `warnings` say what keeps it from being booked or found."""
    answer = await once(
        business,
        lambda: services.create_service(
            session, business, wanted, language=language, max_keywords=state.settings.max_keywords
        ),
        location=lambda made: f"{router.prefix}/{made.id}",
    )
    answer.headers["ETag"] = ServiceOut.model_validate_json(bytes(answer.body)).etag
    return answer


@router.get("/{service_id}")
async def get_service(
    service_id: ServiceId, business: ReaderOf, session: SessionDep, language: LanguageOf, response: Response
) -> ServiceOut:
    """One service; its version is the ETag."""
    return with_etag(response, await services.get_service(session, business, service_id, language=language))


@router.patch("/{service_id}")
async def change_service(
    service_id: ServiceId,
    change: ServiceChange,
    business: ManagerOf,
    session: SessionDep,
    state: StateDep,
    response: Response,
    language: LanguageOf,
    if_match: IfMatch = None,
) -> ServiceOut:
    """Change the given fields; `needs`, `price` and `metadata` are replaced whole."""
    changed = await services.change_service(
        session,
        business,
        service_id,
        change,
        if_match=if_match,
        language=language,
        max_keywords=state.settings.max_keywords,
    )
    return with_etag(response, changed)


@router.delete("/{service_id}", status_code=204)
async def deactivate_service(
    service_id: ServiceId, business: ManagerOf, session: SessionDep, if_match: IfMatch = None
) -> None:
    """Switch a service off: what is booked stays, and `is_active` true brings it back."""
    await services.deactivate_service(session, business, service_id, if_match=if_match)
