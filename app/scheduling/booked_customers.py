"""The customer of a booking, where the booking does not name them."""

from typing import TypeVar

from app.core.principal import BusinessId
from app.customers.numbers import read_number
from app.customers.people import find_customer, only_customer
from app.db.query import Reader
from app.errors import CustomerBlocked, FieldError
from app.schemas.scheduling import CustomerFields

WantedT = TypeVar("WantedT", bound=CustomerFields)


async def with_customer(reader: Reader, business: BusinessId, wanted: WantedT) -> WantedT:
    """The booking with name, phone and e-mail address of the customer whom it gives by id or number only.

    Raises UnknownCustomer, CustomerMerged, CustomerErased, CustomerBlocked, and FieldError `missing` or
    `which_customer` for a name that is needed.
    """
    if wanted.customer_id is None and wanted.customer_name is not None:
        return wanted
    customer_id = wanted.customer_id or await _of_number(reader, business, wanted.customer_phone)
    if customer_id is None:
        raise FieldError("missing", pointer="/customer_name")
    known = await find_customer(reader, business, customer_id)
    if known.blocked_at is not None and not wanted.allow_blocked:
        raise CustomerBlocked(id=known.id)
    filled = {
        "customer_id": known.id,
        "customer_name": wanted.customer_name or known.name,
        "customer_phone": wanted.customer_phone or known.phone_e164,
        "customer_email": wanted.customer_email or known.email,
    }
    if filled["customer_name"] is None:
        raise FieldError("missing", pointer="/customer_name")
    return wanted.model_copy(update=filled)


async def _of_number(reader: Reader, business: BusinessId, phone: str | None) -> int | None:
    number = await read_number(reader, business, phone)
    return None if number is None else await only_customer(reader, business, number)
