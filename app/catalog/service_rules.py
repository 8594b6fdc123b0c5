"""The rules of a service that concern several of its fields."""

from collections.abc import Iterator
from typing import Any

from app.core.currencies import CURRENCIES
from app.core.scheduling.needs import read_need_windows
from app.errors import FieldError
from app.schemas.services import NeedIn, PriceIn, ServiceIn


def check_service(wanted: ServiceIn) -> list[dict[str, Any]]:
    """The needs of a service as they are stored: `role` and `windows` where they are given.

    Raises FieldError for a rule that is broken.
    """
    if wanted.kind != "addon":
        if not wanted.needs:
            raise FieldError("too_short", pointer="/needs", min=1)
        if not wanted.duration_minutes:
            raise FieldError("too_small", pointer="/duration_minutes", min=1)
    _check_price(wanted.price)
    for position, need in enumerate(wanted.needs):
        _check_candidates(wanted, need, position)
    return [_stored_need(need, f"/needs/{position}") for position, need in enumerate(wanted.needs)]


def candidate_pointers(wanted: ServiceIn) -> Iterator[tuple[str, int]]:
    """The pointer and the calendar of each candidate."""
    for position, need in enumerate(wanted.needs):
        for number, candidate in enumerate(need.calendars):
            yield f"/needs/{position}/calendars/{number}/calendar_id", candidate.calendar_id


def _check_price(price: PriceIn) -> None:
    given = {"amount": price.amount, "currency": price.currency}
    for field, value in given.items():
        if price.kind == "none" and value is not None:
            raise FieldError("without_price", pointer=f"/price/{field}")
        if price.kind != "none" and value is None:
            raise FieldError("missing", pointer=f"/price/{field}")
    if price.currency is not None and price.currency not in CURRENCIES:
        raise FieldError("unknown_currency", pointer="/price/currency")


def _check_candidates(wanted: ServiceIn, need: NeedIn, position: int) -> None:
    seen: set[int] = set()
    for number, candidate in enumerate(need.calendars):
        pointer = f"/needs/{position}/calendars/{number}"
        if candidate.calendar_id in seen:
            raise FieldError("named_twice", pointer=f"{pointer}/calendar_id")
        seen.add(candidate.calendar_id)
        for field in ("duration_minutes", "price_amount"):
            if position and getattr(candidate, field) is not None:
                raise FieldError("first_need_only", pointer=f"{pointer}/{field}")
        if candidate.price_amount is not None and wanted.price.kind == "none":
            raise FieldError("without_price", pointer=f"{pointer}/price_amount")
        if candidate.windows_minutes is not None:
            candidate.windows_minutes = _windows(candidate.windows_minutes, f"{pointer}/windows_minutes")


def _stored_need(need: NeedIn, pointer: str) -> dict[str, Any]:
    stored: dict[str, Any] = {}
    if need.role is not None:
        stored["role"] = need.role
    if need.windows_minutes:
        stored["windows"] = _windows(need.windows_minutes, f"{pointer}/windows_minutes")
    return stored


def _windows(value: list[list[int]], pointer: str) -> list[list[int]] | None:
    """Windows in order, overlaps joined; None for an empty list, which means throughout."""
    return [list(window) for window in read_need_windows(value, pointer=pointer)] or None
