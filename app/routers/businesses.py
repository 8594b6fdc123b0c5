"""/api/businesses, and the keys of each"""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from app.core.principal import BusinessId, Permission, Principal, Role
from app.errors import Forbidden, UnknownBusiness
from app.schemas.common import Id, Page
from app.schemas.tenancy import (
    BusinessChange,
    BusinessCreated,
    BusinessIn,
    BusinessOut,
    KeyCreated,
    KeyIn,
    KeyOut,
)
from app.tenancy import api_keys, businesses
from app.web.deps import DEFAULT_LIMIT, Cursor, Limit, NowDep, PrincipalDep, RevokingSessionDep, SessionDep
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/businesses", tags=["businesses"])

BusinessPath = Annotated[Id, Path()]

KeyPath = Annotated[int, Path(ge=1, le=2**53)]


def _business(principal: Principal, business_id: int, permission: Permission) -> BusinessId:
    """The named business, for a system administrator or somebody of that very business."""
    if principal.may(Permission.ADMINISTER):
        return BusinessId(business_id)
    if principal.business != business_id:
        raise UnknownBusiness(id=business_id)
    return principal.business_for(permission)


@router.get("")
async def list_businesses(
    principal: PrincipalDep, session: SessionDep, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> Page[BusinessOut]:
    """All businesses, for system administrators."""
    principal.require(Permission.ADMINISTER)
    return await businesses.list_businesses(session, limit=limit, cursor=cursor)


@router.post("", status_code=201, response_model=BusinessCreated)
async def create_business(
    wanted: BusinessIn, principal: PrincipalDep, session: SessionDep, once: OnceDep
) -> Response:
    """Make a business, its default calendar and its owner's key, which is shown in this answer only.

    A repeated request is answered without the key's secret: it is stored nowhere. If it was lost, make
    another key for the business and revoke this one.
    """
    principal.require(Permission.ADMINISTER)

    async def work() -> BusinessCreated:
        await api_keys.confirm_key(session, principal)
        made = await businesses.create_business(session, wanted)
        owner = await api_keys.create_key(session, BusinessId(made.id), Role.OWNER, "owner")
        return BusinessCreated(**made.model_dump(), owner_key=_key_created(owner))

    return await once(
        None,
        work,
        location=lambda made: f"{router.prefix}/{made.id}",
        kept=lambda made: made.without_secret(),
    )


@router.get("/{business_id}")
async def get_business(
    business_id: BusinessPath, principal: PrincipalDep, session: SessionDep
) -> BusinessOut:
    """One business: any for system administrators, else the own."""
    business = _business(principal, business_id, Permission.READ)
    return await businesses.get_business(session, business)


@router.patch("/{business_id}")
async def change_business(
    business_id: BusinessPath,
    change: BusinessChange,
    principal: PrincipalDep,
    session: RevokingSessionDep,
) -> BusinessOut:
    """Change the given fields. Only a system administrator switches a business off or on."""
    business = _business(principal, business_id, Permission.MANAGE)
    if "is_active" in change.model_fields_set:
        principal.require(Permission.ADMINISTER)
    await api_keys.confirm_key(session, principal)
    return await businesses.change_business(session, business, change)


@router.get("/{business_id}/keys")
async def list_keys(
    business_id: BusinessPath,
    principal: PrincipalDep,
    session: SessionDep,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[KeyOut]:
    """The keys of a business without their secrets, newest first."""
    business = _business(principal, business_id, Permission.MANAGE)
    await businesses.get_business(session, business)
    return await api_keys.list_keys(session, business, limit=limit, cursor=cursor)


@router.get("/{business_id}/keys/{key_id}")
async def get_key(
    business_id: BusinessPath, key_id: KeyPath, principal: PrincipalDep, session: SessionDep
) -> KeyOut:
    """One key, without its secret."""
    business = _business(principal, business_id, Permission.MANAGE)
    return await api_keys.get_key(session, business, key_id)


@router.post("/{business_id}/keys", status_code=201, response_model=KeyCreated)
async def create_key(
    business_id: BusinessPath,
    wanted: KeyIn,
    principal: PrincipalDep,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
) -> Response:
    """Make a key; its secret is shown in this answer only. Only an owner makes owners.

    A repeated request is answered without the secret: it is stored nowhere. If it was lost, revoke this
    key and make another.
    """
    business = _business(principal, business_id, Permission.MANAGE)
    if Role(wanted.role) is Role.OWNER and principal.role is Role.ADMIN:
        raise Forbidden(role=principal.role.value, permission="owner")

    async def work() -> KeyCreated:
        await api_keys.confirm_key(session, principal)
        await businesses.get_business(session, business)
        return _key_created(await api_keys.issue_key(session, business, wanted, now))

    return await once(
        business,
        work,
        location=lambda made: f"{router.prefix}/{business}/keys/{made.id}",
        kept=lambda made: made.without_secret(),
    )


@router.delete("/{business_id}/keys/{key_id}", status_code=204)
async def revoke_key(
    business_id: BusinessPath,
    key_id: KeyPath,
    principal: PrincipalDep,
    session: RevokingSessionDep,
    now: NowDep,
) -> None:
    """Revoke a key: every process refuses it within 100 ms. Only owners and operators revoke owners' keys.

    The last owner key is refused (`last_owner_key`): make another one first.
    """
    business = _business(principal, business_id, Permission.MANAGE)
    await api_keys.revoke_key(session, business, key_id, now, revoker=principal)


def _key_created(made: api_keys.NewKey) -> KeyCreated:
    return KeyCreated(**made.key.model_dump(), secret=made.secret)
