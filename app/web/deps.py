"""The dependencies of routes: the caller, the transaction, the present time."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, TypeVar, cast

import structlog
from fastapi import Depends, Header, Path, Query, Request, Response
from fastapi.openapi.models import HTTPBearer
from fastapi.security.base import SecurityBase
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.principal import BusinessId, Permission, Principal
from app.db.query import ReadConnection
from app.errors import FieldError, NotReady, Unauthenticated
from app.runtime.state import State
from app.schemas.common import ANSWER_ZONE, MAX_PAGE_SIZE, PAGE_SIZE, Id, Versioned
from app.sentences.languages import Language, problem_language
from app.tenancy.api_keys import note_use, principal_of
from app.tenancy.businesses import act_for

log = structlog.get_logger("luach.http")

LONGEST_ID = 20
"""Digits of an id that is read at all."""


def state_of(request: Request) -> State:
    return cast("State", request.app.state.luach)


# Every dependency is a coroutine: FastAPI runs plain functions in a thread, which costs more than their work.
async def state_dep(request: Request) -> State:
    return state_of(request)


StateDep = Annotated[State, Depends(state_dep)]


async def now_of(request: Request) -> datetime:
    return state_of(request).clock()


NowDep = Annotated[datetime, Depends(now_of)]


async def authenticate(state: State, key: str | None) -> Principal:
    """The holder of a key. Raises NotReady, Unauthenticated, BusinessInactive."""
    now, ready = state.clock(), state.migrations.state
    if not ready.ready:
        raise NotReady(waiting=", ".join(ready.waiting))
    if key is None:
        raise Unauthenticated
    principal = state.callers.find(key, now)
    if principal is not None:
        return principal
    look_up = state.callers.start_look_up()
    async with state.database.read() as connection:
        principal, unnoted = await principal_of(connection, key, now)
    state.callers.remember(key, principal, look_up)
    if unnoted:
        async with state.database.transaction() as session:
            await note_use(session, principal.key_id, now)
    return principal


ACTING_FOR = "Luach-Business"
"""The header with the id of the business that a system administrator acts for."""


async def identify(request: Request, key: str | None) -> Principal:
    """The holder of a key, acting for the business that the request's header names, if any.

    Raises NotReady, Unauthenticated, BusinessInactive, Forbidden, UnknownBusiness, FieldError.
    """
    state, given = state_of(request), request.headers.get(ACTING_FOR)
    holder = await authenticate(state, key)
    if given is None:
        return holder
    if not (given.isascii() and given.isdecimal() and len(given) <= LONGEST_ID):
        raise FieldError("not_a_number", pointer=f"/{ACTING_FOR}")
    async with state.database.read() as connection:
        acting = await act_for(connection, holder, int(given))
    log.info("acting_for_business", key_id=holder.key_id, name=holder.name, business=acting.business)
    return acting


async def holder_of(request: Request) -> Principal:
    """The holder of the request's key, looked up once per request. Raises as `identify` does."""
    known: Principal | None = request.scope.get(_HOLDER)
    if known is None:
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        known = await identify(request, key if scheme.lower() == "bearer" else None)
        request.scope[_HOLDER] = known
        ANSWER_ZONE.set(known.zone)
    return known


_HOLDER = "luach.holder"


class Key(SecurityBase):
    """The holder of the request's key. Scheme and look-up in one: each dependency costs a call."""

    def __init__(self) -> None:
        self.model = HTTPBearer(description="A key: `luach_...`")
        self.scheme_name = "key"

    async def __call__(self, request: Request) -> Principal:
        return await holder_of(request)


class BusinessOf(SecurityBase):
    """The business of the caller's key, if the role has the permission. Raises Forbidden."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission
        key = Key()
        self.model, self.scheme_name = key.model, key.scheme_name

    async def __call__(self, request: Request) -> BusinessId:
        return (await holder_of(request)).business_for(self.permission)


reading = BusinessOf(Permission.READ)

KEY_REQUIRED: dict[str, object] = {"security": [{reading.scheme_name: []}]}
"""For the OpenAPI document of a route that calls `reading` itself, which is cheaper than a dependency."""

PrincipalDep = Annotated[Principal, Depends(Key())]

ReaderOf = Annotated[BusinessId, Depends(reading)]

BookerOf = Annotated[BusinessId, Depends(BusinessOf(Permission.BOOK))]

ManagerOf = Annotated[BusinessId, Depends(BusinessOf(Permission.MANAGE))]


async def session_dep(state: StateDep) -> AsyncIterator[AsyncSession]:
    async with state.database.transaction() as session:
        yield session


async def revoking_session_dep(state: StateDep) -> AsyncIterator[AsyncSession]:
    try:
        async with state.database.transaction() as session:
            yield session
    finally:
        # Also after an error: a commit whose answer was lost may have been made.
        state.callers.forget_all()


async def connection_dep(state: StateDep) -> AsyncIterator[ReadConnection]:
    async with state.database.read() as connection:
        yield connection


# scope="function": the commit comes before the answer leaves. Without it FastAPI would end the dependency
# after the response, and a 201 could name a row that was never stored.
SessionDep = Annotated[AsyncSession, Depends(session_dep, scope="function")]

RevokingSessionDep = Annotated[AsyncSession, Depends(revoking_session_dep, scope="function")]
"""A `SessionDep` for revocations: the cache of callers is emptied after the commit."""

ReadDep = Annotated[ReadConnection, Depends(connection_dep, scope="function")]

CalendarId = Annotated[Id, Path()]

IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag you read; 412 when it is no longer the present one."),
]

Resource = TypeVar("Resource", bound=Versioned)


def with_etag(response: Response, shown: Resource) -> Resource:
    """The resource itself; its version becomes the answer's ETag."""
    response.headers["ETag"] = shown.etag
    return shown


async def _language(
    accept_language: Annotated[
        str | None, Header(description="`he` or `en`, for the warnings' sentences.")
    ] = None,
) -> Language:
    return problem_language(accept_language)


LanguageOf = Annotated[Language, Depends(_language)]

Limit = Annotated[int, Query(ge=1, le=MAX_PAGE_SIZE, description=f"At most {MAX_PAGE_SIZE}.")]

Cursor = Annotated[str | None, Query(max_length=500, description="`next_cursor` of the page before.")]

DEFAULT_LIMIT = PAGE_SIZE
