"""/api/me: the holder of the key"""

from fastapi import APIRouter

from app.core.principal import Permission, Role
from app.schemas.tenancy import MeOut
from app.tenancy.businesses import get_business
from app.web.deps import PrincipalDep, SessionDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/me", tags=["businesses"])


@router.get("")
async def get_me(principal: PrincipalDep, session: SessionDep) -> MeOut:
    """The key that asks: its role, what it may do, and its business."""
    business = None if principal.business is None else await get_business(session, principal.business)
    return MeOut(
        key_id=principal.key_id,
        name=principal.name,
        role=principal.role,
        permissions=[each for each in Permission if principal.may(each)],
        business=business,
        acting=business is not None and principal.role is Role.SYSTEM_ADMIN,
        expires_at=principal.expires_at,
    )
