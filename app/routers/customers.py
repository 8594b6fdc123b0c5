"""/api/calendar/customers"""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.core.principal import Permission
from app.customers import directory
from app.customers.erasure import erase_customer as erase
from app.customers.merging import merge_customers
from app.schemas.common import BigId, Page, ShortText
from app.schemas.customers import CustomerChange, CustomerIn, CustomerOut, ErasedCustomer, MergeIn
from app.schemas.scheduling import Phone
from app.web.deps import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    ManagerOf,
    NowDep,
    PrincipalDep,
    ReaderOf,
    SessionDep,
    with_etag,
)
from app.web.idempotent import OnceDep
from app.web.key_first import KeyFirst

router = APIRouter(route_class=KeyFirst, prefix="/api/calendar/customers", tags=["customers"])

CustomerId = Annotated[BigId, Path()]


@router.get("")
async def list_customers(
    business: ReaderOf,
    principal: PrincipalDep,
    session: SessionDep,
    q: Annotated[ShortText | None, Query(description="A part of the name or of the number.")] = None,
    phone: Annotated[Phone | None, Query(description="A number in any spelling.")] = None,
    blocked: bool | None = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = None,
) -> Page[CustomerOut]:
    """The business's customers in order of their names."""
    return await directory.list_customers(
        session,
        business,
        q=q,
        phone=phone,
        blocked=blocked,
        for_staff=principal.may(Permission.MANAGE),
        limit=limit,
        cursor=cursor,
    )


@router.post("", status_code=201, response_model=CustomerOut)
async def add_customer(
    wanted: CustomerIn, business: ManagerOf, session: SessionDep, now: NowDep, once: OnceDep
) -> Response:
    """Add a customer; bookings add theirs by themselves."""
    return await once(
        business,
        lambda: directory.add_customer(session, business, wanted, now),
        location=lambda made: f"{router.prefix}/{made.id}",
        versioned=True,
    )


@router.get("/{customer_id}")
async def get_customer(
    customer_id: CustomerId,
    business: ReaderOf,
    principal: PrincipalDep,
    session: SessionDep,
    response: Response,
) -> CustomerOut:
    """One customer. 410 for one who was merged (`customer_merged`, with the new id) or erased."""
    for_staff = principal.may(Permission.MANAGE)
    found = await directory.get_customer(session, business, customer_id, for_staff=for_staff)
    return with_etag(response, found)


@router.patch("/{customer_id}")
async def change_customer(
    customer_id: CustomerId,
    change: CustomerChange,
    business: ManagerOf,
    session: SessionDep,
    now: NowDep,
    response: Response,
    if_match: IfMatch = None,
) -> CustomerOut:
    """Change the given fields."""
    changed = await directory.change_customer(session, business, customer_id, change, now, if_match=if_match)
    return with_etag(response, changed)


@router.post("/{customer_id}/merge", response_model=CustomerOut)
async def merge_customer(
    customer_id: CustomerId,
    wanted: MergeIn,
    business: ManagerOf,
    session: SessionDep,
    now: NowDep,
    once: OnceDep,
) -> Response:
    """Merge other customers into this one. Their ids answer 410 from then on."""
    return await once(
        business,
        lambda: merge_customers(session, business, customer_id, wanted.others, now),
        status=200,
        versioned=True,
    )


@router.post("/{customer_id}/erase")
async def erase_customer(
    customer_id: CustomerId, business: ManagerOf, session: SessionDep, now: NowDep
) -> ErasedCustomer:
    """Erase name, numbers, e-mail address, notes and metadata, wherever they are stored.

    Appointments stay with their times, prices and statuses. Other people of the same number stay.
    """
    return await erase(session, business, customer_id, now)
